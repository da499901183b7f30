"""The whole study: ``python -m tools.study``, which is what ``make study`` runs.

Measures every text in ``corpus/``, writes the figures of the case study with their data and the profiles of all texts to
``figures/``, and runs the notebooks in place. The same texts give the same bytes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import matplotlib.pyplot as plt
import nbformat
import pandas as pd
from matplotlib.axes import Axes
from nbclient import NotebookClient
from spacy.tokens import Doc

import stylo
from stylo.figures import FIGURES, register, style, validation
from stylo.notebook.corpus import documents
from stylo.reading.text import TextError
from stylo.reference import accuracy, genre_check, intervals
from stylo.wording.language import LANGUAGES
from stylo.writing.tables import safe_csv, vouched
from tools.gold import film
from tools.twins import TWIN, in_german

CASE = "drive"
ROOT = Path(__file__).parent.parent
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
KEPT_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


class WholeFigure(NamedTuple):
    """A figure that is of the study and not of one text: its file name, its frame from all documents, how it is drawn, and the
    expression by which a reader draws it."""

    name: str
    frame: Callable[[Sequence[Doc]], pd.DataFrame]
    draw: Callable[[pd.DataFrame], Axes]
    call: str


def _register_frame(docs: Sequence[Doc]) -> pd.DataFrame:
    case = [doc for doc in docs if doc.user_data["id"] == CASE]
    return register.registers([*case, *register.constructed(docs)])


OF_THE_STUDY = (
    WholeFigure("register_map", _register_frame, register.register_map, "register.register_map(register.registers([doc]))"),
    WholeFigure(
        "accuracy",
        lambda _: validation.scores(accuracy.validation()),
        validation.accuracy,
        "validation.accuracy(validation.scores(accuracy.validation()))",
    ),
    WholeFigure(
        "interval_coverage",
        lambda _: intervals.by_kind(intervals.coverage()),
        validation.coverage,
        "validation.coverage(intervals.by_kind(intervals.coverage()))",
    ),
    WholeFigure(
        "genres_told_apart",
        lambda _: genre_check.confusions(genre_check.held_back()),
        validation.confusion,
        "validation.confusion(genre_check.confusions(genre_check.held_back()))",
    ),
)


def write_figures(docs: Sequence[Doc], folder: Path) -> Iterator[Path]:
    """Write the profiles of all documents and every figure of the study and its case; yields each file as it is written.

    The folder is the study's own: what stands there is replaced, be its columns those of an earlier version.
    """
    folder.mkdir(parents=True, exist_ok=True)
    profiles = folder / "profiles.csv"
    profiles.write_text(safe_csv(vouched(stylo.profile(docs))), encoding="utf-8", newline="")
    yield profiles
    doc = next(doc for doc in docs if doc.user_data["id"] == CASE)
    annotated = folder / f"{CASE}_tool_and_annotation.csv"
    marks = film.mark_by_mark(film.reading_of(doc, film.settled(ROOT / film.TABLES / "criticism")[CASE]))
    annotated.write_text(safe_csv(_plain(marks)), encoding="utf-8", newline="")
    yield annotated
    for figure in FIGURES:
        data = figure.frame(doc)
        with style.styled():
            ax = figure.draw(data)
        yield from style.save(ax, _plain(data), folder, figure.name, force=True)
        plt.close("all")
    for whole in OF_THE_STUDY:
        data = whole.frame(docs)
        with style.styled():
            ax = whole.draw(data)
        kept = data if data.index.name is None else data.reset_index()
        yield from style.save(ax, _plain(kept), folder, whole.name, force=True)
        plt.close("all")


def _plain(data: pd.DataFrame) -> pd.DataFrame:
    """The data as a table of one line a row: line breaks in a text become blanks."""
    return data.map(lambda value: " ".join(value.split()) if isinstance(value, str) else value)


def run_notebook(path: Path, target: Path | None = None, lang: str = "en") -> Path:
    """Execute a notebook from its own folder and write it with its outputs, free of times, paths and versions.

    In German it is the twin of the notebook that is run, and written to ``de/`` beside it unless a target is given.
    """
    notebook, folder = nbformat.read(path, as_version=4), path.parent
    if lang == TWIN:
        notebook, folder = in_german(notebook), folder / TWIN
        folder.mkdir(exist_ok=True)
    client = NotebookClient(
        notebook,
        timeout=1200,
        kernel_name="python3",
        record_timing=False,
        resources={"metadata": {"path": str(folder)}},
        extra_arguments=["--log-level=ERROR"],
    )
    client.execute()
    notebook.metadata = nbformat.from_dict(KEPT_METADATA)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET_VIEW, None)  # names a widget that is gone when the kernel is; its text stays
    target = target or folder / path.name
    nbformat.write(notebook, target)
    return target


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the study; 0 when all was written, else the exit status of what failed."""
    parser = argparse.ArgumentParser(prog="tools.study", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=ROOT / "corpus")
    parser.add_argument("--figures", type=Path, default=ROOT / "figures")
    parser.add_argument("--notebooks", type=Path, default=ROOT / "notebooks")
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="de: the German notebooks, in notebooks/de/")
    options = parser.parse_args(arguments)
    try:
        docs = documents(options.corpus)
    except TextError as error:
        print(f"stylo: {error}", file=sys.stderr)
        return error.status
    print(f"Measured {len(docs)} text(s).", flush=True)
    files = list(write_figures(docs, options.figures))
    number = len(FIGURES) + len(OF_THE_STUDY)
    print(f"Wrote {len(files)} files to {options.figures.name}/: {number} figures as SVG, PDF and PNG, data as CSV.")
    for path in sorted(options.notebooks.glob("*.ipynb")):
        print(f"Running {path.name} ...", flush=True)
        run_notebook(path, lang=options.lang)
    print("Done. Next: look at figures/, or open the first notebook with 'make lab'.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
