"""Books by chapter: what the table of contents of an EPUB or the bookmarks of a PDF set apart.

Sections become chapters at one level of the book: the first at which not most of them are mere headings over others (parts).
What lies deeper belongs to its chapter; a heading above stands at the beginning of the first chapter under it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from stylo.reading.extract import Extract

FEW = 20
"""Words of a section below which it is a mere heading over those that follow in it."""
LONGEST_TITLE = 100  # characters
BEFORE = "paragraphs before the first chapter"


@dataclass
class Section:
    """A stretch of a book under an entry of its contents; before the first one there is a section without a title."""

    title: str
    depth: int
    paragraphs: list[str] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)

    @property
    def is_heading(self) -> bool:
        return sum(len(paragraph.split()) for paragraph in self.paragraphs) < FEW


def clean_title(title: str) -> str:
    """A title in one line of bearable length."""
    line = " ".join(title.split())
    return line if len(line) <= LONGEST_TITLE else line[:LONGEST_TITLE].rstrip() + " ..."


def chapters(sections: Sequence[Section]) -> list[tuple[str, Extract]]:
    """The chapters with their titles, in order. What stands before the first is left out, and counted there."""
    level = _level(sections)
    made: list[Section] = []
    waiting = Section("", 0)
    for place, section in enumerate(sections):
        if not section.title:
            waiting.left_out += section.left_out + Counter({BEFORE: len(section.paragraphs)})
        elif section.depth < level and section.is_heading and _has_inside(sections, place):
            _add(waiting, section)
        elif section.depth <= level:
            made.append(Section(section.title, section.depth, waiting.paragraphs, waiting.left_out))
            _add(made[-1], section)
            waiting = Section("", 0)
        else:
            _add(made[-1] if made else waiting, section)
    return [(made_one.title, Extract("\n".join(made_one.paragraphs), dict(made_one.left_out))) for made_one in made]


def _add(whole: Section, part: Section) -> None:
    whole.paragraphs += part.paragraphs
    whole.left_out += part.left_out


def _has_inside(sections: Sequence[Section], place: int) -> bool:
    """Whether sections follow that lie in this one."""
    return place + 1 < len(sections) and sections[place + 1].depth > sections[place].depth


def _level(sections: Sequence[Section]) -> int:
    level = 0
    while True:
        own = [place for place, section in enumerate(sections) if section.title and section.depth == level]
        parts = [place for place in own if sections[place].is_heading and _has_inside(sections, place)]
        if 2 * len(parts) <= len(own):
            return level
        level += 1
