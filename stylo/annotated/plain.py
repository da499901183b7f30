"""Characters made visible, and the annotated text without a browser."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pandas as pd

from stylo.annotated.marks import SENTENCES, rows_of, segments
from stylo.wording.language import say

_AS_THEY_ARE = frozenset("\n\t\u00ad\u200c\u200d")  # line end, tab, soft hyphen, and the joiners of emoji
_HIDDEN = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))


def stretches(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is one character that cannot be seen or changes what stands beside it.

    Such are controls, directional marks and overrides, lone surrogates; a carriage return before a line feed is none.
    """
    start = 0
    if not text.isprintable():
        for i, character in enumerate(text):
            if _needs_code(character) and text[i : i + 2] != "\r\n":
                yield text[start:i], False
                yield character, True
                start = i + 1
    yield text[start:], False


def _needs_code(character: str) -> bool:
    if character.isprintable() or character in _AS_THEY_ARE:
        return False
    number = ord(character)
    never_a_character = number & 0xFFFE == 0xFFFE or 0xFDD0 <= number <= 0xFDEF
    return never_a_character or unicodedata.category(character) in _HIDDEN


def code(character: str) -> str:
    """``U+202E`` for a character."""
    return f"U+{ord(character):04X}"


def visible(text: str) -> str:
    """A text in which hidden characters are written as their codes in brackets: ``[U+202E]``."""
    return "".join(f"[{code(piece)}]" if hidden else piece for piece, hidden in stretches(text))


def render(text: str, marks: pd.DataFrame) -> str:
    """The text as a terminal shows it: ``[einsamer|attributive]``, parts of a pair with their number, lengths behind sentences.

    Where marks overlap, the text is cut, and each piece has all labels that lie on it.
    """
    rows = rows_of(marks)
    spans = [row for row in rows if row.layer != SENTENCES]
    notes = [f"{say(row.label)}{f' {row.pair}' if row.pair else ''}" for row in spans]
    lengths = {
        row.end: f" [{number}: {row.words} {say('words') if row.words != 1 else say('word')}]"
        for number, row in enumerate((row for row in rows if row.layer == SENTENCES), 1)
    }
    pieces = []
    for segment in segments(text, spans, lengths):
        piece = visible(text[segment.start : segment.end])
        labels = "+".join(dict.fromkeys(notes[i] for i in segment.marks))
        pieces += [f"[{piece}|{labels}]" if labels else piece, lengths.get(segment.end, "")]
    return "".join(pieces)
