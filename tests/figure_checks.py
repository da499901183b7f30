"""What every figure is held to: texts of all sizes, a narrow page, and nothing cut off."""

from __future__ import annotations

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from stylo.figures import style
from stylo.figures.layout import settle

TEXTS = {
    "empty": "",
    "blank": " \n\n ",
    "no word": "... !",
    "one word": "Großartig.",
    "one sentence": "Der Film ist laut.",
    "alike": "Er kam heim. Sie ging fort. " * 8,
    "many paragraphs": "Der alte Mann schwieg: Er hatte viel gesehen.\nNiemand fragte ihn danach.\n" * 40,
}


def column() -> plt.Axes:
    """Axes as wide as a printed column."""
    with style.styled():
        return plt.figure(figsize=(style.COLUMN, 3), layout="constrained").add_subplot()


def texts_of(ax: plt.Axes) -> list[Text]:
    """Every text that is seen in the figure of the axes, with the labels of ticks inside the axes and of legends."""
    figure = ax.get_figure(root=True)
    settle(figure)
    unseen = {id(text) for axes in _all_axes(figure) for axis in (axes.xaxis, axes.yaxis) for text in _unseen(axis)}
    found = figure.findobj(lambda artist: isinstance(artist, Text) and artist.get_visible() and bool(artist.get_text()))
    hidden = {id(axis.label) for axes in _all_axes(figure) if not axes.axison for axis in (axes.xaxis, axes.yaxis)}
    return [text for text in found if id(text) not in unseen | hidden]


def _all_axes(figure: Figure) -> list[plt.Axes]:
    return figure.findobj(plt.Axes)


def _unseen(axis: Axis) -> list[Text]:
    """The labels of ticks beyond the ends of an axis, or of an axis that is switched off."""
    low, high = sorted(axis.get_view_interval())
    room = 1e-9 * (high - low)
    return [
        label
        for tick in [*axis.get_major_ticks(), *axis.get_minor_ticks()]
        for label in (tick.label1, tick.label2)
        if not axis.axes.axison or not low - room <= tick.get_loc() <= high + room
    ]


def in_front(ax: plt.Axes) -> list[tuple[str, Bbox]]:
    """What is written in a figure and where, without the words inside its marks, a little smaller than it is."""
    shown = [text for text in texts_of(ax) if text not in ax.texts]
    boxes = [(text.get_text(), text.get_window_extent()) for text in shown]
    return [(text, Bbox.from_extents(box.x0 + 1, box.y0 + 1, box.x1 - 1, box.y1 - 1)) for text, box in boxes]


def cut_off(ax: plt.Axes) -> list[str]:
    """The texts that reach beyond the edge of the figure."""
    page = ax.get_figure(root=True).bbox
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts_of(ax)]
    return [name for name, box in boxes if box.x0 < -1 or box.y0 < -1 or box.x1 > page.x1 + 1 or box.y1 > page.y1 + 1]
