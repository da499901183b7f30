"""Whether a clause has an object in the accusative beside its subject, read off tags and forms, without a parse.

*Sie wird ihn verlassen* has one and *Sie wird verlassen* has none, which tells the future from the passive. A clause has one
where a form shows the case (*ihn, den Mann, sich*) or where two phrases that could be subject stand side by side, outside
prepositional phrases, genitives and datives: *Das Kino wird diesen Herbst ein Wunder erleben*.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from stylo.lexicon import table
from stylo.pipeline.hanta import shared
from stylo.pipeline.stts import DETERMINERS, NOUNS, PREPOSITIONS

_ACCUSATIVE = frozenset("mich dich ihn wen jemanden niemanden einen keinen jeden jenen diesen welchen einander".split())
_NOT_SUBJECT = frozenset("mir dir ihm ihnen uns euch wem dem denen dessen deren jemandem niemandem".split())
_PRONOUNS = frozenset({"PPER", "PIS", "PDS", "PWS", "PRELS", "PPOSS"})
_INSIDE = DETERMINERS | {"PRELAT", "PWAT", "ADJA", "CARD", "TRUNC"}
_PARTS = frozenset({"ADV", "ADJD", "PTKA", "PTKNEG"})
_DETERMINERS = DETERMINERS | {"PRELAT", "PWAT"}


def has_object(words: Sequence[str], tags: Sequence[str], start: int, end: int, *, elliptic: bool = False) -> bool:
    """Whether an object stands among the words from ``start`` to ``end``; ``elliptic`` if the subject stands before them."""
    subjects = int(elliptic)
    for first, last in _phrases(tags, start, end):
        case = _case(words, tags, first, last, start)
        if case == "accusative":
            return True
        subjects += case == "subject"
    return subjects > 1


def _phrases(tags: Sequence[str], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The first and last word of each noun phrase and pronoun that no preposition, *als* or *wie* and no *und* governs."""
    i = start
    while i < end:
        last = _last_of_phrase(tags, i + (tags[i] in PREPOSITIONS | {"KOKOM"}), end)
        if last < 0:
            i += 1
            continue
        joined = i > start and tags[i - 1] == "KON" and i > start + 1 and tags[i - 2] in NOUNS
        if tags[i] not in PREPOSITIONS | {"KOKOM"} and not joined:
            yield i, last
        i = last + 1


def _last_of_phrase(tags: Sequence[str], i: int, end: int) -> int:
    """The noun or pronoun that closes a phrase beginning here; -1 where none begins."""
    if i < end and (tags[i] in _PRONOUNS or tags[i] == "PRF"):
        return i
    k = i
    while k < end and (tags[k] in _INSIDE or (k > i and tags[k] in _PARTS)):
        k += 1
    if k >= end or tags[k] not in NOUNS:
        return k - 1 if k > i and tags[k - 1] in {"ADJA", "PIAT"} and tags[i] in _DETERMINERS else -1
    while k + 1 < end and tags[k + 1] in NOUNS:
        k += 1
    return k


def _case(words: Sequence[str], tags: Sequence[str], first: int, last: int, start: int) -> str:
    """``accusative`` where the form shows it, ``subject`` where it may be one, else nothing."""
    form, noun = words[first].lower(), words[last]
    if tags[first] in _PRONOUNS or tags[first] == "PRF":
        if tags[first] == "PRF" or form in _ACCUSATIVE or (form == "den" and tags[first] != "ART"):
            return "accusative"
        return "" if form in _NOT_SUBJECT or (form == "es" and first == start) else "subject"
    if noun.lower() in _times():
        return ""
    if tags[first] not in _DETERMINERS:
        return "subject"
    behind_noun = first > 0 and tags[first - 1] in NOUNS
    if form.endswith("em") or form in {"des", "deren", "dessen"} or (form.endswith("es") and noun.endswith("s")):
        return ""
    if form.endswith("er") and behind_noun:
        return ""
    if form.endswith("en"):
        plural = noun.endswith("n") and shared().lemma_as(noun, "NN") != noun
        return "" if plural and not form.endswith("einen") else "accusative"
    return "subject"


@cache
def _times() -> frozenset[str]:
    return frozenset(next(row["words"] for row in table("word_sets") if row["name"] == "TIMES").split())
