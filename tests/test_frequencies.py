"""The table of lemma frequencies: what several documents of several corpora hold, and the rates of it."""

from __future__ import annotations

from tools import make_frequencies
from tools.make_reference import Document

SAME = "Der Strudel dreht sich."


def test_a_lemma_of_five_documents_and_two_corpora_is_in_the_table():
    documents = [Document(genre, "", SAME) for genre in ("novel", "news", "news", "news", "news")]
    documents += [Document("news", "", "Ein Sog.")] * 6
    lines = make_frequencies.table(*make_frequencies.count(documents)).splitlines()
    assert lines[0] == "lemma\tdocuments\tper_million"
    found = {lemma: (int(held), float(rate)) for lemma, held, rate in (line.split("\t") for line in lines[1:])}
    assert "Sog" not in found  # of one corpus alone
    assert found["Strudel"] == (5, round((1_000_000 / 4 + 1_000_000 * 4 / 28) / 2, 1))


def test_without_the_corpora_the_command_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(make_frequencies, "CORPORA", tmp_path / "none")
    assert make_frequencies.main() == 2
    assert "not there" in capsys.readouterr().out
