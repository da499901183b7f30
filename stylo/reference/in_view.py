"""What was made with a text in view does not speak of it: which values are barred from a case study.

``catalogue/in_view.tsv`` says for every list and table of rules which texts were in view when it was written or mended. A value
that rests on one that saw a case study is not placed among the documents of a genre for it, and takes no part in the map of all
documents and in the genre model. The bar falls by itself where the value is proven on film reviews that nobody read while
mending: it finds there as much of what is there as in the texts that were in view (``reference/accuracy.py``).
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Any

from stylo.families.profile import Profile
from stylo.lexicon import table
from stylo.reference.accuracy import is_proven
from stylo.wording.reasons import Missing

NONE = "-"
OF_WORDS = {"words": 0, "types": 0, "mattr_50": 6, "mtld": 4, "yule_k": 4, "long_words_percent": 4}
"""Values that the words alone decide, by number, order and letters, and their decimals: together they tell texts apart."""


def case_study(profile: Profile) -> str:
    """The name of the case study that a profile was measured on, by the checksum of its words; nothing for other texts."""
    return _studies().get(checksum(profile), "")


def checksum(profile: Profile) -> str:
    """What a text is known by: a digest of the values that its words alone decide, so that a table of values is enough."""
    found = " ".join(f"{profile.number(name):.{digits}f}" for name, digits in OF_WORDS.items() if name in profile.values)
    return hashlib.sha256(found.encode()).hexdigest()[:16]


def barred(profile: Profile) -> frozenset[str]:
    """The values that are not placed for this text."""
    study = case_study(profile)
    return resting_on_lists_that_saw(study) if study else frozenset()


@cache
def resting_on_lists_that_saw(study: str = "") -> frozenset[str]:
    """The compared values that rest on a list which saw a case study, or any of them."""
    named = {study} if study else set(_studies().values())
    rows = [row for row in table("in_view", "catalogue") if named & set(row["in_view"].split())]
    return frozenset(name for row in rows for name in row["measures"].split() if name != NONE and not is_proven(name))


def without_place(row: dict[str, Any], study: str) -> dict[str, Any]:
    """A row of the comparison without its place, and why, for a case study that was in view; a row without value stays."""
    if row["value"] != row["value"]:
        return row
    return (
        row
        | dict.fromkeys(("percentile", "percentile_low", "percentile_high", "z"), float("nan"))
        | {"missing": Missing("in_view", study=study)}
    )


@cache
def _studies() -> dict[str, str]:
    return {row["checksum"]: row["name"] for row in table("case_studies", "catalogue")}
