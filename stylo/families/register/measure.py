"""Register as two poles that are kept apart: features of distance (literate) and of nearness (oral), each with its marks.

After Koch & Oesterreicher (1985) and Ágel & Hennig (2006). No feature decides alone, and the poles are never one score.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import pandas as pd
from spacy.tokens import Doc

from stylo.families.family import Family
from stylo.families.register import genitives
from stylo.families.register import words as words_of_register
from stylo.families.register.verbs import Verbal, brackets, konjunktive, modal_infinitives, passives
from stylo.grammar.clauses import Clause, clauses
from stylo.grammar.conditions import Words
from stylo.grammar.marks import Missing, Value, frame, per
from stylo.grammar.particles import focus_particles, readings
from stylo.grammar.tokens import Known, Type, View, inside, view
from stylo.lexicon import table
from stylo.pipeline.stts import ADPOSITIONS, NOUNS, RELATIVE

COLUMNS = {
    "feature": "object",
    "pole": "object",
    "reason": "object",
    "entry": "object",
    "sentence": "int64",
    "words": "int64",
    "with_start": "int64",
    "with_end": "int64",
}
Row = dict[str, Any]

_APOSTROPHE = re.compile(r"^(?:\w+['’`´](?:s|n|ne|nen|m|ner|nem|r|se)|['’`´](?:s|n|ne|nen|m|ner|nem))$")
_APOSTROPHES = frozenset("'’`´")
_SIGNS = _APOSTROPHES | {"?", "!"}
SHORTEST_NOMINALISATION = 6  # letters
_PICTURES = r"\u2600-\u27bf\U0001f300-\U0001faff"
# One of the first characters comes first in the pattern, and what must stand before it behind that: such patterns fail fast.
_EMOTICON = re.compile(
    rf"[:;=xX^oO<{_PICTURES}-](?:(?<=[:;=])(?<![\w(].)['’]?[-o^~]?[)(DPpO3|\]\[][)(]*(?!\w)"
    r"|(?<!\w.)(?:(?<=[xX])D+|(?<=\^)_*\^|(?<=-)_+-|(?<=[oO])_[oO]|(?<=<)3)(?!\w)"
    rf"|(?<=[{_PICTURES}])\ufe0f?)"
)
_FIRST = re.compile(r"^(?:ich|mir|mich|meiner|wir|uns|mein(?:e|en|em|er|es)?|unser(?:e|en|em|er|es)?|unsre[nmrs]?)$")
_DU = re.compile(r"^(?:du|dir|dich|deiner|dein(?:e|en|em|er|es)?)$")
_SALUTATIONS = frozenset("liebe lieber werte werter hallo hey hi servus moin na".split())
_IHR = re.compile(r"^(?:euch|euer|eure[nmrs]?)$")
_SIE = re.compile(r"^(?:Sie|Ihnen|Ihr(?:e|en|em|er|es)?)$")

_SECOND_PLURAL = frozenset("seid habt wisst könnt müsst dürft sollt wollt mögt werdet wart hattet".split())


def register(doc: Doc | View) -> pd.DataFrame:
    """All marks of distance and of nearness, and of what belongs to neither pole, in text order.

    After Koch & Oesterreicher (1985) and Ágel & Hennig (2006).

    Parameters
    ----------
    doc : Doc
        A text that went through ``stylo.load()``, or tokens of it (``grammar.tokens.view``). As ``stylo.register`` it takes a
        string, a ``Path`` and several texts too: of these the table has the id in its first column, ``document``.

    Returns
    -------
    DataFrame
        start, end (character offsets, end exclusive), text, feature, pole (distance, nearness or neutral), reason, entry
        (dictionary form), sentence (number from 1), words (between the brackets of a Satzklammer, else 0), with_start and
        with_end (where a partner stands apart: the participle of a passive, the verb of a phrase; -1 where there is none).

    Raises
    ------
    ValueError
        For a ``Doc`` without tags or sentences, and for a string that is the name of a file.
    TypeError
        For what is no text.

    Examples
    --------
    >>> import stylo
    >>> doc = stylo.load()("Das ist halt so.")
    >>> stylo.register(doc)[["text", "feature", "pole"]].to_numpy().tolist()
    [['halt', 'modal_particle', 'nearness']]
    """
    laid_out = view(doc)
    return frame(laid_out, laid_out.once(_rows), COLUMNS)


def _rows(laid_out: View) -> list[Row]:
    rows: list[Row] = []
    for number, (start, end) in enumerate(laid_out.sentences, 1):
        parts = laid_out.once(clauses, start, end)
        for finder in (_verbal, _lexical):
            rows += finder(laid_out, start, end, parts, number)
        rows += _token_features(laid_out, start, end, number)
    rows += _particle_rows(laid_out)
    rows = list(_without_doubles(rows))
    rows += _emoticons(laid_out)
    return sorted(rows, key=lambda row: (row["start"], row["end"], row["feature"]))


def _particle_rows(laid_out: View) -> Iterator[Row]:
    """Modal and focus particles; a word that may be both is a focus particle."""
    words = laid_out.once(Words)
    known = dict(readings(words))
    found = {i: ("modal_particle", reading.reason) for i, reading in known.items() if reading.modal}
    found |= dict.fromkeys(focus_particles(words, known), ("focus_particle", "picks out a phrase"))
    for word, (feature, reason) in found.items():
        i = words.tokens[word]
        yield _row(
            laid_out, laid_out.sentence_at(laid_out.offsets[i]), feature, (i, i), reason=reason, entry=laid_out.lowers[i]
        )


_JUDGED = frozenset({"colloquial", "vulgar", "elevated"})


def _without_doubles(rows: Sequence[Row]) -> Iterator[Row]:
    """*überaus klug, verdammt laut*: an intensifier has its pole from the lexicon already; a second mark would say it twice."""
    intensifiers = {(row["start"], row["end"], row["pole"]) for row in rows if row["feature"] == "intensifier"}
    for row in rows:
        if row["feature"] not in _JUDGED or (row["start"], row["end"], row["pole"]) not in intensifiers:
            yield row


def pole_counts(marks: pd.DataFrame) -> dict[str, int]:
    """Number of marks of each pole; a stretch of text that bears two (*obgleich*) counts once."""
    return _pole_counts(zip(marks["start"], marks["end"], marks["pole"], strict=True))


def _pole_counts(marks: Iterable[tuple[int, int, str]]) -> dict[str, int]:
    once = Counter(pole for _, _, pole in set(marks))
    return {pole: once[pole] for pole in ("distance", "nearness")}


@cache
def poles() -> Mapping[str, str]:
    """The pole of each feature, in the order of the table."""
    return {row["feature"]: row["pole"] for row in table("register_features")}


def _row(
    laid_out: View, number: int, feature: str, span: tuple[int, int], *, reason: str, entry: str, partner: int | None = None
) -> Row:
    return {
        "start": laid_out.offsets[span[0]],
        "end": laid_out.ends[span[1]],
        "feature": feature,
        "pole": poles()[feature],
        "reason": reason,
        "entry": entry,
        "sentence": number,
        "words": 0,
        "with_start": -1 if partner is None else laid_out.offsets[partner],
        "with_end": -1 if partner is None else laid_out.ends[partner],
    }


def _why(mark: Verbal | words_of_register.Word) -> dict[str, Any]:
    return {"reason": mark.reason, "entry": mark.entry, "partner": mark.partner}


def _verbal(laid_out: View, start: int, end: int, parts: Sequence[Clause], number: int) -> Iterator[Row]:
    for finder in (passives, konjunktive, modal_infinitives, brackets):
        for mark in finder(laid_out, start, end, parts):
            row = _row(laid_out, number, mark.feature, (mark.first, mark.last), **_why(mark))
            if mark.feature == "satzklammer" and mark.partner is not None:
                row["words"] = laid_out.words_between(mark.first, mark.partner)
            yield row


def _lexical(laid_out: View, start: int, end: int, parts: Sequence[Clause], number: int) -> Iterator[Row]:
    for word in words_of_register.lexical(laid_out, start, end, parts):
        yield _row(laid_out, number, word.feature, (word.first, word.last), **_why(word))


def _token_features(laid_out: View, start: int, end: int, number: int) -> Iterator[Row]:
    """Features that one token and its neighbours show."""
    finders = laid_out.once(_finders_of_tokens)
    for i in inside(laid_out.once(_telling_places), start, end):
        for finder in finders[i]:
            for feature, last, reason, entry in finder(laid_out, i, start, end):
                row = _row(laid_out, number, feature, (i, last), reason=reason, entry=entry)
                if feature == "intensifier":
                    row["pole"] = _words("intensifiers")[entry]["pole"]
                yield row


def _finders_of_tokens(laid_out: View) -> list[tuple[Finder, ...]]:
    return _FINDERS.each(laid_out.types)


def _telling_places(laid_out: View) -> list[int]:
    return [i for i, finders in enumerate(laid_out.once(_finders_of_tokens)) if finders]


def _finders(word: Type) -> tuple[Finder, ...]:
    """The finders that may find something at a word like this; most find nothing at most words."""
    found = [finder for finder, may in _BY_TAG.get(word.tag, ()) if may is None or may(word)]
    return (*found, _by_form) if _speaks(word) else tuple(found)


_FINDERS = Known(_finders)


Found = Iterator[tuple[str, int, str, str]]


@cache
def _suffixes() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((row["suffix"], tuple(row["not_in"].split(", "))) for row in table("nominalisations"))


def _nominalisation(laid_out: View, i: int, start: int, end: int) -> Found:
    yield "nominalisation", i, f"-{_nominal_suffix(laid_out.lowers[i])}", laid_out.lemmas[i]


def _nominal_suffix(form: str) -> str:
    """The suffix that makes a word in small letters a nominalisation, or nothing."""
    if len(form) >= SHORTEST_NOMINALISATION:
        for suffix, spared in _suffixes():
            if form.endswith(suffix) and not form.endswith(spared):
                return suffix
    return ""


def _nominal_infinitive(laid_out: View, i: int, start: int, end: int) -> Found:
    yield "nominalisation", i, "nominalised infinitive", laid_out.lemmas[i]


def _genitive(laid_out: View, i: int, start: int, end: int) -> Found:
    noun = genitives.after_article(laid_out, i, start, end)
    if noun is not None:
        yield "genitive_attribute", noun, "article in the genitive behind a noun", laid_out.lemmas[noun]


def _strong_genitive(laid_out: View, i: int, start: int, end: int) -> Found:
    noun = genitives.after_adjective(laid_out, i, start, end)
    if noun is not None:
        yield "genitive_attribute", noun, "adjective in the genitive without an article", laid_out.lemmas[noun]


def _name_genitive(laid_out: View, i: int, start: int, end: int) -> Found:
    place = genitives.name(laid_out, i, start, end)
    if place is not None:
        yield "genitive_attribute", i, f"name in the genitive {place}", laid_out.lemmas[i]


def _pronoun(laid_out: View, i: int, start: int, end: int) -> Found:
    form, lower = laid_out.forms[i], laid_out.lowers[i]
    if _FIRST.match(lower):
        yield "first_person", i, "pronoun", "ich" if lower[0] in "im" else "wir"
    elif _DU.match(lower):
        yield "address_du", i, "pronoun", "du"
    elif _IHR.match(lower) or _second_plural(laid_out, i) or _after_salutation(laid_out, i, start):
        yield "address_ihr", i, "pronoun", "ihr"
    elif _SIE.match(form) and i > start and laid_out.tags[i - 1][:1] != "$":
        yield "address_sie", i, "capital letter inside the sentence", "Sie"


def _second_plural(laid_out: View, i: int) -> bool:
    """*ihr* is the second person beside a verb that can only be one: *wisst ihr*."""
    return laid_out.lowers[i] == "ihr" and bool(_SECOND_PLURAL & {laid_out.lower(i - 1), laid_out.lower(i + 1)})


def _after_salutation(laid_out: View, i: int, start: int) -> bool:
    """*Liebe Leser, ihr kennt das*: the word behind a salutation that opens the sentence, beside a verb in -t."""
    if laid_out.lowers[i] != "ihr" or laid_out.tag(i - 1) != "$," or not laid_out.lower(i + 1).endswith("t"):
        return False
    opening = laid_out.lowers[start : i - 1]
    return (
        bool(opening)
        and opening[0] in _SALUTATIONS
        and laid_out.tags[i - 2] in {"NN", "NE"}
        and "$," not in laid_out.tags[start : i - 1]
    )


def _man(laid_out: View, i: int, start: int, end: int) -> Found:
    yield "impersonal_man", i, "indefinite pronoun", "man"


def _subordinator(laid_out: View, i: int, start: int, end: int) -> Found:
    yield "subordination", i, "subordinating conjunction", laid_out.lowers[i]


def _relative(laid_out: View, i: int, start: int, end: int) -> Found:
    yield "relative_clause", i, "relative pronoun", laid_out.lemmas[i]


def _interjection(laid_out: View, i: int, start: int, end: int) -> Found:
    yield "interjection", i, "tagged as an interjection", laid_out.lowers[i]


@cache
def _words(name: str) -> Mapping[str, Mapping[str, str]]:
    return {row["entry"]: row for row in table(name)}


def _adverb(laid_out: View, i: int, start: int, end: int) -> Found:
    lower = laid_out.lowers[i]
    deictic = _words("deixis").get(lower)
    if deictic and laid_out.tags[i] == "ADV":
        yield "deixis", i, f"points to a {deictic['kind']}", lower


def _intensifier(laid_out: View, i: int, start: int, end: int) -> Found:
    row = _words("intensifiers").get(laid_out.lowers[i])
    graded = {"ADJD"} if laid_out.tags[i] == "ADJA" else {"ADJA", "ADJD", "ADV"}
    if row and i + 1 < end and (laid_out.tags[i + 1] in graded or laid_out.tags[i + 1] in row["also"].split()):
        colloquial = "colloquial " if row["label"] == "ugs." else ""
        yield "intensifier", i, f"{colloquial}degree of {laid_out.forms[i + 1]}", laid_out.lowers[i]


def _speaks(word: Type) -> bool:
    """Whether ``_by_form`` may find anything."""
    return word.lower in _spoken_words() or not _SIGNS.isdisjoint(word.lower)


@cache
def _spoken_words() -> frozenset[str]:
    return frozenset(_words("interjections").keys() | _words("contractions").keys())


def _by_form(laid_out: View, i: int, start: int, end: int) -> Found:
    """What tags do not tell reliably: punctuation, clipped words, exclamations."""
    form, lower = laid_out.forms[i], laid_out.lowers[i]
    if _is_final_sign(form):
        if i == start or not _is_final_sign(laid_out.forms[i - 1]):  # a run of signs asks or exclaims once
            last = next((k for k in range(i, end) if not _is_final_sign(laid_out.forms[k])), end) - 1
            signs = "".join(laid_out.forms[i : last + 1])
            yield "question" if "?" in signs else "exclamation", last, "final sign", signs
    elif lower in _words("interjections") and laid_out.tags[i] != "ITJ" and _alone(laid_out, i, start, end):
        yield "interjection", i, "listed, apart from the clause", lower
    if not _APOSTROPHES.isdisjoint(form):
        if _APOSTROPHE.match(lower) and not _name_with_s(laid_out, i, start):
            yield "contraction", i, "apostrophe", lower
    elif lower in _words("contractions") and (form.islower() or i == start) and not _foreign(laid_out, i):
        yield "contraction", i, f"for {_words('contractions')[lower]['full']}", lower


def _is_final_sign(form: str) -> bool:
    return bool(form) and {*form} <= {"?", "!"}


def _foreign(laid_out: View, i: int) -> bool:
    """Inside a run of foreign words or a name."""
    foreign = {"NE", "FM"}
    return laid_out.tags[i] in foreign and (laid_out.tag(i - 1) in foreign or laid_out.tag(i + 1) in foreign)


def _name_with_s(laid_out: View, i: int, start: int) -> bool:
    """*Andrea's Film*: a genitive; also English (*it's* among foreign words)."""
    tag = laid_out.tags[i]
    return tag in {"NE", "NN", "FM"} and (laid_out.forms[i][:1].isupper() or tag == "FM")


def _alone(laid_out: View, i: int, start: int, end: int) -> bool:
    """Commas, dashes or the sentence's edges on both sides, or on one side at the start."""
    before = i == start or laid_out.tags[i - 1][:1] == "$"
    after = i + 1 >= end or laid_out.tags[i + 1][:1] == "$"
    return (before and after) or (i == start and laid_out.tags[i] in {"FM", "XY", "PTKANT"})


