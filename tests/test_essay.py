"""The essay in notebook 05: what it quotes stands in the review, in the sentence that it names."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

import stylo

ROOT = Path(__file__).parent.parent
TITLES = {"Drive"}
"""What stands in italics and is no quotation."""
BEHIND = {"05-21"}
"""The cell of the literature, whose italics are titles."""
QUOTED = re.compile(r"(?<!\*)\*(?!\*)([^*\n]+)\*(?!\*)")
NUMBERED = re.compile(r"(?<!\*)\*(?!\*)([^*\n]+)\*(?!\*),? \((\d+)\)")


def prose() -> list[str]:
    notebook = nbformat.read(ROOT / "notebooks" / "05_drive_review.ipynb", as_version=4)
    return [cell.source for cell in notebook.cells if cell.cell_type == "markdown" and cell.id not in BEHIND]


def stands_in(quotation: str, text: str) -> bool:
    """Whether all parts of a quotation stand in a text, whole words in this order; three dots are a gap."""
    parts = [rf"(?<!\w){re.escape(part)}(?!\w)" for part in re.split(r" \.\.\. ", quotation)]
    return re.search(".*".join(parts), text, re.DOTALL) is not None


QUOTATIONS = sorted({found for cell in prose() for found in QUOTED.findall(cell)} - TITLES)
PLACED = sorted({(int(number), found) for cell in prose() for found, number in NUMBERED.findall(cell)})


@pytest.fixture(scope="module")
def said(drive) -> dict[int, str]:
    return stylo.sentences(drive).set_index("sentence")["text"].to_dict()


def test_the_essay_quotes():
    assert len(QUOTATIONS) > 50
    assert len(PLACED) > 50


@pytest.mark.parametrize("quotation", QUOTATIONS)
def test_a_quotation_stands_in_the_review(quotation, drive):
    assert stands_in(quotation, drive.text)


@pytest.mark.parametrize(("sentence", "quotation"), PLACED)
def test_a_quotation_stands_in_the_sentence_that_is_named(sentence, quotation, said):
    assert stands_in(quotation, said[sentence])


@pytest.mark.parametrize("quotation", ["kann man befreien", "befreien ... kann man", "einsame Wolf", "Stunt ... Fahre"])
def test_what_does_not_stand_there_is_told(quotation, drive):
    assert not stands_in(quotation, drive.text)
