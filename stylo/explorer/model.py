"""What the explorer shows, without its widgets: from a choice to a figure, its rows, their passages, tables and files."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from spacy.tokens import Doc

from stylo.annotated import LABELS, show
from stylo.catalogue import labels
from stylo.catalogue import measures as measure_table
from stylo.families.document import Reading, reading_of
from stylo.families.registry import marked
from stylo.figures import GROUPS, StudyFigure, overview, reference, style
from stylo.figures.base import OVERVIEW, REFERENCE
from stylo.figures.convention import BOTH_CONVENTIONS, say_convention
from stylo.grammar.marks import name_of
from stylo.lexicon import table as lexicon_table
from stylo.reference.comparison import NO_FIGURES, place
from stylo.wording import numbers
from stylo.wording.language import language, number, say
from stylo.wording.near import did_you_mean
from stylo.wording.signs import visible
from stylo.writing.files import write_whole
from stylo.writing.tables import safe_csv

FAMILIES = {name: GROUPS[name] for name in (*marked(), OVERVIEW, REFERENCE)}
"""What there is to choose from: the families with marks, the whole text, the text among others; each with its figures."""
OTHERS = {OVERVIEW: "The whole text", REFERENCE: "Compared with a genre"}
BY_COLUMN = {
    "contrast_readings": "form",
    "contrast_rates": "tier",
    "two_poles": "feature",
}  # figures whose bars are groups of marks
HEADINGS = {  # the columns of a figure's data that are shown
    "sentence": "sentence", "paragraph": "paragraph", "words": "words", "syllables": "syllables", "clauses": "clauses",
    "colons": "colons", "opening": "opening", "colon": "colon", "lag": "lag", "r": "autocorrelation", "band": "band",
    "layer": "layer", "word": "word", "adjectives": "adjectives", "distance": "distance", "nearness": "nearness",
    "function": "function", "density": "density", "attributive": "attributive", "predicative": "predicative",
    "adverbial": "adverbial", "per_100_words": "per 100 words", "length": "length", "adjective": "adjective", "noun": "noun",
    "tier": "tier", "form": "form", "accepted": "accepted", "rejected": "rejected", "count": "count",
    "per_1000_words": "per 1,000 words", "connective": "connective", "paired": "paired", "comparison": "comparison",
    "lexical": "lexical", "markers": "markers", "left": "left", "right": "right", "feature": "feature", "pole": "pole",
    "marks": "marks", "rate": "per 1,000 words", "formality": "formality", "strongest": "what weighs most", "found": "found",
    "kind": "kind", "variant": "variant", "value": "value", "label": "measure", "genre": "genre", "unit": "unit", "low": "from",
    "high": "to", "percentile": "percentile", "z": "z", "text": "text",
}  # fmt: skip
ARCS = "contrast_arcs"
CATEGORIES = frozenset({"opening", "colon", "layer", "function", "tier", "pole", "kind"})
WORD_BY_WORD = frozenset({"word_barcode", "adjective_density"})  # a bar a word: their rows are those of the family
CELL = "padding:0 .6em;text-align:left"
RIGHT = "padding:0 .6em;text-align:right"
MOST_ROWS = 2000
MOST_SHOWN = 200  # rows of a table, passages of a list
CONTEXT = 90  # characters
SNIPPET = 60


@dataclass(frozen=True)
class View:
    """What a reader has chosen: the number of the text, a figure by its name, genre, colon convention and language.

    ``beside`` are the numbers of the texts that stand with it on the map of all documents.
    """

    text: int = 0
    figure: str = "sentence_lengths"
    genre: str = "film_review"
    split_at_colon: bool = False
    lang: str = "en"
    beside: tuple[int, ...] = ()


class Row(NamedTuple):
    """A bar or row of a figure: how it is called, and where the passages behind it stand (start, end)."""

    label: str
    places: tuple[tuple[int, int], ...]


def family(figure: str) -> str:
    """The family that a figure belongs to. Raises ValueError for an unknown one."""
    for name, figures in FAMILIES.items():
        if any(one.name == figure for one in figures):
            return name
    known = [one.name for figures in FAMILIES.values() for one in figures]
    raise ValueError(say("There is no figure {name!r}.", name=figure) + did_you_mean(figure, known))


def title(family: str) -> str:
    """What a family, or a group of figures, is called in the current language."""
    return say(OTHERS[family]) if family in OTHERS else labels.title(family)


def study_figure(name: str) -> StudyFigure:
    """A figure by its name. Raises ValueError for an unknown one."""
    return next(one for one in FAMILIES[family(name)] if one.name == name)


# --- the model --------------------------------------------------------------------------------------------------------------


@dataclass
class Model:
    """Some measured texts, and what a ``View`` of them shows. Work is done once for each text and convention and then kept."""

    docs: Sequence[Doc | Reading]
    readings: Sequence[Reading] = field(init=False)
    _kept: dict[tuple[object, ...], pd.DataFrame] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.docs:
            raise ValueError(say("There is no text to explore."))
        self.readings = [reading_of(doc) for doc in self.docs]

    def names(self) -> list[str]:
        """The ids of the texts, or their numbers."""
        return [name_of(reading.doc, number_) for number_, reading in enumerate(self.readings, 1)]

    def reading(self, view: View) -> Reading:
        """The text of a view, cut at colons or not."""
        return self.readings[view.text].recut(view.split_at_colon)

    def data(self, view: View) -> pd.DataFrame:
        """The data of the figure."""
        figure = study_figure(view.figure)
        reading = self.reading(View(view.text) if view.figure in BOTH_CONVENTIONS else view)
        key = (view.text, view.split_at_colon, view.figure, view.lang, *([view.genre] if figure.by_genre else []))
        if view.figure == reference.MAP:
            key = (*key, view.beside)
        if key not in self._kept:
            with language(view.lang):
                self._kept[key] = (
                    reference.style_space(reading, self.beside(view))
                    if view.figure == reference.MAP
                    else figure.data(reading, view.genre)
                )
        return self._kept[key]

    def beside(self, view: View) -> list[Reading]:
        """The other texts that stand on the map, cut at colons or not."""
        return [self.readings[number_].recut(view.split_at_colon) for number_ in view.beside if number_ != view.text]

    def neighbours(self, view: View) -> pd.DataFrame:
        """The documents and texts that are nearest to the text in style."""
        key = ("neighbours", view.text, view.split_at_colon, view.beside)
        if key not in self._kept:
            self._kept[key] = reference.neighbours(self.reading(view), self.beside(view))
        return self._kept[key]

    def draw(self, view: View) -> Axes:
        """The figure."""
        with language(view.lang), style.styled(), style.off_screen():
            ax = study_figure(view.figure).draw(self.data(view))
            if view.split_at_colon:
                say_convention(ax)
            return ax

    def marks(self, view: View) -> pd.DataFrame:
        """The marks of the figure's family, as its measure gives them."""
        name, reading = family(view.figure), self.reading(view)
        return reading.marks(name) if name in marked() else overview.layers(reading)

    def rows(self, view: View) -> list[Row]:
        """The bars or rows of the figure with the passages behind each; the marks themselves where it has no such rows."""
        with language(view.lang):
            if view.figure == reference.MAP:
                return [_neighbour(row) for row in self.neighbours(view).to_dict("records")]
            data, marks = self.data(view), self.marks(view)
            if view.figure == ARCS:
                return list(_arcs(marks))
            if {"measure", "variant"} & set(data):  # a figure of values, behind which no passage stands
                return [_value(row) for row in data.to_dict("records")]
            if view.figure in BY_COLUMN:
                return list(_grouped(data, marks, BY_COLUMN[view.figure]))
            if view.figure in BOTH_CONVENTIONS | WORD_BY_WORD or not {"start", "sentence"} & set(data):
                data = marks
            elif "start" not in data:
                lengths = self.reading(view).marks("sentences").set_index("sentence")
                data = data.join(lengths[["start", "end", "text"]], on="sentence")
            found = [_row(row, number_) for number_, row in enumerate(data.head(MOST_ROWS).to_dict("records"), 1)]
            more = len(data) - MOST_ROWS
            return [*found, *([Row(say("... and {n} more", n=more), ())] if more > 0 else [])]

    def compared(self, view: View) -> pd.DataFrame:
        """The text among the documents of the genre, as ``place`` says it, for the measures of the family."""
        found = place(self.reading(view), view.genre)
        families = {row["name"]: row["family"] for row in measure_table()}
        families |= {row["name"]: row["beside"] for row in lexicon_table("reference_measures", "catalogue")}
        of_family = found["measure"].map(families) == family(view.figure)
        return found[of_family] if of_family.any() else found


