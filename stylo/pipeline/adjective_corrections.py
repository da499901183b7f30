"""Corrections to what taggers take for an adjective and is none, or miss: predicates of evaluation, names, particles.

A participle behind *für* or *als*, or with a verb that links, is a predicate (*hält das für misslungen*); what is written with
a capital inside a sentence is a name (*Regisseur Neu*); what makes a verb with the finite one is its particle (*geht schief*).
Each rule stands in ``lexicon/retag.tsv`` as those of `stylo.pipeline.corrections` do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from stylo.lexicon import table
from stylo.pipeline.hanta import CACHED_FORMS, shared
from stylo.pipeline.quotes import BRACKETS, MARKS
from stylo.pipeline.stretches import at, stretch
from stylo.pipeline.stts import ADJECTIVES, DETERMINERS, FINITE, NOUNS, OPENERS, PREPOSITIONS

_SIDE = frozenset({"ADV", "PTKNEG", "PTKA", "PTKIFG", "PTKMA"})
_COMPARES = frozenset("mehr weniger anders andere anderes eher".split())
_AUXILIARIES = frozenset({"VAFIN", "VAINF", "VAPP", "VAIMP"})
_SET_OFF = ADJECTIVES - {"ADJA"} | _SIDE | {"VVPP", "VVFIN", "KON"}
_QUOTES = MARKS - BRACKETS
_OBLIQUE = re.compile(r"(?:[dmsk]?ein|dies|jen|jed|d|ihr|unser|welch)(?:e[nms])$|des$")
_OBLIQUE_PRONOUNS = frozenset("ihn ihm ihnen mich mir dich dir uns euch sich einander".split())
_FIRST_FIELD = frozenset({"ADJD", "ADV", "KON", "PROAV"})
_GRADING = frozenset("umso desto immer sehr zu ganz so noch viel".split())
_PARTICIPLE = re.compile(
    r"(?!un)(?:(?:ab|an|auf|aus|bei|dar|ein|her\w*|hin\w*|mit|nach|vor|zu)?(?:be|emp|ent|er|ver|zer|miss)|\w*ge|über|unter)\w{3,}(?:t|en)$"
    r"|\w+iert$"
)
_DECADE = re.compile(r"\d+er$")
_LEAST = -14.0
"""Log-probability above which HanTa's lexicon holds a form with a tag, and does not only guess it."""


@lru_cache(maxsize=CACHED_FORMS)
def _is_known(word: str, tag: str) -> bool:
    return shared().log_probability(word, tag) > _LEAST


@lru_cache(maxsize=CACHED_FORMS)
def _may_be(word: str, tag: str) -> bool:
    """Whether HanTa reads the form with one of its own tags."""
    hanta = shared()
    return any(hanta.tags[index] == tag for index, _ in hanta.candidates(word, True))


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(row["word"] for row in table("adjective_words") if row["kind"] == kind)


@cache
def _verbs(*frames: str) -> frozenset[str]:
    """The verbs of a frame with which any adjective, and so any participle, is a predicate."""
    rows = [row for row in table("copulas") if row["frame"] in frames and row["only"] == "_"]
    return frozenset(row["verb"] for row in rows) - {"sein", "werden", "bleiben"}


def _lemmas(words: Sequence[str], tags: Sequence[str], start: int, end: int, but: int) -> Iterator[str]:
    """The lemmas of the verbs from ``start`` to ``end`` but that at ``but``, also with each particle, and *sich*, before."""
    particles = [words[k] for k in range(start, end) if tags[k] == "PTKVZ"]
    particles += ["sich "] if "PRF" in tags[start:end] else []
    for k in range(start, end):
        if tags[k][:2] == "VV" and k != but:
            lemma = shared().lemma_as(words[k], tags[k])
            yield from (particle + lemma for particle in particles)
            yield lemma


def _has(words: Sequence[str], tags: Sequence[str], i: int, verbs: frozenset[str]) -> bool:
    """Whether a verb around the word, but for itself, is one of these."""
    start, end = stretch(tags, i)
    return any(lemma in verbs for lemma in _lemmas(words, tags, start, end, i))


def _first_conjunct(tags: Sequence[str], i: int) -> int:
    """The first of the adjectives and participles that are joined with the one at ``i``: *misslungen* of *für misslungen und
    überschätzt*."""
    k = i
    while True:
        n = k - 1
        while at(tags, n) in _SIDE:
            n -= 1
        if at(tags, n) not in {"KON", "$,"} or at(tags, n - 1) not in {"ADJD", "VVPP"}:
            return k
        k = n - 1


