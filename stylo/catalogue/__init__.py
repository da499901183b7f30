"""What every family and value is called, in what unit, by what formula, from what source, and how accurate it is."""

from __future__ import annotations

from functools import cache

from stylo.lexicon import table


def compared_measures() -> tuple[str, ...]:
    """The values for which there are reference figures, in the order of ``catalogue/reference_measures.tsv``."""
    return tuple(row["name"] for row in table("reference_measures", "catalogue"))


def compared_labels() -> dict[str, str]:
    """A short name for figures for each of ``measures``."""
    return {row["name"]: row["label"] for row in table("reference_measures", "catalogue")}


@cache
def families() -> tuple[str, ...]:
    """The names of the families of measures, in the order of the profile."""
    return tuple(row["name"] for row in table("families", "catalogue"))


def title(family: str) -> str:
    """The English title of a family; ``say`` has the German."""
    return next(row["english"] for row in table("families", "catalogue") if row["name"] == family)


@cache
def measures() -> tuple[dict[str, str], ...]:
    """Every value of the profile in its order: module, name, unit, english, german, formula, source, needs."""
    return tuple({"module": name, **row} for name in families() for row in table(f"measures_{name}", "catalogue"))
