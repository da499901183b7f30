"""What values and kept pieces depend on but the text: digests of the code, tables and weights that make them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from stylo.families.profile import columns
from stylo.families.registry import marked
from stylo.lexicon import table

VALUES = ("data", "families", "grammar", "lexicon", "models", "pipeline", "reading")
"""The rooms that decide values. Labels, figures, reports and tools may change without measuring anew."""
PIECES = ("corpus", "writing")
"""The rooms that decide, with those, the bytes of what a run keeps."""
FIGURES = ("reference", "validation", "spread", "coverage")
"""Tables of ``data`` that come out of measuring and go into none of it."""
PACKAGES = ("spacy", "thinc", "HanTa", "numpy", "pandas")


@cache
def code_version() -> str:
    """A digest of everything on which the values depend but the text, and of what the tables are to hold."""
    packages = [f"{package} {version(package)}" for package in PACKAGES]
    return _digest([*columns(), *marked(), *packages], VALUES)


@cache
def pieces_version() -> str:
    """A digest of everything on which the pieces that a run keeps depend but the documents and the options.

    The reasons of missing values stand in the tables in English; their German does not.
    """
    return _digest([code_version(), *(row["english"] for row in table("missing", "wording"))], PIECES)


def _digest(words: Iterable[str], rooms: Iterable[str]) -> str:
    digest = hashlib.sha256("\n".join(words).encode())
    root = Path(str(files("stylo")))
    for name in sources(rooms):
        digest.update(name.encode() + b"\0" + (root / name).read_bytes())
    return digest.hexdigest()[:16]


def sources(rooms: Iterable[str] = VALUES) -> list[str]:
    """The files in some rooms of the package, by default those on which the values depend."""
    root = Path(str(files("stylo")))
    paths = [path for room in rooms for path in sorted((root / room).rglob("*")) if path.is_file()]
    names = [path.relative_to(root).as_posix() for path in paths if path.suffix != ".pyc"]
    return [name for name in names if not name.startswith(tuple(f"data/{figures}" for figures in FIGURES))]
