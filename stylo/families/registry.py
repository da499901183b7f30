"""The families that there are: those of ``catalogue/families.tsv``, and nowhere a second list of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import cast

from stylo import catalogue
from stylo.families.family import Family, Marks


@cache
def families() -> Mapping[str, Family]:
    """All families by name, in the order of the profile. Raises ValueError where a module has the object of another family."""
    return {entry.name: _family(entry) for entry in catalogue.families().values()}


def _family(entry: catalogue.Entry) -> Family:
    found = cast(Family, import_module(f"stylo.families.{entry.module}").FAMILY)
    if found.name != entry.name:
        raise ValueError(f"stylo.families.{entry.module} holds the family {found.name!r}, the catalogue says {entry.name!r}.")
    return found


@cache
def marked() -> Mapping[str, Marks]:
    """What makes the marks of each family that has any, in the order of the profile."""
    return {name: family.marks for name, family in families().items() if family.marks is not None}
