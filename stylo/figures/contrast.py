"""Figures of contrast: what is set against what, which readings were accepted, how often, and where it gathers.

The first function of each pair makes a frame from a document, the second draws that frame and nothing else.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.textpath import TextPath
from matplotlib.ticker import MaxNLocator
from spacy.tokens import Doc

from stylo.families.contrast.measure import TIERS, marker_table, rates
from stylo.families.document import Reading, reading_of
from stylo.figures import layout, style, texts
from stylo.figures.base import StudyFigure
from stylo.figures.texts import Cell, Column
from stylo.reference.intervals import GENRE, Interval, interval
from stylo.wording.language import number as decimals
from stylo.wording.language import say
from stylo.wording.numbers import grouped
from stylo.wording.reasons import explain

EXPLICIT = "connective + paired"
VALUES = {EXPLICIT: "contrast_connectives_per_1000_words", "all": "contrast_markers_per_1000_words"}
FEW = 5  # With fewer events the upper bound of the exact 95 % interval is more than seven times the lower one.
SMALL = 7  # points


class Look(NamedTuple):
    """How a tier is drawn, so that it is known without its colour."""

    colour: str
    hatch: str
    line: str
    symbol: str


LOOKS = {
    "connective": Look(style.BLUE, "", "-", "o"),
    "paired": Look(style.VERMILION, "//", "--", "s"),
    "comparison": Look(style.GREEN, "..", ":", "^"),
    "lexical": Look(style.ORANGE, "\\\\", "-.", "D"),
}


# ---- what is set against what

OPPOSED_COLUMNS = {
    "number": "int64", "sentence": "int64", "tier": "object", "text": "object", "what": "object", "left": "object",
    "right": "object",
}  # fmt: skip


def opposed(doc: Doc | Reading) -> pd.DataFrame:
    """What is set against what: a row for each accepted marker, in text order.

    Columns: number (of the marker), sentence, tier, text (of the marker), what, left, right. ``what`` says what ``left`` and
    ``right`` are: the two ``sides`` of the marker where both can be delimited, else the sentence ``around`` its first part.
    """
    reading = reading_of(doc)
    marks, table = reading.marks("contrast"), reading.marks("sentences").set_index("sentence")
    rows = []
    for number, parts in marks[marks["accepted"]].groupby("marker"):
        first = parts.iloc[0]
        whole = table.loc[first["sentence"]]
        what, sides = "around", (whole["start"], first["start"], first["end"], whole["end"])
        if first["left_start"] >= 0 and first["right_start"] >= 0:
            what, sides = "sides", tuple(first[["left_start", "left_end", "right_start", "right_end"]])
        left, right = (" ".join(reading.text[slice(*side)].split()) for side in (sides[:2], sides[2:]))
        rows.append((number, first["sentence"], first["tier"], " ... ".join(parts["text"]), what, left, right))
    frame = pd.DataFrame(rows, columns=list(OPPOSED_COLUMNS)).astype(OPPOSED_COLUMNS)
    return frame.sort_values(["sentence", "number"], ignore_index=True)


AROUND = 12  # words
SIDES = (Column(texts.TEXT, "right"), Column(align="right"), Column(texts.WORD, "center"), Column())


@style.figure
def sides(frame: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw ``opposed``: a row a marker, what stands on its left, the marker, what stands on its right."""
    if frame.empty:
        ax = style.axes(ax)
        ax.set_title(say("What is set against what"))
        return layout.nothing(ax, say("No marker of contrast was found."))
    rows = [
        (
            Cell(str(row.sentence), texts.PALE),
            _side(row.what, row.left, slice(-AROUND, None)),
            Cell(row.text, style.INK, "bold", say(row.tier)),
            _side(row.what, row.right, slice(AROUND)),
        )
        for row in layout.rows(frame)
    ]
    return texts.draw(ax, say("What is set against what"), SIDES, rows, partial(_sides_note, len(frame)))


def _side(what: str, text: str, nearest: slice) -> Cell:
    """A side as it is; of a sentence around a marker the words that are nearest."""
    if what == "sides":
        return Cell(text)
    words = text.split()
    shown = " ".join(words[nearest])
    cut = len(words) > AROUND
    return Cell(f"{'… ' if cut and nearest.start else ''}{shown}{' …' if cut and nearest.stop else ''}", texts.PALE)


