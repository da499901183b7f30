"""What every command reads: files, folders, patterns, tables, archives and standard input, one text after the other."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

import click
from spacy.language import Language
from spacy.tokens import Doc

from stylo.cli.speaking import tell
from stylo.corpus import beside
from stylo.notebook.own_texts import summary
from stylo.reading import stream
from stylo.reading.archives import LARGEST
from stylo.reading.extract import listed
from stylo.reading.languages import language_of
from stylo.reading.paratext import QUOTATIONS, prepared_text
from stylo.reading.records import MOST_COLUMNS, Failure, Record, checked
from stylo.reading.remarks import remarks
from stylo.reading.text import EMPTY, MISSING, NOT_TEXT, Text, TextError
from stylo.wording.language import say
from stylo.wording.numbers import grouped
from stylo.wording.signs import visible_in_line as visible

NAMED = 10  # ids that are listed where one is to be chosen
LONG = 60_000  # characters, which take about two seconds


def input_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of ``Inputs``."""
    for option in (
        click.option("--text-column", default="text", show_default=True, help="Where a table has its texts; case is ignored."),
        click.option("--id-column", help="Where a table has the names of its texts; else id, doc or document."),
        click.option("--id", "ids", multiple=True, metavar="ID", help="Only the text of this name; may be given repeatedly."),
        click.option("--encoding", default="utf-8", show_default=True, help="How the files are encoded, e.g. cp1252."),
        click.option("--by-chapter", is_flag=True, help="Take an EPUB or PDF by its chapters: one text each, BOOK/TITLE."),
        click.option("--join-lines", is_flag=True, help="Make paragraphs of lines of a fixed width, as e-mails have them."),
        click.option("--skip-title", is_flag=True, help="Leave out title, headings, byline, credits, rating and legal notice."),
        click.option(
            "--quotations",
            type=click.Choice(QUOTATIONS),
            default="keep",
            show_default=True,
            help="Text in quotation marks: measure it like the rest, leave it out, or measure it alone.",
        ),
    ):
        command = option(command)
    return command


