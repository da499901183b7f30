"""Ids of a stream: each is given once, however many documents there are."""

from __future__ import annotations

import hashlib
import sqlite3


class Names:
    """Gives every id once. SQLite keeps them, in memory first and then in a temporary file that goes with the process."""

    def __init__(self) -> None:
        self._known = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        for line in ("pragma journal_mode=off", "pragma synchronous=off", "pragma cache_size=-30000", "begin"):
            self._known.execute(line)
        self._known.execute("create table names (id blob primary key, times integer not null default 1) without rowid")

    def unique(self, name: str) -> str:
        """The name, or the name with the first number that no document has."""
        if self._new(name):
            return name
        while True:
            question = "update names set times = times + 1 where id = ? returning times"
            (times,) = self._known.execute(question, (_digest(name),)).fetchone()
            if self._new(f"{name}#{times}"):
                return f"{name}#{times}"

    def _new(self, name: str) -> bool:
        return bool(self._known.execute("insert or ignore into names (id) values (?)", (_digest(name),)).rowcount)


def _digest(name: str) -> bytes:
    return hashlib.blake2b(name.encode(), digest_size=16).digest()
