"""Workers: processes of this machine, or those of a Dask cluster that is running, through the same ``distributed.Client``.

Dask pickles what goes between its processes and runs what it is sent, so a cluster must be one that you trust; what stands in
a document is only ever text.
"""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing import resource_tracker
from typing import Any, TypeVar

from stylo.corpus.extras import MissingExtra, require
from stylo.corpus.interrupts import Interrupts
from stylo.corpus.parts import OtherVersion, Part

Result = TypeVar("Result")
Work = Callable[[Part], Result]
Pool = Callable[[Work[Any], Iterable[Part]], Iterator[tuple[Part, Any]]]
AHEAD = 2
"""Parts sent ahead for each worker; no more are held in memory."""
ATTEMPTS = 3
"""Deaths of a worker over one part after which its documents count as failed."""
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""What workers find in their environment. Dask would also have them give back all memory as soon as it is free, which takes a
fifth of their time here."""
PATIENCE = 10
"""Seconds to wait for a scheduler."""


class ClusterGone(RuntimeError):
    """The scheduler cannot be reached, or its workers cannot do the work."""


@contextmanager
def worker_pool(workers: int, cluster: str | None, interrupts: Interrupts) -> Iterator[Pool]:
    """A function that does some work on parts and gives each with its result, or with the error that workers died of."""
    if workers < 2 and cluster is None:
        yield partial(_work_here, interrupts)
        return
    require("distributed")
    with _settings(), _scheduler(cluster) if cluster is not None else _processes(workers) as client, client.as_current():
        yield partial(_spread, client, interrupts)


def _work_here(interrupts: Interrupts, work: Work[Result], todo: Iterable[Part]) -> Iterator[tuple[Part, Result]]:
    for part in interrupts.each(todo):
        with interrupts.at_once():
            result = work(part)
        yield part, result


# --- Dask -------------------------------------------------------------------------------------------------------------------


@contextmanager
def _settings() -> Iterator[None]:
    import dask

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
        yield


@contextmanager
def _scheduler(address: str) -> Iterator[Any]:
    """The client of a cluster that is running."""
    from distributed import Client

    try:
        connected = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise ClusterGone(f"There is no Dask scheduler at {address}: {error}.") from error
    with _closing(connected) as client:
        yield client


@contextmanager
def _processes(workers: int) -> Iterator[Any]:
    """The client of so many processes of this machine, which end with it."""
    from distributed import Client, LocalCluster

    with _children_deaf_to_interrupts():
        local = LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            memory_limit=0,
            silence_logs="CRITICAL",
            host="127.0.0.1",
        )
    with local, _closing(Client(local, set_as_default=False)) as client:
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
def _closing(client: Any) -> Iterator[Any]:
    try:
        yield client
    finally:
        with suppress(Exception):
            client.close(timeout=2)


@contextmanager
def _children_deaf_to_interrupts() -> Iterator[None]:
    """Processes started inside, also later by threads that are, do not hear Ctrl-C, which goes to all processes of a terminal.

    It is the main one's to handle, and they end with it. One that comes meanwhile is heard afterwards.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # multiprocessing's own; when it starts it lets the signal through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _spread(
    client: Any, interrupts: Interrupts, work: Work[Result], todo: Iterable[Part]
) -> Iterator[tuple[Part, Result | Exception]]:
    """Each part with its result as it is done, a few parts for each worker under way at a time."""
    running: dict[Any, Part] = {}
    for part in interrupts.each(todo):
        while len(running) >= AHEAD * _count_workers(client):
            interrupts.check()
            yield from _take_finished(client, running)
        running[client.submit(work, part, pure=False)] = part
    while running:
        interrupts.check()
        yield from _take_finished(client, running)


def _count_workers(client: Any) -> int:
    return max(1, len(client.scheduler_info(n_workers=-1)["workers"]))


def _take_finished(client: Any, running: dict[Any, Part]) -> Iterator[tuple[Part, Any]]:
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
