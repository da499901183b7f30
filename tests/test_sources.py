"""Many documents in, one after the other; what is wrong with one is said in its place and never loses another."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

import stylo
from stylo.cli.commands import main
from stylo.reading import archives, stream, tables_of_texts
from stylo.reading.records import Failure
from stylo.reading.stream import documents
from stylo.reading.text import EMPTY, MISSING, NOT_A_FILE, TextError

KAUZ = "Der Kauz schweigt."
DACHS = "Der Dachs gräbt."
SHARED = Path(__file__).parent.parent / ".." / "shared" / "corpora" / "film_reviews.tsv"


def read(*paths: Path | str, **options) -> dict[str, str | Failure]:
    """The documents by id; ids are unique."""
    found = list(documents(paths, **options))
    assert len({document.id for document in found}) == len(found)
    return dict(found)


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def archive(path: Path, members: dict[str, str], **options) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **options) as file:
        for name, text in members.items():
            file.writestr(name, text)
    return path


# --- what is read -----------------------------------------------------------------------------------------------------------


def test_a_folder_gives_its_texts_by_name_with_the_path_to_them(tmp_path):
    write(tmp_path / "b.txt", KAUZ)
    write(tmp_path / "a" / "z.txt", DACHS)
    write(tmp_path / "a" / "brief.txt.gz", gzip.compress(KAUZ.encode()))
    for left_alone in ("bild.png", ".versteckt.txt", "metadata.csv", "a/.git/x.txt", "README.md"):
        write(tmp_path / left_alone, "id,title\n1,Titel\n")
    assert list(read(tmp_path).items()) == [("b", KAUZ), ("a/brief", KAUZ), ("a/z", DACHS)]
    passed_over: list[str] = []
    assert len(list(stream.records([tmp_path], passed_over=passed_over.append))) == 3
    assert passed_over == ["README.md", "bild.png"]


def test_files_that_are_passed_over_are_named_on_the_command_line_and_in_python(tmp_path):
    write(tmp_path / "b.txt", KAUZ)
    for number in range(7):
        write(tmp_path / f"bild{number}.odt", "?")
    said = "bild0.odt, bild1.odt, bild2.odt, bild3.odt, bild4.odt and 2 more."
    assert said in repr(stylo.open_texts(tmp_path))
    with zipfile.ZipFile(tmp_path / "texte.zip", "w") as archive:
        for name in ("a.txt", "bild.png", "__MACOSX/b.png"):
            archive.writestr(name, KAUZ)
    result = CliRunner().invoke(main, ["profile", str(tmp_path / "texte.zip"), "--format", "csv"])
    assert result.stderr.endswith("stylo: Passed over, for they are no kind of file that is read in a folder: bild.png.\n")
    result = CliRunner().invoke(main, ["profile", str(tmp_path), "-o", str(tmp_path / "tabelle.csv")])
    assert "bild0.odt, bild1.odt" in result.stderr


def test_a_folder_without_texts_is_said(tmp_path):
    (failure,) = read(tmp_path).values()
    assert failure.status == EMPTY


def test_a_table_of_marks_or_the_output_in_the_folder_is_no_corpus(tmp_path):
    write(tmp_path / "sentences.csv", "document,start,end,text\nb,0,5,Satz.\n")
    output = write(tmp_path / "out.csv", "id,text\na,Alt.\n")
    write(tmp_path / "b.txt", KAUZ)
    assert read(tmp_path, skip=[output]) == {"b": KAUZ}


def test_a_pattern_and_a_name_that_fits_nothing(tmp_path):
    write(tmp_path / "a.txt", KAUZ)
    write(tmp_path / "tief" / "b.txt", DACHS)
    assert read(tmp_path / "*.txt") == {"a": KAUZ}
    assert read(tmp_path / "**" / "*.txt") == {"a": KAUZ, "b": DACHS}
    for path in (tmp_path / "*.md", tmp_path / "fehlt"):
        (failure,) = read(path).values()
        assert failure.status == MISSING


def test_the_lines_of_a_tsv_have_no_quoting_and_written_line_breaks(tmp_path):
    path = write(tmp_path / "t.tsv", f'doc\ttext\r\nx\t"Na" sagte er.\\n{KAUZ}\r\n\r\ny\t{DACHS}\n')
    assert read(path) == {"x": f'"Na" sagte er.\n{KAUZ}', "y": DACHS}


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_csv_is_separated_as_its_header_is(tmp_path, sign):
    path = write(tmp_path / "t.csv", f'\ufeffid{sign}text\n1{sign}"Er sagte: ""Na, so;\nwas."""\n2{sign}{DACHS}\n')
    assert read(path) == {"1": 'Er sagte: "Na, so;\nwas."', "2": DACHS}


