"""The contrast lexicon applied: markers found by the tables, with the row that decided each.

Three tables, in this order: ``contrast_pairs.tsv`` (markers of two parts), ``contrast.tsv`` (connectives, comparisons and
look-alikes, one row a reading), ``contrast_lexical.tsv`` (nouns, verbs, adjectives and phrases that mean contrast).
A word that one marker has taken is not looked at again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy
from functools import cache
from typing import NamedTuple

from stylo.grammar.conditions import WINDOW, Words, condition, word_set
from stylo.grammar.particles import read
from stylo.grammar.phrases import alike, comparative, inflections, parallel_while
from stylo.lexicon import table

REACH = {"stretch": 0, "sentence": 0, "next": 1, "several": 3}
LOOK_ALIKE = "look-alike"
REACH_BACK = 12  # words between a comparative and its als
FAR = 150  # words beyond which nobody still hears the first part of a pair
_CLASSES = {"noun": ("N",), "verb": ("V", "AD"), "adjective": ("A", "V"), "phrase": ("",)}


class Marker(NamedTuple):
    """One marker: its parts as runs of word indices, and what the deciding row says of it."""

    parts: tuple[tuple[int, ...], ...]
    form: str
    pos: str
    tier: str
    sense: str
    reason: str
    governed: tuple[int, ...] = ()  # words that the marker needs but that belong to the other side: von in hebt ... von ... ab

    @property
    def indices(self) -> list[int]:
        """All word indices in text order."""
        return sorted(i for part in self.parts for i in part)


Row = dict[str, str]
Test = Callable[[Words, int], bool]


class Entry(NamedTuple):
    """The sequences of small-letter words that make a form, and its rows with their conditions."""

    sequence: tuple[str, ...]
    rows: tuple[tuple[Test, Row], ...]


_SPECIAL: dict[str, Test] = {"MODAL": lambda words, i: read(words, i).modal, "PARALLEL": parallel_while, "ALIKE": alike}


def markers(words: Words) -> list[Marker]:
    """All markers of a document in text order, accepted and rejected."""
    taken: set[int] = set()
    found: list[Marker] = []
    positions: dict[str, list[int]] = {}
    wanted = _first_words()
    for i, form in enumerate(words.lower):
        if form in wanted:
            positions.setdefault(form, []).append(i)
    for search in (_pairs, _comparatives, _forms, _lexical):
        for marker in search(words, positions, taken):
            taken.update(marker.indices)
            found.append(marker)
    return sorted(found, key=Marker.indices.fget)  # type: ignore[attr-defined]


@cache
def _first_words() -> frozenset[str]:
    """The words with which anything that is looked for begins."""
    pairs = (sequence[0] for pair in _pair_table() for sequence in pair.first + pair.second)
    return frozenset({"als", *_entries(), *_lexemes(), *pairs})


@cache
def test(when: str) -> Test:
    """The predicate of a cell; MODAL: the particle table calls it a modal particle; PARALLEL, ALIKE: see ``phrases``."""
    special = [_SPECIAL[term] for term in when.split() if term in _SPECIAL]
    other = condition(" ".join(term for term in when.split() if term not in _SPECIAL) or "-")
    if not special:
        return other
    return lambda words, i: other(words, i) and all(holds(words, i) for holds in special)


# ---- single forms


def _forms(words: Words, positions: dict[str, list[int]], taken: set[int]) -> Iterator[Marker]:
    entries = _entries()
    for i in sorted(i for form in entries.keys() & positions.keys() for i in positions[form]):
        if i in taken:
            continue
        marker = _longest(words, i, entries[words.lower[i]], taken)
        if marker:
            yield marker


def _longest(words: Words, i: int, entries: tuple[Entry, ...], taken: set[int]) -> Marker | None:
    """The reading of the longest form that starts at a word and has a row that holds."""
    following = words.near(i, 1)
    for entry in entries:
        if len(entry.sequence) > 1 and entry.sequence[1] != following:
            continue  # most end here
        span = _match(words, i, entry.sequence)
        if not span or not taken.isdisjoint(span):
            continue
        at_end = len(span) > 1
        for holds, row in entry.rows:
            if holds(_as_one(words, len(span)), i) if at_end else holds(words, i):
                if row["tier"] == "none":
                    return None
                return Marker((span,), row["form"], row["pos"], row["tier"], row["sense"], row["reason"])
    return None


def _as_one(words: Words, size: int) -> Words:
    """The words with a phrase of this size seen as one word, so that ``next`` and ``last`` look behind the phrase."""
    joined = copy(words)
    joined.width = size
    return joined


def _match(words: Words, i: int, sequence: tuple[str, ...]) -> tuple[int, ...]:
    end = i + len(sequence)
    if tuple(words.lower[i:end]) != sequence or end > words.bounds(i)[1]:
        return ()
    return tuple(range(i, end))


def _sequences(cell: str) -> list[tuple[str, ...]]:
    """``a b | NEGATION`` as sequences of small-letter words; a name in capitals stands for each of its words."""
    sequences: list[tuple[str, ...]] = []
    for form in filter(None, map(str.strip, cell.split("|"))):
        if form.isupper():
            sequences += [(word,) for word in sorted(word_set(form))]
        elif "..." not in form:
            sequences.append(tuple(form.lower().split()))
    return sequences


@cache
def _entries() -> dict[str, tuple[Entry, ...]]:
    """The entries by their first word, the longest first."""
    rows: dict[tuple[str, ...], list[tuple[Test, Row]]] = {}
    for row in table("contrast"):
        for sequence in _sequences(f"{row['form']} | {row['variants']}"):
            rows.setdefault(sequence, []).append((test(row["when"]), row))
    by_first: dict[str, list[Entry]] = {}
    for sequence in sorted(rows, key=len, reverse=True):
        by_first.setdefault(sequence[0], []).append(Entry(sequence, tuple(rows[sequence])))
    return {first: tuple(entries) for first, entries in by_first.items()}


# ---- pairs


class Pair(NamedTuple):
    """A row of the pair table, read."""

    first: tuple[tuple[str, ...], ...]
    second: tuple[tuple[str, ...], ...]
    first_holds: Test
    second_holds: Test
    row: Row


@cache
def _pair_table() -> tuple[Pair, ...]:
    return tuple(
        Pair(
            tuple(sorted(_sequences(row["first"]), key=len, reverse=True)),
            tuple(sorted(_sequences(row["second"]), key=len, reverse=True)),
            test(row["when_first"]),
            test(row["when_second"]),
            row,
        )
        for row in table("contrast_pairs")
    )


def _pairs(words: Words, positions: dict[str, list[int]], taken: set[int]) -> Iterator[Marker]:
    for pair in _pair_table():
        anchor, other = (pair.first, pair.second) if pair.row["anchor"] == "first" else (pair.second, pair.first)
        if not any(sequence[0] in positions for sequence in other):
            continue
        for i in sorted({i for sequence in anchor for i in positions.get(sequence[0], ())}):
            spans = _pair_at(words, i, pair, taken)
            if spans:
                row = pair.row
                taken.update(spans[0] + spans[1])
                yield Marker(spans, row["form"], "pair", row["tier"], row["sense"], row["reason"])


def _pair_at(words: Words, i: int, pair: Pair, taken: set[int]) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """Both parts of a pair whose anchor starts at a word."""
    forwards = pair.row["anchor"] == "first"
    anchor, anchor_holds = (pair.first, pair.first_holds) if forwards else (pair.second, pair.second_holds)
    other, other_holds = (pair.second, pair.second_holds) if forwards else (pair.first, pair.first_holds)
    here = _first_match(words, i, anchor, anchor_holds, taken)
    if not here:
        return None
    begin, end = _reach(words, i, pair.row["reach"], forwards)
    candidates = range(here[-1] + 1, min(end, i + FAR)) if forwards else range(here[0] - 1, max(begin, i - FAR) - 1, -1)
    for j in candidates:
        there = _first_match(words, j, other, other_holds, taken)
        if there and (forwards or there[-1] < here[0]):
            return (here, there) if forwards else (there, here)
    return None


def _first_match(words: Words, i: int, sequences: tuple[tuple[str, ...], ...], holds: Test, taken: set[int]) -> tuple[int, ...]:
    for sequence in sequences:
        if sequence[0] == words.lower[i]:
            span = _match(words, i, sequence)
            if span and taken.isdisjoint(span) and holds(words, i):
                return span
    return ()


def _reach(words: Words, i: int, reach: str, forwards: bool) -> tuple[int, int]:
    """The range of words in which the other part is sought."""
    if reach == "stretch":
        return words.stretch[i]
    number, more = words.sentence[i], REACH[reach]
    if forwards:
        return i, words.sentences[min(number + more, len(words.sentences) - 1)][1]
    return words.sentences[max(number - more, 0)][0], i


# ---- comparatives


def _comparatives(words: Words, positions: dict[str, list[int]], taken: set[int]) -> Iterator[Marker]:
    """Besser als das Buch; ein größeres Haus als ihres; besser, als man dachte: by the conditions of ``comparatives.tsv``."""
    rules = [(test(row["when"]), test(row["when_als"]), row) for row in table("comparatives")]
    for joint in positions.get("als", ()):
        begin = max(words.stretch[joint - 1 if words.near(joint, -1) == "," else joint][0], joint - REACH_BACK)
        for i in range(joint - 1, begin - 1, -1):
            if joint in taken or i in taken or not comparative(words, i):
                continue
            row = next((row for holds, joint_holds, row in rules if holds(words, i) and joint_holds(words, joint)), None)
            if row and (words.near(joint, -1) != "," or i == joint - 2):
                yield Marker(_runs([i, joint]), row["form"], "comparative", row["tier"], row["sense"], row["reason"])
            break


# ---- lexical


class Lexeme(NamedTuple):
    """A row of the lexical table, read: the words it needs, each group with whether it is part of the marker; its particle."""

    holds: Test
    needs: tuple[tuple[frozenset[str], bool], ...]
    particle: str
    row: Row


@cache
def _lexemes() -> dict[str, tuple[Lexeme, ...]]:
    """The lexemes by each inflected form; the particle is empty where it is fused with the form (abgehoben, abzuheben)."""
    forms: dict[str, list[Lexeme]] = {}
    for row in table("contrast_lexical"):
        needs = tuple((frozenset(group.strip("()").split("|")), group[0] != "(") for group in row["needs"].split())
        for form, particle in _inflected(row):
            forms.setdefault(form, []).append(Lexeme(test(row["when"]), needs, particle, row))
    return {form: tuple(lexemes) for form, lexemes in forms.items()}


def _inflected(row: Row) -> Iterator[tuple[str, str]]:
    seen = set()
    for stem in row["stems"].split():
        for form in inflections(stem, row["pos"]):
            seen.add((form, row["particle"]))
            if row["particle"]:
                seen |= {(f"{row['particle']}{infix}{form}", "") for infix in ("", "zu")}
    yield from sorted(seen)


def _lexical(words: Words, positions: dict[str, list[int]], taken: set[int]) -> Iterator[Marker]:
    lexemes = _lexemes()
    for i in sorted(i for form in lexemes.keys() & positions.keys() for i in positions[form]):
        if i in taken:
            continue
        for lexeme in lexemes[words.lower[i]]:
            found = _lexeme_at(words, i, lexeme)
            if found:
                row = lexeme.row
                parts, governed = found
                yield Marker(parts, row["form"], row["pos"], "lexical", row["sense"], row["reason"], governed)
                break


def _lexeme_at(words: Words, i: int, lexeme: Lexeme) -> tuple[tuple[tuple[int, ...], ...], tuple[int, ...]] | None:
    """The parts of a lexeme at a word, neighbours joined, and what it governs; None where something it needs is missing."""
    if not words.tags[i].startswith(_CLASSES[lexeme.row["pos"]]) or not lexeme.holds(words, i):
        return None
    found, governed = {i}, []
    if lexeme.particle:
        j = _particle(words, i, lexeme.particle)
        if j < 0:
            return None
        found.add(j)
    for group, is_part in lexeme.needs:
        j = _needed(words, i, group)
        if j < 0:
            return None
        if is_part:
            found.add(j)
        else:
            governed.append(j)
    return _runs(sorted(found)), tuple(governed)


def _particle(words: Words, i: int, particle: str) -> int:
    """The separated particle: behind the verb, at the end of its clause or tagged as one; -1 where there is none."""
    for j in range(i + 1, words.last_sought(i)):
        if words.lower[j] == particle and (words.tags[j] == "PTKVZ" or words.is_last(j)):
            return j
    return -1


def _needed(words: Words, i: int, group: frozenset[str]) -> int:
    """The nearest wanted word: behind in the sentence unless the word closes its clause, else before it in the clause."""
    behind = (j for j in range(i + 1, words.last_sought(i)) if words.lower[j] in group)
    ahead = (j for j in range(i - 1, max(words.stretch[i][0], i - WINDOW) - 1, -1) if words.lower[j] in group)
    order = (ahead, behind) if words.is_last(i) else (behind, ahead)
    return next((j for stream in order for j in stream), -1)


def _runs(indices: list[int]) -> tuple[tuple[int, ...], ...]:
    runs: list[list[int]] = []
    for i in indices:
        if runs and runs[-1][-1] == i - 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    return tuple(tuple(run) for run in runs)
