"""Writes what stands in the documentation as figures: ``python -m tools.docs [--check]``, part of ``make validate``.

``docs/measures.md`` from the tables of the measures and ``data/validation.csv``, ``docs/reference.md`` from the tables of the
corpora and ``data/reference.csv``, ``docs/intervals.md`` from ``data/coverage.csv``, ``docs/gallery.md`` from the list of
figures, and the table of accuracy in both READMEs.

``--check`` writes nothing and fails where a file is stale.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import Any

import pandas as pd

from stylo.catalogue import compared_measures, labels
from stylo.catalogue import measures as measure_table
from stylo.figures import GROUPS, OVERVIEW, REFERENCE, StudyFigure
from stylo.lexicon import table
from stylo.reference import intervals, tables
from stylo.reference.accuracy import on_own_tags, validation
from stylo.reference.measures import accuracy, shortened
from stylo.wording.language import bilingual, language, number, say
from stylo.writing.files import write_whole
from tools import study

ROOT = Path(__file__).parent.parent
READMES = {"en": "README.md", "de": "README.de.md"}
BLOCK = re.compile(r"(<!-- accuracy -->\n).*?(<!-- /accuracy -->)", re.S)
# What the README shows: measure in the validation table, words for it in English and in German, its figure.
SHOWN = (
    ("sentence boundaries", "sentence boundaries", "Satzgrenzen", "F1"),
    (
        "sentence boundaries, split at colon",
        "the same where a colon ends a sentence",
        "ebenso, mit Satzende am Doppelpunkt",
        "F1",
    ),
    ("tags", "part-of-speech tags (STTS)", "Wortarten (STTS)", "accuracy"),
    ("adjectives", "adjectives", "Adjektive", "F1"),
    ("adjective function: macro F1", "predicative or adverbial", "prädikativ oder adverbial", "mean F1"),
    ("contrast connectives", "contrast connectives", "Kontrastkonnektoren", "F1"),
    ("modal particle: all", "modal particle or not (six forms)", "Modalpartikel oder nicht (sechs Formen)", "accuracy"),
    ("passive", "passive", "Passiv", "F1"),
    (
        "konjunktiv_adjudicated",
        "Konjunktiv (contradictory annotations set aside)",
        "Konjunktiv (ohne widersprüchliche Annotationen)",
        "F1",
    ),
    (
        "satzklammer: all",
        "clauses with the verb at the end, from opening to verb",
        "Verbletztsätze, vom Einleitewort bis zum Verb",
        "F1",
    ),
    ("genitive attributes", "genitive attributes", "Genitivattribute", "F1"),
    ("colloquial", "colloquial words", "umgangssprachliche Wörter", "F1"),
    ("elevated", "elevated words", "gehobene Wörter", "F1"),
    ("anglicisms", "anglicisms", "Anglizismen", "F1"),
    ("formality score", "formality, with human judgement", "Formalität, mit menschlichem Urteil", "Spearman"),
    ("lix", "LIX, with rated complexity", "LIX, mit bewerteter Komplexität", "Pearson"),
)
MEASURES_HEAD = """# The measures

Generated from `stylo/catalogue/measures_*.tsv` and `stylo/data/validation.csv` by `python -m tools.docs`; do not edit.

Every column of `stylo.profile`: its name, what it is, unit, formula, source, what it needs and where it ends, and how far its
counts agree with annotated text (film criticism was annotated by language models, all else by people). The accuracy is that of
what the value counts (for a mean length: the sentence boundaries), with a 95 % interval in brackets. Where a dash stands nobody
has annotated the thing, and the value is as good as the tags and sentences it is made from. `make validate` measures all of it
anew; which figure speaks for which value stands in `stylo/catalogue/accuracy.tsv`.
"""
GALLERY_HEAD = """# The figures

Generated from `stylo.figures` and `figures/` by `python -m tools.docs`; do not edit.

Every figure that `make study` draws of the review, with the code that draws it of any document (`doc = stylo.load()("...")`).
In German: `stylo.language("de")` first; in the width of a column: inside `with style.wide(style.COLUMN):`, with `style` from
`stylo.figures`. `stylo export FILE -o FOLDER` writes all figures of a text in both widths, `--only NAME,...` some of them.
"""
STUDY = "study"
HEADINGS = {OVERVIEW: "The whole text", REFERENCE: "The text among others", STUDY: "The study"}
"""What the groups of figures that belong to no family are called."""
REFERENCE_HEAD = """# The reference figures

Generated from `stylo/reference/corpora.tsv` and `stylo/data/reference.csv` by `python -m tools.docs`; do not edit.

