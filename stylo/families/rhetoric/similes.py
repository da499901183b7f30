"""Similes: likenesses with *wie, als ob, als wäre, gleich einem*, by the rows of ``similes.tsv``.

The border: equality (*so groß wie sein Bruder*), example (*Städte wie Bonn*), comment (*wie gesagt*), question, manner (*wie er
das macht*) and degree (*größer als*) are no similes. With *so ... wie* before a definite phrase nothing shows whether an image
is meant, and it is left out; *wie ein* counts, though some of it is no image either (*wirkt wie ein Rückschritt*).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from stylo.families.rhetoric.figure import Figure, code
from stylo.grammar.conditions import WINDOW, Words, condition
from stylo.lexicon import table

_PHRASE = re.compile("P?[Ddi]?[vaA]*(?:N?E{1,4}|N|T|a)(?:[di][vaA]*[NE])?")
_LONGEST = 12


class _Rule(NamedTuple):
    kind: str
    reach: str
    holds: Callable[[Words, int], bool]
    reason: str


@cache
def _rules() -> dict[str, list[_Rule]]:
    rules: dict[str, list[_Rule]] = {}
    for row in table("similes"):
        rules.setdefault(row["word"], []).append(_Rule(row["kind"], row["reach"], condition(row["when"]), row["reason"]))
    return rules


def similes(words: Words) -> Iterator[Figure]:
    """The similes of a document, each from its word of comparison to the end of what is compared with."""
    for i, form in enumerate(words.lower):
        rule = next((rule for rule in _rules().get(form, ()) if rule.holds(words, i)), None)
        if rule is None or rule.kind == "none":
            continue
        end = words.stretch[i][1] if rule.reach == "clause" else _phrase_end(words, i)
        if end > i + 1 and not (rule.reach == "phrase" and _opens_clause(words, i, end)):
            yield Figure(((i, end),), "simile", rule.reason, 1)


def _phrase_end(words: Words, i: int) -> int:
    """Behind the phrase that follows the word of comparison; its own place where no phrase does."""
    letters = "".join(code(words, k) for k in range(i + 1, min(words.stretch[i][1], i + 1 + _LONGEST)))
    phrase = _PHRASE.match(letters)
    return i + 1 + phrase.end() if phrase else i


def _opens_clause(words: Words, i: int, end: int) -> bool:
    """Whether *wie* opens a clause of its own: *wie ein Mann sich verliert*, but not *Wie ein Tier schleicht er*."""
    if not words.is_first(i):
        return False
    last = min(words.stretch[i][1], i + WINDOW)
    verbs = [k for k in range(end, last) if words.is_finite[k]]
    second = i == words.bounds(i)[0] and bool(verbs) and verbs[0] == end and last > end + 1
    return bool(verbs) and not second
