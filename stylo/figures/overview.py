"""The whole text at one glance, and texts side by side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Bbox
from spacy.tokens import Doc

from stylo.corpus.profiles import profile
from stylo.families.document import Reading, reading_of
from stylo.figures import layout, style
from stylo.figures.along import ticks, word_numbers
from stylo.figures.base import OVERVIEW, StudyFigure
from stylo.wording.language import number as decimals
from stylo.wording.language import say

LAYERS = {
    "adjectives: attributive": style.BLUE,
    "adjectives: other": style.SKY,
    "contrast: accepted": style.VERMILION,
    "contrast: look-alike": style.GREY,
    "register: distance": style.INK,
    "register: nearness": style.ORANGE,
}
MOST_LABELS = 60
MOST_PANELS = 3  # in a line of a column
SMALL = 7.5  # points: the numbers of sentences
HALO = withStroke(linewidth=2, foreground="white")  # so that the line of the mean does not run through a number
POINT = 6.5  # points: a sentence's circle or square
# Where a number may stand: offset in points from its point, and how it is aligned there.
SIDES = (
    (0, 5, "center", "bottom"), (0, -5, "center", "top"), (5, 0, "left", "center"), (-5, 0, "right", "center"),
    (4, 4, "left", "bottom"), (4, -4, "left", "top"), (-4, 4, "right", "bottom"), (-4, -4, "right", "top"),
)  # fmt: skip
LINE = 0.2  # inches for a text in a panel
LONGEST_NAME = 24  # characters of a text's name
COMPARED = {
    "sentence_length_mean": "words per sentence",
    "adjectives_per_100_words": "adjectives per 100 words",
    "contrast_markers_per_1000_words": "contrast markers per 1,000 words",
    "formality_f": "Formality F (%)",
    "lix": "LIX",
    "mattr_50": "MATTR (50 words)",
}


def layers(doc: Doc | Reading) -> pd.DataFrame:
    """All marks of a text in layers: layer, start, end, text, word (number of the word at which the mark starts, from 1)."""
    reading = reading_of(doc)
    adjectives, register = reading.marks("adjectives"), reading.marks("register")
    contrast = reading.marks("contrast").drop_duplicates("marker")
    adjectives["layer"] = adjectives["function"].eq("attributive").map({True: "attributive", False: "other"})
    contrast["layer"] = contrast["accepted"].map({True: "accepted", False: "look-alike"})
    register["layer"] = register["pole"]
    register = register[register["pole"].isin(["distance", "nearness"])]
    frames = {"adjectives": adjectives, "contrast": contrast, "register": register}
    marks = pd.concat([frame.assign(layer=f"{name}: " + frame["layer"].astype(str)) for name, frame in frames.items()])
    marks["word"] = word_numbers(reading, marks["start"].tolist())
    return marks[["layer", "start", "end", "text", "word"]].sort_values(["start", "layer"], ignore_index=True)


@style.figure
def text_map(frame: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Every mark of a text as a tick at its word, one row a layer; ``frame`` is made by ``layers``."""
    ax = style.axes(ax, height=2.8)
    ticks(ax, {layer: frame.loc[frame["layer"] == layer, "word"].tolist() for layer in LAYERS}, [*LAYERS.values()])
    ax.set_title(say("Where the marks lie"))
    note = layout.counted(
        len(frame),
        "n = 1 mark; one tick a mark (a marker of several parts at its first), at the right their number",
        "n = {n} marks; one tick a mark (a marker of several parts at its first), at the right their number",
    )
    style.footnote(ax, note)
    return ax


def profiles(docs: Sequence[Doc]) -> pd.DataFrame:
    """The values that ``side_by_side`` draws, long: document, measure, label, value."""
    return compared_values(profile(docs))


def compared_values(table: pd.DataFrame) -> pd.DataFrame:
    """``profiles`` of texts whose ``stylo.profile`` is there already."""
    long = table.melt(id_vars="document", value_vars=list(COMPARED), var_name="measure", value_name="value")
    return long.assign(label=long["measure"].map(COMPARED))


