"""Markers of footnotes in files that know how their text looks: raised numbers, which go where they mark a note."""

from __future__ import annotations

import re

from stylo.reading.edits import edited
from stylo.reading.gaps import raised_notes

MARKER = re.compile(r"[\W_]*(?:\d{1,3}|\*{1,3}|[†‡])[\W_]*")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def raised(text: str) -> str:
    """What stands above the line: a number raised and without brackets, nothing for a sign, other text as it is."""
    if not MARKER.fullmatch(text):
        return text
    return "".join(filter(str.isdigit, text)).translate(_RAISED)


def without_markers(text: str) -> tuple[str, int]:
    """A text without the raised markers of footnotes, and how many there were; *m²* stays."""
    edits = list(raised_notes(text))
    return edited(text, edits), len(edits)
