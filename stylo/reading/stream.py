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
import io
import json
import os
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NamedTuple, cast

from stylo.reading.archives import LARGEST, CarefulFile, Gunzip, Unpacked, check_member, name_of, segments
from stylo.reading.decoding import checked_encoding, decode
from stylo.reading.files import bytes_of, open_regular, read
from stylo.reading.formats import UNPACKED, read_bytes, read_chapters, without_chapters
from stylo.reading.names import Names
from stylo.reading.records import LONGEST, Document, Failure, Found, Options, Record, checked, shown, too_long
from stylo.reading.tables_of_texts import TABLES, NoTexts, read_table, unpacked_name, without_ending
from stylo.reading.text import EMPTY, MISSING, NOT_A_FILE, NOT_TEXT, WRONG_ENCODING, Text, TextError
from stylo.wording.language import say

DOCUMENTS = (".txt", *UNPACKED)
ABOUT = frozenset("readme liesmich license licence changelog contributing".split())
"""What Markdown files that are about a folder and none of its texts are called."""
STDIN = "-"
NAMED_FILES = 5
"""Of those that were passed over."""


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
    by_chapter: bool = False,
) -> Iterator[Record]:
    """The documents of files, folders and patterns (``reviews/**/*.txt``), in an order that stays the same.

    The columns are those of tables; without ``id_column`` it is the first of ``id``, ``doc`` and ``document`` that is there.
    ``skip`` names files and folders to leave alone, such as the run's own output; ``stdin`` is what the path ``-`` stands for.
    ``by_chapter`` makes a document of each chapter of an EPUB or PDF, called ``book/title``; what has none fails.
    ``passed_over`` is given the name of each file in a folder or archive that is none of the kinds that are read.
    Raises TextError for an unknown encoding.
    """
    checked_encoding(encoding)
    skipped = frozenset(Path(path).resolve() for path in skip)
    expanded = (found for path in paths for found in _expanded(Path(path)))
    named = [each for each in expanded if not (isinstance(each, Path) and each.resolve() in skipped)]
    clashing = _clashing(found.name for found in named if isinstance(found, Path) and not os.path.isdir(found))
    options = Options(text_column, id_column, encoding, skipped, stdin, clashing, by_chapter, passed_over)
    names = Names()
    for path in named:
        found = False
        for name, text in _named(path, options):
            found = True
            if isinstance(text, Text):
                yield Record(names.unique(shown(name)), checked(text.text), text.metadata, text.left_out, text.headings)
            else:
                yield Record(names.unique(shown(name)), checked(text), {}, {})
        if not found:
            name = shown(str(path))
            yield Record(names.unique(name), Failure(say("{name} holds no texts.", name=name), EMPTY), {}, {})


# --- files, folders, patterns -----------------------------------------------------------------------------------------------


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
        try:
            matches = list(_matching(pattern))
        except (ValueError, NotImplementedError) as error:
            told = "{name!r} is no pattern that can be looked for ({why})."
            matches = [_Nothing(pattern, Failure(say(told, name=pattern, why=error), MISSING))]
        yield from matches
        if not matches:
            yield _Nothing(pattern, Failure(say("No file matches {name!r}.", name=pattern), MISSING))
    else:
        message = say("There is no file {name!r}. Check the name and the folder you are in.", name=pattern)
        yield _Nothing(pattern, Failure(message, MISSING))


def _named(path: Path | _Nothing, options: Options) -> Found:
    """What a path stands for that the user named."""
    if isinstance(path, _Nothing):
        yield path.pattern, path.failure
    elif str(path) == STDIN and not os.path.lexists(path):
        try:
            if options.by_chapter:
                raise without_chapters("stdin")
            yield "stdin", decode(options.stdin, "standard input", options.encoding)
        except TextError as error:
            yield "stdin", Failure(str(error), error.status)
    else:
        yield from _folder(path, options) if os.path.isdir(path) else _file(path, path.name, options)


def _clashing(names: Iterable[str]) -> frozenset[str]:
    """Those of some names that are the same as another but for their endings."""
    different = set(names)
    stems = Counter(map(without_ending, different))
    return frozenset(name for name in different if stems[without_ending(name)] > 1)


def _called(name: str, options: Options) -> str:
    return name if name in options.clashing else without_ending(name)


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


def _folder(root: Path, options: Options) -> Found:
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
                    own_name = _called(relative, own)
                    yield known.id + called.removeprefix(own_name) if known else called, text
            elif os.path.isfile(path) and not _kind(name) and path.resolve() not in options.skip:
                options.passed_over(relative)
    for error in broken:
        yield str(error.filename), Failure(say("The folder cannot be read: {why}.", why=error.strerror), NOT_A_FILE)


