"""The figures of register draw their frames: no more, no less, and say so where there is nothing to draw."""

from __future__ import annotations

from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest

import stylo
from stylo import register as register_marks
from stylo.families import formality
from stylo.figures import register as figures
from stylo.figures import style
from tools import study

pytestmark = [pytest.mark.slow]

ROOT = Path(__file__).parent.parent
PAIRS = {
    "two_poles": (figures.pole_rates, figures.two_poles),
    "formality_line": (figures.formality_by_sentence, figures.formality_line),
    "brackets": (figures.bracket_table, figures.brackets),
    "register_map": (lambda doc: figures.registers([doc]), figures.register_map),
    "order_lines": (lambda doc: figures.orders(figures.registers([doc])), figures.order_lines),
    "formality_f_variants": (figures.f_variants, figures.formality_f_variants),
}


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def seven():
    return figures.registers(study.documents(ROOT / "corpus"))


def words_on(ax) -> list[str]:
    return [text.get_text().replace("\n", " ") for text in ax.texts]


@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize("text", ["", "  \n", "Stille.", "!", "Der Film hat mich echt überrascht."])
def test_each_figure_comes_on_the_axes_it_was_given_whatever_the_text(nlp, name, text):
    frame, draw = PAIRS[name]
    _, ax = plt.subplots()
    assert draw(frame(nlp(text)), ax=ax) is ax
    ax.get_figure().draw_without_rendering()


@pytest.mark.parametrize("name", PAIRS)
def test_an_empty_text_is_said_to_be_one(nlp, name):
    frame, draw = PAIRS[name]
    assert words_on(draw(frame(nlp(""))))[0].endswith((".", "place."))


def test_the_points_of_the_two_poles_are_their_rates_and_the_ticks_the_medians_of_the_genre(drive):
    frame = figures.pole_rates(drive)
    ax = figures.two_poles(frame)
    shown = frame[(frame["marks"] > 0) | (frame["median"] > 0)]
    for pole in figures.POLES:
        drawn = next(line for line in ax.lines if line.get_label() == pole)
        assert sorted(drawn.get_xdata()) == pytest.approx(sorted(shown.loc[shown["pole"] == pole, "rate"]))
    ticks = next(line for line in ax.lines if line.get_label() == "median of film reviews").get_xdata()
    assert sorted(ticks[~np.isnan(ticks)]) == pytest.approx(sorted(shown["median"].dropna()))
    counts = [label.get_text().rpartition(" (")[2] for label in ax.get_yticklabels()]
    assert sorted(counts) == sorted(f"{marks})" for marks in shown["marks"])


def test_the_rates_of_the_poles_have_the_intervals_that_the_comparison_gives(drive):
    frame = figures.pole_rates(drive, "news").set_index("feature")
    compared = stylo.compare(drive, "news").set_index("measure")
    for feature in ("nominalisation", "genitive_attribute", "colloquial", "elevated"):
        row = compared.loc[f"{feature}_per_1000_words"]
        drawn = list(frame.loc[feature, ["rate", "low", "high"]])
        assert drawn == pytest.approx(list(row[["value", "low", "high"]]), nan_ok=True)
    assert figures.pole_rates(drive)["median"].fillna(-1).tolist() != frame["median"].fillna(-1).tolist()


def test_what_was_looked_for_and_not_found_is_named_below(nlp):
    frame = figures.pole_rates(nlp("Der Knast war voll."))
    ax = figures.two_poles(frame)
    below = " ".join(text.get_text() for text in ax.get_figure().texts).replace("\n", " ")
    assert "not found: Konjunktiv I" in below
    assert "nominalisation (0)" in [label.get_text() for label in ax.get_yticklabels()]  # since reviews have it
    assert "colloquial" not in below


def test_the_rates_count_each_mark_of_a_pole_once(drive):
    frame = figures.pole_rates(drive)
    marks = register_marks(drive)
    assert frame.groupby("pole")["marks"].sum().to_dict() == marks["pole"].value_counts().drop("neutral").to_dict()
    assert set(frame["pole"]) == {"distance", "nearness"}


