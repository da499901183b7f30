"""EPUB files and pages of HTML: the paragraphs of the running text."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote

from stylo.reading.archives import LARGEST, check_package, protected
from stylo.reading.chapters import Section, chapters, clean_title
from stylo.reading.extract import CLOSE, OPEN, Extract, installed
from stylo.reading.limits import check_markup
from stylo.reading.notes import MARKER, raised
from stylo.reading.text import NOT_TEXT, TextError
from stylo.reading.trees import Content, inside, paragraphs, pieces
from stylo.wording.language import say

_BLOCKS = frozenset(
    "address article aside blockquote body br caption dd details div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr li main ol p pre section summary table tbody td tfoot th thead title tr ul".split()
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SKIPPED = {  # elements whose text does not belong to the running text, and what they are called
    **dict.fromkeys(("head", "script", "style", "template", "noscript", "rt", "button", "select", "form"), ""),
    **{"nav": "lines of contents", "img": "images", "svg": "images", "math": "formulas", "audio": "sounds", "video": "films"},
}
_TYPES = {
    **dict.fromkeys(("footnote", "footnotes", "rearnote", "rearnotes", "endnote", "endnotes"), "notes"),
    **dict.fromkeys(("cover", "titlepage", "copyright-page", "toc", "landmarks", "index"), "cover and imprint pages"),
    **dict.fromkeys(("noteref", "pagebreak"), ""),
}


_RAISED = re.compile(r"(?:^|[\s_-])(?:sup|super|superscript|hochgestellt|noteref|footnote-?ref|fn-?ref|fnref)", re.IGNORECASE)


def epub(name: str, data: bytes) -> Extract:
    """The chapters of an EPUB in their order, one line a paragraph, without notes, contents and what is marked as imprint."""
    left_out: Counter[str] = Counter()
    lines: list[str] = []
    for _, root in _pages(_book(name, data), left_out):
        lines += paragraphs(pieces(root, left_out, _look))
    return Extract("\n".join(lines), dict(left_out))


def epub_chapters(name: str, data: bytes) -> list[tuple[str, Extract]]:
    """The same by chapter, as the table of contents has them; of a book without one each page is a chapter.

    Raises TextError where the contents name places that are not in the book.
    """
    book = _book(name, data)
    entries = _entries(book.toc or [], 0)
    left_out: Counter[str] = Counter()
    sections = [Section("", 0)]
    for number, (file, root) in enumerate(_pages(book, left_out), 1):
        starts = {entry.fragment: entry for entry in entries if entry.file == file}
        starts = starts if entries else {"": _Start(_heading(root) or str(number), 0, file, "")}
        first = next(iter(starts.values()), None)
        ids = {element.get("id") for element in root.iter()}
        if first is not None and (not first.fragment or first.fragment not in ids):
            sections.append(Section(first.heading, first.depth))
            starts.pop(first.fragment)
        if any(fragment not in ids for fragment in starts):
            told = "The contents of {name} name places that are not in the book; its chapters cannot be told apart."
            raise TextError(say(told, name=name), NOT_TEXT)
        _fill(sections, root, starts, left_out)
    sections[0].left_out += left_out
    return chapters(sections)


class _Start(str):
    """Where a chapter begins; among the pieces of a page it stands before those of the chapter, and has no letters itself."""

    def __new__(cls, title: str, depth: int, file: str, fragment: str) -> _Start:
        self = super().__new__(cls)
        self.heading, self.depth, self.file, self.fragment = clean_title(title), depth, file, fragment
        return self

    heading: str
    depth: int
    file: str
    fragment: str


def _fill(sections: list[Section], root: Any, starts: dict[str, _Start], left_out: Counter[str]) -> None:
    """Put the paragraphs of a page into the sections: the last one goes on until another starts."""

    def look(element: Any) -> Content | str:
        start = starts.get(element.get("id") or "") if isinstance(element.tag, str) else None
        found = _look(element)
        return found if start is None else [start, *([] if isinstance(found, str) else found)]

    own: list[str] = []
    for piece in pieces(root, left_out, look):
        if isinstance(piece, _Start):
            sections[-1].paragraphs += paragraphs(own)
            sections.append(Section(piece.heading, piece.depth))
            own = []
        else:
            own.append(piece)
    sections[-1].paragraphs += paragraphs(own)


def _entries(contents: Iterable[Any], depth: int) -> list[_Start]:
    """The entries of a table of contents, which may have others in them, in order."""
    found = []
    for entry in contents:
        link, inside_it = entry if isinstance(entry, tuple) else (entry, [])
        file, _, fragment = unquote(link.href or "").partition("#")
        found += [_Start(link.title or file, depth, file, fragment)] if file else []
        found += _entries(inside_it, depth + 1)
    return found


def _heading(root: Any) -> str:
    """The first heading of a page."""
    return next(("".join(element.itertext()) for element in root.iter("h1", "h2", "h3")), "").strip()


def _book(name: str, data: bytes) -> Any:
    library = installed("ebooklib.epub", "epub", "EPUB files")
    if "META-INF/rights.xml" in check_package(name, data):
        raise protected(name)
    _check_manifest(name, data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return library.read_epub(io.BytesIO(data), {"ignore_ncx": True})


def _pages(book: Any, left_out: Counter[str]) -> Iterator[tuple[str, Any]]:
    """The pages of a book in order, by their files; what is none is counted."""
    library = installed("ebooklib.epub", "epub", "EPUB files")
    parser = installed("lxml.html", "epub", "EPUB files")
    for identifier, linear in dict.fromkeys(book.spine):  # each once, as the format has it
        item = book.get_item_with_id(identifier)
        if item is None or isinstance(item, library.EpubNav) or linear == "no":
            left_out["other pages"] += 1
            continue
        yield item.file_name, parser.document_fromstring(item.content, parser=parser.HTMLParser(encoding="utf-8"))


def _check_manifest(name: str, data: bytes) -> None:
    """Raise TextError where the list of contents names the same parts so often that they are more than an EPUB may hold."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sizes = {part.filename.rpartition("/")[2]: part.file_size for part in archive.infolist()}
        lists = [archive.read(part) for part in archive.infolist() if part.filename.lower().endswith(".opf")]
    named = (unquote(found[1].decode("utf-8", "replace")) for each in lists for found in _HREF.finditer(each))
    if sum(sizes.get(href.rpartition("/")[2], 0) for href in named) > LARGEST:
        raise TextError(
            say("{name} unpacks to more than {size} MB, so it is not opened.", name=name, size=LARGEST // 1_000_000), NOT_TEXT
        )


_HREF = re.compile(rb"""href\s*=\s*["']([^"']{1,500})["']""")


def html(text: str) -> Extract:
    """The text of a page of HTML, one line a paragraph, without menus, forms, scripts and notes."""
    parser = installed("lxml.html", "readers", "HTML files")
    left_out: Counter[str] = Counter()
    check_markup(say("The page"), [text.encode("utf-8", "replace")])
    root = parser.document_fromstring(_DECLARATION.sub("", text, count=1), parser=parser.HTMLParser())
    return Extract("\n".join(paragraphs(pieces(root, left_out, _look))), dict(left_out))


_DECLARATION = re.compile(r"^\s*<\?xml[^<>]{0,200}\?>")  # it names an encoding, and the text is decoded already


def _look(element: Any) -> Content | str:
    tag = element.tag
    if not isinstance(tag, str):  # a comment or an instruction
        return ""
    for kind in str(element.get("epub:type") or "").split():
        if kind in _TYPES:
            return _TYPES[kind]
    if tag in _SKIPPED:
        return _SKIPPED[tag]
    if _is_raised(element):
        number = "".join(element.itertext())
        if MARKER.fullmatch(number):
            return [raised(number)]
    if tag in _HEADINGS:
        return ["\n", OPEN, *inside(element), CLOSE, "\n"]
    edge = ["\n"] if tag in _BLOCKS else []
    return [*edge, *inside(element), *edge]


def _is_raised(element: Any) -> bool:
    """Whether an element stands above the line: *<sup>*, or a class or style that says so."""
    if element.tag == "sup":
        return True
    if element.tag not in {"a", "span", "small", "font", "b", "i", "em", "strong"}:
        return False
    style = str(element.get("style") or "").replace(" ", "")
    return "vertical-align:super" in style or bool(_RAISED.search(str(element.get("class") or "")))
