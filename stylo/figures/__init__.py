"""Figures: each takes a frame and an optional ``ax`` and returns the axes; ``FIGURES`` lists those of the study."""

from __future__ import annotations

from stylo.figures import adjectives, contrast, overview, reference, register, sentences, validation
from stylo.figures.base import StudyFigure

FIGURES: tuple[StudyFigure, ...] = (
    *overview.FIGURES,
    *sentences.FIGURES,
    *adjectives.FIGURES,
    *contrast.FIGURES,
    *register.FIGURES,
    *reference.FIGURES,
)

__all__ = [
    "FIGURES",
    "StudyFigure",
    "adjectives",
    "contrast",
    "overview",
    "reference",
    "register",
    "sentences",
    "validation",
]
