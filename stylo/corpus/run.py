"""A corpus measured in parts that stay measured: one table for all documents, whatever happens on the way.

The stream of documents is cut into parts. Each is measured by one worker, and its pieces of the tables are written whole or not
at all into a folder beside the output (``profiles.csv.parts``), named after the content of the texts, the options and the
version of the measures. The same run after a crash, Ctrl-C or a full disk reads the documents again, finds what is there and
measures the rest; at the end the pieces are joined in the order of the documents, and the folder goes. So the bytes of the
tables do not depend on the number of workers, on their order, or on what happened.

Workers are processes of this machine, or those of a Dask cluster that is running: the same ``distributed.Client`` for both.
Dask pickles what goes between its processes and runs what it is sent, so a cluster must be one that you trust; what stands in
a document is only ever text.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, TypeVar

from stylo.corpus import parts
from stylo.corpus.fingerprint import code_version
from stylo.corpus.parts import Options, OtherVersion, Part
from stylo.families.profile import failed_row
from stylo.families.registry import marked
from stylo.reading.stream import Document, Failure, checked

Result = TypeVar("Result")
Source = Callable[[], Iterable[Document]]
FORMS = {".csv": "csv", ".parquet": "parquet"}
AHEAD = 2
"""Parts sent ahead for each worker; no more are held in memory."""
ATTEMPTS = 3
"""Deaths of a worker over one part after which its documents count as failed."""
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""What workers find in their environment. Dask would also have them give back all memory as soon as it is free, which takes a
fifth of their time here."""
PATIENCE = 10
"""Seconds to wait for a scheduler."""


class MissingExtra(RuntimeError):
    """A package of the extra ``corpora`` is needed and not installed."""


class ClusterGone(RuntimeError):
    """The scheduler cannot be reached, or its workers cannot do the work."""


class Progress(NamedTuple):
    """How far a run is: documents, characters and words measured in it, and how many there are to measure."""

    documents: int
    characters: int
    words: int
    of_documents: int
    of_characters: int
    kept: int
    """Documents that an earlier run had measured."""


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
    progress: Callable[[Progress], None] = lambda _: None,
) -> Outcome:
    """Measure all documents of ``source()`` into the table ``output`` (``.csv`` or ``.parquet``), one row a document.

    ``source`` is called twice, once to see what is to be done. ``marks`` names a folder for the evidence, a table a kind with
    the document in its first column. What fails is in ``<output without ending>.errors.csv`` (document, reason), which is
    there only if something failed. ``progress`` is called after each part.

    Raises OSError where something cannot be written, MissingExtra, ClusterGone and OtherVersion; what was measured is kept.
    """
    output = Path(output)
    options = Options(FORMS[output.suffix.lower()], marks is not None, split_at_colon, model, code_version())
    require(options.form == "parquet", workers > 1 or cluster is not None)
    store = Store(work_folder(output))
    for folder in (store.folder, *([Path(marks)] if marks is not None else [])):
        folder.mkdir(exist_ok=True)  # what cannot be written is better known before the work
    plan = _plan(source, store, options)
    progress(plan)
    seen = _Seen()
    with worker_pool(workers, cluster) as pool:
        for part, files in pool(partial(parts.pieces, options=options), seen.missing_from(store, source, options)):
            done = files if isinstance(files, dict) else _lost(part, files, options)
            store.put(parts.key(part, options), done)
            plan = _after(plan, part, json.loads(done["info.json"])["words"])
            progress(plan)
    outcome = _join(seen, store, options, output, Path(marks) if marks is not None else None)
    store.remove()
    return outcome


def require(parquet: bool, distributed: bool) -> None:
    """Raise MissingExtra where a package for this is not installed."""
    try:
        if parquet:
            import pyarrow.parquet  # noqa: F401
        if distributed:
            import distributed as _  # noqa: F401
    except ImportError as error:
        raise MissingExtra(
            f"This needs the package {error.name}: pip install 'stylo[corpora]'. A CSV table with one worker does without."
        ) from error


def work_folder(output: Path) -> Path:
    """Where a run keeps what it has measured."""
    return output.with_name(output.name + ".parts")


def errors_table(output: Path) -> Path:
    """Where a run says what failed."""
    return output.with_name(output.stem + ".errors.csv")


def rows_of(texts: Iterable[tuple[str, Any]], workers: int) -> list[dict[str, object]]:
    """The profile's rows of texts with their ids, in their order; what is no text has a row that says so."""
    require(False, workers > 1)
    ids: list[str] = []
    found: dict[int, dict[str, object]] = {}
    work = partial(parts.rows, options=Options(version=code_version()))
    with worker_pool(workers, None) as pool:
        for part, rows in pool(work, parts.cut(_numbered(texts, ids))):
            if isinstance(rows, Exception):
                rows = [failed_row(name, _died(rows)) for name, _ in part]
            found |= {int(name): entry for (name, _), entry in zip(part, rows, strict=True)}
    return [{**found[number], "document": name} for number, name in enumerate(ids)]


