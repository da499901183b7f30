"""Accuracy against human annotation: ``python -m stylo.gold [FOLDER]``, by default ``../shared/gold``.

The annotated corpora are not part of the project; where their folder is absent the command says so and ends with status 2.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

GOLD = Path("../shared/gold")
BLOCK = 25
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
    hits = len(gold & found)
    precision = hits / len(found) if found else 0.0
    recall = hits / len(gold) if gold else 0.0
    return Score(precision, recall, 2 * precision * recall / (precision + recall) if hits else 0.0)


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


def texts_with_starts(gold: Path, corpus: str) -> Iterator[tuple[str, str, set[int], int]]:
    """Document id, text, offsets of gold sentence starts but the first, and the offset of the first."""
    if corpus == "pcc":
        texts = {row["doc"]: unescape(row["text"]) for row in rows(gold / "pcc" / "texts.tsv")}
        starts: dict[str, dict[str, int]] = {}
        for row in rows(gold / "pcc" / "tokens.tsv"):
            if int(row["start"]) >= 0:
                starts.setdefault(row["doc"], {}).setdefault(row["sent"], int(row["start"]))
        for doc, text in texts.items():
            offsets = sorted(starts[doc].values())
            yield doc, text, set(offsets[1:]), offsets[0]
        return
    sentences = [row["text"] for row in rows(gold / corpus / "sentences.tsv")]
    for k in range(0, len(sentences), BLOCK):
        block = sentences[k : k + BLOCK]
        ends = [0]
        for sentence in block:
            ends.append(ends[-1] + len(sentence) + 1)
        yield f"{corpus}-{k}", " ".join(block), set(ends[1:-1]), 0


def boundary_scores(nlp: Language, gold: Path, corpus: str) -> tuple[Score, list[tuple[str, str, str]]]:
    """Score of sentence starts inside the texts, and each error: document, ``missed`` or ``false``, context."""
    wanted: set[tuple[str, int]] = set()
    found: set[tuple[str, int]] = set()
    errors = []
    for doc_id, text, starts, first in texts_with_starts(gold, corpus):
        doc = nlp(text)
        mine = {first_visible(sentence) for sentence in doc.sents}
        mine = {start for start in mine if start > first}
        wanted |= {(doc_id, start) for start in starts}
        found |= {(doc_id, start) for start in mine}
        for start in sorted(starts ^ mine):
            context = text[max(0, start - 40) : start] + "|" + text[start : start + 30]
            errors.append((doc_id, "missed" if start in starts else "false", context))
    return score(wanted, found), errors


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


def tag_scores(nlp: Language, gold: Path, corpus: str) -> dict[str, float]:
    """Tokens, tag accuracy, and precision, recall and F1 of ADJA and ADJD together, on given tokens and sentences."""
    pairs = [
        (normal_tag(gold_tag), normal_tag(token.tag_))
        for sentence, doc in annotated(nlp, tagged_sentences(gold, corpus))
        for gold_tag, token in zip(sentence.tags, doc, strict=True)
    ]
    wanted = {(i, tag) for i, (tag, _) in enumerate(pairs) if tag in {"ADJA", "ADJD"}}
    found = {(i, tag) for i, (_, tag) in enumerate(pairs) if tag in {"ADJA", "ADJD"}}
    adjectives = score({i for i, _ in wanted}, {i for i, _ in found})
    return {
        "tokens": len(pairs),
        "accuracy": sum(a == b for a, b in pairs) / len(pairs),
        "adjective_precision": adjectives.precision,
        "adjective_recall": adjectives.recall,
        "adjective_f1": adjectives.f1,
    }