def _sides_note(n: int, shown: int) -> str:
    note = layout.counted(
        n,
        "n = 1 accepted marker, with the number of its sentence. Black: its two sides; grey: the words around it, where the "
        "sides cannot be told.",
        "n = {n} accepted markers in text order, with the number of their sentence. Black: the two sides of a marker; grey: "
        "the words around it, where the sides cannot be told.",
    )
    return note if shown == n else f"{note} {say('Later ones not shown: {n}.', n=grouped(n - shown))}"


# ---- accepted and rejected


def forms(doc: Doc | Reading) -> pd.DataFrame:
    """How often each form was read as a contrast and how often as something else: form, tier, accepted, rejected.

    One row a form of the lexicon, the accepted ones first, then by number; ``tier`` is that of its first accepted reading.
    """
    columns = ["form", "tier", "accepted", "rejected"]
    table = marker_table(reading_of(doc).marks("contrast"))
    rows = []
    for form, found in table.sort_values("accepted", ascending=False, kind="stable").groupby("form", sort=False):
        accepted = int(found["accepted"].sum())
        rows.append((form, found["tier"].iloc[0], accepted, len(found) - accepted))
    result = pd.DataFrame(rows, columns=columns)
    order = result.assign(name=result["form"].str.casefold())
    order = order.sort_values(["accepted", "rejected", "name"], ascending=[False, False, True], ignore_index=True)
    return order[columns]


BETWEEN = " | "


def forms_as_read(doc: Doc | Reading) -> pd.DataFrame:
    """``forms`` with what each was read as, in ``readings``: the reasons of its markers, those of accepted ones first."""
    found = marker_table(reading_of(doc).marks("contrast")).sort_values("accepted", ascending=False, kind="stable")
    read = found.groupby("form")["reason"].agg(lambda reasons: BETWEEN.join(dict.fromkeys(reasons)))
    table = forms(doc)
    return table.assign(readings=table["form"].map(read).astype("object"))


