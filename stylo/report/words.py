"""Words on the page: what a text holds made visible, what a measure says in the language of the page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from stylo import labels
from stylo.annotated.words import explain
from stylo.language import current, number, say
from stylo.lexicon import table

_KEPT = frozenset(
    "\n\t\u00ad\u200c\u200d"
)  # white space, the soft hyphen, and the joiners that scripts and emoji are written with
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_FINE = {"ratio, 0 to 1": 3}


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


def value(found: float, unit: str = "") -> str:
    """A value as it is quoted: no more digits than a text of some hundred words can bear."""
    if found == 0:
        return "0"
    return number(found, _FINE.get(unit, 2 if abs(found) < 10 else 1 if abs(found) < 100 else 0))


def quantity(found: float, name: str, unit: str) -> str:
    """A value with its unit as short as can be: 33.3 %, 12.5 per 1,000 words; no unit that the measure's name holds."""
    short = "%" if unit.startswith("%") else unit
    told = short in {"%", "words"} or short.startswith("per ")
    return f"{value(found, unit)} {say(short)}" if told and say(short) not in labels.short(name) else value(found, unit)


def listed(items: Sequence[str]) -> str:
    """Items in a row: a, b and c."""
    if len(items) < 2:
        return "".join(items)
    return say("{first} and {last}", first=", ".join(items[:-1]), last=items[-1])


def why_missing(reason: str) -> str:
    """Why a value is missing, as a measure said it in English, in the current language."""
    if current() == "en":
        return reason
    for row in table("report_missing"):
        found = _pattern(row["reason"]).fullmatch(reason)
        if found:
            return say(row["reason"], **found.groupdict())
    return reason


@cache
def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"(\{\w+\})", template)
    return re.compile("".join(f"(?P<{part[1:-1]}>.+?)" if part[:1] == "{" else re.escape(part) for part in parts))


def reason(english: str) -> str:
    """The reason of a mark in the current language."""
    return explain(english)
