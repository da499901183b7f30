"""Figures: each takes a frame and an optional ``ax`` and returns the axes; ``FIGURES`` lists those of the study."""

from __future__ import annotations

from stylo.figures import contrast, overview
from stylo.figures.base import StudyFigure

FIGURES: tuple[StudyFigure, ...] = (*overview.FIGURES, *contrast.FIGURES)

__all__ = ["FIGURES", "StudyFigure", "contrast", "overview"]
