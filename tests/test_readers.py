"""Word, PDF and EPUB files give the running text; what is hostile, damaged or protected gets a sentence."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from stylo.cli.commands import main
from stylo.notebook import own_texts
from stylo.reading import archives, files, formats, text
from stylo.reading.files import bytes_of, read
from stylo.reading.formats import Extract, join_lines, without_heads
from stylo.reading.text import TextError
from stylo.wording.language import translations

docx = pytest.importorskip("docx", reason="needs the optional readers: pip install -e '.[readers]'")
pypdf = pytest.importorskip("pypdf", reason="needs the optional readers: pip install -e '.[readers]'")
ebooklib = pytest.importorskip("ebooklib.epub", reason="needs the optional reader: pip install -e '.[epub]'")


def extract(path: Path) -> Extract:
    return formats.extract(path.name, bytes_of(path))


def refused(path: Path) -> TextError:
    with pytest.raises(TextError) as caught:
        extract(path)
    return caught.value


# --- Word -------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def word(tmp_path) -> Path:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Filmdienst 12/2011"
    document.add_heading("Der stille Fahrer", 1)
    document.add_paragraph("Er redet kaum, aber er fährt, als ginge es um sein Leben.")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Regie", "Nicolas Winding Refn"
    document.add_paragraph("Am Ende bleibt er al\u00adlein.")
    path = tmp_path / "kritik.docx"
    document.save(path)
    return path


def test_a_word_file_is_read_in_its_order_with_its_tables_and_without_soft_hyphens(word):
    found = extract(word)
    assert found.text.splitlines() == [
        "Der stille Fahrer",
        "Er redet kaum, aber er fährt, als ginge es um sein Leben.",
        "Regie",
        "Nicolas Winding Refn",
        "Am Ende bleibt er allein.",
    ]
    assert found.left_out["headers and footers"] == 1
    assert read(word) == found.text


def test_inserted_words_belong_to_the_text_and_deleted_ones_and_contents_do_not(tmp_path):
    document = docx.Document()
    paragraph = document.add_paragraph("Der Film ist ")
    for kind, tag, words in (("del", "delText", "schlecht"), ("ins", "t", "großartig")):
        xml = f"<w:{kind} {docx.oxml.ns.nsdecls('w')}><w:r><w:{tag}>{words}</w:{tag}></w:r></w:{kind}>"
        paragraph._p.append(docx.oxml.parse_xml(xml))
    document.add_paragraph("Einleitung 3").style = document.styles.add_style("TOC 1", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    document.save(tmp_path / "fassung.docx")
    found = extract(tmp_path / "fassung.docx")
    assert found.text == "Der Film ist großartig\n"
    assert (found.left_out["deleted passages"], found.left_out["lines of contents"]) == (1, 1)


def test_entities_are_not_expanded_and_nothing_outside_is_read(word, tmp_path):
    (tmp_path / "geheim.txt").write_text("das Geheimnis", encoding="utf-8")
    outside = (tmp_path / "geheim.txt").as_uri()
    laughs = "".join(f'<!ENTITY l{k} "{f"&l{k - 1};" * 10 if k else "ha"}">' for k in range(9))
    body = f'<!DOCTYPE d [{laughs}<!ENTITY out SYSTEM "{outside}">]>'
    hostile = tmp_path / "entities.docx"
    with zipfile.ZipFile(word) as source, zipfile.ZipFile(hostile, "w") as target:
        for part in source.infolist():
            data = source.read(part)
            if part.filename == "word/document.xml":
                xml = data.decode("utf-8").replace("kaum", "kaum&l8;&out;")
                data = xml.replace("?>", f"?>{body}", 1).encode("utf-8")
            target.writestr(part.filename, data)
    try:
        text = extract(hostile).text
    except TextError:
        return
    assert "das Geheimnis" not in text
    assert len(text) < 1000


def test_a_zip_bomb_is_not_opened(word, tmp_path, monkeypatch):
    bomb = tmp_path / "bombe.docx"
    bomb.write_bytes(word.read_bytes())
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/bild.bin", b"\0" * 3_000_000)
    assert extract(bomb).text
    monkeypatch.setattr(archives, "LARGEST", 2_000_000)
    assert "unpacks to more than 2 MB" in str(refused(bomb))


def test_a_part_that_is_larger_than_it_claims_is_found_out(tmp_path):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"a" * 5_000_000)
    whole = data.getvalue()
    lying = whole.replace(struct.pack("<I", 5_000_000), struct.pack("<I", 50))
    assert lying != whole
    path = tmp_path / "luege.docx"
    path.write_bytes(lying)
    assert "damaged" in str(refused(path))


@pytest.mark.parametrize(
    ("name", "data", "status", "words"),
    [
        ("leer.docx", b"", text.EMPTY, "is empty"),
        ("alt.docx", b"\xd0\xcf\x11\xe0\xa1\xb1", text.NOT_A_FILE, "password"),
        ("kein.docx", b"Nur Text.", text.NOT_TEXT, "no DOCX file"),
        ("halb.docx", b"PK\x03\x04abc", text.NOT_TEXT, "damaged"),
        ("kein.pdf", b"Nur Text.", text.NOT_TEXT, "no PDF file"),
        ("halb.pdf", b"%PDF-1.7\n1 0 obj\n<<", text.NOT_TEXT, "damaged"),
        ("kein.epub", b"Nur Text.", text.NOT_TEXT, "no EPUB file"),
    ],
)
def test_what_is_no_such_file_is_said(tmp_path, name, data, status, words):
    path = tmp_path / name
    path.write_bytes(data)
    error = refused(path)
    assert error.status == status
    assert words in str(error)


def test_a_missing_file_a_folder_and_a_large_one_are_told_apart(tmp_path, monkeypatch, word):
    (tmp_path / "ordner.pdf").mkdir()
    assert refused(tmp_path / "fehlt.docx").status == text.MISSING
    assert refused(tmp_path / "ordner.pdf").status == text.NOT_A_FILE
    monkeypatch.setattr(files, "LARGEST", 100)
    assert "too large" in str(refused(word))


def test_a_reader_that_is_not_installed_is_named(word, monkeypatch):
    def missing(name: str):
        raise ImportError(name)

    monkeypatch.setattr(formats, "import_module", missing)
    error = refused(word)
    assert error.status == text.NOT_INSTALLED
    assert 'pip install -e ".[readers]"' in str(error)


# --- PDF --------------------------------------------------------------------------------------------------------------------


def pdf_bytes(pages: list[list[str]]) -> bytes:
    """A PDF written by hand, a line of text a line."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for lines in pages:
        shown = "".join(f"({line}) Tj T* ".replace("\u00ad", "\\255") for line in lines)
        stream = f"BT /F1 12 Tf 14 TL 72 720 Td {shown}ET".encode("cp1252")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        content = len(objects)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % content
        )
        kids.append(len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(b"%d 0 R" % kid for kid in kids), len(kids))
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
    return data + end % (len(objects) + 1, table, len(objects) + 1, len(data))


