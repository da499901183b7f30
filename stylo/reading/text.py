"""A text with its id, and the error that says in a sentence why there is none."""

from __future__ import annotations

from dataclasses import dataclass, field


class TextError(ValueError):
    """A text cannot be read. The message is a sentence for the user; ``status`` is the command line's exit status."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


MISSING, NOT_A_FILE, NOT_TEXT, WRONG_ENCODING, EMPTY, NOT_INSTALLED = 3, 4, 5, 6, 7, 9


@dataclass(frozen=True)
class Text:
    """One text: its id, its words, what the corpus table says of it (title, author, ...) and what its file held besides.

    ``left_out`` counts what a reader of Word, PDF or EPUB files found and does not count as running text (*footnotes*: 3);
    ``headings`` are the numbers, from 0, of the lines that its format marks as headings.
    """

    id: str
    text: str
    metadata: dict[str, str] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)
    headings: tuple[int, ...] = ()
