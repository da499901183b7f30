"""What leaves the program: figures and tables of a text in a folder, in which nothing of the text is ever run."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

import stylo
from stylo.cli import commands
from stylo.cli.output import CANNOT_WRITE
from stylo.exports.folder import Choice, exported, shown
from stylo.families.registry import marked
from stylo.figures import FIGURES, pictures
from stylo.wording.language import language, translations
from stylo.wording.signs import visible_in_line as visible
from stylo.writing.tables import cell, escaped, harmless, latex, safe_csv

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("export")]

EVIL = [
    '=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "'=1+1", "＝1", "</style><script>alert(1)</script>",
    r"\input{/etc/passwd}", "50 % & mehr_oder #weniger ~ ^ {x}", "\u202egnal", "a\0b", 'er sagt "ja"', "a,b\rc", "$x$", "[1] *",
]  # fmt: skip
TEXT = (
    "Der kluge Film ist zwar laut, aber schön. =HYPERLINK(\"http://x\") stand auf dem </style> Plakat. "
    "Er kostet 5 % & \\input{/etc/passwd} mehr_als das \u202egnal alte $Werk$. Sie fand ihn a\0b gut."
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(nlp, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    doc = nlp(TEXT)
    doc.user_data["id"] = "text"
    paths = stylo.export(doc, folder, lang="de", genre="novel")
    assert sorted(paths) == sorted(path for path in folder.rglob("*") if path.is_file())
    return folder


# ---- CSV


def test_no_cell_of_a_text_begins_as_a_formula():
    frame = pd.DataFrame({"text": EVIL, "z": range(-5, len(EVIL) - 5), "share": -0.5})
    rows = list(csv.DictReader(io.StringIO(safe_csv(frame), newline="")))
    assert not [row["text"] for row in rows if row["text"][0] in "=+-@\t\r\n＝＋－＠"]
    assert [row["z"] for row in rows] == [str(z) for z in frame["z"]]
    assert {row["share"] for row in rows} == {"-0.5"}


def test_a_text_comes_back_when_its_apostrophe_is_taken():
    rows = list(csv.DictReader(io.StringIO(safe_csv(pd.DataFrame({"text": EVIL})), newline="")))
    assert [row["text"][1:] if re.match("'+[=+\\-@\t\r\n＝＋－＠]", row["text"]) else row["text"] for row in rows] == EVIL


def test_what_is_no_formula_and_no_text_stays_as_it_is():
    assert [harmless(value) for value in ("Er kam.", "'s ist", -1, 0.5, None)] == ["Er kam.", "'s ist", -1, 0.5, None]


def test_harmless_tables_are_those_of_pandas(drive):
    for marks in (stylo.sentences(drive), stylo.contrast(drive)):
        plain = marks.map(lambda value: json.dumps(value) if isinstance(value, tuple) else value)
        assert safe_csv(marks) == plain.to_csv(index=False, lineterminator="\n")


def test_a_heading_is_no_formula_either():
    assert safe_csv(pd.DataFrame({"=1+1": [1]})) == "'=1+1\n1\n"


def test_the_command_line_prints_no_formula(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Der =gute Film war -schön und @nett. =Ende mit dem guten Film.", encoding="utf-8")
    result = CliRunner().invoke(commands.main, ["marks", "sentences", str(path), "--format", "csv"])
    cells = [value for row in csv.reader(io.StringIO(result.stdout)) for value in row]
    assert result.exit_code == 0
    assert "'=Ende mit dem guten Film." in cells
    assert not [value for value in cells if re.match("[=+@]|-\\D", value)]


# ---- LaTeX


@pytest.mark.parametrize("text", EVIL)
def test_nothing_of_a_text_is_a_command_of_latex(text):
    shown = escaped(text)
    known = (
        r"\\(textbackslash|textasciicircum|textasciitilde|textless|textgreater|textbar|char34)\{\}|\\texttt\{U\+[0-9A-F]{4,6}\}"
    )
    rest = re.sub(rf"{known}|\\[{{}}$&#%_-]|\{{[\[\]*`]\}}|(?<=[-',])\{{\}}", "", shown)
    assert not re.search(r'[\\{}$&#%_^~<>|"\[\]*`]', rest)
    assert all(character.isprintable() for character in shown)


def test_escapes_are_what_latex_prints():
    assert escaped(r"\input{/etc/passwd}") == r"\textbackslash{}input\{/etc/passwd\}"
    assert escaped("5 % & a_b") == r"5 \% \& a\_b"
    assert escaped("\u202egnal a\0b") == r"\texttt{U+202E}gnal a\texttt{U+0000}b"
    assert escaped("a -- b, ''") == "a -{}- b, '{}'"
    assert escaped("Zeile\r\neins") == "Zeile eins"


def test_numbers_have_the_sign_of_the_language():
    assert [cell(value) for value in (3, 2.5, -0.25, float("nan"), 0.00012)] == ["3", "2.50", "$-$0.250", "--", "0.00012"]
    with language("de"):
        assert [cell(2.5), cell(-0.25), cell(True)] == ["2,50", "$-$0,250", "ja"]


def test_a_long_table_may_break_over_pages_and_says_what_it_needs():
    short, long = (latex(pd.DataFrame({"n": range(rows)}), "Anzahl", "n") for rows in (40, 41))
    assert r"\begin{table}" in short
    assert "longtable" not in short
    assert r"\begin{longtable}" in long
    assert r"\usepackage{longtable}" in long.splitlines()[0]
    assert all(line.startswith("% ") for text in (short, long) for line in text.splitlines()[:2])


# ---- the folder


def test_every_figure_is_there_in_both_widths_and_every_kind(folder):
    for figure in FIGURES:
        for width, points in (("column", 3.4 * 72), ("page", 7 * 72)):
            base = folder / "figures" / width / figure.name
            svg = ElementTree.parse(base.with_suffix(".svg")).getroot()
            assert float(svg.get("width").removesuffix("pt")) == pytest.approx(points)
            assert base.with_suffix(".pdf").read_bytes().startswith(b"%PDF")
            assert base.with_suffix(".png").read_bytes().startswith(b"\x89PNG")


def test_every_table_is_there_as_csv_and_latex(folder):
    names = ["profile", "comparison", "sentences", "adjectives", "contrast", "register"]
    for name in [*names, *(f"figure_{figure.name}" for figure in FIGURES)]:
        assert list(csv.reader(io.StringIO((folder / f"tables/{name}.csv").read_bytes().decode(), newline="")))
        text = (folder / f"tables/{name}.tex").read_text(encoding="utf-8")
        body = [
            line for line in text.splitlines() if line.endswith(r"\\") and not line.startswith((r"\caption", r"\multicolumn"))
        ]
        assert len({len(re.findall(r"(?<!\\)&", line)) for line in body}) == 1
        assert r"\input" not in text.replace(r"\textbackslash{}input", "")


def test_tables_in_german_hold_no_decimal_point_and_no_english(folder, nlp, monkeypatch):
    values = (folder / "tables/profile.tex").read_text(encoding="utf-8")
    assert "mittlere Satzlänge & Wörter & " in values
    assert not re.search(r"& \d+\.\d", values)
    with language("de"):
        monkeypatch.setattr(stylo.wording.language, "german", lambda english: translations()[english])
        for figure in FIGURES:
            shown(figure.frame(nlp(TEXT)))


def test_the_readme_knows_every_file_by_its_checksum_and_the_text_by_its_own(folder):
    readme = (folder / "README.txt").read_text(encoding="utf-8")
    listed = dict(reversed(line.split("  ")[:2]) for line in readme.splitlines() if re.match("[0-9a-f]{64}  ", line))
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    assert set(listed) == set(files) - {"README.txt"}
    assert all(hashlib.sha256(files[name].read_bytes()).hexdigest() == digest for name, digest in listed.items())
    assert hashlib.sha256(TEXT.encode()).hexdigest() in readme
    assert f"stylo {stylo.__version__}" in readme
    assert str(folder) not in readme


def test_the_command_writes_the_same_bytes_and_leaves_the_rest_alone(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(pictures, "FIGURES", FIGURES[:3])  # drawing all again would take a minute
    target = tmp_path / "out"
    (target / "tables").mkdir(parents=True)
    (target / "tables" / "mine.csv").write_text("a\n")
    (target / "README.txt").write_text("old")
    source = tmp_path / "text.txt"
    source.write_bytes(TEXT.encode())
    call = ["export", str(source), "-o", str(target), "--lang", "de", "--genre", "novel"]
    assert CliRunner().invoke(commands.main, call).exit_code == CANNOT_WRITE  # the README is somebody else's
    assert (target / "README.txt").read_text() == "old"
    result = CliRunner().invoke(commands.main, [*call, "--force"])
    assert result.exit_code == 0, result.output
    assert (target / "tables" / "mine.csv").read_text() == "a\n"
    (target / "tables" / "mine.csv").unlink()
    assert (target / "README.txt").read_text(encoding="utf-8").startswith("Text: text\n")
    (target / "README.txt").unlink()
    files = [path for path in target.rglob("*") if path.is_file()]
    assert len(files) == 3 * 8 + 2 * (2 + len(marked()))  # of each figure eight; values, comparison and marks as CSV and LaTeX
    assert not [path.name for path in files if path.read_bytes() != (folder / path.relative_to(target)).read_bytes()]


def test_a_name_cannot_turn_a_line_of_the_readme_round():
    assert visible("a\u202eb\nc") == "a<U+202E>b c"


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(tmp_path):
    (tmp_path / "a.txt").write_text("Der Film ist laut.", encoding="utf-8")
    (tmp_path / "file").write_text("")
    result = CliRunner().invoke(commands.main, ["export", str(tmp_path / "a.txt"), "-o", str(tmp_path / "file" / "sub")])
    assert result.exit_code == CANNOT_WRITE
    assert "file may not be written to." in result.stderr


def test_a_file_that_cannot_be_written_whole_leaves_what_was_there(nlp, tmp_path, monkeypatch):
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "profile.csv").write_text("old")

    def full(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        stylo.export(nlp("Der Film ist laut."), tmp_path, force=True)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["profile.csv"]
    assert (tmp_path / "tables" / "profile.csv").read_text() == "old"


@pytest.mark.parametrize("choice", [{"lang": "fr"}, {"genre": "opera"}, {"figures": ["text_map", "landkarte"]}])
def test_what_there_is_to_choose_from_is_said(nlp, tmp_path, choice):
    with pytest.raises(ValueError, match="choose one of"):
        stylo.export(nlp("Der Film ist laut."), tmp_path / "x", **choice)
    assert not (tmp_path / "x").exists()


def test_figures_can_be_chosen_and_tables_are_written_anyway(nlp, tmp_path):
    tables = stylo.export(nlp("Der Film ist laut."), tmp_path / "tables", figures=())
    assert {path.suffix for path in tables} == {".csv", ".tex", ".txt"}
    with_one = stylo.export(nlp("Der Film ist laut."), tmp_path / "one", figures=["text_map"])
    assert len(with_one) == len(tables) + pictures.FILES + 2
    assert "text_map" in (tmp_path / "one" / "README.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("choice", "said", "unsaid"),
    [
        (
            Choice(frozenset({"text_map"}), frozenset({"svg"}), frozenset({"page"})),
            "figures/page holds",
            "figures/column|PDF|PNG",
        ),
        (Choice(frozenset({"text_map"}), frozenset({"png"}), None), "figures/column and figures/page", "SVG|PDF"),
        (Choice(frozenset({"sentences"})), "CSV is data", "figures/|SVG|PNG|figure_NAME"),
    ],
)
def test_the_readme_describes_what_was_written_and_nothing_else(nlp, tmp_path, choice, said, unsaid):
    list(exported(nlp("Der Film ist laut."), tmp_path, choice=choice))
    notes = (tmp_path / "README.txt").read_text(encoding="utf-8").split("\n\n", 1)[1]
    prose = " ".join(line for line in notes.splitlines() if not re.match("[0-9a-f]{64}  ", line))
    assert said in prose
    assert not re.search(unsaid, prose)


def test_importing_stylo_does_not_wait_for_matplotlib():
    code = "import sys, stylo; raise SystemExit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
