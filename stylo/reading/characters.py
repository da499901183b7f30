"""Characters that stand for others: composed letters, ligatures, the long s, invisible ones, blanks, apostrophes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from stylo.lexicon import table
from stylo.reading.edits import Edit, Steps, finds, holds

_INVISIBLE = frozenset(
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064"
    "\u2066\u2067\u2068\u2069\ufeff\ufff9\ufffa\ufffb"
    + "".join(map(chr, (*range(9), *range(14, 28), 127, *range(0xFE00, 0xFE10))))
)
_BLANKS = frozenset("\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000")
# Ligatures, Roman numerals of one character, letters of double width and of mathematics are what Unicode says they stand for.
_COMPATIBLE = {
    chr(code): unicodedata.normalize("NFKC", chr(code))
    for block in ((0xFB00, 0xFB07), (0xFF01, 0xFF5F), (0x2160, 0x2180), (0x1D400, 0x1D800), (0x132, 0x134), (0x2126, 0x212C))
    for code in range(*block)
}
# What Windows has where Latin-1 has control characters; of 0x85, which ends a line, nobody knows which was meant.
_WINDOWS = {chr(code): bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0) if code != 0x85}
READ_AS = {
    **_WINDOWS,
    **_COMPATIBLE,
    **dict.fromkeys(_INVISIBLE, ""),
    **dict.fromkeys(_BLANKS, " "),
    "ſ": "s",
    "\u2010": "-",
    "\u2011": "-",
}
# What is none of the usual characters of a German text, with the marks above or below it; as many as Unicode's stream-safe
# format allows, since to put them in order takes time by the square of their number.
_ODD_CHARACTER = re.compile("[^\n -~ÄÖÜäöüßé„“”‚‘’»«›‹–—…][\u0300-\u036f]{0,30}")
_SUPERSCRIPT_E = str.maketrans({"\u0364": "\u0308"})
SOFT_HYPHEN = "\u00ad"
SIGNS = "'’‘ʼ´`′‛"
_OPENING = {"‚": "‘’'", "‘": "’", "'": "'", "’": "’", "`": "´'`", "‛": "’"}
STAND_IN = "ɂ"
"""Stands in for an apostrophe until the text is cut into tokens, for spaCy's rules take it for a letter."""
REACH = 300  # characters in which the end of a quotation is looked for


def _characters(text: str) -> Iterator[Edit]:
    """Composed letters, ligatures apart, one hyphen, one blank; nothing for what is invisible."""
    last = 0
    for found in _ODD_CHARACTER.finditer(text):
        start, end = found.span()
        if "\u0300" <= found[0][0] <= "\u036f":  # marks of the letter before them
            start = max(last, start - 1)
        last = end
        old = text[start:end]
        new = unicodedata.normalize("NFC", READ_AS.get(old[0], old[0]) + old[1:].translate(_SUPERSCRIPT_E))
        if old == SOFT_HYPHEN and text[start - 1 : start].islower() and text[end : end + 1].isupper():
            new = "-"  # no word is broken there: it stands for the hyphen of *Action-Film*
        if new != old and not (old == "\u200d" and _JOINED.match(text, end)):
            yield start, end, new


_JOINED = re.compile("[\u2600-\u27bf\U0001f000-\U0001faff]")
"""Pictures; a joiner before one makes one picture of two, such as a family."""


@cache
def _elisions() -> re.Pattern[str]:
    """Words that begin with an apostrophe: *'s*, *'ne*, *'68er*."""
    return re.compile(rf"(?:{'|'.join(row['form'] for row in table('elisions'))}|\d\d(?:er)?)(?![^\W_])")


_APOSTROPHE = re.compile(rf"[{SIGNS}‚\n]")


def _apostrophes(text: str) -> Iterator[Edit]:
    """Apostrophes within a word, before a clipped one and behind one, as far as they close no quotation of that line."""
    opened = ""
    for found in _APOSTROPHE.finditer(text):
        i, sign = found.start(), found[0]
        before, after = text[i - 1 : i], text[i + 1 : i + 2]
        if sign == "\n":
            opened = ""
        elif (before.isalnum() and after.isalpha()) or (after.isalnum() and sign != "‚" and _elisions().match(text, i + 1)):
            yield i, i + 1, STAND_IN
        elif after.isalnum() and sign in _OPENING:
            opened = sign
        elif opened and sign in _OPENING[opened] and not _closed_later(text, i, opened, sign):
            opened = ""
        elif before.isalpha() and sign != "‚" and after != sign:
            yield i, i + 1, STAND_IN


def _closed_later(text: str, i: int, opened: str, sign: str) -> bool:
    """*‚Das hab’ ich‘*: what is opened in the German way is closed so, if it is at all."""
    return opened == "‚" and sign != "‘" and "‘" in text[i : i + REACH].partition("\n")[0]


LETTERS: Steps = ((finds(_ODD_CHARACTER), (_characters,)),)
APOSTROPHES: Steps = ((holds(*SIGNS), (_apostrophes,)),)
