"""Windows of about 500 words, for measures whose value depends on how long a text is.

A window is a run of whole sentences that ends at the sentence end nearest to 500 words. Diversity falls and the longest
sentence grows with the length of a text, so that texts of unlike length may only be compared by what is measured in windows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from statistics import fmean
from typing import Any

import pandas as pd
from spacy.tokens import Doc

from stylo.families.diversity import hdd, mtld, yule_k
from stylo.families.family import Family
from stylo.grammar.marks import Missing, Value, frame
from stylo.grammar.tokens import View, view

SIZE = 500
# A window may miss the size by a fifth: MTLD, HD-D and K of the same prose differ less between 400 and 600 words than texts do.
FEWEST, MOST = 400, 600


def windows(doc: Doc) -> pd.DataFrame:
    """One row a window: start, end, text, words. What is left over, below 400 words, is in none."""
    return frame(doc, _rows(view(doc)), {"words": "int64"})


def _rows(laid_out: View) -> Iterator[dict[str, Any]]:
    for run in _runs(laid_out):
        start, end = laid_out.reach(laid_out.sentences[run[0]][0], laid_out.sentences[run[-1]][1])
        yield {"start": start, "end": end, "words": sum(len(laid_out.words[sentence]) for sentence in run)}


def _runs(laid_out: View) -> list[list[int]]:
    """The sentences of each window, by their numbers from 0."""
    found: list[list[int]] = []
    run: list[int] = []
    length = 0
    for sentence, words in enumerate(laid_out.words):
        size = len(words)
        if run and length + size - SIZE > SIZE - length:
            found, run, length = _closed(found, run, length), [], 0
        run.append(sentence)
        length += size
        if length >= SIZE:
            found, run, length = _closed(found, run, length), [], 0
    return _closed(found, run, length)


def _closed(found: list[list[int]], run: list[int], length: int) -> list[list[int]]:
    return [*found, run] if FEWEST <= length <= MOST else found


def summarise(doc: Doc | View) -> dict[str, Value]:
    """Means over the windows of a document, each named by the measure and ``_500``; missing where no window fits into it."""
    laid_out = view(doc)
    items = [[[laid_out.lowers[i] for i in laid_out.words[sentence]] for sentence in run] for run in _runs(laid_out)]
    values: dict[str, Value] = {"sentence_length_max_500": _mean([max(map(len, run)) for run in items])}
    for name, measure in MEASURES.items():
        values[f"{name}_500"] = _mean([measure([form for sentence in run for form in sentence]) for run in items])
    return values


MEASURES: dict[str, Callable[[Sequence[str]], Value]] = {"mtld": partial(mtld, fewest=1), "hdd": hdd, "yule_k": yule_k}


def _mean(values: list[Any]) -> Value:
    if not values:
        return Missing("no_window", fewest=FEWEST, size=SIZE)
    missing = [value for value in values if isinstance(value, Missing)]
    return missing[0] if missing else fmean(values)


FAMILY = Family("windows", summarise)
