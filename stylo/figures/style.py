"""One look for all figures: colours safe for the colour-blind and ordered in grey, type that survives a column's width."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from textwrap import fill
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import ScalarFormatter

from stylo.language import current

# Okabe & Ito (2008), from dark to light in grey.
INK, BLUE, VERMILION, GREEN, ORANGE, SKY, GREY = "#222222", "#0072B2", "#D55E00", "#009E73", "#E69F00", "#56B4E9", "#B0B0B0"
SEQUENCE = (BLUE, ORANGE, GREEN, VERMILION, SKY, INK, GREY)
HATCHES = ("", "//", "..", "\\\\", "xx", "--", "oo")
COLUMN, PAGE = 3.4, 7.0  # inches
MODERATE = 4.2
FOOTNOTE_CHARACTERS = 17.5  # an inch, in 7-point type

RC: dict[Any, Any] = {
    "figure.dpi": 100,
    "savefig.dpi": 200,
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.titlesize": 10,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.prop_cycle": cycler(color=SEQUENCE),
    "xtick.labelsize": 8,
    "ytick.labelsize": 8,
    "legend.fontsize": 8,
    "legend.frameon": False,
    "lines.linewidth": 1.4,
    "svg.hashsalt": "stylo",
    "svg.fonttype": "path",
    "pdf.fonttype": 42,
    "path.simplify": False,
    "text.parse_math": False,  # a dollar in a text is a dollar
}


@contextmanager
def styled() -> Iterator[None]:
    """matplotlib with this module's settings, and with these as they were before when the block ends.

    Only the settings of ``RC`` are put back: a notebook's back end, loaded with the first figure, makes settings of its own.
    """
    before = {name: mpl.rcParams[name] for name in RC}
    mpl.rcParams.update(RC)
    try:
        yield
    finally:
        mpl.rcParams.update(before)


def axes(ax: Axes | None, width: float = PAGE, height: float = MODERATE) -> Axes:
    """The given axes, or those of a new figure (inches), with the decimal sign of the language."""
    if ax is None:
        with styled():
            figure = plt.figure(figsize=(width, height), layout="constrained")
            ax = figure.add_subplot()
    return localised(ax)


def localised(ax: Axes) -> Axes:
    """The axes with numbers in the current language, whatever the language is when they are drawn."""
    for axis in (ax.xaxis, ax.yaxis):
        if current() == "de" and isinstance(axis.get_major_formatter(), ScalarFormatter):
            axis.set_major_formatter(DecimalComma())
    return ax


class DecimalComma(ScalarFormatter):
    """matplotlib's numbers with a decimal comma."""

    def __call__(self, x: float, pos: int | None = None) -> str:
        return super().__call__(x, pos).replace(".", ",")

    def get_offset(self) -> str:
        return super().get_offset().replace(".", ",")


def footnote(ax: Axes, text: str) -> Axes:
    """What every figure owes its reader (n, unit, convention), in small type under the axes, in lines of the figure's width."""
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    lines = fill(text, int(figure.get_figwidth() * FOOTNOTE_CHARACTERS))
    figure.supxlabel(lines, x=0.01, ha="left", fontsize=7, color="#555555")
    return ax


KINDS: dict[str, dict[str, Any]] = {
    "svg": {"Date": None, "Creator": "stylo"},
    "pdf": {"CreationDate": None, "Creator": "stylo", "Producer": "stylo"},
    "png": {"Software": "stylo"},
}


def rendered(ax: Axes, kind: str) -> bytes:
    """The figure of the axes as a file of one of ``KINDS``, without a date and without a version of matplotlib."""
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    buffer = BytesIO()
    with styled():
        figure.savefig(buffer, format=kind, metadata=KINDS[kind])
    return buffer.getvalue()


def save(ax: Axes, data: pd.DataFrame, folder: Path | str, name: str) -> list[Path]:
    """Write a figure as SVG, PDF and PNG with its data as CSV beside it; the same data gives the same bytes.

    Returns the four paths.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for kind in KINDS:
        path = folder / f"{name}.{kind}"
        path.write_bytes(rendered(ax, kind))
        written.append(path)
    table = folder / f"{name}.csv"
    data.to_csv(table, index=False, lineterminator="\n")
    return [*written, table]
