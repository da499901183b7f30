"""Figures of contrast: what is set against what, which readings were accepted, how often, and where it gathers.

The first function of each pair makes a frame from a document, the second draws that frame and nothing else.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import compress
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from matplotlib.ticker import MaxNLocator
from spacy.tokens import Doc

from stylo.families.contrast.measure import TIERS, marker_table, rates
from stylo.families.document import Reading, reading_of
from stylo.figures import layout, style
from stylo.figures.base import StudyFigure
from stylo.reference.intervals import GENRE, Interval, interval
from stylo.wording.language import number as decimals
from stylo.wording.language import say
from stylo.wording.numbers import grouped

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

ARC_COLUMNS = {
    "what": "object",
    "number": "int64",
    "tier": "object",
    "text": "object",
    "left": "object",
    "right": "object",
    "left_from": "Int64",
    "left_to": "Int64",
    "right_from": "Int64",
    "right_to": "Int64",
}


def opposed(doc: Doc | Reading) -> pd.DataFrame:
    """What is set against what, in text order: a row for each sentence, then one for each accepted marker.

    ``what`` says what ``left`` and ``right`` are: a ``sentence`` (left: its words); the two ``sides`` of a marker where both
    can be delimited, else its first and last ``parts``; else the marker's only ``word`` (left). ``left_from`` to ``right_to``
    are positions in words, from 0, end exclusive. ``number`` is the number of the sentence or the marker.
    """
    reading = reading_of(doc)
    place = _Places(reading)
    rows = [*_sentence_rows(reading, place), *_marker_rows(reading, place)]
    return pd.DataFrame(rows, columns=list(ARC_COLUMNS)).astype(ARC_COLUMNS)


class _Places:
    """From character offsets to positions in words."""

    def __init__(self, reading: Reading) -> None:
        tokens = reading.tokens
        self.text = reading.text
        self.starts = list(compress(tokens.offsets, tokens.is_word))
        self.ends = list(compress(tokens.ends, tokens.is_word))

    def __call__(self, start: int, end: int) -> tuple[int, int]:
        """The words that lie in a range of characters, at least in part; an empty range where there are none."""
        first = bisect_right(self.ends, start)
        return first, max(first, bisect_left(self.starts, end))

    def side(self, name: str, start: int, end: int) -> dict[str, object]:
        """The columns of one side: its text and the range of its words."""
        first, last = self(start, end)
        return {name: self.text[start:end], f"{name}_from": first, f"{name}_to": last}


def _sentence_rows(reading: Reading, place: _Places) -> Iterator[dict[str, object]]:
    table = reading.marks("sentences")
    for number, start, end in zip(table["sentence"], table["start"], table["end"], strict=True):
        yield {"what": "sentence", "number": number, "tier": "", "text": "", **place.side("left", start, end)}


def _marker_rows(reading: Reading, place: _Places) -> Iterator[dict[str, object]]:
    marks = reading.marks("contrast")
    for number, parts in marks[marks["accepted"]].groupby("marker"):
        first, last = parts.iloc[0], parts.iloc[-1]
        common = {"number": number, "tier": first["tier"], "text": " ... ".join(parts["text"])}
        if first["left_start"] >= 0 and first["right_start"] >= 0:
            left = place.side("left", first["left_start"], first["left_end"])
            right = place.side("right", first["right_start"], first["right_end"])
            yield {"what": "sides", **common, **left, **right}
        elif len(parts) > 1:
            ends = place.side("left", first["start"], first["end"]) | place.side("right", last["start"], last["end"])
            yield {"what": "parts", **common, **ends}
        else:
            yield {"what": "word", **common, **place.side("left", first["start"], first["end"])}


class _Label(NamedTuple):
    """A label in the plane: its line over the arcs (from 0), where it begins and ends, and the place it belongs to."""

    line: int
    begin: float
    end: float
    at: float


@style.figure
def arcs(frame: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw ``opposed``: the text from left to right, a lane for each tier, an arc from one side to the other."""
    ax = style.axes(ax, height=4.6)
    ax.set_title(say("What is set against what"))
    spans, found = frame[frame["what"] == "sentence"], frame[frame["what"] != "sentence"]
    if spans.empty:
        return _nothing(ax, say("The text has no words."))
    words = int(spans["left_to"].max())
    width, height = _size(ax)
    ax.set_xlim(0, words)
    ax.set_ylim(0, height)  # the unit is about a point
    _sentence_bands(ax, spans, words / width)
    lanes = {tier: found[found["tier"] == tier] for tier in reversed(TIERS)}
    bases, unlabelled = [], 0
    for base, rise, labels, (tier, rows) in _lanes(lanes, words, width, height):
        bases.append(base)
        ax.axhline(base, color="#888888", linewidth=0.6, zorder=1)
        tops = _draw_marks(ax, rows, base, rise, LOOKS[tier])
        _write(ax, labels, tops, rows["text"], base + rise + 2)
        unlabelled += labels.count(None)
    ax.set_yticks([base + 8 for base in bases], [f"{say(tier)}\n({len(rows)})" for tier, rows in lanes.items()])
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    ax.set_xlabel(say("words of the text"))
    note = say(
        "n = {n} accepted markers in {words} words, {sentences} sentences (bands, numbered above). Arc: from the middle of one "
        "side (bar) to the middle of the other; where the sides cannot be told, from part to part of the marker; "
        "a symbol alone: a marker of one word.",
        n=grouped(len(found)),
        words=grouped(words),
        sentences=grouped(len(spans)),
    )
    rest = say("Without a label for want of room: {n}.", n=unlabelled)
    return style.footnote(ax, f"{note} {rest}" if unlabelled else note)


