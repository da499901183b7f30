"""The recipe of CONTRIBUTING, done word for word in a copy of the tree: what it adds is seen everywhere."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
RECIPE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Add a measure")[2].partition("\n## ")[0]
FILE = re.compile(r"^\*\*`(?P<path>[^`]+)`\*\* \((?P<how>a new file|lines to add)\)\n```\w+\n(?P<lines>.*?\n)```$", re.M | re.S)
COMMANDS = re.compile(r"^```sh\n(.*?)^```$", re.M | re.S)
LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "*.egg-info")
TEXT = "Wer fährt hier? Der alte Fahrer schweigt, aber er fährt gut. Warum schweigt er? Er weiß es nicht."
# Everywhere else that a text is shown in Python; run in the copy.
SHOWN = f"""
import stylo
from stylo.explorer.model import FAMILIES, Model, View, comparison, title
from stylo.wording.language import language

doc = stylo.load()({TEXT!r})
figure, = FAMILIES["questions"]
view, model = View(figure=figure.name, lang="de"), Model([doc])
with language("de"):
    print("explorer:", title("questions"), [row.label for row in model.rows(view)])
    print("compared:", comparison(model.compared(view), view.genre, False))
print("text:", stylo.show(doc, ["questions"]))
print("page:", stylo.show(doc, lang="de").html())
print("files:", *sorted(path.name for path in stylo.export(doc, "exported", figures=[figure.name])))
"""


@pytest.fixture(scope="module")
def tree(tmp_path_factory) -> Path:
    """A copy of the tree with the files and lines of the recipe in it."""
    copy = tmp_path_factory.mktemp("copy") / "stylo"
    shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
    (copy / ".venv").symlink_to(sys.prefix)
    for step in FILE.finditer(RECIPE):
        path = copy / step["path"]
        assert path.exists() == (step["how"] == "lines to add"), step["path"]
        with path.open("a", encoding="utf-8") as file:
            file.write(step["lines"] + "\n")
    return copy


def run(command: str, tree: Path) -> str:
    """What a command says in the copy; it must succeed."""
    env = os.environ | {"PYTHONPATH": str(tree), "MPLBACKEND": "agg"}
    done = subprocess.run(
        command, shell=True, cwd=tree, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.mark.slow
def test_the_recipe_ends_in_a_measure_that_is_seen_everywhere(tree):
    told = {line: run(line, tree) for block in COMMANDS.findall(RECIPE) for line in block.splitlines()}
    (profile,) = (said for line, said in told.items() if "stylo profile" in line)
    (marks,) = (said for line, said in told.items() if "stylo marks" in line)
    assert re.search(r"^Questions\n +questions_percent +\d", profile, re.M)
    assert "question mark" in marks
    assert "`questions_percent`" in (tree / "docs" / "measures.md").read_text(encoding="utf-8")

    page = (tree / "report.html").read_text(encoding="utf-8")
    section = page.partition('<section id="questions"')[2].partition("</section>")[0]
    for piece in ("Fragen", "<img src=", "Fragezeichen hinter dem letzten Wort"):  # title, figure, evidence
        assert piece in section
    compared = page.partition('<section id="comparison"')[2].partition("</section>")[0]
    assert re.search(r'"rowgroup" colspan="9"><span>Fragen</span>.*Fragen <small>% der Sätze</small>', compared, re.S)
    assert '<input type="checkbox" value="questions"' in page  # a layer of the annotated text


@pytest.mark.slow
def test_the_measure_of_the_recipe_is_in_tables_explorer_and_export(tree):
    (tree / "text.txt").write_text(TEXT, encoding="utf-8")
    run(".venv/bin/stylo profile text.txt -o profiles.csv --marks marks", tree)
    assert (tree / "profiles.csv").read_text(encoding="utf-8").splitlines()[0].endswith("questions_percent,missing")
    assert "Warum schweigt er?" in (tree / "marks" / "questions.csv").read_text(encoding="utf-8")

    (tree / "shown.py").write_text(SHOWN, encoding="utf-8")
    told = run(".venv/bin/python shown.py", tree)
    assert "explorer: Fragen ['1: Wer fährt hier?', '2: Warum schweigt er?']" in told
    assert re.search(r"compared: .*Fragen</td>.*50,00", told)
    assert "text: [Wer fährt hier?|question]" in told
    assert ".stylo-show .stylo-question { border-top" in told
    assert "questions.csv questions.tex" in told
    assert "questions_along_text.svg" in told
