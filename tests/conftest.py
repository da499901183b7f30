"""What all tests share: the default pipeline and the case study as a document."""

from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

import stylo.pipeline


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The default pipeline, in which a colon ends no sentence."""
    return stylo.pipeline.load()


@pytest.fixture(scope="session")
def drive(nlp: Language) -> Doc:
    """The review of Drive."""
    return nlp((Path(__file__).parent.parent / "corpus" / "drive.txt").read_text(encoding="utf-8"))
