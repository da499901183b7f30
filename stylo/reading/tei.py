"""TEI, the format of the Deutsches Textarchiv and of TextGrid: the running text of the bodies, one line a paragraph or verse.

Where editors offer two readings (``<choice>``), theirs is taken: ``corr`` for ``sic``, ``reg`` for ``orig``, ``expan`` for
``abbr``. The line breaks of the print end no paragraph, and a word that they divide is made whole. No entity is resolved, no
document type read and nothing fetched.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from stylo.reading.archives import LARGEST_PART
from stylo.reading.extract import CLOSE, OPEN, Extract, installed, lines_of
from stylo.reading.limits import check_markup
from stylo.reading.lines import SOFT_HYPHEN, joined
from stylo.reading.notes import MARKER
from stylo.reading.text import NOT_TEXT, TextError
from stylo.reading.trees import Content, inside, pieces
from stylo.wording.language import say

ROOTS = frozenset({"TEI", "TEI.2", "teiCorpus"})
_SKIPPED = {  # elements whose text does not belong to the running text, and what they are called
    **dict.fromkeys(("teiHeader", "facsimile", "sourceDoc", "standOff", "figDesc", "anchor", "ptr"), ""),
    **dict.fromkeys(("front", "back"), "front and back matter"),
    **dict.fromkeys(("del", "surplus"), "deleted passages"),
    "note": "notes",
    "fw": "running heads and page numbers",
    "figure": "images",
    "formula": "formulas",
    "gap": "gaps",
    "rdg": "variant readings",
}
_BLOCKS = frozenset(
    "text body group div div1 div2 div3 div4 div5 div6 div7 p ab l lg sp speaker stage list item label table row cell "
    "opener closer salute signed dateline byline epigraph argument trailer docTitle titlePart castList castItem set".split()
)
_PREFERRED = ("corr", "reg", "expan")
_LINE = "\v"  # where a line of the print ends
_DIVIDED = re.compile(rf"[-\u2010¬⸗=]?\s*{SOFT_HYPHEN}{_LINE}\s*|(?<=[^\W\d_])[¬⸗=]\s*{_LINE}")


def tei(name: str, data: bytes) -> Extract:
    """The running text of a TEI document, without notes, page breaks, heads and catchwords of pages, front and back matter.

    Raises TextError for other XML and for more than ``LARGEST_PART`` bytes.
    """
    etree = installed("lxml.etree", "readers", "TEI files")
    if len(data) > LARGEST_PART:
        raise TextError(say("{name} is too large: more than {size} MB.", name=name, size=LARGEST_PART // 1_000_000), NOT_TEXT)
    check_markup(name, [data])
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(data, parser)
    if _name(root) not in ROOTS:
        raise TextError(
            say(
                "{name} is XML, but no TEI: its first element is <{element}>. Save it as plain text.",
                name=name,
                element=_name(root),
            ),
            NOT_TEXT,
        )
    left_out: Counter[str] = Counter()
    lines = map(_paragraph, lines_of("".join(pieces(root, left_out, _look))))
    return Extract("\n".join(line for line in lines if line.strip(OPEN)), dict(left_out))


def _name(element: Any) -> str:
    """The name of an element without its namespace; empty for what is none."""
    tag = getattr(element, "tag", None)
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _look(element: Any) -> Content | str:
    name = _name(element)
    if name in _SKIPPED or not name:
        return _SKIPPED.get(name, "")
    if name in {"lb", "pb", "cb"}:
        return [SOFT_HYPHEN + _LINE if element.get("break") == "no" else _LINE if name == "lb" else ""]
    if name == "choice":
        readings = {_name(child): child for child in element}
        return [next((readings[each] for each in _PREFERRED if each in readings), next(iter(element), ""))]
    if name == "ref" and MARKER.fullmatch("".join(element.itertext())):
        return "notes"
    if name in {"w", "pc"} and not element.tail and _name(element.getnext()) == "w" and element.get("join") is None:
        return [*inside(element), " "]
    if name == "head":
        return ["\n", OPEN, *inside(element), CLOSE, "\n"]
    edge = ["\n"] if name in _BLOCKS else []
    return [*edge, *inside(element), *edge]


def _paragraph(text: str) -> str:
    """A paragraph in one line, from its lines in print."""
    text = _DIVIDED.sub(lambda found: "" if SOFT_HYPHEN in found[0] else "-" + _LINE, text)
    lines = [" ".join(line.split()) for line in text.split(_LINE)]
    return joined([line for line in lines if line])
