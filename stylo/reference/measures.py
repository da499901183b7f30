"""Every value of the profile in one table: what it is, how it is made, and how far it can be trusted."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from stylo import catalogue
from stylo.lexicon import table
from stylo.reference.accuracy import on_own_tags, validation

COLUMNS = ["name", "family", "english", "german", "unit", "formula", "source", "needs", "accuracy"]


def measures() -> pd.DataFrame:
    """All values of the profile in its order: what each is, how it is made, and how far it can be trusted.

    Returns
    -------
    DataFrame
        name, family, english, german, unit, formula, source, needs; and ``accuracy``, how well what the value counts agrees
        with human annotation, corpus by corpus, a dash where nothing was checked.

    Examples
    --------
    >>> import stylo
    >>> stylo.measures().set_index("name").loc["lix", ["family", "unit", "source"]].tolist()
    ['readability', 'points, higher is harder', 'Björnsson 1968']
    """
    rows = validation()
    return pd.DataFrame([{**row, "accuracy": accuracy(row["name"], rows)} for row in catalogue.measures()], columns=COLUMNS)


def accuracy(name: str, rows: pd.DataFrame) -> str:
    """What the validation table says of a value, corpus by corpus; a dash where it says nothing."""
    kinds = [row["scored_as"] for row in table("accuracy", "catalogue") if row["name"] == name]
    chosen = on_own_tags(rows[rows["measure"].isin(kinds)])
    return "; ".join(map(_figure, chosen.to_dict("records"))) or "-"


def _figure(row: Mapping[Hashable, Any]) -> str:
    figure = row["f1"] if row["f1"] == row["f1"] else row["value"]
    fit = {"": "", "tagger": ", tagger trained on it", "rules": ", rules made with it"}[row["trained_on"]]
    interval = f"[{shortened(row['low'])}, {shortened(row['high'])}]"
    return f"{row['statistic']} {shortened(figure)} {interval} ({row['corpus']}, n = {row['n']}{fit})"


def shortened(value: float) -> str:
    """Two or three figures without the leading zero: .975, -.53, 1.00."""
    return re.sub(r"^(-?)0\.", r"\1.", f"{value:.3f}") if abs(value) < 1 else f"{value:.2f}"
