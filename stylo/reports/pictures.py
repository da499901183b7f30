"""Figures on the page: each an image of its own with words for those who do not see it."""

from __future__ import annotations

import base64
import io
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple
from urllib.parse import quote

import matplotlib as mpl
import pandas as pd
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from stylo.families.document import Reading
from stylo.figures import GROUPS, StudyFigure, layout, overview, reference, style
from stylo.figures.base import OVERVIEW, REFERENCE
from stylo.figures.convention import BOTH_CONVENTIONS, say_convention
from stylo.grammar.colon import split_at_colon
from stylo.reports.lean import lean

MOST_BYTES = 280_000  # of a drawing; one of more marks than that is a photograph of itself
REFERENCE_MAP = next(figure for figure in GROUPS[REFERENCE] if figure.name == reference.MAP)
DOTS = 160  # an inch, of such a photograph


class Drawing(NamedTuple):
    """A figure drawn for one width: the address that holds it, its width and height in pixels."""

    source: Markup
    width: int
    height: int


@dataclass(frozen=True)
class Picture:
    """A figure: its name, as drawn for a page and for a narrow screen, what it shows and how to read it."""

    name: str
    wide: Drawing
    narrow: Drawing
    alternative: str
    caption: str


def of_group(reading: Reading, group: str, most: int | None = None) -> Iterator[Picture]:
    """The figures, or the first of them, of a family of measures or of the whole text, in the convention of the document."""
    splits, whole = split_at_colon(reading.doc), reading.recut(split_at_colon=False)
    for figure in GROUPS[group][:most]:
        shown = whole if figure.name in BOTH_CONVENTIONS else reading
        yield picture(figure, partial(figure.frame, shown), partial(_splitting, figure.draw) if splits else figure.draw)


def _splitting(draw: Callable[[pd.DataFrame], Axes], frame: pd.DataFrame) -> Axes:
    ax = draw(frame)
    say_convention(ax)
    return ax


def of_comparison(reading: Reading, genre: str, most: int | None = None) -> Iterator[Picture]:
    """The text among the documents of a genre, against all genres, and on the map of all documents, measured as they are."""
    whole = reading.recut(split_at_colon=False)
    for figure in GROUPS[REFERENCE][:most]:
        yield picture(figure, partial(figure.data, whole, genre), figure.draw)


def of_several(readings: Sequence[Reading], profiles: pd.DataFrame) -> Iterator[Picture]:
    """Several texts side by side, and on the map of all documents."""
    beside = StudyFigure("texts_side_by_side", overview.compared_values, overview.side_by_side, OVERVIEW)
    yield picture(beside, partial(overview.compared_values, profiles), beside.draw)
    first, *others = (reading.recut(split_at_colon=False) for reading in readings)
    yield picture(REFERENCE_MAP, partial(reference.style_space, first, others), reference.style_map)


def picture(shown: StudyFigure, frame: Callable[[], pd.DataFrame], draw: Callable[[pd.DataFrame], Axes]) -> Picture:
    """A figure drawn in the current language, as wide as a page and as wide as a column."""
    data, caption = frame(), shown.caption
    title, wide = _drawn(partial(draw, data), style.PAGE)
    _, narrow = _drawn(partial(draw, data), style.COLUMN)
    title = title or shown.name
    return Picture(shown.name, wide, narrow, f"{title}{'' if title[-1:] in '.?!' else '.'} {caption}".strip(), caption)


def _drawn(draw: Callable[[], Axes], inches: float) -> tuple[str, Drawing]:
    """A figure of this width, and its title. Letters stay letters, in a font of the reader: as paths they fill a page."""
    # A text may hold $ (not a formula) and signs that no font has (a box is drawn for them).
    with style.off_screen(), style.wide(inches), mpl.rc_context({"text.parse_math": False}), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        figure = layout.root(draw())
        width, height = (round(float(side) * 96) for side in figure.get_size_inches())
        title = next((found for ax in figure.axes for found in [ax.get_title(loc="left")] if found), "")
        with style.styled(), mpl.rc_context({"svg.fonttype": "none"}):
            return title, Drawing(_source(figure), width, height)


def _source(figure: Figure) -> Markup:
    """The figure as a data URI: a drawing (SVG), or where that would be too large an image (PNG)."""
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None, "Creator": "stylo"})
    drawing = lean(buffer.getvalue())
    if len(drawing) <= MOST_BYTES:
        # Quoted, not base64: shorter, and the page as a whole packs better. A blank would end the address in srcset.
        return Markup("data:image/svg+xml," + quote(drawing, safe="!$'()*+,-./:;=?@_~"))
    image = io.BytesIO()
    figure.savefig(image, format="png", transparent=True, dpi=DOTS, metadata={"Software": "stylo"})
    return Markup("data:image/png;base64," + base64.b64encode(image.getvalue()).decode("ascii"))
