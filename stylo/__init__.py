"""stylo: literary stylistics for German. Every number leads back to its words."""

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from stylo.annotated import show
from stylo.annotated.concordance import concordance, highlight
from stylo.corpus.profiles import profile, reasons
from stylo.exports.folder import export
from stylo.families.adjectives import adjectives
from stylo.families.contrast.measure import contrast
from stylo.families.register.measure import register
from stylo.families.sentences import sentences
from stylo.notebook.own_texts import in_words, measured, open_texts
from stylo.pipeline.loading import load
from stylo.reference.comparison import compare, compare_groups
from stylo.reports import report

if TYPE_CHECKING:
    from stylo.explorer.widgets import explore

__all__ = [
    "adjectives",
    "compare",
    "compare_groups",
    "concordance",
    "contrast",
    "explore",
    "export",
    "highlight",
    "in_words",
    "load",
    "measured",
    "open_texts",
    "profile",
    "reasons",
    "register",
    "report",
    "sentences",
    "show",
]
__version__ = version("stylo")


def __getattr__(name: str) -> Any:
    """``explore`` draws, and matplotlib takes long to load: only for who asks for it."""
    if name == "explore":
        from stylo.explorer.widgets import explore

        return explore
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
