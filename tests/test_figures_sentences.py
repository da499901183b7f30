"""The figures of sentence length show what is in their frame, nothing cut off, at every size of text and of page."""

from __future__ import annotations

from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from figure_checks import TEXTS, column, cut_off

import stylo
from stylo.families import rhythm
from stylo.figures import sentences as figures
from stylo.figures import style

pytestmark = [pytest.mark.slow]


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
    ax = figure.draw(figure.frame(drive))
    legend = ax.get_legend()
    said = " ".join([ax.figure._supxlabel.get_text(), *(text.get_text() for text in (legend.get_texts() if legend else []))])
    assert "n" in said.replace("\xa0", " ").split()
    assert "words" in said


def test_a_bar_a_sentence_as_high_as_its_words(drive):
    table = stylo.sentences(drive)
    bars = [bar for container in figures.sentence_lengths(table).containers for bar in container]
    middles = [round(bar.get_x() + bar.get_width() / 2) for bar in bars]
    assert dict(zip(middles, (bar.get_height() for bar in bars), strict=True)) == dict(
        zip(table["sentence"], table["words"], strict=True)
    )


def test_neighbouring_paragraphs_differ_in_hatch_as_well_as_colour(drive):
    containers = figures.sentence_lengths(stylo.sentences(drive)).containers
    looks = [(container[0].get_facecolor(), container[0].get_hatch()) for container in containers]
    assert len(looks) == 5
    assert all(one[0] != other[0] and one[1] != other[1] for one, other in pairwise(looks))


def test_colons_are_ticks_at_their_word(nlp):
    ax = figures.sentence_lengths(stylo.sentences(nlp("Er wusste es: Sie kam nicht. Es regnete.")))
    ticks = [segment for lines in ax.collections if hasattr(lines, "get_segments") for segment in lines.get_segments()]
    assert {tuple(segment[:, 1]) for segment in ticks} == {(3.0, 3.0)}
    assert {segment[:, 0].mean() for segment in ticks} == {1.0}


@pytest.mark.parametrize("genre", ["film_review", "novel"])
def test_the_mean_is_drawn_with_the_interval_that_the_comparison_gives(drive, genre):
    table = figures.lengths(drive, genre)
    mean = stylo.compare(drive, genre).set_index("measure").loc["sentence_length_mean"]
    label = figures.sentence_lengths(table).get_legend().get_texts()[-1].get_text()
    assert f"{mean['value']:.1f}, 95 % interval {mean['low']:.1f} to {mean['high']:.1f}" in label


def test_the_mean_of_a_short_text_has_no_interval_and_says_why(nlp):
    label = figures.sentence_lengths(stylo.sentences(nlp("Er kam. Sie ging fort."))).get_legend().get_texts()[-1].get_text()
    assert label.startswith("mean 2.5 (no interval: an interval needs at least 120 words")


def test_the_curve_climbs_at_every_length(drive):
    table = figures.both_conventions(drive)
    lines = [line for line in figures.length_ecdf(table).lines if line.get_drawstyle() == "steps-post"]
    assert len(lines) == table["colon"].nunique() == 2
    for line, (_, group) in zip(lines, table.groupby("colon", sort=False), strict=True):
        x, y = line.get_data()
        assert list(x[1:]) == sorted(group["words"])
        assert np.allclose(y, np.linspace(0, 1, len(group) + 1))


def test_both_conventions_hold_the_same_words_in_more_sentences(drive):
    table = figures.both_conventions(drive)
    inside, ends = (table[table["colon"] == name] for name in (figures.INSIDE, figures.END))
    assert inside["words"].sum() == ends["words"].sum()
    assert len(ends) - len(inside) == inside["colons"].sum()


def test_a_stem_a_lag_as_long_as_its_r(drive):
    table = figures.autocorrelations(drive)
    lengths = stylo.sentences(drive)["words"].to_numpy()
    first = table[table["colon"] == figures.INSIDE]
    assert list(first["r"]) == [rhythm.autocorrelation(lengths, lag) for lag in first["lag"]]
    stems = [segment for lines in figures.length_autocorrelation(table).collections for segment in lines.get_segments()]
    assert [segment[1, 1] for segment in stems] == list(table["r"])


