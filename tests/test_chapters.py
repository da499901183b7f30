"""A book by chapter: one text each, called by its title, with nothing lost and nothing read twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from books import book, pdf_bytes, with_bookmarks

from stylo.reading.formats import read_bytes, read_chapters
from stylo.reading.stream import records
from stylo.reading.text import TextError

pytest.importorskip("pypdf", reason="needs the optional readers: pip install -e '.[readers]'")
pytest.importorskip("ebooklib", reason="needs the optional reader: pip install -e '.[epub]'")
LONG = "Ein langer Satz, der mehr als zwanzig Wörter hat, damit er als Text zählt und nicht als Überschrift gilt, also {}."


def page(title: str, word: str, anchor: str = "") -> str:
    mark = f' id="{anchor}"' if anchor else ""
    return f"<h2{mark}>{title}</h2><p>{LONG.format(word)}</p>"


def of_epub(path: Path, *pages: str, contents=()) -> dict[str, list[str]]:
    return read(book(path / "buch.epub", *pages, contents=contents))


def read(path: Path) -> dict[str, list[str]]:
    return {title: found.text.splitlines() for title, found in read_chapters(path.name, path.read_bytes())}


def test_pages_of_an_epub_are_chapters_by_its_contents(tmp_path):
    found = of_epub(tmp_path, page("Eins", "rot"), page("Zwei", "blau"), contents=[("0.xhtml", "Eins"), ("1.xhtml", "Zwei")])
    assert found == {"Eins": ["Eins", LONG.format("rot")], "Zwei": ["Zwei", LONG.format("blau")]}


def test_chapters_of_one_page_are_told_apart_by_their_anchors(tmp_path):
    pages = page("Eins", "rot", "a") + page("Zwei", "blau", "b")
    found = of_epub(tmp_path, pages, contents=[("0.xhtml#a", "Eins"), ("0.xhtml#b", "Zwei")])
    assert found == {"Eins": ["Eins", LONG.format("rot")], "Zwei": ["Zwei", LONG.format("blau")]}


def test_a_page_without_an_entry_goes_on_with_the_chapter_before_it(tmp_path):
    pages = [page("Eins", "rot"), f"<p>{LONG.format('grün')}</p>", page("Zwei", "blau")]
    found = of_epub(tmp_path, *pages, contents=[("0.xhtml", "Eins"), ("2.xhtml", "Zwei")])
    assert found["Eins"] == ["Eins", LONG.format("rot"), LONG.format("grün")]


def test_what_stands_before_the_first_chapter_is_left_out_and_counted(tmp_path):
    path = book(tmp_path / "buch.epub", "<p>Für Anna</p>", page("Eins", "rot"), contents=[("1.xhtml", "Eins")])
    ((title, found),) = read_chapters(path.name, path.read_bytes())
    assert title == "Eins"
    assert found.left_out["paragraphs before the first chapter"] == 1


def test_a_part_stands_at_the_head_of_its_first_chapter_and_sections_belong_to_theirs(tmp_path):
    pages = ["<h1>Erster Teil</h1>", page("Eins", "rot") + page("Abschnitt", "grün", "s"), page("Zwei", "blau")]
    inside = [("1.xhtml", "Eins", [("1.xhtml#s", "Abschnitt")]), ("2.xhtml", "Zwei")]
    found = of_epub(tmp_path, *pages, contents=[("0.xhtml", "Erster Teil", inside)])
    assert list(found) == ["Eins", "Zwei"]
    assert found["Eins"] == ["Erster Teil", "Eins", LONG.format("rot"), "Abschnitt", LONG.format("grün")]


def test_without_contents_each_page_is_a_chapter_called_by_its_heading_or_number(tmp_path):
    found = of_epub(tmp_path, page("Eins", "rot"), f"<p>{LONG.format('blau')}</p>")
    assert list(found) == ["Eins", "2"]


def test_contents_that_name_places_that_are_not_there_are_refused(tmp_path):
    contents = [("0.xhtml", "Eins"), ("0.xhtml#fehlt", "Zwei")]
    with pytest.raises(TextError, match="places that are not in the book"):
        of_epub(tmp_path, page("Eins", "rot"), contents=contents)


def test_chapters_hold_all_of_the_book_but_what_stands_before_the_first(tmp_path):
    pages = [page("Eins", "rot", "a") + page("Zwei", "blau", "b"), page("Drei", "grün")]
    contents = [("0.xhtml#a", "Eins"), ("0.xhtml#b", "Zwei"), ("1.xhtml", "Drei")]
    path = book(tmp_path / "buch.epub", *pages, contents=contents)
    whole = read_bytes(path.name, path.read_bytes()).text
    assert "".join(found.text for _, found in read_chapters(path.name, path.read_bytes())) == whole


PAGES = [
    ["Eins", "Ein Mann geht nachts durch die leere Stadt und", "sucht."],
    ["Er findet nichts und geht wieder.", "Zwei", "Eine Frau wartet."],
]


def test_a_pdf_is_told_apart_by_its_bookmarks_within_a_page_too(tmp_path):
    path = tmp_path / "buch.pdf"
    path.write_bytes(with_bookmarks(pdf_bytes(PAGES), [("Eins", 0, 0), ("Zwei", 0, 1)]))
    assert " ".join(read(path)["Eins"]).endswith("Er findet nichts und geht wieder.")
    assert read(path)["Zwei"][0].startswith("Zwei")


def test_a_chapter_begins_with_its_title_whatever_its_number_and_not_with_a_number_of_the_page(tmp_path):
    path = tmp_path / "buch.pdf"
    pages = [["Vorwort", "Ein Wort davor."], ["Noch ein Wort.", "2 Der Weg nach", "Hause", "Eine Frau geht.", "2"]]
    path.write_bytes(with_bookmarks(pdf_bytes(pages), [("Vorwort", 0, 0), ("2. Der Weg nach Hause", 0, 1)]))
    found = read(path)
    assert " ".join(found["Vorwort"]).endswith("Noch ein Wort.")
    assert " ".join(found["2. Der Weg nach Hause"]).startswith("2 Der Weg nach")


def test_bookmarks_on_one_page_without_their_titles_are_refused(tmp_path):
    path = tmp_path / "buch.pdf"
    path.write_bytes(with_bookmarks(pdf_bytes(PAGES), [("Anfang", 0, 1), ("Ende", 0, 1)]))
    with pytest.raises(TextError, match="do not say where"):
        read(path)


def test_two_chapters_of_one_title_have_two_ids(tmp_path):
    pages = [page("Brief", "rot"), page("Brief", "blau")]
    path = book(tmp_path / "buch.epub", *pages, contents=[("0.xhtml", "Brief"), ("1.xhtml", "Brief")])
    assert [found.id for found in records([path], by_chapter=True)] == ["buch/Brief", "buch/Brief#2"]
