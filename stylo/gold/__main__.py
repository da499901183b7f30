"""The whole accuracy report: ``python -m stylo.gold [FOLDER] [--model NAME]``; ``make gold`` runs it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

import stylo
from stylo.gold import GOLD, adjectives, contrast, pipeline, readability, register

COLUMNS = ["corpus", "measure", "n", "precision", "recall", "f1", "value", "low", "high", "note"]


def report(gold: Path, model: str | None) -> Iterator[dict[str, object]]:
    """The pipelines side by side, then each measure on the default pipeline."""
    settings: dict[str, dict[str, str]] = {"stylo": {}, "hanta alone": {"tagger": "hanta"}}
    if model:
        settings[model] = {"model": model}
    for label, options in settings.items():
        nlp = stylo.load(**options)  # type: ignore[arg-type]
        colon = stylo.load(split_at_colon=True, **options)
        yield from pipeline.report(gold, nlp, colon, label)
    nlp = stylo.load()
    for measure in (adjectives, contrast, register, readability):
        yield from measure.report(gold, nlp)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the report; 2 where the annotated corpora are absent."""
    parser = argparse.ArgumentParser(prog="stylo.gold", description=__doc__)
    parser.add_argument("gold", nargs="?", type=Path, default=GOLD)
    parser.add_argument("--model", help="an installed spaCy pipeline to score beside stylo's own")
    options = parser.parse_args(arguments)
    if not options.gold.is_dir():
        print(
            f"The annotated corpora are not there ({options.gold}); name their folder: python -m stylo.gold FOLDER",
            file=sys.stderr,
        )
        return 2
    frame = pd.DataFrame(report(options.gold, options.model), columns=COLUMNS)
    print(frame.to_string(index=False, float_format=lambda value: f"{value:.3f}", na_rep=""))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
