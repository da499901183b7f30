"""Files that mean harm by size, form or place: each costs little and gets a sentence, and the others their rows."""

from __future__ import annotations

import gzip
import json
import os
import pwd
import resource
import subprocess
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from click.testing import CliRunner

import stylo
from stylo.cli.commands import main
from stylo.figures import FIGURES, style
from stylo.figures.layout import root
from stylo.reading import formats, limits, normalise
from stylo.reading.limits import TimeUp, check_markup, time_limit
from stylo.reading.paratext import quotations
from stylo.reading.records import MOST_COLUMNS
from stylo.reading.stream import Failure, documents
from stylo.reading.text import NOT_A_FILE, WRONG_ENCODING, TextError
from stylo.writing.formats import FORMATS
from stylo.writing.tables import harmless

ROOT = Path(__file__).parent.parent
TEXT = "Der alte Kauz schweigt."
HALF = "\ud800"


def read(*paths: Path | str, **options: str) -> dict[str, str | Failure]:
    return {document.id: document.text for document in documents(paths, **options)}


def reason(*paths: Path | str, **options: str) -> str:
    """Why the one document cannot be read."""
    (failure,) = read(*paths, **options).values()
    assert isinstance(failure, Failure), failure
    return failure.reason


def run(*arguments: object):
    return CliRunner().invoke(main, [*map(str, arguments)])


# --- one bad row ------------------------------------------------------------------------------------------------------------


def test_halves_of_characters_are_errors_of_their_documents_and_printable(tmp_path):
    path = tmp_path / "t.json"
    rows = [{"id": f"a{HALF}", "text": TEXT, "wer": f"w{HALF}"}, {"id": "b", "text": HALF}, {"id": "c", "text": TEXT}]
    path.write_text(json.dumps(rows), encoding="utf-8")
    assert run("profile", path, "-o", tmp_path / "out.csv", "--marks", tmp_path / "marks").exit_code == 10
    frame = pd.read_csv(tmp_path / "out.csv")
    assert list(frame["document"]) == [r"a\ud800", "c"]
    assert frame["wer"][0] == r"w\ud800"
    assert "surrogate" in (tmp_path / "out.errors.csv").read_text(encoding="utf-8")
    found = stylo.profile(pd.Series([TEXT, HALF], index=pd.Index([HALF, "b"], dtype=object), dtype=object))
    assert list(found["document"]) == [r"\ud800", "b"]
    assert "surrogate" in found["missing"].iloc[1]


@pytest.mark.skipif(os.name != "posix" or sys.platform == "darwin", reason="names of files are Unicode there")
def test_names_that_are_no_utf8_are_printable_ids_and_reasons(tmp_path):
    folder = os.fsencode(tmp_path)
    for name, content in ((b"k\xe4uze.txt", TEXT.encode()), (b"leer\xe4.txt", b"")):
        with open(os.path.join(folder, name), "wb") as file:
            file.write(content)
    found = read(tmp_path)
    assert found[r"k\xe4uze"] == TEXT
    assert isinstance(found[r"leer\xe4.txt"], Failure)
    assert r"leer\xe4" in found[r"leer\xe4.txt"].reason
    assert run("profile", tmp_path, "-o", tmp_path / "out.csv").exit_code == 10


