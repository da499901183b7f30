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
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from stylo.wording.language import say

try:
    import fcntl
except ImportError:  # on Windows
    fcntl = None  # type: ignore[assignment]

CHECKSUMS = "SHA256SUMS"
"""The list of checksums in a part, as ``sha256sum`` reads it."""
_KEY = re.compile(r"[0-9a-f]{32}")
_NEW, _OLD = ".stylo-new-", ".stylo-old-"
_TABLE = re.compile(r"\.stylo-[0-9a-f]{16}\.new")
"""What a table is called that is being written (``writing.files``)."""


class Store:
    """The kept parts in a folder, each by its key."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._whole: set[str] = set()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Make the folder, and keep other runs out of it. Raises Occupied where one is in it, OSError where there is none."""
        while True:
            self.folder.mkdir(exist_ok=True)
            with _locked(self.folder) as is_there:
                if is_there:  # and was not taken away by a run that has just ended
                    try:
                        yield
                    finally:
                        with suppress(OSError):
                            self.folder.rmdir()  # where nothing is kept in it
                    return

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
                if _TABLE.fullmatch(entry.name):
                    entry.unlink()
                elif entry.is_dir() and not entry.is_symlink() and _is_part(entry):
                    self._delete(entry)
            self.folder.rmdir()

    def _delete(self, part: Path) -> None:
        """Delete a part that first loses its name, so that nobody takes a half of it for the whole."""
        aside = Path(tempfile.mkdtemp(prefix=_OLD, dir=self.folder))
        part.rename(aside / part.name)
        shutil.rmtree(aside, ignore_errors=True)


class Occupied(OSError):
    """Another run has the same target."""


@contextmanager
def _locked(folder: Path) -> Iterator[bool]:
    """Whether a folder is still at its place, with a lock that goes with the process. Raises Occupied.

    Windows, and some disks of a network, know no such lock.
    """
    if fcntl is None:
        yield True
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            told = "another run of stylo is writing there; wait for it, or name another file"
            raise Occupied(error.errno, say(told)) from error
        except OSError:
            pass
        yield folder.is_dir() and os.fstat(descriptor).st_ino == folder.stat().st_ino
    finally:
        os.close(descriptor)


def _is_part(folder: Path) -> bool:
    """Whether runs made a folder: one that a list of checksums belongs to, or that is being made or deleted."""
    return folder.name.startswith((_NEW, _OLD)) or (bool(_KEY.fullmatch(folder.name)) and (folder / CHECKSUMS).is_file())


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
