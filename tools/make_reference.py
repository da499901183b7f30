"""Measures the reference corpora: ``python -m tools.make_reference``, which is what ``make reference`` runs.

Every text goes through the default pipeline; what was measured is kept, so that an interrupted run is taken up again. Writes
the two tables that ``stylo.reference`` reads. The corpora are not part of the project; where they are absent the command says
so.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import Any, NamedTuple

import click
import numpy as np
import pandas as pd
from spacy.language import Language

from stylo.catalogue import compared_measures as measures
from stylo.corpus.fingerprint import code_version
from stylo.pipeline.loading import load
from stylo.reference.passages import Measured, Values, measure
from stylo.reference.tables import DIGITS, of_genre, rounded
from stylo.writing.files import write_whole

CORPORA = Path("../shared/corpora")
FILES = ("film_reviews", "music_criticism", "news", "novels", "parliament")
DATA = Path(__file__).parents[1] / "stylo" / "data"
CACHE = Path(".cache/reference")
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
FEWEST_PARTED = 20  # documents; fewer do not tell how a value moves within one
INTERRUPTED = 130


class Document(NamedTuple):
    """One text of the corpora: its genre, its year (or a span, or nothing) and its words."""

    genre: str
    year: str
    text: str


# --- measuring --------------------------------------------------------------------------------------------------------------


def read_corpora(folder: Path) -> list[Document]:
    """All documents in the order of ``FILES`` and of the lines in them."""
    result = []
    for name in FILES:
        with (folder / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                result.append(Document(row["genre"], row["year"], row["text"].replace("\\n", "\n")))
    return result


_worker: dict[str, Language] = {}


def _start() -> None:
    # An interruption is the parent's to handle; the workers end with it.
    if parent_process() is not None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker["nlp"] = load()


def _work(task: tuple[str, str]) -> tuple[str, Measured]:
    key, text = task
    return key, measure(_worker["nlp"], text)


# --- the cache: what was measured stays measured ----------------------------------------------------------------------------


def key(text: str) -> str:
    """What a text is known by in the cache."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def cached(path: Path) -> dict[str, Measured]:
    """What a cache file holds; a line that an interruption cut off is left out."""
    found: dict[str, Measured] = {}
    if path.is_file():
        for line in path.read_text(encoding="utf-8").splitlines():
            with suppress(ValueError):
                name, values, variances = json.loads(line)
                found[name] = Measured(values, variances)
    return found


def measure_all(
    texts: Sequence[str], folder: Path, processes: int = 2, progress: Callable[[int], None] = lambda _: None
) -> dict[str, Measured]:
    """Each text's values by its ``key``, from the cache in ``folder`` where they are; ``progress`` hears of the others."""
    path = folder / f"{code_version()}.jsonl"
    found = cached(path)
    todo = {key(text): text for text in texts if key(text) not in found}
    folder.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as lines:
        lines.write("\n")  # ends a line that an interruption cut off
        for name, measured in _measured(list(todo.items()), processes):
            # Read back, so that fresh and cached values are the same to the last digit.
            line = json.dumps([name, measured.values, measured.variances])
            lines.write(line + "\n")
            lines.flush()
            found[name] = Measured(*json.loads(line)[1:])
            progress(1)
    return found


def _measured(todo: list[tuple[str, str]], processes: int) -> Iterator[tuple[str, Measured]]:
    if processes < 2 or len(todo) < 2 * processes:
        _start() if todo else None
        yield from map(_work, todo)
        return
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    with get_context("spawn").Pool(processes, _start) as pool:
        yield from pool.imap_unordered(_work, todo, chunksize=4)


# --- the tables -------------------------------------------------------------------------------------------------------------


