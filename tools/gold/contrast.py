"""Accuracy of contrast markers (PCC) and modal particles (EmpiriST): ``python -m tools.gold.contrast [FOLDER]``."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Set
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from stylo.families.contrast.measure import contrast
from stylo.families.contrast.sense import BOTH
from stylo.grammar.particles import modal_particles
from tools.gold import GOLD, Counts, Score, count, interval, rows, score, share_interval
from tools.gold import result as counted

PARTICLES = ("doch", "aber", "eben", "schon", "denn", "ja")
CONTRASTIVE = ("Comparison.Contrast", "Comparison.Concession", "Expansion.Substitution")
# What a reader would think of first: the list that the lexicon has to beat.
NAIVE = (
    "aber doch jedoch sondern obwohl trotzdem dennoch während dagegen hingegen allerdings zwar trotz statt obgleich"
).split()


class Annotated(NamedTuple):
    """One gold document: its id, its ``Doc``, and each contrast connective as a set of token indices."""

    name: str
    doc: Doc
    relations: list[frozenset[int]]


def particle_scores(nlp: Language, gold: Path) -> tuple[dict[str, tuple[int, int]], list[str]]:
    """For each form, how many of how many were told right (modal particle or not), and each error in its context."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    errors = []
    for doc, flat in _empirist_docs(nlp, gold):
        marks = modal_particles(doc)
        modal = dict(zip(marks["start"], marks["modal"], strict=True))
        for token, tag in zip(doc, flat, strict=True):
            if token.lower_ not in PARTICLES:
                continue
            total[token.lower_] += 1
            if modal.get(token.idx, False) == (tag == "PTKMA"):
                right[token.lower_] += 1
            else:
                errors.append(f"{tag}: {doc[max(0, token.i - 7) : token.i]} [{token}] {doc[token.i + 1 : token.i + 7]}")
    return {form: (right[form], total[form]) for form in PARTICLES}, errors


def particle_counts(nlp: Language, gold: Path) -> list[Counts]:
    """Modal particles found, right and wanted (PTKMA) in each EmpiriST text, of the forms that its scheme ever calls so.

    It calls *eigentlich* and *einfach* adverb and adjective, whatever they do.
    """
    counts, texts = [], list(_empirist_docs(nlp, gold))
    forms = {token.lower_ for doc, tags in texts for token, tag in zip(doc, tags, strict=True) if tag == "PTKMA"}
    for doc, tags in texts:
        marks = modal_particles(doc)
        marks = marks[marks["form"].isin(forms)]
        wanted = {token.idx for token, tag in zip(doc, tags, strict=True) if tag == "PTKMA"}
        counts.append(count(wanted, set(marks.loc[marks["modal"], "start"])))
    return counts


def _empirist_docs(nlp: Language, gold: Path) -> Iterator[tuple[Doc, list[str]]]:
    """Each EmpiriST text as a document on its own tokens, with the gold tags."""
    for words, tags in _empirist_texts(gold):
        starts: list[bool | int | None] = [i == 0 for s in words for i in range(len(s))]
        yield nlp(Doc(nlp.vocab, words=[w for s in words for w in s], sent_starts=starts)), [tag for s in tags for tag in s]


def _empirist_texts(gold: Path) -> Iterator[tuple[list[list[str]], list[list[str]]]]:
    """The sentences of one EmpiriST text after the other: forms and tags."""
    texts: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for row in rows(gold / "empirist" / "tokens.tsv"):
        texts[row["text"]][row["sent"]].append((row["form"], row["stts_ibk"]))
    for sentences in texts.values():
        yield [[form for form, _ in s] for s in sentences.values()], [[tag for _, tag in s] for s in sentences.values()]


def pcc(nlp: Language, gold: Path) -> list[Annotated]:
    """The documents of PCC on their own tokens and sentences, tagged by the pipeline."""
    tokens: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows(gold / "pcc" / "tokens.tsv"):
        tokens[row["doc"]].append(row)
    relations: dict[str, list[frozenset[int]]] = defaultdict(list)
    for row in rows(gold / "pcc" / "connectives.tsv"):
        if row["sense"].startswith(CONTRASTIVE):
            relations[row["doc"]].append(frozenset(int(number) - 1 for number in row["tokens"].split(",")))
    documents = []
    for name, lines in tokens.items():
        starts = [i == 0 or line["sent"] != lines[i - 1]["sent"] for i, line in enumerate(lines)]
        doc = nlp(Doc(nlp.vocab, words=[line["form"] for line in lines], sent_starts=list(starts)))
        documents.append(Annotated(name, doc, relations[name]))
    return documents


