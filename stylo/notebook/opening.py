"""The two lines of a notebook that name its text (an id of ``corpus/``, a path, or the text itself) and its language."""

from __future__ import annotations

from pathlib import Path

from spacy.tokens import Doc

from stylo.families.document import Reading, reading_of
from stylo.notebook.own_texts import Opened, measured, open_texts
from stylo.reading.files import corpus
from stylo.reading.text import NOT_A_FILE, Text, TextError
from stylo.reference.in_view import case_study
from stylo.wording.language import current, language, say

REVIEW = "drive"
"""The case study that the prose of the notebooks speaks of."""


def project(name: str) -> Path:
    """A file or folder of the project as a notebook sees it, whose own folder lies one or more levels below the project's.

    Where there is none (a notebook that was carried off alone) the name stays what it is, as seen from the notebook.
    """
    here = Path.cwd()
    return next((folder / name for folder in here.parents if (folder / name).exists()), Path("..") / name)


def choose_texts(source: str | Path, folder: Path | str = "") -> Opened:
    """What a notebook is to read, not measured yet.

    Parameters
    ----------
    source : str or Path
        An id in the table of the corpus or what it ends on (*feuilleton* for *stiluebung-feuilleton*), else as ``open_texts``
        takes it: a path, a folder, a pasted text.
    folder : Path or str, optional
        The corpus folder; that of the project where none is given.

    Raises
    ------
    TextError
        As ``open_texts`` does.
    """
    folder = folder or project("corpus")
    named = [text for text in corpus(folder) if _is_called(text, str(source))] if Path(folder).is_dir() else []
    return Opened(named[:1]) if named else open_texts(source)


def open_text(source: str | Path, lang: str = "", folder: Path | str = "") -> Doc:
    """The one text of a notebook, measured, with its id; where it is not the review, a line says what steps aside.

    Parameters
    ----------
    source : str or Path
        As ``choose_texts`` takes it.
    lang : str, optional
        The language of all tables and figures that follow, ``en`` or ``de``; left as it is where none is given.
    folder : Path or str, optional
        As ``choose_texts`` takes it.

    Raises
    ------
    TextError
        As ``open_texts`` does, and for a source of several texts.
    ValueError
        For another language.
    """
    language(lang or current())
    found = choose_texts(source, folder)
    if len(found) > 1:
        ids = ", ".join(text.id for text in found)
        told = say("This notebook reads one text, and {source} holds several: {ids}.", source=source, ids=ids)
        raise TextError(told, NOT_A_FILE)
    doc = measured(found)[0]
    if not is_review(doc):
        print(say('This is not the review of Drive: what is headed "The review" in this notebook speaks of that text alone.'))
    return doc


def is_review(doc: Doc | Reading) -> bool:
    """Whether a document is the review that the prose of the notebooks speaks of, known by its words."""
    return case_study(reading_of(doc).values) == REVIEW


def _is_called(text: Text, name: str) -> bool:
    return name in (text.id, text.id.rsplit("-", maxsplit=1)[-1])
