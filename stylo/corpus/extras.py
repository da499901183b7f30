"""Packages that only some corpora need."""

from __future__ import annotations

from importlib import import_module


class MissingExtra(RuntimeError):
    """A package of the extra ``corpora`` is needed and not installed."""


def require(module: str) -> None:
    """Raise MissingExtra where a module of an optional package is not installed."""
    try:
        import_module(module)
    except ImportError as error:
        raise MissingExtra(
            f"This needs the package {error.name}: pip install 'stylo[corpora]'. A CSV table with one worker does without."
        ) from error
