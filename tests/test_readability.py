"""Readability formulas against values worked out by hand, and textstat beside them."""

import math

import pytest
import textstat
from spacy.tokens import Doc

from stylo.families import readability
from stylo.families.complexity import complexity_values
from stylo.families.readability import Counts
from stylo.grammar.marks import Missing
from stylo.lexicon import table
from stylo.notebook.textstat_check import compare, german, textstat_counts, textstat_values
from stylo.pipeline.loading import load
from stylo.wording.language import language

# 10 words in 2 sentences with 20 syllables; 4 words of one syllable, 3 of three and more, 2 of more than six letters.
TEN = Counts(sentences=2, words=10, syllables=20, monosyllables=4, polysyllables=3, long_words=2)


@pytest.mark.parametrize(
    ("value", "by_hand"),
    [
        (readability.flesch_amstad(TEN), 180 - 5 - 117),
        (readability.wiener_sachtextformel(TEN, 1), 5.805 + 0.836 + 2.594 - 1.308 - 0.875),
        (readability.wiener_sachtextformel(TEN, 2), 6.021 + 0.841 + 2.746 - 2.779),
        (readability.wiener_sachtextformel(TEN, 3), 8.889 + 0.9525 - 1.1144),
        (readability.wiener_sachtextformel(TEN, 4), 8.232 + 1.328 - 1.693),
        (readability.gsmog(TEN), math.sqrt(45) - 2),
        (readability.lix(TEN), 25),
        (readability.rix(TEN), 1),
    ],
)
def test_formulas_give_what_is_worked_out_by_hand(value: float, by_hand: float) -> None:
    assert value == pytest.approx(by_hand)


def test_there_is_no_fifth_wiener_sachtextformel() -> None:
    with pytest.raises(ValueError, match="1 to 4"):
        readability.wiener_sachtextformel(TEN, 5)


def test_counts_of_two_small_sentences(nlp) -> None:
    counts = readability.count(nlp("Der Fahrer schweigt. Die Inszenierung überzeugt."))
    assert counts == Counts(sentences=2, words=6, syllables=12, monosyllables=3, polysyllables=2, long_words=3)


def test_each_word_is_a_mark_with_its_syllables_and_letters(nlp) -> None:
    marks = readability.readability(nlp("Der Stunt-Fahrer kam – 2011."))
    assert list(marks["text"]) == ["Der", "Stunt-Fahrer", "kam", "2011"]
    assert list(marks["syllables"]) == [1, 3, 1, 4]
    assert list(marks["letters"]) == [3, 11, 3, 4]


def test_marks_point_at_their_words(drive: Doc) -> None:
    marks = readability.readability(drive)
    assert all(drive.text[start:end] == text for start, end, text in zip(marks.start, marks.end, marks.text, strict=True))


def test_a_colon_that_ends_a_sentence_makes_the_review_easier(drive: Doc) -> None:
    split = load(split_at_colon=True)(drive.text)
    whole, parts = readability.summarise(drive), readability.summarise(split)
    assert whole["syllables"] == parts["syllables"]
    assert whole["lix"] > parts["lix"]
    assert whole["flesch_amstad"] < parts["flesch_amstad"]


@pytest.mark.parametrize("text", ["", "   ", "...", "– – –", "😀"])
def test_without_words_every_formula_is_missing_with_a_reason(nlp, text: str) -> None:
    values = readability.summarise(nlp(text))
    assert values.pop("syllables") == 0
    assert all(isinstance(value, Missing) and value.reason for value in values.values())
    assert readability.readability(nlp(text)).empty


def test_a_document_with_its_own_tokens_and_no_sentences_is_one_sentence(nlp) -> None:
    doc = Doc(nlp.vocab, words=["Er", "kam", ".", "Sie", "ging", "."])
    assert readability.count(doc).sentences == 1


def test_every_value_is_described_in_the_table(drive: Doc) -> None:
    assert [row["name"] for row in table("measures_readability", "catalogue")] == list(readability.summarise(drive))


def test_textstat_keeps_the_language_it_had(drive: Doc) -> None:
    state = dict(vars(textstat.textstat))
    assert german() is not textstat.textstat
    textstat_values(drive.text)
    assert vars(textstat.textstat) == state
    assert "en_US" in state.values()


def test_where_textstat_differs_its_counts_alone_explain_it(drive: Doc) -> None:
    theirs = textstat_values(drive.text)
    counts = textstat_counts(theirs)
    assert readability.flesch_amstad(counts) == pytest.approx(theirs["flesch_amstad"])
    assert readability.lix(counts) == pytest.approx(theirs["lix"])
    assert readability.rix(counts) == pytest.approx(theirs["rix"])
    for number in range(1, 5):
        name = f"wiener_sachtextformel_{number}"
        assert readability.wiener_sachtextformel(counts, number) == pytest.approx(theirs[name])


@pytest.mark.parametrize("text", ["Er kam z. B. am 3. Oktober. Gut so!", "Die Idee war aber gut, oder? Ja.", "", "Ein Wort"])
def test_every_difference_from_textstat_has_a_reason(nlp, text: str) -> None:
    table = compare(nlp(text))
    differs = ~(table["difference"].abs() < 1e-9)
    assert (table.loc[differs, "why"].str.len() > 0).all()
    assert (table.loc[~differs, "why"] == "").all()


def test_every_formula_of_textstat_differs_by_its_counts_alone(drive: Doc) -> None:
    table = compare(drive).set_index("name")["by_counts"].dropna()
    assert len(table) == len(textstat_values(drive.text)) - 6  # all but the six counts themselves
    assert table.all()


def test_the_reasons_are_german_where_all_is(nlp) -> None:
    with language("de"):
        reasons = compare(nlp("Die Idee war aber gut, oder nicht?")).set_index("name")["why"]
    assert "aber 1 statt 2" in reasons["syllables"]
    assert "G-SMOG" in reasons["gsmog"]
    assert "only" not in " ".join(reasons)


def test_the_reason_names_the_words_that_hyphenation_gets_wrong(nlp) -> None:
    reasons = compare(nlp("Die Idee war aber gut, oder nicht?")).set_index("name")["why"]
    assert "aber 1 for 2" in reasons["syllables"]


def test_values_of_difficulty_grow_with_the_sentence(nlp) -> None:
    short, long = nlp("Er schweigt."), nlp("Er schweigt, weil die Inszenierung seiner Vergangenheit keine Worte zulässt.")
    assert all(float(value) == 0 for value in complexity_values(nlp("")).values())
    for name in ("characters_log", "words_log", "syllables_log", "longest_word", "subordinators", "commas"):
        assert complexity_values(long)[name] > complexity_values(short)[name]


def test_what_is_counted_are_the_marks(drive) -> None:
    marks, counts = readability.readability(drive), readability.count(drive)
    assert counts.sentences == marks["sentence"].max()
    assert counts.words == len(marks)
    assert counts.syllables == marks["syllables"].sum()
    assert counts.monosyllables == (marks["syllables"] <= 1).sum()
    assert counts.polysyllables == marks["polysyllable"].sum()
    assert counts.long_words == marks["long_word"].sum()
