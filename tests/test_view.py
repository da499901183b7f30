"""The laid-out document: the same tokens and sentences as the document has, and never the state of yesterday."""

from __future__ import annotations

import pytest
from spacy.language import Language

import stylo
from stylo.marks import sentence_spans, words
from stylo.measures import MODULES
from stylo.measures.view import View, view

TEXT = "  Er kam spät.\n\n*\n\n»Sie ging!« Der alte Film, der lief, war aber lang: Niemand blieb …  "


def test_a_view_has_the_sentences_and_words_of_its_document(nlp: Language) -> None:
    doc = nlp(TEXT)
    laid_out = view(doc)
    assert laid_out.sentences == [(span.start, span.end) for span in sentence_spans(doc)]
    assert [laid_out.reach(*sentence) for sentence in laid_out.sentences] == [
        (span.start_char, span.end_char) for span in sentence_spans(doc)
    ]
    assert laid_out.words == [[token.i for token in words(span)] for span in sentence_spans(doc)]
    assert laid_out.text == doc.text
    assert laid_out.edges == [(sentence.start, sentence.end) for sentence in doc.sents]


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
