"""The annotated text as a piece of HTML: a panel of layers, the text with its marks, and what each mark was taken for and why.

Layers are switched by style alone (``:has(:checked)``), so that they also work where scripts are taken out. Everything that
comes from the text goes through ``_escaped``. Lines, brackets and numbers are drawn by the style sheet: the text of the page is
the text of the document, and a selection copies nothing else.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from itertools import cycle

import pandas as pd

from stylo.annotated.marks import LABELS, SENTENCES, Mark, Segment, rows_of, segments
from stylo.annotated.plain import code, stretches
from stylo.catalogue.labels import feature_name, title
from stylo.wording.language import say
from stylo.wording.reasons import explain

BOX = "contrast"  # the layer that is drawn around the others; their lines lie on the word
# What a label looks like that annotated.css has no look for, in turn; var(--soft) is a grey that shows on either background.
LINES = ("double", "dashed", "dotted", "solid")
# Off until the reader wants them: Satzklammern alone mark two words in every clause, and every comma is a sign.
QUIET = frozenset({"neutral", "punctuation"})
LONGEST_QUOTE = 60  # characters of the other part of a pair


def fragment(text: str, marks: pd.DataFrame, layers: Sequence[str], lang: str) -> str:
    """The whole piece, in the current language."""
    root = "stylo-" + hashlib.sha256("\0".join((text, lang, *layers)).encode("utf-8", "surrogatepass")).hexdigest()[:10]
    body = "".join(_paragraphs(text, marks, root, lang)) if text else ""
    empty = "" if len(marks) or text.strip() else f'<p class="stylo-note">{say("The text has no words.")}</p>'
    return (
        f'<div class="stylo-show" id="{root}" lang="{lang}" dir="ltr" role="group" aria-label="{say("Annotated text")}">'
        f"<style>{_file('annotated.css')}\n{_looks()}{_switching()}</style>"
        f'<div class="stylo-grid">{_panel(marks, layers)}'
        f'<div class="stylo-page"><a class="stylo-skip" href="#{root}-end">{say("Skip the text")}</a>'
        f'<div class="stylo-text" lang="de" role="group" aria-label="{say("Text")}" data-lm-suppress-shortcuts="true">'
        f'{body}</div>{empty}<span id="{root}-end" tabindex="-1"></span></div></div>'
        f"<script>{_file('annotated.js')}</script></div>"
    )


@cache
def _file(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8").strip()


@cache
def _drawn() -> list[tuple[str, str]]:
    """The labels that are drawn on words, each with its layer, from the inside out."""
    layers = sorted((layer for layer in LABELS if layer != SENTENCES), key=lambda layer: layer == BOX)
    return [(label, layer) for layer in layers for label in LABELS[layer]]


@cache
def _looks() -> str:
    """The style of the labels for which the style sheet has none: a line above the word, of another kind for each in turn."""
    plain = [label for label, _ in _drawn() if f".stylo-{label} " not in _file("annotated.css")]
    lines = zip(plain, cycle(LINES), strict=False)
    return "".join(f".stylo-show .stylo-{label} {{ border-top: 2px {line} var(--soft); }}\n" for label, line in lines)


@cache
def _switching() -> str:
    """The style that takes away what stands for a label while its box, or that of its layer, is not checked."""
    rules = []
    for label, layer in ((label, layer) for layer, labels in LABELS.items() for label in labels if layer != SENTENCES):
        off = f'.stylo-show:has([value="{layer}"]:not(:checked), [value="{label}"]:not(:checked)) .stylo-text'
        rules.append(f"{off} .stylo-{label} {{ all: unset; }}")
        rules.append(f"{off} .stylo-{label}::before, {off} .stylo-{label}::after {{ content: none; }}")
        rules.append(f'{off} [data-on="{label}"] {{ display: none; }}')
    return "\n".join(rules)


# ---- the panel


def _panel(marks: pd.DataFrame, layers: Sequence[str]) -> str:
    """The layers with their labels: a legend that is also the switch, with the number of marks of each."""
    once = marks[(marks["pair"] == 0) | ~marks.duplicated(["layer", "label", "pair"])]
    counts = once.value_counts(["layer", "label"]).to_dict()
    rows = "".join(_layer(layer, {label: counts.get((layer, label), 0) for label in LABELS[layer]}) for layer in layers)
    hints = [
        say("Point at a marked word, or move to it with the keyboard, to see what it was taken for and why."),
        say("Equal small numbers tie the parts of a pair together."),
    ]
    keys = say("Tab goes into the text, the arrow keys from mark to mark; Escape hides the explanation.")
    return (
        f'<div class="stylo-panel"><fieldset><legend>{say("Layers")}</legend><ul>{rows}</ul></fieldset>'
        f'<p class="stylo-hint">{" ".join(hints)} <span class="stylo-keys">{keys}</span></p></div>'
    )


def _layer(layer: str, counts: dict[str, int]) -> str:
    head = _switch(layer, title(layer), sum(counts.values()))
    if layer == SENTENCES:
        return f'<li>{head}<ul><li class="stylo-count">{say("its number before, its words behind")}</li></ul></li>'
    samples = {label: f'<span class="stylo-{label}">{say(label)}</span>' for label in counts}
    labels = "".join(f"<li>{_switch(label, samples[label], count)}</li>" for label, count in counts.items())
    return f"<li>{head}<ul>{labels}</ul></li>"


def _switch(value: str, name: str, count: int) -> str:
    checked = "" if value in QUIET else " checked"
    return (
        f'<label><input type="checkbox" value="{value}" autocomplete="off"{checked}> {name} '
        f'<span class="stylo-count">{count}</span></label>'
    )


# ---- the text


def _paragraphs(text: str, marks: pd.DataFrame, root: str, lang: str) -> Iterator[str]:
    """A paragraph for each line of the text, its line end included."""
    rows = rows_of(marks)
    whole = [row for row in rows if row.layer == SENTENCES]
    first = {row.start: number for number, row in enumerate(whole, 1)}
    last = {row.end: (number, row) for number, row in enumerate(whole, 1)}
    spans = [row for row in rows if row.layer != SENTENCES]
    draw = _Drawing(text, spans, root, lang)
    line_ends = {i + 1 for i, character in enumerate(text) if character == "\n"}
    yield "<p>"
    for segment in segments(text, spans, (*first, *last, *line_ends)):
        if segment.start in line_ends:
            yield "</p><p>"
        if segment.start in first:
            yield f'<span class="stylo-sentence" data-number="{first[segment.start]}"></span>'
        yield draw.segment(segment)
        if segment.end in last:
            number, row = last[segment.end]
            yield draw.length(number, row)
    yield "</p>"


class _Drawing:
    """The marked pieces of one text, numbered as they come."""

    def __init__(self, text: str, spans: Sequence[Mark], root: str, lang: str) -> None:
        self.text, self.root = text, root
        self.lang = "" if lang == "de" else f' lang="{lang}"'
        self.rows = spans
        self.lines = [_line(row, others) for row, others in zip(spans, _others(spans), strict=True)]
        self.opening = _opening(spans)
        self.drawn = 0

    def segment(self, segment: Segment) -> str:
        piece = self.text[segment.start : segment.end]
        shown = _escaped(piece)
        if not segment.marks:
            return shown
        rows = [self.rows[i] for i in segment.marks]
        for label, _ in _drawn():
            on = [row for row in rows if row.label == label]
            if on:
                shown = f'<span class="stylo-{label}"{_ties(on, self.opening, segment)}>{shown}</span>'
        if piece.isspace():
            return shown
        labels = {row.label for row in rows}
        alone = f' data-on="{labels.pop()}"' if len(labels) == 1 else ""  # an explanation goes with its one label
        return self._mark("", shown, dict.fromkeys(self.lines[i] for i in segment.marks), alone)

    def length(self, number: int, row: Mark) -> str:
        """The bar and the number of words at the end of a sentence."""
        called = say("sentence {number}", number=number)
        line = f'<span data-on="{SENTENCES}"><b>{called}</b> {_escaped(explain(row.reason))}</span>'
        return self._mark(f' class="stylo-length" style="--words:{row.words}" data-words="{row.words}"', "", [line])

    def _mark(self, attributes: str, shown: str, lines: Iterable[str], alone: str = "") -> str:
        self.drawn += 1
        name = f"{self.root}-{self.drawn}"
        return (
            f'<mark{attributes} tabindex="0" aria-describedby="{name}">{shown}'
            f'<span class="stylo-tip" role="tooltip" id="{name}"{alone}{self.lang} hidden>{"".join(lines)}</span></mark>'
        )


def _ties(rows: Sequence[Mark], opening: set[Mark], segment: Segment) -> str:
    """The numbers of the pairs whose part begins (the opening bracket of a Satzklammer) or ends (all else) with a segment."""
    found: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        if row.detail == "satzklammer" and row in opening:
            found["opens"] += [row.pair] if row.start == segment.start else []
        elif row.pair and row.end == segment.end:
            found["closes" if row.detail == "satzklammer" else "pair"].append(row.pair)
    return "".join(f' data-{name}="{" ".join(map(str, pairs))}"' for name, pairs in found.items() if pairs)


def _opening(rows: Iterable[Mark]) -> set[Mark]:
    """The first part of each pair."""
    first: dict[tuple[str, str, int], Mark] = {}
    for row in rows:
        if row.pair:
            first.setdefault((row.layer, row.label, row.pair), row)
    return set(first.values())


def _others(rows: Sequence[Mark]) -> Iterator[list[Mark]]:
    """For each mark the other parts of its pair."""
    pairs: dict[tuple[str, str, int], list[Mark]] = defaultdict(list)
    for row in rows:
        if row.pair:
            pairs[row.layer, row.label, row.pair].append(row)
    for row in rows:
        yield [other for other in pairs.get((row.layer, row.label, row.pair), ()) if other is not row]


def _line(row: Mark, others: Sequence[Mark]) -> str:
    """What one mark was taken for, why, and what it goes with."""
    taken_for, more = _taken_for(row)
    with_others = [f"{say('with')} <i lang='de'>{_quote(other.text)}</i>" for other in others]
    tied = f' <span class="stylo-tie" data-pair="{row.pair}">{", ".join(with_others)}</span>' if others else ""
    label = f'<b><span class="stylo-{row.label}">{taken_for}</span></b>'
    return f'<span data-on="{row.label}">{label}{more} {_isolated(explain(row.reason))}{tied}</span>'


def _taken_for(row: Mark) -> tuple[str, str]:
    if row.layer == "adjectives":
        noun = f", {say('describes {noun}', noun=_quote(row.detail))}:" if row.detail else ""
        return say("{function} adjective", function=say(row.label)), noun
    if row.layer == "contrast":
        return say("contrast: {tier}", tier=say(row.label)), ""
    if row.layer == "register":
        return feature_name(row.detail), f" ({say(row.label)}):"
    if row.layer == "evaluation":
        return say(row.label), f" ({say(row.detail)}):"
    return say(row.label), f" ({_quote(row.detail)}):" if row.detail else ":" if row.reason else ""


def _quote(text: str) -> str:
    short = text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE].rstrip() + " …"
    return _isolated(" ".join(short.split()))


def _isolated(text: str) -> str:
    return f"<bdi>{_escaped(text)}</bdi>"


def _escaped(text: str) -> str:
    """Text as HTML: markup is shown, not meant; hidden characters are written as codes; nothing joins the tag before it."""
    pieces = "".join(
        f'<span class="stylo-char">{code(piece)}</span>' if hidden else escape(piece) for piece, hidden in stretches(text)
    ).replace("\r", "&#13;")
    joins = bool(text) and unicodedata.category(text[0])[0] == "M"
    return f"&#{ord(text[0])};{pieces[1:]}" if joins else pieces
