"""The profile: all values of a document in one row, made from its marks."""

from __future__ import annotations

from spacy.tokens import Doc

from stylo.catalogue import measures as table
from stylo.families.registry import families
from stylo.grammar.marks import Missing, Value
from stylo.grammar.tokens import View, view


def columns() -> list[str]:
    """The columns of a profile, in order."""
    return ["document", *(entry["name"] for entry in table()), "missing"]


def row(doc: Doc | View, number: int) -> dict[str, object]:
    """The profile's row of one document."""
    values: dict[str, Value] = {}
    laid_out = view(doc)  # once for all measures
    for family in families().values():
        values |= family.summarise(laid_out)
    reasons = [f"{name}: {value.reason}" for name, value in values.items() if isinstance(value, Missing)]
    row: dict[str, object] = {"document": laid_out.doc.user_data.get("id", str(number))}
    row |= {name: float("nan") if isinstance(value, Missing) else value for name, value in values.items()}
    row["missing"] = "; ".join(reasons)
    return row
