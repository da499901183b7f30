"""Which quotation marks and brackets of a line open, which close, and what belongs together.

Marks are read by the blanks around them, as a reader does, and only where these say nothing by what is open: so a mark that is
never closed, or an inch sign, leaves the marks behind it as they are. The marks are in ``lexicon/quotes.tsv``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from stylo.lexicon import table

REACH = 500
"""Tokens between the marks of a pair; what opens and is not closed by then never is."""

WORDS_QUOTED = 10
"""Tokens between a pair of apostrophes that quotes words and not sentences."""

_ROWS = {row["mark"]: row for row in table("quotes")}
_FAMILY = {mark: row["family"] for mark, row in _ROWS.items()}
_LEVEL = {mark: row["level"] for mark, row in _ROWS.items()}
_ALONE = {mark: row["alone"] for mark, row in _ROWS.items()}
BRACKETS = frozenset(mark for mark, level in _LEVEL.items() if level == "bracket")
MARKS = frozenset(_ROWS) - {","}
_DOUBLE = frozenset(_FAMILY[mark] for mark in _ROWS if _LEVEL[mark] == "double")
_LIKE_COMMAS = frozenset("'‘’´")  # what may close where a comma opened
_APOSTROPHES = frozenset("'’´")
_INCH = frozenset('"”“') | {"''"}
_BEFORE_OPENING = frozenset("-–—/=")
_BEHIND_CLOSING = frozenset(",.;:!?)]}")


@dataclass(frozen=True, slots=True)
class Quotes:
    """The marks of a line by their places: what opens, what closes, and the partner of each mark that has one."""

    opening: set[int] = field(default_factory=set)
    closing: set[int] = field(default_factory=set)
    partner: dict[int, int] = field(default_factory=dict)
    _places: list[int] = field(default_factory=list)
    _open_behind: list[int] = field(default_factory=list)

    def around(self, i: int) -> int:
        """The place of the mark that opens the innermost pair around token ``i``; -1 where there is none."""
        before = bisect_left(self._places, i) - 1
        return self._open_behind[before] if before >= 0 else -1


_NONE = Quotes()


def read_quotes(words: Sequence[str], blanks: Sequence[bool]) -> Quotes:
    """The quotation marks and brackets of a line of tokens; ``blanks[i]`` tells whether a blank follows token ``i``."""
    if MARKS.isdisjoint(words):
        return _NONE
    found = Quotes()
    opened: dict[str, int] = {}  # family of marks: where it was opened last
    marks = MARKS if _LIKE_COMMAS.isdisjoint(words) else MARKS | {","}
    for i in [i for i, word in enumerate(words) if word in marks]:
        role = _role(words, blanks, i, opened, found.opening)
        if role == "opens":
            found.opening.add(i)
            opened[_FAMILY[words[i]]] = i
        elif role == "closes":
            found.closing.add(i)
            if words[i] in _APOSTROPHES and _is_apostrophe(words, i, opened):
                continue
            partner = _close(words[i], opened)
            if partner is not None and i - partner <= REACH:
                found.partner[partner], found.partner[i] = i, partner
    _nest(found)
    return found


def _role(words: Sequence[str], blanks: Sequence[bool], i: int, opened: dict[str, int], opening: set[int]) -> str:
    """``opens``, ``closes`` or nothing, for one mark: from its shape, then the blanks, then what is open."""
    mark, alone = words[i], _ALONE[words[i]]
    if mark in BRACKETS:
        return alone
    behind = words[i + 1] if i + 1 < len(words) else ""
    free_before = not i or blanks[i - 1] or i - 1 in opening or words[i - 1] in _BEFORE_OPENING
    free_behind = not behind or blanks[i] or behind[0] in _BEHIND_CLOSING
    if mark == ",":  # ,so': a comma stands for the low mark where it has its blank on the wrong side
        return "opens" if (not i or blanks[i - 1]) and not free_behind and behind[0].isalpha() else ""
    if free_before != free_behind:
        opens = free_before
        if not opens and mark in _INCH and words[i - 1][-1].isdigit() and not _open_at_level(mark, opened):
            return ""  # a 17" monitor
        return "opens" if opens else "closes"
    if not free_before and not behind[0].isalnum():  # between a word and another mark
        return "closes"
    if alone == "opens":
        return "opens" if free_before else ""
    if _open_at_level(mark, opened):
        return "closes"
    return "opens" if free_before and behind and behind[0] not in _BEHIND_CLOSING else ""


def _is_apostrophe(words: Sequence[str], i: int, opened: dict[str, int]) -> bool:
    """Whether a mark on a word is an apostrophe (*hab' ich*) though one has opened: too far away for a quoted word."""
    return words[i - 1][-1].isalpha() and i - opened.get(_FAMILY[words[i]], i) > WORDS_QUOTED


def _open_at_level(mark: str, opened: dict[str, int]) -> list[str]:
    """The families of marks now open that this one may close, its own first, then the last opened.

    Double marks may be mixed; single ones may not, as most closing ones are apostrophes.
    """
    families = _DOUBLE if _LEVEL[mark] == "double" else {_FAMILY[mark]}
    return sorted(families & opened.keys(), key=lambda family: (family != _FAMILY[mark], -opened[family]))


def _close(mark: str, opened: dict[str, int]) -> int | None:
    """Takes away what the mark closes, with all that was opened inside it and is still open; where it was opened."""
    families = _open_at_level(mark, opened)
    partner = opened.get(families[0]) if families else None
    if partner is not None:
        for family in [family for family, place in opened.items() if place >= partner]:
            del opened[family]
    return partner


def _nest(found: Quotes) -> None:
    """Note behind each mark which pair is then the innermost; there are never more open than families of marks."""
    stack: list[int] = []
    for place in sorted(found.opening | found.closing):
        if place in found.opening and place in found.partner:
            stack.append(place)
        elif place in found.partner:
            stack.remove(found.partner[place])
        found._places.append(place)
        found._open_behind.append(stack[-1] if stack else -1)
