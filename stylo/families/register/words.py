"""Words and phrases of the register lexicons: by lemma, by part of a compound, as phrase, also with a separated verb."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise
from typing import NamedTuple

from stylo.families.register.verbs import both_lemmas
from stylo.grammar.clauses import Clause
from stylo.grammar.tokens import Known, Type, View, inside
from stylo.lexicon import table
from stylo.pipeline.stts import NOUNS

LEXICONS = ("colloquial", "vulgar", "elevated", "technical", "anglicisms")
FEATURE = {"anglicisms": "anglicism"}
_INFLECTED = ("e", "er", "es", "en", "em", "s", "n", "st", "ste", "sten")
_NOUN_ENDINGS = ("s", "es", "n", "en", "e")
_INFLECTS = frozenset({"NN", "NE", "AD", "FM", "XY"})
_OPEN_CLASS = re.compile(r"^(?:N|ADJ|ADV|FM|XY|VV|ITJ|PTK|CARD|TRUNC)")
_ENGLISH = frozenset("the of a an and in to my for on at with is no from".split())
_SEPARABLE = re.compile(r"^(?:ab|an|auf|aus|durch|ein|hin|rein|raus|rum|um|weg|zu|zusammen|fertig|runter|ran)(?=\w{4})")
# What a tagger that does not know the word may take it for instead, if the letters are right.
_ALSO = {
    "ADJ": re.compile(r"ADJ|ADV|VVPP|PTKIFG|(?:NE|NN|FM|XY|VVFIN)"),
    "NN": re.compile(r"NN|NE|FM|XY|VVIMP|VVFIN|TRUNC"),
    "ADV": re.compile(r"ADV|ADJD|PROAV|PTK"),
    "VV": re.compile(r"VV|ADJ|ADV|NN|NE|FM|XY"),
}
_OTHER_TAGS = frozenset("PIAT PIS PPER PRF KOUS PROAV APPR".split())
VERB_WINDOW = 25
SHORTEST_COMPOUND = 6  # letters
_SLOT, SLOT_WORDS = "…", 3  # an open slot of a phrase, and how many words may fill it


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


Candidates = tuple[tuple[Entry, str], ...]


class Phrase(NamedTuple):
    """A phrase of a lexicon: its fixed words, the verb that may stand apart from them (or empty), its entry."""

    fixed: tuple[str, ...]
    verb: str
    entry: Entry


@dataclass(frozen=True)
class Lexicon:
    """All entries, laid out for look-up: by key of the word, by prefix and suffix, by the first word and the first two."""

    words: Mapping[str, Sequence[Entry]]
    prefixes: Mapping[str, Sequence[tuple[str, Entry]]]
    suffixes: Mapping[str, Sequence[tuple[str, Entry]]]
    phrases: Mapping[str, Mapping[str, Sequence[Phrase]]]
    """By the first word, then by the second, which is empty where there is none."""


def plain(word: str) -> str:
    """The key of a word: small letters, ss for ß, so that old and new spelling meet (krass, kraß)."""
    return word.lower().replace("ß", "ss").replace("’", "'")


@cache
def lexicon() -> Lexicon:
    """The register lexicons of the project."""
    words, prefixes, suffixes = (defaultdict(list) for _ in range(3))
    phrases: dict[str, dict[str, list[Phrase]]] = {}
    for name in LEXICONS:
        for row in table(name):
            entry = _entry(name, row)
            key = plain(entry.entry)
            if entry.kind == "phrase":
                phrase = _phrase(key, entry)
                second = "".join(phrase.fixed[1:2]).replace(_SLOT, "")
                phrases.setdefault(phrase.fixed[0], {}).setdefault(second, []).append(phrase)
            if entry.kind in {"lemma", "stem"}:
                for form in (key, *regular_forms(entry.entry)):
                    words[form].append(entry)
            if entry.kind == "stem" or key.endswith("-"):
                prefixes[key[:3]].append((key.removesuffix("-"), entry))
            if entry.kind == "stem" or key.startswith("-"):
                suffixes[key[-3:]].append((key.removeprefix("-"), entry))
    return Lexicon(dict(words), dict(prefixes), dict(suffixes), phrases)


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


def _phrase(key: str, entry: Entry) -> Phrase:
    """A phrase from its key, where ``+`` stands before the verb that may stand apart and … for up to three words."""
    fixed, _, verb = key.partition(" + ")
    return Phrase(tuple(fixed.split()), verb, entry)


def lexical(view: View, start: int, end: int, parts: Sequence[Clause]) -> Iterator[Word]:
    """The marks of one sentence; a phrase takes its words from single entries of the same feature, and of anglicisms once."""
    apart = {clause.finite: clause for clause in parts if clause.finite is not None and clause.particle is not None}
    lemmas = {finite: both_lemmas(view, clause) for finite, clause in apart.items()}
    taken: set[tuple[str, int]] = set()
    for word in _phrases(view, start, end, lemmas):
        spot = {(word.feature, i) for i in range(word.first, word.last + 1)}
        if not spot & taken and not (word.feature == "anglicism" and word.first in view.once(_quoted, start, end)):
            taken |= spot
            yield word
    listed = view.once(_listed)
    for i in sorted({*inside(view.once(_listed_places), start, end), *lemmas}):
        for entry, key in _candidates(view.types[i], *map(plain, lemmas[i])) if i in lemmas else listed[i]:
            if key and not _fits(view, i, entry, key):
                continue
            if (entry.feature, i) not in taken and not (view.forms[i][:1].isupper() and _is_name(view, i, start, end)):
                taken.add((entry.feature, i))
                partner = apart[i].particle if i in apart else None
                yield Word(entry.feature, i, i, partner, entry.entry, entry.reason)


def _listed(view: View) -> list[Candidates]:
    """What each token may show by itself."""
    return _LISTED.each(view.types)


def _listed_places(view: View) -> list[int]:
    return [i for i, found in enumerate(view.once(_listed)) if found]


@cache
def _may_be_listed(tag: str) -> bool:
    return tag in _OTHER_TAGS or _OPEN_CLASS.match(tag) is not None


def _plain_keys(word: Type) -> tuple[str, ...]:
    """The keys of the form and the lemma of a word, one where they are the same."""
    form, lemma = plain(word.lower), plain(word.lemma)
    if word.tag == "TRUNC":  # Action- und Kampfszenen
        form = lemma = form.rstrip("-")
    return (form,) if form == lemma else (form, lemma)


def _candidates(word: Type, *lemmas: str) -> Candidates:
    """The entries that a word may show, each with the key that it is listed under (empty: a part).

    ``lemmas`` are the keys of its lemmas with and without a separated particle, where it has one. Whole words come before
    parts of compounds.
    """
    if not _may_be_listed(word.tag):
        return ()
    known, tag, small = lexicon(), word.tag, _PLAIN[word][0]
    keys = _keys(word, small, lemmas)
    found = [(entry, key) for key in keys if key in known.words for entry in known.words[key]]
    if len(small) < SHORTEST_COMPOUND:
        return tuple(found)
    for part, entry in known.prefixes.get(small[:3], ()):
        rest = small[len(part) :].lstrip("-")
        if small.startswith(part) and len(rest) > 2 and entry.tag.match(tag) and not _spared(small, entry):
            found.append((entry, ""))
    for key in keys:
        for part, entry in known.suffixes.get(key[-3:], ()):
            if key.endswith(part) and len(key) > len(part) + 2 and entry.tag.match(tag) and not _spared(key, entry):
                found.append((entry, ""))
    found += _between_hyphens(word, small)
    if not any(entry.feature == "anglicism" for entry, _ in found):
        found += _spelled_english(word, small)
    return tuple(found)


class Spelling(NamedTuple):
    """A rule of spelling: what a word must look like, its tags, what it may not begin or end in, and what its mark says."""

    pattern: re.Pattern[str]
    tags: tuple[str, ...]
    spared: tuple[str, ...]
    reason: str


@cache
def _spellings() -> tuple[Spelling, ...]:
    rules = []
    for row in table("anglicism_spellings"):
        pattern, reason = row["spelling"], "spelling"
        if row["rule"] == "ending":
            pattern, reason = rf"[\w-]+{pattern}(?:'?s)?", f"spelling (-{pattern})"
        spared = () if row["not_in"] == "-" else tuple(row["not_in"].split(", "))
        rules.append(Spelling(re.compile(pattern), tuple(row["tag"].split(",")), spared, reason))
    return tuple(rules)


def _spelled_english(word: Type, small: str) -> Iterator[tuple[Entry, str]]:
    """An anglicism that no list has, told from a spelling that German does not have."""
    tag = "ADJ" if word.form.islower() and word.tag in {"NE", "XY"} else word.tag
    for rule in _spellings():
        if tag.startswith(rule.tags) and rule.pattern.fullmatch(small):
            if not small.removesuffix("s").endswith(rule.spared) and not small.startswith(rule.spared):
                yield Entry("anglicism", word.lemma, "spelling", re.compile(""), frozenset(), rule.reason), ""
            return


def _between_hyphens(word: Type, small: str) -> Iterator[tuple[Entry, str]]:
    """The borrowed nouns between the hyphens of a compound: *die Low-Budget-Produktion, ein Horror-Trash-Film*."""
    if "-" in small and word.tag in NOUNS:
        for part in small.split("-"):
            for entry in lexicon().words.get(part, ()):
                if entry.feature == "anglicism" and entry.entry[:1].isupper() and not _spared(small, entry):
                    yield entry, ""


_PLAIN = Known(_plain_keys)
_LISTED = Known[Candidates](_candidates)


def _keys(word: Type, small: str, lemmas: tuple[str, ...]) -> Sequence[str]:
    """What a word may be listed as: its form, its lemma (before both the one with a separated particle), its stem."""
    keys = (lemmas[0], small, *lemmas[1:]) if lemmas else _PLAIN[word]  # of kotzt ... an, ankotzen comes before kotzen
    if word.tag[:2] in _INFLECTS:
        ends = _INFLECTED if word.tag[:2] == "AD" or word.form[:1].islower() else _NOUN_ENDINGS
        if small.endswith(ends):
            stems = [small[: -len(end)] for end in ends if small.endswith(end) and len(small) - len(end) > 3]
            if ends is _NOUN_ENDINGS:  # a noun in a vowel takes -s alone: Promis, but Person is no Perso
                stems = [stem for stem in stems if stem + "s" == small or stem[-1] not in "aiouy"]
            return list(dict.fromkeys((*keys, *stems)))
    return list(dict.fromkeys(keys)) if lemmas else keys


def _fits(view: View, i: int, entry: Entry, key: str) -> bool:
    """Tag and capital letter speak for the entry; a form that is spelled like the entry may carry a neighbouring tag."""
    form, tag, small = _PLAIN[view.types[i]][0], view.tags[i], view.forms[i][:1].islower()
    if form in entry.spared or (small and entry.entry[:1].isupper() and tag[:1] not in {"N", "F", "X"}):
        return False
    first = i == 0 or view.tags[i - 1][:1] in {"$", "_"}
    if not small and not first and entry.entry[:1].islower() and tag in NOUNS:
        return False
    if entry.tag.match(tag):
        return True
    also = _ALSO.get(entry.tag.pattern)
    return bool(also and also.match(tag)) and (small or entry.entry[:1].isupper()) and (key == form or tag != "VVFIN")


def _spared(form: str, entry: Entry) -> bool:
    return any(form.startswith(word) or form.endswith(word) for word in entry.spared)


def _phrases(view: View, start: int, end: int, lemmas: Mapping[int, tuple[str, str]]) -> Iterator[Word]:
    found = []
    begins = view.once(_begins)
    for i in inside(view.once(_phrase_places), start, end):
        after = _after(view, i, end)
        for second in ("", *(_PLAIN[view.types[after]] if after is not None else ())):
            for fixed, verb, entry in begins[i].get(second, ()):
                last = _last_of(view, i, end, fixed)
                if last is None:
                    continue
                partner = _verb(view, i, last, start, end, verb, lemmas) if verb else None
                if not verb or partner is not None:
                    found.append(Word(entry.feature, i, last, partner, entry.entry, entry.reason))
    yield from sorted(found, key=lambda word: (word.first - word.last, word.first))


def _begins(view: View) -> list[Mapping[str, Sequence[Phrase]]]:
    """The phrases that begin with each token, by their second word."""
    return _BEGUN.each(view.types)


def _phrase_places(view: View) -> list[int]:
    """The tokens where a phrase may begin: its second word follows, or a comma, behind which it is not looked for here."""
    following = zip([*view.tags[1:], ""], chain(_PLAIN.each(view.types[1:]), [()]), strict=False)
    return [
        i
        for i, (begun, (tag, second)) in enumerate(zip(view.once(_begins), following, strict=True))
        if begun and (tag == "$," or "" in begun or not begun.keys().isdisjoint(second))
    ]


def _phrases_from(word: Type) -> Mapping[str, Sequence[Phrase]]:
    known = [lexicon().phrases[key] for key in _PLAIN[word] if key in lexicon().phrases]
    if len(known) < 2:
        return known[0] if known else {}
    one, other = known
    return {second: (*one.get(second, ()), *other.get(second, ())) for second in {**one, **other}}


_BEGUN = Known(_phrases_from)


def _last_of(view: View, i: int, end: int, fixed: Sequence[str]) -> int | None:
    """The token where the fixed words that begin at ``i`` end, commas between them left out; None where they do not follow."""
    reach = 1
    for word in fixed[1:]:
        if word == _SLOT:
            reach += SLOT_WORDS
            continue
        for _ in range(reach):
            after = _after(view, i, end)
            if after is None:
                return None
            i = after
            if word in _PLAIN[view.types[i]]:
                break
        else:
            return None
        reach = 1
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
        and not {plain(word) for word in (*lemmas.get(j, ()), view.lemmas[j], view.lowers[j])}.isdisjoint(wanted)
    ]
    return min(hits, key=lambda j: abs(j - first), default=None)


def _is_name(view: View, i: int, start: int, end: int) -> bool:
    """Whether a token of a sentence belongs to a foreign name or a title."""
    return i in view.once(_quoted, start, end) or i in view.once(_names, start, end)


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
