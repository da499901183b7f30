"""The report in a real browser: it opens, asks for nothing, runs nothing of the text, prints whole, and keeps nobody out."""

from __future__ import annotations

import pytest
from browser import browser, needs_browser, page
from test_report import BAD_NAME, HOSTILE

import stylo

OPEN_ALL = "document.querySelectorAll('details').forEach(details => details.open = true)"
pytestmark = [needs_browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def chromium():
    with browser() as running:
        yield running


@pytest.fixture(scope="module")
def addresses(nlp, tmp_path_factory):
    """A page in each language, the English one on a hostile text."""
    folder = tmp_path_factory.mktemp("report")
    found = {}
    for lang, text, name in (("en", HOSTILE, BAD_NAME), ("de", HOSTILE.split("\n")[1], "Filmkritik")):
        doc = nlp(text)
        doc.user_data["id"] = name
        path = folder / f"{lang}.html"
        path.write_text(stylo.report(doc, lang=lang).html, encoding="utf-8")
        found[lang] = path.as_uri()
    return found


@pytest.fixture
def tab(chromium, addresses):
    with page(chromium=chromium) as tab:
        tab.goto(addresses["en"])
        yield tab


def test_the_page_asks_for_nothing_and_nothing_of_the_text_runs(chromium, addresses):
    with page(chromium=chromium) as tab:
        heard: list[str] = []
        tab.on("dialog", lambda dialog: heard.append(dialog.message) or dialog.dismiss())
        tab.on("console", lambda message: heard.append(message.text))
        tab.on("pageerror", lambda error: heard.append(str(error)))
        tab.on("request", lambda request: request.url.startswith("data:") or heard.append(request.url))
        tab.goto(addresses["en"])
        tab.evaluate(OPEN_ALL)
        assert heard == [addresses["en"]]  # a refusal by the page's policy would be on the console
        assert tab.evaluate("[...document.images].every(image => image.complete && image.naturalWidth > 0)")


def test_the_script_of_the_annotated_text_may_run(tab):
    assert tab.locator(".stylo-show[data-ready]").count() == 1


def test_a_row_of_evidence_leads_to_its_sentence(tab):
    tab.locator("#contrast summary").click()
    link = tab.locator("#contrast .evidence a").last
    number = link.inner_text()
    link.click()
    assert tab.evaluate("document.querySelector(':target').dataset.number") == number
    assert tab.evaluate("document.querySelector(':target').getBoundingClientRect().top < innerHeight")


@pytest.mark.parametrize("width", [400, 1200])
def test_the_page_is_no_wider_than_its_window(chromium, addresses, width):
    with page(chromium=chromium, width=width) as tab:
        tab.goto(addresses["de"])
        tab.evaluate(OPEN_ALL)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_on_paper_the_evidence_is_open_and_light(chromium, addresses):
    with page(chromium=chromium, dark=True) as tab:
        tab.goto(addresses["en"])
        assert not tab.locator("#contrast .evidence").is_visible()
        tab.emulate_media(media="print", color_scheme="dark")
        assert tab.locator("#contrast .evidence").is_visible()
        assert tab.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("lang", ["en", "de"])
def test_axe_finds_no_serious_fault(chromium, addresses, lang, dark):
    from axe_playwright_python.sync_playwright import Axe

    with page(chromium=chromium, dark=dark) as tab:
        tab.goto(addresses[lang])
        tab.evaluate(OPEN_ALL)
        faults = Axe().run(tab).response["violations"]
        shown = [(fault["id"], [node["html"][:120] for node in fault["nodes"][:3]]) for fault in faults]
        assert [found for found, fault in zip(shown, faults, strict=True) if fault["impact"] in ("serious", "critical")] == []
