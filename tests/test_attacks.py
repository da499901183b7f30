"""What means harm, by size or by what it says, costs bounded memory and is only ever text."""

from __future__ import annotations

import ast
import csv
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

import stylo
from stylo.corpus import parts
from stylo.families.registry import marked
from stylo.reading.records import LONGEST, Failure
from stylo.reading.stream import documents

pytestmark = [pytest.mark.slow]

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "stylo"
MEGABYTES = 1_000_000
# Reads the documents of a file, prints how many there are, how many failed and how much memory that took beyond the start.
READ = """
import resource, sys
from stylo.reading.records import Failure
from stylo.reading.stream import documents
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
before, number, failed = peak(), 0, 0
for document in documents(sys.argv[1:]):
    number += 1
    failed += isinstance(document.text, Failure)
print(number, failed, (peak() - before) // 1024)
"""


def read(path: Path) -> tuple[int, int, int]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    result = subprocess.run(
        [sys.executable, "-c", READ, str(path)], env=environment, capture_output=True, text=True, check=True, timeout=120
    )
    number, failed, megabytes = map(int, result.stdout.split())
    return number, failed, megabytes


@pytest.mark.parametrize("suffix", [".tsv", ".csv", ".jsonl", ".txt"])
def test_a_line_of_200_megabytes(tmp_path, suffix):
    path = tmp_path / f"lang{suffix}"
    start, end = ('{"text": "', '"}\n') if suffix == ".jsonl" else ("", "\n")
    with path.open("w", encoding="utf-8") as file:
        file.write("" if suffix in {".jsonl", ".txt"} else "text\n")
        file.write(start)
        for _ in range(200):
            file.write("a" * MEGABYTES)
        file.write(end + f"{start}Der Kauz schweigt.{end}")
    number, failed, megabytes = read(path)
    assert (number, failed) == ((1, 1) if suffix == ".txt" else (2, 1))
    assert megabytes < 100


def test_a_million_empty_documents(tmp_path):
    path = tmp_path / "leer.tsv"
    path.write_text("id\ttext\n" + "".join(f"d{number % 990_000}\t\n" for number in range(MEGABYTES)), encoding="utf-8")
    number, failed, megabytes = read(path)
    assert number == failed == MEGABYTES
    assert megabytes < 60


def test_the_parts_of_many_empty_documents_are_few():
    empty = (stylo.reading.stream.Document(str(number), Failure("leer")) for number in range(20_000))
    assert Counter(map(len, parts.cut(empty))) == {parts.MOST: 10}


def test_measuring_many_documents_keeps_no_vocabulary(monkeypatch):
    monkeypatch.setattr(parts, "NEW_WORDS", 100)
    first = parts.pipeline(None, False)
    for number in range(101):
        first(f"Der {'x' * number}kauz schweigt.")
    assert parts.pipeline(None, False) is not first


@pytest.mark.parametrize("unit", ["(", "😀", ".", "a", "„", "Haus-", ":", "1", "a.", "a\u0301", "-", "'", "http://a.de/", "@#"])
def test_a_text_without_a_space_takes_time_by_its_length(nlp, unit):
    """What grows with the square of the length would take minutes here."""
    text = unit * (60_000 // len(unit))
    doc = nlp(text)
    assert doc.text == text


@pytest.mark.parametrize("unit", ["schöne ", "Wort: Er ", "( ", "und so ", "zwar aber ", "a\n", "„ ", "😀 "])
def test_a_sentence_without_an_end_is_measured(nlp, unit):
    text = unit * 4000
    doc = nlp(text)
    assert doc.text == text
    assert len(stylo.profile(doc)) == 1


def test_text_that_looks_like_code_is_text(nlp):
    text = "__import__('os').system('true') {0.__class__} %s <script>alert(1)</script> =HYPERLINK(\"http://a\") ${HOME}"
    doc = nlp(text)
    assert doc.text == text
    assert all(text[row.start : row.end] == row.text for marks in marked().values() for row in marks(doc).itertuples())


def test_a_document_longer_than_the_limit_is_said_before_it_is_read(tmp_path):
    path = tmp_path / "lang.txt"
    with path.open("wb") as file:
        file.truncate(4 * LONGEST + 1)
    ((_, failure),) = documents([path])
    assert "split it" in failure.reason


def calls(path: Path) -> set[str]:
    """What a module calls and imports, by name."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    found |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return found | {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_nothing_unpickles_executes_or_goes_to_the_network(path):
    forbidden = {"pickle", "cPickle", "dill", "joblib", "marshal", "shelve", "eval", "exec", "__import__"}
    network = {"socket", "urllib.request", "http.client", "requests", "httpx", "aiohttp", "ftplib"}
    assert not calls(path) & (forbidden | network)
    source = path.read_text(encoding="utf-8")
    assert "allow_pickle=True" not in source
    assert "shell=True" not in source


def test_loading_and_measuring_open_no_connection():
    script = """
import socket, sys
def refuse(*_, **__): raise AssertionError("network")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
import stylo
from stylo.corpus import parts
assert stylo.profile(["Der Kauz schweigt."])["words"][0] == 3
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", script], env=environment, check=True, timeout=60)


def test_a_table_of_errors_holds_names_with_line_breaks(tmp_path):
    errors = parts.csv_bytes(parts.pd.DataFrame([("zwei\nzeilen", 'sagt "nein"')], columns=parts.ERRORS), header=True).decode()
    assert list(csv.reader(errors.splitlines(keepends=True)))[1] == ["zwei\nzeilen", 'sagt "nein"']
