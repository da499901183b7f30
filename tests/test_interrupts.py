"""Ctrl-C and SIGTERM, at every moment of a run: it ends as it was told to, keeps what was measured, and can go on."""

from __future__ import annotations

import gc
import multiprocessing
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from distributed import Client, Future

from stylo.corpus import cluster, parts, run, store, workers
from stylo.corpus.interrupts import Terminated, note_interrupts
from stylo.corpus.pools import ClusterGone
from stylo.corpus.store import Store
from stylo.reading.records import Document

DOCUMENTS = [Document(f"t{i}", f"Der Kauz schweigt {i}-mal.") for i in range(10)]
MOMENTS = 100


def make_pieces(part: parts.Part, options: parts.Options) -> dict[str, bytes]:
    """A part that takes no time to measure, so that all moments of a run can be tried."""
    rows = "".join(f"{document.id}\n" for document in part).encode()
    return {"profile.csv": rows, "errors.csv": b"", "info.json": b'{"documents": %d, "failed": 0, "words": 3}' % len(part)}


@pytest.fixture(autouse=True)
def _fast(monkeypatch):
    monkeypatch.setattr(parts, "MOST", 1)
    monkeypatch.setattr(parts, "make_pieces", make_pieces)
    monkeypatch.setattr(store, "flush_to_disk", lambda file: None)  # to wait for the disk takes most of the time


def press() -> None:
    signal.raise_signal(signal.SIGINT)


@contextmanager
def pressed_at(moment: int) -> Iterator[list[int]]:
    """Ctrl-C when so many functions were called or have returned; how many it were in the end."""
    count = [0]

    def hook(_frame: FrameType, _event: str, _argument: Any) -> None:
        count[0] += 1
        if count[0] == moment:
            press()

    sys.setprofile(hook)
    try:
        yield count
    finally:
        sys.setprofile(None)


