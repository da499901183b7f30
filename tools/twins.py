"""The German notebooks, made from the English ones: the same code under German prose.

Each cell of prose keeps its German twin beside it, in its metadata, as a list of lines; so there is one source, and whoever
changes a paragraph sees both. A German notebook is that source with the twins as its prose and ``LANG = "de"`` in its first
cell of code. ``tests/test_twins.py`` finds every cell without a twin, or whose numbers or quotations differ from it.
"""

from __future__ import annotations

import re
from copy import deepcopy

from nbformat import NotebookNode

TWIN = "de"
"""The key of the twin in a cell's metadata, and the folder of the German notebooks under that of the English ones."""
LINE = 'LANG = "en"'


def twin(cell: NotebookNode) -> str:
    """The German of a cell of prose; empty where it has none."""
    return "\n".join(cell.metadata.get(TWIN, []))


def in_german(notebook: NotebookNode) -> NotebookNode:
    """The German notebook of an English one, not run yet.

    Raises ValueError for a cell of prose without a twin and for a notebook without the line of its language.
    """
    german = deepcopy(notebook)
    for cell in german.cells:
        if cell.cell_type == "code":
            cell.source = cell.source.replace(LINE, LINE.replace("en", TWIN), 1)
        elif TWIN in cell.metadata:
            # The German notebooks lie one folder deeper.
            cell.source = re.sub(r"\]\(\.\./", "](../../", twin(cell))
            del cell.metadata[TWIN]
        else:
            raise ValueError(f"The cell {cell.id} has no German twin in its metadata.")
    if not any(LINE.replace("en", TWIN) in cell.source for cell in german.cells if cell.cell_type == "code"):
        raise ValueError(f"The notebook has no line {LINE}.")
    return german
