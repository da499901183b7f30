"""Comparison: a place in a distribution, an honest interval, two groups."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from scipy.stats import norm, percentileofscore

import stylo
from stylo import catalogue
from stylo.cli.commands import main
from stylo.reference import genre_check, tables
from stylo.reference.accuracy import scored
from stylo.reference.comparison import compare, outside, outside_by_chance
from stylo.reference.groups import cliffs_delta, cliffs_interval, compare_groups, detectable, holm


@pytest.fixture(scope="module")
def placed(drive) -> pd.DataFrame:
    return stylo.compare(stylo.profile(drive), genre="film_review").set_index("measure")


def test_a_text_stands_where_counting_the_documents_puts_it(placed):
    documents = tables.documents("film_review")
    row = placed.loc["adjectives_per_100_words"]
    below = percentileofscore(documents["adjectives_per_100_words"], row["value"], kind="mean")
    assert row["percentile"] == pytest.approx(below, abs=0.1)
    assert row["n"] == len(documents)
    assert row["z"] == pytest.approx(norm.ppf(min(below / 100, 1 - 0.5 / len(documents))))


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
    short, long = (compare(profile.assign(words=words)).set_index("measure").loc["formality_f"] for words in (1000, 4000))
    assert (short["high"] - short["low"]) == pytest.approx(2 * (long["high"] - long["low"]))


def test_rates_and_shares_do_not_leave_their_bounds(placed):
    rates = placed[placed["unit"].str.startswith(("per", "%"))]
    assert rates["low"].min() >= 0
    assert rates.loc[rates["unit"].str.startswith("%"), "high"].max() <= 100


def test_what_was_made_with_the_corpora_does_not_vouch_for_the_accuracy():
    assert set(scored("adjectives_per_100_words")["trained_on"]) == {""}
    assert scored("lix").empty


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


def test_the_interval_of_a_difference_holds_as_often_as_it_states():
    random = np.random.default_rng(5)
    held, delta_held = [], []
    for _ in range(150):
        a, b = random.normal(50, 5, 25), random.normal(53, 8, 30)
        row = compare_groups(group(list(a)), group(list(b)), ["lix"], resamples=19).iloc[0]
        held.append(row["difference_low"] <= -3 <= row["difference_high"])
        true = 2 * norm.cdf(-3 / np.hypot(5, 8)) - 1
        delta_held.append(row["cliffs_delta_low"] <= true <= row["cliffs_delta_high"])
    assert np.mean(held) > 0.89
    assert np.mean(delta_held) > 0.89


def test_cliffs_delta_of_groups_apart_still_has_an_interval():
    low, high = cliffs_interval(np.arange(10.0), np.arange(20.0, 30.0))
    assert high < 0
    assert low == -1


def test_what_could_have_been_found_is_found_four_times_in_five():
    random = np.random.default_rng(9)
    spread = random.normal(0, 1, 40)
    spread /= spread.std(ddof=1)
    least = detectable(spread, spread)
    assert least == pytest.approx((1.96 + 0.84) * np.sqrt(2 / 40), rel=0.01)
    found = []
    for _ in range(60):
        x, y = (group(list(random.normal(mean, 1, 40))) for mean in (least, 0))
        found.append(compare_groups(x, y, ["lix"], resamples=199)["p"].iloc[0] < 0.05)
    assert 0.65 < np.mean(found) < 0.95


def several(**values: list[float]) -> pd.DataFrame:
    return pd.concat([pd.DataFrame({"author": name, "lix": numbers}) for name, numbers in values.items()], ignore_index=True)


def test_a_column_names_many_groups_and_the_correction_counts_all_that_was_looked_at():
    table = several(a=[1.0, 2, 3, 4], b=[11.0, 12, 13, 14], c=[1.5, 2.5, 3.5, 4.5])
    found = compare_groups(table, measures=["lix"], by="author", resamples=999)
    assert list(zip(found["a"], found["b"], strict=True)) == [("a, b, c", ""), ("a", "b"), ("a", "c"), ("b", "c")]
    assert found["p"].iloc[0] < 0.01
    assert found["difference"].iloc[1:].tolist() == [-10, -0.5, 9.5]
    assert found["p_holm"].to_numpy() == pytest.approx(holm(found["p"].to_numpy()))
    two = compare_groups(table[table["author"] != "c"], measures=["lix"], by="author")
    assert list(two["a"] + two["b"]) == ["ab"]


def test_permuted_within_strata_what_differs_between_them_is_no_difference_of_the_groups():
    random = np.random.default_rng(2)
    rows = [
        {"author": author, "year": year, "lix": 30.0 + 30 * (year == 1900) + random.normal()}
        for author, old in (("a", 18), ("b", 2))
        for year in [1900] * old + [2000] * (20 - old)
    ]
    table = pd.DataFrame(rows)
    found = [compare_groups(table, measures=["lix"], by="author", strata=layer, resamples=499) for layer in (None, "year")]
    plain, within = (frame.iloc[0] for frame in found)
    assert plain["p"] < 0.01
    assert within["p"] > 0.05


@pytest.mark.parametrize("options", [{}, {"by": "editor"}, {"by": "lix"}])
def test_what_makes_no_groups_is_an_error(options):
    with pytest.raises(ValueError, match=r"groups|no column|group;"):
        compare_groups(several(a=[1.0, 1.0]), **options)


# --- by chance and by length ------------------------------------------------------------------------------------------------


def test_how_many_values_lie_outside_by_chance_is_counted_in_documents():
    names = tuple(catalogue.compared_measures())[:10]
    usual = outside_by_chance("film_review", names)
    rows = [stylo.compare(tables.documents("film_review").iloc[[k]]).set_index("measure") for k in range(0, 420, 14)]
    own = [outside(row.loc[list(names), "percentile"]).sum() for row in rows]
    assert usual.mean == pytest.approx(np.mean(own), abs=0.7)
    assert usual.low <= usual.mean <= usual.high


def test_a_text_of_another_length_than_its_genre_is_told_so(nlp, drive):
    long = stylo.compare(stylo.profile(nlp("Der leise Film endet nicht laut, sondern spät. " * 400)))
    known = tables.documents("film_review")["words"]
    lengths = f"{known.min()} to {known.max()}"
    assert set(long["note"]) == {f"the text has 3200 words, the reference documents of the genre {lengths}"}
    assert set(stylo.compare(drive)["note"]) == {""}


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
    assert lines[-1] == "The values all the same: --all, or stylo profile."
    assert len(lines) <= 3
    assert "Empty DataFrame" not in "".join(lines)


@pytest.mark.parametrize("command", ["compare", "report", "export"])
def test_help_lists_the_genres(command):
    said = "".join(CliRunner().invoke(main, [command, "--help"]).stdout.split())
    assert "|".join(tables.genres()) in said


def test_an_unknown_genre_on_the_command_line():
    result = CliRunner().invoke(main, ["compare", "corpus/drive.txt", "--genre", "oper"])
    assert result.exit_code == 2
    assert "music_criticism" in result.stderr
