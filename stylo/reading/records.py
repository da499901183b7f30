"""A document of a stream: its id, and its text or why there is none."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from stylo.reading.text import EMPTY, NOT_TEXT, WRONG_ENCODING, Text
from stylo.wording.language import say
from stylo.wording.numbers import grouped
from stylo.wording.signs import well_formed

LONGEST = 5_000_000
"""Characters of a document; a long novel has two to three million."""
LONGEST_LINE = 2 * LONGEST
"""Characters of a line of a table, or of a cell."""
MOST_COLUMNS = 1_000
"""Of a table, and of what stands beside the texts of a corpus: a table has them all for each of its rows."""
LONGEST_NAME = 500
csv.field_size_limit(LONGEST_LINE)  # the only one that the csv module has; without it a long text, or its metadata, is an error


@dataclass(frozen=True)
class Failure:
    """Why there is no text, in a sentence, and the command line's status for it."""

    reason: str
    status: int = NOT_TEXT

    def __post_init__(self) -> None:
        object.__setattr__(self, "reason", well_formed(self.reason))  # it names files, whatever they are called


class Document(NamedTuple):
    """An id that no other document of the stream has, and the text or why there is none."""

    id: str
    text: str | Failure


class Record(NamedTuple):
    """A document with what its table says of it beside id and text, what of its file was left out, and its ``headings``."""

    id: str
    text: str | Failure
    metadata: Mapping[str, str]
    left_out: Mapping[str, int]
    headings: tuple[int, ...] = ()


@dataclass(frozen=True)
class Options:
    """How a stream is to be read; see ``stream.records``."""

    text: str
    id: str | None
    encoding: str
    skip: frozenset[Path]
    stdin: bytes = b""
    clashing: frozenset[str] = field(default_factory=frozenset)
    """Names of files that would be called the same without their endings."""
    by_chapter: bool = False
    passed_over: Callable[[str], None] = lambda _: None


Found = Iterator[tuple[str, str | Text | Failure]]
"""Names with what is found under them."""


def checked(text: str | Failure) -> str | Failure:
    """The text, or why it cannot be measured: too long, empty, no valid Unicode."""
    if isinstance(text, Failure):
        return text
    if len(text) > LONGEST:
        return too_long()
    if not text.strip("\0 \t\r\n\ufeff"):
        return Failure(say("The text is empty: there is nothing to measure."), EMPTY)
    if _halves(text):
        told = "The text holds bytes that are not in the encoding, or half of a surrogate pair; try --encoding cp1252."
        return Failure(say(told), WRONG_ENCODING)
    return text


def too_long(name: str = "") -> Failure:
    """That a text is too long, or a file or line of this name."""
    most = grouped(LONGEST)
    if not name:
        return Failure(say("The text is longer than {most} characters; split it into parts, such as chapters.", most=most))
    told = "{name} is longer than {most} characters; split it into parts, such as chapters."
    return Failure(say(told, name=name, most=most))


def shown(name: str) -> str:
    """A name as valid Unicode of bearable length."""
    return well_formed(name if len(name) <= LONGEST_NAME else name[:LONGEST_NAME] + "…")


def _halves(text: str) -> bool:
    """Whether there are halves of surrogate pairs, which are no characters; undecodable bytes are read as such."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False