def moments(measure: Callable[[], object], number: int) -> range:
    """Some moments from the beginning to the end of it."""
    with pressed_at(-1) as count:
        measure()
    return range(1, count[0], max(1, count[0] // number))


def try_all(folder: Path, number: int, **options: Any) -> tuple[int, int]:
    """A run stopped at so many moments, and gone on with each time; how often it was stopped, and how many parts were kept."""
    run.run(lambda: DOCUMENTS, folder / "undisturbed.csv", **options)
    wanted = (folder / "undisturbed.csv").read_bytes()
    tried = moments(lambda: run.run(lambda: DOCUMENTS, folder / "tried.csv", **options), number)
    stopped = kept = 0
    for moment in tried:
        output = folder / f"{moment}.csv"
        try:
            with pressed_at(moment):
                run.run(lambda output=output: DOCUMENTS, output, **options)
        except KeyboardInterrupt:
            stopped += 1
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
        if output.exists():
            assert output.read_bytes() == wanted
        left = Store(run.work_folder(output))
        if left.folder.is_dir():
            named = [entry.name for entry in left.folder.iterdir() if not entry.name.startswith(".")]
            assert all(map(left.has, named))
            kept += len(named)
        run.run(lambda: DOCUMENTS, output, **options)
        assert output.read_bytes() == wanted
        assert not left.folder.exists()
    return stopped, kept


def test_a_run_in_this_process_can_be_stopped_at_any_moment(tmp_path):
    stopped, kept = try_all(tmp_path, MOMENTS)
    assert stopped >= MOMENTS - 20  # the rest came before the run began to listen or after it had ended, and hit the test
    assert kept > MOMENTS


class Thread:
    """Stands for a process that works: to start one takes long."""

    exitcode = 0

    def __init__(self) -> None:
        self.pipe, there = multiprocessing.Pipe()
        threading.Thread(target=workers.serve, args=(there,), daemon=True).start()

    def kill(self) -> None:
        pass

    join = kill


@pytest.fixture
def threads(monkeypatch) -> None:
    """Workers are threads."""

    def start() -> tuple[Any, Thread]:
        thread = Thread()
        return thread.pipe, thread

    monkeypatch.setattr(workers, "start_process", start)


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with Client(processes=False, n_workers=1, threads_per_worker=1, dashboard_address=None, set_as_default=False) as made:
        yield made


@pytest.fixture
def one_cluster(client, monkeypatch) -> None:
    """All runs share a cluster, for to start one takes long."""

    @contextmanager
    def client_of(_address: str) -> Iterator[Client]:
        yield client

    monkeypatch.setattr(cluster, "client_of", client_of)


CLUSTER = "tcp://127.0.0.1:8786"


@pytest.mark.usefixtures("threads")
def test_a_run_with_workers_can_be_stopped_at_any_moment(tmp_path):
    stopped, kept = try_all(tmp_path, 60, workers=2)
    assert stopped >= 45  # the rest came while the workers were being ended, after all was written
    assert kept > 60


@pytest.mark.usefixtures("one_cluster")
def test_a_run_on_a_cluster_can_be_stopped_at_any_moment(tmp_path):
    stopped, kept = try_all(tmp_path, 60, cluster=CLUSTER)
    assert stopped >= 50
    assert kept > 60


@pytest.mark.usefixtures("one_cluster")
def test_ctrl_c_in_a_destructor_is_not_lost(tmp_path, monkeypatch):
    """Python prints what is raised in a destructor, and goes on as if nothing had been."""
    pressed: list[Future] = []
    plain = Future.__del__

    def press_once(future: Future) -> None:
        if not pressed:
            pressed.append(1)
            press()
        plain(future)

    monkeypatch.setattr(Future, "__del__", press_once)
    output = tmp_path / "out.csv"
    with pytest.raises(KeyboardInterrupt):
        run.run(lambda: DOCUMENTS, output, cluster=CLUSTER)
    gc.collect()
    assert pressed
    assert not output.exists()
    assert 1 <= len(list(run.work_folder(output).iterdir())) < len(DOCUMENTS)
    assert run.run(lambda: DOCUMENTS, output, cluster=CLUSTER).documents == len(DOCUMENTS)


class Pressing:
    """Presses Ctrl-C when it is forgotten."""

    def __del__(self) -> None:
        press()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("workers_", [1, 2])
@pytest.mark.usefixtures("threads")
def test_ctrl_c_that_is_swallowed_while_documents_are_read_is_not_lost(tmp_path, workers_):
    def documents() -> Iterator[Document]:
        for number, document in enumerate(DOCUMENTS):
            pressing = Pressing() if number == 5 else None
            del pressing
            yield document

    with pytest.raises(KeyboardInterrupt):
        run.run(documents, tmp_path / "out.csv", workers=workers_)


def test_an_error_after_ctrl_c_is_an_interruption(tmp_path, monkeypatch):
    """Dask turns an interrupted call into errors of its own."""

    def broken(*_: Any) -> Iterator[Any]:
        press()
        raise ClusterGone("The workers cannot do the work (CancelledError).")
        yield

    monkeypatch.setattr(workers, "_work_here", broken)
    with pytest.raises(KeyboardInterrupt):
        run.run(lambda: DOCUMENTS, tmp_path / "out.csv")


@pytest.mark.usefixtures("threads")
@pytest.mark.parametrize("workers_", [1, 2])
def test_a_run_that_is_asked_to_end_ends_with_its_status_and_goes_on(tmp_path, workers_):
    def documents() -> Iterator[Document]:
        for number, document in enumerate(DOCUMENTS):
            if number == 5:
                signal.raise_signal(signal.SIGTERM)
            yield document

    output, before = tmp_path / "out.csv", signal.getsignal(signal.SIGTERM)
    for _ in range(2):  # once while it is seen what there is, once while it is measured
        with pytest.raises(Terminated) as ended:
            run.run(documents, output, workers=workers_)
        assert ended.value.code == 128 + signal.SIGTERM
    assert signal.getsignal(signal.SIGTERM) is before
    assert run.run(lambda: DOCUMENTS, output, workers=workers_).documents == len(DOCUMENTS)


def test_a_second_ctrl_c_does_not_wait():
    reached = []

    def press_twice() -> None:
        with note_interrupts():
            press()
            reached.append("after the first")
            press()
            reached.append("after the second")

    with pytest.raises(KeyboardInterrupt):
        press_twice()
    assert reached == ["after the first"]


def test_ctrl_c_before_and_after_is_python_s():
    with note_interrupts():
        pass
    with pytest.raises(KeyboardInterrupt):
        press()


def test_in_another_thread_and_where_ctrl_c_is_switched_off_nothing_changes():
    found = []

    def look() -> None:
        with note_interrupts() as interrupts:
            found.append(signal.getsignal(signal.SIGINT))
            interrupts.check()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(KeyboardInterrupt):
        look()
        press()
    signal.signal(signal.SIGINT, before)
    assert found == [signal.default_int_handler, signal.SIG_IGN]
