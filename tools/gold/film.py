"""Accuracy on film criticism, against the project's own annotation: ``python -m tools.gold.film [FOLDER] [--errors FILE]``.

The eight texts of ``corpus/`` are scored in every clone; 20 reviews, of which the project holds offsets and labels alone, where
``../shared`` is there. ``tests/gold/GUIDELINES.md`` defines the layers. They are mapped to the package's marks like this:

- A mark is right where it shares a character with a settled one that no mark before it has taken; sentences and frames only
  where they begin and end alike.
- passive: those of *werden*; ``stative passive``: of *sein*; ``passive_with_stative``: all, also the few of *bekommen*.
- konjunktiv: *möchte*, and forms that are also the preterite, count neither way: the package takes them by other rules.
- modal particles: of the forms that the package has rules for; the guidelines know more.
- man: *einen* and *einem* in its place count neither way.
- colloquial: also the intensifiers that the dictionaries call colloquial (*voll öde*): the package marks a word once.
- evaluative adjectives: settled judgements that are adjectives; evaluation has the nouns besides.
- verbless sentences: in the guidelines also those whose only finite verbs stand in subordinate clauses.

A figure on fewer than five settled marks is left out.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, cast

import numpy as np
import pandas as pd
from spacy.language import Language
from spacy.tokens import Doc

import stylo
from stylo.families.course import manners
from stylo.families.evaluation import evaluation
from stylo.families.negation import negation
from stylo.families.rhetoric.measure import GROUPS, rhetoric
from stylo.lexicon import table
from stylo.reading.files import read
from stylo.reference.accuracy import HELD_OUT
from stylo.reference.accuracy import OWN_TEXTS as SHIPPED
from stylo.writing.files import write_whole
from tools.gold import GOLD, Counts, result, rows, share_interval, unescape
from tools.gold.contrast import PARTICLES
from tools.gold.resolve import Span, layers

TABLES = Path("tests/gold")
FEWEST = 5
BY_ONE = {"figure"}
"""Layers that one annotator marked, twice: their agreement is none of two."""
Spans = tuple[Span, ...]
Rows = list[dict[str, Any]]
_WORD = re.compile(r"[^\W_](?:.*[^\W_])?", re.DOTALL)


class Gold(NamedTuple):
    """A settled mark: the spans of its parts and its row."""

    spans: Spans
    row: Mapping[str, str]


class Reading(NamedTuple):
    """A text with its settled marks by layer, and with those of the package."""

    doc: Doc
    gold: Mapping[str, Sequence[Gold]]
    sentences: Rows
    adjectives: Rows
    contrast: Rows
    register: Rows
    negation: Rows
    evaluation: Rows
    rhetoric: Rows

    def wanted(self, layer: str, label: str = "", values: Collection[str] = ()) -> list[Spans]:
        """The places of a layer's settled marks, or of those whose label has one of the values."""
        return [mark.spans for mark in self.gold[layer] if not label or mark.row[label] in values]

    def found(self, *features: str, reason: str = "") -> list[Spans]:
        """The places of the package's marks of register, or of those whose reason begins like this."""
        marks = [row for row in self.register if row["feature"] in features and row["reason"].startswith(reason)]
        other = [((row["with_start"], row["with_end"]),) if row["with_start"] >= 0 else () for row in marks]
        return [(_span(row), *behind) for row, behind in zip(marks, other, strict=True)]


class Pair(NamedTuple):
    """Places that are wanted and found in a text; what touches a neutral place and no wanted one counts neither way."""

    wanted: Sequence[Spans]
    found: Sequence[Spans]
    neutral: Sequence[Spans] = ()
    exact: bool = False


class Measure(NamedTuple):
    """A figure by its name in the report: the layer it checks, and how a text gives the places to compare."""

    name: str
    layer: str
    pair: Callable[[Reading], Pair]
    note: str = ""
    tags: str = ""


# --- texts and settled marks ------------------------------------------------------------------------------------------------


def shipped_texts() -> dict[str, str]:
    """The texts of ``corpus/`` by the name of their file."""
    return {path.stem: read(path) for path in sorted(Path("corpus").rglob("*.txt"))}


def review_texts(gold: Path) -> dict[str, str]:
    """The reviews of ``../shared/corpora`` by their number; nothing where they are absent."""
    path = gold.parent / "corpora" / "film_reviews.tsv"
    return {row["doc"]: unescape(row["text"]) for row in rows(path)} if path.is_file() else {}


