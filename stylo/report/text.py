"""The text itself on the page, with its marks, each sentence a place that the evidence can point to."""

from __future__ import annotations

from markupsafe import Markup, escape
from spacy.tokens import Doc

from stylo.marks import sentence_spans
from stylo.report.words import visible


def annotated(doc: Doc) -> Markup:
    """The text as HTML; the sentence of number n has the id ``s<n>``."""
    parts, last = [], 0
    for number, sentence in enumerate(sentence_spans(doc), 1):
        parts.append(_shown(doc.text[last : sentence.start_char]))
        parts.append(Markup('<span class="sentence" id="s{}">{}</span>').format(number, _shown(sentence.text)))
        last = sentence.end_char
    parts.append(_shown(doc.text[last:]))
    return Markup('<div class="plain" lang="de">{}</div>').format(Markup("").join(parts))


def _shown(text: str) -> Markup:
    return escape(visible(text))
