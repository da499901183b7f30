"""What is tagged as an adjective and is none: parts of names and titles, and adverbs that are never inflected.

*Der Große Diktator* and *„Das weiße Band“* name a film and describe nothing; tag sets leave such words their tag.
"""

from __future__ import annotations

import re
from functools import cache

from stylo.grammar.tokens import View
from stylo.lexicon import table
from stylo.pipeline.adjective_form import is_known_adjective
from stylo.pipeline.quotes import BRACKETS, read_quotes
from stylo.pipeline.stts import FINITE, NOUNS, PREPOSITIONS

LONGEST_TITLE = 10
LONGEST_ACRONYM = 3
_ENDING = re.compile(r"e[mnrs]?$")
_FROM_NAME = re.compile(r"(?:er|sch|sche[mnrs]?)$")
_POINTED_AT = PREPOSITIONS | {"PDS", "PPER", "PROAV", "KOKOM", "PWS", "PWAV", "KOUS", "CARD", "PDAT", "ADV", "ART"}
_CONTINUES = NOUNS | {"ADJA", "ADJD", "KON", "CARD", "TRUNC", "$("}
_BEFORE_NOMINAL = frozenset("seit vor bei ohne von binnen auf".split())
_INDEFINITE = frozenset("nichts etwas alles niemand jemand viel wenig".split())
_NAMING = frozenset("nennen finden sagen rufen schreiben urteilen titeln heißen lauten".split())


def is_no_adjective(laid_out: View, i: int, function: str) -> bool:
    """Whether the ADJA or ADJD at ``i``, with this function, is part of a name or a title, a quantifier or an adverb."""
    tag, lemma = laid_out.tags[i], laid_out.known_lemmas[i].lower()
    if tag == "ADJD" and _is_adverb(laid_out, i, function):
        return True
    if lemma in _words("quantifier") or laid_out.lowers[i] in _words("quantifier"):
        return True
    if tag == "ADJA" and laid_out.tag(i + 1) not in _CONTINUES and _is_nominal(laid_out, i):
        return True
    return i in laid_out.once(_in_titles) or _is_in_name(laid_out, i)


def _is_nominal(laid_out: View, i: int) -> bool:
    """*seit langem*, *ohne weiteres*, *im übrigen*, *nichts neues*: a fixed phrase, or a noun that is written small."""
    form, before = laid_out.lowers[i], laid_out.lower(i - 1)
    if laid_out.tag(i - 1) in {"PIS", "PIAT"}:
        return before in _INDEFINITE and form.endswith(("es", "em"))
    if laid_out.tag(i - 1) == "APPR":
        return form.endswith(("em", "es")) and before in _BEFORE_NOMINAL
    return before in {"im", "des"} and form in _words("nominal phrase")


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(row["word"] for row in table("adjective_words") if row["kind"] == kind)


def _is_adverb(laid_out: View, i: int, function: str) -> bool:
    """*gleichsam*; *natürlich*, *einfach* unless a predicate or before a participle; *rein* (*rein ins Bett*)."""
    word = laid_out.lowers[i]
    if word in _words("adverb") or (word == "rein" and laid_out.lower(i + 1) == "ins"):
        return True
    if word in _words("superlative of an adverb"):
        return laid_out.lower(i - 1) == "am"
    if laid_out.tag(i + 1) in _POINTED_AT and function == "adverbial" and word in _words("focus"):
        return True
    joined = laid_out.tag(i - 1) == "KON" or laid_out.tag(i + 1) == "KON"
    manner = joined or laid_out.tag(i + 1) in {"VVPP", "$.", ""} or laid_out.tag(i - 1) == "PTKA"
    return function == "adverbial" and word in _words("adverb unless predicate") and not manner


def _is_in_name(laid_out: View, i: int) -> bool:
    """What is inflected and has a capital inside the sentence: *der Neue Deutsche Film*, but no *Berliner Straße*."""
    form = laid_out.forms[i]
    if laid_out.tags[i] != "ADJA" or not form[0].isupper() or not form.isalpha() or laid_out.opens(i):
        return False
    if laid_out.tag(i - 1) in {"$.", "$(", "XY"} or (form.isupper() and len(form) > LONGEST_ACRONYM):
        return False
    return not _FROM_NAME.search(form) or is_known_adjective(_ENDING.sub("", form.lower()))


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
    if laid_out.tag(behind) == "KON":
        return laid_out.tag(behind + 1) == "$(" and laid_out.forms[behind + 2][0].isupper()
    return laid_out.tag(behind) in FINITE and laid_out.known_lemmas[behind] not in _NAMING
