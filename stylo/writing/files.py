"""Files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from stylo.wording.language import say


def write_whole(content: str | bytes, path: Path) -> None:
    """Write a file whole or not at all: what stood there before stays until the new one is complete. Raises OSError.

    A text is written in UTF-8, its line ends as they are.
    """
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def why_not_writable(path: Path) -> str:
    """Why no file can be written at a path, in a sentence, or nothing: better known before the work than after it."""
    folder = path.parent
    if path.is_dir():
        return say("{name} is a folder; name a file.", name=path)
    if not folder.is_dir():
        told = "{name} is a file; make the folder first." if folder.exists() else "{name} is missing; make the folder first."
        return say(told, name=folder)
    if not os.access(folder, os.W_OK | os.X_OK):
        return say("{name} may not be written to.", name=folder)
    return say("{name} may not be written to.", name=path) if path.exists() and not os.access(path, os.W_OK) else ""


def why_no_folder(path: Path) -> str:
    """Why no files can be written into a folder, which may be missing itself, or nothing."""
    if path.exists() and not path.is_dir():
        return say("{name} is a file; name a folder.", name=path)
    nearest = next(parent for parent in (path.absolute(), *path.absolute().parents) if parent.exists())
    if nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK):
        return ""
    return say("{name} may not be written to.", name=nearest)
