"""Bad files get a sentence that says what is wrong, each kind with a status of its own."""

from __future__ import annotations

import pytest

from stylo import texts
from stylo.texts import TextError, corpus, not_german, read


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (b"", texts.EMPTY, "empty"),
        (b" \n\n", texts.EMPTY, "empty"),
        (b"\x00\x00", texts.NOT_TEXT, "binary"),
        (b"%PDF-1.7 \xe2\xe3", texts.NOT_TEXT, "binary"),
        (b"\x89PNG\r\n\x1a\n", texts.NOT_TEXT, "binary"),
        (bytes(range(32)) * 9, texts.NOT_TEXT, "binary"),
        ("schön\nüber".encode("cp1252"), texts.WRONG_ENCODING, "byte 0xf6 at position 3 (line 1)"),
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
    assert (missing.value.status, folder.value.status) == (texts.MISSING, texts.NOT_A_FILE)


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


def test_german_is_told_from_english():
    english = "This is a film about a driver who does not say much and who lives in Los Angeles " * 3
    german = "Das ist ein Film über einen Fahrer, der nicht viel sagt und in der Stadt der Engel lebt " * 3
    assert not_german(english)
    assert not not_german(german)
    assert not not_german("Too short")


def test_the_corpus_is_read_in_the_order_of_its_table(tmp_path):
    (tmp_path / "metadata.csv").write_text("id,title\nzwei,B\neins,A\n", encoding="utf-8")
    for name in ("eins", "zwei"):
        (tmp_path / f"{name}.txt").write_text(f"Text {name}.", encoding="utf-8")
    assert [text.id for text in corpus(tmp_path)] == ["zwei", "eins"]
    (tmp_path / "eins.txt").unlink()
    with pytest.raises(TextError, match="There is no file"):
        list(corpus(tmp_path))
