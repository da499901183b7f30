"""The report: one text on one page that needs nothing else, to read, to quote, to print and to send.

The page makes no request, and of scripts only that of the annotated text runs; its policy (CSP) forbids all else. The text is
escaped where it is shown. The same document gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from spacy.tokens import Doc

from stylo.families.document import Reading, reading_of
from stylo.reference import tables
from stylo.wording.language import language

Step = Callable[[str], None]


@dataclass(frozen=True)
class Report:
    """A page: ``html``, the whole of it; shown by Jupyter in a frame of its own, in which no script can run."""

    html: str

    def __str__(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return f"Report({len(self.html):,} characters of HTML)"

    def _repr_html_(self) -> str:
        style = "width:100%;height:80vh;border:1px solid #8888"
        return f'<iframe title="stylo" sandbox srcdoc="{escape(self.html)}" style="{style}"></iframe>'


def report(
    doc: Doc | Reading,
    genre: str = "film_review",
    lang: str = "en",
    *,
    title: str = "",
    command: str = "",
    step: Step | None = None,
) -> Report:
    """The report on a text: one page that needs nothing else, to read, to quote, to print and to send.

    Parameters
    ----------
    doc : Doc
        The text.
    genre : str
        What it is compared with, as in ``compare``.
    lang : str
        ``en`` or ``de``, the language of everything but the text.
    title : str
        Heads the page, else the name of the document.
    command : str
        The call that made the document, shown as it stands so that a reader can repeat it.
    step : callable
        Called with the name of each part before it is made.

    Returns
    -------
    Report
        ``html`` is the page; Jupyter shows it in a frame.

    Raises
    ------
    ValueError
        For a genre without reference figures and for other languages.

    Examples
    --------
    >>> import stylo
    >>> page = stylo.report(stylo.load()("Der leise Film ist gut."), lang="de")
    >>> page.html.splitlines()[1]
    '<html lang="de">'
    """
    # matplotlib and the figures take longer to import than all the rest, and only this function needs them.
    from stylo.reports import page

    if genre not in tables.genres():
        raise ValueError(f"There are no reference figures for {genre!r}; choose one of {', '.join(tables.genres())}.")
    with language(lang):
        return Report(page.html(reading_of(doc), genre, command or _call(genre, lang, title), step or _quietly, title))


def _call(genre: str, lang: str, title: str) -> str:
    return f'stylo.report(doc, genre="{genre}", lang="{lang}"' + (f", title={title!r})" if title else ")")


def _quietly(part: str) -> None:
    """Nobody asked to be told."""
