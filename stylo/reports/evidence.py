"""The evidence: what was counted, row by row, in its context and with the reason, each row with the way to its place."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from stylo import catalogue
from stylo.catalogue import labels
from stylo.families.document import Reading
from stylo.wording.language import say
from stylo.wording.reasons import explain as reason

SENTENCES = "sentences"
MOST_ROWS = 200
CONTEXT = 28  # characters on either side
MOST_OF_A_SENTENCE, MOST_OF_A_MARK = 240, 60  # characters that are shown


@dataclass(frozen=True)
class Row:
    """A mark in its context: the number of its sentence (0 where it has none), and whether it was counted."""

    sentence: int
    left: str
    text: str
    right: str
    label: str
    reason: str
    counted: bool = True


@dataclass(frozen=True)
class Table:
    """The rows of a family that are shown, how many there are in all, and whether each is a whole sentence."""

    rows: tuple[Row, ...]
    total: int
    whole: bool


def table(reading: Reading, family: str) -> Table:
    """The evidence of a family with marks: at most ``MOST_ROWS`` rows, in text order."""
    marks = reading.marks(family).sort_values(["start", "end"], kind="stable")
    if "sentence" not in marks:
        starts = [reading.tokens.offsets[start] for start, _ in reading.tokens.sentences]
        marks = marks.assign(sentence=[bisect(starts, start) for start in marks["start"]])
    shown = marks.head(MOST_ROWS)
    return Table(tuple(_row(reading.text, mark, family) for mark in shown.to_dict("records")), len(marks), family == SENTENCES)


def _row(text: str, mark: Mapping[Any, Any], family: str) -> Row:
    start, end = mark["start"], mark["end"]
    inside = family == SENTENCES  # a sentence is its own context
    return Row(
        sentence=int(mark["sentence"]),
        left="" if inside else _before(text[max(0, start - 3 * CONTEXT) : start]),
        text=_cut(text[start:end], MOST_OF_A_SENTENCE) if inside else _hollow(text[start:end]),
        right="" if inside else _after(text[end : end + 3 * CONTEXT]),
        label=_label(mark, family),
        reason=_reason(mark, family),
        counted=bool(mark.get("accepted", True)),
    )


def _label(mark: Mapping[Any, Any], family: str) -> str:
    if family == SENTENCES:
        return say("{n} words", n=mark["words"]) if mark["words"] != 1 else say("1 word")
    if family == "register":
        return labels.register_feature(mark["feature"])
    entry = catalogue.families()[family]
    return say(str(mark[entry.label]) if entry.label else entry.labels[0])


def _reason(mark: Mapping[Any, Any], family: str) -> str:
    if family == SENTENCES:
        found = {name: mark[name] for name in ("finite_verbs", "clauses")}
        return say(
            "finite verbs: {finite_verbs}; clauses: {clauses}; opens with: {opening}", opening=say(mark["opening"]), **found
        )
    if family == "register":
        return say("{pole}; {reason}", pole=say(mark["pole"]), reason=reason(mark["reason"]))
    if family == "adjectives" and mark["noun"]:
        return say("{reason} ({noun})", reason=reason(mark["reason"]), noun=mark["noun"])
    return reason(mark.get("reason", ""))


def _cut(text: str, most: int, more: str = " …") -> str:
    """The beginning of a text on one line, whole words where there are any, with dots where more follows."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    return (line[: most + 1].rpartition(" ")[0] or line[:most]) + more


def _hollow(text: str) -> str:
    """A mark on one line, of a long one its beginning and its end."""
    line = " ".join(text.split())
    if len(line) <= MOST_OF_A_MARK:
        return line
    last = line[-MOST_OF_A_MARK // 3 :]
    return f"{_cut(line, MOST_OF_A_MARK // 3, '')} … {last.partition(' ')[2] or last}"


def _before(text: str) -> str:
    """The end of a text, on one line."""
    line = " ".join(text.split())
    if len(line) > CONTEXT:
        line = line[-CONTEXT - 1 :].partition(" ")[2] or line[-CONTEXT:]
    return line + (" " if text[-1:].isspace() else "")


def _after(text: str) -> str:
    """The beginning of a text, on one line."""
    return (" " if text[:1].isspace() else "") + _cut(text, CONTEXT, "")
