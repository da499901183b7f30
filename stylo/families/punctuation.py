"""Punctuation inside the sentence: how a text cuts, announces, inserts and breaks off.

The signs that end a sentence as a question or an exclamation are features of nearness and stand with register. What stands
within a word or a number (*20:15*, *3,5*, *1990–2000*, *Leser:innen*) is no sign of its own.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd
from spacy.tokens import Doc

from stylo.families.family import Family
from stylo.grammar.marks import Value, frame, per
from stylo.grammar.tokens import View, view
from stylo.lexicon import table

COLUMNS = {"sign": "object", "reason": "object", "sentence": "int64"}


@cache
def _signs() -> dict[str, dict[str, str]]:
    """The row of the table for each sign, as it is read."""
    return {form: row for row in table("punctuation") for form in row["forms"].split()}


def punctuation(doc: Doc | View) -> pd.DataFrame:
    """Every sign inside a sentence, one row each; of brackets and quotation marks each of a pair.

    Parameters
    ----------
    doc : Doc
        A text that went through ``stylo.load()``, or tokens of it (``grammar.tokens.view``).

    Returns
    -------
    DataFrame
        start, end (character offsets, end exclusive), text, sign (comma, semicolon, colon, dash, bracket, quotation, dots),
        reason, sentence (number from 1). Source: ``lexicon/punctuation.tsv``.

    Examples
    --------
    >>> import stylo
    >>> doc = stylo.load()("Es bleibt dabei: Er schweigt, sie redet – um 20:15 Uhr.")
    >>> punctuation(doc)[["text", "sign"]].to_numpy().tolist()
    [[':', 'colon'], [',', 'comma'], ['–', 'dash']]
    """
    laid_out = view(doc)
    return frame(laid_out, laid_out.once(_rows), COLUMNS)


def _rows(laid_out: View) -> list[dict[str, Any]]:
    rows, known = [], _signs()
    for i, form in enumerate(laid_out.forms):
        if form in known and laid_out.tags[i].startswith("$"):
            start, end = laid_out.reach(i, i + 1)
            row = {"start": start, "end": end, "sign": known[form]["sign"], "reason": known[form]["reason"]}
            rows.append({**row, "sentence": laid_out.sentence_at(start)})
    return rows


def summarise(doc: Doc | View) -> dict[str, Value]:
    """The rate of each sign."""
    laid_out = view(doc)
    found, words = [row["sign"] for row in laid_out.once(_rows)], sum(laid_out.is_word)
    return {row["value"]: per(found.count(row["sign"]), words, 1000, "no_words") for row in table("punctuation")}


FAMILY = Family("punctuation", summarise, punctuation)
