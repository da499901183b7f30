"""What a user may ask, on the command line and in Python: each call of ``calls.tsv`` gives what the table says."""

from __future__ import annotations

import json
import shlex
import warnings
import zipfile
from datetime import datetime
from pathlib import Path
from textwrap import wrap

import pandas as pd
import pytest
import spacy
from books import book, pdf_bytes, with_bookmarks
from click.testing import CliRunner

import stylo
from stylo.cli.commands import main
from stylo.lexicon import read_table

CALLS = read_table(Path(__file__).parent / "calls.tsv")
REVIEW = (
    "Ein einsamer Mann fährt nachts durch die Stadt. Er redet wenig, aber er fährt gut. Zwar kennt er die Nachbarin kaum, "
    "doch er hilft ihr, als ihr Mann aus dem Gefängnis kommt. Der Film ist kein lauter Thriller, sondern ein stilles Drama.\n"
)
SECOND = (
    "Die alte Stadt liegt still am Fluss. Nicht der Held, sondern die Nacht erzählt hier die Geschichte, und das ist schön.\n"
)
DRY = "Der Film ist lakonisch. Er ist kurz, aber er ist gut.\n"
ENGLISH = "This is a film about a man who does not say much and lives in the city. He drives at night, and it is not easy. " * 2
DUTCH = "Dit is een film over een man die niet veel zegt en in de stad woont. Hij rijdt in de nacht, en het is niet mooi. " * 2
DIALECT = (
    "Dä Film isch nöd schlächt, aber är het mi glich nid so packt. I ha dänkt, das chunnt no besser, und denn isch er "
    "fertig gsi. "
)
TITLED = """Ein Haus, das nicht vergessen will
Von Eva Muster
Regie: Hans Beispiel
Der Film erzählt von einem Haus, in dem eine Familie wohnt, die alles vergessen möchte, was dort einmal war.
★★★★☆
© 2024 Beispielverlag, alle Rechte vorbehalten
"""
CREDITED = f"""Das Haus, D 2011, R: Hans Beispiel, D: Ida Probe, 100 Min.
Mit Ida Probe und Udo Muster
von Eva Muster
{DRY * 4}
8/10
Bewertung: sehr gut
"""
QUOTED = "Der Mann sagte nichts. „Das ist ein gutes Wort“, meinte die Frau. Dann gingen beide nach Hause.\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Files as users have them; what the calls write goes there too."""
    docx = pytest.importorskip("docx")
    openpyxl = pytest.importorskip("openpyxl")
    pytest.importorskip("pypdf")
    pytest.importorskip("ebooklib")
    root = tmp_path_factory.mktemp("calls")
    texts = {
        "kritik": REVIEW,
        "zwei": SECOND,
        "english": ENGLISH,
        "dutch": DUTCH,
        "dialekt": DIALECT * 2,
        "gemischt": f"{REVIEW}{ENGLISH}\n",
        "titel": TITLED,
        "zitat": QUOTED,
        "angaben": CREDITED,
        "paar/theater": SECOND,
        "langer": REVIEW * 12,
    }
    for name in ("paar", "ordner"):
        (root / name).mkdir()
    for name, text in texts.items():
        (root / f"{name}.txt").write_text(text, encoding="utf-8")
    document = docx.Document()
    document.add_paragraph(DRY.strip())
    document.save(str(root / "paar" / "theater.docx"))
    posts = [{"id": "a1", "text": REVIEW, "author": "Eva"}, {"id": "a2", "text": DRY, "author": "Udo"}]
    (root / "posts.jsonl").write_text("\n".join(map(json.dumps, posts)), encoding="utf-8")
    (root / "posts.json").write_text(json.dumps([{**post, "id": f"e{post['id'][1:]}"} for post in posts]), encoding="utf-8")
    (root / "texte.json").write_text(json.dumps({"eins": REVIEW, "zwei": SECOND}), encoding="utf-8")
    line = SECOND.strip()
    for name, rows in {"posts": [["id", "Text", "jahr"], ["f1", line, 2011], ["f2", line, 2012]], "leer": []}.items():
        workbook = openpyxl.Workbook()
        for row in rows:
            workbook.active.append(row)
        workbook.save(root / f"{name}.xlsx")
    odd = openpyxl.Workbook()
    odd.active.append(["Nr.", "Rezension ", "Jahr", "Datum", "Punkte", None])
    odd.active.append([1, line, 2011, datetime(2011, 5, 3), 7.5, None])
    odd.active.append([2, line, 2012, datetime(2012, 6, 1), 8, "x"])
    odd.active.append([3, None, None, None, None, None])
    odd.save(root / "liste.xlsx")
    house = "Das alte Haus steht leer am Rand der Stadt, und niemand fragt mehr, wem es gehört oder wer darin gewohnt hat."
    river = "Der Fluss ist breit und still, aber die Kinder kennen seine Tiefe nicht und gehen jeden Tag wieder hinein."
    chapters = [f"<h1>{title}</h1><p>{text}</p>" for title, text in (("Das Haus", house), ("Der Fluss", river))]
    book(root / "roman.epub", *chapters, contents=[("0.xhtml", "Das Haus"), ("1.xhtml", "Der Fluss")])
    pages = pdf_bytes([["Das Haus", *wrap(house, 60)], ["Der Fluss", *wrap(river, 60)]])
    (root / "flach.pdf").write_bytes(pages)
    (root / "roman.pdf").write_bytes(with_bookmarks(pages, [("Das Haus", 0, 0), ("Der Fluss", 0, 1)]))
    (root / "posts.csv").write_text(f'id,Text,jahr\nb1,"{line}",2011\nb2,"{line}",2012\n', encoding="utf-8")
    (root / "gross.csv").write_text(f'id;Inhalt\nc1;"{line}"\n', encoding="utf-8")
    (root / "excel.csv").write_text(f'sep=;\nid;text\nd1;"{line}"\n', encoding="utf-8")
    with zipfile.ZipFile(root / "texte.zip", "w") as archive:
        for name in ("kritik", "zwei"):
            archive.write(root / f"{name}.txt", f"{name}.txt")
    return root


