"""Marks: the table from which every count, figure and highlight is made, and what counts as a word.

A mark is one row for one thing found in the text: ``start`` and ``end`` (Python string indices, end exclusive), ``text``
(always ``doc.text[start:end]``), then what the measure says of it. A measure makes its marks with ``frame`` and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Protocol

import pandas as pd
from spacy.tokens import Doc, Span, Token

from stylo.reading.normalise import form, forms, is_break, is_hidden
from stylo.wording.reasons import Missing
from stylo.wording.signs import well_formed

Value = float | int | str | Missing


def name_of(doc: Doc, number: int = 1) -> str:
    """What a document is called: its id, or the number that it has among others."""
    return well_formed(str(doc.user_data.get("id", number)))


def is_word(token: Token) -> bool:
    """A word holds a letter or a digit: *blutig-brutalen*, *Action-*, *2011* and *z.* are words, a free dash is none."""
    read_as = form(token.text)
    return holds_word(read_as) and not is_hidden(token.tag_, read_as)


def holds_word(text: str) -> bool:
    """Whether a token that is written like this is a word."""
    return text.isalnum() or any(map(str.isalnum, text))  # the first alone settles most words, and fast


def words(tokens: Iterable[Token]) -> list[Token]:
    """The words among some tokens, in text order."""
    return [token for token in tokens if is_word(token)]


def sentence_spans(doc: Doc) -> Iterator[Span]:
    """The sentences that hold at least one word, without the white space at their edges."""
    edges = sentence_edges([token.is_sent_start for token in doc])
    return (doc[start:end] for start, end in sentence_ranges(forms(doc), edges))


def sentence_edges(starts: Sequence[bool | None]) -> list[tuple[int, int]]:
    """The sentences as token ranges, with or without a word, from what is known of each token: whether it opens one."""
    return list(pairwise([*(i for i, opens in enumerate(starts) if opens or not i), len(starts)]))


def sentence_ranges(forms: Sequence[str], edges: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The sentences that hold a word, without the white space at their edges."""
    for start, end in edges:
        while start < end and forms[start].isspace():
            start += 1
        while start < end and forms[end - 1].isspace():
            end -= 1
        if any(map(holds_word, forms[start:end])):
            yield start, end


def paragraphs(doc: Doc) -> list[Doc]:
    """Each paragraph (line) of a document as a document of its own, with the annotation it has; blank lines are none."""
    found: list[Doc] = []
    start = 0
    read_as = forms(doc)
    for i, each in enumerate(read_as):
        if is_break(each) or i == len(doc) - 1:
            if not all(map(str.isspace, read_as[start : i + 1])):
                found.append(doc[start : i + 1].as_doc())
                found[-1].user_data["id"] = f"paragraph {len(found)}"
            start = i + 1
    return found


class HasText(Protocol):
    """A ``Doc`` or a ``View``."""

    @property
    def text(self) -> str:
        """The text that the marks lie in."""


def frame(doc: HasText, rows: Iterable[Mapping[str, Any]], columns: Mapping[str, str]) -> pd.DataFrame:
    """A table of marks with start, end, text and the given columns (name to pandas dtype), one row a mark.

    Each row brings ``start`` and ``end`` and a value for every column; ``text`` is cut from the document here, so that it can
    never disagree with the offsets. No rows give an empty frame with the same columns and dtypes.
    """
    text, records = doc.text, list(rows)
    cells = {name: [row[name] for row in records] for name in ("start", "end", *columns)}
    cells["text"] = [text[start:end] for start, end in zip(cells["start"], cells["end"], strict=True)]
    dtypes = {"start": "int64", "end": "int64", "text": "object", **columns}
    return pd.DataFrame({name: pd.Series(cells[name], dtype=dtype) for name, dtype in dtypes.items()})


def offsets(tokens: Sequence[Token]) -> dict[str, int]:
    """``start`` and ``end`` of a run of tokens."""
    return {"start": tokens[0].idx, "end": tokens[-1].idx + len(tokens[-1])}


def per(count: int, total: int, unit: int, none: str) -> Value:
    """``count`` per ``unit`` of ``total``; where there is nothing to count in it is missing, with the code ``none``."""
    return unit * count / total if total else Missing(none)
