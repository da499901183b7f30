"""Texts in: files, folders and the corpus table, with errors that say in a sentence what is wrong and what helps."""

from __future__ import annotations

import csv
import io
import os
import stat
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from stylo.reading.archives import LARGEST
from stylo.reading.formats import UNPACKED, read_bytes
from stylo.reading.text import MISSING, NOT_A_FILE, NOT_TEXT, Text, TextError
from stylo.wording.language import say

READABLE = (".txt", *UNPACKED)


def read(path: Path | str, encoding: str = "utf-8") -> str:
    """The text of a file, without a byte-order mark; line ends stay as they are. Word, PDF and EPUB files by their suffix.

    Raises TextError for what is no file, is empty, holds binary data or is not in the encoding (the message names the byte),
    and for what ``formats.extract`` cannot read.
    """
    return open_file(path, encoding).text


def open_file(path: Path | str, encoding: str = "utf-8") -> Text:
    """The same as a ``Text`` called after the file, with what was left out of it."""
    path = Path(path)
    found = read_bytes(path.name, bytes_of(path), encoding)
    return Text(path.stem, found.text, left_out=found.left_out, headings=found.headings)


def bytes_of(path: Path) -> bytes:
    """What a file holds. Raises TextError where there is none, for a folder or a device, and where it cannot be read."""
    if os.path.isdir(path):
        raise TextError(say("{name} is a folder, not a text file; name the files in it.", name=path.name or path), NOT_A_FILE)
    try:
        with open_regular(path) as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError as error:
        message = say("There is no file {name!r}. Check the name and the folder you are in.", name=str(path))
        raise TextError(message, MISSING) from error
    except OSError as error:
        message = say("{name} cannot be read: {why}.", name=path.name, why=error.strerror)
        raise TextError(message, NOT_A_FILE) from error
    if len(data) > LARGEST:
        raise TextError(say("{name} is too large: more than {size} MB.", name=path.name, size=LARGEST // 1_000_000), NOT_TEXT)
    return data


def open_regular(path: Path) -> BinaryIO:
    """A file opened to be read. Raises TextError for a device or a pipe, which may have no end or never begin, and OSError."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise TextError(say("{name} is no file that can be read.", name=path.name), NOT_A_FILE)
    return os.fdopen(descriptor, "rb")


def corpus(folder: Path | str = "corpus") -> Iterator[Text]:
    """The texts of a corpus folder in the order of its ``metadata.csv``.

    The table has a line for each text: id, title, film, year, author, medium, language, rights, source, and optionally
    ``file`` (a path below the folder, by default ``<id>.txt``). Raises TextError where the table or a text is missing, where
    two lines have one id, and where a text in the folder has no line.
    """
    folder = Path(folder)
    table = folder / "metadata.csv"
    rows = [_cells(row, table) for row in csv.DictReader(io.StringIO(read(table), newline=""))]
    files = [folder / (row.get("file") or f"{row['id']}.txt") for row in rows]
    _check_corpus(folder, [row["id"] for row in rows], files)
    for row, path in zip(rows, files, strict=True):
        text = open_file(path)
        yield replace(text, id=row["id"], metadata=row)


def _cells(row: Mapping[str | None, str | None], table: Path) -> dict[str, str]:
    cells = {key: (value or "").strip() for key, value in row.items() if key}
    if not cells.get("id"):
        raise TextError(say("A line of {table} has no id: {row}", table=table.name, row=row), NOT_TEXT)
    return cells


def _check_corpus(folder: Path, ids: Sequence[str], files: Sequence[Path]) -> None:
    """Whether table and folder agree."""
    for name, count in Counter(ids).items():
        if count > 1:
            raise TextError(
                say("{count} lines of metadata.csv have the id {name}; give each its own.", count=count, name=name), NOT_TEXT
            )
    for name, path in zip(ids, files, strict=True):
        if folder.resolve() not in path.resolve().parents:
            raise TextError(say("The text {name} of metadata.csv lies outside the corpus folder.", name=name), NOT_A_FILE)
        if not path.exists():
            message = "There is no file {path} for the text {name} of metadata.csv. Put it there, or remove the line."
            raise TextError(say(message, path=path.relative_to(folder), name=name), MISSING)
    known = {path.resolve() for path in files}
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in READABLE and not path.name.startswith(".") and path.resolve() not in known:
            raise TextError(
                say(
                    "{name} is in the corpus folder but not in metadata.csv. Add a line with the id {id}, or move the file.",
                    name=path.name,
                    id=path.stem,
                ),
                MISSING,
            )
