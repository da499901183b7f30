"""Sentences: one row a sentence, with its words, syllables, verbs, clauses and the way it opens.

A word holds a letter or a digit. A colon ends no sentence unless ``split_at_colon``; a line break ends a paragraph. Clauses are
counted as `stylo.grammar.clauses` reads them: those with a finite verb, and infinitive groups that a comma or *um, ohne, statt,
als* sets off.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress, pairwise
from typing import Any

import numpy as np
import pandas as pd
from spacy.tokens import Doc

from stylo.families import rhythm
from stylo.families.family import Family
from stylo.grammar.clauses import KINDS, clauses
from stylo.grammar.colon import split_ranges
from stylo.grammar.marks import Missing, Value, frame
from stylo.grammar.syllables import syllables_of_words
from stylo.grammar.tokens import View, inside, view
from stylo.pipeline.stts import (
    ADJECTIVES,
    DETERMINERS,
    FINITE,
    INFINITIVES,
    INTERROGATIVE,
    NOUNS,
    PARTICIPLES,
    PREPOSITIONS,
    RELATIVE,
)
from stylo.reading.normalise import is_break

COLUMNS = {
    "sentence": "int64",
    "paragraph": "int64",
    "words": "int64",
    "syllables": "int64",
    "finite_verbs": "int64",
    "clauses": "int64",
    "main_clauses": "int64",
    "subordinate_clauses": "int64",
    "relative_clauses": "int64",
    "infinitive_clauses": "int64",
    "colons": "int64",
    "colon_words": "object",
    "opening": "object",
    "verbless": "bool",
}
_OPENINGS = {
    **dict.fromkeys(NOUNS | DETERMINERS | {"CARD", "ADJA", "TRUNC", "FM", "XY"}, "noun phrase"),
    **dict.fromkeys(("PPER", "PDS", "PIS", "PPOSS", "PRF"), "pronoun"),
    **dict.fromkeys(("ADV", "PROAV", "PTKNEG", "PTKMA", "PTKIFG"), "adverb phrase"),
    **dict.fromkeys(("ADJD", "PTKA"), "adjective phrase"),
    **dict.fromkeys(PREPOSITIONS, "prepositional phrase"),
    **dict.fromkeys(RELATIVE | {"KOUS"}, "subordinate clause"),
    **dict.fromkeys(INTERROGATIVE, "interrogative"),
    **dict.fromkeys(PARTICIPLES, "participle phrase"),
    **dict.fromkeys(INFINITIVES | {"VVIZU", "PTKZU", "KOUI"}, "infinitive group"),
    **dict.fromkeys(("PTKANT", "ITJ"), "interjection"),
    **dict.fromkeys(FINITE, "verb"),
    "KON": "conjunction",
    "KOKOM": "comparison",
}
_FOCUSED = DETERMINERS | NOUNS | ADJECTIVES | PREPOSITIONS | {"CARD", "KOUS"}
# Particles that may stand before a phrase in the first place of the sentence without filling that place themselves.
_FOCUS = frozenset("selbst sogar auch nur gerade eben besonders schon erst noch sehr ganz so etwa fast bereits allein".split())


CLAUSES = ("clauses", "main_clauses", "subordinate_clauses", "relative_clauses", "infinitive_clauses")


def sentences(doc: Doc | View, *, split_at_colon: bool = False) -> pd.DataFrame:
    """One row a sentence that holds a word: its place, words, syllables, verbs, clauses, colons and how it opens.

    Parameters
    ----------
    doc : Doc
        A text that went through ``stylo.load()``, or tokens of it (``grammar.tokens.view``). As ``stylo.sentences`` it takes a
        string, a ``Path`` and several texts too: of these the table has the id in its first column, ``document``.
    split_at_colon : bool
        Split also behind a colon between a clause and a capital, whatever convention the ``Doc`` came with.

    Returns
    -------
    DataFrame
        start, end (character offsets, end exclusive), text, sentence and paragraph (numbers from 1), words, syllables,
        finite_verbs, clauses and each kind of clause (counts), colons (those inside the sentence), colon_words (after how many
        words each stands), opening (what kind of phrase comes first), verbless (no finite verb but in subordinate clauses:
        *Schade, dass es endet*).

    Raises
    ------
    ValueError
        For a ``Doc`` without tags or sentences, and for a string that is the name of a file.
    TypeError
        For what is no text.

    Examples
    --------
    >>> import stylo
    >>> doc = stylo.load()("Viel gibt es nicht, über das er reden könnte. Er fährt.")
    >>> stylo.sentences(doc)[["sentence", "words", "clauses", "opening"]]
       sentence  words  clauses    opening
    0         1      9        2    pronoun
    1         2      2        1    pronoun
    """
    laid_out = view(doc)
    return frame(laid_out, laid_out.once(sentence_rows, split_at_colon), COLUMNS)


def sentence_rows(laid_out: View, split_at_colon: bool) -> list[dict[str, Any]]:
    rows = []
    paragraph, last = 1, 0
    for number, (start, end) in enumerate(split_ranges(laid_out, split_at_colon), 1):
        offset, behind = laid_out.reach(start, end)
        if number > 1 and any(map(is_break, laid_out.forms[last:start])):
            paragraph += 1
        last = end
        place = {"sentence": number, "paragraph": paragraph, "start": offset, "end": behind}
        rows.append(place | _features(laid_out, start, end))
    return rows


def _features(laid_out: View, start: int, end: int) -> dict[str, Any]:
    own = list(compress(range(start, end), laid_out.is_word[start:end]))
    read = laid_out.once(clauses, start, end)
    kinds = [clause.kind for clause in read]
    finite = len(laid_out.tagged(FINITE, start, end))
    before_colons = tuple(laid_out.words_between(start - 1, i) for i in inside(laid_out.once(_colon_places), start, end - 1))
    counts = {f"{kind}_clauses": kinds.count(kind) for kind in KINDS}
    return {
        "words": len(own),
        "syllables": sum(laid_out.once(syllables_of_words)[start:end]),
        "finite_verbs": finite,
        "clauses": sum(counts.values()),
        **counts,
        "colons": len(before_colons),
        "colon_words": before_colons,
        "opening": opening(laid_out, own),
        "verbless": not any(clause.kind == "main" and clause.finite is not None for clause in read),
    }


def _colon_places(laid_out: View) -> list[int]:
    return [i for i, form in enumerate(laid_out.forms) if form == ":"]


def opening(laid_out: View, own: Sequence[int]) -> str:
    """What kind of word or phrase the sentence starts with; focus particles do not count (*Selbst der Held*: noun phrase)."""
    tags = laid_out.tags
    k = 0
    while k + 1 < len(own) and laid_out.lowers[own[k]] in _FOCUS and tags[own[k]] != "KOUS" and tags[own[k + 1]] in _FOCUSED:
        k += 1
    if _participle_phrase(laid_out, own):
        return "participle phrase"
    first, after = tags[own[k]], tags[own[k + 1]] if k + 1 < len(own) else ""
    if first in PREPOSITIONS and after in INTERROGATIVE:
        return "interrogative"
    if first == "ADJD" and after == "ADJA":
        return "noun phrase"
    return _OPENINGS.get(first, "other")


def _participle_phrase(laid_out: View, own: Sequence[int]) -> bool:
    """*In vielen Medien als Thriller angekündigt, entpuppt sich ...*: a participle, a comma, then the finite verb."""
    for word, after in pairwise(own):
        tag = laid_out.tags[word]
        if tag in FINITE or tag in {"KOUS", "PRELS"}:
            return False
        if laid_out.forms[word + 1] == "," and laid_out.tags[after] in FINITE:
            return tag == "VVPP"
    return False


# --- values -----------------------------------------------------------------------------------------------------------------


def summarise(doc: Doc | View, *, split_at_colon: bool = False) -> dict[str, Value]:
    """The values of ``catalogue/measures_sentences.tsv`` for a document; ``Missing`` where it is too short for one."""
    laid_out = view(doc)
    rows = laid_out.once(sentence_rows, split_at_colon)
    lengths = np.array([row["words"] for row in rows], dtype=np.int64)
    runs = rhythm.runs_test(lengths)
    result: dict[str, Value] = {"words": int(lengths.sum()), "sentences": len(rows)}
    result |= {f"sentence_length_{name}": function(lengths) for name, function in _SPREAD.items()}
    result["sentence_length_syllables_mean"] = rhythm.mean([row["syllables"] for row in rows])
    result |= _verbs(rows)
    result |= {f"sentence_length_{name}": function(lengths) for name, function in _ORDER.items()}
    result["sentence_length_runs"] = runs if isinstance(runs, Missing) else runs.runs
    result["sentence_length_runs_p"] = runs if isinstance(runs, Missing) else runs.p
    result |= _colons(laid_out, rows)
    return result


_SPREAD = {
    "mean": rhythm.mean,
    "median": rhythm.median,
    "sd": rhythm.sd,
    "cv": rhythm.cv,
    "iqr": rhythm.iqr,
    "min": rhythm.shortest,
    "max": rhythm.longest,
}
_ORDER = {
    "autocorrelation": rhythm.autocorrelation,
    "autocorrelation_band": rhythm.autocorrelation_band,
    "von_neumann_ratio": rhythm.von_neumann_ratio,
    "npvi": rhythm.npvi,
}


def _verbs(rows: Sequence[dict[str, Any]]) -> dict[str, Value]:
    totals = {column: sum(row[column] for row in rows) for column in ("words", "finite_verbs", *CLAUSES, "verbless")}
    n, total, finite = len(rows), totals["words"], totals["finite_verbs"]
    none = Missing("no_sentences")
    result: dict[str, Value] = {
        "words_per_finite_verb": total / finite if finite else Missing("no_finite_verb"),
        "finite_verbs_per_sentence": finite / n if n else none,
    }
    for kind in CLAUSES:
        result[f"{kind}_per_sentence"] = totals[kind] / n if n else none
    result["verbless_sentences_percent"] = 100 * totals["verbless"] / n if n else none
    return result


def _colons(laid_out: View, rows: Sequence[dict[str, Any]]) -> dict[str, Value]:
    """The same text with a colon as a sentence's end: how many sentences, how long."""
    if not rows:
        return dict.fromkeys(
            ("sentences_split_at_colon", "sentence_length_mean_split_at_colon"), Missing("no_sentences_to_split")
        )
    n = sum(1 for _ in split_ranges(laid_out, split_at_colon=True))
    return {"sentences_split_at_colon": n, "sentence_length_mean_split_at_colon": sum(row["words"] for row in rows) / n}


FAMILY = Family("sentences", summarise, sentences)
