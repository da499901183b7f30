"""The profile: all values of a document in one row, made from its marks."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd
from spacy.tokens import Doc

from stylo.marks import Missing, Value
from stylo.measures import MODULES
from stylo.measures.view import View, view

Summary = Callable[[Doc | View], dict[str, Value]]


def profile(docs: Doc | Iterable[Doc]) -> pd.DataFrame:
    """One row a document, one column a value; units and formulas are in ``stylo.measures.table()``.

    The first column, ``document``, is the name in ``doc.user_data["id"]`` or the document's number. Where a value cannot be
    given the cell is missing and the last column, ``missing``, says why (``measure: reason; ...``); 0 means none were found.
    """
    if isinstance(docs, Doc):
        docs = [docs]
    return pd.DataFrame([_row(doc, number) for number, doc in enumerate(docs, 1)])


def _row(doc: Doc, number: int) -> dict[str, object]:
    values: dict[str, Value] = {}
    laid_out = view(doc)  # once for all measures
    for module in MODULES:
        values |= module.summarise(laid_out)
    reasons = [f"{name}: {value.reason}" for name, value in values.items() if isinstance(value, Missing)]
    row: dict[str, object] = {"document": doc.user_data.get("id", str(number))}
    row |= {name: float("nan") if isinstance(value, Missing) else value for name, value in values.items()}
    row["missing"] = "; ".join(reasons)
    return row
