"""What the values depend on but the text: one digest of the code, tables and weights that make them."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from stylo.families.profile import columns
from stylo.families.registry import marked

FOLDERS = ("data", "families", "grammar", "lexicon", "models", "pipeline", "reading")
"""The rooms that decide values. Labels, figures, reports and tools may change without measuring anew."""
FIGURES = ("reference", "validation")
"""Tables of ``data`` that come out of measuring and go into none of it."""
PACKAGES = ("spacy", "thinc", "HanTa", "numpy", "pandas")


@cache
def code_version() -> str:
    """A digest of everything on which the values depend but the text, and of what the tables are to hold."""
    digest = hashlib.sha256(" ".join([*columns(), *marked()]).encode())
    root = Path(str(files("stylo")))
    for name in sources():
        digest.update(name.encode() + b"\0" + (root / name).read_bytes())
    digest.update(" ".join(f"{package} {version(package)}" for package in PACKAGES).encode())
    return digest.hexdigest()[:16]


def sources() -> list[str]:
    """The files of the package on which the values depend."""
    root = Path(str(files("stylo")))
    paths = [path for folder in FOLDERS for path in sorted((root / folder).rglob("*")) if path.is_file()]
    names = [path.relative_to(root).as_posix() for path in paths if path.suffix != ".pyc"]
    return [name for name in names if not name.startswith(tuple(f"data/{figures}" for figures in FIGURES))]