def _sentence_bands(ax: Axes, spans: pd.DataFrame, point: float) -> None:
    """Every other sentence on grey, with its number where that fits (``point``: words in a point of width)."""
    edges = list(zip(spans["left_from"].astype(int), spans["left_to"].astype(int), strict=True))
    if sum(b - a for a, b in edges) / len(edges) < 4 * point:
        return
    for number, (a, b) in zip(spans["number"], edges, strict=True):
        if number % 2:
            ax.axvspan(a, b, color="#F1F1F1", linewidth=0, zorder=0)
        if b - a > (_text_width(str(number)) + 2) * point:
            ax.text((a + b) / 2, ax.get_ylim()[1], str(number), fontsize=SMALL, color="#666666", ha="center", va="top")


Lane = tuple[float, float, list[_Label | None], tuple[str, pd.DataFrame]]


def _lanes(lanes: dict[str, pd.DataFrame], words: int, width: float, height: float) -> Iterator[Lane]:
    """Base line, height of the arcs and labels of each lane from below, a lane as high as its labels need."""
    line, foot, head, least = SMALL + 2.5, 6, 6, 14
    most = 8
    while True:
        placed = [_place_labels(rows, words, width, most) for rows in lanes.values()]
        lines = [1 + max((label.line for label in labels if label), default=0) for labels in placed]
        rise = (height - line - sum(lines) * line) / len(lanes) - foot - head
        if rise >= least or most == 1:
            break
        most -= 1
    base = float(foot)
    for labels, number, lane in zip(placed, lines, lanes.items(), strict=True):
        yield base, max(min(rise, 60), 4), labels, lane
        base += max(rise, 4) + number * line + foot + head


def _place_labels(rows: pd.DataFrame, words: int, width: float, lines: int) -> list[_Label | None]:
    """Each label as low as it can be where it meets no other label or leader and bars the way of few; None without room."""
    centres = [_centre(row) for row in rows.itertuples()]
    placed: list[_Label | None] = []
    for at, text in zip(centres, rows["text"], strict=True):
        wide = (_text_width(text) + 4) * words / width
        begins = [min(max(at - share * wide, 0), words - wide) for share in (0.5, 0.25, 0.75, 0.05, 0.95)]
        options = [_Label(line, begin, begin + wide, at) for line in range(lines) for begin in begins if begin >= 0]
        free = [label for label in options if all(_apart(label, other) for other in placed if other)]
        placed.append(min(free, key=lambda label: sum(label.begin < x < label.end for x in centres), default=None))
    return placed


def _apart(one: _Label, other: _Label) -> bool:
    low, high = sorted((one, other))
    if low.line == high.line:
        return low.end <= high.begin or high.end <= low.begin
    return not low.begin < high.at < low.end


def _draw_marks(ax: Axes, rows: pd.DataFrame, base: float, rise: float, look: Look) -> list[float]:
    """The arcs and symbols of one lane; returns the height of each one's top."""
    longest = max((_middle(row, "right") - _middle(row, "left") for row in rows.itertuples() if row.what != "word"), default=1)
    tops = []
    for row in rows.itertuples():
        left = _middle(row, "left")
        if row.what == "word":
            ax.plot([left], [base], look.symbol, color=look.colour, markeredgecolor=style.INK, markersize=5, zorder=4)
            tops.append(base)
            continue
        right = _middle(row, "right")
        height = rise * (0.4 + 0.6 * (abs(right - left) / max(longest, 1)) ** 0.5)
        for side in ("left", "right"):
            ax.plot(_edges(row, side), [base, base], color=look.colour, linewidth=4, solid_capstyle="butt", zorder=2)
        ax.add_patch(_arc(left, right, base, height, look))
        tops.append(base + height)
    return tops


