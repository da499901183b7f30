"""The formality score: its features, its parts, and its agreement with people."""

from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from spacy.tokens import Doc

from stylo.families.formality import contributions, feature_values, features, formality, summarise, weights
from stylo.grammar.marks import Missing
from stylo.lexicon import table
from tools.gold import GOLD, fit_formality
from tools.gold.readability import complexity_report, formality_report

FEATURES = [row for row in table("formality_features") if row["kind"] != "length" or row["leaves"] != "_"]
needs_ratings = pytest.mark.skipif(not (GOLD / "formality").is_dir(), reason=f"the ratings are not at {GOLD / 'formality'}")
needs_complexity = pytest.mark.skipif(not (GOLD / "complexity").is_dir(), reason=f"no ratings at {GOLD / 'complexity'}")


def value(nlp, feature: str, text: str) -> float:
    return float(feature_values(nlp(text)[:])[features().index(feature)])


@pytest.mark.parametrize("row", [row for row in FEATURES if row["catches"] != "_"], ids=lambda row: row["feature"])
def test_a_feature_is_found_in_its_example(nlp, row: dict[str, str]) -> None:
    assert value(nlp, row["feature"], row["catches"]) > 0


@pytest.mark.parametrize("row", [row for row in FEATURES if row["leaves"] != "_"], ids=lambda row: row["feature"])
def test_a_feature_is_not_found_in_the_other_example(nlp, row: dict[str, str]) -> None:
    assert value(nlp, row["feature"], row["leaves"]) == 0


def test_the_same_content_is_more_formal_in_the_language_of_distance(nlp) -> None:
    near = summarise(nlp("Boah, der Film ist echt voll geil, ich hab mich gar nicht gelangweilt!"))
    plain = summarise(nlp("Der Film ist sehr gut, ich habe mich nicht gelangweilt."))
    far = summarise(nlp("Die Inszenierung des Films überzeugt durch die Intensität ihrer ästhetischen Gestaltung."))
    assert near["formality"] < plain["formality"] < far["formality"]


def test_the_contributions_of_a_sentence_add_up_to_its_score(drive: Doc) -> None:
    parts = contributions(drive).groupby("sentence")["contribution"].sum() + weights().intercept
    assert np.allclose(parts, formality(drive)["formality"])


def test_the_score_of_a_text_is_the_mean_over_its_words(drive: Doc) -> None:
    marks = formality(drive)
    by_words = sum(marks["formality"] * marks["words"]) / sum(marks["words"])
    assert summarise(drive)["formality"] == pytest.approx(by_words)


def test_a_headline_hardly_moves_the_score(nlp) -> None:
    text = "Die Inszenierung überzeugt durch die Strenge ihrer Bilder und durch die Ruhe, mit der sie den Fahrer beobachtet."
    alone, headed = (summarise(nlp(before + text))["formality"] for before in ("", "Krass!\n\n"))
    headline = summarise(nlp("Krass!"))["formality"]
    assert abs(headed - alone) < 0.1 * abs(headline - alone)


def test_a_separated_particle_is_no_linking_word(nlp) -> None:
    assert value(nlp, "learned_linkers", "Der Film kommt leise daher.") == 0
    assert value(nlp, "learned_linkers", "Daher ist der Film leise.") > 0


def test_a_contribution_names_the_words_it_comes_from(nlp) -> None:
    found = contributions(nlp("Ich mag die Inszenierung!")).set_index("feature")["found"]
    assert found["i"] == "Ich"
    assert found["nominal_endings"] == "Inszenierung"
    assert found["exclamation_marks"] == "!"


def test_the_marks_are_the_sentences(drive: Doc) -> None:
    for marks in (formality(drive), contributions(drive)):
        assert all(drive.text[start:end] == text for start, end, text in zip(marks.start, marks.end, marks.text, strict=True))
    assert len(formality(drive)) == len(list(drive.sents))


@pytest.mark.parametrize("text", ["", "  \n ", "...", "😀"])
def test_without_words_there_is_no_score(nlp, text: str) -> None:
    assert formality(nlp(text)).empty
    assert contributions(nlp(text)).empty
    assert all(isinstance(each, Missing) for each in summarise(nlp(text)).values())


def test_one_sentence_has_a_score_but_no_spread(nlp) -> None:
    values = summarise(nlp("Er schweigt."))
    assert isinstance(values["formality"], float)
    assert isinstance(values["formality_sd"], Missing)


def test_untagged_tokens_and_no_sentences_are_borne(nlp) -> None:
    assert isinstance(summarise(Doc(nlp.vocab, words=["Er", "schweigt", "."]))["formality"], float)


def test_every_value_is_described_in_the_table(drive: Doc) -> None:
    assert [row["name"] for row in table("measures_formality", "catalogue")] == list(summarise(drive))


def test_the_shipped_weights_state_source_and_licence() -> None:
    text = (files("stylo") / "data" / "formality.tsv").read_text(encoding="utf-8")
    assert "CC BY-SA 4.0" in text.split("feature\t")[0]
    assert [line.split("\t")[0] for line in text.splitlines() if not line.startswith("#")][2:] == list(features())


def test_the_fit_finds_weights_that_made_the_scores() -> None:
    rng = np.random.default_rng(0)
    sentences = [rng.normal(size=(2, len(features()))) for _ in range(300)]
    true = rng.normal(size=len(features()))
    scores = np.array([(values @ true).mean() for values in sentences])
    rated = fit_formality.Rated([""] * 300, sentences, [np.array([1, 1])] * 300, scores)
    fitted = fit_formality.fit(rated, np.arange(300), penalty=1e-6)
    assert np.allclose(fitted.weight / fitted.sd, true, atol=1e-2)


@needs_ratings
def test_a_new_fit_gives_the_shipped_weights(nlp) -> None:
    rated = fit_formality.read(GOLD, nlp)
    chosen = np.flatnonzero(rated.may_ship())
    refitted = fit_formality.fit(rated, chosen)
    assert np.allclose(refitted.weight, weights().weight, atol=2e-5)


@needs_ratings
def test_the_score_agrees_with_people_on_sentences_it_was_not_fitted_on(nlp) -> None:
    assert all(row["value"] >= 0.84 for row in formality_report(Path(GOLD), nlp)[:3])


@needs_complexity
def test_a_combined_score_agrees_with_ratings_of_complexity(nlp) -> None:
    values = {row["measure"]: row["value"] for row in complexity_report(Path(GOLD), nlp)}
    assert values["combined score"] >= 0.80
    assert values["lix"] == pytest.approx(0.67, abs=0.02)
