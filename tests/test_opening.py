"""The line of a notebook that names its text: an id of the corpus, a path, or the text itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from stylo.notebook.opening import choose_texts, is_review, open_text
from stylo.reading.text import TextError

CORPUS = Path(__file__).parent.parent / "corpus"


@pytest.mark.parametrize("name", ["stiluebung-brief", "brief", CORPUS / "stiluebungen" / "brief.txt"])
def test_a_text_is_named_by_its_id_by_the_end_of_it_or_by_its_path(name):
    (found,) = choose_texts(name, CORPUS)
    assert "Hanna" in found.text


def test_a_text_may_be_pasted():
    (found,) = choose_texts("Der Film ist laut. Er ist lang.", CORPUS)
    assert found.text == "Der Film ist laut. Er ist lang.\n"


def test_the_review_is_known_by_its_words_and_any_other_text_is_told_of(capsys, tmp_path):
    doc = open_text("drive", folder=CORPUS)
    assert doc.user_data["id"] == "drive"
    assert is_review(doc)
    assert capsys.readouterr().out == ""
    (tmp_path / "copy.txt").write_text(doc.text, encoding="utf-8")
    assert is_review(open_text(tmp_path / "copy.txt", folder=CORPUS))
    assert not is_review(open_text("boulevard", folder=CORPUS))
    assert capsys.readouterr().out.startswith("This is not the review of Drive")


def test_a_notebook_of_one_text_refuses_several():
    with pytest.raises(TextError, match="holds several: drive, stiluebung-feuilleton"):
        open_text(CORPUS, folder=CORPUS)


def test_without_a_corpus_paths_and_texts_are_left(tmp_path):
    assert open_text("Der Film ist laut.", folder=tmp_path / "corpus").text.strip() == "Der Film ist laut."
    with pytest.raises(TextError, match="no file 'feuilleton'"):
        open_text("feuilleton", folder=tmp_path / "corpus")
