"""One writer for all tables: what is read back is what was written, and no text is a formula or markup."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pandas as pd
import pytest

from stylo.writing.files import why_no_folder, why_not_writable
from stylo.writing.formats import FORMATS, FormatError, encoded, format_of, write_table

FRAME = pd.DataFrame(
    {
        "document": ["=1+1", "@eins\nzwei", "<b>|drei"],
        "words": [1, 2, 3],
        "value": [0.1 + 0.2, float("nan"), 2.5],
        "places": [(1, 2), (), (3,)],
        "reason": ["-ung", "-ung()", "plain"],
    }
)
TEXTS, LISTS = list(FRAME["document"]), ["[1, 2]", "[]", "[3]"]


def test_the_suffix_decides_and_a_contradiction_is_an_error():
    assert format_of(Path("a.b.XLSX")) == "xlsx"
    assert format_of(Path("a.csv"), "csv") == "csv"
    for name, form in (("a", None), ("a.doc", None), ("a.csv", "json"), (".csv", None)):
        with pytest.raises(FormatError):
            format_of(Path(name), form)


def test_csv_and_tsv_have_apostrophes_for_what_came_from_a_text_alone():
    csv = pd.read_csv(io.BytesIO(encoded(FRAME, "csv")))
    assert list(csv["document"]) == ["'=1+1", "'@eins\nzwei", "<b>|drei"]
    assert list(csv["reason"]) == ["-ung", "'-ung()", "plain"]
    assert list(csv["places"]) == LISTS
    tsv = [line.split("\t") for line in encoded(FRAME, "tsv").decode().splitlines()]
    assert [line[0] for line in tsv] == ["document", "'=1+1", "'@eins\\nzwei", "<b>|drei"]
    assert tsv[1][2] == repr(0.1 + 0.2)
    assert [line[4] for line in tsv[1:]] == ["-ung", "'-ung()", "plain"]
    assert [line.split(" | ")[-1].removesuffix(" |") for line in encoded(FRAME, "md").decode().splitlines()[2:4]] == [
        "-ung",
        "'-ung()",
    ]


def test_german_excel_gets_semicolons_commas_and_a_mark_of_the_encoding():
    data = encoded(FRAME, "csv", "excel-de")
    assert data.startswith(b"\xef\xbb\xbfdocument;words")
    read = pd.read_csv(io.BytesIO(data), sep=";", decimal=",")
    assert list(read["value"].dropna()) == list(FRAME["value"].dropna())
    with pytest.raises(FormatError, match="opens in Excel"):
        encoded(FRAME, "xlsx", "excel-de")


def test_json_holds_lists_and_nulls():
    rows = json.loads(encoded(FRAME, "json"))
    assert rows == [json.loads(line) for line in encoded(FRAME, "jsonl").decode().splitlines()]
    assert [row["document"] for row in rows] == TEXTS
    assert [row["value"] for row in rows] == [0.1 + 0.2, None, 2.5]
    assert rows[0]["places"] == [1, 2]


def test_a_workbook_has_texts_and_no_formulas():
    openpyxl = pytest.importorskip("openpyxl")
    sheet = openpyxl.load_workbook(io.BytesIO(encoded(FRAME, "xlsx"))).active
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == TEXTS
    assert {cell.data_type for cell in cells} == {"s"}
    assert [row[2].value for row in sheet.iter_rows(min_row=2)] == [pytest.approx(0.3), None, 2.5]
    with pytest.raises(FormatError, match="a cell of Excel"):
        encoded(pd.DataFrame({"text": ["x" * 40_000]}), "xlsx")


def test_control_characters_do_not_break_a_workbook():
    openpyxl = pytest.importorskip("openpyxl")
    sheet = openpyxl.load_workbook(io.BytesIO(encoded(pd.DataFrame({"text": ["a\x00b\x1fc"]}), "xlsx"))).active
    assert sheet["A2"].value == "a⟨U+0000⟩b⟨U+001F⟩c"


def test_parquet_gives_back_the_same_values():
    pytest.importorskip("pyarrow")
    read = pd.read_parquet(io.BytesIO(encoded(FRAME, "parquet")))
    assert read["value"].equals(FRAME["value"])
    assert list(read["places"]) == LISTS


def test_printed_tables_hold_no_markup():
    printed = encoded(FRAME, "md").decode().splitlines()
    assert len(printed) == 2 + len(FRAME)
    assert printed[0] == "| document | words | value | places | reason |"
    assert printed[4].startswith(r"| \<b\>\|drei |")
    assert r"\begin{tabular}" in encoded(FRAME, "tex").decode()


@pytest.mark.parametrize("form", FORMATS)
def test_an_empty_table_has_its_columns(form, tmp_path):
    pytest.importorskip({"parquet": "pyarrow", "xlsx": "openpyxl"}.get(form, "json"))
    write_table(FRAME.iloc[:0], tmp_path / f"leer.{form}")
    assert (tmp_path / f"leer.{form}").exists()


def test_what_cannot_be_written_is_known_before(tmp_path):
    (tmp_path / "datei").write_text("", encoding="utf-8")
    assert why_not_writable(tmp_path / "neu.csv") == ""
    assert "is a folder" in why_not_writable(tmp_path)
    assert "missing" in why_not_writable(tmp_path / "fehlt" / "neu.csv")
    assert "is a file" in why_not_writable(tmp_path / "datei" / "neu.csv")
    assert why_no_folder(tmp_path / "a" / "b") == ""
    assert "is a file" in why_no_folder(tmp_path / "datei")
