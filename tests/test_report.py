"""The report: one page that needs nothing else, says only what the tables bear, and shows a text as what it is."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pandas as pd
import pytest
from click.testing import CliRunner
from markupsafe import Markup

import stylo
import stylo.wording.language
from stylo import catalogue
from stylo.catalogue import labels
from stylo.catalogue.labels import quantity
from stylo.cli.commands import main
from stylo.cli.output import CANNOT_WRITE
from stylo.cli.screens import show_comparison
from stylo.families.document import Reading
from stylo.families.registry import marked
from stylo.figures import FIGURES
from stylo.lexicon import table
from stylo.reading.text import EMPTY, MISSING
from stylo.reference import tables
from stylo.reference.accuracy import scored, validation
from stylo.reference.comparison import percentile, place, whole
from stylo.reports import evidence, methods, page, pictures, summary
from stylo.reports.lean import lean
from stylo.wording.language import language, translations
from stylo.wording.reasons import explain, why_missing
from stylo.wording.signs import visible

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("report")]

ROOT = Path(__file__).parent.parent
DRIVE = ROOT / "corpus" / "drive.txt"
HOSTILE = (
    'Der Film ist <script>alert(1)</script> schön. "><img src=x onerror=alert(2)> Das ist aber </style><b>neu</b>.\n'
    "Ein \u202egedrehtes\u202c Wort, ein \x07 Ton und {{ 7 * 7 }} mit ${x} kosten $5 und $6, doch &lt; bleibt. "
) + "Der leise, kühle Film endet nicht laut, sondern spät. " * 12
BAD_NAME = '"><script>alert(3)</script>$\\frac$\u202e\x08'
ALLOWED = set(
    "html head meta title style body a header p h1 h2 h3 bdi dl div dt dd nav ol ul li main section figure picture source img "
    "figcaption details summary table caption thead tbody tr th td small span i b code mark label input fieldset legend "
    "script".split()
)
NO_DRAWING = pictures.Drawing(Markup("data:image/png,"), 1, 1)
ARIA = re.compile(r'aria-label="([^"]*)"')


class Page(HTMLParser):
    """What a browser would find: elements with attributes, and the text in them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.texts: list[tuple[str, str, str]] = []  # language, element, text
        self.languages = [""]
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        found = {name: value or "" for name, value in attributes}
        self.elements.append((tag, found))
        if tag not in {"meta", "img", "input", "source"}:
            self.open.append(tag)
            self.languages.append(found.get("lang", self.languages[-1]))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag
        self.languages.pop()

    def handle_data(self, data):
        if data.strip():
            self.texts.append((self.languages[-1], self.open[-1] if self.open else "", data))

    def all(self, *tags: str) -> list[dict[str, str]]:
        return [attributes for tag, attributes in self.elements if tag in tags]

    def text(self, *without: str) -> str:
        return " ".join(text for _, element, text in self.texts if element not in {"style", "script", *without})


@pytest.fixture(scope="module")
def untranslated():
    return set()


@pytest.fixture(scope="module")
def german(drive, untranslated):
    """The report on the review in German; what has no German word on the way is noted."""
    drive.user_data["id"] = "drive"
    look_up = stylo.wording.language.german

    def noted(english: str) -> str:
        if english not in translations():
            untranslated.add(english)
        return look_up(english)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stylo.wording.language, "german", noted)
        return stylo.report(drive, lang="de").html


@pytest.fixture(scope="module")
def hostile(nlp):
    doc = nlp(HOSTILE)
    doc.user_data["id"] = BAD_NAME
    return stylo.report(doc).html


@pytest.fixture
def without_figures(monkeypatch):
    """Most of the time of a report goes into its figures."""
    monkeypatch.setattr(pictures, "picture", lambda *_: pictures.Picture("none", NO_DRAWING, NO_DRAWING, "", ""))


@pytest.fixture(scope="module")
def compared(drive):
    found = stylo.compare(drive)
    return found[found["measure"].isin(catalogue.compared_measures())].reset_index(drop=True)


