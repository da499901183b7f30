"""Contrast or concession: a soft label for *aber*, *doch* and *jedoch*, which mark both.

Cues in this order. *Der Sohn aber*: behind the noun phrase that opens its clause the marker names a new topic: contrast.
Inside one sentence, opposites on the two sides: contrast; a negation on the right side: concession, it denies what the left
side led one to expect; clauses with different subjects of one kind, in one tense: contrast. Without a cue the label is that
of the lexicon, nearly always concession; across sentences parallel subjects prove nothing. Annotators differ on it often;
*obwohl*, *hingegen*, *dennoch* and the like keep their one sense.
"""

from __future__ import annotations

from stylo.families.contrast.rules import Marker
from stylo.families.contrast.sides import Side
from stylo.grammar.conditions import Words, word_set
from stylo.grammar.phrases import opposed, phrase_at, side_by_side
from stylo.pipeline.stts import FINITE

BOTH = frozenset(("aber", "doch", "jedoch"))
CONTRAST, CONCESSION = "Comparison.Contrast", "Comparison.Concession.Arg2-as-denier"


def soft_sense(words: Words, marker: Marker, left: Side | None, right: Side | None) -> str:
    """The sense of a marker with its two sides: the lexicon's, or for a form that marks both the one that a cue shows."""
    if (
        marker.form not in BOTH
        or marker.tier != "connective"
        or marker.sense not in (CONTRAST, CONCESSION)
        or not left
        or not right
    ):
        return marker.sense
    if _new_topic(words, marker.indices[0]):
        return CONTRAST
    if words.sentence[left[0]] != words.sentence[right[0]]:
        return marker.sense
    if opposed(words, left, right):
        return CONTRAST
    if not word_set("NEGATION").isdisjoint(words.lower[slice(*right)]):
        return CONCESSION
    if side_by_side(words, left[1] - 1, max(right[0], marker.indices[-1])):
        return CONTRAST
    return marker.sense


def _new_topic(words: Words, i: int) -> bool:
    """Whether a noun phrase that opens the clause stands right before the word, and the finite verb right behind it."""
    begin = words.stretch[i][0]
    phrase = phrase_at(words, begin, i)
    return bool(phrase and phrase.end == i and phrase.kind == "noun") and words.near_tag(i, 1) in FINITE
