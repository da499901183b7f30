"""The comparison of speeds runs; how fast anything is, no test says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import bench

pytestmark = [pytest.mark.slow]

TABLE = "doc\ttext\n1\tDer Film ist gut.\\nWir lachen.\n2\tEr beginnt langsam.\n"


def test_without_documents_it_says_what_it_needs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main([str(tmp_path / "none.tsv")]) == 2
    assert "name a TSV file with a column text" in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["documents", "text"])
def test_growth_has_seconds_and_memory(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "texts.tsv"
    table.write_text(TABLE, encoding="utf-8")
    assert bench.main([str(table), "--child", kind, "--times", "2"]) == 0
    found = bench.json.loads(capsys.readouterr().out)
    assert set(found) >= {"seconds", "megabytes"}
    assert all(isinstance(value, float | int) for value in found.values())
