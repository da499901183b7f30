"""Negation: what makes a text say no, by kind.

A feature of neither pole of register: a refusal of what others do (*weder Helden noch Schurken*, *ohne jedes Pathos*) is a
means of criticism in every register. ``weder ... noch`` is one mark of two parts.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from spacy.tokens import Doc

from stylo.families.family import Family
from stylo.grammar.conditions import Words
from stylo.grammar.marks import Value, frame, per
from stylo.grammar.negation import negations
from stylo.grammar.tokens import View, view

COLUMNS = {"marker": "int64", "kind": "object", "reason": "object", "sentence": "int64"}


def negation(doc: Doc | View) -> pd.DataFrame:
    """Every negating word, one row a part; the parts of *weder ... noch* share the number ``marker``.

    Parameters
    ----------
    doc : Doc
        A text that went through ``stylo.load()``, or tokens of it (``grammar.tokens.view``).

    Returns
    -------
    DataFrame
        marker (from 1, in text order), start, end (character offsets, end exclusive), text, kind (nicht, kein, never, nothing,
        weder-noch, ohne), reason, sentence (number from 1). Source: ``lexicon/negation.tsv``.

    Examples
    --------
    >>> import stylo
    >>> doc = stylo.load()("Er ist weder laut noch leise, nie ist er gut.")
    >>> negation(doc)[["text", "kind"]].to_numpy().tolist()
    [['weder', 'weder-noch'], ['noch', 'weder-noch'], ['nie', 'never']]
    """
    laid_out = view(doc)
    return frame(laid_out, laid_out.once(_rows), COLUMNS)


def _rows(laid_out: View) -> list[dict[str, Any]]:
    words, rows = laid_out.once(Words), []
    for number, found in enumerate(negations(words), 1):
        for part in found.parts:
            reach = words.reach(part[0], part[-1] + 1)
            common = {"marker": number, "kind": found.kind, "reason": found.reason}
            rows.append({**reach, **common, "sentence": laid_out.sentence_at(reach["start"])})
    return rows


def summarise(doc: Doc | View) -> dict[str, Value]:
    """The rate of negations, and the share of sentences that hold one."""
    laid_out = view(doc)
    rows = laid_out.once(_rows)
    denied = len({row["sentence"] for row in rows})
    return {
        "negations_per_1000_words": per(len({row["marker"] for row in rows}), sum(laid_out.is_word), 1000, "no_words"),
        "negated_sentences_percent": per(denied, len(laid_out.sentences), 100, "no_sentences"),
    }


FAMILY = Family("negation", summarise, negation)
