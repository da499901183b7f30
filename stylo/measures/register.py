"""Register as two poles that are kept apart: features of distance (literate) and of nearness (oral), each with its marks.

After Koch & Oesterreicher (1985) and Ágel & Hennig (2006). No feature decides alone, and the poles are never one score.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import pandas as pd
from spacy.tokens import Doc

from stylo.lexicon import table
from stylo.marks import Value, frame
from stylo.measures import words_of_register
from stylo.measures.clauses import Clause, clauses
from stylo.measures.particles import modal_particles
from stylo.measures.verbs import brackets, konjunktive, modal_infinitives, passives
from stylo.measures.view import View, view

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
_EMOTICON = re.compile(
    r"(?<![\w(])[:;=]['’]?[-o^~]?[)(DPpO3|\]\[](?:[)(]*)(?!\w)|(?<!\w)(?:[xX]D+|\^_*\^|-_+-|[oO]_[oO]|<3)(?!\w)"
    r"|[\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?"
)
_FIRST = re.compile(r"^(?:ich|mir|mich|meiner|wir|uns|mein(?:e|en|em|er|es)?|unser(?:e|en|em|er|es)?|unsre[nmrs]?)$")
_DU = re.compile(r"^(?:du|dir|dich|deiner|dein(?:e|en|em|er|es)?)$")
_IHR = re.compile(r"^(?:euch|euer|eure[nmrs]?)$")
_SIE = re.compile(r"^(?:Sie|Ihnen|Ihr(?:e|en|em|er|es)?)$")

_SECOND_PLURAL = frozenset("seid habt wisst könnt müsst dürft sollt wollt mögt werdet wart hattet".split())
_GENITIVE_ARTICLE = re.compile(r"^(?:de[sr]|eine[sr]|(?:diese|jene|jede|alle|viele|mehrere|solche|manche|welche)[sr]|"
                               r"(?:mein|dein|sein|ihr|unser|kein)e[sr])$")  # fmt: skip
_INSIDE_NOUN_PHRASE = frozenset({"ADJA", "CARD", "ADJD", "ADV", "TRUNC"})
_NP_STARTS = frozenset("ART APPR APPRART NN NE PPER PDAT PDS PPOSAT CARD ADJA PIAT PIS PROAV".split())
_SCHWA_SUBJECTS = re.compile(r"er(?:s|n)?$|ismus$|or$|ling$")


def register(doc: Doc) -> pd.DataFrame:
    """All marks of register in text order.

    Columns: start, end, text; feature; pole (distance, nearness or neutral); reason; entry (dictionary form); sentence (its
    number); words (length of a Satzklammer, else 0); with_start and with_end (where a partner stands apart: the participle of
    a passive, the verb of a phrase; -1 where there is none).
    """
    laid_out = view(doc)
    particles = dict(modal_particles(doc))
    rows: list[Row] = []
    for number, (start, end) in enumerate(laid_out.sentences):
        parts = clauses(laid_out, start, end)
        for finder in (_verbal, _lexical):
            rows += finder(laid_out, start, end, parts, number)
        rows += _token_features(doc, laid_out, start, end, number, particles)
    rows += _emoticons(doc.text, laid_out)
    rows.sort(key=lambda row: (row["start"], row["end"], row["feature"]))
    return frame(doc, rows, COLUMNS)


@cache
def poles() -> Mapping[str, str]:
    """The pole of each feature, in the order of the table."""
    return {row["feature"]: row["pole"] for row in table("register_features")}


def _row(
    laid_out: View, number: int, feature: str, first: int, last: int, reason: str, entry: str, partner: int | None = None
) -> Row:
    return {
        "start": laid_out.offsets[first],
        "end": laid_out.end(last),
        "feature": feature,
        "pole": poles()[feature],
        "reason": reason,
        "entry": entry,
        "sentence": number,
        "words": 0,
        "with_start": -1 if partner is None else laid_out.offsets[partner],
        "with_end": -1 if partner is None else laid_out.end(partner),
    }


def _verbal(laid_out: View, start: int, end: int, parts: Sequence[Clause], number: int) -> Iterator[Row]:
    for finder in (passives, konjunktive, modal_infinitives, brackets):
        for mark in finder(laid_out, start, end, parts):
            row = _row(laid_out, number, mark.feature, mark.first, mark.last, mark.reason, mark.entry, mark.partner)
            if mark.feature == "satzklammer":
                row["words"] = laid_out.words_between(mark.first, mark.last)
            yield row


def _lexical(laid_out: View, start: int, end: int, parts: Sequence[Clause], number: int) -> Iterator[Row]:
    for word in words_of_register.lexical(laid_out, start, end, parts):
        yield _row(laid_out, number, word.feature, word.first, word.last, word.reason, word.entry, word.partner)


def _token_features(doc: Doc, laid_out: View, start: int, end: int, number: int, particles: Mapping[int, str]) -> Iterator[Row]:
    """Features that one token and its neighbours show."""
    for i in range(start, end):
        if i in particles:
            yield _row(laid_out, number, "modal_particle", i, i, particles[i], laid_out.lowers[i])
        tag = laid_out.tags[i]
        for finder in _BY_TAG.get(tag, ()):
            for feature, last, reason, entry in finder(laid_out, i, start, end):
                if feature == "focus_particle" and i in particles:
                    continue
                row = _row(laid_out, number, feature, i, last, reason, entry)
                if feature == "intensifier":
                    row["pole"] = _words("intensifiers")[entry]["pole"]
                yield row
        if tag == "NN" and "Inf" in doc[i].morph.get("Nominal"):
            yield _row(laid_out, number, "nominalisation", i, i, "nominalised infinitive", laid_out.lemmas[i])
        for feature, last, reason, entry in _any_tag(laid_out, i, start, end):
            yield _row(laid_out, number, feature, i, last, reason, entry)


Found = Iterator[tuple[str, int, str, str]]


@cache
def _suffixes() -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((row["suffix"], frozenset(row["not_in"].split(", "))) for row in table("nominalisations"))


def _nominalisation(laid_out: View, i: int, start: int, end: int) -> Found:
    form = laid_out.lowers[i]
    if len(form) < 6:
        return
    for suffix, spared in _suffixes():
        if form.endswith(suffix) and not any(form.endswith(word) for word in spared):
            yield "nominalisation", i, f"-{suffix}", laid_out.lemmas[i]
            return


def _genitive(laid_out: View, i: int, start: int, end: int) -> Found:
    """*die Größe des Films, ein Strudel der Gewalt*; the article decides, a masculine *der* in a verb-final clause is no case."""
    if not _GENITIVE_ARTICLE.match(laid_out.lowers[i]) or i == start or laid_out.tags[i - 1] not in {"NN", "NE"}:
        return
    last = i + 1
    while last < end and (laid_out.tags[last] in _INSIDE_NOUN_PHRASE or laid_out.lowers[last] == "und"):
        last += 1
    if last >= end or laid_out.tags[last] not in {"NN", "NE"}:
        return
    noun = laid_out.forms[last]
    if laid_out.lowers[i].endswith("r") and noun == laid_out.lemmas[last] and _SCHWA_SUBJECTS.search(noun):
        return
    yield "genitive_attribute", last, "article in the genitive behind a noun", laid_out.lemmas[last]


def _name_genitive(laid_out: View, i: int, start: int, end: int) -> Found:
    """*Refns Film*: a name in -s right before its noun."""
    form = laid_out.forms[i]
    if laid_out.tag(i + 1) in {"NN", "ADJA"} and form.endswith(("s", "'", "’")) and laid_out.lemmas[i] != form and i + 1 < end:
        yield "genitive_attribute", i, "name in the genitive before a noun", laid_out.lemmas[i]


def _pronoun(laid_out: View, i: int, start: int, end: int) -> Found:
    form, lower = laid_out.forms[i], laid_out.lowers[i]
    if _FIRST.match(lower):
        yield "first_person", i, "pronoun", "ich" if lower[0] in "im" else "wir"
    elif _DU.match(lower):
        yield "address_du", i, "pronoun", "du"
    elif _IHR.match(lower) or _second_plural(laid_out, i):
        yield "address_ihr", i, "pronoun", "ihr"
    elif _SIE.match(form) and i > start and laid_out.tags[i - 1][:1] != "$":
        yield "address_sie", i, "capital letter inside the sentence", "Sie"


def _second_plural(laid_out: View, i: int) -> bool:
    """*ihr* is the second person beside a verb that can only be one: *wisst ihr*."""
    return laid_out.lowers[i] == "ihr" and bool(_SECOND_PLURAL & {laid_out.lower(i - 1), laid_out.lower(i + 1)})


def _man(laid_out: View, i: int, start: int, end: int) -> Found:
    if laid_out.lowers[i] == "man":
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
    lower, following = laid_out.lowers[i], laid_out.tag(i + 1) if i + 1 < end else ""
    deictic = _words("deixis").get(lower)
    if deictic and laid_out.tags[i] == "ADV":
        yield "deixis", i, f"points to a {deictic['kind']}", lower
    focus = _words("focus_particles").get(lower)
    if focus and (focus["when"] == "any" or following in _NP_STARTS):
        yield "focus_particle", i, "picks out a phrase", lower


def _intensifier(laid_out: View, i: int, start: int, end: int) -> Found:
    row = _words("intensifiers").get(laid_out.lowers[i])
    if row and i + 1 < end and laid_out.tags[i + 1] in {"ADJA", "ADJD", "ADV"}:
        yield "intensifier", i, f"degree of {laid_out.forms[i + 1]}", laid_out.lowers[i]


def _any_tag(laid_out: View, i: int, start: int, end: int) -> Found:
    """What tags do not tell reliably: punctuation, clipped words, exclamations."""
    form, lower = laid_out.forms[i], laid_out.lowers[i]
    if form[:1] in "?!" and set(form) <= {"?", "!"}:
        yield "question" if "?" in form else "exclamation", i, "final sign", form
    elif lower in _words("interjections") and laid_out.tags[i] != "ITJ" and _alone(laid_out, i, start, end):
        yield "interjection", i, "listed, apart from the clause", lower
    if "'" in form or "’" in form or "`" in form or "´" in form:
        if _APOSTROPHE.match(lower) and not _name_with_s(laid_out, i, start):
            yield "contraction", i, "apostrophe", lower
    elif lower in _words("contractions") and form.islower() | (i == start) and laid_out.tags[i] not in {"NE", "FM"}:
        yield "contraction", i, f"for {_words('contractions')[lower]['full']}", lower


def _name_with_s(laid_out: View, i: int, start: int) -> bool:
    """*Andrea's Film*: a genitive; also English (*it's* among foreign words)."""
    tag = laid_out.tags[i]
    return tag in {"NE", "NN", "FM"} and (laid_out.forms[i][:1].isupper() or tag == "FM")


def _alone(laid_out: View, i: int, start: int, end: int) -> bool:
    """Commas, dashes or the sentence's edges on both sides, or on one side at the start."""
    before = i == start or laid_out.tags[i - 1][:1] == "$"
    after = i + 1 >= end or laid_out.tags[i + 1][:1] == "$"
    return (before and after) or (i == start and laid_out.tags[i] in {"FM", "XY", "PTKANT"})


