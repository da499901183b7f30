"""How often the 95 % intervals hold: ``python -m tools.coverage``, which is what ``make coverage`` runs.

Texts are drawn from the longest documents of each reference corpus. Texts of 150 to 1,000 words are passages of a document,
texts of 5,000 words are five passages of about 1,000 words of one document, drawn with replacement, since no document is as
long. The interval of each value of such a text holds if the document's value lies in it. A passage is part of its document and
so nearer to it than to all that its author might have written; the document's value is moved away by just that (the finite
population correction). How values move within documents is taken from other documents than those on which it is tried.

Writes ``data/spread.csv`` and ``data/coverage.csv``, which ``stylo.reference.intervals`` reads. No text is in either. What was
measured is kept, so that another run takes seconds.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import click
import numpy as np
import pandas as pd
from spacy.language import Language

from stylo.corpus.fingerprint import code_version
from stylo.families.windows import SIZE
from stylo.pipeline.loading import load
from stylo.reference.genre_check import whole
from stylo.reference.intervals import COUNTED, Spreads, by_kind, counted, kinds, read_spreads, reckoned, spread_at
from stylo.reference.passages import Values, numbers, passages
from stylo.reference.tables import rounded
from tools.make_reference import CACHE, CORPORA, DATA, FILES, Document, key, read_corpora, write

LENGTHS = (150, 300, SIZE, 1000)
LONG = 5000
FEWEST_PASSAGES = 4  # from which a long text is drawn
DRAWS = 8  # long texts a document
SEED = 2011
FOLDS = 5
MOST_CHARACTERS = 850_000  # of a genre, about 120,000 words
FEWEST_TEXTS, FEWEST_DOCUMENTS = 40, 15  # of a genre: fewer tell nothing of it
FEWEST_MARKS = 60  # in the passages of a genre
FEWEST_STEPS = 30  # degrees of freedom
SUMS = ("words", "sentences", "adjectives")


class Text(NamedTuple):
    """A document: its genre, its values, and those of its passages of each length."""

    genre: str
    values: Values
    passages: dict[int, list[Values]]


class Drawn(NamedTuple):
    """A text drawn from a document: its values, the document's, and by how much it is nearer to them than to others' (< 1)."""

    values: Values
    true: Values
    nearer: float


# --- measuring --------------------------------------------------------------------------------------------------------------


def longest(documents: Iterable[Document], most: int = MOST_CHARACTERS) -> list[Document]:
    """The longest documents of each genre, as many as have so many characters; the sections of the newspaper are one genre."""
    frame = pd.DataFrame(documents)
    frame = frame.assign(genre=whole(frame["genre"]), size=frame["text"].str.len())
    frame = frame.sort_values("size", ascending=False, kind="stable")
    chosen = frame[frame.groupby("genre")["size"].cumsum() <= most].sort_index()
    return [Document(*row) for row in chosen[list(Document._fields)].astype(str).to_numpy().tolist()]


def measure(nlp: Language, document: Document) -> Text:
    """A document and its passages of each length of which it has at least two."""
    doc = nlp(document.text)
    values = numbers([doc])[0]
    parts = {length: passages(doc, length) for length in LENGTHS if values["words"] >= 1.8 * length}
    return Text(document.genre, values, {length: numbers(found) for length, found in parts.items() if found})


def measure_all(documents: Sequence[Document], folder: Path, progress: Callable[[int], None]) -> list[Text]:
    """The measured documents, from the cache in ``folder`` where they are."""
    path = folder / f"coverage-{code_version()}.jsonl"
    known = {}
    if path.is_file():
        for line in path.read_text(encoding="utf-8").splitlines():
            name, *rest = json.loads(line)
            known[name] = rest
    folder.mkdir(parents=True, exist_ok=True)
    todo = [document for document in documents if key(document.text) not in known]
    nlp = load() if todo else None
    with path.open("a", encoding="utf-8") as lines:
        for document in todo:
            assert nlp is not None
            found = json.dumps(measure(nlp, document))
            lines.write(f'["{key(document.text)}", {found[1:]}\n')
            known[key(document.text)] = json.loads(found)
            progress(1)
    return [_read(*known[key(document.text)]) for document in documents]


def _read(genre: str, values: Values, parts: dict[str, list[Values]]) -> Text:
    return Text(genre, values, {int(length): found for length, found in parts.items()})


# --- how values move within documents ---------------------------------------------------------------------------------------


def spread_table(texts: Sequence[Text]) -> pd.DataFrame:
    """One row a genre, value and length of passages, 150 to 1,000 words: its ``spread`` between the passages of a document.

    A genre that has too few passages or marks to tell is given the mean of the others. Few genres have documents with passages
    of 1,000 words: in the others these are taken to move by as much more (or less) than passages of 500 words as they do there.
    """
    genres = {genre: [text for text in texts if text.genre == genre] for genre in sorted({text.genre for text in texts})}
    rows = []
    for name, kind in kinds().items():
        least = 1.0 if kind["kind"] in COUNTED else 0.0
        usual = _filled({genre: spread(name, own, SIZE) for genre, own in genres.items()})
        for length in LENGTHS if usual else ():
            growth = _filled({genre: _growth(name, own, length) for genre, own in genres.items()})
            for genre, middle in usual.items():
                found = rounded(max(least, middle * growth.get(genre, 1.0)))
                rows.append({"genre": genre, "measure": name, "words": length, "spread": found})
    return pd.DataFrame(rows)


def _filled(found: dict[str, float]) -> dict[str, float]:
    """The figures of the genres, what is missing by the mean of the others; nothing where all are missing."""
    known = [value for value in found.values() if value == value]
    return {genre: value if value == value else float(np.mean(known)) for genre, value in found.items()} if known else {}


def _growth(name: str, texts: Sequence[Text], length: int) -> float:
    """The spread of passages of a length by that of passages of 500 words of the same documents."""
    both = [text for text in texts if {length, SIZE} <= set(text.passages)]
    one, other = spread(name, both, length), spread(name, both, SIZE)
    return one / other if other else float("nan")


def spread(name: str, texts: Sequence[Text], length: int) -> float:
    """How a value moves between passages of a length within documents; missing (NaN) where they are too few to tell."""
    return (_dispersion if kinds()[name]["kind"] in COUNTED else _deviation)(name, texts, length)


def _dispersion(name: str, texts: Sequence[Text], length: int) -> float:
    """The variance of a count between passages over that of a Poisson or binomial count."""
    squares = expected = seen = 0.0
    for text in texts:
        parts = [counted(name, part) for part in text.passages.get(length, []) if part[name] == part[name]]
        marks, items = sum(part.marks for part in parts), sum(part.items for part in parts)
        if len(parts) < 2 or not items:
            continue
        rate = marks / items
        free = 1 - rate if kinds()[name]["kind"] == "share" else 1.0
        squares += sum((part.marks - part.items * rate) ** 2 for part in parts)
        expected += sum(part.items * rate * free * (1 - part.items / items) for part in parts)
        seen += marks
    return squares / expected if seen >= FEWEST_MARKS and expected else float("nan")


def _deviation(name: str, texts: Sequence[Text], length: int) -> float:
    """The standard deviation between passages, on the scale on which the value moves, as if they had 500 words."""
    squares, freedom = 0.0, 0
    for text in texts:
        parts = [(part["words"], moved(name, part[name])) for part in text.passages.get(length, [])]
        values = np.array([value for _, value in parts if value == value])
        if len(values) > 1:
            squares += float(((values - values.mean()) ** 2).sum()) * float(np.mean([words for words, _ in parts])) / SIZE
            freedom += len(values) - 1
    return math.sqrt(squares / freedom) if freedom >= FEWEST_STEPS else float("nan")


def moved(name: str, value: float) -> float:
    """A value on the scale on which it moves: its logarithm where it moves in proportion."""
    if kinds()[name]["kind"] != "proportional":
        return value
    return math.log(value) if value > 0 else float("nan")


# --- how often the intervals hold -------------------------------------------------------------------------------------------


def drawn_texts(text: Text, length: int, random: np.random.Generator) -> Iterator[Drawn]:
    """The texts of a length that are drawn from a document."""
    if length != LONG:
        for part in text.passages.get(length, []):
            yield Drawn(part, text.values, math.sqrt(1 - part["words"] / text.values["words"]))
        return
    parts = text.passages.get(SIZE, [])
    if len(parts) < FEWEST_PASSAGES:
        return
    true = joined(parts)
    for _ in range(DRAWS):
        first = random.integers(0, len(parts) - 1, LONG // (2 * SIZE))
        yield Drawn(joined([parts[k] for start in first for k in (start, start + 1)]), true, math.sqrt(1 - 2 / len(parts)))


def joined(parts: Sequence[Values]) -> Values:
    """The values of a text made of passages: counts are added, other values are means, weighted by words."""
    words = np.array([part["words"] for part in parts])
    result: Values = {name: sum(part[name] for part in parts) for name in SUMS}
    for name in ("chain_length_mean", *kinds()):
        found = np.array([part[name] for part in parts])
        there = found == found
        result[name] = float(np.average(found[there], weights=words[there])) if there.any() else float("nan")
    for name, kind in kinds().items():
        if kind["kind"] in COUNTED:
            known = [counted(name, part) for part in parts if part[name] == part[name]]
            items = sum(part.items for part in known)
            result[name] = float(kind["scale"]) * sum(part.marks for part in known) / items if items else float("nan")
    return result


def holds(name: str, drawn: Drawn, spreads: Spreads) -> bool:
    """Whether the interval of a drawn text holds the value of its document."""
    low, high = reckoned(name, drawn.values, spread_at(spreads, drawn.values["words"]))
    own, true = moved(name, drawn.values[name]), moved(name, drawn.true[name])
    away = own + (true - own) / drawn.nearer
    return moved(name, low) <= away <= moved(name, high)


def coverage_table(texts: Sequence[Text]) -> pd.DataFrame:
    """One row a value and length, as ``stylo.reference.intervals.coverage`` says it."""
    others = [read_spreads(spread_table([text for k, text in enumerate(texts) if k % FOLDS != fold])) for fold in range(FOLDS)]
    random = np.random.default_rng(SEED)
    rows = []
    for length in (*LENGTHS, LONG):
        drawn = [(number, one) for number, text in enumerate(texts) for one in drawn_texts(text, length, random)]
        for name in kinds():
            tried = []
            for number, one in drawn:
                genre = texts[number].genre
                known = others[number % FOLDS].get((genre, name))
                if known and _can_move(name, one):
                    tried.append((genre, number, holds(name, one, known), _marks(name, one.values)))
            rows.append(_row(name, length, pd.DataFrame(tried, columns=["genre", "document", "holds", "marks"])))
    return pd.DataFrame([row for row in rows if row])


def _can_move(name: str, drawn: Drawn) -> bool:
    return all(math.isfinite(moved(name, values[name])) for values in (drawn.values, drawn.true))


def _row(name: str, length: int, tried: pd.DataFrame) -> dict[str, Any]:
    """How often the interval held, all genres on a par; nothing where no genre has enough texts."""
    of_genre = tried.groupby("genre").agg(share=("holds", "mean"), texts=("holds", "size"), documents=("document", "nunique"))
    shares = of_genre.query("texts >= @FEWEST_TEXTS and documents >= @FEWEST_DOCUMENTS")["share"]
    if shares.empty:
        return {}
    chosen = tried[tried["genre"].isin(shares.index)]
    return {
        "measure": name,
        "kind": kinds()[name]["kind"],
        "words": length,
        "texts": len(chosen),
        "documents": chosen["document"].nunique(),
        "marks": rounded(chosen["marks"].mean()),
        "percent": round(100 * float(shares.mean())),
        "least": round(100 * float(shares.min())),
        "least_genre": str(shares.idxmin()),
    }


def _marks(name: str, values: Values) -> float:
    return counted(name, values).marks if kinds()[name]["kind"] in COUNTED else float("nan")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, try, write the tables and print a summary; 2 where the corpora are absent."""
    parser = argparse.ArgumentParser(prog="tools.coverage", description=__doc__)
    parser.add_argument("corpora", nargs="?", type=Path, default=CORPORA)
    parser.add_argument("-o", "--output", type=Path, default=DATA, help="the folder to write the two tables to")
    parser.add_argument("--cache", type=Path, default=CACHE, help="the folder that keeps what was measured")
    options = parser.parse_args(arguments)
    if not all((options.corpora / f"{name}.tsv").is_file() for name in FILES):
        print(f"The reference corpora are not there ({options.corpora}); name their folder.", file=sys.stderr)
        return 2
    documents = longest(read_corpora(options.corpora))
    with click.progressbar(length=len(documents), label="Measuring the longest texts", file=sys.stderr) as bar:
        texts = measure_all(documents, options.cache, bar.update)
    frame = coverage_table(texts)
    write(spread_table(texts), options.output / "spread.csv")
    write(frame, options.output / "coverage.csv")
    print(by_kind(frame).to_string(index=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
