"""Reference figures: what is measured, what is kept, and that no text of the corpora enters."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import stylo
from stylo import catalogue
from stylo.catalogue import measures as measure_table
from stylo.corpus import fingerprint
from stylo.families.windows import FEWEST, MOST, summarise, windows
from stylo.lexicon import table
from stylo.reference import tables
from stylo.reference.passages import measure, passages
from tools import make_reference

SENTENCE = "Der alte Mann sah lange auf das graue Meer hinaus. "  # 10 words


# --- windows ----------------------------------------------------------------------------------------------------------------


def test_windows_are_whole_sentences_of_about_500_words(nlp):
    doc = nlp(SENTENCE * 112)
    found = windows(doc)
    assert list(found["words"]) == [500, 500]  # 120 words are left over
    assert all(doc.text[row.start : row.end] == row.text for row in found.itertuples())


def test_a_text_of_400_words_is_one_window_and_a_shorter_one_has_none(nlp):
    assert list(windows(nlp(SENTENCE * 41))["words"]) == [410]
    assert windows(nlp(SENTENCE * 39)).empty
    assert "400 words" in summarise(nlp(SENTENCE * 39))["mtld_500"].reason


def test_a_window_ends_at_the_sentence_end_nearest_to_500_words(nlp):
    long = "Er sah " + "und sah " * 29 + "und ging. "  # 62 words
    sizes = windows(nlp(SENTENCE * 48 + long + SENTENCE * 60))["words"]
    assert sizes.iloc[0] == 480
    assert sizes.between(FEWEST, MOST).all()


def test_diversity_in_windows_does_not_fall_with_the_length_of_the_text(nlp):
    text = (Path(__file__).parent.parent / "corpus" / "drive.txt").read_text(encoding="utf-8")
    once, thrice = (stylo.profile(nlp("\n".join([text] * n))).iloc[0] for n in (1, 3))
    assert thrice["yule_k_500"] == pytest.approx(once["yule_k_500"], rel=0.05)
    assert thrice["hdd_500"] == pytest.approx(once["hdd_500"], rel=0.01)
    assert thrice["sentence_length_max_500"] == once["sentence_length_max"]
    assert thrice["mtld"] != thrice["mtld_500"]


@pytest.mark.parametrize("text", ["", " \n ", "... !", "Kurz."])
def test_what_is_too_short_has_no_windows(nlp, text):
    assert windows(nlp(text)).empty
    assert not any(summarise(nlp(text)).values())


# --- measuring --------------------------------------------------------------------------------------------------------------


def test_a_text_is_cut_into_equal_passages_and_a_short_one_not(nlp):
    assert [len(part) for part in passages(nlp(SENTENCE * 60))] == [330, 330]
    assert passages(nlp(SENTENCE * 39)) == []
    assert len(passages(nlp(SENTENCE * 150))) == 3


def test_a_text_that_is_everywhere_alike_does_not_vary_and_another_does(nlp):
    alike = measure(nlp, SENTENCE * 60)
    assert alike.values["sentence_length_mean"] == 10
    assert alike.variances["sentence_length_mean"] == pytest.approx(0)
    mixed = measure(nlp, SENTENCE * 30 + "Er ging. " * 150)
    assert mixed.variances["sentence_length_mean"] > 10


def corpus(folder: Path) -> Path:
    """Five small corpora of the format of the shared ones."""
    for number, name in enumerate(make_reference.FILES):
        genre = {"news": "news_kultur"}.get(name, name)
        lines = ["doc\tgenre\tyear\ttitle\twords\ttext"]
        lines += [f"{name}-{k}\t{genre}\t{2000 + k}\tGeheim\t0\t{SENTENCE * (number + k + 2)}\\nEr ging." for k in range(2)]
        (folder / f"{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_the_run_keeps_what_it_measured_and_writes_the_same_bytes(tmp_path, monkeypatch, capsys):
    source = corpus(tmp_path)
    run = [str(source), "--cache", str(tmp_path / "cache"), "--processes", "1", "-o"]
    assert make_reference.main([*run, str(tmp_path / "a")]) == 0
    kept = next((tmp_path / "cache").glob("*.jsonl"))
    lines = kept.read_text(encoding="utf-8").split("\n")
    kept.write_text("\n".join(lines[:5]) + '\n["cut off', encoding="utf-8")  # as an interruption leaves it
    assert make_reference.main([*run, str(tmp_path / "b")]) == 0
    monkeypatch.setattr(make_reference, "measure", None)  # nothing is measured a third time
    assert make_reference.main([*run, str(tmp_path / "c")]) == 0
    for name in ("reference.csv", "reference_documents.csv"):
        first, *others = ((tmp_path / folder / name).read_bytes() for folder in "abc")
        assert others == [first, first]
        assert b"Geheim" not in first
        assert b"Mann" not in first
    assert "Measuring 0 of 10 texts" in capsys.readouterr().err


def test_an_interrupted_run_says_how_to_go_on(tmp_path, monkeypatch, capsys):
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(make_reference, "measure", interrupt)
    run = [str(corpus(tmp_path)), "--cache", str(tmp_path / "cache"), "--processes", "1", "-o", str(tmp_path)]
    assert make_reference.main(run) == make_reference.INTERRUPTED
    assert "takes it up again" in capsys.readouterr().err


def test_absent_corpora_are_said(tmp_path, capsys):
    assert make_reference.main([str(tmp_path)]) == 2
    assert "not there" in capsys.readouterr().err


def test_the_command_starts_without_a_warning():
    result = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tools.make_reference", "--help"], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0
    assert result.stderr == ""


def test_the_version_of_the_code_changes_with_a_measure_and_not_with_a_label():
    hashed = json.dumps(fingerprint.sources())
    assert "families/windows.py" in hashed
    assert "pipeline/splitter.py" in hashed
    assert "lexicon/contrast.tsv" in hashed
    assert "models/tagger/weights.npz" in hashed
    assert "data/formality.tsv" in hashed
    assert not [
        room for room in ("catalogue/", "wording/", "cli/", "corpus/", "data/reference", "data/validation") if room in hashed
    ]


def test_the_rooms_that_decide_values_use_no_other_room_but_for_words():
    """Names and reasons, which the catalogue and the wording hold, are looked at one by one."""
    package = Path(stylo.__file__).parent
    used = {
        name
        for room in fingerprint.VALUES
        for path in (package / room).rglob("*.py")
        for name in re.findall(r"^\s*(?:from|import) (stylo(?:\.\w+| import \w+)?)", path.read_text(encoding="utf-8"), re.M)
    }
    rooms = {re.sub(r"^stylo(\.| import )", "", name) for name in used}
    assert rooms - set(fingerprint.VALUES) == {"catalogue", "wording"}


def test_kept_pieces_change_with_what_stands_in_them_and_not_with_its_german(monkeypatch):
    def version(**changed: str) -> str:
        monkeypatch.setattr(fingerprint, "table", lambda *_: [{**table("missing", "wording")[0], **changed}])
        return fingerprint.pieces_version.__wrapped__()

    assert version() == version(german="anders")
    assert version() != version(english="otherwise")
    assert "corpus/parts.py" in fingerprint.sources(fingerprint.PIECES)
    assert "writing/tables.py" in fingerprint.sources(fingerprint.PIECES)


# --- what ships -------------------------------------------------------------------------------------------------------------


def test_every_reference_measure_is_a_column_of_the_profile():
    assert set(catalogue.compared_measures()) <= {row["name"] for row in measure_table()}
    assert 40 <= len(catalogue.compared_measures()) <= 75


def test_the_table_of_the_windows_names_their_values(nlp):
    assert {row["name"] for row in table("measures_windows", "catalogue")} == set(summarise(nlp("Kurz.")))


def test_the_shipped_documents_hold_figures_alone():
    documents = tables.documents()
    assert list(documents.columns) == ["genre", "year", "words", *catalogue.compared_measures()]
    assert documents["year"].str.fullmatch(r"\d{4}(-\d{4})?|").all()
    assert documents["genre"].str.fullmatch("[a-z_]+").all()
    assert all(pd.api.types.is_numeric_dtype(documents[name]) for name in catalogue.compared_measures())


def test_the_shipped_figures_are_those_of_the_shipped_documents():
    figures = tables.reference().set_index(["genre", "measure"])
    for genre in ("film_review", "news", "news_sport"):
        values = tables.documents(genre)["lix"]
        row = figures.loc[(genre, "lix")]
        assert row["documents"] == len(values)
        assert row["mean"] == pytest.approx(values.mean(), rel=1e-3)
        assert row["q95"] == pytest.approx(np.quantile(values, 0.95), rel=1e-3)
        assert row["q05"] <= row["q25"] <= row["q50"] <= row["q75"] <= row["q95"]


def test_an_unknown_genre_is_answered_with_those_there_are():
    with pytest.raises(ValueError, match="film_review"):
        tables.documents("opera")


def test_changing_a_frame_changes_nothing_for_others():
    mine = tables.documents()
    mine["lix"] = 0
    assert tables.documents()["lix"].mean() > 10


def test_every_genre_of_the_figures_is_described():
    described = {row["genre"] for row in table("corpora", "reference")}
    assert {re.sub("_.*", "", g) if g.startswith("news") else g for g in tables.genres()} == described
