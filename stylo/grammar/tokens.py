"""A document laid out for measures that read it many times: plain lists instead of tokens.

Asking a spaCy document for a token, or a token for its text, costs a look-up each time, and the measures together ask for every
token dozens of times. A view is a copy: it does not see what is changed in the document after it was made.

A view is also the clean twin of the document (``stylo.reading.normalise``): it has the forms that are read of the tokens, not
how they are written, and no hidden token. Only ``text``, ``offsets`` and ``ends`` are those of the text that the reader gave.
"""

from __future__ import annotations

import re
from bisect import bisect, bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate, compress
from operator import add
from typing import Any, TypeVar, cast

import numpy as np
from spacy.attrs import IDX, LEMMA, LENGTH, MORPH, ORTH, SENT_START, TAG
from spacy.tokens import Doc

from stylo.grammar.marks import holds_word, sentence_edges, sentence_ranges
from stylo.lexicon import table
from stylo.pipeline.stts import TIGER
from stylo.reading.normalise import CleanText, form, is_hidden, read, with_apostrophes

T = TypeVar("T")
CACHED = 200_000
_MIX = np.uint64(0x9E3779B97F4A7C15)  # an odd number without a pattern in its bits


@dataclass(slots=True, eq=False)  # frozen would take twice as long to make
class Type:
    """A word or sign as it recurs: form, tag, lemma and features of UD. It is one object wherever it occurs and however it is
    written, so that what follows from it alone is found once (``Known``). ``lower`` has small letters, and function words in
    today's spelling (*daß*: dass); ``known_lemma`` is empty where ``lemma`` has the form for want of one."""

    form: str
    lower: str
    tag: str
    lemma: str
    known_lemma: str
    morph: str
    is_word: bool
    is_hidden: bool


class Known(dict[Type, T]):
    """What a function says of a type, found when it is first asked and kept, for the type is one object wherever it occurs.

    Threads may share it: two that ask at once may both find the same, and neither gets what another function said.
    """

    def __init__(self, function: Callable[[Type], T]) -> None:
        super().__init__()
        self.function = function

    def __missing__(self, word: Type) -> T:
        if len(self) > CACHED:
            self.clear()
        return self.setdefault(word, self.function(word))

    def each(self, words: Iterable[Type]) -> list[T]:
        """What it says of every word."""
        return list(map(self.__getitem__, words))


@dataclass(frozen=True)
class View:
    """A list for each thing that is known of the tokens, and the sentences as ranges of tokens.

    The lists from ``forms`` to ``is_word`` say of each token what its type says; ``offsets`` and ``ends`` are where it stands
    in ``text``, ``places`` where among all tokens of the document. ``edges`` are the sentences as they are annotated,
    ``sentences`` those that hold a word, without white space at their edges, ``words`` the indices of the words of each.
    """

    doc: Doc
    text: str
    types: list[Type]
    forms: list[str]
    lowers: list[str]
    tags: list[str]
    lemmas: list[str]
    known_lemmas: list[str]
    is_word: list[bool]
    places: list[int]
    offsets: list[int]
    ends: list[int]
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

    def sentence_at(self, offset: int) -> int:
        """The number, from 1, of the sentence in which something starts in the text: its place in ``sentences``, which is how
        every measure numbers them. What stands behind a sentence is counted to it; 0 before the first."""
        return bisect(self.once(_sentence_offsets), offset)

    @property
    def word_tags(self) -> list[str]:
        """The tags of all words."""
        return list(compress(self.tags, self.is_word))

    def reach(self, start: int, end: int) -> tuple[int, int]:
        """The offsets of the tokens ``start`` to ``end``, which must be one at least."""
        return self.offsets[start], self.ends[end - 1]

    def read(self, start: int, end: int) -> str:
        """What is read of the tokens ``start`` to ``end``, with the blanks between them."""
        if end <= start:
            return ""
        reading, (first, last) = self.once(_reading), self.reach(start, end)
        if reading is None:
            return self.text[first:last]
        return with_apostrophes(reading.text[slice(*np.searchsorted(reading.starts, (first, last)))])

    def found(self, pattern: re.Pattern[str]) -> Iterator[tuple[int, int, str]]:
        """What a pattern matches in all that is read, with its offsets in ``text``."""
        reading = self.once(_reading)
        for match in pattern.finditer(self.text if reading is None else with_apostrophes(reading.text)):
            start, end = match.span() if reading is None else reading.reach(*match.span())
            yield start, end, match[0]

    def words_between(self, left: int, right: int) -> int:
        """Number of words strictly between two tokens."""
        before = self.once(_words_before)
        return before[right] - before[left + 1]

    def tagged(self, tags: frozenset[str], start: int, end: int) -> list[int]:
        """Those of the tokens ``start`` to ``end`` that bear one of the tags."""
        return inside(self.once(_tagged, tags), start, end)

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
    known = doc.to_array([ORTH, TAG, LEMMA, MORPH])
    offsets, lengths, starts = doc.to_array([IDX, LENGTH, SENT_START]).T.tolist()
    types = _types(doc, known.astype(np.uint64, copy=False))
    places, opens = list(range(len(types))), [start == 1 for start in starts]
    ends = list(map(add, offsets, lengths))
    if any([each.is_hidden for each in types]):
        places = [i for i in places if not types[i].is_hidden]
        sentence = list(accumulate(opens))
        opens = [sentence[i] != sentence[before] for before, i in zip([0, *places], places, strict=False)]
        types, offsets, ends = ([column[i] for i in places] for column in (types, offsets, ends))
    forms, is_word = [each.form for each in types], [each.is_word for each in types]
    edges = sentence_edges(opens)
    sentences = list(sentence_ranges(forms, edges))
    return View(
        doc=doc,
        text=doc.text,
        types=types,
        forms=forms,
        lowers=[each.lower for each in types],
        tags=[each.tag for each in types],
        lemmas=[each.lemma for each in types],
        known_lemmas=[each.known_lemma for each in types],
        is_word=is_word,
        places=places,
        offsets=offsets,
        ends=ends,
        edges=edges,
        sentences=sentences,
        words=[list(compress(range(start, end), is_word[start:end])) for start, end in sentences],
    )


