"""Figures of comparison and proof: what is drawn is the frame."""

from __future__ import annotations

import matplotlib

from stylo import catalogue

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from figure_checks import TEXTS, column, cut_off

from stylo.catalogue.labels import genre as genre_name
from stylo.figures import reference as figures
from stylo.figures import validation as proof
from stylo.reference import genre_check, intervals, tables
from stylo.reference.accuracy import validation
from stylo.reference.comparison import FEWEST_WORDS, outside, whole

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("reference")]


@pytest.fixture(autouse=True)
def close():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def space(drive) -> pd.DataFrame:
    return figures.style_space(drive)


@pytest.fixture(scope="module")
def told() -> pd.DataFrame:
    return genre_check.confusions(genre_check.held_back())


def test_one_diamond_a_measure_and_its_value_beside_it(drive):
    frame = figures.places(drive)
    ax = figures.in_distribution(frame)
    dots = [line for line in ax.lines if line.get_gid() == "value"]
    assert len(dots) == frame["percentile"].notna().sum()
    written = {text.get_text() for text in ax.texts}
    placed = frame[frame["percentile"].notna()]
    assert {f"{value:.3g}" for value in placed["value"]} <= written


def test_a_diamond_lies_right_of_the_median_exactly_where_the_value_is_above_it(drive):
    frame = figures.places(drive).dropna(subset=["percentile"])
    ax = figures.in_distribution(frame)
    frame = frame.sort_values("percentile", ascending=False, kind="stable")
    dots = [float(line.get_xdata()[0]) for line in ax.lines if line.get_gid() == "value"]
    medians = [float(line.get_xdata()[0]) for line in ax.lines if line.get_color() == "#222222"]
    right = np.array(dots) > np.array(medians)
    assert list(right) == list(frame["value"] > frame["q50"])


def test_what_lies_outside_the_line_of_the_genre_has_a_colour_of_its_own_and_its_interval_stands_below(drive):
    frame = figures.places(drive).dropna(subset=["percentile"]).sort_values("percentile", ascending=False, kind="stable")
    lines = figures.in_distribution(frame).lines
    dots = [line for line in lines if line.get_gid() == "value"]
    outside = ~frame["value"].between(frame["q05"], frame["q95"])
    assert [dot.get_color() == dots[0].get_color() for dot in dots] == list(outside)
    heights = {float(line.get_ydata()[0]) % 1 for line in lines if line.get_gid() == "interval"}
    assert min(heights) > float(dots[0].get_ydata()[0]) % 1


SHORT = "Der Film ist laut. Doch er hat ein leises Ende, das man gern sieht."


def test_a_text_too_short_to_be_compared_is_not_drawn_but_told_why(nlp):
    doc = nlp(SHORT)
    for ax in (figures.in_distribution(figures.places(doc)), figures.z_profile(figures.against(doc))):
        assert not ax.lines
        said = " ".join(ax.texts[0].get_text().split())
        assert f"the reference documents have at least {FEWEST_WORDS}" in said.replace("The text", "the text")
    space = figures.style_space(doc)
    assert not (space["kind"] == "text").any()
    ax = figures.style_map(space)
    assert sum(len(line.get_xdata()) for line in ax.lines) == len(tables.documents())
    assert f"at least {FEWEST_WORDS}" in " ".join(ax.figure._supxlabel.get_text().split())


def test_an_interval_that_leaves_its_panel_ends_in_an_arrow_and_others_do_not(drive):
    frame = figures.places(drive)
    near = frame.assign(low=frame["value"], high=frame["value"])
    far = near.assign(high=near["value"] + 1000)
    arrows = [[line for line in figures.in_distribution(f).lines if line.get_gid() == "goes on"] for f in (near, far)]
    assert arrows[0] == []
    assert [line.get_marker() for line in arrows[1]] == [">"] * frame["percentile"].notna().sum()


