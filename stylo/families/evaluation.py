"""Evaluation: who judges what, and how, in adjectives and nouns.

A judgement is a word of ``evaluative_adjectives.tsv`` or ``evaluative_nouns.tsv``. Everyday words (*gut, mies, dumm*) judge
only where they are said of the film, its parts or its makers (``film_words.tsv``), through the noun that they describe, the
subject of their predicate or the verb that they modify; elsewhere they tell of the plot (*die miesen Typen*). A negation that
reaches the word, or a word like *kaum* before it, turns its polarity (*nie lieblos, wenig überzeugend*). The judgement is
quoted where quotation marks, *laut*, *angekündigt als* or a Konjunktiv I hand it to somebody else
(``evaluation_sources.tsv``), else the critic's. Words of the lexicon in another sense, irony, and judgements in other words
(*man sieht auf die Uhr*) are beyond it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import pandas as pd
from spacy.tokens import Doc

from stylo.families.adjectives import adjective_rows
from stylo.families.family import Family
from stylo.grammar.conditions import QUOTES, WINDOW, Words, condition, word_set
from stylo.grammar.judgement import OTHER, Judgement, adjective_judgement, film_target, noun_judgement
from stylo.grammar.marks import Value, frame, per
from stylo.grammar.negation import is_turned
from stylo.grammar.phrases import finite, subject
from stylo.grammar.tokens import View, view
from stylo.lexicon import table
from stylo.pipeline.stts import NOUNS

COLUMNS = {
    "lemma": "object",
    "function": "object",
    "polarity": "object",
    "negated": "bool",
    "target": "object",
    "about": "object",
    "about_start": "int64",
    "about_end": "int64",
    "holder": "object",
    "reason": "object",
    "sentence": "int64",
}
_REASONS = {
    "attributive": "describes its noun",
    "predicative": "is said of the subject or object",
    "adverbial": "says how something is made",
    "noun": "noun that judges by itself",
}
_THE_FILM = frozenset({"es", "das", "dies", "dieser", "er", "ihn"})
_VERBS = frozenset({"VVFIN", "VVPP", "VVINF", "VVIZU", "ADJA", "ADJD"})
LONGEST_TITLE = 3


class Target(NamedTuple):
    """What is judged, and the index among the words of what names it; -1 where nothing does."""

    name: str
    place: int = -1


NOTHING = Target("")


def evaluation(doc: Doc | View) -> pd.DataFrame:
    """One row a judgement.

    Parameters
    ----------
    doc : Doc
        A text that went through ``stylo.load()``, or tokens of it (``grammar.tokens.view``).

    Returns
    -------
    DataFrame
        start, end (character offsets, end exclusive), text, lemma, function (of an adjective, or noun), polarity in its
        sentence (positive, negative), negated (whether that is the reverse of the word's own), target (film, figures, staging,
        images, script, music, acting, genre, promotion, other), about (the word that names it; about_start, about_end its
        place, -1 for none), holder (critic or quoted), reason, sentence (number from 1).

    Examples
    --------
    >>> import stylo
    >>> found = evaluation(stylo.load()("Die Regie ist nie lieblos. Laut Verleih ist das ein kluger Film."))
    >>> found[["text", "target", "polarity", "holder"]].to_numpy().tolist()
    [['lieblos', 'staging', 'positive', 'critic'], ['kluger', 'film', 'positive', 'quoted']]
    """
    laid_out = view(doc)
    return frame(laid_out, laid_out.once(_rows), COLUMNS)


def _rows(laid_out: View) -> list[dict[str, Any]]:
    words = laid_out.once(Words)
    places = {laid_out.offsets[token]: i for i, token in enumerate(words.tokens)}
    found = [*_adjectives(words, places), *_nouns(words)]
    return sorted(found, key=lambda row: row["start"])


def _adjectives(words: Words, places: dict[int, int]) -> Iterator[dict[str, Any]]:
    """The adjectives that judge, with the noun that the family of adjectives found for them."""
    for row in words.view.once(adjective_rows):
        judged, i = adjective_judgement(row["lemma"].lower()), places[row["start"]]
        too_much = row["modification"] == "excess"
        if judged is None or (judged.scope == "zu" and not too_much):
            continue
        noun = places.get(row["noun_start"], -1)
        always = judged.scope == "any"
        if row["function"] == "attributive":
            target = _described(words, i, noun, always)
        else:
            target = _said_of(words, i, row["function"], always)
        if target.name or always:
            polarity = "negative" if too_much else judged.polarity
            yield from _row(words, i, judged._replace(polarity=polarity), row["function"], target)


def _nouns(words: Words) -> Iterator[dict[str, Any]]:
    """The nouns that judge; everyday ones only where something of the film is near."""
    for i, tag in enumerate(words.tags):
        if tag not in NOUNS:
            continue
        token = words.tokens[i]
        judged = noun_judgement(words.view.forms[token]) or noun_judgement(words.view.lemmas[token])
        if judged is None:
            continue
        target = _said_of(words, i, "noun", judged.scope == "any")
        if target.name or judged.scope == "any":
            own = judged.target != "film" or not target.name or not _is_predicate(words, i)
            yield from _row(words, i, judged, "noun", Target(judged.target) if own else target)


def _is_predicate(words: Words, i: int) -> bool:
    """Whether the stretch of a noun has a form of *sein*, which says it of something."""
    return not word_set("BE").isdisjoint(words.lower[slice(*_clause(words, i))])


def _row(words: Words, i: int, judged: Judgement, function: str, target: Target) -> Iterator[dict[str, Any]]:
    """The row of a judgement; none where the word stands in a title."""
    holder = _holder(words, i)
    if not holder:
        return
    turned = is_turned(words, i)
    named = words.reach(target.place, target.place + 1) if target.place >= 0 else {"start": -1, "end": -1}
    reach = words.reach(i, i + 1)
    yield {
        **reach,
        "lemma": words.view.known_lemmas[words.tokens[i]] or words.lower[i],
        "function": function,
        "polarity": OTHER[judged.polarity] if turned else judged.polarity,
        "negated": turned,
        "target": target.name or "other",
        "about": words.view.text[named["start"] : named["end"]] if target.place >= 0 else "",
        "about_start": named["start"],
        "about_end": named["end"],
        "holder": holder,
        "reason": _REASONS[function],
        "sentence": words.view.sentence_at(reach["start"]),
    }


# --- what is judged ---------------------------------------------------------------------------------------------------------


def _film_word(words: Words, i: int) -> Target:
    """The target that a noun names."""
    if i < 0 or words.tags[i] not in NOUNS:
        return NOTHING
    name = film_target(words.lemma(i)) or film_target(words.lower[i])
    return Target(name, i) if name else NOTHING


def _described(words: Words, i: int, noun: int, always: bool) -> Target:
    """What the noun of an attribute names; of first name and surname, what an actor does.

    If it names nothing of film, a word that always judges is said of the nearest that does.
    """
    named = _film_word(words, noun)
    if not named.name and noun >= 0 and words.tags[noun] == words.near_tag(noun, 1) == "NE":
        return Target("acting", noun)
    if named.name or not always:
        return named
    if noun >= 0 and words.lower[noun] in word_set("PERSONS"):
        return Target("figures", noun)
    return _nearest(words, i, *_clause(words, i))


def _nearest(words: Words, i: int, begin: int, end: int) -> Target:
    """The nearest word of film before a word, or behind it."""
    near = (*range(i - 1, begin - 1, -1), *range(i + 1, end))
    return next((target for target in (_film_word(words, j) for j in near) if target.name), NOTHING)


def _said_of(words: Words, i: int, function: str, always: bool) -> Target:
    """What a predicate, an adverbial or a noun is said of; a word that always judges is said of an actor's work or the film."""
    begin, end = _clause(words, i)
    if function == "adverbial":
        made = _made(words, i, begin, end)
        if made.name != "subject" and (made.name or not always):
            return made
    head = subject(words, i)
    if head:
        place = next((j for j in range(head.begin, head.end) if words.lower[j] == head.head), head.begin)
        named = _film_word(words, place)
        if named.name and place != i:
            return named
        if head.kind == "pronoun" and head.head in _THE_FILM:
            return _meant(words, place)
    named = _nearest(words, i, begin, end)
    if named.name:
        return named
    others = [j for j in range(begin, end) if j != i]
    pronoun = next((j for j in others if words.lower[j] in _THE_FILM and words.tags[j] in ("PPER", "PDS")), -1)
    if pronoun >= 0:
        return _meant(words, pronoun)
    names = [j for j in others if words.tags[j] == "NE"]
    if names and (always or any(words.lemma(j) in word_set("FINDING") for j in others)):
        return Target("film" if words.tokens[names[-1]] in words.view.once(_quotations) else "acting", names[-1])
    if not names and finite(words, *_around(words, i)) < 0 and not any(words.tags[j] in NOUNS for j in others):
        return _answered(words, i)
    return Target("film") if always else NOTHING


