"""Everything about one text in a folder: each figure for a column and a page, each table as CSV and LaTeX, and what is what.

``DIR/README.txt`` lists the files with their checksums, what they were made of and with what. The same text, language and
versions give the same bytes. Each file is written whole or not at all; what else stands in the folder is left alone.
"""

from __future__ import annotations

import hashlib
import platform
import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd
from spacy.tokens import Doc

from stylo import catalogue
from stylo.catalogue import labels
from stylo.catalogue import measures as measure_table
from stylo.families.document import Reading, reading_of
from stylo.families.profile import Profile
from stylo.families.registry import marked
from stylo.grammar.marks import name_of
from stylo.reference import tables
from stylo.reference.comparison import compare
from stylo.wording import numbers
from stylo.wording.language import language, number, say, translations
from stylo.wording.near import did_you_mean
from stylo.wording.signs import visible_in_line as visible
from stylo.writing.files import IN_PYTHON, ON_COMMAND_LINE, why_not_replaceable, write_whole
from stylo.writing.tables import latex, safe_csv

if TYPE_CHECKING:
    from stylo.figures.pictures import Made

# matplotlib comes with ``stylo.figures``, and so late: who only measures does not wait for it.
GENRE = "film_review"
MADE_WITH = ("stylo", "spacy", "matplotlib", "numpy", "pandas", "scipy")
# What of a table a printed page has room for; CSV has every column.
PRINTED = {
    "comparison": ("label", "unit", "value", "low", "high", "percentile", "z", "n"),
    "profile": ("label", "unit", "value"),
    **{name: catalogue.families()[name].printed for name in marked()},
}
UNPRINTED = ("start", "end", "reason", "missing", "noun_start", "with_start", "with_end", "colon_words", "opening")


def _known(name: str) -> str:
    """A category, measure or genre in the current language; what is none of them, the name of a document, as it is."""
    known = labels.genre(labels.short(name))
    return say(name) if known == name and name in translations() else known


NAMED: dict[str, Callable[[str], str]] = {
    "feature": labels.register_feature,
    "strongest": labels.formality_feature,
    "measure": labels.short,
    "genre": labels.genre,
    "variant": labels.label,
    **dict.fromkeys(("function", "tier", "pole", "layer", "kind", "what", "colon", "label", "name", "unit"), _known),
}


class File(NamedTuple):
    """A file to be written: its path in the folder, what it is in a sentence, and its bytes."""

    path: str
    what: str
    data: bytes


def export(
    doc: Doc | Reading,
    folder: Path | str,
    lang: str = "en",
    genre: str = GENRE,
    figures: Iterable[str] | None = None,
    *,
    force: bool = False,
) -> list[Path]:
    """Write all figures and tables of a text into a folder, which is made where there is none.

    Parameters
    ----------
    doc : Doc
        The text; as ``stylo.export`` also a string or a ``Path``.
    folder : Path or str
        Where to write; what else stands there is left alone.
    lang : str
        ``en`` or ``de``, the language of figures, LaTeX and README; CSV is data and the same in both.
    genre : str
        What the comparison compares with, as in ``compare``.
    figures : iterable of str, optional
        Names of the figures to draw, all without it.
    force : bool
        Replace also what no export wrote.

    Returns
    -------
    list of Path
        What was written; ``README.txt`` says what each file is.

    Raises
    ------
    ValueError
        For another language, genre or figure.
    FileExistsError
        Where a file would be replaced that no export wrote.
    OSError
        Where nothing can be written.

    Examples
    --------
    >>> import stylo, tempfile
    >>> doc = stylo.load()("Der leise Film ist gut.")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     paths = stylo.export(doc, folder, figures=["text_map"])
    >>> sorted({path.suffix for path in paths})
    ['.csv', '.pdf', '.png', '.svg', '.tex', '.txt']
    """
    chosen = None
    if figures is not None:
        chosen = _chosen(figures, _figure_names(), "figure") | {*TABLES, *marked()}
    choice = Choice(chosen)
    if reason := why_not_there(Path(folder), choice, [], force, IN_PYTHON):
        raise FileExistsError(reason)
    return list(exported(doc, folder, lang, genre, choice))


def exported(
    doc: Doc | Reading, folder: Path | str, lang: str = "en", genre: str = GENRE, choice: Choice | None = None
) -> Iterator[Path]:
    """As ``export``, one path after the other, for those who show progress: ``choice.steps()`` paths in all."""
    choice = choice or EVERYTHING
    folder = Path(folder)
    reading = reading_of(doc)
    files: list[File] = []
    tables.check_genre(genre)
    with language(lang):
        makers = [make for name, make in _makers(reading, genre, choice) if choice.has(name)]
    try:
        for make in makers:
            with language(lang):
                made = make()
            for file in made:
                files.append(file)
                yield _written(folder / file.path, file.data)
    finally:  # also of an export that was stopped the list says what is its own
        with language(lang):
            readme = _written(folder / README, _readme(reading, lang, genre, files).encode())
    yield readme


