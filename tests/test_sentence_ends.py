"""The rules for sentence ends, abbreviations and quotation marks: each row of their tables, and the kinds they must carry."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

import stylo
from stylo.grammar.marks import holds_word, sentence_spans
from stylo.lexicon import table
from stylo.pipeline.abbreviations import BEFORE_CAPITAL, BEFORE_FUNCTION_WORD, BEFORE_PRONOUN, NEVER, ONLY_BEFORE_NUMBER
from stylo.pipeline.quotes import read_quotes

GOLD = Path(__file__).parent / "gold"
EXAMPLES = [
    (row[name], row[column])
    for source, name in (("sentence_rules", "rule"), ("abbreviation_kinds", "kind"), ("quotes", "mark"))
    for row in table(source)
    for column in ("catches", "leaves")
]
READING = {row["kind"]: row["ends"] for row in table("abbreviation_kinds")}
# What follows an abbreviation of each reading, without and with a sentence's end.
CONTEXTS = {
    NEVER: ("Er nennt {} Haus und Hof.",),
    BEFORE_PRONOUN: ("Er nennt {} Haus und Hof.", "Er nennt hier {} |Das war gut."),
    BEFORE_FUNCTION_WORD: ("Er nennt {} Haus und Hof.", "Er nennt hier {} |Danach geht er."),
    BEFORE_CAPITAL: ("Er nennt {} und geht.", "Er nennt hier {} |Häuser nennt er nicht."),
    ONLY_BEFORE_NUMBER: ("Er nennt {} 12 und geht.", "Er nennt hier {} |Häuser nennt er nicht."),
}
# Shares of the texts of sentence_kinds_held_out.tsv and sentence_kinds.tsv that are split right, from which none may fall.
LEAST = {"sentence_kinds": 0.99, "sentence_kinds_held_out": 0.95}


@pytest.fixture(scope="module")
def nlp():
    """The tokenizer and the splitter alone: what comes behind them changes no sentence."""
    pipeline = stylo.load()
    pipeline.select_pipes(enable="stylo_splitter")
    return pipeline


def wanted(marked: str) -> list[str]:
    return [part.strip() for part in marked.replace("\\n", "\n").split("|") if holds_word(part)]


def found(nlp, marked: str) -> list[str]:
    return [span.text for span in sentence_spans(nlp(marked.replace("\\n", "\n").replace("|", "")))]


@pytest.mark.parametrize(("rule", "marked"), EXAMPLES)
def test_each_rule_catches_its_example_and_leaves_the_other_alone(nlp, rule, marked):
    assert found(nlp, marked) == wanted(marked)


@pytest.mark.parametrize("row", [row for row in table("abbreviations") if row["form"][0] != "-"], ids=lambda row: row["form"])
def test_each_abbreviation_reads_as_its_kind(nlp, row):
    for context in CONTEXTS[READING[row["kind"]]]:
        assert found(nlp, context.format(row["form"])) == wanted(context.format(row["form"]))


def test_no_abbreviation_is_listed_twice():
    assert [form for form, count in Counter(row["form"] for row in table("abbreviations")).items() if count > 1] == []


def kinds(name: str) -> list[tuple[str, str]]:
    with (GOLD / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    return [(kind, marked) for kind, *cells in rows if not kind.startswith("# ") for marked in cells]


@pytest.mark.parametrize("name", LEAST)
def test_the_kinds_of_sentence_ends_are_split_as_a_reader_does(nlp, name):
    wrong = [(kind, found(nlp, marked)) for kind, marked in kinds(name) if found(nlp, marked) != wanted(marked)]
    assert 1 - len(wrong) / len(kinds(name)) >= LEAST[name], wrong


def test_a_mark_that_is_never_closed_spoils_one_sentence(nlp):
    clean = "„Ja.“ |Er ging. |„Nein?“ fragte sie. |„Nein.“ |Sie ging."
    for opening, closing in ("„“", "»«", "«»", '""', "””"):
        styled = clean.replace("„", opening).replace("“", closing)
        unclosed = f"Er nannte sie {opening}schön. |{styled}"
        assert found(nlp, unclosed) == wanted(unclosed)


def test_marks_are_read_by_their_blanks_and_then_by_what_is_open():
    words = ["»", "Er", "sagte", ":", "›", "Ja", "!", "‹", "«"]
    quotes = read_quotes(words, [False, True, True, True, False, False, False, False, False])
    assert (quotes.opening, quotes.closing) == ({0, 4}, {7, 8})
    assert [quotes.around(i) for i in (1, 5, 6)] == [0, 4, 4]
    spaced = read_quotes(['"', "Ja", '"', "rief", "er"], [True] * 5)
    assert (spaced.opening, spaced.closing) == ({0}, {2})


def test_an_inch_sign_is_no_quotation_mark():
    quotes = read_quotes(["Der", "17", '"', "Monitor", '"', "Ja", '"'], [True, False, True, True, False, False, False])
    assert (quotes.opening, quotes.closing) == ({4}, {6})


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Er sah Art. 5 an.", "Er sah Art. 5 an ."),
        ("Das ist Art. Er sah es.", "Das ist Art . Er sah es ."),
        ("Er wohnt Hauptstr. 5.", "Er wohnt Hauptstr. 5 ."),
        ("Er wählte Plan B. Gosling sah es.", "Er wählte Plan B . Gosling sah es ."),
        ("Es waren u. a. Er und sie.", "Es waren u. a. Er und sie ."),
        ("Der gesellschaftl. Wandel und die Vwl. Klausur.", "Der gesellschaftl. Wandel und die Vwl. Klausur ."),
        ("Es endet um 22.30. Dann ist Schluss.", "Es endet um 22.30 . Dann ist Schluss ."),
        (",,Ja'', >>nein<<, ›gut‹.", ",, Ja '' , >> nein << , › gut ‹ ."),
        ("Das ist gut;-) Er lacht.", "Das ist gut ;-) Er lacht ."),
    ],
)
def test_a_full_stop_is_a_token_where_it_ends_a_sentence(nlp, text, tokens):
    assert [token.text for token in nlp(text)] == tokens.split(" ")
