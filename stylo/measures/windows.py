"""Windows of about 500 words, for measures whose value depends on how long a text is.

A window is a run of whole sentences that ends at the sentence end nearest to 500 words. Diversity falls and the longest
sentence grows with the length of a text, so that texts of unlike length may only be compared by what is measured in windows.
"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import fmean
from typing import Any

import pandas as pd
from spacy.tokens import Doc, Span

from stylo.marks import Missing, Value, frame, sentence_spans, words
from stylo.measures.diversity import hdd, mtld, yule_k

SIZE = 500
# A window may miss the size by a fifth: MTLD, HD-D and K of the same prose differ less between 400 and 600 words than texts do.
FEWEST, MOST = 400, 600


def windows(doc: Doc) -> pd.DataFrame:
    """One row a window: start, end, text, words. What is left over, below 400 words, is in none."""
    return frame(doc, _rows(doc), {"words": "int64"})


def _rows(doc: Doc) -> Iterator[dict[str, Any]]:
    for sentences in runs(doc):
        size = sum(len(words(sentence)) for sentence in sentences)
        yield {"start": sentences[0].start_char, "end": sentences[-1].end_char, "words": size}


def runs(doc: Doc) -> list[list[Span]]:
    """The sentences of each window."""
    found: list[list[Span]] = []
    run: list[Span] = []
    length = 0
    for sentence in sentence_spans(doc):
        size = len(words(sentence))
        if run and length + size - SIZE > SIZE - length:
            found, run, length = _closed(found, run, length), [], 0
        run.append(sentence)
        length += size
        if length >= SIZE:
            found, run, length = _closed(found, run, length), [], 0
    return _closed(found, run, length)


def _closed(found: list[list[Span]], run: list[Span], length: int) -> list[list[Span]]:
    return [*found, run] if FEWEST <= length <= MOST else found


def summarise(doc: Doc) -> dict[str, Value]:
    """Means over the windows of a document, each named by the measure and ``_500``; missing where no window fits into it."""
    items = [[[token.lower_ for token in words(sentence)] for sentence in run] for run in runs(doc)]
    values: dict[str, Value] = {"sentence_length_max_500": _mean([max(map(len, run)) for run in items])}
    for name, measure in {"mtld": mtld, "hdd": hdd, "yule_k": yule_k}.items():
        values[f"{name}_500"] = _mean([measure([form for sentence in run for form in sentence]) for run in items])
    return values


def _mean(values: list[Any]) -> Value:
    if not values:
        return Missing(f"the text has no {FEWEST} words, which a window of {SIZE} needs at least")
    missing = [value for value in values if isinstance(value, Missing)]
    return missing[0] if missing else fmean(values)
