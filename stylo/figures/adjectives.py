"""Figures of the adjective: where it clusters, what it does, how it is chained, and to which nouns it is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator
from spacy.tokens import Doc

from stylo.families.document import Reading, reading_of
from stylo.figures import layout, style, texts
from stylo.figures.base import StudyFigure, genre_of, of_genre
from stylo.grammar.marks import frame, is_word, offsets
from stylo.reference.intervals import GENRE, Interval, interval
from stylo.wording.language import number as decimals
from stylo.wording.language import say
from stylo.wording.numbers import grouped

FUNCTIONS = {
    "attributive": (style.BLUE, ""),
    "predicative": (style.ORANGE, "//"),
    "adverbial": (style.GREEN, ".."),
}
WINDOW = 25  # words
MOST_MARKED = 60  # sentences with lines and numbers of their own
MOST_CHAINS = 20
MOST_NOUNS = 12
LEADING, SPACE = 1.4, 0.46  # from line to line, from word to word, as shares of the size of the type
SMALLEST_TYPE = 4.3  # points, in a brick
ABOVE = "Above the bars: per 100 words of the sentence."
_HEAT = LinearSegmentedColormap.from_list("heat", ["#FFFFFF", style.SKY, style.BLUE, "#00263D"])
_SOFT = "#6E6E6E"


# --- frames -----------------------------------------------------------------------------------------------------------------


def density(doc: Doc | Reading, *, window: int = WINDOW) -> pd.DataFrame:
    """One row a word: start, end, text, sentence, function (empty where it is no adjective), density.

    ``density`` is the number of adjectives per 100 words among the ``window`` words around it; at the edges of the text the
    window holds only the words that there are.
    """
    columns = {"sentence": "int64", "function": "object", "density": "float64"}
    reading = reading_of(doc)
    words = list(_words(reading))
    return frame(
        reading, [row | {"density": value} for row, value in zip(words, _densities(words, window), strict=True)], columns
    )


def _words(reading: Reading) -> Iterator[dict[str, Any]]:
    marks = reading.marks("adjectives")
    found = dict(zip(marks["start"], marks["function"], strict=True))
    for row in layout.rows(reading.marks("sentences")):
        for token in layout.span(reading.doc, row):
            if is_word(token):
                yield {**offsets([token]), "sentence": row.sentence, "function": found.get(token.idx, "")}


def _densities(words: list[dict[str, Any]], window: int) -> np.ndarray:
    sums = np.concatenate([[0], np.cumsum([bool(row["function"]) for row in words])])
    place = np.arange(len(words))
    first = np.maximum(place - window // 2, 0)
    last = np.minimum(place - window // 2 + window, len(words))
    return 100 * (sums[last] - sums[first]) / (last - first)


def functions_by_sentence(doc: Doc | Reading, genre: str = GENRE) -> pd.DataFrame:
    """One row a sentence: start, end, text, sentence, words, attributive, predicative, adverbial, per_100_words (all three)."""
    reading = reading_of(doc)
    table = reading.marks("sentences")[["start", "end", "text", "sentence", "words"]]
    found = reading.marks("adjectives")
    counts = {name: found.loc[found["function"] == name, "sentence"].value_counts() for name in FUNCTIONS}
    for name, count in counts.items():
        table[name] = table["sentence"].map(count).fillna(0).astype("int64")
    table = table.assign(per_100_words=100 * table[list(FUNCTIONS)].sum(axis=1) / table["words"])
    return of_genre(table, genre)


def rates(table: pd.DataFrame) -> pd.DataFrame:
    """Adjectives per 100 words, all and by function: count, value; low and high, the 95 % interval; missing (why).

    ``table`` is made by ``functions_by_sentence``; the index names the rate. How the rates by function move within texts is not
    known, so that they have no interval; their shares (``attributive_percent``) have.
    """
    words = int(table["words"].sum())
    counts = {"adjectives": int(table[list(FUNCTIONS)].sum().sum()), **{name: int(table[name].sum()) for name in FUNCTIONS}}
    rows = {name: _rate(name, count, words, genre_of(table)) for name, count in counts.items()}
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=["count", "value", "low", "high", "missing"])
    return frame.rename(index="{}_per_100_words".format)


def _rate(name: str, count: int, words: int, genre: str) -> tuple[int, float, float, float, str]:
    if not words:
        return count, np.nan, np.nan, np.nan, "the text has no words"
    name, value = f"{name}_per_100_words", 100 * count / words
    between = interval(name, {"words": words, name: value}, genre)
    return (count, value, *between, "") if isinstance(between, Interval) else (count, value, np.nan, np.nan, between.reason)


def chains(doc: Doc | Reading) -> pd.DataFrame:
    """One row a chain of attributive adjectives with what depends on them and their noun: start, end, text, sentence,
    adjectives (the words of the chain), length (how many), extended (words that depend on one of them, at most), noun.
    """
    columns = {"sentence": "int64", "adjectives": "object", "length": "int64", "extended": "int64", "noun": "object"}
    reading = reading_of(doc)
    found = reading.marks("adjectives")
    return frame(reading, _chain_rows(reading.text, found[found["chain"] > 0]), columns)


def _chain_rows(text: str, found: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for _, group in found.groupby("chain"):
        rows = list(layout.rows(group))
        first, last = rows[0], rows[-1]
        end = last.noun_start + len(last.noun) if last.noun else last.end
        yield {
            "start": text.rfind(first.extension, 0, first.start) if first.extension else first.start,
            "end": end,
            "sentence": first.sentence,
            "adjectives": ", ".join(row.text for row in rows),
            "length": len(rows),
            "extended": max(row.extended for row in rows),
            "noun": last.noun,
        }


def long_chains(doc: Doc | Reading) -> pd.DataFrame:
    """The ``chains`` of two adjectives and more, and those extended by two words and more."""
    table = chains(doc)
    return table[(table["length"] > 1) | (table["extended"] > 1)].reset_index(drop=True)


def attraction(doc: Doc | Reading) -> pd.DataFrame:
    """One row an attributive adjective that has a noun: start, end, text, sentence, adjective and noun (both as lemmas)."""
    reading = reading_of(doc)
    return frame(reading, _pairs(reading), {"sentence": "int64", "adjective": "object", "noun": "object"})


def _pairs(reading: Reading) -> Iterator[dict[str, Any]]:
    at = {token.idx: token for token in reading.doc}
    for row in layout.rows(reading.marks("adjectives")):
        if row.noun_start >= 0:
            noun = at[row.noun_start].lemma_ or row.noun
            yield {"start": row.start, "end": row.end, "sentence": row.sentence, "adjective": row.lemma, "noun": noun}


# --- density ----------------------------------------------------------------------------------------------------------------


@style.figure
def density_strip(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """The text as a strip, the darker the denser its adjectives; below it a tick for each adjective, by function.

    ``table`` is made by ``density``.
    """
    narrow = style.page_width(ax) < style.NARROW
    ax = style.axes(ax, height=2.9)
    ax.set_title(say("Where the adjectives are"))
    if not len(table):
        return layout.nothing(ax, say("The text has no words."))
    n, top = len(table), max(float(table["density"].max()), 1.0)
    strip = table["density"].to_numpy()[None, :]
    image = ax.imshow(strip, cmap=_HEAT, vmin=0, vmax=top, aspect="auto", extent=(0, n, 0, 1), interpolation="nearest")
    # Beside the strip the scale would take a fifth of a column.
    where: dict[str, Any] = {"location": "bottom", "aspect": 30} if narrow else {"pad": 0.02, "aspect": 14}
    bar = layout.root(ax).colorbar(image, ax=ax, **where)
    style.localised(bar.ax)
    bar.set_label(say("per 100 words"))
    bar.outline.set_visible(False)
    rows = dict(zip(FUNCTIONS, (-0.32, -0.64, -0.96), strict=True))
    ax.add_patch(Rectangle((0, 0), n, 1, fill=False, edgecolor=style.INK, linewidth=0.6))
    ax.set(xlim=(-0.004 * n, 1.004 * n), ylim=(-1.1, 1.4), xlabel=say("word"))
    ax.set_yticks([0.5, *rows.values()], [say("density"), *map(say, rows)], fontsize=7.5)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    note = say(
        "n = {adjectives} adjectives among {words} words. Strip: adjectives per 100 words in the {window} words around "
        "each word. Ticks: the adjectives. Numbers: sentences.",
        adjectives=grouped(int((table["function"] != "").sum())),
        words=grouped(n),
        window=WINDOW,
    )
    style.footnote(ax, note)
    width = layout.size(ax)[0] / n
    for name, height in rows.items():
        x = np.flatnonzero(table["function"] == name) + 0.5
        ax.vlines(x, height - 0.11, height + 0.11, color=style.INK, linewidth=min(1.6, max(0.5, 0.7 * width)))
    left_out = _sentence_bounds(table, width, ax)
    rest = say("Without a label for want of room: {n}.", n=left_out)
    return style.footnote(ax, f"{note} {rest}" if left_out else note)


def _sentence_bounds(table: pd.DataFrame, width: float, ax: Axes) -> int:
    """Lines between the sentences on the strip and their numbers above, in two lines where one has no room for all.

    ``width`` is that of a word in points. Returns how many sentences have no number.
    """
    first = np.flatnonzero(table["sentence"].diff().to_numpy() != 0)
    if len(first) > MOST_MARKED:
        return len(first)
    ax.vlines(first, 0, 1.0, color=style.INK, linewidth=0.6)
    ends, left_out = [-np.inf, -np.inf], 0  # of what is written in each line
    for start, end in zip(first, [*first[1:], len(table)], strict=True):
        label, middle = str(table["sentence"].iloc[start]), (start + end) / 2
        half = (texts.measured(label) + 2) / 2 / width
        line = next((line for line, taken in enumerate(ends) if middle - half >= taken), None)
        if line is None:
            left_out += 1
            continue
        ends[line] = middle + half
        ax.text(middle, 1.03 + 0.17 * line, label, ha="center", va="bottom", fontsize=texts.SIZE)
    return left_out


@style.figure
def function_bars(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """The adjectives of each sentence, stacked by function, and above the bar how many they are per 100 words.

    ``table`` is made by ``functions_by_sentence``.
    """
    ax = style.axes(ax)
    ax.set_title(say("What the adjectives do"))
    if not len(table):
        return layout.nothing(ax, say("The text has no sentences."))
    base = np.zeros(len(table))
    hatched = len(table) <= MOST_MARKED
    for name, (colour, hatch) in FUNCTIONS.items():
        height = table[name].to_numpy(float)
        looks: dict[str, Any] = {"edgecolor": "white", "linewidth": 0.5, "hatch": hatch} if hatched else {"width": 1.0}
        ax.bar(table["sentence"], height, bottom=base, color=colour, label=f"{say(name)} ({int(height.sum())})", **looks)
        base += height
    ax.set(xlabel=say("sentence"), ylabel=say("adjectives"))
    ax.set(xlim=(0.4, len(table) + 0.6), ylim=(0, max(base.max(), 1) * 1.12))
    if len(table) <= 20:
        ax.set_xticks(table["sentence"])
    ax.yaxis.set_major_locator(MaxNLocator(integer=True))
    ax.tick_params(axis="x", labelsize=7)
    layout.legend_above(ax)
    numbered = layout.size(ax)[0] / len(table) > 9
    style.footnote(ax, _functions_note(table, int(base.sum())) + (f" {say(ABOVE)}" if numbered else ""))
    if numbered:
        for x, y, share in zip(table["sentence"], base, table["per_100_words"], strict=True):
            ax.text(x, y, f"{share:.0f}", ha="center", va="bottom", fontsize=6.5)
    return ax


def _functions_note(table: pd.DataFrame, n: int) -> str:
    whole = rates(table).iloc[0]
    values = {name: decimals(whole[name], 1) for name in ("value", "low", "high")} | {
        "n": grouped(n),
        "words": grouped(int(table["words"].sum())),
    }
    if whole["missing"]:
        return say("n = {n} adjectives (ADJA and ADJD) among {words} words: {value} per 100 words.", **values)
    return say(
        "n = {n} adjectives (ADJA and ADJD) among {words} words: {value} per 100 words (95 % interval {low} to {high}).",
        **values,
    )


# --- chains -----------------------------------------------------------------------------------------------------------------


@style.figure
def chain_concordance(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Chains of adjectives as a concordance, aligned at their noun: adjectives underlined, what depends on them grey.

    ``table`` is made by ``chains`` or ``long_chains``. Shows the longest where there are more than 20, or no room for all.
    """
    own = ax is None
    ax = style.axes(ax)
    ax.set_title(say("Chained and extended adjectives"))
    if not len(table):
        return layout.nothing(ax, say("The text has no chain of attributive adjectives."))
    ax.set_axis_off()
    shown = _longest(table, MOST_CHAINS)
    style.footnote(ax, _chains_note(len(table), len(shown)))
    size = 7.0 if style.page_width(ax) < style.NARROW else 9.0
    width, _ = layout.size(ax)
    right = max(texts.measured(row.noun, "bold", size) for row in layout.rows(shown))
    left = width - right - size
    lines = {row.Index: _broken(row, left - 2.5 * size, size) for row in layout.rows(shown)}
    if own:
        texts.grow(ax, _height(shown, lines, size) + size)
    while len(shown) > 1 and _height(shown, lines, size) > layout.size(ax)[1]:
        shown = _longest(table, len(shown) - 1)
        style.footnote(ax, _chains_note(len(table), len(shown)))
    ax.set(xlim=(-left, width - left), ylim=(-layout.size(ax)[1], 0))
    ax.axvline(-0.4 * size, color=_SOFT, linewidth=0.8, zorder=0)
    y = 0.0
    for row in layout.rows(shown):
        for line in lines[row.Index]:
            y -= LEADING * size
            _write_line(ax, y, line, size)
        ax.text(-left, y, str(row.sentence), fontsize=size, va="baseline", color=_SOFT)
        ax.text(0, y, row.noun, fontsize=size, va="baseline", weight="bold")
        y -= 0.5 * size
    return ax


