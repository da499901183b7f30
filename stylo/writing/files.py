"""Files written whole or not at all, and the one place that decides whether a file may be written.

What stylo did not write is neither replaced nor removed, unless it is told to. It knows its own files by what is in them: a
page of HTML and a figure name their maker, a table has the columns of one of its tables.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from stylo.wording.language import say

Own = Callable[[Path], bool]
"""Whether stylo wrote what stands at a path."""
LONGEST_NAME = 255
"""Bytes of a file's name on most systems."""
ON_COMMAND_LINE, IN_PYTHON = "--force", "force=True"
"""How it is said, here and there, that something is to be replaced."""


@contextmanager
def replacing(path: Path, workshop: Path | None = None) -> Iterator[BinaryIO]:
    """A new file that takes the place of what stands at ``path`` when the block ends, and is gone where it fails.

    It keeps the mode of what stood there; a new one has that of all new files. Its own name is one that nobody can foresee, and
    nothing that has it is opened. It lies in ``workshop`` meanwhile, if that is on the same disk, else beside its place. What
    is no file, such as a terminal or ``/dev/null``, is written to as it is. Raises OSError.
    """
    if os.path.exists(path) and not os.path.isfile(path):
        with path.open("wb") as device:
            yield device
        return
    folder = workshop if workshop is not None and workshop.stat().st_dev == path.parent.stat().st_dev else path.parent
    new = folder / f".stylo-{secrets.token_hex(8)}.new"
    try:
        with new.open("xb") as file:  # which follows no link and opens nothing that is there
            yield file
        with suppress(FileNotFoundError):
            new.chmod(stat.S_IMODE(os.stat(path).st_mode))
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


def write_whole(content: str | bytes, path: Path) -> None:
    """Write a file whole or not at all: what stood there before stays until the new one is complete. Raises OSError.

    A text is written in UTF-8, its line ends as they are.
    """
    with replacing(path) as file:
        file.write(content.encode() if isinstance(content, str) else content)


def why_not_writable(path: Path) -> str:
    """Why no file can be written at a path, in a sentence, or nothing: better known before the work than after it."""
    folder = path.parent
    if len(os.fsencode(path.name)) > LONGEST_NAME:
        told = "The name {name}... is too long for a file; most systems allow {n} bytes."
        return say(told, name=path.name[:40], n=LONGEST_NAME)
    if os.path.isdir(path):
        return say("{name} is a folder; name a file.", name=path)
    if not os.path.isdir(folder):
        is_file = os.path.exists(folder)
        told = "{name} is a file; make the folder first." if is_file else "{name} is missing; make the folder first."
        return say(told, name=folder)
    if os.path.exists(path) and not os.path.isfile(path):
        return "" if os.access(path, os.W_OK) else say("{name} may not be written to.", name=path)
    if not os.access(folder, os.W_OK | os.X_OK):
        return say("{name} may not be written to.", name=folder)
    forbidden = os.path.exists(path) and not os.access(path, os.W_OK)
    return say("{name} may not be written to.", name=path) if forbidden else ""


def why_no_folder(path: Path) -> str:
    """Why no files can be written into a folder, which may be missing itself, or nothing."""
    if os.path.exists(path) and not os.path.isdir(path):
        return say("{name} is a file; name a folder.", name=path)
    nearest = next(parent for parent in (path.absolute(), *path.absolute().parents) if os.path.exists(parent))
    writable = os.path.isdir(nearest) and os.access(nearest, os.W_OK | os.X_OK)
    return "" if writable else say("{name} may not be written to.", name=nearest)


def why_not_replaceable(
    path: Path, own: Own, inputs: Iterable[Path] = (), force: bool = False, how: str = ON_COMMAND_LINE
) -> str:
    """Why what stands at a path may not be replaced or removed, in a sentence, or nothing; ``how`` is how to have it anyway.

    What is read is never written. A link is nothing that stylo made, whatever it leads to, unless it leads to a device.
    """
    if any(_is_same(path, source) for source in inputs):
        return say("{path} is to be read; it is not written over. Name another file.", path=path)
    if force or not os.path.lexists(path) or (os.path.exists(path) and not os.path.isfile(path)):
        return ""
    if path.is_symlink():
        told = "{path} is a link, and nothing is written through it; name the file itself, or replace the link with {how}."
        return say(told, path=path, how=how)
    try:
        ours = path.stat().st_size == 0 or own(path)
    except Exception:  # what cannot be read is somebody else's, whatever is wrong with it
        ours = False
    told = "{path} is there already, and stylo did not write it; name another file, or replace it with {how}."
    return "" if ours else say(told, path=path, how=how)


def _is_same(path: Path, source: Path) -> bool:
    """Whether two paths lead to the same file."""
    try:
        return os.path.isfile(path) and os.path.samefile(path, source)
    except OSError:
        return False
