"""The notebooks run to their end on texts that nobody had in view: one line changed, the claims printed and not asserted."""

from __future__ import annotations

import ast
import json
import shutil
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from stylo.wording.language import language

ROOT = Path(__file__).parent.parent
LINE, LANGUAGE = "TEXT = ", 'LANG = "en"'


def cells(path: Path) -> list[str]:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]


NOTEBOOKS = sorted((ROOT / "notebooks").glob("0[0-5]*.ipynb"))
OF_THE_EXERCISES = {"04c_seven_registers"}  # its claims do not depend on the text
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("other_texts")]


def generated(words: int) -> str:
    """A text of about so many words from templates: sentences of four forms, three to a paragraph."""
    things = cycle(["Der Film", "Die Kamera", "Das Drehbuch", "Der Held", "Die Musik"])
    verbs = cycle(["zeigt", "meidet", "sucht", "erzählt"])
    objects = cycle(["die Stadt", "eine Nacht", "das Meer", "den Abschied", "keine Helden", "viele Wege", "ein Geheimnis"])
    adjectives = cycle(["leise", "kurz", "grau", "überzeugend", "müde", "hell"])
    forms = cycle(
        [
            "{thing} {verb} {object}, doch {other} bleibt {adjective}.",
            "Ist {other} {adjective}?",
            "{thing}, der lange wartet, {verb} {object}: Es wird {adjective}.",
            "Wenn {other} kommt, {verb} man {object} und lacht.",
        ]
    )
    sentences: list[str] = []
    while sum(len(sentence.split()) for sentence in sentences) < words:
        thing, other = next(things), next(things)
        other = other[0].lower() + other[1:]
        filled = {"verb": next(verbs), "object": next(objects), "adjective": next(adjectives)}
        sentences.append(next(forms).format(thing=thing, other=other, **filled))
    rest = iter(sentences)
    return "\n".join(" ".join(three) for three in iter(lambda: list(islice(rest, 3)), [])) + "\n"


@pytest.fixture(scope="module")
def study(tmp_path_factory) -> Path:
    """Notebooks beside a corpus, with a generated text as a file."""
    folder = tmp_path_factory.mktemp("study")
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    (folder / "notebooks").mkdir()
    (folder / "notebooks" / "generated.txt").write_text(generated(300), encoding="utf-8")
    return folder


@pytest.fixture
def shell(study, monkeypatch) -> Iterator[InteractiveShell]:
    """A session of IPython in this process, which is how a notebook is run without starting a kernel for each."""
    monkeypatch.chdir(study / "notebooks")
    plt.switch_backend("agg")
    session = InteractiveShell.instance()
    session.reset(new_session=False)
    yield session
    language("en")
    InteractiveShell.clear_instance()
    plt.close("all")


def with_text(source: str, text: str, lang: str) -> str:
    """A cell in which the line that names the text names another, and that of the language a language."""
    source = source.replace(LANGUAGE, f'LANG = "{lang}"')
    return "\n".join(f'TEXT = "{text}"' if line.startswith(LINE) else line for line in source.splitlines())


def run(shell: InteractiveShell, path: Path, text: str, lang: str) -> list[Any]:
    """Run the code of a notebook on a text; what its cells gave, each shown as a notebook shows it."""
    given = []
    for source in cells(path):
        with capture_output():
            result = shell.run_cell(with_text(source, text, lang))
        result.raise_error()
        if hasattr(result.result, "_repr_html_"):
            assert result.result._repr_html_()
        given.append(result.result)
        plt.close("all")
    return given


@pytest.mark.parametrize(
    ("text", "lang", "condition", "no"), [("feuilleton", "de", "Bedingung", "nein"), ("generated.txt", "en", "condition", "no")]
)
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_on_another_text_and_says_which_claims_hold_there(path, text, lang, condition, no, shell):
    claimed = [given for given in run(shell, path, text, lang) if condition in getattr(given, "headings", [])]
    assert claimed
    assert path.stem in OF_THE_EXERCISES or {row[-1] for table in claimed for row in table.rows} >= {no}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_has_the_one_line(path):
    assert sum(line.startswith(LINE) for source in cells(path) for line in source.splitlines()) == 1


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_cell_asserts(path):
    trees = [ast.parse(source) for source in cells(path)]
    assert not [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Assert)]