Words = list[tuple[str, bool]]


def _chains_note(n: int, shown: int) -> str:
    if n == 1:
        counted = say("n = 1 noun phrase with its sentence.")
    else:
        of_all = grouped(n) if shown == n else say("{n} of {all}", n=shown, all=grouped(n))
        counted = say("n = {n} noun phrases with their sentence.", n=of_all)
    unit = say(
        "Underlined: the adjectives of the noun; grey: words between them. "
        "Unit: noun phrase with at least two adjectives or an adjective extended by at least two words."
    )
    return f"{counted} {unit}"


def _height(shown: pd.DataFrame, lines: dict[int, list[Words]], size: float) -> float:
    """How high these rows are, in points."""
    return size * sum(LEADING * len(lines[index]) + 0.5 for index in shown.index)


def _longest(table: pd.DataFrame, most: int) -> pd.DataFrame:
    weight = table["length"] + table["extended"]
    return table.loc[weight.sort_values(ascending=False, kind="stable").index[:most]].sort_index()


def _broken(row: Any, room: float, size: float) -> list[Words]:
    """The words before the noun, each with whether it is an adjective of the chain, in lines of at most so many points.

    The last line is the fullest, since it leads to the noun.
    """
    own = row.adjectives.split(", ")
    lines: list[Words] = [[]]
    free = room
    for word in reversed(row.text.removesuffix(row.noun).split()):
        wide = texts.measured(word, size=size) + SPACE * size
        if lines[0] and wide > free:
            lines.insert(0, [])
            free = room
        lines[0].insert(0, (word, word.strip(",.„“”\"'»«()") in own))
        free -= wide
    return lines


