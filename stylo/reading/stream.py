"""Many documents as a stream: folders, tables and archives in, one document after the other out.

What is wrong with one document, line or archive is a ``Failure`` in its place and never stops the rest. Nothing is unpacked to
disk, nothing in a file is executed, and no more than one document of at most ``LONGEST`` characters is held at a time.

========================  ==================================================================================================
``.txt``                  one document (Word, PDF and EPUB as ``stylo.reading.formats``
                          reads them); a file of any other
                          ending is plain text if it is named itself, and left alone in a folder or an archive
``.tsv``                  one document a line, below a header line; no quoting; ``\\n`` in the text stands for a line break
``.csv``                  one document a record, quoted as usual, separated by comma, semicolon or tab, as the header is
``.jsonl``, ``.ndjson``   one document a line, a JSON object
``.zip``                  the texts and tables in it, by name
``.gz``                   the text or table in it
folder                    all of these in it and below, by name; hidden files, and tables without a column of texts (such as
                          ``metadata.csv``), are left alone
========================  ==================================================================================================

A document is known by its file name without the ending (in a folder or archive with the path to it), or by the table's
column of ids, or by table and line (``reviews:17``). An id that was there before gets ``#2``, ``#3`` ..., in order of reading.
"""

from __future__ import annotations

import csv
import glob
import gzip
import hashlib
import io
import json
import os
import sqlite3
import stat
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, NamedTuple, cast

from stylo.reading.archives import LARGEST, CarefulFile, Unpacked, check_member, segments
from stylo.reading.decoding import checked_encoding, coding
from stylo.reading.files import read
from stylo.reading.formats import UNPACKED, read_bytes
from stylo.reading.text import EMPTY, MISSING, NOT_A_FILE, NOT_TEXT, WRONG_ENCODING, TextError

LONGEST = 5_000_000
"""Characters of a document; a long novel has two to three million."""
LONGEST_LINE = 2 * LONGEST
LONGEST_NAME = 500
IDS = ("id", "doc", "document")
DOCUMENTS = (".txt", *UNPACKED)
TABLES = (".tsv", ".csv", ".jsonl", ".ndjson")
MARKS = {"document", "start", "end"}


@dataclass(frozen=True)
class Failure:
    """Why there is no text, in a sentence, and the command line's status for it."""

    reason: str
    status: int = NOT_TEXT


class Document(NamedTuple):
    """An id that no other document of the stream has, and the text or why there is none."""

    id: str
    text: str | Failure


class NoTexts(TextError):
    """A table without a column of texts."""


class _LongLine(TextError):
    """A line that is too long; the next one may be fine, which cannot be said after any other error of a stream."""


@dataclass(frozen=True)
class _Options:
    text: str
    id: str | None
    encoding: str
    skip: frozenset[Path]


def documents(
    paths: Iterable[Path | str],
    text_column: str = "text",
    id_column: str | None = None,
    encoding: str = "utf-8",
    skip: Collection[Path] = (),
) -> Iterator[Document]:
    """The documents of files, folders and patterns (``reviews/**/*.txt``), in an order that stays the same.

    The columns are those of tables; without ``id_column`` it is the first of ``id``, ``doc`` and ``document`` that is there.
    ``skip`` names files and folders to leave alone, such as the run's own output. Raises TextError for an unknown encoding.
    """
    checked_encoding(encoding)
    options = _Options(text_column, id_column, encoding, frozenset(Path(path).resolve() for path in skip))
    names = _Names()
    for path in paths:
        found = False
        for name, text in _named(Path(path), options):
            found = True
            yield Document(names.unique(_shown(name)), checked(text))
        if not found:
            yield Document(names.unique(_shown(str(path))), Failure(f"{_shown(str(path))} holds no texts.", EMPTY))


def holds_many(path: Path) -> bool:
    """Whether a path stands for a folder, a table or an archive."""
    return path.is_dir() or _kind(path.name) in {"table", "zip"}


# --- ids --------------------------------------------------------------------------------------------------------------------