def settled(folder: Path) -> dict[str, dict[str, list[Gold]]]:
    """The settled marks of a folder of tables: text, layer, marks in text order."""
    found: dict[str, dict[str, list[Gold]]] = {}
    for layer in layers():
        for row in rows(folder / f"{layer}.tsv"):
            spans = tuple((int(start), int(end)) for start, end in (part.split("-") for part in row["spans"].split()))
            found.setdefault(row["text"], {name: [] for name in layers()})[layer].append(Gold(spans, row))
    return found


def readings(nlp: Language, folder: Path, texts: Mapping[str, str]) -> dict[str, Reading]:
    """The annotated texts, read by the package."""
    return {name: reading_of(nlp(texts[name]), marks) for name, marks in settled(folder).items()}


def reading_of(doc: Doc, marks: Mapping[str, Sequence[Gold]]) -> Reading:
    """An annotated document, with the marks of the package."""
    measured = [
        family(doc)
        for family in (stylo.sentences, stylo.adjectives, stylo.contrast, stylo.register, negation, evaluation, rhetoric)
    ]
    return Reading(doc, marks, *(cast(Rows, frame.to_dict("records")) for frame in measured))


# --- what is compared -------------------------------------------------------------------------------------------------------


def _sentences(reading: Reading) -> Iterator[tuple[Spans, bool]]:
    """The package's sentences from first to last letter, and whether they are verbless; a line of signs is none."""
    for row in reading.sentences:
        words = _WORD.search(reading.doc.text, *_span(row))
        if words:
            yield (words.span(),), row["verbless"]


def _boundaries(reading: Reading) -> Pair:
    starts = [((start, start),) for ((start, _),), _ in _sentences(reading)]
    return Pair([((spans[0][0],) * 2,) for spans in reading.wanted("sentence")][1:], starts[1:], exact=True)


def _verbless(reading: Reading) -> Pair:
    """Among the sentences that begin and end alike on both sides."""
    alike = set(reading.wanted("sentence"))
    own = dict(_sentences(reading))
    wanted = [spans for spans in reading.wanted("sentence", "kind", {"verbless"}) if spans in own]
    return Pair(wanted, [spans for spans, verbless in own.items() if verbless and spans in alike], exact=True)


def _adjectives(reading: Reading, function: str = "") -> Pair:
    wanted = reading.wanted("adjective", "function" if function else "", {function})
    return Pair(wanted, [(_span(row),) for row in reading.adjectives if function in ("", row["function"])])


def _span(row: Mapping[str, Any]) -> Span:
    return row["start"], row["end"]


def _markers(reading: Reading, tiers: Collection[str]) -> list[Spans]:
    """The accepted markers of these tiers, each with all its parts."""
    return _by_marker(row for row in reading.contrast if row["accepted"] and row["tier"] in tiers)


CONNECTIVES, MARKERS = ("connective", "paired"), ("connective", "paired", "comparison", "lexical")


def _contrast(reading: Reading, tiers: Collection[str]) -> Pair:
    return Pair(reading.wanted("contrast", "tier", tiers), _markers(reading, tiers))


_OPENINGS = {"main": "finite verb", "subordinate": "conjunction", "relative": "relative pronoun", "question": "question word"}


def _brackets(reading: Reading, *kinds: str) -> Pair:
    """From the first letter of the opening to the last of the verbs."""
    wanted = [((spans[0][0], spans[-1][1]),) for spans in reading.wanted("frame", "kind", kinds)]
    found = [spans[:1] for kind in kinds for spans in reading.found("satzklammer", reason=_OPENINGS[kind])]
    return Pair(wanted, found, exact=True)


_PASSIVES = {"passive": "werden", "stative_passive": "sein", "recipient_passive": "bekommen"}


def _passive(reading: Reading, *features: str) -> Pair:
    kinds = {_PASSIVES[feature] for feature in features}
    return Pair(reading.wanted("passive", "kind", kinds), reading.found(*features))


_MOODS = {"konjunktiv_1": "I", "konjunktiv_2": "II", "wuerde_form": "wuerde"}


def _konjunktiv(reading: Reading) -> Pair:
    neutral = reading.wanted("konjunktiv", "kind", {"moechte", "II-shared"})
    return Pair(reading.wanted("konjunktiv", "kind", _MOODS.values()), reading.found(*_MOODS), neutral)


