"""``stylo profile PATH... -o FILE``: a run over a corpus on the command line, with a bar, doubts and what was not measured."""

from __future__ import annotations

import json
import reprlib
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import click
import pandas as pd

from stylo.cli.ending import CANNOT_WRITE, INTERRUPTED
from stylo.cli.inputs import Inputs
from stylo.cli.output import NO_EXTRA
from stylo.cli.speaking import tell
from stylo.corpus import beside, run
from stylo.corpus.extras import MissingExtra
from stylo.corpus.interrupts import Terminated
from stylo.corpus.parts import OtherVersion
from stylo.corpus.pools import ClusterGone
from stylo.corpus.resume import Progress
from stylo.reading.languages import language_of
from stylo.reading.records import Document
from stylo.reading.remarks import remarks
from stylo.reading.text import TextError
from stylo.wording.language import say
from stylo.wording.numbers import grouped
from stylo.wording.signs import visible_in_line as visible

SOME_FAILED, NO_CLUSTER = 10, 11
REASONS, LONGEST_NAME, LONGEST_REASON = 3, 80, 300  # of what could not be measured, as it is said on the screen


def measure(given: Inputs, output: Path, **options: Any) -> int:
    """Measure a corpus into a table, with the options of ``corpus.run``; the exit status."""
    try:
        return _measure(given, output, **options)
    except KeyboardInterrupt:
        click.echo(err=True)
        tell(f"{say('interrupted.')}{_say_kept(output)}")
        return INTERRUPTED
    except Terminated:
        click.echo(err=True)
        tell(f"{say('asked to end.')}{_say_kept(output)}")
        raise


def _measure(given: Inputs, output: Path, **options: Any) -> int:
    with _Doubtful(given, output.suffix.lower()) as doubtful:
        return _run(doubtful, output, sources=given.paths, **options)


def _run(doubtful: _Doubtful, output: Path, **options: Any) -> int:
    try:
        with _Bar() as bar:
            outcome = run.run(doubtful.documents, output, progress=bar, complete=doubtful.complete, **options)
    except (TextError, MissingExtra, ClusterGone, OtherVersion) as error:
        tell(f"{error}{_say_kept(output)}")
        return error.status if isinstance(error, TextError) else NO_EXTRA if isinstance(error, MissingExtra) else NO_CLUSTER
    except run.Refused as error:
        tell(error)
        return CANNOT_WRITE
    except (OSError, sqlite3.Error) as error:
        why = getattr(error, "strerror", None) or error
        told = say("{name} cannot be written: {why}.", name=output, why=why)
        tell(f"{told}{_say_kept(output)}")
        return CANNOT_WRITE
    doubtful.warn()
    return _report_outcome(outcome, output)


def _report_outcome(outcome: run.Outcome, output: Path) -> int:
    """Say what was measured and, of what was not, the first reasons; the exit status."""
    if outcome.documents or not outcome.failed:
        counts = {"n": grouped(outcome.documents), "words": grouped(outcome.words)}
        tell(say("measured {n}, words {words}: {name}", **counts, name=output))
    if outcome.errors is None:
        return 0
    if outcome.documents:
        message = say("not measured {n}; {errors} says why:", n=grouped(outcome.failed), errors=outcome.errors)
    elif outcome.written:
        message = say("nothing could be measured, {name} has no rows; {errors} says why:", name=output, errors=outcome.errors)
    else:
        message = say(
            "nothing could be measured, {name} stays as it was; {errors} says why:", name=output, errors=outcome.errors
        )
    tell(message)
    for name, reason in pd.read_csv(outcome.errors, dtype=str, keep_default_na=False, nrows=REASONS).itertuples(index=False):
        said = visible(reason)
        click.echo(f"  {_quote(name)}: {said if len(said) <= LONGEST_REASON else said[:LONGEST_REASON] + ' ...'}", err=True)
    if outcome.failed > REASONS:
        click.echo(f"  {say('and {n} more in the table', n=grouped(outcome.failed - REASONS))}", err=True)
    return SOME_FAILED if outcome.documents else outcome.status or SOME_FAILED


def _quote(name: str) -> str:
    """A name in one line of bearable length: what cannot be seen is escaped, and the middle of a long one left out."""
    shortened = reprlib.Repr()
    shortened.maxstring = LONGEST_NAME
    return shortened.repr(name)


class _Doubtful:
    """Takes down, while the texts are read to be measured, what goes beside their values, and for each doubt how many texts
    raise it and the first."""

    def __init__(self, given: Inputs, suffix: str) -> None:
        self.given, self.suffix = given, suffix
        self.found: dict[str, tuple[int, str]] = {}
        self.kinds = beside.Kinds()
        self.cells = TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115  a corpus may have more than memory; closed on exit

    def __enter__(self) -> _Doubtful:
        return self

    def __exit__(self, *_: object) -> None:
        self.cells.close()

    def documents(self) -> Iterator[Document]:
        """The documents of the run, read anew each time; what was taken down before is forgotten."""
        self.found = {}
        self.kinds = beside.Kinds()
        self.cells.seek(0)
        self.cells.truncate()
        for record in self.given.records():
            if isinstance(record.text, str):
                for doubt in remarks(record.text, record.headings):
                    number, first = self.found.get(doubt, (0, record.id))
                    self.found[doubt] = number + 1, first
                beside_text = {beside.LANGUAGE: language_of(record.text), **record.metadata}
                self.kinds.take(beside_text)
                self.cells.write(json.dumps([record.id, beside_text]) + "\n")
            yield Document(record.id, record.text)

    def complete(self, table: Path) -> None:
        """Put language and metadata into the table of profiles, which is not yet in its place."""
        self.cells.seek(0)
        beside.COMPLETE[self.suffix](table, map(json.loads, self.cells), beside.names(self.given.metadata), self.kinds)

    def warn(self) -> None:
        """Say each doubt once."""
        for doubt, (number, first) in self.found.items():
            named = say("{names} and {n} more", names=_quote(first), n=grouped(number - 1)) if number > 1 else _quote(first)
            tell(f"{say('warning')}: {named}: {doubt}")
        self.given.say_passed_over()


def _say_kept(output: Path) -> str:
    folder = run.work_folder(output)
    told = "What was measured is kept in {folder}; the same command goes on there."
    return f" {say(told, folder=folder)}" if folder.is_dir() else ""


class _Bar:
    """A bar on standard error: how much is measured, at what speed, and the time left."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._bar: Any = None
        self._start = time.monotonic()
        tell(say("reading ..."))

    def __enter__(self) -> _Bar:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def __call__(self, progress: Progress) -> None:
        if self._bar is None:
            label = say("Measuring {n} documents", n=grouped(progress.of_documents))
            label += say(", {n} kept", n=grouped(progress.kept)) if progress.kept else ""
            bar = click.progressbar(
                length=max(1, progress.of_characters), label=label, file=sys.stderr, item_show_func=_show_item
            )
            self._bar, self._start = self._stack.enter_context(bar), time.monotonic()
            return
        speed = progress.words / max(time.monotonic() - self._start, 1e-9)
        told = say("{n} documents, {speed} words/s", n=grouped(progress.documents), speed=grouped(round(speed)))
        self._bar.update(progress.characters - self._bar.pos, told)


def _show_item(item: str | None) -> str | None:
    return item
