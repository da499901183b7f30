"""Morphology that the form gives, lemmas, and separated verbs."""

from __future__ import annotations

import pytest
from spacy.language import Language

from stylo.pipeline.hanta import shared
from stylo.pipeline.morphology import features


@pytest.mark.parametrize(
    ("form", "lemma", "mood", "tense"),
    [
        ("ging", "gehen", "Ind", "Past"),
        ("ginge", "gehen", "Sub", "Past"),
        ("hielt", "halten", "Ind", "Past"),
        ("hält", "halten", "Ind", "Pres"),
        ("nimmt", "nehmen", "Ind", "Pres"),
        ("brachte", "bringen", "Ind", "Past"),
        ("brächte", "bringen", "Sub", "Past"),
        ("arbeitete", "arbeiten", "Ind", "Past"),
        ("wüsste", "wissen", "Sub", "Past"),
        ("gehe", "gehen", None, "Pres"),
    ],
)
def test_mood_and_tense_where_the_form_gives_them(form: str, lemma: str, mood: str | None, tense: str) -> None:
    found = dict(pair.split("=") for pair in features(form, "VVFIN", lemma).split("|"))
    assert (found.get("Mood"), found["Tense"], found["VerbForm"]) == (mood, tense, "Fin")


@pytest.mark.parametrize(
    ("form", "lemma", "number", "person"),
    [("liest", "lesen", "Sing", "3"), ("machst", "machen", "Sing", "2"), ("gingen", "gehen", "Plur", None)],
)
def test_number_and_person(form: str, lemma: str, number: str, person: str | None) -> None:
    found = dict(pair.split("=") for pair in features(form, "VVFIN", lemma).split("|"))
    assert (found["Number"], found.get("Person")) == (number, person)


@pytest.mark.parametrize(
    ("form", "tag", "lemma"),
    [
        ("Gangster-Drama", "NN", "Gangster-Drama"),
        ("TV-Serien", "NN", "TV-Serie"),
        ("krasser", "ADJA", "krass"),
        ("großer", "ADJA", "groß"),
        ("heissen", "VVINF", "heißen"),
        ("höchster", "ADJA", "hoch"),
        ("bessere", "ADJA", "gut"),
    ],
)
def test_lemmas(form: str, tag: str, lemma: str) -> None:
    assert shared().lemma_as(form, tag) == lemma


@pytest.mark.parametrize(
    ("text", "verb", "lemma"),
    [
        ("Der Film hebt sich deutlich davon ab.", "hebt", "abheben"),
        ("Der Film hebt sich, wie man sieht, deutlich davon ab.", "hebt", "abheben"),
        ("Er lacht und geht weg.", "lacht", "lachen"),
        ("Er lacht und geht weg.", "geht", "weggehen"),
        ("Wenn er anruft, legt sie auf.", "anruft", "anrufen"),
        ("Wenn er anruft, legt sie auf.", "legt", "auflegen"),
    ],
)
def test_a_separated_particle_belongs_to_the_verb_of_its_clause(nlp: Language, text: str, verb: str, lemma: str) -> None:
    assert [token.lemma_ for token in nlp(text) if token.text == verb] == [lemma]


@pytest.mark.parametrize(
    ("text", "word", "tag"),
    [
        ("Er mag die Dialoge, die niemals ausgesprochen werden, aber wichtig sind.", "werden", "VAFIN"),
        ("Er fragt, wie sie jemals hätte erzeugt werden können.", "können", "VMINF"),
        ("Ein Abend, untermalt mit Musik, geht schnell vorbei.", "untermalt", "VVPP"),
        ("Das führt zu unglaublich authentischen Figuren.", "zu", "APPR"),
        ("Sie folgt dem gerade aus dem Knast entlassenen Mann.", "dem", "ART"),
        ("Er sagt, dass die Leute gern ins Kino gehen.", "gehen", "VVFIN"),
        ("Er will, dass wir ins Kino gehen dürfen.", "gehen", "VVINF"),
    ],
)
def test_the_clause_decides(nlp: Language, text: str, word: str, tag: str) -> None:
    assert next(token.tag_ for token in nlp(text) if token.text == word) == tag