def document_table(texts: Sequence[Document], found: dict[str, Measured]) -> pd.DataFrame:
    """One row a document: genre, year, words, and the value of each measure to four significant digits."""
    rows = []
    for document in texts:
        values = found[key(document.text)].values
        rows.append({"genre": document.genre, "year": document.year, "words": int(values["words"])})
        rows[-1] |= {name: rounded(values[name]) for name in measures()}
    return pd.DataFrame(rows)


def figure_table(frame: pd.DataFrame, variances: Sequence[Values]) -> pd.DataFrame:
    """One row a genre and measure, from the table of documents and, row by row, their variances between passages."""
    spread = pd.DataFrame(list(variances), index=frame.index).reindex(columns=list(measures()))
    rows = []
    for genre in _with_wholes(frame["genre"]):
        chosen = of_genre(frame["genre"], genre)
        for name in measures():
            rows.append(
                {"genre": genre, "measure": name, **_figures(frame[chosen], name), "sd_500": _pooled(spread[chosen][name])}
            )
    return pd.DataFrame(rows)


def _with_wholes(column: pd.Series) -> list[str]:
    names = sorted(set(column))
    return sorted({*names, *(name.split("_")[0] for name in names if name.startswith("news_"))})


def _figures(frame: pd.DataFrame, name: str) -> dict[str, Any]:
    values = frame[name].dropna()
    quantiles = values.quantile(QUANTILES) if len(values) else [float("nan")] * len(QUANTILES)
    return {
        "documents": len(values),
        "words": int(frame.loc[values.index, "words"].sum()),
        "mean": rounded(values.mean()),
        "sd": rounded(values.std()),
        **{f"q{round(100 * q):02d}": rounded(value) for q, value in zip(QUANTILES, quantiles, strict=True)},
    }


def _pooled(variances: pd.Series) -> float:
    values = variances.dropna()
    return rounded(float(np.sqrt(values.mean()))) if len(values) >= FEWEST_PARTED else float("nan")


def write(frame: pd.DataFrame, path: Path) -> None:
    """As CSV, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(frame.to_csv(index=False, lineterminator="\n", float_format=f"%.{DIGITS}g"), path)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the corpora and write the tables; 2 where the corpora are absent, 130 where the run was interrupted."""
    parser = argparse.ArgumentParser(prog="tools.make_reference", description=__doc__)
    parser.add_argument("corpora", nargs="?", type=Path, default=CORPORA)
    parser.add_argument("-o", "--output", type=Path, default=DATA, help="the folder to write the two tables to")
    parser.add_argument("--cache", type=Path, default=CACHE, help="the folder that keeps what was measured")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--sample", type=int, help="measure only about so many documents, evenly spread")
    options = parser.parse_args(arguments)
    if not all((options.corpora / f"{name}.tsv").is_file() for name in FILES):
        print(f"The reference corpora are not there ({options.corpora}); name their folder.", file=sys.stderr)
        return 2
    texts = read_corpora(options.corpora)
    if options.sample:
        texts = list(islice(texts, 0, None, max(1, len(texts) // options.sample)))
    try:
        found = _with_bar([document.text for document in texts], options.cache, options.processes)
    except KeyboardInterrupt:
        print("\nInterrupted. What was measured is kept; the same command takes it up again.", file=sys.stderr)
        return INTERRUPTED
    frame = document_table(texts, found)
    write(frame, options.output / "reference_documents.csv")
    write(figure_table(frame, [found[key(document.text)].variances for document in texts]), options.output / "reference.csv")
    print(f"{len(frame)} documents, {frame['words'].sum():,} words: wrote reference.csv and reference_documents.csv.")
    return 0


def _with_bar(texts: Sequence[str], folder: Path, processes: int) -> dict[str, Measured]:
    known = cached(folder / f"{code_version()}.jsonl")
    new = len({key(text) for text in texts} - set(known))
    with click.progressbar(length=new, label=f"Measuring {new} of {len(texts)} texts", file=sys.stderr) as bar:
        return measure_all(texts, folder, processes, bar.update)


if __name__ == "__main__":
    raise SystemExit(main())
