"""Accuracy of the adjective measure against human annotation; ``python -m tools.gold.adjectives [FOLDER]``.

The gold function of an ADJD is read off the dependencies of UD German GSD by this mapping; conjuncts take the function of their
first conjunct unless they have a copula of their own:

- a ``cop`` child, or an auxiliary *sein* or *werden* as child: predicative; ``xcomp``: predicative; the root of a clause
  without a verb (root, ccomp, csubj, parataxis, acl, appos without a copula): predicative of an elliptical clause;
- ``advmod``, ``advcl``, ``obl``: adverbial;
- ``amod``: attributive;
- every other relation (case, compound, nmod ...) names no function: not scored.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from stylo.families.adjective_function import functions
from stylo.pipeline.corrections import RULES, Rule, retag
from stylo.pipeline.loading import load
from tools.gold import GOLD, Counts, count, f1_interval, interval, normal_tag, rows, tagged_sentences
from tools.gold.pipeline import annotated

_RELATIONS = {
    "xcomp": "predicative",
    "root": "predicative",
    "ccomp": "predicative",
    "csubj": "predicative",
    "parataxis": "predicative",
    "acl": "predicative",
    "appos": "predicative",
    "advmod": "adverbial",
    "advcl": "adverbial",
    "obl": "adverbial",
    "amod": "attributive",
}


class Score(NamedTuple):
    """Precision, recall and F1 in [0, 1]; each is 0 where nothing was found or nothing was there."""

    precision: float
    recall: float
    f1: float


def score(gold: set, found: set) -> Score:
    """The score of a set of found items against the gold items."""
    counts = count(gold, found)
    precision = counts.hits / counts.found if counts.found else 0.0
    recall = counts.hits / counts.wanted if counts.wanted else 0.0
    return Score(precision, recall, 2 * counts.hits / max(1, counts.found + counts.wanted))


SCORED = ("predicative", "adverbial")


def heads(sentence: list[dict[str, str]]) -> list[int]:
    """Index of each token's head, -1 for the root. The heads in the file count a fused form (im) as its two words."""
    index: list[int] = []
    for i, row in enumerate(sentence):
        index += [i] * (2 if row["stts"] == "APPRART" else 1)
    return [index[int(row["head"]) - 1] if 0 < int(row["head"]) <= len(index) else -1 for row in sentence]


def gold_function(sentence: list[dict[str, str]], head: list[int], i: int) -> str | None:
    """The function of token ``i`` by its dependencies, None where they name none."""
    seen: set[int] = set()
    while i not in seen:
        seen.add(i)
        children = [sentence[j] for j in range(len(sentence)) if head[j] == i]
        if any(child["deprel"] == "cop" or (child["deprel"][:3] == "aux" and _is_copula(child)) for child in children):
            return "predicative"
        relation = sentence[i]["deprel"].split(":")[0]
        if relation == "conj":
            i = head[i]
            continue
        return _RELATIONS.get(relation)
    return None


def _is_copula(row: dict[str, str]) -> bool:
    return row["stts"].startswith("VA")


def sentences(gold: Path, corpus: str) -> Iterator[list[dict[str, str]]]:
    """The sentences of a UD corpus as lists of rows."""
    sentence: list[dict[str, str]] = []
    for row in rows(gold / corpus / "tokens.tsv"):
        if sentence and row["sent_id"] != sentence[-1]["sent_id"]:
            yield sentence
            sentence = []
        sentence.append(row)
    if sentence:
        yield sentence


def function_pairs(
    nlp: Language, gold: Path, corpus: str, *, gold_tags: bool, half: int | None = None
) -> Iterator[tuple[str | None, str | None, str]]:
    """Gold function, own function and context of every ADJD; None for what only one side takes for an ADJD.

    ``half`` 0 or 1 takes the first or the second half of the sentences.
    """
    everything = list(sentences(gold, corpus))
    middle = len(everything) // 2
    chosen = everything if half is None else [everything[:middle], everything[middle:]][half]
    for sentence in chosen:
        starts: list[bool | int | None] = [i == 0 for i in range(len(sentence))]
        doc = nlp(Doc(nlp.vocab, words=[row["form"] for row in sentence], sent_starts=starts))
        if gold_tags:
            for token, row in zip(doc, sentence, strict=True):
                token.tag_ = row["stts"]
        head = heads(sentence)
        found = {i: function.function for i, function in functions(doc) if doc[i].tag_ == "ADJD"}
        for i, row in enumerate(sentence):
            wanted = gold_function(sentence, head, i) if row["stts"] == "ADJD" else None
            if row["stts"] == "ADJD" and wanted is None:
                continue
            if wanted or i in found:
                yield wanted, found.get(i), _context(sentence, i)


def _context(sentence: list[dict[str, str]], i: int) -> str:
    forms = [row["form"] for row in sentence]
    return " ".join([*forms[max(0, i - 7) : i], f"*{forms[i]}*", *forms[i + 1 : i + 7]])


class FunctionScores(NamedTuple):
    """Scores of the functions of ADJD, the mean F1 of predicative and adverbial, and the adjectives compared."""

    predicative: Score
    adverbial: Score
    macro_f1: float
    pairs: list[tuple[str | None, str | None, str]]

    @property
    def n(self) -> int:
        """The number of adjectives compared."""
        return len(self.pairs)

    def counts(self, name: str) -> list[Counts]:
        """The counts of a function, adjective by adjective."""
        return [Counts(a == name == b, b == name, a == name) for a, b, _ in self.pairs]


