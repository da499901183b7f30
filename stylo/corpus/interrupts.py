"""Ctrl-C during a run: never lost, and raised where nothing is left half done.

Python raises KeyboardInterrupt wherever the program happens to be. Inside a destructor, of which Dask has many, it is printed
and forgotten; inside a network call it may come out as another error. So while a run goes on Ctrl-C is noted, and raised
between two parts; and whatever else happens to a run in which it was noted, the run ends in KeyboardInterrupt.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

T = TypeVar("T")
_END = object()


class Interrupts:
    """Whether Ctrl-C was noted. A second one is raised wherever the program is, for who does not want to wait."""

    def __init__(self) -> None:
        self._noted = False
        self._at_once = False

    def check(self) -> None:
        """Raise KeyboardInterrupt if Ctrl-C was noted."""
        if self._noted:
            raise KeyboardInterrupt

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Inside, Ctrl-C is raised at once, because nothing is lost by it and the work may take long."""
        self.check()
        self._at_once = True
        try:
            yield
        finally:
            self._at_once = False
        self.check()  # it may have been raised in a destructor, and forgotten there

    def each(self, items: Iterable[T]) -> Iterator[T]:
        """The items; Ctrl-C is raised between two of them, and at once while the next one is made."""
        stream = iter(items)
        while True:
            with self.at_once():
                item: Any = next(stream, _END)
            if item is _END:
                return
            yield item

    def note(self, *_: Any) -> None:
        """The handler of the signal."""
        again, self._noted = self._noted, True
        if again or self._at_once:
            raise KeyboardInterrupt


@contextmanager
def note_interrupts() -> Iterator[Interrupts]:
    """Note Ctrl-C inside. Outside the main thread, and where Ctrl-C is switched off, everything stays as it is."""
    interrupts = Interrupts()
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(before):
        yield interrupts
        return
    signal.signal(signal.SIGINT, interrupts.note)
    try:
        yield interrupts
    finally:
        signal.signal(signal.SIGINT, before)
        interrupts.check()
