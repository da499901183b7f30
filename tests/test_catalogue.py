"""The table of families: what stands in it is there, said in both languages, and shown everywhere."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from stylo import catalogue
from stylo.catalogue import labels
from stylo.catalogue import measures as measure_table
from stylo.families.family import Family
from stylo.families.profile import measure_profile
from stylo.families.registry import families, marked
from stylo.figures import FIGURES
from stylo.lexicon import table, tables
from stylo.wording.language import language, translations

ENTRIES = catalogue.families().values()
WITH_MARKS = [catalogue.families()[name] for name in marked()]


def _untranslated() -> list[str]:
    said = {f"label of {entry.name}": entry.labels for entry in ENTRIES}
    said |= {f"unit of {row['name']}": (row["unit"],) for row in measure_table() if row["unit"] != catalogue.NONE}
    for row in table("captions", "wording"):
        said[f"figure {row['name']}"] = (row["title"], row["caption"])
    return [f"{what}: {text}" for what, texts in said.items() for text in texts if text not in translations()]


def _unnamed() -> list[str]:
    wanted = ("english", "german", "about_english", "about_german")
    found = [f"family {entry.name}: {column}" for entry in ENTRIES for column in wanted if not getattr(entry, column)]
    empty = {"", catalogue.NONE}
    found += [f"value {row['name']}: {key}" for row in measure_table() for key in ("english", "german") if row[key] in empty]
    told = {row["measure"] for row in table("summary_sentences", "wording")}
    found += [f"value {name}: sentences of the summary" for name in catalogue.compared_measures() if name not in told]
    described = {row["name"] for row in table("captions", "wording")}
    return found + [f"figure {one.name}: caption" for one in FIGURES if (one.described or one.name) not in described]


def test_nothing_that_is_shown_lacks_its_words_in_either_language():
    """Without them it is shown all the same, in English or by its name: this test says what is missing."""
    assert [*_unnamed(), *_untranslated()] == []


def test_what_has_no_german_is_shown_in_english(monkeypatch):
    entry = catalogue.families()["windows"]._replace(german="", about_german="")
    monkeypatch.setattr(catalogue, "families", lambda: {"windows": entry})
    with language("de"):
        assert labels.title("windows") == entry.english
        assert labels.about("windows") == entry.about_english


@pytest.mark.parametrize("family", families().values(), ids=lambda family: family.name)
def test_a_family_gives_the_values_of_its_table_in_their_order(nlp, family: Family):
    names = [row["name"] for row in measure_table() if row["family"] == family.name]
    for text in ("Der Film ist nicht laut, aber lang. Sie schweigt.", ""):
        assert list(family.summarise(nlp(text))) == names


@pytest.mark.parametrize("entry", WITH_MARKS, ids=lambda entry: entry.name)
def test_the_columns_that_the_table_names_are_those_of_the_marks(drive, entry: catalogue.Entry):
    marks = marked()[entry.name](drive)
    assert {*filter(None, [entry.label, entry.detail]), *entry.printed} <= set(marks)
    assert list(marked()[entry.name](Doc(Vocab())).columns) == list(marks.columns)
    if entry.label:
        assert set(marks[entry.label]) <= set(entry.labels)
    else:
        assert len(entry.labels) == 1


def test_labels_are_names_that_a_page_can_bear_and_belong_to_one_family():
    found = Counter(label for entry in WITH_MARKS for label in entry.labels)
    assert max(found.values()) == 1
    assert all(re.fullmatch("[a-z]+(-[a-z]+)*", label) for label in found)


def test_every_table_of_values_is_that_of_a_family_and_no_value_has_two():
    assert {name.removeprefix("measures_") for name in tables("measures_", "catalogue")} == set(catalogue.families())
    assert max(Counter(row["name"] for row in measure_table()).values()) == 1


def test_a_module_with_the_object_of_another_family_is_refused(monkeypatch):
    entries = {"windows": catalogue.families()["windows"]._replace(module="diversity")}
    monkeypatch.setattr(catalogue, "families", lambda: entries)
    with pytest.raises(ValueError, match="holds the family 'diversity', the catalogue says 'windows'"):
        families.__wrapped__()


def test_whole_numbers_are_those_that_come_as_such(drive):
    values = measure_profile(drive).values
    assert catalogue.whole_numbers() == {name for name, value in values.items() if isinstance(value, int)}
