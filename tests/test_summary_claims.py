"""No sentence of the summary says what its own table contradicts: a reader's check of hundreds of summaries.

The checker knows nothing of how sentences are made. It reads numbers and claims from them, finds the row of the comparison that
they can only be about, and counts in the reference documents whether they hold.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache

import numpy as np
import pandas as pd
import pytest
from scipy.stats import rankdata

import stylo
from stylo import catalogue
from stylo.families.profile import columns, read_profile
from stylo.reference import tables
from stylo.reference.comparison import in_words, place_profiles
from stylo.reports.summary import sentences
from stylo.wording.language import german

pytestmark = [pytest.mark.slow]

TEXTS = 250  # real, and as many made up
GENRES = ("film_review", "news", "novel", "parliament")
N = r"(-?[\d.,]+)"
READ = {
    "en": {
        "place": r"(more|fewer|higher|lower) than in (?:(\d+) of 100|all) ",
        "unlike": r"unlike in (?:(\d+) of 100|all) ",
        "n": rf"\(n = {N}\)|all {N} ",
        "interval": rf"passage interval {N} to {N}",
        "marks": rf"\({N} marks, |\((one) mark, ",
        "chance": "may be chance",
        "count": rf"^(?:In all, {N}|None) of the {N} values compared .* on average {N} such values, .* have {N} to {N}",
        "others": "not yet named are (.*)\\.$",
        "usual": "^Usual for the genre, in its middle half, are among others (.*)\\.$",
        "nothing": "^Nothing can be said of (.*); the reasons",
        "scope": rf"^The text has {N} words in {N} sentences.* compared with {N} ",
        "longer": rf"of which {N} of 100 are longer",
        "item": r"([^;]+?) \(([^();]+); (?:percentile (\d+)|higher than all|lower than all)\)",
        "up": {"more", "higher"},
    },
    "de": {
        "place": r"(mehr|weniger|höher|niedriger) als in (?:(\d+) von 100|allen) ",
        "unlike": r"anders als in (?:(\d+) von 100|allen) ",
        "n": rf"\(n = {N}\)|allen {N} ",
        "interval": rf"Passagenintervall {N} bis {N}",
        "marks": rf"\({N} Treffer, |\((ein) Treffer, ",
        "chance": "kann Zufall sein",
        "count": rf"^(?:Insgesamt liegen {N}|Keiner) der {N} verglichenen .* im Schnitt {N} solche Werte, .* haben {N} bis {N}",
        "others": "Noch nicht genannt sind unter anderem (.*)\\.$",
        "usual": "^Üblich für die Textsorte, nämlich in ihrer mittleren Hälfte, sind unter anderem (.*)\\.$",
        "nothing": "^Nichts zu sagen ist über (.*); die Gründe",
        "scope": rf"^Der Text hat {N} Wörter in {N} Sätzen.* mit {N} ",
        "longer": rf"von denen {N} von 100 länger sind",
        "item": r"([^;]+?) \(([^();]+); (?:Perzentil (\d+)|höher als alle|niedriger als alle)\)",
        "up": {"mehr", "höher"},
    },
}


documents_of = cache(tables.documents)


@cache
def counted_outside(genre: str, measures: tuple[str, ...]) -> np.ndarray:
    """How many of the values of each document of a genre lie among the lowest or highest 5 of 100."""
    whole = documents_of(genre)[list(measures)].dropna()
    ranks = (rankdata(whole.to_numpy(), axis=0) - 0.5) / len(whole)
    return ((ranks <= 0.05) | (ranks >= 0.95)).sum(axis=1)


class Reader:
    """One who reads a summary beside its table."""

    def __init__(self, lang: str, profile: dict[str, float], compared: pd.DataFrame) -> None:
        self.lang, self.read, self.profile, self.rows = lang, READ[lang], profile, compared
        self.genre = str(compared["genre"].iloc[0])
        self.documents = documents_of(self.genre)
        self.placed = list(compared[compared["percentile"].notna()].itertuples())
        self.labels = {row.measure: self._label(row.measure) for row in self.placed}

    def number(self, text: str) -> float:
        text = text.rstrip(".,")
        text = text.replace(".", "").replace(",", ".") if self.lang == "de" else text.replace(",", "")
        return float(text)

    def contradictions(self, sentence: str) -> Iterator[str]:
        """What in a sentence the table contradicts."""
        if found := re.search(self.read["scope"], sentence):
            told = [self.number(one) for one in found.groups()]
            if told != [self.profile["words"], self.profile["sentences"], len(self.documents)]:
                yield f"size {told}"
            if longer := re.search(self.read["longer"], sentence):
                share = 100 * (self.documents["words"] > self.profile["words"]).mean()
                if abs(self.number(longer[1]) - share) > 1:
                    yield f"{longer[0]}: {share}"
        elif found := re.search(self.read["count"], sentence):
            yield from self._count([self.number(one) if one else 0 for one in found.groups()])
            if others := re.search(self.read["others"], sentence):
                yield from self._items(others[1], lambda place: place <= 5 or place >= 95)
        elif found := re.search(self.read["usual"], sentence):
            yield from self._items(found[1], lambda place: 25 <= place <= 75)
        elif found := re.search(self.read["nothing"], sentence):
            for row in self.placed:
                if re.search(rf"(^|, | and | und ){re.escape(self.labels[row.measure])}(,| and | und |$)", found[1]):
                    yield f"{row.measure} has a place"
        elif re.search(self.read["place"], sentence) or re.search(self.read["unlike"], sentence):
            rows = [row for row in self.placed if self._about(row, sentence)]
            wrong = [list(self._claims(row, sentence)) for row in rows]
            if not any(not one for one in wrong):
                yield f"no row bears it: {wrong}"

    def _label(self, measure: str) -> str:
        label = catalogue.compared_labels()[measure]
        return german(label) if self.lang == "de" else label

    def _about(self, row: object, sentence: str) -> bool:
        """Whether a row has the numbers of the sentence: its interval and its value, or where none is said that it is 0."""
        if re.search(self.read["unlike"], sentence):
            return row.value == 0
        numbers = [self.number(one) for one in re.findall(N, sentence) if re.search(r"\d", one)]
        if not any(_same(number, row.value) for number in numbers):
            return False
        found = re.search(self.read["interval"], sentence)
        if found is None:
            return math.isnan(row.low)
        return all(_same(self.number(told), end) for told, end in zip(found.groups(), (row.low, row.high), strict=True))

    def _claims(self, row: object, sentence: str) -> Iterator[str]:
        known = self.documents[row.measure].dropna()
        value = float(f"{row.value:.4g}")
        if found := re.search(self.read["place"], sentence):
            high = found[1] in self.read["up"]
            share = 100 * float((known < value).mean() if high else (known > value).mean())
            if (found[2] is None and share != 100) or (found[2] and (abs(int(found[2]) - share) > 1 or share == 100)):
                yield f"{row.measure}: {found[0]}, counted {share}"
            if not (row.percentile >= 95 if high else row.percentile <= 5):
                yield f"{row.measure} does not stand out: {row.percentile}"
            below = float((known < (row.low if high else row.high)).mean())
            reaches = below < 0.75 if high else below > 0.25
            edge = abs(below - (0.75 if high else 0.25)) < 0.03
            if not edge and not math.isnan(row.low) and reaches != (self.read["chance"] in sentence):
                yield f"{row.measure}: chance {reaches}"
        elif found := re.search(self.read["unlike"], sentence):
            share = 100 * float((known > 0).mean())
            if abs(int(found[1] or 100) - share) > 1:
                yield f"{row.measure}: {found[0]}, counted {share}"
        if (found := re.search(self.read["n"], sentence)) and self.number(found[1] or found[2]) != len(known):
            yield f"{row.measure}: {found[0]}, {len(known)} documents"
        if found := re.search(self.read["marks"], sentence):
            told = 1 if found[2] else self.number(found[1])
            if told != row.count:
                yield f"{row.measure}: {found[0]}, {row.count} marks"

    def _count(self, told: list[float]) -> Iterator[str]:
        outside = sum(row.percentile <= 5 or row.percentile >= 95 for row in self.placed)
        usual = counted_outside(self.genre, tuple(row.measure for row in self.placed))
        if told[:2] != [outside, len(self.placed)]:
            yield f"{told[:2]} outside, counted {outside} of {len(self.placed)}"
        if abs(told[2] - usual.mean()) > 0.06:
            yield f"{told[2]} by chance, counted {usual.mean()}"
        if not ((usual >= told[3]) & (usual <= told[4])).mean() >= 0.85:
            yield f"{told[3:]} hold fewer than nine in ten"

    def _items(self, items: str, fits: object) -> Iterator[str]:
        found = re.findall(self.read["item"], items)
        if not found:
            yield f"no item in {items}"
        for label, _, place in found:
            named = re.sub(r"^(, | and | und )", "", label)
            rows = [row for row in self.placed if self.labels[row.measure] == named]
            if len(rows) != 1 or not fits(rows[0].percentile):
                yield f"{named} is no such value: {[row.percentile for row in rows]}"
            elif place and abs(int(place) - rows[0].percentile) > 1:
                yield f"{named}: percentile {place}, counted {rows[0].percentile}"


def _same(told: float, value: float) -> bool:
    """Whether a number is another rounded, to the digits that a value of its size is given."""
    return not math.isnan(value) and abs(told - value) <= (0.0051 if abs(value) < 10 else 0.051 if abs(value) < 100 else 0.51)


def profiles() -> Iterator[tuple[str, dict[str, float]]]:
    """Rows of profiles with a genre to compare them with: real documents of any genre, and values that no text would have."""
    random = np.random.default_rng(2011)
    documents = tables.documents()
    names = list(catalogue.compared_measures())
    for k in range(2 * TEXTS):
        row = documents.iloc[int(random.integers(len(documents)))]
        values = {name: float(row[name]) for name in names}
        words = int(row["words"])
        if k >= TEXTS:
            values = {name: float(random.choice(documents[name].dropna())) for name in names}
            values |= {name: 0.0 for name in names if name.endswith(("_words", "_percent")) and random.random() < 0.15}
            values |= {name: 3 * values[name] for name in names if name.endswith("_words") and random.random() < 0.15}
            words = int(random.choice([80, 130, 300, 500, 2000, 8000]))
        sentences = max(1, round(words / values["sentence_length_mean"]))
        values |= {
            "words": words, "sentences": sentences, "sentences_split_at_colon": sentences + int(random.integers(3)),
            "adjectives": round(values["adjectives_per_100_words"] * words / 100), "chain_length_mean": 1.1,
            "sentence_length_min": 1, "sentence_length_max": 60,
        }  # fmt: skip
        yield GENRES[k % len(GENRES)], {"document": str(k), "missing": "", **values}


def test_no_summary_says_what_its_table_contradicts():
    wrong, checked = [], 0
    for genre, row in profiles():
        compared = place_profiles([read_profile(row)], genre)
        for lang in READ:
            reader = Reader(lang, row, compared)
            with stylo.language(lang):
                said = sentences(row, compared)
            wrong += [(genre, row["document"], sentence, why) for sentence in said for why in reader.contradictions(sentence)]
            checked += len(said)
    assert wrong == []
    assert checked > 6000


USUAL = "Usual for the genre, in its middle half, are among others"
SLIPS = {
    "16.1 per": "17.3 per",
    "more than in all 427": "fewer than in all 427",
    "of 100 film reviews (n = 427)": "of 100 film reviews (n = 251)",
    "79 marks": "97 marks",
    "98 of 100": "88 of 100",
    "In all, ": "In all, 1",
    USUAL: f"{USUAL} adjectives (16.1; percentile 50),",
    "Nothing can be said of": "Nothing can be said of adjectives,",
    "492 words": "942 words",
    "12.7 to 20.0": "14.7 to 18.0",
}


@pytest.mark.parametrize(("before", "after"), SLIPS.items())
def test_the_reader_sees_what_is_wrong(drive, before, after):
    row = stylo.profile(drive).iloc[0].to_dict()
    compared = place_profiles([read_profile(row)], "film_review")
    reader = Reader("en", row, compared)
    said = stylo.in_words(drive)
    assert [why for line in said for why in reader.contradictions(line)] == []
    assert any(before in line for line in said)
    assert [why for line in said if before in line for why in reader.contradictions(line.replace(before, after))]


def test_the_table_that_is_read_has_the_columns_of_a_profile():
    _, row = next(profiles())
    assert set(row) <= set(columns())
    assert list(in_words(place_profiles([read_profile(row)], "news"))["document"].unique()) == [row["document"]]
