"""Word files (``.docx``): the paragraphs of the running text."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from stylo.reading.archives import check_package
from stylo.reading.extract import CLOSE, OPEN, Extract, installed, lines_of
from stylo.reading.notes import raised

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIPPED = {  # elements whose text does not belong to the running text, and what they are called
    f"{_W}del": "deleted passages",
    f"{_W}moveFrom": "deleted passages",
    f"{_W}txbxContent": "text boxes",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback": "",
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath": "formulas",
}
_COUNTED = {
    f"{_W}footnoteReference": "footnotes",
    f"{_W}endnoteReference": "endnotes",
    f"{_W}commentReference": "comments",
    f"{_W}drawing": "images",
    f"{_W}pict": "images",
}
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_CONTENTS = ("toc", "verzeichnis")  # the styles of a table of contents


def docx(name: str, data: bytes) -> Extract:
    """The paragraphs of a Word file in their order, those of tables cell by cell, with insertions and without deletions."""
    document = installed("docx", "readers", "Word files")
    check_package(name, data)
    opened = document.Document(io.BytesIO(data))
    raising = _styles(opened.styles.element, _raises)
    headings = _styles(opened.styles.element, _heads)
    left_out: Counter[str] = Counter()
    lines: list[str] = []
    for paragraph in _without(opened.element.body, left_out):
        if paragraph.tag != f"{_W}p" or next(paragraph.iterancestors(f"{_W}p"), None) is not None:
            continue  # what stands in a paragraph is read with it
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        if style is not None and str(style.get(f"{_W}val")).lower().startswith(_CONTENTS):
            left_out["lines of contents"] += 1
        else:
            text = "".join(_runs(paragraph, raising)).strip()
            is_heading = _has_level(paragraph) or (style is not None and style.get(f"{_W}val") in headings)
            lines += lines_of(f"{OPEN}{text}{CLOSE}" if is_heading else text)
    heads = [rel.reltype.rpartition("/")[2] for rel in opened.part.rels.values() if _words_in(rel)]
    left_out["headers and footers"] = sum(kind in {"header", "footer"} for kind in heads)
    return Extract("\n".join(line for line in lines if line.strip(OPEN)), dict(left_out))


def _styles(styles: Any, has: Callable[[Any], bool]) -> frozenset[str]:
    """The styles that have something, by themselves or by the style that they are based on."""
    based: dict[str, str] = {}
    having: set[str] = set()
    for style in styles.iterfind(f"{_W}style"):
        own, base = str(style.get(f"{_W}styleId")), style.find(f"{_W}basedOn")
        based[own] = str(base.get(f"{_W}val")) if base is not None else ""
        if has(style):
            having.add(own)
    for _ in based:  # a chain is no longer than this
        found = {own for own, base in based.items() if base in having} - having
        if not found:
            break
        having |= found
    return frozenset(having)


def _raises(style: Any) -> bool:
    """Whether a style of characters puts them above the line."""
    return _position(style) == "superscript"


def _heads(style: Any) -> bool:
    """Whether a style is one of headings: by its name, which is English in every Word, or by its level in the contents."""
    name = style.find(f"{_W}name")
    called = "" if name is None else str(name.get(f"{_W}val")).lower()
    return called.startswith("heading") or called in {"title", "subtitle"} or _has_level(style)


def _has_level(element: Any) -> bool:
    """Whether a style or a paragraph has a level in the contents; the last one, 9, is that of the running text."""
    level = element.find(f"{_W}pPr/{_W}outlineLvl")
    return level is not None and level.get(f"{_W}val") != "9"


def _position(element: Any) -> str:
    """What a run or a style says of its place: superscript, subscript, baseline or nothing."""
    place = element.find(f"{_W}rPr/{_W}vertAlign")
    return "" if place is None else str(place.get(f"{_W}val"))


def _is_raised(run: Any, raising: frozenset[str]) -> bool:
    style = run.find(f"{_W}rPr/{_W}rStyle")
    place = _position(run) or ("superscript" if style is not None and style.get(f"{_W}val") in raising else "")
    return place == "superscript"


def _without(element: Any, left_out: Counter[str]) -> Iterator[Any]:
    """All elements in document order but for those below what is skipped; counts what is left out."""
    stack = [element]
    while stack:
        current = stack.pop()
        if current.tag in _SKIPPED:
            if _SKIPPED[current.tag]:
                left_out[_SKIPPED[current.tag]] += 1
            continue
        if current.tag in _COUNTED:
            left_out[_COUNTED[current.tag]] += 1
        yield current
        stack.extend(reversed(list(current)))


def _runs(paragraph: Any, raising: frozenset[str]) -> Iterator[str]:
    for element in _without(paragraph, Counter()):
        if element.tag == f"{_W}t":
            text = element.text or ""
            yield raised(text) if _is_raised(element.getparent(), raising) else text
        elif element.tag in _SIGNS and element.getparent().tag == f"{_W}r":  # a tab may also be a setting of its paragraph
            yield _SIGNS[element.tag]


def _words_in(relation: Any) -> bool:
    """Whether a related part of the document is there and holds text."""
    element = None if relation.is_external else getattr(relation.target_part, "element", None)
    return element is not None and any(run.text for run in element.iter(f"{_W}t"))
