"""Figures that are read, not measured: rows of texts in columns, broken into lines as wide as their column is on the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import accumulate
from typing import Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

from stylo.figures import layout, style

SIZE = 7.0  # points
LINE, APART, BETWEEN = 9.5, 5.0, 8.0  # points: from line to line, from row to row, from column to column
TALLEST = 9.0  # inches
PALE = "#595959"
ROOM = 1.04  # on a screen letters may be this much wider than on paper
SHARED, TEXT, WORD = "shared", "text", "word"


class Column(NamedTuple):
    """A column as wide as its longest text, or its longest word, or as what the others leave, shared evenly."""

    width: str = SHARED
    align: str = "left"


class Cell(NamedTuple):
    """What stands in a row and a column, and in pale letters below it."""

    text: str
    colour: str = style.INK
    weight: str = "normal"
    below: str = ""


Row = Sequence[Cell]


def draw(ax: Axes | None, title: str, columns: Sequence[Column], rows: Sequence[Row], note: Callable[[int], str]) -> Axes:
    """Rows of cells, as many as there is room for; ``note`` makes the note from the number of rows that are shown.

    A figure of its own is as high as its rows, up to ``TALLEST``.
    """
    own = ax is None
    ax = style.axes(ax)
    ax.set_title(title)
    ax.set_axis_off()
    style.footnote(ax, note(len(rows)))
    width, _ = layout.size(ax)
    widths = _widths(columns, rows, width)
    lines = [[_lines(cell, points) for cell, points in zip(row, widths, strict=True)] for row in rows]
    ends = list(accumulate(LINE * max(map(len, cells)) + APART for cells in lines))
    if own:
        grow(ax, ends[-1] + APART)
    shown = _fitting(ends, layout.size(ax)[1])
    if shown < len(rows):
        style.footnote(ax, note(shown))
        shown = _fitting(ends, layout.size(ax)[1])
        style.footnote(ax, note(shown))
    width, height = layout.size(ax)
    ax.set(xlim=(0, width), ylim=(height, 0))
    lefts = [0.0, *accumulate(points + BETWEEN for points in widths)]
    for top, cells in zip([0.0, *ends], lines[:shown], strict=False):
        for left, points, column, cell in zip(lefts, widths, columns, cells, strict=False):
            x = left + points * {"left": 0.0, "center": 0.5, "right": 1.0}[column.align]
            for number, (text, looks) in enumerate(cell):
                ax.text(x, top + LINE * (number + 0.8), text, ha=column.align, va="baseline", fontsize=SIZE, **looks)
    return ax


def grow(ax: Axes, points: float) -> None:
    """Let the figure be as high as axes of so many points take, up to ``TALLEST``."""
    page = layout.root(ax)
    page.set_figheight(min(TALLEST, page.get_figheight() + (points - layout.size(ax)[1]) / layout.POINTS))


def _fitting(ends: Sequence[float], height: float) -> int:
    return max(1, sum(end <= height for end in ends))


def _widths(columns: Sequence[Column], rows: Sequence[Row], width: float) -> list[float]:
    """The width of each column in points."""
    longest = [max(map(_longest[column.width], cells)) for column, cells in zip(columns, zip(*rows, strict=True), strict=True)]
    free = width - sum(longest) - BETWEEN * (len(columns) - 1)
    share = free / max(1, sum(column.width == SHARED for column in columns))
    return [share if column.width == SHARED else points for column, points in zip(columns, longest, strict=True)]


def _words(cell: Cell) -> list[float]:
    return [measured(word, cell.weight) for word in cell.text.split()] + [measured(word) for word in cell.below.split()]


_longest: dict[str, Callable[[Cell], float]] = {
    SHARED: lambda cell: 0.0,
    TEXT: lambda cell: measured(cell.text, cell.weight),
    WORD: lambda cell: max(_words(cell), default=0.0),
}


def _lines(cell: Cell, points: float) -> list[tuple[str, dict[str, Any]]]:
    """The lines of a cell with their looks."""
    looks = {"color": cell.colour, "weight": cell.weight}
    own = [(line, looks) for line in broken(cell.text, points, cell.weight)]
    return own + [(line, {"color": PALE}) for line in broken(cell.below, points)]


def broken(text: str, points: float, weight: str = "normal") -> list[str]:
    """A text in lines of at most so many points; a word that is wider is parted."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measured(longer, weight) <= points:
            lines[-1] = longer
            continue
        while len(word) > 1 and measured(word, weight) > points:
            cut = max(1, sum(measured(word[:end], weight) <= points for end in range(1, len(word))))
            lines.append(word[:cut])
            word = word[cut:]
        lines.append(word)
    return lines


@cache
def _font(weight: str) -> FontProperties:
    return FontProperties(family=style.RC["font.family"], weight=weight)


def measured(text: str, weight: str = "normal", size: float = SIZE) -> float:
    """How wide a text is in points."""
    return ROOM * float(TextPath((0, 0), text, size=size, prop=_font(weight)).get_extents().width) if text.strip() else 0.0
