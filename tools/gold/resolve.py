"""From an annotator's shorthand to tables of offsets: ``python -m tools.gold.resolve TEXTS ANNOTATION [TABLES]``.

A file ``ANNOTATION/<text>.tsv`` goes through ``TEXTS/<text>.txt`` sentence by sentence. ``= first words`` opens the next
sentence, ``== 7`` opens the seventh once more, ``#`` begins a remark, and each other line is a mark in the open sentence: its
layer, its words and its labels, separated by tabs. Layers and labels stand in ``layers.tsv`` and may be shortened.

Words are written as they stand in the text. ``Film@2`` is the second *Film* of the sentence, ``die ruhige [Kamera]`` the
*Kamera* behind these words. `` ... `` joins the parts of one mark: from the second part on, a part is the first such word
behind the part before it, and with ``>`` before it the first one behind the sentence. A word that a label asks for is the
nearest one.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from stylo.lexicon import read_table
from stylo.reading.files import read
from stylo.writing.files import write_whole

TABLE = Path(__file__).with_name("layers.tsv")
SENTENCE, WORD, NONE = "sentence", "WORD", "_"
_PART = re.compile(r"(?P<beyond>>?)(?P<words>.+?)(?:@(?P<number>\d+))?$")
_BRACKETED = re.compile(r"(?P<before>.*?)\[(?P<marked>[^\[\]]+)\](?P<after>.*)$")
# A hyphen or an apostrophe between two letters is inside a word.
_LEFT, _RIGHT = r"(?<!\w)(?<!\w['’-])", r"(?!['’-]?\w)"
_FIRST_TO_LAST_WORD = re.compile(r"[^\W_](?:.*[^\W_])?", re.DOTALL)
_BETWEEN_SENTENCES = re.compile(r"[\s\"“”„‚‘’'«»‹›()\[\]*–—-]*$")
_OPENING = "\"“„‚‘'»«›‹(["

Span = tuple[int, int]


class Unresolved(ValueError):
    """A line that names no place in the text, or more than one; the message says which."""


class Problem(NamedTuple):
    """A line of an annotation that could not be taken, and why."""

    text: str
    line: int
    reason: str


@dataclass(frozen=True)
class Mark:
    """One mark: its text, layer, sentence (from 1), the spans of its parts, its labels and the annotator's remark.

    Spans are Python string indices into the text, end exclusive. ``words`` holds the spans of the words that labels name.
    """

    text: str
    layer: str
    sentence: int
    spans: tuple[Span, ...]
    labels: Mapping[str, str]
    words: Mapping[str, Span]
    note: str = ""


@cache
def layers() -> Mapping[str, tuple[Mapping[str, str], ...]]:
    """The layers, each with the rows of its labels in the order in which they are written."""
    found: dict[str, list[Mapping[str, str]]] = {}
    for row in read_table(TABLE):
        labels = found.setdefault(row["layer"], [])
        if row["label"] != NONE:
            labels.append(row)
    return {layer: tuple(rows) for layer, rows in found.items()}


def resolve(name: str, text: str, lines: Iterable[str]) -> tuple[list[Mark], list[Problem]]:
    """The marks of one annotated text in text order, and the lines that could not be taken."""
    reading = _Reading(name, text)
    for number, line in enumerate(lines, 1):
        reading.take(number, line.rstrip("\n"))
    return reading.finish()


class _Reading:
    """One annotation while it is read: where its sentences start, and which line belongs to which."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self.text = name, text
        self.starts: list[int] = []
        self.kinds: list[tuple[int, list[str]]] = []
        self.open = 0
        self.waiting: list[tuple[int, int, list[str]]] = []
        self.problems: list[Problem] = []

    def take(self, number: int, line: str) -> None:
        cells = [cell.strip() for cell in line.split("\t")]
        try:
            if not line.strip() or line.startswith("#"):
                return
            if line.startswith("=="):
                self.open = self._reopened(cells[0].removeprefix("==").strip())
            elif line.startswith("="):
                self.starts.append(self._start(cells[0].removeprefix("=").strip()))
                self.kinds.append((number, cells[1:]))
                self.open = len(self.starts)
            elif not self.open:
                raise Unresolved("a mark before the first sentence")
            else:
                self.waiting.append((number, self.open, cells))
        except Unresolved as error:
            self.problems.append(Problem(self.name, number, str(error)))

    def _reopened(self, number: str) -> int:
        if not number.isdigit() or not 1 <= int(number) <= len(self.starts):
            raise Unresolved(f"there is no sentence {number!r} yet")
        return int(number)

    def _start(self, words: str) -> int:
        """Where the next sentence starts: its words at the next place that a sentence may start at, unless brackets fix it."""
        after = self.starts[-1] + 1 if self.starts else 0
        for start, _ in _places(self.text, words, after, len(self.text)):
            before = _BETWEEN_SENTENCES.search(self.text, 0, start)
            assert before is not None  # the pattern matches the empty string
            ended = before.start() == 0 or self.text[before.start() - 1] in ".!?…" or "\n" in before.group()
            if ended or _BRACKETED.match(words):
                while start and self.text[start - 1] in _OPENING:
                    start -= 1
                return start
        raise Unresolved(f"no sentence starts with {words!r} behind the one before")

    def finish(self) -> tuple[list[Mark], list[Problem]]:
        marks: list[Mark] = []
        if self.starts and _FIRST_TO_LAST_WORD.search(self.text, 0, self.starts[0]):
            self.problems.append(Problem(self.name, 1, "the text has words before the first sentence"))
        bounds = list(pairwise([*self.starts, len(self.text)]))
        for n, ((number, labels), (start, end)) in enumerate(zip(self.kinds, bounds, strict=True), 1):
            whole = _FIRST_TO_LAST_WORD.search(self.text, start, end)
            if whole:
                self._add(marks, number, n, (start, end), SENTENCE, [whole.span()], labels)
            else:
                self.problems.append(Problem(self.name, number, "a sentence without a word"))
        for number, n, cells in self.waiting:
            try:
                layer = _expand(cells[0], layers().keys() - {SENTENCE}, "layer")
                spans = locate(self.text, bounds[n - 1], cells[1] if len(cells) > 1 else "")
            except Unresolved as error:
                self.problems.append(Problem(self.name, number, str(error)))
            else:
                self._add(marks, number, n, bounds[n - 1], layer, spans, cells[2:])
        return sorted(marks, key=lambda mark: (mark.spans, mark.layer)), sorted(self.problems)

    def _add(
        self, marks: list[Mark], number: int, n: int, sentence: Span, layer: str, spans: list[Span], cells: Sequence[str]
    ) -> None:
        try:
            labels, words = _labels(self.text, sentence, layer, spans, [cell for cell in cells if not cell.startswith("#")])
            note = " ".join(cell[1:].strip() for cell in cells if cell.startswith("#"))
            if any(mark.layer == layer and mark.spans == tuple(spans) for mark in marks):
                raise Unresolved(f"{layer}: the same words are marked twice")
        except Unresolved as error:
            self.problems.append(Problem(self.name, number, str(error)))
        else:
            marks.append(Mark(self.name, layer, n, tuple(spans), labels, words, note))


