"""PDF files: the text layer, line by line, made into paragraphs."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import hypot
from typing import Any

from stylo.reading.archives import protected
from stylo.reading.chapters import Section, chapters, clean_title
from stylo.reading.extract import Extract, installed
from stylo.reading.lines import join_lines
from stylo.reading.notes import raised
from stylo.reading.text import EMPTY, NOT_TEXT, TextError
from stylo.wording.language import say

# A share of the pages on which a first or last line must stand to be a running head; heads of left and right pages differ.
OFTEN = 0.4
EDGE = 2  # lines at the top and at the bottom of a page


SMALL = 0.93  # of the usual size of letters: smaller ones at the foot of a page are those of notes
ENOUGH = 6  # letters of a line that is taken for the beginning of a longer title
RAISED = 0.8  # of the size of its line: a smaller number stands above it
_NOTE = re.compile(r"\[?(\d{1,3})\]?[.)]?\s*(?=[^\W\d]|[„“”»«\"'(])|[⁰¹²³⁴-⁹]{1,3}\s*\S|[*†‡]{1,3}\)?\s*\S")


_CITED = re.compile(r"[.!?,;:“”»«\"’)](?:(\d{1,3})(?!\d)|\[(\d{1,3})\])")


class Line(str):
    """A line of a page, and the size of most of its letters in points; 0 where that is not known."""

    size: float = 0.0

    @classmethod
    def of(cls, text: str, size: float) -> Line:
        """The line without white space at its edges."""
        line = cls(text.strip())
        line.size = size
        return line


def pdf(name: str, data: bytes) -> Extract:
    """The text layer of a PDF without heads and numbers of pages and without footnotes, its words and paragraphs made whole."""
    bodies, left_out = _bodies(name, _reader(name, data))
    return Extract("\n".join(join_lines([line for page in bodies for line in page])), left_out)


def pdf_chapters(name: str, data: bytes) -> list[tuple[str, Extract]]:
    """The same by chapter, as its bookmarks have them.

    Raises TextError for a PDF without bookmarks, and where two chapters begin on a page of which one has not its title there.
    """
    reader = _reader(name, data)
    with _quiet("pypdf"):
        marks = [(clean_title(title), depth, page) for title, depth, page in _bookmarks(reader, reader.outline, 0)]
    if not marks:
        told = "{name} has no bookmarks, by which its chapters could be told apart. Leave --by-chapter out, or split the file."
        raise TextError(say(told, name=name), NOT_TEXT)
    bodies, left_out = _bodies(name, reader)
    lines = [(number, line) for number, page in enumerate(bodies) for line in page]
    starts = [_start(lines, title, page) for title, _, page in marks]
    if sorted(set(starts)) != starts:
        told = "The bookmarks of {name} do not say where its chapters begin. Leave --by-chapter out, or split the file."
        raise TextError(say(told, name=name), NOT_TEXT)
    sections = [Section("", 0), *(Section(title, depth) for title, depth, _ in marks)]
    for section, begin, end in zip(sections, [0, *starts], [*starts, len(lines)], strict=True):
        section.paragraphs = join_lines([line for _, line in lines[begin:end]])
    sections[0].left_out += Counter(left_out)
    return chapters(sections)


def _bookmarks(reader: Any, outline: Any, depth: int) -> Iterator[tuple[str, int, int]]:
    """Title, depth and page of each bookmark that leads to a page."""
    for entry in outline:
        if isinstance(entry, list):
            yield from _bookmarks(reader, entry, depth + 1)
        elif (page := reader.get_destination_page_number(entry)) is not None and page >= 0 and str(entry.title).strip():
            yield str(entry.title), depth, page


def _start(lines: Sequence[tuple[int, str]], title: str, page: int) -> int:
    """The line with which a chapter begins: that of its title or of the first words of it, else the first of the page or of
    one after it."""
    wanted = _letters(title)
    own = [(place, _letters(line)) for place, (number, line) in enumerate(lines) if number == page]
    whole = [place for place, there in own if there and there == wanted]
    begun = [place for place, there in own if len(there) >= ENOUGH and wanted.startswith(there)]
    after = [place for place, (number, _) in enumerate(lines) if number >= page]
    return [*whole, *begun, *after, len(lines)][0]


def _letters(line: str) -> str:
    """A title without its number, which bookmarks often leave out."""
    return "".join(filter(str.isalpha, line)).casefold()


def _reader(name: str, data: bytes) -> Any:
    pypdf = installed("pypdf", "readers", "PDF files")
    with _quiet("pypdf"):
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise protected(name)
    return reader


def _bodies(name: str, reader: Any) -> tuple[list[list[Line]], dict[str, int]]:
    """The lines of the running text of each page, and what was left out."""
    pages, images = [], 0
    with _quiet("pypdf"):
        for page in reader.pages:
            pages.append(_lines(page))
            images += _images(page)
    empty = sum(not any(page) for page in pages)
    if empty == len(pages):
        raise TextError(
            say("{name} has no text layer, only pictures of pages. Run OCR on it first (for example ocrmypdf).", name=name),
            EMPTY,
        )
    bodies, heads = without_heads(pages)
    bodies, notes = without_footnotes(bodies)
    return bodies, {
        "pages without a text layer": empty,
        "running heads and page numbers": heads,
        "footnotes": notes,
        "images": images,
    }


def _lines(page: Any) -> list[Line]:
    """The lines of a page; a number that is smaller than its line is raised."""
    pieces: list[tuple[str, float]] = []

    def take(text: str, outer: Sequence[float], inner: Sequence[float], _font: object, size: float) -> None:
        pieces.append((text, size * hypot(*inner[2:4]) * hypot(*outer[2:4])))

    text = page.extract_text(visitor_text=take)
    if "".join(piece for piece, _ in pieces) != text:  # what the pieces say of sizes cannot be trusted
        return [Line.of(line, 0) for line in text.splitlines()]
    lines: list[list[tuple[str, float]]] = [[]]
    for piece, size in pieces:
        first, *others = re.split(r"\r?\n", piece)
        lines[-1].append((first, size))
        lines += [[(other, size)] for other in others]
    return list(map(_line, lines))


def _line(pieces: Sequence[tuple[str, float]]) -> Line:
    letters: Counter[float] = Counter()
    for text, size in pieces:
        letters[round(size, 1)] += len(text.strip())
    size = max(letters, key=lambda each: (letters[each], each), default=0.0)
    return Line.of("".join(raised(text) if own < RAISED * size else text for text, own in pieces), size)


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


def without_heads(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], int]:
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


def without_footnotes(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], int]:
    """Pages without the notes at their feet, and how many notes there were.

    Notes are the last lines of a page, in smaller letters, of which one at least begins with a number or a sign; without any,
    they go on from the page before. Where sizes tell nothing, notes begin with the first of their numbers that is set behind
    a sign in the lines above.
    """
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[line.size] += len(line)
    usual = max(sizes, key=lambda size: sizes[size], default=0.0)
    bodies: list[list[Line]] = []
    notes, before = 0, 0
    for page in pages:
        end = _small_from(page, SMALL * usual)
        found = sum(_NOTE.match(line) is not None for line in page[end:])
        if not found and not (before and any(page[end:])):
            end = _cited_from(page)
            found = sum(_NOTE.match(line) is not None for line in page[end:])
        bodies.append(list(page[:end]))
        notes, before = notes + found, found
    return bodies, notes


def _small_from(page: Sequence[Line], size: float) -> int:
    """Where the lines in smaller letters begin with which a page ends."""
    end = len(page)
    while end and (page[end - 1].size < size or not page[end - 1] or page[end - 1].isdecimal()):
        end -= 1
    return end if any(line.size < size and line for line in page[end:]) else len(page)


def _cited_from(page: Sequence[Line]) -> int:
    """Where the first line in the lower half of a page begins with a number that is set behind a sign above it."""
    cited: set[str] = set()
    for i, line in enumerate(page):
        found = _NOTE.match(line)
        if found and found[1] in cited and i >= len(page) // 2:
            return i
        cited.update(number for pair in _CITED.findall(line) for number in pair)
    return len(page)


def _numberless(line: str) -> str:
    return re.sub(r"\d+", "#", line)
