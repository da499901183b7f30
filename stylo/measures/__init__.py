"""The measures: each module turns a ``Doc`` into marks, and marks into values."""

from stylo.lexicon import table as _table
from stylo.measures import adjectives, contrast, diversity, formality, readability, register, sentences, windows

MODULES = (sentences, adjectives, contrast, register, readability, diversity, formality, windows)


def table() -> tuple[dict[str, str], ...]:
    """Every value of the profile in its order: module, name, unit, english, german, formula, source, needs."""
    names = [module.__name__.rpartition(".")[2] for module in MODULES]
    return tuple({"module": name, **row} for name in names for row in _table(f"measures_{name}"))
