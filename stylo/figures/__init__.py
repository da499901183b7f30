"""Figures: each takes a frame and an optional ``ax`` and returns the axes; ``FIGURES`` lists those of the study."""

from __future__ import annotations

from stylo.families.registry import marked
from stylo.figures import adjectives, along, contrast, course, overview, reference, register, sentences, validation
from stylo.figures.base import OVERVIEW, REFERENCE, StudyFigure

_DRAWN = (*sentences.FIGURES, *adjectives.FIGURES, *contrast.FIGURES, *register.FIGURES, *course.FIGURES)


def _figures_of(family: str) -> tuple[StudyFigure, ...]:
    return tuple(figure for figure in _DRAWN if figure.group == family) or (along.figure_of(family),)


GROUPS: dict[str, tuple[StudyFigure, ...]] = {
    OVERVIEW: (*overview.FIGURES, *_figures_of(OVERVIEW)),
    **{family: _figures_of(family) for family in marked()},
    REFERENCE: reference.FIGURES,
}
"""The figures of the whole text, of each family with marks (its own, or that of its marks along the text), of comparison."""
FIGURES: tuple[StudyFigure, ...] = tuple(figure for figures in GROUPS.values() for figure in figures)

__all__ = [
    "FIGURES",
    "GROUPS",
    "StudyFigure",
    "adjectives",
    "along",
    "contrast",
    "course",
    "overview",
    "reference",
    "register",
    "sentences",
    "validation",
]
