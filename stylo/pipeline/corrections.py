"""General corrections to STTS tags where taggers break what a stylistician counts: adjectives, participles, finite verbs.

A rule looks at the words and tags of one sentence and says the better tag of one of them, or nothing. Each stands in
``lexicon/retag.tsv`` with a sentence that it mends and one that it leaves alone; ``python -m tools.gold.adjectives`` prints
what each does on the gold corpora, none of which loses by it. They ask only for STTS tags, so they may follow any tagger.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from spacy.attrs import TAG
from spacy.language import Language
from spacy.tokens import Doc, Token

from stylo.lexicon import table
from stylo.pipeline.adjective_corrections import (
    adjective_particle,
    capital_at_start,
    capital_inside,
    closed_predicative,
    evaluated_participle,
    figure,
    finite_for_attribute,
    finite_for_participle,
    fronted_adjective,
    genitive_numeral,
    graded_noun,
    initial_attribute,
    invariable_predicate,
    linked_participle,
    passive_participle,
    set_off_participle,
    small_noun_predicate,
    stranded_particle,
)
from stylo.pipeline.hanta import shared
from stylo.pipeline.morphology import features
from stylo.pipeline.stretches import at
from stylo.pipeline.stts import ADJECTIVES, DETERMINERS, NOUNS
from stylo.pipeline.tagger import UPOS, sentences_of
from stylo.pipeline.verb_corrections import (
    clause_final_form,
    clause_final_verb,
    degree_zu,
    extended_attribute,
    participle_behind_auxiliary,
    participle_or_infinitive,
    participle_phrase,
    preposition_zu,
    second_infinitive,
    separated,
    separated_particle,
    swearing,
)
from stylo.reading.normalise import forms

Rule = Callable[[Sequence[str], Sequence[str], int], str | None]

_DETERMINERS_FUSED_TOO = DETERMINERS | {"APPRART"}
_INSIDE_NP = ADJECTIVES | NOUNS | {"ADV", "CARD", "KON", "$,", "TRUNC", "FM", "$(", "XY"}
_INFLECTED = re.compile(r"[^\W\d_]{2,}(?:e[mnrs]?|[rl]n)$")
_PARTICIPLE = re.compile(r"ge[^\W\d_]{2,}(?:t|en)$|^(?:be|emp|ent|er|ver|zer|miss)[^\W\d_]{2,}(?:t|en)$|[^\W\d_]{2,}i[er]{2}t$")
_NEGATED = re.compile(r"un(?!ter)[^\W\d_]{4,}(?:t|en)$")
_BE = frozenset(
    "bin bist ist sind seid war warst waren wart wäre wären sei seien sein gewesen wirkt wirken wirkte bleibt "
    "bleiben blieb blieben".split()
)
_HAVE = frozenset("habe hab hast hat haben habt hatte hattest hatten hattet hätte hätten".split())
_BECOME = frozenset("werde wirst wird werden werdet wurde wurden würde würden worden ward".split())
_BEFORE_ORIGIN = frozenset("die das der dem den eine einer ins im zum zur vom beim".split())


def nominalised_adjective(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """A capitalised ADJA inside the sentence after which its phrase ends without a noun is a noun: *bei Weitem besser*.

    So it is behind a number, also at the start of a sentence: *35-Jährige spielen*.
    """
    head = _NUMBER.sub("", words[i])
    if tags[i] != "ADJA" or not head[:1].isupper() or words[i].endswith("."):
        return None
    if (head == words[i] and _starts_sentence(words, tags, i)) or words[i].isupper():
        return None
    n = i + 1
    while at(tags, n) in _INSIDE_NP - NOUNS - {"$,", "KON", "ADV", "ADJD"}:
        n += 1
    return None if at(tags, n) in NOUNS | {"$,", "KON", "ADV", "ADJD", "TRUNC"} and _noun_follows(tags, i + 1) else "NN"


_NUMBER = re.compile(r"^\d[\d.,]*-")


def _noun_follows(tags: Sequence[str], n: int) -> bool:
    while at(tags, n) in _INSIDE_NP - NOUNS:
        n += 1
    return at(tags, n) in NOUNS


def _starts_sentence(words: Sequence[str], tags: Sequence[str], i: int) -> bool:
    """Whether a capital at ``i`` may be owed to the start of a sentence, a quotation or what follows a colon."""
    return i == 0 or tags[i - 1] in {"$.", "$(", "XY", "_SP"}


def small_noun_before_noun(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """What is written small, inflected, and stands between a determiner and a noun is an adjective: *ein goldnes Zeitalter*."""
    if tags[i] not in NOUNS or not words[i][0].islower() or at(tags, i + 1) not in NOUNS:
        return None
    before = at(tags, i - 1)
    framed = before in _DETERMINERS_FUSED_TOO | {"ADJA", "APPR"} and words[i + 1][0].isupper()
    return "ADJA" if framed and _INFLECTED.match(words[i]) else None


def negated_participle(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """No verb is negated with un-, so *unbeteiligt* or *ungetrübt* is an adjective."""
    return "ADJD" if tags[i] == "VVPP" and _NEGATED.match(words[i].lower()) else None


def graded_participle(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """A participle with sein that *sehr* or *zu* grades names a state: *Wir waren sehr enttäuscht*."""
    if tags[i] != "VVPP" or at(words, i - 1).lower() not in {"sehr", "allzu", "äußerst", "überaus", "höchst"}:
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


def origin_adjective(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """A name in -er between an article and a noun tells the origin: *die Schönfließer Straße*; HanTa knows the nouns in -er."""
    if tags[i] not in NOUNS or not re.fullmatch(r"[A-ZÄÖÜ][a-zäöüß]{3,}er", words[i]) or at(tags, i + 1) != "NN":
        return None
    if not words[i + 1][0].isupper() or at(words, i - 1).lower() not in _BEFORE_ORIGIN:
        return None
    return "ADJA" if math.isfinite(shared().log_probability(words[i], "ADJ(A)")) else None


def compound_adjective(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """What is written small and ends in an adjective is one, though taggers do not know it: *hammerhart*, *stockdunkel*."""
    word = words[i]
    if tags[i] not in NOUNS | {"VVPP"} or not word.islower() or not word.isalpha() or _PARTICIPLE.search(word):
        return None
    if (
        at(tags, i - 1) in _DETERMINERS_FUSED_TOO | {"ADJA", "APPR", "CARD", "PIS", "TRUNC", "ADV"} - {"APPRART"}
        and tags[i] != "VVPP"
    ):
        return None
    firsts = (word[: -len(second)] for second in _second_parts() if word.endswith(second))
    return "ADJD" if any(map(_is_first_part, firsts)) else None


def unknown_compound(words: Sequence[str], tags: Sequence[str], i: int) -> str | None:
    """An unknown word that ends in a known adjective is one, where a participle it can hardly be: *superschön*."""
    word = words[i]
    if tags[i] != "VVPP" or not word.islower() or not word.isalpha() or shared().known(word):
        return None
    if _PARTICIPLE.search(word) or word.endswith("en"):
        return None
    return "ADJD" if any(shared().log_probability(word[k:], "ADJ(D)") > -12 for k in range(3, len(word) - 4)) else None


def _is_first_part(word: str) -> bool:
    """Whether HanTa's lexicon holds the word as a noun or an adjective; what it only guesses is below exp(-14)."""
    known = max(shared().log_probability(word.capitalize(), "NN"), shared().log_probability(word, "ADJ(D)"))
    return len(word) > 2 and known > -14