FIRST = [
    "Der Regisseur erzählt eine Ge-",
    "schichte, die jeder kennt, als Action-",
    "Film ohne viel Action, mit Vor-",
    "und Nachteilen.",
]
SECOND = ["Der Held schweigt und fährt und lächelt", "nur selten.", "Ende"]
PAGES = [["Filmhefte 3", *FIRST, "Seite 1"], ["Filmhefte 3", *SECOND, "Seite 2"]]


def test_a_pdf_gives_paragraphs_with_its_words_joined_and_without_running_heads(tmp_path):
    path = tmp_path / "heft.pdf"
    path.write_bytes(pdf_bytes(PAGES))
    found = extract(path)
    assert found.text.splitlines() == [
        "Der Regisseur erzählt eine Geschichte, die jeder kennt, als Action-Film ohne viel Action, mit Vor- und Nachteilen.",
        "Der Held schweigt und fährt und lächelt nur selten.",
        "Ende",
    ]
    assert found.left_out["running heads and page numbers"] == 4


def test_a_pdf_with_a_password_and_one_without_text_are_told_apart(tmp_path):
    locked = pypdf.PdfWriter(clone_from=io.BytesIO(pdf_bytes(PAGES)))
    locked.encrypt("geheim", algorithm="RC4-128")
    locked.write(tmp_path / "zu.pdf")
    (tmp_path / "scan.pdf").write_bytes(pdf_bytes([[], []]))
    assert "protected" in str(refused(tmp_path / "zu.pdf"))
    assert "OCR" in str(refused(tmp_path / "scan.pdf"))
    opened = pypdf.PdfWriter(clone_from=io.BytesIO(pdf_bytes(PAGES)))
    opened.encrypt("", owner_password="geheim", algorithm="RC4-128")
    opened.write(tmp_path / "offen.pdf")
    assert "Geschichte" in extract(tmp_path / "offen.pdf").text


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["Eine lange Ge-", "schichte"], ["Eine lange Geschichte"]),
        (["ein blutiger Action-", "Film"], ["ein blutiger Action-Film"]),
        (["ein Film mit Vor-", "und Nachteilen"], ["ein Film mit Vor- und Nachteilen"]),
        (["das Jahr 2011-", "12"], ["das Jahr 2011-12"]),
        (["eine Er\u00ad", "Zählung am"], ["eine ErZählung am"]),
        (["Ein Satz mit vielen Worten in der Zeile", "Schluss.", "Ein neuer Absatz mit vielen Worten hier"],
         ["Ein Satz mit vielen Worten in der Zeile Schluss.", "Ein neuer Absatz mit vielen Worten hier"]),
        (["Ein Absatz in voller Breite der Seite.", "", "Noch einer in voller Breite der Seite."],
         ["Ein Absatz in voller Breite der Seite.", "Noch einer in voller Breite der Seite."]),
        ([], []),
        (["", ""], []),
    ],
)  # fmt: skip
def test_lines_become_paragraphs(lines, joined):
    assert join_lines(lines) == joined


