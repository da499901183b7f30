"""The two conventions about the colon on documents and on figures: usually it ends no sentence, on demand it may."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from spacy.tokens import Doc

import stylo
from stylo.figures import style
from stylo.language import say
from stylo.reading.normalise import forms

BOTH_CONVENTIONS = frozenset({"sentence_length_ecdf", "sentence_length_autocorrelation"})
"""Figures that draw a text in both, and so need it in the usual one."""


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
        opening = set(stylo.sentences(doc, split_at_colon=True)["start"])
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


def say_convention(ax: Axes) -> None:
    """Under a figure that says that a colon ends no sentence, say that here it does."""
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    note = " ".join(figure.get_supxlabel().split())
    ends = say("A colon ends a sentence")
    said = _NO_END.sub(lambda found: ends if found[0][0].isupper() else ends[0].lower() + ends[1:], note)
    if said != note:
        style.footnote(ax, said)


_NO_END = re.compile(
    r"a colon (?:ends no sentence|does not end a sentence)|ein Doppelpunkt (?:beendet|trennt) kein\w* S(?:atz|ätze)", re.I
)
