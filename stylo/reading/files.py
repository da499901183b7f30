"""Texts in: files, folders and the corpus table, with errors that say in a sentence what is wrong and what helps."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from stylo.reading.text import EMPTY, MISSING, NOT_A_FILE, NOT_TEXT, WRONG_ENCODING, Text, TextError
from stylo.wording.language import say

FUNCTION_WORDS = frozenset(
    "der die das und ist nicht ein eine in den von zu mit sich auf für als auch es an er so dass".split()
)
ENOUGH_WORDS = 30
TITLE_WORDS = 12
GERMAN_SHARE = 0.08


UNPACKED = (".docx", ".pdf", ".epub")  # what ``readers`` reads
READABLE = (".txt", *UNPACKED)


def read(path: Path | str, encoding: str = "utf-8") -> str:
    """The text of a file, without a byte-order mark; line ends stay as they are. Word, PDF and EPUB files by their suffix.

    Raises TextError for what is no file, is empty, holds binary data or is not in the encoding (the message names the byte),
    and for what ``readers.extract`` cannot read.
    """
    return open_file(path, encoding).text


def open_file(path: Path | str, encoding: str = "utf-8") -> Text:
    """The same as a ``Text`` called after the file, with what was left out of it."""
    path = Path(path)
    if path.suffix.lower() in UNPACKED:
        from stylo.reading import formats  # only where they are needed: they need optional packages

        found = formats.extract(path)
        return Text(path.stem, found.text, left_out=found.left_out)
    return Text(path.stem, _plain(path, encoding))


def _plain(path: Path, encoding: str) -> str:
    data = bytes_of(path)
    if _looks_binary(data):
        raise TextError(f"{path.name} holds binary data, not text. Save it as plain text (.txt, UTF-8) first.", NOT_TEXT)
    if data.startswith(b"{\\rtf"):
        raise TextError(say("{name} is in Rich Text Format. Save it as .docx or .txt first.", name=path.name), NOT_TEXT)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif not encoding.lower().startswith("utf") and _surely_utf8(data):
        encoding = "utf-8"
    try:
        text = data.decode("utf-8-sig" if encoding.lower() in {"utf-8", "utf8"} else encoding)
    except UnicodeDecodeError as error:
        raise TextError(_undecodable(path, data, error), WRONG_ENCODING) from error
    except LookupError as error:
        raise TextError(f"There is no encoding called {encoding!r}; try utf-8, cp1252 or latin-1.", WRONG_ENCODING) from error
    if not text.strip("\0 \t\r\n\ufeff"):
        raise TextError(f"{path.name} is empty: there is nothing to measure.", EMPTY)
    return text


def _surely_utf8(data: bytes) -> bool:
    """Whether bytes beyond ASCII make sense as UTF-8, which those of no other encoding do by chance: *Ã¼* is *ü* misread."""
    if data.isascii():
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def bytes_of(path: Path) -> bytes:
    """What a file holds. Raises TextError where there is none, for a folder, and where it cannot be read."""
    if path.is_dir():
        raise TextError(f"{path.name or path} is a folder, not a text file; name the files in it.", NOT_A_FILE)
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise TextError(f"There is no file {str(path)!r}. Check the name and the folder you are in.", MISSING) from error
    except OSError as error:
        raise TextError(f"{path.name} cannot be read: {error.strerror}.", NOT_A_FILE) from error
    return data


def _looks_binary(data: bytes) -> bool:
    """Many control bytes at the start, or the signature of a common container; a stray NUL in a text is not enough."""
    head = data[:8192]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    if head.startswith((b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"\x7fELF")):
        return True
    control = sum(byte < 32 and byte not in b"\t\n\r\f\x0b\x1b" for byte in head)
    return control > len(head) * 0.1


def _undecodable(path: Path, data: bytes, error: UnicodeDecodeError) -> str:
    line = data[: error.start].count(b"\n") + 1
    return (
        f"{path.name} is not valid {error.encoding.removesuffix('-sig')}: byte 0x{data[error.start]:02x} at position "
        f'{error.start} (line {line}). If it was saved on Windows, try --encoding cp1252 (in Python: encoding="cp1252").'
    )


def titled(text: str) -> bool:
    """Whether the first line looks like a title: short, and without the sign that ends a sentence, before a longer line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) < 2:
        return False
    return len(lines[0].split()) <= TITLE_WORDS < len(lines[1].split()) and lines[0][-1].isalnum() and ". " not in lines[0]


def not_german(text: str) -> bool:
    """Whether a text of at least 30 words holds so few German function words that it is probably not German."""
    forms = [word.strip(".,;:!?\"'()„“»«").lower() for word in text.split()]
    if len(forms) < ENOUGH_WORDS:
        return False
    return sum(form in FUNCTION_WORDS for form in forms) / len(forms) < GERMAN_SHARE


def in_folder(path: Path | str, encoding: str = "utf-8") -> tuple[list[Text], list[str]]:
    """The texts of a folder by name, and a sentence for each file that cannot be read.

    A folder with a ``metadata.csv`` is a ``corpus``. Otherwise every file whose suffix is in ``READABLE`` is a text; hidden
    files and subfolders are none. Two files of one name are called by their suffix too. Raises TextError where none is left.
    """
    path = Path(path)
    if (path / "metadata.csv").is_file():
        return list(corpus(path)), []
    files = [file for file in sorted(path.iterdir()) if file.suffix.lower() in READABLE and not file.name.startswith(".")]
    stems = Counter(file.stem for file in files)
    found, problems = [], []
    for file in files:
        try:
            text = open_file(file, encoding)
        except TextError as error:
            problems.append(str(error))
        else:
            found.append(replace(text, id=file.name) if stems[file.stem] > 1 else text)
    if not found:
        kinds = ", ".join(READABLE)
        raise TextError(
            " ".join(
                [say("{name} holds no text that can be read ({kinds}).", name=path.name or str(path), kinds=kinds), *problems]
            ),
            EMPTY,
        )
    return found, problems


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
        raise TextError(f"A line of {table.name} has no id: {row}", NOT_TEXT)
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
