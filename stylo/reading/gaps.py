"""What stands between words: the markers of footnotes, dashes and forgotten or doubled blanks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from stylo.lexicon import table
from stylo.reading.edits import Edit, Steps, finds, holds

_RAISED = "[⁰¹²³⁴-⁹]{1,3}(?:[,⁻][⁰¹²³⁴-⁹]{1,3}){0,9}[⁾)]?"
_NUMBERS = r"\d{1,3}(?: ?[,;–-] ?\d{1,3}){0,9}"
_BRACKETED = (
    rf"\[(?:{_NUMBERS}|[a-z]|\*{{1,3}}|\^[\w-]{{1,20}}|(?:Anm|Fn|FN|Anmerkung|Fußnote)\.? ?\d{{1,3}}|[A-Z] \d{{1,2}})\]"
    r"(?::\d{1,4})?"
)
_BEHIND = r"(?<=[.!?…,;:“”»«\"’‘')\]])"
_NOTE = re.compile(
    rf"{_BEHIND}(?:{_BRACKETED}|{_RAISED})"
    rf"|(?<=[^\W_])\[(?:{_NUMBERS}|\^[\w-]{{1,20}})\](?![^\W\d_])"
    rf"|(?<=\S )\[{_NUMBERS}\](?=[\s.,;:!?)“”»«]|$)"
    rf"|(?<=[^\W\d_][a-zäöüß]{{2}})(?<!\b[cq][bckm]m){_RAISED}(?![^\W_])"
    r"|(?<=[.!?…“”»«\"])(?:\*{1,3}|[†‡])\)?(?=\s|$)|(?<=[a-zäöüß]{3})\*(?=[\s.,;:!?)]|$)"
    r"|(?<=[.!?…a-zäöüß][“”»«\"’‘])\d{1,3}(?:\)(?=\s|$)|(?=[\s.,;:!?]|$))"
    r"|(?:(?<=[^\W\d_][a-zäöüß]{2}[.!?…])|(?<=[)\]“”»«\"][.!?…]))\d{1,3}(?=\s+[A-ZÄÖÜ„»›\"'(\[]|\s*(?:\n|$))"
)
_NOTE_BEGINS = re.compile(r"[\[⁰¹²³⁴-⁹*†‡\d]")


def raised_notes(text: str) -> Iterator[Edit]:
    """The markers of footnotes that are raised numbers."""
    return (edit for edit in _notes(text) if text[edit[1] - 1] in "⁰¹²³⁴⁵⁶⁷⁸⁹")


def _notes(text: str) -> Iterator[Edit]:
    """The markers of footnotes: ``gut.[1]``, ``gut.¹``, ``gut.1 Er``, ``“[1]``, ``gut.*``."""
    end = 0
    for begins in _NOTE_BEGINS.finditer(text):
        start = begins.start()
        found = _NOTE.match(text, start) if start >= end else None
        if found and not (found[0].isdecimal() and text[start - 1] == "." and _is_abbreviation(text, start)):
            end = found.end()
            yield start - (text[start - 1] == " "), end, ""


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(row["form"] for row in table("abbreviations"))


def _is_abbreviation(text: str, end: int) -> bool:
    """Whether the word that ends here is an abbreviation: *Abb.1*."""
    return re.split(r"[\s(]", text[max(0, end - 20) : end])[-1] in _abbreviations()


_DASH = re.compile(r"[–—―‒]+")
_SINGLE_LETTER = re.compile(r"\b[^\W\d_]$")
_CLOSED = "“”»«\"’‘')\\]"
_CAPITAL = "(?=[A-ZÄÖÜ][a-zäöüß])"
# The first character comes first in these patterns, and what must stand before it behind that: such patterns fail fast.
_NO_BLANK_AFTER = re.compile(
    rf"[.!?…“”»«\")\]\d,;:](?=\S)(?:(?<=[.!?…])(?=[.!?…]{{0,8}}[{_CLOSED}]{{0,3}}[A-ZÄÖÜ])"
    rf"(?:(?<=[^\W\d_][a-zäöüß].)|(?<=[\d)\]“”»«\"'’‘\s].))[.!?…]{{0,8}}[{_CLOSED}]{{0,3}}{_CAPITAL}"
    r"|(?=[^\W_])(?<=[.!?…)][“”»«\"])"
    r"|(?=[^\W\d_])(?<=\d[),;:])"
    rf"|{_CAPITAL}(?:(?<=\])|(?<=[.!?…“”»«\"]\))|(?<=\w[“”»«\"])|(?<=\b[12]\d{{3}}))"
    r"|(?=[^\W_])(?<=[^\W\d_][,;])|(?=[^\W\d_]{2})(?<=[^\W\d_]:))"
)
_NO_BLANK_BEFORE = re.compile(r"[„‚“”»«\"(](?=[^\W_])(?:(?<=[\w.!?…)][„‚])|(?<=[,;:][„‚“”»«\"])|(?<=[^\W\d_]\()(?=\d{4}))")
_ADDRESS = re.compile(r"(?:https?:|www\.|\w@\w)\S*$", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:[Dd]e|[Cc]om|[Oo]rg|[Nn]et|[Aa]t|[Cc]h|[Ee]u|[Ii]nfo)\b")


def _blanks_after(text: str) -> Iterator[Edit]:
    """A blank where one was forgotten: *gut.Er*, *“Er*, *(2011)ist*, *2011.Er*."""
    for found in _NO_BLANK_AFTER.finditer(text):
        i = found.end()
        if not (_DOMAIN.match(text, i) or _ADDRESS.search(text, max(0, i - 100), i)):
            yield i, i, " "


def _blanks_before(text: str) -> Iterator[Edit]:
    """The same before what opens: *sagte:„Nein*, *Drive(2011)*."""
    for found in _NO_BLANK_BEFORE.finditer(text):
        yield found.start(), found.start(), " "


def _dashes(text: str) -> Iterator[Edit]:
    """Blanks around a dash between words; *1939–1945* is one word, as are *A–Z* and the name that hides in *M—y*."""
    for found in _DASH.finditer(text):
        start, end = found.span()
        before, after = text[start - 1 : start], text[end : end + 1]
        if (before.isdigit() and after.isdigit()) or _SINGLE_LETTER.search(text, max(0, start - 2), start):
            continue
        if before.isalpha() or (before and not before.isspace() and after.isalpha()):
            yield start, start, " "
        if after.isalpha() or (after and not after.isspace() and before.isalpha()):
            yield end, end, " "


_RUN = re.compile("  +")


def _runs(text: str) -> Iterator[Edit]:
    """One blank for several."""
    for found in _RUN.finditer(text):
        yield *found.span(), " "


STEPS: Steps = (
    (finds(_NOTE_BEGINS), (_notes,)),
    (finds(_DASH), (_dashes,)),
    (finds(_NO_BLANK_AFTER), (_blanks_after,)),
    (finds(_NO_BLANK_BEFORE), (_blanks_before,)),
    (holds("  "), (_runs,)),
)
