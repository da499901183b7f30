"""The methods: how each number is defined, how well it agrees with people, what is missing and why, what it was made with."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from importlib.metadata import version
from importlib.resources import files
from platform import python_version
from typing import Any, NamedTuple

import pandas as pd

from stylo import catalogue
from stylo.catalogue import labels
from stylo.catalogue import measures as measure_table
from stylo.families.document import Reading
from stylo.grammar.colon import split_at_colon
from stylo.lexicon import table
from stylo.reference.accuracy import on_own_tags, validation
from stylo.wording import numbers
from stylo.wording.language import number, say
from stylo.wording.reasons import Missing, why_missing

PACKAGES = ("spacy", "HanTa", "numpy", "pandas", "scipy", "matplotlib")
WEIGHTS = "weights.npz"
YEAR = 2026
BY_SENTENCES = frozenset({"sentence_length_max_500", "flesch_amstad", "wiener_sachtextformel_1", "lix", "formality"})
OTHER_SENTENCES = Missing("other_sentences")


class Definition(NamedTuple):
    """How a value is made: its name in the profile, what it is called, its unit, formula, source and limits."""

    name: str
    label: str
    unit: str
    formula: str
    source: str
    needs: str


class Accuracy(NamedTuple):
    """How well something agrees with human annotation: what, where, on how many, in plain words, and the figure."""

    what: str
    corpus: str
    n: str
    meaning: str
    figure: str


def definitions() -> list[Definition]:
    """The definition of every value that the comparison names."""
    shown = set(catalogue.reported_measures())
    return [
        Definition(row["name"], labels.label(row["name"]), labels.unit(row["name"]), *map(_say_cell, _cells(row)))
        for row in measure_table()
        if row["name"] in shown
    ]


def _cells(row: dict[str, str]) -> tuple[str, str, str]:
    return row["formula"], row["source"], row["needs"]


def _say_cell(cell: str) -> str:
    return say(cell) if cell != "-" else "–"


def missing(compared: pd.DataFrame) -> list[tuple[str, list[str]]]:
    """Why values cannot be placed, each reason with the measures that it holds for."""
    reasons: dict[Missing, list[str]] = {}
    for name, why in zip(compared["measure"], compared["missing"], strict=True):
        if why is not None:
            reasons.setdefault(why, []).append(labels.short(name))
    return [(why_missing(why), names) for why, names in reasons.items()]


# --- accuracy ---------------------------------------------------------------------------------------------------------------


def accuracy(names: Collection[str] | None = None) -> list[Accuracy]:
    """What ``stylo.reference.accuracy.validation`` says of what some values count, in plain words; of those that are compared
    where none are named."""
    shown = catalogue.compared_measures() if names is None else names
    kinds = list(dict.fromkeys(row["scored_as"] for row in table("accuracy", "catalogue") if row["name"] in shown))
    rows = on_own_tags(validation())
    rows = rows[rows["measure"].isin(kinds)]
    rows = rows.assign(place=rows["measure"].map(kinds.index)).sort_values("place", kind="stable")
    return [_accuracy(row) for row in rows.to_dict("records")]


def _accuracy(row: Mapping[Any, Any]) -> Accuracy:
    name, figure, meaning = _figure(row)
    low, high = number(row["low"], 2), number(row["high"], 2)
    shown = say("{name} {figure} ({low} to {high})", name=name, figure=number(figure, 2), low=low, high=high)
    corpus = say(_CORPORA.get(row["corpus"], row["corpus"]))
    if row["trained_on"] == "tagger":
        corpus = say("{corpus}; the tagger learned from it, so that this is an upper bound", corpus=corpus)
    elif row["trained_on"] == "rules":
        corpus = say("{corpus}; rules were made with these texts, so that this is an upper bound", corpus=corpus)
    return Accuracy(_kind(row["measure"]), corpus, numbers.grouped(int(row["n"])), meaning, shown)


def _kind(name: str) -> str:
    """What was checked: a measure by its label, a part of several measures by its name in the table of accuracy."""
    name = {"types right, stylo": "syllables of a word", "modal particle: all": "modal particle or not (six forms)"}.get(
        name, name
    )
    found = labels.label(name)
    if found != name:
        return found
    return labels.register_feature(name) if name in _FEATURES else say(name)


_FEATURES = ("colloquial", "elevated", "vulgar", "technical")


def _figure(row: Mapping[Any, Any]) -> tuple[str, float, str]:
    """What kind of figure a row gives, the figure, and what it means."""
    if row["f1"] == row["f1"] and row["measure"] != "tags":
        of_found, of_there = _percent(row["precision"]), _percent(row["recall"])
        words = say(
            "of 100 that were found {found} are right; of 100 that are there {there} were found", found=of_found, there=of_there
        )
        return "F1", row["f1"], words
    figure = row["f1"] if row["f1"] == row["f1"] else row["value"]
    if row["statistic"] in {"Spearman", "Pearson"}:
        return (
            row["statistic"],
            figure,
            say("agreement with the judgement of readers: 1 would be complete, 0 none, below 0 the reverse"),
        )
    if row["corpus"] == "word_formality":
        return say("mean"), figure, say("how people rate these words, from -1 (informal) to 1 (formal)")
    if row["corpus"] == "thesaurus_labels":
        return (
            say("share"),
            figure,
            say("{n} of 100 listed words have the same label in a dictionary of synonyms", n=_percent(figure)),
        )
    return say("accuracy"), figure, say("{n} of 100 decisions are right", n=_percent(figure))


def _percent(share: float) -> int:
    return round(100 * share)


_CORPORA = {
    "pcc": "newspaper commentary (pcc)",
    "ud-gsd": "reviews, news, encyclopedia (ud-gsd)",
    "ud-lit": "criticism around 1800 (ud-lit)",
    "empirist": "web and chat (empirist)",
    "film criticism (8 texts)": "film criticism, eight texts, annotated by language models",
    "film criticism (20 reviews)": "film criticism, 20 reviews, annotated by language models",
    "word_formality": "words rated by people",
    "thesaurus_labels": "labels of a dictionary of synonyms",
    "syllables": "words divided by hand",
    "formality": "sentences rated by people",
    "complexity": "sentences rated by people",
}


# --- versions ---------------------------------------------------------------------------------------------------------------


def versions() -> list[tuple[str, str]]:
    """What the page was made with: names and versions."""
    packages = [(name, version(name)) for name in PACKAGES]
    return [("stylo", version("stylo")), ("Python", python_version()), *packages]


def checksums(reading: Reading) -> list[tuple[str, str]]:
    """SHA-256 of the text (as UTF-8) and of the tagger's weights."""
    weights = (files("stylo") / "models" / "tagger" / WEIGHTS).read_bytes()
    return [
        (say("text (UTF-8)"), _sha256(reading.text.encode("utf-8", "surrogatepass"))),
        (say("weights of stylo's tagger"), _sha256(weights)),
    ]


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def citation() -> str:
    """How to cite, as in CITATION.cff."""
    return say(
        "The stylo authors ({year}): stylo: literary stylistics for German, version {version}.",
        year=YEAR,
        version=version("stylo"),
    )


def comparable(reading: Reading, compared: pd.DataFrame) -> pd.DataFrame:
    """A comparison made by ``place`` without the places of what depends on sentences, where a colon ends them here alone."""
    if not split_at_colon(reading.doc):
        return compared
    of_sentences = {row["name"] for row in measure_table() if row["family"] == "sentences"} | BY_SENTENCES
    unlike = compared["measure"].isin(of_sentences) & compared["percentile"].notna()
    columns = ["percentile", "percentile_low", "percentile_high", "z"]
    return compared.assign(
        **{name: compared[name].mask(unlike) for name in columns}, missing=compared["missing"].mask(unlike, OTHER_SENTENCES)
    )


def unlike_reference(reading: Reading) -> Iterator[str]:
    """What makes the comparison with the reference figures limp."""
    if split_at_colon(reading.doc):
        yield say(
            "In this text a colon ends a sentence; in the reference documents it does not. What counts or measures sentences "
            "(their length, readability, the formality score) is not compared; in the figures of the comparison a colon ends "
            "none here either."
        )
