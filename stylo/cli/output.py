"""Where a command writes: to a file in the format of its suffix, or to the screen in tables that fit it."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from io import StringIO
from pathlib import Path
from textwrap import wrap
from typing import Any, Literal

import click
import pandas as pd
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from stylo.catalogue import labels
from stylo.cli.ending import CANNOT_WRITE
from stylo.cli.speaking import tell
from stylo.corpus.parts import marks_columns
from stylo.families.registry import marked
from stylo.reference.comparison import COLUMNS
from stylo.wording.language import decimal, say
from stylo.wording.signs import visible as seen
from stylo.wording.signs import visible_in_line as visible
from stylo.writing.files import why_not_replaceable, why_not_writable, write_whole
from stylo.writing.formats import DIALECTS, FORMATS, PLAIN, FormatError, NotInstalled, check_format, encoded, format_of
from stylo.writing.own import is_own
from stylo.writing.tables import as_json

NO_EXTRA = 12
TABLE = "table"
ON_SCREEN = (TABLE, "csv", "tsv", "json", "jsonl", "md", "tex")
WIDTH = 120
"""Columns where nobody's terminal says how many it has."""
WHOLE_WORDS = (24, 14)  # the longest that are never broken, better of the first length; a longer one is where its column ends
SHORT_CELL = 14  # is never broken
FIRST = 28  # columns of the screen for what the rows of a table are called
NAME = 12  # for a line of the name of a text that heads a column
GAP = 2  # between columns


force_option = click.option(
    "--force",
    is_flag=True,
    help="Replace also what stylo did not write. Without it only what it wrote itself is replaced: its pages, its figures, and "
    "tables with its columns.",
)


