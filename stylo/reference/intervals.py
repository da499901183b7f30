"""How sure a value of one text is: its 95 % interval, made in one way for each kind of value, and shown where it holds.

An interval says how far the value would move had the same author, in the same manner, written another text of this length. It
depends on the value, the length, and how such values move within documents of the genre; it is made here alone, so that a value
has the same interval wherever it is shown. ``catalogue/intervals.tsv`` names the kind of each value; ``data/spread.csv`` says
how it moves within documents, ``data/coverage.csv`` how often the interval holds. Both are written by
``python -m tools.coverage``.
"""

from __future__ import annotations

import io
import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from stylo.families.windows import SIZE
from stylo.lexicon import table
from stylo.wording.reasons import Missing

LEVEL = 0.95
TAIL = (1 - LEVEL) / 2
FREEDOM = 60  # degrees, about as many as stand behind the spread of a value in a genre
LEAST_COVERAGE, MOST_COVERAGE = 93, 97  # percent
FEWEST_WORDS = 120  # in a text: not far below the shortest on which intervals were tried
GENRE = "film_review"
COUNTED = ("rate", "share")
KINDS = (*COUNTED, "mean", "proportional", "window")
BANDS, BAND_NAMES = (-1, 1, 5, 20, math.inf), ("up to 1 mark", "1 to 5 marks", "5 to 20 marks", "over 20 marks")


class Interval(NamedTuple):
    """Between what bounds a value lies, in its unit."""

    low: float
    high: float


class Counted(NamedTuple):
    """What stands behind a rate or a share: marks found, items among which they were sought."""

    marks: float
    items: float


Values = Mapping[str, Any]
Spreads = dict[int, float]


def interval(name: str, values: Values, genre: str = GENRE) -> Interval | Missing:
    """The 95 % interval of a value, from the values of the profile that it belongs to; why there is none, where none is shown.

    How the value moves is taken from documents of a genre; a section (``news_kultur``) moves like its genre. Raises KeyError
    for a profile without the value.
    """
    known = spreads().get((genre.partition("_")[0] if genre.startswith("news_") else genre, name))
    if known is None:
        return Missing("no_interval")
    value, words = values[name], float(values["words"])
    if isinstance(value, Missing) or value != value:
        return value if isinstance(value, Missing) else Missing("no_value")
    if not _has_counts(name, values):
        return Missing("no_count")
    if words < FEWEST_WORDS:
        return Missing("few_words_for_interval", words=round(words), fewest=FEWEST_WORDS)
    if not holds(name, words):
        return Missing("interval_does_not_hold")
    return reckoned(name, values, spread_at(known, words))


def reckoned(name: str, values: Values, spread: float) -> Interval:
    """The interval of a value that moves within documents by ``spread``, whether or not it holds (see ``spreads``)."""
    kind, value = kinds()[name], float(values[name])
    if kind["kind"] in COUNTED:
        found, scale = counted(name, values), float(kind["scale"])
        low, high = (rate_interval if kind["kind"] == "rate" else share_interval)(*found, spread)
        return Interval(scale * low, scale * high)
    half = _student() * spread * math.sqrt(SIZE / float(values["words"]))
    if kind["kind"] == "proportional":
        return Interval(value * math.exp(-half), value * math.exp(half))
    return Interval(value - half, value + half)


def rate_interval(marks: float, items: float, dispersion: float = 1.0) -> tuple[float, float]:
    """The exact Poisson interval of a rate (Garwood 1936), marks by items, widened by a dispersion of 1 or more.

    With a dispersion d the count is taken for d times a Poisson count, whose variance is d times its mean. Raises ValueError
    where there are no items, or fewer than no marks.
    """
    if items <= 0 or marks < 0:
        raise ValueError("a rate needs items and a count of at least 0")
    from scipy.special import gammaincinv  # takes long to load

    independent = marks / dispersion
    low = (
        gammaincinv(independent, TAIL) if marks else 0.0
    )  # half a quantile of chi-square with twice as many degrees of freedom
    return float(low) * dispersion / items, float(gammaincinv(independent + 1, 1 - TAIL)) * dispersion / items


def share_interval(marks: float, items: float, dispersion: float = 1.0) -> tuple[float, float]:
    """The exact interval of a share (Clopper and Pearson 1934), widened by a dispersion of 1 or more.

    With a dispersion d the items count for as many as d times fewer that are independent. Raises ValueError where there are no
    items, or marks that are none of them.
    """
    if items <= 0 or not 0 <= marks <= items + 1e-6:
        raise ValueError("a share needs items, and marks among them")
    from scipy.special import betaincinv

    hits, misses = marks / dispersion, max(items - marks, 0.0) / dispersion
    low = betaincinv(hits, misses + 1, TAIL) if hits else 0.0
    return float(low), float(betaincinv(hits + 1, misses, 1 - TAIL)) if misses > 1e-9 else 1.0


def counted(name: str, values: Values) -> Counted:
    """The marks and items behind a rate or a share. Raises KeyError for a value that is neither."""
    kind = kinds()[name]
    if kind["kind"] not in COUNTED:
        raise KeyError(name)
    items = _items(kind["items"], values)
    return Counted(float(values[name]) * items / float(kind["scale"]), items)


