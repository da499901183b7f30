"""What figures share: rows of frames, and room on the page, so that nothing overlaps or is cut off, a column or a page wide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from textwrap import fill
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from spacy.tokens import Doc, Span

from stylo.wording.language import say
from stylo.wording.numbers import grouped

POINTS = 72  # in an inch
MONOSPACE = "DejaVu Sans Mono"
# Width of a character of it as a share of its size: 0.602 in print, up to this on a screen, where widths are rounded.
ADVANCE = 0.64


def rows(table: pd.DataFrame) -> Iterator[Any]:
    """The rows of a frame as named tuples."""
    return iter(table.itertuples())


def span(doc: Doc, row: Any) -> Span:
    """The tokens of a mark made from whole tokens."""
    found = doc.char_span(row.start, row.end)
    if found is None:
        raise ValueError(f"the mark from {row.start} to {row.end} does not lie on the tokens of this text")
    return found


def counted(n: int, one: str, many: str, **values: object) -> str:
    """What is said of one thing or of several, in the current language; ``n`` is written with its thousands apart."""
    return say(one, **values) if n == 1 else say(many, n=grouped(n), **values)


def nothing(ax: Axes, why: str) -> Axes:
    """Axes that say why there is nothing to draw."""
    ax.set_axis_off()
    ax.text(0.5, 0.5, fill(why, 36), ha="center", va="center", transform=ax.transAxes, color="#555555")
    return ax


def size(ax: Axes) -> tuple[float, float]:
    """Width and height of the axes in points, once all that was drawn so far has found its place."""
    figure = root(ax)
    settle(figure)
    box = ax.get_window_extent()
    return box.width * POINTS / figure.dpi, box.height * POINTS / figure.dpi


def headroom(ax: Axes, top: float, points: float) -> None:
    """Let the y axis run from 0 so far beyond ``top`` that ``points`` of free space remain above it."""
    height = max(size(ax)[1], 2 * points)
    ax.set_ylim(0, max(top, 1e-9) / (1 - points / height))


def legend_above(ax: Axes) -> None:
    """The legend between title and axes: in one line, or a line an entry, or with its labels broken, as the axes are wide."""
    inch = root(ax).dpi
    for columns in (len(ax.get_legend_handles_labels()[0]), 1):
        legend = ax.legend(loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=0.2, handlelength=2.4, ncols=columns)
        legend.set_in_layout(False)  # its width must not narrow the axes that it is measured against
        room, taken = size(ax)[0], legend.get_window_extent().width * POINTS / inch
        if taken <= room:
            break
    else:
        longest = max(len(text.get_text()) for text in legend.get_texts())
        for text in legend.get_texts():
            text.set_text(fill(text.get_text(), max(8, int(longest * (room - 35) / (taken - 35)))))
    size(ax)
    ax.set_title(ax.get_title(loc="left"), pad=legend.get_window_extent().height * POINTS / inch + 4)


def thin_ticks(lines: Sequence[Sequence[Axes]], most: int = 3, apart: float = 3.0) -> None:
    """Panels in lines with as many ticks on the x axis, up to ``most``, as their labels stay ``apart`` (points) from each other
    and from those of the panels beside them."""
    for bins in range(most, 0, -1):
        crowded = lines if bins == most else [line for line in lines if _touch(line, apart)]
        for panel in (panel for line in crowded for panel in line):
            panel.locator_params(axis="x", nbins=bins)


def _touch(panels: Sequence[Axes], apart: float) -> bool:
    """Whether labels of the x axes of panels in a line come closer to each other than so many points."""
    page = root(panels[0])
    settle(page)
    shown = [
        tick.label1.get_window_extent()
        for panel in panels
        for tick in panel.xaxis.get_major_ticks()
        if tick.label1.get_text() and panel.viewLim.x0 <= tick.get_loc() <= panel.viewLim.x1
    ]
    ordered = sorted(shown, key=lambda box: box.x0)
    return any(left.x1 + apart * page.dpi / POINTS > right.x0 for left, right in pairwise(ordered))


def settle(figure: Figure) -> None:
    """Let all parts of a figure find their places, unless nothing was changed since they did."""
    if figure.stale:
        figure.draw_without_rendering()


def root(ax: Axes) -> Figure:
    """The figure that the axes stand in."""
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    return figure
