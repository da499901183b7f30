"""Contrast markers: each reading of each form, the pairs, the lexical tier, the sides and the rates."""

import csv
from pathlib import Path

import pandas as pd
import pytest
from spacy.language import Language
from spacy.tokens import Doc

from stylo.families.contrast.measure import TIERS, contrast, marker_table, rates, summarise
from stylo.grammar.conditions import Words, condition
from stylo.grammar.marks import Missing
from stylo.grammar.particles import modal_particles
from stylo.grammar.phrases import opposed, past
from stylo.grammar.tokens import view
from stylo.lexicon import table
from tools.gold import GOLD
from tools.gold import contrast as gold_contrast

SENTENCES = Path(__file__).parent / "gold" / "contrast_sentences.tsv"
TABLES = ("contrast", "contrast_pairs", "contrast_lexical", "comparatives")
needs_gold = pytest.mark.skipif(not GOLD.is_dir(), reason=f"the annotated corpora are not here ({GOLD})")


def sentences() -> list[dict[str, str]]:
    with SENTENCES.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def rules(name: str) -> list:
    rows = [row for row in table(name) if row.get("tier") != "none"]
    return [pytest.param(row, id=f"{row['form']}: {row['reason']}") for row in rows]


def fires(marks: pd.DataFrame, row: dict[str, str]) -> bool:
    return bool(((marks["form"] == row["form"]) & (marks["reason"] == row["reason"])).any())


def markers(doc: Doc) -> list[tuple[str, str]]:
    """Text and tier of each marker."""
    one = marker_table(contrast(doc))
    return list(zip(one["text"], one["tier"], strict=True))


@pytest.mark.parametrize("row", [p for name in TABLES for p in rules(name)])
def test_each_rule_catches_its_example_and_leaves_its_counterexample_alone(nlp: Language, row: dict[str, str]) -> None:
    assert fires(contrast(nlp(row["example"])), row)
    if row["counterexample"]:
        assert not fires(contrast(nlp(row["counterexample"])), row)


@pytest.mark.parametrize("row", rules("modal_particles"))
def test_each_particle_rule_catches_its_example_and_leaves_its_counterexample_alone(nlp: Language, row: dict[str, str]) -> None:
    assert fires(modal_particles(nlp(row["example"])), row)
    assert not fires(modal_particles(nlp(row["counterexample"])), row)


@pytest.mark.parametrize("row", sentences(), ids=lambda row: row["sentence"])
def test_the_sentences_keep_their_readings(nlp: Language, row: dict[str, str]) -> None:
    found = [(text.lower(), tier) for text, tier in markers(nlp(row["sentence"]))]
    assert (row["marker"].lower(), row["tier"]) in found


def test_the_sentences_show_both_readings_of_every_ambiguous_form() -> None:
    verdicts: dict[str, set[bool]] = {}
    for row in sentences():
        verdicts.setdefault(row["marker"].lower(), set()).add(row["tier"] != "look-alike")
    ambiguous: dict[str, set[bool]] = {}
    for row in table("contrast"):
        if row["tier"] in {*TIERS, "look-alike"}:
            ambiguous.setdefault(row["form"].lower(), set()).add(row["tier"] != "look-alike")
    missing = {form for form, both in ambiguous.items() if len(both) == 2 and verdicts.get(form, set()) != both}
    assert len(sentences()) >= 150
    assert missing == set()


def test_the_review_shows_seven_markers_and_each_in_its_tier(drive: Doc) -> None:
    one = marker_table(contrast(drive))
    accepted = one[one["accepted"]]
    assert list(zip(accepted["text"], accepted["tier"], strict=True)) == [
        ("entpuppt sich ... als", "lexical"),
        ("Kontrast", "lexical"),
        ("Umso", "comparison"),
        ("widerspricht", "lexical"),
        ("hebt ... ab", "lexical"),
        ("weit ... entfernt", "lexical"),
        ("aber", "connective"),
    ]