def _grouped(data: pd.DataFrame, marks: pd.DataFrame, column: str) -> Iterator[Row]:
    """A row for each group of marks that a bar stands for."""
    for value in dict.fromkeys(data[column]):
        own = marks[marks[column].isin(str(value).split(" + "))] if value != "all" else marks[marks["accepted"]]
        count = own["marker"].nunique() if "marker" in own else len(own)  # a marker of several parts is one
        yield Row(f"{_category(column, value)} ({count})", _places(own))


def _snippet(text: str) -> str:
    return text if len(text) <= SNIPPET else text[:SNIPPET].rstrip() + " ..."


def _row(row: dict[Any, Any], position: int) -> Row:
    text = " ".join(str(row["text"]).split())
    said = {"n": row.get("sentence", position), "text": _snippet(text)}
    words = row.get("words")
    if "sentence" not in row:
        label = f"{said['n']}: {said['text']}"
    elif not words:
        label = say("sentence {n}: {text}", **said)
    else:
        one = say("sentence {n}, one word: {text}", **said)
        label = one if words == 1 else say("sentence {n}, {words} words: {text}", **said, words=words)
    return Row(label, ((int(row["start"]), int(row["end"])),))


def _arcs(marks: pd.DataFrame) -> Iterator[Row]:
    """A row for each accepted marker, as many as rows are drawn, with all of its parts."""
    for _, parts in marks[marks["accepted"]].groupby("marker"):
        label = say("sentence {n}: {text}", n=parts["sentence"].iloc[0], text=_snippet(" ... ".join(parts["text"])))
        yield Row(label, _places(parts))


