"""How formal a sentence and a text read: a sum of visible features, weighted so that it agrees with human judgement.

Each feature is a row in ``lexicon/formality_features.tsv``; its weight is a row in ``data/formality.tsv``, fitted by
``python -m tools.gold.fit_formality`` on sentences that people rated from -1 (informal) to +1 (formal): Eder, Krieg-Holz and
Wiegand 2023, CC BY-SA 4.0. A sentence's score is the intercept plus, for each feature, weight x standardised value, so
that every contribution can be shown; the score of a text is the mean over its sentences.
"""

from __future__ import annotations

import math
import re
from bisect import bisect, bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import chain, compress
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from spacy.tokens import Doc, Span

from stylo.families.family import Family
from stylo.grammar.marks import Missing, Value, frame
from stylo.grammar.syllables import syllables_of_words
from stylo.grammar.tokens import Known, Type, View, inside, view
from stylo.lexicon import table

SHORTEST_WITH_ENDING = 6
# A standardised value counts no further than this many standard deviations: one odd sentence must not carry a text.
FARTHEST = 4.0
PARTICLES_TOO = frozenset({"daher", "dabei"})  # at the end of a clause, where taggers rarely see that they belong to the verb
GENITIVES = frozenset("des eines der einer".split())
_NOUN = frozenset({"NN"})


