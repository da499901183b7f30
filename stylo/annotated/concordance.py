"""Marks back in their text: key word in context, and the text itself with the marks on it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import pairwise

import pandas as pd
from spacy.tokens import Doc

from stylo.families.document import Reading, reading_of
from stylo.grammar.marks import frame
from stylo.grammar.tokens import View
from stylo.wording.language import say

WIDTH = 40
# A mark is told from the next kind by its line as well as by its colour (Okabe & Ito 2008).
LINES = ("solid", "dashed", "dotted", "double", "wavy")
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7F7F7F")


def concordance(doc: Doc | Reading, marks: pd.DataFrame | str, width: int = WIDTH) -> pd.DataFrame:
    """Marks, or the places of a word, as key words in context.

    Parameters
    ----------
    doc : Doc
        The text; as ``stylo.concordance`` also a string or a ``Path``.
    marks : DataFrame or str
        Any table of its marks: ``start``, ``end``, ``text`` and further columns; or what is looked for: a word in all its
        forms (by form or lemma, whatever the case), or several words as they stand.
    width : int
        Characters on either side.

    Returns
    -------
    DataFrame
        left, text, right, then the other columns of the marks; lemma and tag of what was looked for.

    Raises
    ------
    ValueError
        Where nothing is looked for.

    Examples
    --------
    >>> import stylo
    >>> doc = stylo.load()("Der leise Film ist gut.")
    >>> stylo.concordance(doc, stylo.adjectives(doc), width=9)[["left", "text", "right"]].to_numpy().tolist()
    [['     Der ', 'leise', ' Film ist'], ['Film ist ', 'gut', '.']]
    >>> stylo.concordance("Viele Filme sind gut.", "Film")["text"].tolist()
    ['Filme']
    """
    text = doc.text
    if isinstance(marks, str):
        marks = _found(reading_of(doc).tokens, marks)
    lefts = [_line(text[max(0, start - width) : start]).rjust(width) for start in marks["start"]]
    rights = [_line(text[end : end + width]) for end in marks["end"]]
    rest = marks.drop(columns=["start", "end", "text"])
    return pd.concat(
        [pd.DataFrame({"left": lefts, "text": list(marks["text"]), "right": rights}, index=marks.index), rest], axis=1
    )


def _found(tokens: View, wanted: str) -> pd.DataFrame:
    """The places of a word in all its forms, or of several words in a row: start, end, text, lemma, tag. Raises ValueError."""
    words = wanted.lower().split()
    if not words:
        raise ValueError(say("There is nothing to look for."))
    places = [
        i
        for i in range(len(tokens) - len(words) + 1)
        if tokens.lowers[i : i + len(words)] == words or (len(words) == 1 and tokens.lemmas[i].lower() == words[0])
    ]
    rows = [
        {
            "start": tokens.offsets[i],
            "end": tokens.ends[i + len(words) - 1],
            "lemma": " ".join(tokens.lemmas[i : i + len(words)]),
            "tag": " ".join(tokens.tags[i : i + len(words)]),
        }
        for i in places
    ]
    return frame(tokens, rows, {"lemma": "object", "tag": "object"})


def _line(text: str) -> str:
    return "".join(" " if character.isspace() or not character.isprintable() else character for character in text)


class Highlight:
    """A text with marks, shown by Jupyter as HTML and printed as plain text with ``[marks|label]``."""

    def __init__(self, text: str, marks: pd.DataFrame, by: str, reason: str | None) -> None:
        self.text = text
        self.labels = list(dict.fromkeys(marks[by].astype(str)))
        columns = [marks["start"], marks["end"], marks[by].astype(str)]
        columns.append(marks[reason].astype(str) if reason in marks else marks[by].astype(str))
        self.marks = list(zip(*columns, strict=True))

    def _segments(self) -> Iterable[tuple[str, list[tuple[str, str]]]]:
        """The text cut where a mark starts or ends, each piece with the (label, reason) of the marks that lie on it."""
        cuts = sorted({0, len(self.text), *(m[0] for m in self.marks), *(m[1] for m in self.marks)})
        starting: dict[int, list[int]] = {}
        for number, mark in enumerate(self.marks):
            starting.setdefault(mark[0], []).append(number)
        open_marks: list[int] = []
        for start, end in pairwise(cuts):
            open_marks = sorted([n for n in open_marks if self.marks[n][1] > start] + starting.get(start, []))
            on = [self.marks[n] for n in open_marks]
            yield self.text[start:end], [(mark[2], mark[3]) for mark in on if end <= mark[1]]

    def __repr__(self) -> str:
        pieces = (f"[{piece}|{'+'.join(label for label, _ in on)}]" if on else piece for piece, on in self._segments())
        return "".join(pieces)

    def _repr_html_(self) -> str:
        body = "".join(self._piece(piece, on) if on else _html(piece) for piece, on in self._segments())
        legend = " &nbsp; ".join(
            f'<span style="{self._style([label])}">{escape(label)}<sub>{number}</sub></span>'
            for number, label in enumerate(self.labels, 1)
        )
        return (
            '<div lang="de" style="max-width:46em;line-height:2;font-family:Georgia,serif">'
            f'<p style="font-family:sans-serif;font-size:85%" lang="en">{legend}</p><p>{body}</p></div>'
        )

    def _piece(self, piece: str, on: list[tuple[str, str]]) -> str:
        labels = [label for label, _ in on]
        why = "; ".join(dict.fromkeys(f"{label}: {reason}" if reason != label else label for label, reason in on))
        note = "".join(f"<sub>{self.labels.index(label) + 1}</sub>" for label in dict.fromkeys(labels))
        return (
            f'<span tabindex="0" title="{escape(why)}" aria-label="{escape(piece)}: {escape(why)}" '
            f'style="{self._style(labels)}">{_html(piece)}{note}</span>'
        )

    def _style(self, labels: list[str]) -> str:
        index = self.labels.index(labels[0])
        line, colour = LINES[index % len(LINES)], COLOURS[index % len(COLOURS)]
        return f"background:{colour}22;text-decoration:underline {line} {colour} 2px;text-underline-offset:3px"


def _html(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def highlight(doc: Doc, marks: pd.DataFrame, by: str, reason: str | None = "reason") -> Highlight:
    """The text with its marks underlined, one kind of line and colour for each value of a column.

    Pointing at a mark, or moving to it with the tab key, says why it is one. Everything from the text is escaped.

    Parameters
    ----------
    doc : Doc
        The text; as ``stylo.highlight`` also a string or a ``Path``.
    marks : DataFrame
        Any table of its marks.
    by : str
        The column whose values are told apart.
    reason : str, optional
        The column that is shown on pointing; ``by`` where there is none of this name.

    Returns
    -------
    Highlight
        Shown by Jupyter as HTML and printed as plain text.

    Raises
    ------
    ValueError
        For a ``Doc`` without tags or sentences, and for a string that is the name of a file.
    KeyError
        For a column that the marks do not have.

    Examples
    --------
    >>> import stylo
    >>> doc = stylo.load()("Der leise Film ist gut.")
    >>> stylo.highlight(doc, stylo.adjectives(doc), by="function")
    Der [leise|attributive] Film ist [gut|predicative].
    """
    return Highlight(doc.text, marks, by, reason)
