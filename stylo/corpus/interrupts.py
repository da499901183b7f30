"""Ctrl-C and the request to end (SIGTERM) during a run: never lost, and raised where nothing is left half done.

Python raises KeyboardInterrupt wherever the program happens to be. Inside a destructor, of which Dask has many, it is printed
and forgotten; inside a network call it may come out as another error. So while a run goes on a signal is noted, and raised
between two parts; and whatever else happens to a run in which it was noted, the run ends so: in KeyboardInterrupt after Ctrl-C,
and in ``Terminated`` where it was asked to end.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, TypeVar

T = TypeVar("T")
_END = object()
SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Terminated(SystemExit):
    """The program was asked to end; its status is the one that shells know such an end by."""

    def __init__(self) -> None:
        super().__init__(128 + signal.SIGTERM)


def ending(signum: int) -> BaseException:
    """What a signal is raised as."""
    return Terminated() if signum == signal.SIGTERM else KeyboardInterrupt()


class Interrupts:
    """Whether a signal was noted. A second one is raised wherever the program is, for who does not want to wait."""

    def __init__(self) -> None:
        self._noted = 0
        self._at_once = False

    def check(self) -> None:
        """Raise what was noted."""
        if self._noted:
            raise ending(self._noted)

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Inside, a signal is raised at once, because nothing is lost by it and the work may take long."""
        self.check()
        self._at_once = True
        try:
            yield
        finally:
            self._at_once = False
        self.check()  # it may have been raised in a destructor, and forgotten there

    def each(self, items: Iterable[T]) -> Iterator[T]:
        """The items; a signal is raised between two of them, and at once while the next one is made."""
        stream = iter(items)
        while True:
            with self.at_once():
                item: Any = next(stream, _END)
            if item is _END:
                return
            yield item

    def note(self, signum: int, _frame: FrameType | None = None) -> None:
        """The handler of the signals."""
        again, self._noted = bool(self._noted), signum
        if again or self._at_once:
            raise ending(signum)


@contextmanager
def note_interrupts() -> Iterator[Interrupts]:
    """Note the signals inside. Outside the main thread, and where one is switched off, everything stays as it is."""
    interrupts = Interrupts()
    before = {each: signal.getsignal(each) for each in SIGNALS}
    if threading.current_thread() is not threading.main_thread() or not callable(before[signal.SIGINT]):
        yield interrupts
        return
    for each in SIGNALS:
        if before[each] not in {signal.SIG_IGN, None}:
            signal.signal(each, interrupts.note)
    try:
        yield interrupts
    finally:
        for each, handler in before.items():
            if handler is not None:  # one that was not set from Python
                signal.signal(each, handler)
        interrupts.check()