def _emoticons(laid_out: View) -> Iterator[Row]:
    for start, end, sign in laid_out.found(_EMOTICON):
        yield {
            "start": start,
            "end": end,
            "feature": "emoticon",
            "pole": poles()["emoticon"],
            "reason": "sign for a face or feeling",
            "entry": sign,
            "sentence": laid_out.sentence_at(start),
            "words": 0,
            "with_start": -1,
            "with_end": -1,
        }


def _is_deictic(word: Type) -> bool:
    return word.lower in _words("deixis")


def _is_intensifier(word: Type) -> bool:
    return word.lower in _words("intensifiers")


Finder = Callable[[View, int, int, int], Found]
_GENITIVE = (_genitive, genitives.may_be_article)
_NAME_GENITIVE = (_name_genitive, genitives.may_be_name)
_INTENSIFIER = (_intensifier, _is_intensifier)
# The finders for each tag, and what must be true of a word for one to be asked at all.
_BY_TAG: dict[str, tuple[tuple[Finder, Callable[[Type], object] | None], ...]] = {
    "NN": (
        (_nominalisation, lambda word: _nominal_suffix(word.lower)),
        (_nominal_infinitive, lambda word: "Nominal=Inf" in word.morph),
        (_name_genitive, lambda word: word.form.endswith("s") and word.form != word.lemma),
    ),
    "NE": (_NAME_GENITIVE, _INTENSIFIER),
    "FM": (_NAME_GENITIVE,),
    **dict.fromkeys(("ART", "PDAT", "PIAT", "CARD"), (_GENITIVE,)),
    "PPOSAT": ((_pronoun, None), _GENITIVE),
    **dict.fromkeys(("PPER", "PRF", "PPOSS"), ((_pronoun, None),)),
    "PIS": ((_man, lambda word: word.lower == "man"),),
    **dict.fromkeys(("KOUS", "KOUI"), ((_subordinator, None),)),
    **dict.fromkeys(RELATIVE, ((_relative, None),)),
    "ITJ": ((_interjection, None),),
    **dict.fromkeys(("ADV", "ADJD", "PTKIFG"), ((_adverb, _is_deictic), _INTENSIFIER)),
    "ADJA": (_GENITIVE, (_strong_genitive, genitives.may_be_strong), _INTENSIFIER),
    "PTKA": (_INTENSIFIER,),
}


