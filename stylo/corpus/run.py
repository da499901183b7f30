"""A corpus measured in parts that stay measured: one table for all documents, whatever happens on the way.

The stream of documents is cut into parts (``parts``). Each is measured by one worker (``workers``), and its pieces of the
tables are kept, whole or not at all, in a folder beside the output (``profiles.csv.parts``, ``store``), named after the content
of the texts, the options and the version of the measures. The same run after a crash, Ctrl-C or a full disk reads the documents
again, finds what is there and measures the rest (``resume``); at the end the pieces are joined in the order of the documents
(``join``), and the folder goes. So the bytes of the tables do not depend on the number of workers, on their order, or on what
happened.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from stylo.corpus import parts
from stylo.corpus.extras import require
from stylo.corpus.fingerprint import pieces_version
from stylo.corpus.interrupts import Interrupts, note_interrupts
from stylo.corpus.join import join_table
from stylo.corpus.parts import Options, Part
from stylo.corpus.pools import ATTEMPTS
from stylo.corpus.resume import Progress, Remaining, plan
from stylo.corpus.store import Store
from stylo.corpus.workers import worker_pool
from stylo.families.profile import columns, failed_row
from stylo.families.registry import marked
from stylo.reading.records import Document, Failure, checked
from stylo.wording.language import current, say
from stylo.wording.signs import well_formed
from stylo.writing.files import LONGEST_NAME, why_not_replaceable
from stylo.writing.own import is_own

Source = Callable[[], Iterable[Document]]
SECONDS = 120.0
"""To measure one document; a long novel takes about a minute."""
FORMS = {".csv": "csv", ".parquet": "parquet"}


class Refused(ValueError):
    """Nothing is written where something would be lost; the message says what, and what helps."""


class Outcome(NamedTuple):
    """What a run did: documents in the table, documents in the table of errors, and where that is."""

    documents: int
    failed: int
    words: int
    errors: Path | None
    status: int
    """The status of the first document that could not be read, 0 where all could."""
    written: bool
    """Whether the tables were written: where nothing could be measured, those of an earlier run stay."""


def run(
    source: Source,
    output: Path | str,
    *,
    marks: Path | str | None = None,
    workers: int = 1,
    cluster: str | None = None,
    split_at_colon: bool = False,
    model: str | None = None,
    seconds: float | None = SECONDS,
    force: bool = False,
    sources: Iterable[Path] = (),
    progress: Callable[[Progress], None] = lambda _: None,
    complete: Callable[[Path], None] = lambda _: None,
) -> Outcome:
    """Measure all documents of ``source()`` into the table ``output`` (``.csv`` or ``.parquet``), one row a document.

    ``source`` is called twice, once to see what is to be done. ``marks`` names a folder for the evidence, a table a kind with
    the document in its first column. What fails is in ``<output without ending>.errors.csv`` (document, reason), which is
    there only if something failed. ``progress`` is called after each part.

    ``complete`` gets the table of profiles when it is whole and not yet in its place, to put further columns into it.

    A document that takes longer than ``seconds`` is an error. What stylo did not write is replaced only with ``force``, and
    what is among ``sources``, the files that are read, never.

    Raises Refused for that, OSError where something cannot be written, MissingExtra, ClusterGone and OtherVersion; what was
    measured is kept.
    """
    output, marks = Path(output), None if marks is None else Path(marks)
    form = FORMS[output.suffix.lower()]
    options = Options(form, marks is not None, split_at_colon, model, pieces_version(), seconds, current())
    if options.form == "parquet":
        require("pyarrow")
    _check_targets(output, marks, options.form, force, list(sources))
    store = Store(work_folder(output))
    if store.folder.is_symlink():
        raise Refused(say("{path} is a link, and nothing is kept in what it leads to; remove it.", path=store.folder))
    if marks is not None:
        marks.mkdir(exist_ok=True)  # what cannot be written is better known before the work
    with store.held(), note_interrupts() as interrupts:
        with interrupts.at_once():
            done = plan(source(), store, options)
        progress(done)
        remaining = Remaining(store, options)
        with worker_pool(workers, cluster, interrupts) as pool:
            for part, pieces in pool(partial(parts.make_pieces, options=options), remaining.find(source())):
                kept = pieces if isinstance(pieces, dict) else _pieces_of_lost(part, pieces, options)
                store.put(parts.key(part, options), kept)
                done = done.advance(part, json.loads(kept["info.json"])["words"])
                progress(done)
        outcome = _join(remaining, output, marks, interrupts, complete)
        store.remove()
    return outcome


def _check_targets(output: Path, marks: Path | None, form: str, force: bool, sources: list[Path]) -> None:
    """Raise Refused where a table would replace what is somebody else's, what is read, or another table of the run."""
    evidence = {} if marks is None else {marks / f"{family}.{form}": family for family in marked()}
    targets = [output, errors_table(output), *evidence]
    if len({path.absolute().resolve() for path in targets}) < len(targets):
        raise Refused(say("{path} and a table of {folder} are the same file; name another one.", path=output, folder=marks))
    for path in targets:
        known = ["document", *parts.marks_columns(evidence[path])] if path in evidence else columns()
        if reason := why_not_replaceable(path, partial(is_own, tables=[known, parts.ERRORS]), sources, force):
            raise Refused(reason)


