"""The texts of a corpus folder, as the notebooks open and compare them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from spacy.tokens import Doc

from stylo.corpus.profiles import profile
from stylo.notebook.own_texts import measured
from stylo.reading.files import corpus


def documents(folder: Path | str) -> list[Doc]:
    """The texts of a corpus folder as measured documents, in the order of its table."""
    return measured(corpus(folder))


def corpus_table(folder: Path | str, columns: Sequence[str]) -> pd.DataFrame:
    """These values of every text of a corpus folder: one row a text, in the order of its table."""
    return profile(documents(folder)).set_index("document")[list(columns)]
