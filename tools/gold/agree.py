"""Agreement of two annotations: ``python -m tools.gold.agree TEXTS FIRST SECOND [--differences FILE] [--counts FILE]``.

Per layer: F1 of the places (a place is right where all parts of a mark begin and end alike; parts side by side are one
stretch, so that *gezeigt ... wird* and *gezeigt wird* are the same place); the share of all marks that touch one of the other
annotation; and for each label, over the places that both marked, the share that agrees and Cohen's kappa (Cohen 1960).
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from stylo.reading.files import read
from stylo.writing.files import write_whole
from tools.gold import score
from tools.gold.resolve import NONE, WORD, Mark, Span, layers, read_marks

Place = tuple[str, tuple[Span, ...]]
Row = dict[str, str]


def kappa(first: Sequence[str], second: Sequence[str]) -> float:
    """Cohen's kappa of the labels that two annotators gave the same items; nan where chance alone would agree always."""
    total = len(first)
    left, right = Counter(first), Counter(second)
    chance = sum(left[label] * right[label] for label in left) / total**2 if total else 1.0
    if chance == 1:
        return float("nan")
    observed = sum(a == b for a, b in zip(first, second, strict=True)) / total
    return (observed - chance) / (1 - chance)


def agreement(first: Sequence[Mark], second: Sequence[Mark]) -> Iterator[Row]:
    """One row a layer and label; marks of texts that only one of them annotated are left out."""
    both = {mark.text for mark in first} & {mark.text for mark in second}
    for layer in layers():
        left, right = _places(first, layer, both), _places(second, layer, both)
        if not left and not right:
            continue
        shared = sorted(left.keys() & right.keys())
        row = {"layer": layer, "label": "place", "first": str(len(left)), "second": str(len(right)), "both": str(len(shared))}
        touching = (_touched(left, right) + _touched(right, left)) / (len(left) + len(right))
        yield row | {"f1": f"{score({*left}, {*right}).f1:.3f}", "touching": f"{touching:.3f}", "agree": NONE, "kappa": NONE}
        for label in layers()[layer]:
            if shared:
                labels = [[_label(marks[place], label["label"]) for place in shared] for marks in (left, right)]
                share = sum(a == b for a, b in zip(*labels, strict=True)) / len(shared)
                known = NONE if label["values"] == WORD else f"{kappa(*labels):.3f}"
                named = row | {"label": label["label"], "f1": NONE, "touching": NONE}
                yield named | {"agree": f"{share:.3f}", "kappa": known}


def counts(first: Sequence[Mark], second: Sequence[Mark]) -> Iterator[Row]:
    """One row a text and layer: the places that each marked, and those that both did."""
    for text in sorted({mark.text for mark in first} & {mark.text for mark in second}):
        for layer in layers():
            left, right = _places(first, layer, {text}), _places(second, layer, {text})
            shared = left.keys() & right.keys()
            numbers = {"first": str(len(left)), "second": str(len(right)), "both": str(len(shared))}
            yield {"text": text, "layer": layer} | numbers


def _places(marks: Sequence[Mark], layer: str, texts: set[str]) -> dict[Place, Mark]:
    return {(mark.text, _stretches(mark.spans)): mark for mark in marks if mark.layer == layer and mark.text in texts}


def _stretches(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The parts of a mark, those with one blank between them joined."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and start == joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)


def _touched(marks: dict[Place, Mark], others: dict[Place, Mark]) -> int:
    """How many marks share a character with one of the others."""
    taken = {(text, i) for text, spans in others for span in spans for i in range(*span)}
    return sum(any((text, i) in taken for span in spans for i in range(*span)) for text, spans in marks)


def _label(mark: Mark, label: str) -> str:
    return str(mark.words.get(label, NONE)) if label not in mark.labels else mark.labels[label]


def differences(first: Sequence[Mark], second: Sequence[Mark], texts: dict[str, str]) -> Iterator[Row]:
    """Each place on which two annotations differ, with its words and both judgements, in text order: the list to settle."""
    both = {mark.text for mark in first} & {mark.text for mark in second}
    for layer in layers():
        left, right = _places(first, layer, both), _places(second, layer, both)
        for place in sorted(left.keys() | right.keys()):
            judged = [_judgement(marks.get(place), layer, texts) for marks in (left, right)]
            if judged[0] != judged[1]:
                text, spans = place
                words = " ... ".join(" ".join(texts[text][start:end].split()) for start, end in spans)
                sentence = next(marks[place].sentence for marks in (left, right) if place in marks)
                where = {"text": text, "sentence": str(sentence), "start": str(spans[0][0])}
                yield {"layer": layer, **where, "words": words[:200], "first": judged[0], "second": judged[1]}


def _judgement(mark: Mark | None, layer: str, texts: dict[str, str]) -> str:
    if mark is None:
        return "not marked"
    named = {label: texts[mark.text][start:end] for label, (start, end) in mark.words.items()}
    values = [mark.labels.get(label["label"]) or named.get(label["label"], NONE) for label in layers()[layer]]
    return " ".join(values) or "marked"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the agreement as a table; 1 where a line of either annotation could not be taken."""
    parser = argparse.ArgumentParser(prog="tools.gold.agree", description=__doc__)
    parser.add_argument("texts", type=Path, help="folder of the texts, <text>.txt")
    parser.add_argument("first", type=Path, help="folder of the first annotation")
    parser.add_argument("second", type=Path, help="folder of the second annotation")
    parser.add_argument("--only", nargs="+", default=[], metavar="TEXT", help="look at these texts alone")
    parser.add_argument("--differences", type=Path, help="write the places on which they differ to this file (TSV)")
    parser.add_argument("--counts", type=Path, help="write the numbers of places, text by text, to this file (TSV)")
    options = parser.parse_args(arguments)
    (first, wrong), (second, also_wrong) = (
        read_marks(options.texts, folder, options.only) for folder in (options.first, options.second)
    )
    for side, problem in [("first", problem) for problem in wrong] + [("second", problem) for problem in also_wrong]:
        print(f"{side}: {problem.text}.tsv, line {problem.line}: {problem.reason}", file=sys.stderr)
    found = list(agreement(first, second))
    if found:
        _print_table(found)
    if options.differences:
        texts = {mark.text: read(options.texts / f"{mark.text}.txt") for mark in (*first, *second)}
        _write(differences(first, second, texts), options.differences)
    if options.counts:
        _write(counts(first, second), options.counts)
    return 1 if wrong or also_wrong else 0


def _write(rows: Iterable[Row], path: Path) -> None:
    """A table with the columns of its first row; an empty file where there is no row."""
    found = list(rows)
    lines = ["\t".join(cells) for cells in (*found[:1], *(row.values() for row in found))]
    write_whole("".join(f"{line}\n" for line in lines), path)


def _print_table(found: Sequence[Row]) -> None:
    widths = {name: max(len(name), *(len(row[name]) for row in found)) for name in found[0]}
    for row in ({name: name for name in widths}, *found):
        print("  ".join(value.ljust(widths[name]) for name, value in row.items()).rstrip())


if __name__ == "__main__":
    raise SystemExit(main())
