"""The figures of the whole text: marks in rows, and sentences whose numbers can be read."""

from __future__ import annotations

import re
from itertools import combinations

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.text import Text

from stylo.figures import adjectives, overview, register, style
from stylo.wording.language import language

pytestmark = [pytest.mark.slow]


@pytest.fixture(autouse=True)
def _close():
    yield
    plt.close("all")


def sentences(words: list[int], adjectives: list[int], contrast: list[int]) -> pd.DataFrame:
    numbers = range(1, len(words) + 1)
    return pd.DataFrame({"sentence": numbers, "words": words, "adjectives": adjectives, "contrast": contrast})


def test_sentences_of_one_point_share_a_label():
    ax = overview.portrait(sentences([5, 9, 5], [1, 2, 1], [0, 0, 0]))
    assert {text.get_text() for text in ax.texts} == {"1, 3", "2"}


def test_squares_stand_in_front_of_circles():
    ax = overview.portrait(sentences([5, 5], [1, 1], [1, 0]))
    square, circle = (next(line for line in ax.lines if line.get_marker() == marker) for marker in "so")
    assert square.get_zorder() > circle.get_zorder()


@pytest.mark.parametrize("inches", [style.COLUMN, style.PAGE])
def test_numbers_do_not_overprint_and_those_left_out_are_counted(inches):
    crowd = sentences([3 + k % 12 for k in range(50)], [k % 3 for k in range(50)], [k % 2 for k in range(50)])
    with style.wide(inches):
        ax = overview.portrait(crowd)
    ax.figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in ax.texts]
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))
    shown = sum(len(text.get_text().split(", ")) for text in ax.texts)
    note = " ".join(ax.figure._supxlabel.get_text().split())
    assert shown == 50 or f"for want of room: {50 - shown}." in note


def test_a_marker_stands_at_its_sentence_in_the_portrait_whatever_lines_come_between(nlp):
    table = overview.sentence_table(nlp("Der Film ist gut.\n\n* * *\n\nEr ist aber zu lang. Das ist schön, doch teuer."))
    assert table["contrast"].tolist() == [0, 1, 1]


def test_the_rows_of_the_map_do_not_depend_on_the_marks():
    one = pd.DataFrame({"layer": ["contrast: accepted"], "start": [0], "end": [4], "text": ["doch"], "word": [1]})
    assert overview.text_map(one).get_ylim() == overview.text_map(one.iloc[:0]).get_ylim() == (5.6, -0.6)


def test_what_there_is_one_of_is_singular(nlp):
    doc = nlp("Der schöne, leise Film endet.")
    with language("de"):
        chains = adjectives.chain_concordance(adjectives.long_chains(doc))
        notes = [chains, overview.portrait(overview.sentence_table(doc))]
        said = [ax.figure._supxlabel.get_text() for ax in notes]
    assert said[0].startswith("n = 1 Nominalphrase mit ihrem Satz.")
    assert said[1].startswith("n = 1 Satz;")


def test_an_intensifier_is_named_with_its_pole(drive):
    ax = register.two_poles(register.pole_rates(drive))
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert not [label for label in labels if re.fullmatch(r"intensifier \(\d+\)", label)]
    assert "intensifier (nearness) (2)" in labels


def compared(names: list[str], values: list[float]) -> pd.DataFrame:
    """Texts with one value in all measures."""
    texts = list(zip(names, values, strict=True))
    rows = [(name, measure, label, value) for measure, label in overview.COMPARED.items() for name, value in texts]
    return pd.DataFrame(rows, columns=["document", "measure", "label", "value"])


def test_texts_side_by_side_name_the_text_that_stands_out_and_no_other():
    frame = compared(["brief", "essay"], [0.85, 0.9])
    for highlight, named in ((None, "brief"), ("essay", "essay")):
        legend = overview.side_by_side(frame, highlight).get_legend()
        assert [text.get_text() for text in legend.get_texts()] == [named, "other texts"]
    with pytest.raises(ValueError, match="no text 'drive' among brief, essay"):
        overview.side_by_side(frame, "drive")


@pytest.mark.parametrize("inches", [style.COLUMN, style.PAGE])
@pytest.mark.parametrize("values", [[0.85, 0.875, 0.9], [1234.5, 1235.5], [7.0]], ids=str)
def test_the_labels_of_ticks_side_by_side_do_not_touch(inches, values):
    with style.wide(inches):
        ax = overview.side_by_side(compared([str(n) for n in range(len(values))], values))
    figure = ax.get_figure(root=True)
    figure.draw_without_rendering()
    boxes = [
        tick.label1.get_window_extent()
        for panel in ax.child_axes
        for tick in panel.xaxis.get_major_ticks()
        if tick.label1.get_text() and panel.viewLim.x0 <= tick.get_loc() <= panel.viewLim.x1
    ]
    assert len(boxes) >= len(ax.child_axes)
    assert not [1 for one, other in combinations(boxes, 2) if one.padded(1).overlaps(other)]


def test_a_long_name_side_by_side_keeps_its_beginning_and_its_end():
    ax = overview.side_by_side(compared(["ein sehr langer Name einer Datei, Teil 1", "kurz"], [1.0, 2.0]))
    assert [label.get_text() for label in ax.child_axes[0].get_yticklabels()] == ["ein sehr lan…tei, Teil 1", "kurz"]


def title_of(ax):
    """The text that is drawn as the title."""
    return next(text for text in ax.findobj(Text) if text.get_text() == ax.get_title(loc="left"))


def test_a_figure_may_say_its_finding_in_the_place_and_type_of_its_title():
    ax = overview.portrait(sentences([9, 55], [0, 7], [0, 1]))
    held = title_of(ax).get_fontproperties(), title_of(ax).get_position()
    style.retitled(ax, "The longest sentence has the most adjectives")
    assert ax.get_title(loc="left") == "The longest sentence has the most adjectives"
    assert (title_of(ax).get_fontproperties(), title_of(ax).get_position()) == held


def test_a_finding_of_many_words_stays_on_the_page():
    ax = overview.portrait(sentences([9, 55], [0, 7], [0, 1]))
    style.retitled(ax, "The longest sentence has the most adjectives, " * 4)
    ax.figure.draw_without_rendering()
    assert title_of(ax).get_window_extent().x1 <= ax.figure.bbox.x1
