"""The report in a real browser: it opens, asks for nothing, runs nothing of the text, prints whole, and keeps nobody out."""

from __future__ import annotations

import io
from urllib.parse import quote

import pytest
from browser import browser, needs_browser, page
from PIL import Image
from test_report import BAD_NAME, HOSTILE

import stylo
from stylo.figures import style

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


def test_on_a_narrow_screen_the_place_comes_first_and_the_rest_can_be_reached(chromium, addresses):
    with page(chromium=chromium, width=400) as tab:
        tab.goto(addresses["en"])
        box, head = tab.locator(".values-scrolled"), tab.locator(".values thead th")
        assert [text.lower() for text in head.all_inner_texts()[:4]] == ["measure", "percentile", "its interval", "value"]
        edges = "cell => { const box = cell.getBoundingClientRect(); return [box.left, box.right]; }"
        assert head.nth(1).evaluate(edges)[1] < 400
        assert head.last.evaluate(edges)[0] > 400
        box.evaluate("box => box.scrollLeft = box.scrollWidth")
        assert head.last.evaluate(edges)[1] <= 400
        name, place = (tab.locator(f".values tbody tr:nth-child(2) {cell}").first for cell in ("th", "td"))
        assert name.evaluate(edges)[0] >= 0 > place.evaluate(edges)[0]  # the name of the row stays


def test_figures_are_drawn_for_the_width_of_the_screen(chromium, addresses):
    shown = "[...document.querySelectorAll('figure img')].map(one => [one.currentSrc == one.src, one.naturalWidth])"
    for width, wide in ((400, False), (1200, True)):
        with page(chromium=chromium, width=width) as tab:
            tab.goto(addresses["de"])
            found = tab.evaluate(shown)
            assert found
            assert all(own == wide and (natural > 500) == wide for own, natural in found)
            assert tab.evaluate("[...document.images].every(one => one.complete && one.naturalWidth > 0)")


BRIGHTNESS = """colour => {
  const [r, g, b] = colour.match(/[\\d.]+/g).map(one => one / 255).map(c => c <= .04 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4);
  return .2126 * r + .7152 * g + .0722 * b;
}"""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_number_of_the_sentence_that_was_jumped_to_can_be_read(chromium, addresses, dark):
    with page(chromium=chromium, dark=dark) as tab:
        tab.goto(addresses["en"] + "#s2")
        number = "getComputedStyle(document.querySelector('#s2'), '::before')"
        assert tab.evaluate(f"{number}.content") != "none"
        ink, ground = (tab.evaluate(f"({BRIGHTNESS})({number}.{name})") for name in ("color", "backgroundColor"))
        assert (max(ink, ground) + 0.05) / (min(ink, ground) + 0.05) >= 4.5


def test_every_colour_of_the_figures_is_seen_in_the_dark(chromium, addresses):
    """Each colour as a square in a figure, photographed; 3:1 is what WCAG asks of graphical objects."""
    squares = "".join(f"<rect x='{40 * n}' width='40' height='40' fill='{c}'/>" for n, c in enumerate(style.SEQUENCE))
    svg = f"<svg xmlns='http://www.w3.org/2000/svg' width='280' height='40'>{squares}</svg>"
    drawing = f"data:image/svg+xml,{quote(svg)}"
    with page(chromium=chromium, dark=True) as tab:
        tab.goto(addresses["en"])
        tab.evaluate(
            "source => { const image = document.querySelector('figure img'); image.previousElementSibling.remove();"
            " image.src = source; image.width = 280; image.height = 40; image.style.width = '280px'; return image.decode(); }",
            drawing,
        )
        photo = Image.open(io.BytesIO(tab.locator("figure img").first.screenshot())).convert("RGB")
        ground = tab.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        colours = [f"rgb{photo.getpixel((40 * n + 20, 20))}" for n in range(len(style.SEQUENCE))]
        least, *found = (tab.evaluate(f"({BRIGHTNESS})('{colour}')") for colour in (ground, *colours))
        assert len(set(colours)) == len(style.SEQUENCE)
        assert all((one + 0.05) / (least + 0.05) >= 3 for one in found), colours


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
