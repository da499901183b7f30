"""Sentences: their length, clauses, opening; rhythm and its uncertainty, with the answers worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from stylo.families import rhythm
from stylo.families.sentences import sentences, summarise
from stylo.grammar.marks import Missing
from stylo.lexicon import table
from stylo.wording.language import language

# --- one row a sentence -----------------------------------------------------------------------------------------------------


def test_rows_lead_back_to_the_text_without_white_space(nlp: Language) -> None:
    text = "  Er kam.  \n\nSie ging: Der Tag war lang.\n"
    found = sentences(nlp(text))
    assert found["text"].tolist() == ["Er kam.", "Sie ging: Der Tag war lang."]
    assert all(text[start:end] == cut for start, end, cut in zip(found["start"], found["end"], found["text"], strict=True))
    assert found["sentence"].tolist() == [1, 2]
    assert found["paragraph"].tolist() == [1, 2]
    assert found["words"].tolist() == [2, 6]


def test_a_colon_ends_a_sentence_only_if_asked(nlp: Language) -> None:
    doc = nlp("Sie ging: Der Tag war lang.")
    assert sentences(doc)["colon_words"].tolist() == [(2,)]
    assert sentences(doc, split_at_colon=True)["words"].tolist() == [2, 4]
    values = summarise(doc)
    assert (values["sentences"], values["sentences_split_at_colon"]) == (1, 2)
    assert (values["sentence_length_mean"], values["sentence_length_mean_split_at_colon"]) == (6.0, 3.0)


@pytest.mark.parametrize(
    ("text", "main", "subordinate", "relative", "infinitive"),
    [
        ("Der Film beginnt.", 1, 0, 0, 0),
        ("Der Film beginnt und die Musik endet.", 2, 0, 0, 0),
        ("Er schweigt, weil er müde ist.", 1, 1, 0, 0),
        ("Weil er müde ist, schweigt er.", 1, 1, 0, 0),
        ("Der Mann, den sie liebt, schweigt.", 1, 0, 1, 0),
        ("Er hofft, den Zug zu erreichen.", 1, 0, 0, 1),
        ("Er läuft, um den Zug zu erreichen.", 1, 0, 0, 1),
        ("Er weiß, dass der Mann, den sie liebt, schweigt.", 1, 1, 1, 0),
        ("Großartig, dieser Film!", 0, 0, 0, 0),
    ],
)
def test_clauses_by_their_frames(nlp: Language, text: str, main: int, subordinate: int, relative: int, infinitive: int) -> None:
    row = sentences(nlp(text)).iloc[0]
    kinds = ("main_clauses", "subordinate_clauses", "relative_clauses", "infinitive_clauses")
    assert tuple(row[kind] for kind in kinds) == (main, subordinate, relative, infinitive)
    assert row["clauses"] == main + subordinate + relative + infinitive


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("Der Film beginnt.", "noun phrase"),
        ("Selbst der Held schweigt.", "noun phrase"),
        ("Er schweigt.", "pronoun"),
        ("Dann schweigt er.", "adverb phrase"),
        ("In der Nacht schweigt er.", "prepositional phrase"),
        ("Weil er müde ist, schweigt er.", "subordinate clause"),
        ("Von allen geliebt, schweigt er.", "participle phrase"),
        ("Um zu siegen, schweigt er.", "infinitive group"),
        ("Und er schweigt.", "conjunction"),
        ("Schweigt er?", "verb"),
        ("Warum schweigt er?", "interrogative"),
        ("Großartig spielt er das.", "adjective phrase"),
    ],
)
def test_how_a_sentence_opens(nlp: Language, text: str, opening: str) -> None:
    assert sentences(nlp(text))["opening"].tolist() == [opening]


def test_a_sentence_without_a_finite_verb_is_verbless(nlp: Language) -> None:
    assert sentences(nlp("Er kam. Ein großer Film."))["verbless"].tolist() == [False, True]


@pytest.mark.parametrize("text", ["", "  \n ", "...", "😀", "\x00"])
def test_no_words_no_rows_and_values_with_a_reason(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert sentences(doc).empty
    assert isinstance(summarise(doc)["sentence_length_mean"], Missing)


def test_own_tokens_without_tags_are_one_sentence(nlp: Language) -> None:
    found = sentences(Doc(nlp.vocab, words=["Er", "kam", "."]))
    assert found["words"].tolist() == [2]


def test_every_value_is_described(nlp: Language) -> None:
    assert {row["name"] for row in table("measures_sentences", "catalogue")} == set(summarise(nlp("Er kam.")))


# --- rhythm -----------------------------------------------------------------------------------------------------------------

ALTERNATING = [5, 25] * 8
RISING = list(range(1, 17))


def test_location_and_spread_by_hand() -> None:
    lengths = [2, 4, 4, 6]
    assert rhythm.mean(lengths) == 4
    assert rhythm.median(lengths) == 4
    assert rhythm.sd(lengths) == pytest.approx((8 / 3) ** 0.5)
    assert rhythm.cv(lengths) == pytest.approx((8 / 3) ** 0.5 / 4)
    assert rhythm.iqr(lengths) == pytest.approx(1.0)


def test_measures_of_order_by_hand() -> None:
    assert rhythm.autocorrelation(ALTERNATING) == pytest.approx(-15 / 16)
    assert rhythm.autocorrelation(ALTERNATING, lag=2) == pytest.approx(14 / 16)
    assert rhythm.autocorrelation_band(ALTERNATING) == pytest.approx(1.96 / 4)
    assert rhythm.von_neumann_ratio(ALTERNATING) == pytest.approx(15 * 400 / (16 * 100))
    assert rhythm.npvi(ALTERNATING) == pytest.approx(100 * 20 / 15)
    assert rhythm.npvi([7, 7, 7]) == 0


def test_runs_test_is_exact() -> None:
    found = rhythm.runs_test(ALTERNATING)
    assert isinstance(found, rhythm.Runs)
    assert (found.runs, found.expected, found.above, found.below) == (16, 9.0, 8, 8)
    # Of C(16, 8) = 12,870 orders two alternate throughout and two fall into two blocks: the tails of this p.
    assert found.p == pytest.approx(4 / 12870)


def test_runs_p_covers_all_orders() -> None:
    assert sum(rhythm._orders_with(runs, 5, 4) for runs in range(2, 10)) == 126


def test_verdicts() -> None:
    assert rhythm.verdict([3, 9, 4]).startswith("Nothing can be concluded")
    assert rhythm.verdict([7] * 20).startswith("Nothing can be concluded")
    assert "alternate" in rhythm.verdict(ALTERNATING)
    assert "alike" in rhythm.verdict(RISING)
    lengths = [25, 9, 43, 39, 35, 55, 37, 33, 28, 23, 27, 52, 42, 22, 22]
    assert rhythm.verdict(lengths).startswith("No detectable rhythm")
    with language("de"):
        assert rhythm.verdict(lengths).startswith("Kein nachweisbarer Rhythmus")
        assert "r1 = 0,16, Band ±0,51" in rhythm.verdict(lengths)


@pytest.mark.parametrize("function", [rhythm.mean, rhythm.sd, rhythm.iqr, rhythm.autocorrelation, rhythm.von_neumann_ratio])
def test_too_short_is_missing(function) -> None:  # type: ignore[no-untyped-def]
    assert isinstance(function([]), Missing)


# --- the case study ---------------------------------------------------------------------------------------------------------


def test_the_review_under_both_conventions(drive: Doc) -> None:
    values = summarise(drive)
    assert (values["words"], values["sentences"], values["sentences_split_at_colon"]) == (492, 15, 22)
    assert sentences(drive)["paragraph"].max() == 5
    assert int(sentences(drive)["colons"].sum()) == Path("corpus/drive.txt").read_text(encoding="utf-8").count(":")