@pytest.mark.slow
def test_umlauts_in_names_and_texts_under_a_locale_that_has_none(tmp_path):
    (tmp_path / "käuze.txt").write_text("Der „alte“ Kauz schläft.", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    command = [sys.executable, "-c", "from stylo.cli.commands import main; main()"]
    for arguments in (["profile", "."], ["profile", ".", "-o", "out.csv"], ["marks", "sentences", "."]):
        made = subprocess.run([*command, *arguments], cwd=tmp_path, env=environment, capture_output=True, check=False)
        assert made.returncode == 0, made.stderr
    assert "käuze" in (tmp_path / "out.csv").read_text(encoding="utf-8")


# --- places -----------------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs /dev/zero")
@pytest.mark.parametrize("suffix", ["", ".csv", ".zip", ".pdf", ".gz"])
def test_devices_and_pipes_are_no_files_whatever_they_are_called(tmp_path, suffix):
    pipe, link = tmp_path / f"pipe{suffix}", tmp_path / f"endlos{suffix}"
    os.mkfifo(pipe)
    link.symlink_to("/dev/zero")
    for path in (pipe, link):
        assert "no file that can be read" in reason(path)
    assert {type(text) for text in read(tmp_path).values()} == {Failure}


def test_standard_input_is_read():
    made = CliRunner().invoke(main, ["profile", "-", "--format", "csv"], input=TEXT)
    assert made.exit_code == 0
    assert made.stdout.splitlines()[1].startswith("stdin,,4,")


def test_a_pattern_reads_what_a_folder_does(tmp_path):
    folder, outside = tmp_path / "in", tmp_path / "aussen"
    for path in (folder / "a.txt", folder / "b" / "c.txt", folder / ".b" / "d.txt", folder / ".e.txt", outside / "f.txt"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT, encoding="utf-8")
    for number in range(3):
        (folder / f"kreis{number}").symlink_to(folder)
    (folder / "weg").symlink_to(outside)
    (folder / "g.txt").symlink_to(outside / "f.txt")
    for pattern in ("**/*.txt", "**", "*.txt", "*/*.txt"):
        found = read(f"{folder}/{pattern}")
        texts = sorted(name for name, text in found.items() if isinstance(text, str))
        assert texts == {"*.txt": ["a"], "*/*.txt": ["c"]}.get(pattern, ["a", "c"])
        away = [text for text in found.values() if isinstance(text, Failure)]
        assert len(away) == {"*/*.txt": 0, "**": 2}.get(pattern, 1)
        assert all("leads out of the folder" in text.reason for text in away)
    assert set(read(f"{folder}/**/*.txt", skip=[folder / "b" / "c.txt"])) == {"a", str(folder / "g.txt")}
    assert list(read(f"{folder}/.e*")) == [".e"]


# --- as a user who may not do everything ------------------------------------------------------------------------------------


# What is installed may be readable by its owner alone, so everything is used once before rights are given up.
AS_NOBODY = """
import os, pwd, sys
from click.testing import CliRunner
from stylo.cli.commands import main
for output in (["--format", "csv"], ["-o", sys.argv.pop(1)]):
    assert CliRunner().invoke(main, ["profile", "a.txt", *output]).exit_code == 0
import click._termui_impl
if os.geteuid() == 0:
    nobody = pwd.getpwnam("nobody")
    os.setgroups([]); os.setgid(nobody.pw_gid); os.setuid(nobody.pw_uid)
main()
"""


@pytest.mark.slow
def test_what_a_user_may_not_read_never_stops_the_rest(tmp_path):
    place = tmp_path / "ort"
    for name in ("a.txt", "b.txt", "zu/c.txt"):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(TEXT, encoding="utf-8")
    for path in (tmp_path, *tmp_path.parents):
        if path.owner() == pwd.getpwuid(os.getuid()).pw_name and path != Path("/"):
            path.chmod(path.stat().st_mode | 0o011)
    place.chmod(0o777)
    (place / "b.txt").chmod(0)
    (place / "zu").chmod(0)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "HOME": str(place)}

    def as_nobody(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", AS_NOBODY, str(tmp_path / "warm.csv"), *arguments]
        return subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=False, timeout=120)

    try:
        for status, arguments in (
            (NOT_A_FILE, ("profile", "a.txt", "b.txt", "--format", "csv")),
            (NOT_A_FILE, ("profile", "a.txt", "zu/c.txt", "--format", "csv")),
            (NOT_A_FILE, ("profile", "a.txt", "zu", "--format", "csv")),
            (10, ("profile", ".", "-o", "out.csv")),
        ):
            made = as_nobody(*arguments)
            assert (made.returncode, "Traceback" in made.stderr) == (status, False), made.stderr
            assert "\na," in (made.stdout or "\n" + (place / "out.csv").read_text(encoding="utf-8"))
        assert as_nobody("profile", "a.txt", "-o", "zu/out.csv").returncode == 8
    finally:
        (place / "zu").chmod(0o700)


# --- too much ---------------------------------------------------------------------------------------------------------------


