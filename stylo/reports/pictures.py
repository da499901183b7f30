"""Figures on the page: each an image of its own with words for those who do not see it."""

from __future__ import annotations

import base64
import io
import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote

import matplotlib as mpl
import pandas as pd
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from stylo.families.document import Reading
from stylo.figures import GROUPS, StudyFigure, layout, style
from stylo.figures.base import REFERENCE
from stylo.figures.convention import BOTH_CONVENTIONS, say_convention
from stylo.grammar.colon import split_at_colon

MOST_BYTES = 400_000  # of a drawing; one of more marks than that is a photograph of itself
DOTS = 160  # an inch, of such a photograph
_COMMENT = re.compile(r"<!--.*?-->\s*", re.S)
_METADATA = re.compile(r"<metadata>.*?</metadata>\s*", re.S)
_DECIMALS = re.compile(r"(\d*[1-9]\d*\.\d\d)\d+")  # of numbers from 1: a scale below that needs them all
_SPACE = re.compile(r"(?<= d=')[^']+")
_UNSAFE = re.compile(r"[^\n\t\x20-\ufffd]")


@dataclass(frozen=True)
class Picture:
    """A figure: its name, the address that holds it, its width and height in pixels, what it shows and how to read it."""

    name: str
    source: Markup
    width: int
    height: int
    alternative: str
    caption: str


def of_group(reading: Reading, group: str) -> Iterator[Picture]:
    """The figures of a family of measures or of the whole text, in the convention of the document."""
    splits, whole = split_at_colon(reading.doc), reading.recut(split_at_colon=False)
    for figure in GROUPS[group]:
        shown = whole if figure.name in BOTH_CONVENTIONS else reading
        yield picture(figure, partial(figure.frame, shown), partial(_splitting, figure.draw) if splits else figure.draw)


def _splitting(draw: Callable[[pd.DataFrame], Axes], frame: pd.DataFrame) -> Axes:
    ax = draw(frame)
    say_convention(ax)
    return ax


def of_comparison(reading: Reading, genre: str) -> Iterator[Picture]:
    """The text among the documents of a genre, against all genres, and on the map of all documents, measured as they are."""
    whole = reading.recut(split_at_colon=False)
    for figure in GROUPS[REFERENCE]:
        yield picture(figure, partial(figure.data, whole, genre), figure.draw)


def picture(shown: StudyFigure, frame: Callable[[], pd.DataFrame], draw: Callable[[pd.DataFrame], Axes]) -> Picture:
    """A figure drawn in the current language."""
    # A text may hold $ (not a formula) and signs that no font has (a box is drawn for them).
    with style.off_screen(), mpl.rc_context({"text.parse_math": False}), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        figure = layout.root(draw(frame()))
        width, height = (round(float(inches) * 96) for inches in figure.get_size_inches())
        title = next((found for ax in figure.axes for found in [ax.get_title(loc="left")] if found), shown.name)
        with style.styled():
            source = _source(figure)
    caption = shown.caption
    return Picture(shown.name, source, width, height, f"{title}{'' if title[-1:] in '.?!' else '.'} {caption}".strip(), caption)


def _source(figure: Figure) -> Markup:
    """The figure as a data URI: a drawing (SVG), or where that would be too large an image (PNG)."""
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None, "Creator": "stylo"})
    drawing = _lean(buffer.getvalue())
    if len(drawing) <= MOST_BYTES:
        # Quoted, not base64: shorter, and the page as a whole packs better. What an attribute must not hold is quoted as well.
        return Markup("data:image/svg+xml," + quote(drawing, safe=" !$'()*+,-./:;=?@_~"))
    image = io.BytesIO()
    figure.savefig(image, format="png", transparent=True, dpi=DOTS, metadata={"Software": "stylo"})
    return Markup("data:image/png;base64," + base64.b64encode(image.getvalue()).decode("ascii"))


def _lean(drawing: str) -> str:
    """Without comments (which repeat the text), metadata, line breaks and decimals below a hundredth of a point."""
    drawing = _METADATA.sub("", _COMMENT.sub("", drawing[drawing.index("<svg") :]))
    drawing = _UNSAFE.sub("", re.sub(r"\s*\n\s*", " ", drawing)).replace("> <", "><").replace('"', "'")
    drawing = _SPACE.sub(lambda path: re.sub(r" ?([A-Za-z]) ?", r"\1", path.group()), _DECIMALS.sub(r"\1", drawing))
    return drawing.replace("xlink:href", "href").replace("DejaVuSans", "D")
