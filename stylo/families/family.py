"""What a family of measures is to the rest of the package: a name, its marks and its values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import pandas as pd
from spacy.tokens import Doc

from stylo.grammar.marks import Value
from stylo.grammar.tokens import View


class Marks(Protocol):
    """What a family has found in a document, from which all of its values are made."""

    def __call__(self, doc: Doc | View) -> pd.DataFrame:
        """One row a mark: start, end and text, made with ``grammar.marks.frame``, then what the family says of it.

        These columns mean the same in all families, where they are there: ``sentence`` (its number, from 1), ``reason`` (why it
        is a mark, in English), ``accepted`` (False for what was looked at and not counted), ``marker`` (a number that the parts
        of one mark share), ``with_start`` and ``with_end`` (where the partner of a mark stands, -1 for none). A document
        without any has no rows and all columns.
        """


class Summarise(Protocol):
    """The values of a family for a document."""

    def __call__(self, doc: Doc | View) -> dict[str, Value]:
        """Every name of the family's table in ``catalogue/``, each with its value or with ``Missing`` and the reason.

        0 means that none were found. A document without words has values, too.
        """


@dataclass(frozen=True)
class Family:
    """A family of measures. ``marks`` is None where its values are made from what other families mark, or from all words."""

    name: str
    summarise: Summarise
    marks: Marks | None = None
