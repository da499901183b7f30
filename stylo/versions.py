"""What the values depend on but the text: one digest of the code, tables and weights that make them."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

# What the values do not depend on, so that labels, figures and tools may change without measuring anew.
NO_SOURCES = ("reference", "measures_", "best_known", "accuracy", "translations_")
TOOLS = (
    "batch bench cli cli_corpus compare concordance convention convert_hanta docs explorer export fit_formality genres labels "
    "language make_reference own readers sources study texts textstat_check train_tagger validate views"
).split()
FOLDERS = ("measures", "lexicon", "models")
PACKAGES = ("spacy", "thinc", "HanTa", "numpy", "pandas")


@cache
def code_version() -> str:
    """A digest of everything on which the values depend but the text."""
    digest = hashlib.sha256()
    root = Path(__file__).parent
    for name in sources():
        digest.update(name.encode() + b"\0" + (root / name).read_bytes())
    digest.update(" ".join(f"{package} {version(package)}" for package in PACKAGES).encode())
    return digest.hexdigest()[:16]


def sources() -> list[str]:
    """The files of the package on which the values depend."""
    root = Path(__file__).parent
    paths = [path for path in sorted(root.glob("*.py")) if path.stem not in TOOLS]
    paths += [path for folder in FOLDERS for path in sorted((root / folder).rglob("*")) if path.is_file()]
    paths = [path for path in paths if path.suffix != ".pyc" and not path.name.startswith(NO_SOURCES)]
    return [path.relative_to(root).as_posix() for path in [*paths, root / "data" / "formality.tsv"]]