def evaluated_participle(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """A participle behind *für*, or behind *als* beside a verb that takes it, is a predicate: *hält das für misslungen*."""
    if not words[i].islower() or not _may_be(words[i], "VV(PP)"):
        return None
    k = _first_conjunct(tags, i) - 1
    while at(tags, k) in _SIDE:
        k -= 1
    particle, tag = at(words, k).lower(), at(tags, k)
    if particle == "für" and tag == "APPR":
        return "ADJD"
    if particle != "als" or tag not in {"KOKOM", "KOUS", "APPR"} or _is_comparison(words, tags, k - 1):
        return None
    return "ADJD" if _has(words, tags, i, _verbs("als", "für")) else None


def _is_comparison(words: Sequence[str], tags: Sequence[str], k: int) -> bool:
    word = at(words, k).lower()
    return word in _COMPARES or (at(tags, k) in ADJECTIVES and word.endswith("er"))


def linked_participle(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """A participle beside a verb that links and governs none is a predicate: *Sie wirkt gehetzt*."""
    start, end = stretch(tags, i)
    if not words[i].islower() or not _AUXILIARIES.isdisjoint(tags[start:end]) or not _may_be(words[i], "VV(PP)"):
        return None
    if tags[i] == "VVFIN" and not (any(tag in FINITE for tag in tags[start:i]) and i + 1 == end):
        return None
    if any(tags[k] == "VVPP" and k != i and tags[k - 1] not in {"KON", "$,"} for k in range(i + 1, end)):
        return None
    if _has_complement(tags, i):
        return None
    return "ADJD" if _has(words, tags, _first_conjunct(tags, i), _verbs("subject", "object")) else None


def _has_complement(tags: Sequence[str], i: int) -> bool:
    """Whether the participle has a complement, and STTS leaves it a verb: *zu Höherem berufen*, *gut unterhalten*."""
    k = i - 1
    if at(tags, k) == "ADJD":
        return True
    if at(tags, k) in NOUNS:
        k -= 1
        while at(tags, k) in DETERMINERS | {"ADJA"}:
            k -= 1
    return at(tags, i + 1) in PREPOSITIONS or (k < i - 1 and at(tags, k) in PREPOSITIONS)


def passive_participle(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """Beside an auxiliary and no other verb, what may be a participle is one: *Das wird als Attraktion dargeboten*."""
    start, end = stretch(tags, i)
    verbs = [k for k in range(start, end) if tags[k][:1] == "V"]
    if not verbs or any(tags[k] not in _AUXILIARIES | {"VMFIN"} for k in verbs) or not words[i].islower():
        return None
    asks = any(words[k].lower().startswith(("wird", "werd", "wurd", "würd", "word", "hab", "hat", "hät")) for k in verbs)
    if any(words[k] in {"geworden", "gewesen"} for k in verbs) or at(tags, i + 1) in NOUNS | ADJECTIVES:
        return None
    if words[i] in _words("adverb unless predicate") or (not asks and (words[i] in _lexicalised() or words[i][:2] == "un")):
        return None
    agent = at(words, i + 1) in {"von", "vom", "durch"} and _PARTICIPLE.match(words[i])
    unknown = asks and not shared().known(words[i]) and _PARTICIPLE.match(words[i])
    return "VVPP" if agent or unknown or (_PARTICIPLE.match(words[i]) and _is_rather_participle(words[i])) else None


@cache
def _lexicalised() -> frozenset[str]:
    return frozenset(row["participle"] for row in table("state_participles"))


@lru_cache(maxsize=CACHED_FORMS)
def _is_rather_participle(word: str) -> bool:
    hanta = shared()
    likelihoods = {hanta.tags[index]: likelihood for index, likelihood in hanta.candidates(word, True)}
    return likelihoods.get("VV(PP)", 0.0) > likelihoods.get("ADJ(D)", 0.0)


def set_off_participle(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """A participle set off behind a noun with nothing but words of degree describes: *im Sessel, benommen und beglückt*."""
    start, end = stretch(tags, i)
    if start < 2 or tags[start - 1] != "$," or at(tags, start - 2) not in NOUNS or not _SET_OFF.issuperset(tags[start:end]):
        return None
    if not _AUXILIARIES.isdisjoint(tags[:start]) or not _may_be(words[i], "VV(PP)"):
        return None
    return "ADJD" if sum(tag in FINITE for tag in tags[:start]) and at(tags, end) in {"$.", "$,", ""} else None


def closed_predicative(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """Words that only predicate are adjectives with *sein*, *werden*, *bleiben*: *Wir sind quitt. Mir ist angst und bange.*"""
    if words[i] not in _only_predicative():
        return None
    start, end = stretch(tags, i)
    linked = any(tags[k] in _AUXILIARIES and words[k][:2] not in {"ha", "hä"} for k in range(start, end))
    return "ADJD" if (linked or _has(words, tags, i, frozenset({"bleiben"}))) and at(tags, i + 1) not in NOUNS else None


@cache
def _only_predicative() -> frozenset[str]:
    return frozenset(row["word"] for row in table("only_predicative"))


def adjective_particle(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """An adjective that has become the particle of a verb says nothing behind it: *geht schief*, *tut ihm leid*."""
    verbs = _particle_verbs().get(words[i])
    if verbs is None or at(tags, i + 1) not in {"$.", "$,", "$(", "KON", ""}:
        return None
    start, _ = stretch(tags, i)
    return "PTKVZ" if any(lemma in verbs for lemma in _lemmas(words, tags, start, i, i)) else None


@cache
def _particle_verbs() -> dict[str, frozenset[str]]:
    return {row["particle"]: frozenset(row["verbs"].split(",")) for row in table("adjective_particles")}


def stranded_particle(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """A particle without a verb that it could belong to is an adjective: *Der Fall ist klar, der Täter bekannt*."""
    if words[i] in _words("particle") or not _is_known(words[i], "ADJ(D)"):
        return None
    verbs = [shared().lemma_as(words[k], tags[k]) for k in range(i) if tags[k] in {"VVFIN", "VVIMP"}]
    return "ADJD" if _verbs("subject").union({"bleiben"}).issuperset(verbs) else None


def capital_inside(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """A capital inside the sentence makes an undeclined adjective a name or a noun: *Regisseur Neu*, *Alt und Jung*."""
    word = words[i]
    if not word[0].isupper() or not word.isalpha() or (word.isupper() and len(word) > 1) or i == 0:
        return None
    if tags[i - 1] in {"$.", "$(", "XY", "_SP"}:
        return None
    if tags[i - 1] in DETERMINERS | PREPOSITIONS | {"ADJA"}:
        return "NN" if at(tags, i + 1) not in NOUNS | ADJECTIVES | {"$("} else None
    named = i - 1 - (tags[i - 1] in {"KON", "$,"})
    return "NE" if at(tags, named) in NOUNS and words[named][0].isupper() else None


def capital_at_start(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """At the start of a sentence it is one before a figure, a second one, or where nothing else could be the subject."""
    if i > 0 or not words[i][0].isupper() or not words[i].isalpha():
        return None
    following, verb = at(tags, 1), at(words, 1)
    if following == "CARD" and verb.isdigit() and words[0].lower() not in _words("quantity"):
        return "NE" if at(tags, 2) not in NOUNS | ADJECTIVES | {"CARD", "PIAT", "APPR"} else None
    if following == "KON" and at(tags, 2) in NOUNS | {"ADJD"} and at(words, 2)[:1].isupper():
        return "NE" if _is_known(words[2].lower(), "ADJ(D)") else None
    return "NE" if following == "VVFIN" and _lacks_subject(words, tags, 2) else None


def _lacks_subject(words: Sequence[str], tags: Sequence[str], n: int) -> bool:
    """Whether no word from ``n`` to the end of the clause may be its subject, and no clause follows that may."""
    governed = oblique = False
    first = n
    while n < len(tags) and tags[n] not in {"$.", "$,"}:
        word, tag = words[n].lower(), tags[n]
        if tag in PREPOSITIONS:
            governed = True
        elif tag in DETERMINERS:
            oblique = bool(_OBLIQUE.match(word))
        elif tag in NOUNS or tag in {"PPER", "PIS", "PDS", "PRF"}:
            free = tag in NOUNS or (word not in _OBLIQUE_PRONOUNS and not _OBLIQUE.match(word))
            if free and not governed and not oblique:
                return False
            governed = oblique = False
        n += 1
    return n > first and not (at(tags, n) == "$," and at(tags, n + 1) in OPENERS)


def fronted_adjective(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """What is joined to an adjective at the start of a sentence is one, for all its capital: *Rau und zugleich zart ist er*.

    HanTa must know the adjective, or take it for a name, which could not be joined to one before the verb.
    """
    n = 1
    while at(tags, n) in {"KON", "$,"} | _SIDE:
        n += 1
    joined = i == 0 and at(tags, 1) in {"KON", "$,"} and at(tags, n) == "ADJD" and words[n].islower()
    name = tags[0] == "NE" and at(tags, 1) == "KON" and at(tags, n + 1) in FINITE
    return "ADJD" if joined and (name or _may_be(words[0].lower(), "ADJ(D)")) else None


def small_noun_predicate(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """No noun is written small, so what ends a clause with *sein* and is no known noun is its predicate: *Der Ton ist rau*."""
    word = words[i]
    if not word.islower() or not word.isalpha() or at(tags, i + 1) not in {"$.", "KON", ""}:
        return None
    if tags[i - 1 : i] and tags[i - 1] not in _SIDE | {"VAFIN", "ADJD", "KON", "PPER", "NN", "NE"}:
        return None
    start, _ = stretch(tags, i)
    linked = any(tags[k] == "VAFIN" and words[k][0] in "bisw" and words[k][:2] != "wi" for k in range(start, i))
    return "ADJD" if linked and not _is_known(word.capitalize(), "NN") and len(word) > 2 else None


def invariable_predicate(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """An adjective that is never inflected describes no noun where none follows: *Die Schrift ist rosa*."""
    if words[i] not in _words("invariable"):
        return None
    n = i + 1
    while at(tags, n) in {"KON", "$,"} | _SIDE:
        n += 1
    return None if at(tags, n) in NOUNS | {"ADJA", "CARD"} else "ADJD"


def graded_noun(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """What is written small behind a word of degree and is known as an adjective is no noun: *umso heller*."""
    word = words[i]
    if not word.islower() or at(words, i - 1).lower() not in _GRADING or at(tags, i + 1) in NOUNS:
        return None
    return "ADJD" if any(_is_known(stem, "ADJ(D)") for stem in (word, word.removesuffix("er"))) else None


def initial_attribute(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """An inflected adjective before a noun at the start owes its capital to that: *Liebe Hanna*, *Alter Schwede*."""
    if i > 0 and tags[i - 1] != "$.":
        return None
    if at(tags, i + 1) not in NOUNS or not words[i + 1][0].isupper() or not words[i].endswith(("e", "er", "es")):
        return None
    return "ADJA" if words[i][0].isupper() and _is_known(words[i].lower(), "ADJ(A)") else None


def finite_for_participle(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """In a sentence without one, a form that may be finite is so behind its subject: *Anna Ernst überzeugt in ihrer Rolle*."""
    if not words[i].islower() or i == 0 or not _may_be(words[i], "VV(FIN)"):
        return None
    after = at(tags, i + 1)
    if tags[i - 1] == "KON" and at(tags, i - 2) == "VVFIN":
        return "VVFIN" if after in DETERMINERS | {"PRF", "PPER"} else None
    if any(tag in FINITE for tag in tags) or tags[0] not in NOUNS | DETERMINERS | {"PPER"}:
        return None
    subject = tags[i - 1] in NOUNS and not {"$,", "$.", "APPR", "APPRART", "KOUS"} & set(tags[:i])
    follows = after in DETERMINERS | PREPOSITIONS | {"PRF", "PPER", "KON", "ADV", "NN", "NE"}
    follows = follows or (after in {"", "$."} and tags[0] in DETERMINERS and words[i].endswith("t"))  # Der Film überzeugt.
    return "VVFIN" if subject and follows and at(words, i + 1) not in {"von", "vom", "durch"} else None


def finite_for_attribute(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """In a sentence without a finite verb, what describes no noun may be one: *Heiter inszenierte Klara das Drama*."""
    if i == 0 or not words[i].islower() or not words[i].endswith(("te", "ten")) or not _FIRST_FIELD.issuperset(tags[:i]):
        return None
    if any(tag in FINITE for tag in tags) or at(tags, i + 1) not in DETERMINERS | {"NE", "PPER", "PRF"}:
        return None
    return "VVFIN" if _may_be(words[i], "VV(FIN)") else None


def genitive_numeral(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """*Zweier* and *dreier* are number words in the genitive."""
    return "CARD" if words[i].lower() in {"zweier", "dreier"} else None


def figure(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """A decade without its noun is one (*die 80er*), and what stands behind a slash counts (*9/10.*)."""
    if _DECADE.match(words[i]) and at(tags, i + 1) not in NOUNS | {"ADJA", "KON", "$,", "TRUNC"}:
        return "NN"
    return "CARD" if words[i][0].isdigit() and at(words, i - 1) == "/" else None
