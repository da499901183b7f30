"""What is set against what, in two columns: the left side, the marker, the right side."""

from __future__ import annotations

import pandas as pd
from spacy.tokens import Doc

from stylo.families.contrast.measure import marker_table
from stylo.families.document import Reading, reading_of

COLUMNS = ["sentence", "left_side", "marker", "right_side", "tier", "relation"]


def oppositions(doc: Doc | Reading) -> pd.DataFrame:
    """One row an accepted marker of contrast, in text order.

    Returns
    -------
    DataFrame
        sentence (number from 1), left_side and right_side (the two sides in text order, missing where rules of word order
        cannot delimit them), marker (its parts, joined by `` ... ``), tier and relation (as ``stylo.contrast`` has them).
    """
    reading = reading_of(doc)
    found = marker_table(reading.marks("contrast"))
    found = found[found["accepted"]].rename(columns={"marker": "number", "text": "marker"})
    for side in ("left", "right"):
        places = zip(found[f"{side}_start"], found[f"{side}_end"], strict=True)
        sides = [reading.text[start:end] if start >= 0 else None for start, end in places]
        found[f"{side}_side"] = pd.Series(sides, index=found.index, dtype=object)
    return found[COLUMNS].reset_index(drop=True)