def test_few_sentences_have_no_order_and_the_figure_says_so(nlp):
    ax = figures.length_autocorrelation(figures.autocorrelations(nlp("Er kam. Sie ging.")))
    assert str(rhythm.FEWEST_FOR_ORDER) in ax.texts[0].get_text()


def test_a_bar_a_word_as_high_as_its_syllables(drive):
    table = figures.word_syllables(drive)
    assert all(
        drive.text[start:end] == text for start, end, text in zip(table["start"], table["end"], table["text"], strict=True)
    )
    assert len(table) == stylo.sentences(drive)["words"].sum()
    assert table["syllables"].sum() == stylo.sentences(drive)["syllables"].sum()
    (bars,) = (lines for lines in figures.barcode(table).collections if not hasattr(lines, "get_segments"))
    heights = [np.ptp(path.vertices[:, 1]) for path in bars.get_paths()]
    assert np.allclose(np.array(heights) / max(heights), table["syllables"] / table["syllables"].max())


def test_each_sentence_of_the_barcode_has_its_number(drive):
    ax = figures.barcode(figures.word_syllables(drive))
    scale = ax.get_yaxis_transform()
    numbers = [text.get_text().strip("¶") for text in ax.texts if text.get_transform() != scale]
    assert numbers == [str(number) for number in range(1, 16)]


def test_the_scale_of_the_barcode_is_as_high_as_its_bars(drive):
    table = figures.word_syllables(drive)
    ax = figures.barcode(table)
    (bars,) = (lines for lines in ax.collections if not hasattr(lines, "get_segments"))
    heights = dict(zip(table["syllables"], (np.ptp(path.vertices[:, 1]) for path in bars.get_paths()), strict=True))
    across, most = ax.get_yaxis_transform(), int(table["syllables"].max())
    scale = {text.get_text(): text.get_position()[1] for text in ax.texts if text.get_transform() == across}
    drawn = {int(label): y for label, y in scale.items() if label.isdecimal()}
    assert drawn == pytest.approx({syllables: heights[syllables] for syllables in (1, most)})


def test_a_colon_knows_the_words_before_and_after_it(nlp):
    table = figures.colons(nlp("Eins ist klar: Er lügt: Sie weiß es nicht. Kein Doppelpunkt."))
    assert list(table["text"]) == [":", ":"]
    assert list(table["words_before"]) == [3, 2]
    assert list(table["words_after"]) == [2, 4]
    assert list(table["sentence"]) == [1, 1]


def test_the_summary_has_intervals_around_its_values_and_reasons_for_what_is_missing(drive, nlp):
    table = figures.summary(drive).set_index("measure")
    mean = table.loc["sentence_length_mean"]
    assert mean["low"] < mean["value"] < mean["high"]
    short = figures.summary(nlp("Er kam. Sie ging.")).set_index("measure").loc["sentence_length_autocorrelation"]
    assert pd.isna(short["value"])
    assert "8 sentences" in short["missing"]


@pytest.mark.parametrize("figure", figures.FIGURES, ids=lambda figure: figure.name)
def test_the_same_frame_gives_the_same_bytes(drive, figure, tmp_path):
    frame = figure.frame(drive)
    first, second = (style.save(figure.draw(frame), frame, tmp_path / name, figure.name) for name in ("a", "b"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_names_of_paragraphs_do_not_meet_in_a_column(nlp):
    doc = nlp("Kurz ist gut.\nLang auch.\nDer Film ist lang. Er ist gut. Er ist alt. Er ist neu. Er kommt. Er geht.\n" * 4)
    for inches in (style.COLUMN, style.PAGE):
        with style.wide(inches):
            ax = figures.sentence_lengths(stylo.sentences(doc))
        ax.get_figure(root=True).draw_without_rendering()
        names = [label for axis in ax.child_axes for label in axis.get_xticklabels()]
        assert names[0].get_text() == "¶1"
        assert len(names) >= 6
        boxes = [name.get_window_extent() for name in names]
        assert all(left.x1 < right.x0 for left, right in pairwise(boxes))