def _items(of: str, values: Values) -> float:
    whole, _, by = of.partition(" / ")
    number = float(counted(whole, values).marks if whole in kinds() else values[whole])
    return number / float(values[by]) if by else number


def marks(name: str, values: Values) -> float:
    """How many marks stand behind a rate; missing (NaN) for what is no rate, or where the items are not given."""
    is_rate = name in kinds() and kinds()[name]["kind"] == "rate"
    return round(counted(name, values).marks) if is_rate and _has_counts(name, values) else float("nan")


def _has_counts(name: str, values: Values) -> bool:
    """Whether the numbers behind a rate or share are among the values and can be right; a table need not give them all."""
    kind = kinds()[name]
    if kind["kind"] not in COUNTED:
        return True
    if not all(needed in values for needed in kind["items"].split(" / ")):
        return False
    found = counted(name, values)
    return found.items > 0 and found.marks >= 0 and (kind["kind"] == "rate" or found.marks <= found.items + 1e-6)


@cache
def kinds() -> dict[str, dict[str, str]]:
    """The rows of ``catalogue/intervals.tsv`` by the name of the value."""
    return {row["measure"]: row for row in table("intervals", "catalogue")}


@cache
def spreads() -> dict[tuple[str, str], Spreads]:
    """How each value moves within the documents of a genre, by genre and name, for passages of some lengths in words.

    Of rates and shares the dispersion: the variance of the count between passages over that of a Poisson or binomial count, at
    least 1. Of other values the standard deviation between passages as if they had 500 words, of what moves in proportion that
    of its logarithm. Both grow with the length of the passages where documents drift.
    """
    return read_spreads(_table("spread.csv"))


def read_spreads(table: pd.DataFrame) -> dict[tuple[str, str], Spreads]:
    """A table of genre, measure, words and spread by the first two."""
    found: dict[tuple[str, str], Spreads] = {}
    for row in table.to_dict("records"):
        found.setdefault((str(row["genre"]), str(row["measure"])), {})[int(row["words"])] = float(row["spread"])
    return found


def spread_at(known: Spreads, words: float) -> float:
    """The spread for texts of a length, between those of the lengths measured (linear in the logarithm of the length).

    What is longer than the longest is taken to be made of passages that move independently of each other.
    """
    return float(np.interp(math.log(words), [math.log(length) for length in sorted(known)], [known[n] for n in sorted(known)]))


def coverage() -> pd.DataFrame:
    """The shipped table of how often the intervals hold, as ``python -m tools.coverage`` wrote it.

    Columns: measure, kind, words (length of the texts), texts, documents (from which they were drawn), marks (found on average
    in a text, of rates and shares), percent (of the intervals that hold the document's value), least and least_genre (the
    genre in which the fewest do).
    """
    return _table("coverage.csv").copy()


def by_kind(frame: pd.DataFrame) -> pd.DataFrame:
    """``coverage`` by kind, how many marks stand behind the value, and length: ``values``, how many of them are ``shown``, and
    the least, median and most percent of texts in which their intervals held.
    """
    bands = pd.cut(frame["marks"], BANDS, labels=list(BAND_NAMES)).astype(object)
    shown = [good(kind, percent) for kind, percent in zip(frame["kind"], frame["percent"], strict=True)]
    what = frame["kind"].where(bands.isna(), frame["kind"] + ", " + bands.fillna("").astype(str))
    places = {f"{kind}{band}": k for k, (kind, band) in enumerate(product(KINDS, ("", *(f", {name}" for name in BAND_NAMES))))}
    groups = frame.assign(what=what, shown=shown).groupby(["what", "words"], as_index=False)
    found = groups.agg(
        values=("measure", "size"), shown=("shown", "sum"), least=("percent", "min"), median=("percent", "median"),
        most=("percent", "max"),
    )  # fmt: skip
    return found.sort_values(["what", "words"], key=lambda column: column.map(places) if column.name == "what" else column)


def holds(name: str, words: float) -> bool:
    """Whether the interval of a value is shown for texts of such a length: it held in the tested length nearest to it."""
    tested = _tested().get(name, {})
    if not tested:
        return False
    return tested[min(tested, key=lambda length: abs(math.log(length / words)))]


@cache
def _tested() -> dict[str, dict[int, bool]]:
    found: dict[str, dict[int, bool]] = {}
    for row in _table("coverage.csv").to_dict("records"):
        found.setdefault(str(row["measure"]), {})[int(row["words"])] = good(str(row["kind"]), int(row["percent"]))
    return found


def good(kind: str, percent: int) -> bool:
    """Whether a coverage, in whole percent, is near enough to what the interval states.

    The exact intervals of counts hold more often than they state where marks are rare, since a count moves in whole steps; they
    are never narrowed for it.
    """
    return percent >= LEAST_COVERAGE and (kind in COUNTED or percent <= MOST_COVERAGE)


@cache
def _student() -> float:
    from scipy.special import stdtrit

    return float(stdtrit(FREEDOM, 1 - TAIL))


@cache
def _table(name: str) -> pd.DataFrame:
    return pd.read_csv(io.StringIO((files("stylo") / "data" / name).read_text(encoding="utf-8")))
