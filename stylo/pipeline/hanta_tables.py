"""HanTa's German tables from arrays: nothing is unpickled, and no folder is searched for them.

HanTa (Wartena 2019) keeps its model as a pickle, which is a program, and prefers one in the working folder to its own. So its
tables have been converted once (`tools.convert_hanta`, ``make hanta``) to ``models/hanta/tables.npz``: numbers and text alone.

- ``numbers``: every number that is the value of a large table, once;
- ``LP_m_t`` and so on: the values of a large table, one row after the other, as places in ``numbers``;
- ``words``: for each word of the lexicon its row in ``cache``, which many share;
- ``text``: JSON with the small tables, and of the large ones the keys, the sizes of the rows and the keys in the rows. Long
  lists of words are one string, a word a line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from HanTa.HanoverTagger import HanoverTagger

TABLES = Path(__file__).parents[1] / "models" / "hanta" / "tables.npz"
FIELDS = (
    "tag2int int2tag LP_s_t LP_len_t Int_t LP_hapax_t LP_trans LP_m_t stemdict LP_trans_word LP_wtag LP_case_t nonstemtags "
    "lemmasuffixtable capitalizedlemmata cache"
).split()
"""HanTa's names of its tables, in the order in which it stores them."""
AS_THEY_ARE = ("tag2int", "Int_t", "nonstemtags", "lemmasuffixtable", "capitalizedlemmata")
KEYED_BY_NUMBER = ("stemdict", "LP_hapax_t", "LP_wtag", "reachability")
NESTED = ("LP_s_t", "LP_trans", "LP_m_t", "LP_case_t")

Array = np.ndarray[Any, Any]


class Transitions(dict[tuple[int, int], dict[int, float]]):
    """Log-probabilities of the next tag for each pair of tags before it; a row is made when it is first asked for.

    Row i of ``places`` belongs to ``pairs[i]``, column k to ``tags[k]``; a place is an index in ``numbers``.
    """

    def __init__(self, pairs: Sequence[tuple[int, int]], tags: Sequence[int], places: Array, numbers: Sequence[float]) -> None:
        super().__init__()
        self.pairs, self.tags, self.places, self.numbers = pairs, tags, places, numbers
        self._row_of = {pair: row for row, pair in enumerate(pairs)}

    def __missing__(self, pair: tuple[int, int]) -> dict[int, float]:
        places = self.places[self._row_of[pair]].tolist()
        self[pair] = {tag: self.numbers[place] for tag, place in zip(self.tags, places, strict=True)}
        return self[pair]


class GermanTagger(HanoverTagger):
    """HanTa's German tagger; it says what it says with HanTa's own file.

    Raises OSError or ValueError for a file of tables that cannot be read.
    """

    def __init__(self, path: Path = TABLES) -> None:
        tables = read_tables(path)
        self.reachability = tables["reachability"]
        super().__init__("", [tables[name] for name in FIELDS])
        self.strict = False  # as when HanTa reads a file

    def reachable(self) -> None:
        """HanTa would work out here, at length, from which classes each tag can be reached; the tables say it."""


def read_tables(path: Path = TABLES) -> dict[str, Any]:
    """HanTa's tables by their names, and what it works out from them (``reachability``)."""
    with np.load(path, allow_pickle=False) as file:
        arrays = dict(file)
    text: dict[str, Any] = json.loads(arrays["text"].tobytes())
    numbers: list[float] = arrays["numbers"].tolist()

    def rows(name: str) -> Iterator[tuple[Any, list[Any], list[float]]]:
        """Each key of a large table, with the keys and the values of its row."""
        shape = text[name]
        inner, values = _list(shape["inner"]), [numbers[place] for place in arrays[name].tolist()]
        bounds = pairwise(accumulate(shape["sizes"], initial=0))
        return ((key, inner[a:b], values[a:b]) for key, (a, b) in zip(_keys(shape["keys"]), bounds, strict=True))

    tables = {name: text[name] for name in AS_THEY_ARE}
    tables |= {name: {int(key): value for key, value in text[name].items()} for name in KEYED_BY_NUMBER}
    tables |= {name: {key: dict(zip(*row, strict=True)) for key, *row in rows(name)} for name in NESTED}
    tables["reachability"] = {tag: frozenset(kinds) for tag, kinds in tables["reachability"].items()}
    tables["capitalizedlemmata"] = set(text["capitalizedlemmata"])
    tables["int2tag"] = {number: tag for tag, number in text["tag2int"].items()}
    tables["LP_len_t"] = {key: values for key, _, values in rows("LP_len_t")}
    analyses = [tuple(zip(*row, strict=True)) for _, *row in rows("cache")]
    tables["cache"] = {word: analyses[row] for word, row in zip(_list(text["words"]), arrays["words"].tolist(), strict=True)}
    pairs, tags = _keys(text["LP_trans_word"]["keys"]), text["LP_trans_word"]["inner"]
    tables["LP_trans_word"] = Transitions(pairs, tags, arrays["LP_trans_word"].reshape(len(pairs), len(tags)), numbers)
    return tables


def _list(words: str | list[Any]) -> list[Any]:
    return words.split("\n") if isinstance(words, str) else words


def _keys(keys: list[Any]) -> list[Any]:
    """Keys of which JSON has made lists where they are pairs."""
    return [tuple(key) if isinstance(key, list) else key for key in keys]
