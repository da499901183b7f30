"""A Dask cluster that is running: its scheduler may run code in all that are connected to it, so it must be one you trust."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from stylo.corpus.extras import MissingExtra, require
from stylo.corpus.interrupts import Interrupts
from stylo.corpus.parts import OtherVersion, Part
from stylo.corpus.pools import ATTEMPTS, ENVIRONMENT, ClusterGone, Pool, Result, Work, cannot_work, environment
from stylo.wording.language import say

AHEAD = 2
"""Parts sent ahead for each worker; no more are held in memory."""
PATIENCE = 10
"""Seconds to wait for a scheduler."""
PROTOCOLS = frozenset({"tcp", "tls", "ucx", "ws", "wss"})


@contextmanager
def cluster_pool(address: str, interrupts: Interrupts) -> Iterator[Pool]:
    """The pool of ``workers.worker_pool`` on a cluster."""
    check_address(address)
    require("distributed")
    with _settings(), client_of(address) as client, client.as_current():
        yield partial(_spread, client, interrupts)


def check_address(address: str) -> None:
    """Raise ClusterGone for what is no address of a scheduler, without looking for it."""
    try:
        parts = urlsplit(address if "://" in address else f"tcp://{address}")
        fine = parts.scheme in PROTOCOLS and bool(parts.hostname) and parts.port is not None and parts.path in {"", "/"}
    except ValueError:
        fine = False
    if not fine:
        told = "{name!r} is no address of a Dask scheduler; one looks like tcp://10.0.0.1:8786."
        raise ClusterGone(say(told, name=address))


@contextmanager
def _settings() -> Iterator[None]:
    import dask

    settings = {
        "distributed.scheduler.allowed-failures": ATTEMPTS - 1,
        "distributed.admin.large-graph-warning-threshold": "1GB",
        "distributed.comm.timeouts.connect": PATIENCE,
        "distributed.client.preload": [],  # nobody else's code
    }
    with dask.config.set(settings), _quiet("distributed", "tornado", "asyncio"), environment(ENVIRONMENT):
        yield


@contextmanager
def client_of(address: str) -> Iterator[Any]:
    """The client of a cluster that is running. Raises ClusterGone where no scheduler answers in time."""
    from distributed import Client

    try:
        with ThreadPoolExecutor(1) as thread:  # not the thread of a notebook, which has a loop of its own
            thread.submit(asyncio.run, _ask(address)).result()
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except Exception as error:  # what is at a port that was named may answer anything
        silence = say("nothing answers within {n} seconds", n=PATIENCE)
        reason = f"{type(error).__name__}: {error}" if str(error) else silence
        told = "There is no Dask scheduler at {address} ({reason})."
        raise ClusterGone(say(told, address=address, reason=reason)) from error
    try:
        yield client
    finally:
        with suppress(Exception):
            client.close(timeout=2)


async def _ask(address: str) -> None:
    """Ask a scheduler who it is: a client waits for ever for one that takes the call and says nothing."""
    from distributed.core import rpc
    from distributed.security import Security

    async def ask() -> None:
        scheduler = rpc(address, connection_args=Security().get_connection_args("client"))
        try:
            if (await scheduler.identity()).get("type") != "Scheduler":
                raise ValueError("it is something else")
        finally:
            await scheduler.close_rpc()

    await asyncio.wait_for(ask(), PATIENCE)


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
            raise ClusterGone(say("The Dask scheduler is gone.")) from None
        return
    except Exception as error:
        raise ClusterGone(say("The Dask scheduler is gone ({reason}).", reason=error)) from error
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
            raise cannot_work(f"{type(error).__name__}: {error}") from error
        yield part, result
