"""Sentences in the manner of film criticism with what a Germanist marks in them: passives, modal particles, frames, *zu*."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from stylo.families.register.measure import register
from stylo.families.sentences import sentences
from stylo.lexicon import read_table, table

GOLD = Path(__file__).parent / "gold"
# Shares of the sentences that are marked right, from which none may fall.
LEAST = {"verb_sentences": 0.98, "verb_sentences_held_out": 0.90}
PASSIVES = {"passive": "werden", "stative_passive": "sein", "recipient_passive": "bekommen"}
OPENINGS = {"conjunction": "subordinate", "relative pronoun": "relative", "question word": "question"}


def marks(doc: Doc, layer: str) -> str:
    """What the package marks, as it is written in the table."""
    if layer == "verbless":
        return "yes" if sentences(doc)["verbless"].iloc[0] else "no"
    return {"passive": "; ", "particle": " "}.get(layer, "; ").join(_marks(doc, layer)) or "-"


def _marks(doc: Doc, layer: str) -> Iterator[str]:
    for row in register(doc).to_dict("records"):
        feature, words = row["feature"], row["text"].split()
        if layer == "passive" and feature in PASSIVES:
            parts = sorted([(row["start"], row["text"]), (row["with_start"], doc.text[row["with_start"] : row["with_end"]])])
            yield f"{PASSIVES[feature]} {'+'.join(text for _, text in parts)}"
        elif layer == "particle" and feature == "modal_particle":
            yield row["text"]
        elif layer in {"main", "frames"} and feature == "satzklammer":
            kind = OPENINGS.get(row["reason"].split(" ...")[0])
            if (layer == "frames") == (kind is not None):
                yield f"{kind} {words[0]}+{words[-1]}" if kind else f"{words[0]}+{words[-1]}"


def is_right(doc: Doc, row: dict[str, str]) -> bool:
    if row["layer"] == "tag":
        word, tag = row["marks"].split("=")
        return any(token.text == word and token.tag_ == tag for token in doc)
    return marks(doc, row["layer"]) == row["marks"]


@pytest.mark.parametrize("name", LEAST)
def test_the_sentences_are_marked_as_a_germanist_marks_them(nlp: Language, name: str) -> None:
    rows = read_table(GOLD / f"{name}.tsv")
    wrong = [
        (row["sentence"], row["marks"], "" if row["layer"] == "tag" else marks(doc, row["layer"]))
        for row, doc in zip(rows, nlp.pipe(row["sentence"] for row in rows), strict=True)
        if not is_right(doc, row)
    ]
    assert len(wrong) <= (1 - LEAST[name]) * len(rows), wrong


def test_the_sentences_show_every_kind_with_and_without_marks() -> None:
    for name in LEAST:
        kinds: dict[str, set[bool]] = {}
        for row in read_table(GOLD / f"{name}.tsv"):
            kinds.setdefault(row["kind"], set()).add(row["marks"] in {"-", "no"})
        assert all(len(shown) == 2 for kind, shown in kinds.items() if kind != "zu")


# --- tables -----------------------------------------------------------------------------------------------------------------


def marked(text: str) -> tuple[str, int]:
    """A sentence without its asterisks, and where the marked word starts."""
    return text.replace("*", ""), text.index("*")


@pytest.mark.parametrize("row", table("perfect_with_sein"), ids=lambda row: row["participle"])
def test_a_perfect_with_sein_is_no_passive(nlp: Language, row: dict[str, str]) -> None:
    sentence, _ = marked(row["example"])
    assert marks(nlp(sentence), "passive") == "-"


@pytest.mark.parametrize("row", table("verbs_without_passive"), ids=lambda row: row["verb"])
def test_a_verb_without_passive_is_an_infinitive_beside_werden(nlp: Language, row: dict[str, str]) -> None:
    sentence, start = marked(row["example"])
    doc = nlp(sentence)
    assert [token.tag_ for token in doc if token.idx == start] == ["VVINF"]
    assert marks(doc, "passive") == "-"


@pytest.mark.parametrize("row", table("verb_particles"), ids=lambda row: row["particle"])
def test_a_separated_particle_is_told_from_the_word_it_looks_like(nlp: Language, row: dict[str, str]) -> None:
    for cell, separated in (("example", True), ("counterexample", False)):
        sentence, start = marked(row[cell])
        assert [token.tag_ == "PTKVZ" for token in nlp(sentence) if token.idx == start] == [separated], row[cell]


def opening_at(nlp: Language, text: str) -> str:
    """What kind of word the marked one is as the opening of a bracket; empty where it opens none."""
    sentence, start = marked(text)
    found = register(nlp(sentence))
    found = found[(found["feature"] == "satzklammer") & (found["start"] == start)]
    return OPENINGS.get(found["reason"].iloc[0].split(" ...")[0], "main") if len(found) else ""


@pytest.mark.parametrize("row", table("relating_question_words"), ids=lambda row: row["word"])
def test_question_words_that_relate(nlp: Language, row: dict[str, str]) -> None:
    assert opening_at(nlp, row["example"]) == "relative"
    assert opening_at(nlp, row["counterexample"]) == "question"


@pytest.mark.parametrize("row", table("question_governors"), ids=lambda row: row["word"])
def test_what_governs_a_question(nlp: Language, row: dict[str, str]) -> None:
    assert opening_at(nlp, row["example"]) == "question"


@pytest.mark.parametrize("row", table("verbs_of_perceiving"), ids=lambda row: row["verb"])
def test_wie_behind_a_verb_of_perceiving_stands_for_dass(nlp: Language, row: dict[str, str]) -> None:
    assert opening_at(nlp, row["example"]) == "subordinate"
    assert opening_at(nlp, row["counterexample"]) == "question"
