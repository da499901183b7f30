"""Tables that leave the program: CSV that a spreadsheet cannot mistake for a formula, and LaTeX that runs nothing.

What stands in a text is data. In CSV a text cell that a spreadsheet would take for a formula gets an apostrophe in front;
numbers are left alone. In LaTeX every character that means something to LaTeX is written out, and what cannot be seen is named.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from io import StringIO
from typing import Any

import pandas as pd

from stylo.wording.language import decimal, say
from stylo.wording.signs import is_unseen, well_formed

# OWASP, "CSV Injection": what begins so is a formula; some spreadsheets take the wide forms too.
FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
INNER_FORMULA = re.compile("([;\t\r\n]\"*)(?='*[=+\\-@＝＋－＠](?![)(DPp/|*\\]\\[]?(?:[\\s.,;!?]|$)))")
ENDING = re.compile("-[a-zäöüß]+")
VOUCHED = 10  # significant digits that are the same on every machine
LONGEST = 40  # rows of a table that stands on one page
BROAD = 30  # characters of a cell whose column breaks its lines

# What LaTeX reads as a command, what its fonts or babel's German change, and [ and *, which after \\ would be an argument.
LATEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}",
    '"': r"\char34{}", "[": "{[}", "]": "{]}", "*": "{*}", "`": "{`}", "\xad": r"\-",
}  # fmt: skip
LIGATURE = re.compile(r"([-',])(?=\1)")


# --- CSV --------------------------------------------------------------------------------------------------------------------


def safe_csv(frame: pd.DataFrame, *, excel_de: bool = False) -> str:
    """The frame as CSV (UTF-8, commas, one header line) in which no text begins as a formula.

    A text that begins with = + - @, a tab or a line break, or with such a character after apostrophes, gets an apostrophe in
    front: to have the text back take one apostrophe from each cell of that kind. Numbers stay as they are, and so does an
    ending that is the whole reason of a mark (``-ung``), which is no word of the text. A list is JSON. ``excel_de`` has
    semicolons and decimal commas, as a German Excel expects them.
    """
    lines = Lines()
    table = harmless_table(frame)
    table.to_csv(lines, index=False, lineterminator="\r\n", sep=";" if excel_de else ",", decimal="," if excel_de else ".")
    return lines.getvalue()


def harmless_table(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with lists as JSON, and an apostrophe before each text that a spreadsheet would take for a formula."""
    columns = {name: _harmless_column(str(name), values) for name, values in with_lists_as_json(frame).items()}
    return pd.DataFrame(columns).rename(columns=harmless)


def _harmless_column(name: str, values: pd.Series) -> pd.Series:
    if _numeric(values):
        return values
    return values.map(lambda value: value if name == "reason" and ENDING.fullmatch(str(value)) else harmless(value))


def with_lists_as_json(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with lists and tuples in its cells written as JSON."""
    lists = [str(name) for name in frame if frame[name].dtype == object and frame[name].map(_is_list).any()]
    return frame.assign(**{name: frame[name].map(as_json) for name in lists}) if lists else frame


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple)


def as_json(value: Any) -> Any:
    """A list or tuple as JSON; anything else as it is."""
    return well_formed(json.dumps(value, ensure_ascii=False)) if _is_list(value) else value


def _numeric(values: pd.Series) -> bool:
    return bool(pd.api.types.is_numeric_dtype(values))


def harmless(value: Any) -> Any:
    """A text with an apostrophe in front where a spreadsheet would take it for a formula; anything else as it is.

    A German Excel cuts a line with commas at its semicolons and ends it at a line break; so what would be a formula behind one
    of these gets an apostrophe as well. A smiley is none.
    """
    if not isinstance(value, str):
        return value
    value = INNER_FORMULA.sub(r"\1'", value if value.isascii() else well_formed(value))
    return f"'{value}" if FORMULA.match(value) else value


def vouched(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with its floats to ten significant digits: the rest differs between processors, which add in other orders."""
    chosen = [str(name) for name in frame if frame[name].dtype == object or pd.api.types.is_float_dtype(frame[name])]
    return frame.assign(**{name: frame[name].map(_vouched) for name in chosen})


def _vouched(value: Any) -> Any:
    return float(f"{value:.{VOUCHED}g}") if isinstance(value, float) else value


class Lines(StringIO):
    """Gets CSV a row at a time, so that line breaks inside cells, of any kind, are quoted, and ends each row with a newline."""

    def write(self, row: str, /) -> int:
        return super().write(row.removesuffix("\r\n") + "\n")


# --- LaTeX ------------------------------------------------------------------------------------------------------------------


def latex(frame: pd.DataFrame, caption: str, name: str) -> str:
    """The frame as a LaTeX table with the rules of booktabs, in the current language; texts are escaped.

    Up to 40 rows make a ``table``, more a ``longtable``, which breaks over pages. The first lines say what it needs.
    """
    broad = sum(_broad(frame[column]) for column in frame)
    long = len(frame) > LONGEST
    shown = frame.reset_index(drop=True).style.format(cell).format_index(_heading, axis="columns").hide(axis="index")
    table = shown.to_latex(
        column_format="@{}" + "".join(_column(frame[column], broad) for column in frame) + "@{}",
        position_float=None if long else "centering",
        hrules=True,
        label=f"tab:{name}",
        caption=escaped(caption),
        environment="longtable" if long else None,
    )
    table = table.replace("Continued on next page", say("Continued on next page"))  # pandas knows English alone
    packages = say("needs in the preamble: {packages}", packages=r"\usepackage{booktabs}" + r"\usepackage{longtable}" * long)
    compile_with = say("Compile with LuaLaTeX or XeLaTeX; pdfLaTeX knows the letters of Europe only.")
    return f"% {packages}\n% {compile_with}\n\n{table}"


def _heading(name: object) -> str:
    return escaped(str(name))


def _column(values: pd.Series, broad: int) -> str:
    """How a column is set; those whose lines break share 60 % of the line."""
    if _broad(values):
        return rf"p{{{0.6 / broad:.2f}\linewidth}}"
    return "r" if _numeric(values) and not pd.api.types.is_bool_dtype(values) else "l"


def _broad(values: pd.Series) -> bool:
    return not _numeric(values) and any(len(str(value)) > BROAD for value in values)


def cell(value: Any) -> str:
    """A cell of a LaTeX table: numbers with the decimal sign of the language, a dash where there is none."""
    if isinstance(value, bool):
        return escaped(say("yes") if value else say("no"))
    if isinstance(value, str):
        return escaped(value)
    if isinstance(value, Iterable):
        return escaped("; ".join(map(str, value)))
    if pd.isna(value):
        return "--"
    return f"{value}".replace("-", "$-$") if isinstance(value, int) else _decimals(float(str(value)))


def _decimals(value: float) -> str:
    """Two decimals, more for what is small, none for a whole number."""
    size = abs(value)
    digits = 0 if value.is_integer() else 2 if size >= 1 else 3 if size >= 0.01 else 5
    return decimal(f"{value:.{digits}f}").replace("-", "$-$")


def escaped(text: str) -> str:
    """A text as LaTeX shows it: nothing in it is a command, white space is a blank, what cannot be seen is named."""
    return LIGATURE.sub(r"\1{}", "".join(map(_character, " ".join(text.split()))))


def _character(character: str) -> str:
    if character in LATEX:
        return LATEX[character]
    return rf"\texttt{{U+{ord(character):04X}}}" if is_unseen(character) else character