_PRONOUN_TAGS = frozenset({"PPER", "PRF", "PIS", "PDS", "PRELS", "PWS", "PPOSS"})
_ATTRIBUTIVE = frozenset({"PPOSAT", "PDAT", "PIAT", "PRELAT", "PWAT"})
_ADVERBS = frozenset({"ADV", "PROAV", "PWAV", "PTKMA", "PTKIFG", "PTKMWL"})


def formality_f(doc: Doc | View) -> dict[str, Value]:
    """Formality F of Heylighen & Dewaele (1999) in per cent of words, in its four German variants.

    F = (noun + adjective + preposition + article - pronoun - verb - adverb - interjection + 100) / 2; higher is more formal.
    ``formality_f`` counts attributive pronouns (*mein, dieser*) as pronouns and ADJD as adjectives;
    ``..._attributive_article`` takes the first as articles, ``..._adjd_adverb`` the second as adverbs, the last one both.
    Missing without words.
    """
    return _formality_f(Counter(view(doc).word_tags))


def _formality_f(tags: Counter[str]) -> dict[str, Value]:
    names = ("formality_f", "formality_f_attributive_article", "formality_f_adjd_adverb")
    if not tags:
        return dict.fromkeys((*names, "formality_f_attributive_article_adjd_adverb"), Missing("no_words"))
    formal = sum(tags[tag] for tag in NOUNS | ADPOSITIONS | {"ADJA", "ADJD", "ART"})
    deictic = sum(n for tag, n in tags.items() if tag in _PRONOUN_TAGS | _ATTRIBUTIVE | _ADVERBS | {"ITJ"} or tag[:1] == "V")
    percent = 100 / tags.total()
    base = ((formal - deictic) * percent + 100) / 2
    attributive = sum(tags[tag] for tag in _ATTRIBUTIVE) * percent
    adjd = tags["ADJD"] * percent
    return {
        "formality_f": base,
        "formality_f_attributive_article": base + attributive,
        "formality_f_adjd_adverb": base - adjd,
        "formality_f_attributive_article_adjd_adverb": base + attributive - adjd,
    }