`make reference` measures about 1,900 documents with the default pipeline: a colon ends no sentence, a line break ends one,
quotations and headings belong to the text, old spelling is left as it is, alike in all corpora. The project holds the figures
alone: a row a genre and measure in `stylo/data/reference.csv`, a row a document (genre, year, rounded values) in
`stylo/data/reference_documents.csv`. It holds no text and no title.

**Windows.** MTLD, HD-D, Yule's K and the longest sentence depend on the length of a text. They are compared only as
`mtld_500`, `hdd_500`, `yule_k_500` and `sentence_length_max_500`: means over windows of whole sentences of about 500 words
(400 to 600). A text of fewer than 400 words has none of them. All other measures are means, rates and shares, whose
expectation does not depend on length; but they scatter more in short texts, so that a percentile of a text much shorter than
those of its genre is too extreme.

**`sd_500`** is the standard deviation of a value between passages of 500 words of one document, pooled over all documents of
a genre with 400 words or more (cut into equal runs of sentences, at least two). How intervals are made from the like of it says
[intervals.md](intervals.md).
"""
INTERVALS_HEAD = """# Intervals, and how often they hold

Generated from `stylo/data/coverage.csv` by `python -m tools.docs`; do not edit. `make coverage` measures it anew.

**What an interval means.** The 95 % interval of a value says how far it would move had the same author, in the same manner,
written another text of this length. It says nothing of other authors, nor of what the program counts wrongly (that is
[measures.md](measures.md)). A value has one interval, wherever it is shown: `stylo.compare`, figures, report, explorer, export.

**How it is made** depends on the kind of value (`stylo/catalogue/intervals.tsv`), and on how such values move between passages
of one document in the reference documents of the genre (`stylo/data/spread.csv`), for passages of 150 to 1,000 words:

- *rate* (marks in so many words or sentences): the exact Poisson interval of the count (Garwood 1936), widened by the variance
  between passages over that of chance; never narrower than the exact one;
- *share* (so many of the items): the exact binomial interval (Clopper and Pearson 1934), widened likewise;
- *mean*, *window* (a mean of windows of 500 words) and *proportional* (what moves in proportion to its size, on a logarithmic
  scale): Student's t with the standard deviation between passages, scaled to the length of the text.

Values move more between long passages than chance makes of short ones, since documents drift; beyond 1,000 words a text is
taken to be made of passages of 1,000 words that move independently.

