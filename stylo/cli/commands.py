"""The command line: ``stylo profile``, ``compare``, ``marks``, ``report`` and ``export``, the same as in Python.

Exit status: 0 done; 2 wrong usage; 3 no such file; 4 a folder or unreadable; 5 binary data; 6 wrong encoding; 7 empty;
8 the output cannot be written; 9 a model or a reader is not installed. With several files the first failure decides.
Of a corpus: 10 some documents could not be measured (none: the status of the first); 11 no cluster; 12 an optional package
is missing; 130 interrupted.
"""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import chdir
from functools import partial
from pathlib import Path
from typing import Any

import click
import pandas as pd
from spacy.language import Language
from spacy.tokens import Doc

from stylo.catalogue import labels
from stylo.catalogue import measures as measure_table
from stylo.cli import corpus
from stylo.cli.corpus import CANNOT_WRITE
from stylo.corpus import run as batch
from stylo.families.document import as_profiles
from stylo.families.profile import Profile
from stylo.families.registry import marked
from stylo.grammar.marks import Missing, Value
from stylo.notebook.own_texts import summary, title_remark
from stylo.pipeline.loading import ModelNotInstalled, load
from stylo.reading import stream
from stylo.reading.files import UNPACKED, not_german, open_file, titled
from stylo.reading.text import TextError
from stylo.reference import tables
from stylo.reference.comparison import compare as compare_with
from stylo.reference.comparison import readable
from stylo.reports import report as make_report
from stylo.wording.language import LANGUAGES
from stylo.writing.files import write_whole
from stylo.writing.tables import safe_csv

NO_MODEL = 9
WHOLE = frozenset({"count", "marks", "types", "runs", "words", "syllables", "adjectives"})  # units of what is counted


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True),
        click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to this file instead of the screen."),
        click.option("--encoding", default="utf-8", show_default=True, help="How the files are encoded, e.g. cp1252."),
        click.option("--split-at-colon", is_flag=True, help="Let a colon between a clause and a capital end a sentence."),
        click.option("--model", help="An installed spaCy pipeline to use instead of stylo's own."),
    ):
        command = option(command)
    return command


_genre = click.option(
    "--genre",
    type=click.Choice(tables.genres()),
    default="film_review",
    show_default=True,
    help="The genre to compare with; a section of the newspaper is e.g. news_kultur.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="stylo", prog_name="stylo")
def main() -> None:
    """Measure the style of German texts and see the words behind each number."""


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path))
@click.option("--marks", type=click.Path(path_type=Path), help="Write all evidence to tables in this folder.")
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes of this machine to use.")
@click.option(
    "--cluster", metavar="ADDRESS", help="A running Dask scheduler to use, e.g. tcp://10.0.0.1:8786; only one you trust."
)
@click.option("--text-column", default="text", show_default=True, help="Where a table has its texts.")
@click.option("--id-column", help="Where a table has the names of its texts; else id, doc or document.")
@_options
def profile(
    paths: tuple[Path, ...],
    form: str,
    output: Path | None,
    encoding: str,
    split_at_colon: bool,
    model: str | None,
    text_column: str,
    id_column: str | None,
    **options: Any,
) -> None:
    """One row of values for each text.

    With -o FILE.csv or -o FILE.parquet a PATH may also be a folder, a pattern ("reviews/**/*.txt"), a table with a column of
    texts (.tsv, .csv, .jsonl), a .zip or a .gz. What was measured is kept in FILE.parts until all is done: the same command
    goes on where it stopped. What fails is in FILE.errors.csv.
    """
    if output is not None and output.suffix.lower() in batch.FORMS and form != "json":
        skip = [output, batch.work_folder(output), batch.errors_table(output), *filter(None, [options["marks"]])]
        source = partial(stream.documents, paths, text_column, id_column, encoding, skip)
        if model:
            _load(model, split_at_colon)
        raise SystemExit(corpus.measure(source, output, model=model, split_at_colon=split_at_colon, **options))
    if options["marks"] or options["cluster"] or options["workers"] > 1:
        raise click.UsageError("--marks, --workers and --cluster need -o FILE.csv or -o FILE.parquet.")
    if any(map(stream.holds_many, paths)):
        click.echo("stylo: warning: to measure all texts in a folder, table or archive, add -o FILE.csv.", err=True)
    run = _Run(encoding)
    nlp = _load(model, split_at_colon)
    docs = [doc for path in paths for doc in run.docs(nlp, path)]
    if docs:
        profiles = as_profiles(docs)
        table = pd.DataFrame([found.row() for found in profiles])
        _write(_readable_profile(profiles) if form == "table" else _as_text(table, form), output)
    raise SystemExit(run.status)


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path))
@_genre
@_options
def compare(
    paths: tuple[Path, ...], genre: str, form: str, output: Path | None, encoding: str, split_at_colon: bool, model: str
) -> None:
    """Where the values of each text stand among the reference documents of a genre."""
    run = _Run(encoding)
    if split_at_colon:
        click.echo("stylo: warning: the reference figures were measured without --split-at-colon.", err=True)
    nlp = _load(model, split_at_colon)
    docs = [doc for path in paths for doc in run.docs(nlp, path)]
    if docs:
        frame = compare_with(docs, genre)
        _write("\n".join(readable(frame)) + "\n" if form == "table" else _as_text(frame, form), output)
    raise SystemExit(run.status)


