"""A text as people have it and the clean text that is read of it, with a map between the two.

A ``Doc`` keeps the text that the reader gave: ``doc.text``, ``token.text`` and all offsets are those of the file, so that
``text[start:end]`` is always a mark's ``text``. What rules, tags and lexicons see of a token is its ``form``: *schö\\xadner* is
read as *schöner*, *iſt* as *ist*, *geht’s* as *geht's*, *Leser:innen* as *Leserinnen*. What is no part of the running text,
such as a second blank, ``<em>`` or ``[1]`` behind a full stop, is a token of its own that bears spaCy's tag of white space,
``_SP``: it is hidden from every rule (``forms``). So a text gives the numbers of its clean twin.

``read`` makes the clean text in steps, each a list of edits. The first steps change characters inside words, and ``form`` takes
the same steps on a token alone; the others look at what stands around. All of them take time by the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import cast

import numpy as np
from spacy.attrs import IDX, LENGTH, ORTH, SPACY, TAG
from spacy.tokens import Doc
from spacy.vocab import Vocab

from stylo.reading import characters, gaps, gender, markup
from stylo.reading.characters import STAND_IN
from stylo.reading.edits import CleanText, as_it_is, edited

HIDDEN = "_SP"
BREAKS = frozenset("\n\r\u2028\u2029")
CACHED_FORMS = 200_000
# Each is a cheap question, which most texts answer with no, and the steps to take if it is answered with yes.
_IN_WORDS = (*characters.LETTERS, *markup.IN_WORDS, *gender.STEPS, *characters.APOSTROPHES)
_STEPS = (*_IN_WORDS, *markup.AROUND_WORDS, *gaps.STEPS)


@lru_cache(maxsize=2)  # several ask for the reading of the text that is at hand
def read(text: str) -> CleanText | None:
    """The clean text of a text, or None for one that is clean already. A letter stands in for apostrophes of words."""
    reading = as_it_is(text) if STAND_IN in text else None
    seen = text
    for may_apply, steps in _STEPS:
        for step in steps if may_apply(seen) else ():
            edits = list(step(seen))
            if edits:
                reading = (reading or as_it_is(text)).edited(edits)
                seen = reading.text
    return reading


def with_apostrophes(text: str) -> str:
    """The text with apostrophes where a letter stands in for them."""
    return text.replace(STAND_IN, "'")


_PIECE = re.compile(r"\s+|\S+(?:\s+\S+)*")


def laid_over(text: str, reading: CleanText, words: Iterable[str], spaces: Iterable[bool], vocab: Vocab) -> Doc:
    """A document of the text as it is, with the tokens that its clean text has and hidden ones for what lies between them."""
    tokens: list[str] = []
    blanks: list[bool] = []
    tags: list[str] = []
    starts, ends = reading.starts.tolist(), reading.ends.tolist()
    at = last = 0

    def fill(upto: int) -> None:
        """Take up what lies before the next token: one blank belongs to the token before it, as in spaCy."""
        for piece in _PIECE.findall(text, last, upto):
            if tokens and not blanks[-1] and piece[0] == " ":
                blanks[-1] = True
                piece = piece[1:]
            if piece:
                tokens.append(piece)
                blanks.append(False)
                tags.append(HIDDEN)

    for word, space in zip(words, spaces, strict=True):
        start, end = starts[at], ends[at + len(word) - 1]
        if start < last:  # one character became several, and they lie across two tokens
            tokens[-1] += text[last:end]
        else:
            fill(start)
            tokens.append(text[start:end])
            blanks.append(False)
            tags.append(HIDDEN if word.isspace() else "")
        last = max(last, end)
        at += len(word) + space
    fill(len(text))
    return Doc(vocab, words=tokens, spaces=blanks, tags=tags)


# --- what is seen of a token ------------------------------------------------------------------------------------------------


class _Forms(dict[str, str]):
    """What was read of the tokens that were met so far."""

    def __missing__(self, token: str) -> str:
        if len(self) > CACHED_FORMS:
            self.clear()
        found = token
        for may_apply, steps in _IN_WORDS:
            for step in steps if may_apply(found) else ():
                found = edited(found, list(step(found)))
        return self.setdefault(token, with_apostrophes(found))


form = _Forms().__getitem__
"""What is read of a token by itself: ``form("schö\\xadner")`` is ``"schöner"``."""


def is_break(read_as: str) -> bool:
    """Whether a paragraph ends here."""
    return not BREAKS.isdisjoint(read_as)


def is_hidden(tag: str, read_as: str) -> bool:
    """Whether no rule sees a token with this tag and form; a line break is seen, for it ends a paragraph."""
    return (tag == HIDDEN or not read_as or read_as.isspace()) and not is_break(read_as)


def forms(doc: Doc) -> list[str]:
    """What is read of each token: its form, and a blank for a hidden one."""
    columns = doc.to_array([ORTH, TAG])
    orths = columns[:, 0].tolist()
    found = list(map(_SEEN.get, orths))
    if not all(found):
        if len(_SEEN) > CACHED_FORMS:
            _SEEN.clear()
        seen = {orth: _seen(doc.vocab.strings[orth]) for orth in set(orths)}
        _SEEN.update(seen)
        found = list(map(seen.get, orths))
    read_as = cast(list[str], found)
    for i in np.flatnonzero(columns[:, 1] == doc.vocab.strings[HIDDEN]).tolist():
        read_as[i] = read_as[i] if is_break(read_as[i]) else " "
    return read_as


def _seen(token: str) -> str:
    read_as = form(token)
    return " " if is_hidden("", read_as) else read_as


_SEEN: dict[int, str] = {}
"""What is read of a token by the number that spaCy has for what is written, the same in all vocabularies."""


def blanks(doc: Doc) -> list[bool]:
    """Whether a blank follows each token in the clean text, also one that was put in."""
    reading = read(doc.text)
    idx, lengths, spaces = doc.to_array([IDX, LENGTH, SPACY]).astype(np.int64).T
    if reading is None:
        return list(map(bool, spaces.tolist()))
    return [reading.text[place : place + 1] == " " for place in np.searchsorted(reading.starts, idx + lengths).tolist()]
