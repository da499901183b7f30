"""Whatever is in a text, a strict reader of the format reads every file that is made of it, and nothing of the text is run.

The readers stand in a table by the ending of a file; a format that is written and has none fails.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import pytest

import stylo
from stylo.families.registry import marked
from stylo.figures import FIGURES, style
from stylo.figures.layout import root
from stylo.writing.formats import DIALECTS, FORMATS, PLAIN, encoded

CONTROLS = "".join(chr(code) for code in (*range(32), *range(127, 160)))
HOSTILE = {
    "controls": f"a{CONTROLS}b",
    "mark of the encoding": "\ufeffa\ufeff",
    "halves of characters": "a\ud800b\udfff",
    "escapes": "\x1b[31mrot\x1b]0;titel\x07 \x9b31m",
    "bidi": "\u202egnal\u2066 a\u2069 \u200f",
    "no characters": "a\ufffeb\uffff \U0001ffff \ufdd0",
    "lines": "a\u2028b\u2029c\x85d\x0be\x0cf\r\ng\rh\ni",
    "tabs": "\ta\tb",
    "formulas": "=1+1",
    "more formulas": '@SUM(A1);=cmd|" /C calc"!A0',
    "quotes": '"a" „b“ \'c\' "',
    "separators": "a;b,c|d\te",
    "html": "</style></title><script>alert(1)</script><img src=x onerror=alert(2)> & &amp; ]]> <!-- -->",
    "latex": r"\input{/etc/passwd} $x$ 5 % & a_b #1 ~ ^ {x} \\ [1] `a' \end{tabular}",
    "markdown": "| a | **b** `c` [d](javascript:alert(1)) ![e](f) --- # g",
    "no ink": "\u200b\u2060\u00ad\u200d",
    "long": "x" * 20_000,
    "empty": "",
}
SEEN_ALONE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]")
"""What no page, no figure and nothing that is printed holds as it is."""

Read = Callable[[bytes], Any]
"""Reads a file strictly and raises where it is none; a table as its lines of cells, markup and print as its text."""


def _lines(data: bytes, **dialect: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True, **dialect))


def read_csv(data: bytes) -> list[list[str]]:
    return _lines(data, delimiter=";" if data.startswith(b"\xef\xbb\xbf") else ",")


def read_tsv(data: bytes) -> list[list[str]]:
    text = data.decode()
    assert text.endswith("\n")
    return [line.split("\t") for line in text.removesuffix("\n").split("\n")]


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _rows(objects: list[dict[str, Any]]) -> list[list[str]]:
    assert all(type(cell) in {str, int, float, bool, list, type(None)} for row in objects for cell in row.values())
    return [list(objects[0]), *([str(cell) for cell in row.values()] for row in objects)] if objects else []


def read_json(data: bytes) -> list[list[str]]:
    text = data.decode()
    assert not re.search(r"(?<!\\)(?:\\\\)*\\u[dD][89a-fA-F]", text)  # half a character, which strict readers refuse
    return _rows(json.loads(text, parse_constant=_no_constant))


def read_jsonl(data: bytes) -> list[list[str]]:
    return read_json(b"[" + b",".join(data.splitlines()) + b"]")


def read_parquet(data: bytes) -> list[list[str]]:
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(io.BytesIO(data))
    table.validate(full=True)
    return [table.column_names, *(list(map(str, row.values())) for row in table.to_pylist())]


def read_xlsx(data: bytes) -> list[list[str]]:
    openpyxl = pytest.importorskip("openpyxl")
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr", "n", "b"}
    return [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]


def read_md(data: bytes) -> list[list[str]]:
    markdown = pytest.importorskip("markdown_it")
    text = data.decode()
    assert not SEEN_ALONE.search(text)
    tokens = markdown.MarkdownIt("commonmark").enable("table").parse(text)
    inside = [child.type for token in tokens for child in token.children or ()]
    assert set(inside) <= {"text", "text_special"}, set(inside)  # no markup, no link, no picture, no tag
    assert sum(token.type == "table_open" for token in tokens) == 1
    cells = [
        next(iter(tokens[k + 1 :])).content if token.type in {"th_open", "td_open"} else None for k, token in enumerate(tokens)
    ]
    lines: list[list[str]] = []
    for token, cell in zip(tokens, cells, strict=True):
        if token.type == "tr_open":
            lines.append([])
        elif cell is not None:
            lines[-1].append(cell)
    return lines


LATEX_KNOWN = re.compile(
    r"\\(textbackslash|textasciicircum|textasciitilde|textless|textgreater|textbar|char34)\{\}|\\texttt\{U\+[0-9A-F]{4,6}\}"
    r"|\\[{}$&#%_-]|\{[\[\]*`]\}|\$-\$|(?<=[-',])\{\}"
)


def read_tex(data: bytes) -> list[list[str]]:
    text = data.decode()
    assert not SEEN_ALONE.search(text)
    body = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("%"))
    assert re.findall(r"\\begin\{(\w+)\}", body) == re.findall(r"\\end\{(\w+)\}", body)[::-1]
    lines = body.partition("\\toprule\n")[2].partition("\\bottomrule")[0]
    rows = [
        line.removesuffix(r" \\") for line in lines.splitlines() if re.match(r"(?!\\(?:caption|multicolumn)).* \\\\$", line)
    ]
    plain = [LATEX_KNOWN.sub("", row) for row in rows]
    assert not [row for row in plain if re.search(r"[\\{}$#%_^~<>|\"\[\]*`]", row)]
    depth = 0
    for sign in re.findall(r"(?<!\\)(?:\\\\)*([{}])", body):
        depth += 1 if sign == "{" else -1
        assert depth >= 0
    assert depth == 0
    return [re.split(r" ?(?<!\\)& ?", row) for row in rows]


def read_svg(data: bytes) -> str:
    lxml = pytest.importorskip("lxml.etree")
    tree = lxml.fromstring(data, lxml.XMLParser(recover=False, resolve_entities=False, no_network=True))
    names = {lxml.QName(element).localname for element in tree.iter() if isinstance(element.tag, str)}
    assert not names & {"script", "foreignObject", "image", "a"}
    text = "".join(tree.itertext())
    assert not SEEN_ALONE.search(text)
    return text


def read_png(data: bytes) -> str:
    image = pytest.importorskip("PIL.Image")
    image.open(io.BytesIO(data)).verify()
    return ""


def read_pdf(data: bytes) -> str:
    pypdf = pytest.importorskip("pypdf")
    reader = pypdf.PdfReader(io.BytesIO(data), strict=True)
    assert not {"/OpenAction", "/AA", "/Names", "/AcroForm"} & set(reader.trailer["/Root"])
    return "".join(page.extract_text() for page in reader.pages)


class Nesting(HTMLParser):
    """Raises where a tag is closed that is not open, and remembers what the page holds."""

    VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), attrs
        self.tags.append((tag, dict(attrs)))
        self.open += [] if tag in self.VOID else [tag]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read_html(data: bytes) -> str:
    text = data.decode()
    assert not SEEN_ALONE.search(text)
    page = Nesting()
    page.feed(text)
    page.close()
    assert not page.open
    names = [tag for tag, _ in page.tags]
    assert not {"iframe", "object", "embed", "form", "base"} & set(names)
    assert names.count("script") <= 1  # that of the annotated text
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    places = [attributes.get(name) or "" for _, attributes in page.tags for name in ("src", "href", "action", "data")]
    assert not [place for place in places if not place.startswith(("#", "data:image/", "https://")) and place]
    return "".join(page.text)


def read_txt(data: bytes) -> str:
    assert not SEEN_ALONE.search(data.decode())
    return data.decode()


TABLES: dict[str, Read] = {
    "csv": read_csv, "tsv": read_tsv, "json": read_json, "jsonl": read_jsonl, "parquet": read_parquet, "xlsx": read_xlsx,
    "md": read_md, "tex": read_tex,
}  # fmt: skip
PICTURES: dict[str, Read] = {"svg": read_svg, "png": read_png, "pdf": read_pdf}
READERS: dict[str, Read] = {**TABLES, **PICTURES, "html": read_html, "txt": read_txt}


def test_every_format_that_is_written_has_a_reader_here():
    assert set(TABLES) == set(FORMATS)
    assert set(PICTURES) == set(style.KINDS)


# --- tables -----------------------------------------------------------------------------------------------------------------


def table_of(text: str) -> pd.DataFrame:
    """A table with a text in every kind of place: a cell, a name of a column, the reason of a mark, a list."""
    values = {"document": [text, "b"], "value": [0.5, float("nan")], "places": [(1, text), ()], "reason": [text, "-ung"]}
    heading = "leer" if not text or "\ud800" in text else text  # pandas has no name of a column that is no Unicode
    return pd.DataFrame({**{name: pd.Series(cells, dtype=object) for name, cells in values.items()}, heading: [1, 2]})


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize(("form", "dialect"), [*((form, PLAIN) for form in FORMATS), *(("csv", each) for each in DIALECTS[1:])])
def test_a_table_of_any_text_is_read_strictly(form, dialect, kind):
    frame = table_of(HOSTILE[kind])
    rows = TABLES[form](encoded(frame, form, dialect))
    assert [len(row) for row in rows] == [len(frame.columns)] * (len(frame) + 1)
    if form in {"csv", "tsv", "md"}:
        assert not [cell for row in rows for cell in row if re.match("[=+@\t\r＝＋＠]", cell)]
    again = encoded(frame, form, dialect)
    assert again == encoded(frame, form, dialect) or form == "xlsx"  # which has a date


@pytest.mark.parametrize("form", FORMATS)
def test_a_table_without_rows_is_read_strictly(form):
    rows = TABLES[form](encoded(table_of("a").iloc[:0], form))
    assert len(rows) <= 1


# --- what is made of a text -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hostile(nlp) -> Any:
    """A text in which all of it occurs, under a name in which it occurs too."""
    told = " ".join(
        f"Er kam {text[:200]} und sah, aber der schöne {text[:20]} Film war nicht gut." for text in HOSTILE.values()
    )
    doc = nlp(told.encode("utf-8", "ignore").decode())
    doc.user_data["id"] = "".join(text[:40] for text in HOSTILE.values())
    return doc


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMATS)
def test_marks_and_profiles_are_read_strictly(hostile, form):
    for frame in (stylo.profile(hostile), *(marks(hostile) for marks in marked().values())):
        rows = TABLES[form](encoded(frame, form))
        assert {len(row) for row in rows} <= {len(frame.columns)}


@pytest.mark.slow
@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
def test_figures_are_read_strictly(hostile, figure):
    ax = figure.draw(figure.data(hostile, "film_review"))
    for kind, data in style.rendered(ax).items():
        PICTURES[kind](data)
    plt.close(root(ax))


@pytest.mark.slow
def test_an_export_is_read_strictly(hostile, tmp_path):
    for path in stylo.export(hostile, tmp_path, figures=["text_map", "contrast_arcs"], lang="de"):
        READERS[path.suffix.removeprefix(".")](path.read_bytes())


@pytest.mark.slow
@pytest.mark.parametrize("options", [{"short": True}, {}], ids=str)
def test_a_report_is_read_strictly(hostile, options):
    title = hostile.user_data["id"]
    shown = read_html(stylo.report(hostile, title=title, lang="de", **options).html.encode())
    assert "alert(1)" in shown


@pytest.mark.slow
def test_reports_side_by_side_and_what_is_shown_are_read_strictly(hostile, nlp):
    read_html(stylo.report([hostile, nlp("Der Film ist gut.")]).html.encode())
    assert "alert(1)" in read_html(stylo.show(hostile).html().encode())


@pytest.mark.slow
def test_pages_of_whole_texts_of_each_kind(nlp, tmp_path):
    for text in HOSTILE.values():
        doc = nlp(text[:300].encode("utf-8", "ignore").decode())
        doc.user_data["id"] = text[:300]
        read_html(stylo.show(doc).html().encode())
        for path in stylo.export(doc, tmp_path, figures=(), force=True):
            READERS[path.suffix.removeprefix(".")](path.read_bytes())


def test_a_surrogate_is_no_error_of_the_screen(monkeypatch):
    """Which the name of a document may hold."""
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), "ascii", errors="backslashreplace"))
    print(repr(stylo.show("Gut.")), Path("a\udce4"))