def _write_line(ax: Axes, y: float, words: Words, size: float) -> None:
    """Words that end at the noun, in letters and spaces as in running text."""
    x = -0.4 * size
    for word, is_adjective in reversed(words):
        x -= texts.measured(word, size=size) + SPACE * size
        colour = style.BLUE if is_adjective else _SOFT
        ax.text(x, y, word, fontsize=size, va="baseline", color=colour)
        if is_adjective:
            end = x + texts.measured(word.rstrip(","), size=size)
            ax.hlines(y - 0.25 * size, x, end, color=style.BLUE, linewidth=0.9)


@style.figure
def noun_attraction(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """The nouns that attract most adjectives, one brick an adjective, as lemmas.

    ``table`` is made by ``attraction``. Nouns with one adjective are shown only where none has more.
    """
    ax = style.axes(ax, height=3.8)
    ax.set_title(say("Nouns and their adjectives"))
    if not len(table):
        return layout.nothing(ax, say("No noun of the text has an attributive adjective."))
    counts = table["noun"].value_counts(sort=False).sort_values(ascending=False, kind="stable")
    shown = counts[counts >= min(2, counts.max())].head(MOST_NOUNS)
    most = int(shown.max())
    ax.set(xlim=(0, 1.01 * most), ylim=(len(shown) - 0.5, -0.5), xlabel=say("attributive adjectives"))
    ax.set_yticks(range(len(shown)), list(shown.index))
    ax.set_xticks(range(0, most + 1, max(1, most // 6)))
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    style.footnote(ax, _nouns_note(len(table), len(counts), len(shown)))
    brick = layout.size(ax)[0] / most
    for y, noun in enumerate(shown.index):
        own = table.loc[table["noun"] == noun, "adjective"]
        ax.barh([y] * len(own), 1, left=range(len(own)), height=0.74, color="#DCEBF5", edgecolor=style.BLUE, linewidth=0.8)
        for x, adjective in enumerate(own):
            _label(ax, x + 0.5, y, adjective, brick)
    return ax


def _nouns_note(n: int, nouns: int, shown: int) -> str:
    on_nouns = layout.counted(nouns, "on 1 noun", "on {n} nouns")
    counted = layout.counted(n, "n = 1 attributive adjective", "n = {n} attributive adjectives")
    listed = layout.counted(
        shown,
        "the noun with most is shown. Lemmas, in text order.",
        "the {n} nouns with most are shown. Lemmas, in text order.",
    )
    return f"{counted} {on_nouns}; {listed}"


def _label(ax: Axes, x: float, y: float, word: str, brick: float) -> None:
    """A word inside its brick, in smaller type or cut where the brick (its width in points) is too short."""
    size = min(8.0, (brick - 2) / (layout.ADVANCE * len(word)))
    if size < SMALLEST_TYPE:
        letters = int((brick - 2) / (layout.ADVANCE * SMALLEST_TYPE)) - 1
        if letters < 2:
            return
        word, size = word[:letters] + "…", SMALLEST_TYPE
    ax.text(x, y, word, ha="center", va="center_baseline", fontsize=size, family=layout.MONOSPACE)


FIGURES: tuple[StudyFigure, ...] = (
    StudyFigure("adjective_density", density, density_strip, "adjectives"),
    StudyFigure("adjective_functions", functions_by_sentence, function_bars, "adjectives", by_genre=True),
    StudyFigure("adjective_chains", long_chains, chain_concordance, "adjectives"),
    StudyFigure("adjective_nouns", attraction, noun_attraction, "adjectives"),
)