def _value(row: dict[Any, Any]) -> Row:
    """A value that a figure draws, with its place where it has one."""
    named = labels.short(row["measure"]) if "measure" in row else labels.label(row["variant"])
    said = {"measure": named, "value": number(row["value"], 2)}
    if row.get("percentile") != row.get("percentile") or "percentile" not in row:
        return Row(say("{measure}: {value}", **said), ())
    said |= {"genre": labels.genre(row["genre"]), "place": number(row["percentile"], 0)}
    return Row(say("{measure}: {value} ({genre}: percentile {place})", **said), ())


def _neighbour(row: dict[Any, Any]) -> Row:
    said = {"place": row["place"], "words": numbers.grouped(int(row["words"])), "distance": number(row["distance"], 2)}
    if row["name"]:
        return Row(say("{place}. {name}, {words} words (distance {distance})", name=row["name"], **said), ())
    genre, year = labels.genre(row["genre"]), row["year"]
    return Row(say("{place}. {genre}, {year}, {words} words (distance {distance})", genre=genre, year=year, **said), ())


def _places(marks: pd.DataFrame) -> tuple[tuple[int, int], ...]:
    return tuple(zip(map(int, marks["start"]), map(int, marks["end"]), strict=True))


def _category(column: str, value: object) -> str:
    """A value of a column of categories in the current language; what comes from the text stays as it is."""
    if column == "feature":
        return labels.register_feature(str(value))
    if column == "form":
        return str(value)
    return say(str(value)) if value else ""


# --- as HTML ----------------------------------------------------------------------------------------------------------------


def passages(doc: Doc | Reading, places: Sequence[tuple[int, int]]) -> str:
    """Passages in their context as HTML, the place itself marked; everything from the text is escaped."""
    if not places:
        return f"<p>{escape(say('No passage of the text stands behind this row.'))}</p>"
    text = doc.text
    items = []
    for start, end in places[:MOST_SHOWN]:
        left, right = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
        left = ("... " if start > CONTEXT else "") + left
        right += " ..." if end + CONTEXT < len(text) else ""
        items.append(f"<li>{_html(left)}<mark>{_html(text[start:end])}</mark>{_html(right)}</li>")
    more = len(places) - MOST_SHOWN
    rest = f"<p>{escape(say('... and {n} more', n=more))}</p>" if more > 0 else ""
    return f"<ul lang='de' style='font-family:Georgia,serif;line-height:1.6;max-width:46em'>{''.join(items)}</ul>{rest}"


