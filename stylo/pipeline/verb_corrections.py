"""Corrections that need the whole clause: its one finite verb, its participle phrases, what opens an extended attribute.

A tagger that sees a few words takes *werden* at the end of *die niemals ausgesprochen werden* for an infinitive, since the
word that asks for a finite verb stands too far off. Each rule stands in ``lexicon/retag.tsv`` as those of `stylo.retag` do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from stylo.pipeline.hanta import CACHED_FORMS, shared
from stylo.pipeline.stts import FINITE, INTERROGATIVE, NOUNS, OPENERS, PREPOSITIONS

_FINITE = {"VVINF": "VVFIN", "VAINF": "VAFIN", "VMINF": "VMFIN"}
_BEFORE_OPENER = frozenset({"KON", "APPR", "ADV"})
_DASHES = frozenset("–—-()[]")
_ADVERBIAL = frozenset({"ADV", "ADJD", "PTKNEG", "PTKA", "PROAV"})
_DETERMINERS_AND_NUMERALS = frozenset({"ART", "PDAT", "PPOSAT", "PIAT", "CARD"})
_DEMONSTRATIVE = re.compile(r"(?:dies|jen)(?:e[mnrs]?)?$")
_MODALS = frozenset({"können", "müssen", "sollen", "wollen", "dürfen", "mögen"})
_ONLY_EN = frozenset({"dem", "den", "des", "diesem", "diesen", "jenem", "jenen"})


def _get(values: Sequence[str], i: int) -> str:
    return values[i] if 0 <= i < len(values) else ""


def _ends(words: Sequence[str], tags: Sequence[str], i: int) -> bool:
    """Whether a mark that parts clauses stands here; quotation marks and slashes do not."""
    return tags[i] in {"$,", "$."} or (tags[i] == "$(" and words[i] in _DASHES)


def _segment(words: Sequence[str], tags: Sequence[str], i: int) -> tuple[int, int]:
    """The stretch between marks that the word is in; no clause, for `stylo.grammar.clauses` reads tags that are mended here."""
    start = end = i
    while start > 0 and not _ends(words, tags, start - 1):
        start -= 1
    while end < len(tags) and not _ends(words, tags, end):
        end += 1
    return start, end


def _opens(tags: Sequence[str], start: int, end: int) -> bool:
    """Whether a stretch opens a clause whose verb comes last: *die ...*, *in denen ...*, *auch wenn ...*."""
    first = start
    while first < min(end, start + 2) and tags[first] in _BEFORE_OPENER:
        first += 1
    tag = tags[first] if first < end else ""
    return tag in OPENERS and (tag not in INTERROGATIVE or (start > 0 and tags[start - 1] == "$,"))


def _has_finite(tags: Sequence[str], start: int, end: int) -> bool:
    return any(tag in FINITE for tag in tags[start:end])


def _waits_for_verb(words: Sequence[str], tags: Sequence[str], start: int, end: int) -> bool:
    """Whether the stretch belongs to a verb-final clause that has no finite verb yet.

    Its opener may stand before an inserted clause: *dass die Leute, die das sagen, lügen*.
    """
    if _has_finite(tags, start, end):
        return False
    if _opens(tags, start, end):
        return True
    inserted = _segment(words, tags, start - 2) if start >= 2 else (0, 0)
    if start < 2 or not _opens(tags, *inserted) or inserted[0] < 2 or tags[inserted[0] - 1] != "$,":
        return False
    before = _segment(words, tags, inserted[0] - 2)
    return _opens(tags, *before) and not any(tag[:1] == "V" for tag in tags[slice(*before)])


def clause_final_verb(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """The last verb of a clause with a conjunction or relative pronoun and no finite verb is it: *die ausgesprochen werden*."""
    if tags[i] not in _FINITE or tags[i - 1 : i] == ["PTKZU"] or words[i][0].isupper():
        return None
    start, end = _segment(words, tags, i)
    if not _waits_for_verb(words, tags, start, end) or any(tag[:1] == "V" for tag in tags[i + 1 : end]):
        return None
    return _FINITE[tags[i]]


def clause_final_form(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """In the same place, what may be finite or participle is finite, as nothing governs a participle: *wenn er es verkauft*."""
    if tags[i] != "VVPP" or words[i][0].isupper() or not _may_be(words[i], "VV(FIN)"):
        return None
    start, end = _segment(words, tags, i)
    alone = not any(tag[:1] == "V" for tag in [*tags[start:i], *tags[i + 1 : end]])
    return "VVFIN" if alone and _waits_for_verb(words, tags, start, end) else None


def second_infinitive(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """A modal verb in a row of infinitives behind a finite verb is one too: *hätte erzeugt werden können*."""
    if tags[i] != "VMFIN" or words[i] not in _MODALS or _get(tags, i - 1) not in {"VVINF", "VAINF"}:
        return None
    k = i - 1
    while k >= 0 and tags[k] in {"VVINF", "VAINF", "VVPP", "VAPP"}:
        k -= 1
    return "VMINF" if _get(tags, k) in {"VAFIN", "VMFIN"} else None


def participle_phrase(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """What may be a participle is one before a preposition while the sentence waits for its verb: *, begleitet von*."""
    if tags[i] != "VVFIN" or _get(tags, i - 1) != "$," or _get(tags, i + 1) not in PREPOSITIONS:
        return None
    before = next((k for k in range(i - 2, -1, -1) if tags[k] in FINITE or tags[k] == "$."), -1)
    waiting = before < 0 or tags[before] == "$." or words[before].endswith("en")
    return "VVPP" if waiting and _get(tags, i - 2) in NOUNS and _may_be(words[i], "VV(PP)") else None


def preposition_zu(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """*Zu* before an adjective phrase in the dative that no determiner opens is the preposition: *zu sehr guten Figuren*."""
    if tags[i] != "PTKA" or words[i].lower() != "zu" or _get(tags, i - 1) in _DETERMINERS_AND_NUMERALS | PREPOSITIONS | {"KON"}:
        return None
    n = i + 1
    while _get(tags, n) in {"ADJD", "ADV"}:
        n += 1
    dative = _get(tags, n) == "ADJA" and words[n].endswith(("en", "em", "er"))
    return "APPR" if n > i + 1 and dative and _get(tags, n + 1) == "NN" else None


def extended_attribute(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """What stands before an extended attribute and its noun is a determiner: *dem gerade aus dem Knast entlassenen Mann*."""
    if tags[i] != "PDS":
        return None
    form, heavy = words[i].lower(), False
    n = i + 1
    while (after := _attribute_part(tags, n)) > n:
        heavy, n = heavy or tags[n] not in _ADVERBIAL, after
    if n == i + 1 or _get(tags, n) != "ADJA" or _get(tags, n + 1) not in {"NN", "ADJA"}:
        return None
    if form == "das" and not (heavy and words[n].endswith("e")):
        return None
    if not words[n].endswith("en") and (not heavy or form in _ONLY_EN or not words[n].endswith("e")):
        return None
    if _DEMONSTRATIVE.match(form):
        return "PDAT"
    return "ART" if form in {"der", "die", "das", "dem", "den", "des"} else None


def _attribute_part(tags: Sequence[str], n: int) -> int:
    """Where an adverb or a prepositional phrase that starts here ends; where it starts if there is none."""
    if _get(tags, n) in _ADVERBIAL:
        return n + 1
    if _get(tags, n) not in PREPOSITIONS:
        return n
    k = n + 1
    while _get(tags, k) in _DETERMINERS_AND_NUMERALS:
        k += 1
    while _get(tags, k) == "ADJA" and _get(tags, k + 1) in NOUNS | {"ADJA"}:
        k += 1
    return k + 1 if _get(tags, k) in NOUNS | {"PPER", "PRF"} else n


def separated_particle(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """An adverb that ends a main clause and makes a known verb with the finite one is its particle: *steht er dumm da*."""
    if tags[i] not in {"ADV", "APPR"} or not _may_be(words[i], "PTKVZ") or words[i][0].isupper():
        return None
    start, end = _segment(words, tags, i)
    verbs = [k for k in range(start, end) if tags[k][:1] == "V"]
    if i + 1 < end or len(verbs) != 1 or tags[verbs[0]] != "VVFIN" or verbs[0] >= i or _opens(tags, start, end):
        return None
    return "PTKVZ" if _is_verb(words[i] + shared().lemma_as(words[verbs[0]], "VVFIN")) else None


def separated(words: Sequence[str], tags: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of a finite full verb and its separated particle to the right in the same clause, by their places.

    A clause may be broken by inserted ones: *hebt sich, wie man sieht, davon ab*.
    """
    taken: set[int] = set()
    for i, tag in enumerate(tags):
        start = i
        while tag == "PTKVZ" and start >= 0:
            start, end = _segment(words, tags, start)
            verbs = [k for k in range(start, min(end, i)) if tags[k] in {"VVFIN", "VVIMP"} and k not in taken]
            if verbs and not _opens(tags, start, end):
                taken.add(verbs[-1])
                yield verbs[-1], i
                break
            broken = start < 2 or tags[start - 1] != "$," or (_has_finite(tags, start, end) and not _opens(tags, start, end))
            start = -1 if broken else start - 2


@lru_cache(maxsize=CACHED_FORMS)
def _is_verb(infinitive: str) -> bool:
    """Whether HanTa's lexicon holds the infinitive; what it only guesses is below exp(-14)."""
    return shared().log_probability(infinitive, "VV(INF)") > -14


@lru_cache(maxsize=CACHED_FORMS)
def _may_be(word: str, tag: str) -> bool:
    """Whether HanTa reads the form with one of its own tags."""
    hanta = shared()
    return any(hanta.tags[index] == tag for index, _ in hanta.candidates(word, True))
