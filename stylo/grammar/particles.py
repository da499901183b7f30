"""Particles told from words that look the same: focus particles, and above all modal particles.

A modal particle (*doch, ja, eben, schon, denn ...*) stands in the middle field, behind the finite verb or the subordinator,
and never opens a clause. The table ``modal_particles.tsv`` lists, form by form, the conditions in the order in which they are
tried; the first that holds decides. A focus particle stands before the phrase that it picks out; ``focus_particles.tsv`` is
read in the same way. What counts as contrast is decided by ``contrast.tsv``, which asks these rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

import pandas as pd
from spacy.tokens import Doc

from stylo.grammar.conditions import Words, condition
from stylo.grammar.marks import frame
from stylo.grammar.tokens import view
from stylo.lexicon import table

_FOCUS_TAGS = frozenset({"ADV", "ADJD", "PTKIFG"})
COLUMNS = {"form": "object", "modal": "bool", "reading": "object", "reason": "object"}


class Interpretation(NamedTuple):
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
    words = Words(view(doc))
    rows = ({**words.reach(i, i + 1), **reading._asdict()} for i, reading in readings(words))
    return frame(doc, rows, COLUMNS)


def readings(words: Words) -> Iterator[tuple[int, Interpretation]]:
    """Index among the words, and reading, of every word that the table knows."""
    rules = _rules()
    for i, form in enumerate(words.lower):
        if form in rules:
            yield i, read(words, i)


def read(words: Words, i: int) -> Interpretation:
    """The reading of one word that the table knows (KeyError for any other)."""
    form = words.lower[i]
    row = next(row for row in _rules()[form] if condition(row["when"])(words, i))
    return Interpretation(form, row["reading"] == "modal", row["reading"], row["reason"])


@cache
def _rules(name: str = "modal_particles", key: str = "form") -> dict[str, list[dict[str, str]]]:
    """The rows of a table by form; among the modal particles each form ends with a row that always holds."""
    rules: dict[str, list[dict[str, str]]] = {}
    for row in table(name):
        rules.setdefault(row[key], []).append(row)
    return rules


def focus_particles(words: Words, known: Mapping[int, Interpretation]) -> Iterator[int]:
    """Index among the words of every focus particle: *sogar der Boss, gerade diese Stille*, not *ist gerade gegangen*.

    ``known`` are the readings of ``readings``: a word that they take for anything but a focus particle is none.
    """
    rules = _rules("focus_particles", "entry")
    for i, form in enumerate(words.lower):
        if form in rules and words.tags[i] in _FOCUS_TAGS and (i not in known or known[i].reading == "focus"):
            row = next((row for row in rules[form] if condition(row["when"])(words, i)), None)
            if row is not None and row["reading"] == "focus":
                yield i
