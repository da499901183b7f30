"""What stylo did not write is neither replaced nor removed, and nothing that it writes goes where it was not told to."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from click.testing import CliRunner

from stylo.cli.commands import main
from stylo.cli.ending import CANNOT_WRITE
from stylo.corpus import join, run, store
from stylo.exports import folder as exports
from stylo.exports.folder import export
from stylo.figures import FIGURES, style
from stylo.figures.layout import root
from stylo.writing import files
from stylo.writing.files import replacing, write_whole
from stylo.writing.own import is_own

FOREIGN = "id,text\n1,Meins.\n"
FORMATS = ("csv", "tsv", "json", "jsonl", "parquet", "xlsx", "md", "tex")


@pytest.fixture
def text(tmp_path, monkeypatch) -> Path:
    """A text in the working folder."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "in.txt"
    path.write_text("Der alte Kauz schweigt, aber der junge ruft.", encoding="utf-8")
    return path


def stylo(*arguments: object):
    return CliRunner().invoke(main, [*map(str, arguments)])


def refused(*arguments: object) -> str:
    result = stylo(*arguments)
    assert result.exit_code == CANNOT_WRITE, result.output
    return result.stderr


@pytest.mark.parametrize("command", ["profile", "compare", "marks register", "report"])
def test_what_is_read_is_not_written_over_whatever_is_said(text, command):
    table = text.with_suffix(".csv")
    table.write_text(FOREIGN, encoding="utf-8")
    source = text if command == "report" else table
    before = source.read_bytes()
    for option in ([], ["--force"]):
        assert "is to be read" in refused(*command.split(), source, "-o", source, *option)
    assert source.read_bytes() == before


def test_also_under_another_name(text):
    table, link = text.with_suffix(".csv"), text.with_name("auch.csv")
    table.write_text(FOREIGN, encoding="utf-8")
    os.link(table, link)
    assert "is to be read" in refused("profile", table, "-o", link, "--force")


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("command", ["profile", "compare", "marks register"])
def test_tables_of_every_format_are_known_again_and_foreign_ones_stay(text, command, suffix):
    output = text.with_name(f"out.{suffix}")
    for _ in range(2):
        result = stylo(*command.split(), text, "-o", output)
        assert result.exit_code == 0, result.output
    foreign = text.with_name(f"fremd.{suffix}")
    foreign.write_text(FOREIGN, encoding="utf-8")
    assert "did not write it" in refused(*command.split(), text, "-o", foreign)
    assert foreign.read_text(encoding="utf-8") == FOREIGN
    assert stylo(*command.split(), text, "-o", foreign, "--force").exit_code == 0


def test_chosen_columns_are_known_again(text):
    for _ in range(2):
        assert stylo("marks", "register", text, "-o", "out.csv", "--columns", "text,start,end").exit_code == 0
        assert stylo("profile", text, "-o", "kurz.csv", "--measures", "words").exit_code == 0


@pytest.mark.parametrize("header", ["text", "text,label", "document,text", "id,text", "start", "", "document", "a;b"])
def test_a_corpus_is_no_table_of_stylo(tmp_path, header):
    path = tmp_path / "korpus.csv"
    path.write_text(f"{header}\n1,2\n", encoding="utf-8")
    assert not is_own(path, [["start", "end", "text", "label"], ["document", "start", "end", "text"]])


@pytest.mark.slow
def test_pages_are_known_again(text):
    for _ in range(2):
        assert stylo("report", text, "-o", "same.html", "--short").exit_code == 0
    Path("meine.html").write_text("<html><meta charset=utf-8>stylo ist gut", encoding="utf-8")
    assert "did not write it" in refused("report", text, "-o", "meine.html")


