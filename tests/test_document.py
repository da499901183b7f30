"""One reading of a document: whoever shows it shares its tokens, its marks and its profile, and each is made once."""

from __future__ import annotations

from collections import Counter
from functools import wraps
from types import ModuleType

import pandas as pd
import pytest
from markupsafe import Markup

import stylo
from stylo.explorer.model import FAMILIES, Model, View
from stylo.families import adjectives, document, formality, imagery, sentences
from stylo.families.contrast import measure as contrast
from stylo.families.document import Reading, reading_of
from stylo.families.register import measure as register
from stylo.families.registry import marked
from stylo.families.rhetoric import measure as rhetoric
from stylo.figures import pictures as exported_pictures
from stylo.figures.reference import LOOKS
from stylo.grammar.tokens import View as TokenView
from stylo.reference import comparison
from stylo.reports import pictures

TEXT = "Der Film ist klar: Er will nicht lang sein, sondern gut. Sie fand ihn aber zu laut, weil er schreit. " * 8
# What is made of a document, and what of the arguments tells two makings apart.
MADE = (
    (document, "view"), (document, "measure_profile"), (formality, "measure_sentences"), (comparison, "place_profiles"),
    *((family, "_rows") for family in (contrast, register, rhetoric, imagery)),
    (adjectives, "adjective_rows"), (sentences, "sentence_rows"),
)  # fmt: skip


@pytest.fixture
def made(monkeypatch) -> Counter[tuple[object, ...]]:
    """How often each thing was made: by its function, the text and the sentences in it, and what else it was made with."""
    found: Counter[tuple[object, ...]] = Counter()

    def counted(module: ModuleType, name: str) -> None:
        function = getattr(module, name)

        @wraps(function)
        def count(subject, *args):
            found[(module.__name__, name, _cut(subject), *args)] += 1
            return function(subject, *args)

        monkeypatch.setattr(module, name, count)

    for module, name in MADE:
        counted(module, name)
    return found


def _cut(subject) -> int:
    """The number of sentences of a document, of its view or in its profile, which tells its two conventions apart."""
    if isinstance(subject, list):
        return int(subject[0].number("sentences"))
    return len(subject.edges) if isinstance(subject, TokenView) else len(list(subject.sents))


def _undrawn(monkeypatch) -> None:
    """Most of the time goes into drawing; the frames of the figures are made all the same."""
    monkeypatch.setattr(pictures, "_drawn", lambda *_: ("", pictures.Drawing(Markup(""), 1, 1)))
    monkeypatch.setattr(exported_pictures, "_picture", lambda *_: exported_pictures.Picture("", "page", 1, {}))


def _again(made: Counter[tuple[object, ...]]) -> list[tuple[object, ...]]:
    return [what for what, times in made.items() if times > 1]


@pytest.mark.parametrize("split_at_colon", [False, True])
def test_a_report_makes_each_thing_once(monkeypatch, made, split_at_colon):
    """Where a colon ends sentences, some figures need the text in the usual convention, too: then each once for either."""
    _undrawn(monkeypatch)
    doc = stylo.load(split_at_colon=split_at_colon)(TEXT)
    made.clear()
    stylo.report(doc)
    assert {what[:2] for what in made} == {(module.__name__, name) for module, name in MADE}
    assert {what[-1] for what in made if what[1] == "place_profiles"} == set(LOOKS)
    assert _again(made) == []


def test_an_export_and_the_annotated_text_make_each_thing_once(monkeypatch, made, nlp, tmp_path):
    _undrawn(monkeypatch)
    reading = Reading(nlp(TEXT))
    stylo.export(reading, tmp_path)
    stylo.show(reading)
    stylo.show(reading, ["contrast"])
    assert len(made) > len(MADE)
    assert _again(made) == []


def test_the_explorer_makes_each_thing_once_for_a_text_and_a_convention(made, nlp):
    model = Model([nlp(TEXT)])
    made.clear()
    for figures in FAMILIES.values():
        for figure in figures:
            for lang in ("en", "de"):
                view = View(figure=figure.name, lang=lang)
                model.rows(view)
                model.compared(view)
    assert len(made) > len(MADE)
    assert _again(made) == []


def test_what_is_given_out_can_be_changed_without_harm(nlp):
    reading = Reading(nlp(TEXT))
    for make in (lambda: reading.profile, lambda: reading.marks("sentences"), lambda: stylo.compare(reading)):
        before = make()
        changed = make()
        changed.insert(0, "neu", 1)
        changed.iloc[0] = changed.iloc[-1]
        pd.testing.assert_frame_equal(make(), before)


def test_a_reading_gives_what_the_document_gives(nlp):
    doc = nlp(TEXT)
    reading = reading_of(doc)
    assert reading_of(reading) is reading
    assert reading.text == doc.text
    for family, marks in marked().items():
        pd.testing.assert_frame_equal(reading.marks(family), marks(doc))
    pd.testing.assert_frame_equal(reading.profile, stylo.profile(doc))
    pd.testing.assert_frame_equal(stylo.profile(reading), stylo.profile(doc))
    pd.testing.assert_frame_equal(stylo.compare(reading, "news"), stylo.compare(doc, "news"))
    assert stylo.show(reading).html() == stylo.show(doc).html()


def test_a_reading_in_the_convention_that_it_has_is_the_same_reading(nlp):
    reading = Reading(nlp(TEXT))
    assert reading.recut(False) is reading
    split = reading.recut(True)
    assert len(split.marks("sentences")) > len(reading.marks("sentences"))
    assert reading.recut(True) is split


def test_a_family_that_is_none_has_no_marks(nlp):
    with pytest.raises(KeyError, match="windows"):
        Reading(nlp("Der Film ist lang.")).marks("windows")
