"""A text of one's own: from a source to documents, shown first, and said in words."""

from __future__ import annotations

from pathlib import Path

import pytest

import stylo
from stylo.notebook import own_texts
from stylo.reading import text
from stylo.reading.text import Text, TextError
from stylo.wording.language import language

ROOT = Path(__file__).parent.parent
PASTED = "Zwar schweigt der Held.\nAber er fährt gut."


def test_a_pasted_text_a_file_and_a_folder_are_told_apart(tmp_path):
    path = tmp_path / "meine kritik.txt"
    path.write_text(PASTED, encoding="utf-8")
    assert [text.id for text in stylo.open_texts(PASTED)] == ["text"]
    assert [text.id for text in stylo.open_texts("Ein einziger Satz ohne Zeilenbruch.")] == ["text"]
    assert [text.id for text in stylo.open_texts(str(path))] == ["meine kritik"]
    assert [text.id for text in stylo.open_texts(path)] == ["meine kritik"]
    assert [text.id for text in stylo.open_texts(str(tmp_path))] == ["meine kritik"]
    assert next(text.id for text in stylo.open_texts(ROOT / "corpus")) == "drive"
    assert len(stylo.open_texts("Ein langer Satz ohne Zeilenbruch. " * 500)) == 1


@pytest.mark.parametrize("source", ["", " \n "])
def test_no_text_is_said(source):
    with pytest.raises(TextError, match="The text is empty"):
        stylo.open_texts(source)


@pytest.mark.parametrize("source", ["fehlt.txt", "meine kritik.docx", "kritik", Path("fehlt")])
def test_a_path_to_nothing_is_no_text(source):
    with pytest.raises(TextError) as caught:
        stylo.open_texts(source)
    assert caught.value.status == text.MISSING


def test_an_address_is_not_fetched():
    with pytest.raises(TextError, match="fetches nothing from the net"):
        stylo.open_texts("https://example.org/kritik.txt")


def test_the_preview_says_how_much_there_is_and_what_is_odd():
    shown = repr(stylo.open_texts("Eins.\nZwei.\nDrei.\nVier.\nFünf.\nSechs."))
    assert shown.startswith("text: 6 words in 6 paragraphs:\n  Eins.")
    assert "... and 2 more" in shown
    assert "Sechs" not in shown
    with language("de"):
        assert repr(stylo.open_texts("Ein Satz.")).startswith("text: 2 Wörter in einem Absatz")


def test_the_preview_shows_markup_as_text():
    opened = own_texts.Opened([Text('<b>"x', "<script>alert(1)</script>\n")], ["<i>"])
    assert "<script>" not in opened._repr_html_()
    assert "&lt;script&gt;" in opened._repr_html_()
    assert "&lt;b&gt;" in opened._repr_html_()
    assert "&lt;i&gt;" in opened._repr_html_()


def test_lines_of_a_fixed_width_are_noticed_and_joined_when_asked():
    lines = [
        "Der Held des Films schweigt die ganze",
        "lange Zeit über und fährt dabei sehr",
        "schnell durch eine Stadt, in der keiner",
        "mehr wach ist.",
    ]
    wrapped = "\n".join(lines * 3)
    opened = stylo.open_texts(wrapped)
    assert "join_lines=True" in repr(opened)
    assert "join_lines=True" not in repr(stylo.open_texts(ROOT / "corpus"))
    assert len(stylo.open_texts(wrapped, join_lines=True)[0].text.splitlines()) == 3


def test_measured_texts_keep_their_names(nlp):
    docs = stylo.measured(stylo.open_texts(PASTED))
    assert [doc.user_data["id"] for doc in docs] == ["text"]
    assert docs[0].text == PASTED + "\n"
    assert [doc.text for doc in stylo.measured(PASTED)] == [PASTED + "\n"]
    assert len(list(stylo.measured(Text("eins", "Wolf: Er kommt."), split_at_colon=True)[0].sents)) == 1


def test_long_work_shows_progress(capsys, monkeypatch):
    monkeypatch.setattr(own_texts, "SLOW", 3)
    stylo.measured([Text("eins", "Der Film ist gut."), Text("zwei", "Er ist kurz.")])
    said = capsys.readouterr()
    assert "Measuring text 2 of 2 (57 %)" in said.err
    assert said.out == ""


def test_the_profile_is_said_in_words_in_either_language(drive):
    english = stylo.in_words(drive, genre="film_review")
    assert any("adjectives" in line for line in english)
    with language("de"):
        german = stylo.in_words(drive, genre="film_review")
    assert len(german) == len(english)
    assert not set(german) & set(english)
    assert not any(f" {word} " in line for line in german for word in ("of", "than", "have", "words", "the"))


def test_each_of_several_texts_is_said_with_its_name(nlp, drive):
    texts_ = stylo.measured([Text("eins", drive.text), Text("zwei", "Gut.")])
    lines = stylo.in_words(stylo.profile(texts_), "news")
    assert [line.split(":")[0] for line in lines if line.startswith(("eins:", "zwei:"))] == ["eins", "zwei"]


def test_words_about_a_text_are_shown_as_text():
    assert own_texts.InWords(["<b>\u202e"])._repr_html_().count("&lt;b&gt;⟨U+202E⟩") == 1