def output_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of ``Output``."""
    for option in (
        click.option(
            "--format", "form", type=click.Choice(ON_SCREEN), help="What to show on the screen; a file's suffix decides."
        ),
        click.option(
            "-o",
            "--output",
            type=click.Path(path_type=Path),
            help=f"Write to this file, in the format of its suffix: {', '.join(f'.{name}' for name in FORMATS)}.",
        ),
        click.option(
            "--dialect",
            type=click.Choice(DIALECTS),
            default=PLAIN,
            show_default=True,
            help="excel-de: a .csv with semicolons and decimal commas, as a German Excel opens it.",
        ),
        force_option,
    ):
        command = option(command)
    return command


@dataclass(frozen=True)
class Output:
    """A file, or the screen."""

    path: Path | None
    form: str
    dialect: str
    force: bool = False

    @property
    def readable(self) -> bool:
        """Whether people read it and not programs."""
        return self.form == TABLE

    def write(self, frame: pd.DataFrame) -> None:
        """Write a table as data. Exits where that cannot be done."""
        try:
            data = encoded(frame, self.form, self.dialect, self.path.stem if self.path else "table")
        except FormatError as error:
            tell(error)
            raise SystemExit(CANNOT_WRITE) from error
        if self.path is None:
            text = data.decode("utf-8", "replace")
            click.echo(seen(text) if sys.stdout.isatty() else text, nl=False)
        else:
            save(data, self.path)


def output(options: dict[str, Any], sources: Iterable[Path]) -> Output:
    """Takes the options of ``output_options`` out of those of a command, and checks them: better before the work than after.

    ``sources`` are what is read, and so never written.
    """
    path, form, dialect, force = (options.pop(name) for name in ("output", "form", "dialect", "force"))
    try:
        if path is not None and os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path):
            form = form if form in FORMATS else "csv"  # a device has no ending that says it
        elif path is not None:
            form = format_of(path, form)
            check_format(form, dialect)
        elif dialect != PLAIN:
            check_format(form or "csv", dialect)
            form = "csv"
    except FormatError as error:
        raise click.UsageError(str(error)) from error
    except NotInstalled as error:
        tell(error)
        raise SystemExit(NO_EXTRA) from error
    if path is not None:
        check_file(path, force, sources)
    return Output(path, form or TABLE, dialect, force)


def check_file(path: Path, force: bool, sources: Iterable[Path] = ()) -> None:
    """Exit with a sentence where no file can be written, or where something would be lost."""
    stop_if(why_not_writable(path))
    tables = [COLUMNS, *(marks_columns(family) for family in marked())]
    stop_if(why_not_replaceable(path, partial(is_own, tables=tables), sources, force))


def stop_if(reason: str) -> None:
    """Exit with a sentence, if there is one, on why something cannot be written."""
    if reason:
        tell(reason)
        raise SystemExit(CANNOT_WRITE)


def save(content: str | bytes, path: Path) -> None:
    """Write a file whole or not at all. Exits where it cannot be written."""
    try:
        write_whole(content, path)
    except OSError as error:
        tell(say("{name} cannot be written: {why}.", name=path, why=error.strerror))
        raise SystemExit(CANNOT_WRITE) from error


# --- the screen -------------------------------------------------------------------------------------------------------------


def width() -> int:
    """Columns of the terminal, or those that ``COLUMNS`` names."""
    return max(40, shutil.get_terminal_size((WIDTH, 24)).columns)


@dataclass(frozen=True)
class Column:
    """A column of the screen: its heading and its cells, and how much of the screen it would like and needs."""

    heading: str
    cells: list[str]
    to_the_right: bool
    fixed: bool
    """Whether its lines are never broken, as those of a context are not."""

    @classmethod
    def of(cls, name: str, values: pd.Series, headings: Mapping[str, str]) -> Column:
        heading = "\n".join(map(visible, headings.get(name, _heading(name)).split("\n")))
        to_the_right = name in {"left", "value"} or pd.api.types.is_numeric_dtype(values)
        return cls(heading, list(map(_cell, values)), to_the_right, name in {"left", "right"})

    @property
    def wish(self) -> int:
        return max(map(len, [*self.heading.split("\n"), *self.cells]))

    def need(self, longest_word: int) -> int:
        """No word of a heading is broken, and none of a cell up to this length."""
        if self.fixed:
            return self.wish
        words = max((len(word) for cell in self.cells for word in cell.split()), default=1)
        cells = min(SHORT_CELL, max(map(len, self.cells), default=1))
        return max([cells, min(longest_word, words), *map(len, self.heading.split())])


def _heading(name: str) -> str:
    """What a column is called in the current language: a value by its short name."""
    short = labels.short(name)
    return say(name.replace("_", " ")) if short == name else short


def show(frame: pd.DataFrame, columns: Sequence[str], headings: Mapping[str, str] | None = None) -> None:
    """Columns of a table on the screen, as wide as it is; a row a block where there is no room for so many columns.

    What stands in a cell is text and nothing else: no markup, no control characters.
    """
    if frame.empty:
        click.echo(say("None were found."))
        return
    made = [Column.of(name, frame[name], headings or {}) for name in columns]
    widths = next(filter(None, (_widths(made, longest_word) for longest_word in WHOLE_WORDS)), None)
    if widths is None:
        _down(made)
        return
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for column, room in zip(made, widths, strict=True):
        justify: Literal["left", "right"] = "right" if column.to_the_right else "left"
        table.add_column(Text(column.heading), justify=justify, width=room, no_wrap=column.fixed, overflow="fold")
    for row in zip(*(column.cells for column in made), strict=True):
        table.add_row(*map(Text, row))
    terminal = sys.stdout.isatty()
    written = StringIO()
    console = Console(file=written, width=width(), force_terminal=terminal, color_system="standard" if terminal else None)
    console.print(table)
    click.echo("\n".join(line.rstrip() for line in written.getvalue().splitlines()))


def show_in_blocks(frame: pd.DataFrame, first: str, columns: Sequence[str], headings: Mapping[str, str] | None = None) -> None:
    """As ``show``, with what the rows are called in front; columns for which there is no room are shown in a table below."""
    made = {name: Column.of(name, frame[name], headings or {}) for name in (first, *columns)}
    beside = min(FIRST, made[first].wish)
    block: list[str] = []
    for name in columns:
        if block and _needed([beside, *(made[each].need(WHOLE_WORDS[0]) for each in (*block, name))]) > width():
            show(frame, [first, *block], headings)
            click.echo()
            block = []
        block.append(name)
    show(frame, [first, *block], headings)


def _needed(widths: Iterable[int]) -> int:
    """The columns of characters that columns of these widths take with what is between them."""
    return sum(each + GAP for each in widths) - GAP


def _widths(columns: Sequence[Column], longest_word: int) -> list[int] | None:
    """What each column gets of the screen: what it would like, the broadest less where there is no room for all; None where
    that is less than they need."""
    widths, needs = [column.wish for column in columns], [column.need(longest_word) for column in columns]
    if _needed(needs) > width():
        return None
    for _ in range(_needed(widths) - width()):
        spare = [each if each > need else 0 for each, need in zip(widths, needs, strict=True)]
        widths[spare.index(max(spare))] -= 1
    return widths


def in_lines(name: str) -> str:
    """The name of a text in lines that head a column, broken behind signs that stand between words where there are any."""
    pieces = re.findall(rf".{{1,{NAME}}}(?:(?<=[\s/_.,:-])|$)|.{{{NAME}}}", visible(name))
    return "\n".join(piece.strip() for piece in pieces)


def _down(columns: Sequence[Column]) -> None:
    """A block for each row, a line for each of its cells."""
    room = max(len(column.heading) for column in columns)
    for row in zip(*(column.cells for column in columns), strict=True):
        for column, cell in zip(columns, row, strict=True):
            lines = wrap(cell, width() - room - 2) or [""]
            click.echo("\n".join(f"{'' if i else column.heading:<{room}}  {line}".rstrip() for i, line in enumerate(lines)))
        click.echo()


def _cell(value: Any) -> str:
    if value is pd.NA:
        return "-"
    if isinstance(value, float):
        return "-" if value != value else decimal(f"{value:.2f}")
    return visible(str(as_json(value)))
