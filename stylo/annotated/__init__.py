"""The annotated text: the text itself, with what the measures found in it as layers that a reader switches on and off.

``show(doc)`` is shown by Jupyter as HTML and printed as plain text; ``layers(doc)`` is the frame that it is made from.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
from spacy.tokens import Doc

from stylo.annotated import page, plain
from stylo.annotated.marks import LABELS, chosen_layers, layers
from stylo.families.document import Reading, reading_of
from stylo.wording.language import language

__all__ = ["LABELS", "AnnotatedText", "layers", "show"]


class AnnotatedText:
    """A text with its marks; ``marks`` is the frame of ``layers``."""

    def __init__(self, text: str, marks: pd.DataFrame, names: tuple[str, ...], lang: str) -> None:
        self.text = text
        self.marks = marks
        self.layers = names
        self.lang = lang

    def html(self) -> str:
        """A piece of HTML that needs nothing else: style, layers, text, and a script that it works without.

        The same text, layers and language give the same bytes; several pieces can stand in one page.
        """
        with language(self.lang):
            return page.fragment(self.text, self.marks, self.layers, self.lang)

    def _repr_html_(self) -> str:
        return self.html()

    def __repr__(self) -> str:
        with language(self.lang):
            return plain.render(self.text, self.marks)


def show(doc: Doc | Reading, layers: Iterable[str] | None = None, lang: str = "en") -> AnnotatedText:
    """The text with layers over it: sentences, adjectives by function, contrast by tier, register by pole.

    Parameters
    ----------
    doc : Doc
        The text; as ``stylo.show`` also a string or a ``Path``.
    layers : str or iterable of str, optional
        Families of measures to show, all without it.
    lang : str
        ``en`` or ``de``, the language of everything but the text.

    Returns
    -------
    AnnotatedText
        Shown by Jupyter as HTML and printed as plain text; ``html()`` is a piece of a page that needs nothing else, ``marks``
        the table of all marks.

    Raises
    ------
    ValueError
        For an unknown layer or language.

    Examples
    --------
    >>> import stylo
    >>> doc = stylo.load()("Der leise Film ist zwar lang, aber gut.")
    >>> stylo.show(doc, layers=["contrast"])
    Der leise Film ist [zwar|paired 1] lang, [aber|paired 1] gut.
    """
    names = chosen_layers(layers)
    reading = reading_of(doc)
    with language(lang):
        return AnnotatedText(reading.text, _layers(reading, names), names, lang)


_layers = layers  # the argument of show has the same name
