"""Word, PDF and EPUB files give the running text; what is hostile, damaged or protected gets a sentence."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest
from books import book, pdf_bytes
from click.testing import CliRunner

from stylo.cli.commands import main
from stylo.notebook import own_texts
from stylo.reading import archives, files, formats, hypertext, tei, text
from stylo.reading import extract as extraction
from stylo.reading import word as word_files
from stylo.reading.extract import Extract
from stylo.reading.files import bytes_of, read
from stylo.reading.lines import join_lines
from stylo.reading.pdf import Line, without_footnotes, without_heads
from stylo.reading.text import TextError
from stylo.wording.language import translations

docx = pytest.importorskip("docx", reason="needs the optional readers: pip install -e '.[readers]'")
pypdf = pytest.importorskip("pypdf", reason="needs the optional readers: pip install -e '.[readers]'")
ebooklib = pytest.importorskip("ebooklib.epub", reason="needs the optional reader: pip install -e '.[epub]'")


def extract(path: Path) -> Extract:
    return formats.read_bytes(path.name, bytes_of(path))


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

    monkeypatch.setattr(extraction, "import_module", missing)
    error = refused(word)
    assert error.status == text.NOT_INSTALLED
    assert 'pip install -e ".[readers]"' in str(error)


def run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


RAISED = '<w:vertAlign w:val="superscript"/>'


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        (run("Er kam.") + run("1", RAISED) + run(" Sie ging."), "Er kam. Sie ging."),
        (run("Er kam.") + run("1", RAISED) + run("2", RAISED), "Er kam."),
        (run("„Er kam.“") + run("[3]", RAISED) + run(" Sie ging."), "„Er kam.“ Sie ging."),
        (run("Er kam.") + f"<w:hyperlink>{run('4', RAISED)}</w:hyperlink>" + run(" Sie ging."), "Er kam. Sie ging."),
        (run("Er kam.") + f"<w:ins><w:smartTag>{run('4', RAISED)}</w:smartTag></w:ins>", "Er kam."),
        (run("Er kam.") + run("*", RAISED) + run(" Sie ging."), "Er kam. Sie ging."),
        (run("Er kam.") + run("5", '<w:rStyle w:val="Notenzeichen"/>') + run(" Sie ging."), "Er kam. Sie ging."),
        (run("Er kam.") + run("5", '<w:rStyle w:val="Notenzeichenfett"/>') + run(" Sie ging."), "Er kam. Sie ging."),
        (run("Das Wort") + run("6", RAISED) + run(" steht da."), "Das Wort steht da."),
        (run("Es sind 20 m") + run("2", RAISED) + run(" Wald."), "Es sind 20 m² Wald."),
        (run("Der M") + run("me", RAISED) + run(" Bovary."), "Der Mme Bovary."),
        (run("Um 5 v. 2011") + run("1", '<w:vertAlign w:val="baseline"/>'), "Um 5 v. 20111"),
    ],
)
def test_raised_numbers_in_word_are_markers_of_footnotes_or_exponents(tmp_path, xml, expected):
    document = docx.Document()
    kind = docx.enum.style.WD_STYLE_TYPE.CHARACTER
    marker = document.styles.add_style("Notenzeichen", kind)
    marker.font.superscript = True
    document.styles.add_style("Notenzeichen fett", kind).base_style = marker
    document.element.body.insert(0, docx.oxml.parse_xml(f"<w:p {docx.oxml.ns.nsdecls('w')}>{xml}</w:p>"))
    document.save(tmp_path / "noten.docx")
    assert extract(tmp_path / "noten.docx").text == expected + "\n"


# --- PDF --------------------------------------------------------------------------------------------------------------------


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
    bodies, dropped = without_heads([list(map(Line, page)) for page in pages])
    assert bodies == [[f"Anfang {word}", "Mitte", f"Schluss {word}"] for word in "abc"]
    assert dropped == 6
    assert without_heads([[Line("2011"), Line("war gut.")]]) == ([["2011", "war gut."]], 0)


def test_footnotes_of_a_pdf_are_left_out_with_their_markers_and_counted(tmp_path):
    path = tmp_path / "noten.pdf"
    first = [
        "Der Film ist gut.|7|1|12| Er ist lang, und",
        "der Held schweigt bis zum Ende der",
        "|8|1 Meier, Film, S. 12.",
        "Dort mehr.",
    ]
    second = ["|8||12|Geschichte.|7|2|12| Das stimmt.", "|8|2 Ebd., S. 3."]
    path.write_bytes(pdf_bytes([first, second]))
    found = extract(path)
    assert found.text == "Der Film ist gut. Er ist lang, und der Held schweigt bis zum Ende der Geschichte. Das stimmt.\n"
    assert (found.left_out["footnotes"], found.left_out["markers of footnotes"]) == (2, 2)


def sized(*lines: tuple[str, float]) -> list[Line]:
    return [Line.of(*line) for line in lines]


BODY = ("Er kam spät und ging früh.", 12)


@pytest.mark.parametrize(
    ("page", "kept", "notes"),
    [
        (sized(BODY, ("1 Meier.", 9), ("2 Ebd.", 9)), 1, 2),
        (sized(BODY, ("*) Meier.", 9), ("17", 9)), 1, 1),
        (sized(BODY, ("Ein Bild.", 9)), 2, 0),
        (sized(("Er kam.1 Sie", 0), ("ging.2", 0), ("1 Meier.", 0), ("2 Ebd.", 0)), 2, 2),
        (sized(("Er kam.", 0), ("Sie ging.", 0), ("1 Apfel lag", 0), ("da.", 0)), 4, 0),
        ([], 0, 0),
    ],
)
def test_what_stands_at_the_foot_of_a_page_is_a_note_by_its_size_or_its_number(page, kept, notes):
    assert without_footnotes([page]) == ([page[:kept]], notes)


def test_a_note_that_goes_on_on_the_next_page_is_left_out_too():
    pages = [sized(BODY, ("1 Meier,", 9)), sized(BODY, ("Film, S. 3.", 9))]
    assert without_footnotes(pages) == ([[BODY[0]], [BODY[0]]], 1)


# --- EPUB -------------------------------------------------------------------------------------------------------------------


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


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("Er kam.<sup>1</sup> Sie ging.", "Er kam. Sie ging."),
        ("Er kam.<sup><a href='#n'>1</a></sup> Sie ging.", "Er kam. Sie ging."),
        ("Er kam.<a href='#n'><sup>1</sup></a> Sie ging.", "Er kam. Sie ging."),
        ("Er kam.<a href='#n'><span class='super'>[1]</span></a> Sie ging.", "Er kam. Sie ging."),
        ("Er kam.<span style='vertical-align: super'>1</span> Sie ging.", "Er kam. Sie ging."),
        ("Er kam.<a class='noteref' href='#n'>1</a> Sie ging.", "Er kam. Sie ging."),
        ("„Er kam.“<sup>*</sup> Sie ging.", "„Er kam.“ Sie ging."),
        ("Das Wort<small><sup>12</sup></small> steht da.", "Das Wort steht da."),
        ("Es sind 20 m<sup>2</sup> Wald.", "Es sind 20 m² Wald."),
        ("M<sup>me</sup> Bovary", "Mme Bovary"),
    ],
)
def test_raised_numbers_in_an_epub_are_markers_of_footnotes_or_exponents(tmp_path, markup, expected):
    assert extract(book(tmp_path / "buch.epub", f"<p>{markup}</p>")).text == expected + "\n"


def test_an_epub_under_copy_protection_is_said_to_be(tmp_path):
    path = book(tmp_path / "buch.epub", "<p>Text.</p>")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("META-INF/rights.xml", "<rights/>")
    assert "protected" in str(refused(path))


# --- what is said -----------------------------------------------------------------------------------------------------------


def test_what_is_left_out_has_a_name_in_both_languages():
    tables = (word_files._SKIPPED, word_files._COUNTED, hypertext._SKIPPED, hypertext._TYPES, tei._SKIPPED)
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


# --- TEI, HTML, Markdown ----------------------------------------------------------------------------------------------------

TEI = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><title>Nicht gemeint</title></teiHeader><text>
<front><titlePage><docTitle><titlePart>Der Thurm</titlePart></docTitle></titlePage></front><body>{body}</body>
<back><p>Anzeigen des Verlags.</p></back></text></TEI>"""


