"""Measures, units, genres and features have a name in either language."""

from __future__ import annotations

import pytest

from stylo import catalogue
from stylo.catalogue import labels
from stylo.catalogue import measures as measure_table
from stylo.lexicon import table
from stylo.reference import tables
from stylo.wording import numbers
from stylo.wording.language import language, translations

MEASURES = [row["name"] for row in measure_table()]


def test_a_measure_is_named_and_has_its_unit_in_the_current_language():
    assert (labels.label("sentence_length_cv"), labels.unit("sentence_length_mean")) == ("coefficient of variation", "words")
    with language("de"):
        assert (labels.label("sentence_length_cv"), labels.unit("sentence_length_mean")) == ("Variationskoeffizient", "Wörter")
        assert labels.unit("passive_per_1000_words") == "je 1.000 Wörter"
        assert labels.short("modal_particle_per_1000_words") == "Modalpartikeln"
        assert labels.register_feature("wuerde_form") == "würde-Form"
        assert labels.genre("film_review") == "Filmkritiken"


def test_every_unit_and_every_short_name_has_its_german():
    said = [row["unit"] for row in measure_table() if row["unit"] != "-"] + list(catalogue.compared_labels().values())
    assert not [text for text in said if text not in translations()]


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_has_a_name_in_both_languages(name):
    for lang in ("en", "de"):
        with language(lang):
            assert labels.label(name) not in {"", name} or name in {"words", "sentences", "adjectives", "syllables"}


def test_every_genre_and_feature_has_its_german():
    with language("de"):
        assert all(labels.genre(name) != name for name in tables.genres())
        assert all(labels.register_feature(row["feature"]) != row["feature"] for row in table("register_features"))
        assert all(labels.formality_feature(row["english"]) == row["german"] for row in table("formality_features"))


def test_what_has_no_name_is_called_as_it_is():
    assert [labels.label("x"), labels.short("x"), labels.unit("x"), labels.genre("x")] == ["x", "x", "", "x"]
    assert labels.register_feature("x_y") == "x y"
    assert labels.formality_feature("x") == "x"


def test_numbers_have_the_signs_of_the_language():
    assert [numbers.grouped(1234), numbers.signed(0.254), numbers.significant(0.12345)] == ["1,234", "+0.25", "0.123"]
    with language("de"):
        assert [numbers.grouped(1234), numbers.signed(-0.254), numbers.significant(0.12345)] == ["1.234", "-0,25", "0,123"]
        assert numbers.signed(float("nan")) == "–"
