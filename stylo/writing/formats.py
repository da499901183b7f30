"""One writer for all tables: the suffix of the file says in what format.

========== ============================================================
csv, tsv   UTF-8; a tsv has no quoting, ``\\n`` in a cell stands for a line break; ``excel-de``: semicolon, decimal comma, BOM
json       a list of objects; a missing number is null; jsonl has an object a line
parquet    needs the extra ``corpora``
xlsx       needs the extra ``excel``; texts are texts there and never formulas
md, tex    to be printed: a table of Markdown or LaTeX in which no text is markup
========== ============================================================

In csv, tsv and md a text that a spreadsheet would take for a formula has an apostrophe in front (``tables.harmless``). A list
in a cell is JSON.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd

from stylo.wording.language import say
from stylo.wording.numbers import grouped
from stylo.wording.signs import visible, visible_in_line, well_formed
from stylo.writing.files import write_whole
from stylo.writing.tables import harmless_table, latex, safe_csv, with_lists_as_json

PLAIN, EXCEL_DE = "plain", "excel-de"
DIALECTS = (PLAIN, EXCEL_DE)
LONGEST_CELL, MOST_ROWS = 32_767, 1_048_575  # of a sheet of Excel, the header aside
MARKUP = re.compile(r"([\\`*_{}\[\]<>|#~&$])")


class NotInstalled(ValueError):
    """A table cannot be written here for want of a package; the message says which."""


class FormatError(ValueError):
    """A table cannot be written like this; the message says how it can."""


def format_of(path: Path, form: str | None = None) -> str:
    """The format of a file by its suffix. Raises FormatError for an unknown one, and for one that contradicts ``form``."""
    found = path.suffix.lower().removeprefix(".")
    if found not in FORMATS:
        known = ", ".join(f".{name}" for name in FORMATS)
        told = "{name!r} does not say in what format to write; end the name with one of {known}."
        raise FormatError(say(told, name=path.name, known=known))
    if form not in {None, found}:
        told = "--format {form} and the name {name!r} contradict each other; leave --format out."
        raise FormatError(say(told, form=form, name=path.name))
    return found


def encoded(frame: pd.DataFrame, form: str, dialect: str = PLAIN, name: str = "table") -> bytes:
    """A table in a format of ``FORMATS``; ``name`` is that of a LaTeX table.

    Raises FormatError for a dialect that the format has not, and for a cell or table that is too large for Excel,
    NotInstalled where a package is missing.
    """
    check_format(form, dialect)
    if form == "csv":
        return safe_csv(frame, excel_de=dialect == EXCEL_DE).encode("utf-8-sig" if dialect == EXCEL_DE else "utf-8")
    if form == "tex":
        return latex(frame, name, name).encode()
    return FORMATS[form](frame)


def check_format(form: str, dialect: str = PLAIN) -> None:
    """Raise FormatError for a dialect that the format has not, NotInstalled where a package for it is missing."""
    if dialect not in DIALECTS:
        known = ", ".join(DIALECTS)
        raise FormatError(say("There is no dialect {name!r}; choose one of {known}.", name=dialect, known=known))
    if dialect != PLAIN and form != "csv":
        told = "--dialect {dialect} is one of .csv, not of .{form}; .xlsx opens in Excel as it is."
        raise FormatError(say(told, dialect=dialect, form=form))
    package, extra = {"parquet": ("pyarrow", "corpora"), "xlsx": ("openpyxl", "excel")}.get(form, ("json", ""))
    try:
        import_module(package)
    except ImportError as error:
        told = "To write .{form}, install {package}: pip install 'stylo[{extra}]'"
        raise NotInstalled(say(told, form=form, package=package, extra=extra)) from error


def write_table(frame: pd.DataFrame, path: Path, dialect: str = PLAIN) -> None:
    """Write a table whole or not at all, in the format of the suffix. Raises FormatError and OSError."""
    write_whole(encoded(frame, format_of(path), dialect, path.stem), path)


def _tsv(frame: pd.DataFrame) -> bytes:
    table = harmless_table(frame)
    columns = ["\t".join(str(_in_line(name)) for name in table)]
    rows = ["\t".join(_cell(value) for value in row) for row in table.itertuples(index=False, name=None)]
    return "".join(f"{line}\n" for line in [*columns, *rows]).encode()


def _cell(value: Any) -> str:
    return "" if _missing(value) else str(_in_line(value))


def _in_line(value: Any) -> Any:
    """A text in one line, as the readers of such a table expect it."""
    return re.sub(r"\r\n|[\r\n]", r"\\n", value.replace("\t", " ")) if isinstance(value, str) else value


def _missing(value: Any) -> bool:
    return value is None or value is pd.NA or value != value


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    names = list(map(str, frame.columns))
    rows = frame.itertuples(index=False, name=None)
    return [dict(zip(names, map(_plain, row), strict=True)) for row in rows]


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, str):
        return well_formed(value)
    if _missing(value):
        return None
    return value.item() if hasattr(value, "item") else value


def _json(frame: pd.DataFrame) -> bytes:
    return (json.dumps(_records(frame), ensure_ascii=False, indent=1) + "\n").encode()


def _jsonl(frame: pd.DataFrame) -> bytes:
    lines = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in _records(frame))
    return "".join(lines).encode()


def _parquet(frame: pd.DataFrame) -> bytes:
    sink = io.BytesIO()
    table = with_lists_as_json(frame)
    texts = {str(name): table[name].map(_plain) for name in table if table[name].map(_is_text).any()}
    table.assign(**texts).to_parquet(sink, index=False)
    return sink.getvalue()


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _xlsx(frame: pd.DataFrame) -> bytes:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    def cell(value: Any) -> Any:
        if not isinstance(value, str):
            return None if _missing(value) else _plain(value)
        if len(value) > LONGEST_CELL:
            raise _too_long()
        text = WriteOnlyCell(sheet, visible(value))
        text.data_type = "s"  # openpyxl takes what begins with = for a formula
        return text

    if len(frame) > MOST_ROWS:
        told = "The table has more than {most} rows, the most that a sheet of Excel holds; use .csv."
        raise FormatError(say(told, most=grouped(MOST_ROWS)))
    rows = [tuple(map(str, frame.columns)), *with_lists_as_json(frame).itertuples(index=False, name=None)]
    if any(isinstance(value, str) and len(value) > LONGEST_CELL for row in rows for value in row):
        raise _too_long()
    book = Workbook(write_only=True)
    sheet = book.create_sheet("stylo")
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([cell(value) for value in row])
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def _too_long() -> FormatError:
    told = "A text has more than {most} characters, the most that a cell of Excel holds; use .csv."
    return FormatError(say(told, most=grouped(LONGEST_CELL)))


def _md(frame: pd.DataFrame) -> bytes:
    numeric = [pd.api.types.is_numeric_dtype(frame[name]) for name in frame]
    table = harmless_table(frame)
    lines = [list(table.columns), ["---:" if number else "---" for number in numeric]]
    lines += [list(row) for row in table.itertuples(index=False, name=None)]
    return "".join(f"| {' | '.join(_marked_down(value) for value in line)} |\n" for line in lines).encode()


def _marked_down(value: Any) -> str:
    if isinstance(value, str) and not value.startswith("---"):
        return MARKUP.sub(r"\\\1", visible_in_line(value))
    return "" if _missing(value) else str(value)


FORMATS: dict[str, Callable[[pd.DataFrame], bytes]] = {
    "csv": lambda frame: safe_csv(frame).encode(),
    "tsv": _tsv,
    "json": _json,
    "jsonl": _jsonl,
    "parquet": _parquet,
    "xlsx": _xlsx,
    "md": _md,
    "tex": lambda frame: latex(frame, "table", "table").encode(),
}
