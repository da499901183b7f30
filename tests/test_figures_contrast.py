"""What the figures of contrast draw is what their frames say."""

from __future__ import annotations

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest

import stylo
from stylo.families.contrast.measure import TIERS, marker_table
from stylo.figures import contrast as figures
from stylo.figures import style, texts
from stylo.grammar.marks import is_word

pytestmark = [pytest.mark.slow]

mpl.use("agg")
TEXT = (
    "Der Anfang ist stark, aber das Ende ist schwach. Zwar spielt er gut, doch die Rolle bleibt leer.\n"
    "Der Kontrast zwischen den Bildern und den Figuren trägt den Film. Er kommt nur kurz. Dann folgt ein Paradox."
)
DOCUMENTS = {"empty": "", "white space": " \n ", "one word": "Ja.", "one marker": "Kurz, aber gut.", "several": TEXT}


@pytest.fixture(scope="module")
def doc(nlp):
    return nlp(TEXT)


@pytest.fixture(autouse=True)
def _close():
    yield
    plt.close("all")


@pytest.mark.parametrize("figure", figures.FIGURES, ids=lambda figure: figure.name)
@pytest.mark.parametrize("text", DOCUMENTS.values(), ids=DOCUMENTS)
@pytest.mark.parametrize("width", [style.COLUMN, style.PAGE])
def test_a_figure_is_drawn_on_the_axes_it_is_given(nlp, figure, text, width):
    _, ax = plt.subplots(figsize=(width, 4), layout="constrained")
    assert figure.draw(figure.frame(nlp(text)), ax) is ax
    ax.figure.canvas.draw()


@pytest.mark.parametrize("figure", figures.FIGURES, ids=lambda figure: figure.name)
def test_an_empty_text_is_said_to_be_empty(nlp, figure):
    ax = figure.draw(figure.frame(nlp("")))
    assert any(words in ax.texts[0].get_text() for words in ("no words", "no sentences", "No form", "No marker"))


@pytest.mark.parametrize("figure", figures.FIGURES, ids=lambda figure: figure.name)
@pytest.mark.parametrize("width", [style.COLUMN, style.PAGE])
def test_no_label_of_the_review_leaves_the_picture_or_meets_another(drive, figure, width):
    _, ax = plt.subplots(figsize=(width, 4.4), layout="constrained")
    figure.draw(figure.frame(drive), ax)
    ax.figure.canvas.draw()
    (left, right), (bottom, top) = sorted(ax.get_xlim()), sorted(ax.get_ylim())
    ticks = [t.label1 for t in ax.xaxis.get_major_ticks() if left <= t.get_loc() <= right]
    ticks += [t.label1 for t in ax.yaxis.get_major_ticks() if bottom <= t.get_loc() <= top]
    ticks = ticks if ax.axison else []
    footnote = next(text for text in ax.figure.texts if text.get_text().startswith("n = "))
    seen = [*ax.texts, *ticks, ax.xaxis.label, ax.yaxis.label, ax.title, footnote]
    seen += ax.get_legend().get_texts() if ax.get_legend() else []
    boxes = [text.get_window_extent() for text in seen if text.get_text()]
    canvas_width, canvas_height = ax.figure.canvas.get_width_height()
    assert all(box.x0 >= 0 and box.y0 >= 0 and box.x1 <= canvas_width and box.y1 <= canvas_height for box in boxes)
    assert not [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :] if a.overlaps(b)]


def test_settings_that_a_notebooks_back_end_makes_while_drawing_stay():
    before, size = mpl.rcParams["interactive"], mpl.rcParams["font.size"]
    try:
        with style.styled():
            mpl.rcParams["interactive"] = not before
        assert mpl.rcParams["interactive"] is not before
        assert mpl.rcParams["font.size"] == size
    finally:
        mpl.rcParams["interactive"] = before


# ---- what is set against what


def test_the_sides_of_a_marker_stand_in_its_row(doc):
    row = _row(figures.opposed(doc), "aber")
    assert (row["what"], row["left"], row["right"]) == ("sides", "Der Anfang ist stark", "das Ende ist schwach")


def test_a_marker_without_sides_stands_in_its_sentence(doc):
    row = _row(figures.opposed(doc), "Paradox")
    assert (row["sentence"], row["what"], row["left"], row["right"]) == (5, "around", "Dann folgt ein", ".")


def test_every_accepted_marker_has_one_row_in_text_order(drive):
    frame, marks = figures.opposed(drive), stylo.contrast(drive)
    accepted = marks[marks["accepted"]]
    assert sorted(frame["number"]) == sorted(accepted["marker"].unique())
    assert frame["sentence"].is_monotonic_increasing
    assert dict(zip(frame["number"], frame["sentence"], strict=True)) == dict(
        accepted.groupby("marker")["sentence"].first().items()
    )


@pytest.mark.parametrize("width", [style.COLUMN, style.PAGE])
def test_every_marker_of_the_review_is_written_with_both_of_its_sides(drive, width):
    frame = figures.opposed(drive)
    with style.wide(width):
        written = " ".join(text.get_text() for text in figures.sides(frame).texts)
    own = frame[frame["what"] == "sides"]
    assert all(text in written for text in [*frame["text"], *own["left"], *own["right"]])


def test_of_a_sentence_around_a_marker_the_nearest_words_are_shown(nlp):
    before, behind = " ".join(f"a{n}" for n in range(20)), " ".join(f"b{n}" for n in range(20))
    frame = figures.opposed(nlp(TEXT)).iloc[:1].assign(what="around", left=before, right=behind)
    written = [text.get_text() for text in figures.sides(frame).texts]
    assert {"a8", "b11"} <= set(" ".join(written).split())
    assert not {"a7", "b12"} & set(" ".join(written).split())
    assert [text[0] for text in written].count("…") + [text[-1] for text in written].count("…") == 2


