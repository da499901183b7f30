"""The annotated text in a real browser: layers switch, words explain themselves, and nobody is kept out."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser import browser, needs_browser, page

import stylo

pytestmark = [needs_browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]
TEXT = "Der Film ist zwar lang, aber schön. Das melancholische Ende überrascht. Er hat den Wagen gestohlen."
VISIBLE = ".stylo-tip:visible"
ZWAR = "mark:has(> .stylo-paired)"


def write(folder: Path, *pieces: str) -> str:
    head = '<meta charset="utf-8"><title>Text</title>'
    path = folder / "page.html"
    path.write_text(f'<!doctype html><html lang="en"><head>{head}</head><body><main>{"".join(pieces)}</main></body></html>')
    return path.as_uri()


@pytest.fixture(scope="module")
def address(nlp, tmp_path_factory):
    return write(tmp_path_factory.mktemp("annotated"), stylo.show(nlp(TEXT)).html())


@pytest.fixture(scope="module")
def chromium():
    with browser() as running:
        yield running


@pytest.fixture
def tab(chromium, address):
    with page(chromium=chromium) as tab:
        tab.goto(address)
        yield tab


def line(tab, selector):
    return tab.eval_on_selector(f".stylo-text {selector}", "e => getComputedStyle(e).textDecorationLine")


@pytest.mark.parametrize("box", ["adjectives", "predicative"])
def test_a_box_takes_its_marks_away_and_brings_them_back(tab, box):
    assert line(tab, ".stylo-predicative") == "underline"
    tab.uncheck(f"input[value={box}]")
    assert line(tab, ".stylo-predicative") == "none"
    tab.check(f"input[value={box}]")
    assert line(tab, ".stylo-predicative") == "underline"


def test_boxes_and_explanations_work_without_scripts(chromium, address):
    with page(chromium=chromium, java_script_enabled=False) as tab:
        tab.goto(address)
        tab.locator(ZWAR).first.hover()
        tab.locator(VISIBLE).get_by_text("with aber").wait_for()
        number = "[...document.querySelectorAll('.stylo-sentence')].map(e => getComputedStyle(e).display)"
        assert tab.evaluate(number) == ["inline"] * 3
        tab.uncheck("input[value=sentences]")
        assert tab.evaluate(number) == ["none"] * 3


def test_focus_explains_a_word_and_escape_takes_the_explanation_away(tab):
    mark = tab.locator(ZWAR).first
    mark.focus()
    shown = tab.locator(VISIBLE)
    shown.wait_for()
    assert shown.inner_text().startswith("contrast: paired")
    tab.keyboard.press("Escape")
    shown.wait_for(state="hidden")
    tab.keyboard.press("ArrowRight")
    shown.wait_for()
    assert shown.count() == 1


def test_a_layer_that_is_off_explains_nothing(tab):
    tab.uncheck("input[value=contrast]")
    tab.locator(ZWAR).first.focus()
    assert tab.locator(f"{VISIBLE} > span:visible").count() == 0


def test_the_text_is_one_tab_stop_and_arrows_go_through_the_marks_that_are_on(tab):
    assert tab.locator('mark[tabindex="0"]').count() == 1
    tab.uncheck("input[value=contrast]")
    tab.uncheck("input[value=sentences]")
    tab.uncheck("input[value=register]")
    tab.locator('mark[tabindex="0"]').focus()
    words = []
    for _ in range(3):
        words.append(tab.evaluate("document.activeElement.firstChild.textContent"))
        tab.keyboard.press("ArrowRight")
    assert words == ["lang", "schön", "melancholische"]


def test_an_explanation_stays_inside_the_column(chromium, nlp, tmp_path):
    with page(chromium=chromium, width=360) as tab:
        tab.goto(write(tmp_path, stylo.show(nlp(TEXT)).html()))
        column = tab.locator(".stylo-text").bounding_box()
        for mark in tab.locator("mark").all():
            mark.focus()
            for box in [tip.bounding_box() for tip in tab.locator(VISIBLE).all()]:
                assert column["x"] - 1 <= box["x"]
                assert box["x"] + box["width"] <= column["x"] + column["width"] + 1


def test_the_same_text_twice_in_a_page_shares_no_id(chromium, nlp, tmp_path):
    with page(chromium=chromium) as tab:
        piece = stylo.show(nlp(TEXT)).html()
        tab.goto(write(tmp_path, piece, piece))
        ids = tab.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
        assert len(ids) == len(set(ids))
        tab.uncheck(f"#{ids[0]} input[value=adjectives]")
        states = tab.evaluate(
            "[...document.querySelectorAll('mark > .stylo-predicative')].map(e => getComputedStyle(e).textDecorationLine)"
        )
        assert states == ["none", "underline"]


def test_a_hostile_text_runs_nothing_and_asks_for_nothing(chromium, nlp, tmp_path):
    text = '</style><script>alert(1)</script> "><img src="x.png" onerror=alert(1)> ist schön.'
    with page(chromium=chromium) as tab:
        heard: list[str] = []
        tab.on("dialog", lambda dialog: heard.append(dialog.message) or dialog.dismiss())
        tab.on("request", lambda request: heard.append(request.url))
        address = write(tmp_path, stylo.show(nlp(text)).html())
        tab.goto(address)
        tab.locator("mark").first.hover()
        assert heard == [address]
        tab.eval_on_selector_all(".stylo-tip", "tips => tips.forEach(tip => tip.remove())")
        assert tab.locator(".stylo-text").text_content() == text


def test_on_paper_the_legend_stays_and_the_explanations_go(tab):
    tab.locator(ZWAR).first.focus()
    tab.uncheck("input[value=adverbial]")
    tab.emulate_media(media="print")
    assert tab.locator(VISIBLE).count() == 0
    assert tab.locator(".stylo-panel .stylo-attributive").is_visible()
    assert not tab.locator(".stylo-panel .stylo-adverbial").is_visible()
    tab.emulate_media(media="screen")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("lang", ["en", "de"])
def test_axe_finds_no_serious_fault(chromium, drive, tmp_path, dark, lang):
    from axe_playwright_python.sync_playwright import Axe

    with page(chromium=chromium, dark=dark) as tab:
        tab.goto(write(tmp_path, stylo.show(drive, lang=lang).html()))
        tab.check("input[value=neutral]")
        tab.locator("mark").first.focus()
        tab.wait_for_timeout(300)  # the explanation fades in; half-way its colours are none of ours
        faults = Axe().run(tab).response["violations"]
        assert [fault["id"] for fault in faults if fault["impact"] in ("serious", "critical")] == []
        assert tab.evaluate("getComputedStyle(document.querySelector('.stylo-show')).backgroundColor") == (
            "rgb(20, 23, 27)" if dark else "rgb(255, 255, 255)"
        )


def test_a_line_under_a_label_does_not_run_through_the_next_line(chromium, nlp, tmp_path):
    """In an explanation of two lines a line that stands far off its word would cross out the second."""
    with page(chromium=chromium) as tab:
        tab.goto(write(tmp_path, stylo.show(nlp("Das ist krass.")).html()))
        tab.locator(".stylo-text mark:has(> .stylo-nearness)").first.hover()
        tab.locator(VISIBLE).wait_for()
        names = "[style.fontSize, style.lineHeight, style.textUnderlineOffset, style.textDecorationThickness]"
        label = tab.locator(".stylo-tip:visible .stylo-nearness")
        size, line, offset, thick = label.evaluate(
            f"e => {{ const style = getComputedStyle(e); return {names}.map(parseFloat); }}"
        )
        assert offset + 4 * thick < line - size  # a wavy line is about four times as high as it is thick
