"""Many documents as a stream: folders, tables and archives in, one document after the other out.

What is wrong with one document, line or archive is a ``Failure`` in its place and never stops the rest. Nothing is unpacked to
disk, nothing in a file is executed, and no more than one document of at most ``LONGEST`` characters is held at a time.

========================  ==================================================================================================
``.txt``                  one document (Word, PDF, EPUB, TEI, HTML and Markdown as ``stylo.reading.formats`` reads them); a
                          file of any other ending is plain text if it is named itself, and passed over in a folder or archive
``.tsv``                  one document a line, below a header line; no quoting; ``\\n`` in the text stands for a line break
``.csv``                  one document a record, quoted as usual, separated by comma, semicolon or tab, as the header is
                          or as a first line ``sep=;`` says
``.jsonl``, ``.ndjson``   one document a line, a JSON object
``.json``                 a list of JSON objects, one a document, or one object: its names are ids, its values texts
``.xlsx``                 one document a row of the first sheet, below a header
``.zip``                  the texts and tables in it, by name
``.gz``                   the text or table in it
folder                    all of these in it and below, by name; hidden files, and tables without a column of texts (such as
                          ``metadata.csv``), are left alone
========================  ==================================================================================================

A document is known by its file name without the ending (in a folder or archive with the path to it; *theater.docx* beside
*theater.pdf* keeps it), or by the table's column of ids, or by table and line (``reviews:17``). A folder's ``metadata.csv``
with a column ``id`` names its texts (``<id>.txt``, or the path under ``file``). An id that was there before gets ``#2``,
``#3`` ..., in order of reading. Columns are found whatever their case; those beside id and text are the document's metadata.
"""

from __future__ import annotations

import csv
import glob
import hashlib
import io
import json
import os
import re
import sqlite3
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, NamedTuple, cast

from stylo.reading.archives import LARGEST, CarefulFile, Gunzip, Unpacked, check_member, check_package, name_of, segments
from stylo.reading.decoding import checked_encoding, coding, decode
from stylo.reading.extract import installed
from stylo.reading.files import open_file, open_regular, read
from stylo.reading.formats import UNPACKED, read_bytes
from stylo.reading.text import EMPTY, MISSING, NOT_A_FILE, NOT_TEXT, WRONG_ENCODING, Text, TextError, well_formed
from stylo.wording.language import say

LONGEST = 5_000_000
"""Characters of a document; a long novel has two to three million."""
LONGEST_LINE = 2 * LONGEST
LONGEST_NAME = 500
HEAD = 8192  # bytes of a table in which it is seen how its lines end
IDS = ("id", "doc", "document")
DOCUMENTS = (".txt", *UNPACKED)
TABLES = (".tsv", ".csv", ".jsonl", ".ndjson", ".json", ".xlsx")
TEXT_COLUMNS = (
    "text inhalt volltext content body review rezension kritik artikel article beitrag kommentar post message".split()
)
"""What a column of texts may be called: proposed, never taken unasked."""
ABOUT = frozenset("readme liesmich license licence changelog contributing".split())
"""What Markdown files that are about a folder and none of its texts are called."""
STDIN = "-"
NAMED_FILES = 5
"""Of those that were passed over."""
SIGNS = ",;\t"
SEPARATOR = re.compile(r"\ufeff?\"?sep=(.)\"?\r?\n?")
"""The first line by which Excel is told what separates the cells."""
MARKS = {"document", "start", "end"}


@dataclass(frozen=True)
class Failure:
    """Why there is no text, in a sentence, and the command line's status for it."""

    reason: str
    status: int = NOT_TEXT

    def __post_init__(self) -> None:
        object.__setattr__(self, "reason", well_formed(self.reason))  # it names files, whatever they are called


class Document(NamedTuple):
    """An id that no other document of the stream has, and the text or why there is none."""

    id: str
    text: str | Failure


class Record(NamedTuple):
    """A document with what its table says of it beside id and text, and what of its file was left out."""

    id: str
    text: str | Failure
    metadata: Mapping[str, str]
    left_out: Mapping[str, int]


class NoTexts(TextError):
    """A table without a column of texts, or without the column of ids that was named."""


class _LongLine(TextError):
    """A line that is too long; the next one may be fine, which cannot be said after any other error of a stream."""


@dataclass(frozen=True)
class _Options:
    text: str
    id: str | None
    encoding: str
    skip: frozenset[Path]
    stdin: bytes = b""
    clashing: frozenset[str] = field(default_factory=frozenset)
    """Names of files that would be called the same without their endings."""
    passed_over: Callable[[str], None] = lambda _: None


