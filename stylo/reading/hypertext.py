"""EPUB files and pages of HTML: the paragraphs of the running text."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections import Counter
from typing import Any
from urllib.parse import unquote

from stylo.reading.archives import LARGEST, check_package, protected
from stylo.reading.extract import Extract, installed
from stylo.reading.limits import check_markup
from stylo.reading.notes import MARKER, raised
from stylo.reading.text import NOT_TEXT, TextError
from stylo.reading.trees import Content, inside, paragraphs, pieces
from stylo.wording.language import say

_BLOCKS = frozenset(
    "address article aside blockquote body br caption dd details div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr li main ol p pre section summary table tbody td tfoot th thead title tr ul".split()
)
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
    library = installed("ebooklib.epub", "epub", "EPUB files")
    parser = installed("lxml.html", "epub", "EPUB files")
    if "META-INF/rights.xml" in check_package(name, data):
        raise protected(name)
    _check_manifest(name, data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = library.read_epub(io.BytesIO(data), {"ignore_ncx": True})
    left_out: Counter[str] = Counter()
    lines: list[str] = []
    for identifier, linear in dict.fromkeys(book.spine):  # each once, as the format has it
        item = book.get_item_with_id(identifier)
        if item is None or isinstance(item, library.EpubNav) or linear == "no":
            left_out["other pages"] += 1
            continue
        root = parser.document_fromstring(item.content, parser=parser.HTMLParser(encoding="utf-8"))
        lines += paragraphs(pieces(root, left_out, _look))
    return Extract("\n".join(lines), dict(left_out))


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
