"""How the command ends when it is told to, by Ctrl-C or SIGTERM, or cannot go on: a sentence and a status, no traceback.

It is imported before all else, so that it is in force while the rest is: what it needs itself it imports where it needs it.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import Any

SIGNALS = (signal.SIGINT, signal.SIGTERM)
INTERRUPTED, CANNOT_WRITE = 130, 8


def is_command() -> bool:
    """Whether this process is the command ``stylo``, and does not only import it."""
    return os.path.splitext(os.path.basename((sys.argv or [""])[0]))[0] == "stylo"


def take_over() -> None:
    """From now on a signal ends the process at once, with its status, until ``ending_well`` has it raised.

    A standard stream that is closed becomes one that holds nothing, or the next file that is opened would take its place.
    """
    _handle({each: _quit for each in SIGNALS if signal.getsignal(each) is not signal.SIG_IGN})
    _hold_closed_streams()


def _hold_closed_streams() -> None:
    """What is written to a standard output that is closed cannot be written; for errors and input there is nobody."""
    for name, mode, flags in (("stdin", "r", os.O_RDONLY), ("stdout", "w", os.O_RDONLY), ("stderr", "w", os.O_WRONLY)):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.open(os.devnull, flags), mode, encoding="utf-8", errors="backslashreplace"))  # noqa: SIM115


def _quit(signum: int, _frame: object = None) -> None:
    """End at once, with the cursor shown again, which a bar may have hidden."""
    os.write(2, b"\x1b[?25h\n" if os.isatty(2) else b"\n")
    os._exit(128 + signum)


class _Raised:
    """A handler that raises the first signal wherever the program is, so that everything is cleared away; the next one ends the
    program at once, for who does not want to wait."""

    def __init__(self, ending: Callable[[int], BaseException]) -> None:
        self.ending = ending
        self.signum = 0

    def __call__(self, signum: int, _frame: FrameType | None) -> None:
        if self.signum:
            _quit(signum)
        self.signum = signum
        raise self.ending(signum)

    def check(self) -> None:
        """Raise what was raised and lost, as it is where C looks something up and takes any error for a no."""
        if self.signum:
            raise self.ending(self.signum)


@contextmanager
def _no_signal_lost(raised: _Raised) -> Iterator[None]:
    """Inside, a signal is obeyed also where it was raised in a destructor, where Python prints it and goes on.

    One that a run has noted is only not printed: the run ends by it.
    """
    before = sys.unraisablehook
    endings = (KeyboardInterrupt, type(raised.ending(signal.SIGTERM)))

    def look(lost: Any) -> None:
        if not isinstance(lost.exc_value, endings):
            before(lost)
        elif raised.signum:
            _quit(raised.signum)

    sys.unraisablehook = look
    try:
        yield
    finally:
        sys.unraisablehook = before


@contextmanager
def ending_well() -> Iterator[None]:
    """Inside, a signal is raised, so that everything is cleared away, and said in a sentence; so is an output that is full.

    What the screen cannot show is written by its number.
    """
    from stylo.corpus.interrupts import ending
    from stylo.wording.language import say

    before = {each: signal.getsignal(each) for each in SIGNALS}
    heard = [each for each, handler in before.items() if handler is not signal.SIG_IGN]
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    raised = _Raised(ending)
    try:
        try:
            with _no_signal_lost(raised):
                _handle(dict.fromkeys(heard, raised))
                yield
                raised.check()
                sys.stdout.flush()
        finally:
            _handle(before)
    except KeyboardInterrupt:
        _handle(before)  # it may have come in between
        _tell(f"\nstylo: {say('interrupted.')}")
        raise SystemExit(INTERRUPTED) from None
    except OSError as error:
        if error.errno == errno.EPIPE:  # who reads has enough: click ends quietly
            raise
        _tell(f"stylo: {say('{name} cannot be written: {why}.', name=say('the output'), why=error.strerror or error)}")
        _drop_output()
        raise SystemExit(CANNOT_WRITE) from error


def _handle(handlers: Mapping[signal.Signals, Any]) -> None:
    if threading.current_thread() is threading.main_thread():
        for each, handler in handlers.items():
            if handler is not None:  # one that was not set from Python
                signal.signal(each, handler)


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr)


def _drop_output() -> None:
    """Forget what could not be written, or Python tries again at its end and says so in a traceback."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
