"""A corpus is measured in parts that stay measured: the same bytes whatever happens on the way."""

from __future__ import annotations

import errno
import json
import math
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from distributed import Client
from spacy.language import Language

import stylo
from stylo.cli.commands import main
from stylo.cli.corpus import NO_CLUSTER, NO_EXTRA, SOME_FAILED
from stylo.cli.ending import CANNOT_WRITE, INTERRUPTED
from stylo.cli.inputs import Inputs
from stylo.corpus import cluster as clusters
from stylo.corpus import fingerprint, join, parts, store, workers
from stylo.corpus import run as batch
from stylo.corpus.interrupts import note_interrupts
from stylo.corpus.parts import Options
from stylo.corpus.pools import ClusterGone
from stylo.families import document
from stylo.families.registry import marked
from stylo.reading.paratext import title_remark
from stylo.reading.records import Document, Failure
from stylo.reading.stream import documents
from stylo.reading.text import MISSING

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("batch")]

ROOT = Path(__file__).parent.parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
ANIMALS = "Dachs Kauz Marder Luchs Igel Biber Otter Hamster".split()
TEXTS = {f"t{i}": f"Der {ANIMALS[i % 8]} ist {i}-mal müde, aber {'sehr ' * (i % 3)}zufrieden. Er schläft." for i in range(24)}
# Small parts, so that there is something to lose between two of them.
COMMAND = "from stylo.corpus import parts; parts.MOST = 3; from stylo.cli.commands import main; main()"


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch):
    monkeypatch.setattr(parts, "MOST", 3)


