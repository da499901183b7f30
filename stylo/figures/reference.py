"""Figures of comparison: a text among the documents of a genre, against several genres, and on a map of all documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Bbox
from spacy.tokens import Doc

from stylo.catalogue.labels import genre as genre_name
from stylo.catalogue.labels import short
from stylo.families.document import Reading, reading_of
from stylo.figures import layout, style
from stylo.figures.base import REFERENCE, StudyFigure
from stylo.reference import genre_check, tables
from stylo.reference.comparison import FEWEST_WORDS, compare, few_words, outside, whole
from stylo.wording.language import number as decimals
from stylo.wording.language import say
from stylo.wording.numbers import grouped, significant
from stylo.wording.reasons import read_missing, why_missing

GENRE = "film_review"
MAP = "reference_map"
"""The figure on which several texts can stand."""
LOOKS = {
    "film_review": ("o", style.VERMILION),
    "music_criticism": ("^", style.BLUE),
    "news": ("s", style.SLATE),
    "novel": ("v", style.GREEN),
    "parliament": ("P", "#946300"),
}
OWN = ("D", style.INK)
SHOWN = (
    "sentence_length_mean", "sentence_length_cv", "words_per_finite_verb", "relative_clauses_per_sentence",
    "adja_per_100_words", "adjd_per_100_words", "participial_percent", "evaluative_percent",
    "chains_of_two_or_more_percent", "contrast_connectives_per_1000_words", "contrast_lexical_per_1000_words",
    "genitive_attribute_per_1000_words", "first_person_per_1000_words", "colloquial_per_1000_words",
    "formality_f", "formality", "flesch_amstad", "mattr_50",
)  # fmt: skip
LOW, MIDDLE, HIGH = (style.BLUE, "#CDE3F2"), "#F2F2F2", ("#B04A00", "#F7D9C4")
"""The grounds of places: full where they are among the lowest or highest 5 of 100, pale outside the middle half."""
NEIGHBOURS = 10
HALO = [withStroke(linewidth=2, foreground="white")]
MOST_NAMED = 12  # texts on the map
POLES = 3  # measures named at each end of an axis of the map
FIRST, SECOND = "first component ({share}% of the variance)", "second component ({share}% of the variance)"
AROUND = 0.4  # of what a panel shows of the genre: so far an interval is followed on either side
QUANTILES = ("q05", "q25", "q50", "q75", "q95")


# --- frames -----------------------------------------------------------------------------------------------------------------


def places(doc: Doc | Reading, genre: str = GENRE, measures: Sequence[str] = SHOWN) -> pd.DataFrame:
    """The text's values (``compare``) beside the quantiles of the genre's documents: q05, q25, q50, q75, q95."""
    compared = compare(doc, genre).set_index("measure").loc[list(measures)].reset_index()
    figures = tables.reference().query("genre == @genre")[["measure", *QUANTILES]]
    return compared.merge(figures, on="measure", how="left")


def against(doc: Doc | Reading, named: Iterable[str] = tuple(LOOKS), measures: Sequence[str] = SHOWN) -> pd.DataFrame:
    """``compare`` with each of the named genres, one below the other."""
    reading = reading_of(doc)
    compared = pd.concat([compare(reading, genre) for genre in named], ignore_index=True)
    order = compared["measure"].map({name: place for place, name in enumerate(measures)})
    return compared.assign(order=order).dropna(subset="order").sort_values(["order", "genre"]).drop(columns="order")


def style_space(doc: Doc | Reading | None = None, others: Iterable[Doc | Reading] = ()) -> pd.DataFrame:
    """All reference documents, a text, and other texts beside it, on the first two principal components of their style.

    Columns: kind (document, text, loading, share), name (genre, document or measure), pc1, pc2. The components are those of
    the standardised values of ``genres.features``; a loading is the weight of a measure in a component; the row of kind
    ``share`` says what part of the variance each carries. The sign is such that the largest loading is positive. A text too
    short to be compared has no place: its row is of kind ``reason`` and its name says why; of the others it is left out.
    """
    documents = tables.documents()
    x = genre_check.values(documents)
    mean, sd = _scale(x)
    z = genre_check.standardised(x, mean, sd)
    _, singular, axes = np.linalg.svd(z, full_matrices=False)
    axes = axes[:2] * np.sign([axis[np.abs(axis).argmax()] for axis in axes[:2]])[:, None]
    parts = [_points("document", genre_check.whole(documents["genre"]), z @ axes.T)]
    shown = [("text", doc)] if doc is not None else []
    for kind, text in [*shown, *(("other", other) for other in others)]:
        profile = reading_of(text).profile
        parts.append(_own(kind, profile, genre_check.standardised(genre_check.values(profile), mean, sd) @ axes.T))
    parts.append(_points("loading", genre_check.features(), axes.T))
    parts.append(_points("share", ["share of variance"], (singular**2 / (singular**2).sum())[None, :2]))
    return pd.concat(parts, ignore_index=True)


def _points(kind: str, names: Iterable[str], points: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame({"kind": kind, "name": list(names), "pc1": points[:, 0].round(4), "pc2": points[:, 1].round(4)})


def _scale(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation of each measure over the reference documents."""
    return np.nanmean(x, axis=0), np.nanstd(x, axis=0)