_TYPES: dict[int, Type] = {}


def _types(doc: Doc, known: np.ndarray[Any, np.dtype[np.uint64]]) -> list[Type]:
    """The types of the tokens, from what spaCy has of each: the numbers of four strings, which are hashes of the strings and
    thus the same in all vocabularies. Two types could be confused only if the numbers that are mixed from them were equal,
    as two strings of spaCy could, by a chance of one in 2^64."""
    numbers = _mixed(known).tolist()
    types = list(map(_TYPES.get, numbers))
    if not all(types):
        if len(_TYPES) > CACHED:
            _TYPES.clear()
        for i, number in enumerate(numbers):
            if types[i] is None:
                types[i] = _TYPES.get(number) or _TYPES.setdefault(number, _type(doc, known[i].tolist()))
    return cast(list[Type], types)


def _mixed(known: np.ndarray[Any, np.dtype[np.uint64]]) -> np.ndarray[Any, np.dtype[np.uint64]]:
    mixed = np.zeros(len(known), dtype=np.uint64)
    for column in known.T:
        mixed = (mixed ^ column) * _MIX
        mixed ^= mixed >> np.uint64(32)
    return mixed


def _type(doc: Doc, known: list[int]) -> Type:
    written, tag, lemma, morph = map(doc.vocab.strings.as_string, known)
    read_as = form(written)
    if read_as != written:  # it is the type of whoever is written as this one is read
        numbers = np.array([[doc.vocab.strings.add(read_as), *known[1:]]], dtype=np.uint64)
        number = int(_mixed(numbers)[0])
        return _TYPES.get(number) or _TYPES.setdefault(number, _type(doc, numbers[0].tolist()))
    tag = TIGER.get(tag, tag)
    hidden = is_hidden(tag, read_as)
    small = read_as.lower()
    is_word = holds_word(read_as) and not hidden
    return Type(read_as, _old_words().get(small, small), tag, lemma or read_as, lemma, morph, is_word, hidden)


@cache
def _old_words() -> dict[str, str]:
    return {row["form"]: row["now"] for row in table("old_words")}


def inside(places: list[int], start: int, end: int) -> list[int]:
    """Those of some places in order that are from ``start`` to ``end``."""
    return places[bisect_left(places, start) : bisect_left(places, end)]


def _tagged(laid_out: View, tags: frozenset[str]) -> list[int]:
    return [i for i, tag in enumerate(laid_out.tags) if tag in tags]


def _sentence_offsets(laid_out: View) -> list[int]:
    return [laid_out.offsets[start] for start, _ in laid_out.sentences]


def _reading(laid_out: View) -> CleanText | None:
    return read(laid_out.text)


def _words_before(laid_out: View) -> list[int]:
    """How many words stand before each token, and at the end how many there are."""
    return list(accumulate(laid_out.is_word, initial=0))


def _starts(laid_out: View) -> frozenset[int]:
    return frozenset(start for start, _ in laid_out.edges)
