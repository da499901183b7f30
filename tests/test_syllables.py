"""Syllables of German words, against words counted by hand and against the table's own examples."""

import csv
from pathlib import Path

import pytest

from stylo.grammar.syllables import spoken_number, syllables
from stylo.lexicon import table
from tools.gold.readability import SYLLABLES, syllable_report

EXAMPLES = [
    (row["form"], row[column])
    for row in table("syllables")
    if row["where"] != "spoken"
    for column in ("catches", "leaves")
    if row[column] != "_"
]
CONVENTION = """
Ak-ti-on Fa-mi-li-e ak-tu-ell A-bend o-der ü-ber ei-nen I-dee I-de-en Frau-en Feu-er Zwei-er Knie Knie-fall Boot Bo-te See
Se-en Mai Mu-se-um Mu-se-en Ru-i-ne na-iv be-en-det ge-ehrt be-ur-tei-len quä-len Quel-le Ni-veau
Lai-en Bay-ern Yo-ga lo-yal Stra-ße Psy-che"""


def hand_counted() -> list[dict[str, str]]:
    with SYLLABLES.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("word", CONVENTION.split())
def test_vowel_groups_are_syllables_and_hiatus_makes_two(word: str) -> None:
    assert syllables(word.replace("-", "")) == word.count("-") + 1


@pytest.mark.parametrize(("part", "word"), EXAMPLES)
def test_each_row_of_the_table_catches_its_example_and_leaves_the_other_alone(part: str, word: str) -> None:
    assert syllables(word.replace("-", "")) == word.count("-") + 1


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("2011", "zwei-tau-send-elf"),
        ("1984", "neun-zehn-hun-dert-vier-und-acht-zig"),
        ("7", "sie-ben"),
        ("120", "hun-dert-zwan-zig"),
        ("10.000", "zehn-tau-send"),
        ("15,5", "fünf-zehn-kom-ma-fünf"),
        ("90er", "neun-zi-ger"),
        ("III", "drei"),
        ("DVD", "de-vau-de"),
        ("USA", "u-es-a"),
        ("FBI", "ef-be-i"),
        ("TV", "te-vau"),
        ("NATO", "na-to"),
        ("z.B.", "zum-bei-spiel"),
        ("bzw.", "be-zie-hungs-wei-se"),
        ("Dr.", "dok-tor"),
        ("geht's", "gehts"),
        ("Zuschauer:innen", "zu-schau-er-in-nen"),
        ("Stunt-Fahrer", "stunt-fah-rer"),
        ("Action-", "ac-tion"),
        ("seeehr", "sehr"),
    ],
)
def test_numbers_abbreviations_and_hyphens_count_as_they_are_spoken(written: str, spoken: str) -> None:
    assert syllables(written) == spoken.count("-") + 1


def test_a_shouted_word_is_no_initialism() -> None:
    assert syllables("GROSSARTIG") == syllables("großartig") == 3
    assert syllables("DER") == 1


@pytest.mark.parametrize("nothing", ["", " ", "–", "...", "'s", "’s"])
def test_what_adds_no_syllable_has_none(nothing: str) -> None:
    assert syllables(nothing) == 0


@pytest.mark.parametrize("noise", ["hm", "pst", "x" * 5000, "1" * 400, "\x00a", "😀", "שלום", "Ж", "1.2.3.4"])
def test_noise_gives_a_number_and_no_error(noise: str) -> None:
    assert syllables(noise) >= 0


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "null"),
        (1, "eins"),
        (16, "sechzehn"),
        (17, "siebzehn"),
        (21, "einundzwanzig"),
        (101, "hunderteins"),
        (340, "dreihundertvierzig"),
        (1000, "tausend"),
        (2011, "zweitausendelf"),
    ],
)
def test_numbers_in_words(number: int, said: str) -> None:
    assert spoken_number(number) == said


def test_the_hand_counted_list_agrees_with_its_own_hyphenation() -> None:
    rows = hand_counted()
    assert len(rows) == len({row["form"].lower() for row in rows})
    assert sum(row["source"] != "criticism" for row in rows) == 600
    assert all(row["spoken"].count("·") + 1 == int(row["syllables"]) for row in rows)


def test_the_hand_counted_list_holds_every_word_of_the_review(drive) -> None:
    from stylo.grammar.marks import words

    forms = {row["form"].lower() for row in hand_counted()}
    assert {token.lower_ for token in words(drive)} <= forms


def test_at_least_985_of_1000_types_are_right_and_more_than_by_hyphenation() -> None:
    report = syllable_report()
    for ours, theirs in zip(report[::2], report[1::2], strict=True):
        assert ours["value"] >= 0.985
        assert ours["value"] > theirs["value"]


def test_the_report_leaves_out_a_list_that_is_not_there(tmp_path: Path) -> None:
    assert syllable_report(tmp_path / "none.tsv") == []
