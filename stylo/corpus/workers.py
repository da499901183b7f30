"""Workers: processes of this machine, or those of a Dask cluster that is running.

The processes of this machine are children of the program, and what is said between them goes through pipes that no other
process can open: there is no port, no server and no file. A cluster is something else: Dask pickles what goes between its
processes and runs what it is sent, so it must be one that you trust; what stands in a document is only ever text.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from stylo.corpus.cluster import cluster_pool
from stylo.corpus.extras import MissingExtra
from stylo.corpus.interrupts import Interrupts
from stylo.corpus.parts import OtherVersion, Part
from stylo.corpus.pools import ATTEMPTS, ENVIRONMENT, ClusterGone, Pool, Result, Work, cannot_work, environment
from stylo.wording.language import say

READY = "ready"
A_WHILE = 0.2
"""Seconds to wait before it is looked whether Ctrl-C was pressed."""


class WorkerDied(RuntimeError):
    """A process ended in the middle of its work."""


def worker_pool(workers: int, cluster: str | None, interrupts: Interrupts) -> AbstractContextManager[Pool]:
    """A function that does some work on parts and gives each with its result, or with the error that workers died of."""
    if cluster is not None:
        return cluster_pool(cluster, interrupts)
    return _processes(workers, interrupts) if workers > 1 else _this_process(interrupts)


@contextmanager
def _this_process(interrupts: Interrupts) -> Iterator[Pool]:
    yield partial(_work_here, interrupts)


def _work_here(interrupts: Interrupts, work: Work[Result], todo: Iterable[Part]) -> Iterator[tuple[Part, Result]]:
    for part in interrupts.each(todo):
        with interrupts.at_once():
            result = work(part)
        yield part, result


# --- processes of this machine ----------------------------------------------------------------------------------------------


@contextmanager
def _processes(workers: int, interrupts: Interrupts) -> Iterator[Pool]:
    """So many processes of this machine, which end with it."""
    running: list[_Worker] = []
    try:
        for _ in range(workers):
            running.append(_Worker())
        yield partial(_share, running, interrupts)
    finally:
        for worker in running:
            worker.end()


class _Worker:
    """A process that does one part after the other, what it is doing, and how often one died over it or in starting."""

    def __init__(self) -> None:
        self.part: Part | None = None
        self.attempts = self.starts = 0
        self.start()

    def start(self) -> None:
        """Start the process, which says when it is ready: where it dies before that it may always do so."""
        with environment(ENVIRONMENT), _children_deaf_to_interrupts():
            self.pipe, self.process = start_process()
        self.ready = False
        self.starts += 1

    def give(self, work: Work[Any], part: Part, attempts: int = 0) -> None:
        """Have a part done; that the process is dead is seen when its answer is asked for."""
        self.part, self.attempts = part, attempts
        with suppress(OSError):
            self.pipe.send((work, part))

    def answer(self) -> Any:
        """The result, if it is there; None while it is not. Raises WorkerDied, and ClusterGone where none can be had."""
        try:
            found = self.pipe.recv() if self.pipe.poll() else None
        except (EOFError, OSError) as error:
            self.end()
            raise WorkerDied(say("it ended, with exit status {status}", status=self.process.exitcode)) from error
        if found == READY:
            self.ready, self.starts = True, 0
            return None
        if isinstance(found, OtherVersion | MissingExtra):
            raise found
        if isinstance(found, Exception):
            raise cannot_work(str(found)) from found
        return found

    def end(self) -> None:
        """End the process, whatever it is doing: what it has not handed over is lost, and nothing else."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


def start_process() -> tuple[Connection, BaseProcess]:
    """A new process that does what is sent through the pipe: started afresh, for one that is forked has half a state."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=serve, args=(there,), daemon=True)
    process.start()
    there.close()
    return here, process


def serve(pipe: Connection) -> None:
    """Do what is asked for until nobody asks any more."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    with suppress(EOFError, OSError):
        pipe.send(READY)
        while True:
            work, part = pipe.recv()
            try:
                answer: Any = (work(part),)
            except (OtherVersion, MissingExtra) as error:
                answer = error
            except Exception as error:
                answer = RuntimeError(f"{type(error).__name__}: {error}")
            pipe.send(answer)


def _end_with(parent: int) -> None:
    wait([parent])
    os._exit(1)


def _share(
    workers: list[_Worker], interrupts: Interrupts, work: Work[Result], todo: Iterable[Part]
) -> Iterator[tuple[Part, Result | Exception]]:
    """Each part with its result as it is done. The next one is made while the others are being worked on."""
    for part in interrupts.each(todo):
        while not (free := [worker for worker in workers if worker.part is None]):
            yield from _take_results(workers, interrupts, work)
        free[0].give(work, part)
    while any(worker.part is not None for worker in workers):
        yield from _take_results(workers, interrupts, work)


def _take_results(workers: list[_Worker], interrupts: Interrupts, work: Work[Any]) -> Iterator[tuple[Part, Any]]:
    """The parts that are done; waits for them a while."""
    interrupts.check()
    busy = [(worker, worker.part) for worker in workers if worker.part is not None]
    wait([worker.pipe for worker, _ in busy], timeout=A_WHILE)
    for worker, part in busy:
        try:
            answer = worker.answer()
        except WorkerDied as error:
            answer = _start_again(worker, part, work, error)
        if answer is not None:
            worker.part = None
            yield part, answer[0]


def _start_again(worker: _Worker, part: Part, work: Work[Any], error: WorkerDied) -> tuple[WorkerDied] | None:
    """Have the part over which a worker died done by a new one, unless too many did."""
    if worker.starts >= ATTEMPTS:
        told = "Workers die before they can begin ({reason}); is there memory enough for them?"
        raise ClusterGone(say(told, reason=error)) from error
    attempts = worker.attempts + worker.ready
    worker.start()
    if attempts >= ATTEMPTS:
        return (error,)
    worker.give(work, part, attempts)
    return None


@contextmanager
def _children_deaf_to_interrupts() -> Iterator[None]:
    """Processes started inside do not hear Ctrl-C, which goes to all processes of a terminal.

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
