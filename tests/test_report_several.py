"""The short report prints on four sheets; several texts stand side by side on one page, whatever they were given as."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pypdf
import pytest
from browser import browser, needs_browser, page
from click.testing import CliRunner
from markupsafe import Markup
from test_report import ALLOWED, BAD_NAME, HOSTILE, Page

import stylo
from stylo.cli.commands import main
from stylo.reports import pictures
from stylo.reports.page import BESIDE, MOST_VALUES

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("report")]
ROOT = Path(__file__).parent.parent
A4 = (595, 842)  # points
EDGE, FOOT = 40, 150  # what stands lower than the first is the browser's; above the second there is room for a fifth of a sheet


@pytest.fixture
def without_figures(monkeypatch):
    """Most of the time of a report goes into its figures."""
    monkeypatch.setattr(pictures, "_drawn", lambda *_: ("", pictures.Drawing(Markup("data:image/png,"), 1, 1)))


@pytest.fixture(scope="module")
def texts(nlp):
    """The constructed texts under their names."""
    found = []
    for path in sorted((ROOT / "corpus" / "stiluebungen").glob("*.txt")):
        doc = nlp(path.read_text(encoding="utf-8"))
        doc.user_data["id"] = path.stem
        found.append(doc)
    return found


# --- short ------------------------------------------------------------------------------------------------------------------


@needs_browser
@pytest.mark.xdist_group("browser")
def test_the_short_report_prints_on_four_sheets(nlp, drive, tmp_path):
    whole = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpus").rglob("*.txt")))
    begins, middling = " ".join(whole.split()[:150]), " ".join(whole.split()[:1500])
    cases = [(drive, "en", "film_review"), (nlp(whole * 3), "de", "film_review"), (nlp("Gut."), "de", "film_review")]
    cases += [(nlp(begins), "de", "news_kultur"), (nlp(middling), "de", "news_kultur"), (nlp(middling), "en", "parliament")]
    with browser() as chromium, page(chromium=chromium) as tab:
        for doc, lang, genre in cases:
            (tmp_path / "short.html").write_text(stylo.report(doc, genre, lang, short=True).html, encoding="utf-8")
            tab.goto((tmp_path / "short.html").as_uri())
            for margins in ({"prefer_css_page_size": True}, {"format": "A4", "display_header_footer": True}):
                tab.pdf(path=tmp_path / "short.pdf", **margins)
                sheets = pypdf.PdfReader(tmp_path / "short.pdf").pages
                assert len(sheets) <= 4
                assert [round(float(side)) for side in sheets[0].mediabox[2:]] == pytest.approx(A4, abs=1)
            if len(sheets) == 4:
                assert _lowest(sheets[3]) > FOOT  # fonts that are a little broader need no fifth


def _lowest(sheet) -> float:
    """How high over its lower edge the last line of a sheet stands, in points."""
    heights: list[float] = []
    sheet.extract_text(visitor_text=lambda text, cm, tm, *_: heights.append(tm[5] * cm[3] + cm[5]) if text.strip() else None)
    return min(height for height in heights if height > EDGE)


def test_the_short_report_says_what_it_leaves_out_and_has_the_values_farthest_from_the_middle(drive, without_figures):
    whole, short = (stylo.report(drive, short=short).html for short in (False, True))
    assert "This is the short report" in short
    assert 'class="evidence"' not in short
    assert 'class="stylo-show"' not in short
    rows = [re.findall(r'<th scope="row">(.*?)</th>', html, re.S) for html in (whole, short)]
    every = rows[0][: len(stylo.compare(drive))]
    places = [every.index(row) for row in rows[1]]
    assert places == sorted(set(places))
    assert len(places) == MOST_VALUES < len(every)
    assert "Those farthest from the middle of the genre" in short
    assert short.count('<tr class="edge">') == whole.count('<tr class="edge">') > 0
    assert "short=True" in unescape(short)


# --- several ----------------------------------------------------------------------------------------------------------------


def test_several_texts_stand_side_by_side_with_their_own_values(texts, without_figures):
    html = stylo.report(texts).html
    heads = re.findall(r'<th scope="col" class="number" lang="de"><bdi>(.*?)</bdi>', html)
    assert heads == [doc.user_data["id"] for doc in texts]
    tables = re.findall(r'<table class="values">.*?</table>', html, re.S)
    assert len(tables) == -(-len(texts) // BESIDE)
    cells = [cell for one in tables for cell in re.findall(r"<tr>\s*<th.*?</tr>", one, re.S) if "sentence length, mean" in cell]
    shown = [float(number) for cell in cells for number in re.findall(r'<td class="number[^"]*">([\d.]+)', cell)]
    assert shown == pytest.approx([stylo.profile([doc])["sentence_length_mean"].iloc[0] for doc in texts], abs=0.05)


@needs_browser
@pytest.mark.xdist_group("browser")
def test_a_table_of_six_texts_fits_a_screen_or_says_that_it_can_be_scrolled(nlp, tmp_path, without_figures):
    docs = [nlp("Der leise Film ist gut. " * 40) for _ in range(6)]
    for number, doc in enumerate(docs):
        doc.user_data["id"] = f"roman/Das {number}. Kapitel, in dem der Wolf am Flussufer wohnt_und_bleibt"
    path = tmp_path / "several.html"
    path.write_text(stylo.report(docs, lang="de").html, encoding="utf-8")
    with browser() as chromium:
        for width, hinted in ((1200, False), (800, False), (400, True)):
            with page(chromium=chromium, width=width) as tab:
                tab.goto(path.as_uri())
                box = tab.locator(".values-scrolled").first
                assert box.evaluate("box => box.scrollWidth > box.clientWidth") == hinted
                assert tab.locator(".hint").first.is_visible() == hinted
                assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_the_page_says_in_words_what_its_signs_mean(texts, without_figures):
    html = stylo.report(texts).html
    assert f"the first text, {texts[0].user_data['id']}: it is the filled diamond" in html
    assert "in brackets its percentile" in html


def test_texts_of_one_name_are_told_apart_and_unnamed_ones_are_numbered(nlp, without_figures):
    docs = [nlp("Der leise Film ist gut.") for _ in range(4)]
    docs[0].user_data["id"] = docs[2].user_data["id"] = "Kapitel"
    html = stylo.report(docs).html
    assert re.findall(r'class="number" lang="de"><bdi>(.*?)</bdi>', html) == ["Kapitel", "2", "Kapitel (2)", "4"]


def test_nothing_of_a_text_or_its_name_is_an_element(nlp):
    docs = [nlp(HOSTILE), nlp("Gut.")]
    docs[0].user_data["id"] = BAD_NAME
    found = Page(stylo.report(docs, lang="de").html)
    assert not found.open
    assert {tag for tag, _ in found.elements} <= ALLOWED - {"script"}
    assert not [name for _, attributes in found.elements for name in attributes if name.startswith("on")]
    assert "alert(3)" in found.text()


def test_one_text_in_a_list_has_the_whole_report_and_none_or_a_short_one_of_several_is_refused(drive, without_figures):
    assert 'class="stylo-show"' in stylo.report([drive]).html
    with pytest.raises(ValueError, match="no text to report on"):
        stylo.report([])
    with pytest.raises(ValueError, match="about one text, not 2"):
        stylo.report([drive, drive], short=True)


@pytest.mark.parametrize("given", ["folder", "files"])
def test_the_command_takes_several_files_and_folders(tmp_path, given, without_figures):
    folder = tmp_path / "texte"
    folder.mkdir()
    for name in ("eins", "zwei"):
        (folder / f"{name}.txt").write_text("Der leise Film ist gut. Er endet spät.", encoding="utf-8")
    paths = [str(folder)] if given == "folder" else [str(folder / "eins.txt"), str(folder / "zwei.txt")]
    run = CliRunner().invoke(main, ["report", *paths, "-o", str(tmp_path / "page.html"), "--lang", "de"])
    assert run.exit_code == 0, run.output
    html = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert [name.split("/")[-1] for name in re.findall(r'class="number" lang="de"><bdi>(.*?)</bdi>', html)] == ["eins", "zwei"]
    run = CliRunner().invoke(main, ["report", *paths, "-o", str(tmp_path / "short.html"), "--short"])
    assert run.exit_code == 2
    assert "takes one text, and there are several: eins, zwei" in run.output