def _particles(reading: Reading) -> Pair:
    forms = {row["form"] for row in table("modal_particles")}
    wanted = [spans for spans in reading.wanted("modal_particle") if reading.doc.text[slice(*spans[0])].lower() in forms]
    return Pair(wanted, reading.found("modal_particle"))


def _man(reading: Reading) -> Pair:
    neutral = reading.wanted("person", "kind", {"man-oblique"})
    return Pair(reading.wanted("person", "kind", {"man"}), reading.found("impersonal_man"), neutral)


def _first_person(reading: Reading) -> Pair:
    return Pair(reading.wanted("person", "kind", {"singular", "plural"}), reading.found("first_person"))


def _evaluative(reading: Reading) -> Pair:
    adjectives = set(reading.wanted("adjective"))
    wanted = [spans for spans in reading.wanted("evaluation") if spans in adjectives]
    return Pair(wanted, [(_span(row),) for row in reading.evaluation if row["function"] != "noun"])


def _evaluation(reading: Reading) -> Pair:
    return Pair(reading.wanted("evaluation"), [(_span(row),) for row in reading.evaluation])


def _negation(reading: Reading) -> Pair:
    return Pair(reading.wanted("negation"), _by_marker(reading.negation))


def _figures(reading: Reading, *kinds: str) -> Pair:
    return Pair(reading.wanted("figure", "kind", kinds), _by_marker(row for row in reading.rhetoric if row["kind"] in kinds))


ORDERED = [label for name in ("anaphora", "parallelism", "repetition") for label in GROUPS[f"{name}_per_1000_words"]]


def _by_marker(rows: Iterable[Mapping[str, Any]]) -> list[Spans]:
    """The places of marks, each with all its parts."""
    found: dict[int, Spans] = {}
    for row in rows:
        found[row["marker"]] = (*found.get(row["marker"], ()), _span(row))
    return list(found.values())


def _layer(reading: Reading, layer: str, feature: str) -> Pair:
    return Pair(reading.wanted(layer), reading.found(feature))


def _colloquial(reading: Reading) -> Pair:
    found = reading.found("colloquial") + reading.found("intensifier", reason="colloquial")
    return Pair(reading.wanted("colloquial"), sorted(found))


def _lexicon(name: str, layer: str) -> Measure:
    return Measure(name, layer, partial(_layer, layer=layer, feature=layer))


MEASURES = (
    Measure("sentence boundaries", "sentence", _boundaries),
    Measure("verbless sentences", "sentence", _verbless, "of sentences that begin and end alike"),
    Measure("adjectives", "adjective", _adjectives),
    Measure("adjective function: predicative", "adjective", partial(_adjectives, function="predicative"), tags="own"),
    Measure("adjective function: adverbial", "adjective", partial(_adjectives, function="adverbial"), tags="own"),
    Measure("contrast connectives", "contrast", partial(_contrast, tiers=CONNECTIVES)),
    Measure("contrast markers", "contrast", partial(_contrast, tiers=MARKERS)),
    Measure("satzklammer: finite verb", "frame", lambda reading: _brackets(reading, "main")),
    Measure("satzklammer: conjunction", "frame", lambda reading: _brackets(reading, "subordinate")),
    Measure("satzklammer: relative pronoun", "frame", lambda reading: _brackets(reading, "relative")),
    Measure("satzklammer: question word", "frame", lambda reading: _brackets(reading, "question")),
    Measure(
        "satzklammer: all",
        "frame",
        lambda reading: _brackets(reading, "subordinate", "relative", "question"),
        "clauses with the verb at the end",
    ),
    Measure("passive", "passive", lambda reading: _passive(reading, "passive")),
    Measure("stative passive", "passive", lambda reading: _passive(reading, "stative_passive")),
    Measure("passive_with_stative", "passive", lambda reading: _passive(reading, *_PASSIVES)),
    Measure("konjunktiv_adjudicated", "konjunktiv", _konjunktiv),
    Measure("genitive attributes", "genitive", partial(_layer, layer="genitive", feature="genitive_attribute")),
    Measure("modal particles", "modal_particle", _particles, "of the forms that the package has rules for"),
    Measure("first person", "person", _first_person),
    Measure("man", "person", _man),
    Measure("colloquial", "colloquial", _colloquial),
    _lexicon("vulgar", "vulgar"),
    _lexicon("elevated", "elevated"),
    _lexicon("anglicisms", "anglicism"),
    Measure("negation", "negation", _negation),
    Measure("figures: series", "figure", lambda reading: _figures(reading, *GROUPS["series_per_1000_words"])),
    Measure("figures: order and repetition", "figure", lambda reading: _figures(reading, *ORDERED), "anaphora to polyptoton"),
    Measure("figures: rhetorical questions", "figure", lambda reading: _figures(reading, "rhetorical-question")),
    Measure("figures: similes", "figure", lambda reading: _figures(reading, "simile")),
    Measure("evaluation", "evaluation", _evaluation, "adjectives and nouns"),
    Measure("evaluative adjectives", "evaluation", _evaluative),
)


