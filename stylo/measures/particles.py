"""Modal particles told from the conjunctions, adverbs and answers that look the same: *doch, ja, eben, schon, denn ...*

A modal particle stands in the middle field, behind the finite verb or the subordinator, and never opens a clause. The table
``modal_particles.tsv`` lists, form by form, the conditions in the order in which they are tried; the first that holds decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import pandas as pd
from spacy.tokens import Doc

from stylo.lexicon import table
from stylo.marks import frame, offsets
from stylo.measures.conditions import Words, condition

COLUMNS = {"form": "object", "modal": "bool", "reading": "object", "reason": "object"}


class Reading(NamedTuple):
    """How one occurrence is read: the form, modal particle or not, the class of the other reading, and why."""

    form: str
    modal: bool
    reading: str
    reason: str


def modal_particles(doc: Doc) -> pd.DataFrame:
    """Every word that can be a modal particle, one row each: start, end, text, form, modal (bool), reading, reason.

    ``modal`` is True for the particle (STTS-IBK: PTKMA); else ``reading`` names the class: conjunction, adverb, answer,
    focus, degree, verb. Needs STTS tags and sentence starts; without them it falls back on the position alone.
    """
    words = Words(doc)
    return frame(doc, ({**offsets([words.tokens[i]]), **reading._asdict()} for i, reading in readings(words)), COLUMNS)


def readings(words: Words) -> Iterator[tuple[int, Reading]]:
    """Index among the words, and reading, of every word that the table knows."""
    rules = _rules()
    for i, form in enumerate(words.lower):
        if form in rules:
            yield i, read(words, i)


def read(words: Words, i: int) -> Reading:
    """The reading of one word that the table knows (KeyError for any other)."""
    form = words.lower[i]
    row = next(row for row in _rules()[form] if condition(row["when"])(words, i))
    return Reading(form, row["reading"] == "modal", row["reading"], row["reason"])


@cache
def _rules() -> dict[str, list[dict[str, str]]]:
    """The rows of the table by form; each form ends with a row that always holds."""
    rules: dict[str, list[dict[str, str]]] = {}
    for row in table("modal_particles"):
        rules.setdefault(row["form"], []).append(row)
    return rules