@style.figure
def side_by_side(frame: pd.DataFrame, highlight: str | None = None, ax: Axes | None = None) -> Axes:
    """Texts as dots, one small panel a measure on its own scale, the highlighted text (the first) as a filled diamond.

    ``frame`` is made by ``profiles``. The given axes are divided into panels; they are returned. Raises ValueError for a text
    to highlight that is not in the frame.
    """
    narrow = style.page_width(ax) < style.NARROW
    documents = list(dict.fromkeys(frame["document"]))
    measures = list(dict.fromkeys(frame["measure"]))
    highlight = documents[0] if highlight is None else highlight
    if highlight not in documents:
        raise ValueError(say("There is no text {name!r} among {known}.", name=highlight, known=", ".join(documents)))
    ax = style.axes(ax, height=max(4.4, LINE * len(documents) * (2 if narrow else 1) + 1.6))
    ax.set_axis_off()
    ax.set_title(say("Texts side by side"), pad=16)
    panels = _panels(ax, len(measures), narrow)
    for panel, measure in zip(chain.from_iterable(panels), measures, strict=True):
        values = frame[frame["measure"] == measure].set_index("document").reindex(documents)
        _dots(panel, values["value"], highlight)
        _panel_title(panel, str(values["label"].iloc[0]), narrow)
    for line in panels:
        for panel in line:
            panel.set_yticks(range(len(documents)), map(_short, documents) if panel is line[0] else [""] * len(documents))
    layout.thin_ticks(panels)
    handles = [
        Line2D([], [], marker="D", linestyle="", color=style.VERMILION, label=_short(highlight)),
        Line2D([], [], marker="o", linestyle="", color=style.BLUE, markerfacecolor="white", label=say("other texts")),
    ]
    ax.legend(handles=handles, loc="upper right", bbox_to_anchor=(1, 1.16), ncols=2)
    note = say("n = {n} texts; each panel has its own scale; a colon does not end a sentence", n=len(documents))
    style.footnote(ax, note)
    return ax