def _own(kind: str, profile: pd.DataFrame, points: np.ndarray) -> pd.DataFrame:
    words = int(profile["words"].iloc[0])
    if words >= FEWEST_WORDS:
        return _points(kind, profile["document"], points)
    if kind != "text":
        return _points(kind, [], points[:0])
    return _points("reason", [few_words(words).reason], np.full((1, 2), np.nan))


def neighbours(doc: Doc | Reading, others: Iterable[Doc | Reading] = (), most: int = NEIGHBOURS) -> pd.DataFrame:
    """The reference documents and the other texts that are nearest to a text in style, nearest first.

    Columns: place (from 1), name (of a text; empty for a reference document, whose names are not shipped), genre (empty for a
    text), year, words, distance. The distance is Euclidean, in standard deviations a measure: the root of the mean squared
    difference over the measures of ``style_space``, a missing value being taken as the mean. No row for a text too short to be
    compared; other texts too short are left out.
    """
    columns = ["name", "genre", "year", "words"]
    profile, documents = reading_of(doc).profile, tables.documents()
    beside = [found for found in (reading_of(other).profile for other in others) if found["words"].iloc[0] >= FEWEST_WORDS]
    scale = _scale(genre_check.values(documents))
    known = documents.assign(name="")
    known = pd.concat([known, *(own.assign(name=own["document"], genre="", year="") for own in beside)], ignore_index=True)
    own, all_of_them = (genre_check.standardised(genre_check.values(frame), *scale) for frame in (profile, known))
    found = known[columns].assign(distance=np.sqrt(((all_of_them - own) ** 2).mean(axis=1)).round(3))
    nearest = found.nsmallest(most if profile["words"].iloc[0] >= FEWEST_WORDS else 0, "distance").reset_index(drop=True)
    nearest.insert(0, "place", range(1, len(nearest) + 1))
    return nearest


# --- figures ----------------------------------------------------------------------------------------------------------------