# --- comparing --------------------------------------------------------------------------------------------------------------


def touch(one: Spans, other: Spans) -> bool:
    """Whether two places share a character."""
    return any(start < end_b and start_b < end for start, end in one for start_b, end_b in other)


def matches(pair: Pair) -> tuple[dict[Spans, Spans], list[Spans], list[Spans]]:
    """The places found with the wanted ones that they stand for, those missed, and those found for nothing."""
    left, right, false = list(pair.wanted), {}, []
    for place in pair.found:
        meant = place if pair.exact else next((wanted for wanted in left if touch(place, wanted)), None)
        if meant in left:
            left.remove(meant)
            right[place] = meant
        elif not any(touch(place, neutral) for neutral in pair.neutral):
            false.append(place)
    return right, left, false


def counts(pair: Pair) -> Counts:
    """The counts of one text."""
    right, missed, false = matches(pair)
    return Counts(len(right), len(right) + len(false), len(right) + len(missed))


def _both(reading: Reading, layer: str, pair: Pair, marks: Rows) -> list[tuple[Mapping[str, str], Mapping[str, Any]]]:
    """The rows of the marks that both have: the settled one, and the package's among ``marks``, known by its first span."""
    gold = {mark.spans: mark.row for mark in reading.gold[layer]}
    own = {_span(row): row for row in marks}
    right, _, _ = matches(pair)
    return [(gold[meant], own[place[0]]) for place, meant in right.items()]


def function_pairs(reading: Reading, *, nouns: bool = False) -> list[bool]:
    """For adjectives that both have, whether the function is the same; for attributive ones, whether the noun is."""
    pairs = _both(reading, "adjective", _adjectives(reading), reading.adjectives)
    if not nouns:
        return [wanted["function"] == found["function"] for wanted, found in pairs]
    attributive = [(wanted, found) for wanted, found in pairs if wanted["function"] == found["function"] == "attributive"]
    return [found["noun_start"] in _noun(wanted) for wanted, found in attributive]


def _noun(row: Mapping[str, str]) -> range:
    """The characters of the noun that an adjective describes; -1 alone where it is left out."""
    start, end = int(row["noun_start"]), int(row["noun_end"])
    return range(start, max(start + 1, end))


def marker_pairs(reading: Reading, label: str, column: str) -> list[bool]:
    """For contrast markers that both have, whether ``tier`` or ``sense`` is the one that the package has in a column."""
    pairs = _both(reading, "contrast", _contrast(reading, MARKERS), reading.contrast)
    return [wanted[label] in (found[column], *found[column].lower().split(".")[1:2]) for wanted, found in pairs]


def look_alikes(reading: Reading) -> list[bool]:
    """For each settled look-alike, whether the package takes it for no marker."""
    markers = _markers(reading, MARKERS)
    return [not any(touch(spans, marker) for marker in markers) for spans in reading.wanted("contrast", "tier", {"look-alike"})]


def mood_pairs(reading: Reading) -> list[bool]:
    """For subjunctives that both have, whether it is the same one."""
    marks = [row for row in reading.register if row["feature"] in _MOODS]
    pairs = _both(reading, "konjunktiv", _konjunktiv(reading), marks)
    return [wanted["kind"] == _MOODS[found["feature"]] for wanted, found in pairs]


def negation_pairs(reading: Reading) -> list[bool]:
    """For negations that both have, whether the kind is the same."""
    pairs = _both(reading, "negation", _negation(reading), reading.negation)
    return [wanted["kind"] == found["kind"] for wanted, found in pairs]


def judgement_pairs(reading: Reading, label: str) -> list[bool]:
    """For judgements that both have, whether target, holder, polarity or negation is the same."""
    pairs = _both(reading, "evaluation", _evaluation(reading), reading.evaluation)
    said = {"negated": True, "_": False}
    return [said.get(wanted[label], wanted[label]) == found[label] for wanted, found in pairs]