class Weights(NamedTuple):
    """The fitted score: an intercept, and for each feature its mean, standard deviation and weight (arrays of one length)."""

    intercept: float
    mean: NDArray[np.float64]
    sd: NDArray[np.float64]
    weight: NDArray[np.float64]

    def contributions(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sentences x features in, what each feature adds to each sentence's score out."""
        return np.clip((values - self.mean) / self.sd, -FARTHEST, FARTHEST) * self.weight


@cache
def features() -> tuple[str, ...]:
    """The names of the features, in the order of the arrays."""
    return tuple(row["feature"] for row in table("formality_features"))


@cache
def weights() -> Weights:
    """The shipped weights from ``data/formality.tsv``. Raises ValueError if they were fitted for other features."""
    text = (files("stylo") / "data" / "formality.tsv").read_text(encoding="utf-8")
    cells = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")][1:]
    rows = {name: (float(mean), float(sd), float(weight)) for name, mean, sd, weight in cells}
    intercept = rows.pop("intercept")[2]
    if tuple(rows) != features():
        raise ValueError("data/formality.tsv was fitted for other features: run python -m tools.gold.fit_formality")
    mean, sd, weight = np.array(list(rows.values())).T
    return Weights(intercept, mean, sd, weight)


def feature_values(sentence: Span) -> NDArray[np.float64]:
    """The value of every feature in one sentence, in the order of ``features``; all 0 where it has no word."""
    laid_out = view(sentence.doc)
    start, end = bisect_left(laid_out.places, sentence.start), bisect_left(laid_out.places, sentence.end)
    words = list(compress(range(start, end), laid_out.is_word[start:end]))
    return np.array(_values(laid_out, laid_out.read(start, end), words))


def _values(laid_out: View, text: str, words: Sequence[int]) -> list[float]:
    values = [0.0] * len(features())
    if not words:
        return values
    shares = Counter(chain.from_iterable(_of_words(laid_out, words)))
    for number, count in shares.items():
        values[number] = math.sqrt(count / len(words))
    for number, pattern in _written():
        values[number] = math.log1p(len(pattern.findall(text)))
    for number, value in zip(_numbers("length"), _lengths(laid_out, words), strict=True):
        values[number] = value
    return values


def _lengths(laid_out: View, words: Sequence[int]) -> list[float]:
    """The features of kind ``length`` of at least one word, in the order of the table."""
    all_letters, all_spoken = laid_out.once(_letters), laid_out.once(syllables_of_words)
    letters = [all_letters[i] for i in words]
    n = len(words)
    mean = sum(letters) / n
    ordered, spoken = sorted(letters), sorted([all_spoken[i] for i in words])
    first, last = words[0], words[-1]
    genitives = inside(laid_out.once(_genitive_articles), first + 1, last + 1)
    return [
        math.log1p(n),
        mean,
        math.sqrt(sum([(length - mean) ** 2 for length in letters]) / n),
        (n - bisect(ordered, 6)) / n,
        (n - bisect(ordered, 12)) / n,
        (n - bisect(spoken, 2)) / n,
        math.sqrt(sum(laid_out.tags[words[bisect_left(words, i) - 1]] == "NN" for i in genitives) / n),
        math.sqrt(len(inside(laid_out.once(_small_nouns), first, last + 1)) / n),
    ]


def _letters(laid_out: View) -> list[int]:
    """For each token the number of its letters."""
    return _LETTERS.each(laid_out.types)


_LETTERS = Known[int](lambda word: len(word.form) if word.form.isalpha() else sum(map(str.isalpha, word.form)))


def _genitive_articles(laid_out: View) -> list[int]:
    return [i for i, lower in enumerate(laid_out.lowers) if lower in GENITIVES]


def _small_nouns(laid_out: View) -> list[int]:
    return [i for i in laid_out.tagged(_NOUN, 0, len(laid_out)) if laid_out.is_word[i] and laid_out.forms[i][0].islower()]


@cache
def _numbers(kind: str) -> tuple[int, ...]:
    """The places of the features of one kind."""
    return tuple(number for number, row in enumerate(table("formality_features")) if row["kind"] == kind)


@cache
def _written() -> tuple[tuple[int, re.Pattern[str]], ...]:
    """The features that are written, each with its pattern."""
    rows = table("formality_features")
    return tuple((number, re.compile(rows[number]["pattern"])) for number in _numbers("written"))


@cache
def _index(kind: str) -> dict[str, tuple[int, ...]]:
    """Each word or tag with the features that list it."""
    rows = table("formality_features")
    listed: dict[str, tuple[int, ...]] = {}
    for number in _numbers(kind):
        for item in set(rows[number]["pattern"].split()):
            listed[item] = (*listed.get(item, ()), number)
    return listed


@cache
def _endings() -> tuple[tuple[int, tuple[str, ...]], ...]:
    rows = table("formality_features")
    return tuple((number, tuple(rows[number]["pattern"].split("|"))) for number in _numbers("ending"))


def _of_words(laid_out: View, words: Sequence[int]) -> list[tuple[int, ...]]:
    """The features that each word of a sentence shows.

    A particle that follows its verb links nothing where nothing but a sign comes after it: *kommt leise daher*.
    """
    all_found = laid_out.once(_of_tokens)
    found = [all_found[i] for i in words]
    if laid_out.forms[words[0]] in _index("form"):
        found[0] = _shows(laid_out.types[words[0]], first=True)
    for i in inside(laid_out.once(_particles_too), words[0], words[-1] + 1):
        place = bisect_left(words, i)
        if words[place + 1 : place + 2] != [i + 1]:
            found[place] = _shows(laid_out.types[i], first=not place, links=False)
    return found


def _of_tokens(laid_out: View) -> list[tuple[int, ...]]:
    return _SHOWN.each(laid_out.types)


def _particles_too(laid_out: View) -> list[int]:
    return [i for i, lower in enumerate(laid_out.lowers) if lower in PARTICLES_TOO]


def _shows(word: Type, *, first: bool = False, links: bool = True) -> tuple[int, ...]:
    """The features that one word shows by its tag and form; the capital of a sentence's first word says nothing."""
    small = word.lower.replace("’", "'")
    found = _index("tag").get(word.tag, ()) + _index("word").get(small, ())
    if not first:
        found += _index("form").get(word.form, ())
    if len(small) >= SHORTEST_WITH_ENDING:
        found += tuple([number for number, endings in _endings() if small.endswith(endings)])
    return found + _index("link").get(word.lower, ()) if links and word.tag != "PTKVZ" else found


_SHOWN = Known[tuple[int, ...]](_shows)


class Sentences(NamedTuple):
    """The sentences of a document that hold a word: their offsets, their numbers of words, and sentences x features."""

    offsets: list[tuple[int, int]]
    lengths: NDArray[np.int_]
    values: NDArray[np.float64]


def measure_sentences(doc: Doc | View) -> Sentences:
    """The sentences of a document with their lengths and the values of their features."""
    laid_out = view(doc)
    offsets = [laid_out.reach(*sentence) for sentence in laid_out.sentences]
    pairs = zip(laid_out.sentences, laid_out.words, strict=True)
    values = [_values(laid_out, laid_out.read(*sentence), words) for sentence, words in pairs]
    stacked = np.array(values) if values else np.zeros((0, len(features())))
    return Sentences(offsets, np.array([len(words) for words in laid_out.words], dtype=int), stacked)


def formality(doc: Doc | View) -> pd.DataFrame:
    """One row a sentence: start, end, text, sentence (from 1), words and ``formality`` (about -1 informal to +1 formal)."""
    laid_out = view(doc)
    return frame(laid_out, _sentence_rows(laid_out), {"sentence": "int64", "words": "int64", "formality": "float64"})


def _sentence_rows(laid_out: View) -> Iterator[dict[str, Any]]:
    offsets, lengths, values = laid_out.once(measure_sentences)
    scores = weights().intercept + weights().contributions(values).sum(axis=1)
    for number, ((start, end), length, score) in enumerate(zip(offsets, lengths, scores, strict=True), start=1):
        yield {
            "start": start,
            "end": end,
            "sentence": number,
            "words": int(length),
            "formality": float(score),
        }


def contributions(doc: Doc | View) -> pd.DataFrame:
    """What each feature adds to each sentence's score: one row for a sentence and a feature.

    Columns start, end, text of the sentence, then sentence, feature, value, usual (the value's mean in the rated sentences),
    weight, contribution and ``found``, the words or signs that show the feature. The contributions of a sentence and the
    intercept add up to its ``formality``.
    """
    columns = {"sentence": "int64", "feature": "object", "value": "float64", "usual": "float64"}
    columns |= {"weight": "float64", "contribution": "float64", "found": "object"}
    laid_out = view(doc)
    return frame(laid_out, _contribution_rows(laid_out), columns)


def _contribution_rows(laid_out: View) -> Iterator[dict[str, Any]]:
    fitted = weights()
    offsets, _, values = laid_out.once(measure_sentences)
    parts = fitted.contributions(values)
    for i, (start, end) in enumerate(offsets):
        found = _found(laid_out, laid_out.read(*laid_out.sentences[i]), laid_out.words[i])
        for j, feature in enumerate(features()):
            yield {
                "start": start,
                "end": end,
                "sentence": i + 1,
                "feature": feature,
                "value": float(values[i, j]),
                "usual": float(fitted.mean[j]),
                "weight": float(fitted.weight[j]),
                "contribution": float(parts[i, j]),
                "found": "; ".join(found.get(j, [])),
            }


def _found(laid_out: View, text: str, words: Sequence[int]) -> dict[int, list[str]]:
    """The words and signs of a sentence by the features they show; features of length point at no word."""
    found: dict[int, list[str]] = {}
    for i, numbers in zip(words, _of_words(laid_out, words), strict=True):
        for number in set(numbers):
            found.setdefault(number, []).append(laid_out.forms[i])
    for number, pattern in _written():
        for match in pattern.finditer(text):
            found.setdefault(number, []).append(match.group())
    return found


def text_score(marks: pd.DataFrame) -> float:
    """The score of a text from the rows of ``formality`` (also some of them): mean weighted by words; NaN without rows."""
    return float(np.average(marks["formality"], weights=marks["words"])) if len(marks) else float("nan")


def summarise(doc: Doc | View) -> dict[str, Value]:
    """``formality`` of the document, the mean over its words, and its spread over sentences; missing where there is no word."""
    rows = list(_sentence_rows(view(doc)))
    scores = [row["formality"] for row in rows]
    if not scores:
        reason = Missing("no_words")
        return {"formality": reason, "formality_sd": reason}
    spread: Value = float(np.std(scores, ddof=1)) if len(scores) > 1 else Missing("one_sentence")
    return {"formality": float(np.average(scores, weights=[row["words"] for row in rows])), "formality_sd": spread}


FAMILY = Family("formality", summarise)
