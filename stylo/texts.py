"""Texts in: files, folders and the corpus table, with errors that say in a sentence what is wrong and what helps."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

FUNCTION_WORDS = frozenset(
    "der die das und ist nicht ein eine in den von zu mit sich auf für als auch es an er so dass".split()
)
ENOUGH_WORDS = 30
GERMAN_SHARE = 0.08


class TextError(ValueError):
    """A text cannot be read. The message is a sentence for the user; ``status`` is the command line's exit status."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


MISSING, NOT_A_FILE, NOT_TEXT, WRONG_ENCODING, EMPTY = 3, 4, 5, 6, 7


@dataclass(frozen=True)
class Text:
    """One text: its id, its words, and what the corpus table says of it (title, author, medium, ...)."""

    id: str
    text: str
    metadata: dict[str, str] = field(default_factory=dict)


def read(path: Path | str, encoding: str = "utf-8") -> str:
    """The text of a file, without a byte-order mark; line ends stay as they are.

    Raises TextError for what is no file, is empty, holds binary data or is not in the encoding (the message names the byte).
    """
    path = Path(path)
    data = _bytes(path)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    try:
        text = data.decode("utf-8-sig" if encoding.lower() in {"utf-8", "utf8"} else encoding)
    except UnicodeDecodeError as error:
        raise TextError(_undecodable(path, data, error), WRONG_ENCODING) from error
    except LookupError as error:
        raise TextError(f"There is no encoding called {encoding!r}; try utf-8, cp1252 or latin-1.", WRONG_ENCODING) from error
    if not text.strip("\0 \t\r\n\ufeff"):
        raise TextError(f"{path.name} is empty: there is nothing to measure.", EMPTY)
    return text


def write_whole(text: str, path: Path) -> None:
    """Write a file whole or not at all: what stood there before stays until the new text is complete. Raises OSError."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
        file.write(text)
    Path(name).chmod(0o644)
    Path(name).replace(path)


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise TextError(f"{path.name or path} is a folder, not a text file; name the files in it.", NOT_A_FILE)
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise TextError(f"There is no file {str(path)!r}. Check the name and the folder you are in.", MISSING) from error
    except OSError as error:
        raise TextError(f"{path.name} cannot be read: {error.strerror}.", NOT_A_FILE) from error
    if _looks_binary(data):
        raise TextError(f"{path.name} holds binary data, not text. Save it as plain text (.txt, UTF-8) first.", NOT_TEXT)
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
        f"{error.start} (line {line}). If it was saved on Windows, try --encoding cp1252."
    )


def not_german(text: str) -> bool:
    """Whether a text of at least 30 words holds so few German function words that it is probably not German."""
    forms = [word.strip(".,;:!?\"'()„“»«").lower() for word in text.split()]
    if len(forms) < ENOUGH_WORDS:
        return False
    return sum(form in FUNCTION_WORDS for form in forms) / len(forms) < GERMAN_SHARE


def corpus(folder: Path | str = "corpus") -> Iterator[Text]:
    """The texts of a corpus folder in the order of its ``metadata.csv``.

    The table has a line for each text: id, title, film, year, author, medium, language, rights, source, and optionally
    ``file`` (a path below the folder, by default ``<id>.txt``). Raises TextError where the table or a text is missing.
    """
    folder = Path(folder)
    table = folder / "metadata.csv"
    lines = read(table).splitlines()
    for row in csv.DictReader(lines):
        metadata = {key: (value or "").strip() for key, value in row.items() if key}
        identifier = metadata.get("id", "")
        if not identifier:
            raise TextError(f"A line of {table.name} has no id: {row}", NOT_TEXT)
        path = folder / (metadata.get("file") or f"{identifier}.txt")
        yield Text(identifier, read(path), metadata)