@main.command()
@click.argument("kind", type=click.Choice(list(marked())))
@click.argument("path", metavar="PATH", type=click.Path(path_type=Path))
@_options
def marks(kind: str, path: Path, form: str, output: Path | None, encoding: str, split_at_colon: bool, model: str) -> None:
    """The evidence: one row for each thing found in a text file, with its place and the reason."""
    run = _Run(encoding)
    for doc in run.docs(_load(model, split_at_colon), path):
        _write(_as_text(marked()[kind](doc), form), output)
    raise SystemExit(run.status)


def _prepare_figures() -> None:
    """Make matplotlib ready: for files alone, and with no settings but its own and those of `stylo.figures`."""
    with chdir(Path(__file__).parent):  # it reads a matplotlibrc where it is imported: not that of a stranger's corpus
        import matplotlib.style  # slow, and no other command needs it
    matplotlib.style.use("default")
    matplotlib.use("agg")  # no window, no display needed


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The page to write, e.g. report.html.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="The language of the page.")
@click.option("--title", default="", help="The heading of the page; without it the name of the file.")
@click.option("--short", is_flag=True, help="Only what prints on four sheets of A4: summary, values, figures; of one text.")
@_genre
@click.option("--encoding", default="utf-8", show_default=True, help="How the file is encoded, e.g. cp1252.")
@click.option("--split-at-colon", is_flag=True, help="Let a colon between a clause and a capital end a sentence.")
@click.option("--model", help="An installed spaCy pipeline to use instead of stylo's own.")
def report(
    paths: tuple[Path, ...],
    output: Path,
    lang: str,
    title: str,
    short: bool,
    genre: str,
    encoding: str,
    split_at_colon: bool,
    model: str | None,
) -> None:
    """One page about a text: summary, figures, evidence, methods and the text, in a file that needs nothing else.

    Of several texts (files, a folder, a table, an archive) one page side by side.
    """
    _prepare_figures()
    from stylo.reports import page

    run = _Run(encoding)
    options = {"--title": title, "--model": model, "--encoding": None if encoding == "utf-8" else encoding}
    words = ["stylo", "report", *(path.name for path in paths), "--genre", genre, "--lang", lang]
    words += [*(["--short"] if short else []), *(["--split-at-colon"] if split_at_colon else [])]
    words += [word for name, value in options.items() if value for word in (name, value)]
    nlp = _load(model, split_at_colon)
    docs = [doc for path in paths for doc in (run.docs_in if stream.holds_many(path) else run.docs)(nlp, path)]
    if short and len(docs) > 1:
        raise click.UsageError(f"--short is about one text, not {len(docs)}; without it they stand side by side on one page.")
    if docs:
        steps = page.steps() if len(docs) == 1 and not short else page.FEW_STEPS
        with click.progressbar(length=steps, label="stylo report", file=sys.stderr, item_show_func=str) as bar:
            told = partial(bar.update, 1)
            made = make_report(docs, genre, lang, short=short, title=title, command=shlex.join(words), step=told)
        _write(made.html, output)
    raise SystemExit(run.status)


@main.command()
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", "folder", required=True, metavar="DIR", type=click.Path(path_type=Path), help="Folder to write to."
)
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Language of the labels.")
@_genre
@click.option("--encoding", default="utf-8", show_default=True, help="How the file is encoded, e.g. cp1252.")
@click.option("--model", help="An installed spaCy pipeline to use instead of stylo's own.")
def export(path: Path, folder: Path, lang: str, genre: str, encoding: str, model: str) -> None:
    """All figures (SVG, PDF, PNG; a column and a page wide) and tables (CSV, LaTeX) of a text file, in a folder.

    A colon ends no sentence in them, as in the reference documents, which some of the figures show.
    """
    _prepare_figures()
    from stylo.exports.folder import exported, steps

    run = _Run(encoding)
    for doc in run.docs(_load(model, False), path):
        with click.progressbar(exported(doc, folder, lang, genre), steps(), label="Exporting", file=sys.stderr) as files:
            try:
                count = sum(1 for _ in files)
            except OSError as error:
                click.echo(f"\nstylo: {folder} cannot be written: {error.strerror}.", err=True)
                raise SystemExit(CANNOT_WRITE) from error
        click.echo(f"Wrote {count} files to {folder}; README.txt says what they are.")
    raise SystemExit(run.status)


