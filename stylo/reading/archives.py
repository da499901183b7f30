"""The one guard of archives: nothing is unpacked that is larger than it seems, leads elsewhere, or cannot be read.

Nothing is unpacked to disk. A zip archive of texts (``CarefulFile``, ``check_member``), the archive inside a Word or EPUB file
(``check_package``) and a stream that is unpacked as it is read (``Unpacked``) are held to the same limits.
"""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from stylo.reading.limits import check_markup
from stylo.reading.text import NOT_A_FILE, NOT_TEXT, TextError
from stylo.wording.language import say

LARGEST = 200_000_000  # bytes of a Word or EPUB file, unpacked
LARGEST_PART = 50_000_000  # bytes of the parts of it that are parsed: their trees take many times as much
MOST_PARTS = 20_000
LOCAL_HEAD, CENTRAL_HEAD = 30, 46  # bytes before a name in a zip, and in its table of contents
UTF_8 = 0x08  # in the second byte of the flags: that the name is in UTF-8
GZIP = 31  # zlib's number for data with the header of gzip
PIECE = 1 << 16
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
        parsed = [part for part in parts if part.filename.lower().endswith(MARKUP)]
        for some, most in ((parsed, LARGEST_PART), (parts, LARGEST)):
            if sum(part.file_size for part in some) > most or len(parts) > MOST_PARTS:
                raise TextError(
                    say("{name} unpacks to more than {size} MB, so it is not opened.", name=name, size=most // 1_000_000),
                    NOT_TEXT,
                )
        if any(part.flag_bits & 1 for part in parts):
            raise protected(name)
        if archive.testzip() is not None:
            raise zipfile.BadZipFile
        check_markup(name, map(archive.read, parts))  # whatever they are called: a reader goes by what a list says they are
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
        return _without_encodings(super().read(wanted))


def _without_encodings(data: bytes) -> bytes:
    """The heads of an archive's files as if no name were said to be UTF-8: one that is not would lose the whole archive."""
    changed, start = bytearray(data), 0
    if data.startswith(b"PK\x03\x04") and len(data) == LOCAL_HEAD:
        changed[7] &= ~UTF_8 & 0xFF
    while data.startswith(b"PK\x01\x02", start) and start + CENTRAL_HEAD <= len(data):
        changed[start + 9] &= ~UTF_8 & 0xFF
        start += CENTRAL_HEAD + sum(struct.unpack_from("<HHH", data, start + 28))
    return bytes(changed)


def name_of(member: zipfile.ZipInfo) -> str:
    """The name of a file in an archive that is read as a ``CarefulFile``: in UTF-8 where it can be, else in the old code of
    zip."""
    try:
        return member.orig_filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return member.orig_filename


class Gunzip(io.RawIOBase):
    """What is packed in a ``.gz``, of one member or several; its header may be of any length and takes no memory.

    Raises EOFError for one that is cut off, ``zlib.error`` for a damaged one.
    """

    def __init__(self, packed: BinaryIO) -> None:
        self._packed, self._rest, self._member = packed, b"", zlib.decompressobj(GZIP)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        while True:
            if self._member.eof:
                self._rest = self._member.unused_data.lstrip(b"\0") or self._packed.read(PIECE).lstrip(b"\0")
                if not self._rest:
                    return b""
                self._member = zlib.decompressobj(GZIP)
            data = self._rest or self._packed.read(PIECE)
            if not data:
                raise EOFError("the end is missing")
            found = self._member.decompress(data, size)
            self._rest = self._member.unconsumed_tail
            if found:
                return found


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
