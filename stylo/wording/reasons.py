"""Why a value is missing, and why a mark was made, in the current language."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from stylo.lexicon import table
from stylo.wording.language import current, german, say


def why_missing(reason: str) -> str:
    """Why a value is missing, as a measure said it in English, in the current language."""
    if current() == "en":
        return reason
    for row in table("missing", "wording"):
        found = _pattern(row["reason"]).fullmatch(reason)
        if found:
            return say(row["reason"], **found.groupdict())
    return reason


@cache
def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"(\{\w+\})", template)
    return re.compile("".join(f"(?P<{part[1:-1]}>.+?)" if part[:1] == "{" else re.escape(part) for part in parts))


CACHED_REASONS = 20_000


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
