"""Every figure speaks German when it is asked to, a page wide and a column wide, and nothing of it runs out of the picture."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from itertools import combinations, product

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from figure_checks import cut_off, in_front, texts_of
from matplotlib.text import Text
from spacy.language import Language
from spacy.tokens import Doc

import stylo.wording.language
from stylo.figures import FIGURES, overview, reference, register, style, validation
from stylo.lexicon import table
from stylo.reference import genre_check, intervals
from stylo.reference.accuracy import validation as validation_table
from stylo.wording.language import language, translations

pytestmark = [pytest.mark.slow]

DRAWN = {figure.name: (figure.frame, figure.draw) for figure in FIGURES} | {
    "texts_side_by_side": (lambda doc: overview.profiles([doc]), overview.side_by_side),
    "register_map": (lambda doc: register.registers([doc]), register.register_map),
    "order_lines": (lambda doc: register.orders(register.registers([doc])), register.order_lines),
    "accuracy": (lambda doc: validation.scores(validation_table()), validation.accuracy),
    "coverage": (lambda doc: intervals.by_kind(intervals.coverage()), validation.coverage),
    "confusion": (lambda doc: genre_check.confusions(genre_check.held_back()), validation.confusion),
}
OF_NO_TEXT = {"accuracy", "confusion"}  # the same whatever is read: drawn once
LITTLE = {"empty": "", "one sentence": "Der Film ist laut."}
# With what widens a figure in German: long clauses, many brackets, forms of several words, a pair.
REVIEW = (
    "Es gibt Romane, die man nach dreißig Seiten zuklappt, weil sie einem zu viel erklären. Einerseits möchte man den Helden "
    "ordentlich durchschütteln, andererseits möchte man ihm die Lampe halten. Und trotzdem: Selten hat ein deutscher Roman "
    "so genau gezeigt, was Vergeblichkeit bedeutet. Wendisch erzählt das in einem leisen Ton, den man lakonisch nennen "
    "könnte, wenn er nicht so zärtlich wäre. Es ist zwar komisch, aber auch traurig, doch ich bin selten so gern "
    "gescheitert. Das Haus dagegen ist verkauft, nur Mira kommt manchmal noch vorbei. Dann aber folgt ein Satz, der sich "
    "verzweigt, einen Nebenweg nach dem anderen ausprobiert und wieder ankommt, wo er begonnen hat. Hier wird nicht "
    "erzählt, sondern nachgetragen. Während die Gegenwart flirrt, bleibt die Vergangenheit merkwürdig blass. Man soll es wohl "
    "selbst herausfinden. Ich habe es ohne jede Hilfe versucht und bin überhaupt nicht gescheitert."
)
PAPER = 0.98  # lightness; what is darker is ink
LETTERS = re.compile(r"[^\W\d_]{3,}")
FEATURES = [row["german"] for name in ("register_features", "formality_features") for row in table(name)]
GERMAN = {word for text in [*translations().values(), *FEATURES] for word in LETTERS.findall(text)}
NAMES = {"drive", "pcc", "gsd", "lit", "empirist"}


@pytest.fixture(autouse=True)
def _close():
    yield
    plt.close("all")


@pytest.fixture
def strict(monkeypatch):
    """A text without a translation is an error, not English."""
    monkeypatch.setattr(stylo.wording.language, "german", lambda english: translations()[english])


@cache
def parsed(nlp: Language, name: str) -> Doc:
    return nlp(REVIEW if name == "another review" else LITTLE[name])


@cache
def frame_of(name: str, doc: Doc) -> pd.DataFrame:
    return DRAWN[name][0](doc)


def drawn(name: str, doc: Doc, lang: str, inches: float = style.PAGE) -> plt.Axes:
    frame, draw = frame_of(name, doc), DRAWN[name][1]
    with language(lang), style.wide(inches):
        return draw(frame)


def words(ax: plt.Axes) -> set[str]:
    return {word for text in texts_of(ax) for word in LETTERS.findall(text.get_text())}


def border(seen: np.ndarray) -> np.ndarray:
    """The pixels of the edge of a picture, as lightness from 0 to 1."""
    edge = np.concatenate([seen[0], seen[-1], seen[:, 0], seen[:, -1]])[:, :3].mean(axis=1)
    return edge / 255 if seen.dtype == np.uint8 else edge


def on_the_edge(ax: plt.Axes) -> list[str]:
    """Where ink lies on the outermost pixels: on the screen or in the file that is printed."""
    figure = ax.get_figure(root=True)
    with style.styled():
        figure.canvas.draw()
    screen = np.asarray(figure.canvas.buffer_rgba())
    pictures = {"screen": screen, "file": plt.imread(BytesIO(style.rendered(ax, ["png"])["png"]))}
    return [name for name, image in pictures.items() if border(image).min() < PAPER]


@pytest.mark.parametrize(
    ("text", "name"), [(text, name) for text in ("drive", "another review", *LITTLE) for name in DRAWN
                       if text == "drive" or name not in OF_NO_TEXT]
)  # fmt: skip
@pytest.mark.usefixtures("strict")
def test_a_figure_speaks_its_language_and_stays_in_its_picture(name, text, nlp, drive):
    """Each is drawn once in either language and width; all that can be seen on it is looked at there."""
    doc = drive if text == "drive" else parsed(nlp, text)
    shown = {}
    for lang, inches in product(("en", "de"), (style.COLUMN, style.PAGE)):
        ax = drawn(name, doc, lang, inches)
        if inches == style.PAGE:
            shown[lang] = words(ax)
            if lang == "de":
                assert not [said for said in map(Text.get_text, texts_of(ax)) if re.search(r"\d\.\d(?!\d\d(?!\d))", said)]
        if text == "drive":
            assert ax.get_figure(root=True).get_figwidth() == inches
            assert cut_off(ax) == []
            assert not [(a, b) for (a, one), (b, other) in combinations(in_front(ax), 2) if one.overlaps(other)]
        assert on_the_edge(ax) == [], (lang, inches)
        plt.close("all")
    if text == "another review":
        return
    german, english = shown["de"], shown["en"]
    assert german
    # What stands in both is of the text, or a word of the German labels.
    known = {*GERMAN, *LETTERS.findall(doc.text), *(token.lemma_ for token in doc), *NAMES}
    assert not [word for word in german & english if not any(word in other for other in known)]
    assert not german & {"the", "and", "of", "per", "word", "sentence", "sentences", "words", "with", "without", "text"}


@pytest.mark.parametrize("where", [-0.01, 0.985])
def test_ink_on_the_edge_is_seen(where):
    with style.styled():
        figure = plt.figure(figsize=(style.COLUMN, 3))
    ax = figure.add_subplot()
    figure.text(where, 0.5, "MMM")
    assert on_the_edge(ax) == ["screen", "file"]


@pytest.mark.parametrize("inches", [style.COLUMN, style.PAGE])
def test_a_long_name_of_a_text_stays_in_the_picture(inches, drive):
    frame = reference.places(drive).assign(document="Kritik_der_Woche_zum_neuen_Roman_aus_Dresden_Fassung_letzter_Hand_" * 2)
    with language("de"), style.wide(inches):
        ax = reference.in_distribution(frame)
    assert on_the_edge(ax) == []
    assert "".join(ax.get_title(loc="left").split()).startswith("Kritik_der_Woche_zum_neuen_Roman_aus_Dresden")


def test_numbers_keep_their_language_when_the_figure_is_written_later():
    with language("de"):
        ax = style.axes(None)
    ax.plot([0, 0.5], [0, 0.25])
    ax.figure.draw_without_rendering()
    assert "0,5" in [label.get_text() for label in ax.get_xticklabels()]


def test_english_numbers_stay_as_they_are():
    ax = style.axes(None)
    ax.plot([0, 0.5], [0, 0.25])
    ax.figure.draw_without_rendering()
    assert "0.5" in [label.get_text() for label in ax.get_xticklabels()]


def test_a_dollar_in_a_text_is_a_dollar(nlp):
    doc = nlp(r"Der teure $\frac$ Film kostet $5 und der billige $\frac$ Film kostet $6.")
    frame = register.formality_by_sentence(doc).assign(found=r"$\frac$; $5")
    shown = [text for text in texts_of(register.formality_line(frame)) if "$" in text.get_text()]
    assert shown
    assert not any(text.get_parse_math() for text in shown)


def test_a_width_is_given_back():
    with style.wide(style.COLUMN):
        assert style.page_width(None) == style.COLUMN
    assert style.page_width(None) == style.PAGE
