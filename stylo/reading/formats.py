"""Word, PDF and EPUB files as plain text, and what of them was left out.

Needs the optional extras ``readers`` and ``epub``. A line break ends a paragraph, and with it a sentence, everywhere in
stylo; so each paragraph becomes one line here. Nothing in a file is executed and nothing is fetched from anywhere.
"""

from __future__ import annotations

import io
import logging
import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from itertools import zip_longest
from pathlib import PurePath
from typing import Any

from stylo.reading.archives import check_package, protected
from stylo.reading.decoding import decode
from stylo.reading.text import EMPTY, NOT_A_FILE, NOT_INSTALLED, NOT_TEXT, TextError
from stylo.wording.language import say

SOFT_HYPHEN = "\u00ad"
# A share of the pages on which a first or last line must stand to be a running head; heads of left and right pages differ.
OFTEN = 0.4
EDGE = 2  # lines at the top and at the bottom of a page
SHORT = 0.75  # of the usual length of a line: the last one of its paragraph
# What follows the hyphen of an ellipsis: *Vor- und Nachteile*.
COORDINATORS = frozenset("und oder bzw beziehungsweise sowie als wie noch bis statt aber".split())


@dataclass(frozen=True)
class Extract:
    """The text of a file, and how many of what were ``left_out`` (in words: *footnotes*), so that nobody is misled."""

    text: str
    left_out: dict[str, int] = field(default_factory=dict)


def read_bytes(name: str, data: bytes, encoding: str = "utf-8") -> Extract:
    """The text in a file of this name that holds these bytes: a Word, PDF or EPUB file by its suffix, else plain text.

    Raises TextError as ``extract`` and ``decode`` do.
    """
    if PurePath(name).suffix.lower() in READERS:
        return extract(name, data)
    return Extract(decode(data, name, encoding))


def extract(name: str, data: bytes) -> Extract:
    """The text of a Word, PDF or EPUB file, chosen by its suffix.

    Raises TextError, a sentence that says what to do, where the reader is not installed, or the file is protected, damaged,
    too large when unpacked, or holds no text. Raises KeyError for any other suffix.
    """
    suffix = PurePath(name).suffix.lower()
    read = READERS[suffix]
    if not data:
        raise TextError(say("{name} is empty: there is nothing to measure.", name=name), EMPTY)
    if data.startswith(b"\xd0\xcf\x11\xe0"):  # an OLE container: what Word makes of a password, and of .doc
        raise TextError(
            say("{name} is protected by a password or in Word's old format. Save it as .docx without one.", name=name),
            NOT_A_FILE,
        )
    try:
        found = read(name, data)
    except TextError:
        raise
    except Exception as error:  # whatever a reader makes of a damaged or hostile file
        raise TextError(
            say("{name} cannot be read: it is damaged, or it is no {kind} file.", name=name, kind=suffix[1:].upper()), NOT_TEXT
        ) from error
    text = found.text.replace(SOFT_HYPHEN, "").replace("\0", "").strip()
    if not any(character.isalnum() for character in text):
        raise TextError(say("{name} holds no text, only {what}.", name=name, what=listed(found.left_out)), EMPTY)
    return Extract(text + "\n", found.left_out)


def listed(left_out: dict[str, int]) -> str:
    """What was left out as a list: *footnotes (3), images (1)*; in the current language."""
    return ", ".join(f"{say(what)} ({count})" for what, count in left_out.items() if count) or say("white space")


def installed(module: str, extra: str, name: str) -> Any:
    """A reader's module. Raises TextError with what to install where it is not there."""
    try:
        return import_module(module)
    except ImportError as error:
        raise TextError(
            say('To read {name}, install the optional readers: pip install -e ".[{extra}]"', name=name, extra=extra),
            NOT_INSTALLED,
        ) from error