def test_the_review_shows_its_look_alikes_rejected_with_a_reason(drive: Doc) -> None:
    rejected = contrast(drive).query("not accepted")
    forms = "gerade mehr mehr mehr eben eben weder noch selbst überhaupt selbst wie gerade ohne nur überhaupt erst kaum noch"
    assert [text.lower() for text in rejected["text"]] == forms.split()
    reasons = dict(zip(rejected["form"] + rejected["start"].astype(str), rejected["reason"], strict=True))
    assert all(reasons.values())
    assert "um ihrer selbst willen" in drive.text
    assert [r for f, r in reasons.items() if f.startswith("selbst")] == [
        "selbst behind a pronoun: emphatic pronoun (itself)",
        "selbst before a phrase: focus particle (even)",
    ]


def test_the_parts_of_a_pair_are_one_marker(nlp: Language) -> None:
    marks = contrast(nlp("Der Film ist zwar lang. Er ist aber nie langweilig."))
    assert list(marks["text"]) == ["zwar", "aber"]
    assert marks["marker"].nunique() == 1
    assert list(marks["sentence"]) == [1, 2]


def test_the_sides_of_a_contrast_are_what_stands_between_its_words(nlp: Language) -> None:
    doc = nlp("Der Kontrast zwischen den Bildern und den Worten ist groß.")
    row = contrast(doc).iloc[0]
    assert doc.text[row.left_start : row.left_end] == "den Bildern"
    assert doc.text[row.right_start : row.right_end] == "den Worten"


NO_COMPARISON = (
    "Er wirkt sicher als Held.",
    "Er blieb länger als eine Stunde.",
    "Sie wurde lauter, als er kam.",
    "Älter als zehn Jahre ist er nicht.",
    "Das ist mehr oder weniger als Traum zu lesen.",
)


@pytest.mark.parametrize("text", NO_COMPARISON)
def test_a_degree_or_a_time_is_no_comparison_of_two_things(nlp: Language, text: str) -> None:
    assert contrast(nlp(text)).query("tier == 'comparison'").empty


SIDES = (
    ("Der Freund entpuppt sich als Feind.", "entpuppt sich als", "Der Freund", "Feind"),
    ("Der Film entpuppt sich als stilles, fast scheues Drama.", "entpuppt sich als", "Der Film", "stilles, fast scheues Drama"),
    ("Das ist weit von der Wahrheit entfernt.", "weit ... entfernt", "Das", "der Wahrheit"),
    ("Das Ende ist von einem Meisterwerk weit entfernt.", "weit entfernt", "Das Ende", "einem Meisterwerk"),
    ("Teils Märchen, teils Krimi ist der Film.", "Teils ... teils", "Märchen", "Krimi"),
    ("Bald regnet es, bald schneit es.", "Bald ... bald", "regnet es", "schneit es"),
    ("Das Ende widerspricht dem Anfang.", "widerspricht", "Das Ende", "dem Anfang"),
    ("Dem Vater steht der Sohn gegenüber.", "steht ... gegenüber", "Dem Vater", "der Sohn"),
    ("Er weiß, dass der Film allen Regeln widerspricht.", "widerspricht", "der Film", "allen Regeln"),
    ("Hier ruht alles und das hebt ihn von vielen seiner Kollegen ab.", "hebt ... ab", "ihn", "vielen seiner Kollegen"),
    ("Der Film hebt sich durch Ruhe von der Masse ab.", "hebt ... ab", "Der Film", "der Masse"),
    ("Zwischen Arm und Reich wächst die Kluft.", "Kluft", "Arm", "Reich"),
    ("Auffällig ist der Kontrast zwischen Bild und Ton im zweiten Teil.", "Kontrast", "Bild", "Ton"),
    ("Ein stilles, aber kluges Buch.", "aber", "stilles", "kluges"),
    ("Er kam; die Musik war laut, aber niemand tanzte – ein Jammer.", "aber", "die Musik war laut", "niemand tanzte"),
    ("Nicht die Musik, sondern die Stille trägt den Film.", "Nicht ... sondern", "die Musik", "die Stille"),
    ("Er redet nicht, sondern handelt.", "nicht ... sondern", "Er redet", "handelt"),
    ("Der Film ist besser, als das Plakat verspricht.", "besser ... als", "Der Film", "das Plakat verspricht"),
    ("Im Gegensatz zu ihm bleibt sie ruhig.", "Im Gegensatz zu", "ihm", "sie"),
)


