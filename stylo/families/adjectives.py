"""Adjectives: one row for every ADJA and ADJD, with its function, form, degree, and the noun that it describes.

What STTS tags ADJA or ADJD is an adjective, but for parts of names and titles, quantifiers and adverbs (`stylo.grammar.names`),
and so is *ander-* without its noun; nominalised adjectives (*die Handelnden*) are nouns, quantifiers (*viel*, *wenige*)
pronouns or adverbs, and *ganz* before an adjective is an adverb that grades it. Ordinals are ADJA and have a ``kind``.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

import pandas as pd
from spacy.lang.lex_attrs import is_quote
from spacy.tokens import Doc

from stylo.families.adjective_function import counted_tag, functions, is_postposed, reason
from stylo.families.family import Family
from stylo.grammar.judgement import adjective_judgement
from stylo.grammar.marks import Missing, Value, frame, per
from stylo.grammar.names import is_no_adjective
from stylo.grammar.tokens import View, view
from stylo.lexicon import table
from stylo.pipeline.adjective_form import form, is_known_adjective, kind
from stylo.pipeline.hanta import CACHED_FORMS
from stylo.pipeline.stts import DETERMINERS, NOUNS, PREPOSITIONS

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
_BETWEEN = frozenset({"ADJA", "ADJD", "ADV", "CARD", "KON", "$,", "TRUNC", "PTKA", "PIAT", "PTKNEG", "FM", "XY"})
_STARTS = DETERMINERS | PREPOSITIONS
_PHRASE = _STARTS | NOUNS | {"PRF", "PPER", "CARD"}
_OPENERS = _STARTS | {"ADJA", "$,", "KON", "CARD", "PRELAT"}
_MODIFIERS = frozenset({"ADV", "ADJD", "PTKNEG", "PTKA", "PTKIFG", "PTKMA", "PRF", "PROAV"})
LONGEST_EXTENSION = 25
LONGEST_PHRASE = 200  # tokens in which an adjective's noun is looked for; a list without an end is no phrase


def adjectives(doc: Doc | View) -> pd.DataFrame:
    """One row an adjective (ADJA and ADJD of the STTS): what it does, the noun it describes, its chain, form and degree.

    Parameters
    ----------
    doc : Doc
        A text that went through ``stylo.load()``, or tokens of it (``grammar.tokens.view``). As ``stylo.adjectives`` it takes a
        string, a ``Path`` and several texts too: of these the table has the id in its first column, ``document``.

    Returns
    -------
    DataFrame
        start, end (character offsets, end exclusive), text, lemma, tag, function (attributive, predicative, adverbial) with its
        reason; noun, the head noun of an ADJA (noun_start its offset, -1 where none is found); chain, the number of the ADJA
        that share a noun, with position (from 1, 0 for an ADJD) and chain_length; extended, how many words depend on the ADJA
        to its left, and extension, these words; participial, compound, parts, affixoid; degree; modification, the kind of the
        degree word in modifier; kind; evaluation; sentence (number from 1).

    Raises
    ------
    ValueError
        For a ``Doc`` without tags or sentences, and for a string that is the name of a file.
    TypeError
        For what is no text.

    Examples
    --------
    >>> import stylo
    >>> doc = stylo.load()("Der leise Film ist sehr lang.")
    >>> stylo.adjectives(doc)[["text", "function", "noun", "modifier"]].to_numpy().tolist()
    [['leise', 'attributive', 'Film', ''], ['lang', 'predicative', '', 'sehr']]
    """
    laid_out = view(doc)
    return frame(laid_out, laid_out.once(adjective_rows), COLUMNS)


def adjective_rows(laid_out: View) -> list[dict[str, Any]]:
    """What ``adjectives`` says of each, but for the text: for other families, through ``View.once``."""
    found = ((i, function) for i, function in functions(laid_out) if not is_no_adjective(laid_out, i, function.function))
    rows = [_row(laid_out, i, function.function, reason(function.rule)) for i, function in found]
    for row in rows:
        row["sentence"] = laid_out.sentence_at(row["start"])
    _number_chains(rows)
    return rows


def _row(laid_out: View, i: int, function: str, why: str) -> dict[str, Any]:
    text, tag, lemma = laid_out.forms[i], counted_tag(laid_out.types[i]), laid_out.known_lemmas[i] or laid_out.lowers[i]
    shape = form(text, tag, lemma)
    noun = (i - 1 if is_postposed(laid_out, i) else head_noun(laid_out, i)) if function == "attributive" else None
    extension = extension_start(laid_out, i) if tag == "ADJA" else i
    modifier, modification = degree_modifier(laid_out, i, shape.degree)
    return {
        "start": laid_out.offsets[i],
        "end": laid_out.ends[i],
        "lemma": lemma,
        "tag": tag,
        "function": function,
        "reason": why,
        "noun": laid_out.text[slice(*laid_out.reach(noun, noun + 1))] if noun is not None else "",
        "noun_start": laid_out.offsets[noun] if noun is not None else -1,
        "extended": laid_out.words_between(extension - 1, i),
        "extension": laid_out.text[slice(*laid_out.reach(extension, i))] if extension < i else "",
        "participial": shape.participial,
        "compound": bool(shape.parts),
        "parts": shape.parts,
        "affixoid": shape.affixoid,
        "degree": shape.degree,
        "modifier": modifier,
        "modification": modification,
        "kind": kind(text, tag, lemma),
        "evaluation": _evaluation(lemma.lower(), modification),
    }


def _evaluation(lemma: str, modification: str) -> str:
    """The polarity that the word has by itself; what it judges in its sentence, the family ``evaluation`` tells."""
    judged = adjective_judgement(lemma)
    return judged.polarity if judged and (judged.scope != "zu" or modification == "excess") else ""


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


def head_noun(laid_out: View, i: int) -> int | None:
    """The index of the noun that the ADJA at ``i`` describes; phrases that extend a later adjective are passed over.

    *In der ersten, durch viele dunkle Bilder geprägten Hälfte*: ersten describes Hälfte, dunkle describes Bilder.
    """
    n = i + 1
    while n < len(laid_out) and not laid_out.opens(n):
        tag = laid_out.tags[n]
        if tag in NOUNS:
            return n
        if tag == "PIAT" and laid_out.tags[n - 1] == "ADJA":  # die ersten beiden Teile
            n += 1
            continue
        if tag in _STARTS | {"PRF", "PPER"} and laid_out.tags[n - 1] in {"$,", "KON", "ADJA", "ADV"}:
            inner = _phrase_before_adjective(laid_out, n)
            if inner is None:
                return None
            n = inner
        elif tag not in _BETWEEN and not _joins_attributes(laid_out, n):
            return n - 1 if laid_out.tags[n - 1] in {"FM", "XY"} and n - 1 > i else None
        else:
            n += 1
        if n - i > LONGEST_PHRASE:
            return None
    return None


def _joins_attributes(laid_out: View, n: int) -> bool:
    """Whether the word may stand between an attribute and its noun.

    *ebenso charmante wie kühle Figur*, *kluger, wenn auch langer Film*, *die kluge (und leise) Heldin*.
    """
    form = laid_out.forms[n]
    if form.isspace() or is_quote(form) or form in {"(", ")", "/", "&"}:
        return True
    if laid_out.tags[n] not in {"KOKOM", "KOUS"}:
        return False
    n += 1
    while laid_out.tag(n) in _MODIFIERS:
        n += 1
    return laid_out.tag(n) == "ADJA"


def _phrase_before_adjective(laid_out: View, n: int) -> int | None:
    """Index of the ADJA that the phrase at ``n`` extends, or None where no ADJA follows the phrase."""
    seen_noun = laid_out.tags[n] in {"PRF", "PPER"}
    for k in range(n, min(len(laid_out), n + LONGEST_EXTENSION)):
        tag = laid_out.tags[k]
        if tag == "ADJA" and seen_noun:
            return k
        if tag in NOUNS:
            seen_noun = True
        elif tag not in _PHRASE | _BETWEEN or tag == "$,":
            return None
    return None


def extension_start(laid_out: View, i: int) -> int:
    """Index of the first word that depends on the ADJA at ``i``, ``i`` itself where nothing does.

    Modifiers right before it always belong to it; whole phrases do where a determiner, preposition or adjective before them
    shows that a noun phrase was already open: *ihrem [gerade aus dem Knast] entlassenen Mann*.
    """
    k = i
    while not laid_out.opens(k) and laid_out.tags[k - 1] in _MODIFIERS:
        k -= 1
    direct = k
    while not laid_out.opens(k) and i - k < LONGEST_EXTENSION:
        before = laid_out.tags[k - 1]
        if before in NOUNS:
            start = _phrase_start(laid_out, k - 1)
            if start is None:
                break
            k = start
        elif before in _MODIFIERS | {"PPER"}:
            k -= 1
        else:
            break
    opened = k < direct and not laid_out.opens(k) and laid_out.tags[k - 1] in _OPENERS and _is_open(laid_out, k - 1)
    return k if opened else direct


def _is_open(laid_out: View, k: int) -> bool:
    """Whether the word at ``k`` leaves a noun phrase open; a comma or conjunction does after an adjective."""
    if laid_out.tags[k] in {"$,", "KON"}:
        return k > 0 and laid_out.tags[k - 1] == "ADJA"
    return True


def _phrase_start(laid_out: View, noun: int) -> int | None:
    """Index where the phrase of a noun starts: its preposition, else its determiner."""
    k = noun
    while not laid_out.opens(k) and laid_out.tags[k - 1] in {
        "ADJA",
        "ADJD",
        "ADV",
        "CARD",
        "KON",
        "TRUNC",
        "NE",
    }:
        k -= 1
    if k > 0 and laid_out.tags[k - 1] in _STARTS:
        k -= 1
        if k > 0 and laid_out.tags[k] not in PREPOSITIONS and laid_out.tags[k - 1] == "APPR":
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
def _made() -> tuple[str, ...]:
    """Participles of what is made; an adjective before one says how well: *stark inszeniert*, *unglaublich gespielt*."""
    return tuple(row["word"] for row in table("adjective_words") if row["kind"] == "made")


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


def degree_modifier(laid_out: View, i: int, degree: str) -> tuple[str, str]:
    """The word or first part that grades the adjective at ``i``, and its kind; two empty strings where there is none."""
    if not laid_out.opens(i) and laid_out.tags[i - 1] in {"ADV", "ADJD", "PTKA", "PIAT", "PIS", "PTKIFG", "VVPP"}:
        word = laid_out.lower(i - 1)
        if word == "bisschen" and laid_out.lower(i - 2) == "ein":
            word = "ein bisschen"
        found = _degree_words().get(word)
        grades = found and found.place == "word" and (found.kind != "comparative" or degree == "comparative")
        if found and grades and not (laid_out.tags[i - 1] == "ADJD" and laid_out.lowers[i].startswith(_made())):
            return word, found.kind
    return degree_prefix(laid_out.lowers[i] if laid_out.tags[i] == "ADJD" else laid_out.lemmas[i].lower())


# --- values -----------------------------------------------------------------------------------------------------------------


def summarise(doc: Doc | View) -> dict[str, Value]:
    """The values of ``catalogue/measures_adjectives.tsv`` for a document; ``Missing`` where one cannot be said."""
    laid_out = view(doc)
    found = laid_out.once(adjective_rows)
    tags = Counter(laid_out.word_tags)
    total, nouns = tags.total(), sum(tags[tag] for tag in NOUNS)
    verbs = sum(n for tag, n in tags.items() if tag.startswith("VV"))
    adja, adjd = (sum(row["tag"] == tag for row in found) for tag in ("ADJA", "ADJD"))
    result: dict[str, Value] = {
        "adjectives": len(found),
        "adjectives_per_100_words": per(adja + adjd, total, 100, "no_words"),
        "adja_per_100_words": per(adja, total, 100, "no_words"),
        "adjd_per_100_words": per(adjd, total, 100, "no_words"),
        "adja_per_noun": per(adja, nouns, 1, "no_nouns"),
    }
    return result | _shares(found) | _noun_phrases(found) | _quotients(verbs, len(found))


def _shares(found: Sequence[dict[str, Any]]) -> dict[str, Value]:
    """Percentages of all adjectives."""
    counts = {
        "attributive": sum(row["function"] == "attributive" for row in found),
        "predicative": sum(row["function"] == "predicative" for row in found),
        "adverbial": sum(row["function"] == "adverbial" for row in found),
        "participial": sum(row["participial"] != "" for row in found),
        "compound": sum(row["compound"] for row in found),
        "affixoid": sum(row["affixoid"] != "" for row in found),
        "intensified": sum(row["modification"] in {"booster", "maximizer", "excess"} for row in found),
        "comparative": sum(row["degree"] == "comparative" for row in found),
        "superlative": sum(row["degree"] == "superlative" for row in found),
        "evaluative": sum(row["evaluation"] != "" for row in found),
    }
    return {f"{name}_percent": per(count, len(found), 100, "no_adjectives") for name, count in counts.items()}


def _noun_phrases(found: Sequence[dict[str, Any]]) -> dict[str, Value]:
    attributes = [row for row in found if row["tag"] == "ADJA"]
    chains = [row["chain_length"] for row in attributes if row["position"] == 1]
    n = len(chains)
    none = Missing("no_attributive_adjectives")
    return {
        "chain_length_mean": sum(chains) / n if n else none,
        "chain_length_max": max(chains) if n else none,
        "chains_of_two_or_more_percent": 100 * sum(length >= 2 for length in chains) / n if n else none,
        "extended_attributes_percent": per(
            sum(row["extended"] > 1 for row in attributes), len(attributes), 100, "no_attributive_adjectives"
        ),
        "extension_words_max": max(row["extended"] for row in attributes) if n else none,
    }


def _quotients(verbs: int, adjective_count: int) -> dict[str, Value]:
    """Busemann's quotient by its proxy, Altmann's Q with its test."""
    total = verbs + adjective_count
    none = Missing("no_full_verbs_or_adjectives")
    q = verbs / total if total else 0.0
    u = (q - 0.5) / math.sqrt(0.25 / total) if total else 0.0
    return {
        "busemann_quotient_proxy": verbs / adjective_count if adjective_count else Missing("no_adjectives"),
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


FAMILY = Family("adjectives", summarise, adjectives)
