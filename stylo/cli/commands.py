"""The command line: ``stylo profile``, ``compare``, ``marks``, ``report`` and ``export``, the same as in Python.

Exit status: 0 done; 2 wrong usage; 3 no such file or text; 4 a folder or unreadable; 5 binary data, or a table without texts;
6 wrong encoding; 7 empty; 8 the output cannot be written; 9 a model or a reader is not installed. With several texts the first
failure decides. Of a corpus: 10 some documents could not be measured (none: the status of the first); 11 no cluster; 12 an
optional package is missing; 130 interrupted, 143 asked to end.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import chdir
from functools import wraps
from pathlib import Path
from textwrap import wrap
from typing import Any, cast

import click
import pandas as pd
from spacy.language import Language

from stylo import catalogue
from stylo.annotated.concordance import concordance
from stylo.catalogue import labels
from stylo.catalogue import measures as measure_table
from stylo.cli import corpus
from stylo.cli.ending import ending_well
from stylo.cli.inputs import input_options, inputs
from stylo.cli.output import Output, check_file, force_option, output, output_options, save, show, stop_if, width
from stylo.corpus import beside
from stylo.corpus import run as batch
from stylo.corpus.parts import pipeline
from stylo.families.profile import Profile, measure_profile
from stylo.families.registry import marked
from stylo.grammar.marks import Missing, Value
from stylo.pipeline.loading import ModelNotInstalled
from stylo.reading.text import TextError
from stylo.reference import tables
from stylo.reference.comparison import percentile, place_profiles
from stylo.reports import report as make_report
from stylo.wording.language import LANGUAGES, language, say
from stylo.wording.numbers import value as shown_value
from stylo.wording.reasons import why_missing
from stylo.wording.signs import visible_in_line as visible
from stylo.writing.files import why_no_folder

NO_MODEL = 9
WHOLE = frozenset({"count", "marks", "types", "runs", "words", "syllables", "adjectives"})  # units of what is counted
CORE = (
    "words", "sentences", "sentence_length_mean", "adjectives_per_100_words", "contrast_connectives_per_1000_words",
    "flesch_amstad", "mtld", "formality_f",
)  # fmt: skip
"""What a short profile has of every text."""
FEW_DOCUMENTS = 3  # that stand side by side; more stand below each other
OUTER = 5  # percent of the documents of a genre at either end, between which a value is usual
ABOUT = 20  # columns that say what a value is, at least


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    """What all commands have: their inputs, the pipeline and the language of what is shown."""

    @wraps(command)
    def in_language(*args: Any, lang: str, **options: Any) -> Any:
        with language(lang), ending_well():
            try:
                return command(*args, lang=lang, **options)
            except TextError as error:
                click.echo(f"stylo: {error}", err=True)
                raise SystemExit(error.status) from error

    for option in (
        click.option("--split-at-colon", is_flag=True, help="Let a colon between a clause and a capital end a sentence."),
        click.option("--model", help="An installed spaCy pipeline to use instead of stylo's own."),
        click.option(
            "--lang",
            type=click.Choice(LANGUAGES),
            default="en",
            show_default=True,
            envvar="STYLO_LANG",
            help="The language of what is shown; the variable STYLO_LANG sets it for all commands.",
        ),
        click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(readable=False, path_type=Path)),
    ):
        in_language = option(in_language)
    return input_options(in_language)


_genre = click.option(
    "--genre",
    type=click.Choice(tables.genres()),
    default="film_review",
    show_default=True,
    help="The genre to compare with; a section of the newspaper is e.g. news_kultur.",
)
_columns = click.option("--columns", metavar="NAME,...", help="Only these columns; a file has all of them otherwise.")
_all = click.option("--all", "everything", is_flag=True, help="Show on the screen everything that a file would have.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="stylo", prog_name="stylo")
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
@click.option("--measures", metavar="NAME,...", help="Only these values, or all values of these families.")
@_all
@_genre
@output_options
@_options
def profile(
    paths: tuple[Path, ...], measures: str | None, everything: bool, genre: str, model: str | None, split_at_colon: bool,
    lang: str, **options: Any,
) -> None:  # fmt: skip
    """One row of values for each text: on the screen the main ones and what differs from the genre.

    With -o FILE.csv or -o FILE.parquet what was measured is kept in FILE.parts until all is done: the same command goes on
    where it stopped. What fails is in FILE.errors.csv.
    """
    chosen = _chosen_measures(measures)
    target = output(options, paths)
    given = inputs(paths, options)
    streamed = target.path is not None and target.path.suffix.lower() in batch.FORMS and target.dialect == "plain"
    if target.path is not None and streamed and measures is None:
        given.skip = (target.path, batch.work_folder(target.path), batch.errors_table(target.path))
        given.skip += (options["marks"],) if options["marks"] else ()
        if model:
            _load(model, split_at_colon)
        raise SystemExit(
            corpus.measure(given, target.path, model=model, split_at_colon=split_at_colon, force=target.force, **options)
        )
    if options["marks"] or options["cluster"] or options["workers"] > 1:
        raise click.UsageError("--marks, --workers and --cluster need -o FILE.csv or -o FILE.parquet, and all measures.")
    profiles, cells = [], []
    for doc, known in given.docs(_load(model, split_at_colon)):
        profiles.append(measure_profile(doc))
        cells.append(known)
    if profiles:
        _show_profile(profiles, cells, beside.names(given.metadata), target, chosen, everything, genre)
    raise SystemExit(given.status)


def _chosen_measures(names: str | None) -> list[str] | None:
    """The values that were named, by themselves or by their families, in the order of the profile; None for no choice."""
    if names is None:
        return None
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    known = {entry["name"] for entry in measure_table()}
    for name in wanted:
        if name not in known and name not in catalogue.families():
            raise click.UsageError(
                f"There is no family {name!r}, nor such a value; the families are {', '.join(catalogue.families())}."
            )
    return [entry["name"] for entry in measure_table() if entry["name"] in wanted or entry["family"] in wanted]


def _show_profile(
    profiles: list[Profile],
    cells: list[beside.Beside],
    called: Mapping[str, str],
    target: Output,
    chosen: list[str] | None,
    everything: bool,
    genre: str,
) -> None:
    if not target.readable:
        whole = beside.completed(_table(profiles), cells, called)
        left_out = {entry["name"] for entry in measure_table()} - set(chosen) if chosen is not None else set()
        target.write(whole[[name for name in whole if name not in left_out]])
    elif chosen is not None or everything:
        click.echo(_readable_profile(profiles, chosen), nl=False)
    else:
        _short_profile(profiles, genre)


def _table(profiles: Iterable[Profile]) -> pd.DataFrame:
    return pd.DataFrame([profile.row() for profile in profiles])


def _short_profile(profiles: list[Profile], genre: str) -> None:
    """The main values, what is unusual for the genre, and how to see the rest."""
    if len(profiles) > FEW_DOCUMENTS:
        show(_table(profiles), ["document", *CORE], {name: labels.short(name) for name in CORE})
    else:
        click.echo(_readable_profile(profiles, list(CORE), with_reasons=False), nl=False)
        _unusual(profiles, genre)
    rest = len(measure_table()) - len(CORE)
    click.echo(
        say(
            "{n} more values: --all; those of a family: --measures {families}; a file has all: -o FILE.csv",
            n=rest,
            families=",".join(catalogue.families()),
        )
    )


def _unusual(profiles: list[Profile], genre: str) -> None:
    """The values that lie where few documents of the genre do, the farthest first."""
    compared = place_profiles(profiles, genre)
    outer = compared[(compared["percentile"] <= OUTER) | (compared["percentile"] >= 100 - OUTER)]
    outer = outer.assign(distance=outer["z"].abs()).sort_values(
        ["document", "distance"], ascending=[True, False], kind="stable"
    )
    click.echo()
    if compared["percentile"].isna().all():
        reason = why_missing(compared["missing"].iloc[0])
        click.echo(say("Nothing is compared with the genre {genre}: {reason}.", genre=labels.genre(genre), reason=reason))
    else:
        click.echo(say("What differs from most documents of the genre {genre}:", genre=labels.genre(genre)))
        _show_compared(outer, len(profiles) > 1, False)
    click.echo()


def _show_compared(compared: pd.DataFrame, named: bool, everything: bool) -> None:
    shown = compared.assign(
        label=compared["measure"].map(labels.short),
        value=[shown_value(value, unit) for value, unit in zip(compared["value"], compared["unit"], strict=True)],
        percentile=compared["percentile"].map(percentile),
        unit=compared["measure"].map(labels.unit),
    )
    columns = ["label", "value", "percentile", "z", *(["unit", "low", "high", "n"] if everything else ["unit"])]
    show(shown, [*(["document"] if named else []), *columns])


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
        click.echo("stylo: warning: the reference figures were measured without --split-at-colon.", err=True)
    profiles = [measure_profile(doc) for doc, _ in given.docs(_load(model, split_at_colon))]
    if profiles:
        frame = place_profiles(profiles, genre)
        if not target.readable or columns:
            told = ["" if missing is None else missing.reason for missing in frame["missing"]]
            _write_columns(frame.assign(missing=told), columns, target)
        else:
            show_comparison(frame, genre, everything)
    raise SystemExit(given.status)


def show_comparison(compared: pd.DataFrame, genre: str, everything: bool = False) -> None:
    """What ``place`` gives on the screen, and below it what cannot be compared, by its reason."""
    for document, rows in compared.groupby("document", sort=False):
        given, lacking = rows[rows["percentile"].notna()], rows[rows["percentile"].isna()]
        told = {"document": visible(str(document)), "genre": labels.genre(genre)}
        reasons = {cast(Missing, why): list(found["measure"]) for why, found in lacking.groupby("missing", sort=False)}
        if given.empty:
            most = max(reasons, key=lambda why: len(reasons[why]))
            del reasons[most]
            click.echo(say("{document} cannot be compared with {genre}: {reason}.", **told, reason=why_missing(most)))
        else:
            click.echo(say("{document} among {genre} (percentile: documents below it, of 100)", **told))
            _show_compared(given, False, everything)
        for why, names in reasons.items():
            found = "; ".join(map(labels.short, names))
            click.echo(_wrapped(say("missing in {document}: {names}: {reason}", **told, names=found, reason=why_missing(why))))


def _write_columns(frame: pd.DataFrame, columns: str | None, target: Output) -> None:
    """A table, or some of its columns, to a file or the screen."""
    names = _chosen_columns(frame, columns) if columns else [str(name) for name in frame]
    if target.readable:
        show(frame, names)
    else:
        target.write(frame[names])


def _chosen_columns(frame: pd.DataFrame, columns: str) -> list[str]:
    names = [name.strip() for name in columns.split(",") if name.strip()]
    for name in names:
        if name not in frame:
            raise click.UsageError(f"There is no column {name!r}; choose among {', '.join(map(str, frame))}.")
    return names


@main.command()
@click.argument("kind", type=click.Choice(list(marked())))
@_all
@_columns
@output_options
@_options
def marks(
    kind: str, paths: tuple[Path, ...], everything: bool, columns: str | None, model: str | None, split_at_colon: bool,
    lang: str, **options: Any,
) -> None:  # fmt: skip
    """The evidence: one row for each thing found in a text, with its place and the reason."""
    target = output(options, paths)
    given = inputs(paths, options)
    doc = given.one_doc(_load(model, split_at_colon))
    frame = marked()[kind](doc)
    if not target.readable or everything:
        _write_columns(frame, columns, target)
        return
    room = max(12, (width() - 60) // 2)
    context = frame.assign(**concordance(doc, frame, room)[["left", "right"]].map(str.strip))
    if columns:
        show(context, _chosen_columns(context, columns))
        return
    entry = catalogue.families()[kind]
    if "reason" in frame:
        what = [name for name in (entry.label, entry.detail) if name in frame][:1]
        show(context, ["left", "text", "right", *what, "reason"], {"reason": say("reason")})
    else:
        show(context, [name for name in entry.printed if name in context] or list(map(str, frame)))


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
    named = {"--title": title, "--model": model, "--encoding": options["encoding"] if options["encoding"] != "utf-8" else None}
    given = inputs(paths, options)
    force = options.pop("force")
    if page is not None:
        check_file(page, force, paths)
    texts = [given.one()] if short else list(given.texts())
    if not texts:
        raise SystemExit(given.status)
    target = page or Path(f"{Path(texts[0].id if len(texts) == 1 else paths[0].stem or 'report').name}.html")
    check_file(target, force, paths)
    _prepare_figures()
    from stylo.reports import page as pages

    words = ["stylo", "report", *(path.name for path in paths), "--genre", genre, "--lang", lang]
    words += ["--short"] if short else []
    words += ["--split-at-colon"] if split_at_colon else []
    words += ["--join-lines"] if given.join_lines else []
    words += ["--skip-title"] if given.skip_title else []
    words += ["--quotations", given.quotations] if given.quotations != "keep" else []
    words += [word for name in given.ids for word in ("--id", name)]
    words += [word for name, value in named.items() if value for word in (name, value)]
    nlp = _load(model, split_at_colon)
    docs = [given.doc(nlp, text) for text in texts]
    with click.progressbar(length=pages.steps(), label="stylo report", file=sys.stderr, item_show_func=str) as bar:
        command = shlex.join(words)
        made = make_report(docs, genre, lang, short=short, title=title, command=command, step=lambda part: bar.update(1, part))
    save(made.html, target)
    click.echo(say("Wrote {path}.", path=str(target)), err=True)
    raise SystemExit(given.status)


@main.command()
@click.option(
    "-o", "--output", "folder", required=True, metavar="DIR", type=click.Path(path_type=Path), help="Folder to write to."
)
@force_option
@click.option("--only", metavar="NAME,...", help="Only these figures and tables, e.g. sentence_lengths,two_poles.")
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
        raise click.UsageError("The figures compare with documents in which a colon ends no sentence; see stylo report.")
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
    doc = given.one_doc(_load(model, False))
    with click.progressbar(
        exported(doc, folder, lang, genre, choice), choice.steps(), label="Exporting", file=sys.stderr
    ) as files:
        try:
            count = sum(1 for _ in files)
        except OSError as error:
            stop_if(f"{folder} cannot be written: {error.strerror}.")
            raise
    click.echo(f"Wrote {count} files to {folder}; README.txt says what they are.")


def _load(model: str | None, split_at_colon: bool) -> Language:
    try:
        return pipeline(model, split_at_colon)
    except ModelNotInstalled as error:
        click.echo(f"stylo: {error}", err=True)
        raise SystemExit(NO_MODEL) from error


def _readable_profile(profiles: Sequence[Profile], chosen: list[str] | None, with_reasons: bool = True) -> str:
    """Values down by family, documents across, beside each what it is; below them why a value is missing."""
    known = [entry for entry in measure_table() if chosen is None or entry["name"] in chosen]
    head = ["", *(visible(str(profile.document)) for profile in profiles), ""]
    lines = [
        [entry["name"], *(_number(profile.values[entry["name"]], entry["unit"]) for profile in profiles), _about(entry)]
        for entry in known
    ]
    widths = [max(map(len, column)) for column in zip(head, *lines, strict=True)]
    written = [_line(head, widths)]
    for entry, line in zip(known, lines, strict=True):
        title = labels.title(entry["family"])
        written += ["", title] if title not in written else []
        written.append(_line(line, widths))
    if not with_reasons:
        return "\n".join([*written, ""])
    written.append("")
    for profile in profiles:
        reasons: dict[Missing, list[str]] = {}
        for name, missing in profile.missing.items():
            if chosen is None or name in chosen:
                reasons.setdefault(missing, []).append(name)
        for reason, names in reasons.items():
            told = say(
                "missing in {document}: {names}: {reason}",
                document=visible(str(profile.document)),
                names=", ".join(names),
                reason=why_missing(reason),
            )
            written.append(_wrapped(told))
    return "\n".join([*written, say("What each value is, its source and its accuracy: docs/measures.md"), ""])


def _line(cells: list[str], widths: list[int]) -> str:
    """A line of the profile: names and words to the left, values to the right; words go on below where there is no room."""
    values = [cell.rjust(room) for cell, room in zip(cells[1:-1], widths[1:-1], strict=True)]
    begin = "  ".join(["", cells[0].ljust(widths[0]), *values, ""])
    about = wrap(cells[-1], max(ABOUT, width() - len(begin))) or [""]
    return f"\n{' ' * len(begin)}".join([begin + about[0], *about[1:]]).rstrip()


def _wrapped(text: str) -> str:
    return "\n".join(wrap(text, width(), subsequent_indent="  "))


def _about(entry: Mapping[str, str]) -> str:
    """What a value is, with its unit where that is not said already."""
    name, unit = labels.label(entry["name"]), labels.unit(entry["name"])
    return name if entry["unit"] in {"-", "count", "marks"} or unit in name else f"{name} [{unit}]"


def _number(value: Value, unit: str) -> str:
    if isinstance(value, Missing):
        return "-"
    return f"{value:.0f}" if unit in WHOLE and float(value).is_integer() else f"{value:.2f}"
