"""Contrast or concession: two soft labels for *aber*, *doch* and *jedoch*, which mark both.

The border is drawn in two ways, and so there are two labels. PDTB 3, and with it the corpus PCC, says concession wherever
what follows denies anything that one might have inferred, which is nearly always; that is ``soft_sense``. Grammars of German
(Breindl, Volodina, Waßner 2014) call *aber* adversative by itself, and concessive where *trotzdem* could stand in its place;
that is ``relation``.

Cues of the sense, in this order. *Der Sohn aber*: behind the noun phrase that opens its clause the marker names a new topic:
contrast. Inside one sentence, opposites on the two sides: contrast; a negation on the right side: concession, it denies what
the left side led one to expect; clauses with different subjects of one kind, in one tense: contrast. Without a cue the label is
that of the lexicon, nearly always concession; across sentences parallel subjects prove nothing. Annotators differ on it often;
*obwohl*, *hingegen*, *dennoch* and the like keep their one sense.

The relation is a concession where, inside one sentence and without opposites, the right side speaks on of what the left side
says in a clause: by a pronoun (*Der Film ist lang, aber er langweilt nicht*), without a subject (*ist lang, aber nie
langweilig*), or with a word that says that something lasts in spite of it (*der Fahrer fährt jedoch weiter*). All else is a
contrast.
"""

from __future__ import annotations

from stylo.families.contrast.rules import Marker
from stylo.families.contrast.sides import Side
from stylo.grammar.conditions import Words, word_set
from stylo.grammar.phrases import finite, opposed, phrase_at, side_by_side
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


def relation(words: Words, marker: Marker, left: Side | None, right: Side | None) -> str:
    """``contrast``, ``concession`` or ``substitution``; empty for look-alikes."""
    if marker.tier == "connective" and marker.form in BOTH:
        return "concession" if left and right and _speaks_on(words, marker, left, right) else "contrast"
    return marker.sense.lower().split(".")[1] if marker.sense else ""


def _speaks_on(words: Words, marker: Marker, left: Side, right: Side) -> bool:
    """Whether the right side speaks on of what a clause on the left says, in the same sentence."""
    verb = finite(words, *left)
    if words.sentence[left[0]] != words.sentence[right[0]] or verb < 0 or words.tags[verb] == "VVIMP":
        return False
    if opposed(words, left, right) or _new_topic(words, marker.indices[0]):
        return False
    heard = words.lower[slice(*right)]
    return finite(words, *right) < 0 or not (word_set("ANAPHORS") | word_set("LASTING")).isdisjoint(heard)


def _new_topic(words: Words, i: int) -> bool:
    """Whether a noun phrase that opens the clause stands right before the word, and the finite verb right behind it."""
    begin = words.stretch[i][0]
    phrase = phrase_at(words, begin, i)
    return bool(phrase and phrase.end == i and phrase.kind == "noun") and words.near_tag(i, 1) in FINITE