def connective_markers(doc: Doc) -> list[frozenset[int]]:
    """The token indices of each accepted marker of the tiers connective and paired."""
    marks = contrast(doc)
    marks = marks[marks["accepted"] & marks["tier"].isin(["connective", "paired"])]
    index = {token.idx: token.i for token in doc}
    found: dict[int, set[int]] = defaultdict(set)
    for number, start, end in zip(marks["marker"], marks["start"], marks["end"], strict=True):
        found[number] |= {i for offset, i in index.items() if start <= offset < end}
    return [frozenset(tokens) for tokens in found.values()]


def sense_agreement(nlp: Language, gold: Path) -> tuple[int, int, int]:
    """For *aber, doch, jedoch* marked by both: how many, on how many the label contrast or concession agrees, and how many
    the more frequent label alone would get right."""
    senses: dict[tuple[str, int], str] = {}
    for row in rows(gold / "pcc" / "connectives.tsv"):
        if row["sense"].startswith(("Comparison.Contrast", "Comparison.Concession")):
            senses |= {(row["doc"], int(number) - 1): row["sense"].split(".")[1] for number in row["tokens"].split(",")}
    pairs: Counter[tuple[str, str]] = Counter()
    for name, doc, _ in pcc(nlp, gold):
        marks = contrast(doc)
        marks = marks[(marks["tier"] == "connective") & marks["form"].isin(BOTH)]
        index = {token.idx: token.i for token in doc}
        for start, sense in zip(marks["start"], marks["sense"], strict=True):
            if (name, index[start]) in senses:
                pairs[senses[name, index[start]], sense.split(".")[1]] += 1
    annotated = Counter[str]()
    for (wanted, _), n in pairs.items():
        annotated[wanted] += n
    return pairs.total(), sum(n for (a, b), n in pairs.items() if a == b), max(annotated.values(), default=0)


def marker_score(documents: Iterable[tuple[list[frozenset[int]], list[frozenset[int]]]]) -> Score:
    """Score of found against annotated markers, document by document; a marker is right if it shares a token with one."""
    wanted: set[tuple[int, frozenset[int]]] = set()
    recalled, found, right = set(), set(), set()
    for number, (gold, mine) in enumerate(documents):
        wanted |= {(number, relation) for relation in gold}
        found |= {(number, marker) for marker in mine}
        right |= {(number, marker) for marker in mine if any(marker & relation for relation in gold)}
        recalled |= {(number, relation) for relation in gold if any(marker & relation for marker in mine)}
    recall = score(wanted, recalled).recall
    precision = score(right, found).recall if not found else len(right) / len(found)
    return Score(precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0)


def marker_interval(documents: Iterable[tuple[list[frozenset[int]], list[frozenset[int]]]]) -> dict[str, float]:
    """The 95 % interval of the F1 of ``marker_score``, bootstrapped over documents."""
    counts = [
        (sum(any(m & g for g in gold) for m in mine), len(mine), sum(any(m & g for m in mine) for g in gold), len(gold))
        for gold, mine in documents
    ]
    return interval(_marker_f1, np.array(counts))


def _marker_f1(counts: np.ndarray) -> float:
    """F1 from rows of right, found, recalled and wanted markers."""
    right, found, recalled, wanted = counts.sum(axis=0)
    precision, recall = right / max(found, 1), recalled / max(wanted, 1)
    return float(2 * precision * recall / max(precision + recall, 1e-9))


def errors_by_form(documents: Iterable[Annotated]) -> dict[str, tuple[int, int, list[str]]]:
    """For each form: false alarms, misses, and the contexts of both (``+`` false alarm, ``-`` miss)."""
    result: dict[str, tuple[int, int, list[str]]] = {}
    for name, doc, gold in documents:
        mine = connective_markers(doc)
        wrong = [("+", m) for m in mine if not any(m & g for g in gold)]
        wrong += [("-", g) for g in gold if not any(m & g for m in mine)]
        for sign, tokens in wrong:
            form = " ".join(doc[i].lower_ for i in sorted(tokens))
            false, missed, contexts = result.get(form, (0, 0, []))
            context = f"{sign} {name}: {doc[max(0, min(tokens) - 12) : max(tokens) + 12]}"
            result[form] = (false + (sign == "+"), missed + (sign == "-"), [*contexts, context])
    return dict(sorted(result.items(), key=lambda item: -item[1][0] - item[1][1]))


def _lookup(doc: Doc, forms: Set[tuple[str, ...]]) -> list[frozenset[int]]:
    """Every stretch of tokens that is one of the forms, the longest first."""
    lower = [token.lower_ for token in doc]
    longest = max(map(len, forms))
    markers, i = [], 0
    while i < len(lower):
        length = next((n for n in range(longest, 0, -1) if tuple(lower[i : i + n]) in forms), 0)
        if length:
            markers.append(frozenset(range(i, i + length)))
        i += length or 1
    return markers