def _answered(words: Words, i: int) -> Target:
    """What a judgement without a verb is about: what the question before it names (*Die Stars? Super!*), else the film."""
    begin, end = words.sentences[max(0, words.sentence[i] - 1)]
    asked = end <= i and words.lower[end - 1] == "?" and end - begin < WINDOW
    named = _nearest(words, end, begin, end) if asked else NOTHING
    return named if named.name else Target("film")


def _clause(words: Words, i: int) -> tuple[int, int]:
    """The stretch of a word, and of a list of predicates (*ist öde, fad und dumm*) the one before that has a verb or noun."""
    first, last = _around(words, i)
    begin, end = max(words.stretch[i][0], first), min(words.stretch[i][1], last)
    while begin - 2 >= first and finite(words, begin, end) < 0 and not any(tag in NOUNS for tag in words.tags[begin:end]):
        begin = words.stretch[begin - 2][0]
    return max(begin, first), end


def _around(words: Words, i: int) -> tuple[int, int]:
    """The sentence of a word, of an endless one what is near."""
    begin, end = words.bounds(i)
    return max(begin, i - WINDOW), min(end, i + WINDOW)


def _made(words: Words, i: int, begin: int, end: int) -> Target:
    """What is made in the manner of an adverbial: by the participle behind it, else by a verb of its clause."""
    verbs = [j for j in (i + 1, *range(end - 1, begin - 1, -1)) if j < end and words.tags[j] in _VERBS and j != i]
    for j in verbs:
        name = film_target(_participles().get(words.lemma(j), words.lemma(j)), "verb")
        if name:
            return Target(name, j)
    return NOTHING


