"""How the rooms of the package may be entered; that imports go one way is checked by import-linter (``make lint``)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import stylo

PACKAGE = Path(stylo.__file__).parent
ROOT = PACKAGE.parent
MODULES = sorted(PACKAGE.rglob("*.py"))


def _is_module(folder: Path, name: str) -> bool:
    return (folder / f"{name}.py").is_file() or (folder / name / "__init__.py").is_file()


def _from_the_face(path: Path) -> Iterator[str]:
    """What a module imports from ``stylo/__init__.py``: the package itself, or a name in it that is no room."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name == "stylo")
        elif isinstance(node, ast.ImportFrom) and node.module == "stylo":
            yield from (name.name for name in node.names if not _is_module(PACKAGE, name.name))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_nobody_inside_imports_the_face(path):
    assert list(_from_the_face(path)) == []


@pytest.mark.parametrize("text", ["import stylo\n", "import stylo as s\n", "def f():\n    from stylo import profile\n"])
def test_an_import_of_the_face_is_seen(tmp_path, text):
    (tmp_path / "a.py").write_text(text)
    assert list(_from_the_face(tmp_path / "a.py"))


def _bound(path: Path) -> set[str]:
    """The names that a module binds by imports, definitions and assignments on its top level."""
    names: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.ImportFrom) and not (node.module or "").startswith("stylo."):
            names |= {name.asname or name.name for name in node.names if not _is_module(PACKAGE, name.name)}
        elif isinstance(node, ast.ImportFrom):
            folder = PACKAGE.joinpath(*str(node.module).split(".")[1:])
            names |= {name.asname or name.name for name in node.names if not _is_module(folder, name.name)}
    return names


@pytest.mark.parametrize("path", [path for path in MODULES if path.name == "__init__.py"], ids=lambda path: path.parent.name)
def test_no_function_hides_a_module_of_its_name(path):
    assert [name for name in _bound(path) if _is_module(path.parent, name)] == []


def test_no_function_of_the_face_shares_its_name_with_a_room():
    assert [name for name in stylo.__all__ if _is_module(PACKAGE, name)] == []


@pytest.mark.parametrize("path", sorted((ROOT / "stylo").rglob("*.tsv")), ids=lambda path: path.name)
def test_a_table_names_no_file_that_is_not_there(path):
    text = path.read_text(encoding="utf-8")
    named = set(re.findall(r"\b(?:stylo|tools)/[\w/]+\.(?:py|tsv)\b", text))
    modules = {name for name in re.findall(r"\bstylo\.(?:families|grammar|pipeline|reading|measures)\.\w+", text)}
    assert [name for name in named if not (ROOT / name).is_file()] == []
    assert [name for name in modules if not list(ROOT.glob(name.replace(".", "/") + "*"))] == []