class _Names:
    """Gives every id once. SQLite keeps them, in memory first and then in a temporary file that goes with the process."""

    def __init__(self) -> None:
        self._known = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        for line in ("pragma journal_mode=off", "pragma synchronous=off", "pragma cache_size=-30000", "begin"):
            self._known.execute(line)
        self._known.execute("create table names (id blob primary key, times integer not null default 1) without rowid")

    def unique(self, name: str) -> str:
        """The name, or the name with the first number that no document has."""
        if self._new(name):
            return name
        while True:
            question = "update names set times = times + 1 where id = ? returning times"
            (times,) = self._known.execute(question, (_digest(name),)).fetchone()
            if self._new(f"{name}#{times}"):
                return f"{name}#{times}"

    def _new(self, name: str) -> bool:
        return bool(self._known.execute("insert or ignore into names (id) values (?)", (_digest(name),)).rowcount)


def _digest(name: str) -> bytes:
    return hashlib.blake2b(name.encode(), digest_size=16).digest()


def _shown(name: str) -> str:
    """A name as valid Unicode of bearable length; bytes of a file name that are none are written ``\\xe4``."""
    name = name if len(name) <= LONGEST_NAME else name[:LONGEST_NAME] + "…"
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace") if _halves(name) else name


def _halves(text: str) -> bool:
    """Whether there are halves of surrogate pairs, which are no characters; undecodable bytes are read as such."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def checked(text: str | Failure) -> str | Failure:
    """The text, or why it cannot be measured: too long, empty, no valid Unicode."""
    if isinstance(text, Failure):
        return text
    if len(text) > LONGEST:
        return _too_long("The text")
    if not text.strip("\0 \t\r\n\ufeff"):
        return Failure("The text is empty: there is nothing to measure.", EMPTY)
    if _halves(text):
        reason = "The text holds bytes that are not in the encoding, or half of a surrogate pair; try --encoding cp1252."
        return Failure(reason, WRONG_ENCODING)
    return text


def _too_long(what: str) -> Failure:
    return Failure(f"{what} is longer than {LONGEST:,} characters; split it into parts, such as chapters.")


# --- files, folders, patterns -----------------------------------------------------------------------------------------------

Found = Iterator[tuple[str, str | Failure]]


def _named(path: Path, options: _Options) -> Found:
    """What a path stands for that the user named."""
    pattern = str(path)
    if os.path.lexists(path):
        yield from _folder(path, options) if path.is_dir() else _file(path, path.name, options)
    elif glob.has_magic(pattern):
        matches = sorted(map(Path, glob.glob(pattern, recursive=True)))
        if "**" in pattern:
            matches = [match for match in matches if not match.is_dir()]
        for match in matches:
            yield from _named(match, options)
        if not matches:
            yield pattern, Failure(f"No file matches {pattern!r}.", MISSING)
    else:
        yield pattern, Failure(f"There is no file {pattern!r}. Check the name and the folder you are in.", MISSING)


def _folder(root: Path, options: _Options) -> Found:
    inside = root.resolve()
    broken: list[OSError] = []
    for folder, folders, files in os.walk(root, onerror=broken.append):
        here = Path(folder)
        links = [name for name in folders if (here / name).is_symlink()]
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and (here / name).resolve() not in options.skip
        )
        for name in sorted([*files, *links]):
            path = here / name
            relative = path.relative_to(root).as_posix()
            if name.startswith("."):
                continue
            if path.is_symlink() and (reason := _leads_away(path, inside)):
                yield relative, Failure(reason, NOT_A_FILE)
            elif not path.is_dir() and _kind(name) and path.resolve() not in options.skip:
                yield from _file(path, relative, options, beside=True)
    for error in broken:
        yield str(error.filename), Failure(f"The folder cannot be read: {error.strerror}.", NOT_A_FILE)


def _leads_away(path: Path, inside: Path) -> str:
    """What is wrong with a link: it leaves the folder or leads nowhere. Links within the folder are fine."""
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return "The link leads nowhere."
    return "" if target.is_relative_to(inside) else "The link leads out of the folder; name the file itself to have it read."


def _kind(name: str) -> str:
    """``text``, ``table`` or ``zip`` by the ending (one ``.gz`` aside), or nothing for what is not read unless it is named."""
    suffix = PurePosixPath(_unpacked_name(name).lower()).suffix
    return "text" if suffix in DOCUMENTS else "table" if suffix in TABLES else "zip" if suffix == ".zip" else ""


def _unpacked_name(name: str) -> str:
    return name[:-3] if name.lower().endswith(".gz") else name


def _without_ending(name: str) -> str:
    return os.path.splitext(_unpacked_name(name))[0]


def _file(path: Path, name: str, options: _Options, beside: bool = False) -> Found:
    """What is in a file; ``beside`` other files of a folder, a table need not be one of texts."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise TextError(f"{path.name} is no file that can be read.", NOT_A_FILE)
        packed = path.name.lower().endswith(".gz")
        if _kind(path.name) == "zip" and not packed:
            yield from _archive(path, name, options)
        elif _kind(path.name) == "table" or packed:
            with path.open("rb") as raw:
                yield from _stream(raw, name, options, beside)
        elif path.stat().st_size > 4 * LONGEST and PurePosixPath(path.name.lower()).suffix not in UNPACKED:
            yield _without_ending(name), _too_long(path.name)
        else:
            yield _without_ending(name), read(path, options.encoding)
    except NoTexts as error:
        if not beside:
            yield name, Failure(str(error), error.status)
    except Exception as error:
        yield name, _failure(error, path.name)