def _expand(short: str, names: Iterable[str], what: str) -> str:
    """The one name that begins like this; a whole name is itself, also where others begin with it."""
    found = [short] if short in names else sorted(name for name in names if short and name.startswith(short))
    if len(found) != 1:
        raise Unresolved(f"{short!r} is no {what}" if not found else f"{short!r} may be {' or '.join(found)}")
    return found[0]


def _labels(
    text: str, sentence: Span, layer: str, spans: Sequence[Span], cells: Sequence[str]
) -> tuple[dict[str, str], dict[str, Span]]:
    """The labels of a mark in full, and where the words stand that they name."""
    rows = layers()[layer]
    if len(cells) > len(rows):
        raise Unresolved(f"{layer} has {len(rows)} labels, not {len(cells)}")
    labels, words = {}, {}
    for row, cell in zip(rows, [*cells, *[NONE] * len(rows)], strict=False):
        value = cell or NONE
        if value == NONE and row["required"] == "yes":
            raise Unresolved(f"{layer}: {row['label']} is missing")
        if row["values"] == WORD:
            if value != NONE:
                words[row["label"]] = _nearest(text, sentence, value, spans)
        else:
            labels[row["label"]] = value if value == NONE else _expand(value, row["values"].split("|"), row["label"])
    return labels, words


def locate(text: str, sentence: Span, words: str) -> list[Span]:
    """The spans of the parts of a mark in its sentence, in the order in which they are written.

    Raises Unresolved for a part that is not there, and for a first part that is there more than once and has no number.
    """
    spans: list[Span] = []
    for part in words.split(" ... "):
        match = _PART.match(part.strip())
        if match is None:
            raise Unresolved("no words are marked")
        start, end = (sentence[1], len(text)) if match["beyond"] else sentence
        follows = bool(spans or match["beyond"]) and not match["number"]
        if spans and follows and not match["beyond"]:
            start = spans[-1][1]
        places = list(_places(text, match["words"], start, end))
        number = int(match["number"] or 1)
        if len(places) < number or not number:
            raise Unresolved(f"{part!r} is not in the sentence" + (" behind the part before it" if spans and follows else ""))
        if len(places) > 1 and not match["number"] and not follows:
            raise Unresolved(f"{part!r} is {len(places)} times in the sentence: write @1, @2 ... or words around it")
        spans.append(places[number - 1])
    return spans


