"""Markdown: the running text, one line a paragraph, without front matter, code, pictures and notes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from stylo.reading.extract import OPEN, Extract
from stylo.reading.lines import joined
from stylo.reading.markup import without_markup

_FRONT = re.compile(r"\A---\n.{0,20000}?\n(?:---|\.\.\.)(?:\n|\Z)", re.DOTALL)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_NOTE = re.compile(r" {0,3}\[\^[^\[\]]{1,50}\]:")
_TARGET = re.compile(r" {0,3}\[[^\[\]]{1,200}\]:\s*\S")  # where a link leads
_RULE = re.compile(r"\s*(?:={3,}|(?:[-*_] ?){3,}|[|:\s-]*---[|:\s-]*)\s*")  # also under a heading, and in a table
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)\s*")  # of the line before, which it makes a heading
_QUOTE = re.compile(r"^(?: {0,3}> ?)+")
_MARK = re.compile(r"\s*(?:(#{1,6})|[-*+]|\d{1,3}[.)])\s+")  # a heading, or an item of a list
_PICTURE = re.compile(r"!\[[^\[\]\n]{0,300}\](?:\([^()\n]{0,500}\)|\[[^\[\]\n]{0,100}\])")
_REFERENCE = re.compile(r"\[([^\[\]\n]{1,300})\]\[[^\[\]\n]{0,100}\]")
_CODE = re.compile(r"(`{1,2})([^`\n]{1,300})\1")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!~>|-])")


def markdown(text: str) -> Extract:
    """The text of a Markdown file. Lines of a paragraph are joined, as Markdown does; the signs of emphasis and links go."""
    left_out: Counter[str] = Counter()
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace(OPEN, "")
    paragraphs: list[list[str]] = []
    headings: set[int] = set()
    goes_on = False
    for line in _running(_FRONT.sub("", text, count=1).split("\n"), left_out):
        line = _QUOTE.sub("", line, count=1)
        mark = _MARK.match(line)
        body = line[mark.end() if mark else 0 :].strip()
        if not body or _RULE.fullmatch(line):
            headings |= {len(paragraphs) - 1} if goes_on and _UNDERLINE.fullmatch(line) else set()
            goes_on = False
        elif body.startswith("|"):
            paragraphs += [[cell.strip()] for cell in body.strip("|").split("|")]
        else:
            if goes_on and not mark:
                paragraphs[-1].append(body)
            else:
                headings |= {len(paragraphs)} if mark and mark[1] else set()
                paragraphs.append([body])
            goes_on = not (mark and mark[1]) and not line.endswith("  ")
    plain = {number: _plain(joined(lines)) for number, lines in enumerate(paragraphs)}
    lines = [(OPEN if number in headings else "") + line for number, line in plain.items() if line]
    return Extract("\n".join(lines), dict(left_out))


def _running(lines: Iterable[str], left_out: Counter[str]) -> Iterator[str]:
    """The lines of the running text, an empty one for what is left out."""
    fence, in_note = "", False
    for line in lines:
        found = _FENCE.match(line)
        note = _NOTE.match(line) is not None
        in_note = note or (in_note and line.startswith((" ", "\t")))
        if fence or found:
            closes = fence and found and found[1].startswith(fence)
            left_out["code"] += not fence
            fence = "" if closes else fence or (found[1] if found else "")
        elif not in_note and not _TARGET.match(line):
            left_out["images"] += len(_PICTURE.findall(line))
            yield _PICTURE.sub("", line)
            continue
        left_out["notes"] += note and not fence
        yield ""


def _plain(text: str) -> str:
    text = _CODE.sub(r"\2", _REFERENCE.sub(r"\1", text))
    return _ESCAPED.sub(r"\1", without_markup(text)).strip()
