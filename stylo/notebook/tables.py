"""The tables of the notebooks, in one style: labels for columns, no index, whole words, and a dash where nothing is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd
from spacy.tokens import Doc

from stylo.catalogue import labels
from stylo.families.document import Reading, reading_of
from stylo.grammar.marks import Value
from stylo.reference.comparison import place
from stylo.reference.intervals import GENRE, Interval, interval
from stylo.wording import numbers
from stylo.wording.language import say
from stylo.wording.reasons import Missing, explain, why_missing
from stylo.wording.signs import visible

MOST = 40  # rows; a notebook on a long text stays one that can be read
WIDTH = 40  # characters of context on either side
NOTHING = "–"
CELL = "padding:.15em .7em .15em 0;vertical-align:top;border-bottom:1px solid #8884;"
ALIGNED = {"left": "text-align:left;", "right": "text-align:right;"}
BEFORE = "left"
"""The column of what stands before a mark: it ends where the mark begins."""
GERMAN = frozenset(
    {
        "left", "text", "right", "noun", "lemma", "passage", "left_side", "marker", "right_side", "form", "modifier", "parts",
        "about", "attributive", "predicative", "adverbial", "found", "adjectives",
    }
)  # fmt: skip
"""Columns with words of the text, which a screen reader speaks as German."""


def _heading(name: str) -> str:
    label = labels.short(name)
    return label if label != name else say(name.replace("_", " "))


TERMS: dict[str, Callable[[str], str]] = {
    **dict.fromkeys(["measure", "name"], _heading),
    **dict.fromkeys(
        "field function holder kind manner modification opening polarity pole pos relation target tier variant voice".split(),
        say,
    ),
    "feature": labels.register_feature,
    "reason": explain,
}
"""Columns with words of ours, each with how it says them in the current language."""

_LINES = re.compile(r"[ \t\r\n]+")


class Table:
    """Rows under labels; HTML in Jupyter, plain lines when printed."""

    def __init__(self, rows: Sequence[Sequence[Any]], headings: Sequence[str], names: Sequence[str], more: int) -> None:
        self.rows, self.headings, self.names = [list(map(_shown, row)) for row in rows], list(headings), list(names)
        self.sides = [_side(name, [row[k] for row in rows]) for k, name in enumerate(names)]
        self.more = say("... and {n} more", n=numbers.grouped(more)) if more > 0 else ""

    def __repr__(self) -> str:
        lines = [" | ".join(self.headings), *(" | ".join(row) for row in self.rows), self.more]
        return "\n".join(line for line in lines if line)

    def _repr_html_(self) -> str:
        return self.to_html()

    def to_html(self) -> str:
        """The table as HTML; everything in it is text."""
        columns = list(zip(self.names, self.sides, strict=True))
        head = "".join(
            f'<th scope="col" style="{CELL}{ALIGNED[side]}">{escape(heading)}</th>'
            for heading, (_, side) in zip(self.headings, columns, strict=True)
        )
        body = "".join(
            f"<tr>{''.join(_cell(text, *column) for text, column in zip(row, columns, strict=True))}</tr>" for row in self.rows
        )
        more = f"<p>{escape(self.more)}</p>" if self.more else ""
        return f'<table style="border-collapse:collapse"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}'


def _cell(text: str, name: str, side: str) -> str:
    spoken = ' lang="de"' if name in GERMAN else ""
    return f'<td{spoken} style="{CELL}{ALIGNED[side]}">{escape(visible(text))}</td>'


def _side(name: str, cells: Iterable[Any]) -> str:
    """Numbers stand under each other at the right; text begins at the left, but for what leads up to a mark."""
    cells = [cell for cell in cells if not _is_missing(cell)]
    counted = bool(cells) and all(pd.api.types.is_number(cell) and not isinstance(cell, bool) for cell in cells)
    return "right" if counted or name == BEFORE else "left"


def _is_missing(cell: Any) -> bool:
    return cell is None or (isinstance(cell, float) and cell != cell)


def _shown(cell: Any) -> str:
    if isinstance(cell, Missing):
        return why_missing(cell)
    if _is_missing(cell):
        return NOTHING
    if pd.api.types.is_bool(cell):
        return say("yes") if cell else say("no")
    if pd.api.types.is_integer(cell):
        return numbers.grouped(int(cell))
    if pd.api.types.is_float(cell):
        return numbers.value(float(cell))
    return _LINES.sub(" ", str(cell)).strip()


def table(frame: pd.DataFrame, columns: Sequence[str] | Mapping[str, str] | None = None, most: int = MOST) -> Table:
    """A DataFrame as it is shown to readers.

    Parameters
    ----------
    frame : DataFrame
        Its rows; the index is not shown.
    columns : sequence or mapping of str, optional
        Which columns, by name, and what they are called; all where none is given. A value of the profile is called by its
        label, any other column by its name.
    most : int
        How many rows at most; what is left out is counted below.
    """
    chosen = list(map(str, frame)) if columns is None else columns
    called = dict(chosen) if isinstance(chosen, Mapping) else {name: _heading(name) for name in chosen}
    shown = frame[list(called)].head(most)
    rows = [[_told(name, shown[name].iloc[k]) for name in called] for k in range(len(shown))]
    return Table(rows, list(called.values()), list(called), len(frame) - len(shown))


def _told(name: str, cell: Any) -> Any:
    """A cell, said in the current language where its column holds words of ours."""
    return TERMS[name](cell) if name in TERMS and isinstance(cell, str) else cell


def passages(
    doc: Doc | Reading, marks: pd.DataFrame, columns: Sequence[str] = (), width: int = WIDTH, most: int = MOST
) -> Table:
    """Marks as key words in context: the sentence, whole words before and after, the mark as it stands, and further columns.

    ``marks`` is any table of marks with ``start``, ``end`` and ``sentence``. A mark of several parts is shown from its first
    to its last with what stands between.
    """
    text = doc.text
    found = pd.DataFrame(
        {
            "sentence": marks["sentence"],
            BEFORE: [before(text, start, width) for start in marks["start"]],
            "text": [text[start:end] for start, end in zip(marks["start"], marks["end"], strict=True)],
            "right": [after(text, end, width) for end in marks["end"]],
            **{name: marks[name] for name in columns},
        }
    )
    named = {"sentence": say("sentence"), BEFORE: "", "text": "", "right": ""}
    return table(found, named | {name: _heading(name) for name in columns}, most)


def before(text: str, start: int, width: int = WIDTH) -> str:
    """The whole words before a place, at most so many characters of them."""
    return after(text[:start][::-1], 0, width)[::-1]


def after(text: str, end: int, width: int = WIDTH) -> str:
    """The whole words behind a place, at most so many characters of them."""
    rest = text[end : end + width + 1]
    if len(rest) > width:
        rest = rest[: max(rest.rfind(" "), rest.rfind("\n"), 0)]
    return " ".join(rest.split())


def values(doc: Doc | Reading, names: Sequence[str], genre: str = "") -> Table:
    """Values of the profile with their 95 % intervals, and with a genre their places among its documents.

    Parameters
    ----------
    doc : Doc
        The text.
    names : sequence of str
        The values, as the profile calls them.
    genre : str, optional
        What to compare with, as in ``compare``.
    """
    reading = reading_of(doc)
    placed: Any = place(reading, genre or GENRE).set_index("measure")
    rows = []
    for name in names:
        between = interval(name, reading.values.values, genre or GENRE)
        own = placed.loc[name] if genre else None
        why = own["missing"] if own is not None else reading.values.missing.get(name)
        rows.append(
            {
                say("measure"): labels.short(name),
                say("value"): _quantity(reading.values.values[name], name),
                say("95 % interval"): _between(*between) if isinstance(between, Interval) else None,
                **(_place(own) if own is not None else {}),
                say("remark"): why_missing(why),
            }
        )
    frame = pd.DataFrame(rows)
    remarked = len(frame) and frame[say("remark")].any()
    return table(frame if remarked else frame.drop(columns=say("remark"), errors="ignore"))


def _quantity(found: Value, name: str) -> str | None:
    """A value with its unit; what was counted is a whole number."""
    if isinstance(found, Missing):
        return None
    shown = labels.quantity(float(found), name)
    return shown.replace(numbers.value(float(found)), numbers.grouped(found), 1) if isinstance(found, int) else shown


def _place(row: Any) -> dict[str, Any]:
    """Where a value stands among the documents, between what bounds that place lies, and how many documents there are."""
    return {
        say("percentile"): row["percentile"],
        say("its interval"): _between(row["percentile_low"], row["percentile_high"]),
        say("documents"): int(row["n"]),
    }


def _between(low: float, high: float) -> str | None:
    if low != low:
        return None
    return say("{low} to {high}", low=numbers.value(low), high=numbers.value(high)).replace(" ", "\xa0")  # stays in one line
