"""The page: its parts put into the template, which escapes all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import count
from typing import Any

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from stylo.catalogue import labels
from stylo.catalogue import measures as measure_table
from stylo.families.document import Reading
from stylo.families.registry import marked
from stylo.figures.base import OVERVIEW
from stylo.grammar.marks import name_of
from stylo.lexicon import table
from stylo.reference import tables
from stylo.reference.comparison import EDGE, percentile, place, whole
from stylo.reports import Step, evidence, methods, pictures, summary
from stylo.reports.text import annotated, script_sums
from stylo.wording import numbers
from stylo.wording.language import current, say
from stylo.wording.numbers import value
from stylo.wording.reasons import why_missing
from stylo.wording.signs import visible

# No request, no form, no frame; images and styles are on the page itself, and of scripts only that of the annotated text runs.
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src {}; base-uri 'none'; form-action 'none'"
FEW_STEPS = 3  # parts that are told of a short page and of one of several texts
FIRST = 1  # figure of a group is in the short report
# Four sheets of paper hold so many values, and the first figure of these families.
MOST_VALUES, BRIEF = 46, ("sentences", "adjectives", "contrast", "register")
BESIDE = 6  # texts in a table
Groups = list[tuple[str, list[dict[str, Any]]]]
LOWER, UPPER = "q25", "q75"


def html(reading: Reading, genre: str, command: str, step: Step, title: str = "") -> str:
    """The whole page in the current language. ``step`` is told each part before it is made."""
    step(say("Values"))
    profile = reading.values.row()
    compared = methods.comparable(reading, place(reading, genre))
    parts: dict[str, Any] = {"families": [], **_head(reading, profile, genre, title)}
    parts["summary"] = summary.sentences(profile, compared)
    step(say("Comparison"))
    parts["comparison"] = comparison(compared)
    parts["placed"] = bool(compared["percentile"].notna().any())
    parts["comparison_pictures"] = list(pictures.of_comparison(reading, genre)) if parts["placed"] else []
    for family in marked():
        step(labels.title(family))
        found = {
            "name": family,
            "title": labels.title(family),
            "about": labels.about(family),
            "evidence": evidence.table(reading, family),
        }
        parts["families"].append({**found, "pictures": list(pictures.of_group(reading, family)) if parts["words"] else []})
    step(say("Annotated text"))
    parts["overview"] = list(pictures.of_group(reading, OVERVIEW)) if parts["words"] else []
    parts["text"] = annotated(reading)
    parts["policy"] = POLICY.format(script_sums(parts["text"]))
    parts |= {"definitions": methods.definitions(), "accuracy": methods.accuracy(), "missing": methods.missing(compared)}
    parts |= {"versions": methods.versions(), "checksums": methods.checksums(reading), "citation": methods.citation()}
    warnings = list(methods.unlike_reference(reading))
    return _template("page.html").render(**parts, command=command, corpus=_corpus(genre), warnings=warnings)


def steps() -> int:
    """How many parts of a page are told."""
    return 3 + len(marked())


def short_html(reading: Reading, genre: str, command: str, step: Step, title: str = "") -> str:
    """The page that prints on four sheets of A4: summary, values, a figure of each family that has its own."""
    step(say("Values"))
    profile = reading.values.row()
    compared = methods.comparable(reading, place(reading, genre))
    parts = _head(reading, profile, genre, title)
    parts |= {"summary": summary.sentences(profile, compared), "missing": methods.missing(compared)}
    step(say("Comparison"))
    placed = bool(compared["percentile"].notna().any())
    parts |= {"comparison": comparison(_farthest(compared)), "placed": placed, "cut": len(compared) > MOST_VALUES}
    parts["comparison_pictures"] = list(pictures.of_comparison(reading, genre, FIRST)) if placed else []
    step(say("Figures"))
    shown = BRIEF if parts["words"] else ()
    parts["pictures"] = [one for family in shown for one in pictures.of_group(reading, family, FIRST)]
    parts |= {"versions": methods.versions(), "checksums": methods.checksums(reading), "citation": methods.citation()}
    warnings = list(methods.unlike_reference(reading))
    policy = POLICY.format("'none'")
    parts |= {"policy": policy, "extent": "short"}
    return _template("short.html").render(**parts, command=command, corpus=_corpus(genre), warnings=warnings)


def _farthest(compared: pd.DataFrame) -> pd.DataFrame:
    """The values that lie farthest from the middle of the genre, in their order."""
    away = (compared["percentile"] - 50).abs().fillna(-1)
    return compared.loc[away.nlargest(MOST_VALUES).index.sort_values()]


def several_html(readings: Sequence[Reading], genre: str, command: str, step: Step, title: str = "") -> str:
    """Several texts on one page, side by side, in the current language."""
    step(say("Values"))
    names = _names(readings)
    profiles: list[dict[str, Any]] = [
        {**reading.values.row(), "document": name} for reading, name in zip(readings, names, strict=True)
    ]
    compared = [methods.comparable(reading, place(reading, genre)) for reading in readings]
    texts = [
        {
            "name": name,
            "words": int(profile["words"]),
            "summary": summary.sentences(profile, own),
            "warnings": list(methods.unlike_reference(reading)),
            "missing": methods.missing(own),
        }
        for reading, name, profile, own in zip(readings, names, profiles, compared, strict=True)
    ]
    step(say("Comparison"))
    groups = [comparison(own) for own in compared]
    blocks = [
        {"names": names[at : at + BESIDE], "groups": _beside(groups[at : at + BESIDE])} for at in range(0, len(names), BESIDE)
    ]
    step(say("Figures"))
    drawn = list(pictures.of_several(readings, pd.DataFrame(profiles)))
    return _template("several.html").render(
        lang=current(), style=Markup(_style()), policy=POLICY.format("'none'"), extent="several", named=bool(title),
        title=title or say("{n} texts side by side", n=len(names)), texts=texts, blocks=blocks, pictures=drawn,
        genre=labels.genre(genre), corpus=_corpus(genre), command=command, versions=methods.versions(),
        checksums=[found for reading in readings for found in methods.checksums(reading)[:1]],
        citation=methods.citation(),
    )  # fmt: skip


def _names(readings: Sequence[Reading]) -> list[str]:
    """The ids of the texts, or their numbers; a name that comes again bears a number."""
    names: list[str] = []
    for number, reading in enumerate(readings, 1):
        name = name_of(reading.doc, number)
        again = (f"{name} ({n})" for n in count(2))
        names.append(name if name not in names else next(other for other in again if other not in names))
    return names


def _beside(comparisons: Sequence[Groups]) -> Groups:
    """The rows of several comparisons with one genre as rows of cells, a cell a text."""
    return [
        (group[0][0], [{**rows[0], "cells": rows} for rows in zip(*(rows for _, rows in group), strict=True)])
        for group in zip(*comparisons, strict=True)
    ]


def _head(reading: Reading, profile: Mapping[str, Any], genre: str, title: str) -> dict[str, Any]:
    return {
        "lang": current(),
        "style": Markup(_style()),
        "extent": "whole",
        "title": title or str(profile["document"]),
        "words": int(profile["words"]),
        "sentences": int(profile["sentences"]),
        "sentence_numbers": range(1, 1 + len(reading.tokens.sentences)),
        "genre": labels.genre(genre),
        "split_at_colon": methods.split_at_colon(reading.doc),
    }


def _corpus(genre: str) -> dict[str, str]:
    """Of what documents the reference figures of a genre are made, and what distorts them."""
    whole = genre.partition("_")[0] if genre.startswith("news_") else genre
    row = next(row for row in table("corpora", "reference") if row["genre"] == whole)
    return {"years": row["years"], **{name: say(row[name]) for name in ("source", "text", "distorts")}}


def comparison(compared: pd.DataFrame) -> Groups:
    """The rows of the comparison as they are shown, by their family."""
    figures = tables.reference().query("genre == @compared['genre'].iloc[0]").set_index("measure")
    families = {row["name"]: row["family"] for row in measure_table()}
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in compared.itertuples(index=False):
        name = str(row.measure)
        middle = figures.loc[name] if name in figures.index else dict.fromkeys((LOWER, UPPER), float("nan"))
        groups.setdefault(labels.title(families[name]), []).append(_compared(row, middle))
    return list(groups.items())


def _compared(row: Any, middle: Any) -> dict[str, Any]:
    placed = row.percentile == row.percentile
    return {
        "label": labels.short(row.measure),
        "unit": labels.unit(row.measure),
        "value": value(row.value, row.unit) if row.value == row.value else "–",
        "interval": _range(row.low, row.high, row.unit),
        "count": numbers.grouped(int(row.count)) if row.count == row.count else "",
        "middle": _range(middle[LOWER], middle[UPPER], row.unit),
        "percentile": percentile(row.percentile) if placed else "–",
        "whole": whole(row.percentile) if placed else "",
        "among": _range_of_places(row.percentile_low, row.percentile_high),
        "place": f"{row.percentile:.0f}" if placed else "",
        "edge": bool(placed and not EDGE < row.percentile < 100 - EDGE),
        "z": numbers.signed(round(row.z, 1) + 0.0, 1),
        "n": numbers.grouped(int(row.n)),
        "missing": why_missing(row.missing),
    }


def _range_of_places(low: float, high: float) -> str:
    return "–" if low != low else say("{low} to {high}", low=whole(low), high=whole(high))


def _range(low: float, high: float, unit: str) -> str:
    if low != low or high != high:
        return "–"
    return say("{low} to {high}", low=value(low, unit), high=value(high, unit))


@cache
def _template(name: str) -> Any:
    environment = Environment(
        loader=PackageLoader("stylo.reports", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda shown: visible(shown) if type(shown) is str else shown,
    )
    environment.globals.update(say=say, grouped=numbers.grouped)
    return environment.get_template(name)


@cache
def _style() -> str:
    return (files("stylo.reports") / "page.css").read_text(encoding="utf-8")
