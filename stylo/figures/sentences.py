"""Figures of sentence length and its order: each draws a frame and gives back its axes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil
from textwrap import fill
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator
from spacy.tokens import Doc

from stylo.families import rhythm
from stylo.families import sentences as measure
from stylo.families.document import Reading, reading_of
from stylo.families.sentences import sentences
from stylo.figures import layout, style
from stylo.figures.base import StudyFigure, genre_of, of_genre
from stylo.grammar.marks import Missing, frame, is_word, offsets
from stylo.grammar.syllables import syllables
from stylo.reading.normalise import form
from stylo.reference.intervals import GENRE, Interval, interval
from stylo.wording.language import number as decimals
from stylo.wording.language import say
from stylo.wording.numbers import grouped, significant
from stylo.wording.reasons import why_missing

INSIDE, END = "stands inside", "ends the sentence"
MEDIANS = {
    INSIDE: "colon stands inside: n\xa0=\xa0{n}, median\xa0{median}",
    END: "colon ends the sentence: n\xa0=\xa0{n}, median\xa0{median}",
}
BANDS = {
    INSIDE: "colon stands inside: n\xa0=\xa0{n}, band\xa0±{band}",
    END: "colon ends the sentence: n\xa0=\xa0{n}, band\xa0±{band}",
}
MOST_HATCHED = 60  # sentences; narrower bars carry no hatch
MOST_NUMBERED = 20  # sentences
MOST_NAMED = 12  # paragraphs
NAME_SIZE = 8  # points: their names
LEGEND_CHARACTERS = 34  # in a line of a column
SMALLEST_TYPE = 3.5  # points
LAGS = 10
LINES = 12
BAR = 0.72  # of a line, as high as the word of most syllables
WORDS_A_LINE = 100


# --- frames -----------------------------------------------------------------------------------------------------------------


def lengths(doc: Doc | Reading, genre: str = GENRE) -> pd.DataFrame:
    """The marks of ``stylo.sentences``."""
    return of_genre(reading_of(doc).marks("sentences"), genre)


def both_conventions(doc: Doc | Reading, genre: str = GENRE) -> pd.DataFrame:
    """``sentences(doc)`` twice, one below the other: the column ``colon`` names the convention."""
    tokens = reading_of(doc).tokens
    tables = {INSIDE: sentences(tokens), END: sentences(tokens, split_at_colon=True)}
    return of_genre(pd.concat([table.assign(colon=name) for name, table in tables.items()], ignore_index=True), genre)


def autocorrelations(doc: Doc | Reading) -> pd.DataFrame:
    """Autocorrelation of sentence length in words: colon, sentences, lag, r, band (half-width), up to lag 10 or a third of n.

    Holds no row for a convention under which the text has too few sentences, or sentences all of one length.
    """
    rows: list[dict[str, Any]] = []
    for colon, table in both_conventions(doc).groupby("colon", sort=False):
        lengths = table["words"].to_numpy()
        for lag in range(1, min(LAGS, len(lengths) // 3) + 1):
            r, band = rhythm.autocorrelation(lengths, lag), rhythm.autocorrelation_band(lengths)
            if not isinstance(r, Missing):
                rows.append({"colon": colon, "sentences": len(lengths), "lag": lag, "r": r, "band": band})
    return pd.DataFrame(rows, columns=["colon", "sentences", "lag", "r", "band"])


def word_syllables(doc: Doc | Reading) -> pd.DataFrame:
    """One row a word: start, end, text, sentence, paragraph, syllables."""
    columns = {"sentence": "int64", "paragraph": "int64", "syllables": "int64"}
    reading = reading_of(doc)
    return frame(reading, _word_rows(reading), columns)


def _word_rows(reading: Reading) -> Iterator[dict[str, Any]]:
    for row in layout.rows(reading.marks("sentences")):
        for token in layout.span(reading.doc, row):
            if is_word(token):
                count = syllables(form(token.text))
                yield {**offsets([token]), "sentence": row.sentence, "paragraph": row.paragraph, "syllables": count}


def colons(doc: Doc | Reading) -> pd.DataFrame:
    """One row a colon inside a sentence: start, end, text, sentence, and the words before and after it in that sentence.

    With several colons in a sentence the words are counted to the neighbouring colon.
    """
    columns = {"sentence": "int64", "words_before": "int64", "words_after": "int64"}
    reading = reading_of(doc)
    return frame(reading, _colon_rows(reading), columns)


def _colon_rows(reading: Reading) -> Iterator[dict[str, Any]]:
    for row in layout.rows(reading.marks("sentences")):
        inner = [token for token in layout.span(reading.doc, row)[:-1] if form(token.text) == ":"]
        cuts = [0, *row.colon_words, row.words]
        for k, token in enumerate(inner):
            before, after = cuts[k + 1] - cuts[k], cuts[k + 2] - cuts[k + 1]
            yield {**offsets([token]), "sentence": row.sentence, "words_before": before, "words_after": after}


def summary(doc: Doc | Reading, *, split_at_colon: bool = False, genre: str = GENRE) -> pd.DataFrame:
    """The values of ``measures.sentences`` with their 95 % intervals: measure, value, low, high, missing (why)."""
    values = measure.summarise(reading_of(doc).tokens, split_at_colon=split_at_colon)
    rows = []
    for name, value in values.items():
        missing = value.reason if isinstance(value, Missing) else ""
        between = interval(name, values, genre)
        low, high = between if isinstance(between, Interval) else (np.nan, np.nan)
        rows.append({"measure": name, "value": np.nan if missing else value, "low": low, "high": high, "missing": missing})
    return pd.DataFrame(rows).round(2)


# --- lengths ----------------------------------------------------------------------------------------------------------------


@style.figure
def sentence_lengths(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """One bar a sentence in text order, by paragraph, a tick at each colon inside it, and the mean with its interval.

    ``table`` is made by ``stylo.sentences``.
    """
    ax = style.axes(ax)
    ax.set_title(say("Sentence length in text order"))
    if not len(table):
        return layout.nothing(ax, say("The text has no sentences."))
    _bars(table, ax)
    _colon_ticks(table, ax)
    _mean(table, ax)
    ax.set(xlabel=say("sentence"), ylabel=say("words"), xlim=(0.4, len(table) + 0.6))
    if len(table) <= MOST_NUMBERED:
        ax.set_xticks(table["sentence"])
    else:
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.tick_params(axis="x", labelsize=7)
    _paragraph_names(table, ax)
    style.footnote(
        ax,
        layout.counted(
            len(table),
            "n = 1 sentence of {words} words. A colon ends no sentence, a line break ends a paragraph. "
            "Interval: how means move between passages of one document.",
            "n = {n} sentences of {words} words. A colon ends no sentence, a line break ends a paragraph. "
            "Interval: how means move between passages of one document.",
            words=grouped(int(table["words"].sum())),
        ),
    )
    ax.locator_params(axis="y", integer=True)
    legend = ax.legend(loc="upper left", borderaxespad=0, handlelength=1.8)
    if style.page_width(ax) < style.NARROW:
        for text in legend.get_texts():
            text.set_text(fill(text.get_text(), LEGEND_CHARACTERS))
    layout.headroom(ax, table["words"].max(), 42)
    return ax


def _bars(table: pd.DataFrame, ax: Axes) -> None:
    """Bars of one paragraph look alike and unlike the next: two looks take turns, since the sign ¶ says which it is."""
    hatched = len(table) <= MOST_HATCHED
    for paragraph, group in table.groupby("paragraph"):
        k = int(str(paragraph)) % 2
        ax.bar(
            group["sentence"],
            group["words"],
            width=0.8,
            color=(style.GREEN, style.BLUE)[k],
            hatch="//" if hatched and not k else None,
            edgecolor="white",
            linewidth=0.4 if hatched else 0,
        )


def _colon_ticks(table: pd.DataFrame, ax: Axes) -> None:
    points = [(row.sentence, words) for row in layout.rows(table) for words in row.colon_words]
    if points:
        x, y = np.array(points, float).T
        ax.hlines(y, x - 0.4, x + 0.4, color="white", linewidth=4)
        ax.hlines(y, x - 0.4, x + 0.4, color=style.INK, linewidth=1.6, label=say("colon inside the sentence"))


def _between(lengths: pd.Series, name: str, value: float, genre: str) -> Interval | Missing:
    """The interval of a value of some sentences."""
    return interval(name, {"words": lengths.sum(), "sentences": len(lengths), name: value}, genre)


def _mean(table: pd.DataFrame, ax: Axes) -> None:
    middle = float(table["words"].mean())
    between = _between(table["words"], "sentence_length_mean", middle, genre_of(table))
    if isinstance(between, Missing):
        label = say("mean {mean} (no interval: {reason})", mean=decimals(middle, 1), reason=why_missing(between))
    else:
        ax.axhspan(between.low, between.high, color=style.GREY, alpha=0.45, zorder=0, linewidth=0)
        values = {"mean": decimals(middle, 1), "low": decimals(between.low, 1), "high": decimals(between.high, 1)}
        label = say("mean {mean}, 95 % interval {low} to {high}", **values)
    halo = [withStroke(linewidth=2.6, foreground="white")]
    ax.axhline(middle, color=style.INK, linestyle=(0, (5, 2)), linewidth=1.2, label=label, path_effects=halo)


def _paragraph_names(table: pd.DataFrame, ax: Axes) -> None:
    """¶1, ¶2 ... above the bars of each paragraph, as long as there are few, and where a name does not meet the one before."""
    if table["paragraph"].nunique() > MOST_NAMED:
        return
    sentence = layout.size(ax)[0] / np.ptp(ax.get_xlim())  # its width in points
    named: dict[float, str] = {}
    free = -np.inf
    for paragraph, middle in table.groupby("paragraph")["sentence"].mean().items():
        name = f"¶{paragraph}"
        half = layout.ADVANCE * NAME_SIZE * (len(name) + 1) / 2
        if sentence * middle - half >= free:
            named[middle] = name
            free = sentence * middle + half
    top = ax.secondary_xaxis("top")
    top.set_xticks(list(named), list(named.values()), fontsize=NAME_SIZE)
    top.tick_params(length=0)
    top.spines["top"].set_visible(False)


# --- distribution -----------------------------------------------------------------------------------------------------------


@style.figure
def length_ecdf(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Share of sentences up to each length, with the median and its interval; one curve for each colon convention.

    ``table`` is made by ``both_conventions``.
    """
    ax = style.axes(ax)
    ax.set_title(say("How long are the sentences?"))
    if not len(table):
        return layout.nothing(ax, say("The text has no sentences."))
    looks = ((style.BLUE, "-", "o"), (style.VERMILION, "--", "s"))
    for k, ((colon, group), (colour, line, marker)) in enumerate(zip(table.groupby("colon", sort=False), looks, strict=False)):
        x = np.sort(group["words"].to_numpy())
        y = np.arange(1, len(x) + 1) / len(x)
        label = say(MEDIANS[str(colon)], n=len(x), median=significant(np.median(x)))
        ax.step([0, *x], [0, *y], where="post", color=colour, linestyle=line)
        ax.plot(x, y, linestyle="", color=colour, marker=marker, markersize=3.5 if len(x) <= MOST_HATCHED else 0)
        ax.plot([], [], color=colour, linestyle=line, marker=marker, markersize=4, label=label)
        _median(group["words"], 0.5 + 0.035 * (1 - 2 * k), colour, marker, ax, genre_of(table))
    ax.set(xlabel=say("words in a sentence"), ylabel=say("share of sentences"))
    ax.set(xlim=(0, table["words"].max() * 1.05), ylim=(0, 1.02))
    style.footnote(
        ax,
        say(
            "Steps: empirical distribution of the lengths in words. "
            "Bars: median with its 95 % interval, from how medians move between passages of one document."
        ),
    )
    layout.legend_above(ax)
    return ax


