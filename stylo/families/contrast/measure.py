"""Contrast: explicit, paired, by comparison and lexical, with the look-alikes told apart and every decision given its reason.

Five tiers. **connective**: *aber* between clauses, *obwohl*, *statt*. **paired**: *zwar ... aber*, *nicht ... sondern*, counted
once. **comparison**: *umso*, *mehr ... als*, *je ... desto*. **lexical**: *Kontrast*, *widersprechen*, *hebt ... ab*.
**look-alike**: a form of the lexicon in another reading, rejected. Senses are those of PDTB 3 (Webber et al. 2019); contrast
against concession is a soft label, on which annotators and schemes differ: ``relation`` draws the border as German grammars do.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from spacy.tokens import Doc

from stylo.families.contrast.rules import LOOK_ALIKE, markers
from stylo.families.contrast.sense import relation, soft_sense
from stylo.families.contrast.sides import Side, sides
from stylo.families.family import Family
from stylo.grammar.conditions import Words
from stylo.grammar.marks import Value, frame, per
from stylo.grammar.tokens import View, view

TIERS = ("connective", "paired", "comparison", "lexical")
COLUMNS = {
    "marker": "int64",
    "form": "object",
    "tier": "object",
    "sense": "object",
    "relation": "object",
    "accepted": "bool",
    "reason": "object",
    "left_start": "int64",
    "left_end": "int64",
    "right_start": "int64",
    "right_end": "int64",
    "sentence": "int64",
}


def contrast(doc: Doc | View) -> pd.DataFrame:
    """Every marker of contrast and every look-alike, one row a part; the parts of one marker share the number ``marker``.

    Parameters
    ----------
    doc : Doc
        A text that went through ``stylo.load()``, or tokens of it (``grammar.tokens.view``). As ``stylo.contrast`` it takes a
        string, a ``Path`` and several texts too: of these the table has the id in its first column, ``document``.

    Returns
    -------
    DataFrame
        marker (from 1, in text order), start, end (character offsets, end exclusive), text, form (entry of the lexicon), tier
        (connective, paired, comparison, lexical, look-alike), sense (of PDTB 3, Webber et al. 2019) and relation (contrast,
        concession where *trotzdem* could stand, substitution; Breindl et al. 2014), both empty for look-alikes; accepted
        (False for look-alikes), reason; left_start, left_end, right_start, right_end (the two sides in text order, -1 where
        they cannot be delimited), sentence (number from 1).

    Raises
    ------
    ValueError
        For a ``Doc`` without tags or sentences, and for a string that is the name of a file.
    TypeError
        For what is no text.

    Examples
    --------
    >>> import stylo
    >>> doc = stylo.load()("Der Film ist zwar lang, aber gut. Das ist aber schade!")
    >>> stylo.contrast(doc)[["marker", "text", "tier", "accepted"]].to_numpy().tolist()
    [[1, 'zwar', 'paired', True], [1, 'aber', 'paired', True], [2, 'aber', 'look-alike', False]]
    """
    laid_out = view(doc)
    return frame(laid_out, laid_out.once(_rows), COLUMNS)


def _rows(laid_out: View) -> list[dict[str, Any]]:
    words = laid_out.once(Words)
    rows = []
    for number, marker in enumerate(markers(words), 1):
        left, right = sides(words, marker)
        common = {
            "marker": number,
            "form": marker.form,
            "tier": marker.tier,
            "sense": soft_sense(words, marker, left, right),
            "relation": relation(words, marker, left, right),
            "accepted": marker.tier != LOOK_ALIKE,
            "reason": marker.reason,
            **_span(words, "left", left),
            **_span(words, "right", right),
        }
        for part in sorted(marker.parts):
            reach = words.reach(part[0], part[-1] + 1)
            rows.append({**reach, **common, "sentence": laid_out.sentence_at(reach["start"])})
    return rows


def _span(words: Words, side: str, span: Side | None) -> dict[str, int]:
    found = words.reach(*span) if span else {"start": -1, "end": -1}
    return {f"{side}_{edge}": value for edge, value in found.items()}


def marker_table(marks: pd.DataFrame) -> pd.DataFrame:
    """One row a marker instead of one a part: its first row, with all parts joined by `` ... `` in ``text``."""
    if marks.empty:
        return marks.copy()
    first = marks.drop_duplicates("marker").set_index("marker")
    first["text"] = marks.groupby("marker")["text"].agg(" ... ".join)
    first["end"] = marks.groupby("marker")["end"].max()
    return first.reset_index()[list(marks.columns)]


def rates(doc: Doc | View, marks: pd.DataFrame | None = None) -> pd.DataFrame:
    """Accepted markers by tier: count, per 1,000 words, and per sentence.

    One row a tier and one for ``all``; rates are NaN where the text has no words.
    """
    laid_out = view(doc)
    table = marker_table(contrast(laid_out) if marks is None else marks)
    words, sentences = _size(laid_out)
    accepted = table[table["accepted"]]["tier"].value_counts()
    counts = {tier: int(accepted.get(tier, 0)) for tier in TIERS}
    rows = []
    for tier, count in {**counts, "all": sum(counts.values())}.items():
        per_1000 = 1000 * count / words if words else float("nan")
        per_sentence = count / sentences if sentences else float("nan")
        rows.append((tier, count, per_1000, per_sentence))
    return pd.DataFrame(rows, columns=["tier", "count", "per_1000_words", "per_sentence"])


def _size(laid_out: View) -> tuple[int, int]:
    """Words, and sentences that hold a word."""
    return sum(laid_out.is_word), len(laid_out.sentences)


def summarise(doc: Doc | View) -> dict[str, Value]:
    """The values of one document: rates by tier per 1,000 words and per sentence, and the share of rejected look-alikes."""
    laid_out = view(doc)
    markers = {row["marker"]: row for row in laid_out.once(_rows)}.values()
    words, sentences = _size(laid_out)
    count = {tier: sum(row["accepted"] and row["tier"] == tier for row in markers) for tier in TIERS}
    explicit, accepted, seen = count["connective"] + count["paired"], sum(count.values()), len(markers)
    values: dict[str, Value] = {"contrast_connectives_per_1000_words": per(explicit, words, 1000, "no_words")}
    for tier in TIERS:
        values[f"contrast_{tier}_per_1000_words"] = per(count[tier], words, 1000, "no_words")
    values["contrast_markers_per_1000_words"] = per(accepted, words, 1000, "no_words")
    values["contrast_markers_per_sentence"] = per(accepted, sentences, 1, "no_sentences")
    values["contrast_look_alike_share"] = per(seen - accepted, seen, 1, "no_forms_of_contrast")
    return values


FAMILY = Family("contrast", summarise, contrast)
