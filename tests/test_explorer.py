"""The explorer: what is chosen decides what is shown, in either language, and nothing of a text takes effect."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pytest

import stylo
from stylo.explorer import model as views
from stylo.explorer import widgets
from stylo.explorer.model import FAMILIES, HEADINGS, OTHERS, Model, View
from stylo.families.registry import marked
from stylo.figures import FIGURES
from stylo.grammar.colon import recut
from stylo.reading.text import Text
from stylo.wording.language import language, number, translations

pytestmark = [pytest.mark.slow]

pytest.importorskip("ipywidgets", reason="needs the optional extra: pip install -e '.[notebooks]'")

ROOT = Path(__file__).parent.parent
HOSTILE = (
    "Er sagt: Das <script>alert(1)</script> ist aber nicht „\"><img src=x onerror=alert(2)>“, sondern schön. "
    "=HYPERLINK(\"http://x\") ist \u202eeine\x07 Formel! </style><b>Schluss</b>.\n=1+1 ist zwei.\n"
)  # fmt: skip


@pytest.fixture(scope="module")
def model(nlp, drive) -> Model:
    drive.user_data["id"] = "drive"
    short, hostile = nlp("Gut."), nlp(HOSTILE)
    hostile.user_data["id"] = "../../<b>=x"
    return Model([drive, short, hostile])


# --- the model --------------------------------------------------------------------------------------------------------------


def test_every_figure_of_the_study_can_be_chosen_and_all_names_have_their_german():
    assert {figure.name for figures in FAMILIES.values() for figure in figures} == {figure.name for figure in FIGURES}
    said = [*OTHERS.values(), *HEADINGS.values()]
    assert not [name for name in said if name not in translations()]
    assert list(FAMILIES) == [*marked(), *OTHERS]
    with pytest.raises(ValueError, match="no figure 'x'"):
        views.study_figure("x")


@pytest.mark.parametrize("figure", [figure.name for figure in FIGURES])
@pytest.mark.parametrize("text", [1, 2], ids=["short", "hostile"])
def test_every_view_shows_its_text(model, figure, text):
    view = View(text, figure, "news", split_at_colon=text == 2, lang="de")
    doc, rows = model.reading(view), model.rows(view)
    model.draw(view)
    assert not plt.get_fignums()  # a notebook would show it below whatever cell runs at the time
    for row in rows:
        assert all(0 <= start < end <= len(doc.text) for start, end in row.places)
    shown = [
        views.annotated(doc, figure, "de"),
        views.data_table(model.data(view)),
        views.comparison(model.compared(view), view.genre, view.split_at_colon),
        *(views.passages(doc, row.places) for row in rows),
    ]
    assert not re.search(r"<script>alert|<img|</style><b>|\u202e|\x07", "".join(shown))


def test_a_bar_shows_the_passage_that_it_stands_for(model):
    bars = model.rows(View(figure="sentence_lengths"))
    assert len(bars) == 15
    assert bars[1].label == "sentence 2, 9 words: Viel gibt es nicht, über das er reden könnte."
    assert "<mark>Viel gibt es nicht, über das er reden könnte.</mark>" in views.passages(model.docs[0], bars[1].places)


def test_a_bar_of_many_marks_shows_them_all(model, drive):
    marks = stylo.register(drive)
    rows = {row.label: row.places for row in model.rows(View(figure="two_poles"))}
    own = marks[marks["feature"] == "elevated"]
    assert rows[f"elevated ({len(own)})"] == tuple(zip(own["start"], own["end"], strict=True))
    tiers = [row.label for row in model.rows(View(figure="contrast_rates"))]
    assert {"connective (1)", "lexical (5)"} <= set(tiers)


def test_what_is_set_against_what_lists_the_arcs_of_its_figure(model):
    for view in (View(figure="contrast_arcs"), View(2, "contrast_arcs")):
        drawn, marks = model.data(view).query("what != 'sentence'"), model.marks(view)
        rows = model.rows(view)
        assert len(rows) == len(drawn) == marks.loc[marks["accepted"], "marker"].nunique()
        listed = sum(len(row.places) for row in rows)
        assert listed == marks["accepted"].sum()
    assert not model.marks(View(figure="contrast_arcs"))["accepted"].all()


@pytest.mark.parametrize("figure", ["reference_places", "reference_z_profile", "formality_f_variants"])
def test_a_figure_of_values_lists_its_values(model, figure):
    view = View(figure=figure)
    data, rows = model.data(view), model.rows(view)
    assert len(rows) == len(data)
    assert not any(row.places for row in rows)
    with language("en"):
        assert all(number(value, 2) in row.label for value, row in zip(data["value"], rows, strict=True))
    assert ("percentile" in rows[0].label) == ("percentile" in data)


def test_the_map_shows_the_texts_that_were_chosen_and_lists_the_neighbours(nlp, drive):
    twin, short = nlp(drive.text), nlp("Gut.")
    twin.user_data["id"], short.user_data["id"] = "Zwilling", "kurz"
    model = Model([drive, twin, short])
    alone, together = View(figure="reference_map"), View(figure="reference_map", beside=(0, 1, 2))
    assert model.data(alone)["kind"].eq("other").sum() == 0
    assert model.data(together).query("kind == 'other'")["name"].tolist() == ["Zwilling"]  # the other is too short
    ax = model.draw(together)
    assert "other texts" in [text.get_text() for text in ax.get_legend().get_texts()]
    assert "Zwilling" in [text.get_text() for text in ax.texts]
    rows = model.rows(together)
    assert rows[0].label.startswith("1. Zwilling")
    assert rows[0].label.endswith("(distance 0.00)")
    distances = model.neighbours(together)["distance"]
    assert distances.is_monotonic_increasing
    assert len(rows) == len(distances) == 10
    assert "Zwilling" not in " ".join(row.label for row in model.rows(alone))
    assert model.rows(View(2, "reference_map")) == []


def test_the_colon_convention_reaches_every_measure(model, nlp, drive):
    split = model.reading(View(split_at_colon=True)).doc
    assert len(stylo.sentences(split)) == len(stylo.sentences(drive, split_at_colon=True)) == 22
    assert stylo.contrast(split)["sentence"].max() > stylo.contrast(drive)["sentence"].max()
    assert [token.tag_ for token in split] == [token.tag_ for token in drive]
    back = recut(split, split_at_colon=False)
    assert list(stylo.sentences(back)["words"]) == list(stylo.sentences(drive)["words"])
    assert recut(drive, split_at_colon=False) is drive


def test_a_colon_at_the_end_of_a_line_ends_its_sentence_anyway(nlp):
    doc = nlp("Er nennt drei:\nDie erste ist gut.")
    assert recut(doc, split_at_colon=False) is doc
    assert len(list(recut(doc, split_at_colon=True).sents)) == 2


@pytest.mark.parametrize("lang", ["en", "de"])
@pytest.mark.parametrize("figure", ["sentence_lengths", "sentence_portrait"])
def test_a_figure_says_the_convention_that_it_follows(model, figure, lang):
    for splits in (False, True):
        ax = model.draw(View(figure=figure, split_at_colon=splits, lang=lang))
        note = " ".join(ax.get_figure(root=True).get_supxlabel().split())
        no_end = re.search(r"colon (ends no|does not end a) sentence|Doppelpunkt beendet keinen Satz", note)
        assert bool(no_end) != splits


def test_the_genre_decides_what_the_text_is_compared_with(model):
    among = {genre: model.compared(View(genre=genre)) for genre in ("film_review", "novel")}
    percentiles = [table.set_index("measure")["percentile"] for table in among.values()]
    assert not percentiles[0].equals(percentiles[1])
    with language("de"):
        shown = views.comparison(among["novel"], "novel", split_at_colon=True)
    assert "Romane" in shown
    assert "Doppelpunkt" in shown
    assert "32,80" in shown
    assert not re.search(r"percentile|sentence|words", shown)


def test_a_view_is_written_whole_and_never_over_another(model, tmp_path):
    view = View(figure="contrast_readings", lang="de")
    first = views.export(model, view, tmp_path / "exports")
    stem = "drive-contrast_readings-de"
    assert [path.name for path in first] == [*(f"{stem}.{kind}" for kind in ("svg", "pdf", "png", "csv")), f"{stem}-marks.csv"]
    assert len(pd.read_csv(first[-1])) == len(model.marks(view))
    before = [path.read_bytes() for path in first]
    second = views.export(model, view, tmp_path / "exports")
    assert {path.name.split(".")[0].removesuffix("-marks") for path in second} == {f"{stem}-2"}
    assert [path.read_bytes() for path in first] == before == [path.read_bytes() for path in second]
    link = tmp_path / "exports" / f"{stem}-3-marks.csv"
    link.symlink_to(tmp_path / "fehlt")
    third = views.export(model, view, tmp_path / "exports")
    assert {path.name.split(".")[0].removesuffix("-marks") for path in third} == {f"{stem}-4"}
    assert link.is_symlink()


def test_what_is_written_leaves_the_folder_alone_and_holds_no_formula(model, tmp_path):
    written = views.export(model, View(text=2, figure="sentence_lengths", split_at_colon=True), tmp_path / "a" / "exports")
    assert {path.parent for path in written} == {tmp_path / "a" / "exports"}
    cells = [
        cell for path in written if path.suffix == ".csv" for row in pd.read_csv(path).astype(str).to_numpy() for cell in row
    ]
    assert any(cell.startswith("'=1+1") for cell in cells)
    assert not [cell for cell in cells if re.match(r"[=+@]", cell)]


# --- the widgets ------------------------------------------------------------------------------------------------------------


def test_choosing_changes_figure_rows_text_and_tables(model):
    shown = widgets.Explorer(model, View(), pytest.importorskip("ipywidgets"))
    parts = shown.parts
    before = [one.value for one in (parts.figure, parts.annotated, parts.compared, parts.data, parts.passages)]
    parts.family.value = "contrast"
    assert shown.view.figure == parts.figure_.value == "contrast_arcs"
    after = [one.value for one in (parts.figure, parts.annotated, parts.compared, parts.data, parts.passages)]
    assert all(a != b for a, b in zip(before, after, strict=True))
    parts.figure_.value = "contrast_readings"
    parts.rows.index = 2
    assert all(f"<mark>{text}</mark>" in parts.passages.value for text in ("Kontrast",))
    parts.genre.value = "novel"
    assert "novels" in parts.compared.value
    parts.text.value = 1
    assert "Gut." in parts.annotated.value
    assert "Kontrast" not in parts.annotated.value


def test_rows_are_filtered_and_lead_to_their_passages(model):
    shown = widgets.Explorer(model, View(), pytest.importorskip("ipywidgets"))
    parts = shown.parts
    parts.filter.value = "VIEL GIBT"
    assert [label for label, _ in parts.rows.options] == ["sentence 2, 9 words: Viel gibt es nicht, über das er reden könnte."]
    assert "<mark>Viel gibt es nicht" in parts.passages.value
    parts.lang.value = "de"
    assert [label[:6] for label, _ in parts.rows.options] == ["Satz 2"]
    parts.filter.value = "no such words"
    assert parts.rows.options == ()
    assert "<mark>" not in parts.passages.value
    parts.figure_.value = "sentence_length_ecdf"
    assert parts.filter.value == ""
    assert len(parts.rows.options) == 15


def test_controls_and_export_stand_together_above_the_figure(model):
    shown = widgets.Explorer(model, View(beside=(0, 1)), pytest.importorskip("ipywidgets"))
    top, parts = shown.box.children[0], shown.parts
    assert {*parts.controls().values(), parts.button} == set(top.children)
    assert parts.beside.layout.display == "none"
    parts.family.value = "reference"
    parts.figure_.value = "reference_map"
    assert parts.beside.layout.display != "none"
    parts.beside.value = (0, 2)
    assert shown.view.beside == (0, 2)


def test_the_colon_and_the_language_can_be_changed(model):
    shown = widgets.Explorer(model, View(), pytest.importorskip("ipywidgets"))
    assert len(shown.parts.rows.options) == 15
    shown.parts.colon.value = True
    assert len(shown.parts.rows.options) == 22
    shown.parts.lang.value = "de"
    parts = shown.parts
    labels = [one.description for one in (*parts.controls().values(), parts.filter, parts.rows, parts.button)]
    german = "Text|Maß|Abbildung|Textsorte|Ein Doppelpunkt beendet einen Satz|Sprache|Auf der Karte"
    german += "|Filter|Zeilen|Diese Ansicht exportieren"
    assert "|".join(labels) == german
    assert shown.parts.rows.options[1][0].startswith("Satz 2, 17 Wörter: Neben seinem Job")
    assert shown.view == replace(View(), split_at_colon=True, lang="de")


def test_the_button_says_where_it_wrote_and_what_stood_in_its_way(model, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shown = widgets.Explorer(model, View(), pytest.importorskip("ipywidgets"))
    shown.parts.button.click()
    assert (tmp_path / "exports" / "drive-sentence_lengths-en.svg").exists()
    assert "Written to exports/: drive-sentence_lengths-en.svg" in shown.parts.status.value
    (tmp_path / "voll").write_text("keine Mappe", encoding="utf-8")
    assert shown.export("voll") == []
    assert "voll cannot be written" in shown.parts.status.value


def test_a_saved_notebook_shows_a_line_that_is_always_the_same(drive):
    shown, again = stylo.explore(drive), stylo.explore([drive])
    plain = [dict(one._repr_mimebundle_())["text/plain"] for one in (shown, again)]
    assert plain == ["Explorer of 1 text(s). Run this cell in JupyterLab to use it."] * 2
    assert "application/vnd.jupyter.widget-view+json" in shown._repr_mimebundle_()


def test_without_widgets_or_texts_it_says_what_to_do(monkeypatch, drive):
    with pytest.raises(ValueError, match="no text to explore"):
        stylo.explore([])

    def missing(name: str):
        raise ImportError(name)

    monkeypatch.setattr(widgets, "import_module", missing)
    with pytest.raises(widgets.WidgetsNotInstalled, match=r"pip install -e"):
        stylo.explore(drive)


def test_a_text_of_ones_own_is_named_as_it_was_opened():
    docs = stylo.measured([Text("meine kritik", "Er schweigt: Er fährt.")])
    assert stylo.explore(docs).model.names() == ["meine kritik"]