def _edges(row: Any, side: str) -> tuple[int, int]:
    return int(getattr(row, f"{side}_from")), int(getattr(row, f"{side}_to"))


def _middle(row: Any, side: str) -> float:
    return sum(_edges(row, side)) / 2


def _centre(row: Any) -> float:
    """Where the top of an arc, or a word, stands."""
    left = _middle(row, "left")
    return left if row.what == "word" else (left + _middle(row, "right")) / 2


def _arc(left: float, right: float, base: float, height: float, look: Look) -> PathPatch:
    control = base + height * 4 / 3
    path = Path([(left, base), (left, control), (right, control), (right, base)], [Path.MOVETO, *[Path.CURVE4] * 3])
    return PathPatch(path, fill=False, edgecolor=look.colour, linestyle=look.line, linewidth=1.5, zorder=3)


def _write(ax: Axes, labels: list[_Label | None], tops: list[float], texts: Iterable[str], floor: float) -> None:
    """The labels of one lane, each with a thin leader from its arc or word."""
    for label, top, text in zip(labels, tops, texts, strict=True):
        if label:
            y = floor + label.line * (SMALL + 2.5)
            ax.plot([label.at, label.at], [top, y], color="#888888", linewidth=0.5, zorder=1)
            ax.text((label.begin + label.end) / 2, y, text, fontsize=SMALL, ha="center", va="bottom", zorder=5)


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


@style.figure
def readings(frame: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw ``forms``: a bar a form, the accepted readings in full colour, the rejected ones hatched."""
    ax = style.axes(ax, height=min(9, 1.3 + 0.17 * max(len(frame), 8)))
    ax.set_title(say("Read as a contrast, and not"))
    if frame.empty:
        return _nothing(ax, say("No form that can mark a contrast was found."))
    shown = frame.head(max(1, int(_size(ax)[1] / (SMALL + 2))))
    y = list(range(len(shown)))
    ax.barh(y, shown["accepted"], color=style.BLUE, edgecolor=style.INK, linewidth=0.6, label=say("accepted"))
    ax.barh(
        y,
        shown["rejected"],
        left=shown["accepted"],
        color="white",
        edgecolor=style.INK,
        hatch="////",
        linewidth=0.6,
        label=say("rejected"),
    )
    ax.set_yticks(y, shown["form"], fontsize=SMALL)
    ax.set_ylim(max(len(shown), 6) - 0.4, -0.6)
    ax.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    ax.set_xlim(0, float((shown["accepted"] + shown["rejected"]).max()) * 1.05)
    ax.set_xlabel(say("occurrences"))
    if style.page_width(ax) < style.NARROW:
        layout.legend_above(ax)
    else:
        ax.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=2, borderaxespad=0.1, handlelength=1.4)
        ax.set_title(ax.get_title(loc="left"), pad=20)
    accepted, rejected = int(frame["accepted"].sum()), int(frame["rejected"].sum())
    note = say(
        "n = {accepted} accepted and {rejected} rejected; a marker of several parts counts once. Forms as in the lexicon.",
        accepted=grouped(accepted),
        rejected=grouped(rejected),
    )
    rest = say("Not shown: {n} rarer forms.", n=len(frame) - len(shown))
    return style.footnote(ax, f"{note} {rest}" if len(shown) < len(frame) else note)


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


@lru_cache(1_000)  # the same few markers recur
def _text_width(text: str) -> float:
    """The width of a label in points."""
    return float(TextPath((0, 0), text, size=SMALL).get_extents().width) if text.strip() else 0.0


def _nothing(ax: Axes, why: str) -> Axes:
    """Axes that say why they are empty."""
    ax.set_axis_off()
    ax.text(0.5, 0.5, why, ha="center", va="center", transform=ax.transAxes)
    return ax


FIGURES: tuple[StudyFigure, ...] = (
    StudyFigure("contrast_arcs", opposed, arcs, "contrast"),
    StudyFigure("contrast_readings", forms, readings, "contrast"),
    StudyFigure("contrast_rates", rate_table, tier_rates, "contrast", by_genre=True),
    StudyFigure("contrast_by_sentence", sentence_table, by_sentence, "contrast"),
)