def function_scores(
    nlp: Language, gold: Path, corpus: str, *, gold_tags: bool, half: int | None = None, common: bool = False
) -> FunctionScores:
    """Scores against the dependencies, with the gold tags given or with the pipeline's own.

    ``common`` leaves out what only one side tags ADJD: the function is then judged apart from the tag.
    """
    pairs = list(function_pairs(nlp, gold, corpus, gold_tags=gold_tags, half=half))
    if common:
        pairs = [pair for pair in pairs if pair[0] and pair[1]]
    scores = []
    for name in SCORED:
        wanted = {i for i, pair in enumerate(pairs) if pair[0] == name}
        found = {i for i, pair in enumerate(pairs) if pair[1] == name}
        scores.append(score(wanted, found))
    predicative, adverbial = scores
    return FunctionScores(predicative, adverbial, (predicative.f1 + adverbial.f1) / 2, pairs)


# --- tags -------------------------------------------------------------------------------------------------------------------

CORPORA = ("pcc", "ud-gsd", "ud-lit", "empirist")
Tagged = list[tuple[list[str], list[str], list[str]]]


def tagged(nlp: Language, gold: Path, corpus: str) -> Tagged:
    """Words, gold tags and the pipeline's tags of every sentence, both normalised to plain STTS."""
    return [
        (sentence.words, [normal_tag(tag) for tag in sentence.tags], [normal_tag(token.tag_) for token in doc])
        for sentence, doc in annotated(nlp, tagged_sentences(gold, corpus))
    ]


def rule_effects(corpus: Tagged, rule: Rule) -> tuple[int, int, int]:
    """How many tags a rule by itself sets right, sets wrong, and changes from one wrong tag to another."""
    right = wrong = neither = 0
    for words, wanted, found in corpus:
        for gold_tag, old, new in zip(wanted, found, retag(words, found, [rule]), strict=True):
            if old != new:
                right += gold_tag == normal_tag(new)
                wrong += gold_tag == old
                neither += gold_tag not in {old, normal_tag(new)}
    return right, wrong, neither


def report(gold: Path, nlp: Language) -> list[dict[str, Any]]:
    """The rows for ``python -m tools.gold``: functions of ADJD, on gold tags, on own tags, and where both found an ADJD."""
    result: list[dict[str, Any]] = []
    for half, part in ((None, ""), (0, "first half"), (1, "second half")):
        for tags, options in _SETTINGS.items():
            scores = function_scores(nlp, gold, "ud-gsd", half=half, **options)
            row = {"corpus": "ud-gsd", "tags": tags, "part": part}
            for name in SCORED:
                counts = scores.counts(name)
                figures = {"n": sum(c.wanted for c in counts), **getattr(scores, name)._asdict(), **f1_interval(counts)}
                result.append({**row, "measure": f"adjective function: {name}", "statistic": "F1", **figures})
            figures = {"n": scores.n, "value": scores.macro_f1, **_macro_interval(scores)}
            result.append({**row, "measure": "adjective function: macro F1", "statistic": "mean F1", **figures})
    return result


def _macro_interval(scores: FunctionScores) -> dict[str, float]:
    """The 95 % interval of the mean F1, bootstrapped over adjectives."""

    def mean_f1(*draws: np.ndarray) -> float:
        sums = [counts.sum(axis=0) for counts in draws]
        return float(np.mean([2 * hits / max(1, found + wanted) for hits, found, wanted in sums]))

    return interval(mean_f1, *(np.array(scores.counts(name)) for name in SCORED))


_SETTINGS: dict[str, dict[str, bool]] = {
    "gold": {"gold_tags": True},
    "own": {"gold_tags": False},
    "both": {"gold_tags": False, "common": True},
}


def main(gold: Path) -> int:
    """Print what each retagging rule does and the scores of the functions; 2 where the corpora are absent."""
    if not gold.is_dir():
        print(f"The annotated corpora are not there: {gold}", file=sys.stderr)
        return 2
    print("rule: tags set right, set wrong, changed from wrong to wrong, each rule by itself on tags before any rule")
    plain = {corpus: tagged(without_rules(), gold, corpus) for corpus in CORPORA}
    for rule in RULES:
        cells = ["{}: +{} -{} ~{}".format(corpus, *rule_effects(plain[corpus], rule)) for corpus in CORPORA]
        print(f"{rule.__name__:28}", "  ".join(cells))
    for row in report(gold, with_rules()):
        figures = "  ".join(f"{name} {row[name]:.3f}" for name in ("precision", "recall", "f1", "value") if name in row)
        print(f"{row['corpus']}  {row['measure']:34} n {row['n']}  {figures}  ({row['tags']} tags {row['part']})")
    return 0


def with_rules() -> Language:
    """The default pipeline with the retagging rules."""
    nlp = load()
    if "stylo_retag" not in nlp.pipe_names:
        nlp.add_pipe("stylo_retag")
    return nlp


def without_rules() -> Language:
    """The default pipeline before its retagging rules."""
    nlp = load()
    if "stylo_retag" in nlp.pipe_names:
        nlp.remove_pipe("stylo_retag")
    return nlp


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else GOLD))
