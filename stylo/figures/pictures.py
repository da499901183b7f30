"""Every figure of a document as files: drawn anew for the width of a column and of a page, in each kind."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from spacy.tokens import Doc

from stylo.families.document import Reading, reading_of
from stylo.figures import FIGURES, StudyFigure, style
from stylo.figures.reference import GENRE

WIDTHS = {"column": style.COLUMN, "page": style.PAGE}
FILES = len(WIDTHS) * len(style.KINDS)  # of a figure


class Picture(NamedTuple):
    """A figure in one width: its title in the current language, how wide it is (its name and inches), its bytes by kind."""

    title: str
    width: str
    inches: float
    data: dict[str, bytes]


Wanted = Callable[[str, str], bool]
"""Whether a figure is wanted as this kind of file and in this width."""
Made = tuple[pd.DataFrame, list[Picture]]


def pictures(
    doc: Doc | Reading, genre: str = GENRE, wanted: Wanted = lambda kind, width: True
) -> Iterator[tuple[str, Callable[[], Made]]]:
    """The name of each figure of the study, and what makes its frame and those of its pictures that are wanted."""
    reading = reading_of(doc)
    for figure in FIGURES:
        yield figure.name, partial(_made, reading, figure, genre, wanted)


def _made(reading: Reading, figure: StudyFigure, genre: str, wanted: Wanted) -> Made:
    frame = figure.data(reading, genre)
    kinds = {width: [kind for kind in style.KINDS if wanted(kind, width)] for width in WIDTHS}
    return frame, [_picture(frame, figure.draw, width, kinds[width]) for width in WIDTHS if kinds[width]]


def _picture(frame: pd.DataFrame, draw: Callable[[pd.DataFrame], Axes], width: str, kinds: list[str]) -> Picture:
    inches = WIDTHS[width]
    with style.wide(inches), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph")  # a character that the font lacks is drawn as a box
        ax = draw(frame)
        try:
            return Picture(ax.get_title(loc="left"), width, inches, style.rendered(ax, kinds))
        finally:
            plt.close(ax.get_figure(root=True))