def _median(lengths: pd.Series, height: float, colour: str, marker: str, ax: Axes, genre: str) -> None:
    middle = float(lengths.median())
    between = _between(lengths, "sentence_length_median", middle, genre)
    if isinstance(between, Missing):
        return
    ends = [[middle - between.low], [between.high - middle]]
    ax.errorbar(
        [middle], [height], xerr=ends, color=colour, marker=marker, markerfacecolor="white", capsize=3, linewidth=2, zorder=3
    )


# --- order ------------------------------------------------------------------------------------------------------------------


@style.figure
def length_autocorrelation(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Autocorrelation stems of sentence length with the band that random order would keep to.

    ``table`` is made by ``autocorrelations``.
    """
    ax = style.axes(ax, height=3.4)
    ax.set_title(say("Is there order in the lengths?"))
    if not len(table):
        why = say("Nothing to correlate: it takes at least {n} sentences, not all of one length.", n=rhythm.FEWEST_FOR_ORDER)
        return layout.nothing(ax, why)
    looks = ((style.BLUE, "-", "o", -0.12), (style.VERMILION, "--", "s", 0.12))
    most = int(table["lag"].max())
    for (colon, group), (colour, line, marker, shift) in zip(table.groupby("colon", sort=False), looks, strict=False):
        x, r, band = group["lag"].to_numpy() + shift, group["r"].to_numpy(float), float(group["band"].iloc[0])
        ax.vlines(x, 0, r, color=colour, linestyle=line)
        label = say(BANDS[str(colon)], n=group["sentences"].iloc[0], band=decimals(band))
        ax.plot(x, r, color=colour, marker=marker, markersize=5, linestyle="")
        ax.plot([], [], color=colour, marker=marker, markersize=5, linestyle=line, label=label)
        for edge in (-band, band):
            ax.axhline(edge, color=colour, linestyle=line, linewidth=0.9)
    ax.axhline(0, color=style.INK, linewidth=0.8)
    ax.set(xlabel=say("lag in sentences"), ylabel=say("autocorrelation r"), xlim=(0.4, most + 0.6), ylim=(-1, 1))
    ax.set_xticks(range(1, most + 1))
    style.footnote(
        ax,
        say("Sentence length in words, neighbours at lag 1. Lines: ±1.96/√n, which 95 % of stems in random order keep to."),
    )
    layout.legend_above(ax)
    return ax


@style.figure
def barcode(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """The whole text as a barcode: each word a bar as high as its syllables, sentences in turn dark and light.

    Runs in lines like a page; each sentence's number stands where it begins. ``table`` is made by ``word_syllables``.
    """
    ax = style.axes(ax, height=4.8)
    ax.set_title(say("Every word, as high as its syllables"))
    if not len(table):
        return layout.nothing(ax, say("The text has no words."))
    n, highest = len(table), max(1, int(table["syllables"].max()))
    width = max(WORDS_A_LINE, 10 * ceil(n / LINES / 10))
    lines = ceil(n / width)
    place = np.arange(n)
    x, base = place % width, -(place // width).astype(float)
    ax.add_collection(_bricks(x, base, BAR * table["syllables"].to_numpy() / highest, table["sentence"].to_numpy()))
    ax.set(
        xlim=(-0.5, min(n, width) + 0.5),
        ylim=(1.05 - lines - 0.15, 1.05),
        xlabel=say("words in the line"),
        ylabel=say("first word of the line"),
    )
    ax.set_yticks([-line for line in range(lines)], [str(line * width + 1) for line in range(lines)])
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    longest = table.iloc[int(table["syllables"].to_numpy().argmax())]
    style.footnote(
        ax,
        say(
            "n = {n} words in {sentences} sentences (numbers; ¶ opens a paragraph). "
            "Highest bars: {syllables} syllables, the first {word}.",
            n=grouped(n),
            sentences=table["sentence"].nunique(),
            word=longest["text"],
            syllables=longest["syllables"],
        ),
    )
    _syllable_scale(ax, highest)
    _sentence_numbers(table, x, base, ax)
    return ax


def _syllable_scale(ax: Axes, highest: int) -> None:
    """Beside the first line how high a word of one syllable is, and one of most."""
    across = ax.get_yaxis_transform()
    looks: dict[str, Any] = {"transform": across, "color": style.INK, "linewidth": 0.8, "clip_on": False}
    ax.plot([1.0, 1.0], [0, BAR], **looks)
    for height in sorted({1, highest}):
        y = BAR * height / highest
        ax.plot([1.0, 1.01], [y, y], **looks)
        ax.text(1.02, y, str(height), transform=across, va="center", fontsize=7)
    ax.text(1.05, BAR / 2, say("syllables"), transform=across, va="center", fontsize=7, rotation=90)


def _bricks(x: np.ndarray, base: np.ndarray, height: np.ndarray, sentence: np.ndarray) -> PolyCollection:
    """Bars at ``x`` on ``base``; their colour changes from sentence to sentence."""
    left, right = x + 0.1, x + 0.9
    corners = np.stack([np.stack([left, base], 1), np.stack([left, base + height], 1)], 1)
    corners = np.concatenate([corners, np.stack([np.stack([right, base + height], 1), np.stack([right, base], 1)], 1)], 1)
    return PolyCollection(
        list(corners), facecolors=[style.BLUE if number % 2 else style.VERMILION for number in sentence], linewidths=0
    )


def _sentence_numbers(table: pd.DataFrame, x: np.ndarray, base: np.ndarray, ax: Axes) -> None:
    """A line where each sentence begins, its number beside it where the next number leaves room."""
    first = np.flatnonzero(table["sentence"].diff().to_numpy() != 0)
    opens = table["paragraph"].diff().to_numpy() != 0
    ax.vlines(x[first], base[first], base[first] + 0.86, color=style.INK, linewidth=0.7)
    width, height = layout.size(ax)
    a_word, a_line = width / np.ptp(ax.get_xlim()), height / np.ptp(ax.get_ylim())
    points = min(7.0, 0.24 * a_line)
    labels = [f"{'¶' if opens[k] else ''}{table['sentence'].iloc[k]}" for k in first]
    for k, label, room in zip(first, labels, _room(x[first], base[first], ax.get_xlim()[1]), strict=True):
        if points > SMALLEST_TYPE and room * a_word > 0.7 * points * len(label) + 3:
            ax.text(x[k] + 2 / a_word, base[k] + 0.74, label, fontsize=points, va="bottom", color=style.INK)


def _room(x: np.ndarray, base: np.ndarray, end: float) -> Sequence[float]:
    """From each place to the next one in its line, or to the line's end."""
    return [(x[k + 1] if k + 1 < len(x) and base[k + 1] == base[k] else end) - x[k] for k in range(len(x))]


FIGURES: tuple[StudyFigure, ...] = (
    StudyFigure("sentence_lengths", lengths, sentence_lengths, "sentences", by_genre=True),
    StudyFigure("sentence_length_ecdf", both_conventions, length_ecdf, "sentences", by_genre=True),
    StudyFigure("sentence_length_autocorrelation", autocorrelations, length_autocorrelation, "sentences"),
    StudyFigure("word_barcode", word_syllables, barcode, "sentences"),
)
