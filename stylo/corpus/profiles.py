"""The profiles of many texts in one table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, count
from typing import Any

import pandas as pd
from spacy.tokens import Doc

from stylo.corpus.run import measure_rows
from stylo.families.document import Reading, as_profiles
from stylo.families.profile import columns


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
        column, ``missing``, says why (``measure: reason; ...``; ``stylo.reasons`` has a row for each); 0 means none were found.
        A text that cannot be measured at all (no string, empty) has a row with the reason and nothing else.

    Raises
    ------
    ValueError
        For a ``Doc`` without tags or sentences, for a string that is the name of a file, and for a DataFrame without a column
        ``text``.
    TypeError
        For what is neither a text nor several.

    Examples
    --------
    >>> import stylo
    >>> found = stylo.profile(["Der leise Film ist gut.", "Er fährt."])
    >>> found[["document", "words", "adjectives_per_100_words"]].to_numpy().tolist()
    [['1', 5, 40.0], ['2', 2, 0.0]]
    >>> stylo.reasons(found).query("document == '2'").iloc[0][["measure", "reason"]].tolist()
    ['sentence_length_sd', 'a standard deviation needs at least 2 sentences, the text has 1']
    """
    if isinstance(docs, Reading):
        return docs.profile
    index = docs.index if isinstance(docs, pd.Series) else None
    first, stream = _peek([docs] if isinstance(docs, str | Doc) else docs)
    if isinstance(first, Doc) or (first is None and index is None):
        return pd.DataFrame([found.row() for found in as_profiles(stream)])

    ids = map(str, index) if index is not None else map(str, count(1))
    return pd.DataFrame(measure_rows(zip(ids, stream, strict=index is not None), workers), index=index, columns=columns())


def reasons(profile: pd.DataFrame | Doc | Reading | Iterable[Doc]) -> pd.DataFrame:
    """Why values are missing: one row a document and value that could not be given.

    Parameters
    ----------
    profile : DataFrame or Doc, or several Docs
        What ``stylo.profile`` returns, also where it was written to a file and read again, or texts.

    Returns
    -------
    DataFrame
        document; measure; code, the name of the reason; values, the numbers in it by name; reason, the sentence that stands in
        the column ``missing`` of the profile.

    Raises
    ------
    ValueError
        For a DataFrame that is neither a profile nor a table of texts.

    Examples
    --------
    >>> import stylo
    >>> found = stylo.reasons(stylo.load()("Kurz.")).set_index("measure")
    >>> found.loc["mattr_50", ["code", "values", "reason"]].tolist()
    ['few_for_mattr', {'fewest': 50, 'words': 1}, 'MATTR needs 50 words, the text has 1']
    """
    rows = [
        (found.document, name, missing.code, dict(missing.values), missing.reason)
        for found in as_profiles(profile)
        for name, missing in found.missing.items()
    ]
    return pd.DataFrame(rows, columns=["document", "measure", "code", "values", "reason"])


def _peek(docs: Iterable[Any]) -> tuple[Any, Iterator[Any]]:
    """The first of some documents, and all of them."""
    stream = iter(docs)
    first = next(stream, None)
    return first, stream if first is None else chain([first], stream)
