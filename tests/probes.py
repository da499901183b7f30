"""Small inputs with the right value, as claims that can be checked: the format of ``../shared/gold/probes`` and of our own."""

from __future__ import annotations

import csv
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from spacy.language import Language
from spacy.tokens import Doc

import stylo
from stylo.families.document import Reading, reading_of
from stylo.families.readability import readability
from stylo.families.registry import marked
from stylo.grammar.marks import sentence_spans
from stylo.reading import normalise

GOLD = Path(__file__).parent / "gold"
SHARED = Path(__file__).parents[2] / "shared" / "gold" / "probes" / "probes.tsv"


class Probe(NamedTuple):
    """One claim about a text: what is checked and what is expected."""

    kind: str
    text: str
    check: str
    expected: str


def read(path: Path) -> list[Probe]:
    """The probes of a table; ``\\n``, ``\\t`` and ``\\\\`` are escaped, and a line that starts with ``# `` is a remark."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("# ")]
    rows = csv.reader(lines[1:], delimiter="\t", quoting=csv.QUOTE_NONE)
    return [Probe(*map(unescaped, row)) for row in rows]


def unescaped(cell: str) -> str:
    """A cell with its line breaks and tabs."""
    return cell.replace("\\\\", "\0").replace("\\n", "\n").replace("\\t", "\t").replace("\0", "\\")


def holds(nlp: Language, probe: Probe) -> bool:
    """Whether a claim holds. Raises KeyError for a check that there is not."""
    doc = nlp(probe.text)
    return not differences(doc, nlp(probe.expected)) if probe.check == "twin" else CHECKS[probe.check](doc, probe.expected)


def differences(doc: Doc, clean: Doc | Reading) -> list[str]:
    """Where a text and its clean twin differ: values, and marks whose words, as they are read, are not the same."""
    pair = (reading_of(doc), reading_of(clean))
    values = pd.concat([each.profile for each in pair]).drop(columns="document").map(str)
    found = [f"{name}: {one} for {other}" for name, (one, other) in values.items() if one != other]
    for kind in marked():
        one, other = ([_words_of(row) for row in each.once(_with_words, kind)] for each in pair)
        found += [f"{kind}: {row} is missing" for row in other if row not in one]
        found += [f"{kind}: {row} is too much" for row in one if row not in other] + [kind] * (len(one) != len(other))
    return found


def _with_words(reading: Reading, family: str) -> list[dict[str, object]]:
    """The marks without their offsets, with the forms that are read in them instead of their text."""
    laid_out = reading.tokens
    rows = reading.marks(family).to_dict("records")
    for row in rows:
        first, last = (bisect_left(laid_out.offsets, row.pop(edge)) for edge in ("start", "end"))
        row["text"] = laid_out.forms[first:last]
    return [{name: value for name, value in row.items() if not name.endswith(("_start", "_end"))} for row in rows]


def _words_of(row: dict[str, object]) -> dict[str, object]:
    """A row in which cells of text are the words in them."""
    return {name: re.findall(r"\w+", plain(value)) if isinstance(value, str) else value for name, value in row.items()}


def plain(text: str) -> str:
    """A stretch of text as it is read."""
    reading = normalise.read(text)
    return text if reading is None else normalise.with_apostrophes(reading.text)


def _sentences(doc: Doc, expected: str) -> bool:
    return len(list(sentence_spans(doc))) == int(expected)


def _cuts(doc: Doc, expected: str) -> bool:
    return " ¦ ".join(span.text for span in sentence_spans(doc)) == expected


def _words(doc: Doc, expected: str) -> bool:
    return int(stylo.sentences(doc)["words"].sum()) == int(expected)


def _syllables(doc: Doc, expected: str) -> bool:
    return int(readability(doc)["syllables"].sum()) == int(expected)


def _adjectives(doc: Doc, expected: str) -> bool:
    return "|".join(stylo.adjectives(doc)["text"]) == expected


def _contrast(doc: Doc, expected: str) -> bool:
    """``form:yes`` where every mark of the form is accepted, ``form:no`` where none is."""
    marks = stylo.contrast(doc)
    for claim in expected.split("|"):
        form, _, accepted = claim.rpartition(":")
        if marks[marks["text"] == form]["accepted"].any() != (accepted == "yes"):
            return False
    return True


def _register(doc: Doc, expected: str) -> bool:
    feature, _, number = expected.partition("=")
    return int((stylo.register(doc)["feature"] == feature).sum()) == int(number)


def _tag(doc: Doc, expected: str) -> bool:
    form, _, tag = expected.rpartition("=")
    return [token.tag_ for token in doc if token.text == form][:1] == [tag]


def _lemma(doc: Doc, expected: str) -> bool:
    return any(token.lemma_ == expected for token in doc)


CHECKS: dict[str, Callable[[Doc, str], bool]] = {
    "sentences": _sentences,
    "cuts": _cuts,
    "words": _words,
    "syllables": _syllables,
    "adjectives": _adjectives,
    "contrast": _contrast,
    "register": _register,
    "tag": _tag,
    "lemma": _lemma,
}


def main(paths: list[str]) -> None:
    """Print how many claims hold, by kind, and those that do not."""
    nlp = stylo.load()
    for path in map(Path, paths or [str(SHARED)]):
        probes = read(path)
        failed = [probe for probe in probes if not holds(nlp, probe)]
        total, wrong = Counter(probe.kind for probe in probes), Counter(probe.kind for probe in failed)
        print(f"{path.name}: {len(probes) - len(failed)} of {len(probes)}")
        print("  " + ", ".join(f"{kind} {total[kind] - wrong[kind]}/{total[kind]}" for kind in sorted(total)))
        for probe in failed:
            print("  wrong:", *map(repr, probe))
            if probe.check == "twin":
                print("   ", *differences(nlp(probe.text), nlp(probe.expected))[:4], sep="\n      ")


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
