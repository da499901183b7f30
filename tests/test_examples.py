"""The examples in docstrings run, and every function of the face has one."""

from __future__ import annotations

import doctest
import importlib
import inspect
from pathlib import Path

import pytest

import stylo

PACKAGE = Path(stylo.__file__).parent
NEEDS = {"explore": "ipywidgets"}  # optional packages
SLOW = {"report"}  # draws all figures
FINDER = doctest.DocTestFinder(exclude_empty=False, recurse=False)


def _with_examples() -> list[str]:
    """The modules in whose files an example stands."""
    paths = [path for path in sorted(PACKAGE.rglob("*.py")) if ">>> " in path.read_text(encoding="utf-8")]
    return [".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__") for path in paths]


def _examples() -> list[doctest.DocTest]:
    """The examples of all functions that are not of the face."""
    modules = map(importlib.import_module, _with_examples())
    found = [test for module in modules for test in doctest.DocTestFinder().find(module) if test.examples]
    face = {f"{function.__module__}.{function.__qualname__}" for function in map(_function, stylo.__all__)}
    return [test for test in found if test.name not in face]


def _function(name: str):
    return getattr(stylo, name)


def _run(test: doctest.DocTest) -> None:
    said: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS)
    assert runner.run(test, out=said.append).failed == 0, "".join(said)


@pytest.mark.parametrize("name", [pytest.param(name, marks=[pytest.mark.slow] * (name in SLOW)) for name in stylo.__all__])
def test_every_function_of_the_face_has_an_example_that_runs(name):
    if name in NEEDS:
        pytest.importorskip(NEEDS[name])
    (test,) = FINDER.find(_function(name), name, globs={})
    assert test.examples
    _run(test)


@pytest.mark.parametrize("test", _examples(), ids=lambda test: test.name)
def test_every_other_example_runs(test):
    _run(test)


@pytest.mark.parametrize("name", stylo.__all__)
def test_what_a_function_of_the_face_takes_and_gives_is_said_in_sections(name):
    told = inspect.getdoc(_function(name)) or ""
    assert "\nReturns\n-------\n" in told
    for parameter in inspect.signature(_function(name)).parameters:
        assert parameter in told.partition("Parameters\n----------\n")[2].partition("\nReturns\n")[0]
