"""The one decoder: bytes into text, whatever carried them, a file, a member of an archive or a line of a table."""

from __future__ import annotations

import codecs

from stylo.reading.text import EMPTY, NOT_TEXT, WRONG_ENCODING, TextError
from stylo.wording.language import say

BOMS_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
BOMS_32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)  # the first begins as one of the others does
CONTAINERS = (
    b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"\x7fELF",
    b"PAR1", b"SQLite format 3", b"\xd0\xcf\x11\xe0", b"7z\xbc\xaf", b"BZh91AY", b"\xfd7zXZ", b"(\xb5/\xfd",
)  # fmt: skip
HEAD = 8192  # bytes that are looked at to tell text from other things
CONTROL = 0.1  # share of control bytes that no text has
BLANK = "\0 \t\r\n\ufeff"


def decode(data: bytes, name: str, encoding: str = "utf-8") -> str:
    """The text in some bytes that are called ``name``, without a byte-order mark; line ends stay as they are.

    Bytes beyond ASCII that make sense as UTF-8 are read as UTF-8 whatever ``encoding`` says. Raises TextError for binary data,
    Rich Text, bytes that are not in the encoding (the message names the first), and where there is nothing but white space.
    """
    if looks_binary(data, encoding):
        raise TextError(
            say("{name} holds binary data, not text. Save it as plain text (.txt, UTF-8) first.", name=name), NOT_TEXT
        )
    if data.startswith(b"{\\rtf"):
        raise TextError(say("{name} is in Rich Text Format. Save it as .docx or .txt first.", name=name), NOT_TEXT)
    try:
        text = data.decode(coding(data, encoding))
    except UnicodeDecodeError as error:
        raise TextError(_undecodable(name, data, error), WRONG_ENCODING) from error
    if not text.strip(BLANK):
        raise TextError(say("{name} is empty: there is nothing to measure.", name=name), EMPTY)
    return text


def coding(data: bytes, encoding: str) -> str:
    """The encoding of some bytes: by their byte-order mark, UTF-8 where they are surely that, else the one that was given.

    Raises TextError for an encoding that Python does not know.
    """
    codec = checked_encoding(encoding)
    if data.startswith(BOMS_32):
        return "utf-32"
    if data.startswith(BOMS_16):
        return "utf-16"
    if codec == "utf-8" or _surely_utf8(data):
        return "utf-8-sig"
    return codec


def checked_encoding(encoding: str) -> str:
    """Python's name of an encoding. Raises TextError for one that it does not know, or that is none of text."""
    try:
        found = codecs.lookup(encoding)
        "".encode(found.name)  # not rot13 and its like, which make text from text
    except (LookupError, ValueError) as error:
        message = say("There is no encoding called {name!r}; try utf-8, cp1252 or latin-1.", name=encoding)
        raise TextError(message, WRONG_ENCODING) from error
    return found.name


def _surely_utf8(data: bytes) -> bool:
    """Whether bytes beyond ASCII make sense as UTF-8, which those of no other encoding do by chance: *Ã¼* is *ü* misread."""
    if data.isascii():
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def looks_binary(data: bytes, encoding: str = "utf-8") -> bool:
    """Many control bytes at the start, or the signature of a common container; a stray NUL in a text is not enough.

    In UTF-16 and UTF-32 every text has many, so that a mark of byte order or the encoding that was named decides.
    """
    head = data[:HEAD]
    if head.startswith((*BOMS_32, *BOMS_16)) or checked_encoding(encoding).startswith(("utf-16", "utf-32")):
        return False
    if head.startswith(CONTAINERS):
        return True
    control = sum(byte < 32 and byte not in b"\t\n\r\f\x0b\x1b" for byte in head)
    return control > len(head) * CONTROL


def _undecodable(name: str, data: bytes, error: UnicodeDecodeError) -> str:
    line = data[: error.start].count(b"\n") + 1
    return say(
        "{name} is not valid {encoding}: byte 0x{byte:02x} at position {place} (line {line}). If it was saved on Windows, try "
        '--encoding cp1252 (in Python: encoding="cp1252").',
        name=name,
        encoding=error.encoding.removesuffix("-sig"),
        byte=data[error.start],
        place=error.start,
        line=line,
    )
