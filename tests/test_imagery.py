"""Image fields: every word of the table in its example, compounds, a table of one's own; and the words that recur."""

from __future__ import annotations

import pytest

from stylo import catalogue
from stylo.families.imagery import imagery, summarise
from stylo.families.recurrence import recurrence, reference_rates
from stylo.grammar.marks import Missing
from stylo.lexicon import table

ROWS = table("image_fields")
FIELDS = {field: [row for row in ROWS if row["field"] == field] for field in {row["field"] for row in ROWS}}


@pytest.mark.parametrize("field", sorted(FIELDS))
def test_a_word_is_found_in_its_example_in_its_field(nlp, field):
    missed = [row["lemma"] for row in FIELDS[field] if field not in set(imagery(nlp(row["example"]))["field"])]
    assert missed == []


def test_a_word_stands_in_one_field_and_the_fields_are_those_of_the_catalogue():
    assert len({(row["lemma"].lower(), row["pos"]) for row in ROWS}) == len(ROWS)
    assert set(FIELDS) == set(catalogue.families()["imagery"].labels)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Der Gefühlsstrudel wächst.", [("Gefühlsstrudel", "depth-pull")]),
        ("Das Beispiel überzeugt.", []),  # -spiel is no part of it
        ("Er hat den Ton im Griff.", []),
    ],
)
def test_the_last_part_of_a_compound_counts_and_a_chance_ending_does_not(nlp, text, found):
    marks = imagery(nlp(text))
    assert list(zip(marks["text"], marks["field"], strict=True)) == found


def test_a_table_of_ones_own_takes_the_place_of_the_projects(nlp, tmp_path):
    path = tmp_path / "fields.tsv"
    path.write_text("lemma\tfield\tpos\nGarten\tnature\tnoun\n", encoding="utf-8")
    marks = imagery(nlp("Im Garten herrscht Stille."), fields=path)
    assert marks[["text", "field"]].to_numpy().tolist() == [["Garten", "nature"]]
    path.write_text("word\tfield\nGarten\tnature\n", encoding="utf-8")
    with pytest.raises(ValueError, match="no column lemma, pos"):
        imagery(nlp("Im Garten."), fields=path)


def test_the_values_are_rates_of_all_fields_and_of_each(nlp):
    values = summarise(nlp("Der Sog zieht, der Strudel auch."))
    assert values["images_per_1000_words"] == values["depth_pull_per_1000_words"] == pytest.approx(2000 / 6)
    assert values["water_per_1000_words"] == 0
    assert set(summarise(nlp("")).values()) == {Missing("no_words")}


def test_a_rare_word_that_recurs_comes_before_a_common_one(nlp):
    lines = ["Ein Strudel dreht sich im Jahr.", "Das Jahr kennt keinen Strudel.", "Im Jahr bleibt der Strudel."]
    found = recurrence(nlp("\n".join(lines)))
    assert found["lemma"].tolist() == ["Strudel", "Jahr"]
    assert found["paragraphs"].tolist() == [3, 3]
    assert (found["p"].diff().dropna() > 0).all()
    assert found.loc[0, "sentences"] == (1, 2, 3)
    assert [" ".join(lines)[start:end] for start, end in found.loc[0, "places"]] == ["Strudel"] * 3


def test_what_stands_in_one_paragraph_or_is_a_name_does_not_recur(nlp):
    assert recurrence(nlp("Der Sog, der Sog, der Sog.\nRefn dreht.\nRefn schweigt.")).empty
    assert recurrence(nlp("")).empty


def test_a_text_without_paragraphs_is_cut_into_stretches(nlp):
    found = recurrence(
        nlp("Der Strudel dreht sich. " + "Sie reden und reden von anderen Dingen als sonst. " * 25 + "Der Strudel bleibt.")
    )
    assert "Strudel" in set(found["lemma"])


def test_the_rates_are_those_of_words_that_several_documents_hold():
    rates = reference_rates()
    assert rates["Jahr"] > 100 * rates.get("Strudel", 0.1)
    assert all(rate >= 0 for rate in rates.values())
