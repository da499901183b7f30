"""The generated documentation is what its tables say, and the validation table what the report said."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.axes import Axes

from stylo.catalogue import compared_measures
from stylo.catalogue import measures as measure_table
from stylo.figures import FIGURES
from stylo.lexicon import table
from stylo.reference import intervals
from stylo.reference.accuracy import validation
from stylo.wording.language import language
from tools import docs
from tools.gold.__main__ import BASELINE, COLUMNS, VALIDATION
from tools.gold.__main__ import validation as shipped_rows

NAMES = {row["name"] for row in measure_table()}


PAGES = [*(f"docs/{name}.md" for name in ("measures", "reference", "intervals", "gallery")), *docs.READMES.values()]


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_not_stale(name):
    path = docs.ROOT / name
    assert path.read_text(encoding="utf-8") == docs.pages()[path], "run python -m tools.docs"


def test_every_measure_is_on_the_page():
    page = docs.measures_page()
    assert all(f"| `{name}` |" in page for name in NAMES)


def test_the_page_of_intervals_says_of_every_compared_value_how_often_its_interval_holds():
    lines = [line for line in docs.intervals_page().splitlines() if line.startswith("| `")]
    assert {line.split("`")[1] for line in lines} == set(compared_measures())
    tried = intervals.coverage().set_index(["measure", "words"])["percent"]
    for line in lines:
        name, held = line.split("`")[1], line.split(" | ")[2:7]
        known = [tried.get((name, words)) for words in (150, 300, 500, 1000, 5000)]
        assert [cell.strip("()") for cell in held] == ["-" if percent is None else str(percent) for percent in known]


def test_a_stale_page_is_told(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(docs, "ROOT", tmp_path)
    for name in docs.READMES.values():
        (tmp_path / name).write_text("<!-- accuracy -->\nalt\n<!-- /accuracy -->\n", encoding="utf-8")
    assert docs.main(["--check"]) == 1
    assert "README.md is stale" in capsys.readouterr().out
    assert docs.main([]) == 0
    assert "**" in (tmp_path / "README.md").read_text(encoding="utf-8")
    assert docs.main(["--check"]) == 0


def test_the_figures_of_the_readme_are_in_the_table():
    block = docs.accuracy_block()
    rows = validation()
    shown = {float(number) for number in re.findall(r"\*\*(-?[\d.]+)\*\*", block)}
    known = {float(f"{value:.3f}") for value in (*rows["f1"], *rows["value"])}
    assert shown <= known
    assert len(block.splitlines()) == 2 + len(docs.SHOWN)


def test_the_german_table_has_the_same_figures():
    english = docs.accuracy_block()
    with language("de"):
        german = docs.accuracy_block()
    figures = [float(number.replace(",", ".")) for number in re.findall(r"\*\*(-?[\d,]+)\*\*", german)]
    assert figures == [float(number) for number in re.findall(r"\*\*(-?[\d.]+)\*\*", english)]
    assert "| Maß |" in german


def test_the_tables_of_accuracy_name_what_there_is():
    rows = validation()
    for row in table("accuracy", "catalogue"):
        assert row["name"] in NAMES
        assert row["scored_as"] in set(rows["measure"])
        assert row["rate"] in {"yes", "no"}
    places = set(zip(rows["measure"], rows["corpus"], strict=True))
    for row in table("best_known", "catalogue"):
        assert (row["measure"], row["corpus"]) in places
        assert row["source"]
        float(row["figure"])


def test_every_figure_has_an_interval_around_it():
    rows = validation()
    figure = rows["f1"].fillna(rows["value"])
    assert (rows["low"] <= figure + 0.002).all()
    assert (figure - 0.002 <= rows["high"]).all()


def test_the_other_pipeline_becomes_the_best_known_figure_and_halves_are_left_out():
    line = {"corpus": "pcc", "measure": "tags", "n": 9, "f1": 0.97, "low": 0.9, "high": 1.0, "pipeline": "stylo"}
    report = pd.DataFrame(
        [line, {**line, "f1": 0.96, "pipeline": BASELINE}, {**line, "part": "first half"}, {**line, "corpus": "ud-gsd"}],
        columns=COLUMNS,
    )
    result = shipped_rows(report)
    assert list(result.columns) == VALIDATION
    assert list(result["corpus"]) == ["pcc", "ud-gsd"]
    assert result["best"].iloc[0] == 0.96
    assert list(result["trained_on"]) == ["no", "tagger"]


def test_pages_are_named_in_the_readme():
    readme = (Path(docs.ROOT) / "README.md").read_text(encoding="utf-8")
    assert "docs/measures.md" in readme
    assert "docs/reference.md" in readme
    assert "ACCURACY" not in readme


CODE = re.findall(r"figures/(\w+)\.png\).*?```python\n(.*?)```", docs.gallery_page(), re.S)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "code"), CODE, ids=[name for name, _ in CODE])
def test_the_code_beside_a_figure_draws_it(name, code, drive):
    lines = code.strip().splitlines()
    names = {"doc": drive}
    exec("\n".join(lines[:-1]), names)
    drawn = eval(lines[-1], names)
    shown = next((figure.draw(figure.frame(drive)) for figure in FIGURES if figure.name == name), drawn)
    assert isinstance(drawn, Axes)
    assert drawn.get_title(loc="left") == shown.get_title(loc="left")
