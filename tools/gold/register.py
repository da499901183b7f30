"""Accuracy of the register measures against human annotation: verb forms, genitives, agreement of the lexicons with judges."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from stylo.families.register.measure import register
from stylo.families.register.verbs import WERDEN, Verbal, konjunktive, passives
from stylo.families.register.words import LEXICONS, plain
from stylo.grammar.clauses import clauses
from stylo.grammar.tokens import view
from stylo.lexicon import read_table, table
from tools.gold import GOLD, Counts, Score, count, f1_interval, interval, rows, score
from tools.gold import result as total

Row = dict[str, Any]
Gold = dict[str, str]


def gold_sentences(gold: Path, corpus: str) -> list[list[Gold]]:
    """The sentences of ``ud-gsd`` or ``ud-lit`` as lists of token rows."""
    sentences: dict[str, list[Gold]] = {}
    for row in rows(gold / corpus / "tokens.tsv"):
        sentences.setdefault(row["sent_id"], []).append(row)
    return list(sentences.values())


def found(finder: Callable[..., Iterator[Verbal]], doc: Doc, *features: str) -> set[int]:
    """Token indices that a finder marks in a one-sentence document, all or those of some features."""
    laid_out = view(doc)
    return {
        mark.first
        for start, end in laid_out.sentences
        for mark in finder(laid_out, start, end, clauses(laid_out, start, end))
        if not features or mark.feature in features
    }


def verb_scores(nlp: Language, gold: Path, corpus: str) -> tuple[dict[str, Score], dict[str, int], list[tuple[str, str, str]]]:
    """Scores and gold counts of ``passive``, ``passive_with_stative`` and ``konjunktiv``; and each error.

    Passive: gold is every token with the relation aux:pass that is a form of werden; in ``passive_with_stative`` also forms
    of sein and bekommen, against all three passives of ours. Konjunktiv: gold is every token with Mood=Sub;
    ``konjunktiv_adjudicated`` leaves
    out those whose annotation contradicts the sentence (``mood.tsv``: above all *habe* after an ich that is left out).
    """
    names = ("passive", "passive_with_stative", "konjunktiv", "konjunktiv_adjudicated")
    wanted: dict[str, set] = {name: set() for name in names}
    settled = (
        {(row["sent_id"], int(row["number"]) - 1) for row in read_table(Path(__file__).with_name("mood.tsv"))}
        if corpus == "ud-gsd"
        else set()
    )
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
        truth["konjunktiv_adjudicated"] = {i for i in truth["konjunktiv"] if (sentence[i]["sent_id"], i) not in settled}
        mine = {
            "passive": found(passives, doc, "passive"),
            "passive_with_stative": found(passives, doc),
            "konjunktiv": found(konjunktive, doc),
        }
        mine["konjunktiv_adjudicated"] = mine["konjunktiv"]
        for name, gold_items in truth.items():
            wanted[name] |= {(n, i) for i in gold_items}
            got[name] |= {(n, i) for i in mine[name]}
            for i in gold_items ^ mine[name]:
                kind = "missed" if i in gold_items else "false"
                errors.append((name, kind, " ".join([*forms[:i], f"[{forms[i]}]", *forms[i + 1 :]])))
    scores = {name: score(wanted[name], got[name]) for name in wanted}
    return scores, {name: len(items) for name, items in wanted.items()}, errors


def genitives(nlp: Language, gold: Path, corpus: str) -> list[Counts]:
    """The counts of genitive attributes in each sentence: gold is every nmod with Case=Gen and no preposition.

    Of a compound that is written as several tokens (*Yoga - Lehrers*) a mark on any part is right. *deren* and *dessen* are
    none here.
    """
    documents = []
    for sentence in gold_sentences(gold, corpus):
        heads = _heads(sentence)
        with_preposition = {head for head, row in zip(heads, sentence, strict=True) if row["deprel"] == "case"}
        genitive = {i for i, row in enumerate(sentence) if row["deprel"] == "nmod" and "Case=Gen" in row["feats"]}
        wanted = {i for i in genitive - with_preposition if sentence[i]["form"].lower() not in {"deren", "dessen"}}
        starts = list(accumulate((len(row["form"]) + 1 for row in sentence), initial=0))
        marks = register(nlp(" ".join(row["form"] for row in sentence)))
        ends = marks.loc[marks["feature"] == "genitive_attribute", "end"]
        last = [bisect_left(starts, end) - 1 for end in ends]
        documents.append(count(wanted, {heads[i] if sentence[i]["deprel"] in {"compound", "flat"} else i for i in last}))
    return documents


def _heads(sentence: list[Gold]) -> list[int]:
    """The index of each token's head, -1 for the root; the annotation counts a fused preposition as two words."""
    numbers = list(accumulate(1 + (row["stts"] == "APPRART") for row in sentence))
    return [numbers.index(int(row["head"])) if int(row["head"]) in numbers else -1 for row in sentence]