def package(path: Path, **parts: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def endless(*_: object) -> None:
    while True:
        pass


def test_what_takes_too_long_is_interrupted_and_nothing_later_is():
    with pytest.raises(TimeUp), time_limit(0.2):
        endless()
    with time_limit(60):
        assert sum(range(1000)) == 499_500


@pytest.mark.parametrize("seconds", [60, 0.001])
def test_after_a_limit_all_is_as_before_under_a_debugger_too(seconds):
    """In a process of its own, since a limit that is not taken back hangs whatever is traced."""
    code = f"""
import sys
from stylo.reading.limits import TimeUp, time_limit
def one(): return 1
for _ in range(50):
    try:
        with time_limit({seconds}):
            sum(one() for _ in range(20_000))
    except TimeUp:
        pass
lines = []
def trace(frame, event, argument):
    lines.append(event)
    return trace
sys.settrace(trace)
total = sum(one() for _ in range(100))
sys.settrace(None)
print(total, len(lines) > 100)
"""
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert found.stdout.split() == ["100", "True"]


def test_a_reader_that_never_ends_gets_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(formats, "SECONDS", 0.2)
    monkeypatch.setitem(formats.READERS, ".pdf", endless)
    (tmp_path / "lang.pdf").write_bytes(b"%PDF-1.4")
    assert "takes too long to read" in reason(tmp_path / "lang.pdf")


def test_trees_are_bounded_by_their_tags_and_attributes(monkeypatch, tmp_path):
    with pytest.raises(TextError, match="tag of more than"):
        check_markup("x", [b"<p " + b"".join(b"a%d=1 " % number for number in range(limits.MOST_ATTRIBUTES + 1)) + b">"])
    check_markup("x", [b"<img src='data:" + b"a" * 5_000_000 + b"'>"])
    monkeypatch.setattr(limits, "MOST_TAGS", 10)
    with pytest.raises(TextError, match="more than 10 tags"):
        check_markup("x", [b"<p>" * 6, b"<p>" * 6])
    for suffix in (".html", ".xml"):
        path = tmp_path / f"viel{suffix}"
        path.write_text("<TEI>" + "<p>a</p>" * 20 + "</TEI>", encoding="utf-8")
        assert "more than 10 tags" in reason(path)


BOOK = """<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title>a</dc:title></metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"""
CONTAINER = """<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>
<rootfile full-path="b.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""


def book(path: Path, names: list[str], chapter: str) -> Path:
    item = '<item id="{}" href="c.xhtml" media-type="application/xhtml+xml"/>'
    opf = BOOK.format(
        items="".join(item.format(name) for name in dict.fromkeys(names)),
        spine="".join(f'<itemref idref="{name}"/>' for name in names),
    )
    parts = {"META-INF/container.xml": CONTAINER, "b.opf": opf, "c.xhtml": chapter}
    return package(path, **{name: part.encode() for name, part in parts.items()})


def test_a_chapter_that_is_named_often_is_read_once_or_not_at_all(tmp_path):
    pytest.importorskip("ebooklib")
    chapter = f"<html><body><p>{TEXT}</p></body></html>"
    assert read(book(tmp_path / "a.epub", ["c"] * 2000, chapter)) == {"a": TEXT + "\n"}
    large = f"<html><body><p>{TEXT * 10_000}</p></body></html>"
    assert "unpacks to more than" in reason(book(tmp_path / "b.epub", [f"c{number}" for number in range(2000)], large))


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def test_paragraphs_within_paragraphs_are_read_once(tmp_path):
    docx = pytest.importorskip("docx")
    document = docx.Document()
    inner = f"<w:p {W}>" + "<w:p><w:r><w:t>a</w:t></w:r>" * 100 + "</w:p>" * 100 + "</w:p>"
    document.element.body.insert(0, docx.oxml.parse_xml(inner))
    document.save(str(tmp_path / "tief.docx"))
    assert read(tmp_path / "tief.docx") == {"tief": "a" * 100 + "\n"}


def test_the_parts_of_a_package_are_bounded_together(tmp_path, monkeypatch):
    monkeypatch.setattr("stylo.reading.archives.LARGEST_PART", 1000)
    parts = {f"header{number}.xml": b" " * 400 for number in range(4)}
    assert "more than 0 MB" in reason(package(tmp_path / "a.docx", **parts))


def test_a_header_of_gzip_that_never_ends_takes_nothing(tmp_path):
    path = tmp_path / "a.txt.gz"
    with path.open("wb") as file:
        file.write(b"\x1f\x8b\x08\x08\0\0\0\0\0\x03")
        for _ in range(80):
            file.write(b"a" * 1_000_000)
    assert "damaged or cut off" in reason(path)
    path.write_bytes(gzip.compress(TEXT.encode()) + gzip.compress(b" Ja.") + b"\0" * 100)
    assert read(path) == {"a": TEXT + " Ja."}
    path.write_bytes(gzip.compress(TEXT.encode())[:-4])
    assert "damaged or cut off" in reason(path)


def test_a_quote_that_is_never_closed_costs_its_lines(tmp_path):
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write('id,text\n1,"')
        for _ in range(30):
            file.write("a" * 1_000_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert all(isinstance(text, Failure) for text in read(path).values())
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


def test_an_encoding_in_which_tags_are_not_written_as_such_hides_none(monkeypatch, tmp_path):
    tags = b"+ADw-p+AD4-a+ADw-/p+AD4-"  # <p>a</p> in UTF-7
    (tmp_path / "a.xml").write_bytes(b'<?xml version="1.0" encoding="UTF-7"?><TEI>' + tags * 20 + b"</TEI>")
    assert "in an encoding that is not read" in reason(tmp_path / "a.xml")
    for known in ("utf-8", "iso-8859-1", "windows-1252"):
        check_markup("a", [f'<?xml version="1.0" encoding="{known}"?><p>ä</p>'.encode(known)])
    with pytest.raises(TextError, match="encoding"):
        check_markup("a", [b'<?xml version="1.0" encoding="nope"?><p/>'])


def test_tags_are_counted_whatever_a_part_is_called(monkeypatch, tmp_path):
    monkeypatch.setattr(limits, "MOST_TAGS", 10)
    parts = {"bild.jpg": b"<p>" * 20}
    assert "more than 10 tags" in reason(package(tmp_path / "a.docx", **parts))


SHEET = """<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/>
<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>text</t></is></c></row>{rows}</sheetData></worksheet>"""


@pytest.mark.parametrize("row", ["2", "900000000000"])
def test_a_sheet_that_says_that_it_is_endless(tmp_path, row):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["text"])
    book.save(tmp_path / "voll.xlsx")
    cell = f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{TEXT}</t></is></c><c r="XFD{row}"><v>1</v></c></row>'
    with zipfile.ZipFile(tmp_path / "voll.xlsx") as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    sheet = SHEET.format(rows=cell).encode()
    package(tmp_path / "a.xlsx", **{**parts, "xl/worksheets/sheet1.xml": sheet})
    found = read(tmp_path / "a.xlsx")
    assert list(found.values()) == [TEXT] if row == "2" else all(isinstance(text, Failure) for text in found.values())


def test_columns_are_bounded(tmp_path, monkeypatch):
    """A table has them all for each of its rows."""
    (tmp_path / "a.csv").write_text("text," + ",".join(f"s{n}" for n in range(MOST_COLUMNS)) + "\n", encoding="utf-8")
    assert "more than 1000 columns" in reason(tmp_path / "a.csv")
    lines = (json.dumps({"text": TEXT, f"s{number}": 1}) for number in range(MOST_COLUMNS + 1))
    (tmp_path / "b.jsonl").write_text("\n".join(lines), encoding="utf-8")
    for target in ([], ["-o", tmp_path / "out.csv"]):
        made = run("profile", tmp_path / "b.jsonl", *target)
        assert (made.exit_code, "different columns" in made.stderr) == (5, True)
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("sign", ["„", "»", "«", "“", '"', ' "a'])
def test_quotations_that_are_never_closed_take_time_by_their_number(sign):
    assert quotations(sign * 200_000, "drop").strip() in {sign * 200_000, "", "a", *[(sign * 200_000).strip()]}


def test_marks_over_a_letter_take_time_by_their_number():
    """To put them in order takes time by the square, and minutes for these."""
    marks = "\u0301\u0323" * 200_000
    assert len(normalise.read(f"a{marks}").text) <= len(marks)


# --- small, but each a traceback or a lie -----------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["nope", "rot13", "base64", "", "\0", "utf-8\ud800"])
def test_an_encoding_that_is_none_is_said_and_nothing_is_kept(tmp_path, encoding):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    made = run("profile", tmp_path / "a.txt", "-o", tmp_path / "out.csv", "--encoding", encoding)
    assert made.exit_code == WRONG_ENCODING
    assert "There is no encoding called" in made.stderr
    assert "kept" not in made.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".jsonl"])
def test_tables_whose_lines_end_as_on_an_old_macintosh(tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    lines = ["id,text", "k,Der Käuz.", 'u,"Der\rUhu."'] if suffix == ".csv" else ["id\ttext", "k\tDer Käuz.", "u\tDer Uhu."]
    if suffix == ".jsonl":
        lines = [json.dumps({"id": "k", "text": "Der Käuz."}), json.dumps({"id": "u", "text": "Der Uhu."})]
    path.write_bytes("\r".join(lines).encode("cp1252"))
    assert [" ".join(str(text).split()) for text in read(path, encoding="cp1252").values()] == ["Der Käuz.", "Der Uhu."]


@pytest.mark.parametrize("head", [b"PAR1", b"SQLite format 3\0", b"\xd0\xcf\x11\xe0", b"7z\xbc\xaf'\x1c"])
@pytest.mark.parametrize("name", ["a.parquet", "a.txt", "a"])
def test_what_programs_write_for_programs_is_no_text(tmp_path, head, name):
    (tmp_path / name).write_bytes(head + b"Der Kauz schweigt, und der Uhu ruft. " * 100)
    assert "binary data" in reason(tmp_path / name)


def test_rich_text_in_an_archive_is_said_to_be(tmp_path):
    path = package(tmp_path / "a.zip", **{"a.txt": b"{\\rtf1\\ansi Der Kauz.}", "b.txt": TEXT.encode()})
    found = read(path)
    assert "Rich Text" in found["a.txt"].reason
    assert found["b"] == TEXT


def test_a_name_that_cannot_be_read_loses_no_archive(tmp_path):
    path = package(tmp_path / "a.zip", **{"käuze.txt": TEXT.encode(), "uhu.txt": b"Der Uhu ruft."})
    path.write_bytes(path.read_bytes().replace("käuze".encode(), b"k\xff\xfeuze"))
    texts = [text for text in read(path).values() if isinstance(text, str)]
    assert set(texts) == {TEXT, "Der Uhu ruft."}


@pytest.mark.parametrize("pattern", ["re**/x.txt", "***", "a[", "*/..", "[", "**/../*"])
def test_patterns_that_cannot_be_looked_for(tmp_path, pattern):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.txt").write_text(TEXT, encoding="utf-8")
    assert run("profile", tmp_path / pattern, "--measures", "words").exit_code in {0, 3, 4}


@pytest.mark.parametrize("seconds", ["inf", "nan", "1e300"])
def test_more_seconds_than_a_clock_knows(tmp_path, seconds):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    made = run("profile", tmp_path / "a.txt", "-o", tmp_path / "out.csv", "--seconds", seconds)
    assert (made.exit_code, "Exception" in made.stderr) == (0, False)


def test_texts_may_be_called_as_columns_are(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("measure", "unit"):
        Path(f"{name}.txt").write_text(TEXT * 30, encoding="utf-8")
    made = run("compare", "measure.txt", "unit.txt")
    assert made.exit_code == 0
    assert {"measure", "unit"} <= set(made.stdout.split())


def test_a_name_that_no_file_can_have(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a.csv").write_text(f"id,text\na\0b,{TEXT}\n", encoding="utf-8")
    made = run("export", "a.csv", "-o", "aus", "--only", "profile")
    assert made.exit_code == 0
    monkeypatch.setattr("stylo.cli.commands.make_report", lambda *_, **__: SimpleNamespace(html="<html>"))
    assert run("report", "a.csv").exit_code == 0
    assert Path("a_b.html").is_file()


def test_nothing_that_is_said_does_anything_to_the_terminal(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("rot\x1b[31m.txt").write_text(TEXT, encoding="utf-8")
    Path("leer\x1b[31m.txt").write_text("", encoding="utf-8")
    said = [
        run("profile", "rot\x1b[31m.txt", "leer\x1b[31m.txt", "fehlt\x1b[31m.txt", "-o", "aus\x1b[31m.csv"),
        run("profile", "rot\x1b[31m.txt", "-o", "nirgends\x1b[31m/aus.csv"),
        run("profile", "rot\x1b[31m.txt", "--measures", "\x1b[31m"),
        run("marks", "sentences", "rot\x1b[31m.txt", "--columns", "\x1b[31m"),
        run("profile", "rot\x1b[31m.txt", "leer\x1b[31m.txt"),
        run("export", "rot\x1b[31m.txt", "-o", "aus\x1b[31m", "--only", "profile"),
        run("compare", "rot\x1b[31m.txt"),
    ]
    assert not [made.output for made in said if "\x1b" in made.output]
    opened = repr(stylo.open_texts(Path("rot\x1b[31m.txt")))
    assert "\x1b" not in opened
    assert "\x1b" not in repr(stylo.in_words({"a\x1b[31m": TEXT, "b": TEXT}))


def test_a_user_that_is_none(tmp_path):
    with pytest.raises(TextError, match="There is no file"):
        stylo.open_texts("~niemand/a.txt")


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(("command", "columns"), [("marks sentences", "text,text"), ("profile", "document,document,words")])
def test_a_column_that_is_asked_for_twice(tmp_path, form, command, columns):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    made = run(*command.split(), tmp_path / "a.txt", "--columns", columns, "-o", tmp_path / f"out.{form}")
    assert made.exit_code == 0, made.output


def test_cells_of_metadata_of_any_length_in_a_folder(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "metadata.csv").write_text(f"id,file,notiz\nkauz,a.txt,{'a' * 200_000}\n", encoding="utf-8")
    assert read(tmp_path) == {"kauz": TEXT}
    assert len(stylo.open_texts(tmp_path)[0].metadata["notiz"]) == 200_000


def test_cells_of_metadata_of_any_length(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(f"id,text,notiz\n1,{TEXT},{'a' * 200_000}\n", encoding="utf-8")
    assert run("profile", path, "-o", tmp_path / "out.csv").exit_code == 0
    assert len(pd.read_csv(tmp_path / "out.csv")["notiz"][0]) == 200_000


@pytest.mark.parametrize("cell", ["a;=1+1", "a;@SUM(1)", 'a;"=1+1"', "a\n=1+1", "a\r\n+1", "a;-1+1", "x\t=1"])
def test_no_cell_is_a_formula_where_a_german_excel_cuts_it(cell):
    made = harmless(cell)
    assert made != cell
    assert made.replace("'", "") == cell


@pytest.mark.parametrize("cell", ["a; b = c", "ja ;-) nein", "gut ;-)", "a - b", "3+4=7", "a;b"])
def test_what_is_no_formula_anywhere_stays(cell):
    assert harmless(cell) == cell


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.slow
def test_a_screen_that_is_full_is_said(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    command = [sys.executable, "-c", "from stylo.cli.commands import main; main()", "profile", "a.txt"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with open("/dev/full", "wb") as full:
        made = subprocess.run(command, cwd=tmp_path, env=environment, stdout=full, stderr=subprocess.PIPE, check=False)
    assert made.returncode == 8
    assert b"No space left" in made.stderr
    assert b"Traceback" not in made.stderr


@pytest.mark.slow
def test_signs_without_ink_and_control_characters_can_be_drawn_and_parsed(nlp):
    doc = nlp("\ufeff \u200b Er kam\x07. Der \u2060 sch\x01öne \x1b[31m Film ist gut, aber lang.")
    doc.user_data["id"] = "\ufeff\x07"
    for figure in FIGURES:
        ax = figure.draw(figure.data(doc, "film_review"))
        files = style.rendered(ax)
        ElementTree.fromstring(files["svg"])
        assert files["pdf"].startswith(b"%PDF")
        plt.close(root(ax))
