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
from stylo.cli.output import GAP, in_lines, show, show_in_blocks, width
from stylo.exports.folder import NAMED
from stylo.families.profile import Profile, said_reasons
from stylo.grammar.marks import Missing, Value
from stylo.reference.comparison import FEWEST_WORDS, outside, percentile, place_profiles, whole
from stylo.wording.language import LANGUAGES, current, decimal, say
from stylo.wording.numbers import value as shown_value
from stylo.wording.reasons import explain, why_missing
from stylo.wording.signs import visible_in_line as visible

WHOLE = frozenset({"count", "marks", "types", "runs", "words", "syllables", "adjectives"})  # units of what is counted
CORE = (
    "words", "sentences", "sentence_length_mean", "adjectives_per_100_words", "contrast_connectives_per_1000_words",
    "flesch_amstad", "mattr_50", "formality_f",
)  # fmt: skip
"""What a short profile has of every text."""
FEW_DOCUMENTS = 3  # that stand side by side; more stand below each other
SOME = 10  # texts that a sentence names
FARTHEST = 8  # values of a text that are shown of those that few documents have
ABOUT = 20  # columns of the screen that say what a value is, at least


def table_of(profiles: Iterable[Profile]) -> pd.DataFrame:
    """A row a text; what is a whole number stays one beside a text that lacks it."""
    table = pd.DataFrame([profile.row() for profile in profiles])
    return table.astype({name: "Int64" for name in table if name in catalogue.whole_numbers()})


def spoken(frame: pd.DataFrame) -> pd.DataFrame:
    """A table as it is read in the current language; a file has the same cells as data. Names of measures stay what to type."""
    if {"measure", "label"} <= set(frame):
        frame = frame.assign(label=frame["measure"])  # of which the name is known in every language
    says = {name: NAMED[name] for name in frame if name in NAMED and name != "measure"}
    says |= {"reason": explain, **dict.fromkeys(("missing", "note"), said_reasons)} if current() != LANGUAGES[0] else {}
    return frame.assign(**{name: frame[name].map(say_cell) for name, say_cell in says.items() if name in frame})


def short_profile(profiles: list[Profile], genre: str) -> None:
    """The main values, what is unusual for the genre, and how to see the rest."""
    if len(profiles) > FEW_DOCUMENTS:
        show_in_blocks(table_of(profiles), "document", CORE, {name: labels.short(name) for name in CORE})
        click.echo()
    else:
        click.echo(readable_profile(profiles, list(CORE), pointing=False), nl=False)
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
        told = "Nothing is compared with the genre {genre}: {reason}."
        click.echo(_wrapped(say(told, genre=labels.genre(genre), reason=reason)))
    else:
        told = "What differs from most documents of the genre {genre}:"
        click.echo(_wrapped(say(told, genre=labels.genre(genre))))
        for document, rows in shown.groupby("document", sort=False):
            click.echo(f"\n{visible(str(document))}" if len(profiles) > 1 else "", nl=len(profiles) > 1)
            _show_compared(rows, False)
            if (rest := (outer["document"] == document).sum() - len(rows)) > 0:
                click.echo(say("and {n} more: stylo compare", n=rest))
        _say_unplaced(compared[~_placed_documents(compared)], genre)
    click.echo()


def _show_compared(compared: pd.DataFrame, everything: bool) -> None:
    shown = compared.assign(
        label=compared["measure"].map(labels.short),
        value=[shown_value(value, unit) for value, unit in zip(compared["value"], compared["unit"], strict=True)],
        percentile=compared["percentile"].map(lambda found: "-" if found != found else percentile(found)),
        unit=compared["measure"].map(labels.unit),
    )
    columns = ["label", "value", "percentile", "z", *(["unit", "count", "low", "high", "n"] if everything else ["unit"])]
    show(shown, columns)


def readable_profile(profiles: Sequence[Profile], chosen: list[str] | None, pointing: bool = True) -> str:
    """Values down by family, documents across, beside each what it is; below them why a value is missing.

    Where there is no room for what each is, a line says who tells it; documents for which there is none are in a block below.
    """
    known = [entry for entry in measure_table() if chosen is None or entry["name"] in chosen]
    longest = max(len(entry["name"]) for entry in known)
    columns = [_values_of(profile, known) for profile in profiles]
    rooms = [max(len(line) for line in (*head, *values)) for head, values in columns]
    explained = longest + sum(room + GAP for room in rooms) + 2 * GAP + ABOUT <= width()
    written: list[str] = []
    for block in _blocks(rooms, width() - longest - GAP if not explained else sum(rooms) + GAP * len(rooms)):
        written += _block(known, [columns[i] for i in block], [longest, *(rooms[i] for i in block)], explained)
        written.append("")
    if not explained:
        written.append(_wrapped(say("What a value is: stylo measures NAME, or fewer texts or a wider window.")))
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
    if pointing:
        written.append(_wrapped(say("What each value is, its source and its accuracy: stylo measures, docs/measures.md")))
    return "\n".join([*written, ""])


def _values_of(profile: Profile, known: Sequence[Mapping[str, str]]) -> tuple[list[str], list[str]]:
    """A document as a column: the lines of its name, and its values."""
    values = [_number(profile.values[entry["name"]], entry["unit"]) for entry in known]
    return in_lines(str(profile.document)).split("\n"), values


