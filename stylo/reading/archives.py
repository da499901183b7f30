"""The one guard of archives: nothing is unpacked that is larger than it seems, leads elsewhere, or cannot be read.

Nothing is unpacked to disk. A zip archive of texts (``CarefulFile``, ``check_member``), the archive inside a Word or EPUB file
(``check_package``) and a stream that is unpacked as it is read (``Unpacked``) are held to the same limits.
"""

from __future__ import annotations

import io
import os
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from stylo.reading.text import NOT_A_FILE, NOT_TEXT, TextError
from stylo.wording.language import say

LARGEST = 200_000_000  # bytes of a Word or EPUB file, unpacked
LARGEST_PART = 50_000_000  # bytes of one part of it that is parsed: its tree takes many times as much
MOST_PARTS = 20_000
MARKUP = (".xml", ".rels", ".xhtml", ".html", ".htm", ".opf", ".ncx")
RATIO = 200
"""How often an archive's content may be larger than the archive; German text is about three times."""
SLACK = 1_000_000
"""Bytes below which nobody minds how well something was packed."""
DIRECTORY = 50_000_000
"""Bytes of an archive's table of contents: about half a million files."""


def check_member(member: zipfile.ZipInfo, name: str) -> None:
    """Raise TextError for a member that should not be read."""
    parts = segments(name)
    if ".." in parts or parts[0] == "" or parts[0].endswith(":"):
        raise TextError(say("{name!r} climbs out of the archive; nothing was read from it.", name=name), NOT_A_FILE)
    if stat.S_ISLNK(member.external_attr >> 16):
        raise TextError(say("{name!r} is a link; archives are read without their links.", name=name), NOT_A_FILE)
    if member.flag_bits & 1:
        raise TextError(say("{name!r} is encrypted; unpack the archive first.", name=name), NOT_TEXT)
    if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise TextError(say("{name!r} is packed in an unusual way; pack it as a plain zip.", name=name), NOT_TEXT)
    if member.file_size > max(SLACK, RATIO * member.compress_size):
        raise TextError(too_dense(repr(name)), NOT_TEXT)


def segments(name: str) -> list[str]:
    return name.replace("\\", "/").split("/")


def too_dense(name: str) -> str:
    return say(
        "{name} unpacks to more than {n} times its size, which no text does; it was not read any further.", name=name, n=RATIO
    )


def check_package(name: str, data: bytes) -> list[str]:
    """The names in a Word or EPUB file of bounded size. Raises TextError for a larger one, BadZipFile for a damaged one.

    The sizes that the directory claims are checked first; then every part is unpacked once in small pieces, which fails
    where a part is larger than claimed. What reads the file afterwards is bounded by these sizes.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        parsed = max((part.file_size for part in parts if part.filename.lower().endswith(MARKUP)), default=0)
        if sum(part.file_size for part in parts) > LARGEST or parsed > LARGEST_PART or len(parts) > MOST_PARTS:
            raise TextError(
                say("{name} unpacks to more than {size} MB, so it is not opened.", name=name, size=LARGEST // 1_000_000),
                NOT_TEXT,
            )
        if any(part.flag_bits & 1 for part in parts):
            raise protected(name)
        if archive.testzip() is not None:
            raise zipfile.BadZipFile
        return [part.filename for part in parts]


def protected(name: str) -> TextError:
    """The error of a file that asks for a password."""
    return TextError(say("{name} is protected. Save a copy without a password first.", name=name), NOT_A_FILE)


class CarefulFile(io.FileIO):
    """A file of which no huge piece is read at once: ``ZipFile`` takes in a whole table of contents, however large."""

    def read(self, size: int | None = -1, /) -> bytes:
        wanted = size if size is not None and size >= 0 else os.fstat(self.fileno()).st_size - self.tell()
        if wanted > DIRECTORY:
            name = Path(str(self.name)).name
            raise TextError(say("{name} holds too many files; split the archive.", name=name), NOT_TEXT)
        return super().read(wanted)


class Unpacked(io.RawIOBase):
    """A stream that ends with an error where it turns out ever so much larger than what was packed."""

    def __init__(self, stream: Any, packed: Callable[[], int], name: str) -> None:
        self._stream, self._packed, self._name, self._size = stream, packed, name, 0

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._size

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer))
        self._size += len(data)
        if self._size > SLACK and self._size > RATIO * self._packed():
            raise TextError(too_dense(self._name), NOT_TEXT)
        buffer[: len(data)] = data
        return len(data)
