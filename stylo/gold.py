"""Accuracy against human annotation: ``python -m stylo.gold [FOLDER]``, by default ``../shared/gold``.

The annotated corpora are not part of the project; where their folder is absent the command says so and ends with status 2.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from spacy.language import Language
from spacy.tokens import Doc

import stylo

GOLD = Path("../shared/gold")
BLOCK = 25
DRAWS, SEED = 1000, 2011
ADJECTIVES = {"adjectives": {"ADJA", "ADJD"}, "ADJA": {"ADJA"}, "ADJD": {"ADJD"}}
_TO_STTS = {"NNA": "NN", "NNI": "NN", "PIDAT": "PIAT", "PAV": "PROAV"}
# STTS-IBK (Beisswenger et al. 2015) adds tags for web and chat; what plain STTS calls an adverb is scored as one.
_IBK = {"PTKMA": "ADV", "PTKIFG": "ADV", "PTKMWL": "ADV"}


class Score(NamedTuple):
    """Precision, recall and F1 of a set of predicted items against a set of gold items."""

    precision: float
    recall: float
    f1: float


def score(gold: set, found: set) -> Score:
    """Precision, recall and F1 in [0, 1]; each is 0 where nothing was found or nothing was there."""
    hits, total, wanted = count(gold, found)
    return Score(hits / total if total else 0.0, hits / wanted if wanted else 0.0, float(_f1(np.array([hits, total, wanted]))))


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a gold table: UTF-8, tab-separated, one header line, no quoting."""
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def unescape(text: str) -> str:
    r"""The text of a cell, in which a line break is written ``\n``."""
    return text.replace("\\n", "\n")


def normal_tag(tag: str) -> str:
    """The tag as the comparison takes it: finer tags folded into STTS."""
    return _TO_STTS.get(tag, _IBK.get(tag, tag))


class Sentence(NamedTuple):
    """One gold sentence: the document it is of, its forms and its STTS tags."""

    doc: str
    words: list[str]
    tags: list[str]


def tagged_sentences(gold: Path, corpus: str) -> list[Sentence]:
    """The sentences of ``pcc``, ``ud-gsd``, ``ud-lit`` or ``empirist`` with their gold tags."""
    doc_column, tag_column = {"pcc": ("doc", "stts"), "empirist": ("text", "stts_ibk")}.get(corpus, ("sent_id", "stts"))
    sentences: list[Sentence] = []
    last = None
    for row in rows(gold / corpus / "tokens.tsv"):
        key = (row[doc_column], row["sent"])
        if key != last:
            sentences.append(Sentence(row[doc_column], [], []))
            last = key
        sentences[-1].words.append(row["form"])
        sentences[-1].tags.append(row[tag_column])
    return sentences


def texts_with_starts(gold: Path, corpus: str) -> Iterator[tuple[str, str, set[int], range]]:
    """Document id, text, offsets of the gold sentence starts but the first, and the offsets in which a start may be judged.

    PCC's raw texts may open with the author's name and close with a page reference, which nobody annotated.
    """
    if corpus == "pcc":
        texts = {row["doc"]: unescape(row["text"]) for row in rows(gold / "pcc" / "texts.tsv")}
        pcc_starts: dict[str, dict[str, int]] = {}
        last: dict[str, int] = {}
        for row in rows(gold / "pcc" / "tokens.tsv"):
            if int(row["start"]) >= 0:
                pcc_starts.setdefault(row["doc"], {}).setdefault(row["sent"], int(row["start"]))
                last[row["doc"]] = int(row["end"])
        for doc, text in texts.items():
            offsets = sorted(pcc_starts[doc].values())
            yield doc, text, set(offsets[1:]), range(offsets[0] + 1, last[doc])
        return
    sentences = [row["text"] for row in rows(gold / corpus / "sentences.tsv")]
    for k in range(0, len(sentences), BLOCK):
        block = sentences[k : k + BLOCK]
        ends = [0]
        for sentence in block:
            ends.append(ends[-1] + len(sentence) + 1)
        yield f"{corpus}-{k}", " ".join(block), set(ends[1:-1]), range(1, ends[-1])


class Counts(NamedTuple):
    """Items of one document: found and right, found at all, and wanted by the gold."""

    hits: int
    found: int
    wanted: int


def count(gold: set, found: set) -> Counts:
    """The counts of one document from its gold items and the items found."""
    return Counts(len(gold & found), len(found), len(gold))


