"""Columns that come from beside the text: its language, and what its table says of it (author, year ...), joined by the id.

The values of a corpus are measured from the texts alone; these columns are put beside them when the table is whole, row by row,
so that memory does not grow with the corpus.
"""

from __future__ import annotations

import csv
import io
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


def completed(frame: pd.DataFrame, beside: Iterable[Beside], called: Mapping[str, str]) -> pd.DataFrame:
    """A profile with the further columns behind the name of the document, which has a row in ``beside``."""
    cells = dict(beside)
    found = {new: [cells[name].get(old, "") for name in frame["document"]] for old, new in called.items()}
    rest = frame.drop(columns="document")
    return pd.concat([frame[["document"]], pd.DataFrame(found, index=frame.index), rest], axis=1)


def complete_csv(table: Path, beside: Iterable[Beside], called: Mapping[str, str]) -> None:
    """Put the further columns into a table of profiles, whose documents are in the order of ``beside``; some may be missing."""
    with table.open(encoding="utf-8", newline="") as old, replacing(table) as new:
        file = io.TextIOWrapper(new, encoding="utf-8", newline="", write_through=True)
        rows, found = csv.reader(old), _matching(beside)
        header = next(rows)
        _write(file.write, [header[0], *map(harmless, called.values()), *header[1:]])
        for row in rows:
            cells = found(row[0])
            _write(file.write, [row[0], *(harmless(cells.get(name, "")) for name in called), *row[1:]])
        file.detach()


def complete_parquet(table: Path, beside: Iterable[Beside], called: Mapping[str, str]) -> None:
    """As ``complete_csv``, for a table in Parquet."""
    import pyarrow as pa
    from pyarrow import parquet

    found = _matching(beside)
    old = parquet.ParquetFile(table)
    further = [pa.field(name, pa.string()) for name in called.values()]
    schema = pa.schema([old.schema_arrow.field(0), *further, *list(old.schema_arrow)[1:]])
    with replacing(table) as new, parquet.ParquetWriter(new, schema) as writer:
        for batch in old.iter_batches():
            cells = [found(name) for name in batch.column(0).to_pylist()]
            more = [pa.array([cell.get(name, "") for cell in cells], pa.string()) for name in called]
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
