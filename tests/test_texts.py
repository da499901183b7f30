"""Bad files get a sentence that says what is wrong, each kind with a status of its own."""

from __future__ import annotations

import io

import pandas as pd
import pytest
from click.testing import CliRunner

import stylo
from stylo.cli.commands import main
from stylo.notebook.own_texts import in_path
from stylo.reading import text
from stylo.reading.files import corpus, read
from stylo.reading.paratext import titled
from stylo.reading.remarks import remarks
from stylo.reading.text import TextError


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (b"", text.EMPTY, "empty"),
        (b" \n\n", text.EMPTY, "empty"),
        (b"\x00\x00", text.NOT_TEXT, "binary"),
        (b"%PDF-1.7 \xe2\xe3", text.NOT_TEXT, "binary"),
        (b"\x89PNG\r\n\x1a\n", text.NOT_TEXT, "binary"),
        (bytes(range(32)) * 9, text.NOT_TEXT, "binary"),
        (b"{\\rtf1\\ansi Der Film}", text.NOT_TEXT, "Rich Text"),
        ("schön\nüber".encode("cp1252"), text.WRONG_ENCODING, "byte 0xf6 at position 3 (line 1)"),
    ],
)
def test_what_is_no_text_is_said(tmp_path, content, status, words):
    path = tmp_path / "kritik.txt"
    path.write_bytes(content)
    with pytest.raises(TextError) as caught:
        read(path)
    assert caught.value.status == status
    assert words in str(caught.value)


def test_a_missing_file_and_a_folder_differ(tmp_path):
    with pytest.raises(TextError) as missing:
        read(tmp_path / "fehlt.txt")
    with pytest.raises(TextError) as folder:
        read(tmp_path)
    assert (missing.value.status, folder.value.status) == (text.MISSING, text.NOT_A_FILE)


def test_a_mark_of_byte_order_is_no_part_of_the_text(tmp_path):
    path = tmp_path / "bom.txt"
    path.write_bytes(b"\xef\xbb\xbfDer Film")
    assert read(path) == "Der Film"
    path.write_bytes("Der Film ist schön".encode("utf-16"))
    assert read(path) == "Der Film ist schön"


def test_the_encoding_can_be_named(tmp_path):
    path = tmp_path / "alt.txt"
    path.write_bytes("Schön.".encode("cp1252"))
    assert read(path, "cp1252") == "Schön."
    with pytest.raises(TextError, match="no encoding called"):
        read(path, "klingon")


def test_line_ends_and_a_stray_nul_stay(tmp_path):
    path = tmp_path / "zeilen.txt"
    path.write_bytes(b"Eins.\r\nZwei.\rDrei.\nEin NUL \x00 steht in diesem langen Satz.")
    assert read(path).count("\r") == 2


def test_the_corpus_is_read_in_the_order_of_its_table(tmp_path):
    (tmp_path / "metadata.csv").write_text("id,title\nzwei,B\neins,A\n", encoding="utf-8")
    for name in ("eins", "zwei"):
        (tmp_path / f"{name}.txt").write_text(f"Text {name}.", encoding="utf-8")
    assert [text.id for text in corpus(tmp_path)] == ["zwei", "eins"]
    (tmp_path / "eins.txt").unlink()
    with pytest.raises(TextError, match=r"There is no file eins.txt for the text eins of metadata.csv"):
        list(corpus(tmp_path))


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("id,title\neins,A\n", "zwei.txt is in the corpus folder but not in metadata.csv. Add a line with the id zwei"),
        ("id,title\neins,A\nzwei,B\neins,C\n", "2 lines of metadata.csv have the id eins"),
        ("id,title,file\neins,A,\nzwei,B,../zwei.txt\n", "The text zwei of metadata.csv lies outside the corpus folder"),
        ("id,title\neins,A\n,B\n", "has no id"),
    ],
)
def test_a_table_and_a_folder_that_disagree_are_told_so(tmp_path, table, words):
    for name in ("eins", "zwei"):
        (tmp_path / f"{name}.txt").write_text(f"Text {name}.", encoding="utf-8")
    (tmp_path / "metadata.csv").write_text(table, encoding="utf-8")
    with pytest.raises(TextError) as caught:
        list(corpus(tmp_path))
    assert words in str(caught.value)


def test_a_title_may_hold_a_line_break(tmp_path):
    (tmp_path / "eins.txt").write_text("Text.", encoding="utf-8")
    (tmp_path / "metadata.csv").write_text('id,title\neins,"Der Fahrer\nund das Schweigen"\n', encoding="utf-8")
    assert next(corpus(tmp_path)).metadata["title"] == "Der Fahrer\nund das Schweigen"


