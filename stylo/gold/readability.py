"""Agreement of readability, formality and syllables with human judgement, for ``python -m stylo.gold``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyphen  # type: ignore[import-untyped]
from numpy.typing import NDArray
from scipy.stats import pearsonr, spearmanr
from spacy.language import Language
from spacy.tokens import Doc

from stylo import fit_formality
from stylo.gold import rows, unescape
from stylo.marks import Missing, words
from stylo.measures import formality, readability
from stylo.measures.complexity import complexity_values
from stylo.measures.syllables import syllables

FOLDS = 5
SEEDS = 5
PENALTY = 50.0
HELD_OUT = "whole {} left out of the fit"
SYLLABLES = Path("tests/gold/syllables.tsv")


def report(gold: Path, nlp: Language) -> list[dict[str, Any]]:
    """One row a figure: corpus, measure, n, value, note. Parts whose gold is absent are left out."""
    result = syllable_report()
    if (gold / "formality").is_dir():
        result += formality_report(gold, nlp)
    if (gold / "complexity").is_dir():
        result += complexity_report(gold, nlp)
    return result


def _row(corpus: str, measure: str, n: int, value: float, note: str = "") -> dict[str, Any]:
    return {"corpus": corpus, "measure": measure, "n": n, "value": float(value), "note": note}


def syllable_report(path: Path = SYLLABLES) -> list[dict[str, Any]]:
    """Share of word types whose syllables are right, ours and pyphen's, on the hand-counted list, part by part."""
    if not path.is_file():
        return []
    counted = list(rows(path))
    texts = [row for row in counted if row["source"] != "criticism"]
    others = [row for row in counted if row["source"] == "criticism"]
    return [
        *_syllable_rows("the review and the seven registers", texts),
        *_syllable_rows("words of criticism, many of them hard", others),
    ]


def _syllable_rows(note: str, counted: list[dict[str, str]]) -> list[dict[str, Any]]:
    hyphenator = pyphen.Pyphen(lang="de_DE")
    ours = [syllables(row["form"]) == int(row["syllables"]) for row in counted]
    theirs = [len(hyphenator.positions(row["form"])) + 1 == int(row["syllables"]) for row in counted]
    return [
        _row("syllables", "types right, stylo", len(counted), float(np.mean(ours)), note),
        _row("syllables", "types right, pyphen", len(counted), float(np.mean(theirs)), note),
    ]


def formality_report(gold: Path, nlp: Language) -> list[dict[str, Any]]:
    """Spearman correlation of the fitted score with the human ratings, on texts that the fit has not seen."""
    rated = fit_formality.read(gold, nlp)
    n, may_ship = len(rated.ids), rated.may_ship()
    folds = [fit_formality.cross_validated(rated, fit_formality.random_folds(n, seed)) for seed in range(SEEDS)]
    genres = np.unique([name.split("_")[0] for name in rated.ids], return_inverse=True)[1]
    by_genre = fit_formality.cross_validated(rated, genres)
    mean = np.mean([spearmanr(scores, rated.scores)[0] for scores in folds])
    shippable = np.mean([spearmanr(scores[may_ship], rated.scores[may_ship])[0] for scores in folds])
    shipped = fit_formality.predict(formality.weights(), rated, np.arange(n))
    note = f"Spearman, {FOLDS}-fold, mean of {SEEDS} divisions; fitted without the comments"
    return [
        _row("formality", "formality score", n, mean, note),
        _row("formality", "formality score, comments left out", int(may_ship.sum()), shippable, note),
        _row("formality", "formality score, unseen genre", n, spearmanr(by_genre, rated.scores)[0], HELD_OUT.format("genre")),
        _row(
            "formality",
            "shipped weights on the comments",
            int((~may_ship).sum()),
            spearmanr(shipped[~may_ship], rated.scores[~may_ship])[0],
            "Spearman; these texts were not fitted on",
        ),
    ]


def complexity_report(gold: Path, nlp: Language) -> list[dict[str, Any]]:
    """Pearson correlation of each readability value, and of a combined score, with the mean ratings of complexity."""
    table = list(rows(gold / "complexity" / "ratings.tsv"))
    ratings = np.array([float(row["MOS_Complexity"]) for row in table])
    docs = list(nlp.pipe(unescape(row["Sentence"]) for row in table))
    values = [readability.summarise(doc) for doc in docs]
    result = [_row("complexity", "characters", len(docs), _pearson([len(doc.text) for doc in docs], ratings), "Pearson")]
    result.append(_row("complexity", "words", len(docs), _pearson([len(words(doc)) for doc in docs], ratings), "Pearson"))
    for name in readability.NAMES:
        result.append(
            _row("complexity", name, len(docs), _pearson([_number(value, name) for value in values], ratings), "Pearson")
        )
    x = np.array([_complexity_features(doc) for doc in docs])
    articles = np.unique([row["Article_ID"] for row in table], return_inverse=True)[1]
    random = [_held_out(x, ratings, np.random.default_rng(seed).permutation(len(docs)) % FOLDS) for seed in range(SEEDS)]
    note = f"Pearson, {FOLDS}-fold, mean of {SEEDS} divisions; its weights do not ship (licence of the ratings unclear)"
    combined = float(np.mean([_pearson(scores, ratings) for scores in random]))
    result.append(_row("complexity", "combined score", len(docs), combined, note))
    unseen = _pearson(_held_out(x, ratings, articles), ratings)
    result.append(_row("complexity", "combined score, unseen article", len(docs), unseen, HELD_OUT.format("article")))
    return result


def _number(values: Mapping[str, Any], name: str) -> float:
    """A readability value as a number; the rated sentences all have words."""
    value = values[name]
    return float("nan") if isinstance(value, Missing) else float(value)


def _pearson(values: Any, ratings: NDArray[np.float64]) -> float:
    return float(pearsonr(np.asarray(values, dtype=float), ratings)[0])


def _complexity_features(doc: Doc) -> NDArray[np.float64]:
    """The values of difficulty and those of formality side by side."""
    own = [float(value) for value in complexity_values(doc).values() if not isinstance(value, Missing)]
    return np.concatenate([own, formality.feature_values(doc[:])])


def _held_out(x: NDArray[np.float64], y: NDArray[np.float64], groups: NDArray[np.int_]) -> NDArray[np.float64]:
    """Scores by ridge regression on standardised values, each group scored by a fit on the others."""
    scores = np.zeros(len(y))
    for group in np.unique(groups):
        train = groups != group
        mean, sd = x[train].mean(axis=0), np.maximum(x[train].std(axis=0), 1e-6)
        z = np.clip((x - mean) / sd, -formality.FARTHEST, formality.FARTHEST)
        gram = z[train].T @ z[train] + PENALTY * np.eye(x.shape[1])
        weight = np.linalg.solve(gram, z[train].T @ (y[train] - y[train].mean()))
        scores[~train] = y[train].mean() + z[~train] @ weight
    return scores


def main(folder: Path) -> None:
    """Print the figures."""
    from stylo.pipeline import load

    for row in report(folder, load()):
        print(f"{row['corpus']:<11} {row['measure']:<36} n={row['n']:<5} {row['value']:+.3f}  {row['note']}")


if __name__ == "__main__":
    from stylo.gold import GOLD

    main(GOLD)