def documents(
    paths: Iterable[Path | str],
    text_column: str = "text",
    id_column: str | None = None,
    encoding: str = "utf-8",
    skip: Collection[Path] = (),
) -> Iterator[Document]:
    """As ``records``, for those who need but ids and texts."""
    for record in records(paths, text_column, id_column, encoding, skip):
        yield Document(record.id, record.text)


def records(
    paths: Iterable[Path | str],
    text_column: str = "text",
    id_column: str | None = None,
    encoding: str = "utf-8",
    skip: Collection[Path] = (),
    stdin: bytes = b"",
    passed_over: Callable[[str], None] = lambda _: None,
) -> Iterator[Record]:
    """The documents of files, folders and patterns (``reviews/**/*.txt``), in an order that stays the same.

    The columns are those of tables; without ``id_column`` it is the first of ``id``, ``doc`` and ``document`` that is there.
    ``skip`` names files and folders to leave alone, such as the run's own output; ``stdin`` is what the path ``-`` stands for.
    ``passed_over`` is given the name of each file in a folder or archive that is none of the kinds that are read.
    Raises TextError for an unknown encoding.
    """
    checked_encoding(encoding)
    skipped = frozenset(Path(path).resolve() for path in skip)
    expanded = (found for path in paths for found in _expanded(Path(path)))
    named = [each for each in expanded if not (isinstance(each, Path) and each.resolve() in skipped)]
    clashing = _clashing(found.name for found in named if isinstance(found, Path) and not os.path.isdir(found))
    options = _Options(text_column, id_column, encoding, skipped, stdin, clashing, passed_over)
    names = _Names()
    for path in named:
        found = False
        for name, text in _named(path, options):
            found = True
            if isinstance(text, Text):
                yield Record(names.unique(_shown(name)), checked(text.text), text.metadata, text.left_out)
            else:
                yield Record(names.unique(_shown(name)), checked(text), {}, {})
        if not found:
            yield Record(names.unique(_shown(str(path))), Failure(f"{_shown(str(path))} holds no texts.", EMPTY), {}, {})


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
    """A name as valid Unicode of bearable length."""
    return well_formed(name if len(name) <= LONGEST_NAME else name[:LONGEST_NAME] + "…")


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

Found = Iterator[tuple[str, str | Text | Failure]]


class _Nothing(NamedTuple):
    """A path or pattern that leads to no file, and the sentence that says so."""

    pattern: str
    failure: Failure

    def __str__(self) -> str:
        return self.pattern


def _matching(pattern: str) -> Iterator[Path | _Nothing]:
    """What a pattern stands for, held to what a folder is: no hidden files, no folders behind links, no links out of the folder
    in which the pattern begins."""
    parts = Path(pattern).parts
    fixed = next(number for number, part in enumerate(parts) if glob.has_magic(part))
    root, rest = Path(*parts[:fixed]), Path(*parts[fixed:], *(["*"] if parts[-1] == "**" else []))
    for match in sorted(root.glob(str(rest))):
        inside = match.relative_to(root).parts
        if any(part.startswith(".") and not own.startswith(".") for part, own in zip_longest(inside, rest.parts, fillvalue="")):
            continue
        if any(root.joinpath(*inside[:depth]).is_symlink() for depth in range(1, len(inside))):
            continue
        if match.is_symlink() and (reason := _leads_away(match, root.resolve())):
            yield _Nothing(str(match), Failure(reason, NOT_A_FILE))
        elif "**" not in pattern or not os.path.isdir(match):
            yield match


def _is_there(path: Path) -> bool:
    """Whether something is at a path, also where it may not be looked at."""
    try:
        os.lstat(path)
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False
    return True


def _expanded(path: Path) -> Iterator[Path | _Nothing]:
    """The files and folders that a path or pattern stands for."""
    pattern = str(path)
    if _is_there(path) or pattern == STDIN:
        yield path
    elif glob.has_magic(pattern):
        matches = list(_matching(pattern))
        yield from matches
        if not matches:
            yield _Nothing(pattern, Failure(f"No file matches {pattern!r}.", MISSING))
    else:
        message = f"There is no file {pattern!r}. Check the name and the folder you are in."
        yield _Nothing(pattern, Failure(message, MISSING))


def _named(path: Path | _Nothing, options: _Options) -> Found:
    """What a path stands for that the user named."""
    if isinstance(path, _Nothing):
        yield path.pattern, path.failure
    elif str(path) == STDIN and not os.path.lexists(path):
        try:
            yield "stdin", decode(options.stdin, "standard input", options.encoding)
        except TextError as error:
            yield "stdin", Failure(str(error), error.status)
    else:
        yield from _folder(path, options) if os.path.isdir(path) else _file(path, path.name, options)


