"""What every family and value is called, in what unit, by what formula, from what source, and how accurate it is."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from stylo.lexicon import table

NONE = "-"
COUNTS = frozenset({"count", "marks", "types", "runs"})  # units of what is counted
COUNTED = frozenset({"words", "syllables", "adjectives"})  # values of this name
EDGES = ("_min", "_max")  # how the names of least and most end


class Entry(NamedTuple):
    """What ``catalogue/families.tsv`` says of a family of measures; what it does not say is empty.

    ``label`` and ``detail`` are columns of its marks: what a mark was taken for, and what says it more closely. ``labels`` are
    all that ``label`` may say, or the one thing that all marks are taken for. ``printed`` are the columns of a printed table.
    """

    name: str
    module: str
    english: str
    german: str
    about_english: str
    about_german: str
    label: str
    labels: tuple[str, ...]
    detail: str
    printed: tuple[str, ...]


@cache
def families() -> dict[str, Entry]:
    """The families of measures by name, in the order of the profile."""
    return {row["name"]: _entry(row) for row in table("families", "catalogue")}


def _entry(row: dict[str, str]) -> Entry:
    cells: dict[str, Any] = {name: "" if cell == NONE else cell for name, cell in row.items()}
    return Entry(**cells | {name: tuple(cells[name].split()) for name in ("labels", "printed")})


@cache
def measures() -> tuple[dict[str, str], ...]:
    """Every value of the profile in its order: family, name, unit, english, german, formula, source, needs."""
    return tuple({"family": name, **row} for name in families() for row in table(f"measures_{name}", "catalogue"))


@cache
def whole_numbers() -> frozenset[str]:
    """The values that are whole numbers in every text that has them: counts, least and most."""
    names = {row["name"]: row["unit"] in COUNTS or row["name"].endswith(EDGES) for row in measures()}
    return frozenset({name for name, whole in names.items() if whole} | COUNTED)


@cache
def compared_measures() -> tuple[str, ...]:
    """The values for which there are reference figures, in the order of ``catalogue/reference_measures.tsv``."""
    return tuple(row["name"] for row in table("reference_measures", "catalogue"))


@cache
def reported_measures() -> tuple[str, ...]:
    """The values that a comparison names: those with reference figures, and all of a family none of which has any."""
    compared = compared_measures()
    known = {row["family"] for row in measures() if row["name"] in compared}
    return (*compared, *(row["name"] for row in measures() if row["family"] not in known))


def compared_labels() -> dict[str, str]:
    """A short name for figures for each of ``compared_measures``."""
    return {row["name"]: row["label"] for row in table("reference_measures", "catalogue")}
