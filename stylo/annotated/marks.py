"""All marks of the measures in one frame: what each stretch of text was taken for, why, and which stretches belong together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import pandas as pd
from spacy.tokens import Doc

from stylo.families.adjectives import adjectives
from stylo.families.contrast.measure import contrast
from stylo.families.register.measure import register
from stylo.families.sentences import sentences
from stylo.grammar.marks import frame

LABELS: Mapping[str, tuple[str, ...]] = {
    "sentences": ("sentence",),
    "adjectives": ("attributive", "predicative", "adverbial"),
    "contrast": ("connective", "paired", "comparison", "lexical", "look-alike"),
    "register": ("distance", "nearness", "neutral"),
}
COLUMNS = {
    "layer": "object",
    "label": "object",
    "detail": "object",
    "reason": "object",
    "words": "int64",
    "pair": "int64",
}
Row = dict[str, Any]


def layers(doc: Doc, names: Iterable[str] | None = None) -> pd.DataFrame:
    """The marks of the four layers (or of those in ``names``) in one frame, each layer in text order.

    Columns: start, end, text; layer (sentences, adjectives, contrast, register); label (the function of an adjective, the tier
    of a contrast, the pole of a register mark); detail (the noun of an adjective, the form of a contrast, the feature of
    register, how a sentence opens); reason (in English); words (length of a sentence, else 0); pair (a number from 1 that the
    parts of one mark share within their layer and label, 0 for a mark of one part). A Satzklammer has a row for each of its
    brackets and none for what they enclose. Raises ValueError for a name that is no layer.
    """
    chosen = chosen_layers(names)
    rows: list[Row] = []
    for layer in chosen:
        found = sorted(_FINDERS[layer](doc), key=lambda row: (row["start"], row["end"]))
        _number_pairs(found)
        rows += [{"words": 0, **row, "layer": layer} for row in found]
    return frame(doc, rows, COLUMNS)


def chosen_layers(names: Iterable[str] | None) -> tuple[str, ...]:
    """These layers, each once, in the order in which they are shown; all for None. Raises ValueError for any other name."""
    if names is None:
        return tuple(LABELS)
    wanted = {names} if isinstance(names, str) else set(names)
    unknown = sorted(map(str, wanted - LABELS.keys()))
    if unknown:
        raise ValueError(f"There is no layer {unknown[0]!r}; choose among {', '.join(LABELS)}.")
    return tuple(name for name in LABELS if name in wanted)


def _number_pairs(rows: list[Row]) -> None:
    """Number what belongs together from 1 in text order, apart for each label; what stands alone gets 0."""
    sizes = Counter(row["pair"] for row in rows)
    numbers: dict[str, dict[int, int]] = {}
    for row in rows:
        mark, known = row["pair"], numbers.setdefault(row["label"], {})
        row["pair"] = 0 if mark is None or sizes[mark] < 2 else known.setdefault(mark, len(known) + 1)


class Mark(NamedTuple):
    """A row of the frame of ``layers``."""

    start: int
    end: int
    text: str
    layer: str
    label: str
    detail: str
    reason: str
    words: int
    pair: int


def rows_of(marks: pd.DataFrame) -> list[Mark]:
    """The rows of a frame of ``layers`` as named tuples."""
    return [Mark(*row) for row in marks[list(Mark._fields)].itertuples(index=False, name=None)]


class Segment(NamedTuple):
    """A stretch of text without an edge inside, and the numbers (from 0) of the marks that lie on it."""

    start: int
    end: int
    marks: tuple[int, ...]


def segments(text: str, marks: Sequence[Mark], edges: Iterable[int] = ()) -> Iterator[Segment]:
    """The text cut wherever a mark begins or ends, and at further edges; the pieces joined are the text."""
    opening: dict[int, list[int]] = {}
    closing: dict[int, list[int]] = {}
    for number, mark in enumerate(marks):
        opening.setdefault(mark.start, []).append(number)
        closing.setdefault(mark.end, []).append(number)
    on: set[int] = set()
    for start, end in pairwise(sorted({0, len(text), *edges, *opening, *closing})):
        on.difference_update(closing.get(start, ()))
        on.update(opening.get(start, ()))
        yield Segment(start, end, tuple(sorted(on)))


def _sentences(doc: Doc) -> Iterator[Row]:
    for row in sentences(doc).to_dict("records"):
        # Counted here in the words of the reason, so that the frame alone says all that the page says.
        reason = (
            f"words: {row['words']}, syllables: {row['syllables']}, clauses: {row['clauses']}, opens with: {row['opening']}"
        )
        place = {"start": row["start"], "end": row["end"], "words": row["words"]}
        yield {**place, "label": "sentence", "detail": row["opening"], "reason": reason, "pair": None}


def _adjectives(doc: Doc) -> Iterator[Row]:
    for row in adjectives(doc).to_dict("records"):
        yield _row(row, row["function"], row["noun"], None)


def _contrast(doc: Doc) -> Iterator[Row]:
    for row in contrast(doc).to_dict("records"):
        yield _row(row, row["tier"], row["form"], row["marker"])


def _register(doc: Doc) -> Iterator[Row]:
    first_word_ends = {token.idx: token.idx + len(token) for token in doc}
    for number, row in enumerate(register(doc).to_dict("records")):
        mark = _row(row, row["pole"], row["feature"], number)
        if row["with_start"] < 0:
            yield mark
        elif row["feature"] == "satzklammer":
            yield mark | {"end": first_word_ends[row["start"]]}
            yield mark | {"start": row["with_start"]}
        else:
            yield mark
            yield mark | {"start": row["with_start"], "end": row["with_end"]}


def _row(row: Mapping[Hashable, Any], label: str, detail: str, pair: int | None) -> Row:
    place = {"start": row["start"], "end": row["end"]}
    return {**place, "label": label, "detail": detail, "reason": row["reason"], "pair": pair}


_FINDERS: Mapping[str, Callable[[Doc], Iterator[Row]]] = {
    "sentences": _sentences,
    "adjectives": _adjectives,
    "contrast": _contrast,
    "register": _register,
}
