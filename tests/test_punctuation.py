"""Punctuation: each sign where it stands, and none within a word or a number."""

from __future__ import annotations

import pytest

from stylo.families.punctuation import punctuation, summarise
from stylo.grammar.marks import Missing
from stylo.lexicon import table

ROWS = [pytest.param(row, id=row["sign"]) for row in table("punctuation")]


@pytest.mark.parametrize("row", ROWS)
def test_each_sign_is_found_in_its_example_and_not_in_the_other(nlp, row):
    before, _, rest = row["catches"].partition("[")
    sign, _, after = rest.partition("]")
    marks = punctuation(nlp(before + sign + after))
    first = marks[marks["sign"] == row["sign"]].iloc[0]
    assert (first["start"], first["text"], first["reason"]) == (len(before), sign, row["reason"])
    assert row["sign"] not in set(punctuation(nlp(row["leaves_alone"]))["sign"])


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("Er sagt: „Das ist ‚gut‘.“", ["colon", "quotation", "quotation", "quotation", "quotation"]),
        ('Er nennt es "gut" ...', ["quotation", "quotation", "dots"]),
        ("Er kam--leise--an.", ["dash", "dash"]),
        ("Sie [die Frau] fährt; er (der Mann) schweigt …", ["bracket", "bracket", "semicolon", "bracket", "bracket", "dots"]),
        ("Geht's um 3,5 oder 3.000? Jede:r fährt!", []),
        ("Das Ergebnis war 3:1, nach 1990–2000.", ["comma"]),
    ],
)
def test_signs_in_sentences(nlp, text, signs):
    doc = nlp(text)
    marks = punctuation(doc)
    assert marks["sign"].tolist() == signs
    assert [doc.text[start:end] for start, end in zip(marks["start"], marks["end"], strict=True)] == marks["text"].tolist()


def test_rates_are_the_marks_by_words(nlp):
    doc = nlp("Er schweigt: Sie redet, er fährt, sie bleibt.")
    assert summarise(doc)["commas_per_1000_words"] == pytest.approx(1000 * 2 / 8)
    assert summarise(doc)["semicolons_per_1000_words"] == 0
    assert summarise(nlp("..."))["colons_per_1000_words"] == Missing("no_words")
