"""How stylo knows what it wrote: by the maker that pages and figures name, and by the columns of tables."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

HEAD = 200_000  # bytes in which a file says who made it
MAKERS = {
    ".html": re.compile(rb'<meta name="generator" content="stylo'),
    ".svg": re.compile(rb"<dc:title>stylo</dc:title>"),
    ".png": re.compile(rb"Software\0stylo"),
    ".pdf": re.compile(rb"/Creator \(stylo\)"),
    ".tex": re.compile(rb"\A% [^\n]*\\usepackage\{booktabs\}"),
}
PLACES = frozenset({"start", "measure"})


def is_own(path: Path, tables: Iterable[Sequence[str]]) -> bool:
    """Whether stylo wrote a file; ``tables`` are the columns of the tables that it may have written there.

    A table has the columns of one of them, or begins with ``document`` and ``language`` as all profiles do; or it has some
    columns of one, as they can be chosen, with the place of a mark or the name of a value among them. Raises any error of a
    file that cannot be read.
    """
    suffix = path.suffix.lower()
    if suffix in MAKERS:
        return MAKERS[suffix].search(_ends_of(path)) is not None
    if path.stat().st_size < len("[\n]\n"):  # a list of nothing
        return path.read_text(encoding="utf-8").strip() == "[]"
    names = columns_of(path)
    return names[:2] == ["document", "language"] or any(_chosen_from(names, known) for known in tables)


def _chosen_from(names: Sequence[str], known: Sequence[str]) -> bool:
    chosen = len(names) > 1 and not PLACES.isdisjoint(names) and set(names) <= set(known)
    return list(names) == list(known) or chosen


def _ends_of(path: Path) -> bytes:
    """The beginning and the end of a file, in which those who made it are named."""
    with path.open("rb") as file:
        head = file.read(HEAD)
        file.seek(max(len(head), path.stat().st_size - HEAD))
        return head + file.read(HEAD)


def columns_of(path: Path) -> list[str]:
    """The names of the columns of a table in any of the formats that are written; empty where it is none."""
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        from pyarrow import parquet

        return list(parquet.read_schema(path).names)
    if suffix == ".xlsx":
        from openpyxl import load_workbook

        book = load_workbook(path, read_only=True)
        try:
            return [str(cell) for cell in next(book.worksheets[0].iter_rows(values_only=True), ())]
        finally:
            book.close()
    with path.open("rb") as file:
        text = file.read(HEAD).decode("utf-8-sig")
    first = text.partition("\n")[0]
    if suffix == ".tsv":
        return first.split("\t")
    if suffix == ".md":
        return [cell.strip().replace("\\", "") for cell in first.strip("| ").split("|")]
    if suffix == ".jsonl":
        return list(json.loads(first))
    if suffix == ".json":
        return re.findall(r'^  "([^"\\]*)":', text.partition("}")[0], re.MULTILINE)
    return next(csv.reader([first], delimiter=";" if ";" in first and "," not in first else ","), [])
