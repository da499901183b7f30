"""Sentence boundaries, tags and adjectives of a pipeline against the annotated corpora."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from tools.gold import ADJECTIVES, BLOCK, Counts, Sentence, count, normal_tag, result, tagged_sentences, texts_with_starts


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