def told(text: str, nlp, lang: str = "en") -> list[str]:
    profile = stylo.profile(nlp(text))
    with language(lang):
        return summary.sentences(profile.iloc[0], stylo.compare(profile))


# --- the summary ------------------------------------------------------------------------------------------------------------


def test_the_summary_has_five_to_nine_sentences_and_begins_with_the_scope(drive, compared):
    found = summary.sentences(stylo.profile(drive).iloc[0], compared)
    assert 5 <= len(found) <= summary.MOST_SENTENCES
    words, n = stylo.profile(drive)["words"].iloc[0], len(tables.documents("film_review"))
    assert str(words) in found[0]
    assert f"{n} film reviews" in found[0]


def test_a_place_is_the_share_of_documents_that_the_value_exceeds(drive, compared):
    found = next(s for s in summary.sentences(stylo.profile(drive).iloc[0], compared) if s.startswith("The sentences are long"))
    known = tables.documents("film_review")["sentence_length_mean"].dropna()
    mean = stylo.profile(drive)["sentence_length_mean"].iloc[0]
    assert f"{mean:.1f} words on average" in found
    assert f"more than in {whole(100 * (known < mean).mean())} of 100 film reviews (n = {len(known)})" in found


def changed(compared: pd.DataFrame, measure: str, **values: float) -> pd.DataFrame:
    """A comparison in which one measure alone has a place, with other values."""
    rows = compared.copy()
    rows["percentile"] = 50.0
    for name, value in values.items():
        rows.loc[rows["measure"] == measure, name] = value
    return rows


def test_a_value_whose_interval_reaches_into_the_middle_half_is_hedged(drive, compared):
    profile = stylo.profile(drive).iloc[0]
    middle = float(tables.documents("film_review")["sentence_length_mean"].median())
    for low, hedged in ((32.0, False), (middle, True)):
        rows = changed(compared, "sentence_length_mean", percentile=98.1, value=32.8, low=low, high=38.0)
        assert any("it may be chance" in sentence for sentence in summary.sentences(profile, rows)) == hedged


def test_what_is_counted_badly_is_told_with_its_figure(drive, compared):
    profile = stylo.profile(drive).iloc[0]
    least = {name: scored(name)["f1"].min() for name in compared["measure"] if not scored(name).empty}
    for name, sure in ((max(least, key=least.__getitem__), True), (min(least, key=least.__getitem__), False)):
        rows = changed(compared, name, percentile=99.0)
        worst = least[name]
        assert (worst >= summary.SURE) == sure
        found = [line for line in summary.sentences(profile, rows) if line.startswith("Counted less surely")]
        assert found == ([] if sure else [line for line in found if f"({worst:.2f})" in line])
        assert len(found) == (not sure)


def test_a_measure_without_sentences_is_only_named(drive, compared, monkeypatch):
    rows = changed(compared, "sentence_length_mean", percentile=99.0)
    without = [row for row in table("summary_sentences", "wording") if row["measure"] != "sentence_length_mean"]
    assert any(line.startswith("The sentences are") for line in summary.sentences(stylo.profile(drive).iloc[0], rows))
    monkeypatch.setattr(summary, "table", lambda name, room: without if name == "summary_sentences" else table(name, room))
    found = summary.sentences(stylo.profile(drive).iloc[0], rows)
    assert not any(line.startswith("The sentences are") for line in found)
    assert any("not yet named are sentence length, mean" in line for line in found)


def test_where_nothing_stands_out_the_summary_says_so(drive, compared):
    rows = changed(compared, "lix", percentile=50.0)
    found = summary.sentences(stylo.profile(drive).iloc[0], rows)
    assert any(sentence.startswith(f"None of the {rows['percentile'].notna().sum()} values") for sentence in found)


def test_what_never_occurs_is_told_as_that(drive, compared):
    profile = stylo.profile(drive).iloc[0]
    rows = changed(compared, "first_person_per_1000_words", percentile=3.4, value=0.0)
    share = whole(100 * (tables.documents("film_review")["first_person_per_1000_words"].dropna() > 0).mean())
    assert any(
        sentence.startswith(f"The first person does not occur, unlike in {share} of 100")
        for sentence in summary.sentences(profile, rows)
    )