def passed_over_remark(names: Sequence[str]) -> str:
    """That files were passed over, in a sentence with the names of the first."""
    named = ", ".join(map(shown, names[:NAMED_FILES]))
    if len(names) > NAMED_FILES:
        named = say("{names} and {n} more", names=named, n=len(names) - NAMED_FILES)
    return say("Passed over, for they are no kind of file that is read in a folder: {names}.", names=named)


def _leads_away(path: Path, inside: Path) -> str:
    """What is wrong with a link: it leaves the folder or leads nowhere. Links within the folder are fine."""
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return say("The link leads nowhere.")
    return (
        "" if target.is_relative_to(inside) else say("The link leads out of the folder; name the file itself to have it read.")
    )


def _kind(name: str) -> str:
    """``text``, ``table`` or ``zip`` by the ending (one ``.gz`` aside), or nothing for what is not read unless it is named."""
    path = PurePosixPath(unpacked_name(name).lower())
    suffix = path.suffix
    if suffix in {".md", ".markdown"} and path.stem in ABOUT:
        return ""
    return "text" if suffix in DOCUMENTS else "table" if suffix in TABLES else "zip" if suffix == ".zip" else ""


def _file(path: Path, name: str, options: Options, beside: bool = False) -> Found:
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
            yield _called(name, options), too_long(path.name)
        else:
            yield from _texts(bytes_of(path), path.name, _called(name, options), options)
    except NoTexts as error:
        if not beside:
            yield name, Failure(str(error), error.status)
    except Exception as error:
        yield name, _failure(error, path.name)


def _texts(data: bytes, name: str, called: str, options: Options) -> Found:
    """The text of a file, or its chapters."""
    if options.by_chapter:
        for title, found in read_chapters(name, data):
            yield f"{called}/{title}", Text(called, found.text, left_out=found.left_out, headings=found.headings)
    else:
        found = read_bytes(name, data, options.encoding)
        yield called, _no_json(Text(called, found.text, {}, found.left_out, found.headings), PurePosixPath(name).name)


def _no_json(text: Text, name: str) -> Text | Failure:
    """A text, if it is none that a program wrote for programs."""
    if text.text.lstrip("\ufeff \n\r\t")[:1] not in {"{", "["}:
        return text
    try:
        json.loads(text.text)
    except (ValueError, RecursionError):
        return text
    told = "{name} holds JSON, not text. Give it the ending .json, or .jsonl for an object a line, to have it read."
    return Failure(say(told, name=name))


def _failure(error: Exception, name: str) -> Failure:
    """The sentence for what broke while reading. Any error will do: what a file may hold has no end."""
    match error:
        case TextError():
            return Failure(str(error), error.status)
        case UnicodeError():
            return Failure(say("{name} cannot be decoded any further; try --encoding cp1252.", name=name), WRONG_ENCODING)
        case zipfile.BadZipFile() | zlib.error() | EOFError():
            return Failure(say("{name} is damaged or cut off ({why}).", name=name, why=error))
        case OSError():
            return Failure(say("{name} cannot be read: {why}.", name=name, why=error.strerror or error), NOT_A_FILE)
        case _:
            why = f"{type(error).__name__}: {error}"
            return Failure(say("{name} cannot be read: {why}.", name=name, why=why), NOT_A_FILE)


def _stream(raw: BinaryIO, name: str, options: Options, beside: bool = False) -> Found:
    """The documents of an open file, unpacked where its name ends in ``.gz``."""
    if name.lower().endswith(".gz"):
        unpacked = io.BufferedReader(Unpacked(Gunzip(raw), raw.tell, name))
        yield from _stream(cast(BinaryIO, unpacked), name[:-3], options, beside)
    elif _kind(name) == "table" and options.by_chapter:
        if not beside:
            raise without_chapters(name)
        options.passed_over(name)
    elif _kind(name) == "table":
        yield from read_table(raw, name, options, beside)
    elif _kind(name) == "zip":
        raise TextError(say("{name} lies in an archive; take it out to have it read.", name=name), NOT_TEXT)
    else:
        most = LARGEST if PurePosixPath(name.lower()).suffix in UNPACKED else 4 * LONGEST
        data = raw.read(most + 1)
        called = _called(name, options)
        if len(data) > most:
            yield called, too_long(name)
        else:
            yield from _texts(data, name, called, options)


# --- archives ---------------------------------------------------------------------------------------------------------------


def _archive(path: Path, name: str, options: Options) -> Found:
    with CarefulFile(path, "r") as raw, zipfile.ZipFile(raw) as archive:
        members = sorted(archive.infolist(), key=lambda member: (member.filename, member.header_offset))
        if sum(member.compress_size for member in members) > path.stat().st_size:
            message = say("{name} counts the same bytes for several files, which no honest archive does.", name=path.name)
            raise TextError(message, NOT_TEXT)
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
