"""What the annotated text says of a mark, in the reader's language: names of labels and features, and reasons.

Measures give their reasons in English, from tables and from a few patterns (*degree of laut*). Both forms are in
``lexicon/translations_annotated.tsv``: whole, or as a pattern in which what
stands for ``{label}`` is translated itself and what stands for ``{word}`` is kept.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from stylo.language import current, german
from stylo.lexicon import table

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
    rows = [row for row in table("translations_annotated") if "{word}" in row["en"] or "{label}" in row["en"]]
    return tuple((re.compile(_PLACE.sub(r"(?P<\1>.+)", re.escape(row["en"])), re.DOTALL), row["de"]) for row in rows)


def feature_name(feature: str) -> str:
    """A feature of register as a reader calls it: *genitive attribute*, *Genitivattribut*."""
    return _german_features()[feature] if current() == "de" else feature.replace("_", " ")


@cache
def _german_features() -> dict[str, str]:
    return {row["feature"]: row["german"] for row in table("register_features")}
