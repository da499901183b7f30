"""Lexical diversity by measures that depend little on the length of a text, on lower-cased forms and on lemmas.

A text that is too short has no value but a reason: its vocabulary has not had room to repeat itself.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pandas as pd
from spacy.tokens import Doc

from stylo.families.family import Family
from stylo.grammar.marks import Missing, Value, frame
from stylo.grammar.tokens import View, view

# McCarthy & Jarvis 2010: the type-token ratio at which a factor is complete, the point where its curve flattens.
FACTOR = 0.72
# Our own floor: below it a factor (40 to 60 words in ordinary prose) may not close even once.
SHORTEST_FOR_MTLD = 50
# One factor is no mean: its length can be that of the whole text, whatever the text, with which MTLD would grow.
FACTORS_FOR_MTLD = 2
WINDOW = 50  # Words in the moving window; Covington & McFall 2010 leave it free, 50 is what tools for short texts use.
DRAWS = 42  # McCarthy & Jarvis 2007: the mean sample size of vocd-D.
COLUMNS = {"form": "object", "lemma": "object", "occurrence": "int64", "frequency": "int64"}


def diversity(doc: Doc) -> pd.DataFrame:
    """One row a word: start, end, text, form (lower-cased), lemma, occurrence (1 = first time), frequency of the form."""
    return frame(doc, _rows(view(doc)), COLUMNS)


def _items(laid_out: View) -> tuple[list[str], list[str]]:
    """The forms and the lemmas of all words."""
    words = [i for sentence in laid_out.words for i in sentence]
    return [laid_out.lowers[i] for i in words], [laid_out.known_lemmas[i] or laid_out.lowers[i] for i in words]


def _rows(laid_out: View) -> Iterator[dict[str, Any]]:
    forms, lemmas = _items(laid_out)
    frequency = Counter(forms)
    seen: Counter[str] = Counter()
    for i, form, lemma in zip((i for sentence in laid_out.words for i in sentence), forms, lemmas, strict=True):
        seen[form] += 1
        yield {
            "start": laid_out.offsets[i],
            "end": laid_out.ends[i],
            "form": form,
            "lemma": lemma,
            "occurrence": seen[form],
            "frequency": frequency[form],
        }


def factors(items: Sequence[str]) -> tuple[int, float]:
    """Complete factors from left to right, and the part of one that the rest makes up (0 to 1)."""
    complete, start, types = 0, 0, set[str]()
    for end, item in enumerate(items, 1):
        if item not in types:
            types.add(item)  # the ratio cannot fall
        elif len(types) / (end - start) < FACTOR:
            complete, start, types = complete + 1, end, set()
    rest = len(types) / (len(items) - start) if len(items) > start else 1.0
    return complete, (1 - rest) / (1 - FACTOR)


def mtld(items: Sequence[str], fewest: int = FACTORS_FOR_MTLD) -> Value:
    """MTLD (McCarthy & Jarvis 2010): mean length in words of the stretches in which the type-token ratio stays at .72 or above.

    Mean of both reading directions, the rest of each counted as part of a factor. Higher is more diverse. Missing under 50
    words, and where ``fewest`` factors do not close in one of the directions; among stretches of one length, which are all cut
    off alike, one will do.
    """
    if len(items) < SHORTEST_FOR_MTLD:
        return Missing("few_for_mtld", fewest=SHORTEST_FOR_MTLD, words=len(items))
    directions = factors(items), factors(items[::-1])
    if any(complete < fewest for complete, _ in directions):
        return Missing("few_factors_of_mtld", fewest=fewest)
    return sum(len(items) / (complete + part) for complete, part in directions) / 2


def mattr(items: Sequence[str], window: int = WINDOW) -> Value:
    """Moving-average type-token ratio (Covington & McFall 2010), 0 to 1. Missing where the text is shorter than the window."""
    if len(items) < window:
        return Missing("few_for_mattr", fewest=window, words=len(items))
    inside = dict.fromkeys(items, 0) | Counter(items[:window])
    total = types = len(set(items[:window]))
    for gone, come in zip(items, items[window:], strict=False):
        types += not inside[come]
        inside[come] += 1
        inside[gone] -= 1
        types -= not inside[gone]
        total += types
    return total / window / (len(items) - window + 1)


def hdd(items: Sequence[str]) -> Value:
    """HD-D (McCarthy & Jarvis 2007), 0 to 1: the type-token ratio to be expected of 42 words drawn without replacement.

    Missing under 42 words.
    """
    n = len(items)
    if n < DRAWS:
        return Missing("few_for_hdd", fewest=DRAWS, words=n)
    frequencies = Counter(Counter(items).values())
    return sum(types * (1 - _never_drawn(n, frequency)) for frequency, types in frequencies.items()) / DRAWS


def _never_drawn(n: int, frequency: int) -> float:
    """The probability that a type of this frequency among n words is not among the words drawn (hypergeometric)."""
    if n - frequency < DRAWS:
        return 0.0
    return math.exp(_log_choose(n - frequency, DRAWS) - _log_choose(n, DRAWS))


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def yule_k(items: Sequence[str]) -> Value:
    """Yule's K (1944): 10^4 (sum of i^2 V_i - N) / N^2; the higher, the more repetition. Missing under 2 words."""
    n = len(items)
    if n < 2:
        return Missing("few_for_yule_k", words=n)
    return 1e4 * (sum(frequency**2 for frequency in Counter(items).values()) - n) / n**2


MEASURES: dict[str, Callable[[Sequence[str]], Value]] = {"mtld": mtld, "mattr_50": mattr, "hdd": hdd, "yule_k": yule_k}


def summarise(doc: Doc | View) -> dict[str, Value]:
    """Types on forms and lemmas, and each measure on forms, then on lemmas with the suffix ``_lemma``."""
    values: dict[str, Value] = {}
    for suffix, items in zip(("", "_lemma"), _items(view(doc)), strict=True):
        values[f"types{suffix}"] = len(set(items))
        values |= {f"{name}{suffix}": measure(items) for name, measure in MEASURES.items()}
    return values


FAMILY = Family("diversity", summarise)
