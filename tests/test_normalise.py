"""A text as people have it gives the sentences, words, marks and values of its clean twin, at the offsets of the text."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from probes import GOLD, Probe, differences, holds
from probes import read as read_probes
from spacy.language import Language
from spacy.tokens import Doc

import stylo
from stylo.families.document import Reading, reading_of
from stylo.families.registry import marked
from stylo.grammar.marks import paragraphs, words
from stylo.grammar.tokens import view
from stylo.lexicon import table
from stylo.reading.normalise import HIDDEN, blanks, form, forms, read, with_apostrophes

ROOT = Path(__file__).parent.parent
TEXTS = [ROOT / "corpus" / "drive.txt", *sorted((ROOT / "corpus" / "stiluebungen").glob("*.txt"))]
EXAMPLES = settings(
    max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)


@pytest.mark.parametrize(
    "probe", [*read_probes(GOLD / "reading_probes.tsv"), *read_probes(GOLD / "reading_held_out.tsv")], ids=str
)
def test_what_is_claimed_of_a_small_text(nlp: Language, probe: Probe) -> None:
    assert holds(nlp, probe)


# --- real texts and their disturbed twins -----------------------------------------------------------------------------------

Disturbance = Callable[[str, random.Random], str]


def sometimes(pattern: str, becomes: str | Callable[[re.Match[str]], str], share: float = 0.3) -> Disturbance:
    """Change a share of what a pattern matches."""

    def disturb(text: str, chance: random.Random) -> str:
        def change(found: re.Match[str]) -> str:
            if chance.random() > share:
                return found[0]
            return becomes(found) if callable(becomes) else found.expand(becomes)

        return re.sub(pattern, change, text)

    return disturb


LETTER = r"(?<=[a-zäöüß])(?=[a-zäöüß])"
# In the order in which they may come upon a text: what is marked up first, how it is typed and encoded last.
DISTURBANCES: dict[str, Disturbance] = {
    "forgotten blanks": sometimes(r"(?<=[a-zäöü]{3}\.) (?=[A-ZÄÖÜ][a-zäöü]{2})", ""),
    "footnotes in brackets": sometimes(r"(?<=[a-zäöü][.!?])(?=\s|$)", "[12]"),
    "raised footnotes": sometimes(r"(?<=[a-zäöü][.!?])(?=\s|$)", "³"),
    "footnotes as digits": sometimes(r"(?<=[a-zäöü]{3}\.)(?= [A-ZÄÖÜ])", "7"),
    "footnotes behind quotation marks": sometimes(r"(?<=[a-zäöü.][“\"])(?=\s|$)", "[3]", 1),
    "emphasis": sometimes(r"(?<= )[a-zäöüß]{4,}(?= )", r"*\g<0>*"),
    "strong emphasis": sometimes(r"(?<= )[a-zäöüß]{4,}(?= )", r"**\g<0>**"),
    "tags": sometimes(r"(?<= )[a-zäöüß]{4,}(?= )", r'<hi rend="italic">\g<0></hi>'),
    "the long s": sometimes(r"s(?=[a-zäöüß])", "ſ", 1),
    "superscript e": sometimes("[äöüÄÖÜ]", lambda found: unicodedata.normalize("NFD", found[0])[0] + "\u0364", 1),
    "ligatures": sometimes("ff|fi|fl", lambda found: {"ff": "ﬀ", "fi": "ﬁ", "fl": "ﬂ"}[found[0]], 1),
    "curly apostrophes": sometimes("'", "’", 1),
    "acute accents for apostrophes": sometimes("'", "´", 1),
    "hyphens that do not break": sometimes(r"(?<=[a-zäöü])-(?=[a-zäöü])", "\u2011", 1),
    "soft hyphens": sometimes(LETTER, "\u00ad"),
    "zero-width spaces": sometimes(LETTER, "\u200b"),
    "word joiners": sometimes(LETTER, "\u2060"),
    "marks of direction": sometimes(r"(?<=\s)(?=\w)", "\u200e"),
    "doubled blanks": sometimes(r"(?<=\S) (?=\S)", "  "),
    "no-break blanks": sometimes(" ", "\u00a0"),
    "thin blanks": sometimes(" ", "\u202f"),
    "tabs": sometimes(" ", "\t"),
    "blanks at the ends of lines": sometimes(r"\n", " \n\u00a0", 1),
    "indented lines": sometimes(r"(?m)^(?=\S)", "    ", 1),
    "Windows in Latin-1": lambda text, _: text.replace("–", "\x96").replace("„", "\x84").replace("“", "\x93"),
    "entities": sometimes("[äöüß]", lambda found: {"ä": "&auml;", "ö": "&ouml;", "ü": "&#252;", "ß": "&#xdf;"}[found[0]]),
    "decomposed letters": lambda text, _: unicodedata.normalize("NFD", text),
    "a mark of byte order": lambda text, _: "\ufeff" + text,
}
# What leaves even a reader in doubt: *gut.7Er*; and two that emphasise the same word.
EXCLUSIVE = [{"footnotes as digits", "forgotten blanks"}, {"emphasis", "strong emphasis"}]


@pytest.fixture(scope="module")
def clean(nlp: Language) -> dict[Path, Reading]:
    return {path: reading_of(nlp(path.read_text(encoding="utf-8"))) for path in TEXTS}


@pytest.mark.parametrize("kind", DISTURBANCES)
def test_a_real_text_gives_the_numbers_of_its_clean_twin(nlp: Language, clean: dict[Path, Reading], kind: str) -> None:
    changed = 0
    for path, twin in clean.items():
        text = DISTURBANCES[kind](twin.text, random.Random(path.name))
        changed += text != twin.text
        assert differences(nlp(text), twin) == []
    assert changed


@EXAMPLES
@given(data=st.data())
def test_several_disturbances_at_once(nlp: Language, data: st.DataObject) -> None:
    kinds = data.draw(st.lists(st.sampled_from(sorted(DISTURBANCES)), min_size=2, max_size=5, unique=True))
    text = data.draw(
        st.sampled_from([line for path in TEXTS for line in path.read_text(encoding="utf-8").splitlines() if line])
    )
    assume(not any(pair.issubset(kinds) for pair in EXCLUSIVE))
    disturbed = text
    for kind in sorted(kinds, key=[*DISTURBANCES].index):
        disturbed = DISTURBANCES[kind](disturbed, random.Random(kind))
    found = differences(nlp(disturbed), nlp(text))
    assert found == [], (kinds, disturbed)


# --- the map ----------------------------------------------------------------------------------------------------------------

ODD = [
    "\u00ad", "\u200b", "\u200d", "\ufeff", "a\u0308", "\u0364", "ſ", "ﬃ", "Ⅷ", "𝐀", "<em>", "</p>", "<a href='x'>", "&uuml;",
    "&nbsp;", "&amp;lt;", "*", "**", "_", "[Wort](http://a.de)", "[1]", "¹", ".1", "“", "„", "»", "’", "'", "‚", "‘", "ɂ", "–",
    "—", "  ", "\t", "\u00a0", "\n", "\r\n", ":in", "*innen", "/-innen", "(e)", "e:r", "Leser", "Film", "gut.", "Er", "2011",
    "(", ")", "#", ">", " ", " ", "z.B.", "geht's", "👩\u200d👧",
]  # fmt: skip
STRINGS = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=80),
    st.lists(st.one_of(st.sampled_from(ODD), st.characters(codec="utf-8")), max_size=40).map("".join),
    st.lists(st.sampled_from(ODD), max_size=40).map("".join),
)


@EXAMPLES
@given(text=STRINGS)
def test_the_map_leads_from_the_clean_text_to_the_text(text: str) -> None:
    reading = read(text)
    if reading is None:
        return
    assert len(reading.text) == len(reading.starts) == len(reading.ends)
    edges = [(int(start), int(end)) for start, end in zip(reading.starts, reading.ends, strict=True)]
    assert edges == sorted(edges)
    assert all(0 <= start <= end <= len(text) for start, end in edges)


@EXAMPLES
@given(text=STRINGS)
def test_tokens_lie_on_the_text_and_are_read_as_those_of_the_clean_text(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    reading = read(text)
    if reading is None:
        return
    assert "".join("".join(forms(doc)).split()) == "".join(with_apostrophes(reading.text).split())


@EXAMPLES
@given(text=STRINGS)
def test_every_mark_slices_back(nlp: Language, text: str) -> None:
    doc = nlp(text)
    for measure in marked().values():
        assert all(text[row.start : row.end] == row.text and row.start < row.end for row in measure(doc).itertuples())


@pytest.mark.parametrize(
    "unit",
    [
        "<",
        "<!--",
        "&",
        "&#",
        "*a",
        "_",
        "~~a",
        "[",
        "[1",
        "](",
        "'",
        "‚a",
        "a:in",
        "a\u0301",
        "–",
        "a.A",
        "“a",
        "[a](",
        "<a b=",
        "e(e",
        "\u00ad",
        "¹",
    ],
)
def test_reading_takes_time_by_the_length_of_the_text(unit: str) -> None:
    """What grows with the square of the length would take minutes here."""
    read(unit * (200_000 // len(unit)))


def test_a_clean_text_is_left_alone() -> None:
    assert all(read(path.read_text(encoding="utf-8").replace("'", "")) is None for path in TEXTS)


def test_what_is_hidden_bears_the_tag_of_white_space(nlp: Language) -> None:
    doc = nlp("Ein  <em>guter</em> Film.[1] Er—lebt.")
    assert [token.text for token in doc if token.tag_ == HIDDEN] == [" ", "<em>", "</em>", "[1]"]
    assert [token.text for token in words(doc)] == ["Ein", "guter", "Film", "Er", "lebt"]
    assert [each for each in forms(doc) if each != " "] == ["Ein", "guter", "Film", ".", "Er", "—", "lebt", "."]
    assert [blank for blank, token in zip(blanks(doc), doc, strict=True) if token.text in {"Film", "Er", "—"}] == [
        False,
        True,
        True,
    ]
    assert view(doc).forms == [each for each in forms(doc) if each != " "]


def test_a_document_with_tokens_of_its_own_is_read_by_its_tokens(nlp: Language) -> None:
    doc = nlp(Doc(nlp.vocab, words=["Die", "Leser*innen", "ſind", "schö\u00adn", "."]))
    assert [token.tag_ for token in doc] == ["ART", "NN", "VAFIN", "ADJD", "$."]
    assert doc[2].lemma_ == "sein"


def test_a_paragraph_keeps_what_is_hidden(nlp: Language) -> None:
    first, second = paragraphs(nlp("Er kam.[1]\n\nSie <b>ging</b>  heim."))
    assert [len(words(first)), len(words(second))] == [2, 3]
    assert stylo.profile(second)["words"].tolist() == [3]


# --- tables -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", table("gender_forms"), ids=lambda row: row["rule"])
def test_a_rule_of_gender_forms_reads_its_example_and_spares_another(row: dict[str, str]) -> None:
    assert form(row["example"]) == row["read_as"]
    assert form(row["spared"]) == row["spared"].replace("’", "'")


@pytest.mark.parametrize("row", table("elisions"), ids=lambda row: row["form"])
def test_a_clipped_word_keeps_its_apostrophe(nlp: Language, row: dict[str, str]) -> None:
    assert f"'{row['form']}" in forms(nlp(row["example"]))