class _Run:
    """Reads files one after the other; what fails is said on standard error and never stops the rest."""

    def __init__(self, encoding: str) -> None:
        self.encoding = encoding
        self.status = 0

    def docs(self, nlp: Language, path: Path) -> Iterator[Doc]:
        try:
            opened = open_file(path, self.encoding)
        except TextError as error:
            click.echo(f"stylo: {error}", err=True)
            self.status = self.status or error.status
            return
        text = opened.text
        if path.suffix.lower() in UNPACKED:
            click.echo(f"stylo: read from {path.name}: {summary(opened)}", err=True)
        elif titled(text):
            click.echo(f"stylo: warning: {path.name}: {title_remark()}", err=True)
        if not_german(text):
            click.echo(f"stylo: warning: {path.name} does not look German; the values will mean little.", err=True)
        yield _measured(nlp, text, path.stem)

    def docs_in(self, nlp: Language, path: Path) -> Iterator[Doc]:
        """The texts of a folder, a table or an archive."""
        for found in stream.documents([path], encoding=self.encoding):
            if isinstance(found.text, str):
                yield _measured(nlp, found.text, found.id)
            else:
                click.echo(f"stylo: {found.id}: {found.text.reason}", err=True)
                self.status = self.status or found.text.status


def _measured(nlp: Language, text: str, name: str) -> Doc:
    nlp.max_length = max(nlp.max_length, len(text) + 1)
    doc = nlp(text)
    doc.user_data["id"] = name
    return doc


def _load(model: str | None, split_at_colon: bool) -> Language:
    try:
        return load(model, split_at_colon=split_at_colon)
    except ModelNotInstalled as error:
        click.echo(f"stylo: {error}", err=True)
        raise SystemExit(NO_MODEL) from error


def _as_text(frame: pd.DataFrame, form: str) -> str:
    if form == "csv":
        return safe_csv(frame)
    if form == "json":
        return json.dumps(json.loads(frame.to_json(orient="records")), ensure_ascii=False, indent=1) + "\n"
    if frame.empty:
        return "None were found.\n"
    shown = frame.drop(columns=["sentence_text"], errors="ignore").map(_one_line)
    return str(shown.to_string(index=False, max_colwidth=60)) + "\n"


def _readable_profile(profiles: Sequence[Profile]) -> str:
    """Values down by family, documents across, beside each what it is and its unit; below them why a value is missing."""
    known = measure_table()
    head = ["", *(str(profile.document) for profile in profiles), ""]
    lines = [
        [row["name"], *(_number(profile.values[row["name"]], row["unit"]) for profile in profiles), _about(row)]
        for row in known
    ]
    widths = [max(map(len, column)) for column in zip(head, *lines, strict=True)]
    written = [_line(head, widths)]
    for row, line in zip(known, lines, strict=True):
        title = labels.title(row["family"])
        written += ["", title] if title not in written else []
        written.append(_line(line, widths))
    written.append("")
    for profile in profiles:
        reasons: dict[Missing, list[str]] = {}
        for name, missing in profile.missing.items():
            reasons.setdefault(missing, []).append(name)
        written += [f"missing in {profile.document}: {', '.join(names)}: {why.reason}" for why, names in reasons.items()]
    return "\n".join([*written, "What each value is, its source and its accuracy: docs/measures.md", ""])


def _line(cells: list[str], widths: list[int]) -> str:
    """A line of the profile: names and words to the left, values to the right."""
    values = [cell.rjust(width) for cell, width in zip(cells[1:-1], widths[1:-1], strict=True)]
    return "  ".join(["", cells[0].ljust(widths[0]), *values, cells[-1]]).rstrip()


def _about(row: dict[str, str]) -> str:
    """What a value is, with its unit where that is not said already."""
    name, unit = row["english"], row["unit"]
    return name if unit in {"-", "count", "marks"} or unit in name else f"{name} [{unit}]"


def _number(value: Value, unit: str) -> str:
    if isinstance(value, Missing):
        return "-"
    return f"{value:.0f}" if unit in WHOLE and float(value).is_integer() else f"{value:.2f}"


def _one_line(value: object) -> object:
    return " ".join(value.split()) if isinstance(value, str) else value


def _write(text: str, output: Path | None) -> None:
    """To the screen, or whole to a file: what stood there before stays until the new file is complete."""
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        write_whole(text, output)
    except OSError as error:
        click.echo(f"stylo: {output} cannot be written: {error.strerror}.", err=True)
        raise SystemExit(CANNOT_WRITE) from error