def test_the_table_holds_sixty_calls_and_more_each_once():
    calls = [row["call"] for row in CALLS]
    assert len(calls) >= 60
    assert len(set(calls)) == len(calls)


def of(road: str) -> list[dict[str, str]]:
    return [row for row in CALLS if row["road"] == road]


@pytest.mark.parametrize("row", of("shell"), ids=lambda row: row["call"])
def test_a_command(row, folder, monkeypatch):
    monkeypatch.chdir(folder)
    result = CliRunner().invoke(main, shlex.split(row["call"]), input=REVIEW, env={"COLUMNS": "120"}, prog_name="stylo")
    assert result.exit_code == int(row["outcome"]), result.output
    assert "Traceback" not in result.output
    said, wanted = result.output, row["says"]
    if wanted.startswith("@"):
        name, _, wanted = wanted[1:].partition(":")
        said = (folder / name).read_bytes().decode("utf-8-sig", errors="replace")
    said = " ".join(said.split(" "))
    missing = [piece for piece in wanted.split(" … ") if piece not in said and piece not in " ".join(said.split())]
    assert not missing, said


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("titel.txt", {"skip_title": True}),
        ("zitat.txt", {"quotations": "drop"}),
        ("zitat.txt", {"quotations": "only"}),
        ("titel.txt", {"skip_title": True, "join_lines": True}),
        ("roman.epub", {"by_chapter": False}),
    ],
)
def test_places_count_the_characters_of_the_text_as_it_is_measured(name, options, folder):
    """With the same options Python has the text into which the offsets of a table from the command line point."""
    words = [
        word
        for option, value in options.items()
        for word in (f"--{option.replace('_', '-')}", *([] if value is True else [value]))
        if value
    ]
    made = CliRunner().invoke(main, ["marks", "sentences", str(folder / name), *words, "--format", "json"])
    (text,) = stylo.open_texts(folder / name, **options)
    marks = json.loads(made.stdout)
    assert marks
    assert [text.text[mark["start"] : mark["end"]] for mark in marks] == [mark["text"] for mark in marks]


@pytest.mark.parametrize("row", of("python"), ids=lambda row: row["call"])
def test_a_call_in_python(row, folder, monkeypatch):
    monkeypatch.chdir(folder)
    names = {"stylo": stylo, "pd": pd, "Path": Path, "spacy": spacy}
    if row["outcome"] == "value":
        assert row["says"] in repr(eval(row["call"], names))
    elif row["outcome"].endswith("Warning"):
        with pytest.warns(UserWarning, match=row["says"]):
            eval(row["call"], names)
    else:
        with pytest.raises(Exception) as caught, warnings.catch_warnings():  # noqa: PT011  the table names the error
            eval(row["call"], names)
        assert row["outcome"] in {kind.__name__ for kind in type(caught.value).__mro__}
        assert row["says"] in str(caught.value)