def _panels(ax: Axes, number: int, narrow: bool) -> list[list[Axes]]:
    """So many panels in the given axes, line by line: all in one line, on a narrow page in lines of three."""
    in_a_line = min(MOST_PANELS, number) if narrow else number
    width, height, gap = 1 / in_a_line, 1 / -(-number // in_a_line), 0.06 if narrow else 0.03
    lines: list[list[Axes]] = [[] for _ in range(-(-number // in_a_line))]
    for k in range(number):
        line, column = divmod(k, in_a_line)
        place = (column * width + gap / 2, 1 - (line + 1) * height, width - gap, height - (0.15 if narrow else 0.06))
        lines[line].append(style.localised(ax.inset_axes(place)))
    return lines


def _dots(panel: Axes, values: pd.Series, highlight: str) -> None:
    """A dot for each text, a filled diamond for the highlighted one with a line through all rows; what is missing in words."""
    for row, (document, value) in enumerate(values.items()):
        mine = document == highlight
        if value != value:
            across = panel.get_yaxis_transform()
            panel.text(
                0.5, row, say("missing"), transform=across, ha="center", va="center", fontsize=6.5, backgroundcolor="white"
            )
        panel.plot(
            value, row, "D" if mine else "o", color=style.VERMILION if mine else style.BLUE,
            markerfacecolor=style.VERMILION if mine else "white", markersize=6 if mine else 5,
        )  # fmt: skip
    panel.axvline(values.get(highlight, float("nan")), color=style.VERMILION, linewidth=0.7, linestyle=":")
    panel.set_ylim(len(values) - 0.5, -0.5)
    panel.tick_params(axis="x", labelsize=7)
    panel.margins(x=0.15)
    panel.grid(axis="y", color="#eeeeee")


def _panel_title(panel: Axes, label: str, narrow: bool) -> None:
    """The measure's label above its panel, broken before its unit."""
    label = say(label).replace(" per ", "\nper ").replace(" je ", "\nje ")
    panel.set_title(label.replace(" (", "\n(") if narrow else label, fontsize=6 if narrow else 7.5, fontweight="normal")


def _short(name: str) -> str:
    """The name of a text, of a long one its beginning and its end: files of one kind often differ in the last characters."""
    half = LONGEST_NAME // 2
    return name if len(name) <= LONGEST_NAME else f"{name[:half]}…{name[-half + 1 :]}"


def sentence_table(doc: Doc | Reading) -> pd.DataFrame:
    """One row a sentence: sentence, paragraph, words, adjectives, contrast (accepted markers), distance and nearness marks."""
    reading = reading_of(doc)
    table = reading.marks("sentences")[["sentence", "paragraph", "words"]].set_index("sentence")
    contrast = reading.marks("contrast").query("accepted").drop_duplicates("marker")
    register = reading.marks("register")
    counts = {
        "adjectives": reading.marks("adjectives"),
        "contrast": contrast,
        "distance": register[register["pole"] == "distance"],
        "nearness": register[register["pole"] == "nearness"],
    }
    for name, marks in counts.items():
        table[name] = marks.groupby("sentence").size().reindex(table.index, fill_value=0)
    return table.reset_index()


@style.figure
def portrait(frame: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Each sentence by its length and its adjectives, numbered, a square where it holds accepted contrast.

    ``frame`` is made by ``sentence_table``. Sentences of one point share a label. Numbers are left out where there are
    more than 60 sentences, or where others are in the way.
    """
    narrow = style.page_width(ax) < style.NARROW
    ax = style.axes(ax, height=4.0)
    kinds = {True: ("s", style.VERMILION, "with a contrast marker"), False: ("o", style.SLATE, "without")}
    for contrast, (marker, colour, label) in kinds.items():
        part = frame[frame["contrast"].gt(0) == contrast]
        ax.plot(
            part["words"], part["adjectives"], marker, color=colour, markersize=6, label=say(label), zorder=3 if contrast else 2
        )
    top = frame["words"].max() if len(frame) else 10
    mean = frame["adjectives"].sum() / frame["words"].sum() if len(frame) else 0
    label = say("mean of the text: {mean} per 100 words", mean=decimals(100 * mean, 1))
    ax.plot([0, top], [0, mean * top], color=style.BLUE, linestyle="--", linewidth=1, zorder=0, label=label)
    ax.legend(loc="upper left")
    ax.set_xlim(0, top * 1.08)
    ax.set_ylim(-0.8, (frame["adjectives"].max() if len(frame) else 1) * 1.25 + 0.5)
    ax.set_xlabel(say("words of the sentence"))
    ax.set_ylabel(say("adjectives in it"))
    ax.set_title(say("Do longer sentences hold more adjectives?"))
    if narrow:
        layout.legend_above(ax)
    many = "n = {n} sentences, numbered in text order; adjectives: ADJA and ADJD; a colon does not end a sentence"
    one = "n = 1 sentence; adjectives: ADJA and ADJD; a colon does not end a sentence"
    note = layout.counted(len(frame), one, many)
    style.footnote(ax, note)
    left_out = _number_points(frame, ax) if len(frame) <= MOST_LABELS else 0
    rest = say("Without a label for want of room: {n}.", n=left_out)
    return style.footnote(ax, f"{note}. {rest}") if left_out else ax


def _number_points(frame: pd.DataFrame, ax: Axes) -> int:
    """The numbers of the sentences at each point, where they meet no other label, point or legend; how many found no room."""
    layout.size(ax)
    unit = layout.root(ax).dpi / layout.POINTS
    inside, legend = ax.get_window_extent(), ax.get_legend()
    at: dict[tuple[float, float], list[int]] = {}
    for x, y, sentence in zip(frame["words"], frame["adjectives"], frame["sentence"], strict=True):
        at.setdefault((float(x), float(y)), []).append(sentence)
    places = dict(sorted(at.items()))
    points = ax.transData.transform(np.array([*places], dtype=float).reshape(-1, 2))
    taken = [Bbox.from_bounds(x - POINT / 2 * unit, y - POINT / 2 * unit, POINT * unit, POINT * unit) for x, y in points]
    taken += [legend.get_window_extent()] if legend else []
    missing = 0
    for (x, y), numbers in places.items():
        label = ", ".join(map(str, numbers))
        for dx, dy, ha, va in SIDES:
            text = ax.annotate(label, (x, y), xytext=(dx, dy), textcoords="offset points", ha=ha, va=va, fontsize=SMALL)
            text.set_path_effects([HALO])
            box = text.get_window_extent().padded(1.5 * unit, 0)
            if inside.x0 <= box.x0 and box.x1 <= inside.x1 and not any(box.overlaps(other) for other in taken):
                taken.append(box)
                break
            text.remove()
        else:
            missing += len(numbers)
    return missing


FIGURES = (
    StudyFigure("text_map", layers, text_map, OVERVIEW),
    StudyFigure("sentence_portrait", sentence_table, portrait, OVERVIEW),
)