@dataclass
class Inputs:
    """The texts that a command was given, read anew each time; ``status`` is that of the first one that failed."""

    paths: tuple[Path, ...]
    text_column: str
    id_column: str | None
    ids: tuple[str, ...]
    encoding: str
    by_chapter: bool
    join_lines: bool
    skip_title: bool
    quotations: str
    skip: tuple[Path, ...] = ()
    status: int = 0
    metadata: dict[str, None] = field(default_factory=dict)
    """The names of the columns of metadata that were met."""
    passed_over: dict[str, None] = field(default_factory=dict)
    """The names of the files that are no texts, as they were met."""

    def options(self) -> list[str]:
        """The options by which these texts can be read again, as they are written on a command line."""
        named = {
            "--text-column": self.text_column if self.text_column != "text" else None,
            "--id-column": self.id_column,
            "--encoding": self.encoding if self.encoding != "utf-8" else None,
            "--quotations": self.quotations if self.quotations != "keep" else None,
        }
        flags = {"--by-chapter": self.by_chapter, "--join-lines": self.join_lines, "--skip-title": self.skip_title}
        words = [word for name, value in named.items() if value is not None for word in (name, value)]
        return [
            *words,
            *(name for name, is_set in flags.items() if is_set),
            *(word for name in self.ids for word in ("--id", name)),
        ]

    @cached_property
    def stdin(self) -> bytes:
        """Standard input, which can be read only once."""
        return sys.stdin.buffer.read(LARGEST + 1) if Path(stream.STDIN) in self.paths else b""

    def records(self) -> Iterator[Record]:
        """The texts as they are to be measured. Raises TextError for an unknown encoding."""
        found = stream.records(
            self.paths, self.text_column, self.id_column, self.encoding, self.skip, self.stdin, self._pass_over, self.by_chapter
        )
        there: list[str] = []
        missing = set(self.ids)
        for record in found:
            if self.ids and record.id not in self.ids:
                there += [record.id] if len(there) < NAMED else []
                continue
            missing.discard(record.id)
            if isinstance(record.text, str):
                read = Text(record.id, record.text, {}, dict(record.left_out), record.headings)
                text = prepared_text(read, self.skip_title, self.quotations, self.join_lines)
                record = record._replace(text=checked(text.text), left_out=text.left_out, headings=text.headings)
            self.metadata |= dict.fromkeys(record.metadata)
            if len(self.metadata) > MOST_COLUMNS:
                told = "More than {n} different columns stand beside the texts, each for every text; leave most of them out."
                raise TextError(say(told, n=MOST_COLUMNS), NOT_TEXT)
            yield record
        for name in sorted(missing):
            reason = say("There is no text {name}; there are {names}.", name=repr(name), names=", ".join(there))
            yield Record(name, Failure(reason, MISSING), {}, {})

    def _pass_over(self, name: str) -> None:
        self.passed_over[name] = None

    def say_passed_over(self) -> None:
        """Name the files of folders and archives that are no texts, on standard error."""
        if self.passed_over:
            tell(visible(stream.passed_over_remark(list(self.passed_over))))

    def texts(self) -> Iterator[Text]:
        """The texts, with remarks on standard error; what cannot be read is said there and never stops the rest."""
        for record in self.records():
            if isinstance(record.text, Failure):
                named = "" if record.id in record.text.reason else f"{visible(record.id)}: "
                tell(f"{named}{visible(record.text.reason)}")
                self.status = self.status or record.text.status
                continue
            text = Text(record.id, record.text, dict(record.metadata), dict(record.left_out), record.headings)
            _remark(text)
            yield text
        self.say_passed_over()

    def docs(self, nlp: Language) -> Iterator[tuple[Doc, beside.Beside]]:
        """The texts run through the pipeline, each with what goes beside its values; with a bar where that takes long."""
        with watched(list(self.texts())) as texts:
            for text in texts:
                yield self.doc(nlp, text), (text.id, {beside.LANGUAGE: language_of(text.text), **text.metadata})

    def one(self, several: str = "") -> Text:
        """The one text of a command that takes no more. Exits where there is none, or several: with how to name one, and with
        what is there for ``several``."""
        found = list(islice((record for record in self.records() if isinstance(record.text, str)), NAMED + 1))
        if len(found) > 1:
            names = ", ".join(visible(record.id) for record in found[:NAMED]) + (" ..." if len(found) > NAMED else "")
            message = say("This command takes one text, and there are several: {names}. Name one with --id ID.", names=names)
            raise click.UsageError(f"{message} {several}".strip())
        text = next(self.texts(), None)
        if text is None:
            raise SystemExit(self.status or EMPTY)
        return text

    def doc(self, nlp: Language, text: Text) -> Doc:
        """A text run through the pipeline."""
        nlp.max_length = max(nlp.max_length, len(text.text) + 1)
        doc = nlp(text.text)
        doc.user_data["id"] = text.id
        return doc

    def one_doc(self, nlp: Language, several: str = "") -> Doc:
        """The one text run through the pipeline."""
        return self.doc(nlp, self.one(several))


def inputs(paths: tuple[Path, ...], options: dict[str, Any], skip: tuple[Path, ...] = ()) -> Inputs:
    """Takes the options of ``input_options`` out of those of a command."""
    names = ("text_column", "id_column", "ids", "encoding", "by_chapter", "join_lines", "skip_title", "quotations")
    return Inputs(paths, **{name: options.pop(name) for name in names}, skip=skip)


@contextmanager
def watched(texts: list[Text]) -> Iterator[Iterable[Text]]:
    """The texts, with a bar on standard error while they are measured, unless that is done at once."""
    if sum(len(text.text) for text in texts) < LONG:
        yield texts
        return
    label = say("Measuring {n} documents", n=grouped(len(texts)))
    with click.progressbar(length=sum(len(text.text) for text in texts), label=label, file=sys.stderr) as bar:

        def passed() -> Iterator[Text]:
            for text in texts:
                yield text
                bar.update(len(text.text))

        yield passed()


def _remark(text: Text) -> None:
    """Say what is odd about a text, on standard error."""
    if any(text.left_out.values()):
        tell(visible(summary(text)))
        tell(f"{visible(text.id)}: {say('Left out: {what}.', what=listed(text.left_out))}")
    for remark in remarks(text.text, text.headings):
        tell(f"{say('warning')}: {visible(text.id)}: {remark}")
