"""The figures of the adjective show what is in their frame, nothing cut off, at every size of text and of page."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pytest
from figure_checks import TEXTS, column, cut_off

import stylo
from stylo.figures import adjectives as figures
from stylo.figures import style

pytestmark = [pytest.mark.slow]

CHAIN = "Der Film ist ein berührendes, intensives und sehr düsteres Drama."
TEXTS = TEXTS | {
    "chain": CHAIN,
    "long words": "Die donaudampfschifffahrtsgesellschaftlichen, unübersichtlichen, unwahrscheinlichen Umstände schaden ihm.",
    "many chains": "Der kluge, alte Mann sah die kleine, rote und sehr laute Bahn. " * 40,
}


@pytest.fixture(autouse=True)
def _close():
    yield
    plt.close("all")


@pytest.mark.parametrize("figure", figures.FIGURES, ids=lambda figure: figure.name)
@pytest.mark.parametrize("text", TEXTS.values(), ids=list(TEXTS))
def test_every_text_gives_a_figure_on_the_axes_that_were_given(nlp, figure, text):
    ax = column()
    assert figure.draw(figure.frame(nlp(text)), ax=ax) is ax
    assert ax.has_data() or ax.texts[0].get_text()
    assert not cut_off(ax)


@pytest.mark.parametrize("figure", figures.FIGURES, ids=lambda figure: figure.name)
def test_nothing_of_the_review_is_cut_off_on_a_page_or_in_a_column(drive, figure):
    frame = figure.frame(drive)
    assert not cut_off(figure.draw(frame))
    assert not cut_off(figure.draw(frame, ax=column()))


@pytest.mark.parametrize("figure", figures.FIGURES, ids=lambda figure: figure.name)
def test_every_figure_says_its_n_and_unit(drive, figure):
    said = figure.draw(figure.frame(drive)).figure._supxlabel.get_text()
    assert said.startswith("n = ")
    assert "adjectives" in said


@pytest.mark.parametrize("make", [figures.density, figures.functions_by_sentence, figures.chains, figures.attraction])
def test_offsets_hold(drive, make):
    table = make(drive)
    assert len(table)
    assert all(
        drive.text[start:end] == text for start, end, text in zip(table["start"], table["end"], table["text"], strict=True)
    )


def test_the_strip_is_as_dark_as_the_density_and_each_adjective_has_its_tick(drive):
    table = figures.density(drive)
    ax = figures.density_strip(table)
    assert np.array_equal(ax.images[0].get_array()[0], table["density"])
    ticks = [lines.get_segments() for lines in ax.collections if hasattr(lines, "get_segments")]
    places = sorted(segment[0, 0] for lines in ticks for segment in lines if segment[0, 1] < 0)
    assert places == list(np.flatnonzero(table["function"] != "") + 0.5)
    assert len(places) == len(stylo.adjectives(drive))


@pytest.mark.parametrize("width", [style.COLUMN, style.PAGE])
def test_every_sentence_of_the_review_has_its_number_above_the_strip(drive, width):
    with style.wide(width):
        ax = figures.density_strip(figures.density(drive))
    assert [text.get_text() for text in ax.texts] == [str(number) for number in range(1, 16)]


def test_sentences_of_the_strip_without_a_number_are_counted(nlp):
    with style.wide(style.COLUMN):
        ax = figures.density_strip(figures.density(nlp("Er kam. Sie ging fort. " * 29)))
    left_out = 58 - len(ax.texts)
    assert left_out > 0
    assert f"want of room: {left_out}." in " ".join(ax.figure.get_supxlabel().split())


def test_density_counts_the_adjectives_around_a_word(nlp):
    table = figures.density(nlp("Der kluge Mann sah das rote Auto."), window=3)
    assert list(table["function"] != "") == [False, True, False, False, False, True, False]
    assert np.allclose(table["density"], [50, 100 / 3, 100 / 3, 0, 100 / 3, 100 / 3, 50])


def test_the_stacks_are_the_counts_by_function(drive):
    table = figures.functions_by_sentence(drive)
    ax = figures.function_bars(table)
    for container, name in zip(ax.containers, figures.FUNCTIONS, strict=True):
        assert [bar.get_height() for bar in container] == list(table[name])
    tops = np.array([bar.get_y() + bar.get_height() for bar in ax.containers[-1]])
    counts = stylo.adjectives(drive)["sentence"].value_counts().reindex(table["sentence"], fill_value=0)
    assert np.array_equal(tops, counts)
    assert len({container[0].get_hatch() for container in ax.containers}) == 3


def test_a_sentence_without_adjectives_keeps_its_place(nlp):
    table = figures.functions_by_sentence(nlp("Er kam. Der Film ist gut. Sie ging."))
    assert list(table["predicative"]) == [0, 1, 0]
    assert list(table["per_100_words"]) == [0, 25, 0]


def test_rates_are_those_of_the_profile_and_lie_in_their_intervals(drive, nlp):
    table = figures.rates(figures.functions_by_sentence(drive))
    assert table.loc["adjectives_per_100_words", "value"] == pytest.approx(
        stylo.profile(drive).loc[0, "adjectives_per_100_words"]
    )
    density = stylo.compare(drive).set_index("measure").loc["adjectives_per_100_words"]
    assert list(table.loc["adjectives_per_100_words", ["count", "low", "high"]]) == list(density[["count", "low", "high"]])
    assert table.loc["attributive_per_100_words", "missing"] == "nobody knows how this value moves within a text"
    short = figures.rates(figures.functions_by_sentence(nlp("Der Film ist gut.")))
    assert short.loc["predicative_per_100_words", "value"] == 25
    assert short["low"].isna().all()
    assert "120 words" in short.loc["adjectives_per_100_words", "missing"]


def test_a_chain_runs_from_its_first_word_to_its_noun(nlp):
    (row,) = figures.chains(nlp(CHAIN)).to_dict("records")
    assert row["text"] == "berührendes, intensives und sehr düsteres Drama"
    assert row["adjectives"] == "berührendes, intensives, düsteres"
    assert (row["length"], row["extended"], row["noun"]) == (3, 1, "Drama")


def test_only_chained_and_extended_adjectives_make_the_concordance(nlp):
    table = figures.long_chains(nlp("Der alte Mann half seinem gerade aus dem Knast entlassenen Freund. " + CHAIN))
    assert list(table["noun"]) == ["Freund", "Drama"]


def test_the_concordance_underlines_the_adjectives_and_ends_in_the_noun(drive):
    table = figures.long_chains(drive)
    ax = figures.chain_concordance(table)
    assert sum(len(lines.get_segments()) for lines in ax.collections) == table["length"].sum()
    assert [text.get_text() for text in ax.texts if text.get_weight() == "bold"] == list(table["noun"])
    rows = {}
    for text in ax.texts:
        rows.setdefault(round(text.get_position()[1], 2), []).append((text.get_position()[0], text.get_text()))
    lines = [" ".join(word for _, word in sorted(row)[1:]) for _, row in sorted(rows.items(), reverse=True)]
    assert lines == [" ".join(text.split()) for text in table["text"]]


def test_words_of_the_concordance_do_not_touch(drive):
    for ax in (column(), None):
        ax = figures.chain_concordance(figures.long_chains(drive), ax=ax)
        ax.figure.draw_without_rendering()
        boxes = [text.get_window_extent().padded(1) for text in ax.texts]
        assert not [1 for k, one in enumerate(boxes) for other in boxes[:k] if one.overlaps(other)]


def test_a_brick_an_adjective_on_its_noun(drive):
    table = figures.attraction(drive)
    ax = figures.noun_attraction(table)
    counts = table["noun"].value_counts()
    shown = [label.get_text() for label in ax.get_yticklabels()]
    assert [len(bricks) for bricks in ax.containers] == [counts[noun] for noun in shown]
    assert [text.get_text() for text in ax.texts[: counts[shown[0]]]] == list(table.loc[table["noun"] == shown[0], "adjective"])


def test_forms_of_one_noun_are_one_noun(nlp):
    table = figures.attraction(nlp("Die kalten Bilder fesseln. Mit starken Bildern beginnt es."))
    assert set(table["noun"]) == {"Bild"}


@pytest.mark.parametrize("figure", figures.FIGURES, ids=lambda figure: figure.name)
def test_the_same_frame_gives_the_same_bytes(drive, figure, tmp_path):
    frame = figure.frame(drive)
    first, second = (style.save(figure.draw(frame), frame, tmp_path / name, figure.name) for name in ("a", "b"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