# --- Word -------------------------------------------------------------------------------------------------------------------

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
    left_out: Counter[str] = Counter()
    lines: list[str] = []
    for paragraph in _without(opened.element.body, left_out):
        if paragraph.tag != f"{_W}p":
            continue
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        if style is not None and str(style.get(f"{_W}val")).lower().startswith(_CONTENTS):
            left_out["lines of contents"] += 1
        else:
            lines.append("".join(_runs(paragraph)).strip())
    heads = [rel.reltype.rpartition("/")[2] for rel in opened.part.rels.values() if _words_in(rel)]
    left_out["headers and footers"] = sum(kind in {"header", "footer"} for kind in heads)
    return Extract("\n".join(filter(None, lines)), dict(left_out))


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


def _runs(paragraph: Any) -> Iterator[str]:
    for element in _without(paragraph, Counter()):
        if element.tag == f"{_W}t":
            yield element.text or ""
        elif element.tag in _SIGNS and element.getparent().tag == f"{_W}r":  # a tab may also be a setting of its paragraph
            yield _SIGNS[element.tag]


def _words_in(relation: Any) -> bool:
    """Whether a related part of the document is there and holds text."""
    element = None if relation.is_external else getattr(relation.target_part, "element", None)
    return element is not None and any(run.text for run in element.iter(f"{_W}t"))


# --- PDF --------------------------------------------------------------------------------------------------------------------


def pdf(name: str, data: bytes) -> Extract:
    """The text layer of a PDF: running heads and page numbers dropped, words joined at hyphens, lines at paragraphs."""
    pypdf = installed("pypdf", "readers", "PDF files")
    with _quiet("pypdf"):
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise protected(name)
        pages, images = [], 0
        for page in reader.pages:
            pages.append([line.strip() for line in page.extract_text().splitlines()])
            images += _images(page)
    with_text = [page for page in pages if any(page)]
    if not with_text:
        raise TextError(
            say("{name} has no text layer, only pictures of pages. Run OCR on it first (for example ocrmypdf).", name=name),
            EMPTY,
        )
    bodies, heads = without_heads(with_text)
    empty = len(pages) - len(with_text)
    text = "\n".join(join_lines([line for page in bodies for line in page]))
    return Extract(text, {"pages without a text layer": empty, "running heads and page numbers": heads, "images": images})


def _images(page: Any) -> int:
    """The pictures that a page may show."""
    try:
        objects = page["/Resources"]["/XObject"]
    except KeyError:
        return 0
    return sum(objects[name].get("/Subtype") == "/Image" for name in objects)


@contextmanager
def _quiet(name: str) -> Iterator[None]:
    """Without the messages that a reader logs about oddities of a file that it can read all the same."""
    logger = logging.getLogger(name)
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


def without_heads(pages: Sequence[Sequence[str]]) -> tuple[list[list[str]], int]:
    """Pages without the first and last lines that recur, numbers apart, on many of them; and how many lines were dropped."""
    lines = [[line for line in page if line] for page in pages]
    seen = Counter(head for page in lines for head in {_numberless(line) for line in (*page[:EDGE], *page[-EDGE:])})
    recurring = {head for head, count in seen.items() if count >= max(2, OFTEN * len(pages))}
    bodies, dropped = [], 0
    for page in pages:
        body = list(page)
        for end in (0, -1):
            for _ in range(EDGE):
                while body and not body[end]:
                    body.pop(end)
                if body and _numberless(body[end]) in recurring:
                    body.pop(end)
                    dropped += 1
        bodies.append(body)
    return bodies, dropped