def _numbered(texts: Iterable[tuple[str, Any]], ids: list[str]) -> Iterator[Document]:
    """Documents under numbers, for the ids of a Series may occur twice; ``ids`` takes those."""
    for number, (name, text) in enumerate(texts):
        ids.append(name)
        yield Document(
            str(number), checked(text) if isinstance(text, str) else Failure(f"It is {type(text).__name__}, no text.")
        )


def _plan(source: Source, store: Store, options: Options) -> Progress:
    documents = characters = kept = 0
    for part in parts.cut(source()):
        if store.has(parts.key(part, options)):
            kept += len(part)
        else:
            documents += len(part)
            characters += parts.characters(part)
    return Progress(0, 0, 0, documents, characters, kept)


def _after(plan: Progress, part: Part, words: int) -> Progress:
    return plan._replace(
        documents=plan.documents + len(part), characters=plan.characters + parts.characters(part), words=plan.words + words
    )


def _lost(part: Part, error: Exception, options: Options) -> dict[str, bytes]:
    """The pieces of a part over which workers died."""
    return parts.pieces(tuple(Document(name, Failure(_died(error))) for name, _ in part), options)


def _died(error: Exception) -> str:
    return f"A worker died {ATTEMPTS} times over this part of the corpus; is there memory enough for so many workers? ({error})"


# --- what is kept -----------------------------------------------------------------------------------------------------------


class Store:
    """The finished parts, a folder for each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def has(self, key: str) -> bool:
        """Whether a part is finished."""
        return (self.folder / key).is_dir()

    def put(self, key: str, files: dict[str, bytes]) -> None:
        """Keep a part, whole or not at all, also where the machine stops. Raises OSError."""
        new = Path(tempfile.mkdtemp(prefix=".new-", dir=self.folder))
        try:
            for name, data in files.items():
                with (new / name).open("wb") as file:
                    _write(file, data)
                    _to_disk(file)
            new.rename(self.folder / key)
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise

    def remove(self) -> None:
        """Take away what a run has put here, and what an interrupted one left; anything else stays."""
        with suppress(OSError):
            for entry in self.folder.iterdir():
                if entry.name.startswith(".new-") or (entry / "info.json").is_file():
                    shutil.rmtree(entry, ignore_errors=True)
            self.folder.rmdir()


def _write(file: BinaryIO, data: bytes) -> None:
    file.write(data)


def _to_disk(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


@dataclass
class _Seen:
    """What a run has come by: the keys of all parts in order, and the status of the first document without a text."""

    keys: list[str] = field(default_factory=list)
    status: int = 0

    def missing_from(self, store: Store, source: Source, options: Options) -> Iterator[Part]:
        """The parts that are not kept yet."""
        for part in parts.cut(source()):
            key = parts.key(part, options)
            self.keys.append(key)
            self.status = self.status or next((text.status for _, text in part if isinstance(text, Failure)), 0)
            if not store.has(key):
                yield part


def _join(seen: _Seen, store: Store, options: Options, output: Path, marks: Path | None) -> Outcome:
    """Write the tables from the kept parts, the profile last: where it is, everything is."""
    counts = {"documents": 0, "failed": 0, "words": 0}
    for key in seen.keys:
        info = json.loads((store.folder / key / "info.json").read_bytes())
        counts = {name: counts[name] + info[name] for name in counts}
    measured = counts["documents"] - counts["failed"]
    written = bool(measured) or not counts["failed"] or not output.exists()
    if marks is not None and written:
        for kind in marked():
            _table(store, seen.keys, kind, options.form, marks / f"{kind}.{options.form}")
    errors = errors_table(output)
    errors.unlink(missing_ok=True)
    if counts["failed"]:
        _table(store, seen.keys, "errors", "csv", errors)
    if written:
        _table(store, seen.keys, "profile", options.form, output)
    return Outcome(measured, counts["failed"], counts["words"], errors if counts["failed"] else None, seen.status, written)


def _table(store: Store, keys: list[str], name: str, form: str, target: Path) -> None:
    """One table from its pieces, whole or not at all."""
    pieces = (store.folder / key / f"{name}.{form}" for key in keys)
    new = target.with_name(f".{target.name}.new")
    try:
        with new.open("wb") as file:
            (_join_csv if form == "csv" else _join_parquet)(file, pieces, name)
            _to_disk(file)
        new.replace(target)
    finally:
        new.unlink(missing_ok=True)


def _join_csv(file: BinaryIO, pieces: Iterable[Path], name: str) -> None:
    _write(file, parts.header(name))
    for piece in pieces:
        with piece.open("rb") as rows:
            shutil.copyfileobj(rows, file)


def _join_parquet(file: BinaryIO, pieces: Iterable[Path], name: str) -> None:
    from pyarrow import parquet

    with parquet.ParquetWriter(file, parts.schema(name)) as writer:
        for piece in pieces:
            rows = parquet.ParquetFile(piece).read()
            if len(rows):
                writer.write_table(rows)


# --- workers ----------------------------------------------------------------------------------------------------------------

Work = Callable[[Part], Result]
Pool = Callable[[Work[Any], Iterable[Part]], Iterator[tuple[Part, Any]]]


@contextmanager
def worker_pool(workers: int, cluster: str | None) -> Iterator[Pool]:
    """A function that does some work on parts and gives each with its result, or with the error that workers died of."""
    if workers < 2 and cluster is None:
        yield _here
        return
    require(False, True)
    with _client(workers, cluster) as client, client.as_current():
        yield partial(_spread, client)


def _here(work: Work[Result], todo: Iterable[Part]) -> Iterator[tuple[Part, Result]]:
    for part in todo:
        yield part, work(part)


@contextmanager
def _client(workers: int, cluster: str | None) -> Iterator[Any]:
    import dask
    from distributed import Client, LocalCluster

    settings = {
        "distributed.scheduler.allowed-failures": ATTEMPTS - 1,
        "distributed.admin.large-graph-warning-threshold": "1GB",
        "distributed.comm.timeouts.connect": PATIENCE,
        "distributed.worker.daemon": True,
        "distributed.nanny.pre-spawn-environ": ONE_THREAD,
        "distributed.worker.profile.enabled": False,  # nobody looks at what it samples a hundred times a second
        **{f"distributed.{kind}.preload": [] for kind in ("client", "nanny", "scheduler", "worker")},  # nobody else's code
    }
    with dask.config.set(settings), _quiet("distributed", "tornado", "asyncio"), _no_modules_from_here():
        if cluster is not None:
            try:
                client = Client(cluster, timeout=PATIENCE, set_as_default=False)
            except (OSError, ValueError, TypeError) as error:
                raise ClusterGone(f"There is no Dask scheduler at {cluster}: {error}.") from error
            with _closing(client):
                yield client
            return
        with LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            memory_limit=0,
            silence_logs="CRITICAL",
            host="127.0.0.1",
        ) as local:
            client = Client(local, set_as_default=False)
            client.register_plugin(_deaf_to_interrupts())
            with _closing(client):
                yield client


@contextmanager
def _no_modules_from_here() -> Iterator[None]:
    """Processes started inside do not look into the working folder for Python's own modules, as they would do first of all."""
    before = os.environ.get("PYTHONSAFEPATH")
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        yield
    finally:
        del os.environ["PYTHONSAFEPATH"]
        if before is not None:
            os.environ["PYTHONSAFEPATH"] = before


