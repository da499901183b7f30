"""What a document may cost: seconds, and elements of the trees that markup is read into.

Bytes are limited where they are read (``files.bytes_of``, ``archives``). A tree takes many times the memory of its markup, and
some readers take time by the square of what one tag holds; so its signs are counted before anything is made of them.
"""

from __future__ import annotations

import ctypes
import re
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from stylo.reading.text import NOT_TEXT, TextError
from stylo.wording.language import say

SECONDS = 30
"""To read one document, whatever its format."""
MOST_TAGS = 3_000_000
"""In the markup of a document, opening and closing ones: a novel in Word of a run a word has about two million."""
MOST_ATTRIBUTES = 2_000
"""In one tag: to see that none occurs twice, a parser compares each with all others."""
_LONG_TAG = re.compile(rb"<[^<>]{%d,}" % (2 * MOST_ATTRIBUTES))
_NAMES = re.compile(rb"[\s/]+[^\s/=>]")


class TimeUp(Exception):
    """Something took longer than it may."""


@contextmanager
def time_limit(seconds: float | None) -> Iterator[None]:
    """Raise TimeUp inside when so many seconds are over; no limit without a number, or for one that no clock knows.

    It works in any thread and on any system. What is written in C is left when it comes back to Python. Raised inside a
    destructor it would be lost, and something may catch it; so it is raised again each second.
    """
    if seconds is None or not seconds <= threading.TIMEOUT_MAX:
        yield
        return
    thread, done, raised = threading.get_ident(), threading.Event(), threading.Event()
    watcher = threading.Thread(target=_watch, args=(thread, done, raised, seconds), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        try:
            _end(done, watcher)
        except TimeUp:  # on the way there; the next would come in a second
            _end(done, watcher)
        if raised.is_set():
            _take_up(thread)


def _watch(thread: int, done: threading.Event, raised: threading.Event, seconds: float) -> None:
    while not done.wait(seconds):
        raised.set()
        _raise_in(thread)
        seconds = 1


def _end(done: threading.Event, watcher: threading.Thread) -> None:
    """End the watch, also where it raises at this very moment."""
    while True:
        try:
            done.set()
            watcher.join()
            return
        except TimeUp:
            continue


def _take_up(thread: int) -> None:
    """Have an error that may still be on its way arrive here.

    To take it back would leave Python 3.11 looking for it for ever, which makes all else slower and ends under a debugger.
    """
    try:
        _raise_in(thread)
        while True:
            pass
    except TimeUp:
        return


def _raise_in(thread: int) -> None:
    """Have TimeUp raised in a thread as soon as it is in Python; one that is on its way is replaced."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(TimeUp))


def check_markup(name: str, parts: Iterable[bytes]) -> None:
    """Raise TextError for markup of which no tree is made: too many tags, or a tag with too many attributes, or an encoding in
    which tags are not written as such."""
    tags = 0
    for part in parts:
        if not _writes_tags(part):
            raise TextError(say("{name} is written in an encoding that is not read.", name=name), NOT_TEXT)
        tags += part.count(b"<")
        if tags > MOST_TAGS:
            raise TextError(say("{name} has more than {n} tags, so it is not read.", name=name, n=f"{MOST_TAGS:,}"), NOT_TEXT)
        if any(len(_NAMES.findall(tag[0])) > MOST_ATTRIBUTES for tag in _LONG_TAG.finditer(part)):
            raise TextError(
                say("{name} has a tag of more than {n} attributes, so it is not read.", name=name, n=f"{MOST_ATTRIBUTES:,}"),
                NOT_TEXT,
            )


def _writes_tags(part: bytes) -> bool:
    """Whether every tag of some markup begins with the byte of ``<``, whatever encoding it says it has: not so in UTF-7."""
    declared = _ENCODING.match(part)
    if declared is None:
        return True
    try:
        return _ASCII.decode(declared[1].decode()) == _ASCII.decode()
    except (LookupError, ValueError):
        return False


_ENCODING = re.compile(rb"[\xef\xbb\xbf\s]*<\?xml[^<>]{0,200}?\sencoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_ASCII = b"+ADw-<>&;#"