def test_json_lines_with_columns_of_ones_own(tmp_path):
    rows = [{"nr": 7, "inhalt": KAUZ}, {"nr": None, "inhalt": DACHS}, {"inhalt": 3}, {"nr": 9}]
    path = write(tmp_path / "t.jsonl", "\n".join(map(json.dumps, rows)) + "\n[1]\n{\n")
    found = read(path, text_column="inhalt", id_column="nr")
    assert found["7"] == KAUZ
    assert found["t:2"] == DACHS
    assert [key for key, text in found.items() if isinstance(text, Failure)] == ["t:3", "9", "t:5", "t:6"]


def test_a_table_without_the_column_says_which_it_has(tmp_path):
    path = write(tmp_path / "t.csv", f"id,inhalt\n1,{KAUZ}\n")
    (failure,) = read(path).values()
    assert "'inhalt'" in failure.reason


def test_an_archive_gives_its_texts_and_tables(tmp_path):
    path = archive(
        tmp_path / "alles.zip", {"a/k.txt": KAUZ, "t.tsv": f"id\ttext\nd\t{DACHS}\n", "bild.png": "x", "__MACOSX/k.txt": "x"}
    )
    assert read(path) == {"a/k": KAUZ, "d": DACHS}


def test_a_packed_table_is_read(tmp_path):
    assert read(write(tmp_path / "t.tsv.gz", gzip.compress(f"text\n{KAUZ}\n".encode()))) == {"t:2": KAUZ}


def test_utf_16_is_known_by_its_mark(tmp_path):
    assert read(write(tmp_path / "t.csv", f"id,text\n1,{DACHS}\n".encode("utf-16"))) == {"1": DACHS}


@pytest.mark.skipif(not SHARED.is_file(), reason="the shared corpora are not there")
def test_the_shared_table_is_read_whole():
    found = read(SHARED)
    assert all(isinstance(text, str) for text in found.values())
    assert len(found) == len(SHARED.read_text(encoding="utf-8").splitlines()) - 1


# --- ids --------------------------------------------------------------------------------------------------------------------


def test_an_id_that_was_there_gets_a_number_and_no_document_is_lost(tmp_path):
    path = write(tmp_path / "t.tsv", "id\ttext\n" + "".join(f"{name}\t{name}.\n" for name in ("a", "a", "a#2", "a", "b")))
    assert list(read(path)) == ["a", "a#2", "a#2#2", "a#3", "b"]


def test_names_with_line_breaks_and_bytes_that_are_no_text(tmp_path):
    write(tmp_path / "zwei\nzeilen.txt", KAUZ)
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/k\xe4uze.txt"))).write_text(DACHS, encoding="utf-8")
    assert read(tmp_path) == {"zwei\nzeilen": KAUZ, "k\\xe4uze": DACHS}


# --- what is wrong ----------------------------------------------------------------------------------------------------------


def failures(found: dict[str, str | Failure]) -> dict[str, str]:
    return {name: text.reason for name, text in found.items() if isinstance(text, Failure)}


def test_a_line_or_text_that_is_not_in_the_encoding_fails_alone(tmp_path):
    path = write(tmp_path / "t.csv", "id,text\n1,Schön.\n".encode() + "2,Größe.\n".encode("cp1252") + f"3,{KAUZ}\n".encode())
    write(tmp_path / "a.txt", "Größe".encode("cp1252"))
    write(tmp_path / "b.txt.gz", gzip.compress("Größe".encode("cp1252")))
    found = read(tmp_path)
    assert set(failures(found)) == {"a.txt", "b.txt.gz", "2"}
    assert found["3"] == KAUZ
    assert read(path, encoding="cp1252")["2"] == "Größe."
    with pytest.raises(TextError, match="no encoding called"):
        next(documents([path], encoding="klingonisch"))


def test_half_a_surrogate_pair_is_no_text(tmp_path):
    path = write(tmp_path / "t.jsonl", '{"text": "Na \\ud800 so"}\n{"id": "\\udcff", "text": "Gut."}\n')
    found = read(path)
    assert set(failures(found)) == {"t:1"}
    assert "Gut." in found.values()


def test_a_broken_quotation_mark_costs_the_lines_that_it_swallows(tmp_path):
    path = write(tmp_path / "t.csv", f'id,text\n1,{KAUZ}\n2,"offen\n3,"{DACHS}"\n4,{DACHS}\n5,a,b\n6,"bis zum Ende\n7,{KAUZ}\n')
    found = read(path)
    assert {name: text for name, text in found.items() if isinstance(text, str)} == {"1": KAUZ, "4": DACHS}
    first, cells, last = failures(found).values()
    assert "line 3 to 4" in first
    assert "line 6: more cells" in cells
    assert "line 7 to 8" in last