def test_a_nearness_word_goes_right_and_an_elevated_one_left(nlp):
    frame = figures.pole_rates(nlp("Dieses Kleinod war kein Knast."))
    found = frame[frame["marks"] > 0].set_index("feature")
    assert list(found.loc["elevated", ["pole", "examples"]]) == ["distance", "Kleinod"]
    assert list(found.loc["colloquial", ["pole", "examples"]]) == ["nearness", "Knast"]


def test_each_sentence_has_its_bar_and_its_tick(drive):
    frame = figures.formality_by_sentence(drive)
    ax = figures.formality_line(frame)
    assert [bar.get_width() for bar in ax.patches] == pytest.approx(list(frame["formality"]))
    ticks = [segment[0][0] for segment in ax.collections[0].get_segments()]
    assert ticks == pytest.approx(list(frame["rest"]))


@pytest.mark.parametrize("width", [style.COLUMN, style.PAGE])
def test_what_moves_each_sentence_most_is_written_on_a_page_and_in_a_column(drive, width):
    with style.wide(width):
        ax = figures.formality_line(figures.formality_by_sentence(drive))
    written = words_on(ax)
    assert len(written) == len(stylo.sentences(drive))
    assert any("verflucht" in reason for reason in written)


def test_what_a_sentence_owes_to_its_length_adds_up(drive):
    frame = figures.formality_by_sentence(drive)
    assert list(frame["rest"] + frame["by_length"]) == pytest.approx(list(formality.formality(drive)["formality"]))


def test_the_strongest_reason_points_at_the_word(nlp):
    frame = figures.formality_by_sentence(nlp("Der Film ist total krass."))
    assert frame["contribution"].iloc[0] < 0
    assert "krass" in frame["found"].iloc[0]


def test_brackets_lead_back_to_the_text(drive):
    frame = figures.bracket_table(drive)
    assert all(drive.text[row.start : row.end] == row.text for row in frame.itertuples())
    assert all(row.text.startswith(row.left) and row.text.endswith(row.right) for row in frame.itertuples())


def test_a_text_of_ones_own_may_be_called_like_an_exercise(nlp):
    docs = [nlp("Der Film ist laut."), nlp("Liebe Hanna, ich habe den Film gesehen.")]
    for doc, name in zip(docs, ["brief", "stiluebung-brief"], strict=True):
        doc.user_data["id"] = name
    assert figures.constructed(docs) == docs[1:]
    assert list(figures.registers(docs)["label"]) == ["brief (1)", "letter"]
    assert len(figures.formality_f_variants(figures.f_variants(docs)).get_yticks()) == 2


def test_each_bracket_has_its_bar(drive):
    frame = figures.bracket_table(drive)
    ax = figures.brackets(frame)
    assert sorted(bar.get_width() for bar in ax.patches) == sorted(frame["words"])
    assert words_on(ax) == [str(n) for n in frame["words"]]


def test_a_bracket_is_as_long_as_what_it_holds(nlp):
    frame = figures.bracket_table(nlp("Der Fahrer hat den Wagen gestohlen. Ich weiß, dass er schweigt."))
    assert list(frame["kind"]) == [figures.VERB_EARLY, figures.VERB_LAST]
    assert list(frame["words"]) == [2, 1]


def test_of_very_many_brackets_the_longest_are_shown(nlp):
    frame = figures.bracket_table(nlp("Er hat den Wagen gestohlen. " * 70 + "Er hat den alten grauen Wagen gestohlen."))
    ax = figures.brackets(frame)
    assert len(ax.patches) == figures.MOST_ROWS
    assert max(bar.get_width() for bar in ax.patches) == frame["words"].max()