def test_a_folder_without_a_table_gives_its_texts_by_name_and_says_what_it_cannot_read(tmp_path):
    (tmp_path / "b.txt").write_text("Zweiter.", encoding="utf-8")
    (tmp_path / "a.txt").write_text("Erster.", encoding="utf-8")
    (tmp_path / "leer.txt").write_bytes(b"")
    (tmp_path / ".versteckt.txt").write_text("Nie.", encoding="utf-8")
    (tmp_path / "bild.png").write_bytes(b"\x89PNG")
    found, problems = in_path(tmp_path)
    assert [text.id for text in found] == ["a", "b"]
    assert problems == [
        "leer.txt is empty: there is nothing to measure.",
        "Passed over, for they are no kind of file that is read in a folder: bild.png.",
    ]
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").unlink()
    with pytest.raises(TextError, match="no text that can be read"):
        in_path(tmp_path)


def test_two_files_of_one_name_keep_their_suffix(tmp_path):
    (tmp_path / "kritik.txt").write_text("Eins.", encoding="utf-8")
    (tmp_path / "kritik.TXT").write_text("Zwei.", encoding="utf-8")
    assert {text.id for text in in_path(tmp_path)[0]} == {"kritik.txt", "kritik.TXT"}


def test_utf8_is_read_as_what_it_is_whatever_the_encoding_that_was_named(tmp_path):
    path = tmp_path / "neu.txt"
    path.write_bytes("Schön.".encode())
    assert read(path, "cp1252") == "Schön."


@pytest.mark.parametrize(
    ("text", "is_title"),
    [
        (
            "Die Stille der Wüste\n\nDer Film erzählt in langen Bildern von einem Mann, der heim will und nicht kann.",
            True,
        ),
        ("Er schweigt.\nDer Film erzählt in langen Bildern von einem Mann, der heim will und nicht kann.", False),
        ("Der Film erzählt in langen Bildern von einem Mann, der heim will und nicht kann.", False),
        ("Rose\nIst eine\nRose", False),
        ("", False),
    ],
)
def test_a_first_line_that_looks_like_a_title_is_noticed(text, is_title):
    assert titled(text) == is_title


@pytest.mark.parametrize("encoding", ["utf-32", "utf-32-le", "utf-32-be", "utf-16"])
def test_utf_32_is_read_by_its_mark_or_by_its_name(tmp_path, encoding):
    path = tmp_path / "weit.txt"
    path.write_bytes("Der Film ist schön.".encode(encoding))
    assert read(path, encoding) == "Der Film ist schön."
    if encoding in {"utf-32", "utf-16"}:
        assert read(path) == "Der Film ist schön."
    else:
        with pytest.raises(TextError, match="binary"):
            read(path)


TEI = "<TEI><text><body><p>Der Film<lb/> ist <hi>gut</hi>.</p></body></text></TEI>"
WRAPPED = "\n".join(
    ["Das ist eine E-Mail, deren Zeilen nach", "sechzig Zeichen umbrochen sind, weil", "das so üblich war."] * 3
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Der Film ist schÃ¶n und â€žgutâ€œ.", "3 characters look like UTF-8 that was read in another encoding (Ã¶)"),
        ("Der Film ist sch\ufffdn.", "1 characters were lost"),
        ("<p>Der Film</p><p>ist <em>gut</em>.</p>", "The text holds tags (<p>, <em>)"),
        (TEI, "ending .html, or .xml for TEI"),
        (WRAPPED, "--join-lines"),
    ],
)
def test_what_is_odd_about_a_text_is_said(text, words):
    assert any(words in remark for remark in remarks(text))


@pytest.mark.parametrize(
    "text", ["Der Film ist schön.", "São Paulo, Ãngström und â", "a < b und b > c, c > d", "Zeile\nZeile\n"]
)
def test_nothing_is_said_of_a_text_like_others(text):
    assert list(remarks(text)) == []


def test_the_command_line_joins_lines_as_python_does(tmp_path):
    path = tmp_path / "mail.txt"
    path.write_text(WRAPPED, encoding="utf-8")
    apart = CliRunner().invoke(main, ["profile", str(path), "--format", "csv"])
    joined = CliRunner().invoke(main, ["profile", str(path), "--format", "csv", "--join-lines"])
    assert "--join-lines" in apart.stderr
    assert "--join-lines" not in joined.stderr
    sentences = [pd.read_csv(io.StringIO(result.stdout))["sentences"][0] for result in (apart, joined)]
    assert sentences == [9, 3]
    assert stylo.profile(stylo.measured(stylo.open_texts(path, join_lines=True)))["sentences"][0] == 3
