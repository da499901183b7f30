"""Lines of a fixed width, which end anywhere, and the paragraphs that they are made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, zip_longest

SOFT_HYPHEN = "\u00ad"
SHORT = 0.75  # of the usual length of a line: the last one of its paragraph
# What follows the hyphen of an ellipsis: *Vor- und Nachteile*.
COORDINATORS = frozenset("und oder bzw beziehungsweise sowie als wie noch bis statt aber".split())
_HYPHEN = re.compile(r"\w[-\u2010]")
SEVERAL, WRAPPED = 3, 0.35  # lines, and their share: fewer say nothing about how a text was wrapped


def wrapped(text: str) -> bool:
    """Whether a text seems to be broken into lines of a fixed width: many of them go on in small letters in the next."""
    lines = [line for line in map(str.strip, text.splitlines()) if line]
    goes_on = sum((line[-1].isalnum() or line[-1] in ",-") and after[0].islower() for line, after in pairwise(lines))
    return goes_on >= SEVERAL and goes_on > len(lines) * WRAPPED


def with_lines_joined(text: str) -> str:
    """A text of which the lines of a fixed width are joined to paragraphs."""
    return "\n".join(join_lines([line.strip() for line in text.splitlines()])) + "\n"


def join_lines(lines: Sequence[str]) -> list[str]:
    """Paragraphs from lines of a fixed width, which end anywhere.

    A paragraph ends at an empty line, and at a line that is clearly shorter than usual, unless the next one goes on in small
    letters or the line ends in a comma or hyphen. At a line's end *Ge-* and *schichte* become one word, *Action-* and *Film*
    keep the hyphen, *Vor-* and *und* the blank as well.
    """
    lengths = sorted(len(line) for line in lines if line)
    usual = lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0
    paragraphs: list[list[str]] = []
    open_ = False
    for line, after in zip_longest(lines, lines[1:], fillvalue=""):
        if not line:
            open_ = open_ and bool(paragraphs) and paragraphs[-1][-1].endswith(("-", SOFT_HYPHEN, ","))
            continue
        if open_:
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
        ends = len(line) < SHORT * usual and not after[:1].islower()
        open_ = not ends or line.endswith((",", "-", SOFT_HYPHEN))
    return list(map(joined, paragraphs))


def joined(lines: Sequence[str]) -> str:
    """The lines of a paragraph in one; a hyphen between two of them stays where it belongs to the word."""
    pieces = []
    for left, right in pairwise(lines):
        end, between = _seam(left, right)
        pieces += [end, between]
    return "".join([*pieces, *lines[-1:]])


def _seam(left: str, right: str) -> tuple[str, str]:
    """A line as it is joined to the next, and what comes between them."""
    if left.endswith(SOFT_HYPHEN):
        return left[:-1], ""
    if not _HYPHEN.match(left[-2:]):
        return left, " "
    if re.split(r"\W", right, maxsplit=1)[0] in COORDINATORS:
        return left, " "
    goes_on = right[:1].islower() and left[-2].isalpha()
    return (left[:-1] if goes_on else left), ""