def test_a_quotation_mark_that_never_closes_does_not_swallow_a_whole_table(tmp_path):
    path = write(tmp_path / "t.csv", "\n".join(["id,text", '0,"offen', *(f"{i},{KAUZ}" for i in range(1, 200))]) + "\n")
    before = csv.field_size_limit(1000)
    try:
        found = read(path)
    finally:
        csv.field_size_limit(before)
    assert len(failures(found)) == 1
    assert found["199"] == KAUZ


@pytest.mark.parametrize("suffix", [".tsv", ".csv", ".jsonl"])
def test_a_line_that_is_too_long_fails_alone(tmp_path, monkeypatch, suffix):
    monkeypatch.setattr(tables_of_texts, "LONGEST_LINE", 100_000)
    rows = {"k": KAUZ, "lang": "a" * 1_000_000, "d": DACHS}
    sign = "," if suffix == ".csv" else "\t"
    lines = [json.dumps({"id": k, "text": v}) for k, v in rows.items()]
    if suffix != ".jsonl":
        lines = [f"id{sign}text", *(f"{k}{sign}{v}" for k, v in rows.items())]
    found = read(write(tmp_path / f"t{suffix}", "\n".join(lines) + "\n"))
    assert found["k"] == KAUZ
    assert found["d"] == DACHS
    (reason,) = failures(found).values()
    assert "longer than" in reason


def test_links_that_leave_the_folder_or_lead_nowhere(tmp_path):
    outside = write(tmp_path / "draussen" / "geheim.txt", "Geheim.")
    inside = write(tmp_path / "korpus" / "k.txt", KAUZ).parent
    for name, target in {
        "weg.txt": outside,
        "ordner": outside.parent,
        "leer.txt": tmp_path / "nichts",
        "kreis.txt": "kreis.txt",
    }.items():
        (inside / name).symlink_to(target)
    (inside / "nochmal.txt").symlink_to("k.txt")
    (inside / "selbst").symlink_to(".")
    found = read(inside)
    assert {name for name, text in found.items() if text == KAUZ} == {"k", "nochmal"}
    assert set(failures(found)) == {"weg.txt", "ordner", "leer.txt", "kreis.txt"}
    assert "Geheim." not in found.values()


def test_what_cannot_be_opened_is_said(tmp_path, monkeypatch):
    write(tmp_path / "a.txt", KAUZ)
    write(tmp_path / "zu.txt", DACHS)
    os.mkfifo(tmp_path / "rohr.txt")
    plain = os.open

    def refuse(path, *arguments, **named):
        if str(path).endswith("zu.txt"):
            raise PermissionError(13, "Permission denied")
        return plain(path, *arguments, **named)

    monkeypatch.setattr(os, "open", refuse)
    found = read(tmp_path)
    assert found["a"] == KAUZ
    assert failures(found).keys() == {"rohr.txt", "zu.txt"}
    assert "Permission denied" in failures(found)["zu.txt"]
    assert found["rohr.txt"].status == NOT_A_FILE


# --- archives that mean harm ------------------------------------------------------------------------------------------------


def test_a_member_that_climbs_out_is_an_error_and_nothing_is_written(tmp_path):
    names = ["../flucht.txt", "/etc/flucht.txt", "a/../../flucht.txt", "C:/flucht.txt", "..\\flucht.txt"]
    path = archive(tmp_path / "boese.zip", {**dict.fromkeys(names, "Weg."), "gut.txt": KAUZ})
    before = sorted(tmp_path.parent.rglob("*"))
    found = read(path)
    assert found.pop("gut") == KAUZ
    assert len(failures(found)) == len(names)
    assert all("climbs out" in reason for reason in failures(found).values())
    assert sorted(tmp_path.parent.rglob("*")) == before


def test_a_bomb_fails_alone(tmp_path):
    bomb = "0" * 30_000_000
    found = read(archive(tmp_path / "bombe.zip", {"bombe.txt": bomb, "bombe.tsv": "text\n" + bomb, "gut.txt": KAUZ}))
    assert found.pop("gut") == KAUZ
    assert all("unpacks to more" in reason for reason in failures(found).values())
    assert len(found) == 2
    (reason,) = failures(read(write(tmp_path / "b.tsv.gz", gzip.compress(b"text\n" + b"0" * 9_000_000)))).values()
    assert "unpacks to more" in reason


