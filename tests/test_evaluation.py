"""Evaluation: what judges, what is judged, who judges; and for three families the sentences that were written first."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from stylo.families.contrast.measure import contrast, marker_table
from stylo.families.evaluation import evaluation, judgements, summarise
from stylo.families.negation import negation
from stylo.grammar.judgement import adjective_judgement, film_target
from stylo.grammar.marks import Missing
from stylo.lexicon import table

GOLD = Path(__file__).parent / "gold"
# Shares of the sentences of each kind that are right in every mark, from which none may fall: those seen while the rules were
# made, and those not.
LEAST = {
    "judgement_sentences": {"contrast": 0.94, "negation": 1.0, "evaluation": 0.87},
    "judgement_sentences_held_out": {"contrast": 0.9, "negation": 0.9, "evaluation": 0.7},
}


def rows(name: str) -> list:
    return [pytest.param(row, id=next(iter(row.values())) + ": " + row["example"]) for row in table(name)]


def marks(doc: Doc) -> list[tuple[str, ...]]:
    """Text, target, holder and polarity of each judgement, and negated where it is."""
    found = evaluation(doc)
    columns = (found[name] for name in ("text", "target", "holder", "polarity", "negated"))
    return [(*labels, *["negated"] * turned) for *labels, turned in zip(*columns, strict=True)]


# --- sentences that were written first --------------------------------------------------------------------------------------


def _contrast(doc: Doc, wanted: list[list[str]]) -> bool:
    found = marker_table(contrast(doc)).query("accepted")
    tiers = sorted(zip(found["text"].str.lower(), found["tier"], strict=True))
    return tiers == sorted((text.lower(), tier) for text, tier, *_ in wanted if tier != "look-alike")


def _negation(doc: Doc, wanted: list[list[str]]) -> bool:
    found = marker_table(negation(doc))
    return sorted(zip(found["text"], found["kind"], strict=True)) == sorted(map(tuple, wanted))


def _evaluation(doc: Doc, wanted: list[list[str]]) -> bool:
    return sorted(marks(doc)) == sorted(map(tuple, wanted))


RIGHT: dict[str, Callable[[Doc, list[list[str]]], bool]] = {
    "contrast": _contrast,
    "negation": _negation,
    "evaluation": _evaluation,
}


@pytest.mark.parametrize("name", LEAST)
def test_sentences_that_were_written_before_the_rules_are_right(nlp: Language, name: str) -> None:
    right: dict[str, list[bool]] = {kind: [] for kind in RIGHT}
    with (GOLD / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            wanted = [mark.split("=") for mark in row["marks"].split("; ") if mark != "-"]
            right[row["kind"]].append(RIGHT[row["kind"]](nlp(row["sentence"]), wanted))
    shares = {kind: sum(found) / len(found) for kind, found in right.items()}
    assert {kind for kind, share in shares.items() if share < LEAST[name][kind]} == set(), shares


# --- the tables -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", rows("evaluative_nouns"))
def test_a_noun_judges_in_its_example(nlp: Language, row: dict[str, str]) -> None:
    assert (row["lemma"], row["polarity"]) in {(text, polarity) for text, _, _, polarity, *_ in marks(nlp(row["example"]))}


@pytest.mark.parametrize("row", rows("film_words"))
def test_a_word_of_film_is_what_the_example_judges(nlp: Language, row: dict[str, str]) -> None:
    wanted = "music" if row["target"] == "subject" else row["target"]
    assert wanted in {target for _, target, *_ in marks(nlp(row["example"]))}


@pytest.mark.parametrize("row", rows("evaluation_sources"))
def test_a_source_takes_the_judgement_from_the_critic(nlp: Language, row: dict[str, str]) -> None:
    holders = [{holder for _, _, holder, *_ in marks(nlp(row[cell]))} for cell in ("example", "counterexample")]
    assert holders == [{"quoted"}, {"critic"}]


@pytest.mark.parametrize("row", rows("evaluative_derivations"))
def test_a_derived_word_judges_and_another_with_the_same_affix_does_not(nlp: Language, row: dict[str, str]) -> None:
    judged = [{adjective_judgement(token.lemma_.lower()) for token in nlp(row[cell])} for cell in ("example", "counterexample")]
    assert [{one.polarity for one in found if one} for found in judged][1] == set()
    assert {one.polarity for one in judged[0] if one} == {"negative" if row["polarity"] == "turned" else row["polarity"]}


def test_the_last_part_of_a_compound_names_the_target_and_a_chance_ending_none() -> None:
    assert [film_target(word) for word in ("hauptdarstellerin", "filmmusik", "nebenfigur")] == ["acting", "music", "figures"]
    assert [film_target(word) for word in ("beispiel", "beton", "pflicht")] == ["", "", ""]


# --- rules ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Die miesen Typen fliehen.", []),  # told of the plot
        ("Ein mieser Film.", [("mieser", "film", "critic", "negative")]),
        ("Der Film ist lang.", []),
        ("Der Film ist zu lang.", [("lang", "film", "critic", "negative")]),
        ("Kein guter Film.", [("guter", "film", "critic", "negative", "negated")]),
        ("Der Film ist kaum originell.", [("originell", "film", "critic", "negative", "negated")]),
        ("Die Darsteller? Großartig!", [("Großartig", "acting", "critic", "positive")]),
        ("Gosling finde ich stark.", [("stark", "acting", "critic", "positive")]),
        ("Die Musik passt gut.", [("gut", "music", "critic", "positive")]),
        ("Die Kritik schreibt: „Das ist ein kluger Film.“", [("kluger", "film", "quoted", "positive")]),
        ("Der Film ist alles andere als langweilig.", [("langweilig", "film", "critic", "positive", "negated")]),
        ("Der Film verzichtet auf billige Effekte.", [("billige", "images", "critic", "positive", "negated")]),
        ("Der Film kommt ohne Längen aus.", [("Längen", "film", "critic", "positive", "negated")]),
        ("Eine wunderbare Carey Mulligan spielt die Mutter.", [("wunderbare", "acting", "critic", "positive")]),
        ("Er sah „Schöne Bescherung“.", []),  # a title
        ("Der Verleih sagt, er habe einen guten Film gekauft.", [("guten", "film", "quoted", "positive")]),
        ("Ich habe den Film gut gefunden.", [("gut", "film", "critic", "positive")]),
    ],
)
def test_who_judges_what(nlp: Language, text: str, wanted: list[tuple[str, ...]]) -> None:
    assert marks(nlp(text)) == wanted


def test_the_table_counts_targets_by_polarity_and_function(nlp: Language) -> None:
    found = judgements(evaluation(nlp("Der gute Film. Ein guter Film. Die Musik ist schlecht.")))
    assert found.to_numpy().tolist() == [["film", "positive", "attributive", 2], ["music", "negative", "predicative", 1]]


def test_the_values_are_shares_of_the_judgements(nlp: Language) -> None:
    values = summarise(nlp("Der Film ist nie schlecht. Laut Verleih ist die Musik gut."))
    assert values == {
        "evaluations_per_1000_words": pytest.approx(2000 / 11),
        "evaluations_positive_percent": 100,
        "evaluations_negated_percent": 50,
        "evaluations_quoted_percent": 50,
        "evaluations_of_film_percent": 50,
    }
    assert set(list(summarise(nlp("Er geht.")).values())[1:]) == {Missing("no_evaluations")}
