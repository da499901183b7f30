"""Literary stylistics for German: every number leads back to its words.

====================================  ======================================================================================
``open_texts``, ``measured``          a text, file, folder, table or book: looked at first, then run through the pipeline
``load``                              the pipeline itself, which makes a ``Doc`` of a text
``profile``, ``reasons``              all values of each text, a row a text; why a value is missing
``in_words``                          what stands out, in sentences
``compare``, ``compare_groups``       a text among the documents of a genre; two groups of texts
``sentences``, ``adjectives``,        the marks: what was found, where, what it was taken for and why; ``start`` and ``end``
``contrast``, ``register``            count the characters of ``doc.text``
``concordance``, ``highlight``        marks in their context, and in the text
``show``, ``explore``                 the annotated text; an explorer of texts, figures and passages for JupyterLab
``report``, ``export``                one page to read, print and send; every figure and table as files
``measures``                          all values with unit, formula, source and accuracy
``language``                          English or German
====================================  ======================================================================================

All functions take a text (a string), a file (a ``Path``), a document of ``stylo.load()``, or several of these: a list, a dict
or a pandas Series of texts by id, a DataFrame with a column ``text``. These names are the face of stylo, and ``dir(stylo)``
lists them alone; the packages that ``help`` lists as its contents are its rooms, which may change.
"""

from stylo.cli.ending import is_command, take_over

if is_command():  # Ctrl-C may be pressed while the rest is imported
    take_over()

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from stylo.annotated import show as _show
from stylo.annotated.concordance import concordance as _concordance
from stylo.annotated.concordance import highlight as _highlight
from stylo.corpus.profiles import profile as _profile
from stylo.corpus.profiles import reasons as _reasons
from stylo.exports.folder import export as _export
from stylo.families.adjectives import adjectives as _adjectives
from stylo.families.contrast.measure import contrast as _contrast
from stylo.families.register.measure import register as _register
from stylo.families.sentences import sentences as _sentences
from stylo.notebook.given import comparing, marking, profiling, taking_all, taking_one
from stylo.notebook.own_texts import in_words as _in_words
from stylo.notebook.own_texts import measured, open_texts
from stylo.pipeline.loading import load
from stylo.reference.comparison import compare as _compare
from stylo.reference.groups import compare_groups
from stylo.reference.measures import measures
from stylo.reports import report as _report
from stylo.wording.language import language

if TYPE_CHECKING:
    from stylo.explorer.widgets import explore

adjectives = marking(_adjectives)
contrast = marking(_contrast)
register = marking(_register)
sentences = marking(_sentences)
concordance = taking_one(_concordance)
export = taking_one(_export)
highlight = taking_one(_highlight)
report = taking_all(_report)
show = taking_one(_show)
profile = profiling(_profile)
compare = comparing(_compare, profile)
in_words = comparing(_in_words, profile)
reasons = comparing(_reasons, profile)

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
    "language",
    "load",
    "measured",
    "measures",
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

        return taking_all(explore)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """The face alone; the rooms of the package are its own affair."""
    return [*__all__, "__version__"]
