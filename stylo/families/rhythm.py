"""Location, spread and order of a sequence of lengths.

All functions take the lengths in text order (words or syllables a sentence) and give ``Missing`` with its reason where the
sequence is too short for the question. A standard deviation is the sample's (divisor n - 1). Order means: does a long sentence
follow a short one more, or less, often than chance would have it?
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import wraps
from itertools import pairwise
from typing import NamedTuple, ParamSpec, TypeVar

import numpy as np

from stylo.grammar.marks import Missing, Value
from stylo.wording.language import number, say
from stylo.wording.reasons import why_missing

# Below this a test of order cannot reach p < .05 in most of its arrangements; Chatfield asks for more still.
FEWEST_FOR_ORDER = 8
EXACT_UP_TO = 200
DRAWS = 2000
SEED = 1893  # the year of Sherman's "Analytics of Literature"; any fixed number serves.


Lengths = Sequence[float] | np.ndarray


class Runs(NamedTuple):
    """Runs above and below the median, the number expected in random order, and the exact two-sided p."""

    runs: int
    expected: float
    above: int
    below: int
    p: float


P = ParamSpec("P")
R = TypeVar("R")


def _needs(fewest: int, code: str) -> Callable[[Callable[P, R]], Callable[P, R | Missing]]:
    """The statistic, or ``Missing`` with this code for fewer than ``fewest`` lengths."""

    def guard(statistic: Callable[P, R]) -> Callable[P, R | Missing]:
        @wraps(statistic)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Missing:
            n = len(args[0])  # type: ignore[arg-type]
            return Missing(code, fewest=fewest, n=n) if n < fewest else statistic(*args, **kwargs)

        return guarded

    return guard


@_needs(1, "few_for_mean")
def mean(lengths: Lengths) -> Value:
    """Arithmetic mean, in the unit of the lengths (Sherman 1888)."""
    return float(np.mean(lengths))


@_needs(1, "few_for_median")
def median(lengths: Lengths) -> Value:
    """Median, in the unit of the lengths."""
    return float(np.median(lengths))


@_needs(1, "few_for_minimum")
def shortest(lengths: Lengths) -> Value:
    """The shortest length."""
    return int(min(lengths))


@_needs(1, "few_for_maximum")
def longest(lengths: Lengths) -> Value:
    """The longest length."""
    return int(max(lengths))


@_needs(2, "few_for_sd")
def sd(lengths: Lengths) -> Value:
    """Sample standard deviation (divisor n - 1), in the unit of the lengths (Yule 1939)."""
    return float(np.std(lengths, ddof=1))


@_needs(2, "few_for_cv")
def cv(lengths: Lengths) -> Value:
    """Coefficient of variation: sample SD over mean, a pure number."""
    middle = float(np.mean(lengths))
    return float(np.std(lengths, ddof=1)) / middle if middle else Missing("lengths_of_0")


@_needs(4, "few_for_iqr")
def iqr(lengths: Lengths) -> Value:
    """Interquartile range by linear interpolation, in the unit of the lengths."""
    low, high = np.percentile(lengths, [25, 75])
    return float(high - low)


@_needs(FEWEST_FOR_ORDER, "few_for_autocorrelation")
def autocorrelation(lengths: Lengths, lag: int = 1) -> Value:
    """Correlation r_k of the lengths with those ``lag`` sentences later, in [-1, 1]; divisor n (Pawlowski; Box and Jenkins)."""
    if not 0 < lag < len(lengths):
        return Missing("none_so_far_apart", lag=lag)
    x = _centred(lengths)
    return _if_varied(x, lambda: float(x[:-lag] @ x[lag:] / (x @ x)))


@_needs(FEWEST_FOR_ORDER, "few_for_band")
def autocorrelation_band(lengths: Lengths) -> Value:
    """Half-width 1.96 / sqrt(n) of the band that holds 95 % of r_k in random order."""
    return 1.96 / math.sqrt(len(lengths))


@_needs(FEWEST_FOR_ORDER, "few_for_von_neumann")
def von_neumann_ratio(lengths: Lengths) -> Value:
    """Sum of squared steps over sum of squares about the mean: about 2 in random order, less where neighbours are alike."""
    x = _centred(lengths)
    return _if_varied(x, lambda: float(np.sum(np.diff(x) ** 2) / (x @ x)))


def von_neumann_p(lengths: Lengths, *, draws: int = DRAWS, seed: int = SEED) -> Value:
    """Two-sided p of the von Neumann ratio against random order, by seeded permutation up to 200 sentences."""
    observed = von_neumann_ratio(lengths)
    if not isinstance(observed, float):
        return observed
    n = len(lengths)
    if n > EXACT_UP_TO:
        return _normal_p((observed - 2) / math.sqrt(4 * (n - 2) / (n * n - 1)))
    x = np.random.default_rng(seed).permuted(np.tile(_centred(lengths), (draws, 1)), axis=1)
    ratios = np.sum(np.diff(x, axis=1) ** 2, axis=1) / np.sum(x**2, axis=1)
    tail = min(np.sum(ratios <= observed), np.sum(ratios >= observed))
    return float(min(1.0, 2 * (tail + 1) / (draws + 1)))


def _centred(lengths: Lengths) -> np.ndarray:
    return np.asarray(lengths, float) - np.mean(lengths)


def _if_varied(x: np.ndarray, value: Callable[[], float]) -> Value:
    return value() if float(x @ x) > 1e-12 else Missing("equal_lengths")


@_needs(FEWEST_FOR_ORDER, "few_for_runs")
def runs_test(lengths: Lengths) -> Runs | Missing:
    """Wald-Wolfowitz runs test about the median (1940), exact up to 200; lengths at the median are left out."""
    x = np.asarray(lengths, float)
    middle = np.median(x)
    signs = (x[x != middle] > middle).tolist()
    above, below = sum(signs), len(signs) - sum(signs)
    if not above or not below:
        return Missing("none_beside_median")
    runs = 1 + sum(a != b for a, b in pairwise(signs))
    return Runs(runs, 1 + 2 * above * below / (above + below), above, below, _runs_p(runs, above, below))


def _runs_p(runs: int, above: int, below: int) -> float:
    """Probability of a number of runs as unlikely as this one or more so, all orders being equally likely."""
    n = above + below
    if n > EXACT_UP_TO:
        expected = 1 + 2 * above * below / n
        return _normal_p((runs - expected) / math.sqrt((expected - 1) * (expected - 2) / (n - 1)))
    total = math.comb(n, above)
    ways = {r: _orders_with(r, above, below) for r in range(2, n + 1)}
    return sum(way for way in ways.values() if way <= ways[runs]) / total


def _normal_p(z: float) -> float:
    return math.erfc(abs(z) / math.sqrt(2))


def _orders_with(runs: int, above: int, below: int) -> int:
    """How many orders of the two kinds have exactly this many runs."""
    half, odd = divmod(runs, 2)
    a, b = above - 1, below - 1
    if odd:
        return math.comb(a, half) * math.comb(b, half - 1) + math.comb(a, half - 1) * math.comb(b, half)
    return 2 * math.comb(a, half - 1) * math.comb(b, half - 1)


@_needs(2, "few_for_npvi")
def npvi(lengths: Lengths) -> Value:
    """Normalised pairwise variability index in % (Grabe and Low 2002): 0 if all neighbours are alike, below 200."""
    x = np.asarray(lengths, float)
    sums = x[1:] + x[:-1]
    steps = np.abs(np.diff(x))[sums > 0]
    return 200 * float(np.mean(steps / sums[sums > 0])) if len(steps) else Missing("lengths_of_0")


def verdict(lengths: Lengths) -> str:
    """What the order of the lengths allows to say, in one sentence that can stand under a figure, in the current language."""
    n = len(lengths)
    r, band = autocorrelation(lengths), autocorrelation_band(lengths)
    ratio_p, runs = von_neumann_p(lengths), runs_test(lengths)
    for value in (r, ratio_p, runs):
        if isinstance(value, Missing):
            return say("Nothing can be concluded about the order of the sentences: {why}.", why=why_missing(value))
    if not (isinstance(r, float) and isinstance(band, float) and isinstance(ratio_p, float) and isinstance(runs, Runs)):
        raise TypeError("a test of order gave neither a number nor a reason")
    tests = say(
        "r1 = {r}, band ±{band}; von Neumann p = {ratio_p}; runs p = {runs_p}; n = {n}",
        r=number(r),
        band=number(band),
        ratio_p=number(ratio_p),
        runs_p=number(runs.p),
        n=n,
    )
    signals = (abs(r) > band) + (ratio_p < 0.05) + (runs.p < 0.05)
    if signals == 0:
        return say(
            "No detectable rhythm: the order of long and short sentences is what chance would give ({tests}).", tests=tests
        )
    if signals == 1:
        return say("No rhythm that the tests agree on: one of three departs from chance ({tests}).", tests=tests)
    kind = say("neighbours are alike in length") if r > 0 else say("long and short sentences alternate")
    return say("The order is not random: {kind} ({tests}).", kind=kind, tests=tests)
