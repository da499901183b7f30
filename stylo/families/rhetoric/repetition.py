"""Figures of repetition and order: what begins alike, ends alike, is built alike, or turns back on itself.

A unit is a sentence, or a stretch of one between two punctuation marks. What opens or closes units by chance is told from a
figure by its words: one word that carries little (an article, a pronoun, a preposition, *dann*) must recur three times, or with
the word behind it; an article alone never makes an anaphora. Sentences are compared with the next one of their paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from stylo.families.rhetoric.figure import Coded, Figure, code, coded, figure, same_paragraph
from stylo.grammar.conditions import WINDOW, Words, word_set
from stylo.grammar.tokens import View
from stylo.pipeline.stts import DETERMINERS, INTERROGATIVE, PREPOSITIONS, RELATIVE, TENSED

_FAINT = (
    PREPOSITIONS
    | RELATIVE
    | INTERROGATIVE
    | DETERMINERS
    | {"PPER", "PDS", "PRF", "KOUS", "KOUI", "KOKOM", "NE", "PTKANT", "ITJ"}
) - {"PIAT"}
_CONTENT = frozenset({"NN", "ADJA", "ADJD", "VVFIN", "VVINF", "VVPP", "VVIZU"})
_CLOSING = frozenset({"NN", "ADJA", "ADJD"})
"""What makes an epiphora; verbs stand at the end of German clauses anyway."""
_DOUBLED = _CONTENT | {"ADV", "PTKNEG", "PIS", "PTKA", "PTKIFG", "VVIMP", "PIAT"}
_OPENING = 5
"""So many words of an opening are looked at."""
_ALIKE, _FEWEST = 4, 3
_NEAR, _CROSSED = 4, 16
"""Within so many words a noun comes again at once, and two words cross."""


class Unit(NamedTuple):
    """A sentence, or a stretch of one, without the conjunction before it: first and behind-last word."""

    begin: int
    end: int


def repetitions(words: Words) -> Iterator[Figure]:
    """The figures of repetition and order of a document, kind by kind."""
    for units in words.view.once(_runs):
        yield from _anaphora(words, units)
        yield from _every_other(words, units)
        yield from _epiphora(words, units)
        yield from _parallel(words, units)
    yield from _anadiplosis(words)
    yield from _geminatio(words)
    yield from _polyptoton(words)
    yield from _chiasm(words)


# --- units ------------------------------------------------------------------------------------------------------------------


def _runs(laid_out: View) -> list[list[Unit]]:
    """What follows each other: the sentences of each paragraph, and the stretches of each sentence."""
    words = laid_out.once(Words)
    paragraphs: list[list[Unit]] = [[]]
    stretches = []
    for begin, end in words.sentences:
        own = [unit for unit in _stretches(words, begin, end) if unit.begin < unit.end]
        if not own:
            continue
        if paragraphs[-1] and not same_paragraph(words, paragraphs[-1][-1].begin, own[0].begin):
            paragraphs.append([])
        paragraphs[-1] += _clauses(words, own)
        stretches.append(own)
    return [*paragraphs, *stretches]


def _stretches(words: Words, begin: int, end: int) -> Iterator[Unit]:
    i = begin
    while i < end:
        first, last = words.stretch[i]
        last = min(last, end)
        while first < last and words.tags[first] == "KON":
            first += 1
        yield Unit(first, last)
        i = max(last, i) + 1


def _clauses(words: Words, own: Sequence[Unit]) -> Iterator[Unit]:
    """A sentence, cut behind a colon that a capital follows: what stands there opens like a sentence of its own."""
    begin = 0
    for k in range(1, len(own) + 1):
        last = k == len(own)
        colon = not last and words.lower[own[k].begin - 1] == ":" and words.view.forms[words.tokens[own[k].begin]][0].isupper()
        if last or colon:
            yield Unit(own[begin].begin, own[k - 1].end)
            begin = k


def _groups(units: Sequence[Unit], alike: Callable[[Unit, Unit], bool]) -> Iterator[Sequence[Unit]]:
    """The longest runs of two units or more in which each is like the one before."""
    begin = 0
    for k in range(1, len(units) + 1):
        if k == len(units) or not alike(units[k - 1], units[k]):
            if k - begin > 1:
                yield units[begin:k]
            begin = k


# --- beginning and ending alike ---------------------------------------------------------------------------------------------


def _shared(words: Words, left: Unit, right: Unit) -> int:
    """How many words two units have in common at their beginning, without the last of either where that is all of it."""
    most = min(_OPENING, left.end - left.begin, right.end - right.begin)
    same = 0
    while same < most and words.lower[left.begin + same] == words.lower[right.begin + same]:
        if words.boundary[left.begin + same]:
            break
        same += 1
    whole = same == left.end - left.begin or same == right.end - right.begin
    return 0 if whole else same


def _anaphora(words: Words, units: Sequence[Unit]) -> Iterator[Figure]:
    for group in _groups(units, lambda left, right: _shared(words, left, right) > 0):
        same = min(_shared(words, *pair) for pair in pairwise(group))
        first = group[0].begin
        if words.tags[first] in DETERMINERS - {"PIAT"} and same < 2:
            continue
        whole = _is_sentence(words, group[0])
        if len(group) > 2 or any(_is_telling(words, i, whole) for i in range(first, first + same)):
            yield figure("anaphora", *((unit.begin, unit.begin + same) for unit in group))


def _is_telling(words: Words, i: int, whole: bool) -> bool:
    """Whether a word tells something of its own, so that it recurs on purpose; *dann* leads on from sentence to sentence."""
    leads_on = whole and words.lower[i] in word_set("CONTINUING")
    return words.tags[i] not in _FAINT and words.lower[i] != "man" and not leads_on


def _every_other(words: Words, units: Sequence[Unit]) -> Iterator[Figure]:
    for left, between, right in zip(units, units[1:], units[2:], strict=False):
        same = _shared(words, left, right)
        alone = not _shared(words, left, between) and not _shared(words, between, right) and _is_sentence(words, left)
        if same > 1 and alone and any(words.tags[i][:2] in ("VV", "VM") for i in range(left.begin, left.begin + same)):
            yield figure("anaphora of every other sentence", *((unit.begin, unit.begin + same) for unit in (left, right)))


def _is_sentence(words: Words, unit: Unit) -> bool:
    return unit.end + 1 >= words.bounds(unit.begin)[1]


def _epiphora(words: Words, units: Sequence[Unit]) -> Iterator[Figure]:
    def alike(left: Unit, right: Unit) -> bool:
        ends = left.end - 1, right.end - 1
        same = words.lower[ends[0]] == words.lower[ends[1]] and words.tags[ends[1]] in _CLOSING
        return same and all(unit.end - unit.begin > 1 for unit in (left, right)) and _shared(words, left, right) == 0

    for group in _groups(units, alike):
        yield figure("epiphora", *((unit.end - 1, unit.end) for unit in group))


def _anadiplosis(words: Words) -> Iterator[Figure]:
    for paragraph in words.view.once(_runs):
        if not paragraph or not _is_sentence(words, paragraph[0]):
            continue
        for left, right in pairwise(paragraph):
            last, first = left.end - 1, right.begin
            determined = words.tags[first] in DETERMINERS and words.lower[first] == words.lower[last - 1]
            repeated = first + 1 if determined else first
            if repeated < right.end and words.tags[last] in _CONTENT and words.lower[last] == words.lower[repeated]:
                yield figure("anadiplosis", (last - determined, last + 1), (first, repeated + 1))


# --- built alike ------------------------------------------------------------------------------------------------------------


def _built(words: Words, unit: Unit) -> str:
    """How a unit is built up to its first punctuation mark or the next main clause: letters, a name as one noun, a
    determiner of whatever form as D."""
    letters: list[str] = []
    for i in range(unit.begin, min(unit.end, unit.begin + WINDOW)):
        if words.boundary[i]:
            break
        letter = {"a": "v", "d": "D", "i": "D", "E": "N"}.get(code(words, i), code(words, i))
        letters.append("PD" if words.tags[i] == "APPRART" else letter)
    end = next((k for k, one in enumerate(letters) if one == "K" and "F" in letters[:k] and "F" in letters[k:]), len(letters))
    return re.sub("N+", "N", "".join(letters[:end]))


def _parallel(words: Words, units: Sequence[Unit]) -> Iterator[Figure]:
    """Units built alike: through and through, or in their first five words, or in four, where words recur among these."""

    built = {unit: _built(words, unit) for unit in units} if len(units) > 1 else {}

    def alike(left: Unit, right: Unit) -> bool:
        one, other = built[left], built[right]
        same = next((k for k, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
        if "F" not in one[:same] or one[0] == "S":
            return False
        openings = (slice(*_opening(words, unit)) for unit in (left, right))
        repeated = len(set.intersection(*(set(words.lower[opening]) for opening in openings)))
        through = (
            one == other and same >= _FEWEST and (same > _ALIKE or all(_is_one_stretch(words, unit) for unit in (left, right)))
        )
        return through or (same > _ALIKE and repeated > 0) or (same == _ALIKE and repeated > 1)

    for group in _groups(units, alike):
        yield figure("parallelism", *(_opening(words, unit) for unit in group))


def _is_one_stretch(words: Words, unit: Unit) -> bool:
    return words.stretch[unit.begin][1] >= unit.end


def _opening(words: Words, unit: Unit) -> tuple[int, int]:
    end = next((i for i in range(unit.begin, unit.end) if words.boundary[i]), unit.end)
    return unit.begin, min(end, unit.begin + _OPENING)


# --- words that recur within a sentence --------------------------------------------------------------------------------------


def _geminatio(words: Words) -> Iterator[Figure]:
    i = 0
    while i + 1 < len(words.lower):
        run = [i]
        while (behind := _next_word(words, run[-1])) and words.lower[behind] == words.lower[i]:
            run.append(behind)
        finite = words.tags[i] in TENSED and len(run) == 2
        if len(run) > 1 and words.tags[i] in _DOUBLED and not finite and words.lower[i] not in word_set("INTERJECTED"):
            yield figure("geminatio", (run[0], run[-1] + 1), members=len(run))
        i = run[-1] + 1


def _next_word(words: Words, i: int) -> int:
    """The word behind a word, or behind the comma that follows it; 0 at the end of the sentence."""
    end = words.bounds(i)[1]
    behind = i + 2 if words.near(i, 1) == "," else i + 1
    return behind if behind < end and not words.boundary[behind] else 0


def _polyptoton(words: Words) -> Iterator[Figure]:
    """Two forms of a noun within four words of a stretch."""
    nouns = [i for i, tag in enumerate(words.tags) if tag == "NN"]
    for left, right in pairwise(nouns):
        near = right - left <= _NEAR and words.stretch[left] == words.stretch[right]
        if near and words.lemma(left) and words.lemma(left) == words.lemma(right) and words.lower[left] != words.lower[right]:
            yield figure("polyptoton", (left, left + 1), (right, right + 1))


def _chiasm(words: Words) -> Iterator[Figure]:
    for sentence in words.view.once(coded):
        yield from _crossed_words(words, sentence)
        for found in re.finditer("a(P[Ddi]?[vaA]*[NE]+)K(P[Ddi]?[vaA]*[NE]+)a", sentence.letters):
            yield figure("chiasm of phrases", sentence.span(*found.span()))
        for found in re.finditer("([kP])[Ddi]?[vaA]*[NE]+FcF([kP])[Ddi]?[vaA]*[NE]+", sentence.letters):
            left, right = (words.lower[sentence.places[found.start(k)]] for k in (1, 2))
            if left == right:
                yield figure("chiasm of verbs", sentence.span(*found.span()))


def _crossed_words(words: Words, sentence: Coded) -> Iterator[Figure]:
    """Two words of a sentence and then the same two in the other order, where no further word recurs between them."""
    content = [i for i in sentence.places if words.tags[i] in _CONTENT and words.lemma(i)]
    lemmas = [words.lemma(i) for i in content]
    count = {lemma: lemmas.count(lemma) for lemma in set(lemmas)} if len(lemmas) < WINDOW else {}
    recurring = [i for i in content if count.get(words.lemma(i), 0) > 1]
    for four in zip(*(recurring[k:] for k in range(4)), strict=False):
        a, b, c, d = map(words.lemma, four)
        if a == d != b == c and four[3] - four[0] <= _CROSSED and words.stretch[four[0]] != words.stretch[four[3]]:
            yield figure("chiasm of words", *((i, i + 1) for i in four))
