"""Parts that are kept: whole or not at all, whatever was done to them, and gone in one step."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from stylo.corpus import parts, run, store
from stylo.corpus.store import CHECKSUMS, Store
from stylo.reading.records import Document

KEY = "0123456789abcdef" * 2
PIECES = {"profile.csv": b"a,1\n" * 100, "errors.csv": b"b,empty\n", "info.json": b'{"documents": 1, "failed": 0, "words": 3}'}
DOCUMENTS = [Document(f"t{i}", f"Der Kauz schweigt {i}-mal.") for i in range(7)]


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def lengthen(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"b,2\n")


def change(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))


DAMAGE = [truncate, lengthen, change, Path.unlink]


def kept(folder: Path) -> Store:
    made = Store(folder)
    made.put(KEY, PIECES)
    return made


def test_what_was_put_is_there_with_checksums_that_others_can_read(tmp_path):
    made = kept(tmp_path)
    assert made.has(KEY)
    assert Store(tmp_path).has(KEY)
    assert {name: made.piece(KEY, name).read_bytes() for name in PIECES} == PIECES
    lines = (tmp_path / KEY / CHECKSUMS).read_text(encoding="ascii").splitlines()
    assert lines == [f"{hashlib.sha256(PIECES[name]).hexdigest()}  {name}" for name in sorted(PIECES)]


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda function: function.__name__)
@pytest.mark.parametrize("name", [*PIECES, CHECKSUMS])
def test_a_part_that_is_not_whole_does_not_count_and_is_replaced(tmp_path, name, damage):
    kept(tmp_path)
    damage(tmp_path / KEY / name)
    again = Store(tmp_path)
    assert not again.has(KEY)
    again.put(KEY, PIECES)
    assert Store(tmp_path).has(KEY)
    assert [entry.name for entry in tmp_path.iterdir()] == [KEY]


def test_what_is_put_is_there_whole_or_not_at_all(tmp_path, monkeypatch):
    written = []

    def full(file, data):
        written.append(data)
        if len(written) == 3:
            raise OSError("full")
        file.write(data)

    monkeypatch.setattr(store, "write", full)
    with pytest.raises(OSError, match="full"):
        kept(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_clearing_away_that_is_stopped_anywhere_leaves_no_half_of_a_part(tmp_path):
    """However many files were deleted when it stopped: what is left is whole, or does not count."""
    keys = [f"{number:032x}" for number in range(3)]
    wanted = len(keys) * (len(PIECES) + 1)
    for stop in range(wanted):
        made = Store(tmp_path / str(stop))
        made.folder.mkdir()
        for key in keys:
            made.put(key, PIECES)
        with deleting_stops_after(stop), pytest.raises(KeyboardInterrupt):
            made.remove()
        again = Store(made.folder)
        for key in keys:
            assert again.has(key) == (made.folder / key).is_dir()
            again.put(key, PIECES)
            assert Store(made.folder).has(key)
        again.remove()
        assert not made.folder.exists()


@contextmanager
def deleting_stops_after(files: int) -> Iterator[None]:
    """Ctrl-C in the middle of deleting a folder, when so many files are gone."""
    deleted = []

    def rmtree(folder, ignore_errors=False):
        for path in sorted(folder.rglob("*"), reverse=True):
            if path.is_file():
                if len(deleted) == files:
                    raise KeyboardInterrupt
                deleted.append(path.name)
                path.unlink()
            else:
                path.rmdir()
        folder.rmdir()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shutil, "rmtree", rmtree)
        yield


def test_nothing_that_others_put_there_is_taken_away(tmp_path):
    made = kept(tmp_path)
    foreign = tmp_path / "fremd"
    foreign.mkdir()
    (foreign / "info.json").write_bytes(PIECES["info.json"])
    elsewhere = tmp_path.parent / "anderswo"
    shutil.copytree(tmp_path / KEY, elsewhere)
    (tmp_path / ("f" * 32)).symlink_to(elsewhere)
    made.remove()
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["f" * 32, "fremd"]
    assert (foreign / "info.json").is_file()
    assert (elsewhere / "info.json").is_file()


# --- in a run ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def measured(monkeypatch) -> list[str]:
    """The keys of the parts that a run measures, without measuring: only what becomes of them counts here."""
    keys: list[str] = []

    def make_pieces(part, options):
        keys.append(parts.key(part, options))
        rows = "".join(f"{document.id}\n" for document in part).encode()
        info = b'{"documents": %d, "failed": 0, "words": 3}' % len(part)
        return {"profile.csv": rows, "errors.csv": b"", "info.json": info}

    monkeypatch.setattr(parts, "MOST", 2)
    monkeypatch.setattr(parts, "make_pieces", make_pieces)
    return keys


def interrupted(output: Path, monkeypatch) -> Path:
    """A run of which all is measured and nothing joined; where it keeps what it has."""

    def stop(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(run, "_join", stop)
        with pytest.raises(KeyboardInterrupt):
            run.run(lambda: DOCUMENTS, output)
    return run.work_folder(output)


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda function: function.__name__)
@pytest.mark.parametrize("name", ["profile.csv", "info.json", CHECKSUMS])
def test_a_run_measures_a_damaged_part_again_and_no_other(tmp_path, monkeypatch, measured, name, damage):
    run.run(lambda: DOCUMENTS, tmp_path / "undisturbed.csv")
    folder = interrupted(tmp_path / "out.csv", monkeypatch)
    damaged = sorted(folder.iterdir())[1]
    damage(damaged / name)
    measured.clear()
    outcome = run.run(lambda: DOCUMENTS, tmp_path / "out.csv")
    assert measured == [damaged.name]
    assert (outcome.documents, outcome.failed, outcome.words) == (7, 0, 12)
    assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "undisturbed.csv").read_bytes()
    assert not folder.exists()


def test_after_clearing_away_was_stopped_the_same_command_works(tmp_path, measured):
    output = tmp_path / "out.csv"
    again = partial(run.run, lambda: DOCUMENTS, output)
    for stop in range(16):
        with deleting_stops_after(stop), pytest.raises(KeyboardInterrupt):
            again()
        written = output.read_bytes()
        assert again().documents == len(DOCUMENTS)
        assert output.read_bytes() == written
        assert not run.work_folder(output).exists()