def _clashing(names: Iterable[str]) -> frozenset[str]:
    """Those of some names that are the same as another but for their endings."""
    different = set(names)
    stems = Counter(map(_without_ending, different))
    return frozenset(name for name in different if stems[_without_ending(name)] > 1)


def _called(name: str, options: _Options) -> str:
    return name if name in options.clashing else _without_ending(name)


def _described(root: Path) -> dict[str, Text]:
    """What the ``metadata.csv`` of a folder says of its texts, by their paths; nothing where it says nothing of the kind."""
    try:
        rows = list(csv.DictReader(io.StringIO(read(root / "metadata.csv"), newline="")))
    except (TextError, csv.Error):
        return {}
    found = {}
    for row in rows:
        metadata = {key: (value or "").strip() for key, value in row.items() if key and isinstance(value, str | None)}
        if name := metadata.pop("id", ""):
            found[metadata.pop("file", "") or f"{name}.txt"] = Text(name, "", metadata)
    return found


def _folder(root: Path, options: _Options) -> Found:
    inside = root.resolve()
    described = _described(root)
    broken: list[OSError] = []
    for folder, folders, files in os.walk(root, onerror=broken.append):
        here = Path(folder)
        links = [name for name in folders if (here / name).is_symlink()]
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and (here / name).resolve() not in options.skip
        )
        paths = [(here / name).relative_to(root).as_posix() for name in files if _kind(name) == "text"]
        own = replace(options, clashing=_clashing(paths))
        for name in sorted([*files, *links]):
            path = here / name
            relative = path.relative_to(root).as_posix()
            if name.startswith("."):
                continue
            if path.is_symlink() and (reason := _leads_away(path, inside)):
                yield relative, Failure(reason, NOT_A_FILE)
            elif not os.path.isdir(path) and _kind(name) and path.resolve() not in options.skip:
                known = described.get(relative) if _kind(name) == "text" else None
                for called, text in _file(path, relative, own, beside=True):
                    if known is not None and isinstance(text, Text):
                        text = replace(text, metadata=known.metadata)
                    yield known.id if known else called, text
            elif os.path.isfile(path) and not _kind(name) and path.resolve() not in options.skip:
                options.passed_over(relative)
    for error in broken:
        yield str(error.filename), Failure(f"The folder cannot be read: {error.strerror}.", NOT_A_FILE)


def passed_over_remark(names: Sequence[str]) -> str:
    """That files were passed over, in a sentence with the names of the first."""
    shown = ", ".join(map(_shown, names[:NAMED_FILES]))
    if len(names) > NAMED_FILES:
        shown = say("{names} and {n} more", names=shown, n=len(names) - NAMED_FILES)
    return say("Passed over, for they are no kind of file that is read in a folder: {names}.", names=shown)


def _leads_away(path: Path, inside: Path) -> str:
    """What is wrong with a link: it leaves the folder or leads nowhere. Links within the folder are fine."""
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return "The link leads nowhere."
    return "" if target.is_relative_to(inside) else "The link leads out of the folder; name the file itself to have it read."


def _kind(name: str) -> str:
    """``text``, ``table`` or ``zip`` by the ending (one ``.gz`` aside), or nothing for what is not read unless it is named."""
    path = PurePosixPath(_unpacked_name(name).lower())
    suffix = path.suffix
    if suffix in {".md", ".markdown"} and path.stem in ABOUT:
        return ""
    return "text" if suffix in DOCUMENTS else "table" if suffix in TABLES else "zip" if suffix == ".zip" else ""


def _unpacked_name(name: str) -> str:
    return name[:-3] if name.lower().endswith(".gz") else name


def _without_ending(name: str) -> str:
    return os.path.splitext(_unpacked_name(name))[0]


def _file(path: Path, name: str, options: _Options, beside: bool = False) -> Found:
    """What is in a file; ``beside`` other files of a folder, a table need not be one of texts."""
    try:
        packed = path.name.lower().endswith(".gz")
        if _kind(path.name) == "zip" and not packed:
            open_regular(path).close()
            yield from _archive(path, name, options)
        elif _kind(path.name) == "table" or packed:
            with open_regular(path) as raw:
                yield from _stream(raw, name, options, beside)
        elif path.stat().st_size > 4 * LONGEST and PurePosixPath(path.name.lower()).suffix not in UNPACKED:
            yield _called(name, options), _too_long(path.name)
        else:
            yield _called(name, options), _no_json(open_file(path, options.encoding), path.name)
    except NoTexts as error:
        if not beside:
            yield name, Failure(str(error), error.status)
    except Exception as error:
        yield name, _failure(error, path.name)