@pytest.mark.parametrize("name", ["own.csv", "own.errors.csv", "marks/register.csv"])
def test_a_run_refuses_before_the_work_to_replace_or_remove_what_is_not_its_own(text, name):
    (text.parent / "marks").mkdir()
    foreign = text.parent / name
    foreign.write_text(FOREIGN, encoding="utf-8")
    arguments = ("profile", text, "-o", "own.csv", "--marks", "marks")
    assert name in refused(*arguments)
    assert foreign.read_text(encoding="utf-8") == FOREIGN
    assert not Path("own.csv.parts").exists()
    assert stylo(*arguments, "--force").exit_code == 0
    assert stylo(*arguments).exit_code == 0


def test_two_tables_of_a_run_are_not_the_same_file(text):
    (text.parent / "m").mkdir()
    assert "the same file" in refused("profile", text, "-o", "m/register.csv", "--marks", "m", "--force")


def test_an_export_replaces_what_it_wrote_and_nothing_else(text):
    choice = ("export", text, "-o", "aus", "--only", "profile,register")
    for _ in range(2):
        assert stylo(*choice).exit_code == 0
    table = Path("aus/tables/register.csv")
    table.write_text(FOREIGN, encoding="utf-8")
    assert "register.csv" in refused(*choice)
    assert table.read_text(encoding="utf-8") == FOREIGN
    assert stylo(*choice, "--force").exit_code == 0
    Path("aus/README.txt").write_text("Meins.", encoding="utf-8")
    assert stylo(*choice).exit_code == CANNOT_WRITE


@pytest.mark.parametrize("inner", ["tables", "figures", "figures/page"])
def test_an_export_goes_nowhere_through_a_link(text, inner):
    elsewhere, link = text.with_name("anderswo"), Path("aus", inner)
    elsewhere.mkdir()
    link.parent.mkdir(parents=True)
    link.symlink_to(elsewhere)
    assert "is a link" in refused("export", text, "-o", "aus", "--only", "profile,text_map")
    assert not list(elsewhere.iterdir())


def test_an_export_that_was_stopped_goes_on(nlp, tmp_path):
    choice = exports.Choice(frozenset({"profile", "register"}))
    made = exports.exported(nlp("Der alte Kauz schweigt."), tmp_path, choice=choice)
    next(made)
    made.close()
    assert exports.why_not_there(tmp_path, choice, [], force=False) == ""


def test_python_replaces_what_it_wrote_and_nothing_else(nlp, tmp_path):
    doc = nlp("Der alte Kauz schweigt.")
    for _ in range(2):
        export(doc, tmp_path / "aus", figures=())
    table = tmp_path / "aus" / "tables" / "register.csv"
    table.write_text(FOREIGN, encoding="utf-8")
    with pytest.raises(FileExistsError, match=r"register\.csv .* force=True"):
        export(doc, tmp_path / "aus", figures=())
    assert table.read_text(encoding="utf-8") == FOREIGN
    export(doc, tmp_path / "aus", figures=(), force=True)
    assert table.read_text(encoding="utf-8") != FOREIGN


@pytest.mark.parametrize("kind", ["svg", "pdf", "png", "csv"])
def test_a_figure_replaces_its_own_files_and_no_others(nlp, tmp_path, kind):
    frame = FIGURES[0].frame(nlp("Der alte Kauz schweigt."))
    ax = FIGURES[0].draw(frame)
    for _ in range(2):
        style.save(ax, frame, tmp_path, "bild")
    foreign, precious = tmp_path / f"bild.{kind}", tmp_path / "kostbar"
    precious.write_text(FOREIGN, encoding="utf-8")
    for stand_there in (foreign.write_bytes, lambda _: foreign.symlink_to(precious)):
        foreign.unlink()
        stand_there(FOREIGN.encode())
        with pytest.raises(FileExistsError, match="force=True"):
            style.save(ax, frame, tmp_path, "bild")
        assert foreign.read_text(encoding="utf-8") == FOREIGN
    style.save(ax, frame, tmp_path, "bild", force=True)
    assert precious.read_text(encoding="utf-8") == FOREIGN
    assert not foreign.is_symlink()
    plt.close(root(ax))


# --- links, devices, modes, disks -------------------------------------------------------------------------------------------


