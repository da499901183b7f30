"""Titles, bylines, credits, ratings and legal notices: told from the text, left out when asked; quotations set apart."""

from __future__ import annotations

import pytest

from stylo.lexicon import table
from stylo.reading.paratext import paratext_remark, prepared, quotations, titled, without_paratext

ROWS = table("paratext")
BODY = "Der Film erzählt von einem Haus, in dem eine Familie wohnt, die alles vergessen möchte, was dort einmal war."


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["kind"])
def test_the_example_is_left_out_and_the_other_stays(row):
    text, left_out = without_paratext(f"{BODY}\n{row['example']}\n{row['other']}\n")
    assert text == f"{BODY}\n{row['other']}\n"
    assert left_out == {row["kind"]: 1}


def test_a_title_with_a_verb_a_subtitle_and_what_stands_between_them_and_the_text():
    text, left_out = without_paratext(
        f"Ein Haus, das nicht vergessen will\nEine Kritik\n\nVon Eva Muster\nRegie: Udo Beispiel\n{BODY}\n"
    )
    assert text.strip() == BODY
    assert left_out == {"title": 2, "byline": 1, "credits": 1}


def test_nothing_is_left_out_unasked():
    text = f"Ein Haus\n{BODY}\n"
    assert prepared(text) == (text, {})
    assert titled(text)
    assert not titled(BODY)
    assert paratext_remark(BODY) == ""


def test_quotations_can_be_left_out_or_alone():
    text = 'Er sagte: „Ich gehe.“ Sie rief »Bleib!« und "warte" nicht. 5" und 6" Zoll.'
    assert quotations(text, "only") == "Ich gehe.\nBleib!\nwarte\n"
    assert quotations(text, "drop") == 'Er sagte: Sie rief und nicht. 5" und 6" Zoll.'
    assert quotations(text, "keep") == text
    assert prepared(text, what="drop")[1] == {"quotations": 3}
    with pytest.raises(ValueError, match="keep, drop, only"):
        quotations(text, "weg")
