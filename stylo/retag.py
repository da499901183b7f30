"""General corrections to STTS tags where taggers break what a stylistician counts: adjectives, participles, nominalisations.

A rule looks at the words and tags of one sentence and says the better tag of one of them, or nothing. Each stands in
``lexicon/retag.tsv`` with a sentence that it mends and one that it leaves alone; ``python -m stylo.gold_adjectives`` prints
what each does on the gold corpora, none of which loses by it. They ask only for STTS tags, so they may follow any tagger.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Token

from stylo.hanta import shared
from stylo.lexicon import table
from stylo.tagger import UPOS, sentences_of

Rule = Callable[[Sequence[str], Sequence[str], int], str | None]

_DETERMINERS = frozenset({"ART", "PDAT", "PPOSAT", "PIAT", "PIDAT", "APPRART"})
_NOUNS = frozenset({"NN", "NE"})
_FINITE = frozenset({"VVFIN", "VAFIN", "VMFIN", "VVIMP", "VAIMP"})
_NONFINITE = frozenset({"VVPP", "VVINF", "VVIZU", "VAPP", "VAINF", "VMPP", "VMINF"})
_INSIDE_NP = frozenset({"ADJA", "ADJD", "ADV", "CARD", "KON", "$,", "TRUNC", "FM", "NN", "NE", "$(", "XY"})
_LINKS = frozenset({"KON", "$,", "ADV", "ADJD", "PTKNEG"})
_INFLECTED = re.compile(r"[^\W\d_]{2,}(?:e[mnrs]?|[rl]n)$")
_ENDING = re.compile(r"e[mnrs]?$")
_PARTICIPLE = re.compile(r"ge[^\W\d_]{2,}(?:t|en)$|^(?:be|emp|ent|er|ver|zer|miss)[^\W\d_]{2,}(?:t|en)$|[^\W\d_]{2,}i[er]{2}t$")
_NEGATED = re.compile(r"un(?!ter)[^\W\d_]{4,}(?:t|en)$")
_STEMS_IN_ER = re.compile(
    r"(?:düster|bitter|sicher|lecker|teuer|heiter|munter|sauber|finster|mager|locker|bieder|clever|super|schwer|leer)$"
)
_BE = frozenset(
    "bin bist ist sind seid war warst waren wart wäre wären sei seien sein gewesen wirkt wirken wirkte bleibt "
    "bleiben blieb blieben".split()
)
_HAVE = frozenset("habe hab hast hat haben habt hatte hattest hatten hattet hätte hätten".split())
_BECOME = frozenset("werde wirst wird werden werdet wurde wurden würde würden worden ward".split())
_STEMS_IN_E = (
    "böse",
    "müde",
    "leise",
    "weise",
    "träge",
    "feige",
    "öde",
    "blöde",
    "trübe",
    "präzise",
    "vage",
    "solide",
    "spröde",
)
_BEFORE_ORIGIN = frozenset("die das der dem den eine einer ins im zum zur vom beim".split())
_SUBJECTS = frozenset("ich er sie es man wer niemand jeder jemand keiner gott".split())


def _get(values: Sequence[str], i: int) -> str:
    return values[i] if 0 <= i < len(values) else ""


def nominalised_adjective(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """A capitalised ADJA inside the sentence after which its phrase ends without a noun is a noun: *bei Weitem besser*."""
    if tags[i] != "ADJA" or not words[i][0].isupper() or words[i].endswith("."):
        return None
    if _starts_sentence(words, tags, i) or words[i].isupper():
        return None
    n = i + 1
    while _get(tags, n) in _INSIDE_NP - _NOUNS - {"$,", "KON", "ADV", "ADJD"}:
        n += 1
    return None if _get(tags, n) in _NOUNS | {"$,", "KON", "ADV", "ADJD", "TRUNC"} and _noun_follows(tags, i + 1) else "NN"


def _noun_follows(tags: Sequence[str], n: int) -> bool:
    while _get(tags, n) in _INSIDE_NP - _NOUNS:
        n += 1
    return _get(tags, n) in _NOUNS


def _starts_sentence(words: Sequence[str], tags: Sequence[str], i: int) -> bool:
    """Whether a capital at ``i`` may be owed to the start of a sentence, a quotation or what follows a colon."""
    return i == 0 or tags[i - 1] in {"$.", "$(", "XY", "_SP"}


def parallel_inflection(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """An ADJD with the ending of the ADJA right after it is inflected: *ein wichtiger zusätzlicher Impuls*."""
    if tags[i] != "ADJD" or _get(tags, i + 1) != "ADJA":
        return None
    ending, following = _ENDING.search(words[i]), _ENDING.search(words[i + 1])
    if not ending or not following or ending.group() != following.group():
        return None
    return None if _STEMS_IN_ER.search(words[i].lower()) else "ADJA"


def small_noun_before_noun(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """What is written small, inflected, and stands between a determiner and a noun is an adjective: *ein goldnes Zeitalter*."""
    if tags[i] not in _NOUNS or not words[i][0].islower() or _get(tags, i + 1) not in _NOUNS:
        return None
    before = _get(tags, i - 1)
    framed = before in _DETERMINERS | {"ADJA", "APPR"} and words[i + 1][0].isupper()
    return "ADJA" if framed and _INFLECTED.match(words[i]) else None


def negated_participle(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """No verb is negated with un-, so *unbeteiligt* or *ungetrübt* is an adjective."""
    return "ADJD" if tags[i] == "VVPP" and _NEGATED.match(words[i].lower()) else None


def graded_participle(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """A participle with sein that *sehr* or *zu* grades names a state: *Wir waren sehr enttäuscht*."""
    if tags[i] != "VVPP" or _get(words, i - 1).lower() not in {"sehr", "allzu", "äußerst", "überaus", "höchst"}:
        return None
    clause = _clause(words, tags, i)
    return "ADJD" if clause & _BE and not clause & (_HAVE | _BECOME) else None


def state_participle(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """A participle that has become an adjective, with sein and no other auxiliary: *Das ist weit davon entfernt*."""
    if tags[i] != "VVPP" or words[i].lower() not in _states():
        return None
    clause = _clause(words, tags, i)
    return "ADJD" if clause & _BE and not clause & (_HAVE | _BECOME) else None


@cache
def _states() -> frozenset[str]:
    return frozenset(row["participle"] for row in table("state_participles"))


def perfect_participle(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """A participle that closes a clause whose finite verb is haben is a verb: *Das hat viele empört*."""
    if (
        tags[i] != "ADJD"
        or not _PARTICIPLE.search(words[i].lower())
        or _get(tags, i + 1) not in {"$.", "$,", "KON", "", "VAFIN"}
    ):
        return None
    start, end = _bounds(tags, i)
    others = [k for k in range(start, end) if k != i and tags[k] in _NONFINITE | {"PTKVZ"}]
    finite = {words[k].lower() for k in range(start, end) if tags[k] in _FINITE}
    return "VVPP" if finite and finite <= _HAVE and not others else None


def participle_with_complement(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """After *als*, a participle that keeps a complement of its verb is a verb: *als in zwei Teile getrennt betrachten*."""
    if tags[i] != "ADJD" or not re.search(r"ge[^\W\d_]{2,}(?:t|en)$", words[i].lower()) or _get(tags, i - 1) not in _NOUNS:
        return None
    k = i - 1
    while _get(tags, k) in _NOUNS | {"ADJA", "CARD", "ART", "PPOSAT", "PIAT", "PDAT"}:
        k -= 1
    opened = _get(tags, k) in {"APPR", "APPRART"} and _get(words, k - 1).lower() == "als"
    return "VVPP" if opened else None


def weiss_as_verb(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """*weiß* beside a subject is the verb wissen, not the colour: *weiß Gott*, *wer weiß*, *das weiß man*."""
    if words[i].lower() not in {"weiß", "weiss"} or tags[i] not in {"ADJD", "ADJA", "ADV"}:
        return None
    before, after = _get(words, i - 1).lower(), _get(words, i + 1).lower()
    if after in {"gott", "himmel", "teufel"} or (
        after in {"der", "die"} and _get(words, i + 2) in {"Himmel", "Teufel", "Kuckuck"}
    ):
        return "VVFIN"
    subject = after in _SUBJECTS or (before in _SUBJECTS and _get(tags, i + 1) not in _FINITE)
    return "VVFIN" if subject and not _clause(words, tags, i) & (_BE | _BECOME) else None


def never_an_adverb(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """*gut* compares and inflects: it is ADJD whatever it modifies."""
    return "ADJD" if tags[i] == "ADV" and words[i].lower() in {"gut", "schlecht", "schnell", "schön"} else None


def number_approximated(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """*rund*, *knapp*, *gut* before a number are adjectives: *rund 90 Minuten*."""
    if tags[i] != "ADV" or words[i].lower() not in {"rund", "knapp", "gut", "genau", "exakt"}:
        return None
    return "ADJD" if _get(tags, i + 1) == "CARD" else None


def ganz_before_adjective(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """*ganz* before an adjective or adverb grades it and is an adverb: *ganz große Kunst*."""
    if tags[i] != "ADJD" or words[i].lower() != "ganz":
        return None
    return (
        "ADV"
        if _get(tags, i + 1) in {"ADJA", "ADJD", "ADV"} or (_get(tags, i + 1) == "NN" and _get(tags, i - 1) == "PIS")
        else None
    )


def small_noun_as_predicate(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """What is written small, alone and beside a copula is an adjective, whatever a tagger guesses: *Es war lecker.*"""
    if (
        tags[i] != "NN"
        or not words[i][0].islower()
        or _get(tags, i - 1) in _DETERMINERS | {"ADJA", "CARD", "APPR", "PIS", "TRUNC", "FM"}
    ):
        return None
    if _get(tags, i + 1) not in {"$.", "$,", "", "VAFIN", "KON"} or not any(w[0].isupper() for w in words[1:] if w):
        return None
    return "ADJD" if _get(words, i - 1).lower() in _BE or _get(words, i + 1).lower() in _BE else None


def origin_adjective(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """A name in -er between an article and a noun tells the origin: *die Schönfließer Straße*; HanTa knows the nouns in -er."""
    if tags[i] not in _NOUNS or not re.fullmatch(r"[A-ZÄÖÜ][a-zäöüß]{3,}er", words[i]) or _get(tags, i + 1) != "NN":
        return None
    if not words[i + 1][0].isupper() or _get(words, i - 1).lower() not in _BEFORE_ORIGIN:
        return None
    return "ADJA" if math.isfinite(shared().log_probability(words[i], "ADJ(A)")) else None


def compound_adjective(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """What is written small and ends in an adjective is one, though taggers do not know it: *hammerhart*, *stockdunkel*."""
    word = words[i]
    if tags[i] not in {"NN", "NE", "VVPP"} or not word.islower() or not word.isalpha() or _PARTICIPLE.search(word):
        return None
    if _get(tags, i - 1) in _DETERMINERS | {"ADJA", "APPR", "CARD", "PIS", "TRUNC", "ADV"} - {"APPRART"} and tags[i] != "VVPP":
        return None
    firsts = (word[: -len(second)] for second in _second_parts() if word.endswith(second))
    return "ADJD" if any(map(_is_first_part, firsts)) else None


def _is_first_part(word: str) -> bool:
    """Whether HanTa's lexicon holds the word as a noun or an adjective; what it only guesses is below exp(-14)."""
    known = max(shared().log_probability(word.capitalize(), "NN"), shared().log_probability(word, "ADJ(D)"))
    return len(word) > 2 and known > -14


