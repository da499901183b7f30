"""What all pools of workers have in common: what they are given, what they find in their environment, how they fail."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from stylo.corpus.parts import Part
from stylo.wording.language import say

Result = TypeVar("Result")
Work = Callable[[Part], Result]
Pool = Callable[[Work[Any], Iterable[Part]], Iterator[tuple[Part, Any]]]
ATTEMPTS = 3
"""Deaths of a worker over one part after which its documents count as failed."""
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""What processes find in their environment, so that they do not take each other's cores."""
ENVIRONMENT = {**ONE_THREAD, "PYTHONSAFEPATH": "1"}
"""With it, they do not look into the working folder for Python's own modules, as they would do first of all."""


class ClusterGone(RuntimeError):
    """The scheduler cannot be reached, or its workers cannot do the work."""


def cannot_work(reason: str) -> ClusterGone:
    """What is raised where workers fail at the work as such, and not at a document."""
    return ClusterGone(say("The workers cannot do the work ({reason}).", reason=reason))


@contextmanager
def environment(variables: dict[str, str]) -> Iterator[None]:
    """Processes started inside find these variables."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
