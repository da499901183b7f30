"""Recurrence: the words of a text's own that come again in more of its paragraphs than German prose leads one to expect.

A content word (noun, full verb, adjective) stands in a paragraph of n words with the probability 1 - exp(-r n), where r is how
often the word comes in the reference corpora (``data/lemma_frequencies.tsv.gz``). In how many paragraphs it would stand by
chance follows from that, and p is the chance of as many as there are or more. What belongs to the subject of a text recurs as
well as what belongs to its style: p says that a word recurs, not why.
"""

from __future__ import annotations

import gzip
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd
from spacy.tokens import Doc

from stylo.grammar.tokens import View, view
from stylo.grammar.units import FEWEST, paragraphs, stretches
from stylo.pipeline.stts import CONTENT

COLUMNS = ("lemma", "pos", "count", "paragraphs", "expected", "p", "p_holm", "sentences", "places")
RAREST = 0.5
"""Occurrences in a million words that are reckoned for a word that the reference does not know."""


@cache
def reference_rates() -> dict[str, float]:
    """How often each lemma comes in a million words of the reference corpora, each of which weighs the same."""
    packed = (files("stylo") / "data" / "lemma_frequencies.tsv.gz").read_bytes()
    rows = (line.split("\t") for line in gzip.decompress(packed).decode("utf-8").splitlines()[1:])
    return {lemma: float(rate) for lemma, _, rate in rows}


def lemmas_of(laid_out: View) -> list[tuple[str, str, int]]:
    """The content words of a document whose lemma is known: lemma, part of speech, index among the tokens."""
    found = zip(laid_out.known_lemmas, laid_out.tags, laid_out.is_word, strict=True)
    return [(lemma, CONTENT[tag], i) for i, (lemma, tag, is_word) in enumerate(found) if is_word and lemma and tag in CONTENT]


def recurrence(doc: Doc | View, fewest: int = 2) -> pd.DataFrame:
    """The words that stand in at least ``fewest`` paragraphs, those first that chance explains least.

    Parameters
    ----------
    doc : Doc
        A text that went through ``stylo.load()``, or tokens of it (``grammar.tokens.view``).
    fewest : int
        In how many paragraphs a word must stand to be looked at.

    Returns
    -------
    DataFrame
        lemma, pos (noun, verb, adjective), count, paragraphs (that hold it), expected (how many would by chance), p (the chance
        of as many or more), p_holm (the same for all words of the text together, Holm 1979), sentences and places (tuples, one
        an occurrence: number from 1; start and end). Names are left out. A text of fewer than three paragraphs is cut into
        stretches of about 100 words.

    Examples
    --------
    >>> import stylo
    >>> text = "Ein Sog packt ihn." + chr(10) + "Der Sog wächst." + chr(10) + "Kein Sog ohne Tiefe."
    >>> recurrence(stylo.load()(text))[["lemma", "paragraphs"]].to_numpy().tolist()
    [['Sog', 3]]
    """
    laid_out = view(doc)
    units = paragraphs(laid_out)
    units = units if len(units) >= FEWEST else stretches(laid_out)
    unit_of = np.searchsorted([first for first, _ in units], range(len(laid_out)), side="right")
    sizes = np.unique([sum(laid_out.is_word[first:behind]) for first, behind in units], return_counts=True)
    places: dict[str, list[int]] = defaultdict(list)
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for lemma, pos, i in lemmas_of(laid_out):
        places[lemma].append(i)
        kinds[lemma][pos] += 1
    rows = []
    for lemma, found in places.items():
        held = len({int(unit_of[i]) for i in found})
        expected, p = _chance(reference_rates().get(lemma, RAREST), sizes, held)
        rows.append(
            _row(laid_out, lemma, kinds[lemma].most_common(1)[0][0], found) | {"paragraphs": held, "expected": expected, "p": p}
        )
    frame = pd.DataFrame(rows, columns=COLUMNS).sort_values(["p", "lemma"], kind="stable", ignore_index=True)
    frame["p_holm"] = _holm(frame["p"].tolist())
    return frame[frame["paragraphs"] >= fewest].reset_index(drop=True)


def _row(laid_out: View, lemma: str, pos: str, found: Sequence[int]) -> dict[str, Any]:
    reaches = [laid_out.reach(i, i + 1) for i in found]
    sentences = tuple(laid_out.sentence_at(start) for start, _ in reaches)
    return {"lemma": lemma, "pos": pos, "count": len(found), "sentences": sentences, "places": tuple(reaches)}


def _chance(per_million: float, sizes: tuple[np.ndarray, np.ndarray], held: int) -> tuple[float, float]:
    """In how many paragraphs of these sizes a word stands by chance, and how likely ``held`` or more are: the number is nearly
    a Poisson variable, as each is unlikely to hold it (Le Cam 1960)."""
    from scipy.special import pdtrc

    lengths, number = sizes
    expected = float(((1 - np.exp(-per_million / 1e6 * lengths)) * number).sum())
    return expected, float(pdtrc(held - 1, expected))


def _holm(chances: Sequence[float]) -> list[float]:
    """Chances in rising order, corrected for their number (Holm 1979)."""
    return (
        np.minimum(1.0, np.maximum.accumulate([p * (len(chances) - k) for k, p in enumerate(chances)])).tolist()
        if chances
        else []
    )