def _numberless(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def join_lines(lines: Sequence[str]) -> list[str]:
    """Paragraphs from lines of a fixed width, which end anywhere.

    A paragraph ends at an empty line, and at a line that is clearly shorter than usual, unless the next one goes on in small
    letters or the line ends in a comma or hyphen. At a line's end *Ge-* and *schichte* become one word, *Action-* and *Film*
    keep the hyphen, *Vor-* and *und* the blank as well.
    """
    lengths = sorted(len(line) for line in lines if line)
    usual = lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0
    paragraphs: list[str] = []
    open_ = False
    for line, after in zip_longest(lines, lines[1:], fillvalue=""):
        if not line:
            open_ = open_ and bool(paragraphs) and paragraphs[-1].endswith(("-", SOFT_HYPHEN, ","))
            continue
        if open_:
            paragraphs[-1] = _joined(paragraphs[-1], line)
        else:
            paragraphs.append(line)
        ends = len(line) < SHORT * usual and not after[:1].islower()
        open_ = not ends or line.endswith((",", "-", SOFT_HYPHEN))
    return paragraphs


def _joined(left: str, right: str) -> str:
    if left.endswith(SOFT_HYPHEN):
        return left[:-1] + right
    if not re.search(r"\w[-\u2010]$", left):
        return f"{left} {right}"
    first = re.split(r"\W", right, maxsplit=1)[0]
    if first in COORDINATORS:
        return f"{left} {right}"
    goes_on = right[0].islower() and left[-2].isalpha()
    return left[:-1] + right if goes_on else left + right


# --- EPUB -------------------------------------------------------------------------------------------------------------------

_BLOCKS = frozenset(
    "address article aside blockquote body br caption dd details div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr li main ol p pre section summary table tbody td tfoot th thead title tr ul".split()
)
_NO_TEXT = {**dict.fromkeys(("head", "script", "style", "template", "rt"), ""), "nav": "lines of contents"}
_PICTURES = {"img": "images", "svg": "images", "math": "formulas", "audio": "sounds", "video": "films"}
_TYPES = {
    **dict.fromkeys(("footnote", "footnotes", "rearnote", "rearnotes", "endnote", "endnotes"), "notes"),
    **dict.fromkeys(("cover", "titlepage", "copyright-page", "toc", "landmarks", "index"), "cover and imprint pages"),
    **dict.fromkeys(("noteref", "pagebreak"), ""),
}


def epub(name: str, data: bytes) -> Extract:
    """The chapters of an EPUB in their order, one line a paragraph, without notes, contents and what is marked as imprint."""
    library = installed("ebooklib.epub", "epub", "EPUB files")
    html = installed("lxml.html", "epub", "EPUB files")
    if "META-INF/rights.xml" in check_package(name, data):
        raise protected(name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = library.read_epub(io.BytesIO(data), {"ignore_ncx": True})
    left_out: Counter[str] = Counter()
    paragraphs: list[str] = []
    for identifier, linear in book.spine:
        item = book.get_item_with_id(identifier)
        if item is None or isinstance(item, library.EpubNav) or linear == "no":
            left_out["other pages"] += 1
            continue
        root = html.document_fromstring(item.content, parser=html.HTMLParser(encoding="utf-8"))
        paragraphs += _paragraphs(_pieces(root, left_out))
    return Extract("\n".join(paragraphs), dict(left_out))


def _pieces(root: Any, left_out: Counter[str]) -> Iterator[str]:
    """The text of an element in order, a line break where a block begins and ends; counts what is left out."""
    stack: list[Any] = [root]
    while stack:
        current = stack.pop()
        if isinstance(current, str):
            yield current
            continue
        stack.append(re.sub(r"\s+", " ", current.tail or ""))
        skipped = _skipped(current)
        if skipped is not None:
            if skipped:
                left_out[skipped] += 1
            continue
        edge = "\n" if current.tag in _BLOCKS else ""
        stack += [edge, *reversed(list(current)), re.sub(r"\s+", " ", current.text or ""), edge]


def _skipped(element: Any) -> str | None:
    """What a skipped element is called (empty where it is not worth telling), or None for one that belongs to the text."""
    tag = element.tag
    if not isinstance(tag, str):  # a comment or an instruction
        return ""
    for kind in str(element.get("epub:type") or "").split():
        if kind in _TYPES:
            return _TYPES[kind]
    if tag == "sup" and re.fullmatch(r"\W*\d+\W*|\*+", element.text_content()) and element.find(".//a") is not None:
        return ""
    return {**_NO_TEXT, **_PICTURES}.get(tag)


def _paragraphs(pieces: Iterable[str]) -> list[str]:
    lines = "".join(pieces).split("\n")
    return [line for line in (" ".join(line.split()) for line in lines) if line]


READERS: dict[str, Callable[[str, bytes], Extract]] = {".docx": docx, ".pdf": pdf, ".epub": epub}
UNPACKED = tuple(READERS)
"""The suffixes of files that are unpacked to be read."""
