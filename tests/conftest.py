"""Fixtures that all tests share."""

from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from stylo.pipeline import load

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def nlp() -> Language:
    return load()


@pytest.fixture(scope="session")
def drive(nlp: Language) -> Doc:
    return nlp((ROOT / "corpus" / "drive.txt").read_text(encoding="utf-8"))
