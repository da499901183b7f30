"""Tables of texts: one document a line, a record, an object or a row, with what stands beside it as its metadata."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import PurePosixPath
from shlex import quote
from typing import Any, BinaryIO, cast

from stylo.reading.archives import LARGEST, check_package
from stylo.reading.decoding import coding, decode
from stylo.reading.extract import installed
from stylo.reading.records import LONGEST_LINE, MOST_COLUMNS, Failure, Found, Options, shown, too_long
from stylo.reading.text import NOT_TEXT, Text, TextError
from stylo.wording.language import say
from stylo.wording.near import did_you_mean, near
from stylo.wording.signs import well_formed

MOST_ROWS = 1_048_576  # of a sheet of Excel; a file may number its rows as it likes
HEAD = 8192  # bytes of a table in which it is seen how its lines end
IDS = ("id", "doc", "document")
TABLES = (".tsv", ".csv", ".jsonl", ".ndjson", ".json", ".xlsx")
TEXT_COLUMNS = (
    "text inhalt volltext content body review rezension kritik artikel article beitrag kommentar post message".split()
)
"""What a column of texts may be called: proposed, never taken unasked."""
SIGNS = ",;\t"
SEPARATOR = re.compile(r"\ufeff?\"?sep=(.)\"?\r?\n?")
"""The first line by which Excel is told what separates the cells."""
MARKS = {"document", "start", "end"}

Row = tuple[int, dict[str, Any] | TextError]


class NoTexts(TextError):
    """A table without a column of texts, or without the column of ids that was named."""


class LongLine(TextError):
    """A line that is too long; the next one may be fine, which cannot be said after any other error of a stream."""


def unpacked_name(name: str) -> str:
    return name[:-3] if name.lower().endswith(".gz") else name


def without_ending(name: str) -> str:
    return os.path.splitext(unpacked_name(name))[0]


class _Lines:
    """The lines of a table, counted; one that is too long is an error in its place, read in pieces and forgotten.

    Each line is decoded for itself, so that a table in UTF-8 is read as that whatever encoding was named, as a text is.
    """

    def __init__(self, raw: BinaryIO, name: str, encoding: str) -> None:
        buffer = raw if isinstance(raw, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, raw))
        head = buffer.peek(HEAD)[:HEAD]
        wide, end = coding(head[:2], encoding), "\n"
        if b"\r" in head and b"\n" not in head:  # as old programs of the Macintosh write, and Excel still can
            end = "\r"
        self._encoding = encoding
        self._stream: BinaryIO | io.TextIOWrapper = cast(BinaryIO, buffer)
        if end == "\r" or (len("\n".encode(wide)) > 1 and wide != "utf-8-sig"):  # or line ends of more than one byte
            self._stream = io.TextIOWrapper(buffer, wide, errors="surrogateescape", newline=end)
        self._end = end
        self.name, self.number = name, 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._stream.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        self.number += 1
        end = self._end.encode() if isinstance(line, bytes) else self._end
        if len(line) == LONGEST_LINE and not line.endswith(end):  # type: ignore[arg-type]
            while line and not line.endswith(end):  # type: ignore[arg-type]
                line = self._stream.readline(1 << 16)
            raise LongLine(too_long(say("{name}, line {line}", name=self.name, line=self.number)).reason, NOT_TEXT)
        return line if isinstance(line, str) else line.decode(coding(line, self._encoding), errors="surrogateescape")


def read_table(raw: BinaryIO, name: str, options: Options, beside: bool) -> Found:
    short, suffix = PurePosixPath(name).name, PurePosixPath(name.lower()).suffix
    if suffix in {".json", ".xlsx"}:
        rows = (_objects if suffix == ".json" else _sheet)(raw.read(LARGEST + 1), short, options, beside)
    else:
        lines = _Lines(raw, short, options.encoding)
        rows = {".tsv": _tab_separated, ".csv": _comma_separated}.get(suffix, _json_lines)(lines, options, beside)
    for line, row in rows:
        place = f"{without_ending(name)}:{line}"
        if isinstance(row, TextError):
            yield place, Failure(str(row), row.status)
            continue
        text_column, id_column = _text_column(row, options), _id_column(row, options)
        text = row[text_column] if text_column is not None else None
        given = row[id_column] if id_column is not None else None
        identifier = str(given).strip() if isinstance(given, str | int) and not isinstance(given, bool) else ""
        if not isinstance(text, str):
            told = "{name}, line {line}: there is no text under {column!r}."
            yield identifier or place, Failure(say(told, name=short, line=line, column=options.text))
        elif options.id and id_column is None:
            told = "{name}, line {line}: there is nothing under {column!r}."
            yield place, Failure(say(told, name=short, line=line, column=options.id))
        else:
            others = {key: cell for key, cell in row.items() if key and key not in {text_column, id_column}}
            beside_text = {well_formed(str(key)): _told(cell) for key, cell in others.items()}
            yield identifier or place, Text(identifier or place, text, beside_text)


def _told(cell: object) -> str:
    """A cell of metadata as it is passed on."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):  # a day is one at midnight
        return cell.isoformat(" ").removesuffix(" 00:00:00")
    return well_formed(json.dumps(cell, ensure_ascii=False) if isinstance(cell, dict | list | bool) else str(cell).strip())


