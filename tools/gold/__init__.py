"""Accuracy against human annotation: ``python -m tools.gold [FOLDER]``, by default ``../shared/gold``.

The annotated corpora are not part of the project; where their folder is absent the command says so and ends with status 2.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.stats import binomtest

from stylo.pipeline.stts import TIGER

GOLD = Path("../shared/gold")
BLOCK = 25
DRAWS, SEED = 1000, 2011
ADJECTIVES = {"adjectives": {"ADJA", "ADJD"}, "ADJA": {"ADJA"}, "ADJD": {"ADJD"}}
_TO_STTS = {"NNA": "NN", "NNI": "NN", **TIGER}
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


def result(corpus: str, measure: str, documents: Sequence[Counts], pipeline: str = "stylo") -> dict[str, object]:
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
        "statistic": "accuracy" if measure == "tags" else "F1",
        "low": float(low),
        "high": float(high),
        "pipeline": pipeline,
    }


def interval(statistic: Callable[..., Any], *items: Any) -> dict[str, float]:
    """``low`` and ``high``: the 95 % interval of a statistic of items (arrays of one length), bootstrapped over them.

    The statistic takes one draw of the arrays and gives a number. 1,000 draws, fixed seed.
    """
    arrays = [np.asarray(values) for values in items]
    draws = np.random.default_rng(SEED).integers(0, len(arrays[0]), (DRAWS, len(arrays[0])))
    values = [float(statistic(*(array[draw] for array in arrays))) for draw in draws]
    low, high = np.nanquantile(values, [0.025, 0.975])
    return {"low": float(low), "high": float(high)}


def share_interval(right: int, total: int) -> dict[str, float]:
    """``low`` and ``high`` of a share of items: exact (Clopper & Pearson 1934), as a bootstrap of 13 of 13 knows no doubt."""
    low, high = binomtest(right, total).proportion_ci(0.95)
    return {"low": float(low), "high": float(high)}


def f1_interval(documents: Sequence[Counts]) -> dict[str, float]:
    """``low`` and ``high`` of F1 from the counts of documents or sentences."""
    return interval(lambda counts: _f1(counts.sum(axis=0)), np.array(documents))


def _f1(counts: np.ndarray) -> np.ndarray:
    """F1 = 2 hits / (found + wanted) along the last axis, 0 where there is nothing."""
    both = counts[..., 1] + counts[..., 2]
    return 2 * counts[..., 0] / np.maximum(both, 1)