def _no_json(text: Text, name: str) -> Text | Failure:
    """A text, if it is none that a program wrote for programs."""
    if text.text.lstrip("\ufeff \n\r\t")[:1] not in {"{", "["}:
        return text
    try:
        json.loads(text.text)
    except (ValueError, RecursionError):
        return text
    return Failure(f"{name} holds JSON, not text. Give it the ending .json, or .jsonl for an object a line, to have it read.")


def _failure(error: Exception, name: str) -> Failure:
    """The sentence for what broke while reading. Any error will do: what a file may hold has no end."""
    match error:
        case TextError():
            return Failure(str(error), error.status)
        case UnicodeError():
            return Failure(f"{name} cannot be decoded any further; try --encoding cp1252.", WRONG_ENCODING)
        case zipfile.BadZipFile() | zlib.error() | EOFError():
            return Failure(f"{name} is damaged or cut off ({error}).")
        case OSError():
            return Failure(f"{name} cannot be read: {error.strerror or error}.", NOT_A_FILE)
        case _:
            return Failure(f"{name} cannot be read ({type(error).__name__}: {error}).", NOT_A_FILE)


def _stream(raw: BinaryIO, name: str, options: _Options, beside: bool = False) -> Found:
    """The documents of an open file, unpacked where its name ends in ``.gz``."""
    if name.lower().endswith(".gz"):
        unpacked = io.BufferedReader(Unpacked(Gunzip(raw), raw.tell, name))
        yield from _stream(cast(BinaryIO, unpacked), name[:-3], options, beside)
    elif _kind(name) == "table":
        yield from _table(raw, name, options, beside)
    elif _kind(name) == "zip":
        raise TextError(f"{name} lies in an archive; take it out to have it read.", NOT_TEXT)
    else:
        most = LARGEST if PurePosixPath(name.lower()).suffix in UNPACKED else 4 * LONGEST
        data = raw.read(most + 1)
        called = _called(name, options)
        if len(data) > most:
            yield called, _too_long(name)
        else:
            found = read_bytes(name, data, options.encoding)
            yield called, Text(called, found.text, left_out=found.left_out)


# --- archives ---------------------------------------------------------------------------------------------------------------


def _archive(path: Path, name: str, options: _Options) -> Found:
    with CarefulFile(path, "r") as raw, zipfile.ZipFile(raw) as archive:
        members = sorted(archive.infolist(), key=lambda member: (member.filename, member.header_offset))
        if sum(member.compress_size for member in members) > path.stat().st_size:
            raise TextError(f"{path.name} counts the same bytes for several files, which no honest archive does.", NOT_TEXT)
        folder = PurePosixPath(name).parent
        paths = [str(folder / name_of(member)) for member in members if _kind(name_of(member)) == "text"]
        own = replace(options, clashing=_clashing(paths))
        for member in members:
            inner = name_of(member)
            hidden = any(part.startswith((".", "__MACOSX")) and part != ".." for part in segments(inner))
            if member.is_dir() or hidden:
                continue
            if not _kind(inner):
                options.passed_over(inner)
                continue
            inside = folder / inner if str(folder) != "." else PurePosixPath(inner)
            try:
                check_member(member, inner)
                with archive.open(member) as stream:
                    yield from _stream(cast(BinaryIO, stream), str(inside), own, beside=True)
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
            raise _LongLine(f"{self.name}, line {self.number}: {_too_long('the line').reason}", NOT_TEXT)
        return line if isinstance(line, str) else line.decode(coding(line, self._encoding), errors="surrogateescape")


def _table(raw: BinaryIO, name: str, options: _Options, beside: bool) -> Found:
    short, suffix = PurePosixPath(name).name, PurePosixPath(name.lower()).suffix
    if suffix in {".json", ".xlsx"}:
        rows = (_objects if suffix == ".json" else _sheet)(raw.read(LARGEST + 1), short, options, beside)
    else:
        lines = _Lines(raw, short, options.encoding)
        rows = {".tsv": _tab_separated, ".csv": _comma_separated}.get(suffix, _json_lines)(lines, options, beside)
    for line, row in rows:
        place = f"{_without_ending(name)}:{line}"
        if isinstance(row, TextError):
            yield place, Failure(str(row), row.status)
            continue
        text_column, id_column = _text_column(row, options), _id_column(row, options)
        text = row[text_column] if text_column is not None else None
        given = row[id_column] if id_column is not None else None
        identifier = str(given).strip() if isinstance(given, str | int) and not isinstance(given, bool) else ""
        if not isinstance(text, str):
            yield identifier or place, Failure(f"{short}, line {line}: there is no text under {options.text!r}.")
        elif options.id and id_column is None:
            yield place, Failure(f"{short}, line {line}: there is nothing under {options.id!r}.")
        else:
            beside_text = {
                well_formed(str(key)): _told(cell) for key, cell in row.items() if key and key not in {text_column, id_column}
            }
            yield identifier or place, Text(identifier or place, text, beside_text)