def tei_text(tmp_path: Path, body: str) -> Extract:
    path = tmp_path / "werk.xml"
    path.write_text(TEI.format(body=body), encoding="utf-8")
    return extract(path)


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("<head>Erſtes Kapitel.</head><p>Er kam.</p><p>Sie ging.</p>", ["Erſtes Kapitel.", "Er kam.", "Sie ging."]),
        ("<p>Er kam<lb/>\nſpät nach<lb/>\n Hauſe.</p>", ["Er kam ſpät nach Hauſe."]),
        ("<p>Eine Ge-<lb/>\nſchichte, vor-<lb/>und nachher; der Action-<lb/>Film.</p>",
         ["Eine Geſchichte, vor- und nachher; der Action-Film."]),
        ("<p>Eine Ge¬<lb/>ſchichte und ein<lb break='no'/>zelne Ge-<lb break='no'/>danken.</p>",
         ["Eine Geſchichte und einzelne Gedanken."]),
        ("<p>Eine Ge-<lb/><fw type='catch'>ſchichte</fw><pb n='2'/><fw>— 2 —</fw>\nſchichte.</p>", ["Eine Geſchichte."]),
        ("<p>Er kam.<note place='foot'>Eine Note.</note> Sie ging.</p>", ["Er kam. Sie ging."]),
        ("<p>Er kam.<ref target='#n1'>1</ref> Siehe <ref target='#k2'>Kapitel zwei</ref>.</p>",
         ["Er kam. Siehe Kapitel zwei."]),
        ("<lg><l>Es war ein König in Thule,</l><l>Gar treu bis an das Grab,</l></lg>",
         ["Es war ein König in Thule,", "Gar treu bis an das Grab,"]),
        ("<sp><speaker>FAUST.</speaker><p>Habe nun, ach!</p><stage>Er ſeufzt.</stage></sp>",
         ["FAUST.", "Habe nun, ach!", "Er ſeufzt."]),
        ("<p>Das <choice><sic>Hauſ</sic><corr>Haus</corr></choice> iſt <choice><orig>groſz</orig><reg>groß</reg></choice>.</p>",
         ["Das Haus iſt groß."]),
        ("<p><hi rend='bold'>Fett</hi> und <del>weg</del><add>da</add> <gap/>.</p>", ["Fett und da ."]),
        ("<p>Ein <figure><head>Bild</head></figure>Wort.<!-- nichts --><?nichts?></p>", ["Ein Wort."]),
        ("<p><w>Er</w><w>kam</w><pc>.</pc></p>", ["Er kam."]),
    ],
)  # fmt: skip
def test_tei_gives_the_running_text(tmp_path, body, lines):
    assert tei_text(tmp_path, body).text.splitlines() == lines


