"""How the command ends when it is told to, by Ctrl-C or SIGTERM, or cannot go on: a sentence and a status, no traceback."""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

SIGNALS = (signal.SIGINT, signal.SIGTERM)
INTERRUPTED, CANNOT_WRITE = 130, 8


def quit_quietly() -> None:
    """From now on a signal ends the process at once, with its status: for the time in which modules are imported."""
    if threading.current_thread() is threading.main_thread():
        for each in SIGNALS:
            if callable(signal.getsignal(each)) or signal.getsignal(each) is signal.SIG_DFL:
                signal.signal(each, _quit)


def _quit(signum: int, _frame: object) -> None:
    os.write(2, b"\nstylo: interrupted.\n")
    os._exit(128 + signum)


@contextmanager
def ending_well() -> Iterator[None]:
    """Inside, a signal is raised, so that everything is cleared away, and said in a sentence; so is an output that is full.

    What the screen cannot show is written by its number.
    """
    from stylo.corpus.interrupts import raise_ending
    from stylo.wording.language import say

    before = {each: signal.getsignal(each) for each in SIGNALS}
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        _handle({each: raise_ending for each, handler in before.items() if handler is not signal.SIG_IGN})
        yield
        sys.stdout.flush()
    except KeyboardInterrupt:
        _say(f"\nstylo: {say('interrupted.')}")
        raise SystemExit(INTERRUPTED) from None
    except OSError as error:
        if error.errno == errno.EPIPE:  # who reads has enough: click ends quietly
            raise
        _say(f"stylo: {say('{name} cannot be written: {why}.', name=say('the output'), why=error.strerror or error)}")
        _drop_output()
        raise SystemExit(CANNOT_WRITE) from error
    finally:
        _handle(before)


def _handle(handlers: Mapping[signal.Signals, object]) -> None:
    if threading.current_thread() is threading.main_thread():
        for each, handler in handlers.items():
            if handler is not None:
                signal.signal(each, handler)  # type: ignore[arg-type]


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)


def _drop_output() -> None:
    """Forget what could not be written, or Python tries again at its end and says so in a traceback."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
