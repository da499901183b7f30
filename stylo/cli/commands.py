"""The command line: ``stylo profile``, ``compare``, ``marks``, ``report``, ``export`` and ``measures``, the same as in Python.

Exit status: 0 done; 2 wrong usage; 3 no such file or text; 4 a folder or unreadable; 5 binary data, or a table without texts;
6 wrong encoding; 7 empty; 8 the output cannot be written; 9 a model or a reader is not installed. With several texts the first
failure decides. Of a corpus: 10 some documents could not be measured (none: the status of the first); 11 no cluster; 12 an
optional package is missing; 130 interrupted, 143 asked to end.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from contextlib import chdir
from functools import wraps
from pathlib import Path
from typing import Any

import click
import pandas as pd
from spacy.language import Language

from stylo import catalogue
from stylo.annotated.concordance import concordance
from stylo.catalogue import measures as measure_table
from stylo.cli import corpus
from stylo.cli.ending import ending_well
from stylo.cli.inputs import input_options, inputs, watched
from stylo.cli.naming import called, show_measures, some_of, unknown_measure
from stylo.cli.output import Output, check_file, force_option, output, output_options, save, show, stop_if, width
from stylo.cli.screens import readable_profile, short_profile, show_comparison, spoken, table_of
from stylo.cli.speaking import Group, language_option, tell
from stylo.corpus import beside
from stylo.corpus import run as batch
from stylo.corpus.parts import pipeline
from stylo.families.profile import measure_profile
from stylo.families.registry import marked
from stylo.pipeline.loading import ModelNotInstalled
from stylo.reading.text import TextError
from stylo.reference import tables
from stylo.reference.comparison import in_words, place_profiles
from stylo.reports import report as make_report
from stylo.wording.language import current, say
from stylo.wording.near import did_you_mean
from stylo.wording.reasons import explain
from stylo.wording.signs import visible
from stylo.writing.files import why_no_folder

NO_MODEL = 9


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    """What all commands have: their inputs, the pipeline and the language of what is shown."""

    @wraps(command)
    def with_errors_told(*args: Any, **options: Any) -> Any:
        with ending_well():
            try:
                return command(*args, lang=current(), **options)
            except TextError as error:
                tell(error)
                raise SystemExit(error.status) from error

    decorated: Callable[..., Any] = with_errors_told
    for option in (
        click.option("--split-at-colon", is_flag=True, help="Let a colon between a clause and a capital end a sentence."),
        click.option("--model", help="An installed spaCy pipeline to use instead of stylo's own."),
        language_option,
        click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(readable=False, path_type=Path)),
    ):
        decorated = option(decorated)
    return input_options(decorated)


_genre = click.option(
    "--genre",
    type=click.Choice(tables.genres()),
    default="film_review",
    show_default=True,
    help="The genre to compare with; a section of the newspaper is e.g. news_kultur.",
)
_columns = click.option(
    "--columns", metavar="NAME,...", help="Only these columns; a file has all of them otherwise. stylo measures lists them."
)
_all = click.option("--all", "everything", is_flag=True, help="Show on the screen everything that a file would have.")


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="stylo", prog_name="stylo", message="%(prog)s %(version)s")
@language_option
def main() -> None:
    """Measure the style of German texts and see the words behind each number.

    A PATH is a text (.txt, .md, .docx, .pdf, .epub, .html, TEI in .xml), a folder, a pattern ("reviews/**/*.txt"), a table
    with a column of texts (.csv, .tsv, .jsonl, .json, .xlsx), a .zip or .gz of these, or - for standard input.
    """


@main.command()
@click.option("--marks", type=click.Path(path_type=Path), help="Write all evidence to tables in this folder.")
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes of this machine to use.")
@click.option(
    "--cluster", metavar="ADDRESS", help="A running Dask scheduler to use, e.g. tcp://10.0.0.1:8786; only one you trust."
)
@click.option(
    "--seconds",
    type=click.FloatRange(0, min_open=True),
    default=batch.SECONDS,
    show_default=True,
    help="A document that takes longer to measure is an error.",
)
@click.option(
    "--measures",
    metavar="NAME,...",
    help="Only these values, or all values of these families; stylo measures lists their names.",
)
@_columns
@_all
@_genre
@output_options
@_options
def profile(
    paths: tuple[Path, ...], measures: str | None, columns: str | None, everything: bool, genre: str, model: str | None,
    split_at_colon: bool, lang: str, **options: Any,
) -> None:  # fmt: skip
    """One row of values for each text: on the screen the main ones and what differs from the genre.

    With -o FILE.csv or -o FILE.parquet what was measured is kept in FILE.parts until all is done: the same command goes on
    where it stopped. What fails is in FILE.errors.csv.
    """
    chosen = _chosen_measures(measures)
    target = output(options, paths)
    given = inputs(paths, options)
    streamed = target.path is not None and target.path.suffix.lower() in batch.FORMS and target.dialect == "plain"
    if target.path is not None and streamed and measures is None and columns is None:
        given.skip = (target.path, batch.work_folder(target.path), batch.errors_table(target.path))
        given.skip += (options["marks"],) if options["marks"] else ()
        if model:
            _load(model, split_at_colon)
        raise SystemExit(
            corpus.measure(given, target.path, model=model, split_at_colon=split_at_colon, force=target.force, **options)
        )
    if options["marks"] or options["cluster"] or options["workers"] > 1:
        raise click.UsageError(say("--marks, --workers and --cluster need -o FILE.csv or -o FILE.parquet, and all measures."))
    profiles, cells = [], []
    for doc, known in given.docs(_load(model, split_at_colon)):
        profiles.append(measure_profile(doc))
        cells.append(known)
    if profiles:
        rows = profiles if chosen is None else [profile.only(chosen) for profile in profiles]
        table = beside.completed(table_of(rows), cells, beside.names(given.metadata))
        if not target.readable or columns:
            _write_columns(table, columns, target)
        elif chosen is not None or everything:
            click.echo(readable_profile(profiles, chosen), nl=False)
        else:
            short_profile(profiles, genre)
    raise SystemExit(given.status)


def _chosen_measures(names: str | None) -> list[str] | None:
    """The values that were named, by themselves or by their families, in the order of the profile; None for no choice."""
    if names is None:
        return None
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    known = {entry["name"] for entry in measure_table()}
    for name in wanted:
        if name not in known and name not in catalogue.families():
            raise click.UsageError(unknown_measure(name))
    return [entry["name"] for entry in measure_table() if entry["name"] in wanted or entry["family"] in wanted]


@main.command()
@_all
@_columns
@_genre
@output_options
@_options
def compare(
    paths: tuple[Path, ...], genre: str, everything: bool, columns: str | None, model: str | None, split_at_colon: bool,
    lang: str, **options: Any,
) -> None:  # fmt: skip
    """Where the values of each text stand among the reference documents of a genre."""
    target = output(options, paths)
    given = inputs(paths, options)
    if split_at_colon:
        told = say("the reference figures were measured without --split-at-colon.")
        tell(f"{say('warning')}: {told}")
    profiles = [measure_profile(doc) for doc, _ in given.docs(_load(model, split_at_colon))]
    if profiles:
        frame = place_profiles(profiles, genre)
        if not target.readable or columns:
            _write_columns(in_words(frame), columns, target)
        else:
            show_comparison(frame, genre, everything)
    raise SystemExit(given.status)


def _write_columns(frame: pd.DataFrame, columns: str | None, target: Output) -> None:
    """A table, or some of its columns, to a file or the screen."""
    names = _chosen_columns(frame, columns) if columns else [str(name) for name in frame]
    if target.readable:
        show(spoken(frame), names)
    else:
        target.write(frame[names])


def _chosen_columns(frame: pd.DataFrame, columns: str) -> list[str]:
    """The columns that were named, in that order, each once."""
    names = list(dict.fromkeys(name.strip() for name in columns.split(",") if name.strip()))
    for name in names:
        if name not in frame:
            known = [str(each) for each in frame]
            told = say("There is no column {name!r}; choose among {known}.", name=name, known=some_of(known))
            raise click.UsageError(told + did_you_mean(name, known, [each for each in called(name) if each in known]))
    return names


@main.command()
@click.argument("kind", metavar="KIND", type=click.Choice(list(marked())))
@_all
@_columns
@output_options
@_options
def marks(
    kind: str, paths: tuple[Path, ...], everything: bool, columns: str | None, model: str | None, split_at_colon: bool,
    lang: str, **options: Any,
) -> None:  # fmt: skip
    """The evidence: one row for each thing found in a text, with its place and the reason.

    KIND is a family of marks, such as adjectives or contrast; stylo measures lists them and their columns.

    Places (start, end and the like) count the characters, from 0, of the text as it is measured: of a Word, PDF, EPUB, HTML or
    TEI file its running text, and without what --skip-title, --quotations and --join-lines take away. In Python it is
    stylo.open_texts(PATH, skip_title=True, ...)[0].text. A place that there is not is -1.
    """
    target = output(options, paths)
    given = inputs(paths, options)
    several = say("The marks of all texts as tables: stylo profile PATH... -o FILE.csv --marks FOLDER.")
    doc = given.one_doc(_load(model, split_at_colon), several)
    frame = marked()[kind](doc)
    if not target.readable or everything:
        _write_columns(frame, columns, target)
        return
    room = max(12, (width() - 60) // 2)
    context = frame.assign(**concordance(doc, frame, room)[["left", "right"]].map(str.strip))
    if columns:
        show(spoken(context), _chosen_columns(context, columns))
        return
    entry = catalogue.families()[kind]
    if "reason" in frame:
        what = [name for name in (entry.label, entry.detail) if name in frame][:1]
        said = {name: context[name].astype(str).map(say) for name in what} | {"reason": context["reason"].map(explain)}
        show(context.assign(**said), ["left", "text", "right", *what, "reason"], {"reason": say("reason")})
    else:
        show(context, [name for name in entry.printed if name in context] or list(map(str, frame)))


@main.command()
@click.argument("words", nargs=-1, metavar="[WORD]...")
@language_option
def measures(words: tuple[str, ...]) -> None:
    """What can be measured, by name: all families and values, or those that a WORD names or holds, explained.

    The names are those that --measures, --columns and export --only take.
    """
    with ending_well():
        _prepare_figures()
        show_measures(words)


def _prepare_figures() -> None:
    """Make matplotlib ready: for files alone, and with no settings but its own and those of `stylo.figures`."""
    with chdir(Path(__file__).parent):  # it reads a matplotlibrc where it is imported: not that of a stranger's corpus
        import matplotlib.style  # slow, and no other command needs it
    matplotlib.style.use("default")
    matplotlib.use("agg")  # no window, no display needed


@main.command()
@click.option("-o", "--output", "page", type=click.Path(path_type=Path), help="The page to write; without it NAME.html.")
@click.option("--short", is_flag=True, help="Only summary, values and a figure of each family, for four sheets of paper.")
@force_option
@click.option("--title", default="", help="The heading of the page; without it the name of the text.")
@_genre
@_options
def report(
    paths: tuple[Path, ...], page: Path | None, short: bool, title: str, genre: str, model: str | None, split_at_colon: bool,
    lang: str, **options: Any,
) -> None:  # fmt: skip
    """One page about a text, or about several side by side, in a file that needs nothing else.

    It has summary, figures, evidence, methods and the text itself.
    """
    given = inputs(paths, options)
    force = options.pop("force")
    if page is not None:
        check_file(page, force, paths)
        if page.suffix.lower() not in {".html", ".htm"} and not (page.exists() and not page.is_file()):
            told = "A report is a page in HTML: name it {name}.html; a browser prints it to PDF."
            raise click.UsageError(say(told, name=page.stem))
    several = say("Without --short several texts stand side by side on one page.")
    texts = [given.one(several)] if short else list(given.texts())
    if not texts:
        raise SystemExit(given.status)
    named_after = Path(texts[0].id if len(texts) == 1 else paths[0].stem).name or "report"
    target = page or Path(f"{''.join(letter if letter.isprintable() else '_' for letter in named_after)}.html")
    check_file(target, force, paths)
    _prepare_figures()
    from stylo.reports import page as pages

    named = {"--genre": genre, "--lang": lang, "--title": title, "--model": model}
    words = ["stylo", "report", *(path.name for path in paths), *given.options()]
    words += [word for name, value in named.items() if value for word in (name, value)]
    words += [*(["--short"] if short else []), *(["--split-at-colon"] if split_at_colon else [])]
    nlp = _load(model, split_at_colon)
    with watched(texts) as read:
        docs = [given.doc(nlp, text) for text in read]
    with click.progressbar(length=pages.steps(), label="stylo report", file=sys.stderr, item_show_func=str) as bar:
        command = shlex.join(words)
        made = make_report(docs, genre, lang, short=short, title=title, command=command, step=lambda part: bar.update(1, part))
    save(made.html, target)
    tell(say("Wrote {path}.", path=str(target)), "")
    raise SystemExit(given.status)


@main.command()
@click.option(
    "-o", "--output", "folder", required=True, metavar="DIR", type=click.Path(path_type=Path), help="Folder to write to."
)
@force_option
@click.option(
    "--only",
    metavar="NAME,...",
    help="Only these figures and tables, e.g. sentence_lengths,two_poles; stylo measures lists them.",
)
@click.option("--format", "kind", metavar="KIND", help="Figures in this format alone: svg, pdf or png.")
@click.option("--width", "breadth", metavar="WIDTH", help="Figures of this width alone: column or page.")
@_genre
@_options
def export(
    paths: tuple[Path, ...], folder: Path, only: str | None, kind: str | None, breadth: str | None, genre: str, lang: str,
    model: str | None, split_at_colon: bool, **options: Any,
) -> None:  # fmt: skip
    """All figures (SVG, PDF, PNG; a column and a page wide) and tables (CSV, LaTeX) of a text, in a folder.

    A colon ends no sentence in them, as in the reference documents, which some of the figures show.
    """
    if split_at_colon:
        told = "The figures compare with documents in which a colon ends no sentence; see stylo report."
        raise click.UsageError(say(told))
    given = inputs(paths, options)
    force = options.pop("force")
    stop_if(why_no_folder(folder))
    _prepare_figures()
    from stylo.exports.folder import Choice, exported, why_not_there

    try:
        choice = Choice.of(only, kind, breadth)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    stop_if(why_not_there(folder, choice, paths, force))
    doc = given.one_doc(_load(model, False), say("Each text has a folder of its own; stylo report shows several on one page."))
    with click.progressbar(
        exported(doc, folder, lang, genre, choice), choice.steps(), label=say("Exporting"), file=sys.stderr
    ) as files:
        try:
            count = sum(1 for _ in files)
        except OSError as error:
            stop_if(say("{name} cannot be written: {why}.", name=folder, why=error.strerror))
            raise
    click.echo(visible(say("Wrote {n} files to {folder}; README.txt says what they are.", n=count, folder=folder)))


def _load(model: str | None, split_at_colon: bool) -> Language:
    try:
        return pipeline(model, split_at_colon)
    except ModelNotInstalled as error:
        tell(error)
        raise SystemExit(NO_MODEL) from error
