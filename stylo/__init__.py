"""stylo: literary stylistics for German. Every number leads back to its words."""

from stylo.annotated import show
from stylo.compare import compare, compare_groups
from stylo.concordance import concordance, highlight
from stylo.export import export
from stylo.measures.adjectives import adjectives
from stylo.measures.contrast import contrast
from stylo.measures.register import register
from stylo.measures.sentences import sentences
from stylo.pipeline import load
from stylo.profile import profile
from stylo.report import report

__all__ = [
    "adjectives",
    "compare",
    "compare_groups",
    "concordance",
    "contrast",
    "export",
    "highlight",
    "load",
    "profile",
    "register",
    "report",
    "sentences",
    "show",
]
__version__ = "0.1.0"
