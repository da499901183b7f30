"""What is set against what, in two columns."""

from __future__ import annotations

from stylo.notebook.oppositions import COLUMNS, oppositions


def test_the_sides_stand_left_and_right_of_the_marker(nlp):
    found = oppositions(nlp("Der Film ist lang, aber er langweilt nicht. Das ist doch bekannt."))
    assert len(found) == 1
    row = found.iloc[0]
    assert (row["left_side"], row["marker"], row["right_side"]) == ("Der Film ist lang", "aber", "er langweilt nicht")
    assert (row["sentence"], row["tier"]) == (1, "connective")


def test_sides_that_cannot_be_delimited_are_missing_and_not_guessed(nlp):
    (row,) = oppositions(nlp("Umso schöner ist der Schluss.")).to_dict("records")
    assert row["marker"] == "Umso"
    assert row["left_side"] is None
    assert row["right_side"] is None


def test_a_text_without_contrast_has_an_empty_table_of_the_same_columns(nlp):
    assert list(oppositions(nlp("Der Film ist lang.")).columns) == COLUMNS
    assert oppositions(nlp("Der Film ist lang.")).empty
