"""Edits of a text, and the map from the edited text back to the text as it was."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Edit = tuple[int, int, str]
"""What stands from one offset to another is replaced by this."""

Step = Callable[[str], Iterator[Edit]]
"""The edits of one kind that a text needs, in order and without overlap."""

Steps = tuple[tuple[Callable[[str], bool], tuple[Step, ...]], ...]
"""Steps in their order, some together behind a cheap question whether they may apply at all."""


def holds(*signs: str) -> Callable[[str], bool]:
    """The question whether one of these is in a text."""
    return lambda text: any(sign in text for sign in signs)


def finds(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    """The question whether a pattern matches anywhere in a text."""
    return lambda text: pattern.search(text) is not None


@dataclass(frozen=True)
class CleanText:
    """A clean text, and for each of its characters where what it was made from starts and ends in the text as it is."""

    text: str
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    def reach(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the clean text, of one character at least, stands in the text as it is."""
        return int(self.starts[start]), int(self.ends[end - 1])

    def edited(self, edits: Sequence[Edit]) -> CleanText:
        """The reading after some edits, which are in order and do not overlap."""
        if not edits:
            return self
        pieces: list[str] = []
        starts: list[NDArray[np.int64]] = []
        ends: list[NDArray[np.int64]] = []
        last = 0
        for start, end, new in edits:
            pieces += [self.text[last:start], new]
            # What is put in stands for all that it replaces; what replaces nothing stands at one place.
            begin = self.starts[start] if start < len(self.text) else self.ends[-1]
            finish = self.ends[end - 1] if end > start else begin
            starts += [self.starts[last:start], np.full(len(new), begin)]
            ends += [self.ends[last:start], np.full(len(new), finish)]
            last = end
        pieces.append(self.text[last:])
        return CleanText(
            "".join(pieces), np.concatenate([*starts, self.starts[last:]]), np.concatenate([*ends, self.ends[last:]])
        )


def as_it_is(text: str) -> CleanText:
    """The reading of a text that nothing is changed in."""
    places = np.arange(len(text) + 1)
    return CleanText(text, places[:-1], places[1:])


def edited(text: str, edits: Sequence[Edit]) -> str:
    """A text after some edits, without a map."""
    pieces, last = [], 0
    for start, end, new in edits:
        pieces += [text[last:start], new]
        last = end
    return "".join([*pieces, text[last:]])