@cache
def _second_parts() -> tuple[str, ...]:
    return tuple(row["second"] for row in table("adjective_seconds"))


def _bounds(tags: Sequence[str], i: int) -> tuple[int, int]:
    """The stretch between the commas and other marks around a word; no clause, as the tags are still to be mended here."""
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


RULES: dict[Rule, frozenset[str]] = {
    nominalised_adjective: frozenset({"ADJA"}),
    origin_adjective: NOUNS,
    small_noun_before_noun: NOUNS,
    negated_participle: frozenset({"VVPP"}),
    graded_participle: frozenset({"VVPP"}),
    state_participle: frozenset({"VVPP"}),
    compound_adjective: NOUNS | {"VVPP"},
    unknown_compound: frozenset({"VVPP"}),
    clause_final_verb: frozenset({"VVINF", "VAINF", "VMINF"}),
    clause_final_form: frozenset({"VVPP"}),
    second_infinitive: frozenset({"VMFIN"}),
    swearing: frozenset({"ADJA", "ADJD"}),
    participle_behind_auxiliary: frozenset({"VVFIN"}),
    participle_or_infinitive: frozenset({"VVPP", "VVINF"}),
    separated_particle: frozenset({"ADV", "APPR", "PROAV"}),
    participle_phrase: frozenset({"VVFIN"}),
    preposition_zu: frozenset({"PTKA"}),
    degree_zu: frozenset({"APPR"}),
    extended_attribute: frozenset({"PDS", "PRELS"}),
    finite_for_participle: frozenset({"VVPP", "ADJD"}),
    finite_for_attribute: frozenset({"ADJA"}),
    genitive_numeral: frozenset({"ADJA"}),
    figure: frozenset({"ADJA"}),
    invariable_predicate: NOUNS | {"ADJA"},
    graded_noun: NOUNS,
    initial_attribute: frozenset({"NN"}),
    closed_predicative: NOUNS | {"PTKVZ", "VVPP", "VVFIN"},
    small_noun_predicate: NOUNS,
    stranded_particle: frozenset({"PTKVZ"}),
    fronted_adjective: NOUNS | {"VVFIN", "VVIMP"},
    capital_at_start: frozenset({"ADJD"}),
    capital_inside: frozenset({"ADJD"}),
    adjective_particle: frozenset({"ADJD", "ADV", "NN"}),
    evaluated_participle: frozenset({"VVPP", "VVFIN", "VVINF"}),
    linked_participle: frozenset({"VVPP", "VVFIN"}),
    passive_participle: frozenset({"ADJD"}),
    set_off_participle: frozenset({"VVPP", "VVFIN"}),
}
"""The rules in the order in which they are applied, each with the tags that it corrects."""


