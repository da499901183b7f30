"""What cannot be seen in a text, made visible where it is shown."""

from __future__ import annotations

import unicodedata

_KEPT = frozenset(
    "\n\t\u00ad\u200c\u200d"
)  # white space, the soft hyphen, and the joiners that scripts and emoji are written with


_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def well_formed(text: str) -> str:
    """A text that is valid Unicode: bytes of a file name that are none are written ``\\xe4``, halves of pairs ``\\ud800``."""
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode("utf-8")


def visible(text: str) -> str:
    """A text whose control characters, reversals of direction, lone surrogates and the like are seen, and do nothing.

    They are shown by their number: ⟨U+202E⟩.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_visible, text.replace("\r\n", "\n")))


def _visible(character: str) -> str:
    code = ord(character)
    no_character = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    if character in _KEPT or not (no_character or unicodedata.category(character) in _UNSEEN):
        return character
    return f"⟨U+{code:04X}⟩"


def drawable(text: str) -> str:
    """A text as a figure shows it, as long as it was: for what has no ink, or is no character of XML, a sign that has."""
    if text.isascii() and text.isprintable():
        return text
    return "".join("\ufffd" if is_unseen(each) and each not in _KEPT else each for each in text)


def visible_in_line(text: str) -> str:
    """A text in one line of plain text, in which what cannot be seen, or turns the line round, is named."""
    return "".join(f"<U+{ord(character):04X}>" if is_unseen(character) else character for character in " ".join(text.split()))


def is_unseen(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"}
