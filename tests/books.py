"""Books made for tests: PDF and EPUB files with pages, chapters and contents."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path

from tools.faults import pdf_of


def pdf_bytes(pages: list[list[str]]) -> bytes:
    """A PDF written by hand, a line of text a line; what is between two bars in one is a size of letters for what follows."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for lines in pages:
        shown = "".join(f"({line}) Tj T* ".replace("\u00ad", "\\255") for line in lines)
        shown = re.sub(r"\|(\d+)\|", r") Tj /F1 \1 Tf (", shown)
        stream = f"BT /F1 12 Tf 14 TL 72 720 Td {shown}ET".encode("cp1252")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        content = len(objects)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % content
        )
        kids.append(len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(b"%d 0 R" % kid for kid in kids), len(kids))
    return pdf_of(objects)


def with_bookmarks(pdf: bytes, bookmarks: Sequence[tuple[str, int, int]]) -> bytes:
    """A PDF with bookmarks: title, depth, page."""
    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
    above: list[object] = []
    for title, depth, page in bookmarks:
        above = above[:depth]
        above.append(writer.add_outline_item(title=title, page_number=page, parent=above[-1] if above else None))
    sink = io.BytesIO()
    writer.write(sink)
    return sink.getvalue()


def book(path: Path, *chapters: str, contents: Sequence[object] = ()) -> Path:
    """An EPUB with a page a chapter; ``contents`` are links to ``0.xhtml``, ``1.xhtml#id`` ... with their titles, or tuples of
    one and those in it."""
    from ebooklib import epub

    made = epub.EpubBook()
    made.set_title("Essays")
    items = [epub.EpubHtml(title=str(k), file_name=f"{k}.xhtml") for k in range(len(chapters))]
    for item, chapter in zip(items, chapters, strict=True):
        item.set_content(chapter)
        made.add_item(item)
    made.toc = [_entry(entry) for entry in contents]
    made.add_item(epub.EpubNcx())
    made.add_item(epub.EpubNav())
    made.spine = ["nav", *items]
    epub.write_epub(str(path), made)
    return path


def _entry(entry):
    from ebooklib import epub

    if len(entry) == 3:
        href, title, inside = entry
        return epub.Section(title, href), [_entry(other) for other in inside]
    href, title = entry
    return epub.Link(href, title, re.sub(r"\W", "_", href))