def test_each_register_is_a_point_with_its_name(seven):
    ax = figures.register_map(seven)
    points = [(line.get_xdata()[0], line.get_ydata()[0]) for line in ax.lines]
    assert points == list(zip(seven["distance"], seven["nearness"], strict=True))
    assert sorted(words_on(ax)) == sorted(seven["label"])


def test_no_two_names_overlap(seven):
    with style.styled():
        figure = plt.figure(figsize=(style.COLUMN, 4.6), layout="constrained")
        ax = figures.register_map(seven, ax=figure.add_subplot())
    figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in ax.texts]
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])


def test_the_orders_are_places_from_near_to_distant(seven):
    frame = figures.orders(seven)
    assert list(frame["document"]) == list(figures.PREDICTED)
    assert all(sorted(frame[name]) == list(range(1, 8)) for name in ["predicted", *figures.ORDERS])
    nearest = seven[seven["document"] != "drive"].sort_values("nearness").iloc[-1]["document"]
    assert frame.set_index("document").loc[nearest, "nearness"] == 1


def test_each_line_goes_from_the_predicted_place_to_the_measured_ones(seven):
    frame = figures.orders(seven)
    ax = figures.order_lines(frame)
    assert [list(line.get_ydata()) for line in ax.lines] == frame[["predicted", *figures.ORDERS]].to_numpy().tolist()


def test_headlines_and_credits_do_not_count_as_full_sentences(nlp):
    row = figures.registers([nlp("Kurzinhalt\nDer Film beginnt leise.\nKamera: Anna Klein.")]).iloc[0]
    alone = figures.registers([nlp("Der Film beginnt leise.")]).iloc[0]
    assert row["formality_of_full_sentences"] == pytest.approx(alone["formality"])
    assert row["formality"] != pytest.approx(alone["formality"])


def test_of_one_text_each_variant_has_its_row_and_that_of_the_reference_the_spread_of_the_genre(drive):
    frame = figures.f_variants(drive)
    ax = figures.formality_f_variants(frame)
    points = [line.get_xdata()[0] for line in ax.lines if line.get_marker() in "os^D" and len(line.get_xdata()) == 1]
    assert points == list(frame["value"])
    assert words_on(ax)[: len(frame)] == [f"{value:.1f}" for value in frame["value"]]
    low, high = ax.collections[0].get_segments()[0][:, 0]
    assert [low, high] == list(frame.loc[frame["variant"] == "formality_f", ["q05", "q95"]].iloc[0])
    assert frame["q50"].notna().sum() == 1


def test_all_variants_of_f_of_several_texts_are_drawn(drive, nlp):
    other = nlp("Der Film ist laut.")
    frame = figures.f_variants([drive, other])
    drawn = {line.get_label(): list(line.get_xdata()) for line in figures.formality_f_variants(frame).lines}
    values = frame.groupby("variant")["value"].agg(sorted)
    assert {label: sorted(found) for label, found in drawn.items()} == {
        figures.VARIANTS[name][0]: values[name] for name in figures.VARIANTS
    }


def test_the_figures_of_the_study_have_names_of_their_own():
    names = [figure.name for figure in figures.FIGURES]
    assert len(set(names)) == len(names) >= 4


def test_rates_stand_side_by_side(nlp):
    docs = [nlp("Das ist krass."), nlp("Das ist ein Kleinod."), nlp("Das ist alles.")]
    docs[1].user_data["id"] = "stiluebung-brief"
    table = figures.rates_by_text(docs)
    assert list(table.columns) == ["1", "letter", "3"]
    assert table.loc[("nearness", "colloquial")].tolist() == pytest.approx([1000 / 3, 0, 0])
    assert table.loc[("distance", "elevated"), "letter"] == pytest.approx(250)
    assert figures.rates_by_text([]).empty


def test_the_seven_come_in_the_predicted_order():
    found = figures.constructed(study.documents(ROOT / "corpus"))
    assert [doc.user_data["id"] for doc in found] == [figures.PREFIX + name for name in figures.PREDICTED]
