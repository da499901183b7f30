"""One look for all figures: colours safe for the colour-blind and ordered in grey, type that survives a column's width."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial, wraps
from io import BytesIO
from pathlib import Path
from textwrap import fill
from threading import RLock
from typing import Any, ParamSpec

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import ScalarFormatter
from matplotlib.transforms import blended_transform_factory

from stylo.figures.layout import root, settle
from stylo.wording.language import current
from stylo.wording.signs import drawable
from stylo.writing.files import IN_PYTHON, why_not_replaceable, write_whole
from stylo.writing.own import is_own
from stylo.writing.tables import safe_csv, vouched

# Okabe & Ito (2008), from dark to light in grey.
INK, BLUE, VERMILION, GREEN, ORANGE, SKY, GREY = "#222222", "#0072B2", "#D55E00", "#009E73", "#E69F00", "#56B4E9", "#B0B0B0"
BEHIND, SLATE = "#7F8C96", "#6E7780"  # greys that stand out from white by more than 3:1: of a genre behind a text, of points
SEQUENCE = (BLUE, ORANGE, GREEN, VERMILION, SKY, INK, GREY)
COLUMN, PAGE = 3.4, 7.0  # inches
NARROW = 5.0  # a figure under this width breaks its lines and needs the more height
EXTRA = 0.7
MODERATE = 4.2
LONG_TITLE = 60  # characters, from which a title may be wider than a page
SMALLEST_TITLE = 7.0  # points
EDGE = 8.0  # pixels that stay free at the edge
UNSURE = 0.04  # a text's width on paper differs from that on the screen by up to this share
FOOTNOTE_CHARACTERS = 17.5  # an inch, in 7-point type

Given = ParamSpec("Given")
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
    "text.usetex": False,  # and no text is a program for TeX
}


_width: ContextVar[float] = ContextVar("width", default=PAGE)
_off_screen: ContextVar[bool] = ContextVar("off_screen", default=False)
_settings = RLock()  # matplotlib's are of the whole process, and widgets draw in another thread than the cells of a notebook


@contextmanager
def wide(inches: float) -> Iterator[None]:
    """Figures made inside, where no axes are given, are drawn for this width instead of a page's."""
    token = _width.set(inches)
    try:
        yield
    finally:
        _width.reset(token)


@contextmanager
def off_screen() -> Iterator[None]:
    """Figures made inside are nobody's but the caller's: a notebook does not show them, least of all below another cell."""
    token = _off_screen.set(True)
    try:
        yield
    finally:
        _off_screen.reset(token)


@contextmanager
def styled() -> Iterator[None]:
    """matplotlib with this module's settings, and with these as they were before when the block ends.

    Only the settings of ``RC`` are put back: a notebook's back end, loaded with the first figure, makes settings of its own.
    """
    with _settings:
        before = {name: mpl.rcParams[name] for name in RC}
        mpl.rcParams.update(RC)
        try:
            yield
        finally:
            mpl.rcParams.update(before)


def figure(draw: Callable[Given, Axes]) -> Callable[Given, Axes]:
    """A function that draws in this module's style; on a narrow page its title and labels are kept from running out.

    What stands in the frames that it is given is made ``drawable``.
    """

    @wraps(draw)
    def drawn(*args: Given.args, **kwargs: Given.kwargs) -> Axes:
        given: Any = [_drawable(each) for each in args]
        named: Any = {name: _drawable(each) for name, each in kwargs.items()}
        with styled():
            return inside(draw(*given, **named))

    return drawn


def _drawable(given: Any) -> Any:
    """A frame whose texts can be drawn, those of its index and its columns among them; anything else as it is."""

    def cell(value: Any) -> Any:
        if isinstance(value, list | tuple):
            return type(value)(map(cell, value))
        return drawable(value) if isinstance(value, str) else value

    if not isinstance(given, pd.DataFrame):
        return given
    made = given.rename(index=cell, columns=cell)
    for name in made.select_dtypes(exclude=["number", "bool"]).columns:
        made[name] = made[name].map(cell)
    return made


def axes(ax: Axes | None, height: float = MODERATE) -> Axes:
    """The given axes, or those of a new figure (inches), with the decimal sign of the language."""
    if ax is None:
        with styled():
            inches = _width.get()
            size = (inches, height + EXTRA if inches < NARROW else height)
            ax = _new(size).add_subplot()
    return localised(ax)


def _new(size: tuple[float, float]) -> Figure:
    if not _off_screen.get():
        return plt.figure(figsize=size, layout="constrained")
    made = Figure(figsize=size, layout="constrained")
    FigureCanvasAgg(made)
    return made