def _failure(error: Exception, name: str) -> Failure:
    """The sentence for what broke while reading. Any error will do: what a file may hold has no end."""
    match error:
        case TextError():
            return Failure(str(error), error.status)
        case UnicodeError():
            return Failure(f"{name} cannot be decoded any further; try --encoding cp1252.", WRONG_ENCODING)
        case zipfile.BadZipFile() | gzip.BadGzipFile() | zlib.error() | EOFError():
            return Failure(f"{name} is damaged or cut off ({error}).")
        case OSError():
            return Failure(f"{name} cannot be read: {error.strerror or error}.", NOT_A_FILE)
        case _:
            return Failure(f"{name} cannot be read ({type(error).__name__}: {error}).", NOT_A_FILE)


def _stream(raw: BinaryIO, name: str, options: _Options, beside: bool = False) -> Found:
    """The documents of an open file, unpacked where its name ends in ``.gz``."""
    if name.lower().endswith(".gz"):
        unpacked = io.BufferedReader(Unpacked(gzip.GzipFile(fileobj=raw), raw.tell, name))
        yield from _stream(cast(BinaryIO, unpacked), name[:-3], options, beside)
    elif _kind(name) == "table":
        yield from _table(raw, name, options, beside)
    elif _kind(name) == "zip":
        raise TextError(f"{name} lies in an archive; take it out to have it read.", NOT_TEXT)
    else:
        most = LARGEST if PurePosixPath(name.lower()).suffix in UNPACKED else 4 * LONGEST
        data = raw.read(most + 1)
        yield _without_ending(name), _too_long(name) if len(data) > most else read_bytes(name, data, options.encoding).text


# --- archives ---------------------------------------------------------------------------------------------------------------


def _archive(path: Path, name: str, options: _Options) -> Found:
    with CarefulFile(path, "r") as raw, zipfile.ZipFile(raw) as archive:
        members = sorted(archive.infolist(), key=lambda member: (member.filename, member.header_offset))
        if sum(member.compress_size for member in members) > path.stat().st_size:
            raise TextError(f"{path.name} counts the same bytes for several files, which no honest archive does.", NOT_TEXT)
        folder = PurePosixPath(name).parent
        for member in members:
            inner = member.orig_filename
            hidden = any(part.startswith((".", "__MACOSX")) and part != ".." for part in segments(inner))
            if member.is_dir() or hidden or not _kind(inner):
                continue
            inside = folder / inner if str(folder) != "." else PurePosixPath(inner)
            try:
                check_member(member, inner)
                with archive.open(member) as stream:
                    yield from _stream(cast(BinaryIO, stream), str(inside), options, beside=True)
            except NoTexts:
                continue
            except Exception as error:
                yield inner, _failure(error, inner)


# --- tables -----------------------------------------------------------------------------------------------------------------

Row = tuple[int, dict[str, Any] | TextError]


class _Lines:
    """The lines of a table, counted; one that is too long is an error in its place, read in pieces and forgotten.

    Each line is decoded for itself, so that a table in UTF-8 is read as that whatever encoding was named, as a text is.
    """

    def __init__(self, raw: BinaryIO, name: str, encoding: str) -> None:
        buffer = raw if isinstance(raw, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, raw))
        wide = coding(buffer.peek(2)[:2], encoding)
        self._encoding = encoding
        self._stream: BinaryIO | io.TextIOWrapper = cast(BinaryIO, buffer)
        if len("\n".encode(wide)) > 1 and wide != "utf-8-sig":  # line ends of more than one byte
            self._stream = io.TextIOWrapper(buffer, wide, errors="surrogateescape", newline="\n")
        self.name, self.number = name, 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._stream.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        self.number += 1
        end = b"\n" if isinstance(line, bytes) else "\n"
        if len(line) == LONGEST_LINE and not line.endswith(end):  # type: ignore[arg-type]
            while line and not line.endswith(end):  # type: ignore[arg-type]
                line = self._stream.readline(1 << 16)
            raise _LongLine(f"{self.name}, line {self.number}: {_too_long('the line').reason}", NOT_TEXT)
        return line if isinstance(line, str) else line.decode(coding(line, self._encoding), errors="surrogateescape")


