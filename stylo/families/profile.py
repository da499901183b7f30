"""The profile: all values of a document in one row, made from its marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from spacy.tokens import Doc

from stylo.catalogue import measures as table
from stylo.families.registry import families
from stylo.grammar.marks import Missing, Value, name_of
from stylo.grammar.tokens import View, view
from stylo.wording.reasons import read_missing, why_missing

NOT_MEASURED = "not measured"


def columns() -> list[str]:
    """The columns of a profile, in order."""
    return ["document", *(entry["name"] for entry in table()), "missing"]


@dataclass(frozen=True)
class Profile:
    """What was measured in one document: its name, and for each value of the catalogue a number or why there is none."""

    document: str
    values: Mapping[str, Value]

    @property
    def missing(self) -> dict[str, Missing]:
        """Why a value could not be given, by the name of the value."""
        return {name: value for name, value in self.values.items() if isinstance(value, Missing)}

    def number(self, name: str) -> float:
        """A value as a number, NaN where it is missing. Raises KeyError for one that is not there."""
        value = self.values[name]
        return float("nan") if isinstance(value, Missing) else float(value)

    def only(self, names: Iterable[str]) -> Profile:
        """The profile with these values alone, and the reasons of those that are missing."""
        return Profile(self.document, {name: self.values[name] for name in names})

    def row(self) -> dict[str, object]:
        """The row of the table: numbers, NaN for what is missing, and in ``missing`` the reasons in words."""
        numbers = {name: float("nan") if isinstance(value, Missing) else value for name, value in self.values.items()}
        return {"document": self.document, **numbers, "missing": _write_reasons(self.missing)}


def measure_profile(doc: Doc | View, number: int = 1) -> Profile:
    """All values of a document; ``number`` is its name where it has none."""
    values: dict[str, Value] = {}
    laid_out = view(doc)  # once for all measures
    for family in families().values():
        values |= family.summarise(laid_out)
    return Profile(name_of(laid_out.doc, number), values)


def failed_row(document: str, reason: str) -> dict[str, object]:
    """The row of the table for what could not be measured at all."""
    return {"document": document, "missing": _write_reasons({NOT_MEASURED: Missing("as_written", text=reason)})}


def read_profile(row: Mapping[Any, Any]) -> Profile:
    """The profile that a row of the table holds, be it fresh or read from a file.

    A number that is not there has the reason that the row gives for it or for the whole document, else the code ``no_value``.
    """
    reasons = _read_reasons(row.get("missing"))
    otherwise = reasons.get(NOT_MEASURED, Missing("no_value"))
    numbers = {entry["name"]: row[entry["name"]] for entry in table() if entry["name"] in row}
    values = {name: number if not pd.isna(number) else reasons.get(name, otherwise) for name, number in numbers.items()}
    return Profile(row.get("document", "1"), values)


def said_reasons(cell: Any) -> str:
    """The reasons in a cell of a profile or a comparison, which are English there, in the current language."""
    return "; ".join(_said(part) for part in cell.split("; ")) if isinstance(cell, str) else ""


def _said(part: str) -> str:
    name, colon, reason = part.partition(": ")
    known = any(entry["name"] == name for entry in table())
    return f"{name}{colon}{why_missing(read_missing(reason))}" if known else why_missing(read_missing(part))


def _write_reasons(reasons: Mapping[str, Missing]) -> str:
    return "; ".join(f"{name}: {missing.reason}" for name, missing in reasons.items())


def _read_reasons(cell: Any) -> dict[str, Missing]:
    """The inverse of ``_write_reasons``; an empty cell of a file is no text."""
    if not isinstance(cell, str) or not cell:
        return {}
    parts = [cell] if cell.startswith(f"{NOT_MEASURED}: ") else cell.split("; ")  # the reason of a failure may hold anything
    named = (part.partition(": ") for part in parts)
    return {name: read_missing(reason) for name, _, reason in named}
