"""What the form of an adjective tells: participle, compound with its parts, degree.

Morphemes come from HanTa where it knows them; endings and ``lexicon/adjective_seconds.tsv`` tell what it holds in one piece.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from stylo.lexicon import table
from stylo.pipeline.hanta import CACHED_FORMS, shared

SHORTEST_FIRST_PART = 3
# HanTa gives what it only guesses by its ending less than exp(-15).
LEAST_LOG_PROBABILITY = -14.0
_ENDING = re.compile(r"e[mnrs]?$")
_PARTICIPLE_1 = re.compile(r"[^\W\d_]{2,}(?:end|elnd|ernd)$")
_NO_PARTICIPLE_1 = frozenset("elend behend horrend stupend tausend dutzend abend wildfremd".split())
_PARTICIPLE_2 = re.compile(
    r"(?:^|\w)ge[^\W\d_]{2,}(?:t|en)$|^(?:un)?(?:be|ent|er|ver|zer|miss)[^\W\d_]{3,}(?:t|en)$|[^\W\d_]{2,}iert$"
)
_NO_PARTICIPLE_2 = re.compile(r"(?:ent|ant|isten|haft|echt|icht|acht|ernst|gen)$")
_SUFFIX = re.compile(r"(?:isch|lich|ig)$")
_UMLAUT = re.compile(r"([äöü])([^aeiouäöü]+)$")
_COMPARATIVE = re.compile(r"[^\W\d_]{3,}er$")
_SUPERLATIVE = re.compile(r"[^\W\d_]{2,}(?:st|est)$")
# Stems in -er and -st, which look like degrees and are none.
_STEMS_IN_ER = re.compile(
    r"(?:düster|bitter|sicher|lecker|teuer|heiter|munter|sauber|tapfer|wacker|finster|mager|hager|locker|nüchtern?|schüchtern|bieder|"
    r"integer|makaber|sonder|inner|äußer|ober|unter|hinter|vorder|mittler|ander|weiter|clever|super|hyper|immer|albern|eisern|silber|"
    r"sauer|ungeheuer|geheuer|schwanger|hammer|unser|euer|selber|schwer|leer|quer|besonder|nieder|propper|kunterbunter)$"
)
_STEMS_IN_ST = re.compile(
    r"(?:ernst|fest|robust|wüst|feist|dreist|bewusst|bewußt|getrost|verhasst|gefasst|just|erst|august|blasst?)$"
)
_IRREGULAR = {"besser": "comparative", "mehr": "comparative", "best": "superlative", "meist": "superlative"}


class Form(NamedTuple):
    """``participial``: Partizip I or II; ``parts`` of a compound joined by +; ``affixoid``: a bleached part (-voll, -los).

    Each is empty where it does not apply. ``degree``: positive, comparative or superlative.
    """

    participial: str
    parts: str
    affixoid: str
    degree: str


@lru_cache(CACHED_FORMS)
def form(text: str, tag: str, lemma: str) -> Form:
    """The form of an adjective as written, by its STTS tag (ADJA, ADJD) and lemma."""
    morphemes = _morphemes(text, tag)
    stem = lemma.lower() if tag == "ADJA" else text.lower()
    participial = _participial(morphemes, _bare(stem))
    parts, affixoid = _parts(morphemes, lemma.lower())
    return Form(participial, parts, affixoid, _degree(text, tag, morphemes, participial))


@lru_cache(CACHED_FORMS)
def _morphemes(text: str, tag: str) -> tuple[tuple[str, str], ...]:
    """HanTa's morphemes with their classes, empty for what it cannot read."""
    return shared().morphemes(text, "ADJ(A)" if tag == "ADJA" else "ADJ(D)")


def _bare(stem: str) -> str:
    return stem.rsplit("-", 1)[-1]


def _participial(morphemes: tuple[tuple[str, str], ...], stem: str) -> str:
    kinds = {kind for _, kind in morphemes}
    if "PRESPART" in kinds or (_PARTICIPLE_1.search(stem) and stem not in _NO_PARTICIPLE_1):
        return "Partizip I"
    if "SUF_PP" in kinds or "PREF_PP" in kinds:
        return "Partizip II"
    return "Partizip II" if _PARTICIPLE_2.search(stem) and not _NO_PARTICIPLE_2.search(stem) else ""


@cache
def _seconds() -> tuple[dict[str, str], list[int]]:
    """The second parts with their kinds, and how long they may be, the longest first."""
    kinds = {row["second"]: row["kind"] for row in table("adjective_seconds")}
    return kinds, sorted({len(second) for second in kinds}, reverse=True)