def test_a_short_text_is_counted_and_not_placed(nlp):
    found = told("Der leise Film endet. Er endet spät.", nlp)
    assert "Words: 7; sentences: 2; adjectives: 2." in found
    assert any(str(summary.FEWEST_WORDS) in sentence for sentence in found)
    assert not any("of 100 film reviews" in sentence for sentence in found)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (" ", "The text has no words: there is nothing to measure."),
        ("... !", "The text has no words: there is nothing to measure."),
        ("Gut.", "With one sentence there is no mean, no variation and no order of sentences to speak of."),
        ("Er geht. Sie kommt.", "No adjective was found, so that nothing can be said of their kinds."),
    ],
)
def test_what_cannot_be_said_is_said(nlp, text, wanted):
    assert wanted in told(text, nlp)


@pytest.mark.parametrize("lang", ["en", "de"])
@pytest.mark.parametrize("genre", tables.genres())
def test_every_measure_has_its_sentences_in_every_genre(compared, genre, lang):
    with language(lang):
        for row in compared.assign(genre=genre).itertuples(index=False):
            for high in (True, False):
                sentence = summary._sentence(summary.Notable(row, high, 0.97, False))
                assert sentence.endswith(".")
                assert "{" not in sentence


def test_a_percentile_is_whole_and_at_the_edge_only_where_no_document_lies_beyond():
    assert [percentile(found) for found in (99.8, 98.6, 0.2, 50.0)] == ["99", "99", "1", "50"]
    assert (percentile(100.0), percentile(0.0)) == ("higher than all", "lower than all")
    with language("de"):
        assert percentile(0.0) == "niedriger als alle"