@cache
def _participles() -> dict[str, str]:
    """The verbs of ``film_words.tsv`` by their participle, which may be the lemma: *gezeichnete* is made of *zeichnen*."""
    return {
        participle: verb
        for row in table("film_words")
        if row["pos"] == "verb"
        for verb, participle in zip(row["words"].split(), row["participles"].split(), strict=True)
    }


def _meant(words: Words, i: int) -> Target:
    """What a pronoun means: *es* and *das* the film, *er* what the nearest word of film names, unless a person is nearer."""
    if words.lower[i] in ("es", "das", "dies"):
        return Target("film", i)
    for j in range(i - 1, max(-1, i - WINDOW), -1):
        if words.tags[j] in NOUNS:
            named = _film_word(words, j)
            if named.name:
                return Target(named.name, i)
            if words.tags[j] == "NE" or words.lower[j] in word_set("PERSONS"):
                return NOTHING
    return Target("film", i)


# --- who judges -------------------------------------------------------------------------------------------------------------


def _holder(words: Words, i: int) -> str:
    """``quoted`` or ``critic``; empty for a word in a title."""
    said = any(words.lemma(j) in word_set("SAYING") for j in range(*_around(words, i)) if words.tags[j].startswith("VV"))
    inside = words.view.once(_quotations).get(words.tokens[i])
    if inside:
        first, size = inside
        title = size <= LONGEST_TITLE and words.view.forms[first][:1].isupper() and not said
        return "" if title else "quoted"
    begin, end = words.stretch[i]
    heard = range(max(begin, i - WINDOW), min(end, i + WINDOW))
    sources = _sources()
    if any(words.lower[j] in sources and sources[words.lower[j]](words, j) for j in heard):
        return "quoted"
    reported = any(words.is_finite[j] and words.lower[j] in word_set("REPORTING") for j in heard)
    # ich habe; sei es gut oder schlecht
    own = any(words.lower[j] == "ich" for j in heard) or words.lower[begin] in {"sei", "seien"}
    return "quoted" if reported and not own else "critic"


@cache
def _sources() -> dict[str, Any]:
    return {word: condition(row["when"]) for row in table("evaluation_sources") for word in row["words"].split()}


def _quotations(laid_out: View) -> dict[int, tuple[int, int]]:
    """For each token between quotation marks in a sentence, the first token of the quotation and its number of words."""
    found: dict[int, tuple[int, int]] = {}
    for start, end in laid_out.edges:
        marks = [i for i in range(start, end) if laid_out.forms[i] in QUOTES - {"'"}]
        for opening, closing in zip(marks[::2], marks[1::2], strict=False):
            size = sum(laid_out.is_word[opening + 1 : closing])
            found |= dict.fromkeys(range(opening + 1, closing), (opening + 1, size))
    return found


# --- values -----------------------------------------------------------------------------------------------------------------


def judgements(marks: pd.DataFrame) -> pd.DataFrame:
    """How often which target is judged how: one row a target, polarity and function that occur, with their count."""
    return marks.groupby(["target", "polarity", "function"]).size().rename("count").reset_index()


def summarise(doc: Doc | View) -> dict[str, Value]:
    """The rate of judgements, and which share of them is positive, negated, quoted, and of the film as a whole."""
    laid_out = view(doc)
    rows = laid_out.once(_rows)
    shares = {
        "positive": sum(row["polarity"] == "positive" for row in rows),
        "negated": sum(row["negated"] for row in rows),
        "quoted": sum(row["holder"] == "quoted" for row in rows),
        "of_film": sum(row["target"] == "film" for row in rows),
    }
    values: dict[str, Value] = {"evaluations_per_1000_words": per(len(rows), sum(laid_out.is_word), 1000, "no_words")}
    return values | {f"evaluations_{name}_percent": per(n, len(rows), 100, "no_evaluations") for name, n in shares.items()}


FAMILY = Family("evaluation", summarise, evaluation)
