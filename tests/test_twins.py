"""German notebooks from the English ones: no cell without its twin, and nothing in a twin that its cell does not say."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from tools.twins import LINE, TWIN, in_german, twin

ROOT = Path(__file__).parent.parent
REVIEW = " ".join((ROOT / "corpus" / "drive.txt").read_text(encoding="utf-8").split())
NOTEBOOKS = {path.stem: nbformat.read(path, as_version=4) for path in sorted((ROOT / "notebooks").glob("*.ipynb"))}
BEGUN = {name: notebook for name, notebook in NOTEBOOKS.items() if any(TWIN in cell.metadata for cell in notebook.cells)}
PROSE = [(name, cell) for name, notebook in BEGUN.items() for cell in notebook.cells if cell.cell_type == "markdown"]
each_cell = pytest.mark.parametrize(("name", "cell"), PROSE, ids=[f"{name}-{cell.id}" for name, cell in PROSE])
each_notebook = pytest.mark.parametrize("notebook", list(BEGUN.values()), ids=list(BEGUN))


def numbers(text: str) -> list[str]:
    """The numbers of a text in order of size of their digits, without the sign of decimals and thousands."""
    return sorted(re.sub(r"[.,]", "", number) for number in re.findall(r"\d+(?:[.,]\d+)*", text))


def quotations(text: str) -> set[str]:
    """What stands in italics, has more than one word and stands in the review."""
    return {found for found in re.findall(r"\*([^*]+)\*", text.replace("**", "")) if " " in found and found in REVIEW}


def links(text: str) -> list[str]:
    return sorted(re.findall(r"\]\(([^)#]+)", text))


@each_cell
def test_a_cell_has_a_twin_with_its_numbers_quotations_and_links(name, cell):
    assert twin(cell).strip()
    assert numbers(twin(cell)) == numbers(cell.source)
    assert quotations(twin(cell)) == quotations(cell.source)
    assert links(twin(cell)) == links(cell.source)


@each_notebook
def test_the_contents_of_a_twin_lead_to_its_headings(notebook):
    prose = "\n".join(cell.source for cell in in_german(notebook).cells if cell.cell_type == "markdown")
    headings = {heading.strip().replace(" ", "-") for heading in re.findall(r"^#+ (.*)$", prose, re.M)}
    assert set(re.findall(r"\]\(#([^)]+)\)", prose)) <= headings


@each_notebook
def test_a_twin_differs_in_its_prose_and_in_the_line_of_its_language_alone(notebook):
    german = in_german(notebook)
    pairs = [
        (one.source, other.source) for one, other in zip(notebook.cells, german.cells, strict=True) if one.cell_type == "code"
    ]
    changed = [(one, other) for one, other in pairs if one != other]
    assert changed == [(one, one.replace(LINE, LINE.replace("en", TWIN), 1)) for one, _ in changed]
    assert len(changed) == 1


@each_notebook
def test_every_claim_has_its_sentence_in_german(notebook):
    code = [ast.parse(cell.source) for cell in notebook.cells if cell.cell_type == "code"]
    calls = [node for tree in code for node in ast.walk(tree) if isinstance(node, ast.Call)]
    made = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "claim"]
    assert made
    assert not [ast.unparse(call) for call in made if "german" not in {keyword.arg for keyword in call.keywords}]


def cell_of(source: str, german: list[str] | None = None) -> NotebookNode:
    return nbformat.v4.new_markdown_cell(source, metadata={} if german is None else {TWIN: german})


def test_a_twin_takes_the_place_of_its_cell_one_folder_deeper():
    code = nbformat.v4.new_code_cell(f'{LINE}  # or "de"')
    notebook = nbformat.v4.new_notebook(cells=[cell_of("See [it](../README.md).", ["Siehe", "[dort](../README.md)."]), code])
    german = in_german(notebook)
    assert german.cells[0].source == "Siehe\n[dort](../../README.md)."
    assert TWIN not in german.cells[0].metadata
    assert german.cells[1].source == 'LANG = "de"  # or "de"'
    assert notebook.cells[1].source.startswith(LINE)


def test_a_notebook_that_cannot_be_german_says_why():
    with pytest.raises(ValueError, match="has no German twin"):
        in_german(nbformat.v4.new_notebook(cells=[cell_of("Prose.")]))
    with pytest.raises(ValueError, match="has no line"):
        in_german(nbformat.v4.new_notebook(cells=[cell_of("Prose.", ["Prosa."])]))
