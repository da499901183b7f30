"""Comparison: a text beside the reference documents of a genre.

One text carries no claim about its author: what is said is where its values stand among documents of a genre.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from spacy.tokens import Doc

from stylo import catalogue
from stylo.catalogue import measures as measure_table
from stylo.families.document import Reading, as_profiles
from stylo.families.profile import Profile
from stylo.reference import in_view, intervals, tables
from stylo.wording.language import say
from stylo.wording.reasons import Missing

EDGE = 5.0  # percent of the documents at either end
FEWEST_DOCUMENTS = 20  # of a genre with the value: fewer make no distribution
# The shortest reference documents have 150 words by the corpora's own count, which takes some punctuation for words.
FEWEST_WORDS = 120
NO_FIGURES = Missing("no_figures")
COLUMNS = [
    "document", "genre", "measure", "label", "unit", "value", "count", "low", "high", "percentile", "percentile_low",
    "percentile_high", "z", "n", "missing", "note",
]  # fmt: skip


def compare(profile: pd.DataFrame | Doc | Reading | Iterable[Doc], genre: str = "film_review") -> pd.DataFrame:
    """Where the values of each text stand among the reference documents of a genre: one row a text and measure.

    Parameters
    ----------
    profile : DataFrame or Doc, or several Docs
        What ``stylo.profile`` returns, or texts.
    genre : str
        ``film_review``, ``news`` and its sections (``news_kultur``), ``novel``, ``music_criticism`` or ``parliament``.

    Returns
    -------
    DataFrame
        document, genre, measure, label, unit; value, and the ``count`` of marks behind a rate; low and high, its 95 % interval
        (``reference.intervals``); percentile (the share of reference documents below it, 0 to 100, ties half) with its own
        interval, percentile_low and percentile_high, which holds that of the value and what so few documents leave open; z, the
        place of that percentile in a normal distribution (a value by ranks, since many values are skewed or mostly 0), with the
        ``n`` documents behind all of them. What cannot be said is missing, and ``missing`` says why; ``note`` says where the
        text is shorter or longer than all documents of the genre.

    Raises
    ------
    ValueError
        For a genre without reference figures.

    Examples
    --------
    >>> import stylo
    >>> doc = stylo.load()("Der leise Film endet nicht laut, sondern spät. " * 20)
    >>> found = stylo.compare(doc, genre="news").set_index("measure")
    >>> found.loc[["sentence_length_mean"], ["value", "unit"]].to_numpy().tolist()
    [[8.0, 'words']]
    >>> found.loc["mtld_500", "missing"]
    'the text has no 400 words, which a window of 500 needs at least'
    """
    placed = place(profile, genre)
    return in_words(placed)


def in_words(placed: pd.DataFrame) -> pd.DataFrame:
    """What ``place`` gives, its reasons and notes as English text."""
    told = {name: ["" if why is None else why.reason for why in placed[name]] for name in ("missing", "note")}
    return placed.assign(**told)


def place(profile: pd.DataFrame | Doc | Reading | Iterable[Doc], genre: str) -> pd.DataFrame:
    """What ``compare`` gives, with a ``Missing`` or None in the columns ``missing`` and ``note``, for either language."""
    if isinstance(profile, Reading):
        return profile.once(_place_reading, genre).copy()
    return place_profiles(as_profiles(profile), genre)


def _place_reading(reading: Reading, genre: str) -> pd.DataFrame:
    return place_profiles([reading.values], genre)


def place_profiles(profiles: Iterable[Profile], genre: str) -> pd.DataFrame:
    """``place`` for profiles that are measured already."""
    tables.documents(genre)  # a genre that is not there is an error, also where there is no text
    rows = [row for text in profiles for row in _place_all(text, genre)]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"missing": object, "note": object})


def _place_all(text: Profile, genre: str) -> Iterator[dict[str, Any]]:
    study, barred = in_view.case_study(text), in_view.barred(text)
    note = unlike_in_length(text.number("words"), genre) if "words" in text.values else None
    for name in catalogue.reported_measures():
        row = _place(text, name, genre) | {"note": note}
        yield in_view.without_place(row, study) if name in barred else row


def _place(text: Profile, name: str, genre: str) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(COLUMNS, float("nan"))
    row |= {"document": text.document, "genre": genre, "measure": name, "missing": None, **described(name)}
    known = tables.known(genre, name)
    row["n"] = len(known)
    value = text.values.get(name, Missing("no_column"))
    if isinstance(value, Missing):
        return row | {"missing": value}
    row |= {"value": text.number(name), "count": intervals.marks(name, text.values)}
    if name not in catalogue.compared_measures():
        return row | {"missing": NO_FIGURES}
    between = intervals.interval(name, text.values, genre)
    if isinstance(between, intervals.Interval):
        row |= {"low": between.low, "high": between.high}
    else:
        row["missing"] = between
    reason = _no_place(text.number("words"), len(known))
    if reason is not None:
        return row | {"missing": reason}
    row["percentile"] = below(known, row["value"])
    if row["low"] == row["low"]:
        row["percentile_low"], row["percentile_high"] = percentile_interval(known, row["low"], row["high"])
    if known.min() == known.max():
        return row | {"missing": Missing("no_spread")}
    return row | {"z": normal_score(row["percentile"], len(known))}


def _no_place(words: float, n: int) -> Missing | None:
    """Why a value of a text of so many words cannot be placed among ``n`` documents, or nothing."""
    if words < FEWEST_WORDS:
        return few_words(words)
    return Missing("few_documents", n=n) if n < FEWEST_DOCUMENTS else None


def few_words(words: float) -> Missing:
    """Why a text of fewer words than the shortest reference documents is not compared."""
    return Missing("few_words_to_compare", words=round(words), fewest=FEWEST_WORDS)


def unlike_in_length(words: float, genre: str) -> Missing | None:
    """What is to be said of a text shorter or longer than all documents of the genre, or nothing."""
    known = tables.documents(genre)["words"]
    if known.min() <= words <= known.max() or words < FEWEST_WORDS:
        return None
    return Missing("other_length", words=round(words), fewest=int(known.min()), most=int(known.max()))


def below(known: NDArray[np.float64], value: float) -> float:
    """The share of documents below a value in percent, ties half."""
    own = tables.rounded(value)
    return 50 * float((known < own).mean() + (known <= own).mean())


def percentile_interval(known: NDArray[np.float64], low: float, high: float) -> tuple[float, float]:
    """The 95 % interval of a percentile: from that of the lower to that of the upper end of the value's own interval.

    Each end is widened by what so few documents leave open of the genre (Clopper and Pearson 1934), so that the whole holds at
    least as often as it states.
    """
    n = len(known)
    under, upper = (n * below(known, end) / 100 for end in (low, high))
    return 100 * intervals.share_interval(under, n)[0], 100 * intervals.share_interval(upper, n)[1]


def normal_score(percentile: float, n: int) -> float:
    """The place of a percentile among ``n`` documents in a normal distribution, never beyond what ``n`` documents can tell."""
    from scipy.special import ndtri

    rank = np.clip(percentile / 100 * n, 0.5, n - 0.5)
    return float(ndtri(rank / n))


# --- what chance alone would do ---------------------------------------------------------------------------------------------


class ByChance(NamedTuple):
    """How many of its values a document of a genre has outside the middle: the mean, and between what nine in ten have."""

    mean: float
    low: int
    high: int


def outside(percentile: pd.Series) -> pd.Series:
    """Which places are among the lowest or highest 5 of 100."""
    return (percentile <= EDGE) | (percentile >= 100 - EDGE)


@cache
def outside_by_chance(genre: str, measures: tuple[str, ...]) -> ByChance:
    """How many of these values lie among the lowest or highest 5 of 100 in a document of the genre.

    Counted in the reference documents that have all of them, so that it is known what values that hang together do at once.
    """
    frame = tables.documents(genre)[list(measures)]
    frame = frame[frame.notna().all(axis=1)]
    ranks = frame.apply(lambda column: 100 * (column.rank(method="average") - 0.5) / len(column))
    counts = ranks.apply(outside).sum(axis=1)
    low, high = np.quantile(counts, [EDGE / 100, 1 - EDGE / 100], method="nearest") if len(counts) else (0, 0)
    return ByChance(float(counts.mean()), int(low), int(high))


@cache
def described(name: str) -> dict[str, str]:
    """Label and unit of a measure."""
    row = next(row for row in measure_table() if row["name"] == name)
    return {"label": catalogue.compared_labels().get(name, row["english"]), "unit": row["unit"]}


# --- in words ---------------------------------------------------------------------------------------------------------------


def percentile(found: float) -> str:
    """A percentile as it is read, everywhere: a whole number from 1 to 99, or in words where no document lies beyond."""
    if found in (0, 100):
        return say("higher than all") if found else say("lower than all")
    return str(whole(found))


def whole(percent: float) -> int:
    """A percentage as a whole number that is 0 or 100 only where it is just that: 99.8 is 99, 0.2 is 1."""
    return int(percent) if percent in (0, 100) else min(max(round(percent), 1), 99)
