"""Profiles and comparisons as they are read on the screen: by family, beside each other, with what is missing and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from textwrap import wrap
from typing import cast

import click
import pandas as pd

from stylo import catalogue
from stylo.catalogue import labels
from stylo.catalogue import measures as measure_table
from stylo.cli.output import show, width
from stylo.families.profile import Profile
from stylo.grammar.marks import Missing, Value
from stylo.reference.comparison import outside, percentile, place_profiles, whole
from stylo.wording.language import decimal, say
from stylo.wording.numbers import value as shown_value
from stylo.wording.reasons import why_missing
from stylo.wording.signs import visible_in_line as visible

WHOLE = frozenset({"count", "marks", "types", "runs", "words", "syllables", "adjectives"})  # units of what is counted
CORE = (
    "words", "sentences", "sentence_length_mean", "adjectives_per_100_words", "contrast_connectives_per_1000_words",
    "flesch_amstad", "mtld", "formality_f",
)  # fmt: skip
"""What a short profile has of every text."""
FEW_DOCUMENTS = 3  # that stand side by side; more stand below each other
FARTHEST = 8  # values of a text that are shown of those that few documents have
MEASURE, BESIDE, UNIT = 34, 15, 18  # columns of the screen for a measure, a text beside others and a unit
COLUMN = 12  # for a value of a table of many texts
ABOUT = 20  # columns that say what a value is, at least


def table_of(profiles: Iterable[Profile]) -> pd.DataFrame:
    return pd.DataFrame([profile.row() for profile in profiles])


def short_profile(profiles: list[Profile], genre: str) -> None:
    """The main values, what is unusual for the genre, and how to see the rest."""
    if len(profiles) > FEW_DOCUMENTS:
        table = table_of(profiles)
        room = width() - min(BESIDE, int(table["document"].map(len).max()))
        show(table, ["document", *CORE[: max(1, room // COLUMN)]], {name: labels.short(name) for name in CORE})
    else:
        click.echo(readable_profile(profiles, list(CORE), with_reasons=False), nl=False)
        _unusual(profiles, genre)
    rest = len(measure_table()) - len(CORE)
    told = "{n} more values: --all; a file has all: -o FILE.csv; those of a family: --measures NAME, which is one of {families}"
    click.echo(_wrapped(say(told, n=rest, families=", ".join(catalogue.families()))))


def _unusual(profiles: list[Profile], genre: str) -> None:
    """The values that lie where few documents of the genre do, the farthest first."""
    compared = place_profiles(profiles, genre)
    outer = compared[outside(compared["percentile"])]
    order = {profile.document: place for place, profile in enumerate(profiles)}
    outer = outer.assign(place=outer["document"].map(order), distance=outer["z"].abs())
    outer = outer.sort_values(["place", "distance"], ascending=[True, False], kind="stable")
    shown = outer.groupby("place").head(FARTHEST)
    click.echo()
    if compared["percentile"].isna().all():
        reason = why_missing(compared["missing"].iloc[0])
        click.echo(say("Nothing is compared with the genre {genre}: {reason}.", genre=labels.genre(genre), reason=reason))
    else:
        click.echo(say("What differs from most documents of the genre {genre}:", genre=labels.genre(genre)))
        _show_compared(shown, len(profiles) > 1, False)
    if len(outer) > len(shown):
        click.echo(say("and {n} more: stylo compare", n=len(outer) - len(shown)))
    click.echo()


def _show_compared(compared: pd.DataFrame, named: bool, everything: bool) -> None:
    shown = compared.assign(
        label=compared["measure"].map(labels.short),
        value=[shown_value(value, unit) for value, unit in zip(compared["value"], compared["unit"], strict=True)],
        percentile=compared["percentile"].map(percentile),
        unit=compared["measure"].map(labels.unit),
    )
    columns = ["label", "value", "percentile", "z", *(["unit", "count", "low", "high", "n"] if everything else ["unit"])]
    show(shown, [*(["document"] if named else []), *columns])


def readable_profile(profiles: Sequence[Profile], chosen: list[str] | None, with_reasons: bool = True) -> str:
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
    return f"{value:.0f}" if unit in WHOLE and float(value).is_integer() else decimal(f"{value:.2f}")


def show_comparison(compared: pd.DataFrame, genre: str, everything: bool = False) -> None:
    """What ``place`` gives on the screen, several texts side by side, and below what cannot be compared, by its reason."""
    if compared["document"].nunique() > 1 and not everything:
        _side_by_side(compared, genre)
    else:
        _one_by_one(compared, genre, everything)


def _side_by_side(compared: pd.DataFrame, genre: str) -> None:
    """A row a measure, a column a text, as many of them as there is room for; the others below."""
    documents = list(map(str, dict.fromkeys(compared["document"])))
    told = "{n} texts among {genre} (in brackets the percentile: documents below it, of 100)"
    click.echo(_wrapped(say(told, n=len(documents), genre=labels.genre(genre))))
    cells = compared.assign(
        shown=[_placed(*row) for row in compared[["value", "unit", "percentile"]].itertuples(index=False, name=None)]
    )
    table = cells.pivot(index="measure", columns="document", values="shown").reindex(compared["measure"].drop_duplicates())
    columns = {document: f"text {number}" for number, document in enumerate(documents)}  # one may be called "unit"
    table = table.rename(columns=columns).rename_axis(columns=None).reset_index()
    table = table.assign(measure=table["measure"].map(labels.short), unit=table["measure"].map(labels.unit))
    unit = ["unit"] if MEASURE + len(documents) * BESIDE + UNIT <= width() else []
    at_once = max(1, (width() - MEASURE) // BESIDE)
    for first in range(0, len(documents), at_once):
        shown = documents[first : first + at_once]
        show(table, ["measure", *(columns[name] for name in shown), *unit], {columns[name]: name for name in shown})
        click.echo()
    for document, rows in compared.groupby("document", sort=False):
        _say_missing(str(document), rows[rows["percentile"].isna()])


def _placed(value: float, unit: str, percent: float) -> str:
    """A value with its percentile."""
    return "-" if value != value else f"{shown_value(value, unit)} ({'-' if percent != percent else whole(percent)})"


def _say_missing(document: str, lacking: pd.DataFrame) -> None:
    for why, found in lacking.groupby("missing", sort=False):
        names = "; ".join(map(labels.short, found["measure"]))
        told = "missing in {document}: {names}: {reason}"
        click.echo(_wrapped(say(told, document=visible(document), names=names, reason=why_missing(cast(Missing, why)))))


def _one_by_one(compared: pd.DataFrame, genre: str, everything: bool) -> None:
    for document, rows in compared.groupby("document", sort=False):
        given, lacking = rows[rows["percentile"].notna()], rows[rows["percentile"].isna()]
        told = {"document": visible(str(document)), "genre": labels.genre(genre)}
        if given.empty:
            most = cast(Missing, lacking["missing"].value_counts().idxmax())
            lacking = lacking[lacking["missing"] != most]
            click.echo(say("{document} cannot be compared with {genre}: {reason}.", **told, reason=why_missing(most)))
        else:
            click.echo(say("{document} among {genre} (percentile: documents below it, of 100)", **told))
            note = rows["note"].iloc[0]
            if isinstance(note, Missing):
                click.echo(_wrapped(why_missing(note)))
            _show_compared(given, False, everything)
        _say_missing(str(document), lacking)