def test_a_line_that_does_not_recur_is_no_running_head():
    pages = [[f"{k}", "Kopf", f"Anfang {word}", "Mitte", f"Schluss {word}"] for k, word in enumerate("abc")]
    bodies, dropped = without_heads(pages)
    assert bodies == [[f"Anfang {word}", "Mitte", f"Schluss {word}"] for word in "abc"]
    assert dropped == 6
    assert without_heads([["2011", "war gut."]]) == ([["2011", "war gut."]], 0)


# --- EPUB -------------------------------------------------------------------------------------------------------------------


def book(path: Path, *chapters: str) -> Path:
    made = ebooklib.EpubBook()
    made.set_title("Essays")
    items = [ebooklib.EpubHtml(title=str(k), file_name=f"{k}.xhtml") for k in range(len(chapters))]
    for item, chapter in zip(items, chapters, strict=True):
        item.set_content(chapter)
        made.add_item(item)
    made.add_item(ebooklib.EpubNcx())
    made.add_item(ebooklib.EpubNav())
    made.spine = ["nav", *items]
    ebooklib.write_epub(str(path), made)
    return path


def test_an_epub_gives_its_chapters_in_order_without_notes_and_contents(tmp_path):
    first = (
        '<h1>Erstes</h1><p>Ein <em>stiller</em> Film<a epub:type="noteref" href="#n">1</a>,\n der lange\u00ad nachwirkt.</p>'
        '<img src="http://example.org/bild.png" alt="Bild"/><aside epub:type="footnote"><p>Eine Fußnote.</p></aside>'
    )
    path = book(tmp_path / "buch.epub", first, "<h2>Zweites</h2><ul><li>Eins</li><li>Zwei</li></ul><script>alert(1)</script>")
    found = extract(path)
    lines = ["Erstes", "Ein stiller Film, der lange nachwirkt.", "Zweites", "Eins", "Zwei"]
    assert found.text.splitlines() == lines
    assert (found.left_out["notes"], found.left_out["images"]) == (1, 1)


def test_an_epub_under_copy_protection_is_said_to_be(tmp_path):
    path = book(tmp_path / "buch.epub", "<p>Text.</p>")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("META-INF/rights.xml", "<rights/>")
    assert "protected" in str(refused(path))


# --- what is said -----------------------------------------------------------------------------------------------------------


def test_what_is_left_out_has_a_name_in_both_languages():
    tables = (formats._SKIPPED, formats._COUNTED, formats._NO_TEXT, formats._PICTURES, formats._TYPES)
    assert not [name for table in tables for name in table.values() if name and name not in translations()]


def test_the_text_is_shown_with_what_was_left_out_before_it_is_measured(word):
    opened = own_texts.open_texts(word)
    assert "kritik: 24 words in 5 paragraphs" in repr(opened)
    assert "Left out: headers and footers (1)." in repr(opened)
    assert "Der stille Fahrer" in opened._repr_html_()


def test_the_command_line_reads_it_and_says_what_it_read(word):
    result = CliRunner().invoke(main, ["profile", str(word), "--format", "csv"])
    assert result.exit_code == 0
    assert result.stdout.splitlines()[1].startswith("kritik,de,24,")
    assert result.stderr.startswith("stylo: kritik: 24 words in 5 paragraphs: Der stille Fahrer Er redet")
    assert "Left out: headers and footers (1)." in result.stderr
