"""Image fields: words that come from one field of imagination, such as depth and pull, cold and dark, water or game.

The fields are those in which German criticism and narrative like to put what they say (Weinrich 1976 calls them *Bildfelder*;
Lakoff and Johnson 1980 ask what is understood in terms of what). Words are looked up by lemma and part of speech, nouns also
as the last part of a compound. Whether a word is meant as an image or as the thing itself (*der See*, where the plot has one)
is not told: a field says what a text draws on, not how. The table is made to be changed; ``fields`` takes another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
from spacy.tokens import Doc

from stylo import catalogue
from stylo.families.family import Family
from stylo.grammar.marks import Value, frame, per
from stylo.grammar.tokens import CACHED, View, view
from stylo.lexicon import read_table, table
from stylo.pipeline.stts import CONTENT

COLUMNS = {"lemma": "object", "pos": "object", "field": "object", "reason": "object", "sentence": "int64"}
SHORTEST = 6
"""Letters that a noun must have to be known as the last part of a compound: shorter ones end other words by chance."""
_NEEDED = ("lemma", "field", "pos")

Fields = Mapping[tuple[str, str], str]
"""The field of each lemma and part of speech."""


def imagery(doc: Doc | View, fields: Path | str | None = None) -> pd.DataFrame:
    """Every word of an image field, one row a word.

    Parameters
    ----------
    doc : Doc
        A text that went through ``stylo.load()``, or tokens of it (``grammar.tokens.view``).
    fields : Path or str, optional
        A table of one's own, tab-separated, with the columns lemma, field and pos (noun, verb or adjective); the project's
        ``lexicon/image_fields.tsv`` where none is given.

    Returns
    -------
    DataFrame
        start, end (character offsets, end exclusive), text, lemma, pos, field, reason, sentence (number from 1).

    Raises
    ------
    ValueError
        For a table that lacks one of the columns.

    Examples
    --------
    >>> import stylo
    >>> found = imagery(stylo.load()("Er gerät in einen Strudel aus Gewalt."))
    >>> found[["text", "field"]].to_numpy().tolist()
    [['Strudel', 'depth-pull'], ['Gewalt', 'violence']]
    """
    laid_out = view(doc)
    return frame(laid_out, laid_out.once(_rows) if fields is None else _found(laid_out, read_fields(Path(fields))), COLUMNS)


def read_fields(path: Path) -> Fields:
    """The fields of a table of one's own. Raises ValueError for one that lacks a column, and as ``read_table`` does."""
    rows = read_table(path)
    lacking = [name for name in _NEEDED if rows and name not in rows[0]]
    if lacking:
        raise ValueError(f"{path.name} has no column {', '.join(lacking)}; a table of fields has lemma, field and pos.")
    return _by_lemma(rows)


@cache
def _own_fields() -> Fields:
    return _by_lemma(table("image_fields"))


def _by_lemma(rows: Iterable[Mapping[str, str]]) -> Fields:
    return {(_plain(row["lemma"]), row["pos"]): row["field"] for row in rows}


def _plain(lemma: str) -> str:
    """Small letters, and ss for ß: lemmas come in the old spelling and in today's (*Fluß, Fluss*)."""
    return lemma.lower().replace("ß", "ss")


def _rows(laid_out: View) -> list[dict[str, Any]]:
    return _found(laid_out, _own_fields())


def _found(laid_out: View, fields: Fields) -> list[dict[str, Any]]:
    rows = []
    for i, tag in enumerate(laid_out.tags):
        pos = CONTENT.get(tag, "")
        known = laid_out.known_lemmas[i] or laid_out.lowers[i]
        lemma = next((word for word in _parts(_plain(known), pos) if (word, pos) in fields), "") if pos else ""
        if lemma:
            start, end = laid_out.reach(i, i + 1)
            place = {"start": start, "end": end, "sentence": laid_out.sentence_at(start)}
            whole = lemma == _plain(known)
            reason = "word of the field" if whole else "last part of a compound"
            rows.append({**place, "lemma": known, "pos": pos, "field": fields[lemma, pos], "reason": reason})
    return rows


@lru_cache(CACHED)
def _parts(lemma: str, pos: str) -> tuple[str, ...]:
    """A lemma and, of a noun, what may be the last part of it, the longest first."""
    hyphened = lemma.rpartition("-")[2]
    shorter = [lemma[k:] for k in range(2, len(lemma) - SHORTEST + 1)] if pos == "noun" else []
    return (lemma, hyphened, *shorter)


def summarise(doc: Doc | View) -> dict[str, Value]:
    """The rate of all words of image fields, and of each field."""
    laid_out = view(doc)
    found = Counter(row["field"] for row in laid_out.once(_rows))
    total = sum(laid_out.is_word)
    values = {"images_per_1000_words": per(sum(found.values()), total, 1000, "no_words")}
    labels = catalogue.families()["imagery"].labels
    return values | {
        f"{label.replace('-', '_')}_per_1000_words": per(found[label], total, 1000, "no_words") for label in labels
    }


FAMILY = Family("imagery", summarise, imagery)
