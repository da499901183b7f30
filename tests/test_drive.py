"""The review against its first annotation (tests/gold/drive_*.tsv): counted words, sentences, every look-alike of contrast."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

import stylo

GOLD = Path(__file__).parent / "gold"


def table(name: str) -> list[dict[str, str]]:
    with (GOLD / f"drive_{name}.tsv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def starts() -> dict[int, int]:
    """Where each numbered word begins."""
    return {int(row["word"]): int(row["start"]) for row in table("words")}


@pytest.fixture(scope="module")
def markers(drive) -> pd.DataFrame:
    """One row a marker: the places of its parts, tier, sense, accepted, reason."""
    rows = stylo.contrast(drive)
    grouped = rows.groupby("marker").agg(
        {"start": list, "end": list, "tier": "first", "sense": "first", "accepted": "first", "reason": "first"}
    )
    return grouped.reset_index(drop=True)


def test_the_words_of_the_gold_are_the_words_of_the_package(drive, starts):
    from stylo.grammar.marks import words

    assert [token.idx for token in words(drive)] == list(starts.values())


def test_the_sentences_and_their_lengths(drive, starts):
    sentences = stylo.sentences(drive)
    gold = table("sentences")
    assert list(sentences["words"]) == [int(row["words"]) for row in gold]
    assert list(sentences["start"]) == [starts[int(row["first"])] for row in gold]
    assert list(sentences["colons"]) == [0 if row["colons"] == "_" else len(row["colons"].split(",")) for row in gold]


def test_split_at_colon_adds_a_sentence_for_each_colon(drive):
    colons = sum(row["colons"] != "_" for row in table("sentences"))
    assert len(stylo.sentences(stylo.load(split_at_colon=True)(drive.text))) == len(table("sentences")) + colons


def covers(marker: pd.Series, offset: int) -> bool:
    return any(start <= offset < end for start, end in zip(marker["start"], marker["end"], strict=True))


@pytest.mark.parametrize("row", table("contrast"), ids=lambda row: f"{row['form']}-{row['words']}")
def test_each_contrast_marker_and_look_alike(row, markers, starts):
    places = [starts[int(word)] for word in row["words"].split(",")]
    found = [marker for _, marker in markers.iterrows() if covers(marker, places[0])]
    assert len(found) == 1
    assert found[0]["tier"] == row["tier"]
    assert found[0]["accepted"] == (row["accepted"] == "yes")
    assert found[0]["reason"]
    assert covers(found[0], places[-1])


def test_no_marker_is_accepted_beyond_the_gold(markers):
    assert markers["accepted"].sum() == sum(row["accepted"] == "yes" for row in table("contrast"))