@contextmanager
def _quiet(*names: str) -> Iterator[None]:
    """What Dask logs of a lost connection is said in a sentence instead."""
    loud: list[Any] = [logging.getLogger(name) for name in names]
    loud += [handler for logger in loud for handler in logger.handlers]
    levels = [each.level for each in loud]
    try:
        for each in loud:
            each.setLevel(logging.CRITICAL + 1)
        yield
    finally:
        for each, level in zip(loud, levels, strict=True):
            each.setLevel(level)


@contextmanager
def _closing(client: Any) -> Iterator[None]:
    try:
        yield
    finally:
        with suppress(Exception):
            client.close(timeout=2)


def _deaf_to_interrupts() -> Any:
    from distributed import WorkerPlugin

    class Deaf(WorkerPlugin):
        """Ctrl-C goes to all processes of a terminal; it is the main one's to handle, and the workers end with it."""

        name = "stylo-deaf"

        def setup(self, worker: Any) -> None:
            with suppress(ValueError):
                signal.signal(signal.SIGINT, signal.SIG_IGN)

    return Deaf()


def _spread(client: Any, work: Work[Result], todo: Iterable[Part]) -> Iterator[tuple[Part, Result | Exception]]:
    """Each part with its result as it is done, a few parts for each worker under way at a time."""
    running: dict[Any, Part] = {}
    for part in todo:
        while len(running) >= AHEAD * _workers(client):
            yield from _finished(client, running)
        running[client.submit(work, part, pure=False)] = part
    while running:
        yield from _finished(client, running)


def _workers(client: Any) -> int:
    return max(1, len(client.scheduler_info(n_workers=-1)["workers"]))


def _finished(client: Any, running: dict[Any, Part]) -> Iterator[tuple[Part, Any]]:
    """What is done among the running parts; waits for it a while, and looks whether the scheduler is still there."""
    from distributed import KilledWorker, wait

    try:
        wait(list(running), timeout=1, return_when="FIRST_COMPLETED")
    except TimeoutError:
        if client.status != "running":
            raise ClusterGone("The Dask scheduler is gone.") from None
        return
    except Exception as error:
        raise ClusterGone(f"The Dask scheduler is gone ({error}).") from error
    for future in [future for future in running if future.done()]:
        part = running.pop(future)
        try:
            result = future.result(timeout=PATIENCE)
        except KilledWorker as error:
            yield part, error
            continue
        except (OtherVersion, MissingExtra):
            raise
        except Exception as error:
            raise ClusterGone(f"The workers cannot do the work ({type(error).__name__}: {error}).") from error
        yield part, result
