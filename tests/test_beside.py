"""What stands beside a text keeps its type on every way into a table."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from click.testing import CliRunner

from stylo.cli.commands import main

ROWS = [
    {"id": "a", "text": "Der leise Film ist gut.", "year": 2011, "code": "007", "version": "1.10", "stars": 4.5, "note": -3},
    {"id": "b", "text": "Er ist lang.", "year": 1999, "code": "12", "version": "1.2", "stars": 3.0, "note": "=1"},
    {"id": "c", "text": "Gut.", "year": None, "code": "x", "version": "", "stars": None, "note": "-x"},
]
TYPES = {"year": "Int64", "code": "object", "version": "object", "stars": "float64", "note": "object"}


@pytest.fixture(scope="module")
def posts(tmp_path_factory):
    path = tmp_path_factory.mktemp("beside") / "posts.jsonl"
    path.write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    return path


def made(posts, name: str, *options: str):
    path = posts.parent / name
    result = CliRunner().invoke(main, ["profile", str(posts), "-o", str(path), *options])
    assert result.exit_code == 0, result.output
    return path


@pytest.mark.parametrize("options", [[], ["--measures", "words,lix,mtld,sentence_length_min"]], ids=["corpus", "chosen"])
def test_parquet_has_numbers_where_all_cells_are_numbers(posts, options):
    pytest.importorskip("pyarrow")
    found = pd.read_parquet(made(posts, "out.parquet", *options), dtype_backend="numpy_nullable")
    assert found["year"].tolist()[:2] == [2011, 1999]
    assert found["year"].isna().tolist() == [False, False, True]
    assert pd.api.types.is_integer_dtype(found["year"])
    assert pd.api.types.is_integer_dtype(found["words"])
    assert pd.api.types.is_integer_dtype(found["sentence_length_min"])
    assert found["stars"].tolist()[:2] == [4.5, 3.0]
    assert found[["code", "version", "note"]].to_numpy().tolist() == [
        ["007", "1.10", "-3"],
        ["12", "1.2", "=1"],
        ["x", "", "-x"],
    ]
    assert found["mtld"].isna().all()


def test_json_has_numbers_and_nulls(posts):
    rows = json.loads(made(posts, "out.json").read_text(encoding="utf-8"))
    assert [row["year"] for row in rows] == [2011, 1999, None]
    assert [row["stars"] for row in rows] == [4.5, 3.0, None]
    assert [row["code"] for row in rows] == ["007", "12", "x"]
    assert [type(row["words"]) for row in rows] == [int, int, int]


def test_the_two_ways_to_a_csv_write_the_same_cells(posts):
    names = ["document", "language", *TYPES, "words", "sentence_length_iqr", "satzklammer_length_max"]
    streamed = pd.read_csv(made(posts, "eins.csv"), dtype=str, keep_default_na=False)[names]
    chosen = pd.read_csv(made(posts, "zwei.csv", "--columns", ",".join(names)), dtype=str, keep_default_na=False)
    pd.testing.assert_frame_equal(streamed, chosen)
    assert streamed["note"].tolist() == ["'-3", "'=1", "'-x"]


def test_long_work_has_a_bar_whatever_the_target(posts, monkeypatch):
    monkeypatch.setattr("stylo.cli.inputs.LONG", 10)
    for target in ("out.json", "out.xlsx"):
        result = CliRunner().invoke(main, ["profile", str(posts), "-o", str(posts.parent / target)])
        assert "Measuring 3 documents" in result.stderr
    assert "Measuring 3 documents" in CliRunner().invoke(main, ["compare", str(posts)]).stderr
