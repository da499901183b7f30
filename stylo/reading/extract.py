"""What a reader of files gives: the running text, and what of the file was left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from stylo.reading.text import NOT_INSTALLED, TextError
from stylo.wording.language import say

OPEN, CLOSE = "\x02", "\x03"
"""Around what a format marks as a heading, while its file is read; neither is in any text that is given out."""


@dataclass(frozen=True)
class Extract:
    """The text of a file, and how many of what were ``left_out`` (in words: *footnotes*), so that nobody is misled.

    ``headings`` are the numbers, from 0, of the lines that the format marks as such.
    """

    text: str
    left_out: dict[str, int] = field(default_factory=dict)
    headings: tuple[int, ...] = ()


def lines_of(text: str) -> list[str]:
    """The lines of a text in which headings stand between ``OPEN`` and ``CLOSE``: each line of one begins with ``OPEN``."""
    lines, inside = [], False
    for line in text.split("\n"):
        begins = OPEN if inside or OPEN in line else ""
        inside = line.rfind(OPEN) > line.rfind(CLOSE) or (inside and CLOSE not in line)
        lines.append(begins + line.replace(OPEN, "").replace(CLOSE, ""))
    return lines


def with_headings(text: str, left_out: dict[str, int]) -> Extract:
    """What was read, from lines of which those of headings begin with ``OPEN``; a heading without words is none."""
    lines = [line for line in text.split("\n") if line != OPEN]
    headings = tuple(number for number, line in enumerate(lines) if line.startswith(OPEN))
    return Extract("\n".join(line.replace(OPEN, "") for line in lines), left_out, headings)


def listed(left_out: dict[str, int]) -> str:
    """What was left out as a list: *footnotes (3), images (1)*; in the current language."""
    return ", ".join(f"{say(what)} ({count})" for what, count in left_out.items() if count) or say("white space")


def installed(module: str, extra: str, name: str) -> Any:
    """A reader's module. Raises TextError with what to install where it is not there."""
    try:
        return import_module(module)
    except ImportError as error:
        raise TextError(
            say('To read {name}, install the optional readers: pip install -e ".[{extra}]"', name=name, extra=extra),
            NOT_INSTALLED,
        ) from error
