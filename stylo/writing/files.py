"""Files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


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
        return f"{path} is a folder; name a file."
    if not folder.is_dir():
        return f"{folder} is {'a file' if folder.exists() else 'missing'}; make the folder first."
    if not os.access(folder, os.W_OK | os.X_OK):
        return f"{folder} may not be written to."
    return f"{path} may not be written to." if path.exists() and not os.access(path, os.W_OK) else ""


def why_no_folder(path: Path) -> str:
    """Why no files can be written into a folder, which may be missing itself, or nothing."""
    if path.exists() and not path.is_dir():
        return f"{path} is a file; name a folder."
    nearest = next(parent for parent in (path.absolute(), *path.absolute().parents) if parent.exists())
    return "" if nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK) else f"{nearest} may not be written to."
