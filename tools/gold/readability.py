"""Agreement of readability, formality and syllables with human judgement, for ``python -m tools.gold``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyphen
from numpy.typing import NDArray
from scipy.stats import pearsonr, spearmanr
from spacy.language import Language
from spacy.tokens import Doc

from stylo.families import formality, readability
from stylo.families.complexity import complexity_values
from stylo.grammar.marks import Missing, words
from stylo.grammar.syllables import syllables
from tools.gold import fit_formality, interval, rows, share_interval, unescape

FOLDS = 5
SEEDS = 5
PENALTY = 50.0
HELD_OUT = "whole {} left out of the fit"
SYLLABLES = Path("tests/gold/syllables.tsv")


def report(gold: Path, nlp: Language) -> list[dict[str, Any]]:
    """One row a figure: corpus, measure, n, value, statistic, note. Parts whose gold is absent are left out."""
    result = syllable_report()
    if (gold / "formality").is_dir():
        result += formality_report(gold, nlp)
    if (gold / "complexity").is_dir():
        result += complexity_report(gold, nlp)
    return result


def _row(
    corpus: str, measure: str, value: float, statistic: Callable[..., Any], items: Sequence[Any], note: str
) -> dict[str, Any]:
    """A row whose interval is bootstrapped over the items; ``value`` may be a mean over several divisions of them."""
    return {
        "corpus": corpus,
        "measure": measure,
        "n": len(items[0]),
        "value": float(value),
        **interval(statistic, *items),
        "statistic": {_spearman: "Spearman", _pearson: "Pearson"}[statistic],
        "note": note,
    }


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values))


def _spearman(scores: Any, ratings: Any) -> float:
    return float(spearmanr(scores, ratings)[0])


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
        {
            "corpus": "syllables",
            "measure": f"types right, {name}",
            "n": len(right),
            "value": _mean(right),
            "statistic": "share",
            "note": note,
        }
        | share_interval(sum(right), len(right))
        for name, right in (("stylo", ours), ("pyphen", theirs))
    ]


def formality_report(gold: Path, nlp: Language) -> list[dict[str, Any]]:
    """Spearman correlation of the fitted score with the human ratings, on texts that the fit has not seen."""
    rated = fit_formality.read(gold, nlp)
    n, may_ship = len(rated.ids), rated.may_ship()
    folds = [fit_formality.cross_validated(rated, fit_formality.random_folds(n, seed)) for seed in range(SEEDS)]
    genres = np.unique([name.split("_")[0] for name in rated.ids], return_inverse=True)[1]
    by_genre = fit_formality.cross_validated(rated, genres)
    mean = _mean([_spearman(scores, rated.scores) for scores in folds])
    shippable = _mean([_spearman(scores[may_ship], rated.scores[may_ship]) for scores in folds])
    shipped = fit_formality.predict(formality.weights(), rated, np.arange(n))
    note = f"Spearman, {FOLDS}-fold, mean of {SEEDS} divisions; fitted without the comments"
    comments = [shipped[~may_ship], rated.scores[~may_ship]]
    return [
        _row("formality", "formality score", mean, _spearman, [folds[0], rated.scores], note),
        _row(
            "formality",
            "formality score, comments left out",
            shippable,
            _spearman,
            [folds[0][may_ship], rated.scores[may_ship]],
            note,
        ),
        _row(
            "formality",
            "formality score, unseen genre",
            _spearman(by_genre, rated.scores),
            _spearman,
            [by_genre, rated.scores],
            HELD_OUT.format("genre"),
        ),
        _row(
            "formality",
            "shipped weights on the comments",
            _spearman(*comments),
            _spearman,
            comments,
            "Spearman; these texts were not fitted on",
        ),
    ]


def complexity_report(gold: Path, nlp: Language) -> list[dict[str, Any]]:
    """Pearson correlation of each readability value, and of a combined score, with the mean ratings of complexity."""
    table = list(rows(gold / "complexity" / "ratings.tsv"))
    ratings = np.array([float(row["MOS_Complexity"]) for row in table])
    docs = list(nlp.pipe(unescape(row["Sentence"]) for row in table))
    values = [readability.summarise(doc) for doc in docs]
    single: dict[str, list[float]] = {"characters": [len(doc.text) for doc in docs], "words": [len(words(doc)) for doc in docs]}
    single |= {name: [_number(value, name) for value in values] for name in readability.NAMES}
    result = [_agreement(name, numbers, ratings, "Pearson") for name, numbers in single.items()]
    x = np.array([_complexity_features(doc) for doc in docs])
    articles = np.unique([row["Article_ID"] for row in table], return_inverse=True)[1]
    random = [_held_out(x, ratings, np.random.default_rng(seed).permutation(len(docs)) % FOLDS) for seed in range(SEEDS)]
    note = f"Pearson, {FOLDS}-fold, mean of {SEEDS} divisions; its weights do not ship (licence of the ratings unclear)"
    combined = float(np.mean([_pearson(scores, ratings) for scores in random]))
    result.append(_row("complexity", "combined score", combined, _pearson, [random[0], ratings], note))
    unseen = _held_out(x, ratings, articles)
    return [*result, _agreement("combined score, unseen article", unseen, ratings, HELD_OUT.format("article"))]


def _agreement(measure: str, numbers: Any, ratings: NDArray[np.float64], note: str) -> dict[str, Any]:
    return _row("complexity", measure, _pearson(numbers, ratings), _pearson, [numbers, ratings], note)


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
    from stylo.pipeline.loading import load

    for row in report(folder, load()):
        print(f"{row['corpus']:<11} {row['measure']:<36} n={row['n']:<5} {row['value']:+.3f}  {row['note']}")


if __name__ == "__main__":
    from tools.gold import GOLD

    main(GOLD)
