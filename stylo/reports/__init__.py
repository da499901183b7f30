"""The report: one text on one page that needs nothing else, to read, to quote, to print and to send.

The page makes no request, and of scripts only that of the annotated text runs; its policy (CSP) forbids all else. The text is
escaped where it is shown. The same document gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape

from spacy.tokens import Doc

from stylo.families.document import Reading, reading_of
from stylo.reference import tables
from stylo.wording.language import language, say

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
    doc: Doc | Reading | Iterable[Doc | Reading],
    genre: str = "film_review",
    lang: str = "en",
    *,
    short: bool = False,
    title: str = "",
    command: str = "",
    step: Step | None = None,
) -> Report:
    """The report on a text, or on several side by side: one page that needs nothing else, to read, quote, print and send.

    Parameters
    ----------
    doc : Doc or an iterable of Doc
        The text, or the texts (say, the chapters of a book), each named by ``doc.user_data["id"]`` or its number.
    genre : str
        What it is compared with, as in ``compare``.
    lang : str
        ``en`` or ``de``, the language of everything but the text.
    short : bool
        Only summary, values and a figure of each family: four sheets of A4. Not for several texts.
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
        For a genre without reference figures, for other languages, for no text, and for several that are to be short.

    Examples
    --------
    >>> import stylo
    >>> page = stylo.report(stylo.load()("Der leise Film ist gut."), lang="de")
    >>> page.html.splitlines()[1]
    '<html lang="de">'
    """
    # matplotlib and the figures take longer to import than all the rest, and only this function needs them.
    from stylo.reports import page

    tables.check_genre(genre)
    readings = [reading_of(one) for one in ([doc] if isinstance(doc, Doc | Reading) else doc)]
    if not readings:
        raise ValueError(say("There is no text to report on."))
    if short and len(readings) > 1:
        told = "The short report is about one text, not {n}; without short they stand side by side."
        raise ValueError(say(told, n=len(readings)))
    call = command or _call("doc" if len(readings) == 1 else "docs", genre, lang, short, title)
    with language(lang):
        if len(readings) > 1:
            return Report(page.several_html(readings, genre, call, step or _quietly, title))
        made = page.short_html if short else page.html
        return Report(made(readings[0], genre, call, step or _quietly, title))


def _call(docs: str, genre: str, lang: str, short: bool, title: str) -> str:
    options = [
        f'genre="{genre}"',
        f'lang="{lang}"',
        *(["short=True"] if short else []),
        *([f"title={title!r}"] if title else []),
    ]
    return f"stylo.report({docs}, {', '.join(options)})"


def _quietly(part: str) -> None:
    """Nobody asked to be told."""
