"""Words and phrases of the register lexicons: by lemma, by part of a compound, as phrase, also with a separated verb."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from stylo.lexicon import table
from stylo.measures.clauses import Clause
from stylo.measures.verbs import both_lemmas
from stylo.measures.view import View, each

LEXICONS = ("colloquial", "vulgar", "elevated", "technical", "anglicisms")
FEATURE = {"anglicisms": "anglicism"}
_INFLECTED = ("e", "er", "es", "en", "em", "s", "n", "st", "ste", "sten")
_OPEN_CLASS = re.compile(r"^(?:N|ADJ|ADV|FM|XY|VV|ITJ|PTK|CARD)")
_ENGLISH = frozenset("the of a an and in to my for on at with is no from".split())
_SEPARABLE = re.compile(r"^(?:ab|an|auf|aus|durch|ein|hin|rein|raus|rum|um|weg|zu|zusammen|fertig|runter|ran)(?=\w{4})")
# What a tagger that does not know the word may take it for instead, if the letters are right.
_ALSO = {
    "ADJ": re.compile(r"ADJ|ADV|VVPP|PTKIFG|(?:NE|NN|FM|XY|VVFIN)"),
    "NN": re.compile(r"NN|NE|FM|XY|VVIMP|VVFIN"),
    "ADV": re.compile(r"ADV|ADJD|PROAV|PTK"),
    "VV": re.compile(r"VV|ADJ|ADV|NN|NE|FM|XY"),
}
_OTHER_TAGS = frozenset("PIAT PIS PPER KOUS PROAV APPR".split())
VERB_WINDOW = 25
CACHED_WORDS = 200_000


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
                for form in (key, *regular_forms(entry.entry)):
                    words[form].append(entry)
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


def regular_forms(verb: str) -> list[str]:
    """Forms of a weak verb that taggers often do not know: *zocken*: zockt, zockte, gezockt; *abzocken*: abgezockt."""
    if not verb[:1].islower() or not verb.endswith("n") or len(verb) < 5:
        return []
    verb = plain(verb)
    stem = verb[:-2] if verb.endswith("en") else verb[:-1]
    prefix = _SEPARABLE.match(stem)
    before = prefix.group() if prefix else ""
    participle = stem[len(before) :]
    endings = ("t", "te", "ten") if stem[-1] not in "td" else ("et", "ete", "eten")
    return [*(stem + ending for ending in endings), f"{before}ge{participle}{endings[0]}"]


def _phrase(key: str, entry: Entry) -> tuple[tuple[str, ...], str]:
    """The fixed words, and the verb that may stand apart from them (a phrase that is written with ``+`` before its verb)."""
    fixed, _, verb = key.partition(" + ")
    return tuple(fixed.split()), verb


def lexical(view: View, start: int, end: int, parts: Sequence[Clause]) -> Iterator[Word]:
    """The marks of one sentence; a phrase takes its words from single entries of the same feature, and of anglicisms once."""
    apart = {clause.finite: clause for clause in parts if clause.finite is not None and clause.particle is not None}
    lemmas = {finite: both_lemmas(view, clause) for finite, clause in apart.items()}
    titles = _quoted(view, start, end)
    names = titles | _names(view, start, end)
    taken: set[tuple[str, int]] = set()
    for word in _phrases(view, start, end, lemmas):
        spot = {(word.feature, i) for i in range(word.first, word.last + 1)}
        if not spot & taken and not (word.feature == "anglicism" and word.first in titles):
            taken |= spot
            yield word
    for i in range(start, end):
        if not _may_be_listed(view.tags[i]):
            continue
        for entry, key in _candidates(view.forms[i], view.tags[i], *(lemmas.get(i) or (view.lemmas[i],))):
            if key and not _fits(view, i, entry, key):
                continue
            if (entry.feature, i) not in taken and not (i in names and view.forms[i][:1].isupper()):
                taken.add((entry.feature, i))
                partner = apart[i].particle if i in apart else None
                yield Word(entry.feature, i, i, partner, entry.entry, entry.reason)


@cache
def _may_be_listed(tag: str) -> bool:
    return tag in _OTHER_TAGS or _OPEN_CLASS.match(tag) is not None


@lru_cache(CACHED_WORDS)
def _candidates(form: str, tag: str, *lemmas: str) -> tuple[tuple[Entry, str], ...]:
    """The entries that a form with a tag and its lemmas may show, each with the key that it is listed under (empty: a part).

    Whole words come before parts of compounds.
    """
    known, keys, small = lexicon(), _keys(form, tag, lemmas), plain(form)
    found = [(entry, key) for key in keys for entry in known.words.get(key, ())]
    if len(small) < 6:
        return tuple(found)
    for part, entry in known.prefixes.get(small[:3], ()):
        rest = small[len(part) :].lstrip("-")
        if small.startswith(part) and len(rest) > 2 and entry.tag.match(tag) and not _spared(small, entry):
            found.append((entry, ""))
    for key in keys:
        for part, entry in known.suffixes.get(key[-3:], ()):
            if key.endswith(part) and len(key) > len(part) + 2 and entry.tag.match(tag) and not _spared(key, entry):
                found.append((entry, ""))
    return tuple(found)


def _keys(form: str, tag: str, lemmas: tuple[str, ...]) -> list[str]:
    """What a word may be listed as: its form, its lemma (before both the one with a separated particle), its stem."""
    small, first, *bare = plain(form), *map(plain, lemmas)
    keys = dict.fromkeys((first, small, *bare) if bare else (small, first))  # of kotzt ... an, ankotzen comes before kotzen
    if tag[:2] in {"NN", "NE", "AD", "FM", "XY"}:
        ends = _INFLECTED if tag[:2] == "AD" or form[:1].islower() else ("s", "es", "n", "en", "e")
        if small.endswith(ends):
            keys |= dict.fromkeys(small[: -len(end)] for end in ends if small.endswith(end) and len(small) - len(end) > 3)
    return list(keys)


def _fits(view: View, i: int, entry: Entry, key: str) -> bool:
    """Tag and capital letter speak for the entry; a form that is spelled like the entry may carry a neighbouring tag."""
    form, tag, small = plain(view.forms[i]), view.tags[i], view.forms[i][:1].islower()
    if form in entry.spared or (small and entry.entry[:1].isupper() and tag[:1] not in {"N", "F", "X"}):
        return False
    first = i == 0 or view.tags[i - 1][:1] in {"$", "_"}
    if not small and not first and entry.entry[:1].islower() and tag in {"NN", "NE"}:
        return False
    if entry.tag.match(tag):
        return True
    also = _ALSO.get(entry.tag.pattern)
    return bool(also and also.match(tag)) and (small or entry.entry[:1].isupper()) and (key == form or tag != "VVFIN")


def _spared(form: str, entry: Entry) -> bool:
    return any(form.startswith(word) or form.endswith(word) for word in entry.spared)


def _phrases(view: View, start: int, end: int, lemmas: Mapping[int, tuple[str, str]]) -> Iterator[Word]:
    known, keys = lexicon().phrases, view.once(_plain_keys)
    found = []
    for i in range(start, end):
        begun = [phrase for first in keys[i] for phrase in known.get(first, ())]
        after = _after(view, i, end) if begun else None
        for fixed, verb, entry in begun:
            if len(fixed) > 1 and (after is None or fixed[1] not in keys[after]):
                continue  # most end here
            last = _last_of(view, keys, i, end, fixed)
            if last is None:
                continue
            partner = _verb(view, i, last, start, end, verb, lemmas) if verb else None
            if not verb or partner is not None:
                found.append(Word(entry.feature, i, last, partner, entry.entry, entry.reason))
    yield from sorted(found, key=lambda word: (word.first - word.last, word.first))


def _plain_keys(view: View) -> list[Sequence[str]]:
    """Of each token the keys of its form and its lemma, one where they are the same."""
    forms, lemmas = each(plain, view.forms), each(plain, view.lemmas)
    return [(form,) if form == lemma else (form, lemma) for form, lemma in zip(forms, lemmas, strict=True)]


def _last_of(view: View, keys: Sequence[Sequence[str]], i: int, end: int, fixed: Sequence[str]) -> int | None:
    """The token where the fixed words that begin at ``i`` end, commas between them left out; None where they do not follow."""
    for word in fixed[1:]:
        after = _after(view, i, end)
        if after is None or word not in keys[after]:
            return None
        i = after
    return i


def _after(view: View, i: int, end: int) -> int | None:
    """The next token, a comma left out, or None at the end."""
    i += 1
    if i < end and view.tags[i] == "$,":
        i += 1
    return i if i < end else None


def _verb(
    view: View, first: int, last: int, start: int, end: int, verb: str, lemmas: Mapping[int, tuple[str, str]]
) -> int | None:
    """The nearest form of the verb in the sentence, not far from the fixed words."""
    wanted = {verb, verb.removesuffix("en") + "end", *regular_forms(verb)}
    near = range(max(start, first - VERB_WINDOW), min(end, last + VERB_WINDOW))
    hits = [
        j
        for j in near
        if not first <= j <= last
        and view.tags[j][:1] in {"V", "A"}
        and not {plain(word) for word in (*lemmas.get(j, ()), view.lemmas[j], view.forms[j])}.isdisjoint(wanted)
    ]
    return min(hits, key=lambda j: abs(j - first), default=None)


def _names(view: View, start: int, end: int) -> set[int]:
    """Tokens beside other foreign words, which are names: *The Dark Knight*."""
    names = set()
    for i in range(start, end):
        if view.lowers[i] in _ENGLISH and view.tags[i] in {"FM", "NE", "XY"}:
            names |= {j for j in range(max(start, i - 2), min(end, i + 3)) if view.forms[j][:1].isupper()}
        if view.tags[i] in {"NE", "FM"} and view.tag(i + 1) in {"NE", "FM"} and view.forms[i][:1].isupper():
            names |= {i, i + 1}
    return names


def _quoted(view: View, start: int, end: int) -> set[int]:
    """Tokens of short titles in quotation marks: *„Pulp Fiction“*."""
    marks = [i for i in range(start, end) if view.forms[i] in {"„", "“", "”", '"', "»", "«"}]
    inside = set()
    for left, right in pairwise(marks):
        title = range(left + 1, right)
        if 0 < len(title) <= 6 and view.forms[left + 1][:1].isupper() and view.tag(right - 1) not in {"$.", "$,"}:
            inside |= set(title)
    return inside
