"""Negation: the words that deny a clause or a part of it, by ``lexicon/negation.tsv``, and what a negation reaches.

What negates is a closed class (Helbig and Buscha; Zifonun, Hoffmann and Strecker 1997: *Negationswörter*). Affixes (*un-*,
*-los*) negate a word and no clause, and are not looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from stylo.grammar.conditions import WINDOW, Words, condition, word_set
from stylo.grammar.tokens import View
from stylo.lexicon import table
from stylo.pipeline.stts import DETERMINERS, FINITE, NOUNS

_WITHIN = frozenset({"ADJA", "ADJD", "ADV", "CARD", "PTKA", "PTKIFG", "KON", "$,"})


class Negation(NamedTuple):
    """A negation: its parts as runs of word indices, its kind, and the reason of the row that found it."""

    parts: tuple[tuple[int, ...], ...]
    kind: str
    reason: str


class _Rule(NamedTuple):
    second: frozenset[str]
    holds: Callable[[Words, int], bool]
    row: dict[str, str]


@cache
def _rules() -> dict[str, list[_Rule]]:
    rules: dict[str, list[_Rule]] = {}
    for row in table("negation"):
        rule = _Rule(frozenset(row["second"].split()) - {"-"}, condition(row["when"]), row)
        for word in row["words"].split():
            rules.setdefault(word, []).append(rule)
    return rules


def negations(words: Words) -> list[Negation]:
    """The negations of a document, in text order."""
    rules, found = _rules(), []
    for i, form in enumerate(words.lower):
        rule = next((rule for rule in rules.get(form, ()) if rule.holds(words, i)), None)
        parts = _parts(words, i, rule) if rule and rule.row["kind"] != "none" else ()
        if rule and parts:
            found.append(Negation(parts, rule.row["kind"], rule.row["reason"]))
    return found


def _parts(words: Words, i: int, rule: _Rule) -> tuple[tuple[int, ...], ...]:
    if not rule.second:
        return ((i,),)
    if words.near(i, 1) in rule.second:
        return ((i, i + 1),)
    end = min(words.bounds(i)[1], i + WINDOW) if "noch" in rule.second else i
    second = next((j for j in range(i + 1, end) if words.lower[j] in rule.second), -1)
    return ((i,), (second,)) if second > 0 else ()


def negated(words: Words, i: int) -> bool:
    """Whether a negation reaches an adjective or noun.

    What stands behind a negation in its stretch is denied with the predicate: *ist nicht gut*, *Keine Szene ist gut*. A noun
    phrase is denied where the negation stands in it or right before it (*kein guter Film*, *nicht der beste Film*). What opens
    its clause is denied by what stands behind (*Neu ist das nicht*, *Große Kunst ist das nicht*). *nicht nur* denies nothing.
    """
    negating = words.view.once(_negating)
    begin = max(words.stretch[i][0], i - WINDOW)
    if words.tags[i] != "ADJA" and words.tags[i] not in NOUNS:
        opens = all(words.tags[j] in _WITHIN for j in range(begin, i)) and words.near_tag(i, 1) in FINITE
        return any(j in negating for j in range(begin, min(words.stretch[i][1], i + WINDOW) if opens else i))
    opening = _opening(words, i, begin)
    if any(j in negating for j in range(max(opening - 1, begin), i)):
        return True
    fronted = opening == words.stretch[i][0] and words.stretch[i][1] - 1 in negating
    return fronted and not word_set("BE").isdisjoint(words.lower[i : i + 3])


def is_turned(words: Words, i: int) -> bool:
    """Whether an adjective or noun says the reverse of itself: negated, behind what all but denies it (*kaum gelungen, ohne
    Längen, alles andere als gut*), or named as missing (*fehlt es an Witz, verzichtet auf billige Effekte*).

    Polanyi and Zaenen (2006) call what does so a valence shifter.
    """
    if negated(words, i):
        return True
    begin = max(words.stretch[i][0], i - WINDOW)
    opening = _opening(words, i, begin)
    if not word_set("SHIFTERS").isdisjoint(words.lower[max(begin, opening - 1) : i]):
        return True
    if ("andere", "als") in pairwise(words.lower[max(begin, i - 4) : i]):
        return True
    missing = opening > begin and words.lower[opening - 1] in ("an", "auf", "von")
    return missing and any(words.lemma(j) in word_set("LACKING") for j in range(begin, min(words.stretch[i][1], i + WINDOW)))


def _opening(words: Words, i: int, begin: int) -> int:
    """Where the noun phrase of an adjective or noun opens: at its determiner, or at the first word that describes or grades."""
    k = i
    while k > begin and words.tags[k - 1] in _WITHIN:
        k -= 1
    return k - 1 if k > begin and words.tags[k - 1] in DETERMINERS else k


def _negating(laid_out: View) -> frozenset[int]:
    """The indices of all words that negate, but for *nicht nur* and *nicht minder*."""
    words = laid_out.once(Words)
    return frozenset(
        i for found in negations(words) for part in found.parts for i in part if words.near(i, 1) not in word_set("ONLY")
    )