def _parts(morphemes: tuple[tuple[str, str], ...], lemma: str) -> tuple[str, str]:
    """Parts of a compound, and the affixoid: a hyphen, two stems in HanTa's analysis, or a known second part."""
    if "-" in lemma.strip("-"):
        return "+".join(part for part in lemma.split("-") if part), ""
    kinds, lengths = _seconds()
    for length in lengths:
        first, second = lemma[:-length], lemma[-length:]
        if second in kinds and len(first) >= SHORTEST_FIRST_PART and re.search(r"[aeiouyäöü]", first):
            return ("", second) if kinds[second] == "affixoid" else (f"{first}+{second}", "")
    stems = _stems(morphemes, lemma)
    return "" if stems and _is_derived(lemma) else stems, ""


def _is_derived(lemma: str) -> bool:
    """Whether the adjective is a compound noun with a suffix: *großstädtisch* from *Großstadt*."""
    suffix = _SUFFIX.search(lemma)
    if suffix is None:
        return False
    stem = lemma[: suffix.start()]
    plain = _UMLAUT.sub(lambda umlaut: "aou"["äöü".index(umlaut[1])] + umlaut[2], stem)
    nouns = (base + ending for base in (stem, plain) for ending in ("", "e", "en", "er", "ie", "ik"))
    return any(shared().log_probability(noun.capitalize(), "NN") > LEAST_LOG_PROBABILITY for noun in nouns)


def _stems(morphemes: tuple[tuple[str, str], ...], lemma: str) -> str:
    """*hand+verlesen*, *tief+traurig*: a noun or adjective stem before another stem."""
    for k, (_, kind) in enumerate(morphemes[:-1]):
        if kind in {"NN", "NN_VAR", "ADJ", "NE", "ADJ_VAR"} and morphemes[k + 1][1].startswith(
            ("VV", "ADJ", "PREF", "NN", "FUGE")
        ):
            if morphemes[k + 1][1] in {"ADJ_COMP", "ADJ_SUP"}:
                return ""
            first = "".join(text for text, _ in morphemes[: k + 1])
            if lemma.startswith(first.lower()) and len(first) >= SHORTEST_FIRST_PART and len(lemma) > len(first) + 2:
                return f"{first.lower()}+{lemma[len(first) :]}"
    return ""


def _degree(text: str, tag: str, morphemes: tuple[tuple[str, str], ...], participial: str) -> str:
    """Degree of the form. An ADJA that ends in bare -er is inflected (*vollkommener Stille*), only -ere, -eren ... compare."""
    word = text.lower()
    stem = _ENDING.sub("", word) if tag == "ADJA" else word
    if stem in _IRREGULAR:
        return _IRREGULAR[stem]
    kinds = {kind for _, kind in morphemes}
    if "ADJ_SUP" in kinds or (
        tag == "ADJA" and _SUPERLATIVE.search(stem) and not _STEMS_IN_ST.search(stem) and not participial
    ):
        return "superlative"
    if tag == "ADJD" and word.endswith("sten") and not participial:
        return "superlative"
    compares = _COMPARATIVE.search(stem) and not _STEMS_IN_ER.search(stem)
    if "ADJ_COMP" in kinds or (compares and not participial):
        return "comparative"
    return "positive"


@lru_cache(CACHED_FORMS)
def is_known_adjective(word: str) -> bool:
    """Whether an uninflected adjective is in HanTa's lexicon, and not only guessed by its ending."""
    return shared().log_probability(word, "ADJ(D)") > LEAST_LOG_PROBABILITY


@cache
def _kinds() -> tuple[dict[str, str], tuple[tuple[re.Pattern[str], str], ...]]:
    plain, patterns = {}, []
    for row in table("adjective_kinds"):
        if row["form"].startswith("/"):
            patterns.append((re.compile(row["form"].strip("/")), row["kind"]))
        else:
            plain[row["form"]] = row["kind"]
    return plain, tuple(patterns)


@lru_cache(CACHED_FORMS)
def kind(text: str, tag: str, lemma: str) -> str:
    """ordinal, quantifier, colour, nationality, or empty for a plain adjective; see ``lexicon/adjective_kinds.tsv``."""
    plain, patterns = _kinds()
    base = lemma.lower()
    if base in plain:
        return plain[base]
    if tag != "ADJA":
        return ""
    for pattern, name in patterns:
        if pattern.fullmatch(text if name == "nationality" else base) or pattern.fullmatch(text):
            return name
    return ""
