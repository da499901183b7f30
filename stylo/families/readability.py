"""Readability by the formulas that were made for German, from our own words, sentences and syllables.

All of them know only sentence length and word length: they describe the surface of a text, not what is hard to grasp in it.
Sentences are those of the ``Doc``, so the convention about colons is its own; a sentence without a word is none.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd
from spacy.tokens import Doc

from stylo.families.family import Family
from stylo.grammar.marks import Missing, Value, frame
from stylo.grammar.syllables import syllables_of_words
from stylo.grammar.tokens import Known, View, view
from stylo.wording.language import say

LONG = 6  # A long word has more letters than this (Björnsson 1968; Bamberger & Vanecek 1984).
MANY = 3  # A word of many syllables has at least this number (Bamberger & Vanecek 1984).
COLUMNS = {"sentence": "int64", "syllables": "int64", "letters": "int64", "long_word": "bool", "polysyllable": "bool"}


@dataclass(frozen=True)
class Counts:
    """What the formulas count, over one text."""

    sentences: int = 0
    words: int = 0
    syllables: int = 0
    monosyllables: int = 0
    polysyllables: int = 0
    long_words: int = 0

    def percent(self, count: int) -> float:
        """A count of words in % of all words."""
        return 100 * count / self.words

    @property
    def words_per_sentence(self) -> float:
        """Average sentence length (ASL, SL) in words."""
        return self.words / self.sentences

    @property
    def syllables_per_word(self) -> float:
        """Average word length (ASW) in syllables."""
        return self.syllables / self.words


def readability(doc: Doc) -> pd.DataFrame:
    """One row a word: start, end, text, sentence (from 1), syllables, letters, long_word (7+ letters), polysyllable (3+)."""
    return frame(doc, (row._asdict() for row in _rows(view(doc))), COLUMNS)


class _Row(NamedTuple):
    start: int
    end: int
    sentence: int
    syllables: int
    letters: int
    long_word: bool
    polysyllable: bool


def _rows(laid_out: View) -> Iterator[_Row]:
    syllables, letters = laid_out.once(syllables_of_words), laid_out.once(_letters_of_words)
    for number, words in enumerate(laid_out.words, 1):
        for i in words:
            long, many = letters[i] > LONG, syllables[i] >= MANY
            yield _Row(laid_out.offsets[i], laid_out.ends[i], number, syllables[i], letters[i], long, many)


def _letters_of_words(laid_out: View) -> list[int]:
    return _LETTERS.each(laid_out.types)


def letter_count(word: str) -> int:
    """Letters and digits of a word; hyphens, apostrophes and full stops are none."""
    return len(word) if word.isalnum() else sum(character.isalnum() for character in word)


_LETTERS = Known[int](lambda word: letter_count(word.form))


def count(doc: Doc | View) -> Counts:
    """Sentences, words, syllables and the classes of words of a document, of the same words as its marks."""
    laid_out = view(doc)
    words = [i for sentence in laid_out.words for i in sentence]
    all_spoken, all_letters = laid_out.once(syllables_of_words), laid_out.once(_letters_of_words)
    syllables, letters = Counter([all_spoken[i] for i in words]), Counter([all_letters[i] for i in words])
    return Counts(
        sentences=len(laid_out.words),
        words=len(words),
        syllables=sum(number * times for number, times in syllables.items()),
        monosyllables=sum(times for number, times in syllables.items() if number <= 1),
        polysyllables=sum(times for number, times in syllables.items() if number >= MANY),
        long_words=sum(times for number, times in letters.items() if number > LONG),
    )


def flesch_amstad(counts: Counts) -> float:
    """Flesch's reading ease with Amstad's constants for German (1978): the higher, the easier; about 0 to 100, not bounded."""
    return 180 - counts.words_per_sentence - 58.5 * counts.syllables_per_word


def wiener_sachtextformel(counts: Counts, number: int) -> float:
    """The first to fourth Wiener Sachtextformel (Bamberger & Vanecek 1984): about a school year, 4 easy to 15 hard.

    Raises ValueError for another number.
    """
    ms, iw = counts.percent(counts.polysyllables), counts.percent(counts.long_words)
    es, sl = counts.percent(counts.monosyllables), counts.words_per_sentence
    if number == 1:
        return 0.1935 * ms + 0.1672 * sl + 0.1297 * iw - 0.0327 * es - 0.875
    if number == 2:
        return 0.2007 * ms + 0.1682 * sl + 0.1373 * iw - 2.779
    if number == 3:
        return 0.2963 * ms + 0.1905 * sl - 1.1144
    if number == 4:
        return 0.2744 * ms + 0.2656 * sl - 1.693
    raise ValueError(say("There are four Wiener Sachtextformeln, 1 to 4, and no {n}.", n=number))


def gsmog(counts: Counts) -> float:
    """SMOG for German (Bamberger & Vanecek 1984): about a school year, from the words of three and more syllables."""
    return math.sqrt(30 * counts.polysyllables / counts.sentences) - 2


def lix(counts: Counts) -> float:
    """Läsbarhetsindex (Björnsson 1968): words per sentence plus % of long words; under 40 easy, over 60 very hard."""
    return counts.words_per_sentence + counts.percent(counts.long_words)


def rix(counts: Counts) -> float:
    """Rate index (Anderson 1983): long words per sentence."""
    return counts.long_words / counts.sentences


def summarise(doc: Doc | View) -> dict[str, Value]:
    """All formulas and what they count; every value but the count of syllables is missing where there is no word."""
    counts = count(doc)
    if not counts.words:
        return {name: Missing("no_words") if name != "syllables" else 0 for name in NAMES}
    return dict(zip(NAMES, _values(counts), strict=True))


NAMES = (
    "syllables",
    "syllables_per_word",
    "monosyllables_percent",
    "polysyllables_percent",
    "long_words_percent",
    "flesch_amstad",
    *(f"wiener_sachtextformel_{number}" for number in range(1, 5)),
    "gsmog",
    "lix",
    "rix",
)


def _values(counts: Counts) -> list[Value]:
    return [
        counts.syllables,
        counts.syllables_per_word,
        counts.percent(counts.monosyllables),
        counts.percent(counts.polysyllables),
        counts.percent(counts.long_words),
        flesch_amstad(counts),
        *(wiener_sachtextformel(counts, number) for number in range(1, 5)),
        gsmog(counts),
        lix(counts),
        rix(counts),
    ]


FAMILY = Family("readability", summarise)
