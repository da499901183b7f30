"""The course of a text: what each family marks, paragraph by paragraph, and which paragraphs narrate and which judge.

Criticism retells and judges by turns (in narratology: *Erzählung* and *Erörterung*; Werlich 1975 calls the types of text
narration and argumentation). What tells the two apart here is not the tense, for German criticism retells in the present, but
of whom a paragraph speaks: persons that *er* and *sie* point back to, or the film, its makers and viewers and its worth.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd
from spacy.tokens import Doc

from stylo import catalogue
from stylo.families.document import Reading, reading_of
from stylo.families.registry import marked
from stylo.grammar.conditions import Words, word_set
from stylo.grammar.judgement import film_target
from stylo.grammar.marks import frame
from stylo.grammar.phrases import past
from stylo.grammar.tokens import View
from stylo.grammar.units import course_units
from stylo.pipeline.stts import TENSED

NARRATES = -1.0
"""From this margin on a paragraph narrates; chosen on the eight texts of ``corpus/``."""
_PRESENT = frozenset("kann kannst will willst muss muß musst darf darfst mag magst soll sollst weiß weißt".split())
"""Forms of the present that are made like a preterite."""
COURSE = {"unit": "int64", "words": "int64", "row": "object", "marks": "int64"}
MANNER = {
    "unit": "int64",
    "words": "int64",
    "persons": "int64",
    "names": "int64",
    "judgements": "int64",
    "film_words": "int64",
    "readers": "int64",
    "preterite_percent": "float64",
    "margin": "float64",
    "manner": "object",
}


def course(doc: Doc | Reading, family: str = "", labels: Sequence[str] = ()) -> pd.DataFrame:
    """How many marks stand in each paragraph, of every family or of every label of one.

    Parameters
    ----------
    doc : Doc
        A text that went through ``stylo.load()``, or a reading of it.
    family : str, optional
        The family whose labels are told apart; all families that mark single places, each as a whole, where none is given.
    labels : sequence of str, optional
        Which of them, in this order; all that the catalogue has.

    Returns
    -------
    DataFrame
        start, end, text (of the paragraph), unit (from 1), words, row (the family or label), marks. A mark of several parts
        counts once, where its first part stands; what was looked at and refused does not count. A text of fewer than 3 or more
        than 30 paragraphs is cut into at most 30 stretches of whole sentences.
    """
    reading = reading_of(doc)
    if family:
        found = reading.marks(family)
        entry = catalogue.families()[family]
        named = {label: _starts(found[found[entry.label] == label]) for label in labels or entry.labels}
    else:
        named = {name: _starts(reading.marks(name)) for name in marked() if name != "sentences"}
    tokens = reading.tokens
    rows = []
    for number, (first, behind) in enumerate(course_units(tokens), 1):
        start, end = tokens.reach(first, behind)
        place = {"start": start, "end": end, "unit": number, "words": sum(tokens.is_word[first:behind])}
        rows += [place | {"row": name, "marks": sum(start <= at < end for at in starts)} for name, starts in named.items()]
    return frame(tokens, rows, COURSE)


def _starts(marks: pd.DataFrame) -> list[int]:
    if "accepted" in marks:
        marks = marks[marks["accepted"].astype(bool)]
    if "marker" in marks:
        marks = marks.drop_duplicates("marker")
    return [int(start) for start in marks["start"]]


def manners(doc: Doc | Reading) -> pd.DataFrame:
    """Which paragraphs narrate and which judge.

    Returns
    -------
    DataFrame
        start, end, text, unit, words; persons (pronouns of the third person and their possessives, *er, sie, sein*), names,
        judgements, film_words (*Film, Regie, Szene*), readers (*ich, wir, man, Zuschauer*), preterite_percent (of the finite
        verbs; NaN where there are none), margin (persons less judgements, film words and readers, in 100 words), manner
        (narrative where the margin is above -1, else evaluating). Checked with ``tests/gold/passages.tsv``.
    """
    reading = reading_of(doc)
    tokens = reading.tokens
    judged = _starts(reading.marks("evaluation"))
    rows = []
    for number, (first, behind) in enumerate(course_units(tokens), 1):
        start, end = tokens.reach(first, behind)
        counts = _counts(tokens, first, behind) + Counter(judgements=sum(start <= at < end for at in judged))
        words = sum(tokens.is_word[first:behind])
        against = counts["judgements"] + counts["film_words"] + counts["readers"]
        margin = 100 * (counts["persons"] - against) / words
        told: dict[str, Any] = {name: counts[name] for name in ("persons", "names", "judgements", "film_words", "readers")}
        past_percent = 100 * counts["past"] / counts["finite"] if counts["finite"] else float("nan")
        manner = "narrative" if margin > NARRATES else "evaluating"
        place = {"start": start, "end": end, "unit": number, "words": words}
        rows.append(place | told | {"preterite_percent": past_percent, "margin": margin, "manner": manner})
    return frame(tokens, rows, MANNER)


def _counts(tokens: View, first: int, behind: int) -> Counter[str]:
    words = tokens.once(Words)
    places = tokens.once(_places)
    found: Counter[str] = Counter()
    for i in range(first, behind):
        tag, form = tokens.tags[i], tokens.lowers[i]
        if tag in ("PPER", "PPOSAT"):
            found["persons"] += form in word_set("PERSONAL") or (tag == "PPOSAT" and form.startswith(("sein", "ihr")))
            found["readers"] += form in word_set("OWN_VOICE")
        found["readers"] += form in word_set("VIEWERS")
        found["names"] += tag == "NE"
        found["film_words"] += tag == "NN" and bool(film_target(tokens.lemmas[i].lower()) or film_target(form))
        if tag in TENSED and i in places:
            found["finite"] += 1
            found["past"] += form not in _PRESENT and past(words, places[i])
    return found


def _places(tokens: View) -> dict[int, int]:
    """Where each token stands among the words of the conditions."""
    return {token: i for i, token in enumerate(tokens.once(Words).tokens)}
