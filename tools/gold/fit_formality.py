"""Fits the formality score anew: ``python -m tools.gold.fit_formality [FOLDER]``, by default ``../shared/gold``.

Ridge regression in closed form on the rated sentences of ``formality/sentences.tsv`` whose id does not begin with
``comments``: those are under a licence that rules out commercial use, so no shipped weight may come from them.
"""

from __future__ import annotations

import sys
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language

from stylo.families.formality import FARTHEST, Weights, features, measure_sentences
from tools.gold import GOLD, rows, unescape

PENALTY = 100.0
FOLDS = 5
HEADER = """\
# Weights of the formality score: score = intercept + sum of weight x (value - mean) / sd, each quotient cut at +-{cut:g}.
# Computed by python -m tools.gold.fit_formality
# (ridge regression, penalty {penalty:g}) from {n} sentences with human ratings by
# Eder, Krieg-Holz and Wiegand (2023). The ratings are CC BY-SA 4.0, and this file is shared under the same licence:
# https://creativecommons.org/licenses/by-sa/4.0/. It holds no text. The features are in lexicon/formality_features.tsv.
feature\tmean\tsd\tweight
"""


class Rated(NamedTuple):
    """Rated texts: ids, features of each of their sentences, words of each of these, mean human score of each text."""

    ids: list[str]
    sentences: list[NDArray[np.float64]]
    lengths: list[NDArray[np.int_]]
    scores: NDArray[np.float64]

    def may_ship(self) -> NDArray[np.bool_]:
        """Which texts a shipped weight may be fitted on."""
        return np.array([not name.startswith("comments") for name in self.ids])


def read(gold: Path, nlp: Language) -> Rated:
    """The rated texts with their features; a text that holds no word is left out."""
    table = list(rows(gold / "formality" / "sentences.tsv"))
    each = [measure_sentences(doc) for doc in nlp.pipe(unescape(row["text"]) for row in table)]
    kept = [i for i, sentences in enumerate(each) if len(sentences.values)]
    scores = np.array([float(table[i]["formality"]) for i in kept])
    return Rated([table[i]["id"] for i in kept], [each[i].values for i in kept], [each[i].lengths for i in kept], scores)


def fit(rated: Rated, chosen: NDArray[np.int_], penalty: float = PENALTY) -> Weights:
    """Ridge regression of the scores on the standardised features, averaged over the words of each of the chosen texts."""
    sentences, scores = [rated.sentences[i] for i in chosen], rated.scores[chosen]
    every = np.concatenate(sentences)
    mean, sd = every.mean(axis=0), np.maximum(every.std(axis=0), 1e-3)
    unit = Weights(0.0, mean, sd, np.ones(len(mean)))
    lengths = [rated.lengths[i] for i in chosen]
    x = np.array([np.average(unit.contributions(v), axis=0, weights=n) for v, n in zip(sentences, lengths, strict=True)])
    centre = x.mean(axis=0)
    z = x - centre
    weight = np.linalg.solve(z.T @ z + penalty * np.eye(z.shape[1]), z.T @ (scores - scores.mean()))
    return Weights(float(scores.mean() - centre @ weight), mean, sd, weight)


def predict(weights: Weights, rated: Rated, chosen: NDArray[np.int_]) -> NDArray[np.float64]:
    """The score of each chosen text: the mean over its words, each with the score of its sentence."""
    sums = [weights.contributions(rated.sentences[i]).sum(axis=1) for i in chosen]
    return weights.intercept + np.array([np.average(s, weights=rated.lengths[i]) for s, i in zip(sums, chosen, strict=True)])


def cross_validated(rated: Rated, groups: NDArray[np.int_]) -> NDArray[np.float64]:
    """Scores of each text by weights fitted on the other groups, never on texts that may not ship."""
    predicted = np.zeros(len(rated.ids))
    for group in np.unique(groups):
        test = np.flatnonzero(groups == group)
        predicted[test] = predict(fit(rated, np.flatnonzero((groups != group) & rated.may_ship())), rated, test)
    return predicted


def random_folds(n: int, seed: int = 0) -> NDArray[np.int_]:
    """A fold number for each of n texts, folds of equal size."""
    return np.random.default_rng(seed).permutation(n) % FOLDS


def as_table(weights: Weights, n: int) -> str:
    """The shipped file: a header that states source and licence, then one row a feature."""
    lines = [HEADER.format(cut=FARTHEST, penalty=PENALTY, n=n) + f"intercept\t0\t1\t{weights.intercept:.5f}"]
    for name, mean, sd, weight in zip(features(), weights.mean, weights.sd, weights.weight, strict=True):
        lines.append(f"{name}\t{mean:.5f}\t{sd:.5f}\t{weight:.5f}")
    return "\n".join(lines) + "\n"


def main(folder: Path = GOLD) -> None:
    """Fit on all texts that may ship and write the weights into the package."""
    from stylo.pipeline.loading import load

    if not (folder / "formality").is_dir():
        sys.exit(f"There are no rated sentences at {folder / 'formality'}.")
    rated = read(folder, load())
    chosen = np.flatnonzero(rated.may_ship())
    weights = fit(rated, chosen)
    path = Path(str(files("stylo"))) / "data" / "formality.tsv"
    path.parent.mkdir(exist_ok=True)
    path.write_text(as_table(weights, len(chosen)), encoding="utf-8")
    print(f"wrote {path.name}: {len(weights.weight)} features from {len(chosen)} rated texts")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