def _html(text: str) -> str:
    """A stretch of text in one line; blanks at its edges stay."""
    return escape(re.sub(r"\s+", " ", visible(text)))


def annotated(doc: Doc | Reading, figure: str, lang: str) -> str:
    """The text with the layers that the figure's family knows, or with all, as HTML."""
    name = family(figure)
    return show(doc, [name] if name in LABELS else None, lang).html()


def data_table(data: pd.DataFrame) -> str:
    """The data of a figure as an HTML table in the current language."""
    shown = [name for name in data.columns if name in HEADINGS and (name != "label" or "measure" in data)]
    head = "".join(f"<th scope='col' style='{CELL}'>{escape(say(HEADINGS[name]))}</th>" for name in shown)
    records = data.head(MOST_SHOWN).to_dict("records")
    body = "".join(f"<tr>{''.join(_td(name, row[name], row) for name in shown)}</tr>" for row in records)
    more = len(data) - MOST_SHOWN
    rest = f"<p>{escape(say('... and {n} more', n=more))}</p>" if more > 0 else ""
    return f"<table class='stylo-table'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{rest}"


def _td(name: str, value: Any, row: dict[Any, Any]) -> str:
    if isinstance(value, bool):
        return f"<td style='{CELL}'>{escape(say('yes') if value else say('no'))}</td>"
    if isinstance(value, int):
        return f"<td style='{RIGHT}'>{numbers.grouped(value)}</td>"
    if isinstance(value, float):
        return f"<td style='{RIGHT}'>{number(value, 0 if name == 'percentile' else 2)}</td>"
    return f"<td style='{CELL}'>{escape(visible(' '.join(_cell(name, str(value), row).split())))}</td>"


def _cell(name: str, value: str, row: dict[Any, Any]) -> str:
    if name == "label":
        return labels.short(row["measure"])
    if name == "unit":
        return labels.unit(row["measure"]) if "measure" in row else say(value)
    if name == "genre":
        return labels.genre(value)
    if name == "variant":
        return labels.label(value)
    if name == "strongest":
        return labels.formality_feature(value)
    return _category(name, value) if name in CATEGORIES or name == "feature" else value


def comparison(compared: pd.DataFrame, genre: str, split_at_colon: bool) -> str:
    """The values of a family among the documents of a genre as HTML, with what could not be compared below."""
    without_figures = pd.Series([why == NO_FIGURES for why in compared["missing"]], index=compared.index)
    given = compared[compared["percentile"].notna() | without_figures]
    note = (
        say("The {genre} were measured without ending sentences at colons.", genre=labels.genre(genre))
        if split_at_colon
        else ""
    )
    if given.empty:
        return f"<p>{escape(say('Nothing can be compared: the text is too short.'))}</p>"
    columns = ["measure", "label", "value", "unit", "low", "high", "percentile", "z", "n"]
    caption = say("Among {genre}; the percentile is the share of documents with less", genre=labels.genre(genre))
    return f"<p>{escape(caption)}. {escape(note)}</p>{data_table(given[columns])}"


# --- export -----------------------------------------------------------------------------------------------------------------


def export(model: Model, view: View, folder: Path) -> list[Path]:
    """Write the figure as SVG, PDF and PNG, its data and the marks of its family as CSV; the names of files that are there
    already stay theirs, new ones get a number. Returns the paths. Raises OSError where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    stem = "-".join([_file_name(model.names()[view.text]), view.figure, view.lang, *(["colon"] if view.split_at_colon else [])])
    name, n = stem, 1
    while any(folder.glob(f"{name}[.]*")) or os.path.lexists(folder / f"{name}-marks.csv"):
        n += 1
        name = f"{stem}-{n}"
    written = style.save(model.draw(view), model.data(view), folder, name)
    marks = folder / f"{name}-marks.csv"
    write_whole(safe_csv(model.marks(view)), marks)
    return [*written, marks]


def _file_name(name: str) -> str:
    """A text's id as part of a file name: letters, digits, hyphens."""
    return re.sub(r"[^\w-]+", "-", name).strip("-_")[:60] or "text"