@cache
def _second_parts() -> tuple[str, ...]:
    return tuple(row["second"] for row in table("adjective_seconds"))


def stem_in_e(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """*müde*, *böse*, *leise* end in -e without inflection: as a predicate they are ADJD."""
    if tags[i] != "ADJA" or not words[i].lower().endswith(_STEMS_IN_E) or _noun_follows(tags, i + 1):
        return None
    if _get(tags, i - 1) in _DETERMINERS | {"ADJA", "APPR"} or _get(tags, i + 1) in {"KON", "$,", "ADJA"}:
        return None
    return "ADJD" if _clause(words, tags, i) & _BE else None


def _bounds(tags: Sequence[str], i: int) -> tuple[int, int]:
    """The stretch between the commas and other marks around a word."""
    start = end = i
    while start > 0 and tags[start - 1] not in {"$,", "$.", "KOUS", "PRELS"}:
        start -= 1
    while end < len(tags) and tags[end] not in {"$,", "$."}:
        end += 1
    return start, end


def _clause(words: Sequence[str], tags: Sequence[str], i: int) -> set[str]:
    """The auxiliaries and copular verbs around a word, in lower case."""
    start, end = _bounds(tags, i)
    return {words[k].lower() for k in range(start, end) if tags[k][:1] == "V"}


RULES: tuple[Rule, ...] = (
    weiss_as_verb,
    nominalised_adjective,
    origin_adjective,
    small_noun_before_noun,
    small_noun_as_predicate,
    parallel_inflection,
    negated_participle,
    graded_participle,
    state_participle,
    perfect_participle,
    participle_with_complement,
    never_an_adverb,
    number_approximated,
    ganz_before_adjective,
    compound_adjective,
    stem_in_e,
)


def retag(words: Sequence[str], tags: Sequence[str], rules: Sequence[Rule] = RULES) -> list[str]:
    """The tags of one sentence after the rules, applied in order; words that are white space keep theirs."""
    result = list(tags)
    for rule in rules:
        for i, word in enumerate(words):
            if word.strip():
                result[i] = rule(words, result, i) or result[i]
    return result


@Language.factory("stylo_retag", assigns=["token.tag", "token.pos", "token.lemma"])
class Retagger:
    """Applies the rules to ``tag_``, and sets ``pos_`` and ``lemma_`` anew where a tag changed."""

    def __init__(self, nlp: Language, name: str) -> None:
        pass

    def __call__(self, doc: Doc) -> Doc:
        for sentence in sentences_of(doc):
            before = [token.tag_ for token in sentence]
            after = retag([token.text for token in sentence], before)
            for token, old, new in zip(sentence, before, after, strict=True):
                if old != new:
                    _set_tag(token, new)
        return doc


def _set_tag(token: Token, tag: str) -> None:
    """Give a token another tag, with the universal tag, the lemma and the mark of a nominalisation that go with it."""
    token.tag_ = tag
    token.pos_ = UPOS.get(tag, "X")
    token.lemma_ = shared().lemma_as(token.text, tag)
    if tag == "NN":
        token.set_morph("Nominal=Adj")  # type: ignore[attr-defined]