**How often they hold** was tried on texts drawn from the reference documents: passages of 150, 300, 500 and 1,000 words, and
texts of 5,000 words made of passages of one document. The interval of such a text should hold the value of its document in 95
of 100 cases. How values move was taken from other documents than those on which it was tried. The goal is 93 to 97; where fewer
than 93 hold, or of means more than 97, no interval is shown for texts of that length. The exact intervals of rates and shares
hold more often than they state where marks are rare, since a count moves in whole steps; they are shown, and wide. Documents of
more than 2,000 words are almost all music criticism and novels, so that what stands under 1,000 and 5,000 words rests on these.
Intervals of texts below 120 words are not shown. Genres differ: the last column of the second table names the one in which the
fewest hold.
"""


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [dict(zip(map(str, frame.columns), row, strict=True)) for row in frame.itertuples(index=False)]


def measures_page() -> str:
    """The text of docs/measures.md."""
    rows = validation()
    parts = [MEASURES_HEAD]
    for family, lines in groupby(measure_table(), key=lambda row: row["family"]):
        head = ("name", "what it is", "unit", "formula", "source", "needs and limits", "accuracy")
        cells = [
            (f"`{r['name']}`", r["english"], r["unit"], r["formula"], r["source"], r["needs"], accuracy(r["name"], rows))
            for r in lines
        ]
        parts.append(f"## {labels.title(family)}\n\n{labels.about(family)}\n\n{_markdown(head, cells)}")
    parts.append("## All accuracy figures\n\n" + _markdown(_VALIDATION_HEAD, map(_validation_cells, _records(rows))))
    return "\n".join(parts)


_VALIDATION_HEAD = (
    "measure",
    "corpus",
    "n",
    "precision",
    "recall",
    "figure",
    "95 % interval",
    "best other",
    "its source",
    "note",
)


def _validation_cells(row: dict[str, Any]) -> tuple[str, ...]:
    figure = row["f1"] if row["f1"] == row["f1"] else row["value"]
    numbers = [
        shortened(row[name]) if row[name] == row[name] else "" for name in ("precision", "recall", "low", "high", "best")
    ]
    precision, recall, low, high, best = numbers
    interval = f"{low} to {high}" if low else ""
    name, corpus, n = str(row["measure"]), str(row["corpus"]), str(row["n"])
    return name, corpus, n, precision, recall, shortened(figure), interval, best, row["best_source"], _remark(row)


_TAGS = {"": "", "gold": "gold tags", "own": "own tags", "both": "own tags, found by both"}
_UPPER_BOUND = {
    "": "",
    "tagger": "the tagger was trained on this corpus, so this is an upper bound",
    "rules": "the rules were made with these texts at hand, so this is an upper bound",
}


def _remark(row: dict[str, Any]) -> str:
    """What there is to know of a figure beside it."""
    return "; ".join(filter(None, [_TAGS[row["tags"]], row["note"], _UPPER_BOUND[row["trained_on"]]]))


def reference_page() -> str:
    """The text of docs/reference.md."""
    frame, texts = tables.reference(), tables.documents()
    parts = [REFERENCE_HEAD, "## The corpora\n"]
    for row in table("corpora", "reference"):
        chosen = texts[tables.of_genre(texts["genre"], row["genre"])]
        size = f"{len(chosen)} documents, {chosen['words'].sum():,} words, {row['years']}"
        source = row["source"][0].upper() + row["source"][1:]
        parts.append(f"### `{row['genre']}`: {row['title']}\n\n{size}. {source}. Licence: {row['licence']}.")
        parts.append(f"Measured: {row['text']}.\n\n**What distorts:** {row['distorts']}\n")
    whole = [genre for genre in dict.fromkeys(frame["genre"]) if not genre.startswith("news_")]
    figures = frame.set_index(["genre", "measure"])
    cells = [
        (row["label"], *(_middle(figures.loc[(genre, row["name"])]) for genre in whole))
        for row in table("reference_measures", "catalogue")
    ]
    parts.append(
        "## Median and middle half\n\nOf the documents of each genre; the sections of the newspaper stand in the table.\n"
    )
    parts.append(_markdown(("measure", *whole), cells))
    return "\n".join(parts)


def intervals_page() -> str:
    """The text of docs/intervals.md."""
    frame = intervals.coverage()
    kinds = [
        (
            row["what"],
            f"{row['words']:,}",
            row["values"],
            row["shown"],
            f"{row['least']} to {row['most']}",
            f"{row['median']:g}",
        )
        for row in _records(intervals.by_kind(frame))
    ]
    compared = frame[frame["measure"].isin(set(compared_measures()))]
    cells = []
    for name, rows in compared.groupby("measure", sort=False):
        by_words = {row["words"]: row for row in _records(rows)}
        least = min(by_words.values(), key=lambda row: row["least"])
        held = [_held(by_words.get(words)) for words in sorted(set(frame["words"]))]
        cells.append(
            (f"`{name}`", least["kind"], *held, f"{least['least']} ({least['least_genre']}, {least['words']:,} words)")
        )
    lengths = [f"{words:,}" for words in sorted(set(frame["words"]))]
    untried = [name for name in compared_measures() if name not in set(compared["measure"])]
    cells += [(f"`{name}`", "too rare to be tried", *["-" for _ in lengths], "-") for name in untried]
    return "\n".join(
        [
            INTERVALS_HEAD,
            "## By kind, how many marks there are, and length in words\n",
            _markdown(
                ("kind", "words", "values", "shown", "held in % of the texts", "median"), [list(map(str, row)) for row in kinds]
            ),
            "## The compared values, by length in words\n\nPercent of the texts; in brackets where no interval is shown.\n",
            _markdown(("value", "kind", *lengths, "least of all genres"), cells),
        ]
    )


def _held(row: dict[str, Any] | None) -> str:
    if row is None:
        return "-"
    return str(row["percent"]) if intervals.good(row["kind"], row["percent"]) else f"({row['percent']})"


def _middle(row: Any) -> str:
    return f"{row['q50']:.3g} ({row['q25']:.3g} to {row['q75']:.3g})" if row["documents"] else "-"


def gallery_page() -> str:
    """Every figure of the study with what it shows, the call that draws it, and its data."""
    groups: dict[str, Sequence[StudyFigure | study.WholeFigure]] = {**GROUPS, STUDY: study.OF_THE_STUDY}
    parts = [GALLERY_HEAD]
    for group, figures in groups.items():
        parts.append(f"## {HEADINGS.get(group) or labels.title(group)}\n")
        parts += [_pictured(figure.name, *_described(figure)) for figure in figures]
    return "\n".join(parts)


def _pictured(name: str, title: str, caption: str, call: str) -> str:
    """A figure as a section of the gallery; the text for those who do not see it is its caption."""
    files = " · ".join(f"[{kind}](../figures/{name}.{kind.lower()})" for kind in ("SVG", "PDF", "CSV"))
    picture = f"![{caption}](../figures/{name}.png)"
    return f"### {title}\n\n{picture}\n\n{caption}\n\n```python\n{_with_imports(call)}\n```\n\n{files}\n"


def _described(figure: StudyFigure | study.WholeFigure) -> tuple[str, str, str]:
    """Title, caption and call of a figure."""
    if isinstance(figure, study.WholeFigure):
        row = next(row for row in table("captions", "wording") if row["name"] == figure.name)
        return row["title"], row["caption"], figure.call
    return figure.title, figure.caption, call_of(figure)


def call_of(figure: StudyFigure) -> str:
    """The call that draws a figure of a document ``doc``, in names of ``stylo.figures``."""
    if figure.described:  # made for several families by one function, and so without a name of its own
        return f'figure = next(one for one in FIGURES if one.name == "{figure.name}")\nfigure.draw(figure.frame(doc))'
    frame, draw = (f"{made.__module__.split('.')[-1]}.{made.__name__}" for made in (figure.frame, figure.draw))
    return f"{draw}({frame}(doc))"


def _with_imports(call: str) -> str:
    """A call under the lines that import the modules which it names."""
    if "FIGURES" in call:
        return f"from stylo.figures import FIGURES\n\n{call}"
    modules = sorted(set(re.findall(r"\b(\w+)\.\w+\(", call)))
    lines = []
    for package in ("stylo.figures", "stylo.reference"):
        names = [name for name in modules if find_spec(f"{package}.{name}")]
        lines += [f"from {package} import {', '.join(names)}"] if names else []
        modules = [name for name in modules if name not in names]
    return "\n".join([*lines, "", call])


def accuracy_block() -> str:
    """The README's table in the current language: a line a measure, its figure on each corpus, the best other one there."""
    rows = validation()
    cells = []
    for name, english, german, kind in SHOWN:
        chosen = _records(on_own_tags(rows[rows["measure"] == name]))
        chosen = [row for row in chosen if kind != "F1" or row["f1"] == row["f1"]]
        words = f"{bilingual(english, german)} ({say(kind)})"
        cells.append((words, *map(bilingual(", ", "; ").join, zip(*map(_brief, chosen), strict=True))))
    head = (
        say("measure"),
        bilingual("stylo, with 95 % interval", "stylo, mit 95-%-Intervall"),
        bilingual("best other figure known on the same data", "bester sonst bekannter Wert an denselben Daten"),
    )
    return _markdown(head, cells)


