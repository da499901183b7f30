"""A text of one's own: opened, shown before it is measured, measured, and said in words."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import chain, repeat
from pathlib import Path

import click
import pandas as pd
from spacy.tokens import Doc

from stylo.families.document import as_profiles
from stylo.grammar.marks import is_word
from stylo.pipeline.loading import load, tokenizer
from stylo.reading import files, stream, tables_of_texts
from stylo.reading.extract import listed
from stylo.reading.paratext import prepared_text
from stylo.reading.remarks import remarks
from stylo.reading.text import EMPTY, MISSING, Text, TextError
from stylo.reference.comparison import place_profiles
from stylo.reports.summary import sentences as summary_sentences
from stylo.wording import numbers
from stylo.wording.language import say
from stylo.wording.signs import visible

PASTED = "text"
LONGEST_NAME = 255  # characters; a longer string is no path on any system
PREVIEW_LINES, PREVIEW_CHARACTERS = 4, 280
BEGINNING = 60  # characters
SLOW = 10_000  # words, about two seconds


class Opened(tuple[Text, ...]):
    """Texts that were opened but not measured yet; in Jupyter and printed, a preview of what will be measured."""

    problems: tuple[str, ...]

    def __new__(cls, found: Iterable[Text], problems: Iterable[str] = ()) -> Opened:
        self = super().__new__(cls, found)
        self.problems = tuple(problems)
        return self

    def __repr__(self) -> str:
        blocks = ["\n".join([f"{heading(text)}:", *(f"  {line}" for line in preview(text)), *_remarks(text)]) for text in self]
        return visible("\n\n".join([*blocks, *self.problems]))

    def _repr_html_(self) -> str:
        blocks = []
        for text in self:
            lines = "".join(f"<p style='margin:.3em 0 .3em 1em'>{escape(visible(line))}</p>" for line in preview(text))
            remarks = "".join(f"<p>{escape(remark)}</p>" for remark in _remarks(text))
            blocks.append(
                f"<p><b>{escape(visible(heading(text)))}</b></p><div lang='de' style='font-family:serif'>{lines}</div>{remarks}"
            )
        blocks += [f"<p>{escape(problem)}</p>" for problem in self.problems]
        return f"<div style='max-width:46em'>{''.join(blocks)}</div>"


def open_texts(
    source: str | Path,
    *,
    join_lines: bool = False,
    encoding: str = "utf-8",
    text_column: str = "text",
    id_column: str | None = None,
    skip_title: bool = False,
    quotations: str = "keep",
    by_chapter: bool = False,
) -> Opened:
    """The texts of a source, to be looked at before they are measured.

    Here alone a string is a path where it names one or is a single word, else a text; all other functions take a string for a
    text and a ``Path`` for a file.

    Parameters
    ----------
    source : str or Path
        A pasted text, the path of a file (.txt, .md, .docx, .pdf, .epub, .html, TEI in .xml), of a table or archive of texts,
        or a folder of these.
    join_lines : bool
        Make paragraphs of lines of a fixed width (from an e-mail, say), which would otherwise each end a sentence.
    encoding : str
        How plain text files are encoded.
    text_column, id_column : str
        Where a table has its texts and their names.
    skip_title : bool
        Leave out title, headings, byline, credits, rating and legal notice.
    quotations : str
        ``keep`` what stands in quotation marks, ``drop`` it, or take ``only`` that.
    by_chapter : bool
        Take an EPUB or PDF by its chapters, one text each, called *book/title*.

    Returns
    -------
    Opened
        A tuple of ``Text``; in Jupyter and printed, a preview of what will be measured. The offsets of all marks count the
        characters of ``Text.text``, from which titles, quotations and the like are gone already. A bad file among others in a
        folder is only told of.

    Raises
    ------
    TextError
        What to do where nothing can be read, in a sentence.

    Examples
    --------
    >>> import stylo
    >>> stylo.open_texts("Der Film ist gut. Er ist lang.")
    text: 7 words in one paragraph:
      Der Film ist gut. Er ist lang.
    """
    path = _as_path(source)
    problems: list[str] = []
    if path is None:
        found = [Text(PASTED, str(source).strip() + "\n")]
        if not str(source).strip():
            raise TextError(say("The text is empty: paste one between the quotes, or give the path of a file."), EMPTY)
    elif (path / "metadata.csv").is_file() and not by_chapter:
        found = list(files.corpus(path))
    else:
        found, problems = in_path(path, encoding, text_column, id_column, by_chapter)
    found = [prepared_text(text, skip_title, quotations, join_lines) for text in found]
    return Opened(found, problems)


def in_path(
    path: Path, encoding: str = "utf-8", text_column: str = "text", id_column: str | None = None, by_chapter: bool = False
) -> tuple[list[Text], list[str]]:
    """The texts of a file, table, archive or folder, and a sentence for each that cannot be read.

    Raises TextError where no text is left.
    """
    found, failures = [], []
    passed_over: list[str] = []
    take = passed_over.append
    for record in stream.records([path], text_column, id_column, encoding, passed_over=take, by_chapter=by_chapter):
        if isinstance(record.text, str):
            found.append(Text(record.id, record.text, dict(record.metadata), dict(record.left_out), record.headings))
        else:
            failures.append(record.text)
    problems = [failure.reason for failure in failures]
    problems += [stream.passed_over_remark(passed_over)] if passed_over else []
    if not found:
        said = " ".join(problems)
        if path.is_dir():
            said = f"{say('{name} holds no text that can be read.', name=path.name or str(path))} {said}"
        raise TextError(said, EMPTY if path.is_dir() else failures[0].status)
    return found, problems


def _as_path(source: str | Path) -> Path | None:
    """The path that a source names, or None for a text. Raises TextError for an address on the net."""
    if isinstance(source, Path):
        return source
    name = source.strip()
    if "\n" in name or "\r" in name or "\0" in name or not name or len(name) > LONGEST_NAME:
        return None
    if name.lower().startswith(("http://", "https://", "ftp://")) and not any(map(str.isspace, name)):
        raise TextError(say("stylo fetches nothing from the net. Save the page as a text file and give its path."), MISSING)
    path = Path(os.path.expanduser(name))  # which leaves it as it is where there is no such user
    named = (
        path.exists()
        or path.suffix.lower() in (*files.READABLE, *tables_of_texts.TABLES, ".zip", ".gz")
        or not any(map(str.isspace, name))
    )
    return path if named else None


# --- before it is measured ----------------------------------------------------------------------------------------------------


def _lines(text: Text) -> list[str]:
    return [line.strip() for line in text.text.splitlines()]


def heading(text: Text) -> str:
    """Name and size of a text: *kritik: 492 words in 5 paragraphs*; words as the profile counts them."""
    paragraphs = sum(1 for line in _lines(text) if line)
    count = numbers.grouped(_size(text))
    if paragraphs == 1:
        return say("{name}: {words} words in one paragraph", name=text.id, words=count)
    return say(
        "{name}: {words} words in {paragraphs} paragraphs", name=text.id, words=count, paragraphs=numbers.grouped(paragraphs)
    )


def summary(text: Text) -> str:
    """Size and beginning of a text, in a line."""
    return f"{heading(text)}: {' '.join(text.text.split())[:BEGINNING].rstrip()} ..."


def _size(text: Text) -> int:
    """The words of a text, as they are counted when it is measured."""
    return sum(is_word(token) for part in text.text.split("\n") for token in tokenizer()(part))


def preview(text: Text) -> list[str]:
    """The first lines of a text, shortened, with a line that says that it goes on."""
    lines = [line for line in _lines(text) if line]
    shown = [line if len(line) <= PREVIEW_CHARACTERS else line[:PREVIEW_CHARACTERS].rstrip() + " ..." for line in lines]
    rest = len(lines) - PREVIEW_LINES
    return [*shown[:PREVIEW_LINES], *([say("... and {n} more", n=numbers.grouped(rest))] if rest > 0 else [])]


def _remarks(text: Text) -> Iterator[str]:
    if any(text.left_out.values()):
        yield say("Left out: {what}.", what=listed(text.left_out))
    yield from remarks(text.text, text.headings)


# --- measured ---------------------------------------------------------------------------------------------------------------


def measured(
    source: str | Path | Text | Iterable[Text], *, model: str | None = None, split_at_colon: bool = False
) -> list[Doc]:
    """Texts run through the pipeline, as all measures take them.

    Parameters
    ----------
    source : str, Path, Text or iterable of Text
        What ``open_texts`` gives, or a source for it.
    model, split_at_colon
        As in ``load``.

    Returns
    -------
    list of Doc
        Each with its id in ``doc.user_data["id"]``.

    Raises
    ------
    TextError, ModelNotInstalled
        As ``open_texts`` and ``load`` do.

    Examples
    --------
    >>> import stylo
    >>> doc, = stylo.measured("Der Film ist gut. Er ist lang.")
    >>> doc.user_data["id"], len(list(doc.sents))
    ('text', 2)
    """
    if isinstance(source, Text):
        source = [source]
    chosen = open_texts(source) if isinstance(source, str | Path) else list(source)
    nlp = load(model, split_at_colon=split_at_colon)
    docs = []
    for text in _with_progress(chosen):
        nlp.max_length = max(nlp.max_length, len(text.text) + 1)
        doc = nlp(text.text)
        doc.user_data["id"] = text.id
        docs.append(doc)
    return docs


def _with_progress(chosen: Sequence[Text]) -> Iterator[Text]:
    """The texts, with a bar on a terminal or a line in a notebook where measuring them takes more than two seconds."""
    sizes = [_size(text) for text in chosen]
    if sum(sizes) < SLOW:
        yield from chosen
        return
    if sys.stderr.isatty():
        with click.progressbar(chosen, label=say("Measuring"), file=sys.stderr) as bar:
            yield from bar
        return
    done = 0
    for number_, (text, size) in enumerate(zip(chosen, sizes, strict=True), 1):
        share = say(
            "Measuring text {n} of {total} ({percent} %)", n=number_, total=len(chosen), percent=100 * done // sum(sizes)
        )
        print(f"\r{share}", end="", file=sys.stderr, flush=True)
        yield text
        done += size
    print("\r" + say("Measured {total} texts.", total=len(chosen)) + " " * 30, file=sys.stderr, flush=True)


# --- in words ---------------------------------------------------------------------------------------------------------------


def in_words(profile: pd.DataFrame | Doc, genre: str = "film_review") -> InWords:
    """What stands out in each text among the documents of a genre, what is usual and what cannot be said.

    Parameters
    ----------
    profile : DataFrame or Doc
        What ``stylo.profile`` returns, or a text.
    genre : str
        As in ``compare``.

    Returns
    -------
    InWords
        The sentences of the report's summary, in the current language; in Jupyter a list.

    Raises
    ------
    ValueError
        For a genre without reference figures.

    Examples
    --------
    >>> import stylo
    >>> stylo.in_words(stylo.load()("Der leise Film ist gut."))[0]
    'Words: 5; sentences: 1; adjectives: 2.'
    """
    profiles = as_profiles(profile)
    compared = place_profiles(profiles, genre).groupby("document", sort=False)
    rows = [(found.row(), compared.get_group(found.document)) for found in profiles]
    named = len(rows) > 1
    return InWords(
        f"{row['document']}: {line}" if named and first else line
        for row, own in rows
        for first, line in zip(chain([True], repeat(False)), summary_sentences(row, own), strict=False)
    )


class InWords(tuple[str, ...]):
    """Sentences; in Jupyter a list."""

    def __repr__(self) -> str:
        return visible("\n".join(self))

    def _repr_html_(self) -> str:
        items = "".join(f"<li>{escape(visible(line))}</li>" for line in self)
        return f"<ul style='max-width:46em'>{items}</ul>"
