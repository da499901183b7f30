"""Abbreviations and how each reads: whether its full stop can close a sentence, and before what.

The forms are in ``lexicon/abbreviations.tsv`` by kind, the reading of each kind in ``lexicon/abbreviation_kinds.tsv``. What no
list can hold, clipped adjectives (*gesellschaftl.*) and forms without a vowel (*Vwl.*), is known by its look.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from spacy.lang.de import German

from stylo.lexicon import table
from stylo.pipeline.hanta import CACHED_FORMS, shared

NEVER, BEFORE_PRONOUN, BEFORE_FUNCTION_WORD, BEFORE_CAPITAL, ONLY_BEFORE_NUMBER = (
    "no",
    "before an article or pronoun",
    "before a function word",
    "before a capital",
    "only before a number",
)
WAITING = frozenset("ART APPR APPRART PPOSAT PDAT PIAT".split())
"""Tags of words after which a noun is to come."""
_SHORTEST_STEM = 3  # letters before the end of a compound: Haupt-str., not Nstr.
_MOST_PARTS = 4  # of an abbreviation with blanks: u. v. a. m.
INITIALS = re.compile(r"(?:[^\W\d_]\.-?)+[^\W\d_]\.")
_INITIAL = re.compile(r"[^\W\d_]\.")
_NUMERAL = re.compile(r"\d|[IVXLC]+\.?$|§")
_CLIPPED = re.compile(r"[a-zäöüß]{2,}[bcdfgjkmnpqrstvwxzß]l\.")  # natürl., persönl.: words in -lich
_NO_VOWEL = re.compile(r"[B-DF-HJ-NP-TV-XZ]?[b-df-hj-np-tv-xzß]{2,}\.")
_SOUND = re.compile(r"(?:[hH]+m+|[pP]+s+t+|[bBgG]+r+|[tT]+s+|[pP]f+t*|[pP]+ff?|[sS]+ch+t*)\.")


def _table() -> dict[str, str]:
    """The reading of each listed form; of what spaCy's German tokenizer knows beside them the next word decides."""
    spacys = (form for form in German.Defaults.tokenizer_exceptions if re.match(r"^[^\W\d_]{2,}\.$|^\w.*\.\w+\.$", form))
    ends = {row["kind"]: row["ends"] for row in table("abbreviation_kinds")}
    return dict.fromkeys(spacys, BEFORE_FUNCTION_WORD) | {row["form"]: ends[row["kind"]] for row in table("abbreviations")}


READINGS = _table()
_COMPOUND_ENDS = {form[1:]: reading for form, reading in READINGS.items() if form[0] == "-"}
_LAST_PARTS = frozenset(re.findall(r"[^.]+\.", form)[-1] for form in READINGS if form.count(".") > 1)


@lru_cache(maxsize=CACHED_FORMS)
def reading(form: str) -> str | None:
    """How a form that ends in its full stop reads as an abbreviation; None if it is none."""
    if form in READINGS:
        return READINGS[form]
    _, hyphen, last = form.rpartition("-")
    if hyphen and len(last) > 2:
        return READINGS.get(last) if READINGS.get(last) != ONLY_BEFORE_NUMBER else NEVER
    if shared().is_known(form[:-1]) or _SOUND.fullmatch(form):
        return None
    for end, of_compound in _COMPOUND_ENDS.items():
        if form.endswith(end) and len(form) >= len(end) + _SHORTEST_STEM:
            return of_compound
    return BEFORE_FUNCTION_WORD if _CLIPPED.fullmatch(form) or _NO_VOWEL.fullmatch(form) else None


def spaced(words: Sequence[str], i: int) -> str:
    """The longest abbreviation that ends with ``words[i]``, written without its blanks (*u. a.* is ``u.a.``); else the word."""
    if words[i] in _LAST_PARTS:
        end = i % len(words) + 1
        for start in range(max(0, end - _MOST_PARTS), end - 1):
            form = "".join(words[start:end])
            if form in READINGS:
                return form
    return words[i]


def is_abbreviation(form: str, following: Sequence[str]) -> bool:
    """Whether a form that ends in a full stop is an abbreviation before the token that follows (none at the end)."""
    read = reading(form)
    return read is not None and (read != ONLY_BEFORE_NUMBER or any(map(is_numeral, following)))


def is_numeral(word: str) -> bool:
    """Whether a token begins as a number does, or is a Roman one."""
    return bool(_NUMERAL.match(word))


def is_clipped(before: str, form: str, following: str) -> bool:
    """Whether an unknown small form with a full stop is an adjective cut short: *die ält. Schwester*, *der sowj. Film*.

    It stands between a word that waits for a noun and a noun, and a known word begins like it.
    """
    stem = form[:-1]
    if not (stem.isalpha() and stem.islower() and following[:1].isupper()) or shared().is_known(stem):
        return False
    return shared().likeliest(before.lower()) in WAITING and shared().begins_known(stem)


def is_initial(word: str) -> bool:
    """Whether a token is one letter with a full stop."""
    return bool(_INITIAL.fullmatch(word))