def test_tei_says_what_was_left_out(tmp_path):
    left_out = tei_text(tmp_path, "<p>Wort.<note>Eine Note.</note><note>Noch eine.</note><fw>Kopf</fw></p>").left_out
    assert left_out == {"front and back matter": 2, "notes": 2, "running heads and page numbers": 1}


def test_a_corpus_of_tei_and_one_without_a_namespace_are_read(tmp_path):
    one = TEI.partition("?>")[2].replace(' xmlns="http://www.tei-c.org/ns/1.0"', "")
    path = tmp_path / "korpus.xml"
    path.write_text(
        f"<teiCorpus>{one.format(body='<p>Eins.</p>')}{one.format(body='<p>Zwei.</p>')}</teiCorpus>", encoding="utf-8"
    )
    assert extract(path).text == "Eins.\nZwei.\n"


def test_xml_that_is_no_tei_or_damaged_is_said_to_be(tmp_path):
    path = tmp_path / "daten.xml"
    path.write_text("<rss><item>Der Film</item></rss>", encoding="utf-8")
    assert "no TEI" in str(refused(path))
    assert "<rss>" in str(refused(path))
    path.write_text("<TEI><text><body><p>Der Film", encoding="utf-8")
    assert "damaged" in str(refused(path))


def test_no_entity_of_tei_is_resolved_and_nothing_outside_is_read(tmp_path, monkeypatch):
    (tmp_path / "geheim.txt").write_text("das Geheimnis", encoding="utf-8")
    laughs = "".join(f'<!ENTITY l{k} "{f"&l{k - 1};" * 10 if k else "ha"}">' for k in range(9))
    outside = (tmp_path / "geheim.txt").as_uri()
    doctype = f'<!DOCTYPE TEI SYSTEM "{outside}" [{laughs}<!ENTITY out SYSTEM "{outside}">]>'
    path = tmp_path / "werk.xml"
    found = []
    for entity in ("&l8;", "&out;"):
        path.write_text(TEI.replace("<TEI", doctype + "<TEI", 1).format(body=f"<p>Er kam{entity} heim.</p>"), encoding="utf-8")
        try:
            found.append(extract(path).text)
        except TextError as error:
            found.append(str(error))
    assert all(each == "Er kam heim.\n" or "damaged" in each for each in found)
    monkeypatch.setattr(tei, "LARGEST_PART", 100)
    assert "too large" in str(refused(path))


