"""The two conventions about the colon on figures."""

from __future__ import annotations

import re

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from stylo.figures import style
from stylo.wording.language import say

BOTH_CONVENTIONS = frozenset({"sentence_length_ecdf", "sentence_length_autocorrelation"})
"""Figures that draw a text in both, and so need it in the usual one."""


def say_convention(ax: Axes) -> None:
    """Under a figure that says that a colon ends no sentence, say that here it does."""
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    note = " ".join(figure.get_supxlabel().split())
    ends = say("A colon ends a sentence")
    said = _NO_END.sub(lambda found: ends if found[0][0].isupper() else ends[0].lower() + ends[1:], note)
    if said != note:
        style.footnote(ax, said)


_NO_END = re.compile(
    r"a colon (?:ends no sentence|does not end a sentence)|ein Doppelpunkt (?:beendet|trennt) kein\w* S(?:atz|ätze)", re.I
)
