"""Negation: each row of its table, what a negation reaches, and the values."""

from __future__ import annotations

import pytest

from stylo.families.negation import negation, summarise
from stylo.grammar.conditions import Words
from stylo.grammar.marks import Missing
from stylo.grammar.negation import negated
from stylo.grammar.tokens import view
from stylo.lexicon import table

ROWS = [pytest.param(row, id=row["example"]) for row in table("negation")]


def found(nlp, row: dict[str, str], text: str) -> bool:
    """Whether one of the row's words is marked by its reason in a text."""
    marks = negation(nlp(text))
    return not marks[(marks["kind"] == row["kind"]) & (marks["reason"] == row["reason"])].empty


@pytest.mark.parametrize("row", ROWS)
def test_each_row_catches_its_example_and_leaves_its_counterexample_alone(nlp, row):
    if row["kind"] == "none":
        assert negation(nlp(row["example"])).empty
        assert not negation(nlp(row["counterexample"])).empty
    else:
        assert found(nlp, row, row["example"])
        assert not found(nlp, row, row["counterexample"])


@pytest.mark.parametrize(
    ("text", "word", "denied"),
    [
        ("Der Film ist nicht gut.", "gut", True),
        ("Keine Szene wirkt gekünstelt.", "gekünstelt", True),
        ("Das ist nicht der beste Film.", "beste", True),
        ("Große Kunst ist das nicht.", "große", True),
        ("Weder komisch noch traurig ist das.", "traurig", True),
        ("Kein Meisterwerk.", "meisterwerk", True),
        ("Wirklich neu ist das nicht.", "neu", True),
        ("Der gute Film gefällt nicht.", "gute", False),
        ("Das ist nicht minder gut.", "gut", False),
        ("Das ist nicht nur gut, sondern auch neu.", "gut", False),
        ("Das ist nicht neu, aber gut.", "gut", False),
    ],
)
def test_a_negation_reaches_its_predicate_and_its_own_noun_phrase(nlp, text, word, denied):
    words = view(nlp(text)).once(Words)
    assert negated(words, words.lower.index(word)) is denied


def test_the_values_count_a_pair_once_and_each_sentence_once(nlp):
    assert summarise(nlp("Er ist weder laut noch leise. Nie, nie lacht er. Sie lacht.")) == {
        "negations_per_1000_words": 250,
        "negated_sentences_percent": pytest.approx(200 / 3),
    }
    none = summarise(nlp(""))
    assert none == {"negations_per_1000_words": Missing("no_words"), "negated_sentences_percent": Missing("no_sentences")}
