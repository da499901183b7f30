"""Files of every format as plain text, and what of them was left out.

Needs the optional extras ``readers`` and ``epub`` for all but plain text and Markdown. A line break ends a paragraph, and with
it a sentence, everywhere in stylo; so each paragraph becomes one line here. Nothing in a file is executed and nothing is
fetched from anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import PurePath

from stylo.reading.decoding import checked_encoding, decode
from stylo.reading.extract import Extract, listed, with_headings
from stylo.reading.hypertext import epub, epub_chapters, html
from stylo.reading.limits import SECONDS, TimeUp, time_limit
from stylo.reading.lines import SOFT_HYPHEN
from stylo.reading.markdown import markdown
from stylo.reading.notes import without_markers
from stylo.reading.pdf import pdf, pdf_chapters
from stylo.reading.tei import tei
from stylo.reading.text import EMPTY, NOT_A_FILE, NOT_TEXT, TextError
from stylo.reading.word import docx
from stylo.wording.language import say

READERS: dict[str, Callable[[str, bytes], Extract]] = {".docx": docx, ".pdf": pdf, ".epub": epub, ".xml": tei, ".tei": tei}
"""What reads bytes, by suffix."""
MARKED_UP: dict[str, Callable[[str], Extract]] = {
    **dict.fromkeys((".html", ".htm", ".xhtml"), html),
    **dict.fromkeys((".md", ".markdown"), markdown),
}
"""What reads text in which signs of markup stand, by suffix."""
CHAPTERS: dict[str, Callable[[str, bytes], list[tuple[str, Extract]]]] = {".epub": epub_chapters, ".pdf": pdf_chapters}
"""What reads books by chapter, by suffix."""
UNPACKED = (*READERS, *MARKED_UP)
"""The suffixes of files that have a reader of their own."""
_CHARSET = re.compile(rb"<meta[^<>]{0,200}charset\s*=\s*[\"']?([\w-]{1,40})", re.IGNORECASE)
_HEAD = 2048  # bytes in which a page says how it is encoded


def read_bytes(name: str, data: bytes, encoding: str = "utf-8") -> Extract:
    """The text in a file of this name that holds these bytes: by the reader that its suffix names, else as plain text.

    Raises TextError, a sentence that says what to do, where the reader is not installed, or the file is protected, damaged,
    too large when unpacked, or holds no text, and as ``decode`` does.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix not in UNPACKED:
        return Extract(decode(data, name, encoding))
    with _damage_told(name, data, suffix):
        found = (
            READERS[suffix](name, data) if suffix in READERS else MARKED_UP[suffix](decode(data, name, _said(data) or encoding))
        )
    cleaned = _cleaned(found)
    if not _has_letters(cleaned):
        raise TextError(say("{name} holds no text, only {what}.", name=name, what=listed(cleaned.left_out)), EMPTY)
    return cleaned


def read_chapters(name: str, data: bytes) -> list[tuple[str, Extract]]:
    """The chapters of a book with their titles. Raises TextError for what is none that has them, and as ``read_bytes`` does."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in CHAPTERS:
        raise without_chapters(name)
    with _damage_told(name, data, suffix):
        found = [(title, _cleaned(text)) for title, text in CHAPTERS[suffix](name, data)]
    found = [(title, text) for title, text in found if _has_letters(text)]
    if not found:
        raise TextError(say("{name} holds no chapter with text.", name=name), EMPTY)
    return found


def without_chapters(name: str) -> TextError:
    """The error of what is no book."""
    told = "{name} has no chapters that could be told apart: --by-chapter is for EPUB and PDF. Leave it out here."
    return TextError(say(told, name=name), NOT_TEXT)


@contextmanager
def _damage_told(name: str, data: bytes, suffix: str) -> Iterator[None]:
    """Say in a sentence what is wrong with a file that its reader cannot read."""
    if not data:
        raise TextError(say("{name} is empty: there is nothing to measure.", name=name), EMPTY)
    if data.startswith(b"\xd0\xcf\x11\xe0"):  # an OLE container: what Word makes of a password, and of .doc
        raise TextError(
            say("{name} is protected by a password or in Word's old format. Save it as .docx without one.", name=name),
            NOT_A_FILE,
        )
    try:
        with time_limit(SECONDS):
            yield
    except TextError:
        raise
    except (TimeUp, MemoryError) as error:
        raise TextError(
            say("{name} takes too long to read, or too much memory: more than {n} seconds.", name=name, n=SECONDS), NOT_TEXT
        ) from error
    except Exception as error:  # whatever a reader makes of a damaged or hostile file
        raise TextError(
            say("{name} cannot be read: it is damaged, or it is no {kind} file.", name=name, kind=suffix[1:].upper()), NOT_TEXT
        ) from error


def _cleaned(found: Extract) -> Extract:
    """The text without soft hyphens and markers of footnotes."""
    text, markers = without_markers(found.text.replace(SOFT_HYPHEN, "").replace("\0", "").strip())
    left_out = {**found.left_out, **({"markers of footnotes": markers} if markers else {})}
    return with_headings(text + "\n", left_out)


def _has_letters(found: Extract) -> bool:
    return any(character.isalnum() for character in found.text)


def _said(data: bytes) -> str:
    """The encoding that a page of HTML says it has, if Python knows it."""
    found = _CHARSET.search(data[:_HEAD])
    try:
        return checked_encoding(found[1].decode()) if found else ""
    except TextError:
        return ""
