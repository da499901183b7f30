"""A document laid out for measures that read it many times: plain lists of forms, tags and lemmas, and sentence ranges.

Asking a spaCy token for its text costs a look-up each time; the register measures ask for every token dozens of times.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc

from stylo.marks import sentence_spans


@dataclass(frozen=True)
class View:
    """Forms, lower-cased forms, STTS tags, lemmas, start offsets by token; ``sentences`` are token ranges."""

    forms: list[str]
    lowers: list[str]
    tags: list[str]
    lemmas: list[str]
    offsets: list[int]
    sentences: list[tuple[int, int]]

    def __len__(self) -> int:
        return len(self.forms)

    def end(self, i: int) -> int:
        """Offset behind the token."""
        return self.offsets[i] + len(self.forms[i])

    def tag(self, i: int) -> str:
        """The tag, or an empty string outside the document."""
        return self.tags[i] if 0 <= i < len(self.tags) else ""

    def lower(self, i: int) -> str:
        """The lower-cased form, or an empty string outside the document."""
        return self.lowers[i] if 0 <= i < len(self.lowers) else ""

    def is_word(self, i: int) -> bool:
        """Whether the token holds a letter or a digit."""
        form = self.forms[i]
        return form.isalnum() or any(character.isalnum() for character in form)

    def words_between(self, left: int, right: int) -> int:
        """Number of words strictly between two tokens."""
        return sum(self.is_word(i) for i in range(left + 1, right))


def view(doc: Doc) -> View:
    """The view of a document."""
    tokens = list(doc)
    forms = [token.text for token in tokens]
    return View(
        forms=forms,
        lowers=[form.lower() for form in forms],
        tags=[token.tag_ for token in tokens],
        lemmas=[token.lemma_ or token.text for token in tokens],
        offsets=[token.idx for token in tokens],
        sentences=[(sentence.start, sentence.end) for sentence in sentence_spans(doc)],
    )
