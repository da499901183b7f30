"""Intervals: exact, the same wherever a value is shown, shown where they hold; and what was in view is barred."""

from __future__ import annotations

import math
import re
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta, chi2

import stylo
from stylo import catalogue
from stylo.families.document import as_profiles
from stylo.families.profile import Profile
from stylo.lexicon import table, tables
from stylo.reference import accuracy, genre_check, in_view, intervals
from stylo.reference.comparison import compare
from tools import coverage
from tools.make_reference import Document


@pytest.fixture(scope="module")
def compared(drive) -> pd.DataFrame:
    return stylo.compare(drive).set_index("measure")


# --- the kinds --------------------------------------------------------------------------------------------------------------


def test_the_intervals_of_counts_are_the_exact_ones():
    assert intervals.rate_interval(10, 1) == pytest.approx((chi2.ppf(0.025, 20) / 2, chi2.ppf(0.975, 22) / 2))
    assert intervals.rate_interval(0, 2) == pytest.approx((0, -math.log(0.025) / 2))
    assert intervals.share_interval(3, 12) == pytest.approx((beta.ppf(0.025, 3, 10), beta.ppf(0.975, 4, 9)))
    assert intervals.share_interval(12, 12)[1] == 1
    for wrong in ((1, 0), (-1, 5)):
        with pytest.raises(ValueError, match="a rate needs"):
            intervals.rate_interval(*wrong)
        with pytest.raises(ValueError, match="a share needs"):
            intervals.share_interval(*wrong)


@given(st.integers(0, 300), st.integers(300, 2000), st.floats(1, 12))
def test_no_dispersion_makes_an_interval_narrower(marks, items, dispersion):
    for exact in (intervals.rate_interval, intervals.share_interval):
        (low, high), (lower, higher) = exact(marks, items), exact(marks, items, dispersion)
        assert lower <= low + 1e-9 <= marks / items + 1e-9 <= high + 2e-9 <= higher + 3e-9


def test_every_compared_value_has_its_kind_and_what_it_is_a_share_of(drive):
    kinds = intervals.kinds()
    assert set(catalogue.compared_measures()) <= set(kinds)
    names = {row["name"] for row in catalogue.measures()}
    assert set(kinds) <= names
    values = as_profiles(drive)[0].values
    for name, row in kinds.items():
        assert row["kind"] in {"rate", "share", "mean", "proportional", "window"}
        if row["kind"] in intervals.COUNTED:
            found = intervals.counted(name, values)
            assert found.marks == pytest.approx(round(found.marks), abs=1e-6)
            assert found.items == pytest.approx(round(found.items), abs=1e-6)


# --- the examples of the review ---------------------------------------------------------------------------------------------


def test_the_elevated_words_of_the_review_are_no_surer_than_their_count(compared, drive):
    row, words = compared.loc["elevated_per_1000_words"], len([token for token in drive if any(map(str.isalnum, token.text))])
    assert row["value"] == pytest.approx(1000 * row["count"] / words)
    low, high = intervals.rate_interval(row["count"], words / 1000)
    last_digit = 1e-12  # the same interval by way of the rate and of the count
    assert row["low"] <= low * (1 + last_digit) < row["value"] < high <= row["high"] * (1 + last_digit)
    assert intervals.rate_interval(12, 0.492) == pytest.approx((12.6, 42.6), abs=0.05)


def test_rates_have_their_counts_and_no_rate_is_surer_than_its_count(compared):
    rates = compared[compared["count"].notna() & compared["low"].notna()]
    assert len(rates) > 15
    assert "formality" not in rates.index
    for name, row in rates.iterrows():
        scale = float(intervals.kinds()[name]["scale"])
        items = scale * row["count"] / row["value"] if row["value"] else 492.0
        low, high = (scale * end for end in intervals.rate_interval(row["count"], items))
        assert row["low"] <= low + 1e-6
        assert row["high"] >= high - 1e-6


def test_an_interval_that_does_not_hold_is_not_shown_and_says_why(monkeypatch, drive):
    monkeypatch.setattr(intervals, "holds", lambda name, words: name != "lix")
    row = compare(stylo.profile(drive)).set_index("measure").loc["lix"]
    assert np.isnan(row["low"])
    assert row["percentile"] > 0
    assert "does not hold" in row["missing"]


