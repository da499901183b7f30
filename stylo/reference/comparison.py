"""Comparison: a text beside the reference documents of a genre, and two groups of texts beside each other.

One text carries no claim about its author: what is said is where its values stand among documents of a genre.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from spacy.tokens import Doc

from stylo import catalogue
from stylo.catalogue import measures as measure_table
from stylo.families.document import Reading, as_profiles
from stylo.families.profile import Profile
from stylo.families.windows import SIZE
from stylo.lexicon import table
from stylo.reference import tables
from stylo.wording.language import say
from stylo.wording.reasons import Missing

LEVEL = 0.95
RESAMPLES, SEED = 9999, 2011
DRAWS = 2000
FEWEST_DOCUMENTS = 20  # of a genre with the value: fewer make no distribution
# The shortest reference documents have 150 words by the corpora's own count, which takes some punctuation for words.
FEWEST_WORDS = 120
NO_FIGURES = Missing("no_figures")
COLUMNS = [
    "document", "genre", "measure", "label", "unit", "value", "low", "high", "tagging_low", "tagging_high",
    "percentile", "z", "n", "missing",
]  # fmt: skip
GROUP_COLUMNS = [
    "measure", "label", "unit", "n_a", "n_b", "mean_a", "mean_b", "difference", "cliffs_delta", "p", "p_holm", "missing",
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
        document, genre, measure, label, unit; value; low and high, its 95 % interval from passage to passage (normal, with the
        SD between passages of 500 words of one document of the genre, scaled to the length of the text); tagging_low and
        tagging_high, where the value lies if the text's true and found items relate as measured against human annotation;
        percentile (the share of reference documents below it, 0 to 100, ties half) and z (in standard deviations of the
        genre's documents), with the ``n`` documents behind both. What cannot be said is missing, and ``missing`` says why.

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
    return placed.assign(missing=["" if missing is None else missing.reason for missing in placed["missing"]])


def place(profile: pd.DataFrame | Doc | Reading | Iterable[Doc], genre: str) -> pd.DataFrame:
    """What ``compare`` gives, with a ``Missing`` or None in the column ``missing``, which can be said in either language."""
    if isinstance(profile, Reading):
        return profile.once(_place_reading, genre).copy()
    return place_profiles(as_profiles(profile), genre)


def _place_reading(reading: Reading, genre: str) -> pd.DataFrame:
    return place_profiles([reading.values], genre)


def place_profiles(profiles: Iterable[Profile], genre: str) -> pd.DataFrame:
    """``place`` for profiles that are measured already."""
    documents = tables.documents(genre)
    figures = tables.reference().query("genre == @genre").set_index("measure")
    rows = [_place(text, name, genre, documents, figures) for text in profiles for name in catalogue.reported_measures()]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"missing": object})


def _place(text: Profile, name: str, genre: str, documents: pd.DataFrame, figures: pd.DataFrame) -> dict[str, Any]:
    from scipy.stats import percentileofscore  # takes longer to load than all of stylo

    row: dict[str, Any] = dict.fromkeys(COLUMNS, float("nan"))
    row |= {"document": text.document, "genre": genre, "measure": name, "missing": None, **described(name)}
    known = documents[name].dropna().to_numpy() if name in figures.index else np.array([])
    row["n"] = len(known)
    value = text.values.get(name, Missing("no_column"))
    if isinstance(value, Missing):
        return row | {"missing": value}
    number, words = text.number(name), text.number("words")
    row["value"] = number
    row["tagging_low"], row["tagging_high"] = tagging_interval(name, number)
    if name not in figures.index:
        return row | {"missing": NO_FIGURES}
    figure: Any = figures.loc[name]
    row["low"], row["high"] = _between_passages(number, words, float(figure["sd_500"]), row["unit"])
    reason = _no_place(words, len(known))
    if reason is not None:
        return row | {"missing": reason}
    row["percentile"] = float(percentileofscore(known, tables.rounded(number), kind="mean"))
    if not figure["sd"] > 0:
        return row | {"missing": Missing("no_spread")}
    return row | {"z": (number - figure["mean"]) / figure["sd"]}


def _no_place(words: float, n: int) -> Missing | None:
    """Why a value of a text of so many words cannot be placed among ``n`` documents, or nothing."""
    if words < FEWEST_WORDS:
        return few_words(words)
    return Missing("few_documents", n=n) if n < FEWEST_DOCUMENTS else None


def few_words(words: float) -> Missing:
    """Why a text of fewer words than the shortest reference documents is not compared."""
    return Missing("few_words_to_compare", words=round(words), fewest=FEWEST_WORDS)


def _between_passages(value: float, words: float, sd: float, unit: str) -> tuple[float, float]:
    """The interval of a value, cut at what its unit allows; missing where nobody knows how it moves within a text."""
    from scipy.stats import norm

    half = float(norm.ppf((1 + LEVEL) / 2)) * sd * np.sqrt(SIZE / words)
    bottom = -np.inf if unit.startswith("points") else 0.0
    top = 100.0 if unit.startswith(("% of", "per 100 ")) else np.inf  # the nPVI, in %, goes up to 200
    return float(np.maximum(value - half, bottom)), float(np.minimum(value + half, top))


def described(name: str) -> dict[str, str]:
    """Label and unit of a measure."""
    row = next(row for row in measure_table() if row["name"] == name)
    return {"label": catalogue.compared_labels().get(name, row["english"]), "unit": row["unit"]}


# --- what tagging makes uncertain -------------------------------------------------------------------------------------------


def tagging_interval(name: str, value: float) -> tuple[float, float]:
    """The 95 % interval of value x precision / recall: a rate of what was found, turned into a rate of what is there.

    Precision and recall come from ``data/validation.csv`` with their own uncertainty (beta distributions with Jeffreys' prior),
    all corpora on a par. Missing where the measure has no precision and recall.
    """
    factors = _factors(name)
    if not len(factors):
        return float("nan"), float("nan")
    low, high = np.quantile(factors, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return value * float(low), value * float(high)


@cache
def _factors(name: str) -> NDArray[np.float64]:
    """Draws of precision / recall over all corpora in which the measure was scored."""
    random = np.random.default_rng(SEED)
    draws = [
        _beta(random, row["precision"], row["n"] * row["recall"] / row["precision"]) / _beta(random, row["recall"], row["n"])
        for _, row in scored(name).iterrows()
    ]
    return np.concatenate(draws) if draws else np.array([])


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


def _beta(random: np.random.Generator, share: float, n: float) -> NDArray[np.float64]:
    return random.beta(share * n + 0.5, (1 - share) * n + 0.5, DRAWS)


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


# --- two groups -------------------------------------------------------------------------------------------------------------


def compare_groups(
    a: pd.DataFrame, b: pd.DataFrame, measures: Sequence[str] | None = None, resamples: int = RESAMPLES, seed: int = SEED
) -> pd.DataFrame:
    """Two groups of texts beside each other: one row a measure.

    Parameters
    ----------
    a, b : DataFrame
        Profiles, or tables of reference documents.
    measures : sequence of str, optional
        Names of values; without it those that have reference figures.
    resamples, seed : int
        Of the permutation test.

    Returns
    -------
    DataFrame
        measure, label, unit; the texts that have the value, n_a and n_b; both means and their difference (a - b); cliffs_delta
        (Cliff 1993: the chance that a text of a lies above one of b, less the opposite, -1 to 1); p of a two-sided permutation
        test of the difference of means; p_holm, corrected for all measures (Holm 1979). A group needs two texts with the value;
        else the row is missing with its reason.

    Examples
    --------
    >>> import stylo
    >>> a, b = stylo.profile(["Er fährt.", "Sie schweigt."]), stylo.profile(["Er fährt heute.", "Sie schweigt immer."])
    >>> stylo.compare_groups(a, b, ["words"])[["mean_a", "mean_b", "difference", "cliffs_delta"]].to_numpy().tolist()
    [[2.0, 3.0, -1.0, -1.0]]
    """
    names = catalogue.compared_measures() if measures is None else tuple(measures)
    result = pd.DataFrame([_contrast(a, b, name, resamples, seed) for name in names], columns=GROUP_COLUMNS)
    result["p_holm"] = holm(result["p"].to_numpy(dtype=float))
    return result


def _contrast(a: pd.DataFrame, b: pd.DataFrame, name: str, resamples: int, seed: int) -> dict[str, Any]:
    row: dict[str, Any] = {"measure": name, "missing": "", **described(name)}
    if name not in a.columns or name not in b.columns:
        return row | {"missing": Missing("no_column_in_one").reason}
    x, y = (group[name].dropna().to_numpy(dtype=float) for group in (a, b))
    row |= {"n_a": len(x), "n_b": len(y)}
    if min(len(x), len(y)) < 2:
        return row | {"missing": Missing("few_texts").reason}
    from scipy.stats import permutation_test

    test = permutation_test(
        (x, y), _difference, n_resamples=resamples, vectorized=True, rng=np.random.default_rng(seed), batch=1000
    )
    row |= {"mean_a": x.mean(), "mean_b": y.mean(), "difference": x.mean() - y.mean()}
    return row | {"cliffs_delta": cliffs_delta(x, y), "p": float(test.pvalue)}


def _difference(x: NDArray[np.float64], y: NDArray[np.float64], axis: int = -1) -> Any:
    return x.mean(axis=axis) - y.mean(axis=axis)


def cliffs_delta(x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    """P(x > y) - P(x < y) over all pairs (Cliff 1993)."""
    return float(np.sign(x[:, None] - y[None, :]).mean())


def holm(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Holm's step-down correction (1979); missing values stay missing and are not counted."""
    corrected = np.full(len(p), np.nan)
    order = [i for i in np.argsort(p) if p[i] == p[i]]
    steps = np.maximum.accumulate([min(1.0, (len(order) - rank) * p[i]) for rank, i in enumerate(order)])
    corrected[order] = steps
    return corrected


def percentile(found: float) -> str:
    """A percentile as it is read, everywhere: a whole number from 1 to 99, or in words where no document lies beyond."""
    if found in (0, 100):
        return say("higher than all") if found else say("lower than all")
    return str(whole(found))


def whole(percent: float) -> int:
    """A percentage as a whole number that is 0 or 100 only where it is just that: 99.8 is 99, 0.2 is 1."""
    return int(percent) if percent in (0, 100) else min(max(round(percent), 1), 99)
