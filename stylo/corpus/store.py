"""The parts of a corpus that are measured, kept in a folder until all are: what a run that was interrupted goes on from.

A part is a folder named by its key. It counts only if it is whole: a list of checksums, written with it, must agree with all
that lies in it. A part is made under another name and then given its own, and is given another name again before it is deleted,
so that what has a key for a name was once whole, and a run may be ended at any moment.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

CHECKSUMS = "SHA256SUMS"
"""The list of checksums in a part, as ``sha256sum`` reads it."""
_KEY = re.compile(r"[0-9a-f]{32}")
_NEW, _OLD = ".new-", ".old-"


class Store:
    """The kept parts in a folder, each by its key."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._whole: set[str] = set()

    def has(self, key: str) -> bool:
        """Whether a part is kept, and whole."""
        if key not in self._whole and _is_whole(self.folder / key):
            self._whole.add(key)
        return key in self._whole

    def piece(self, key: str, name: str) -> Path:
        """Where a piece of a kept part lies."""
        return self.folder / key / name

    def put(self, key: str, pieces: Mapping[str, bytes]) -> None:
        """Keep a part, whole or not at all, in place of a damaged one. Raises OSError."""
        new = Path(tempfile.mkdtemp(prefix=_NEW, dir=self.folder))
        try:
            for name, data in {**pieces, CHECKSUMS: _checksums(pieces)}.items():
                with (new / name).open("wb") as file:
                    write(file, data)
                    flush_to_disk(file)
            if (self.folder / key).exists():
                self._delete(self.folder / key)
            new.rename(self.folder / key)
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise
        self._whole.add(key)

    def remove(self) -> None:
        """Take away what runs have put here, also what an interrupted one left behind; anything else stays."""
        with suppress(OSError):
            for entry in self.folder.iterdir():
                if (
                    entry.is_dir()
                    and not entry.is_symlink()
                    and (_KEY.fullmatch(entry.name) or entry.name.startswith((_NEW, _OLD)))
                ):
                    self._delete(entry)
            self.folder.rmdir()

    def _delete(self, part: Path) -> None:
        """Delete a part that first loses its name, so that nobody takes a half of it for the whole."""
        aside = Path(tempfile.mkdtemp(prefix=_OLD, dir=self.folder))
        part.rename(aside / part.name)
        shutil.rmtree(aside, ignore_errors=True)


def _is_whole(part: Path) -> bool:
    try:
        pieces = {path.name: path.read_bytes() for path in part.iterdir()}
    except OSError:
        return False
    return pieces.pop(CHECKSUMS, None) == _checksums(pieces)


def _checksums(pieces: Mapping[str, bytes]) -> bytes:
    return "".join(f"{hashlib.sha256(pieces[name]).hexdigest()}  {name}\n" for name in sorted(pieces)).encode()


def write(file: BinaryIO, data: bytes) -> None:
    """Write to a file of a run; all that it writes goes through here."""
    file.write(data)


def flush_to_disk(file: BinaryIO) -> None:
    """Wait until what was written is on the disk, also where the machine stops."""
    file.flush()
    os.fsync(file.fileno())
