"""Comparison: a place in a distribution, an honest interval, two groups."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from scipy.stats import percentileofscore

import stylo
from stylo import catalogue
from stylo.cli.commands import main
from stylo.reference import genre_check, tables
from stylo.reference.comparison import cliffs_delta, compare, compare_groups, holm, scored, tagging_interval


@pytest.fixture(scope="module")
def placed(drive) -> pd.DataFrame:
    return stylo.compare(stylo.profile(drive), genre="film_review").set_index("measure")


def test_a_text_stands_where_counting_the_documents_puts_it(placed):
    documents = tables.documents("film_review")
    row = placed.loc["adjectives_per_100_words"]
    below = percentileofscore(documents["adjectives_per_100_words"], row["value"], kind="mean")
    assert row["percentile"] == pytest.approx(below, abs=0.1)
    assert row["n"] == len(documents)
    figures = tables.reference().set_index(["genre", "measure"]).loc[("film_review", "adjectives_per_100_words")]
    assert row["z"] == pytest.approx((row["value"] - figures["mean"]) / figures["sd"])


def test_the_values_are_those_of_the_profile_and_lie_in_their_intervals(placed, drive):
    profile = stylo.profile(drive).iloc[0]
    assert list(placed.index) == list(catalogue.reported_measures())
    for name, row in placed[placed["low"].notna()].iterrows():
        assert row["value"] == profile[name]
        assert row["low"] <= row["value"] <= row["high"]


def test_a_median_review_is_in_the_middle():
    documents = tables.documents("film_review")
    middle = documents.median(numeric_only=True).to_frame().T.assign(document="middle", missing="")
    placed = compare(middle).set_index("measure")
    assert placed.loc["sentence_length_mean", "percentile"] == pytest.approx(50, abs=3)
    assert abs(placed["z"]).median() < 0.3


def test_ties_at_zero_share_their_rank():
    profile = tables.documents("film_review").head(1).assign(second_person_per_1000_words=0.0, document="a", missing="")
    row = compare(profile).set_index("measure").loc["second_person_per_1000_words"]
    zeros = (tables.documents("film_review")["second_person_per_1000_words"] == 0).mean()
    assert row["percentile"] == pytest.approx(100 * zeros / 2)


def test_what_is_missing_stays_missing_with_its_reason(nlp):
    placed = stylo.compare(nlp("Ein Film wie ein Faustschlag! Die Bilder bleiben. " * 20)).set_index("measure")
    assert np.isnan(placed.loc["mtld_500", "value"])
    assert "400 words" in placed.loc["mtld_500", "missing"]
    assert placed.loc["lix", "percentile"] >= 0
    assert placed.loc["lix", "missing"] == ""


@pytest.mark.parametrize("text", ["", " ", "?!", "Großartig.", "Der Film ist laut und lang. Er endet gut."])
def test_a_text_too_short_to_stand_among_documents_is_told_so(nlp, text):
    placed = stylo.compare(nlp(text))
    assert placed["percentile"].isna().all()
    assert placed["missing"].str.len().min() > 5


def test_a_long_text_has_a_narrower_interval_than_a_short_one(drive):
    profile = stylo.profile(drive)
    short, long = (compare(profile.assign(words=words)).set_index("measure").loc["lix"] for words in (500, 2000))
    assert (short["high"] - short["low"]) == pytest.approx(2 * (long["high"] - long["low"]))


def test_rates_and_shares_do_not_leave_their_bounds(placed):
    rates = placed[placed["unit"].str.startswith(("per", "%"))]
    assert rates["low"].min() >= 0
    assert rates.loc[rates["unit"].str.startswith("%"), "high"].max() <= 100


def test_the_uncertainty_of_tagging_comes_from_precision_and_recall():
    rows = scored("passive_per_1000_words")
    factor = (rows["precision"] / rows["recall"]).mean()
    low, high = tagging_interval("passive_per_1000_words", 10.0)
    assert low < 10 * factor < high
    assert high - low < 5
    assert np.isnan(tagging_interval("lix", 50.0)).all()
    assert set(scored("adjectives_per_100_words")["trained_on"]) == {""}


def test_several_texts_and_an_unknown_genre(drive, nlp):
    both = stylo.compare(stylo.profile([drive, nlp("Kurz.")]))
    assert both["document"].nunique() == 2
    with pytest.raises(ValueError, match="choose one of"):
        stylo.compare(drive, genre="opera")


# --- two groups -------------------------------------------------------------------------------------------------------------


def group(values: list[float]) -> pd.DataFrame:
    return pd.DataFrame({"lix": values})


def test_groups_that_differ_and_groups_that_do_not():
    random = np.random.default_rng(1)
    a, b = random.normal(50, 5, 30), random.normal(60, 5, 30)
    far = compare_groups(group(list(a)), group(list(b)), ["lix"], resamples=999).iloc[0]
    assert far["difference"] == pytest.approx(a.mean() - b.mean())
    assert far["cliffs_delta"] < -0.6
    assert far["p"] < 0.01
    near = compare_groups(group(list(a)), group(list(a[::-1])), ["lix"], resamples=999).iloc[0]
    assert near["difference"] == pytest.approx(0)
    assert near["p"] > 0.5


def test_the_permutation_test_is_seeded_and_exact_for_few_texts():
    a, b = group([1.0, 2.0, 3.0]), group([4.0, 5.0, 6.0])
    first, second = (compare_groups(a, b, ["lix"]).iloc[0] for _ in range(2))
    assert first["p"] == second["p"] == pytest.approx(2 / 20)  # 20 ways to divide six texts, two of them as extreme


def test_one_text_is_no_group():
    row = compare_groups(group([1.0]), group([2.0, 3.0]), ["lix"]).iloc[0]
    assert "two texts" in row["missing"]
    assert np.isnan(row["p"])
    assert "no such column" in compare_groups(group([1.0]), pd.DataFrame({"x": [1]}), ["lix"]).iloc[0]["missing"]


def test_cliffs_delta_by_hand():
    assert cliffs_delta(np.array([1.0, 2.0]), np.array([3.0, 4.0])) == -1
    assert cliffs_delta(np.array([1.0, 3.0]), np.array([1.0, 3.0])) == 0
    assert cliffs_delta(np.array([2.0, 5.0]), np.array([1.0, 3.0])) == pytest.approx(0.5)


def test_holm_by_hand():
    # .01 x 3, .04 x 1, .03 x 2; and never smaller than the one before it
    assert holm(np.array([0.01, 0.04, 0.03])) == pytest.approx([0.03, 0.06, 0.06])
    assert holm(np.array([0.02, np.nan, 0.9]))[[0, 2]] == pytest.approx([0.04, 0.9])
    assert np.isnan(holm(np.array([0.02, np.nan, 0.9]))[1])
    assert holm(np.array([])).size == 0


def test_a_measure_that_never_varies_makes_no_difference():
    row = compare_groups(group([0.0] * 4), group([0.0] * 5), ["lix"], resamples=99).iloc[0]
    assert row["difference"] == 0
    assert row["p"] == 1


# --- genres -----------------------------------------------------------------------------------------------------------------


def test_film_reviews_written_after_2020_are_nearest_to_their_own_genre():
    told = genre_check.after()
    assert len(told) >= 20
    assert (told["nearest"] == "film_review").mean() >= 0.85


def test_genres_are_told_apart_by_the_profile_alone():
    table = genre_check.confusions(genre_check.held_back())
    counts = table.drop(columns="right_percent")
    assert counts.to_numpy().sum() == len(tables.documents())
    assert table["right_percent"].min() > 70
    assert np.diag(counts).sum() / counts.to_numpy().sum() > 0.85


def test_no_genre_is_found_where_there_is_none():
    documents = tables.documents()
    random = np.random.default_rng(3)
    shuffled = documents.assign(genre=random.permutation(documents["genre"]))
    assert genre_check.confusions(genre_check.held_back(shuffled))["right_percent"].mean() < 35


def test_distances_of_a_profile_with_missing_values(nlp):
    gaps = genre_check.distances(genre_check.fit(tables.documents()), stylo.profile(nlp("Großartig.")))
    assert list(gaps.columns) == sorted(gaps.columns)
    assert np.isfinite(gaps.to_numpy()).all()


# --- command line -----------------------------------------------------------------------------------------------------------


def test_the_command_line_gives_the_same_table(tmp_path, drive):
    result = CliRunner().invoke(main, ["compare", "corpus/drive.txt", "--genre", "news", "--format", "csv"])
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].startswith("document,genre,measure")
    assert len(lines) == 1 + len(catalogue.reported_measures())
    table = CliRunner().invoke(main, ["compare", "corpus/drive.txt"]).stdout
    assert "drive among film reviews" in table
    assert "percentile" in table


def test_of_a_text_too_short_the_command_says_so_in_a_sentence(tmp_path):
    path = tmp_path / "kurz.txt"
    path.write_text("Der leise Film endet.", encoding="utf-8")
    lines = CliRunner().invoke(main, ["compare", str(path)]).stdout.splitlines()
    assert lines[0].startswith("kurz cannot be compared with film reviews: the text has 4 words")
    assert all(line.startswith(("missing in kurz: ", "  ")) for line in lines[1:])
    assert "Empty DataFrame" not in "".join(lines)


@pytest.mark.parametrize("command", ["compare", "report", "export"])
def test_help_lists_the_genres(command):
    said = "".join(CliRunner().invoke(main, [command, "--help"]).stdout.split())
    assert "|".join(tables.genres()) in said


def test_an_unknown_genre_on_the_command_line():
    result = CliRunner().invoke(main, ["compare", "corpus/drive.txt", "--genre", "oper"])
    assert result.exit_code == 2
    assert "music_criticism" in result.stderr
