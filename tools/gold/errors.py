"""What the errors are: tags taken for each other, boundaries missed or invented, forms of contrast; counts alone, no text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from spacy.language import Language

from tools.gold import adjectives, contrast, pipeline

CORPORA = ("pcc", "ud-lit")  # the tagger was not trained on these
MOST = 12
COLUMNS = ("measure", "corpus", "kind", "errors", "percent")


def report(gold: Path, nlp: Language) -> Iterator[dict[str, object]]:
    """The most frequent kinds of error for each measure and corpus, with their share of all its errors in %."""
    for corpus in CORPORA:
        yield from _rows("tags", corpus, _confusions(adjectives.tagged(nlp, gold, corpus)))
    for corpus in ("pcc", "ud-gsd", "ud-lit"):
        kinds = Counter(_boundary(kind, context) for _, kind, context in pipeline.boundaries(nlp, gold, corpus)[1])
        yield from _rows("sentence boundaries", corpus, kinds)
    forms: Counter[str] = Counter()
    for form, (false, missed, _) in contrast.errors_by_form(contrast.pcc(nlp, gold)).items():
        forms.update({f"{form}: false alarm": false, f"{form}: missed": missed})
    yield from _rows("contrast connectives", "pcc", +forms)


def _confusions(sentences: adjectives.Tagged) -> Counter[str]:
    """How often which tag was taken for which other."""
    pairs = (pair for _, wanted, found in sentences for pair in zip(wanted, found, strict=True))
    return Counter(f"{wanted} taken for {found}" for wanted, found in pairs if wanted != found)


def _boundary(kind: str, context: str) -> str:
    """Missed or false, and the sign before the place where the sentence starts or should."""
    before = context[: context.index("|")].rstrip(" \n\"'“”«»‘’)")
    sign = before[-1:] if before else ""
    name = f"after {sign}" if sign and not sign.isalnum() else "after a word"
    return f"{kind}, {name}"


def _rows(measure: str, corpus: str, kinds: Counter[str]) -> Iterator[dict[str, object]]:
    total = sum(kinds.values())
    for kind, errors in sorted(kinds.items(), key=lambda item: (-item[1], item[0]))[:MOST]:
        values = (measure, corpus, kind, errors, round(100 * errors / total, 1))
        yield dict(zip(COLUMNS, values, strict=True))