def _blocks(rooms: Sequence[int], most: int) -> list[list[int]]:
    """The columns, by their numbers, of which each block has as many as there is room for."""
    blocks: list[list[int]] = [[]]
    for number in range(len(rooms)):
        if blocks[-1] and sum(rooms[i] + GAP for i in (*blocks[-1], number)) > most:
            blocks.append([])
        blocks[-1].append(number)
    return blocks


def _block(
    known: Sequence[Mapping[str, str]], columns: Sequence[tuple[list[str], list[str]]], widths: Sequence[int], explained: bool
) -> list[str]:
    """The lines of some documents with their names as head, below the titles of the families."""
    height = max(len(head) for head, _ in columns)
    heads = zip(*([""] * (height - len(head)) + head for head, _ in columns), strict=True)
    written = [_line(["", *head, ""], widths) for head in heads]
    family = ""
    for number, entry in enumerate(known):
        if entry["family"] != family:
            family = entry["family"]
            written += ["", labels.title(family)]
        values = [values[number] for _, values in columns]
        written.append(_line([entry["name"], *values, _about(entry) if explained else ""], widths))
    return written


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    """A line of the profile: names and words to the left, values to the right; words go on below where there is no room."""
    values = [cell.rjust(room) for cell, room in zip(cells[1:-1], widths[1:], strict=True)]
    begin = "  ".join(["", cells[0].ljust(widths[0]), *values, ""])
    about = wrap(cells[-1], max(ABOUT, width() - len(begin))) or [""]
    return f"\n{' ' * len(begin)}".join([begin + about[0], *about[1:]]).rstrip()


def _wrapped(text: str) -> str:
    return "\n".join(wrap(text, width(), subsequent_indent="  "))


def _about(entry: Mapping[str, str]) -> str:
    """What a value is, with its unit where that is not said already."""
    name, unit = labels.label(entry["name"]), labels.unit(entry["name"])
    return name if entry["unit"] in {"-", "count", "marks"} or unit in name else f"{name} [{unit}]"


def _with_unit(name: str) -> str:
    """The short name of a value with its unit."""
    short, unit = labels.short(name), labels.unit(name)
    return f"{short} [{unit}]" if unit and unit not in short else short


def _number(value: Value, unit: str) -> str:
    if isinstance(value, Missing):
        return "-"
    return f"{value:.0f}" if unit in WHOLE and float(value).is_integer() else decimal(f"{value:.2f}")


def show_comparison(compared: pd.DataFrame, genre: str, everything: bool = False) -> None:
    """What ``place`` gives on the screen, several texts side by side, and below what cannot be compared, by its reason.

    Why nothing of a text can be compared is said in a sentence; where that holds for all texts, it is all, but for
    ``everything``.
    """
    placed = _placed_documents(compared)
    if not everything and not placed.any():
        _say_unplaced(compared, genre)
        click.echo(_wrapped(say("The values all the same: --all, or stylo profile.")))
    elif everything or compared["document"].nunique() == 1:
        _one_by_one(compared, genre, everything)
    else:
        _side_by_side(compared, genre)
        _say_unplaced(compared[~placed], genre)
        for document, rows in compared[placed].groupby("document", sort=False):
            _say_missing(str(document), rows[rows["percentile"].isna()])


def _placed_documents(compared: pd.DataFrame) -> pd.Series:
    """Which rows are of documents of which anything can be compared."""
    return compared.groupby("document", sort=False)["percentile"].transform(lambda found: found.notna().any()).astype(bool)


def _say_unplaced(unplaced: pd.DataFrame, genre: str) -> None:
    """That texts cannot be compared and why, those of one reason in one sentence."""
    mains = {
        visible(str(document)): cast(Missing, rows["missing"].value_counts().idxmax())
        for document, rows in unplaced.groupby("document", sort=False)
    }
    few = [document for document, why in mains.items() if why.code == "few_words_to_compare"]
    if len(few) > 1:
        told = "{n} texts cannot be compared with {genre}: they have fewer than {fewest} words ({names})."
        click.echo(_wrapped(say(told, n=len(few), genre=labels.genre(genre), fewest=FEWEST_WORDS, names=_some(few))))
        mains = {document: why for document, why in mains.items() if document not in few}
    for document, why in mains.items():
        told = "{document} cannot be compared with {genre}: {reason}."
        click.echo(_wrapped(say(told, document=document, genre=labels.genre(genre), reason=why_missing(why))))


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
    table = table.assign(measure=table["measure"].map(_with_unit))
    show_in_blocks(table, "measure", list(columns.values()), {columns[name]: in_lines(name) for name in documents})
    click.echo()


def _some(names: Sequence[str]) -> str:
    """The first of some names, and how many more there are."""
    named = ", ".join(names[:SOME])
    return named if len(names) <= SOME else say("{names} and {n} more", names=named, n=len(names) - SOME)


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
        click.echo(_wrapped(say("{document} among {genre} (percentile: documents below it, of 100)", **told)))
        note = rows["note"].iloc[0]
        if isinstance(note, Missing):
            click.echo(_wrapped(why_missing(note)))
        _show_compared(rows if everything else given, everything)
        _say_missing(str(document), lacking)
