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
    """One row a document, one column a value; units and formulas are in ``stylo.measures.table()``.

    Documents may be ``Doc``s, or texts (a list or a pandas Series of strings), which go through the default pipeline, with
    ``workers`` above 1 in so many processes (needs the extra ``corpora``; a script then needs the line
    ``if __name__ == "__main__":``).

    The first column, ``document``, is the name in ``doc.user_data["id"]`` or the document's number; for a Series it is its
    index, which the table has as well, so that it can be joined. Where a value cannot be given the cell is missing and the
    last column, ``missing``, says why (``measure: reason; ...``); 0 means none were found. A text that cannot be measured at
    all (no string, empty) has a row with the reason and nothing else.
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