def _text_column(names: Iterable[str], options: Options) -> str | None:
    return _column(names, (options.text,))


def _id_column(names: Iterable[str], options: Options) -> str | None:
    return _column(names, (options.id,) if options.id else IDS)


def _column(names: Iterable[str], wanted: Sequence[str]) -> str | None:
    """The first of some columns that is there: as it is written, or whatever its case."""
    there = list(names)
    folded = {str(name).strip().casefold(): name for name in reversed(there)}
    for name in wanted:
        if name in there:
            return name
        if name.casefold() in folded:
            return folded[name.casefold()]
    return None


def _tab_separated(lines: _Lines, options: Options, beside: bool) -> Iterator[Row]:
    first = next(lines, None)
    header = first.rstrip("\r\n").split("\t") if first is not None else []
    text = _checked_header(header, lines.name, options, beside)
    for line in _each(lines):
        if isinstance(line, TextError):
            yield lines.number, line
        elif line.rstrip("\r\n"):
            cells = line.rstrip("\r\n").split("\t", len(header))
            if len(cells) != len(header):
                yield lines.number, _wrong_cells(lines.name, str(lines.number), len(cells), len(header))
                continue
            row = dict(zip(header, cells, strict=True))
            row[text] = row[text].replace("\\n", "\n")
            yield lines.number, row


def _comma_separated(lines: _Lines, options: Options, beside: bool) -> Iterator[Row]:
    first = next(lines, None) or ""
    signs = SIGNS
    if told := SEPARATOR.fullmatch(first):
        first, signs = next(lines, None) or "", told[1]
    headers = {sign: next(csv.reader([first], delimiter=sign), []) for sign in signs}
    fitting = (sign for sign, header in headers.items() if _text_column(header, options) is not None)
    sign = next(fitting, max(headers, key=lambda sign: len(headers[sign])))
    header = headers[sign]
    _checked_header(header, lines.name, options, beside)
    reader = csv.reader(lines, delimiter=sign, strict=True)
    while True:
        start = lines.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            where = f"{start}" if start >= lines.number else say("{first} to {last}", first=start, last=lines.number)
            broken = "{name}, line {line}: a quotation mark is not closed, or not doubled inside a cell ({why})."
            yield start, TextError(say(broken, name=lines.name, line=where, why=error), NOT_TEXT)
        except LongLine as error:
            yield start, error
        else:
            if cells and len(cells) != len(header):
                yield start, _wrong_cells(lines.name, str(start), len(cells), len(header))
            elif cells:
                yield start, dict(zip(header, cells, strict=True))


def _json_lines(lines: _Lines, options: Options, beside: bool) -> Iterator[Row]:
    for line in _each(lines):
        if isinstance(line, TextError):
            yield lines.number, line
        elif line.strip():
            try:
                row = json.loads(line)
                if not isinstance(row, dict):
                    raise ValueError("no object")
                yield lines.number, row
            except (ValueError, RecursionError) as error:
                told = "{name}, line {line}: this is no JSON object ({why})."
                yield lines.number, TextError(say(told, name=lines.name, line=lines.number, why=error), NOT_TEXT)


