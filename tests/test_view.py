"""The laid-out document: the same tokens and sentences as the document has, and never the state of yesterday."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep

import pandas as pd
import pytest
from spacy.language import Language
from spacy.tokens import Doc

import stylo
from stylo.families.contrast.measure import rates
from stylo.families.family import Family
from stylo.families.registry import families
from stylo.grammar import tokens as view_module
from stylo.grammar.marks import sentence_spans, words
from stylo.grammar.tokens import Known, Type, View, view

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


@pytest.mark.parametrize("family", families().values(), ids=lambda family: family.name)
@pytest.mark.parametrize("text", [TEXT, "", " \n", "…"])
def test_a_measure_says_the_same_of_a_document_and_of_its_view(nlp: Language, family: Family, text: str) -> None:
    doc = nlp(text)
    shared = view(doc)
    for other in families().values():
        other.summarise(shared)
    assert family.summarise(shared) == family.summarise(doc)
    if family.marks is not None:
        pd.testing.assert_frame_equal(family.marks(shared), family.marks(doc))


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


WORDLESS_LINES = (
    "***\n\nDer Film ist gut.\n\n* * *\n\nEr ist aber viel zu lang. :-)\n\n…\n\n"
    "Das ist leider schön, doch teuer. Ich lache halt ;-) und gehe."
)


@pytest.mark.parametrize("measure", [stylo.adjectives, stylo.contrast, stylo.register], ids=lambda measure: measure.__name__)
def test_every_measure_numbers_sentences_by_the_same_list(nlp: Language, measure: Callable[[Doc], pd.DataFrame]) -> None:
    doc = nlp(WORDLESS_LINES)
    listed = stylo.sentences(doc)
    marks = measure(doc)
    assert marks["sentence"].nunique() >= 2
    for mark in marks.itertuples():
        following = listed["start"].where(listed["sentence"] > mark.sentence).min()
        assert listed["start"][mark.sentence - 1] <= mark.start
        assert not mark.start >= following


def test_a_line_without_a_word_is_no_sentence_to_any_measure(nlp: Language) -> None:
    with_lines = nlp(WORDLESS_LINES)
    found = stylo.contrast(with_lines)
    assert dict(zip(found["text"], found["sentence"], strict=True)) == {"aber": 2, "doch": 3}
    per_sentence = found["accepted"].sum() / len(stylo.sentences(with_lines))
    assert stylo.profile(with_lines)["contrast_markers_per_sentence"].item() == per_sentence
    assert rates(with_lines).set_index("tier").loc["all", "per_sentence"] == per_sentence


@pytest.fixture
def met_for_the_first_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """No type is known yet."""
    monkeypatch.setattr(view_module, "_TYPES", {})


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


def test_what_is_asked_later_is_found_of_types_that_were_met_before(nlp: Language) -> None:
    laid_out = view(nlp("Er kam."))
    length = Known(lambda word: len(word.form))
    twice = Known(lambda word: 2 * length[word])
    assert [twice[word] for word in laid_out.types] == twice.each(laid_out.types) == [4, 6, 2]


def test_each_thread_gets_what_its_own_function_said(nlp: Language) -> None:
    """A function that takes its time gives the other threads the chance to come between asking and keeping."""
    types = view(nlp("Der alte Film, der lange lief, war aber gut, und niemand ging.")).types

    def slowly(function: Callable[[str], object]) -> Known[object]:
        return Known(lambda word: (sleep(0.001), function(word.form))[1])

    functions = [str.upper, len, str.isalpha, lambda form: form[::-1]]
    known = [slowly(function) for function in functions]
    together = Barrier(8)

    def ask(number: int) -> bool:
        together.wait()
        mine = number % len(known)
        return known[mine].each(types) == [functions[mine](word.form) for word in types]

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(ask, range(8)))


def test_so_much_is_known_and_no_more(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view_module, "CACHED", 3)
    length = Known(lambda word: len(word.form))
    for text in ("Er kam.", "Sie ging.", "Niemand blieb."):
        assert length.each(view(nlp(text)).types) == [len(token) for token in nlp(text)]
        assert len(length) <= 3 + 1


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
