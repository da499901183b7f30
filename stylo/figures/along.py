"""Marks along the text: a tick at the word of each, a row for each kind. Every family with marks can be drawn like this."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import compress, cycle

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from spacy.tokens import Doc

from stylo import catalogue
from stylo.catalogue import labels
from stylo.families.document import Reading, reading_of
from stylo.figures import layout, style
from stylo.figures.base import StudyFigure
from stylo.wording.language import say


def word_numbers(reading: Reading, starts: Sequence[int]) -> np.ndarray:
    """The number of the word, from 1, at which each of some places stands."""
    words = list(compress(reading.tokens.offsets, reading.tokens.is_word))
    return np.searchsorted(words, np.asarray(starts, dtype=int), side="right")


def marks_along(doc: Doc | Reading, family: str) -> pd.DataFrame:
    """The marks of a family: kind (what each was taken for), start, end, text, word (its number at which the mark starts)."""
    reading = reading_of(doc)
    entry = catalogue.families()[family]
    marks = reading.marks(family)
    kinds = marks[entry.label] if entry.label else entry.labels[0]
    marks = marks.assign(kind=kinds, word=word_numbers(reading, marks["start"].tolist()))
    return marks[["kind", "start", "end", "text", "word"]]


def ticks(ax: Axes, rows: Mapping[str, Sequence[int]], colours: Sequence[str]) -> None:
    """A row of ticks for each name, from the top, with its number of ticks at the right."""
    for row, (words, colour) in enumerate(zip(rows.values(), colours, strict=True)):
        ax.vlines(words, row - 0.36, row + 0.36, color=colour, linewidth=1.1)
        ax.text(1.01, row, str(len(words)), transform=ax.get_yaxis_transform(), va="center", fontsize=8)
    ax.set_yticks(range(len(rows)), [say(name) for name in rows])
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(0, max([10, *(word + 1 for words in rows.values() for word in words)]))
    ax.set_xlabel(say("word of the text"))


@style.figure
def along_text(frame: pd.DataFrame, family: str, ax: Axes | None = None) -> Axes:
    """Every mark of a family as a tick at its word, one row a kind; ``frame`` is made by ``marks_along``."""
    kinds = catalogue.families()[family].labels
    ax = style.axes(ax, height=1.6 + 0.25 * len(kinds))
    ax.set_title(say("{family}: where the marks lie", family=labels.title(family)))
    rows = {kind: frame.loc[frame["kind"] == kind, "word"].tolist() for kind in kinds}
    ticks(ax, rows, [colour for _, colour in zip(kinds, cycle(style.SEQUENCE), strict=False)])
    style.footnote(
        ax, layout.counted(len(frame), "n = 1 mark; a tick at its word", "n = {n} marks; a tick at the word of each")
    )
    return ax


def figure_of(family: str) -> StudyFigure:
    """The figure of a family that has none of its own."""
    frame, draw = partial(marks_along, family=family), partial(along_text, family=family)
    return StudyFigure(f"{family}_along_text", frame, draw, family, "along_text")
