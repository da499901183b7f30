"""The command line gives the same tables as Python, and a status for each way to fail."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

import stylo
from stylo.catalogue import labels
from stylo.cli.commands import NO_MODEL, main
from stylo.cli.output import CANNOT_WRITE
from stylo.cli.screens import CORE
from stylo.families.registry import marked
from stylo.notebook.own_texts import open_texts
from stylo.reading.paratext import title_remark
from stylo.reading.text import EMPTY, MISSING, NOT_TEXT, WRONG_ENCODING
from stylo.wording.language import language as speaking
from stylo.writing.tables import harmless

DRIVE = str(Path(__file__).parent.parent / "corpus" / "drive.txt")


def run(*arguments: str):
    return CliRunner().invoke(main, [*arguments])


@pytest.mark.parametrize("kind", marked())
def test_marks_as_csv_are_the_frame(kind, drive, tmp_path):
    target = tmp_path / "marks.csv"
    assert run("marks", kind, DRIVE, "--format", "csv", "-o", str(target)).exit_code == 0
    frame = pd.read_csv(target, keep_default_na=False)
    assert list(frame["text"]) == list(marked()[kind](drive)["text"].map(harmless))  # a dash alone begins like a formula


def test_the_profile_as_json(drive):
    result = run("profile", DRIVE, "--format", "json")
    assert result.exit_code == 0
    row = json.loads(result.stdout)[0]
    assert row["document"] == "drive"
    assert row["words"] == stylo.profile(drive)["words"].iloc[0]


def test_the_readable_profile_names_what_is_missing(tmp_path):
    path = tmp_path / "kurz.txt"
    path.write_text("Gut.", encoding="utf-8")
    result = run("profile", str(path), "--all")
    assert result.exit_code == 0
    assert "missing in kurz: mtld, mtld_lemma: MTLD needs 50 words" in result.stdout


def test_the_readable_profile_has_families_units_and_whole_counts(drive, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    lines = run("profile", DRIVE, "--all").stdout.splitlines()
    row = stylo.profile(drive).iloc[0]
    assert {"Sentences", "Adjectives", "Register"} <= set(lines)
    shown = {line.split()[0]: line.split(maxsplit=2)[1:] for line in lines if line.startswith("  ") and line[2] != " "}
    assert set(shown) == set(row.index) - {"document", "missing"}
    assert shown["sentence_length_min"][0] == str(int(row["sentence_length_min"]))
    assert shown["adjectives_per_100_words"][1] == "adjective density [per 100 words]"
    assert shown["sentence_length_autocorrelation"][1].endswith("[-1 to 1]")
    assert lines[-1].endswith("docs/measures.md")


def test_each_failure_has_its_status_and_no_traceback(tmp_path):
    (tmp_path / "leer.txt").write_bytes(b"")
    (tmp_path / "bild.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "alt.txt").write_bytes("schön".encode("cp1252"))
    wanted = {"fehlt.txt": MISSING, "bild.txt": NOT_TEXT, "alt.txt": WRONG_ENCODING, "leer.txt": EMPTY}
    for name, status in wanted.items():
        result = run("profile", str(tmp_path / name))
        assert result.exit_code == status, name
        assert result.stderr.startswith("stylo: ")
        assert "Traceback" not in result.output
    assert "--encoding" in run("profile", str(tmp_path / "alt.txt")).stderr
    assert run("profile", str(tmp_path / "alt.txt"), "--encoding", "cp1252").exit_code == 0


def test_one_bad_file_does_not_lose_the_good_one(tmp_path):
    result = run("profile", DRIVE, str(tmp_path / "fehlt.txt"), "--format", "csv")
    assert result.exit_code == MISSING
    assert result.stdout.splitlines()[1].startswith("drive,")


def test_an_english_text_is_measured_with_a_warning(tmp_path):
    path = tmp_path / "english.txt"
    path.write_text("This is a film about a driver who does not say much and lives in Los Angeles. " * 3, encoding="utf-8")
    result = run("marks", "sentences", str(path))
    assert result.exit_code == 0
    assert "does not look German" in result.stderr


@pytest.mark.parametrize(("first", "warned"), [("Der Wolf am Steuer", True), ("Ein Wolf fährt.", False)])
def test_a_first_line_like_a_title_is_measured_with_the_warning_that_notebooks_give(tmp_path, first, warned):
    path = tmp_path / "kritik.txt"
    path.write_text(
        first + "\nDer Film handelt von einem Mann, der wenig redet und nachts durch die Stadt fährt.\n", encoding="utf-8"
    )
    result = run("profile", str(path), "--format", "json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)[0]["sentences"] == 2
    assert (f"stylo: warning: kritik: {title_remark()}\n" in result.stderr) == warned
    assert (title_remark() in repr(open_texts(path))) == warned


def test_an_output_that_cannot_be_written_is_said_and_an_old_one_stays(tmp_path):
    assert run("marks", "sentences", DRIVE, "-o", str(tmp_path / "fehlt" / "x.csv")).exit_code == CANNOT_WRITE
    target = tmp_path / "alt.csv"
    target.write_text("alt", encoding="utf-8")
    run("marks", "sentences", str(tmp_path / "fehlt.txt"), "-o", str(target))
    assert target.read_text(encoding="utf-8") == "alt"


def test_a_model_that_is_not_there(tmp_path):
    for more in ([], ["-o", str(tmp_path / "out.csv")]):
        result = run("profile", DRIVE, "--model", "de_core_news_lg", *more)
        assert result.exit_code == NO_MODEL
        assert "spacy download" in result.stderr
    assert not list(tmp_path.iterdir())


COMMANDS = [
    ["profile", DRIVE],
    ["profile", DRIVE, DRIVE, DRIVE, DRIVE],
    ["profile", DRIVE, "--all"],
    ["compare", DRIVE],
    ["compare", DRIVE, DRIVE, DRIVE],
    ["marks", "adjectives", DRIVE],
    ["marks", "contrast", DRIVE],
    ["marks", "register", DRIVE, "--all"],
    ["marks", "sentences", DRIVE, "--columns", "text,words"],
    ["profile", DRIVE, DRIVE, DRIVE, DRIVE, "--measures", "register"],
    ["measures"],
    ["measures", "contrast_connectives_per_1000_words"],
]


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda arguments: " ".join(arguments).replace(DRIVE, "drive"))
def test_tables_fit_the_terminal_and_are_plain_where_it_is_none(arguments, columns, language):
    result = CliRunner().invoke(main, [*arguments, "--lang", language], env={"COLUMNS": str(columns)})
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert max(map(len, lines)) <= columns
    assert not [line for line in lines if "\x1b" in line or "…" in line]


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("columns", [60, 80, 120])
def test_a_table_of_texts_has_all_main_values_under_whole_words_however_narrow(columns, language, tmp_path):
    names = ["a", "roman_in_drei_teilen_und_mit_einem_langen_namen", "c d", "e"]
    for name in names:
        (tmp_path / f"{name}.txt").write_text("Der leise Film ist gut, aber lang.", encoding="utf-8")
    result = CliRunner().invoke(main, ["profile", str(tmp_path), "--lang", language], env={"COLUMNS": str(columns)})
    with speaking(language):
        heads = [labels.short(name) for name in CORE]
    said = result.stdout.split()
    assert [word for head in heads for word in head.split() if word not in said] == []
    assert max(map(len, result.stdout.splitlines())) <= columns


@pytest.mark.parametrize("columns", [60, 80])
def test_names_of_texts_are_whole_and_what_has_no_room_is_said(columns, tmp_path):
    for name in ("Kapitel_1_Die_Ankunft_am_Fluss", "Kapitel_2_Das_Haus", "Kapitel_3_Die_Nacht", "Kapitel_4_Der_Morgen"):
        (tmp_path / f"{name}.txt").write_text("Der leise Film ist gut, aber lang.", encoding="utf-8")
    result = CliRunner().invoke(main, ["profile", str(tmp_path), "--measures", "register"], env={"COLUMNS": str(columns)})
    lines = result.stdout.splitlines()
    assert max(map(len, lines)) <= columns
    assert "stylo measures NAME" in result.stdout
    for piece in ("Fluss", "Haus", "Nacht", "Morgen"):
        assert piece in result.stdout
