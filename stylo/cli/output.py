"""Where a command writes: to a file in the format of its suffix, or to the screen in tables that fit it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from io import StringIO
from pathlib import Path
from textwrap import wrap
from typing import Any

import click
import pandas as pd
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

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
NARROWEST = 8


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


def show(frame: pd.DataFrame, columns: Sequence[str], headings: Mapping[str, str] | None = None) -> None:
    """Columns of a table on the screen, as wide as it is; a row a block where there is no room for so many columns.

    What stands in a cell is text and nothing else: no markup, no control characters.
    """
    if frame.empty:
        click.echo(say("None were found."))
        return
    names = {name: visible((headings or {}).get(name, say(name.replace("_", " ")))) for name in columns}
    if sum(max(NARROWEST, _longest_word(frame[name])) + 2 for name in columns) > width():
        _down(frame, names)
        return
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, expand=False)
    for name, heading in names.items():
        left = name in {"left", "value"} or pd.api.types.is_numeric_dtype(frame[name])
        table.add_column(
            visible(heading), justify="right" if left else "left", no_wrap=name in {"left", "right"}, overflow="fold"
        )
    for row in frame[list(columns)].itertuples(index=False, name=None):
        table.add_row(*(Text(_cell(value)) for value in row))
    terminal = sys.stdout.isatty()
    written = StringIO()
    console = Console(file=written, width=width(), force_terminal=terminal, color_system="standard" if terminal else None)
    console.print(table)
    click.echo("\n".join(line.rstrip() for line in written.getvalue().splitlines()))


def _down(frame: pd.DataFrame, names: Mapping[str, str]) -> None:
    """A block for each row, a line for each of its cells."""
    room = max(map(len, names.values()))
    for row in frame[list(names)].to_dict("records"):
        for name, heading in names.items():
            lines = wrap(_cell(row[name]), width() - room - 2) or [""]
            click.echo("\n".join(f"{heading if not i else '':<{room}}  {line}".rstrip() for i, line in enumerate(lines)))
        click.echo()


def _longest_word(values: pd.Series) -> int:
    return min(14, int(values.map(lambda value: max(map(len, _cell(value).split()), default=0)).max()))


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return "-" if value != value else decimal(f"{value:.2f}")
    return visible(str(as_json(value)))