def page_width(ax: Axes | None) -> float:
    """How wide the figure of the axes is, or will be (inches)."""
    return _width.get() if ax is None else float(root(ax).get_figwidth())


def inside(ax: Axes) -> Axes:
    """On a narrow page, or with a long title: the title and the label of the x axis made to fit, and moved to the left as far
    as they run out on the right."""
    page = root(ax)
    if page.get_figwidth() >= NARROW and len(ax.get_title(loc="left")) < LONG_TITLE:
        return ax
    settle(page)
    for text in (*(child for child in ax.get_children() if isinstance(child, Text)), ax.xaxis.label):
        if text.get_text() and text.get_text() in {ax.get_title(loc="left"), ax.get_xlabel()}:
            if _fit(text, page.bbox.width):
                settle(page)
            box = text.get_window_extent()
            room = page.bbox.x1 - EDGE - UNSURE * box.width
            shift = min(max(0.0, box.x1 - room), max(0.0, box.x0 - EDGE))
            if shift and text.get_text() == ax.get_title(loc="left"):
                # Fixed to the page, since on paper the axes begin and end elsewhere than on the screen.
                text.set_transform(blended_transform_factory(page.transFigure, text.get_transform()))
                text.set_x((box.x0 - shift) / page.bbox.width)
            else:
                text.set_x(text.get_position()[0] - shift / ax.get_window_extent().width)
    return ax


def retitled(ax: Axes, title: str) -> Axes:
    """The axes under another title in the same place and type, made to fit: what a figure shows is its finding in one text."""
    held = ax.get_title(loc="left")
    for child in ax.get_children():
        if isinstance(child, Text) and child.get_text() == held:
            child.set_text(title)
    return inside(ax)


def _fit(text: Text, width: float) -> bool:
    """A text wider than the page (pixels) in smaller type, and in lines where that is not enough; whether it was changed."""
    room = (width - 2 * EDGE) / (1 + UNSURE)
    too_wide = text.get_window_extent().width / room
    if too_wide <= 1:
        return False
    points = float(text.get_fontsize())
    smaller = max(SMALLEST_TITLE, points / too_wide)
    too_wide *= smaller / points
    text.set_fontsize(smaller)
    if too_wide > 1:
        lines = text.get_text().split("\n")
        text.set_text("\n".join(fill(line, max(1, int(max(map(len, lines)) / too_wide) - 2)) for line in lines))
    return True


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
    page = root(ax)
    lines = fill(text, int(page.get_figwidth() * FOOTNOTE_CHARACTERS))
    page.supxlabel(lines, x=0.01, ha="left", fontsize=7, color="#555555")
    return ax


KINDS: dict[str, dict[str, Any]] = {
    "svg": {"Date": None, "Creator": "stylo"},
    "pdf": {"CreationDate": None, "Creator": "stylo", "Producer": "stylo"},
    "png": {"Software": "stylo"},
}


def rendered(ax: Axes, kinds: Sequence[str] = tuple(KINDS)) -> dict[str, bytes]:
    """The figure of the axes as a file of each of these ``KINDS``, without a date and without a version of matplotlib.

    Its parts find their places once, as the letters are wide on paper, so they stand at the same place in all files.
    """
    page, files = root(ax), {}
    engine, screen = page.get_layout_engine(), page.dpi
    with styled():
        try:
            page.dpi = mpl.rcParams["savefig.dpi"]
            page.draw_without_rendering()
            page.set_layout_engine(None)
            for kind in kinds:
                buffer = BytesIO()
                page.savefig(buffer, format=kind, metadata=KINDS[kind])
                files[kind] = buffer.getvalue()
        finally:
            page.set_layout_engine(engine)
            page.dpi = screen
    return files


def save(ax: Axes, data: pd.DataFrame, folder: Path | str, name: str, *, force: bool = False) -> list[Path]:
    """Write a figure as SVG, PDF and PNG with its data as CSV beside it; the same data gives the same bytes.

    Returns the four paths. Raises FileExistsError, unless ``force`` is set, where one of them would replace what is neither a
    figure of stylo nor a table of such data, and OSError where nothing can be written.
    """
    folder = Path(folder)
    paths = {kind: folder / f"{name}.{kind}" for kind in (*KINDS, "csv")}
    own = partial(is_own, tables=[list(map(str, data))])
    for path in paths.values():
        if reason := why_not_replaceable(path, own, force=force, how=IN_PYTHON):
            raise FileExistsError(reason)
    folder.mkdir(parents=True, exist_ok=True)
    for kind, data_of_kind in rendered(ax).items():
        write_whole(data_of_kind, paths[kind])
    write_whole(safe_csv(vouched(data)), paths["csv"])
    return list(paths.values())
