"""Groups of texts beside each other: how far they differ, how sure that is, and what difference could have been found.

A text is one case, however many sentences or passages it has: what is said of groups of authors or years is said by documents.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stylo import catalogue
from stylo.reference.comparison import described
from stylo.wording.language import say
from stylo.wording.near import did_you_mean
from stylo.wording.reasons import Missing

RESAMPLES, SEED = 9999, 2011
DRAWS = 2000  # of the bootstrap
LEVEL, POWER, ALPHA = 0.95, 0.8, 0.05
FEWEST = 2  # texts of a group
SEVERAL = 3  # groups, of which a row says whether they differ at all
NONE = float("nan")
COLUMNS = [
    "measure", "label", "unit", "a", "b", "n_a", "n_b", "mean_a", "mean_b", "difference", "difference_low", "difference_high",
    "cliffs_delta", "cliffs_delta_low", "cliffs_delta_high", "p", "p_holm", "detectable", "missing",
]  # fmt: skip
Numbers = NDArray[np.float64]


def compare_groups(
    a: pd.DataFrame,
    b: pd.DataFrame | None = None,
    measures: Sequence[str] | None = None,
    resamples: int = RESAMPLES,
    seed: int = SEED,
    *,
    by: str | None = None,
    strata: str | None = None,
) -> pd.DataFrame:
    """Groups of texts beside each other: one row a measure and pair of groups.

    Parameters
    ----------
    a, b : DataFrame
        Profiles, or tables of reference documents, a row a document. Without ``b`` the groups are in ``a``.
    measures : sequence of str, optional
        Names of values; without it those that have reference figures.
    resamples, seed : int
        Of the permutation test and the bootstrap.
    by : str, optional
        The column of ``a`` (say, ``author``) that names the group of each text; rows without one are left out.
    strata : str, optional
        A column (say, ``year``) within whose values alone the texts are permuted, so that what differs between them does not
        count as a difference of the groups.

    Returns
    -------
    DataFrame
        measure, label, unit; the groups a and b; the texts that have the value, n_a and n_b; both means and their difference
        (a - b) with its 95 % interval (bootstrap over texts within each group); cliffs_delta (Cliff 1993: the chance that a
        text of a lies above one of b, less the opposite, -1 to 1) with its interval; p of a two-sided permutation test of the
        difference of means; p_holm, corrected for all rows of the table (Holm 1979), which is what was looked at; detectable,
        the smallest difference that would have been found 80 times in 100 at 5 %, before that correction. Of three groups and
        more a first row a measure, with b empty and a for all of them, says whether they differ at all: its p is that of the
        variance between their means under permutation. A group needs two texts with the value, else the row is missing with
        its reason.

    Raises
    ------
    ValueError
        Where there are no two groups, or no such column.

    Examples
    --------
    >>> import stylo
    >>> a, b = stylo.profile(["Er fährt.", "Sie schweigt."]), stylo.profile(["Er fährt heute.", "Sie schweigt immer."])
    >>> stylo.compare_groups(a, b, ["words"])[["mean_a", "mean_b", "difference", "cliffs_delta"]].to_numpy().tolist()
    [[2.0, 3.0, -1.0, -1.0]]
    """
    names = catalogue.compared_measures() if measures is None else tuple(measures)
    groups = _groups(a, b, by)
    _check_strata(groups, strata)
    rows: list[dict[str, Any]] = []
    for name in names:
        if len(groups) >= SEVERAL:
            rows.append(_row(name, {"a": ", ".join(groups), "b": ""}, groups, strata, resamples, seed))
        for one, other in combinations(groups, 2):
            pair = {one: groups[one], other: groups[other]}
            rows.append(_row(name, {"a": one, "b": other}, pair, strata, resamples, seed))
    result = pd.DataFrame(rows, columns=COLUMNS)
    return result.assign(p_holm=holm(result["p"].to_numpy(dtype=float)))


def _groups(a: pd.DataFrame, b: pd.DataFrame | None, by: str | None) -> dict[str, pd.DataFrame]:
    if by is None:
        if b is None:
            raise ValueError(say("Two tables make two groups; of one table name the column of its groups: by='author'."))
        return {"a": a, "b": b}
    whole = a if b is None else pd.concat([a, b], ignore_index=True)
    if by not in whole.columns:
        raise _no_column(by, whole)
    groups = {str(name): rows for name, rows in whole.groupby(by, sort=True)}
    if len(groups) < 2:
        raise ValueError(say("The column {name!r} names {n} group; a comparison needs two.", name=by, n=len(groups)))
    return groups


def _check_strata(groups: dict[str, pd.DataFrame], strata: str | None) -> None:
    if strata is not None and not all(strata in rows.columns for rows in groups.values()):
        raise _no_column(strata, next(iter(groups.values())))


def _no_column(name: str, table: pd.DataFrame) -> ValueError:
    """That a table has no such column, and which may have been meant."""
    return ValueError(say("The table has no column {name!r}.", name=name) + did_you_mean(name, map(str, table.columns)))


def _row(
    name: str, named: dict[str, str], groups: dict[str, pd.DataFrame], strata: str | None, resamples: int, seed: int
) -> dict[str, Any]:
    row: dict[str, Any] = {"measure": name, "missing": "", **named, **described(name)}
    if not all(name in rows.columns for rows in groups.values()):
        return row | {"missing": Missing("no_column_in_one").reason}
    given = [rows[rows[name].notna()] for rows in groups.values()]
    values = [rows[name].to_numpy(dtype=float) for rows in given]
    layers = np.concatenate([rows[strata].astype(str) if strata else ["" for _ in range(len(rows))] for rows in given])
    if len(values) == 2:
        row |= {"n_a": len(values[0]), "n_b": len(values[1])}
    if min(map(len, values)) < FEWEST:
        return row | {"missing": Missing("few_texts").reason}
    row["p"] = permuted_p(values, layers, resamples, seed)
    return row | _effect(values[0], values[1], seed) if len(values) == 2 else row


def _effect(x: Numbers, y: Numbers, seed: int) -> dict[str, float]:
    random = np.random.default_rng(seed)
    drawn_x, drawn_y = (group[random.integers(0, len(group), (DRAWS, len(group)))] for group in (x, y))
    tails = [(1 - LEVEL) / 2, (1 + LEVEL) / 2]
    low, high = np.quantile(drawn_x.mean(axis=1) - drawn_y.mean(axis=1), tails)
    delta_low, delta_high = cliffs_interval(x, y)
    return {
        "mean_a": float(x.mean()), "mean_b": float(y.mean()), "difference": float(x.mean() - y.mean()),
        "difference_low": float(low), "difference_high": float(high), "cliffs_delta": cliffs_delta(x, y),
        "cliffs_delta_low": delta_low, "cliffs_delta_high": delta_high, "detectable": detectable(x, y),
    }  # fmt: skip


def permuted_p(groups: Sequence[Numbers], layers: NDArray[Any], resamples: int, seed: int) -> float:
    """The p of the variance between the means of groups when the texts are dealt out anew, within their ``layers`` alone.

    Of two groups that is the two-sided test of the difference of their means. All deals are tried where there are no more of
    them than ``resamples`` and there is one layer.
    """
    from scipy.stats import permutation_test

    values, sizes = np.concatenate(groups), np.array([len(group) for group in groups])
    if len(set(layers.tolist())) == 1:
        found = permutation_test(
            tuple(groups), _between, alternative="greater", n_resamples=resamples, vectorized=True,
            rng=np.random.default_rng(seed), batch=1000,
        )  # fmt: skip
        return float(found.pvalue)
    random = np.random.default_rng(seed)
    own = float(_between(*np.split(values, np.cumsum(sizes)[:-1])))
    as_far = 0
    for _ in range(resamples):
        dealt = values.copy()
        for layer in np.unique(layers):
            places = np.flatnonzero(layers == layer)
            dealt[places] = values[random.permutation(places)]
        as_far += float(_between(*np.split(dealt, np.cumsum(sizes)[:-1]))) >= own * (1 - 1e-12)
    return (as_far + 1) / (resamples + 1)


def _between(*groups: Numbers, axis: int = -1) -> Any:
    """The sum of squares between the means of groups, by which they are no farther apart than by their difference."""
    sizes = [group.shape[axis] for group in groups]
    means = [group.mean(axis=axis) for group in groups]
    middle = sum(size * mean for size, mean in zip(sizes, means, strict=True)) / sum(sizes)
    return sum(size * (mean - middle) ** 2 for size, mean in zip(sizes, means, strict=True))


def detectable(x: Numbers, y: Numbers) -> float:
    """The smallest difference of means that 80 of 100 such pairs of groups would have shown at 5 % (normal approximation)."""
    from scipy.special import ndtri

    error = float(np.sqrt(x.var(ddof=1) / len(x) + y.var(ddof=1) / len(y)))
    return float(ndtri(1 - ALPHA / 2) + ndtri(POWER)) * error


def cliffs_delta(x: Numbers, y: Numbers) -> float:
    """P(x > y) - P(x < y) over all pairs (Cliff 1993)."""
    return float(np.sign(x[:, None] - y[None, :]).mean())


def cliffs_interval(x: Numbers, y: Numbers) -> tuple[float, float]:
    """The 95 % interval of Cliff's delta, asymmetric so that it stays between -1 and 1 (Feng and Cliff 2004).

    Where the groups do not overlap, delta is 1 or -1 and its variance 0; the inner end is then the least delta that one pair
    more in the other order would leave open.
    """
    from scipy.special import ndtri

    signs = np.sign(x[:, None] - y[None, :])
    delta, n, m = float(signs.mean()), len(x), len(y)
    rows, columns = signs.mean(axis=1) - delta, signs.mean(axis=0) - delta
    each = float(((signs - delta) ** 2).sum())
    variance = (m**2 * float((rows**2).sum()) + n**2 * float((columns**2).sum()) - each) / (m * n * (m - 1) * (n - 1))
    variance = max(variance, (1 - delta**2) / (m * n - 1))
    z = float(ndtri((1 + LEVEL) / 2))
    if abs(delta) == 1:
        inner = (min(n, m) - z**2) / (min(n, m) + z**2)
        return (inner, 1.0) if delta > 0 else (-1.0, -inner)
    root = z * float(np.sqrt(variance * ((1 - delta**2) ** 2 + z**2 * variance)))
    ends = [(delta - delta**3 + sign * root) / (1 - delta**2 + z**2 * variance) for sign in (-1, 1)]
    return max(-1.0, ends[0]), min(1.0, ends[1])


def holm(p: Numbers) -> Numbers:
    """Holm's step-down correction (1979); missing values stay missing and are not counted."""
    corrected = np.full(len(p), np.nan)
    order = [i for i in np.argsort(p) if p[i] == p[i]]
    steps = np.maximum.accumulate([min(1.0, (len(order) - rank) * p[i]) for rank, i in enumerate(order)])
    corrected[order] = steps
    return corrected
