"""Where a word stands, for the rules that correct its tag: what is beside it, and the stretch between marks that it is in."""

from __future__ import annotations

from collections.abc import Sequence


def at(values: Sequence[str], i: int) -> str:
    """The word or tag at a place, empty outside the sentence."""
    return values[i] if 0 <= i < len(values) else ""


def stretch(tags: Sequence[str], i: int) -> tuple[int, int]:
    """The first and the behind-last word between commas and full stops."""
    start = end = i
    while start > 0 and tags[start - 1] not in {"$,", "$."}:
        start -= 1
    while end < len(tags) and tags[end] not in {"$,", "$."}:
        end += 1
    return start, end
