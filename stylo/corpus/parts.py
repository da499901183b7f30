"""A part of a corpus: some documents in a row, measured into pieces of the final tables. The same documents, options and
measures give the same bytes, in whatever process and however often."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache, partial
from typing import Any

import pandas as pd
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from stylo.catalogue import whole_numbers
from stylo.corpus.fingerprint import pieces_version
from stylo.families.document import Reading
from stylo.families.profile import columns, failed_row
from stylo.families.registry import marked
from stylo.pipeline.loading import load
from stylo.reading.limits import TimeUp, time_limit
from stylo.reading.records import Document, Failure
from stylo.wording.language import language, say
from stylo.writing.tables import as_json, safe_csv

CHARACTERS = 150_000
"""Of a part, a longer document aside: a few seconds of work, so that little is lost when it is interrupted."""
MOST = 2_000
"""Documents of a part, be they empty."""
NEW_WORDS = 200_000
"""Word forms after which a pipeline is made anew, for its vocabulary only ever grows."""
ERRORS = ["document", "reason"]


class OtherVersion(RuntimeError):
    """A worker has another stylo, or other packages, than the program that asks it."""


@dataclass(frozen=True)
class Options:
    """What decides the bytes beside the documents. ``form`` is ``csv`` or ``parquet``; ``version`` that of the measures;
    a document that takes longer than so many ``seconds`` is an error; errors are said in ``lang``."""

    form: str = "csv"
    marks: bool = False
    split_at_colon: bool = False
    model: str | None = None
    version: str = ""
    seconds: float | None = None
    lang: str = "en"

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables to make beside the errors."""
        return ("profile", *marked()) if self.marks else ("profile",)


Part = tuple[Document, ...]
Tables = dict[str, pd.DataFrame]


def cut(documents: Iterable[Document]) -> Iterator[Part]:
    """A stream of documents in parts of bounded size; where it is cut depends on the documents alone."""
    part: list[Document] = []
    size = 0
    for document in documents:
        length = count_characters([document])
        if part and (size + length > CHARACTERS or len(part) >= MOST):
            yield tuple(part)
            part, size = [], 0
        part.append(document)
        size += length
    if part:
        yield tuple(part)


def count_characters(part: Iterable[Document]) -> int:
    """The characters to measure."""
    return sum(len(document.text) for document in part if isinstance(document.text, str))


def key(part: Part, options: Options) -> str:
    """What a part is known by: a digest of its ids and texts, the options and the version of the measures."""
    digest = hashlib.sha256(json.dumps(asdict(options), sort_keys=True).encode())
    for name, text in part:
        for cell in (name, text if isinstance(text, str) else f"\0{text.reason}"):
            data = cell.encode()
            digest.update(b"%d:" % len(data) + data)
    return digest.hexdigest()[:32]


# --- measuring --------------------------------------------------------------------------------------------------------------


def measure_part(part: Part, options: Options) -> tuple[Tables, int]:
    """The tables of a part, ``errors`` among them, and how many words were measured. A document that fails is an error."""
    with language(options.lang):  # that of the program, wherever this is
        return _measure_part(part, options)


def _measure_part(part: Part, options: Options) -> tuple[Tables, int]:
    rows: list[dict[str, object]] = []
    marks: dict[str, list[pd.DataFrame]] = {kind: [] for kind in options.tables if kind in marked()}
    errors: list[tuple[str, str]] = []
    total = 0
    for document, made in zip(part, _make_docs(part, options), strict=True):
        try:
            with time_limit(options.seconds):
                reading = Reading(made())
                found = {kind: reading.marks(kind) for kind in marks}
                row = reading.values.row()
        except TimeUp:
            told = "It takes longer than {n} seconds to measure; --seconds allows more."
            errors.append((document.id, say(told, n=f"{options.seconds:g}")))
            continue
        except Exception as error:  # whatever it is, it must not stop the rest
            errors.append((document.id, describe_error(error)))
            continue
        rows.append(row)
        total += sum(reading.tokens.is_word)
        for kind, frame in found.items():
            frame.insert(0, "document", document.id)
            marks[kind].append(frame)
    tables = {"profile": pd.DataFrame(rows, columns=columns(), dtype=object), "errors": pd.DataFrame(errors, columns=ERRORS)}
    tables |= {kind: pd.concat(frames, ignore_index=True) if frames else _no_marks(kind) for kind, frames in marks.items()}
    return tables, total


class _NoText(ValueError):
    pass


def describe_error(error: Exception) -> str:
    """Why a document could not be measured, in a sentence."""
    if isinstance(error, _NoText):
        return str(error)
    return say("stylo could not measure it ({why}); please report this.", why=f"{type(error).__name__}: {error}")


