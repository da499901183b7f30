"""Words and phrases of the register lexicons: by lemma, by part of a compound, as phrase, also with a separated verb."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from stylo.lexicon import table
from stylo.measures.clauses import Clause
from stylo.measures.verbs import joined_lemma
from stylo.measures.view import View

LEXICONS = ("colloquial", "vulgar", "elevated", "technical", "anglicisms")
FEATURE = {"anglicisms": "anglicism"}
_INFLECTED = ("e", "er", "es", "en", "em", "s", "n", "st", "ste", "sten")
_OPEN_CLASS = re.compile(r"^(?:N|ADJ|ADV|FM|XY|VV|ITJ|PTK|CARD)")
_ENGLISH = frozenset("the of a an and in to my for on at with is no from".split())
VERB_WINDOW = 25


class Word(NamedTuple):
    """One lexical mark: feature, tokens ``first`` to ``last``, a partner token (a verb apart), entry and reason."""

    feature: str
    first: int
    last: int
    partner: int | None
    entry: str
    reason: str


@dataclass(frozen=True)
class Entry:
    """One row of a lexicon: what to find, in which tags, except in which words, and what its mark says."""

    feature: str
    entry: str
    kind: str
    tag: re.Pattern[str]
    spared: frozenset[str]
    reason: str


@dataclass(frozen=True)
class Lexicon:
    """All entries, laid out for look-up: by key of the word, by prefix and suffix, by first word or verb of a phrase."""

    words: Mapping[str, Sequence[Entry]]
    prefixes: Mapping[str, Sequence[tuple[str, Entry]]]
    suffixes: Mapping[str, Sequence[tuple[str, Entry]]]
    phrases: Mapping[str, Sequence[tuple[tuple[str, ...], str, Entry]]]


def plain(word: str) -> str:
    """The key of a word: small letters, ss for ß, so that old and new spelling meet (krass, kraß)."""
    return word.lower().replace("ß", "ss").replace("’", "'")


@cache
def lexicon() -> Lexicon:
    """The register lexicons of the project."""
    words, prefixes, suffixes, phrases = (defaultdict(list) for _ in range(4))
    for name in LEXICONS:
        for row in table(name):
            entry = _entry(name, row)
            key = plain(entry.entry)
            if entry.kind == "lemma":
                words[key].append(entry)
            elif entry.kind == "phrase":
                fixed, verb = _phrase(key, entry)
                phrases[fixed[0]].append((fixed, verb, entry))
            elif key.endswith("-"):
                prefixes[key[:3]].append((key[:-1], entry))
            else:
                suffixes[key[-3:]].append((key[1:], entry))
    return Lexicon(dict(words), dict(prefixes), dict(suffixes), dict(phrases))


def _entry(name: str, row: Mapping[str, str]) -> Entry:
    neutral = f", neutral: {row['neutral']}" if row["neutral"] not in {"", "-"} else ""
    return Entry(
        feature=FEATURE.get(name, name),
        entry=row["entry"],
        kind=row["kind"],
        tag=re.compile(row["tag"].replace("*", "") if row["tag"] != "-" else ""),
        spared=frozenset(plain(word) for word in row["not_in"].split(", ")) if row["not_in"] != "-" else frozenset(),
        reason=f"{row['kind']} ({row['label']}){neutral}",
    )


def _phrase(key: str, entry: Entry) -> tuple[tuple[str, ...], str]:
    """The fixed words, and the verb that may stand apart from them (a phrase that is written with ``+`` before its verb)."""
    fixed, _, verb = key.partition(" + ")
    return tuple(fixed.split()), verb


def lexical(view: View, start: int, end: int, parts: Sequence[Clause]) -> Iterator[Word]:
    """The marks of one sentence; a phrase takes its words from single entries of the same feature, and of anglicisms once."""
    lemmas = {clause.finite: joined_lemma(view, clause) for clause in parts if clause.finite is not None}
    particles = {clause.finite: clause.particle for clause in parts if clause.finite is not None}
    names = _names(view, start, end)
    taken: set[tuple[str, int]] = set()
    for word in _phrases(view, start, end, lemmas):
        spot = {(word.feature, i) for i in range(word.first, word.last + 1)}
        if not spot & taken and not (word.feature == "anglicism" and word.first in names):
            taken |= spot
            yield word
    for i in range(start, end):
        if not _OPEN_CLASS.match(view.tags[i]) and view.tags[i] not in {"PIAT", "PIS", "PPER", "KOUS", "PROAV", "APPR"}:
            continue
        for entry in _entries(view, i, lemmas.get(i, view.lemmas[i])):
            if (entry.feature, i) not in taken and not (entry.feature == "anglicism" and i in names):
                taken.add((entry.feature, i))
                partner = particles.get(i) if lemmas.get(i, view.lemmas[i]) != view.lemmas[i] else None
                yield Word(entry.feature, i, i, partner, entry.entry, entry.reason)


def _keys(view: View, i: int, lemma: str) -> list[str]:
    """What the token may be listed as: its lemma, its form, its form without an ending."""
    form = plain(view.forms[i])
    keys = dict.fromkeys((plain(lemma), form))
    if view.tags[i][:2] in {"NN", "NE", "AD", "FM", "XY"}:
        keys |= dict.fromkeys(form[: -len(end)] for end in _INFLECTED if form.endswith(end) and len(form) - len(end) > 3)
    return list(keys)


def _entries(view: View, i: int, lemma: str) -> Iterator[Entry]:
    known, tag = lexicon(), view.tags[i]
    keys, form = _keys(view, i, lemma), plain(view.forms[i])
    for key in keys:
        for entry in known.words.get(key, ()):
            if entry.tag.match(tag) and form not in entry.spared:
                yield entry
    if len(form) < 6:
        return
    for part, entry in known.prefixes.get(form[:3], ()):
        rest = form[len(part) :].lstrip("-")
        if form.startswith(part) and len(rest) > 2 and entry.tag.match(tag) and not _spared(form, entry):
            yield entry
    for key in keys:
        for part, entry in known.suffixes.get(key[-3:], ()):
            if key.endswith(part) and len(key) > len(part) + 2 and entry.tag.match(tag) and not _spared(key, entry):
                yield entry


def _spared(form: str, entry: Entry) -> bool:
    return any(form.startswith(word) or form.endswith(word) for word in entry.spared)


def _phrases(view: View, start: int, end: int, lemmas: Mapping[int | None, str]) -> Iterator[Word]:
    known = lexicon().phrases
    found = []
    for i in range(start, end):
        firsts = {plain(view.forms[i]), plain(view.lemmas[i])}
        for first in firsts & known.keys():
            for fixed, verb, entry in known[first]:
                last = i + len(fixed) - 1
                if last >= end or not all(_matches(view, i + k, word) for k, word in enumerate(fixed)):
                    continue
                partner = _verb(view, i, last, start, end, verb, lemmas) if verb else None
                if not verb or partner is not None:
                    found.append(Word(entry.feature, i, last, partner, entry.entry, entry.reason))
    yield from sorted(found, key=lambda word: (word.first - word.last, word.first))


def _matches(view: View, i: int, word: str) -> bool:
    return word in {plain(view.forms[i]), plain(view.lemmas[i])}


def _verb(view: View, first: int, last: int, start: int, end: int, verb: str, lemmas: Mapping[int | None, str]) -> int | None:
    """The nearest form of the verb in the sentence, not far from the fixed words."""
    near = range(max(start, first - VERB_WINDOW), min(end, last + VERB_WINDOW))
    hits = [
        j
        for j in near
        if not first <= j <= last
        and view.tags[j][:1] in {"V", "A"}
        and plain(lemmas.get(j, view.lemmas[j])) in {verb, verb.removesuffix("en") + "end"}
    ]
    return min(hits, key=lambda j: abs(j - first), default=None)


def _names(view: View, start: int, end: int) -> set[int]:
    """Tokens inside a quoted title or beside other foreign words: *„Pulp Fiction“*, *The Dark Knight*."""
    names = set()
    for i in range(start, end):
        if view.lowers[i] in _ENGLISH and view.tags[i] in {"FM", "NE", "XY", "APPR", "ADV"}:
            names |= {j for j in range(max(start, i - 2), min(end, i + 3)) if view.forms[j][:1].isupper()}
        if view.tags[i] in {"NE", "FM"} and view.tag(i + 1) in {"NE", "FM"} and view.forms[i][:1].isupper():
            names |= {i, i + 1}
    if any(view.forms[i] in {"„", "“", '"', "»", "«"} for i in range(start, end)):
        names |= _quoted(view, start, end)
    return names


def _quoted(view: View, start: int, end: int) -> set[int]:
    marks = [i for i in range(start, end) if view.forms[i] in {"„", "“", "”", '"', "»", "«"}]
    inside = set()
    for left, right in zip(marks, marks[1:], strict=False):
        title = range(left + 1, right)
        if 0 < len(title) <= 6 and view.forms[left + 1][:1].isupper() and view.tag(right - 1) not in {"$.", "$,"}:
            inside |= set(title)
    return inside
