"""The paragraphs of a text, and stretches of about so many words, as ranges of tokens made of whole sentences."""

from __future__ import annotations

from stylo.grammar.tokens import View
from stylo.reading.normalise import is_break

MOST = 30
"""Paragraphs that a course is told by; more are too short to count in and too many to see, and stretches take their place."""
FEWEST = 3
STRETCH = 100
"""Words of the shortest stretch."""

Unit = tuple[int, int]


def paragraphs(laid_out: View) -> list[Unit]:
    """The lines that hold a word, each from its first sentence to its last."""
    found: list[Unit] = []
    for first, behind in laid_out.sentences:
        before = found[-1][1] if found else 0
        if not found or any(map(is_break, laid_out.forms[before:first])):
            found.append((first, behind))
        else:
            found[-1] = (found[-1][0], behind)
    return found


def stretches(laid_out: View, size: int = STRETCH) -> list[Unit]:
    """Runs of whole sentences, each of ``size`` words or a few more; what is left over at the end joins the last."""
    found: list[Unit] = []
    words = size
    for (first, behind), own in zip(laid_out.sentences, laid_out.words, strict=True):
        if words >= size:
            found.append((first, behind))
            words = 0
        else:
            found[-1] = (found[-1][0], behind)
        words += len(own)
    if len(found) > 1 and words < size / 2:
        found[-2:] = [(found[-2][0], found[-1][1])]
    return found


def course_units(laid_out: View) -> list[Unit]:
    """What a course is told by: the paragraphs, or ``MOST`` stretches at most where there are too few of them or too many."""
    found = paragraphs(laid_out)
    if FEWEST <= len(found) <= MOST:
        return found
    return stretches(laid_out, max(STRETCH, -(-sum(laid_out.is_word) // MOST)))