def test_page_summary_and_printed_comparison_say_the_same_percentile(drive, compared, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    show_comparison(compared.assign(missing=None), "film_review")
    printed = capsys.readouterr().out
    placed = place(drive, "film_review")
    shown = {row["label"]: row["percentile"] for _, rows in page.comparison(placed) for row in rows}
    for row in compared[compared["percentile"].notna()].itertuples(index=False):
        line = next(line for line in printed.splitlines() if line.strip().startswith(f"{row.label} "))
        assert f" {shown[row.label]} " in line
        assert f" {shown[row.label]})" in summary._item(row).replace("percentile ", " ")


def test_an_interval_is_explained_once_where_one_is_given(drive, compared):
    profile = stylo.profile(drive).iloc[0]
    found = summary.sentences(profile, compared)
    assert any("(passage interval" in sentence for sentence in found)
    assert sum(sentence.startswith("The passage interval") for sentence in found) == 1
    nothing = summary.sentences(profile, changed(compared, "lix", percentile=50.0))
    assert not any("interval" in sentence for sentence in nothing)


def test_a_value_in_a_list_has_its_unit_unless_its_name_says_it():
    assert quantity(0.24, "relative_clauses_per_sentence") == "0.24 per sentence"
    assert quantity(33.3, "predicative_percent") == "33.3 %"
    assert quantity(6.1, "words_per_finite_verb") == "6.10"
    assert quantity(36.2, "lix") == "36.2"
    with language("de"):
        assert quantity(12.5, "konjunktiv_2_per_1000_words") == "12,5 je 1.000 Wörter"


# --- German -----------------------------------------------------------------------------------------------------------------


def test_nothing_on_the_german_page_lacks_a_translation(german, untranslated):
    """A reason with a word of the text in it has its German by a pattern."""
    with language("de"):
        assert {text for text in untranslated if explain(text) == text} == set()


def test_no_english_is_left_on_the_german_page(german):
    shown = Page(german)
    text = " ".join([shown.text("code"), *(image["alt"] for image in shown.all("img")), *ARIA.findall(german)])
    text = re.sub(r"stylo: literary stylistics for German|lexicon/\w+\.tsv", "", text)  # a title, and names of files
    words = set(re.findall(r"[^\W\d_]+", text.lower()))
    assert {"und", "zusammenfassung", "textsorte"} <= words
    assert not {"the", "and", "with", "which", "words", "sentence", "sentences", "is", "of", "none"} & words


TABLES = [*((name, "wording") for name in ("captions", "summary_sentences", "genres")), ("corpora", "reference")]


@pytest.mark.parametrize(("name", "room"), TABLES)
def test_every_cell_that_is_said_has_a_translation(name, room):
    spoken = ("reason", "caption", "high", "low", "none", "some", "all", "with", "source", "text", "distorts")
    cells = [row[column] for row in table(name, room) for column in spoken if row.get(column, "-") != "-"]
    assert [cell for cell in cells if cell not in translations()] == []


def test_the_template_says_nothing_that_has_no_translation():
    template = (ROOT / "stylo" / "reports" / "page.html").read_text(encoding="utf-8")
    said = re.findall(r'say\("([^"]+)"', template)
    assert len(said) > 20
    assert [text for text in said if text not in translations()] == []


@pytest.mark.parametrize("text", ["Gut.", "Er geht. Sie kommt.", "Der leise Film endet. " * 40])
def test_the_reason_of_what_is_missing_is_german_too(nlp, text):
    reasons = set(place(nlp(text), "film_review")["missing"]) - {None}
    with language("de"):
        assert reasons
        assert [reason for reason in reasons if why_missing(reason) == reason.reason] == []


# --- the page ---------------------------------------------------------------------------------------------------------------


def test_the_same_text_gives_the_same_bytes(nlp):
    pages = [stylo.report(nlp("Der leise Film endet spät, aber gut.")).html for _ in range(2)]
    assert pages[0] == pages[1]


def policy(html: str) -> str:
    metas = [meta for meta in Page(html).all("meta") if meta.get("http-equiv") == "Content-Security-Policy"]
    assert len(metas) == 1
    return metas[0]["content"]


def test_the_page_asks_for_nothing_from_outside(german):
    shown = Page(german)
    for name in ("src", "href", "srcset", "action", "data", "poster"):
        for _, attributes in shown.elements:
            assert attributes.get(name, "#").startswith(("#", "data:image/"))
    assert "url(" not in german.replace("url(%23", "")
    assert "default-src 'none'" in policy(german)


def test_the_only_script_is_the_one_that_the_policy_names(german):
    scripts = re.findall(r"<script>(.*?)</script>", german, re.S)
    sums = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    assert len(sums) == 1
    assert f"script-src 'sha256-{sums[0]}'" in policy(german)


def test_evidence_leads_to_a_place_and_no_name_is_given_twice(german):
    shown = Page(german)
    ids = [attributes["id"] for _, attributes in shown.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = {link["href"][1:] for link in shown.all("a")}
    assert targets <= set(ids)
    assert "s1" in targets


def test_headings_are_in_order_and_tables_say_what_they_are(german):
    shown = Page(german)
    levels = [int(tag[1]) for tag, _ in shown.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert len(shown.all("table")) == len(shown.all("caption")) > 5
    assert all(cell.get("scope") for cell in shown.all("th"))


def test_every_figure_of_the_study_is_there_with_words_and_without_the_text_in_it(german):
    images = Page(german).all("img")
    assert len(images) == len(FIGURES)
    for image in images:
        assert len(image["alt"]) > 40
        drawing = unquote(image["src"].removeprefix("data:image/svg+xml,"))
        assert "<!--" not in drawing
        assert ElementTree.fromstring(drawing).tag.endswith("svg")


def test_what_is_written_in_a_figure_is_not_made_shorter():
    assert "<text x='1.23'>1.86234 und \"so\"</text>" in lean('<svg><text x="1.23456">1.86234 und "so"</text></svg>')


def test_a_drawing_is_written_shorter_with_the_same_points_and_styles():
    style = "fill: #0072b2; stroke: #000000"
    bars = "".join(f'<path id="m{k}" d="M 0 {k} L 0 5 L 7 5 L 7.5 6 z" style="{style}"/>' for k in range(3))
    use = '<use xlink:href="#m1" transform="rotate(-0 1 2)"/>'
    short = lean(f'<svg><style>*{{}}</style><g id="axes_1">{bars}{use}</g></svg>')
    assert short.startswith("<svg><style>*{}.c0{fill:#0072b2;stroke:#000}</style><g><path id='i0' ")
    assert "d='M0 1V5H7L7.5 6z' class='c0'/>" in short
    assert short.endswith("<use href='#i1'/></g></svg>")


def test_a_circle_is_written_as_two_arcs_and_another_round_shape_as_it_is():
    r, k, c = 3.0, 2.12, 0.8
    ends = [(0, r), (k, k), (r, 0), (k, -k), (0, -r), (-k, -k), (-r, 0), (-k, k), (0, r)]
    curves = "".join(f"C {x} {y} {x + c} {y + c} {x} {y} " for x, y in ends[1:])
    assert lean(f"<svg><path d='M 0 3.0 {curves}z'/></svg>") == "<svg><path d='M0 3.0a3 3 0 1 0 0 -6a3 3 0 1 0 0 6z'/></svg>"
    oval = curves.replace(" 3.0 0 ", " 4.0 0 ")
    assert "a3" not in lean(f"<svg><path d='M 0 3.0 {oval}z'/></svg>")


def test_the_page_for_the_review_is_small_enough_to_send(german):
    assert len(german.encode("utf-8")) < 1_500_000


def test_values_on_the_page_are_those_of_the_comparison(german, compared):
    text = Page(german).text()
    shown = compared.set_index("measure")["value"]
    for name in ("sentence_length_mean", "adjectives_per_100_words", "lix"):
        assert f"{shown[name]:.1f}".replace(".", ",") in text


def test_versions_checksum_and_citation(drive, german):
    assert hashlib.sha256(drive.text.encode()).hexdigest() in german
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    cited = methods.citation()
    assert re.search(r"title: \"(.*)\"", citation).group(1) in cited
    assert re.search(r"^version: (\S+)", citation, re.M).group(1) == stylo.__version__
    assert re.search(r"date-released: (\d+)", citation).group(1) in cited
    assert re.search(r"- name: (.*)", citation).group(1) in cited


def test_what_is_right_of_100_is_the_precision_of_the_table():
    found = next(row for row in methods.accuracy() if row.what.startswith("ADJA") or "ADJA" in row.what)
    row = validation().query("measure == 'ADJA' and corpus == 'pcc'").iloc[0]
    assert f"{round(100 * row['precision'])} are right" in found.meaning
    assert f"{round(100 * row['recall'])} were found" in found.meaning


def test_a_colon_that_ends_sentences_is_seen_and_warned_of():
    text = "Das ist klar: Er kommt nicht. Sie bleibt.\nFazit:\nGut."
    split, whole = stylo.load(split_at_colon=True)(text), stylo.load()(text)
    assert methods.split_at_colon(split)
    assert list(methods.unlike_reference(Reading(split)))
    assert not methods.split_at_colon(whole)


def test_what_depends_on_sentences_has_no_place_where_a_colon_ends_them():
    doc = stylo.load(split_at_colon=True)(DRIVE.read_text(encoding="utf-8"))
    rows = methods.comparable(Reading(doc), place(doc, "film_review")).set_index("measure")
    for name in ("sentence_length_mean", "lix"):
        assert rows.loc[name, "percentile"] != rows.loc[name, "percentile"]
        assert rows.loc[name, "missing"] == methods.OTHER_SENTENCES
    assert rows.loc["adjectives_per_100_words", "percentile"] > 95
    told_of = summary.sentences(stylo.profile(doc).iloc[0], rows.reset_index())
    assert not any(sentence.startswith("The sentences are") for sentence in told_of)


@pytest.mark.parametrize("lang", ["en", "de"])
def test_a_figure_on_the_page_says_no_other_convention_than_the_page(monkeypatch, lang):
    notes = []
    monkeypatch.setattr(pictures, "_source", lambda figure: notes.append(figure.get_supxlabel()) or "")
    for splits in (False, True):
        notes.clear()
        doc = stylo.load(split_at_colon=splits)(DRIVE.read_text(encoding="utf-8"))
        with language(lang):
            names = [picture.name for picture in pictures.of_group(Reading(doc), "sentences")]
        told = " ".join(notes[names.index("sentence_lengths")].split())
        assert bool(re.search(r"colon (ends no|does not end a) sentence|Doppelpunkt beendet keinen Satz", told)) != splits


def test_where_nothing_is_compared_the_page_does_not_say_that_it_was(nlp, without_figures):
    short, long = (Page(stylo.report(nlp(text)).html).text() for text in ("Gut.", "Der leise Film endet. " * 40))
    assert "film reviews" in long
    assert "--genre" in long
    assert "film reviews" not in short.partition("Methods")[0]
    assert "reviews from three blogs" not in short


def test_a_title_of_ones_own_heads_the_page(nlp, without_figures):
    titles = [text for _, element, text in Page(stylo.report(nlp("Gut."), title="Mein <b>").html).texts if element == "bdi"]
    assert titles[0] == "Mein <b>"


def test_long_evidence_is_cut_and_counted(nlp, monkeypatch, without_figures):
    monkeypatch.setattr(evidence, "MOST_ROWS", 3)
    doc = nlp("Der leise, kühle, lange, graue Film endet.")
    found = evidence.table(Reading(doc), "adjectives")
    assert len(found.rows) == 3
    assert found.total == len(stylo.adjectives(doc))
    assert "The first 3 of 4 are shown" in stylo.report(doc).html


def test_evidence_is_the_mark_between_its_neighbours(nlp):
    doc = nlp("Der leise Film endet.")
    row = evidence.table(Reading(doc), "adjectives").rows[0]
    assert (row.left, row.text, row.right) == ("Der ", "leise", " Film endet.")
    assert row.sentence == 1


def test_evidence_leads_to_its_own_sentence_whatever_lines_come_between(nlp, without_figures):
    doc = nlp("Der Film ist gut.\n\n* * *\n\nEr ist aber zu lang. Das ist schön, doch teuer.")
    html = stylo.report(doc).html
    for row in evidence.table(Reading(doc), "contrast").rows:
        assert f'href="#s{row.sentence}"' in html
        sentence = html.partition(f'id="s{row.sentence}"')[2].partition(f'id="s{row.sentence + 1}"')[0]
        assert row.text in sentence.partition("</section>")[0]


# --- text is data -----------------------------------------------------------------------------------------------------------


def test_a_hostile_text_makes_no_element_and_no_attribute(hostile):
    shown = Page(hostile)
    assert {tag for tag, _ in shown.elements} <= ALLOWED
    assert not [name for _, attributes in shown.elements for name in attributes if name.startswith("on")]
    assert len(re.findall("<script", hostile)) == len(re.findall("<style", hostile)) - 1 == 1
    assert all(image["src"].startswith("data:image/") for image in shown.all("img"))


def test_a_hostile_text_is_shown_as_what_it_is(hostile):
    text = Page(hostile).text()
    for piece in ("<script>", "alert(1)", '"><img', "onerror=alert(2)>", "</style><b>", "{{ 7 * 7 }}", "&lt;"):
        assert piece.split()[0] in text, piece
    assert "⟨U+202E⟩" in text
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", hostile)


def test_a_hostile_name_is_the_title_and_nothing_else(hostile):
    titles = [text for _, element, text in Page(hostile).texts if element in {"title", "bdi"}]
    assert titles[0].startswith('"><script>alert(3)</script>$\\frac$⟨U+202E⟩⟨U+0008⟩')
    assert titles[1] == '"><script>alert(3)</script>$\\frac$⟨U+202E⟩⟨U+0008⟩'


@pytest.mark.parametrize(
    ("hidden", "seen"),
    [
        ("\x00", "⟨U+0000⟩"),
        ("\x1b", "⟨U+001B⟩"),
        ("\x7f", "⟨U+007F⟩"),
        ("\u202e", "⟨U+202E⟩"),
        ("\ud800", "⟨U+D800⟩"),
        ("\ufeff", "⟨U+FEFF⟩"),
    ],
)
def test_what_cannot_be_seen_is_named(hidden, seen):
    assert visible(f"ein{hidden}Wort") == f"ein{seen}Wort"


@pytest.mark.parametrize("kept", ["Größe", "a\nb\tc", "שלום", "👩\u200d🚒", "Zei\u00adle", "…„“"])
def test_what_can_be_seen_stays(kept):
    assert visible(kept) == kept


def test_in_a_notebook_the_page_stands_in_a_frame_without_rights(nlp, without_figures):
    shown = Page(stylo.report(nlp("Gut."))._repr_html_())
    assert [tag for tag, _ in shown.elements] == ["iframe"]
    assert shown.all("iframe")[0]["sandbox"] == ""
    assert shown.all("iframe")[0]["srcdoc"].startswith("<!DOCTYPE html>")


# --- Python and the command line ----------------------------------------------------------------------------------------------


def test_a_genre_or_language_that_is_not_there_names_the_choices(nlp):
    with pytest.raises(ValueError, match="film_review"):
        stylo.report(nlp("Gut."), genre="lyrik")
    with pytest.raises(ValueError, match="en, de"):
        stylo.report(nlp("Gut."), lang="fr")


def test_importing_stylo_does_not_load_the_figures():
    """Only a report needs them; asked in a fresh interpreter."""
    import subprocess
    import sys

    code = "import sys, stylo; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_the_command_writes_the_page_with_its_call(tmp_path, without_figures):
    source, target = tmp_path / "mein text.txt", tmp_path / "bericht.html"
    source.write_text("Der leise Film endet spät, aber gut.", encoding="utf-8")
    result = CliRunner().invoke(main, ["report", str(source), "-o", str(target), "--lang", "de", "--title", "Ein Film"])
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    html = target.read_text(encoding="utf-8")
    assert '<html lang="de">' in html
    assert "stylo report &#39;mein text.txt&#39; --genre film_review --lang de --title &#39;Ein Film&#39;" in html
    assert str(tmp_path) not in html


def test_each_failure_of_the_command_has_its_status(tmp_path, without_figures):
    (tmp_path / "leer.txt").write_bytes(b"")
    (tmp_path / "gut.txt").write_text("Gut.", encoding="utf-8")
    target, nowhere = str(tmp_path / "x.html"), str(tmp_path / "fehlt" / "x.html")
    wanted = {
        ("fehlt.txt", target): MISSING,
        ("leer.txt", target): EMPTY,
        ("gut.txt", nowhere): CANNOT_WRITE,
    }
    for (name, output), status in wanted.items():
        result = CliRunner().invoke(main, ["report", str(tmp_path / name), "-o", output])
        assert result.exit_code == status, name
        assert "stylo: " in result.stderr
        assert "Traceback" not in result.output
    assert not Path(target).exists()
    assert CliRunner().invoke(main, ["report", str(DRIVE), "-o", target, "--genre", "lyrik"]).exit_code == 2
    assert CliRunner().invoke(main, ["report", str(DRIVE), "-o", target, "--lang", "fr"]).exit_code == 2


def test_the_parts_of_the_page_are_told_as_they_are_made(nlp, without_figures):
    parts: list[str] = []
    stylo.report(nlp("Gut."), step=parts.append)
    assert len(parts) == page.steps()
    assert parts[0] == "Values"
    assert {labels.title(family) for family in marked()} < set(parts)


def test_the_page_names_every_option_by_which_its_texts_are_read_again(tmp_path):
    (tmp_path / "t.csv").write_text('nr;Inhalt\nx;"Der leise Film ist gut, „sehr gut“ sogar."\n', encoding="utf-8")
    options = ["--text-column", "Inhalt", "--id-column", "nr", "--quotations", "drop", "--skip-title", "--id", "x", "--short"]
    target = tmp_path / "seite.html"
    run = CliRunner().invoke(main, ["report", str(tmp_path / "t.csv"), "-o", str(target), *options])
    assert run.exit_code == 0, run.output
    words = "stylo report t.csv --text-column Inhalt --id-column nr --quotations drop --skip-title --id x --genre film_review"
    assert words in target.read_text(encoding="utf-8")
