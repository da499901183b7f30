"""Adjectives: one row for every ADJA and ADJD, with its function, form, degree, and the noun that it describes.

What STTS tags ADJA or ADJD is an adjective; nominalised adjectives (*die Handelnden*) are nouns, quantifiers (*viel*, *wenige*)
pronouns or adverbs, and *ganz* before an adjective is an adverb that grades it. Ordinals are ADJA and have a ``kind``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

import pandas as pd
from spacy.tokens import Doc, Token

from stylo.hanta import CACHED_FORMS
from stylo.lexicon import table
from stylo.marks import Missing, Value, frame, is_word, offsets, per
from stylo.measures.adjective_form import form, is_known_adjective, kind
from stylo.measures.adjective_function import functions, reason

COLUMNS = {
    "lemma": "object",
    "tag": "object",
    "function": "object",
    "reason": "object",
    "noun": "object",
    "noun_start": "int64",
    "chain": "int64",
    "position": "int64",
    "chain_length": "int64",
    "extended": "int64",
    "extension": "object",
    "participial": "object",
    "compound": "bool",
    "parts": "object",
    "affixoid": "object",
    "degree": "object",
    "modifier": "object",
    "modification": "object",
    "kind": "object",
    "evaluation": "object",
    "sentence": "int64",
}
_NOUNS = frozenset({"NN", "NE"})
_BETWEEN = frozenset({"ADJA", "ADJD", "ADV", "CARD", "KON", "$,", "TRUNC", "PTKA", "PIAT", "PIDAT", "PTKNEG", "FM", "XY"})
_PHRASE = frozenset({"APPR", "APPRART", "ART", "PDAT", "PPOSAT", "PIAT", "PIDAT", "PRF", "PPER", "NN", "NE", "CARD"})
_OPENERS = frozenset({"ART", "PDAT", "PPOSAT", "PIAT", "PIDAT", "APPR", "APPRART", "ADJA", "$,", "KON", "CARD", "PRELAT"})
_STARTS = frozenset({"ART", "PDAT", "PPOSAT", "PIAT", "PIDAT", "APPR", "APPRART"})
_MODIFIERS = frozenset({"ADV", "ADJD", "PTKNEG", "PTKA", "PTKIFG", "PTKMA", "PRF", "PROAV"})
LONGEST_EXTENSION = 25


def adjectives(doc: Doc) -> pd.DataFrame:
    """One row an adjective: start, end, text, lemma, tag, function with its reason, noun, chain, extension, form, degree.

    ``noun`` is the head noun of an ADJA (``noun_start`` its offset, -1 where none is found); ``chain`` numbers the ADJA that
    share a noun, ``position`` counts from 1 within it (0 for an ADJD). ``extended`` is the number of words that depend on the
    ADJA to its left, ``extension`` these words. ``modification`` is the kind of the degree word in ``modifier``.
    """
    return frame(doc, _rows(doc), COLUMNS)


def _rows(doc: Doc) -> list[dict[str, Any]]:
    sentence_of = _sentence_numbers(doc)
    rows = [
        _row(doc, token, function.function, reason(function.rule)) | {"sentence": sentence_of(token)}
        for token, function in functions(doc)
    ]
    _number_chains(rows)
    return rows


def _sentence_numbers(doc: Doc) -> Any:
    """From a token to the number of its sentence, counted as ``sentences`` counts: those with a word in them."""
    numbers: dict[int, int] = {}
    number = 0
    for sentence in doc.sents if doc.has_annotation("SENT_START") else [doc[:]]:
        number += any(map(is_word, sentence))
        numbers.update(dict.fromkeys(range(sentence.start, sentence.end), max(1, number)))
    return lambda token: numbers[token.i]


def _row(doc: Doc, token: Token, function: str, why: str) -> dict[str, Any]:
    tag, lemma = token.tag_, token.lemma_ or token.lower_
    shape = form(token.text, tag, lemma)
    noun = head_noun(doc, token.i) if function == "attributive" else None
    extension = extension_start(doc, token.i) if tag == "ADJA" else token.i
    modifier, modification = degree_modifier(doc, token.i, shape.degree)
    return {
        **offsets([token]),
        "lemma": lemma,
        "tag": tag,
        "function": function,
        "reason": why,
        "noun": noun.text if noun is not None else "",
        "noun_start": noun.idx if noun is not None else -1,
        "extended": sum(map(is_word, doc[extension : token.i])),
        "extension": doc[extension : token.i].text,
        "participial": shape.participial,
        "compound": bool(shape.parts),
        "parts": shape.parts,
        "affixoid": shape.affixoid,
        "degree": shape.degree,
        "modifier": modifier,
        "modification": modification,
        "kind": kind(token.text, tag, lemma),
        "evaluation": _evaluations().get(lemma.lower(), ""),
    }


@cache
def _evaluations() -> dict[str, str]:
    return {row["lemma"]: row["polarity"] for row in table("evaluative_adjectives")}


def _number_chains(rows: Sequence[dict[str, Any]]) -> None:
    """Give the ADJA of one noun a common chain number, their position, and the length of the chain."""
    chains: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        row.update(chain=0, position=0, chain_length=0)
        if row["tag"] == "ADJA":
            key = row["noun_start"] if row["noun_start"] >= 0 else -2 - row["start"]
            chains.setdefault(key, []).append(row)
    for number, chain in enumerate(chains.values(), 1):
        for position, row in enumerate(chain, 1):
            row.update(chain=number, position=position, chain_length=len(chain))


# --- the noun phrase --------------------------------------------------------------------------------------------------------


def head_noun(doc: Doc, i: int) -> Token | None:
    """The noun that the ADJA at ``i`` describes; phrases that extend a later adjective are passed over.

    *In der ersten, durch viele dunkle Bilder geprägten Hälfte*: ersten describes Hälfte, dunkle describes Bilder.
    """
    n = i + 1
    while n < len(doc) and not doc[n].is_sent_start:
        tag = doc[n].tag_
        if tag in _NOUNS:
            return doc[n]
        if tag in _STARTS | {"PRF", "PPER"} and doc[n - 1].tag_ in {"$,", "KON", "ADJA", "ADV"}:
            inner = _phrase_before_adjective(doc, n)
            if inner is None:
                return None
            n = inner
        elif tag not in _BETWEEN and not doc[n].is_space and not doc[n].is_quote:
            return None
        else:
            n += 1
    return None


def _phrase_before_adjective(doc: Doc, n: int) -> int | None:
    """Index of the ADJA that the phrase at ``n`` extends, or None where no ADJA follows the phrase."""
    seen_noun = doc[n].tag_ in {"PRF", "PPER"}
    for k in range(n, min(len(doc), n + LONGEST_EXTENSION)):
        tag = doc[k].tag_
        if tag == "ADJA" and seen_noun:
            return k
        if tag in _NOUNS:
            seen_noun = True
        elif tag not in _PHRASE | _BETWEEN or tag == "$,":
            return None
    return None


def extension_start(doc: Doc, i: int) -> int:
    """Index of the first word that depends on the ADJA at ``i``, ``i`` itself where nothing does.

    Modifiers right before it always belong to it; whole phrases do where a determiner, preposition or adjective before them
    shows that a noun phrase was already open: *ihrem [gerade aus dem Knast] entlassenen Mann*.
    """
    k = i
    while k > 0 and doc[k - 1].tag_ in _MODIFIERS and not doc[k].is_sent_start:
        k -= 1
    direct = k
    while k > 0 and not doc[k].is_sent_start and i - k < LONGEST_EXTENSION:
        before = doc[k - 1].tag_
        if before in _NOUNS:
            start = _phrase_start(doc, k - 1)
            if start is None:
                break
            k = start
        elif before in _MODIFIERS | {"PPER"}:
            k -= 1
        else:
            break
    opened = k < direct and k > 0 and not doc[k].is_sent_start and doc[k - 1].tag_ in _OPENERS and _is_open(doc, k - 1)
    return k if opened else direct


def _is_open(doc: Doc, k: int) -> bool:
    """Whether the word at ``k`` leaves a noun phrase open; a comma or conjunction does after an adjective."""
    if doc[k].tag_ in {"$,", "KON"}:
        return k > 0 and doc[k - 1].tag_ == "ADJA"
    return True


def _phrase_start(doc: Doc, noun: int) -> int | None:
    """Index where the phrase of a noun starts: its preposition, else its determiner."""
    k = noun
    while k > 0 and not doc[k].is_sent_start and doc[k - 1].tag_ in {"ADJA", "ADJD", "ADV", "CARD", "KON", "TRUNC", "NE"}:
        k -= 1
    if k > 0 and doc[k - 1].tag_ in _STARTS:
        k -= 1
        if k > 0 and doc[k].tag_ not in {"APPR", "APPRART"} and doc[k - 1].tag_ == "APPR":
            k -= 1
        return k
    return None


# --- degree -----------------------------------------------------------------------------------------------------------------


class _Modifier(NamedTuple):
    kind: str
    place: str


@cache
def _degree_words() -> dict[str, _Modifier]:
    return {row["word"]: _Modifier(row["kind"], row["place"]) for row in table("degree_modifiers")}


@cache
def _prefixes() -> tuple[tuple[str, str], ...]:
    return tuple((word.rstrip("-"), modifier.kind) for word, modifier in _degree_words().items() if modifier.place == "prefix")


@lru_cache(CACHED_FORMS)
def degree_prefix(word: str) -> tuple[str, str]:
    """The grading first part of an adjective in lower case and its kind (*hammer-*, booster), if the rest is an adjective."""
    for prefix, name in _prefixes():
        rest = word.removeprefix(prefix).lstrip("-")
        if word.startswith(prefix) and is_known_adjective(rest) and kind(rest, "ADJD", rest) != "nationality":
            return f"{prefix}-", name
    return "", ""


def degree_modifier(doc: Doc, i: int, degree: str) -> tuple[str, str]:
    """The word or first part that grades the adjective at ``i``, and its kind; two empty strings where there is none."""
    if i > 0 and not doc[i].is_sent_start and doc[i - 1].tag_ in {"ADV", "ADJD", "PTKA", "PIAT", "PIS", "PTKIFG", "VVPP"}:
        word = doc[i - 1].lower_
        if word == "bisschen" and i > 1 and doc[i - 2].lower_ == "ein":
            word = "ein bisschen"
        found = _degree_words().get(word)
        if found and found.place == "word" and (found.kind != "comparative" or degree == "comparative"):
            return word, found.kind
    stem = doc[i].lower_ if doc[i].tag_ == "ADJD" else (doc[i].lemma_ or doc[i].text).lower()
    return degree_prefix(stem)


# --- values -----------------------------------------------------------------------------------------------------------------


def summarise(doc: Doc, marks: pd.DataFrame | None = None) -> dict[str, Value]:
    """The values of ``lexicon/measures_adjectives.tsv`` for a document; ``Missing`` where one cannot be said.

    ``marks`` spares a second look where the frame of ``adjectives(doc)`` is at hand.
    """
    found = adjectives(doc) if marks is None else marks
    tags = [token.tag_ for token in doc if is_word(token)]
    nouns = sum(tag in _NOUNS for tag in tags)
    verbs = sum(tag.startswith("VV") for tag in tags)
    adja, adjd = (int((found["tag"] == tag).sum()) for tag in ("ADJA", "ADJD"))
    result: dict[str, Value] = {
        "adjectives": len(found),
        "adjectives_per_100_words": per(adja + adjd, len(tags), 100, "words"),
        "adja_per_100_words": per(adja, len(tags), 100, "words"),
        "adjd_per_100_words": per(adjd, len(tags), 100, "words"),
        "adja_per_noun": per(adja, nouns, 1, "nouns"),
    }
    return result | _shares(found) | _noun_phrases(found) | _quotients(verbs, len(found))


def _shares(found: pd.DataFrame) -> dict[str, Value]:
    """Percentages of all adjectives."""
    n = len(found)
    masks = {
        "attributive": found["function"] == "attributive",
        "predicative": found["function"] == "predicative",
        "adverbial": found["function"] == "adverbial",
        "participial": found["participial"] != "",
        "compound": found["compound"],
        "affixoid": found["affixoid"] != "",
        "intensified": found["modification"].isin(["booster", "maximizer", "excess"]),
        "comparative": found["degree"] == "comparative",
        "superlative": found["degree"] == "superlative",
        "evaluative": found["evaluation"] != "",
    }
    return {f"{name}_percent": per(int(mask.sum()), n, 100, "adjectives") for name, mask in masks.items()}


def _noun_phrases(found: pd.DataFrame) -> dict[str, Value]:
    attributes = found[found["tag"] == "ADJA"]
    chains = attributes.drop_duplicates("chain")["chain_length"]
    n = len(chains)
    none = Missing("the text has no attributive adjectives")
    return {
        "chain_length_mean": int(chains.sum()) / n if n else none,
        "chain_length_max": int(chains.max()) if n else none,
        "chains_of_two_or_more_percent": 100 * int((chains >= 2).sum()) / n if n else none,
        "extended_attributes_percent": per(
            int((attributes["extended"] > 1).sum()), len(attributes), 100, "attributive adjectives"
        ),
        "extension_words_max": int(attributes["extended"].max()) if n else none,
    }


def _quotients(verbs: int, adjective_count: int) -> dict[str, Value]:
    """Busemann's quotient by its proxy, Altmann's Q with its test."""
    total = verbs + adjective_count
    none = Missing("the text has neither full verbs nor adjectives")
    q = verbs / total if total else 0.0
    u = (q - 0.5) / math.sqrt(0.25 / total) if total else 0.0
    return {
        "busemann_quotient_proxy": verbs / adjective_count if adjective_count else Missing("the text has no adjectives"),
        "altmann_q": q if total else none,
        "altmann_u": u if total else none,
        "altmann_p": math.erfc(abs(u) / math.sqrt(2)) if total else none,
    }


def nouns(found: pd.DataFrame) -> pd.DataFrame:
    """Which nouns attract which adjectives: noun, adjectives (count), lemmas, most described first."""
    described = found[found["noun"] != ""]
    groups = described.groupby("noun", sort=False)["lemma"]
    result = groups.agg(adjectives="size", lemmas=lambda lemmas: ", ".join(dict.fromkeys(lemmas))).reset_index()
    return result.sort_values("adjectives", ascending=False, kind="stable", ignore_index=True)


def per_sentence(found: pd.DataFrame) -> Iterator[tuple[int, dict[str, int]]]:
    """Sentence number and the count of each function in it, for sentences that hold an adjective."""
    for sentence, group in found.groupby("sentence"):
        yield int(str(sentence)), {str(name): int(count) for name, count in group["function"].value_counts().items()}
