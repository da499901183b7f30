"""stylo: literary stylistics for German. Every number leads back to its words."""

from typing import TYPE_CHECKING, Any

from stylo.annotated import show
from stylo.compare import compare, compare_groups
from stylo.concordance import concordance, highlight
from stylo.export import export
from stylo.measures.adjectives import adjectives
from stylo.measures.contrast import contrast
from stylo.measures.register import register
from stylo.measures.sentences import sentences
from stylo.own import in_words, measured, open_texts
from stylo.pipeline import load
from stylo.profile import profile
from stylo.report import report

if TYPE_CHECKING:
    from stylo.explorer import explore

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
    "register",
    "report",
    "sentences",
    "show",
]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """``explore`` draws, and matplotlib takes long to load: only for who asks for it."""
    if name == "explore":
        from stylo.explorer import explore

        return explore
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