def dimlex_forms(gold: Path) -> list[str]:
    """Every form of every contrast entry of DiMLex, discontinuous ones with ``...`` between their parts."""
    forms = []
    for row in rows(gold / "dimlex_contrast.tsv"):
        for cell in (row["word"], row["canonical"], row["other_orths"]):
            forms += [form.strip().replace(" ,", ",").replace(",", " ,").lower() for form in cell.split("|") if form.strip()]
    return sorted(set(forms))


Pairs = list[tuple[list[frozenset[int]], list[frozenset[int]]]]


def baselines(documents: list[Annotated], gold: Path) -> dict[str, Score]:
    """The scores of ``baseline_markers``."""
    return {name: marker_score(pairs) for name, pairs in baseline_markers(documents, gold).items()}


def baseline_markers(documents: list[Annotated], gold: Path) -> dict[str, Pairs]:
    """Annotated and found markers of each document, found by the naive list, every DiMLex form, a prior for each form."""
    dimlex = {tuple(form.split()) for form in dimlex_forms(gold) if "..." not in form}
    pairs = {name: [(d.relations, _lookup(d.doc, forms)) for d in documents] for name, forms in (
        ("naive list of 15 words", {(word,) for word in NAIVE}),
        ("every DiMLex form", dimlex),
    )}  # fmt: skip
    pairs["prior per form (DiMLex forms, by document)"] = list(_prior(documents, dimlex))
    return pairs


def _prior(documents: list[Annotated], forms: set[tuple[str, ...]]) -> Iterator[tuple[list, list]]:
    """Each document with the forms that are contrastive more often than not in all the other documents."""
    found = [[(" ".join(d.doc[i].lower_ for i in sorted(m)), m) for m in _lookup(d.doc, forms)] for d in documents]
    votes = [Counter[str]() for _ in documents]
    for vote, document, markers in zip(votes, documents, found, strict=True):
        for form, marker in markers:
            vote[form] += 1 if any(marker & relation for relation in document.relations) else -1
    total: Counter[str] = Counter()
    for vote in votes:
        total.update(vote)
    for vote, document, markers in zip(votes, documents, found, strict=True):
        yield document.relations, [marker for form, marker in markers if total[form] - vote[form] > 0]


def report(gold: Path, nlp: Language) -> list[dict[str, Any]]:
    """The rows of the accuracy report: corpus, measure, n and the figures."""
    documents = pcc(nlp, gold)
    halves = {"": documents, "even documents": documents[::2], "odd documents": documents[1::2]}
    result = []
    for part, half in halves.items():
        pairs = [(d.relations, connective_markers(d.doc)) for d in half]
        row = _row("pcc", "contrast connectives", sum(len(d.relations) for d in half), marker_score(pairs))
        result.append({**row, "part": part, **marker_interval(pairs)})
    for name, found in baseline_markers(documents, gold).items():
        row = _row("pcc", f"contrast baseline: {name}", sum(len(d.relations) for d in documents), marker_score(found))
        result.append({**row, **marker_interval(found)})
    n, agreed, frequent = sense_agreement(nlp, gold)
    note = f"{agreed} of {n}; always the more frequent label: {frequent}"
    row = {"corpus": "pcc", "measure": "contrast or concession: aber, doch, jedoch", "n": n, "value": agreed / n, "note": note}
    result.append({**row, "statistic": "share", **share_interval(agreed, n)})
    result.append(counted("empirist", "modal particles (PTKMA)", particle_counts(nlp, gold)))
    forms, _ = particle_scores(nlp, gold)
    for form, (right, total) in [*forms.items(), ("all", tuple(map(sum, zip(*forms.values(), strict=True))))]:
        note = f"{right} of {total}"
        result.append(
            {
                "corpus": "empirist",
                "measure": f"modal particle: {form}",
                "n": total,
                "value": right / total,
                "statistic": "share",
                **share_interval(right, total),
                "note": note,
            }
        )
    return result


def _row(corpus: str, measure: str, n: int, value: Score) -> dict[str, Any]:
    return {"corpus": corpus, "measure": measure, "n": n, **value._asdict(), "statistic": "F1"}


def main(gold: Path) -> int:
    """Print the report and the errors by form; 2 where the corpora are absent."""
    from stylo.pipeline.loading import load

    if not gold.is_dir():
        print(f"The annotated corpora are not here: {gold} is no folder.", file=sys.stderr)
        return 2
    nlp = load()
    for row in report(gold, nlp):
        figures = " ".join(f"{key} {row[key]:.3f}" for key in ("precision", "recall", "f1", "value") if key in row)
        print(f"{row['corpus']:9} {row['measure']:60} n {row['n']:4} {figures} {row.get('part', '')}{row.get('note', '')}")
    print("\nErrors on pcc by form: false alarms, misses")
    for form, (false, missed, _) in errors_by_form(pcc(nlp, gold)).items():
        print(f"  {form:30} {false:3} {missed:3}")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else GOLD))
