"""Tables of linguistic knowledge that a linguist can read and edit, and the one function that reads them."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``lexicon/<name>.tsv`` as dictionaries, in file order.

    The files are UTF-8, tab-separated, with one header line and no quoting; a line that starts with ``# `` is a remark.
    Raises FileNotFoundError for a name without a table, ValueError for a row with too many or too few cells.
    """
    text = (files(__package__) / f"{name}.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("# ")]
    reader = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    header = next(reader)
    rows = []
    for cells in reader:
        if len(cells) != len(header):
            raise ValueError(f"{name}.tsv: {len(cells)} cells instead of {len(header)} in: {cells}")
        rows.append(dict(zip(header, cells, strict=True)))
    return tuple(rows)


@cache
def tables(prefix: str) -> tuple[str, ...]:
    """The names of all tables that begin like this, sorted."""
    names = (path.name for path in files(__package__).iterdir())
    return tuple(sorted(name.removesuffix(".tsv") for name in names if name.startswith(prefix) and name.endswith(".tsv")))
