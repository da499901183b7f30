"""Reference figures: what is usual in a genre. The tables that the project ships, read.

``data/reference.csv`` holds a row a genre and measure, ``data/reference_documents.csv`` a row a document with its genre, year
and values. No text and no title is in either. ``python -m tools.make_reference`` writes them;
``reference/corpora.tsv`` says of what corpora.
"""

from __future__ import annotations

import io
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stylo.wording.language import say
from stylo.wording.near import did_you_mean

DIGITS = 4  # significant; more than any text of a few hundred words can bear


def reference() -> pd.DataFrame:
    """The shipped figures: genre, measure, documents, words, mean, sd, q05 to q95, sd_500.

    ``words`` counts those of the documents that have the value; ``sd`` is the sample standard deviation over documents.
    ``sd_500`` is the standard deviation of the value between passages of 500 words of one document, pooled over documents.
    """
    return _read("reference.csv").copy()


def documents(genre: str | None = None) -> pd.DataFrame:
    """The shipped values of every reference document, or of a genre: genre, year, words, then one column a measure.

    ``"news"`` stands for all its sections. Raises ValueError for a genre that is not there.
    """
    frame = _read("reference_documents.csv")
    if genre is None:
        return frame.copy()
    chosen = frame[of_genre(frame["genre"], genre)]
    if chosen.empty:
        told = say("There are no reference figures for {name!r}; choose one of {known}.", name=genre, known=", ".join(genres()))
        raise ValueError(told + did_you_mean(genre, genres()))
    return chosen.reset_index(drop=True)


def check_genre(genre: str) -> None:
    """Raise ValueError for a genre that is not there."""
    documents(genre)


@cache
def known(genre: str, measure: str) -> NDArray[np.float64]:
    """The values of a measure in the documents of a genre that have it, read-only; none for a measure without figures.

    Raises ValueError for a genre that is not there.
    """
    frame = documents(genre)
    values = frame[measure].dropna().to_numpy(dtype=float) if measure in frame else np.array([])
    values.setflags(write=False)
    return values


def of_genre(column: pd.Series, genre: str) -> pd.Series:
    """Which entries of a column of genres belong to a genre; a section belongs to its genre as well (news_sport to news)."""
    return (column == genre) | column.str.startswith(f"{genre}_")


def genres() -> tuple[str, ...]:
    """The genres of the reference figures; sections (news_sport) follow the whole (news)."""
    return tuple(dict.fromkeys(_read("reference.csv")["genre"]))


@cache
def _read(name: str) -> pd.DataFrame:
    text = (files("stylo") / "data" / name).read_text(encoding="utf-8")
    frame = pd.read_csv(io.StringIO(text), dtype={"genre": "str", "year": "str", "measure": "str"})
    return frame.fillna({"year": ""}) if "year" in frame else frame


def rounded(value: float) -> float:
    """To four significant digits."""
    return float(f"{value:.{DIGITS}g}")
