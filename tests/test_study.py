"""The committed figures and notebooks are what the code makes of the corpus, byte for byte."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pandas as pd
import pytest

from stylo.figures import FIGURES
from stylo.wording.language import LANGUAGES
from tools import study

pytestmark = [pytest.mark.slow]

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("figures")
    list(study.write_figures(study.documents(ROOT / "corpus"), folder))
    return folder


def test_the_committed_figures_are_made_by_this_code(written):
    fresh = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in written.iterdir()}
    kept = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (ROOT / "figures").iterdir()}
    assert fresh == kept


@pytest.mark.parametrize("name", [figure.name for figure in (*FIGURES, *study.OF_THE_STUDY)])
def test_each_figure_comes_with_its_data(name):
    assert all((ROOT / "figures" / f"{name}.{kind}").stat().st_size > 0 for kind in ("svg", "pdf", "png"))
    assert len(pd.read_csv(ROOT / "figures" / f"{name}.csv")) > 0


NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_notebook_run_again_is_the_same_file(lang, path, tmp_path):
    committed = path if lang == "en" else path.parent / lang / path.name
    again = study.run_notebook(path, tmp_path / path.name, lang)
    assert json.loads(again.read_text(encoding="utf-8")) == json.loads(committed.read_text(encoding="utf-8"))


def test_each_notebook_has_its_german_twin_and_no_other_has():
    assert [path.name for path in sorted((ROOT / "notebooks" / "de").glob("*.ipynb"))] == [path.name for path in NOTEBOOKS]