def _emoticons(text: str, laid_out: View) -> Iterator[Row]:
    sentence = 0
    for match in _EMOTICON.finditer(text):
        while sentence + 1 < len(laid_out.sentences) and laid_out.offsets[laid_out.sentences[sentence + 1][0]] <= match.start():
            sentence += 1
        yield {
            "start": match.start(),
            "end": match.end(),
            "feature": "emoticon",
            "pole": poles()["emoticon"],
            "reason": "sign for a face or feeling",
            "entry": match.group(),
            "sentence": sentence,
            "words": 0,
            "with_start": -1,
            "with_end": -1,
        }


Finder = Callable[[View, int, int, int], Found]
_BY_TAG: dict[str, tuple[Finder, ...]] = {
    "NN": (_nominalisation,),
    "NE": (_name_genitive,),
    "ART": (_genitive,),
    "PDAT": (_genitive,),
    "PIAT": (_genitive,),
    "PPOSAT": (_pronoun, _genitive),
    "PPER": (_pronoun,),
    "PRF": (_pronoun,),
    "PPOSS": (_pronoun,),
    "PIS": (_man,),
    "KOUS": (_subordinator,),
    "KOUI": (_subordinator,),
    "PRELS": (_relative,),
    "PRELAT": (_relative,),
    "ITJ": (_interjection,),
    "ADV": (_adverb, _intensifier),
    "ADJD": (_adverb, _intensifier),
    "PTKA": (_intensifier,),
    "PTKIFG": (_adverb, _intensifier),
}


def summarise(doc: Doc) -> dict[str, Value]:
    return {}