def why_not_there(folder: Path, choice: Choice, sources: Iterable[Path], force: bool, how: str = ON_COMMAND_LINE) -> str:
    """Why no export can be written into a folder, or nothing: a file there that is read, or that no export has written.

    ``how`` is as in ``why_not_replaceable``.
    """
    known = set(_listed(folder / README).items())

    def own(path: Path) -> bool:
        name = path.relative_to(folder).as_posix()
        return bool(known) if name == README else (name, hashlib.sha256(path.read_bytes()).hexdigest()) in known

    targets = [folder / path for path in (*_targets(choice), README)]
    inner = {parent for target in targets for parent in target.parents if folder in parent.parents}
    told = "{path} is a link, and nothing is written through it; remove it."
    links = (say(told, path=path) for path in sorted(inner) if path.is_symlink())
    reasons = (why_not_replaceable(target, own, sources, force, how) for target in targets)
    return next(filter(None, chain(links, reasons)), "")


def _targets(choice: Choice) -> Iterator[str]:
    """The paths of all files of an export but the list of them."""
    from stylo.figures.pictures import WIDTHS
    from stylo.figures.style import KINDS

    figures = [name for name in _figure_names() if choice.has(name)]
    tabled = [*filter(choice.has, [*TABLES, *marked()]), *(f"figure_{name}" for name in figures)]
    yield from (f"tables/{name}.{form}" for name in tabled for form in ("csv", "tex"))
    drawn = [(width, kind) for width in WIDTHS for kind in KINDS if choice.draws(kind, width)]
    yield from (f"figures/{width}/{name}.{kind}" for name in figures for width, kind in drawn)


def _listed(readme: Path) -> dict[str, str]:
    """The checksums of the files of an earlier export by their paths."""
    try:
        lines = readme.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    found = [line.split("  ") for line in lines if re.match(r"[0-9a-f]{64}  \S+  ", line)]
    return {path: digest for digest, path, *_ in found}


class Choice(NamedTuple):
    """Which figures and tables to write, figures in which formats and widths; None for all of them."""

    names: frozenset[str] | None = None
    kinds: frozenset[str] | None = None
    widths: frozenset[str] | None = None

    @classmethod
    def of(cls, only: str | None, kinds: str | None, widths: str | None) -> Choice:
        """The choice in lists with commas. Raises ValueError for a name that is none of them."""
        from stylo.figures.pictures import WIDTHS
        from stylo.figures.style import KINDS

        known = {"figure or table": [*TABLES, *marked(), *_figure_names()], "format of figures": KINDS, "width": WIDTHS}
        named = zip((only, kinds, widths), known.items(), strict=True)
        return cls(*(_chosen(names.split(","), of, what) if names is not None else None for names, (what, of) in named))

    def has(self, name: str) -> bool:
        """Whether a figure or table is chosen."""
        return self.names is None or name in self.names

    def draws(self, kind: str, width: str) -> bool:
        """Whether figures are chosen in this format and width."""
        return (self.kinds is None or kind in self.kinds) and (self.widths is None or width in self.widths)

    def steps(self) -> int:
        """How many files ``export`` writes."""
        from stylo.figures.pictures import WIDTHS
        from stylo.figures.style import KINDS

        pictures = sum(self.draws(kind, width) for kind in KINDS for width in WIDTHS)
        figures, tables_ = filter(self.has, _figure_names()), filter(self.has, [*TABLES, *marked()])
        return len(list(figures)) * (pictures + 2) + 2 * len(list(tables_)) + 1


EVERYTHING = Choice()
TABLES = ("profile", "comparison")
README = "README.txt"


def _figure_names() -> list[str]:
    from stylo.figures import FIGURES

    return [figure.name for figure in FIGURES]


def _chosen(names: Iterable[str], known: Iterable[str], what: str) -> frozenset[str]:
    """Names, each of which must be known. Raises ValueError for one that is not."""
    wanted = frozenset(filter(None, map(str.strip, names)))
    for name in sorted(wanted - set(known)):
        told = "There is no {what} {name!r}; choose one of {known}."
        raise ValueError(say(told, what=say(what), name=name, known=", ".join(known)) + did_you_mean(name, known))
    return wanted


def steps() -> int:
    """How many files ``export`` writes."""
    return EVERYTHING.steps()


def _makers(reading: Reading, genre: str, choice: Choice) -> Iterator[tuple[str, Callable[[], list[File]]]]:
    """What makes the files, a table or figure each, in the language in which it is called."""
    from stylo.figures.pictures import pictures

    yield "profile", lambda: _table("profile", say("All values of the text"), long_profile(reading.values))
    yield "comparison", lambda: _table("comparison", say("The text among the documents of a genre"), compare(reading, genre))
    for name in marked():
        yield name, partial(_marks, name, reading)
    for name, pictured in pictures(reading, genre, choice.draws):
        yield name, partial(_figure, name, pictured)


