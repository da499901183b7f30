"""The essay in notebook 05, in both languages: what it quotes stands in the review where it says so, and how long it is."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

import stylo
from tools.twins import TWIN, twin

ROOT = Path(__file__).parent.parent
TITLES = {"Drive"}
"""What stands in italics and is no quotation."""
BEHIND = {"05-21"}
"""The cell of the literature, whose italics are titles."""
QUESTIONS = {"05-22"}
QUOTED = re.compile(r"(?<!\*)\*(?!\*)([^*\n]+)\*(?!\*)")
NUMBERED = re.compile(r"(?<!\*)\*(?!\*)([^*\n]+)\*(?!\*),? \((\d+)\)")
CELLS = [
    cell
    for cell in nbformat.read(ROOT / "notebooks" / "05_drive_review.ipynb", as_version=4).cells
    if cell.cell_type == "markdown" and cell.id not in BEHIND
]
LANGUAGES = ("en", TWIN)
each_language = pytest.mark.parametrize("lang", LANGUAGES)


def prose(lang: str) -> dict[str, str]:
    return {cell.id: twin(cell) if lang == TWIN else cell.source for cell in CELLS}


def quotations(lang: str) -> set[str]:
    return {found for cell in prose(lang).values() for found in QUOTED.findall(cell)} - TITLES


def placed(lang: str) -> set[tuple[int, str]]:
    return {(int(number), found) for cell in prose(lang).values() for found, number in NUMBERED.findall(cell)}


def words(text: str) -> int:
    """The words of a prose cell: what holds a letter, without the targets of links."""
    return sum(any(map(str.isalpha, word)) for word in re.sub(r"\]\([^)]*\)", "]", text).split())


def stands_in(quotation: str, text: str) -> bool:
    """Whether all parts of a quotation stand in a text, whole words in this order; three dots are a gap."""
    parts = [rf"(?<!\w){re.escape(part)}(?!\w)" for part in re.split(r" \.\.\. ", quotation)]
    return re.search(".*".join(parts), text, re.DOTALL) is not None


QUOTATIONS = sorted((lang, found) for lang in LANGUAGES for found in quotations(lang))
PLACED = sorted((lang, number, found) for lang in LANGUAGES for number, found in placed(lang))


@pytest.fixture(scope="module")
def said(drive) -> dict[int, str]:
    return stylo.sentences(drive).set_index("sentence")["text"].to_dict()


@each_language
def test_the_essay_quotes(lang):
    assert len(quotations(lang)) > 50
    assert len(placed(lang)) > 50


def test_both_languages_quote_the_same_of_the_same_sentences():
    assert quotations("en") == quotations(TWIN)
    assert placed("en") == placed(TWIN)


@each_language
def test_the_essay_has_the_length_of_an_essay(lang):
    assert 2500 <= sum(words(cell) for name, cell in prose(lang).items() if name not in QUESTIONS) <= 3500


@pytest.mark.parametrize(("lang", "quotation"), QUOTATIONS)
def test_a_quotation_stands_in_the_review(lang, quotation, drive):
    assert stands_in(quotation, drive.text)


@pytest.mark.parametrize(("lang", "sentence", "quotation"), PLACED)
def test_a_quotation_stands_in_the_sentence_that_is_named(lang, sentence, quotation, said):
    assert stands_in(quotation, said[sentence])


@pytest.mark.parametrize("quotation", ["kann man befreien", "befreien ... kann man", "einsame Wolf", "Stunt ... Fahre"])
def test_what_does_not_stand_there_is_told(quotation, drive):
    assert not stands_in(quotation, drive.text)


def test_words_are_what_holds_a_letter():
    assert words("*ein Wolf* (1) · [06 Validation](06_validation.ipynb) →") == 3
