"""Another language is noticed, by the function words of a table; German with foreign names is left alone."""

from __future__ import annotations

import pytest

from stylo.lexicon import table
from stylo.reading.languages import ENOUGH, GERMAN, UNKNOWN, language_name, language_of, language_remark
from stylo.wording.language import language

ROWS = table("languages")
EXAMPLES = {row["language"]: row["example"] for row in ROWS}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["language"])
def test_the_example_is_of_the_language_and_the_other_is_not(row):
    assert language_of(row["example"] * 3) == row["language"]
    assert language_of(row["other"] * 3) != row["language"]


def test_a_few_words_are_of_no_language():
    assert language_of("One two three") == ""
    assert language_of("the " * (ENOUGH - 1)) == ""
    assert language_remark("Too short") == ""


def test_a_text_in_two_languages_is_mixed():
    text = EXAMPLES["de"] * 6 + "\n" + EXAMPLES["en"] * 6
    assert language_of(text) == "mixed: de, en"
    assert "German, English" in language_remark(text)


def test_a_few_words_of_another_language_do_not_make_a_german_text_mixed():
    assert language_of(EXAMPLES["de"] * 20 + "\n" + EXAMPLES["en"]) == GERMAN


def test_a_language_that_the_table_has_not_is_another():
    text = "Tämä elokuva kertoo miehestä joka ajaa autoa öisin kaupungin läpi eikä puhu juuri mitään kenellekään " * 2
    assert language_of(text) == UNKNOWN
    assert "does not look German" in language_remark(text)


def test_languages_are_named_in_the_language_of_what_is_shown():
    assert language_name("gsw") == "Swiss German"
    with language("de"):
        assert language_name("mixed: de, nl") == "Deutsch, Niederländisch"
