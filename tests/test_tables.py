"""The tables of the notebooks: one style, whole words, labels, and nothing left out in silence."""

from __future__ import annotations

import pandas as pd
import pytest

import stylo
from stylo.notebook.tables import after, before, passages, table, values
from stylo.wording.language import language

TEXT = "Der leise Film hebt sich von vielen anderen Filmen ab, doch er endet spät."


def test_a_table_has_labels_and_no_index_and_says_what_is_missing():
    shown = table(pd.DataFrame({"adjectives_per_100_words": [1.25, float("nan")], "per_cent": [True, False]}, index=[7, 8]))
    assert repr(shown) == "adjectives | per cent\n1.25 | yes\n– | no"


def test_columns_are_chosen_and_named():
    frame = pd.DataFrame({"a": [1200], "b": ["x"]})
    assert repr(table(frame, ["b"])) == "b\nx"
    assert repr(table(frame, {"b": "letter", "a": "number"})) == "letter | number\nx | 1,200"


def test_what_is_left_out_is_counted():
    assert repr(table(pd.DataFrame({"a": range(5)}), most=3)).endswith("\n2\n... and 2 more")


def test_numbers_stand_at_the_right_and_text_at_the_left():
    html = table(pd.DataFrame({"n": [1], "word": ["eins"]})).to_html()
    assert html.count("text-align:right") == 2
    assert html.count("text-align:left") == 2


def test_everything_in_a_table_is_text_and_german_words_are_marked_as_such():
    html = table(pd.DataFrame({"text": ["<b>fett</b>"]})).to_html()
    assert "<b>" not in html
    assert '<td lang="de"' in html


@pytest.mark.parametrize(("width", "found"), [(4, ""), (9, "viele"), (100, "sehr viele")])
def test_context_is_cut_at_words(width, found):
    assert before("sehr viele Filme", len("sehr viele "), width) == found


def test_context_after_a_place_is_cut_at_words():
    assert after("Filme sind leise", len("Filme"), 9) == "sind"
    assert after("Filme sind", len("Filme"), 9) == "sind"
    assert after("Filme unwahrscheinlich", len("Filme"), 9) == ""


def test_a_mark_of_several_parts_is_shown_whole(nlp):
    doc = nlp(TEXT)
    marks = stylo.contrast(doc)
    shown = passages(doc, marks.assign(end=marks.groupby("marker")["end"].transform("max")).head(1), ["tier"])
    assert shown.rows[0][2:] == ["hebt sich von vielen anderen Filmen ab", ", doch er endet spät.", "lexical"]


def test_values_have_their_interval_and_with_a_genre_their_place(drive):
    names = ["sentence_length_mean", "contrast_lexical_per_1000_words"]
    assert values(drive, names).headings == ["measure", "value", "95 % interval"]
    mean, lexical = values(drive, names, "film_review").rows
    placed = stylo.compare(drive).set_index("measure").loc["sentence_length_mean"]
    assert mean[:2] == ["sentence length, mean", "32.8 words"]
    assert mean[2] == f"{placed['low']:.1f}\xa0to\xa0{placed['high']:.1f}"
    assert mean[3] == f"{placed['percentile']:.1f}"
    assert lexical[3] == "–"  # its list was written with this text in view
    assert "in view" in lexical[-1]


def test_a_value_that_is_missing_says_why(nlp):
    shown = values(nlp("Der Film ist leise."), ["sentence_length_sd"])
    assert shown.rows[0][1:3] == ["–", "–"]
    assert shown.rows[0][3] != ""


def test_tables_are_german_where_all_is(drive):
    with language("de"):
        shown = values(drive, ["sentence_length_mean", "passive_per_1000_words"])
    assert shown.headings == ["Maß", "Wert", "95-%-Intervall"]
    assert [row[1] for row in shown.rows] == ["32,8 Wörter", "12,2 je 1.000 Wörter"]


def test_words_of_ours_are_said_in_german_and_words_of_the_text_stay(nlp):
    doc = nlp(TEXT)
    with language("de"):
        (row,) = [row for row in passages(doc, stylo.contrast(doc), ["tier", "reason"]).rows if row[2] == "doch"]
        assert row[-2:] == ["Konnektor", "doch leitet den Satz ein: Konjunktion"]
        assert repr(table(pd.DataFrame({"text": ["connective"]}))).endswith("\nconnective")
