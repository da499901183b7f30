"""What the study needs to know of a figure."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from spacy.tokens import Doc


class StudyFigure(NamedTuple):
    """A figure of the study: its file name, how its frame is made from a document, and how it is drawn."""

    name: str
    frame: Callable[[Doc], pd.DataFrame]
    draw: Callable[[pd.DataFrame], Axes]
