"""Rhetoric: each rule catches its example and leaves its counterexample alone; sentences that were written first; values."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from spacy.tokens import Doc

from stylo.families.rhetoric.measure import GROUPS, rhetoric, summarise
from stylo.grammar.marks import Missing
from stylo.lexicon import table

GOLD = Path(__file__).parent / "gold"
# F1 over all figures, from which it may not fall: of the sentences seen while the rules were made, and of those put aside.
LEAST = {"figure_sentences": 0.95, "figure_sentences_held_out": 0.9}


def rows(name: str) -> list:
    return [pytest.param(row, id=row["example"]) for row in table(name)]


def figures(doc: Doc) -> Iterator[tuple[str, str, str]]:
    """Words, kind and reason of each figure; its parts with dots between them."""
    for _, parts in rhetoric(doc).groupby("marker"):
        yield " ... ".join(parts["text"]), parts["kind"].iloc[0], parts["reason"].iloc[0]


def reasons(doc: Doc) -> set[str]:
    return {reason for _, _, reason in figures(doc)}


@pytest.mark.parametrize("row", rows("rhetoric"))
def test_a_rule_catches_its_example_and_leaves_its_counterexample_alone(nlp, row):
    assert row["reason"] in reasons(nlp(row["example"]))
    assert row["reason"] not in reasons(nlp(row["counterexample"]))


@pytest.mark.parametrize("row", [*rows("similes"), *rows("rhetorical_questions")])
def test_a_likeness_or_question_is_told_from_what_looks_like_one(nlp, row):
    kind = "simile" if "word" in row else "rhetorical-question"
    found = [{(kind, why) for _, kind, why in figures(nlp(row[cell]))} for cell in ("example", "counterexample")]
    if row["kind"] == "none":
        assert kind not in {kind for kind, _ in found[0]}
        assert kind in {kind for kind, _ in found[1]}
    else:
        assert (kind, row["reason"]) in found[0]
        assert (kind, row["reason"]) not in found[1]


@pytest.mark.parametrize("name", LEAST)
def test_sentences_that_were_written_before_the_rules_are_right(nlp, name):
    right = found = wanted = 0
    with (GOLD / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            gold = {tuple(mark.rsplit("=", 1)) for mark in row["marks"].split("; ") if mark != "-"}
            own = {(words, kind) for words, kind, _ in figures(nlp(row["sentence"])) if kind != "ellipsis"}
            right, found, wanted = right + len(gold & own), found + len(own), wanted + len(gold)
    assert 2 * right / (found + wanted) >= LEAST[name], (right, found, wanted)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Er sah das Haus, den Garten (groß und leer) und den See.", "das Haus, den Garten (groß und leer) und den See"),
        ("Er liest die Geschichte von Liebe, Verrat und Schuld.", "Liebe, Verrat und Schuld"),
        ("Er sah die Kosten und die Arbeit der Maler und Lehrer.", ""),
        ("Albert Brooks, der Komiker, den Gangster Bernie spielt er.", ""),
        ("„Was tun?“, fragte sie. Niemand antwortete.", ""),
    ],
)
def test_a_series_is_found_whole_and_what_is_nested_is_none(nlp, text, wanted):
    assert [words for words, kind, _ in figures(nlp(text)) if kind in GROUPS["series_per_1000_words"]] == [wanted] * bool(
        wanted
    )


def test_a_question_of_somebody_else_and_a_speaker_are_left_alone(nlp):
    for text in ("„Der Preis?“ Viel zu hoch.", "Anna: Wer war das? Niemand.", "Wer war das? Anna: Niemand."):
        assert "rhetorical-question" not in {kind for _, kind, _ in figures(nlp(text))}


def test_the_parts_of_a_figure_share_its_marker_and_stand_in_text_order(nlp):
    found = rhetoric(nlp("Nie sang sie laut. Nie sang sie leise. Er war klug, zart und alt. Schade."))
    assert found.groupby("marker")["start"].first().is_monotonic_increasing
    assert found.groupby("marker")["kind"].nunique().max() == 1
    assert found.loc[found["kind"] == "anaphora", "text"].tolist() == ["Nie sang sie", "Nie sang sie"]
    assert found.loc[found["kind"] == "ellipsis", "text"].tolist() == ["Schade."]


def test_the_values_are_rates_of_the_marks_and_ellipses_are_counted_by_the_sentences(nlp):
    values = summarise(nlp("Er war klug, zart und alt. Er sah Geld, Ruhm, Macht und Ehre. Schade."))
    assert values["series_per_1000_words"] == 2000 / 14
    assert values["tricola_percent"] == 50
    assert set(list(values.values())[1:-1]) == {0}
    assert summarise(nlp("")) == {name: Missing("no_words") for name in GROUPS} | {"tricola_percent": Missing("no_series")}
