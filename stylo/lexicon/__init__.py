"""Tables of linguistic knowledge that a linguist can read and edit, and the one reader of all tables of the package."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable


@cache
def table(name: str, room: str = "lexicon") -> tuple[dict[str, str], ...]:
    """The rows of ``<room>/<name>.tsv`` as dictionaries, in file order; ``room`` is a folder of the package.

    Raises FileNotFoundError for a name without a table, ValueError as ``read_table`` does.

    >>> table("copulas")[0]["verb"]
    'sein'
    """
    return read_table(files("stylo") / room / f"{name}.tsv")


def read_table(path: Traversable) -> tuple[dict[str, str], ...]:
    """The rows of a table: UTF-8, tab-separated, one header line, no quoting; a line that starts with ``# `` is a remark.

    Raises ValueError for a row with too many or too few cells.
    """
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip() and not line.startswith("# ")]
    reader = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    header = next(reader)
    rows = []
    for cells in reader:
        if len(cells) != len(header):
            raise ValueError(f"{path.name}: {len(cells)} cells instead of {len(header)} in: {cells}")
        rows.append(dict(zip(header, cells, strict=True)))
    return tuple(rows)


@cache
def tables(prefix: str, room: str = "lexicon") -> tuple[str, ...]:
    """The names of all tables of a room that begin like this, sorted."""
    names = (path.name for path in (files("stylo") / room).iterdir())
    return tuple(sorted(name.removesuffix(".tsv") for name in names if name.startswith(prefix) and name.endswith(".tsv")))
