"""``stylo measures``: what families, values, columns of marks and figures are called, and what each of them is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from textwrap import wrap

import click

from stylo import catalogue
from stylo.catalogue import labels
from stylo.catalogue import measures as measure_table
from stylo.cli.output import width
from stylo.corpus.parts import marks_columns
from stylo.exports.folder import TABLES
from stylo.families.registry import marked
from stylo.reference.comparison import COLUMNS
from stylo.reports.methods import accuracy
from stylo.wording.language import say
from stylo.wording.near import did_you_mean

FEW = 5  # values that are explained one by one; of more there is a list
MANY, SHOWN = 40, 10  # names in an error
WITHIN = 4  # letters of a word that may stand within another
INDENT = "  "


def unknown_measure(name: str) -> str:
    """That no value and no family has this name, and which may have been meant."""
    told = "There is no family {name!r}, nor such a value; the families are {known}."
    known = [*catalogue.families(), *(entry["name"] for entry in measure_table())]
    meant = called(name)
    return say(told, name=name, known=", ".join(catalogue.families())) + did_you_mean(name, [] if meant else known, meant)


def called(word: str) -> list[str]:
    """The values that a word names or holds, in either language."""
    return [entry["name"] for entry in measure_table() if _holds(entry, word)]


def some_of(names: Sequence[str]) -> str:
    """Names to choose among; of very many the first, and who lists the rest."""
    if len(names) <= MANY:
        return ", ".join(names)
    return say("{names} and {n} more, which stylo measures lists", names=", ".join(names[:SHOWN]), n=len(names) - SHOWN)


def show_measures(words: Sequence[str]) -> None:
    """All families with their values, or what is named: families and values, else the values that hold the words.

    Raises UsageError where there is none.
    """
    known = {*catalogue.families(), *(entry["name"] for entry in measure_table())}
    for word in words if words and known.issuperset(words) else [" ".join(words)]:
        _show(word)


def _show(word: str) -> None:
    families = list(catalogue.families()) if not word else [name for name in catalogue.families() if name == word]
    if families:
        for family in families:
            _show_family(family)
        if not word:
            _show_others()
            _tell(say("stylo measures NAME explains a family or a value, stylo measures WORD all values that hold the word."))
        return
    found = [entry for entry in measure_table() if entry["name"] == word]
    found = found or [entry for entry in measure_table() if _holds(entry, word)]
    if not found:
        raise click.UsageError(unknown_measure(word))
    for entry in found:
        _explain(entry) if len(found) <= FEW else _name(entry)


def _holds(entry: Mapping[str, str], word: str) -> bool:
    """Whether a word stands in the name of a value, in either language, or in that of its family."""
    texts = (entry["name"], entry["name"].replace("_", " "), entry["english"], entry["german"], labels.title(entry["family"]))
    own = re.escape(word.casefold())
    pattern = re.compile(own if len(word) >= WITHIN else rf"\b{own}|{own}\b")
    return any(pattern.search(text.casefold()) for text in texts)


def _show_family(family: str) -> None:
    """A family with its values, the columns of its marks and its figures."""
    from stylo.figures import GROUPS  # slow, for matplotlib comes with it

    _tell(f"{labels.title(family)} ({family}): {labels.about(family)}")
    for entry in measure_table():
        if entry["family"] == family:
            _name(entry)
    if family in marked():
        columns = ", ".join(marks_columns(family))
        _tell(say("columns of stylo marks {family}: {names}", family=family, names=columns), INDENT)
    if family in GROUPS:
        _tell(_figures(family), INDENT)
    click.echo()


def _show_others() -> None:
    """What belongs to no family: the tables of an export, the columns of a comparison, and the figures of the whole text."""
    from stylo.figures import OVERVIEW, REFERENCE

    _tell(say("The text as a whole and among others"))
    _tell(say("columns of stylo compare: {names}", names=", ".join(COLUMNS)), INDENT)
    _tell(say("tables of stylo export --only: {names}", names=", ".join([*TABLES, *marked()])), INDENT)
    for group in (OVERVIEW, REFERENCE):
        _tell(_figures(group), INDENT)
    click.echo()


def _figures(group: str) -> str:
    from stylo.figures import GROUPS

    names = ", ".join(figure.name for figure in GROUPS[group])
    return say("figures of stylo export --only: {names}", names=names)


def _name(entry: Mapping[str, str]) -> None:
    _tell(f"{entry['name']}  {labels.label(entry['name'])}", INDENT)


def _explain(entry: Mapping[str, str]) -> None:
    """All that is known of a value."""
    name = entry["name"]
    _tell(f"{name}: {labels.label(name)}")
    about = {
        say("family"): f"{labels.title(entry['family'])} ({entry['family']})",
        say("unit"): labels.unit(name),
        say("formula"): say(entry["formula"]),
        say("source"): say(entry["source"]),
        say("needs"): say(entry["needs"]),
    }
    for what, text in about.items():
        if text not in {"", catalogue.NONE}:
            _tell(f"{what}: {text}", INDENT)
    checked = accuracy([name])
    for row in checked:
        _tell(f"{say('accuracy')}: {row.what}, {row.corpus}, n = {row.n}: {row.figure}; {row.meaning}", INDENT)
    if not checked:
        _tell(say("accuracy: not checked against human annotation"), INDENT)
    click.echo()


def _tell(text: str, before: str = "") -> None:
    click.echo("\n".join(wrap(text, width(), initial_indent=before, subsequent_indent=before + INDENT)))
