"""Figures of proof: agreement with annotated text, and genres told apart."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from stylo.catalogue.labels import genre
from stylo.figures import layout, style
from stylo.reference.accuracy import on_own_tags
from stylo.reference.intervals import LEAST_COVERAGE, LEVEL, MOST_COVERAGE
from stylo.wording.language import number as decimals
from stylo.wording.language import say
from stylo.wording.numbers import grouped

ADJUDICATED = "konjunktiv, settled"  # the annotations that contradict their sentence set aside
LONGEST = 11  # letters of a genre's name that have room under a column of a narrow figure
CORPORA = {
    "pcc": "o",
    "ud-gsd": "s",
    "ud-lit": "^",
    "empirist": "D",
    "film criticism (20 reviews)": "v",
    "film criticism (8 texts)": "P",
}
COLOURS = dict(zip(CORPORA, [style.BLUE, style.ORANGE, style.GREEN, style.VERMILION, style.INK, style.GREY], strict=True))


def scores(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of the validation table with an F1 of stylo's own, without given tags and baselines."""
    rows = on_own_tags(frame[frame["f1"].notna()])
    rows = rows[~rows["measure"].str.contains("baseline|with_stative")].reset_index(drop=True)
    return rows.assign(measure=rows["measure"].replace("konjunktiv_adjudicated", ADJUDICATED))


@style.figure
def accuracy(frame: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """F1 with its interval, a row a measure and a mark a corpus; hollow: the tagger or the rules were made with that corpus.

    ``frame`` is made by ``scores``. A cross is the best other figure known on the same data.
    """
    measures = list(dict.fromkeys(frame["measure"]))
    ax = style.axes(ax, height=0.42 * len(measures) + 1.3)
    if frame.empty:
        return layout.nothing(ax, say("The table holds no score."))
    narrow = layout.root(ax).get_figwidth() < 5
    offsets = dict(zip(CORPORA, np.linspace(-0.3, 0.3, len(CORPORA)), strict=True))
    for name, rows in frame.groupby("corpus", sort=False):
        corpus = str(name)
        y = np.array([measures.index(name) for name in rows["measure"]]) + offsets.get(corpus, 0)
        colour = COLOURS.get(corpus, style.INK)
        ax.hlines(y, rows["low"], rows["high"], color=colour, linewidth=1)
        ax.plot([], [], CORPORA.get(corpus, "X"), color=colour, label=say(corpus))
        for place, row in zip(y, layout.rows(rows), strict=True):
            fill = "white" if row.trained_on else colour
            ax.plot(row.f1, place, CORPORA.get(corpus, "X"), color=colour, markerfacecolor=fill, markersize=5)
        ax.plot(rows["best"], y, "x", color=style.INK, markersize=4.5)
    ax.plot([], [], "x", color=style.INK, label=say("best other"))
    ax.set_yticks(range(len(measures)), list(map(say, measures)), fontsize=6 if narrow else 8)
    ax.set_ylim(len(measures) - 0.5, -0.5)
    ax.grid(axis="both", color="#eeeeee")
    ax.set_xlabel(say("F1 (tags: accuracy)"))
    ax.set_title(say("Annotated text") if narrow else say("Agreement with annotated text"))
    layout.legend_above(ax)
    note = say(
        "n = {fewest} to {most} annotated items; bars: 95 % intervals; hollow: the tagger or the rules were made with this "
        "corpus; cross: best other figure known on the same data",
        fewest=frame["n"].min(),
        most=grouped(frame["n"].max()),
    )
    return style.footnote(ax, note)


@style.figure
def confusion(frame: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Documents by genre and nearest genre, with the share of each row; ``frame`` is made by ``genres.confusions``."""
    counts = frame.drop(columns="right_percent")
    ax = style.axes(ax, height=3.8)
    numbers = counts.to_numpy(dtype=int)
    shares = numbers / numbers.sum(axis=1, keepdims=True)
    ax.imshow(shares, cmap="Greys", vmin=0, vmax=1.25, aspect="auto")
    for i, j in np.ndindex(*shares.shape):
        colour = "white" if shares[i, j] > 0.6 else style.INK
        ax.text(
            j,
            i,
            f"{grouped(int(numbers[i, j]))}\n{decimals(100 * shares[i, j], 0)} %",
            ha="center",
            va="center",
            color=colour,
            fontsize=7,
        )
    for axis, names in ((ax.xaxis, counts.columns), (ax.yaxis, counts.index)):
        called = [genre(name).replace(" ", "\n") for name in names]
        axis.set_ticks(range(len(names)), called, fontsize=7)
        if (
            axis is ax.xaxis
            and layout.root(ax).get_figwidth() < style.NARROW
            and max(map(len, " ".join(called).split())) > LONGEST
        ):
            ax.tick_params(axis="x", labelrotation=90)
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    ax.set_xlabel(say("nearest genre"))
    ax.set_ylabel(say("genre"))
    ax.set_title(say("Genres told apart"))
    total = int(numbers.sum())
    note = say(
        "n = {n} documents, each judged by a model that has not seen it; share of its row below each count", n=grouped(total)
    )
    return style.footnote(ax, note)


@style.figure
def coverage(frame: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """How often the 95 % intervals hold, a row a kind of value and a mark a length; ``frame`` is made by ``intervals.by_kind``.

    The mark is the median of the values of that kind, its line goes from the least to the most; the band is the goal.
    """
    kinds, lengths = list(dict.fromkeys(frame["what"])), sorted(set(frame["words"]))
    ax = style.axes(ax, height=0.42 * len(kinds) + 1.5)
    ax.set_title(say("How often the intervals hold"))
    narrow = layout.root(ax).get_figwidth() < style.NARROW
    ax.axvspan(LEAST_COVERAGE, MOST_COVERAGE, color=style.GREY, alpha=0.3, linewidth=0, zorder=0)
    ax.axvline(100 * LEVEL, color=style.INK, linewidth=0.7, zorder=1)
    looks = zip(lengths, (*style.SEQUENCE[:4], style.INK), "os^Dv", np.linspace(-0.3, 0.3, len(lengths)), strict=False)
    for words, colour, marker, offset in looks:
        rows = frame[frame["words"] == words]
        y = np.array([kinds.index(what) for what in rows["what"]]) + offset
        ax.hlines(y, rows["least"], rows["most"], color=colour, linewidth=1)
        label = say("{words} words", words=grouped(int(words)))
        ax.plot(rows["median"], y, marker, color=colour, markersize=4, label=label)
    ax.set_yticks(range(len(kinds)), list(map(say, kinds)), fontsize=6.5 if narrow else 8)
    ax.set_ylim(len(kinds) - 0.5, -0.5)
    ax.set_xlim(right=100.4)
    ax.locator_params(axis="x", integer=True)
    ax.grid(axis="y", color="#eeeeee")
    ax.set_axisbelow(True)
    ax.set_xlabel(say("texts whose interval holds the value of their document, in %"))
    layout.legend_above(ax)
    note = say(
        "n = {n} values; texts drawn from the reference documents; mark: median of the values of a kind, line: least to most; "
        "band: 93 to 97 %, the goal. Intervals of rare marks hold more often, since a count moves in whole steps.",
        n=int(frame.groupby("words")["values"].sum().max()),
    )
    return style.footnote(ax, note)