def summarise(doc: Doc | View) -> dict[str, Value]:
    """The values of register from its marks: counts and rates of each feature, ratios of word classes, bracket length, F.

    0 means that nothing was found; rates, means and ratios are missing where there is nothing to divide by.
    """
    laid_out = view(doc)
    rows = laid_out.once(_rows)
    counts = Counter(row["feature"] for row in rows)
    tags = Counter(laid_out.word_tags)
    total = tags.total()
    values: dict[str, Value] = {}
    for feature in poles():
        values[f"{feature}_count"] = counts[feature]
        values[f"{feature}_per_1000_words"] = per(counts[feature], total, 1000, "no_words")
    values["second_person_per_1000_words"] = per(counts["address_du"] + counts["address_ihr"], total, 1000, "no_words")
    for pole, count in _pole_counts((row["start"], row["end"], row["pole"]) for row in rows).items():
        values[f"{pole}_per_1000_words"] = per(count, total, 1000, "no_words")
    return values | _ratios(tags, rows, counts) | _formality_f(tags)


def _ratios(tags: Counter[str], rows: Sequence[Row], counts: Counter[str]) -> dict[str, Value]:
    nouns, verbs = sum(tags[tag] for tag in NOUNS), sum(n for tag, n in tags.items() if tag[:1] == "V")
    full = sum(n for tag, n in tags.items() if tag[:2] == "VV")
    lengths = [row["words"] for row in rows if row["feature"] == "satzklammer"]
    none = Missing("no_satzklammer")
    return {
        "nouns_per_verb": per(nouns, verbs, 1, "no_verbs"),
        "verbs_per_noun": per(verbs, nouns, 1, "no_nouns"),
        "nominal_style": per(nouns, nouns + verbs, 1, "no_nouns_or_verbs"),
        "satzklammer_length_mean": sum(lengths) / len(lengths) if lengths else none,
        "satzklammer_length_max": max(lengths, default=none),
        "subordinations_per_full_verb": per(counts["subordination"], full, 1, "no_full_verbs"),
    }


FAMILY = Family("register", summarise, register)
