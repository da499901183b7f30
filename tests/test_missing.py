"""Why a value is missing: a code with values, in words at the edge, and back again from a file."""

from __future__ import annotations

import ast
import io
import re
from pathlib import Path
from string import Formatter

import pandas as pd
import pytest
from spacy.language import Language

import stylo
from stylo.families.profile import columns, failed_row, measure_profile, read_profile
from stylo.lexicon import table
from stylo.wording.language import language
from stylo.wording.reasons import Missing, read_missing, why_missing
from stylo.writing.tables import safe_csv

PACKAGE = Path(stylo.__file__).parent
ROWS = table("missing", "wording")
TEXTS = ["", "Kurz.", "Er geht. Sie kommt.", "Der alte Film endet spät, aber gut. " * 12, "Der leise Film endet. " * 100]


def names_in(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def example(row: dict[str, str]) -> Missing:
    return Missing(row["code"], **{name: 7 + place for place, name in enumerate(sorted(names_in(row["english"])))})


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["code"])
def test_a_reason_is_said_in_both_languages_and_read_back_as_what_it_was(row):
    missing = example(row)
    assert names_in(row["german"]) == names_in(row["english"])
    assert read_missing(missing.reason) == missing
    assert "; " not in missing.reason  # which divides the reasons in a cell
    with language("de"):
        said = why_missing(missing)
    assert said == row["german"].format(**dict(missing.values))
    assert row["code"] == "as_written" or said != missing.reason


def test_every_code_is_used_and_every_code_that_is_used_is_in_the_table():
    written = {
        node.value
        for path in PACKAGE.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in {"Missing", "per", "_needs"}
        for node in call.args
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert written == {row["code"] for row in ROWS}


def test_a_reason_that_no_code_has_is_kept_as_it_is_written():
    assert read_missing("der Hund hat sie gefressen").reason == "der Hund hat sie gefressen"
    with pytest.raises(KeyError):
        _ = Missing("no_such_code").reason


@pytest.mark.parametrize("text", TEXTS)
def test_a_profile_is_read_back_from_its_row_and_from_a_file(nlp: Language, text: str):
    profile = measure_profile(nlp(text))
    assert read_profile(profile.row()) == profile
    frame = pd.read_csv(io.StringIO(safe_csv(stylo.profile(nlp(text)))))
    read = read_profile(frame.iloc[0].to_dict())
    assert read.missing == profile.missing
    assert {name: read.number(name) for name in read.values if name not in read.missing} == {
        name: profile.number(name) for name in profile.values if name not in profile.missing
    }


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_compared_the_same_from_a_document_a_table_and_a_file(nlp: Language, text: str):
    doc = nlp(text)
    table_ = stylo.profile(doc)
    read = pd.read_csv(io.StringIO(safe_csv(table_)), dtype={"document": str})
    wanted = stylo.compare(doc)
    pd.testing.assert_frame_equal(stylo.compare(table_), wanted)
    pd.testing.assert_frame_equal(stylo.compare(read), wanted)


def test_reasons_are_a_row_each_and_what_the_profile_says(nlp: Language):
    docs = [nlp(text) for text in TEXTS]
    profile = stylo.profile(docs)
    reasons = stylo.reasons(docs)
    pd.testing.assert_frame_equal(stylo.reasons(profile), reasons)
    said = reasons.assign(said=reasons["measure"] + ": " + reasons["reason"]).groupby("document")["said"].agg("; ".join)
    assert said.to_dict() == {row.document: row.missing for row in profile.itertuples() if row.missing}
    assert reasons.query("document == '2' and measure == 'mtld'")[["code", "values"]].to_numpy().tolist() == [
        ["few_for_mtld", {"fewest": 50, "words": 1}]
    ]


def test_what_could_not_be_measured_says_so_for_every_value():
    row = failed_row("a", "It is empty; see: the manual.")
    assert row["missing"] == "not measured: It is empty; see: the manual."
    reasons = stylo.reasons(pd.DataFrame([row], columns=columns()))
    assert list(reasons["measure"]) == columns()[1:-1]
    assert set(reasons["reason"]) == {"It is empty; see: the manual."}


def test_nobody_but_the_reader_takes_the_reasons_of_a_cell_apart():
    apart = re.compile(r"""(?:split|partition)\(["'](?:; |: )["']""")
    assert [path.name for path in PACKAGE.rglob("*.py") if apart.search(path.read_text(encoding="utf-8"))] == ["profile.py"]
