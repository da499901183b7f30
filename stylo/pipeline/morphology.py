"""Morphology that an inflected form itself gives, as Universal Dependencies features: verbs and degrees of adjectives.

A form stands alone here, so what only the sentence could tell is left out: *gehe* may be indicative or
subjunctive and gets no Mood.
Where one reading is the rule, it is taken: *geht* is the third person singular (not *ihr geht*), *machte* and *gingen* are
indicative. Auxiliary and modal verbs are in ``lexicon/verb_forms.tsv``.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from stylo.lexicon import table
from stylo.pipeline.adjective_form import form as adjective_form
from stylo.pipeline.hanta import CACHED_FORMS

DEGREES = {"positive": "Pos", "comparative": "Cmp", "superlative": "Sup"}
_PRESENT_CHANGES = frozenset(
    {("e", "i"), ("e", "ie"), ("a", "ä"), ("au", "äu"), ("o", "ö"), ("ä", "ie"), ("ö", "i"), ("eh", "ieh")}
)
_WEAK_PAST = frozenset({"te", "test", "ten", "tet"})
_VOWELS = re.compile(r"[aeiouyäöü]+")
_UMLAUT = re.compile(r"[äöü]")


@lru_cache(maxsize=CACHED_FORMS)
def features(form: str, tag: str, lemma: str) -> str:
    """Features of a form with an STTS tag and a lemma (particle not joined), joined by |; empty where there are none."""
    if tag in {"ADJA", "ADJD"}:
        return f"Degree={DEGREES[adjective_form(form, tag, lemma).degree]}"
    if tag[:1] != "V":
        return ""
    if tag.endswith(("INF", "IZU")):
        return "VerbForm=Inf"
    if tag.endswith("PP"):
        return "VerbForm=Part"
    if tag.endswith("IMP"):
        return "Mood=Imp|VerbForm=Fin"
    listed = _listed().get(form.lower()) if tag != "VVFIN" or lemma in {"sein", "haben", "werden", "wissen"} else None
    found = _full_verb(form.lower(), lemma.lower()) if listed is None else listed
    return "|".join(sorted([*found, "VerbForm=Fin"]))


@cache
def _listed() -> dict[str, tuple[str, ...]]:
    return {row["form"]: tuple(row["features"].split("|")) for row in table("verb_forms")}


def _full_verb(form: str, lemma: str) -> tuple[str, ...]:
    """Features of a finite full verb, from its ending and from how its vowel differs from the infinitive's."""
    stem = re.sub(r"e?n$", "", lemma)
    changed = _change(form, stem)
    past = changed is not None and changed not in _PRESENT_CHANGES
    if form.startswith(stem) and form[len(stem) :].removeprefix("e") in _WEAK_PAST:
        return ("Mood=Ind", "Tense=Past", *_person(form, stem, past=True))
    if form == lemma:
        return ("Mood=Ind", "Tense=Pres", "Number=Plur")
    if form in {stem + "e", stem[:-2] + stem[-1:] + "e"}:
        return ("Tense=Pres", "Number=Sing")
    if changed and form.endswith("e") and not form.endswith("te"):
        return ("Mood=Sub", "Tense=Past", "Number=Sing")
    if past or (changed and not form.endswith("t")):
        subjunctive = bool(_UMLAUT.search(form)) and not _UMLAUT.search(lemma) and form.endswith(("e", "en", "est"))
        return ("Mood=Sub" if subjunctive else "Mood=Ind", "Tense=Past", *_person(form, stem, past=True))
    if form.endswith("t"):
        return ("Mood=Ind", "Tense=Pres", *_person(form, stem, past=False))
    return ()


def _change(form: str, stem: str) -> tuple[str, str] | None:
    """The vowels of the infinitive's stem and of the form where they differ, the last such pair; None if they agree."""
    pairs = list(zip(_VOWELS.findall(stem), _VOWELS.findall(form), strict=False))
    differing = [(a, b) for a, b in pairs if a != b]
    return differing[-1] if differing else None


def _person(form: str, stem: str, past: bool) -> tuple[str, ...]:
    """Number, and person where the ending shows it."""
    if form.endswith("n"):
        return ("Number=Plur",)
    if form.endswith("st") and (past or stem[-1:] not in "sßzx"):
        return ("Number=Sing", "Person=2")
    return ("Number=Sing",) if past else ("Number=Sing", "Person=3")