def _nearest(text: str, sentence: Span, words: str, spans: Sequence[Span]) -> Span:
    """The occurrence of a word that stands nearest to a mark; of two as near, the one behind it."""
    first, last = min(spans)[0], max(spans)[1]
    if "@" in words or "[" in words:
        return locate(text, sentence, words)[0]
    places = list(_places(text, words, *sentence))
    if not places:
        raise Unresolved(f"{words!r} is not in the sentence")
    return min(places, key=lambda place: (max(place[0] - last, first - place[1]), -place[0]))


def _places(text: str, words: str, start: int, end: int) -> Iterator[Span]:
    """Where a stretch of whole words stands between two offsets; of a stretch with brackets, where the words inside them do."""
    bracketed = _BRACKETED.match(words)
    pieces = bracketed.groups() if bracketed else ("", words, "")
    before, marked, after = (r"\s+".join(map(re.escape, piece.split())) for piece in pieces)
    gap_before = r"\s+" if pieces[0].endswith(" ") else ""
    gap_after = r"\s+" if pieces[2].startswith(" ") else ""
    if marked:
        whole = re.compile(f"{_LEFT}{before}{gap_before}(?P<marked>{marked}){gap_after}{after}{_RIGHT}")
        for match in whole.finditer(text, start, end):
            yield match.span("marked")


def read_marks(texts: Path, annotation: Path, names: Iterable[str] = ()) -> tuple[list[Mark], list[Problem]]:
    """The marks and problems of all annotated texts of a folder, or of those that are named, in the order of their names."""
    marks: list[Mark] = []
    problems: list[Problem] = []
    wanted = set(names)
    for path in sorted(annotation.glob("*.tsv")):
        if wanted and path.stem not in wanted:
            continue
        lines = path.read_text(encoding="utf-8").splitlines()
        found, wrong = resolve(path.stem, read(texts / f"{path.stem}.txt"), lines)
        marks += found
        problems += wrong
    return marks, problems


def rows(marks: Iterable[Mark], layer: str, texts: Mapping[str, str] | None) -> Iterator[dict[str, str]]:
    """The table of a layer. With the texts it holds words and remarks; without them (None) nothing but offsets and labels."""
    for mark in marks:
        if mark.layer != layer:
            continue
        row = {"text": mark.text, "sentence": str(mark.sentence)}
        row |= {"start": str(min(mark.spans)[0]), "end": str(max(mark.spans)[1])}
        row["spans"] = " ".join(f"{start}-{end}" for start, end in mark.spans)
        if texts is not None and layer != SENTENCE:
            row["words"] = " ... ".join(_plain(texts[mark.text][start:end]) for start, end in mark.spans)
        row |= mark.labels
        for label in (label["label"] for label in layers()[layer] if label["values"] == WORD):
            start, end = mark.words.get(label, (-1, -1))
            if texts is not None:
                row[label] = _plain(texts[mark.text][start:end]) if end > 0 else NONE
            row |= {f"{label}_start": str(start), f"{label}_end": str(end)}
        if texts is not None:
            row["note"] = mark.note or NONE
        yield row


def _plain(words: str) -> str:
    return " ".join(words.split())


def write_tables(marks: Sequence[Mark], folder: Path, texts: Mapping[str, str] | None) -> None:
    """One table a layer, ``<layer>.tsv``, for each layer that has marks; ``texts`` as for ``rows``."""
    folder.mkdir(parents=True, exist_ok=True)
    for layer in layers():
        found = list(rows(marks, layer, texts))
        if found:
            lines = ["\t".join(found[0]), *("\t".join(row.values()) for row in found)]
            write_whole("\n".join(lines) + "\n", folder / f"{layer}.tsv")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print each line that could not be taken, and how many marks were; write the tables. 1 where a line could not be taken."""
    parser = argparse.ArgumentParser(prog="tools.gold.resolve", description=__doc__)
    parser.add_argument("texts", type=Path, help="folder of the texts, <text>.txt")
    parser.add_argument("annotation", type=Path, help="folder of the annotation, <text>.tsv")
    parser.add_argument("tables", nargs="?", type=Path, help="folder to write one table a layer into")
    parser.add_argument("--only", nargs="+", default=[], metavar="TEXT", help="look at these texts alone")
    parser.add_argument("--without-words", action="store_true", help="offsets and labels alone, for texts that are not ours")
    options = parser.parse_args(arguments)
    marks, problems = read_marks(options.texts, options.annotation, options.only)
    for problem in problems:
        print(f"{problem.text}.tsv, line {problem.line}: {problem.reason}", file=sys.stderr)
    counts = {layer: sum(mark.layer == layer for mark in marks) for layer in layers()}
    print(", ".join(f"{layer} {count}" for layer, count in counts.items()))
    if options.tables:
        names = {mark.text for mark in marks}
        texts = None if options.without_words else {name: read(options.texts / f"{name}.txt") for name in names}
        write_tables(marks, options.tables, texts)
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