def _told(cell: object) -> str:
    """A cell of metadata as it is passed on."""
    if cell is None:
        return ""
    return well_formed(json.dumps(cell, ensure_ascii=False) if isinstance(cell, dict | list | bool) else str(cell).strip())


def _text_column(names: Iterable[str], options: _Options) -> str | None:
    return _column(names, (options.text,))


def _id_column(names: Iterable[str], options: _Options) -> str | None:
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


def _tab_separated(lines: _Lines, options: _Options, beside: bool) -> Iterator[Row]:
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


def _comma_separated(lines: _Lines, options: _Options, beside: bool) -> Iterator[Row]:
    # The limit is the csv module's only one and holds for the process; without it a long text is an error.
    csv.field_size_limit(LONGEST_LINE)
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


def _objects(data: bytes, name: str, options: _Options, beside: bool) -> Iterator[Row]:
    """The objects of a JSON file: a list of them, or one object of texts by their ids."""
    _check_size(data, name)
    try:
        found = json.loads(decode(data, name, options.encoding))
    except TextError:
        raise
    except (ValueError, RecursionError) as error:
        raise TextError(f"{name} is no JSON ({error}); an object a line has the ending .jsonl.", NOT_TEXT) from error
    if isinstance(found, dict) and _text_column(found, options) is None and {type(value) for value in found.values()} == {str}:
        found = [{IDS[0]: key, options.text: value} for key, value in found.items()]
    rows = found if isinstance(found, list) else [found]
    _checked_header(list(rows[0]) if rows and isinstance(rows[0], dict) else [], name, options, beside)
    for number, row in enumerate(rows, 1):
        if isinstance(row, dict):
            yield number, row
        else:
            yield number, TextError(f"{name}, entry {number}: this is no JSON object.", NOT_TEXT)


def _sheet(data: bytes, name: str, options: _Options, beside: bool) -> Iterator[Row]:
    """The rows of a workbook's first sheet, below its header."""
    _check_size(data, name)
    library = installed("openpyxl", "excel", "Excel files")
    check_package(name, data)
    book = library.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        rows = book.worksheets[0].iter_rows(values_only=True)
        header = ["" if cell is None else str(cell) for cell in next(rows, ())]
        _checked_header(header, name, options, beside)
        for number, cells in enumerate(rows, 2):
            if any(cell is not None for cell in cells):
                yield number, dict(zip(header, cells, strict=False))
    finally:
        book.close()


def _check_size(data: bytes, name: str) -> None:
    if len(data) > LARGEST:
        size = LARGEST // 1_000_000
        raise TextError(f"{name} is too large: more than {size} MB; a .jsonl or .csv is read line by line.", NOT_TEXT)


def _each(lines: _Lines) -> Iterator[str | _LongLine]:
    while True:
        try:
            yield next(lines)
        except StopIteration:
            return
        except _LongLine as error:
            yield error


def _checked_header(header: Sequence[str], name: str, options: _Options, beside: bool) -> str:
    """The column of texts. Raises NoTexts for a table without one, or without the column of ids that was named, and beside
    other files for a table of marks, which holds no documents."""
    text = _text_column(header, options)
    there = ", ".join(repr(_shown(cell)) for cell in header[:20]) or "nothing"
    if text is None or (beside and set(header) >= MARKS):
        likely = _column(header, TEXT_COLUMNS)
        advice = f"try --text-column {likely}" if likely else "name the column of the texts with --text-column"
        raise NoTexts(f"{name} has no column {options.text!r}; its first line has {there}: {advice}.", NOT_TEXT)
    if options.id and _id_column(header, options) is None:
        message = f"{name} has no column {options.id!r}; its first line has {there}: name the column of ids with --id-column."
        raise NoTexts(message, NOT_TEXT)
    return text


def _wrong_cells(name: str, line: str, found: int, wanted: int) -> TextError:
    more = "more" if found > wanted else str(found)
    return TextError(f"{name}, line {line}: {more} cells where the header has {wanted}.", NOT_TEXT)