def test_archives_that_lie_are_encrypted_damaged_or_packed_strangely(tmp_path):
    whole = archive(tmp_path / "a.zip", {"a.txt": KAUZ * 100, "b.txt": DACHS}).read_bytes()
    write(tmp_path / "kurz.zip", whole[:-30])
    with zipfile.ZipFile(tmp_path / "kaputt.zip", "w") as file:
        file.writestr("k.txt", KAUZ)
    write(tmp_path / "kaputt.zip", (tmp_path / "kaputt.zip").read_bytes().replace(KAUZ.encode(), DACHS.encode() + b" "))
    write(
        tmp_path / "geheim.zip", whole.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00", 1)
    )
    write(tmp_path / "kurz.txt.gz", gzip.compress(KAUZ.encode())[:-12])
    with zipfile.ZipFile(tmp_path / "lzma.zip", "w", zipfile.ZIP_LZMA) as file:
        file.writestr("l.txt", KAUZ)
    for name, wanted in {"kurz.zip": 1, "kaputt.zip": 1, "geheim.zip": 1, "kurz.txt.gz": 1, "lzma.zip": 1}.items():
        assert len(failures(read(tmp_path / name))) == wanted, name


def test_entries_that_share_their_bytes_are_refused(tmp_path):
    path = archive(tmp_path / "a.zip", {"a.txt": "".join(chr(33 + i % 90) for i in range(5000))})
    with zipfile.ZipFile(path, "a") as file:
        (member,) = file.infolist()
        for number in range(50):
            twin = zipfile.ZipInfo(f"{number}.txt")
            for name in ("compress_size", "file_size", "CRC", "header_offset", "compress_type"):
                setattr(twin, name, getattr(member, name))
            file.filelist.append(twin)
        file._didModify = True
    (reason,) = failures(read(path)).values()
    assert "same bytes" in reason


def test_a_table_of_contents_that_is_too_large_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "DIRECTORY", 70_000)
    path = archive(tmp_path / "a.zip", {f"{number:05}.txt": "" for number in range(1500)})
    (reason,) = failures(read(path)).values()
    assert "too many files" in reason


def test_an_archive_within_an_archive_is_said(tmp_path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as file:
        file.writestr("k.txt", KAUZ)
    with zipfile.ZipFile(tmp_path / "aussen.zip", "w") as file:
        file.writestr("innen.zip", inner.getvalue())
    assert set(failures(read(tmp_path / "aussen.zip"))) == {"innen.zip"}


# --- one decoder ------------------------------------------------------------------------------------------------------------


def carried(tmp_path, data: bytes) -> list[dict]:
    """What is found in the same bytes as a file, in a zip archive and in a gzip file."""
    plain, packed = tmp_path / "t.txt", tmp_path / "p.txt.gz"
    plain.write_bytes(data)
    packed.write_bytes(gzip.compress(data))
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as target:
        target.writestr("t.txt", data)
    return [plain, tmp_path / "z.zip", packed]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "latin-1"])
@pytest.mark.parametrize("data", ["schöne Grüße".encode(), "\ufeffschöne Grüße".encode(), "schöne Grüße".encode("utf-16")])
def test_the_same_bytes_are_the_same_text_whatever_carries_them(tmp_path, data, encoding):
    found = [document.text for document in documents(carried(tmp_path, data), encoding=encoding)]
    assert found == ["schöne Grüße"] * 3


@pytest.mark.parametrize(
    "data", [b"{\\rtf1\\ansi Der Film}", b"\x89PNG\r\n\x1a\n", b"%PDF-1.7", "schön".encode("cp1252"), b" \n"]
)
def test_what_is_no_text_is_refused_alike_whatever_carries_it(tmp_path, data):
    found = [document.text for document in documents(carried(tmp_path, data))]
    assert all(isinstance(text, Failure) for text in found)
    assert len({text.status for text in found}) == 1
    assert len({text.reason.split(" ", 1)[1] for text in found}) == 1


def test_a_table_in_utf_8_is_read_as_that_whatever_encoding_is_named(tmp_path):
    path = tmp_path / "t.tsv"
    path.write_bytes("id\ttext\na\tschöne Grüße\nb\tnur ASCII\n".encode())
    assert [text for _, text in documents([path], encoding="cp1252")] == ["schöne Grüße", "nur ASCII"]
    path.write_bytes("id\ttext\na\tschöne Grüße\n".encode("cp1252"))
    assert [text for _, text in documents([path], encoding="cp1252")] == ["schöne Grüße"]


def test_a_word_file_in_an_archive_is_read(tmp_path):
    docx = pytest.importorskip("docx", reason="needs the optional readers: pip install -e '.[readers]'")
    document = docx.Document()
    document.add_paragraph("Der Film ist gut.")
    document.save(tmp_path / "a.docx")
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as target:
        target.write(tmp_path / "a.docx", "a.docx")
    assert [text for _, text in documents([tmp_path / "z.zip"])] == ["Der Film ist gut.\n"]


@pytest.mark.parametrize("name", ["nope", "rot13", "base64"])
def test_what_is_no_encoding_of_text_is_refused(tmp_path, name):
    (tmp_path / "t.txt").write_text("Gut.", encoding="utf-8")
    with pytest.raises(TextError, match="no encoding called"):
        list(documents([tmp_path / "t.txt"], encoding=name))
