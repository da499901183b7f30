"""Diversity measures against examples small enough to count by hand."""

import math

import pytest
from spacy.tokens import Doc

from stylo.families.diversity import diversity, factors, hdd, mattr, mtld, summarise, yule_k
from stylo.grammar.marks import Missing
from stylo.lexicon import table


def test_a_factor_closes_when_the_ratio_falls_below_point_72() -> None:
    # a b a: 2/3 < .72 closes the first factor; b c are both new, so nothing of a second one is left over.
    assert factors("a b a b c".split()) == (1, 0.0)


def test_what_is_left_over_is_a_part_of_a_factor() -> None:
    # a b c a: 3/4 = .75 does not close; (1 - .75) / (1 - .72) of a factor.
    complete, part = factors("a b c a".split())
    assert complete == 0
    assert part == pytest.approx(0.25 / 0.28)


def test_mtld_of_a_pair_that_alternates() -> None:
    # a b a | b a b | ...: every three words close a factor, in both directions; 60 words / 20 factors.
    assert mtld(["a", "b"] * 30) == pytest.approx(3)


def test_mtld_is_the_mean_of_both_directions() -> None:
    items = ["x"] * 4 + [f"w{i}" for i in range(48)] + ["y"] * 4
    # From the left x x closes a factor (1/2) twice; then 48 new words and y four times: 49 types in 52 words.
    one_way = 56 / (2 + (1 - 49 / 52) / 0.28)
    assert mtld(items) == pytest.approx(one_way)


def test_mattr_of_two_windows() -> None:
    # Windows a b a (2/3), b a c (3/3), a c c (2/3).
    assert mattr("a b a c c".split(), window=3) == pytest.approx((2 / 3 + 1 + 2 / 3) / 3)


def test_mattr_of_one_window_is_the_type_token_ratio() -> None:
    assert mattr([*"ab"] * 25) == pytest.approx(2 / 50)


def test_hdd_of_a_text_of_42_words_is_its_type_token_ratio() -> None:
    items = ["a"] * 12 + [f"w{i}" for i in range(30)]
    assert hdd(items) == pytest.approx(31 / 42)


def test_hdd_of_44_words_by_the_hypergeometric_distribution() -> None:
    # 22 types, each twice: P(a type is not drawn) = C(42, 42) / C(44, 42).
    items = [f"w{i}" for i in range(22)] * 2
    assert hdd(items) == pytest.approx(22 * (1 - 1 / math.comb(44, 42)) / 42)


def test_yule_k_by_hand() -> None:
    # a 3 times, b twice, c once: 10^4 (9 + 4 + 1 - 6) / 36.
    assert yule_k("a a a b b c".split()) == pytest.approx(1e4 * 8 / 36)


def test_a_text_without_repetition_has_yule_k_zero_and_no_mtld() -> None:
    items = [f"w{i}" for i in range(60)]
    assert yule_k(items) == 0
    assert mtld(items) == Missing("few_factors_of_mtld", fewest=2)


@pytest.mark.parametrize("words", [60, 150, 295, 700])
def test_a_text_of_one_factor_is_no_measure_of_its_own_length(words: int) -> None:
    # Seven words in ten are new, and then the first come again: one factor closes just before the text ends.
    new = int(words * 0.7)
    items = [f"w{i % new}" for i in range(words)]
    assert factors(items)[0] == 1
    assert mtld(items, fewest=1) == words
    assert mtld(items) == Missing("few_factors_of_mtld", fewest=2)
    assert not isinstance(mtld(items * 2), Missing)


@pytest.mark.parametrize(("measure", "too_few"), [(mtld, 49), (mattr, 49), (hdd, 41), (yule_k, 1)])
def test_too_short_a_text_has_a_reason_and_not_zero(measure, too_few: int) -> None:
    value = measure(["a"] * too_few)
    assert isinstance(value, Missing)
    assert str(too_few) in value.reason
    assert not isinstance(measure(["a"] * (too_few + 1)), Missing)


def test_forms_are_compared_in_small_letters_and_lemmas_bring_inflected_forms_together(nlp) -> None:
    values = summarise(nlp("Der Film lief. Die Filme liefen, der Film lief."))
    assert values["types"] == 6
    assert values["types_lemma"] == 3


def test_each_word_is_a_mark_with_its_occurrence(nlp) -> None:
    marks = diversity(nlp("Der Film, der Film!"))
    assert list(marks["form"]) == ["der", "film", "der", "film"]
    assert list(marks["occurrence"]) == [1, 1, 2, 2]
    assert list(marks["frequency"]) == [2, 2, 2, 2]


def test_marks_point_at_their_words(drive: Doc) -> None:
    marks = diversity(drive)
    assert all(drive.text[start:end] == text for start, end, text in zip(marks.start, marks.end, marks.text, strict=True))


def test_every_value_is_described_in_the_table(drive: Doc) -> None:
    assert [row["name"] for row in table("measures_diversity", "catalogue")] == list(summarise(drive))


@pytest.mark.parametrize("text", ["", "  \n ", "...", "😀"])
def test_a_document_without_words(nlp, text: str) -> None:
    assert diversity(nlp(text)).empty
    assert all(value == 0 or isinstance(value, Missing) for value in summarise(nlp(text)).values())