@pytest.fixture(scope="module")
def table(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("korpus") / "texte.tsv"
    path.write_text("id\ttext\n" + "".join(f"{name}\t{text}\n" for name, text in TEXTS.items()), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def undisturbed(table, tmp_path_factory) -> dict[str, bytes]:
    """What a run leaves behind that nothing happened to, by suffix."""
    folder = tmp_path_factory.mktemp("ungestoert")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "MOST", 3)
        for suffix in batch.FORMS:
            assert run("profile", table, "-o", folder / f"out{suffix}", "--marks", folder / suffix[1:]).exit_code == 0
    return left(folder)


def left(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def run(*arguments: object):
    return CliRunner().invoke(main, [*map(str, arguments)])


def start(*arguments: object, **options: bool) -> subprocess.Popen:
    command = [sys.executable, "-c", COMMAND, *map(str, arguments)]
    return subprocess.Popen(command, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True, **options)


def wait_for_parts(output: Path, number: int, process: subprocess.Popen) -> None:
    """Wait until so many parts are finished."""
    folder = batch.work_folder(output)
    end = time.monotonic() + 90
    while not (folder.is_dir() and sum(1 for entry in folder.iterdir() if not entry.name.startswith(".")) >= number):
        assert process.poll() is None, process.stderr.read()
        assert time.monotonic() < end
        time.sleep(0.01)


# --- the table --------------------------------------------------------------------------------------------------------------


def test_the_table_is_the_profile_and_the_marks_are_the_measures(undisturbed, nlp, tmp_path):
    for name, data in undisturbed.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    wanted = stylo.profile(TEXTS.values()).drop(columns="document")
    for frame in (
        pd.read_csv(tmp_path / "out.csv", keep_default_na=False, na_values=[""]),
        pd.read_parquet(tmp_path / "out.parquet"),
    ):
        assert list(frame["document"]) == list(TEXTS)
        pd.testing.assert_frame_equal(
            frame.drop(columns=["document", "language", "missing"]), wanted.drop(columns="missing"), check_dtype=False
        )
    for kind, measure in marked().items():
        marks = pd.read_parquet(tmp_path / "parquet" / f"{kind}.parquet")
        csv = pd.read_csv(tmp_path / "csv" / f"{kind}.csv", keep_default_na=False)
        for frame in (marks, csv):
            assert list(frame[frame["document"] == "t1"]["text"]) == list(measure(nlp(TEXTS["t1"]))["text"])
        assert all(TEXTS[row.document][row.start : row.end] == row.text for row in marks.itertuples())


def test_nothing_but_the_tables_is_left(undisturbed):
    tables = {f"{form}/{kind}.{form}" for form in batch.FORMS.values() for kind in marked()}
    assert set(undisturbed) == {"out.csv", "out.parquet", *tables}


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_a_folder_on_the_command_line(tmp_path, suffix):
    (tmp_path / "texte").mkdir()
    (tmp_path / "texte" / "kauz.txt").write_text("Der alte Kauz schweigt.", encoding="utf-8")
    (tmp_path / "texte" / "leer.txt").write_text("", encoding="utf-8")
    output = tmp_path / f"out{suffix}"
    result = run("profile", tmp_path / "texte", "-o", output)
    assert result.exit_code == SOME_FAILED
    assert "not measured 1;" in result.stderr
    errors = pd.read_csv(tmp_path / "out.errors.csv")
    assert list(errors["document"]) == ["leer.txt"]
    assert "empty" in errors["reason"][0]
    frame = pd.read_csv(output) if suffix == ".csv" else pd.read_parquet(output)
    assert list(frame["words"]) == [4]
    (tmp_path / "texte" / "leer.txt").unlink()
    assert run("profile", tmp_path / "texte", "-o", output).exit_code == 0
    assert not (tmp_path / "out.errors.csv").exists()


def test_a_text_that_the_pipeline_cannot_take_fails_for_itself(monkeypatch):
    def refuse(doc):
        if "Uhu" in doc.text:
            raise ValueError("no owls")
        return doc

    Language.component("stylo_test_refuse", func=refuse)
    nlp = stylo.load()
    nlp.add_pipe("stylo_test_refuse")
    monkeypatch.setattr(parts, "pipeline", lambda *_: nlp)
    texts = {"kauz": "Der Kauz schweigt.", "uhu": "Der Uhu ruft.", "eule": "Die Eule fliegt leise."}
    tables, words = parts.measure_part(tuple(Document(*item) for item in texts.items()), Options())
    assert tables["profile"]["document"].tolist() == ["kauz", "eule"]
    assert tables["profile"]["words"].tolist() == [3, 4]
    assert words == 7
    assert tables["errors"]["document"].tolist() == ["uhu"]
    assert "no owls" in tables["errors"]["reason"].item()


def test_a_mistyped_name_is_said_without_opening_a_table(tmp_path):
    result = run("profile", tmp_path / "fehlt.txt", "-o", tmp_path / "out.csv")
    assert result.exit_code == MISSING
    assert "nothing could be measured" in result.stderr
    assert "There is no file" in result.stderr
    assert "stylo: measured" not in result.stderr


def test_a_mistyped_name_takes_no_table_of_an_earlier_run_away(tmp_path):
    kauz, output = tmp_path / "kauz.txt", tmp_path / "out.csv"
    kauz.write_text("Der Kauz schweigt.", encoding="utf-8")
    run("profile", kauz, "-o", output, "--marks", tmp_path / "marks")
    tables = [output, *sorted((tmp_path / "marks").iterdir())]
    before = [table.read_bytes() for table in tables]
    result = run("profile", tmp_path / "fehlt.txt", "-o", output, "--marks", tmp_path / "marks")
    assert result.exit_code == MISSING
    assert f"{output} stays as it was" in result.stderr
    assert [table.read_bytes() for table in tables] == before


def test_the_first_reasons_are_said_and_how_many_more_there_are(tmp_path):
    (tmp_path / "kauz.txt").write_text("Der Kauz schweigt.", encoding="utf-8")
    names = [f"fehlt{number}.txt" for number in range(5)]
    result = run("profile", tmp_path / "kauz.txt", *(tmp_path / name for name in names), "-o", tmp_path / "out.csv")
    assert result.exit_code == SOME_FAILED
    assert [name for name in names if f"There is no file '{tmp_path / name}'" in result.stderr] == names[:3]
    assert "not measured 5;" in result.stderr
    assert "and 2 more in the table" in result.stderr


def test_names_and_reasons_are_said_in_a_line_whatever_is_in_them(monkeypatch, tmp_path):
    def broken(*_):
        raise ValueError("zwei\nzeilen \x1b[31mrot\u202e" + "lang" * 100_000)

    monkeypatch.setattr(document, "measure_profile", broken)
    path = tmp_path / "t.jsonl"
    names = ["zwei\nzeilen", "\x1b[31mrot\u202e", "lang" * 100]
    path.write_text("".join(json.dumps({"id": name, "text": "Kauz."}) + "\n" for name in names), encoding="utf-8")
    lines = run("profile", path, "-o", tmp_path / "out.csv").stderr.partition("says why:\n")[2].splitlines()
    assert [line.partition(": ")[0] for line in lines[:2]] == [r"  'zwei\nzeilen'", r"  '\x1b[31mrot\u202e'"]
    assert len(lines) == 3
    for line in lines:
        assert line.isprintable()
        assert "ValueError: zwei zeilen" in line
        assert len(line) < 400


def test_a_document_that_breaks_a_measure_is_an_error_and_the_rest_is_measured(monkeypatch, tmp_path, table):
    monkeypatch.setattr(document, "measure_profile", breaking(document.measure_profile, "t4"))
    outcome = batch.run(partial(documents, [table]), tmp_path / "out.csv")
    assert (outcome.documents, outcome.failed) == (len(TEXTS) - 1, 1)
    assert "ZeroDivisionError" in (tmp_path / "out.errors.csv").read_text(encoding="utf-8")


def breaking(function, name):
    def broken(tokens):
        return 1 // 0 if tokens.doc.user_data["id"] == name else function(tokens)

    return broken


def test_a_document_that_takes_too_long_is_an_error_and_the_rest_is_measured(monkeypatch, tmp_path, table):
    plain = document.measure_profile

    def endless(tokens):
        while tokens.doc.user_data["id"] == "t4":
            with suppress(ZeroDivisionError):
                tokens.doc.vocab[1 // 0]
        return plain(tokens)

    monkeypatch.setattr(document, "measure_profile", endless)
    result = run("profile", table, "-o", tmp_path / "out.csv", "--seconds", 3)
    assert result.exit_code == SOME_FAILED
    assert f"measured {len(TEXTS) - 1}" in result.stderr
    assert "'t4': It takes longer than 3 seconds" in result.stderr


def test_a_cell_that_looks_like_a_formula_is_none(tmp_path):
    path = tmp_path / "t.jsonl"
    path.write_text('{"id": "=HYPERLINK(1)", "text": "+Der Kauz schweigt."}\n', encoding="utf-8")
    batch.run(partial(documents, [path]), tmp_path / "out.csv", marks=tmp_path / "marks")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()[1].startswith("'=HYPERLINK(1),")
    frame = pd.read_csv(tmp_path / "marks" / "sentences.csv")
    assert frame["text"][0] == "'+Der Kauz schweigt."


def test_where_the_stream_is_cut_depends_on_the_documents_alone():
    stream = [Document(str(i), "a" * 60_000 if i % 7 else Failure("leer")) for i in range(50)]
    cuts = [len(part) for part in parts.cut(stream)]
    assert sum(cuts) == 50
    assert max(cuts) <= parts.MOST
    assert all(parts.count_characters(part) <= parts.CHARACTERS for part in parts.cut(stream))
    assert [len(part) for part in parts.cut(iter(stream))] == cuts


# --- from Python ------------------------------------------------------------------------------------------------------------


def test_a_series_of_texts_gives_a_row_each_with_its_index(nlp):
    series = pd.Series(["Der Kauz schweigt.", None, "", "Der Dachs gräbt."], index=["k", "n", "k", "d"])
    frame = stylo.profile(series)
    assert list(frame.index) == list(frame["document"]) == ["k", "n", "k", "d"]
    assert list(frame["words"].isna()) == [False, True, True, False]
    assert "no text" in frame["missing"].iloc[1]
    assert "empty" in frame["missing"].iloc[2]
    one = stylo.profile("Der Kauz schweigt.")
    assert one.drop(columns="document").equals(stylo.profile(nlp("Der Kauz schweigt.")).drop(columns="document"))


def test_two_workers_give_the_same_frame(nlp):
    texts = list(TEXTS.values())[:7]
    pd.testing.assert_frame_equal(stylo.profile(texts, workers=2), stylo.profile(texts))


# --- kept, whatever happens -------------------------------------------------------------------------------------------------


def test_two_workers_give_the_same_bytes(table, undisturbed, tmp_path):
    process = start("profile", table, "-o", tmp_path / "out.parquet", "--marks", tmp_path / "parquet", "--workers", 2)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    assert left(tmp_path) == {name: data for name, data in undisturbed.items() if name.endswith(".parquet")}


@pytest.mark.parametrize(
    ("stop", "status", "processes"),
    [
        (signal.SIGKILL, -signal.SIGKILL, 1),
        (signal.SIGKILL, -signal.SIGKILL, 2),
        (signal.SIGINT, INTERRUPTED, 2),
        (signal.SIGTERM, 143, 2),
    ],
)
def test_a_run_that_was_killed_goes_on_and_repeats_nothing(table, undisturbed, tmp_path, monkeypatch, stop, status, processes):
    output = tmp_path / "out.csv"
    process = start("profile", table, "-o", output, "--marks", tmp_path / "csv", "--workers", processes)
    wait_for_parts(output, 2, process)
    process.send_signal(stop)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == status, errors
    assert "Traceback" not in errors
    assert not output.exists()
    kept = {entry.name for entry in batch.work_folder(output).iterdir() if not entry.name.startswith(".")}
    measured = watched(monkeypatch)
    assert run("profile", table, "-o", output, "--marks", tmp_path / "csv").exit_code == 0
    assert len(kept) >= 2
    assert len(measured) == len(TEXTS) // 3 - len(kept)
    assert not kept & set(measured)
    assert left(tmp_path) == {name: data for name, data in undisturbed.items() if name.endswith(".csv")}


def watched(monkeypatch) -> list[str]:
    """The keys of the parts that are measured from now on."""
    keys: list[str] = []
    plain = parts.make_pieces

    def make_pieces(part, options):
        keys.append(parts.key(part, options))
        return plain(part, options)

    monkeypatch.setattr(parts, "make_pieces", make_pieces)
    return keys


def test_a_full_disk_is_said_and_what_was_written_stays(table, undisturbed, tmp_path, monkeypatch):
    output = tmp_path / "out.csv"
    arguments = ("profile", table, "-o", output, "--marks", tmp_path / "csv")
    plain, written = store.write, []

    def full(file, data):
        written.append(data)
        if len(written) > 2 * (len(marked()) + 4):  # two parts whole, the third begun
            file.write(data[: len(data) // 2])
            raise OSError(errno.ENOSPC, "No space left on device")
        plain(file, data)

    with monkeypatch.context() as patch:
        patch.setattr(store, "write", full)
        result = run(*arguments)
    assert result.exit_code == CANNOT_WRITE
    assert "No space left on device" in result.stderr
    assert "goes on there" in result.stderr
    kept = [entry.name for entry in batch.work_folder(output).iterdir()]
    assert len(kept) == 2
    measured = watched(monkeypatch)
    assert run(*arguments).exit_code == 0
    assert len(measured) == len(TEXTS) // 3 - 2
    assert left(tmp_path) == {name: data for name, data in undisturbed.items() if name.endswith(".csv")}


def test_a_disk_that_is_full_at_the_join_leaves_the_old_table(table, tmp_path, monkeypatch):
    output = tmp_path / "out.csv"
    output.write_text("document,language\n", encoding="utf-8")

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(join, "_join_csv", full)
    assert run("profile", table, "-o", output).exit_code == CANNOT_WRITE
    assert left(tmp_path)["out.csv"] == b"document,language\n"
    assert not [name for name in left(tmp_path) if name.endswith(".new")]


def test_other_options_texts_or_measures_are_other_parts(monkeypatch):
    part = (Document("a", "Der Kauz."),)
    options = Options(version="1")
    keys = {
        parts.key(part, options),
        parts.key((Document("b", "Der Kauz."),), options),
        parts.key((Document("a", "Der Kau"), Document("z", ".")), options),
        parts.key(part, Options(version="2")),
        parts.key(part, Options(version="1", split_at_colon=True)),
        parts.key(part, Options(version="1", form="parquet")),
        parts.key((Document("a", Failure("Der Kauz.")),), options),
    }
    assert len(keys) == 7
    with pytest.raises(parts.OtherVersion):
        parts.make_pieces(part, options)


def test_something_else_in_the_work_folder_stays(table, tmp_path):
    output = tmp_path / "out.csv"
    batch.work_folder(output).mkdir()
    (batch.work_folder(output) / "meins.txt").write_text("Bleibt.", encoding="utf-8")
    assert run("profile", table, "-o", output).exit_code == 0
    assert set(left(tmp_path)) == {"out.csv", "out.csv.parts/meins.txt"}


# --- workers and clusters ---------------------------------------------------------------------------------------------------


def workers_of(pid: int) -> list[int]:
    """The worker processes below a process, found by their command."""
    found, todo = [], children(pid)
    while todo:
        child = todo.pop()
        todo += children(child)
        if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
            found.append(child)
    return found


def children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text(encoding="ascii").split()]


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="finds the workers through /proc")
@pytest.mark.parametrize("finished", [0, 2])
def test_ctrl_c_in_a_terminal_reaches_all_processes_and_one_answers(table, tmp_path, finished):
    """Also while the workers are still starting."""
    output = tmp_path / "out.csv"
    process = start("profile", table, "-o", output, "--workers", 2, start_new_session=True)
    wait_for_parts(output, finished, process)
    while not workers_of(process.pid):
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == INTERRUPTED, errors
    assert "Traceback" not in errors
    assert ("goes on there" in errors) == batch.work_folder(output).is_dir()
    assert batch.work_folder(output).is_dir() or not finished  # where nothing was measured yet, nothing is kept
    assert not output.exists()


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="finds the workers through /proc")
def test_a_worker_that_is_killed_costs_nothing(table, undisturbed, tmp_path):
    output = tmp_path / "out.csv"
    process = start("profile", table, "-o", output, "--marks", tmp_path / "csv", "--workers", 2)
    wait_for_parts(output, 1, process)
    os.kill(workers_of(process.pid)[0], signal.SIGKILL)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    assert left(tmp_path) == {name: data for name, data in undisturbed.items() if name.endswith(".csv")}


def test_what_kills_every_worker_is_an_error_of_those_documents():
    with note_interrupts() as interrupts, workers.worker_pool(2, None, interrupts) as pool:
        ((_, error),) = pool(os._exit, [3])
        (_, fine), *_ = pool(abs, [-3])
    assert fine == 3
    files = batch._pieces_of_lost((Document("a", "Der Kauz."),), error, Options(version=fingerprint.pieces_version()))
    assert files["errors.csv"].startswith(b'a,"A worker died 3 times')
    assert files["profile.csv"] == b""


def test_workers_that_die_before_they_can_begin_are_said(monkeypatch):
    monkeypatch.setattr(workers, "serve", os._exit)
    with (
        note_interrupts() as interrupts,
        workers.worker_pool(2, None, interrupts) as pool,
        pytest.raises(ClusterGone, match="begin"),
    ):
        list(pool(abs, [-3]))


@pytest.mark.skipif(not Path("/proc/net").is_dir(), reason="looks for ports in /proc")
def test_workers_of_this_machine_open_no_port(table, tmp_path):
    output = tmp_path / "out.csv"
    process = start("profile", table, "-o", output, "--workers", 2)
    found: set[str] = set()
    while process.poll() is None:
        for pid in (process.pid, *workers_of(process.pid)):
            found |= sockets_of(pid) & listening()
        time.sleep(0.05)
    assert process.returncode == 0, process.communicate()[1]
    assert not found


def sockets_of(pid: int) -> set[str]:
    """The numbers of the sockets that a process has open."""
    found = set()
    with suppress(OSError):
        for entry in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                found.add(os.readlink(entry).removeprefix("socket:[").removesuffix("]"))
    return found


def listening() -> set[str]:
    """The numbers of the sockets of the network, and of those with a name in the file system."""
    found = set()
    for name in ("tcp", "tcp6", "udp", "udp6"):
        path = Path("/proc/net") / name
        found |= {line.split()[9] for line in path.read_text(encoding="ascii").splitlines()[1:]} if path.exists() else set()
    lines = Path("/proc/net/unix").read_text(encoding="utf-8", errors="replace").splitlines()[1:]
    return found | {line.split()[6] for line in lines if len(line.split()) > 7}


@pytest.mark.parametrize("address", ["nichts", "tcp://", "tcp://a:b", "file:///etc/passwd", "tcp://a", "http://a:80/b"])
def test_what_is_no_address_of_a_scheduler_is_said_at_once(table, tmp_path, address):
    result = run("profile", table, "-o", tmp_path / "out.csv", "--cluster", address)
    assert result.exit_code == NO_CLUSTER
    assert "no address" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("answer", [b"", b"\0" * 4096, b"HTTP/1.1 400 Bad Request\r\n\r\n" * 100, None])
def test_what_answers_something_else_or_nothing_is_no_scheduler(table, tmp_path, answer):
    """None stays silent."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()

        def serve() -> None:
            kept = []
            with suppress(OSError):
                while True:
                    kept.append(server.accept()[0])
                    if answer is not None:
                        kept[-1].sendall(answer)
                        kept[-1].close()

        threading.Thread(target=serve, daemon=True).start()
        began = time.monotonic()
        process = start("profile", table, "-o", tmp_path / "out.csv", "--cluster", f"tcp://127.0.0.1:{server.getsockname()[1]}")
        _, errors = process.communicate(timeout=60)
    assert process.returncode == NO_CLUSTER, errors
    assert "no Dask scheduler" in errors
    assert "Traceback" not in errors
    assert time.monotonic() - began < 30  # twelve seconds of patience, and the time in which the program starts and ends


@pytest.fixture
def cluster() -> Iterator[tuple[str, subprocess.Popen]]:
    """A scheduler with a worker, and the scheduler's process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    dask = [sys.executable, "-m", "distributed.cli."]
    port = address.rpartition(":")[2]
    scheduler = subprocess.Popen(
        [*dask[:2], "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard"],
        env=ENVIRONMENT,
        stderr=subprocess.DEVNULL,
    )
    worker = subprocess.Popen(
        [*dask[:2], "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard"],
        env=ENVIRONMENT,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield address, scheduler
    finally:
        for process in (worker, scheduler):
            process.kill()
            process.wait()


def test_a_cluster_gives_the_same_bytes_and_when_it_goes_what_is_kept_is_said(cluster, table, undisturbed, tmp_path):
    address, scheduler = cluster
    output = tmp_path / "out.csv"
    arguments = ("profile", table, "-o", output, "--marks", tmp_path / "csv")
    process = start(*arguments, "--cluster", address)
    wait_for_parts(output, 2, process)
    scheduler.kill()
    _, errors = process.communicate(timeout=60)
    assert process.returncode == NO_CLUSTER, errors
    assert "goes on there" in errors
    assert "Traceback" not in errors
    assert run(*arguments).exit_code == 0
    assert left(tmp_path) == {name: data for name, data in undisturbed.items() if name.endswith(".csv")}


def test_a_cluster_measures_to_the_end_what_one_process_does(cluster, tmp_path):
    address, _ = cluster
    for name, text in [*list(TEXTS.items())[:7], ("leer", "")]:
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    for name, *where in (("here", "--workers", 1), ("there", "--cluster", address)):
        (tmp_path / name).mkdir()
        output = tmp_path / name / "out.csv"
        process = start("profile", tmp_path / "*.txt", "-o", output, "--marks", output.with_name("marks"), *where)
        _, errors = process.communicate(timeout=60)
        assert process.returncode == SOME_FAILED, errors
    assert {"out.csv", "out.errors.csv", "marks/sentences.csv"} <= set(left(tmp_path / "here"))
    assert left(tmp_path / "there") == left(tmp_path / "here")
    assert tasks_done(address) == math.ceil(8 / 3)


def tasks_done(address: str) -> int:
    """How many tasks the workers of a cluster have finished."""
    with Client(address, set_as_default=False) as client:
        return sum(client.run(lambda dask_worker: dask_worker.state.executed_count).values())


def test_a_scheduler_that_is_not_there(table, tmp_path, monkeypatch):
    monkeypatch.setattr(clusters, "PATIENCE", 1)
    result = run("profile", table, "-o", tmp_path / "out.csv", "--cluster", "tcp://127.0.0.1:9")
    assert result.exit_code == NO_CLUSTER
    assert "no Dask scheduler" in result.stderr


def test_a_package_that_is_not_there_is_named(table, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "distributed", None)
    for arguments in (["-o", tmp_path / "out.parquet"], ["-o", tmp_path / "out.csv", "--cluster", "tcp://a:1"]):
        result = run("profile", table, *arguments)
        assert result.exit_code == NO_EXTRA
        assert "stylo[corpora]" in result.stderr
    assert run("profile", table, "-o", tmp_path / "out.csv").exit_code == 0


def test_a_folder_without_a_table_to_write_is_shown_and_says_what_to_add(table):
    result = run("profile", table.parent)
    assert result.exit_code == 0
    assert "-o FILE.csv" in result.stdout


def test_documents_that_are_not_german_are_measured_with_one_warning(tmp_path):
    path = tmp_path / "t.tsv"
    path.write_text("text\n" + ("This is a film about a driver who does not say much. " * 4 + "\n") * 3, encoding="utf-8")
    result = run("profile", path, "-o", tmp_path / "out.csv")
    assert result.exit_code == 0
    assert "'t:2' and 2 more: This does not look German but English" in result.stderr


def test_documents_that_begin_with_a_title_are_measured_with_one_warning(tmp_path):
    text = "\\nDer Film handelt von einem Mann, der wenig redet und nachts durch die Stadt fährt.\n"
    path = tmp_path / "t.tsv"
    path.write_text(
        "text\n" + "".join(first + text for first in ("Ein Wolf fährt.", "Der Wolf", "Der Skorpion")), encoding="utf-8"
    )
    result = run("profile", path, "-o", tmp_path / "out.csv")
    assert result.exit_code == 0
    assert [line for line in result.stderr.splitlines() if "warning" in line] == [
        f"stylo: warning: 't:3' and 1 more: {title_remark()}"
    ]


def test_workers_without_a_table_to_write_are_wrong_usage(table):
    assert run("profile", table, "--workers", 2).exit_code == 2


def test_a_run_reads_its_sources_twice_and_no_more(tmp_path, monkeypatch):
    times = []
    records = Inputs.records
    monkeypatch.setattr(Inputs, "records", lambda self: (times.append(1), records(self))[1])
    (tmp_path / "a.txt").write_text(TEXTS["t0"], encoding="utf-8")
    result = CliRunner().invoke(main, ["profile", str(tmp_path / "a.txt"), "-o", str(tmp_path / "out.csv")])
    assert result.exit_code == 0
    assert len(times) == 2
