"""Accuracy of the register measures against human annotation: passive, Konjunktiv, and the lexicons' agreement with judges."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from stylo.gold import Score, rows, score
from stylo.measures.clauses import clauses
from stylo.measures.verbs import WERDEN, Verbal, konjunktive, passives
from stylo.measures.view import view

Row = dict[str, Any]
Gold = dict[str, str]


def gold_sentences(gold: Path, corpus: str) -> list[list[Gold]]:
    """The sentences of ``ud-gsd`` or ``ud-lit`` as lists of token rows."""
    sentences: dict[str, list[Gold]] = {}
    for row in rows(gold / corpus / "tokens.tsv"):
        sentences.setdefault(row["sent_id"], []).append(row)
    return list(sentences.values())


def found(finder: Callable[..., Iterator[Verbal]], doc: Doc) -> set[int]:
    """Token indices that a finder marks in a one-sentence document."""
    laid_out = view(doc)
    return {
        mark.first for start, end in laid_out.sentences for mark in finder(laid_out, start, end, clauses(laid_out, start, end))
    }


def verb_scores(nlp: Language, gold: Path, corpus: str) -> tuple[dict[str, Score], dict[str, int], list[tuple[str, str, str]]]:
    """Scores and gold counts of ``passive``, ``passive_with_stative`` and ``konjunktiv``; and each error.

    Passive: gold is every token with the relation aux:pass that is a form of werden; in ``passive_with_stative`` also forms
    of sein, which our definition leaves out. Konjunktiv: gold is every token with Mood=Sub.
    """
    wanted: dict[str, set] = {"passive": set(), "passive_with_stative": set(), "konjunktiv": set()}
    got: dict[str, set] = {name: set() for name in wanted}
    errors = []
    for n, sentence in enumerate(gold_sentences(gold, corpus)):
        forms = [row["form"] for row in sentence]
        starts: list[bool | int | None] = [i == 0 for i in range(len(forms))]
        doc = nlp(Doc(nlp.vocab, words=forms, sent_starts=starts))
        passive = {i for i, row in enumerate(sentence) if row["deprel"] == "aux:pass"}
        truth = {
            "passive": {i for i in passive if forms[i].lower() in WERDEN},
            "passive_with_stative": passive,
            "konjunktiv": {i for i, row in enumerate(sentence) if "Mood=Sub" in row["feats"]},
        }
        mine = {"passive": found(passives, doc), "konjunktiv": found(konjunktive, doc)}
        mine["passive_with_stative"] = mine["passive"]
        for name, gold_items in truth.items():
            wanted[name] |= {(n, i) for i in gold_items}
            got[name] |= {(n, i) for i in mine[name]}
            for i in gold_items ^ mine[name]:
                kind = "missed" if i in gold_items else "false"
                errors.append((name, kind, " ".join([*forms[:i], f"[{forms[i]}]", *forms[i + 1 :]])))
    scores = {name: score(wanted[name], got[name]) for name in wanted}
    return scores, {name: len(items) for name, items in wanted.items()}, errors
