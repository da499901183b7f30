"""What a reader of files gives: the running text, and what of the file was left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from stylo.reading.text import NOT_INSTALLED, TextError
from stylo.wording.language import say


@dataclass(frozen=True)
class Extract:
    """The text of a file, and how many of what were ``left_out`` (in words: *footnotes*), so that nobody is misled."""

    text: str
    left_out: dict[str, int] = field(default_factory=dict)


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
