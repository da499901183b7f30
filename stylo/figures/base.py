"""What the study, the report and the explorer need to know of a figure."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from spacy.tokens import Doc

from stylo.families.document import Reading
from stylo.lexicon import table
from stylo.reference.intervals import GENRE
from stylo.wording.language import say

OVERVIEW, REFERENCE = "overview", "reference"
"""The groups of figures that belong to no family: of the whole text, and of the text among others."""
GENRE_OF = "genre"


def of_genre(frame: pd.DataFrame, genre: str) -> pd.DataFrame:
    """A frame that knows with what genre its text is compared, by which its intervals are made."""
    frame.attrs[GENRE_OF] = genre
    return frame


def genre_of(frame: pd.DataFrame) -> str:
    """The genre that ``of_genre`` gave to a frame, else that which all comparisons take where none is named."""
    return str(frame.attrs.get(GENRE_OF, GENRE))


class StudyFigure(NamedTuple):
    """A figure of the study: its file name, how its frame is made from a document, and how it is drawn.

    ``group`` is the family that it shows, ``OVERVIEW`` or ``REFERENCE``; ``described`` is its line in ``wording/captions.tsv``
    where that is not its name; a figure that is ``by_genre`` shows the text among the documents of the genre that is chosen,
    or intervals that are made by it.
    """

    name: str
    frame: Callable[..., pd.DataFrame]
    draw: Callable[[pd.DataFrame], Axes]
    group: str
    described: str = ""
    by_genre: bool = False

    def data(self, doc: Doc | Reading, genre: str) -> pd.DataFrame:
        """The frame for a document that is compared with a genre."""
        return self.frame(doc, genre=genre) if self.by_genre else self.frame(doc)

    @property
    def title(self) -> str:
        """What it is called in a list of figures, in the current language; without a line in the table as its file."""
        return self._said("title") or self.name.replace("_", " ")

    @property
    def caption(self) -> str:
        """What it shows and how it is read, in the current language; nothing without a line in the table."""
        return self._said("caption")

    def _said(self, column: str) -> str:
        own = self.described or self.name
        return next((say(row[column]) for row in table("captions", "wording") if row["name"] == own), "")
