"""The final tables, joined from the kept pieces in the order of the documents, each whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

from stylo.corpus import parts, store
from stylo.corpus.interrupts import Interrupts
from stylo.corpus.store import Store
from stylo.writing.files import replacing


def join_table(
    kept: Store,
    keys: Sequence[str],
    name: str,
    form: str,
    target: Path,
    interrupts: Interrupts,
    complete: Callable[[Path], None] = lambda _: None,
) -> None:
    """One table from its pieces; what stood in its place stays until it is complete. Raises OSError."""
    pieces = interrupts.each(kept.piece(key, f"{name}.{form}") for key in keys)
    with replacing(target, kept.folder) as file:
        (_join_csv if form == "csv" else _join_parquet)(file, pieces, name)
        store.flush_to_disk(file)
        with interrupts.at_once():
            complete(Path(file.name))


def _join_csv(file: BinaryIO, pieces: Iterable[Path], name: str) -> None:
    store.write(file, parts.header(name))
    for piece in pieces:
        with piece.open("rb") as rows:
            shutil.copyfileobj(rows, file)


def _join_parquet(file: BinaryIO, pieces: Iterable[Path], name: str) -> None:
    from pyarrow import parquet

    with parquet.ParquetWriter(file, parts.schema(name)) as writer:
        for piece in pieces:
            rows = parquet.ParquetFile(piece).read()
            if len(rows):
                writer.write_table(rows)
