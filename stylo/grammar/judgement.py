"""What words judge by themselves, and what words of film they judge, by the tables ``evaluative_*`` and ``film_words``."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from stylo.grammar.conditions import word_set
from stylo.lexicon import table

CACHED = 50_000
OTHER = {"positive": "negative", "negative": "positive"}


class Judgement(NamedTuple):
    """What a word judges: positive or negative, whatever it is said of (scope any), of a work alone (work) or behind *zu*.

    ``target`` is what a noun is about where nothing else says it; empty for adjectives.
    """

    polarity: str
    scope: str
    target: str = ""


@lru_cache(CACHED)
def adjective_judgement(lemma: str) -> Judgement | None:
    """The judgement of an adjective in small letters: of its row, of what it is derived from, or of what follows a booster.

    The lemmatiser writes some as they were written once: *häßlich*.
    """
    found = _adjectives().get(lemma) or _adjectives().get(lemma.replace("ß", "ss")) or _derived(lemma)
    if found:
        return found
    rest = next((lemma.removeprefix(prefix) for prefix in _boosters() if lemma.startswith(prefix)), "")
    return _adjectives().get(rest.lstrip("-"))


def noun_judgement(lemma: str) -> Judgement | None:
    """The judgement of a noun."""
    return _nouns().get(lemma)


@cache
def _adjectives() -> dict[str, Judgement]:
    return {row["lemma"]: Judgement(row["polarity"], row["scope"]) for row in table("evaluative_adjectives")}


@cache
def _nouns() -> dict[str, Judgement]:
    return {row["lemma"]: Judgement(row["polarity"], row["scope"], row["target"]) for row in table("evaluative_nouns")}


@cache
def _boosters() -> tuple[str, ...]:
    return tuple(row["word"].rstrip("-") for row in table("degree_modifiers") if row["place"] == "prefix")


def _derived(lemma: str) -> Judgement | None:
    """The judgement of a derived adjective, by the first row that holds."""
    return next(filter(None, (_by_affix(lemma, row) for row in table("evaluative_derivations"))), None)


def _by_affix(lemma: str, row: dict[str, str]) -> Judgement | None:
    affix, bases = row["affix"], row["bases"]
    if row["place"] == "prefix":
        base = _adjectives().get(lemma.removeprefix(affix)) if lemma.startswith(affix) else None
        return Judgement(OTHER[base.polarity], "work") if base and base.scope != "zu" else None
    stem = lemma.removesuffix(affix) if lemma.endswith(affix) else ""
    if not stem or (bases != "VERB" and stem not in word_set(bases) and stem.removesuffix("s") not in word_set(bases)):
        return None
    return Judgement(row["polarity"], "work")


@lru_cache(CACHED)
def film_target(lemma: str, pos: str = "noun") -> str:
    """What of a film a noun or verb in small letters names: *script* for *dialog*; also as the last part of a compound."""
    whole, parts = _film_words(pos)
    if lemma in whole:
        return whole[lemma]
    return next((target for part, target in parts if lemma.endswith(part)), "")


@cache
def _film_words(pos: str) -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    """The words with their targets, and those that may be the last part of a compound, the longest first."""
    words = [(word, row["target"]) for row in table("film_words") if row["pos"] == pos for word in row["words"].split()]
    whole = {word.removeprefix("-"): target for word, target in reversed(words)}
    parts = [(word.removeprefix("-"), target) for word, target in words if word.startswith("-")]
    return whole, tuple(sorted(parts, key=lambda part: -len(part[0])))
