"""Columns that come from beside the text: its language, and what its table says of it (author, year ...), joined by the id.

The values of a corpus are measured from the texts alone; these columns are put beside them when the table is whole, row by row,
so that memory does not grow with the corpus.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from stylo.families.profile import columns
from stylo.writing.files import replacing
from stylo.writing.tables import Lines, harmless

LANGUAGE = "language"
Beside = tuple[str, Mapping[str, str]]
"""The id of a document and its further cells by column."""


def names(metadata: Iterable[str]) -> dict[str, str]:
    """What the further columns are called: ``language`` and the names of metadata; one that a value has is told apart."""
    taken = {*columns(), LANGUAGE}
    return {LANGUAGE: LANGUAGE} | {name: f"metadata_{name}" if name in taken else name for name in metadata if name}


class Kinds:
    """What the cells of each further column are: a column is whole numbers or numbers where all its cells are, else text."""

    def __init__(self) -> None:
        self.found: dict[str, int] = {}

    def take(self, cells: Mapping[str, str]) -> None:
        """Note the cells of a document; an empty one may be anything."""
        for name, cell in cells.items():
            if cell:
                self.found[name] = max(self.found.get(name, WHOLE), _kind(cell))

    def of(self, name: str) -> int:
        """What a column is; one without cells is text."""
        return self.found.get(name, TEXT)

    def read(self, name: str, cell: str) -> str | int | float | None:
        """A cell as what its column is; None for an empty one of numbers."""
        kind = self.of(name)
        return cell if kind == TEXT else None if not cell else int(cell) if kind == WHOLE else float(cell)


WHOLE, NUMBER, TEXT = range(3)
_WHOLE, _NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,17})"), re.compile(r"-?(?:0|[1-9]\d{0,14})\.\d{1,15}")


def _kind(cell: str) -> int:
    """What a cell is; *007* and *1.10* are text, for as numbers they would not come back as they were."""
    if _WHOLE.fullmatch(cell):
        return WHOLE
    return NUMBER if _NUMBER.fullmatch(cell) and str(float(cell)) == cell else TEXT


def completed(frame: pd.DataFrame, beside: Iterable[Beside], called: Mapping[str, str]) -> pd.DataFrame:
    """A profile with the further columns behind the name of the document, which has a row in ``beside``."""
    cells, kinds = dict(beside), Kinds()
    for own in cells.values():
        kinds.take(own)
    found = {
        new: pd.Series(
            [kinds.read(old, cells[name].get(old, "")) for name in frame["document"]],
            index=frame.index,
            dtype=DTYPES[kinds.of(old)],
        )
        for old, new in called.items()
    }
    rest = frame.drop(columns="document")
    return pd.concat([frame[["document"]], pd.DataFrame(found, index=frame.index), rest], axis=1)


DTYPES = {WHOLE: "Int64", NUMBER: "float64", TEXT: "object"}


def complete_csv(table: Path, beside: Iterable[Beside], called: Mapping[str, str], kinds: Kinds) -> None:
    """Put the further columns into a table of profiles, whose documents are in the order of ``beside``; some may be missing."""
    with table.open(encoding="utf-8", newline="") as old, replacing(table) as new:
        file = io.TextIOWrapper(new, encoding="utf-8", newline="", write_through=True)
        rows, found = csv.reader(old), _matching(beside)
        header = next(rows)
        _write(file.write, [header[0], *map(harmless, called.values()), *header[1:]])
        for row in rows:
            cells = found(row[0])
            further = (cells.get(name, "") if kinds.of(name) < TEXT else harmless(cells.get(name, "")) for name in called)
            _write(file.write, [row[0], *further, *row[1:]])
        file.detach()


def complete_parquet(table: Path, beside: Iterable[Beside], called: Mapping[str, str], kinds: Kinds) -> None:
    """As ``complete_csv``, for a table in Parquet."""
    import pyarrow as pa
    from pyarrow import parquet

    found = _matching(beside)
    old = parquet.ParquetFile(table)
    types = {WHOLE: pa.int64(), NUMBER: pa.float64(), TEXT: pa.string()}
    further = [pa.field(new, types[kinds.of(name)]) for name, new in called.items()]
    schema = pa.schema([old.schema_arrow.field(0), *further, *list(old.schema_arrow)[1:]])
    with replacing(table) as new, parquet.ParquetWriter(new, schema) as writer:
        for batch in old.iter_batches():
            cells = [found(name) for name in batch.column(0).to_pylist()]
            read = {name: [kinds.read(name, cell.get(name, "")) for cell in cells] for name in called}
            more = [pa.array(column, types[kinds.of(name)]) for name, column in read.items()]
            writer.write_batch(pa.record_batch([batch.column(0), *more, *batch.columns[1:]], schema=schema))


COMPLETE = {".csv": complete_csv, ".parquet": complete_parquet}


def _matching(beside: Iterable[Beside]) -> Callable[[str], Mapping[str, str]]:
    """The cells of one document after the other; those of documents that are not asked for are passed over."""
    rest: Iterator[Beside] = iter(beside)

    def cells_of(document: str) -> Mapping[str, str]:
        return next(cells for name, cells in rest if document in {name, harmless(name)})

    return cells_of


def _write(write: Callable[[str], object], row: Sequence[str]) -> None:
    line = Lines()
    csv.writer(line, lineterminator="\r\n").writerow(row)
    write(line.getvalue())