@pytest.mark.parametrize(("text", "marker", "left", "right"), SIDES)
def test_the_two_sides_are_delimited(nlp: Language, text: str, marker: str, left: str, right: str) -> None:
    row = marker_table(contrast(nlp(text))).query("accepted").iloc[0]
    assert row.text == marker
    assert (text[row.left_start : row.left_end], text[row.right_start : row.right_end]) == (left, right)


CONTRAST, CONCESSION = "Comparison.Contrast", "Comparison.Concession.Arg2-as-denier"
SENSES = (
    ("Die Bilder sind stark, aber die Handlung ist dünn.", CONTRAST),  # different topics of one kind
    ("Der Film ist zu Beginn laut, doch am Ende ist er leise.", CONTRAST),  # opposites
    ("Der Vater zögerte. Der Sohn aber fuhr los.", CONTRAST),  # a new topic
    ("Der Film ist lang, aber er langweilt nicht.", CONCESSION),  # a negation
    ("Alle warnten ihn. Doch er fuhr los.", CONCESSION),  # no cue
    ("Er blieb, obwohl die Mutter ging.", "Comparison.Concession.Arg1-as-denier"),  # one sense only
    ("Er hört sie jedoch nicht, weil der Wind laut ist.", CONCESSION),
)


@pytest.mark.parametrize(("text", "sense"), SENSES)
def test_contrast_and_concession_are_told_by_their_cues(nlp: Language, text: str, sense: str) -> None:
    assert list(contrast(nlp(text)).query("accepted")["sense"]) == [sense]


RELATIONS = (
    ("Die Bilder sind stark, aber die Handlung ist dünn.", "contrast"),  # different subjects
    ("Der Film ist zu Beginn laut, doch am Ende ist er leise.", "contrast"),  # opposites
    ("Ein stiller, aber kluger Film.", "contrast"),  # two attributes
    ("Alle warnten ihn. Doch er fuhr los.", "contrast"),  # across sentences
    ("Schau ihn an, aber nicht allein!", "contrast"),  # an advice and its limit
    ("Der Film ist lang, aber er langweilt nicht.", "concession"),  # a pronoun
    ("Der Film ist lang, aber nie langweilig.", "concession"),  # no subject
    ("Der Regen wird stärker, der Fahrer fährt jedoch weiter.", "concession"),  # what lasts
    ("Es regnet, trotzdem bleibt er.", "concession"),
    ("Nicht der Ton, sondern das Bild erzählt.", "substitution"),
)


@pytest.mark.parametrize(("text", "relation"), RELATIONS)
def test_a_concession_is_where_trotzdem_could_stand(nlp: Language, text: str, relation: str) -> None:
    assert set(contrast(nlp(text)).query("accepted")["relation"]) == {relation}


@pytest.mark.parametrize("row", [pytest.param(row, id=row["example"]) for row in table("opposites")])
def test_each_pair_of_opposites_shows_a_contrast(nlp: Language, row: dict[str, str]) -> None:
    words = Words(view(nlp(row["example"])))
    joint = words.lower.index("aber")
    assert opposed(words, (0, joint), (joint + 1, len(words.lower)))
    assert not opposed(words, (0, joint), (0, joint))


@pytest.mark.parametrize(("verb", "is_past"), [("schwieg", True), ("schweigt", False), ("arbeitete", True), ("arbeitet", False),
    ("hielt", True), ("hatte", True), ("gehen", False), ("gingen", True)])  # fmt: skip
def test_the_preterite_is_told_from_the_present(nlp: Language, verb: str, is_past: bool) -> None:
    text = f"Die Eltern {verb} im Garten." if verb.endswith("n") else f"Der Vater {verb} im Garten."
    words = Words(view(nlp(text)))
    assert past(words, words.lower.index(verb)) == is_past


