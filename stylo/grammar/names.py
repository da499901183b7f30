"""What is tagged as an adjective and is none: parts of names and titles, and adverbs that are never inflected.

*Der Große Diktator* and *„Das weiße Band“* name a film and describe nothing; tag sets leave such words their tag.
"""

from __future__ import annotations

import math
from functools import cache, lru_cache

from stylo.grammar.tokens import View
from stylo.lexicon import table
from stylo.pipeline.hanta import CACHED_FORMS, shared
from stylo.pipeline.quotes import BRACKETS, read_quotes
from stylo.pipeline.stts import FINITE, NOUNS

LONGEST_TITLE = 10
_PARTICLES = frozenset("doch mal jetzt dann halt eben".split())
_ENDS = frozenset({"$.", "$,", "KON", ""})
_NAMING = frozenset("nennen finden sagen rufen schreiben urteilen titeln heißen lauten".split())


def is_no_adjective(laid_out: View, i: int) -> bool:
    """Whether the ADJA or ADJD at ``i`` is part of a name or a title, or an adverb in the shape of an adjective."""
    if laid_out.tags[i] == "ADJD" and _is_adverb(laid_out, i):
        return True
    return i in laid_out.once(_in_titles) or _is_in_name(laid_out, i)


@cache
def _adverbs() -> frozenset[str]:
    return frozenset(row["word"] for row in table("adjective_words") if row["kind"] == "adverb")


def _is_adverb(laid_out: View, i: int) -> bool:
    """*gleichsam*; *einfach* behind another particle of mood (*doch einfach in Ruhe*); *rein* before the place (*rein ins Kino*)."""
    word = laid_out.lowers[i]
    if word == "einfach":
        return laid_out.lower(i - 1) in _PARTICLES and laid_out.tag(i + 1) not in _ENDS | {"VVPP", "ADJA"}
    return word in _adverbs() or (word == "rein" and laid_out.lower(i + 1) == "ins")


def _is_in_name(laid_out: View, i: int) -> bool:
    """A known adjective that is inflected and has a capital inside the sentence: *der Neue Deutsche Film*, no *Berliner Straße*."""
    form = laid_out.forms[i]
    if laid_out.tags[i] != "ADJA" or not form[0].isupper() or form.isupper() or not form.isalpha() or laid_out.opens(i):
        return False
    return laid_out.tag(i - 1) not in {"$.", "$(", "XY"} and _is_inflected_adjective(form.lower())


@lru_cache(CACHED_FORMS)
def _is_inflected_adjective(word: str) -> bool:
    return math.isfinite(shared().log_probability(word, "ADJ(A)")) and shared().known(word)


def _in_titles(laid_out: View) -> frozenset[int]:
    """All tokens inside the titles of a document that stand between quotation marks."""
    found: set[int] = set()
    for start, end in laid_out.sentences:
        blanks = [laid_out.ends[i] < laid_out.offsets[i + 1] for i in range(start, end - 1)]
        for opening, closing in read_quotes(laid_out.forms[start:end], [*blanks, True]).partner.items():
            first, last = start + opening, start + closing
            if opening < closing and laid_out.forms[first] not in BRACKETS and _is_title(laid_out, start, first, last):
                found.update(range(first + 1, last))
    return frozenset(found)


def _is_title(laid_out: View, start: int, opening: int, closing: int) -> bool:
    """Whether what stands between the marks begins with a capital that it owes neither to a noun nor to a sentence.

    At the start of a sentence the verb must follow, and none that says what somebody called something.
    """
    inner = range(opening + 1, closing)
    if not 0 < len(inner) <= LONGEST_TITLE or not laid_out.forms[inner[0]][0].isupper() or laid_out.tags[inner[0]] in NOUNS:
        return False
    noun_before = opening > start and laid_out.tags[opening - 1] in NOUNS
    if any(laid_out.tags[i] in FINITE for i in inner):
        return noun_before
    if opening > start:
        return laid_out.tags[opening - 1] != "$." and laid_out.tags[inner[-1]] != "$."
    behind = closing + 1
    return laid_out.tag(behind) in FINITE and laid_out.known_lemmas[behind] not in _NAMING