def _brief(row: dict[str, Any]) -> tuple[str, str]:
    """Figure with corpus and interval, and the best other one."""
    figure = row["f1"] if row["f1"] == row["f1"] else row["value"]
    star = "\\*" if row["trained_on"] else ""
    best = _quoted(row["best"]) if row["best"] == row["best"] else "-"
    between = say("{low} to {high}", low=_quoted(row["low"]), high=_quoted(row["high"]))
    return f"{say(row['corpus'])}{star} **{_quoted(figure)}** ({between})", best


def _quoted(figure: float) -> str:
    """A figure as it is written in the current language: .967, or 0,967 in German."""
    return bilingual(shortened(figure), number(figure, 3 if abs(figure) < 1 else 2))


def _markdown(head: Sequence[str], cells: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *cells]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def pages() -> dict[Path, str]:
    """Each generated file with the text that it should hold."""
    return {
        ROOT / "docs" / "measures.md": measures_page(),
        ROOT / "docs" / "reference.md": reference_page(),
        ROOT / "docs" / "intervals.md": intervals_page(),
        ROOT / "docs" / "gallery.md": gallery_page(),
        **{ROOT / name: _readme(ROOT / name, lang) for lang, name in READMES.items()},
    }


def _readme(path: Path, lang: str) -> str:
    with language(lang):
        block = accuracy_block()
    return BLOCK.sub(lambda found: found[1] + block + found[2], path.read_text(encoding="utf-8"))


def stale() -> dict[Path, str]:
    """The generated files that do not hold what they should, with what they should hold."""
    return {path: text for path, text in pages().items() if not path.is_file() or path.read_text(encoding="utf-8") != text}


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the pages; with ``--check`` only say which are stale and return 1."""
    parser = argparse.ArgumentParser(prog="tools.docs", description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args(arguments).check
    found = stale()
    for path, text in found.items():
        print(f"{path.relative_to(ROOT)} is stale; run python -m tools.docs" if check else f"Wrote {path.relative_to(ROOT)}.")
        if not check:
            path.parent.mkdir(exist_ok=True)
            write_whole(text, path)
    return 1 if check and found else 0


if __name__ == "__main__":
    sys.exit(main())