@style.figure
def readings(frame: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw ``forms_as_read``: a row a form, how often it was accepted and how often rejected, and what it was read as."""
    title = say("Read as a contrast, and not")
    if frame.empty:
        ax = style.axes(ax)
        ax.set_title(title)
        return layout.nothing(ax, say("No form that can mark a contrast was found."))
    narrow = style.page_width(ax) < style.NARROW
    columns = (Column(texts.WORD if narrow else texts.TEXT), *[Column(texts.TEXT, "right")] * 2, Column())
    head = [
        Cell(said, texts.PALE)
        for said in (say("form"), *(("+", "−") if narrow else map(say, ("accepted", "rejected"))), say("read as"))
    ]
    rows = [
        (
            Cell(form, style.BLUE if accepted else style.INK, "bold"),
            Cell(grouped(accepted), style.BLUE, "bold") if accepted else Cell("0", texts.PALE),
            Cell(grouped(rejected)) if rejected else Cell("0", texts.PALE),
            Cell("; ".join(_read_as(reason) for reason in read.split(BETWEEN))),
        )
        for form, accepted, rejected, read in frame[["form", "accepted", "rejected", "readings"]].itertuples(index=False)
    ]
    return texts.draw(ax, title, columns, [head, *rows], partial(_readings_note, frame))


def _read_as(reason: str) -> str:
    """A reason without the form that it begins with: *gerade before a phrase: focus particle*."""
    return re.sub(r"^[^:]*: ", "", explain(reason))


def _readings_note(frame: pd.DataFrame, shown: int) -> str:
    note = say(
        "n = {accepted} accepted (+) and {rejected} rejected (−); a marker of several parts counts once. "
        "Forms as in the lexicon.",
        accepted=grouped(int(frame["accepted"].sum())),
        rejected=grouped(int(frame["rejected"].sum())),
    )
    missing = len(frame) + 1 - shown
    return f"{note} {say('Rarer forms not shown: {n}.', n=grouped(missing))}" if missing else note


# ---- how often


def rate_table(doc: Doc | Reading, genre: str = GENRE) -> pd.DataFrame:
    """``rates`` of the accepted markers by tier, with connectives and pairs together, and the words counted in ``words``.

    low and high are the 95 % interval of the rate, missing where none holds.
    """
    reading = reading_of(doc)
    table = rates(reading.tokens, reading.marks("contrast"))
    total = sum(reading.tokens.is_word)
    explicit = table[table["tier"].isin(["connective", "paired"])]
    count = int(explicit["count"].sum())
    per_1000, per_sentence = explicit[["per_1000_words", "per_sentence"]].sum(skipna=False)
    row = pd.DataFrame([(EXPLICIT, count, per_1000, per_sentence)], columns=table.columns)
    tiers, everything = table[table["tier"] != "all"], table[table["tier"] == "all"]
    frame = pd.concat([tiers, row, everything], ignore_index=True)
    found = [_between(tier, rate, total, genre) for tier, rate in zip(frame["tier"], frame["per_1000_words"], strict=True)]
    low, high = zip(*found, strict=True)
    return frame.assign(low=low, high=high, words=total)


def _between(tier: str, rate: float, words: int, genre: str) -> tuple[float, float]:
    name = VALUES.get(tier, f"contrast_{tier}_per_1000_words")
    between = interval(name, {"words": words, name: rate}, genre)
    return between if isinstance(between, Interval) else (float("nan"), float("nan"))


@style.figure
def tier_rates(frame: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw ``rate_table``: a point a tier, with its 95 % interval where one holds."""
    ax = style.axes(ax, height=3.2)
    ax.set_title(say("How often, by tier"))
    if frame.empty or not int(frame["words"].iloc[0]):
        return _nothing(ax, say("The text has no words."))
    plain = Look(style.INK, "", "-", "o")
    values = frame[["low", "high", "per_1000_words"]].to_numpy(float)
    for y, (tier, (low, high, rate)) in enumerate(zip(frame["tier"], values, strict=True)):
        look = LOOKS.get(tier, plain)
        ax.plot([low, high], [y, y], color=look.colour, linewidth=2, solid_capstyle="butt")
        ax.plot([rate], [y], look.symbol, color=look.colour, markeredgecolor=style.INK, markersize=7, clip_on=False, zorder=3)
    names = [say(tier).replace(" + ", "\n+ ") for tier in frame["tier"]]
    ax.set_yticks(range(len(frame)), [f"{name} ({count})" for name, count in zip(names, frame["count"], strict=True)])
    ax.set_ylim(len(frame) - 0.5, -0.5)
    ax.set_xlim(left=0)
    ax.grid(axis="x", color="#DDDDDD", linewidth=0.6)
    ax.set_axisbelow(True)
    ax.set_xlabel(say("markers per 1,000 words"))
    total = int(frame["words"].iloc[0])
    note = say(
        "n = {n} words; accepted markers in brackets, a pair counted once. Line: 95 % interval, exact Poisson or wider.",
        n=grouped(total),
    )
    return style.footnote(ax, note)


def in_words(frame: pd.DataFrame) -> str:
    """What ``rate_table`` says of the explicit markers, whether they are too few for a rate, and what there is besides."""
    values = frame.set_index("tier")
    count, words = values["count"].astype(int), int(values["words"].iloc[0])
    if not words:
        return say("The text has no words.")
    rate, low, high = (values[column].astype(float)[EXPLICIT] for column in ("per_1000_words", "low", "high"))
    between = say("95 %: {low} to {high}", low=decimals(low, 1), high=decimals(high, 1)) if low == low else say("no interval")
    said = [
        say(
            "Connectives and pairs: {n} in {words} words, {rate} per 1,000 ({interval}).",
            n=count[EXPLICIT],
            words=grouped(words),
            rate=decimals(rate, 1),
            interval=between,
        )
    ]
    if count[EXPLICIT] < FEW:
        said.append(say("Fewer than {few}: hardly a rate to compare.", few=FEW))
    besides = {tier: count[tier] for tier in ("comparison", "lexical")}
    return " ".join([*said, say("Besides: comparisons {comparison}, lexical {lexical}.", **besides)])


# ---- where it gathers


def sentence_table(doc: Doc | Reading) -> pd.DataFrame:
    """Accepted markers by sentence: sentence, paragraph, words, one column a tier, markers, expected.

    A marker belongs where its first part stands. ``expected`` is what the sentence would hold if the markers were spread evenly
    over the words of the text.
    """
    reading = reading_of(doc)
    table = reading.marks("sentences")[["sentence", "paragraph", "start", "words"]]
    marks = marker_table(reading.marks("contrast"))
    accepted = marks[marks["accepted"]]
    row = table["start"].searchsorted(accepted["start"], side="right") - 1
    for tier in TIERS:
        counts = pd.Series(row[(accepted["tier"] == tier).to_numpy()], dtype="int64").value_counts()
        table[tier] = counts.reindex(range(len(table)), fill_value=0).to_numpy()
    table["markers"] = table[list(TIERS)].sum(axis=1)
    total = int(table["words"].sum())
    table["expected"] = table["markers"].sum() * table["words"] / total if total else 0.0
    return table.drop(columns="start")


@style.figure
def by_sentence(frame: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw ``sentence_table``: a bar a sentence in text order, stacked by tier, paragraphs marked."""
    ax = style.axes(ax, height=3.4)
    title = say("Where contrast gathers")
    ax.set_title(title)
    if frame.empty:
        return _nothing(ax, say("The text has no sentences."))
    _stacked_bars(ax, frame)
    x, even = frame["sentence"], frame["expected"]
    ax.hlines(even, x - 0.45, x + 0.45, color=style.INK, linewidth=1.4, label=say("evenly spread"))
    ax.set_xlim(0.4, len(frame) + 0.6)
    ax.set_ylim(0, max(1.0, float(frame["markers"].max()), float(frame["expected"].max())) * 1.2)
    _paragraphs(ax, frame)
    ax.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    ax.xaxis.set_major_locator(MaxNLocator(8, integer=True, min_n_ticks=1))
    ax.set_xlabel(say("sentence of the text"))
    ax.set_ylabel(say("accepted markers"))
    if style.page_width(ax) < style.NARROW:
        layout.legend_above(ax)
    else:
        ax.legend(
            loc="lower left", ncols=len(TIERS) + 1, borderaxespad=0.1, columnspacing=1, handlelength=1.4, bbox_to_anchor=(0, 1)
        )
        ax.set_title(title, pad=20)
    note = say(
        "n = {n} accepted markers in {sentences} sentences, each where its first part stands; ¶: paragraphs. "
        "Black lines: what a sentence of this length would hold if markers were spread evenly over the words.",
        n=grouped(int(frame["markers"].sum())),
        sentences=grouped(len(frame)),
    )
    return style.footnote(ax, note)


def _stacked_bars(ax: Axes, frame: pd.DataFrame) -> None:
    """A bar a sentence, its markers one tier upon the other."""
    below = pd.Series(0, index=frame.index)
    for tier in (tier for tier in TIERS if frame[tier].any()):
        look = LOOKS[tier]
        line: dict[str, Any] = {"edgecolor": style.INK, "linewidth": 0.6}
        ax.bar(frame["sentence"], frame[tier], bottom=below, color=look.colour, hatch=look.hatch, label=say(tier), **line)
        below = below + frame[tier]


def _paragraphs(ax: Axes, frame: pd.DataFrame) -> None:
    """A dotted line before each paragraph but the first, and its number where that fits."""
    point = (len(frame) + 0.2) / (_size(ax)[0] or 1)
    firsts = frame.groupby("paragraph")["sentence"].agg(["min", "max"])
    if len(firsts) > 1 and len(frame) / len(firsts) < 3 * point:
        return
    for paragraph, first, last in firsts.itertuples():
        if first > frame["sentence"].min():
            ax.axvline(first - 0.5, color="#888888", linestyle=":", linewidth=0.9, zorder=0)
        if last - first + 1 > (_text_width(f"¶ {paragraph}") + 4) * point:
            at = ax.get_ylim()[1]
            ax.text(first - 0.4, at, f"¶ {paragraph}", fontsize=SMALL, color="#555555", ha="left", va="top")


# ---- shared


def _size(ax: Axes) -> tuple[float, float]:
    """Width and height of the axes in points, a little less than they will have once labels take their room."""
    figure = ax.get_figure()
    assert isinstance(figure, Figure)
    box = ax.get_position()
    width, height = figure.get_size_inches()
    return 72 * 0.95 * width * box.width, 72 * 0.95 * height * box.height


def _text_width(text: str) -> float:
    """The width of a label in points."""
    return float(TextPath((0, 0), text, size=SMALL).get_extents().width) if text.strip() else 0.0


def _nothing(ax: Axes, why: str) -> Axes:
    """Axes that say why they are empty."""
    ax.set_axis_off()
    ax.text(0.5, 0.5, why, ha="center", va="center", transform=ax.transAxes)
    return ax


FIGURES: tuple[StudyFigure, ...] = (
    StudyFigure("contrast_arcs", opposed, sides, "contrast"),
    StudyFigure("contrast_readings", forms_as_read, readings, "contrast"),
    StudyFigure("contrast_rates", rate_table, tier_rates, "contrast", by_genre=True),
    StudyFigure("contrast_by_sentence", sentence_table, by_sentence, "contrast"),
)