@style.figure
def in_distribution(frame: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Each measure as a dot in the distribution of a genre, one small panel a measure; ``frame`` is made by ``places``.

    Thin line: 5 % to 95 % of the documents; bar: the middle half; tick: the median. Below it the text's own interval. Panels
    stand in the order of their percentiles, and what lies outside the thin line has a colour of its own.
    """
    shown = frame[frame["percentile"].notna() & frame["q50"].notna()]
    shown = shown.sort_values("percentile", ascending=False, kind="stable")
    columns = 2 if style.page_width(ax) < style.NARROW else 3
    ax = style.axes(ax, height=max(2.0, 0.52 * ceil(len(shown) / columns) + 0.9))
    genre = genre_name(str(frame["genre"].iloc[0]))
    ax.set_title(say("{document} among {genre}", document=frame["document"].iloc[0], genre=genre))
    if shown.empty:
        return layout.nothing(ax, _why_nothing(frame))
    rows = ceil(len(shown) / columns)
    ax.set_axis_off()
    ax.set_xlim(0, columns)
    ax.set_ylim(rows, 0)
    points = 6.8 if columns == 3 else 5.6
    cut = [_strip(ax, row, number // rows, number % rows, points) for number, row in enumerate(layout.rows(shown))]
    note = say(
        "n = {documents} documents; line: 5 to 95 % of the documents, bar: middle half, tick: median, with its value; "
        "diamond: this text, red where it lies beyond the line, below it its 95 % interval from passage to passage; "
        "each panel has its own scale, highest percentile first",
        documents=_span(shown["n"]),
    )
    said = [note, *([say("arrow: the interval goes on")] if any(cut) else []), *_one_author(frame["genre"])]
    return style.footnote(ax, "; ".join(said))


def _why_nothing(frame: pd.DataFrame) -> str:
    """Why no value of a comparison has a place: what is said most often of the values that there are."""
    reasons = frame.loc[frame["value"].notna() & frame["missing"].ne(""), "missing"].mode()
    if reasons.empty:
        return say("No value of this text can be compared.")
    why = why_missing(read_missing(reasons.iloc[0]))
    return f"{say('No value of this text can be compared.')} {why[:1].upper()}{why[1:]}."


def _one_author(named: Iterable[str]) -> list[str]:
    """What is to be known of the music criticism, where it is among the genres."""
    return [say("music criticism: one author, Hanslick (19th century)")] if "music_criticism" in set(named) else []


def _span(counts: pd.Series) -> str:
    """The numbers of documents behind some values: one, or the least and the most."""
    fewest, most = counts.min(), counts.max()
    if fewest == most:
        return grouped(int(most))
    return say("{fewest} to {most}", fewest=grouped(int(fewest)), most=grouped(int(most)))


def _strip(ax: Axes, row: Any, column: int, line: int, points: float) -> bool:
    """One panel: a distribution as a line with a bar, and the text's value as a diamond; whether its interval is cut."""
    quantiles = np.array([getattr(row, name) for name in QUANTILES])
    value = float(row.value)
    ends = np.array([row.low, row.high], dtype=float)
    least, most = min(*quantiles, value), max(*quantiles, value)
    beyond = AROUND * (most - least)
    bottom, top = np.nanmin([least, max(ends[0], least - beyond)]), np.nanmax([most, min(ends[1], most + beyond)])
    width = (top - bottom) or 1.0
    runs_on = (ends[0] < bottom, ends[1] > top)

    def place(x: Any) -> Any:
        return column + 0.06 + 0.86 * (x - bottom) / width

    y, below = line + 0.55, line + 0.71
    colour = style.BLUE if quantiles[0] <= value <= quantiles[-1] else style.VERMILION
    ax.text(column + 0.04, line + 0.35, say(str(row.label)), fontsize=points, va="bottom")
    ax.text(column + 0.94, line + 0.35, significant(value), fontsize=points, va="bottom", ha="right", fontweight="bold")
    ax.text(place(quantiles[2]), line + 0.77, significant(quantiles[2]), fontsize=points - 0.6, va="top", ha="center")
    ax.plot(place(quantiles[[0, -1]]), [y, y], color=style.BEHIND, linewidth=1.2, zorder=1)
    ax.plot(place(quantiles[[1, 3]]), [y, y], color=style.BEHIND, linewidth=5, solid_capstyle="butt", zorder=2)
    ax.plot([place(quantiles[2])] * 2, [y - 0.13, y + 0.13], color=style.INK, linewidth=1.2, zorder=3)
    if np.isfinite(ends).all():
        ax.plot(place(ends.clip(bottom, top)), [below, below], color=colour, linewidth=1.2, zorder=4, gid="interval")
        for edge, sign, on in zip((bottom, top), "<>", runs_on, strict=True):
            if on:
                ax.plot(place(edge), below, sign, color=colour, markersize=3.5, zorder=4, gid="goes on")
    ax.plot(place(value), y, "D", color=colour, markersize=5, markeredgecolor="white", zorder=5, gid="value")
    return any(runs_on)


@style.figure
def z_profile(frame: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """The text by its percentiles among the documents of each genre, a row a measure; ``frame`` is made by ``against``.

    Places of five genres side by side as numbers, since on one axis they hide each other wherever the text is extreme.
    """
    shown = frame[frame["percentile"].notna()]
    labels, named = list(dict.fromkeys(shown["label"])), list(dict.fromkeys(frame["genre"]))
    narrow = style.page_width(ax) < style.NARROW
    ax = style.axes(ax, height=max(2.4, 0.23 * len(labels) + 1.5))
    ax.set_title(say("{document} against {n} genres", document=frame["document"].iloc[0], n=len(named)))
    if shown.empty:
        return layout.nothing(ax, _why_nothing(frame))
    for row, far in zip(layout.rows(shown), outside(shown["percentile"]), strict=True):
        x, y = named.index(row.genre), labels.index(row.label)
        full, pale = HIGH if row.percentile > 50 else LOW
        ground, ink = (full, "white") if far else (MIDDLE if 25 <= row.percentile <= 75 else pale, style.INK)
        ax.add_patch(Rectangle((x - 0.48, y - 0.46), 0.96, 0.92, facecolor=ground, linewidth=0))
        ax.text(x, y, str(whole(row.percentile)), ha="center", va="center_baseline", fontsize=7.5, color=ink)
    ax.set_xlim(-0.5, len(named) - 0.5)
    ax.set_ylim(len(labels) - 0.5, -0.5)
    ax.xaxis.tick_top()
    ax.set_xticks(range(len(named)), map(genre_name, named), fontsize=7 if narrow else 8, rotation=90 if narrow else 0)
    ax.set_yticks(range(len(labels)), list(map(say, labels)), fontsize=7 if narrow else 8)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    note = say(
        "n = {documents} documents a genre; number: percentile, the share of documents below the text; pale: outside the "
        "middle half, full: outside 5 to 95 %; no claim about an author",
        documents=_span(shown["n"]),
    )
    return style.footnote(ax, "; ".join([note, *_one_author(named)]))


@style.figure
def style_map(frame: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """All reference documents by their style, and the text among them; ``frame`` is made by ``style_space``.

    The measures at the ends of an axis are those that weigh most in that direction.
    """
    ax = style.axes(ax, height=5.2)
    documents = frame[frame["kind"] == "document"]
    narrow = layout.root(ax).get_figwidth() < style.NARROW
    for genre, points in documents.groupby("name"):
        marker, colour = LOOKS.get(str(genre), ("X", style.INK))
        ax.plot(
            points["pc1"], points["pc2"], marker, color=colour, markersize=2 if narrow else 2.6, alpha=0.3, markeredgewidth=0,
            label=genre_name(str(genre)), rasterized=True,
        )  # fmt: skip
        _outline(ax, points[["pc1", "pc2"]].to_numpy(), marker, colour)
    others = frame[frame["kind"] == "other"]
    if len(others):
        ax.plot(
            others["pc1"], others["pc2"], OWN[0], color=OWN[1], markersize=5, markerfacecolor="white", markeredgewidth=1.1,
            linestyle="", label=say("other texts"),
        )  # fmt: skip
        _name(ax, others)
    text = frame[frame["kind"] == "text"]
    if len(text):
        ax.plot(
            text["pc1"], text["pc2"], OWN[0], color=OWN[1], markersize=8, markeredgecolor="white", markeredgewidth=1.2,
            label=str(text["name"].iloc[0]),
        )  # fmt: skip
    share = frame.loc[frame["kind"] == "share", ["pc1", "pc2"]].iloc[0]
    for axis, name, component in ((ax.xaxis, "pc1", FIRST), (ax.yaxis, "pc2", SECOND)):
        called = say(component, share=decimals(100 * share[name], 0))
        axis.set_label_text(
            _axis_label(frame, name, called, 2 if narrow or name == "pc2" else POLES), fontsize=7 if narrow else 8
        )
    ax.set_title(say("Documents by their style"))
    for handle in _legend(ax, 2 if narrow else 6).legend_handles:
        if isinstance(handle, Line2D):
            handle.set(markersize=5, alpha=1)
    count = int((frame["kind"] == "loading").sum())
    note = say(
        "n = {n} documents; principal components of {count} standardised measures, rates as roots; "
        "outline: the half of a genre's documents that is nearest to its centre (sign)",
        n=grouped(len(documents)),
        count=count,
    )
    absent = [
        say("without this text: {reason}", reason=why_missing(read_missing(why)))
        for why in frame.loc[frame["kind"] == "reason", "name"]
    ]
    return style.footnote(ax, "; ".join([note, *_one_author(documents["name"]), *absent]))


def _outline(ax: Axes, points: np.ndarray, marker: str, colour: str) -> None:
    """The hull of the half of some points that is nearest to their centre, with a sign there: points alone hide each other."""
    from scipy.spatial import ConvexHull  # takes long to load

    centre, spread = np.median(points, axis=0), points.std(axis=0)
    distance = (((points - centre) / spread) ** 2).sum(axis=1)
    nearest = points[distance <= np.median(distance)]
    ax.add_patch(Polygon(nearest[ConvexHull(nearest).vertices], fill=False, edgecolor=colour, linewidth=1.6, zorder=4))
    ax.scatter(centre[0], centre[1], s=60, marker=marker, color=colour, edgecolors="white", linewidths=1, zorder=5)


def _name(ax: Axes, points: pd.DataFrame) -> None:
    """Names beside points, as long as there are few, each where it meets no name that is there already."""
    layout.size(ax)
    taken: list[Bbox] = []
    for name, x, y in points[["name", "pc1", "pc2"]].head(MOST_NAMED).itertuples(index=False):
        label = ax.annotate(name, (x, y), xytext=(4, 3), textcoords="offset points", fontsize=7, zorder=6, annotation_clip=True)
        box = label.get_window_extent()
        if any(box.overlaps(other) for other in taken) or box.x1 > layout.root(ax).bbox.x1:
            label.remove()
        else:
            taken.append(box)


def _legend(ax: Axes, columns: int) -> Legend:
    """The legend between title and axes, in so many columns."""
    legend = ax.legend(
        loc="lower left",
        bbox_to_anchor=(0, 1),
        borderaxespad=0.2,
        ncols=columns,
        fontsize=7,
        handletextpad=0.3,
        columnspacing=1.2,
    )
    legend.set_in_layout(False)
    layout.size(ax)
    ax.set_title(ax.get_title(loc="left"), pad=legend.get_window_extent().height * layout.POINTS / layout.root(ax).dpi + 4)
    return legend


def _axis_label(frame: pd.DataFrame, name: str, called: str, poles: int) -> str:
    weights = frame[frame["kind"] == "loading"].set_index("name")[name].sort_values()
    low, high = (", ".join(map(short, side)) for side in (weights.index[:poles], weights.index[::-1][:poles]))
    return f"{called}\n← {low}\n{high} →"


FIGURES = (
    StudyFigure("reference_places", places, in_distribution, REFERENCE, by_genre=True),
    StudyFigure("reference_z_profile", against, z_profile, REFERENCE),
    StudyFigure(MAP, style_space, style_map, REFERENCE),
)