def test_deep_tei_is_read_or_refused(tmp_path):
    path = tmp_path / "tief.xml"
    path.write_text(TEI.format(body="<hi>" * 5000 + "Wort" + "</hi>" * 5000), encoding="utf-8")
    assert "damaged" in str(refused(path))


def test_a_page_of_html_gives_its_paragraphs_in_the_encoding_that_it_names(tmp_path):
    path = tmp_path / "seite.html"
    page = (
        "<!DOCTYPE html><html><head><meta charset=iso-8859-1><title>Titel</title><script>var a = '<p>';</script></head><body>"
        "<nav><a href='/'>Start</a></nav><h1>Überschrift</h1><p>Der Film<br>ist <b>schön</b>.<sup>1</sup></p>"
        "<form><button>Los</button></form></body></html>"
    )
    path.write_bytes(page.encode("latin-1"))
    found = extract(path)
    assert found.text.splitlines() == ["Überschrift", "Der Film", "ist schön."]
    assert (found.left_out["lines of contents"], found.left_out["markers of footnotes"]) == (1, 1)


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("# Titel\n\nEin *guter* Film,\nsehr **lang**.\n\nNoch einer.", ["Titel", "Ein guter Film, sehr lang.", "Noch einer."]),
        ("Titel\n=====\n\nText.\n\n---\n\nMehr.", ["Titel", "Text.", "Mehr."]),
        ("- Eins\n- Zwei\n  geht weiter\n\n1. Drei\n2. Vier", ["Eins", "Zwei geht weiter", "Drei", "Vier"]),
        ("> Ein Zitat,\n> das weitergeht.\n\n>> Tief.", ["Ein Zitat, das weitergeht.", "Tief."]),
        ("Siehe [den Film](http://a.de/b_c) und [den][1] da.\n\n[1]: http://a.de", ["Siehe den Film und den da."]),
        ("Text.[^1]\n\n[^1]: Eine Note,\n    die weitergeht.\n\nMehr.", ["Text.[^1]", "Mehr."]),
        ("---\ntitle: Nichts\n---\nText.", ["Text."]),
        ("Vorher.\n\n```python\nprint(1)\n```\n\nNachher `mit` Code.", ["Vorher.", "Nachher mit Code."]),
        ("![Bild](b.png)\n\nText mit \\*Stern\\*.", ["Text mit *Stern*."]),
        ("| a | b |\n|---|---|\n| c | d |", ["a", "b", "c", "d"]),
        ("Zeile eins  \nZeile zwei", ["Zeile eins", "Zeile zwei"]),
        ("Ein <em>guter</em> Film &amp; mehr.<br>\n<!-- nichts -->", ["Ein guter Film & mehr."]),
    ],
)
def test_markdown_gives_paragraphs(tmp_path, source, lines):
    path = tmp_path / "notiz.md"
    path.write_text(source, encoding="utf-8")
    assert extract(path).text.splitlines() == lines


def test_markdown_says_what_was_left_out(tmp_path):
    path = tmp_path / "notiz.md"
    path.write_text("Text.[^1] ![Bild](b.png)\n\n[^1]: Note.\n\n~~~\ncode\n~~~\n", encoding="utf-8")
    assert extract(path).left_out == {"images": 1, "notes": 1, "code": 1}
