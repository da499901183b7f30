"""The laid-out document: the same tokens and sentences as the document has, and never the state of yesterday."""

from __future__ import annotations

import pytest
from spacy.language import Language

import stylo
from stylo.marks import sentence_spans, words
from stylo.measures import MODULES
from stylo.measures import view as view_module
from stylo.measures.view import Known, Type, View, view

TEXT = "  Er kam spät.\n\n*\n\n»Sie ging!« Der alte Film, der lief, war aber lang: Niemand blieb …  "


def test_a_view_has_the_sentences_and_words_of_its_document(nlp: Language) -> None:
    doc = nlp(TEXT)
    laid_out = view(doc)
    seen = [doc[i] for i in laid_out.places]
    assert [token.text for token in seen] == laid_out.forms == [token.text for token in doc if token.text.strip(" ")]
    assert [(seen[start].i, seen[end - 1].i + 1) for start, end in laid_out.sentences] == [
        (span.start, span.end) for span in sentence_spans(doc)
    ]
    assert [laid_out.reach(*sentence) for sentence in laid_out.sentences] == [
        (span.start_char, span.end_char) for span in sentence_spans(doc)
    ]
    assert [[seen[i] for i in own] for own in laid_out.words] == [words(span) for span in sentence_spans(doc)]
    assert laid_out.text == doc.text
    opening = [next(token.i for token in sentence if token.text.strip(" ")) for sentence in doc.sents]
    assert [seen[start].i for start, _ in laid_out.edges] == opening


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
@pytest.mark.parametrize("text", [TEXT, "", " \n", "…"])
def test_a_measure_says_the_same_of_a_document_and_of_its_view(nlp: Language, module: object, text: str) -> None:
    doc = nlp(text)
    shared = view(doc)
    for other in MODULES:
        other.summarise(shared)
    assert module.summarise(shared) == module.summarise(doc)  # type: ignore[attr-defined]


def test_what_is_changed_in_a_document_is_seen(nlp: Language) -> None:
    doc = nlp("Er kam spät. Sie ging.")
    assert stylo.profile(doc)["adjectives"].tolist() == [1]
    doc[2].tag_ = "ADV"
    doc[4].is_sent_start = False
    assert stylo.profile(doc)[["adjectives", "sentences"]].to_numpy().tolist() == [[0, 1]]


def test_what_measures_share_is_made_once(nlp: Language) -> None:
    asked: list[str] = []

    def first(laid_out: View, word: str) -> int:
        asked.append(word)
        return laid_out.forms.index(word)

    laid_out = view(nlp("Er kam, sie ging."))
    assert [laid_out.once(first, word) for word in ("sie", "kam", "sie")] == [3, 1, 3]
    assert asked == ["sie", "kam"]


@pytest.fixture
def met_for_the_first_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """No type is known yet, and what is defined in the test goes with it."""
    monkeypatch.setattr(view_module, "_TYPES", {})
    monkeypatch.setattr(Known, "_all", [*Known._all])


@pytest.mark.usefixtures("met_for_the_first_time")
def test_what_follows_from_a_type_is_found_once_in_all_documents(nlp: Language) -> None:
    asked: list[str] = []

    def first_letter(word: Type) -> str:
        asked.append(word.form)
        return word.form[0]

    known = Known(first_letter)
    docs = [nlp(text) for text in ("Er kam, er ging.", "Niemand kam.")]
    assert [known.each(view(doc).types) for doc in docs] == [[*"Ek,eg."], [*"Nk."]]
    assert sorted(asked) == sorted({token.text for doc in docs for token in doc})


@pytest.mark.usefixtures("met_for_the_first_time")
def test_what_is_asked_later_is_found_of_types_that_were_met_before(nlp: Language) -> None:
    laid_out = view(nlp("Er kam."))
    length = Known(lambda word: len(word.form))
    twice = Known(lambda word: 2 * length[word])
    assert [twice[word] for word in laid_out.types] == twice.each(laid_out.types) == [4, 6, 2]


def test_a_form_with_another_tag_or_lemma_is_another_type(nlp: Language) -> None:
    doc = nlp("Er kam.")
    before = view(doc).types
    assert view(nlp("Er kam.")).types == before
    doc[1].tag_ = "NN"
    assert [new is old for new, old in zip(view(doc).types, before, strict=True)] == [True, False, True]


@pytest.mark.usefixtures("met_for_the_first_time")
def test_so_many_types_are_kept_and_no_more(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view_module, "CACHED", 3)
    for text in ("Er kam.", "Sie ging.", "Niemand blieb."):
        assert view(nlp(text)).forms == [token.text for token in nlp(text)]
        assert len(view_module._TYPES) <= 2 * 3
