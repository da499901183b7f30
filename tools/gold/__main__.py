"""The whole accuracy report: ``python -m tools.gold [FOLDER] [--model NAME] [-o FILE]``.

``make gold`` prints it, ``make validate`` writes it as the table that the project ships.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

import stylo
from stylo.lexicon import table
from stylo.writing.files import write_whole
from tools.gold import GOLD, adjectives, clauses, contrast, errors, film, pipeline, readability, register

BASELINE = "hanta alone"
TRAINED_ON = {"ud-gsd": "tagger", "empirist": "tagger", film.SHIPPED: "rules"}
"""Corpora on which figures are upper bounds: the tagger was trained on them, or rules were made with them at hand."""
VALIDATION = [
    "measure", "corpus", "n", "precision", "recall", "f1", "value", "statistic", "low", "high", "best", "best_source",
    "tags", "trained_on", "note",
]  # fmt: skip
COLUMNS = [
    "corpus", "measure", "pipeline", "tags", "part", "n", "precision", "recall", "f1", "value", "statistic", "low", "high",
    "note",
]  # fmt: skip


def report(gold: Path, model: str | None) -> Iterator[dict[str, object]]:
    """The pipelines side by side, then each measure on the default pipeline."""
    settings: dict[str, dict[str, str]] = {"stylo": {}, BASELINE: {"tagger": "hanta"}}
    if model:
        settings[model] = {"model": model}
    for label, options in settings.items():
        nlp = stylo.load(**options)  # type: ignore[arg-type]
        colon = stylo.load(split_at_colon=True, **options)
        yield from pipeline.report(gold, nlp, colon, label)
    nlp = stylo.load()
    for measure in (adjectives, clauses, contrast, register, readability, film):
        yield from measure.report(gold, nlp)


def validation(frame: pd.DataFrame) -> pd.DataFrame:
    """The report as it ships: stylo's figures, each with the best other figure that is known and where it comes from.

    Its columns are described at ``validation`` of ``stylo.reference.comparison``; nothing depends on what stands in ``note``.
    Left out are the other pipelines, which become best known figures where they were scored on the same data, and the halves
    of corpora, which only show that no rule was made for one of them.
    """
    otherwise = {"pipeline": "stylo", "tags": "", "part": "", "note": ""}
    frame = frame.astype(dict.fromkeys(otherwise, object)).fillna(otherwise)
    others = frame[frame["pipeline"] == BASELINE]
    shipped = frame[(frame["pipeline"] == "stylo") & (frame["part"] == "")]
    known = {
        (m, c): (f1, "HanTa 1.2.1 alone, same data")
        for m, c, f1 in zip(others["measure"], others["corpus"], others["f1"], strict=True)
    }
    known |= {
        (row["measure"], row["corpus"]): (float(row["figure"]), row["source"]) for row in table("best_known", "catalogue")
    }
    places = zip(shipped["measure"], shipped["corpus"], strict=True)
    best = pd.DataFrame(
        [known.get(place, (float("nan"), "")) for place in places], index=shipped.index, columns=["best", "source"]
    )
    trained_on = shipped["corpus"].map(TRAINED_ON).where(shipped["tags"] != "gold").fillna("no")
    by_rules = shipped["measure"].str.startswith("sentence boundaries")  # they are found before the tags
    trained_on = trained_on.mask(by_rules & (trained_on == "tagger"), "no")
    return shipped.assign(best=best["best"], best_source=best["source"], trained_on=trained_on)[VALIDATION]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the report; without the annotated corpora that on the project's own texts, and 2 if a file was asked for."""
    parser = argparse.ArgumentParser(prog="tools.gold", description=__doc__)
    parser.add_argument("gold", nargs="?", type=Path, default=GOLD)
    parser.add_argument("--model", help="an installed spaCy pipeline to score beside stylo's own")
    parser.add_argument("-o", "--output", type=Path, help="write the table with the best known figures to this file (CSV)")
    options = parser.parse_args(arguments)
    if not options.gold.is_dir():
        print(
            f"The annotated corpora are not there ({options.gold}); name their folder: python -m tools.gold FOLDER",
            file=sys.stderr,
        )
        if options.output:
            return 2
    found = report(options.gold, options.model) if options.gold.is_dir() else film.report(options.gold, stylo.load())
    frame = pd.DataFrame(found, columns=COLUMNS)
    if options.output:
        text = validation(frame).to_csv(index=False, lineterminator="\n", float_format="%.4f")
        write_whole(text, options.output)
        kinds = pd.DataFrame(errors.report(options.gold, stylo.load()))
        beside = options.output.with_name(f"{options.output.stem}_errors.csv")
        write_whole(kinds.to_csv(index=False, lineterminator="\n"), beside)
        print(f"Wrote {options.output.name} and {beside.name}.")
        return 0
    print(frame.to_string(index=False, float_format=lambda value: f"{value:.3f}", na_rep=""))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