def lexicon_agreement(lexicons: Path) -> list[Row]:
    """How the lexicons agree with judges: mean human formality of the entries that were judged (-1 informal to +1 formal)."""
    judged = {plain(row["word"]): float(row["formality"]) for row in rows(lexicons / "word_formality.tsv")}
    report = []
    for name in LEXICONS:
        values = [judged[key] for row in table(name) if (key := plain(row["entry"])) in judged]
        note = "mean human formality of matched entries"
        report.append(
            {"corpus": "word_formality", "measure": name, "n": len(values), **_mean(values), "statistic": "mean", "note": note}
        )
    for name, labels in (("colloquial", {"ugs."}), ("vulgar", {"derb", "ugs."}), ("elevated", {"geh.", "veraltet"})):
        known: dict[str, set[str]] = {}
        for row in rows(lexicons / "thesaurus_labels.tsv"):
            known.setdefault(plain(row["term"]), set()).add(row["label"])
        hits = [known[key] for row in table(name) if (key := plain(row["entry"]).replace(" + ", " ")) in known]
        share = _mean([float(bool(found_labels & labels)) for found_labels in hits])
        note = f"share of entries listed there whose label is {' or '.join(sorted(labels))}"
        report.append(
            {"corpus": "thesaurus_labels", "measure": name, "n": len(hits), **share, "statistic": "share", "note": note}
        )
    return report


def _mean(values: list[float]) -> dict[str, float]:
    """``value``, the mean, with ``low`` and ``high``, bootstrapped over the entries."""
    return {"value": float(np.mean(values)), **interval(np.mean, values)} if values else {"value": float("nan")}


_MAPPING = {
    "passive": "tokens with aux:pass that are forms of werden",
    "passive_with_stative": "all tokens with aux:pass, of werden, sein and bekommen, against all three passives",
    "konjunktiv": "finite verbs with Mood=Sub as annotated",
    "konjunktiv_adjudicated": "the same without annotations that contradict the sentence (tools/gold/mood.tsv)",
}


def report(gold: Path, nlp: Language) -> list[Row]:
    """Rows of figures: verb forms and genitives on ud-gsd, agreement of the lexicons where their folder is there."""
    scores, counts, _ = verb_scores(nlp, gold, "ud-gsd")
    result: list[Row] = [
        {
            "corpus": "ud-gsd",
            "measure": name,
            "n": counts[name],
            **value._asdict(),
            **_interval(value, counts[name]),
            "statistic": "F1",
            "note": _MAPPING[name],
        }
        for name, value in scores.items()
    ]
    note = "nmod with Case=Gen and no preposition, without deren and dessen"
    result.append(total("ud-gsd", "genitive attributes", genitives(nlp, gold, "ud-gsd")) | {"note": note})
    lexicons = gold.parent / "lexicons"
    return result + (lexicon_agreement(lexicons) if lexicons.is_dir() else [])


def _interval(value: Score, wanted: int) -> dict[str, float]:
    """The 95 % interval of F1, bootstrapped over the tokens found or wanted: hits, misses and false alarms."""
    hits = round(value.recall * wanted)
    false = round(hits / value.precision) - hits if value.precision else 0
    return f1_interval([Counts(1, 1, 1)] * hits + [Counts(0, 0, 1)] * (wanted - hits) + [Counts(0, 1, 0)] * false)


def main() -> None:
    """Print the figures: ``python -m tools.gold.register``."""
    from stylo.pipeline.loading import load

    for row in report(GOLD, load()):
        print("  ".join(f"{value:.3f}" if isinstance(value, float) else str(value) for value in row.values()))


if __name__ == "__main__":
    main()
