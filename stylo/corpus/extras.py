"""Packages that only some corpora need."""

from __future__ import annotations

from importlib import import_module

from stylo.wording.language import say


class MissingExtra(RuntimeError):
    """A package of the extra ``corpora`` is needed and not installed."""


def require(module: str) -> None:
    """Raise MissingExtra where a module of an optional package is not installed."""
    try:
        import_module(module)
    except ImportError as error:
        told = "This needs the package {name}: pip install 'stylo[corpora]'. A CSV table with one worker does without."
        raise MissingExtra(say(told, name=error.name)) from error