def retag(words: Sequence[str], tags: Sequence[str], rules: Iterable[Rule] = RULES) -> list[str]:
    """The tags of one sentence after the rules, applied in order; words that are white space keep theirs."""
    result = list(tags)
    for rule in rules:
        corrected = RULES[rule]
        if corrected.isdisjoint(result):
            continue
        for i, word in enumerate(words):
            if result[i] in corrected and word.strip():
                result[i] = rule(words, result, i) or result[i]
    return result


LONGEST_RULED = 300
"""Words of a sentence that the rules see together; a longer one goes through them in pieces."""


@Language.factory("stylo_retag", assigns=["token.tag", "token.pos", "token.lemma", "token.morph"])
class Retagger:
    """Applies the rules, sets ``pos_``, ``lemma_`` and ``morph`` anew where a tag changed, and joins separated verbs.

    The lemma of *hebt* in *hebt sich davon ab* is *abheben*.
    """

    def __init__(self, nlp: Language, name: str) -> None:
        pass

    def __call__(self, doc: Doc) -> Doc:
        read_as, tags = forms(doc), doc.to_array(TAG).tolist()
        # The rules look around each word, up to the edges of its sentence: one without end would take them for ever.
        pieces = (
            sentence[k : k + LONGEST_RULED]
            for sentence in sentences_of(doc, read_as)
            for k in range(0, len(sentence), LONGEST_RULED)
        )
        for places in pieces:
            words, before = [read_as[i] for i in places], [doc.vocab.strings[tags[i]] for i in places]
            after = retag(words, before)
            for i, word, old, new in zip(places, words, before, after, strict=True):
                if old != new:
                    _set_tag(doc[i], word, new)
            for verb, particle in separated(words, after):
                token, prefix = doc[places[verb]], words[particle].lower()
                if not token.lemma_.startswith(prefix):
                    token.lemma_ = prefix + token.lemma_
        return doc


def _set_tag(token: Token, word: str, tag: str) -> None:
    """Give a token another tag, with the universal tag, the lemma and the morphology that go with it and its word."""
    token.tag_ = tag
    token.pos_ = UPOS.get(tag, "X")
    token.lemma_ = shared().lemma_as(word, tag)
    token.set_morph("Nominal=Adj" if tag == "NN" else features(word, tag, token.lemma_))  # type: ignore[attr-defined]