def test_a_link_is_not_written_through(text):
    precious = text.with_name("kostbar.csv")
    precious.write_text("document,language\n", encoding="utf-8")
    for target in (precious, text.with_name("fehlt.csv")):
        link = text.with_name("link.csv")
        link.symlink_to(target)
        assert "is a link" in refused("profile", text, "-o", link)
        assert stylo("profile", text, "-o", link, "--force").exit_code == 0
        assert not link.is_symlink()
        link.unlink()
    assert precious.read_text(encoding="utf-8") == "document,language\n"
    assert not text.with_name("fehlt.csv").exists()


def test_names_that_were_foreseen_once_are_not_opened(text):
    bait = text.with_name("geheim")
    for name in (".out.csv.new", "out.csv.new", ".out.csv.new.beside", "out.csv.beside"):
        text.with_name(name).symlink_to(bait)
    assert stylo("profile", text, "-o", "out.csv").exit_code == 0
    assert not bait.exists()


def test_the_folder_of_kept_parts_is_no_link(text):
    elsewhere = text.with_name("anderswo")
    (elsewhere / ("0" * 32)).mkdir(parents=True)
    (elsewhere / ("0" * 32) / "info.json").write_text("{}", encoding="utf-8")
    text.with_name("out.csv.parts").symlink_to(elsewhere)
    assert "is a link" in refused("profile", text, "-o", "out.csv")
    text.with_name("out.csv.parts").unlink()
    elsewhere.rename("out.csv.parts")
    assert stylo("profile", text, "-o", "out.csv").exit_code == 0
    assert Path("out.csv.parts", "0" * 32, "info.json").is_file()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("command", ["profile", "marks register", "report"])
def test_a_device_stays_one(text, command):
    assert stylo(*command.split(), text, "-o", "/dev/null").exit_code == 0
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
    assert "No space left" in refused(*command.split(), text, "-o", "/dev/full")
    assert stat.S_ISCHR(os.stat("/dev/full").st_mode)


def test_modes_are_kept_and_new_files_have_those_of_all_new_files(tmp_path):
    before = os.umask(0o077)
    try:
        write_whole("neu", tmp_path / "neu")
        assert stat.S_IMODE((tmp_path / "neu").stat().st_mode) == 0o600
        (tmp_path / "neu").chmod(0o640)
        write_whole("anders", tmp_path / "neu")
        assert stat.S_IMODE((tmp_path / "neu").stat().st_mode) == 0o640
    finally:
        os.umask(before)


def test_a_full_disk_leaves_nothing_behind(text, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with suppress(OSError), replacing(text) as file:
        file.write(b"halb")
        full()
    monkeypatch.setattr(join, "_join_csv", full)
    assert stylo("profile", text, "-o", "out.csv").exit_code == CANNOT_WRITE
    left = sorted(path.name for path in text.parent.rglob("*") if path.is_file() and path.parent == text.parent)
    assert left == ["in.txt"]
    assert not list(text.parent.rglob("*.new"))


@pytest.mark.skipif(store.fcntl is None, reason="needs locks")
def test_the_second_of_two_runs_with_one_target_is_refused(text):
    with store.Store(run.work_folder(Path("out.csv"))).held():
        assert "another run of stylo is writing there" in refused("profile", text, "-o", "out.csv")
    assert stylo("profile", text, "-o", "out.csv").exit_code == 0


def test_long_names(text):
    """Of as many bytes as a file may have; and of more."""
    name = "ä" * 125 + ".csv"
    assert len(os.fsencode(name)) == files.LONGEST_NAME - 1
    assert stylo("profile", text, "fehlt.txt", "-o", name).exit_code == 10
    assert len(pd.read_csv(name)) == 1
    assert stylo("profile", text, "-o", name).exit_code == 0
    assert sorted(path.name for path in text.parent.iterdir()) == ["in.txt", name]
    assert "too long" in refused("profile", text, "-o", "ä" * 130 + ".csv")
    assert "too long" in refused("report", text, "-o", "ä" * 130 + ".html")
