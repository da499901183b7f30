"""Do the measures carry information? Genres told apart from the profile alone, by the nearest centroid.

Distances are Mahalanobis distances with one covariance for all genres (linear discriminant analysis without prior
probabilities: Fisher 1936), shrunk by a fifth towards its diagonal, so that no genre gains by being large. Means and covariance
are those of scikit-learn (extra ``notebooks``). It is a check of the measures and no tool for attribution.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from stylo.lexicon import table
from stylo.reference import tables
from stylo.reference.in_view import resting_on_lists_that_saw

SHRINKAGE = 0.2
FOLDS, SEED = 10, 2011
AFTER = 2020

Matrix = NDArray[np.float64]


class Model(NamedTuple):
    """What was learnt: names of genres, mean and SD of each measure, centroids (genres x measures), inverse covariance."""

    genres: tuple[str, ...]
    mean: Matrix
    sd: Matrix
    centroids: Matrix
    inverse: Matrix


def features() -> tuple[str, ...]:
    """The measures used: those marked ``map`` in ``catalogue/reference_measures.tsv``, which hardly repeat each other.

    Without those that rest on a list which saw a case study, for which they would speak with its own words.
    """
    barred = resting_on_lists_that_saw()
    rows = table("reference_measures", "catalogue")
    return tuple(row["name"] for row in rows if row["map"] == "yes" and row["name"] not in barred)


def whole(genre: pd.Series) -> pd.Series:
    """The five genres: the sections of the newspaper are one."""
    return genre.where(~genre.str.startswith("news_"), "news")


def values(frame: pd.DataFrame) -> Matrix:
    """Documents x measures. Rates are taken as their roots, which makes chance alike for rare and frequent things."""
    matrix = frame[list(features())].to_numpy(dtype=float)
    rates = np.array([name.endswith(("_words", "_percent")) for name in features()])
    return np.where(rates, np.sqrt(np.maximum(matrix, 0)), matrix)


def fit(frame: pd.DataFrame) -> Model:
    """The model of a table of reference documents."""
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

    x, labels = values(frame), whole(frame["genre"]).to_numpy()
    mean, sd = np.nanmean(x, axis=0), np.nanstd(x, axis=0)
    z = standardised(x, mean, sd)
    found = LinearDiscriminantAnalysis(solver="lsqr", covariance_estimator=TowardsDiagonal()).fit(z, labels)
    # scikit-learn divides by the number of documents; the means of the genres were estimated from them too.
    covariance = found.covariance_ * len(z) / (len(z) - len(found.classes_))
    return Model(tuple(found.classes_), mean, sd, found.means_, np.linalg.inv(covariance))


class TowardsDiagonal:
    """A covariance shrunk towards its diagonal, for scikit-learn, which itself would shrink towards equal variances."""

    covariance_: Matrix

    def fit(self, x: Matrix) -> TowardsDiagonal:
        """Estimate the covariance of documents x measures."""
        covariance = np.cov(x.T, bias=True)
        self.covariance_ = (1 - SHRINKAGE) * covariance + SHRINKAGE * np.diag(np.diag(covariance))
        return self


def standardised(x: Matrix, mean: Matrix, sd: Matrix) -> Matrix:
    """z-scores; a missing value is taken as the mean, which says nothing for any genre."""
    return np.nan_to_num((x - mean) / np.where(sd > 0, sd, 1))


def distances(model: Model, profile: pd.DataFrame) -> pd.DataFrame:
    """How far each row of a profile is from the centroid of each genre: one column a genre."""
    z = standardised(values(profile), model.mean, model.sd)
    gaps = cdist(z, model.centroids, "mahalanobis", VI=model.inverse)
    return pd.DataFrame(gaps, columns=list(model.genres), index=profile.index)


def held_back(frame: pd.DataFrame | None = None, folds: int = FOLDS) -> pd.DataFrame:
    """Each reference document by a model that has not seen its fold.

    Columns: genre, year, words, nearest (genre), own (distance to its own genre), next (distance to the nearest other).
    """
    frame = tables.documents() if frame is None else frame
    from sklearn.model_selection import PredefinedSplit

    split = PredefinedSplit(np.random.default_rng(SEED).permutation(len(frame)) % folds).split()
    parts = [_find_nearest(fit(frame.iloc[rest]), frame.iloc[held]) for rest, held in split]
    return pd.concat(parts).sort_index()


def after(frame: pd.DataFrame | None = None, year: int = AFTER) -> pd.DataFrame:
    """The film reviews written after a year, by a model of all documents but them; columns as in ``held_back``."""
    frame = tables.documents() if frame is None else frame
    late = (frame["genre"] == "film_review") & (pd.to_numeric(frame["year"], errors="coerce") > year)
    return _find_nearest(fit(frame[~late]), frame[late])


def _find_nearest(model: Model, frame: pd.DataFrame) -> pd.DataFrame:
    gaps = distances(model, frame)
    genre = whole(frame["genre"])
    is_own = genre.to_numpy()[:, None] == gaps.columns.to_numpy()[None, :]
    matrix = gaps.to_numpy()
    return pd.DataFrame(
        {
            "genre": genre,
            "year": frame["year"],
            "words": frame["words"],
            "nearest": gaps.idxmin(axis=1),
            "own": np.where(is_own, matrix, np.inf).min(axis=1, initial=np.inf),
            "next": np.where(is_own, np.inf, matrix).min(axis=1, initial=np.inf),
        },
        index=frame.index,
    )


def confusions(found: pd.DataFrame) -> pd.DataFrame:
    """Documents by genre (rows) and nearest genre (columns), with the share of right ones in %."""
    counts = pd.crosstab(found["genre"], found["nearest"]).reindex(columns=sorted(set(found["genre"])), fill_value=0)
    right = [100 * counts.loc[name, name] / counts.loc[name].sum() for name in counts.index]
    return counts.assign(right_percent=np.round(right, 1))
