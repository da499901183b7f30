"""Documents that are trees of elements, HTML or TEI: their text in order, and what of it was left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from stylo.reading.extract import OPEN, lines_of

Content = Sequence[Any]
"""What an element holds: texts and elements, in order."""


def pieces(root: Any, left_out: Counter[str], look: Callable[[Any], Content | str]) -> Iterator[str]:
    """The text of an element in order. ``look`` gives the content of each, or the name of what is left out, which is counted
    (empty where that is not worth telling)."""
    stack: list[Any] = [root]
    while stack:
        current = stack.pop()
        if isinstance(current, str):
            yield current
            continue
        if current is not root:
            stack.append(_one_blank(current.tail))
        found = look(current)
        if not isinstance(found, str):
            stack += reversed(found)
        elif found:
            left_out[found] += 1


def inside(element: Any) -> list[Any]:
    """The text and the elements in an element."""
    return [_one_blank(element.text), *element]


def _one_blank(text: str | None) -> str:
    """Text in which white space, such as the lines of the file, is one blank."""
    return _SPACE.sub(" ", text or "")


_SPACE = re.compile(r"\s+")


def paragraphs(pieces: Iterable[str]) -> list[str]:
    """The lines of some text that hold anything, with one blank for all white space; those of headings begin with ``OPEN``."""
    lines = (" ".join(line.split()) for line in lines_of("".join(pieces)))
    return [line for line in lines if line.strip(OPEN)]