def test_markers_without_room_are_counted_in_the_footnote(nlp):
    ax = figures.sides(figures.opposed(nlp("Er kam, aber sie ging. " * 60)))
    shown = sum(text.get_text() == "aber" for text in ax.texts)
    assert 0 < shown < 60
    assert f"not shown: {60 - shown}" in " ".join(ax.figure.get_supxlabel().split())
    assert ax.figure.get_figheight() <= texts.TALLEST


# ---- readings


def test_readings_are_counted_by_form(nlp):
    frame = figures.forms(nlp("Er kam, aber sie ging. Er kam, aber sie ging. Er kam nur kurz."))
    assert frame.set_index("form")[["accepted", "rejected"]].loc[["aber", "nur"]].to_numpy().tolist() == [[2, 0], [0, 1]]


def test_the_reasons_are_told_without_the_form_and_those_of_accepted_ones_first(nlp):
    frame = figures.forms_as_read(nlp("Er kam nur kurz. Er kam, aber sie ging."))
    assert list(frame.columns) == [*figures.forms(nlp("")).columns, "readings"]
    written = {text.get_text() for text in figures.readings(frame).texts}
    assert "focus particle (only)" in written
    assert "nur: focus particle (only)" in set(frame["readings"])


def test_each_form_stands_with_its_counts(drive):
    frame = figures.forms_as_read(drive)
    written = [text.get_text() for text in figures.readings(frame).texts]
    for form, accepted, rejected in frame[["form", "accepted", "rejected"]].itertuples(index=False):
        at = written.index(form)
        assert written[at : at + 3] == [form, str(accepted), str(rejected)]
    assert frame[["accepted", "rejected"]].to_numpy().sum() == stylo.contrast(drive)["marker"].nunique()


def test_forms_without_room_are_counted_in_the_footnote(drive):
    frame = figures.forms_as_read(drive)
    _, ax = plt.subplots(figsize=(style.PAGE, 1.5), layout="constrained")
    written = {text.get_text() for text in figures.readings(frame, ax).texts}
    shown = sum(form in written for form in frame["form"])
    assert 0 < shown < len(frame)
    assert f"not shown: {len(frame) - shown}" in " ".join(ax.figure.get_supxlabel().split())


# ---- rates


def test_connectives_and_pairs_together_have_their_own_row(doc):
    frame = figures.rate_table(doc).set_index("tier")
    words = sum(map(is_word, doc))
    both = frame.loc[figures.EXPLICIT]
    assert both["count"] == frame.loc["connective", "count"] + frame.loc["paired", "count"] == 2
    assert both["per_1000_words"] == pytest.approx(1000 * 2 / words)
    assert both[["low", "high"]].isna().all()  # so short a text has no interval


def test_the_rates_have_the_intervals_that_the_comparison_gives(drive):
    frame, compared = figures.rate_table(drive, "news").set_index("tier"), stylo.compare(drive, "news").set_index("measure")
    for tier, name in {"lexical": "lexical", figures.EXPLICIT: "connectives", "all": "markers"}.items():
        row = compared.loc[f"contrast_{name}_per_1000_words"]
        assert list(frame.loc[tier, ["count", "per_1000_words", "low", "high"]]) == list(row[["count", "value", "low", "high"]])


def test_points_and_intervals_stand_where_the_table_says(drive):
    frame = figures.rate_table(drive)
    ax = figures.tier_rates(frame)
    intervals, points = ax.lines[::2], ax.lines[1::2]
    assert [list(line.get_xdata()) for line in intervals] == frame[["low", "high"]].to_numpy().tolist()
    assert [line.get_xdata()[0] for line in points] == list(frame["per_1000_words"])


def test_few_markers_are_said_to_be_few(nlp):
    few, many = (figures.rate_table(nlp("Er kam, aber sie ging. " * times)) for times in (4, 5))
    assert "Connectives and pairs: 4 in 20 words, 200.0 per 1,000" in figures.in_words(few)
    assert "Fewer than 5" in figures.in_words(few)
    assert "Fewer than 5" not in figures.in_words(many)
    assert figures.in_words(figures.rate_table(nlp(""))) == "The text has no words."


# ---- where it gathers


def test_each_marker_is_counted_in_its_sentence(doc):
    frame = figures.sentence_table(doc)
    assert frame[list(TIERS)].to_numpy().tolist() == [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 1], [0, 0, 0, 0], [0, 0, 0, 1]]
    assert list(frame["paragraph"]) == [1, 1, 2, 2, 2]


def test_expected_markers_are_shared_out_by_length(drive):
    frame = figures.sentence_table(drive)
    marks = marker_table(stylo.contrast(drive))
    assert frame["markers"].sum() == marks["accepted"].sum() == pytest.approx(frame["expected"].sum())
    assert (frame["expected"] / frame["words"]).nunique() <= len(frame)
    assert frame["expected"].corr(frame["words"]) == pytest.approx(1)


def test_the_stacked_bars_reach_the_number_of_markers(drive):
    frame = figures.sentence_table(drive)
    ax = figures.by_sentence(frame)
    tops = [max(bars[i].get_y() + bars[i].get_height() for bars in ax.containers) for i in range(len(frame))]
    assert tops == list(frame["markers"])
    for bars in ax.containers:
        assert [bar.get_height() for bar in bars] == list(frame[bars.get_label()])


def _row(frame, text):
    return frame[frame["text"] == text].iloc[0]
