"""What a notebook claims: each sentence with the value behind it and the condition under which it is true, in one table.

The table is shown to the reader, and it is what is checked: a sentence on the case study that its value no longer bears ends
the notebook with an error. Of another text the same sentences are printed as holding or not holding there.
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd
from spacy.tokens import Doc

from stylo.families.document import Reading, reading_of
from stylo.notebook.opening import REVIEW
from stylo.notebook.tables import Table, table
from stylo.reference.in_view import case_study
from stylo.wording.language import bilingual, say
from stylo.wording.numbers import grouped, significant

Given = float | int | str


class ClaimFails(AssertionError):
    """A notebook says of the case study what its values do not bear."""


class Claim(NamedTuple):
    """A sentence, the value behind it, what the value must be, and whether it is."""

    words: str
    value: Given
    condition: str
    holds: bool


def claim(
    words: str,
    value: Given,
    *,
    german: str = "",
    equals: Given | None = None,
    above: float | None = None,
    below: float | None = None,
    least: float | None = None,
    most: float | None = None,
) -> Claim:
    """A claim with its condition, which is what is said of it: the value equals something, or lies within all bounds given.

    Parameters
    ----------
    words : str
        The sentence, no wider than the condition.
    value : number or str
        What was measured.
    german : str, optional
        The same sentence in German, which is shown where the notebook is German.
    equals : number or str, optional
        What the value must be; not together with bounds.
    above, below : float, optional
        Bounds that the value must not touch.
    least, most : float, optional
        Bounds that it may touch.

    Raises
    ------
    ValueError
        Without a condition, or with ``equals`` and bounds together.

    Examples
    --------
    >>> claim("The mean is longer than 30 words.", 32.8, above=30)
    Claim(words='The mean is longer than 30 words.', value=32.8, condition='above 30', holds=True)
    """
    words = bilingual(words, german or words)
    bounds = {"above {bound}": above, "at least {bound}": least, "below {bound}": below, "at most {bound}": most}
    given = {said: bound for said, bound in bounds.items() if bound is not None}
    if (equals is None) == (not given):
        told = "A claim needs a condition: either equals, or one or more of above, below, least and most."
        raise ValueError(say(told))
    if equals is not None:
        return Claim(words, value, say("is {bound}", bound=_said(equals)), bool(value == equals))
    measured = float(value)
    holds = [
        above is None or measured > above,
        below is None or measured < below,
        least is None or measured >= least,
        most is None or measured <= most,
    ]
    return Claim(words, value, ", ".join(say(said, bound=_said(bound)) for said, bound in given.items()), all(holds))


def claims(doc: Doc | Reading | None, *found: Claim, about: str = REVIEW) -> Table:
    """A table of claims, numbered: the sentence, the value, the condition, and whether it holds of this text.

    Claims on what does not change with the text of the notebook, as on the exercises, are made of no text (None). Raises
    ClaimFails, naming all that fail, for these, and where the text is the one that the claims are ``about``.
    """
    failing = [one for one in found if not one.holds]
    if failing and (doc is None or case_study(reading_of(doc).values) == about):
        raise ClaimFails("; ".join(f"{one.words} ({_said(one.value)}, {one.condition})" for one in failing))
    rows = [(n, one.words, _said(one.value), one.condition, one.holds) for n, one in enumerate(found, 1)]
    headings = [say("no."), say("claim"), say("value"), say("condition"), say("holds")]
    return table(pd.DataFrame(rows, columns=headings), most=len(rows))


def _said(value: Given) -> str:
    """A value as it is read: whole numbers in whole, others with three significant digits."""
    if isinstance(value, str):
        return value
    if value != value:
        return "–"
    return grouped(int(value)) if float(value).is_integer() else significant(float(value))