def test_a_conjunction_sets_its_clauses_against_each_other(nlp: Language) -> None:
    doc = nlp("Die Bilder sind stark, aber die Handlung ist dünn.")
    row = contrast(doc).iloc[0]
    assert doc.text[row.left_start : row.left_end] == "Die Bilder sind stark"
    assert doc.text[row.right_start : row.right_end] == "die Handlung ist dünn"


def test_a_side_that_cannot_be_delimited_is_minus_one(nlp: Language) -> None:
    row = contrast(nlp("Das Paradox bleibt.")).iloc[0]
    assert (row.left_start, row.left_end, row.right_start, row.right_end) == (-1, -1, -1, -1)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "!", "😀", "aber", "Aber", "weder", "zwar ... aber", "\x00", "doch " * 300])
def test_odd_texts_give_a_table(nlp: Language, text: str) -> None:
    doc = nlp(text)
    marks = contrast(doc)
    assert all(doc.text[s:e] == t for s, e, t in zip(marks["start"], marks["end"], marks["text"], strict=True))
    summarise(doc)
    modal_particles(doc)


def test_offsets_are_those_of_the_text(drive: Doc) -> None:
    for marks in (contrast(drive), modal_particles(drive)):
        assert all(drive.text[s:e] == t for s, e, t in zip(marks["start"], marks["end"], marks["text"], strict=True))


def test_a_document_without_tags_or_sentences_is_read_by_position(nlp: Language) -> None:
    doc = Doc(nlp.vocab, words=["Er", "kam", ",", "aber", "sie", "ging", "."])
    assert markers(doc) == [("aber", "connective")]


def test_rates_count_each_marker_once(nlp: Language) -> None:
    doc = nlp("Er ist nicht klug, sondern fleißig, aber langsam.")
    found = rates(doc).set_index("tier")
    assert found.loc["paired", "count"] == 1
    assert found.loc["connective", "count"] == 1
    assert found.loc["all", "per_1000_words"] == 1000 * 2 / 8


def test_a_text_without_words_has_missing_rates(nlp: Language) -> None:
    assert isinstance(summarise(nlp(""))["contrast_connectives_per_1000_words"], Missing)
    assert summarise(nlp("Er kam heute."))["contrast_connectives_per_1000_words"] == 0


def test_every_value_has_its_row_in_the_table_of_measures(drive: Doc) -> None:
    assert [row["name"] for row in table("measures_contrast", "catalogue")] == list(summarise(drive))


def test_an_unknown_condition_is_an_error() -> None:
    with pytest.raises(ValueError, match="unknown condition"):
        condition("sideways")


def test_the_lexicon_is_large_enough() -> None:
    assert len({row["form"] for row in table("contrast") if row["tier"] == "connective"}) >= 110


@needs_gold
def test_no_contrast_form_of_dimlex_is_missing() -> None:
    forms = {form for name in ("contrast", "contrast_pairs") for row in table(name) for form in variants(row)}
    plain = {form.replace(" ,", "").replace(",", "").replace(" ... ", " ") for form in forms}
    wanted = {form.replace(" ,", "").replace(" ... ", " ") for form in gold_contrast.dimlex_forms(GOLD)}
    assert wanted - plain == set()


def variants(row: dict[str, str]) -> list[str]:
    return [form.strip().lower() for form in f"{row['form']} | {row.get('variants', '')}".split("|") if form.strip()]


@needs_gold
def test_contrast_connectives_of_the_commentary_corpus(nlp: Language) -> None:
    documents = gold_contrast.pcc(nlp, GOLD)
    mine = gold_contrast.marker_score((d.relations, gold_contrast.connective_markers(d.doc)) for d in documents)
    assert mine.f1 >= 0.90
    assert min(mine.precision, mine.recall) >= 0.87
    n, agreed, _ = gold_contrast.sense_agreement(nlp, GOLD)
    assert agreed / n >= 0.85
    assert all(mine.f1 > other.f1 for other in gold_contrast.baselines(documents, GOLD).values())


@needs_gold
def test_modal_particles_of_web_and_chat(nlp: Language) -> None:
    forms, _ = gold_contrast.particle_scores(nlp, GOLD)
    right, total = map(sum, zip(*forms.values(), strict=True))
    assert right / total >= 0.85