def _table(raw: BinaryIO, name: str, options: _Options, beside: bool) -> Found:
    lines = _Lines(raw, PurePosixPath(name).name, options.encoding)
    suffix = PurePosixPath(name.lower()).suffix
    rows = {".tsv": _tab_separated, ".csv": _comma_separated}.get(suffix, _json_lines)(lines, options, beside)
    for line, row in rows:
        place = f"{_without_ending(name)}:{line}"
        if isinstance(row, TextError):
            yield place, Failure(str(row), row.status)
            continue
        text = row.get(options.text)
        columns = (options.id,) if options.id else IDS
        given = next((row[column] for column in columns if column in row), None)
        identifier = str(given).strip() if isinstance(given, str | int) and not isinstance(given, bool) else ""
        if not isinstance(text, str):
            text = Failure(f"{lines.name}, line {line}: there is no text under {options.text!r}.")
        yield identifier or place, text


def _tab_separated(lines: _Lines, options: _Options, beside: bool) -> Iterator[Row]:
    first = next(lines, None)
    header = first.rstrip("\r\n").split("\t") if first is not None else []
    _check_header(header, lines, options, beside)
    for line in _each(lines):
        if isinstance(line, TextError):
            yield lines.number, line
        elif line.rstrip("\r\n"):
            cells = line.rstrip("\r\n").split("\t", len(header))
            if len(cells) != len(header):
                yield lines.number, _wrong_cells(lines.name, str(lines.number), len(cells), len(header))
                continue
            row = dict(zip(header, cells, strict=True))
            row[options.text] = row[options.text].replace("\\n", "\n")
            yield lines.number, row


def _comma_separated(lines: _Lines, options: _Options, beside: bool) -> Iterator[Row]:
    # The limit is the csv module's only one and holds for the process; without it a long text is an error.
    csv.field_size_limit(LONGEST_LINE)
    first = next(lines, None)
    headers = {sign: next(csv.reader([first or ""], delimiter=sign), []) for sign in ",;\t"}
    sign = next((sign for sign, header in headers.items() if options.text in header), ",")
    header = headers[sign]
    _check_header(header, lines, options, beside)
    reader = csv.reader(lines, delimiter=sign, strict=True)
    while True:
        start = lines.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            where = f"{start}" if start >= lines.number else f"{start} to {lines.number}"
            message = f"{lines.name}, line {where}: a quotation mark is not closed, or not doubled inside a cell ({error})."
            yield start, TextError(message, NOT_TEXT)
        except _LongLine as error:
            yield start, error
        else:
            if cells and len(cells) != len(header):
                yield start, _wrong_cells(lines.name, str(start), len(cells), len(header))
            elif cells:
                yield start, dict(zip(header, cells, strict=True))


def _json_lines(lines: _Lines, options: _Options, beside: bool) -> Iterator[Row]:
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
                yield lines.number, TextError(f"{lines.name}, line {lines.number}: this is no JSON object ({error}).", NOT_TEXT)


def _each(lines: _Lines) -> Iterator[str | _LongLine]:
    while True:
        try:
            yield next(lines)
        except StopIteration:
            return
        except _LongLine as error:
            yield error


def _check_header(header: list[str], lines: _Lines, options: _Options, beside: bool) -> None:
    """Raise NoTexts for a table without texts, and beside other files for a table of marks, which holds no documents."""
    if options.text not in header or (beside and set(header) >= MARKS):
        there = ", ".join(repr(_shown(cell)) for cell in header[:20]) or "nothing"
        message = f"{lines.name} has no column {options.text!r}; its first line has {there}. Name the column of the texts."
        raise NoTexts(message, NOT_TEXT)


def _wrong_cells(name: str, line: str, found: int, wanted: int) -> TextError:
    more = "more" if found > wanted else str(found)
    return TextError(f"{name}, line {line}: {more} cells where the header has {wanted}.", NOT_TEXT)