def particle_tokens(reading: Reading) -> list[bool]:
    """For each word of the six forms that other corpora are scored on, whether modal particle or not is told right."""
    wanted, found = set(reading.wanted("modal_particle")), set(reading.found("modal_particle"))
    tokens = [((token.idx, token.idx + len(token)),) for token in reading.doc if token.lower_ in PARTICLES]
    return [(place in wanted) == (place in found) for place in tokens]


PARTS_OF_OTHERS = {
    "sentence boundaries", "adjective function: predicative", "adjective function: adverbial", "contrast connectives",
    "satzklammer: all", "passive_with_stative", "evaluative adjectives",
}  # fmt: skip
"""What another measure has as well, and boundaries, which are no words: left out mark by mark."""
_NAMES = [measure.name for measure in MEASURES]

SHARES: tuple[tuple[str, Callable[[Reading], list[bool]], str, str], ...] = (
    ("adjective function", function_pairs, "accuracy", "of adjectives found by both"),
    ("adjective noun", partial(function_pairs, nouns=True), "accuracy", "of attributive adjectives found by both"),
    ("contrast tier", partial(marker_pairs, label="tier", column="tier"), "accuracy", "of markers found by both"),
    ("contrast sense", partial(marker_pairs, label="sense", column="sense"), "accuracy", "of markers found by both; of PDTB 3"),
    ("contrast relation", partial(marker_pairs, label="sense", column="relation"), "accuracy", "of markers found by both"),
    ("contrast look-alikes", look_alikes, "share", "taken for no marker"),
    ("konjunktiv: kind", mood_pairs, "accuracy", "of subjunctives found by both"),
    ("modal particle: all", particle_tokens, "share", "of every word of six forms, told right"),
    ("negation: kind", negation_pairs, "accuracy", "of negations found by both"),
    ("evaluation: polarity", partial(judgement_pairs, label="polarity"), "accuracy", "in the sentence, of those found by both"),
    ("evaluation: negated", partial(judgement_pairs, label="negated"), "accuracy", "of those found by both"),
    ("evaluation: target", partial(judgement_pairs, label="target"), "accuracy", "of those found by both"),
    ("evaluation: holder", partial(judgement_pairs, label="holder"), "accuracy", "of those found by both"),
)


# --- the report -------------------------------------------------------------------------------------------------------------


def agreement(layer: str, texts: Collection[str]) -> list[Counts]:
    """Places of a layer that both annotators, the one, and the other marked, text by text."""
    chosen = [row for row in rows(TABLES / "agreement.tsv") if row["layer"] == layer and row["text"] in texts]
    return [Counts(int(row["both"]), int(row["first"]), int(row["second"])) for row in chosen]


def _f1(documents: Sequence[Counts]) -> float:
    hits, found, wanted = np.array(documents).sum(axis=0)
    return float(2 * hits / max(1, found + wanted))


def scores(corpus: str, found: Mapping[str, Reading]) -> Iterator[dict[str, object]]:
    """The rows of one corpus."""
    for measure in MEASURES:
        documents = [counts(measure.pair(reading)) for reading in found.values()]
        agreed = (
            f"annotators agree: F1 {_f1(agreement(measure.layer, found)):.3f}" if measure.layer != "figure" else "one annotator"
        )
        if sum(document.wanted for document in documents) >= FEWEST:
            note = "; ".join(filter(None, (measure.note, agreed)))
            yield result(corpus, measure.name, documents) | {"tags": measure.tags, "note": note}
    for name, pairs, statistic, note in SHARES:
        right = [pair for reading in found.values() for pair in pairs(reading)]
        if len(right) >= FEWEST:
            share = {"corpus": corpus, "measure": name, "n": len(right), "value": sum(right) / len(right)}
            yield share | share_interval(sum(right), len(right)) | {"statistic": statistic, "note": note}


