"""Rhetoric: figures of order and repetition, rhetorical questions, similes and ellipses, each with its place.

The terms are those of Lausberg (1960) and Plett (2001). Only what can be told by its form is looked for: series of three and
more members, units that begin, end or are built alike, words that recur at once, questions and likenesses. Irony, metaphor and
climax cannot be, and are not. Ellipses are the sentences without a finite verb that the family of sentences counts
(``verbless_sentences_percent``); they are marked here and counted there.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd
from spacy.tokens import Doc

from stylo.families.family import Family
from stylo.families.rhetoric.figure import Figure, figure
from stylo.families.rhetoric.questions import rhetorical_questions
from stylo.families.rhetoric.repetition import repetitions
from stylo.families.rhetoric.series import series
from stylo.families.rhetoric.similes import similes
from stylo.families.sentences import sentence_rows
from stylo.grammar.conditions import Words
from stylo.grammar.marks import Value, frame, per
from stylo.grammar.tokens import View, view

COLUMNS = {"marker": "int64", "kind": "object", "members": "int64", "reason": "object", "sentence": "int64"}
GROUPS = {
    "series_per_1000_words": ("tricolon", "enumeration"),
    "anaphora_per_1000_words": ("anaphora",),
    "parallelism_per_1000_words": ("parallelism",),
    "repetition_per_1000_words": ("geminatio", "epiphora", "anadiplosis", "polyptoton", "chiasm"),
    "rhetorical_questions_per_1000_words": ("rhetorical-question",),
    "similes_per_1000_words": ("simile",),
}
"""Which figures each rate counts."""


def rhetoric(doc: Doc | View) -> pd.DataFrame:
    """Every figure of rhetoric, one row a part; the parts of one share the number ``marker``.

    Parameters
    ----------
    doc : Doc
        A text that went through ``stylo.load()``, or tokens of it (``grammar.tokens.view``).

    Returns
    -------
    DataFrame
        marker (from 1, in text order), start, end (character offsets, end exclusive), text, kind (tricolon, enumeration,
        anaphora, parallelism, chiasm, ellipsis, rhetorical-question, simile, geminatio, epiphora, anadiplosis, polyptoton),
        members (of a series; else parts), reason, sentence (number from 1). Source: ``lexicon/rhetoric.tsv``,
        ``lexicon/similes.tsv``, ``lexicon/rhetorical_questions.tsv``.

    Examples
    --------
    >>> import stylo
    >>> doc = stylo.load()("Er ist klug, witzig und kalt wie Eis.")
    >>> rhetoric(doc)[["text", "kind"]].to_numpy().tolist()
    [['klug, witzig und kalt', 'tricolon'], ['wie Eis', 'simile']]
    """
    laid_out = view(doc)
    return frame(laid_out, laid_out.once(_rows), COLUMNS)


def _figures(laid_out: View) -> list[Figure]:
    """All figures but the ellipses, in text order."""
    words = laid_out.once(Words)
    found = [*series(words), *repetitions(words), *rhetorical_questions(words), *similes(words)]
    return sorted(found, key=lambda one: (one.parts, one.label))


def _rows(laid_out: View) -> list[dict[str, Any]]:
    words = laid_out.once(Words)
    placed = [([words.reach(*part) for part in one.parts], one) for one in laid_out.once(_figures)]
    ellipsis = figure("ellipsis", (0, 0))
    placed += [([{"start": row["start"], "end": row["end"]}], ellipsis) for row in _ellipses(laid_out)]
    placed.sort(key=lambda each: (each[0][0]["start"], -each[0][0]["end"], each[1].label))
    rows = []
    for marker, (reaches, one) in enumerate(placed, 1):
        common = {"marker": marker, "kind": one.label, "members": one.members, "reason": one.reason}
        rows += [{**reach, **common, "sentence": laid_out.sentence_at(reach["start"])} for reach in reaches]
    return rows


def _ellipses(laid_out: View) -> list[dict[str, Any]]:
    """The sentences without a finite verb that end in a sign: headings and lines of data do not."""
    return [row for row in laid_out.once(sentence_rows, False) if row["verbless"] and laid_out.text[row["end"] - 1] in ".!?…"]


def summarise(doc: Doc | View) -> dict[str, Value]:
    """The rates of the groups of figures, and which share of the series has three members."""
    laid_out = view(doc)
    found = Counter(one.label for one in laid_out.once(_figures))
    total = sum(laid_out.is_word)
    rates: dict[str, Value] = {
        name: per(sum(found[label] for label in labels), total, 1000, "no_words") for name, labels in GROUPS.items()
    }
    both = found["tricolon"] + found["enumeration"]
    return rates | {"tricola_percent": per(found["tricolon"], both, 100, "no_series")}


FAMILY = Family("rhetoric", summarise, rhetoric)
