"""A text measured as a whole and in passages: its values, and how they move within it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from spacy.language import Language
from spacy.tokens import Doc

from stylo.corpus.profiles import profile
from stylo.families.windows import FEWEST, SIZE
from stylo.grammar.marks import sentence_spans, words

Values = dict[str, float]
# A longest sentence is no mean of the passages, so that nothing can be said of how it moves.
IN_WINDOWS = ("mtld", "hdd", "yule_k")


class Measured(NamedTuple):
    """All values of a document, and for each value its variance between passages of 500 words (empty for a short text)."""

    values: Values
    variances: Values


def measure(nlp: Language, text: str) -> Measured:
    """All values of a text, and their variances between its passages where it has at least 400 words."""
    doc = nlp(text)
    values = numbers([doc])[0]
    parts = passages(doc)
    if not parts:
        return Measured(values, {})
    size = float(np.mean([len(words(part)) for part in parts]))
    rows = pd.DataFrame(numbers(parts))
    spread = rows.var(axis=0, ddof=1).where(rows.notna().all(axis=0)) * size / SIZE
    # Passages are shorter than windows, so that what is measured in windows is measured in them as a whole.
    for name in IN_WINDOWS:
        spread[f"{name}_{SIZE}"] = spread[name]
    return Measured(values, {str(name): float(value) for name, value in spread.items() if value == value})


def passages(doc: Doc, size: int = SIZE) -> list[Doc]:
    """A document of 400 words or more cut into equal runs of whole sentences of about ``size`` words, but at least two."""
    spans = list(sentence_spans(doc))
    ends = np.cumsum([len(words(span)) for span in spans])
    if not len(ends) or ends[-1] < FEWEST:
        return []
    number = max(2, round(ends[-1] / size))
    place = np.minimum((ends - 1) * number // ends[-1], number - 1)
    found = [np.flatnonzero(place == k) for k in range(number)]
    return [doc[spans[run[0]].start : spans[run[-1]].end].as_doc() for run in found if len(run)] if all(map(len, found)) else []


def numbers(docs: Sequence[Doc]) -> list[Values]:
    """The values of documents as numbers, NaN where they are missing."""
    frame = profile(docs).drop(columns=["document", "missing"])
    names = [str(name) for name in frame.columns]
    return [dict(zip(names, map(float, row), strict=True)) for row in frame.to_numpy()]