@pytest.mark.parametrize(
    ("kind", "percent", "shown"),
    [("mean", 95, True), ("mean", 92, False), ("mean", 98, False), ("rate", 99, True), ("rate", 92, False)],
)
def test_what_is_shown_is_decided_by_the_coverage(kind, percent, shown):
    assert intervals.good(kind, percent) == shown


def test_the_published_coverage_decides_what_is_shown():
    frame = intervals.coverage()
    assert set(frame["words"]) == {*coverage.LENGTHS, coverage.LONG}
    for row in frame.itertuples():
        assert intervals.holds(row.measure, row.words) == intervals.good(row.kind, row.percent)
    assert not intervals.holds("no such value", 500)


def test_the_interval_of_a_percentile_holds_that_of_its_value(compared):
    placed = compared[compared["percentile_low"].notna()]
    assert len(placed) > 30
    assert (placed["percentile_low"] <= placed["percentile"]).all()
    assert (placed["percentile"] <= placed["percentile_high"]).all()


# --- what was in view -------------------------------------------------------------------------------------------------------


def test_every_list_and_table_of_rules_says_what_was_in_view():
    rows = table("in_view", "catalogue")
    assert [row["table"] for row in rows] == list(tables(""))
    studies = {row["name"] for row in table("case_studies", "catalogue")}
    for row in rows:
        assert set(row["in_view"].split()) <= studies | {"-"}
        assert set(row["measures"].split()) <= {*catalogue.compared_measures(), "-"}


def test_the_case_study_is_known_by_its_words_whatever_table_it_comes_from(drive, nlp, tmp_path):
    stylo.profile(drive).to_csv(tmp_path / "profile.csv", index=False)
    again = as_profiles(pd.read_csv(tmp_path / "profile.csv"))[0]
    renamed = as_profiles(nlp(drive.text))[0]
    assert [in_view.case_study(one) for one in (*as_profiles(drive), again, renamed)] == ["drive"] * 3
    other = as_profiles(nlp(drive.text.replace("Film", "Streifen", 1)))[0]
    assert in_view.case_study(other) == ""
    assert in_view.case_study(Profile("1", {})) == ""


SAW = [{"table": "elevated", "in_view": "drive", "measures": "elevated_per_1000_words"}]


def validated(own: float, unseen: float) -> pd.DataFrame:
    """A table of accuracy: so much of the elevated words is found, without a false one."""
    corpora = {accuracy.OWN_TEXTS: own, accuracy.HELD_OUT: unseen}
    rows = [{"measure": "elevated", "corpus": name, "precision": 1.0, "recall": recall} for name, recall in corpora.items()]
    return pd.DataFrame(rows).assign(tags="", trained_on="", value=np.nan)


@pytest.mark.parametrize(
    ("own", "unseen", "proven"), [(1.0, 0.95, True), (0.6, 0.6, True), (1.0, 0.5, False), (0.5, 0.8, False)]
)
def test_a_value_is_proven_where_unseen_texts_give_as_much(monkeypatch, own, unseen, proven):
    monkeypatch.setattr(accuracy, "validation", lambda: validated(own, unseen))
    assert accuracy.is_proven("elevated_per_1000_words") == proven
    assert not accuracy.is_proven("contrast_lexical_per_1000_words")  # scored nowhere by itself


@pytest.mark.parametrize("rows", [SAW, [{**SAW[0], "in_view": "-"}]])
def test_what_saw_the_case_study_is_barred_until_the_table_says_otherwise(drive, nlp, monkeypatch, rows):
    monkeypatch.setattr(in_view, "table", lambda name, room: rows if name == "in_view" else table(name, room))
    monkeypatch.setattr(in_view, "is_proven", lambda name: False)
    in_view.resting_on_lists_that_saw.cache_clear()
    name, barred = "elevated_per_1000_words", rows is SAW
    row = compare(stylo.profile(drive)).set_index("measure").loc[name]
    assert np.isnan(row["percentile"]) == barred
    assert ("in view" in row["missing"]) == barred
    assert row["low"] < row["value"] < row["high"]
    assert (name in genre_check.features()) != barred
    other = compare(stylo.profile(nlp(drive.text.replace("Film", "Streifen")))).set_index("measure").loc[name]
    assert other["percentile"] > 0
    monkeypatch.undo()
    in_view.resting_on_lists_that_saw.cache_clear()


