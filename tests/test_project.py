"""What the files of the project promise each other."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
IN_BOTH_LANGUAGES = [*NOTEBOOKS, *sorted((ROOT / "notebooks" / "de").glob("*.ipynb"))]


def test_the_review_is_the_one_that_was_given():
    digest = hashlib.sha256((ROOT / "corpus" / "drive.txt").read_bytes()).hexdigest()
    assert digest == "a9739b180efa7cb4127ac5dc96bdcf7bd9e9cdef06c2197af083baa50c3b36a4"


def test_conda_and_pip_install_the_same():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    environment = (ROOT / "environment.yml").read_text(encoding="utf-8")
    extras = re.search(r"- -e \.\[(.*)\]", environment)
    assert extras is not None
    assert set(extras[1].split(",")) == set(project["optional-dependencies"]) - {"bench"}
    assert f"python{project['requires-python']}" in environment


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-bench.lock"])
def test_the_locks_pin_every_dependency_with_hashes_and_name_no_host(name):
    lock = (ROOT / name).read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = {extra for extra in project["optional-dependencies"] if (extra == "bench") == ("bench" in name)}
    wanted = [*project["dependencies"], *(one for extra in extras for one in project["optional-dependencies"][extra])]
    pinned = {re.sub(r"[-_.]+", "-", name).lower() for name in re.findall(r"^([\w.-]+)==", lock, re.M)}
    for requirement in wanted:
        name = re.split(r"[<>=\[ ]", requirement)[0]
        assert re.sub(r"[-_.]+", "-", name).lower() in pinned
    assert len(re.findall(r"^[\w.-]+==", lock, re.M)) <= lock.count("--hash=sha256:")
    assert "://" not in lock
    assert "de-core-news" not in lock


def test_the_readme_opens_with_the_two_commands():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    head = readme.split("\n## ")[0] + readme.split("\n## ")[1]
    assert "make study" in head
    assert "make test" in head
    assert "de-core-news-md" in readme


@pytest.mark.parametrize("path", IN_BOTH_LANGUAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_cell_was_executed_in_order_without_error(path):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    counts = [cell["execution_count"] for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert counts == list(range(1, len(counts) + 1))
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", [])]
    assert not [output for output in outputs if output["output_type"] == "error" or output.get("name") == "stderr"]
    assert not re.search(r"/(root|home|work|tmp)/", json.dumps(outputs))


def test_all_notebooks_are_there():
    names = ["00_start", "01_sentence_length", "02_adjective_density", "03_contrast_markers"]
    names += ["03b_rhetoric", "03c_images", "03d_course"]
    names += ["04_register", "04b_formality", "04c_seven_registers", "05_drive_review"]
    assert [path.stem for path in NOTEBOOKS][: len(names)] == names


def prose(path: Path) -> str:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return "\n".join("".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "markdown")


def anchors(path: Path) -> set[str]:
    """What headings of a notebook are called in links, in JupyterLab and on pages made from notebooks."""
    return {heading.strip().replace(" ", "-") for heading in re.findall(r"^#+ (.*)$", prose(path), re.M)}


@pytest.mark.parametrize("path", IN_BOTH_LANGUAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_links_of_a_notebook_lead_somewhere(path):
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(path)):
        if "://" not in target:
            name, _, anchor = target.partition("#")
            linked = path.parent / name if name else path
            assert linked.exists(), target
            assert not anchor or anchor in anchors(linked), target


PAGES = [*ROOT.glob("*.md"), *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_links_of_a_page_lead_somewhere(path):
    text = path.read_text(encoding="utf-8")
    targets = [target for target in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in target]
    assert [target for target in targets if not (path.parent / target.partition("#")[0]).exists()] == []


@pytest.mark.parametrize("path", NOTEBOOKS[:4], ids=lambda path: path.stem)
def test_the_first_notebooks_have_contents_that_click_and_lead_on(path):
    text = prose(path)
    contents = next(line for line in text.splitlines() if line.startswith("**Contents.**"))
    linked = set(re.findall(r"\]\(#([^)]+)\)", contents))
    assert linked == {heading.replace(" ", "-") for heading in re.findall(r"^## (.*)$", text, re.M)}
    assert text.count("Next: [") == 2