def result(corpus: str, measure: str, documents: Sequence[Counts], note: str = "") -> dict[str, object]:
    """One row of the report: precision, recall, F1 over all documents and a 95 % interval of F1.

    The interval is a percentile bootstrap over documents (1,000 draws, fixed seed). Where every token is both found and wanted,
    as for tags, the three are one: the accuracy.
    """
    table = np.array(documents)
    draws = np.random.default_rng(SEED).integers(0, len(table), (DRAWS, len(table)))
    low, high = np.quantile(_f1(table[draws].sum(axis=1)), [0.025, 0.975])
    hits, found, wanted = table.sum(axis=0)
    return {
        "corpus": corpus,
        "measure": measure,
        "n": int(wanted),
        "precision": hits / found if found else 0.0,
        "recall": hits / wanted if wanted else 0.0,
        "f1": float(_f1(table.sum(axis=0))),
        "low": float(low),
        "high": float(high),
        "note": note,
    }


def _f1(counts: np.ndarray) -> np.ndarray:
    """F1 = 2 hits / (found + wanted) along the last axis, 0 where there is nothing."""
    both = counts[..., 1] + counts[..., 2]
    return 2 * counts[..., 0] / np.maximum(both, 1)


def boundaries(nlp: Language, gold: Path, corpus: str) -> tuple[list[Counts], list[tuple[str, str, str]]]:
    """Counts of sentence starts inside each text, and each error: document, ``missed`` or ``false``, context."""
    counts, errors = [], []
    for doc_id, text, starts, judged in texts_with_starts(gold, corpus):
        found = {first_visible(sentence) for sentence in nlp(text).sents}
        found = {start for start in found if start in judged}
        counts.append(count(starts, found))
        for start in sorted(starts ^ found):
            context = text[max(0, start - 40) : start] + "|" + text[start : start + 30]
            errors.append((doc_id, "missed" if start in starts else "false", context))
    return counts, errors


def first_visible(sentence: Iterable) -> int:
    """Offset of the first token of a sentence that is not white space."""
    tokens = list(sentence)
    return next((token.idx for token in tokens if not token.is_space), tokens[0].idx)


def annotated(nlp: Language, sentences: list[Sentence]) -> Iterator[tuple[Sentence, Doc]]:
    """Each gold sentence with the ``Doc`` that the pipeline makes of its tokens."""
    for sentence in sentences:
        starts: list[bool | int | None] = [i == 0 for i in range(len(sentence.words))]
        doc = Doc(nlp.vocab, words=sentence.words, sent_starts=starts)
        yield sentence, nlp(doc)


def tags(nlp: Language, gold: Path, corpus: str) -> dict[str, list[Counts]]:
    """Counts for each document or block, on given tokens and sentences: all tags; adjectives."""
    pairs: dict[str, list[tuple[str, str]]] = {}
    for number, (sentence, doc) in enumerate(annotated(nlp, tagged_sentences(gold, corpus))):
        block = sentence.doc if corpus in {"pcc", "empirist"} else str(number // BLOCK)
        pairs.setdefault(block, []).extend(zip(map(normal_tag, sentence.tags), (normal_tag(t.tag_) for t in doc), strict=True))
    result: dict[str, list[Counts]] = {name: [] for name in ("tags", *ADJECTIVES)}
    for block_pairs in pairs.values():
        total = len(block_pairs)
        result["tags"].append(Counts(sum(a == b for a, b in block_pairs), total, total))
        for name, kinds in ADJECTIVES.items():
            wanted = {i for i, (a, _) in enumerate(block_pairs) if a in kinds}
            found = {i for i, (_, b) in enumerate(block_pairs) if b in kinds}
            result[name].append(count(wanted, found))
    return result


def report(gold: Path, nlp: Language, colon: Language, label: str) -> Iterator[dict[str, object]]:
    """Sentence boundaries under both colon conventions, tags and adjectives, for one pipeline."""
    for corpus in ("pcc", "ud-gsd", "ud-lit"):
        yield result(corpus, "sentence boundaries", boundaries(nlp, gold, corpus)[0], label)
        yield result(corpus, "sentence boundaries, split at colon", boundaries(colon, gold, corpus)[0], label)
    for corpus in ("pcc", "ud-gsd", "ud-lit", "empirist"):
        for measure, counts in tags(nlp, gold, corpus).items():
            yield result(corpus, measure, counts, label)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the report; 2 where the annotated corpora are absent."""
    gold = Path((arguments or sys.argv[1:] or [str(GOLD)])[0])
    if not gold.is_dir():
        print(f"The annotated corpora are not there ({gold}); name their folder: python -m stylo.gold FOLDER", file=sys.stderr)
        return 2
    rows = list(report(gold, stylo.load(), stylo.load(split_at_colon=True), "default"))
    frame = pd.DataFrame(rows)
    print(frame.to_string(index=False, float_format=lambda value: f"{value:.3f}"))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