def _objects(data: bytes, name: str, options: Options, beside: bool) -> Iterator[Row]:
    """The objects of a JSON file: a list of them, or one object of texts by their ids."""
    _check_size(data, name)
    try:
        found = json.loads(decode(data, name, options.encoding))
    except TextError:
        raise
    except (ValueError, RecursionError) as error:
        message = say("{name} is no JSON ({why}); an object a line has the ending .jsonl.", name=name, why=error)
        raise TextError(message, NOT_TEXT) from error
    if isinstance(found, dict) and _text_column(found, options) is None and {type(value) for value in found.values()} == {str}:
        found = [{IDS[0]: key, options.text: value} for key, value in found.items()]
    rows = found if isinstance(found, list) else [found]
    _checked_header(list(rows[0]) if rows and isinstance(rows[0], dict) else [], name, options, beside)
    for number, row in enumerate(rows, 1):
        if isinstance(row, dict):
            yield number, row
        else:
            told = "{name}, entry {number}: this is no JSON object."
            yield number, TextError(say(told, name=name, number=number), NOT_TEXT)


def _sheet(data: bytes, name: str, options: Options, beside: bool) -> Iterator[Row]:
    """The rows of a workbook's first sheet, below its header."""
    _check_size(data, name)
    library = installed("openpyxl", "excel", "Excel files")
    check_package(name, data)
    book = library.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what it says of its own size may be anything
        header = ["" if cell is None else str(cell) for cell in next(sheet.iter_rows(max_row=1, values_only=True), ())]
        _checked_header(header, name, options, beside)
        rows = sheet.iter_rows(min_row=2, max_row=MOST_ROWS, max_col=len(header), values_only=True)
        for number, cells in enumerate(rows, 2):
            if any(cell is not None for cell in cells):
                yield number, dict(zip(header, cells, strict=False))
    finally:
        book.close()


def _check_size(data: bytes, name: str) -> None:
    if len(data) > LARGEST:
        size = LARGEST // 1_000_000
        told = "{name} is too large: more than {size} MB; a .jsonl or .csv is read line by line."
        raise TextError(say(told, name=name, size=size), NOT_TEXT)


def _each(lines: _Lines) -> Iterator[str | LongLine]:
    while True:
        try:
            yield next(lines)
        except StopIteration:
            return
        except LongLine as error:
            yield error


def _checked_header(header: Sequence[str], name: str, options: Options, beside: bool) -> str:
    """The column of texts. Raises NoTexts for a table without one, or without the column of ids that was named, and beside
    other files for a table of marks, which holds no documents."""
    if len(header) > MOST_COLUMNS:
        raise TextError(say("{name} has more than {n} columns, so it is not read.", name=name, n=MOST_COLUMNS), NOT_TEXT)
    text = _text_column(header, options)
    there = ", ".join(repr(shown(cell)) for cell in header[:20]) or say("nothing")
    if text is None or (beside and set(header) >= MARKS):
        likely = _column(header, TEXT_COLUMNS) or next(iter(near(options.text, header)), None)
        advice = say("name the column of the texts with --text-column")
        if likely:
            advice = say("try --text-column {name}", name=quote(likely.strip()))
        told = "{name} has no column {column!r}; its first line has {there}: {advice}."
        raise NoTexts(say(told, name=name, column=options.text, there=there, advice=advice), NOT_TEXT)
    if options.id and _id_column(header, options) is None:
        told = "{name} has no column {column!r}; its first line has {there}: name the column of ids with --id-column."
        raise NoTexts(say(told, name=name, column=options.id, there=there) + did_you_mean(options.id, header), NOT_TEXT)
    return text


def _wrong_cells(name: str, line: str, found: int, wanted: int) -> TextError:
    more = say("more") if found > wanted else str(found)
    told = "{name}, line {line}: {more} cells where the header has {wanted}."
    return TextError(say(told, name=name, line=line, more=more, wanted=wanted), NOT_TEXT)
