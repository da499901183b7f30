"""How far the figures can be trusted: the shipped table of accuracy against human annotation, and what it says of a value."""

from __future__ import annotations

import io
from functools import cache
from importlib.resources import files

import pandas as pd

from stylo.lexicon import table

OWN_TEXTS, HELD_OUT = "film criticism (8 texts)", "film criticism (20 reviews)"
"""The film criticism that the rules and lists were mended with, and that which nobody read while mending."""
SLACK = 0.1
"""By what share more of what is there may be found in the texts of the project than in reviews that nobody read."""


def scored(name: str) -> pd.DataFrame:
    """The rows of ``validation`` with the precision and recall of what a rate counts; empty for other measures.

    Corpora on which a figure is an upper bound (they trained the tagger, or rules were made with them), and figures on given
    tags, are left out where there are others.
    """
    kinds = {row["scored_as"] for row in table("accuracy", "catalogue") if row["name"] == name and row["rate"] == "yes"}
    rows = on_own_tags(validation())
    rows = rows[rows["measure"].isin(kinds) & (rows["precision"] > 0) & (rows["recall"] > 0)]
    fair = rows[rows["trained_on"].eq("")]
    return fair if len(fair) else rows


def validation() -> pd.DataFrame:
    """The shipped table of accuracy against human annotation, as ``make validate`` wrote it.

    Columns: measure, corpus, n (annotated items); precision, recall, f1, or a ``value`` of another kind, which ``statistic``
    names; low and high, the 95 % interval; best and best_source, the best other figure known on the same data; ``tags``, whose
    tags were given where that matters (gold, own, or both where they agree); ``trained_on``, whether the tagger was trained on
    the corpus, so that the figure is an upper bound; note.
    """
    frame = _table("validation.csv").fillna({"note": "", "best_source": "", "tags": ""})
    return frame.assign(trained_on=frame["trained_on"].replace("no", ""))


def on_own_tags(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of ``validation`` that say how good stylo is by itself: without those on given tags or on those found right."""
    return rows[rows["tags"].isin(["", "own"])]


def validation_errors() -> pd.DataFrame:
    """The most frequent kinds of error behind ``validation``: measure, corpus, kind, errors, percent (of all its errors)."""
    return _table("validation_errors.csv").copy()


@cache
def _table(name: str) -> pd.DataFrame:
    return pd.read_csv(io.StringIO((files("stylo") / "data" / name).read_text(encoding="utf-8")))


def is_proven(name: str) -> bool:
    """Whether a value finds as much of what is there in unseen texts as in those of the project, to a tenth.

    What is compared is how many marks are found for each that is there (recall by precision), which is what a count is off by.
    Unseen are the 20 reviews; where they were not scored, the corpora on which nothing was trained. A value that was not scored
    on unseen texts is not proven.
    """
    kinds = {row["scored_as"] for row in table("accuracy", "catalogue") if row["name"] == name}
    rows = on_own_tags(validation())
    rows = rows[rows["measure"].isin(kinds)]
    found = (rows["recall"] / rows["precision"]).fillna(rows["value"])
    own, unseen = found[rows["corpus"] == OWN_TEXTS], found[rows["corpus"] == HELD_OUT]
    unseen = unseen if len(unseen) else found[rows["trained_on"].eq("")]
    return len(unseen) > 0 and abs((own.mean() if len(own) else 1.0) / unseen.mean() - 1) <= SLACK
