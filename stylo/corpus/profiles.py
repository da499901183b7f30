"""The profiles of many texts in one table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, count
from typing import Any

import pandas as pd
from spacy.tokens import Doc

from stylo.corpus.run import rows_of
from stylo.families.document import Reading
from stylo.families.profile import columns, row


def profile(docs: Doc | Reading | str | Iterable[Doc] | Iterable[str], *, workers: int = 1) -> pd.DataFrame:
    """All values of each text: one row a document, one column a value.

    Units, formulas and sources of the values are in ``docs/measures.md``.

    Parameters
    ----------
    docs : Doc, str, or several of them
        Texts (also a pandas Series of strings) go through the default pipeline.
    workers : int
        Above 1, texts are measured in so many processes; needs the extra ``corpora``, and a script then needs the line
        ``if __name__ == "__main__":``.

    Returns
    -------
    DataFrame
        ``document`` comes first, the name in ``doc.user_data["id"]`` or the document's number; for a Series it is its index,
        which the table has as well, so that it can be joined. Where a value cannot be given the cell is missing, and the last
        column, ``missing``, says why (``measure: reason; ...``); 0 means none were found. A text that cannot be measured at all
        (no string, empty) has a row with the reason and nothing else.

    Examples
    --------
    >>> import stylo
    >>> found = stylo.profile(["Der leise Film ist gut.", "Er fährt."])
    >>> found[["document", "words", "adjectives_per_100_words"]].to_numpy().tolist()
    [['1', 5, 40.0], ['2', 2, 0.0]]
    >>> found["missing"].iloc[1].split("; ")[0]
    'sentence_length_sd: a standard deviation needs at least 2 sentences, the text has 1'
    """
    if isinstance(docs, Reading):
        return docs.profile
    index = docs.index if isinstance(docs, pd.Series) else None
    first, stream = _peeked([docs] if isinstance(docs, str | Doc) else docs)
    if isinstance(first, Doc) or (first is None and index is None):
        return pd.DataFrame([row(doc, number) for number, doc in enumerate(stream, 1)])

    ids = map(str, index) if index is not None else map(str, count(1))
    return pd.DataFrame(rows_of(zip(ids, stream, strict=index is not None), workers), index=index, columns=columns())


def _peeked(docs: Iterable[Any]) -> tuple[Any, Iterator[Any]]:
    """The first of some documents, and all of them."""
    stream = iter(docs)
    first = next(stream, None)
    return first, stream if first is None else chain([first], stream)