def test_the_summary_of_the_case_study_names_no_value_that_saw_it(drive):
    barred = in_view.resting_on_lists_that_saw("drive")
    said = [line for line in stylo.in_words(drive) if not line.startswith("Nothing can be said")]
    for name in barred:
        label = catalogue.compared_labels()[name]
        assert not any(re.search(rf"\b{label}\b", line) for line in said)


# --- the simulation ---------------------------------------------------------------------------------------------------------


def sample(random: np.random.Generator, genre: str, rate: float) -> coverage.Text:
    """A document whose passages are made by chance alone: so many marks and a mean, in passages of 500 words."""
    parts = [values(500, random.poisson(rate * 500), random.normal(60, 4)) for _ in range(6)]
    words, marks = 3000, sum(part["passive_per_1000_words"] / 2 for part in parts)
    whole = values(words, marks, float(np.mean([part["formality_f"] for part in parts])))
    return coverage.Text(genre, whole, {500: parts})


def values(words: int, marks: float, mean: float) -> dict[str, float]:
    known = dict.fromkeys(["chain_length_mean", "adjectives", *intervals.kinds()], math.nan)
    return known | {"words": words, "sentences": 25, "passive_per_1000_words": 1000 * marks / words, "formality_f": mean}


SIMULATED = ("passive_per_1000_words", "formality_f")


@pytest.fixture
def two_values(monkeypatch):
    """Simulations of two values, not of a hundred."""
    known = {name: intervals.kinds()[name] for name in SIMULATED}
    monkeypatch.setattr(coverage, "kinds", lambda: known)


def test_intervals_of_what_moves_by_chance_alone_hold_as_often_as_they_state(two_values):
    random = np.random.default_rng(4)
    texts = [sample(random, genre, 0.03) for _ in range(40) for genre in ("film_review", "novel")]
    spread = coverage.spread_table(texts).set_index(["measure", "words", "genre"])["spread"].sort_index()
    assert spread["passive_per_1000_words", 500].between(1, 1.25).all()
    assert spread["formality_f", 500].between(3.5, 4.5).all()
    found = coverage.coverage_table(texts).set_index(["measure", "words"])
    assert found.loc[("formality_f", 500), "percent"] in range(93, 98)
    assert found.loc[("passive_per_1000_words", 500), "percent"] in range(94, 99)
    assert found.loc[("formality_f", 500), "texts"] == 480


def test_a_document_that_drifts_widens_the_interval(two_values):
    random = np.random.default_rng(4)
    texts = [sample(random, "novel", rate) for rate in (0.01, 0.06) * 20]
    mixed = [text._replace(passages={500: text.passages[500][:3] + other.passages[500][3:]}) for text, other in pairwise(texts)]
    spread = coverage.spread_table(mixed).set_index(["measure", "words"])["spread"]
    assert spread["passive_per_1000_words", 500] > 5


def test_the_longest_documents_of_each_genre_are_taken():
    texts = [Document(genre, "", "x" * size) for genre in ("news_kultur", "news_inland", "novel") for size in (10, 30, 20)]
    found = coverage.longest(texts, 60)
    assert sorted((one.genre, len(one.text)) for one in found) == [
        ("news", 30),
        ("news", 30),
        *(("novel", n) for n in (10, 20, 30)),
    ]


def test_a_document_is_measured_with_its_passages(nlp, tmp_path, monkeypatch):
    document = Document("news", "", "Der alte Mann sah lange auf das graue Meer hinaus. " * 70)
    monkeypatch.setattr(coverage, "load", lambda: nlp)
    (text,) = coverage.measure_all([document], tmp_path, lambda _: None)
    assert {length: len(parts) for length, parts in text.passages.items()} == {150: 5, 300: 2}
    assert text.genre == "news"
    monkeypatch.setattr(coverage, "load", None)  # what was measured is kept
    assert str(coverage.measure_all([document], tmp_path, lambda _: None)) == str([text])


def test_absent_corpora_are_said(tmp_path, capsys):
    assert coverage.main([str(tmp_path)]) == 2
    assert "not there" in capsys.readouterr().err
