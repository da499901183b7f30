"""All marks of the measures in one frame: what each stretch of text was taken for, why, and which stretches belong together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import pandas as pd
from spacy.tokens import Doc

from stylo import catalogue
from stylo.families.document import Reading, reading_of
from stylo.families.registry import marked
from stylo.grammar.marks import frame
from stylo.wording.language import say
from stylo.wording.near import did_you_mean

LABELS: Mapping[str, tuple[str, ...]] = {name: catalogue.families()[name].labels for name in marked()}
SENTENCES = "sentences"
"""The layer that is drawn between the words and not on them: a number before each sentence, its length behind."""
COLUMNS = {
    "layer": "object",
    "label": "object",
    "detail": "object",
    "reason": "object",
    "words": "int64",
    "pair": "int64",
}
Row = dict[str, Any]


def layers(doc: Doc | Reading, names: Iterable[str] | None = None) -> pd.DataFrame:
    """The marks of all layers (or of those in ``names``) in one frame, each layer in text order.

    A layer is a family of measures that has marks. Columns: start, end, text; layer (the name of the family); label (what a
    mark was taken for: the function of an adjective, the tier of a contrast, the pole of a register mark); detail (the noun of
    an adjective, the form of a contrast, the feature of register, how a sentence opens); reason (in English); words (length of
    a sentence, else 0); pair (a number from 1 that the parts of one mark share within their layer and label, 0 for a mark of
    one part). A mark that encloses its partner, as a Satzklammer does, has a row for each of its brackets and none for what
    they enclose. Raises ValueError for a name that is no layer, and for a label that the catalogue does not know.
    """
    reading = reading_of(doc)
    rows: list[Row] = []
    for layer in chosen_layers(names):
        parts = _sentences(reading) if layer == SENTENCES else _marks(reading, layer)
        found = sorted(parts, key=lambda row: (row["start"], row["end"]))
        _number_pairs(found)
        rows += [{"words": 0, **row, "layer": layer} for row in found]
    return frame(reading, rows, COLUMNS)


def chosen_layers(names: Iterable[str] | None) -> tuple[str, ...]:
    """These layers, each once, in the order in which they are shown; all for None. Raises ValueError for any other name."""
    if names is None:
        return tuple(LABELS)
    wanted = {names} if isinstance(names, str) else set(names)
    unknown = sorted(map(str, wanted - LABELS.keys()))
    if unknown:
        told = say("There is no layer {name!r}; choose among {known}.", name=unknown[0], known=", ".join(LABELS))
        raise ValueError(told + did_you_mean(unknown[0], LABELS))
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


def _sentences(reading: Reading) -> Iterator[Row]:
    for row in reading.marks(SENTENCES).to_dict("records"):
        # Counted here in the words of the reason, so that the frame alone says all that the page says.
        reason = (
            f"words: {row['words']}, syllables: {row['syllables']}, clauses: {row['clauses']}, opens with: {row['opening']}"
        )
        place = {"start": row["start"], "end": row["end"], "words": row["words"]}
        yield {**place, "label": LABELS[SENTENCES][0], "detail": row["opening"], "reason": reason, "pair": None}


def _marks(reading: Reading, family: str) -> Iterator[Row]:
    """The rows of a family's marks, one a part; by the columns that mean the same in all families (``families.family``)."""
    entry = catalogue.families()[family]
    first_word_ends = dict(zip(reading.tokens.offsets, reading.tokens.ends, strict=True))
    for number, row in enumerate(reading.marks(family).to_dict("records")):
        label = str(row[entry.label]) if entry.label else entry.labels[0]
        if label not in entry.labels:
            raise ValueError(f"catalogue/families.tsv knows no label {label!r} of the family {family!r}.")
        mark = {
            "start": row["start"],
            "end": row["end"],
            "label": label,
            "detail": row.get(entry.detail, ""),
            "reason": row.get("reason", ""),
            "pair": row.get("marker", number),
        }
        partner = row.get("with_start", -1)
        if partner < 0:
            yield mark
        elif row["start"] <= partner < row["end"]:
            yield mark | {"end": first_word_ends[row["start"]]}
            yield mark | {"start": partner}
        else:
            yield mark
            yield mark | {"start": partner, "end": row["with_end"]}