def test_the_music_criticism_is_said_to_be_of_one_author(drive, space):
    for ax in (figures.z_profile(figures.against(drive)), figures.style_map(space)):
        assert "Hanslick" in ax.figure._supxlabel.get_text()
    assert "Hanslick" not in figures.in_distribution(figures.places(drive)).figure._supxlabel.get_text()


def test_the_percentile_in_each_genre_is_written_and_stands_out_beyond_5_and_95(drive):
    frame = figures.against(drive)
    ax = figures.z_profile(frame)
    shown = frame[frame["percentile"].notna()]
    assert [text.get_text() for text in ax.texts] == [str(whole(percentile)) for percentile in shown["percentile"]]
    white = [text.get_color() == "white" for text in ax.texts]
    assert white == list(outside(shown["percentile"]))
    genres = [label.get_text() for label in ax.get_xticklabels()]
    columns = [genres[round(text.get_position()[0])] for text in ax.texts]
    assert columns == [genre_name(genre) for genre in shown["genre"]]


def test_the_map_holds_every_document_and_the_text(space):
    ax = figures.style_map(space)
    points = sum(len(line.get_xdata()) for line in ax.lines)
    assert points == len(tables.documents()) + 1
    heaviest = space[space["kind"] == "loading"].set_index("name")["pc1"].idxmax()
    assert catalogue.compared_labels()[heaviest] in ax.get_xlabel()


def test_the_outline_of_a_genre_holds_the_half_of_its_documents(space):
    ax = figures.style_map(space)
    documents = space[space["kind"] == "document"].groupby("name")[["pc1", "pc2"]]
    assert len(ax.patches) == documents.ngroups
    for (_, points), outline in zip(documents, ax.patches, strict=True):
        inside = outline.get_path().contains_points(points.to_numpy(), radius=1e-6).mean()
        assert 0.4 < inside < 0.65


def test_the_components_are_those_of_the_correlations(space):
    weights = space.loc[space["kind"] == "loading", ["pc1", "pc2"]].to_numpy()
    assert weights.T @ weights == pytest.approx(np.eye(2), abs=1e-3)
    documents = space.loc[space["kind"] == "document", ["pc1", "pc2"]]
    assert documents.corr().iloc[0, 1] == pytest.approx(0, abs=1e-3)
    share = space.loc[space["kind"] == "share", ["pc1", "pc2"]].iloc[0]
    assert 0.5 > share["pc1"] > share["pc2"] > 0.03


def test_the_accuracy_of_every_score_is_drawn():
    frame = proof.scores(validation())
    ax = proof.accuracy(frame)
    drawn = sorted(float(line.get_xdata()[0]) for line in ax.lines if len(line.get_xdata()) == 1 and line.get_marker() != "x")
    assert drawn == pytest.approx(sorted(frame["f1"]))


def test_the_confusions_are_written(told):
    ax = proof.confusion(told)
    counts = [int(text.get_text().split("\n")[0].replace(",", "")) for text in ax.texts]
    assert counts == list(told.drop(columns="right_percent").to_numpy().ravel())


@pytest.mark.parametrize("name", TEXTS)
def test_texts_of_all_sizes(nlp, name):
    doc = nlp(TEXTS[name])
    figures.in_distribution(figures.places(doc))
    figures.z_profile(figures.against(doc))
    figures.style_map(figures.style_space(doc))


def test_nothing_is_cut_off_in_a_column_or_on_a_page(drive, space, told):
    frames = {
        figures.in_distribution: figures.places(drive),
        figures.z_profile: figures.against(drive),
        figures.style_map: space,
        proof.accuracy: proof.scores(validation()),
        proof.coverage: intervals.by_kind(intervals.coverage()),
        proof.confusion: told,
    }
    for draw, frame in frames.items():
        assert cut_off(draw(frame)) == []
        ax = column()
        ax.figure.set_size_inches(3.4, 4.4)
        assert draw(frame, ax) is ax
        assert cut_off(ax) == [], draw.__name__