def _make_docs(part: Part, options: Options) -> Iterator[Callable[[], Doc]]:
    """For each document what gives it as a ``Doc`` or raises why not. All go through the pipeline at once, which is faster; if
    that fails, one by one, so that each fails for itself."""
    texts = [document.text for document in part if isinstance(document.text, str)]
    nlp = pipeline(options.model, options.split_at_colon)
    nlp.max_length = max([nlp.max_length, *(len(text) + 1 for text in texts)])
    try:
        with time_limit(options.seconds):
            docs = iter(list(nlp.pipe(texts)))
    except Exception:
        docs = None
    for document in part:
        if isinstance(document.text, Failure):
            yield partial(_refuse, document.text.reason)
        elif docs is None:
            yield partial(_make_named, document.id, partial(nlp, document.text))
        else:
            yield partial(_make_named, document.id, partial(next, docs))


def _refuse(reason: str) -> Doc:
    raise _NoText(reason)


def _make_named(name: str, make: Callable[[], Doc]) -> Doc:
    doc = make()
    doc.user_data["id"] = name
    return doc


def pipeline(model: str | None, split_at_colon: bool) -> Language:
    """This process's pipeline, made anew when its vocabulary has grown large."""
    nlp, size = _pipeline(model, split_at_colon)
    if len(nlp.vocab.strings) > size + NEW_WORDS:
        _pipeline.cache_clear()
        nlp, _ = _pipeline(model, split_at_colon)
    return nlp


@lru_cache(maxsize=1)
def _pipeline(model: str | None, split_at_colon: bool) -> tuple[Language, int]:
    nlp = load(model, split_at_colon=split_at_colon)
    return nlp, len(nlp.vocab.strings)


def measure_rows(part: Part, options: Options) -> list[dict[str, object]]:
    """The profile's rows of a part, with a row of reasons for what could not be measured."""
    tables, _ = measure_part(part, options)
    found: dict[str, dict[Any, Any]] = {entry["document"]: entry for entry in tables["profile"].to_dict("records")}
    failed = dict(tables["errors"].itertuples(index=False, name=None))
    return [found.get(name) or failed_row(name, failed[name]) for name, _ in part]


# --- bytes ------------------------------------------------------------------------------------------------------------------


def make_pieces(part: Part, options: Options) -> dict[str, bytes]:
    """The pieces of the final tables by file name, and ``info.json`` (documents, failed, words).

    Raises OtherVersion where this process would measure differently from the one that asks.
    """
    if options.version != pieces_version():
        with language(options.lang):
            raise OtherVersion(say("The workers have another version of stylo or of a package it needs; make them the same."))
    tables, total = measure_part(part, options)
    info = {"documents": len(part), "failed": len(tables["errors"]), "words": total}
    files = {f"{name}.{options.form}": encode(tables[name], name, options.form) for name in options.tables}
    return {**files, "errors.csv": csv_bytes(tables["errors"]), "info.json": json.dumps(info).encode()}


def csv_bytes(frame: pd.DataFrame, header: bool = False) -> bytes:
    """Rows as CSV that no spreadsheet takes for formulas: numbers as short as they read back the same, a missing cell empty."""
    text = safe_csv(frame)
    return (text if header else text.partition("\n")[2]).encode()


def encode(frame: pd.DataFrame, name: str, form: str) -> bytes:
    """A piece of a table; CSV without its header, which the whole has once."""
    if form == "csv":
        return csv_bytes(frame)
    import pyarrow as pa
    from pyarrow import parquet

    fields = schema(name)
    texts = [field.name for field in fields if field.type == pa.string()]
    cells = {column: frame[column].map(as_json).map(str) if column in texts else frame[column] for column in fields.names}
    sink = io.BytesIO()
    parquet.write_table(pa.table(cells, schema=fields), sink)
    return sink.getvalue()


def schema(name: str) -> Any:
    """The pyarrow schema of a table: values are whole numbers or doubles, marks as their frames have them, the rest is text."""
    import pyarrow as pa

    if name == "profile":
        special = dict.fromkeys(("document", "missing"), pa.string()) | dict.fromkeys(whole_numbers(), pa.int64())
        return pa.schema([(column, special.get(column, pa.float64())) for column in columns()])
    types = {"int64": pa.int64(), "float64": pa.float64(), "bool": pa.bool_()}
    empty = _no_marks(name)
    return pa.schema([(str(column), types.get(str(dtype), pa.string())) for column, dtype in empty.dtypes.items()])


def _no_marks(kind: str) -> pd.DataFrame:
    frame = marked()[kind](Doc(Vocab()))
    frame.insert(0, "document", pd.Series(dtype=object))
    return frame


def marks_columns(kind: str) -> list[str]:
    """The columns of a table of marks of one text; of many it has the document before them."""
    return [str(name) for name in _no_marks(kind).columns[1:]]


def header(name: str) -> bytes:
    """The first line of a CSV table."""
    names = ERRORS if name == "errors" else columns() if name == "profile" else ["document", *marks_columns(name)]
    return csv_bytes(pd.DataFrame(columns=names), header=True)
