"""The two conventions about the colon in documents: usually it ends no sentence, on demand it may."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from spacy.tokens import Doc

from stylo.grammar.tokens import View, view
from stylo.pipeline.splitter import colon_ends
from stylo.reading.normalise import forms


def split_at_colon(doc: Doc) -> bool:
    """Whether a colon ends a sentence in this document: one does, with more to follow on the same line."""
    seen = _seen(doc)
    return any(form == ":" and doc[i].is_sent_start and not next_form.isspace() for (_, form), (i, next_form) in pairwise(seen))


def _seen(doc: Doc) -> list[tuple[int, str]]:
    """The tokens that are not hidden, and what is read of them."""
    return [(i, form) for i, form in enumerate(forms(doc)) if form != " "]


def recut(doc: Doc, split_at_colon: bool) -> Doc:
    """The same tokens with the other colon convention, so that all measures follow it; the document itself if nothing changes.

    The words keep their tags. A parse is left behind, because it reaches across the new boundaries.
    """
    before = {token.i for token in doc if token.is_sent_start}
    if split_at_colon:
        laid_out = view(doc)
        opening = {laid_out.offsets[start] for start, _ in split_ranges(laid_out, True)}
        starts = before | {i for i in _behind_colons(doc) if doc[i].idx in opening}
    else:
        starts = before - _behind_colons(doc)
    if starts == before:
        return doc
    columns = {"tags": "tag_", "pos": "pos_", "lemmas": "lemma_", "morphs": "morph"}
    annotation: dict[str, Any] = {
        name: [str(getattr(token, attribute)) for token in doc] for name, attribute in columns.items()
    }
    annotation["sent_starts"] = [token.i in starts for token in doc]
    cut = Doc(doc.vocab, [token.text for token in doc], [bool(token.whitespace_) for token in doc], **annotation)
    cut.user_data.update({key: value for key, value in doc.user_data.items() if key == "id"})
    return cut


def _behind_colons(doc: Doc) -> set[int]:
    """The tokens that follow a colon in the same paragraph."""
    return {i for (_, before), (i, _) in pairwise(_seen(doc)) if before == ":"}


def split_ranges(laid_out: View, split_at_colon: bool) -> Iterator[tuple[int, int]]:
    """The sentences that hold a word as ranges of tokens, split at colons too if asked."""
    for start, end in laid_out.sentences:
        if split_at_colon and ":" in laid_out.forms[start:end]:
            visible = [i for i in range(start, end) if not laid_out.forms[i].isspace()]
            for n in sorted(colon_ends([laid_out.forms[i] for i in visible])):
                if n + 1 < len(visible):
                    yield start, visible[n] + 1
                    start = visible[n + 1]
        yield start, end
