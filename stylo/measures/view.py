"""A document laid out for measures that read it many times: plain lists instead of tokens.

Asking a spaCy document for a token, or a token for its text, costs a look-up each time, and the measures together ask for every
token dozens of times. A view is a copy: it does not see what is changed in the document after it was made.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import Any, TypeVar, cast

from spacy.attrs import IDX, LEMMA, ORTH, SENT_START, SPACY, TAG
from spacy.tokens import Doc

from stylo.marks import holds_word, sentence_edges, sentence_ranges

S = TypeVar("S")
T = TypeVar("T")


@dataclass(frozen=True)
class View:
    """A list for each thing that is known of the tokens, and the sentences as ranges of tokens.

    ``lemmas`` has the form where the lemma is unknown, ``known_lemmas`` an empty string; ``offsets`` and ``ends`` are where
    each token stands in ``text``. ``edges`` are the sentences as they are annotated, ``sentences`` those that hold a word,
    without white space at their edges, and ``words`` the indices of the words of each of these.
    """

    doc: Doc
    text: str
    forms: list[str]
    lowers: list[str]
    tags: list[str]
    lemmas: list[str]
    known_lemmas: list[str]
    offsets: list[int]
    ends: list[int]
    is_word: list[bool]
    edges: list[tuple[int, int]]
    sentences: list[tuple[int, int]]
    words: list[list[int]]
    _made: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.forms)

    def tag(self, i: int) -> str:
        """The tag, or an empty string outside the document."""
        return self.tags[i] if 0 <= i < len(self.tags) else ""

    def lower(self, i: int) -> str:
        """The lower-cased form, or an empty string outside the document."""
        return self.lowers[i] if 0 <= i < len(self.lowers) else ""

    def opens(self, i: int) -> bool:
        """Whether a sentence starts with the token."""
        return i in self.once(_starts)

    @property
    def word_tags(self) -> list[str]:
        """The tags of all words."""
        return list(compress(self.tags, self.is_word))

    def reach(self, start: int, end: int) -> tuple[int, int]:
        """The offsets of the tokens ``start`` to ``end``, which must be one at least."""
        return self.offsets[start], self.ends[end - 1]

    def words_between(self, left: int, right: int) -> int:
        """Number of words strictly between two tokens."""
        return sum(self.is_word[left + 1 : right])

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
    columns = doc.to_array([ORTH, TAG, LEMMA, IDX, SENT_START, SPACY]).T.tolist()
    forms, tags, lemmas = (_each(doc.vocab.strings.as_string, column) for column in columns[:3])
    offsets, starts, blanks = columns[3:]
    edges = sentence_edges([start == 1 for start in starts])
    sentences = list(sentence_ranges(forms, edges))
    is_word = _each(holds_word, forms)
    return View(
        doc=doc,
        text="".join(form + " " * blank for form, blank in zip(forms, blanks, strict=True)),
        forms=forms,
        lowers=_each(str.lower, forms),
        tags=tags,
        lemmas=[lemma or form for lemma, form in zip(lemmas, forms, strict=True)],
        known_lemmas=lemmas,
        offsets=offsets,
        ends=[offset + len(form) for offset, form in zip(offsets, forms, strict=True)],
        is_word=is_word,
        edges=edges,
        sentences=sentences,
        words=[[i for i in range(start, end) if is_word[i]] for start, end in sentences],
    )


def _each(function: Callable[[S], T], items: Sequence[S]) -> list[T]:
    """The function of every item, asked once for all that are equal."""
    known = {item: function(item) for item in set(items)}
    return [known[item] for item in items]


def _starts(laid_out: View) -> frozenset[int]:
    return frozenset(start for start, _ in laid_out.edges)
