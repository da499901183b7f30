"""Fixtures: the pipeline and the review, made once a run."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

import stylo

os.environ["STYLO_LANG"] = "en"  # commands speak the language of the machine otherwise
ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _no_figure_left() -> Iterator[None]:
    """What a test leaves open would stand in the way of the next."""
    yield
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close("all")


@pytest.fixture(scope="session")
def nlp() -> Language:
    return stylo.load()


@pytest.fixture(scope="session")
def drive(nlp: Language) -> Doc:
    return nlp((ROOT / "corpus" / "drive.txt").read_text(encoding="utf-8"))