def _join(
    remaining: Remaining, output: Path, marks: Path | None, interrupts: Interrupts, complete: Callable[[Path], None]
) -> Outcome:
    """Write the tables from the kept parts, the profile last: where it is, everything is."""
    store, keys, form = remaining.store, remaining.keys, remaining.options.form
    counts = {"documents": 0, "failed": 0, "words": 0}
    for key in keys:
        info = json.loads(store.piece(key, "info.json").read_bytes())
        counts = {name: counts[name] + info[name] for name in counts}
    measured = counts["documents"] - counts["failed"]
    written = bool(measured) or not counts["failed"] or not output.exists()
    if marks is not None and written:
        for family in marked():
            join_table(store, keys, family, form, marks / f"{family}.{form}", interrupts)
    errors = errors_table(output)
    errors.unlink(missing_ok=True)
    if counts["failed"]:
        join_table(store, keys, "errors", "csv", errors, interrupts)
    if written:
        join_table(store, keys, "profile", form, output, interrupts, complete)
    return Outcome(measured, counts["failed"], counts["words"], errors if counts["failed"] else None, remaining.status, written)


def work_folder(output: Path) -> Path:
    """Where a run keeps what it has measured."""
    return output.with_name(_fitting(output.name, ".parts"))


def errors_table(output: Path) -> Path:
    """Where a run says what failed."""
    return output.with_name(_fitting(output.stem, ".errors.csv"))


def _fitting(name: str, ending: str) -> str:
    """A name with an ending; of one that is too long for a file, its beginning and a digest."""
    data = os.fsencode(name)
    if len(data) + len(ending) <= LONGEST_NAME:
        return name + ending
    return f"{data[:120].decode('utf-8', 'ignore')}-{hashlib.sha256(data).hexdigest()[:12]}{ending}"


def measure_rows(texts: Iterable[tuple[str, Any]], workers: int) -> list[dict[str, object]]:
    """The profile's rows of texts with their ids, in their order; what is no text has a row that says so."""
    ids: list[str] = []
    found: dict[int, dict[str, object]] = {}
    work = partial(parts.measure_rows, options=Options(version=pieces_version(), lang=current()))
    with note_interrupts() as interrupts, worker_pool(workers, None, interrupts) as pool:
        for part, rows in pool(work, parts.cut(_number(texts, ids))):
            if isinstance(rows, Exception):
                rows = [failed_row(name, _explain_death(rows)) for name, _ in part]
            found |= {int(name): entry for (name, _), entry in zip(part, rows, strict=True)}
    return [{**found[number], "document": name} for number, name in enumerate(ids)]


def _number(texts: Iterable[tuple[str, Any]], ids: list[str]) -> Iterator[Document]:
    """Documents under numbers, for the ids of a Series may occur twice; ``ids`` takes those."""
    for number, (name, text) in enumerate(texts):
        ids.append(well_formed(name))
        no_text = Failure(say("It is {kind}, no text.", kind=type(text).__name__))
        yield Document(str(number), checked(text) if isinstance(text, str) else no_text)


def _pieces_of_lost(part: Part, error: Exception, options: Options) -> dict[str, bytes]:
    """The pieces of a part over which workers died."""
    return parts.make_pieces(tuple(Document(name, Failure(_explain_death(error))) for name, _ in part), options)


def _explain_death(error: Exception) -> str:
    told = "A worker died {n} times over this part of the corpus; is there memory enough for so many workers? ({why})"
    return say(told, n=ATTEMPTS, why=error)