def long_profile(profile: Profile) -> pd.DataFrame:
    """The profile of a document with a row a value: measure, label, unit, value, missing (why there is none)."""
    rows, missing = [], profile.missing
    for entry in measure_table():
        name = entry["name"]
        reason = missing[name].reason if name in missing else ""
        rows.append((name, entry["english"], entry["unit"], profile.number(name), reason))
    return pd.DataFrame(rows, columns=["measure", "label", "unit", "value", "missing"])


# --- tables -----------------------------------------------------------------------------------------------------------------


def _table(name: str, what: str, frame: pd.DataFrame) -> list[File]:
    """A table as CSV and as LaTeX, with what it is as caption."""
    return [
        File(f"tables/{name}.csv", what, safe_csv(frame).encode()),
        File(f"tables/{name}.tex", what, latex(shown(frame, name), what, name).encode()),
    ]


def _marks(family: str, reading: Reading) -> list[File]:
    return _table(family, f"{labels.title(family)}: {labels.about(family)}", reading.marks(family))


def shown(frame: pd.DataFrame, name: str = "") -> pd.DataFrame:
    """A table as people read it: the columns that fit on a page, categories and headings in the current language."""
    columns = PRINTED.get(name) or [str(column) for column in frame if column not in UNPRINTED]
    if name == "profile":
        frame = frame.assign(label=frame["measure"].map(labels.label))
    cells = {column: frame[column].map(_named(column)) if column in NAMED else frame[column] for column in columns}
    return pd.DataFrame({say(column.replace("_", " ")): values for column, values in cells.items()})


def _named(column: str) -> Callable[[object], object]:
    return lambda value: NAMED[column](value) if isinstance(value, str) and value.strip("-") else ""


# --- figures ----------------------------------------------------------------------------------------------------------------


def _figure(name: str, made: Callable[[], Made]) -> list[File]:
    """A figure in the widths and kinds that were chosen, and its data."""
    frame, drawn = made()
    files = [
        File(f"figures/{picture.width}/{name}.{kind}", f"{picture.title} ({_inches(picture.inches)})", data)
        for picture in drawn
        for kind, data in picture.data.items()
    ]
    title, own = drawn[0].title, f"figure_{name}"
    what = say("data of the figure: {title}", title=title)
    return [
        *files,
        File(f"tables/{own}.csv", what, safe_csv(frame).encode()),
        File(f"tables/{own}.tex", what, latex(shown(frame), title, own).encode()),
    ]


def _inches(inches: float) -> str:
    return say("{width} inches wide", width=number(inches, 1))


# --- what is what -----------------------------------------------------------------------------------------------------------


def _readme(reading: Reading, lang: str, genre: str, files: list[File]) -> str:
    """What the folder holds, made of what, with what."""
    made = [f"Python {platform.python_version()}", *(f"{package} {version(package)}" for package in MADE_WITH)]
    values = {
        say("text"): name_of(reading.doc),
        "SHA-256": hashlib.sha256(reading.text.encode("utf-8", "surrogatepass")).hexdigest(),
        say("characters"): numbers.grouped(len(reading.text)),
        say("language of the labels"): say("English") if lang == "en" else say("German"),
        say("compared with"): labels.genre(genre),
        say("made with"): ", ".join(made),
    }
    notes = [
        *([_about_figures(files)] if any(file.path.startswith("figures/") for file in files) else []),
        say(
            "CSV is data: UTF-8, commas, decimal points, English names, the same in every language. A text that a "
            "spreadsheet would take for a formula (it begins with = + - @, a tab or a line break) has an apostrophe in front; "
            "numbers have none. LaTeX is for print: rounded, in the language of the labels, without the columns of offsets "
            "and reasons; characters that cannot be seen are named (U+202E)."
        ),
        say("The checksum of the text is that of its characters in UTF-8; those of the files are SHA-256 as well."),
    ]
    head = [f"{name}: {visible(value)}" for name, value in values.items()]
    listed = [f"{hashlib.sha256(file.data).hexdigest()}  {file.path}  {visible(file.what)}" for file in files]
    return "\n".join([*head, "", *[fill(note, 100) + "\n" for note in notes], *listed]) + "\n"


def _about_figures(files: Iterable[File]) -> str:
    """In what widths and formats the figures are that were written."""
    drawn = [Path(file.path) for file in files if file.path.startswith("figures/")]
    widths = sorted({path.parts[1] for path in drawn})
    kinds = {path.suffix[1:].upper() for path in drawn}
    for_print = [kind for kind in ("SVG", "PDF") if kind in kinds]
    if len(widths) > 1:
        where = say("figures/column and figures/page hold the same figures, each drawn for its width.")
    else:
        where = say("{folder} holds the figures, drawn for that width.", folder=f"figures/{widths[0]}")
    told = [where]
    told += [say("{names}: for print.", names=numbers.listed(for_print))] if for_print else []
    told += [say("PNG: for the screen.")] if "PNG" in kinds else []
    return " ".join([*told, say("Every figure has its data under tables/, as figure_NAME.")])


def _written(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(data, path)
    return path
