"""What stands around a text and is none of it: title, headings, byline, credits, rating, legal notice (Genette 1987 calls it
paratext).

All of it is measured like the rest unless somebody asks to leave it out, for nobody can be sure of it. The rule is by lines:

- The first line is a title if it is short (up to 12 words), does not end with the sign of a sentence, and stands before a
  longer line, be there bylines and credits between them. A second line of that kind is a subtitle.
- A line is a heading if its file says so: the styles of Word, *h1* to *h6* of HTML and EPUB, *#* and underlined lines of
  Markdown, *head* of TEI.
- A line is a byline (*Von Eva Muster*), credits (*Regie: ...*, *Mit Udo Beispiel, Ida Probe*, *Das Haus, D 2011, R: Udo
  Beispiel, 90 Min.*), a rating (*★★★☆☆*, *7 von 10 Punkten*, *8/10*, *Bewertung: gut*) or a legal notice if it fits a pattern
  of ``lexicon/paratext.tsv`` as a whole, wherever it stands.

Passages in quotation marks can be set apart as well.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from itertools import takewhile

from stylo.lexicon import table
from stylo.reading.edits import edited
from stylo.reading.lines import with_lines_joined
from stylo.reading.text import Text
from stylo.wording.language import say

TITLE_WORDS = 12
WORD = re.compile(r"\w")
TITLE, HEADING = "title", "heading"
LONGEST = 500  # characters of a line that may be something else than text
QUOTATIONS = ("keep", "drop", "only")
# Opening and closing marks as they go together. A quotation holds none of its own marks and ends with its line; what ends the
# search for its end is the first of these.
OPENING = re.compile(r"[„»«“]|(?<!\w)\"")
CLOSING = {"„": "“”", "»": "«", "«": "»", "“": "”", '"': '"'}
ENDING = {mark: re.compile(f"[{signs}\\n]") for mark, signs in (("„", "“”"), ("»", "»«"), ("«", "»«"), ("“", "“”"), ('"', '"'))}


def titled(text: str) -> bool:
    """Whether the first line looks like a title."""
    return TITLE in _kinds(text.splitlines())


def without_paratext(text: str) -> tuple[str, dict[str, int]]:
    """The text without title, bylines, credits, ratings and legal notices, and how many lines of each were left out."""
    lines = text.splitlines()
    kinds = _kinds(lines)
    kept = "\n".join(line for line, kind in zip(lines, kinds, strict=True) if not kind)
    return kept + "\n", dict(Counter(filter(None, kinds)))


def _kinds(lines: list[str]) -> list[str]:
    """For each line what it is, or nothing for a line of the text."""
    kinds = [_kind(line.strip()) for line in lines]
    running = [i for i, line in enumerate(lines) if line.strip() and not kinds[i]]
    heads = list(takewhile(lambda i: _short(lines[i]), running[:2]))
    if any(len(lines[i].split()) > TITLE_WORDS for i in running[len(heads) : len(heads) + 1]):
        for i in heads:
            kinds[i] = TITLE
    return kinds


def _kind(line: str) -> str:
    return next((kind for pattern, kind in _patterns() if pattern.fullmatch(line)), "") if len(line) <= LONGEST else ""


def _short(line: str) -> bool:
    line = line.strip()
    return len(line.split()) <= TITLE_WORDS and line[-1].isalnum() and ". " not in line


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(row["pattern"]), row["kind"]) for row in table("paratext"))


def paratext_remark(text: str, headings: Sequence[int] = ()) -> str:
    """What of a text is none of its sentences and measured all the same, in a sentence, or nothing."""
    kinds = [*_kinds(text.splitlines()), HEADING if headings else ""]
    found = [kind for kind in dict.fromkeys(kinds) if kind]
    if not found:
        return ""
    if found == [TITLE]:
        return title_remark()
    return say(
        "Some lines look like {kinds}. They are measured like the rest; the texts of the comparison have none. Leave them out "
        "with --skip-title (in Python: skip_title=True).",
        kinds=", ".join(map(say, found)),
    )


def title_remark() -> str:
    """What is said of a text with a title."""
    return say(
        "The first line looks like a title. It is measured like the rest, as a sentence; the texts of the comparison have no "
        "titles. Leave it out with --skip-title (in Python: skip_title=True)."
    )


def quotations(text: str, what: str) -> str:
    """The text as it is (``keep``), without its passages in quotation marks (``drop``), or those alone, a line each (``only``).

    Raises ValueError for anything else.
    """
    if what not in QUOTATIONS:
        raise ValueError(say("Quotations can be one of {known}, not {name!r}.", known=", ".join(QUOTATIONS), name=what))
    if what == "keep":
        return text
    if what == "only":
        return "".join(f"{text[start + 1 : end - 1].strip()}\n" for start, end in _quoted(text))
    return re.sub(r"[^\S\n]{2,}", " ", edited(text, [(start, end, "") for start, end in _quoted(text)]))


def _quoted(text: str) -> Iterator[tuple[int, int]]:
    """Where the quotations of a text stand, their marks with them."""
    end = 0
    ends: dict[str, re.Match[str] | None] = {}
    """What ends a quotation with a mark, as it was found last: nobody looks twice, for a mark may open thousands of times."""
    for opening in OPENING.finditer(text):
        start, mark = opening.start(), opening[0]
        if start < end:
            continue
        if mark not in ends or ((known := ends[mark]) is not None and known.start() <= start):
            ends[mark] = ENDING[mark].search(text, start + 1)
        found = ends[mark]
        if found is None or found[0] not in CLOSING[mark] or (mark == '"' and WORD.match(text, found.end())):
            continue
        end = found.end()
        yield start, end


def prepared(
    text: str, skip_title: bool = False, what: str = "keep", join_lines: bool = False, headings: Collection[int] = ()
) -> tuple[str, dict[str, int]]:
    """A text as it is to be measured: its lines joined, ``without_paratext``, its ``quotations`` kept, dropped or alone.

    ``headings`` are the lines that go with title and byline. Also says how many lines of what were left out. Offsets of marks
    are those of this text.
    """
    left_out: Counter[str] = Counter()
    if skip_title and headings:
        text = "\n".join(line for number, line in enumerate(text.split("\n")) if number not in headings)
        left_out[HEADING] = len(headings)
    if join_lines:
        text = with_lines_joined(text)
    if skip_title:
        text, others = without_paratext(text)
        left_out.update(others)
    if what == "drop":
        left_out["quotations"] = sum(1 for _ in _quoted(text))
    return quotations(text, what), dict(left_out)


def prepared_text(text: Text, skip_title: bool, what: str, join_lines: bool) -> Text:
    """``prepared`` for a text that knows its headings; those of the new one are known where its lines are the same."""
    words, left_out = prepared(text.text, skip_title, what, join_lines, text.headings)
    kept = () if skip_title or join_lines or what == "only" else text.headings
    return Text(text.id, words, text.metadata, {**text.left_out, **left_out}, kept)
