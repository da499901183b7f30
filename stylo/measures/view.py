"""A document laid out for measures that read it many times: plain lists, and tokens as plain tuples.

Asking a spaCy document for a token, or a token for its text, costs a look-up each time, and the measures together ask for every
token dozens of times. A view is a copy: it does not see what is changed in the document after it was made.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar, cast

from spacy.tokens import Doc

from stylo.marks import holds_word, sentence_edges, sentence_ranges

T = TypeVar("T")


class Token(NamedTuple):
    """One token: index, form, small letters, STTS tag, lemma (empty if unknown), its neighbours, offsets, kind of sign."""

    i: int
    text: str
    lower: str
    tag: str
    lemma: str
    tag_before: str
    lower_after: str
    start: int
    end: int
    opens_sentence: bool
    is_word: bool
    is_space: bool
    is_punct: bool
    is_quote: bool


@dataclass(frozen=True)
class View:
    """Forms, lower-cased forms, STTS tags, lemmas (or forms), start offsets by token; ``sentences`` are token ranges.

    ``tokens`` holds the same by row. ``sentences`` are those that hold a word, without white space at their edges, ``words``
    the words of each; ``edges`` are the ranges of all sentences as they are annotated.
    """

    doc: Doc
    text: str
    tokens: list[Token]
    forms: list[str]
    lowers: list[str]
    tags: list[str]
    lemmas: list[str]
    offsets: list[int]
    edges: list[tuple[int, int]]
    sentences: list[tuple[int, int]]
    words: list[list[Token]]
    _made: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.forms)

    def end(self, i: int) -> int:
        """Offset behind the token."""
        return self.tokens[i].end

    def tag(self, i: int) -> str:
        """The tag, or an empty string outside the document."""
        return self.tags[i] if 0 <= i < len(self.tags) else ""

    def lower(self, i: int) -> str:
        """The lower-cased form, or an empty string outside the document."""
        return self.lowers[i] if 0 <= i < len(self.lowers) else ""

    def reach(self, start: int, end: int) -> tuple[int, int]:
        """The offsets of the tokens ``start`` to ``end``, which must be one at least."""
        return self.offsets[start], self.tokens[end - 1].end

    def words_between(self, left: int, right: int) -> int:
        """Number of words strictly between two tokens."""
        return sum(token.is_word for token in self.tokens[left + 1 : right])

    def once(self, make: Callable[..., T], *args: Hashable) -> T:
        """``make(view, *args)``, made at the first call and kept for whoever asks for the same; nobody may change it."""
        key = (make, *args)
        if key not in self._made:
            self._made[key] = make(self, *args)
        return cast(T, self._made[key])


def view(doc: Doc | View) -> View:
    """The view of a document; one that is laid out already is given back, so that several measures can share it."""
    if isinstance(doc, View):
        return doc
    tokens = list(doc)
    forms = [token.text for token in tokens]
    lowers = [form.lower() for form in forms]
    tags = [token.tag_ for token in tokens]
    lemmas = [token.lemma_ for token in tokens]
    offsets = [token.idx for token in tokens]
    edges = sentence_edges(tokens)
    starts = {start for start, _ in edges}
    rows = list(
        map(
            Token,
            range(len(tokens)),
            forms,
            lowers,
            tags,
            lemmas,
            ["", *tags],
            [*lowers[1:], ""],
            offsets,
            [offset + len(form) for offset, form in zip(offsets, forms, strict=True)],
            [i in starts for i in range(len(tokens))],
            map(holds_word, forms),
            [token.is_space for token in tokens],
            [token.is_punct for token in tokens],
            [token.is_quote for token in tokens],
        )
    )
    sentences = sentence_ranges(tokens)
    return View(
        doc=doc,
        text=doc.text,
        tokens=rows,
        forms=forms,
        lowers=lowers,
        tags=tags,
        lemmas=[lemma or form for lemma, form in zip(lemmas, forms, strict=True)],
        offsets=offsets,
        edges=edges,
        sentences=sentences,
        words=[[token for token in rows[start:end] if token.is_word] for start, end in sentences],
    )
