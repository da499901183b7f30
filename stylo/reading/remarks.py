"""What is odd about a text that was read: said before it is measured, and never mended unasked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from stylo.reading import markup
from stylo.reading.languages import language_remark
from stylo.reading.lines import wrapped
from stylo.reading.paratext import paratext_remark
from stylo.wording.language import say

FEW_TAGS = 3
SHOWN_TAGS = 4
# Letters of UTF-8 that were read as Latin-1 or Windows-1252: *schÃ¶n*, *â€žGutâ€œ*.
_MISREAD = re.compile(r"Ã[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€[\x80-\x9f¦™žœ˜š“”\u009d]|Â[«»°§´\u00a0·]")
_LOST = "\ufffd"


def remarks(text: str, headings: Sequence[int] = ()) -> Iterator[str]:
    """A sentence for each thing that is odd about a text; ``headings`` are the lines that its format marks as such."""
    found = [language_remark(text), paratext_remark(text, headings), misread_remark(text), markup_remark(text)]
    yield from filter(None, [*found, wrapped_remark(text)])


def misread_remark(text: str) -> str:
    """What is to be said of a text that was read in a wrong encoding, now or before, or nothing."""
    misread, lost = _MISREAD.findall(text), text.count(_LOST)
    if misread:
        return say(
            "{n} characters look like UTF-8 that was read in another encoding ({example}); so written, their words are "
            "unknown. Save the text anew from its source, or name its encoding.",
            n=len(misread),
            example=misread[0],
        )
    if lost:
        return say("{n} characters were lost when the text was saved (\ufffd); their words are unknown.", n=lost)
    return ""


def markup_remark(text: str) -> str:
    """What is to be said of a plain text that holds tags, or nothing."""
    found = markup.tags(text)
    if len(found) < FEW_TAGS:
        return ""
    names = ", ".join(f"<{name}>" for name in list(dict.fromkeys(found))[:SHOWN_TAGS])
    return say(
        "The text holds tags ({names}). They are no words here, but all that stands between them is measured. Give the file "
        "the ending .html, or .xml for TEI, to have its running text read without menus, notes and page breaks.",
        names=names,
    )


def wrapped_remark(text: str) -> str:
    """What is to be said of a text that seems to be broken into lines of a fixed width, or nothing."""
    if not wrapped(text):
        return ""
    return say(
        "Most lines end in the middle of a sentence, and each line is measured as a paragraph of its own. If that is wrong, "
        "join them with --join-lines (in Python: join_lines=True)."
    )
