"""Why a value is missing, and why a mark was made, in the current language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from stylo.lexicon import table
from stylo.wording.language import current, german, pattern_of

CACHED_REASONS = 20_000


@dataclass(frozen=True, init=False)
class Missing:
    """A value that cannot be given, and why: a code of ``missing.tsv`` and the values in the braces of its text.

    >>> Missing("few_for_mtld", fewest=50, words=12).reason
    'MTLD needs 50 words, the text has 12'
    """

    code: str
    values: tuple[tuple[str, int | str], ...]

    def __init__(self, code: str, /, **values: int | str) -> None:
        object.__setattr__(self, "code", code)
        object.__setattr__(self, "values", tuple(sorted(values.items())))

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return self.reason

    @property
    def reason(self) -> str:
        """Why, in English, as it stands in tables. Raises KeyError for an unknown code or a value that is not given."""
        return self._fill("english")

    def _fill(self, column: str) -> str:
        return _rows()[self.code][column].format(**dict(self.values))


def why_missing(missing: Missing | None) -> str:
    """Why a value is missing, in the current language; nothing where none is."""
    if missing is None:
        return ""
    return missing.reason if current() == "en" else missing._fill("german")


@lru_cache(CACHED_REASONS)
def read_missing(reason: str) -> Missing:
    """What has this ``reason``, for a table that comes back from a file; ``as_written`` where no code fits."""
    fits = ((code, _pattern(row["english"]).fullmatch(reason)) for code, row in _rows().items())
    code, values = next((code, found.groupdict()) for code, found in fits if found)
    return Missing(code, **{name: int(value) if value.isdecimal() else value for name, value in values.items()})


@cache
def _rows() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in table("missing", "wording")}


_pattern = cache(pattern_of)
_PLACE = re.compile(r"\\\{(\w+)\\\}")


def explain(reason: str) -> str:
    """A reason of a mark in the current language; what has no translation stays as it is."""
    return _german_reason(reason) if current() == "de" else reason


@lru_cache(CACHED_REASONS)
def _german_reason(reason: str) -> str:
    whole = german(reason)
    if whole != reason:
        return whole
    for pattern, template in _patterns():
        found = pattern.fullmatch(reason)
        if found:
            return template.format(**{name: _part(name, value) for name, value in found.groupdict().items()})
    return reason


def _part(name: str, value: str) -> str:
    return german(value) if name == "label" else value


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = [row for row in table("translations_annotated", "wording") if "{word}" in row["en"] or "{label}" in row["en"]]
    return tuple((re.compile(_PLACE.sub(r"(?P<\1>.+)", re.escape(row["en"])), re.DOTALL), row["de"]) for row in rows)