def passage_score(corpus: str, found: Mapping[str, Reading]) -> Iterator[dict[str, object]]:
    """How often a paragraph that is annotated as narrative or evaluating is taken for the same (``passages.tsv``)."""
    wanted = {(row["text"], int(row["start"])): row["kind"] for row in rows(TABLES / "passages.tsv")}
    right = []
    for name, reading in found.items():
        for start, manner in manners(reading.doc)[["start", "manner"]].itertuples(index=False):
            kind = wanted.get((name, start), "other")
            right += [kind == manner] if kind != "other" else []
    if len(right) >= FEWEST:
        share = {"corpus": corpus, "measure": "narrative or evaluating", "n": len(right), "value": sum(right) / len(right)}
        note = "of paragraphs that are one of the two; one annotator"
        yield share | share_interval(sum(right), len(right)) | {"statistic": "accuracy", "note": note}


def parts(gold: Path, nlp: Language) -> Iterator[tuple[str, dict[str, Reading]]]:
    """Name and texts of the corpora that are there."""
    yield SHIPPED, readings(nlp, TABLES / "criticism", shipped_texts())
    reviews = review_texts(gold)
    if reviews:
        yield HELD_OUT, readings(nlp, TABLES / "reviews20", reviews)


def report(gold: Path, nlp: Language) -> Iterator[dict[str, object]]:
    """The rows for ``python -m tools.gold``."""
    for corpus, found in parts(gold, nlp):
        yield from scores(corpus, found)
        yield from passage_score(corpus, found)


def errors(found: Mapping[str, Reading]) -> Iterator[dict[str, str]]:
    """Each error of the measures with precision and recall: text, offset, missed or false, its words and those around."""
    for measure in MEASURES:
        for name, reading in found.items():
            text = reading.doc.text
            _, missed, false = matches(measure.pair(reading))
            for place, kind in sorted([(place, "missed") for place in missed] + [(place, "false") for place in false]):
                start, end = place[0][0], place[-1][1]
                words = " ... ".join(text[a:b] for a, b in place)
                context = f"{text[max(0, start - 40) : start]}|{text[start : end + 30]}"
                row = {"measure": measure.name, "text": name, "start": str(start), "kind": kind}
                yield row | {"words": " ".join(words.split()), "context": " ".join(context.split())}


def mark_by_mark(reading: Reading) -> pd.DataFrame:
    """Every mark of a text that the annotation has, or the package, or both: measure, start, end, text (its parts in the
    order of the text), marked_by."""
    found = []
    for measure in MEASURES:
        if measure.name not in PARTS_OF_OTHERS:
            right, missed, false = matches(measure.pair(reading))
            for places, marked_by in ((right, "both"), (missed, "annotation alone"), (false, "tool alone")):
                found += [(measure.name, place[0][0], place[-1][1], marked_by, place) for place in map(sorted, places)]
    rows = [
        (name, start, end, " … ".join(reading.doc.text[a:b] for a, b in place), marked_by)
        for name, start, end, marked_by, place in sorted(found, key=lambda row: (_NAMES.index(row[0]), *row[1:]))
    ]
    return pd.DataFrame(rows, columns=["measure", "start", "end", "text", "marked_by"])


def kinds(found: Mapping[str, Reading]) -> Counter[tuple[str, str]]:
    """How often each measure misses something or finds something for nothing: counts alone."""
    return Counter((row["measure"], row["kind"]) for row in errors(found))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; with ``--errors`` also write each error on the texts of the project."""
    parser = argparse.ArgumentParser(prog="tools.gold.film", description=__doc__)
    parser.add_argument("gold", nargs="?", type=Path, default=GOLD)
    parser.add_argument("--errors", type=Path, metavar="FILE", help="write the errors on the eight texts to this file (TSV)")
    options = parser.parse_args(arguments)
    for corpus, found in parts(options.gold, stylo.load()):
        print(corpus)
        for row in scores(corpus, found):
            print(_line(row))
        if corpus == SHIPPED and options.errors:
            _write(errors(found), options.errors)
        print("errors:", ", ".join(f"{measure} {kind} {number}" for (measure, kind), number in kinds(found).items()))
    return 0


def _line(row: Mapping[str, object]) -> str:
    figures = "  ".join(f"{name} {row[name]:.3f}" for name in ("precision", "recall", "f1", "value") if name in row)
    return f"  {row['measure']!s:34} n {row['n']!s:>4}  {figures}  [{row['low']:.3f}, {row['high']:.3f}]  {row['note']}"


def _write(found: Iterable[Mapping[str, str]], path: Path) -> None:
    lines = [("measure", "text", "start", "kind", "words", "context"), *(row.values() for row in found)]
    write_whole("".join("\t".join(line) + "\n" for line in lines), path)


if __name__ == "__main__":
    sys.exit(main())
