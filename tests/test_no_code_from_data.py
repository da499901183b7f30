"""Nothing that lies beside a text, in the working folder or among a user's settings is executed, or changes what comes out."""

from __future__ import annotations

import ast
import gzip
import io
import json
import os
import pickle
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import HanTa.HanoverTagger
import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
import spacy
from matplotlib.texmanager import TexManager

import stylo
from stylo.figures import FIGURES
from stylo.figures.layout import root
from stylo.pipeline.hanta_tables import GermanTagger, read_tables
from stylo.pipeline.loading import ModelNotInstalled

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("planted")]

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "corpus" / "stiluebungen" / "brief.txt").read_text(encoding="utf-8")
MODULES = "planted stylo spacy pickle multiprocessing distributed".split()
RC = "text.usetex: True\nbackend: module://planted\naxes.edgecolor: red\nfont.size: 31\nsvg.hashsalt: planted\n"
COMMANDS = {
    "profile": ["profile", "../texts/brief1.txt", "-o", "found.csv", "--format", "csv"],
    "report": ["report", "../texts/brief1.txt", "-o", "found.html"],
    "workers": ["profile", "../texts/", "-o", "found.csv", "--workers", "2"],
}
# Runs the command and writes down which files were opened, what was unpickled, and what code opened the model's files.
TRACE = """
import json, sys
opened, unpickled, callers = set(), [], set()
def note(event, given):
    if event == "pickle.find_class":
        unpickled.append([str(each) for each in given])
    elif event == "open" and isinstance(given[0], str):
        opened.add(given[0])
        frame = sys._getframe() if given[0].endswith((".npz", ".cfg")) else None
        while frame:
            callers.add(frame.f_code.co_filename)
            frame = frame.f_back
sys.addaudithook(note)
target = sys.argv.pop(1)
from stylo.cli.commands import main
try:
    main()
finally:
    found = json.dumps([sorted(opened), unpickled, sorted(callers)])
    with open(target, "w", encoding="utf-8") as file:
        file.write(found)
"""


class Payload:
    """Unpickled, it leaves a mark."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self):
        return os.makedirs, (str(self.mark),)


def plant(folder: Path, marks: Path) -> None:
    """Write files of every name that is looked for, or was; each leaves a mark where it is executed."""
    write(folder / "morphmodel_ger.pgz", gzip.compress(pickle.dumps(Payload(marks / "pgz"))))
    buffer = io.BytesIO()
    np.savez(buffer, text=np.array([Payload(marks / "npz")], dtype=object))
    for name in ("tables.npz", "weights.npz", "models/hanta/tables.npz", "models/tagger/weights.npz"):
        write(folder / name, buffer.getvalue())
    for name in ("matplotlibrc", ".matplotlib/matplotlibrc", ".config/matplotlib/matplotlibrc"):
        write(folder / name, RC.encode())
    write(folder / ".config" / "matplotlib" / "stylelib" / "default.mplstyle", RC.encode())
    preload = {kind: {"preload": [str(folder / "planted.py")]} for kind in ("client", "nanny", "scheduler", "worker")}
    write(folder / ".config" / "dask" / "dask.yaml", json.dumps({"distributed": preload}).encode())
    for name in MODULES:
        write(folder / f"{name}.py", f"import os\nos.makedirs({str(marks / name)!r})\n".encode())


def write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


class Place:
    """A working folder, a folder with texts and a HOME."""

    def __init__(self, folder: Path) -> None:
        self.work, self.texts, self.home, self.marks = (folder / name for name in ("work", "texts", "home", "marks"))
        for number in (1, 2):
            write(self.texts / f"brief{number}.txt", TEXT.encode())

    def run(self, *command: str) -> bytes:
        """What the command writes to the file ``found.*``."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("MPL", "XDG_", "PYTHON"))}
        environment |= {"HOME": str(self.home), "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"}
        made = subprocess.run(command, cwd=self.work, env=environment, capture_output=True, timeout=300, check=False)
        assert made.returncode == 0, made.stderr.decode()
        (found,) = self.work.glob("found.*")
        content = found.read_bytes()
        found.unlink()
        return content


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = Place(tmp_path_factory.mktemp("clean"))
    place.work.mkdir()
    place.home.mkdir()
    return place


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = Place(tmp_path_factory.mktemp("planted"))
    for folder in (place.work, place.texts, place.home):
        plant(folder, place.marks)
    return place


def test_what_is_planted_leaves_marks_where_it_runs(tmp_path):
    plant(tmp_path, tmp_path / "marks")
    pickle.loads(gzip.decompress((tmp_path / "morphmodel_ger.pgz").read_bytes()))
    with np.load(tmp_path / "tables.npz", allow_pickle=True) as arrays:
        assert len(arrays["text"]) == 1
    subprocess.run([sys.executable, "-c", "import planted"], cwd=tmp_path, check=True)
    assert {path.name for path in (tmp_path / "marks").iterdir()} == {"pgz", "npz", "planted"}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_same_comes_out_whatever_lies_around(name, clean, planted):
    stylo_command = str(Path(sys.executable).with_name("stylo"))
    assert planted.run(stylo_command, *COMMANDS[name]) == clean.run(stylo_command, *COMMANDS[name])
    assert not planted.marks.exists()


@pytest.fixture(scope="module", params=["profile", "report"])
def trace(request: pytest.FixtureRequest, planted: Place, tmp_path_factory: pytest.TempPathFactory) -> list[list]:
    """The files opened by a command in the planted place, the names unpickled, and the code that opened the model's files."""
    target = tmp_path_factory.mktemp("trace") / "trace.json"
    planted.run(sys.executable, "-P", "-c", TRACE, str(target), *COMMANDS[request.param])
    return json.loads(target.read_text(encoding="utf-8"))


def test_nothing_is_unpickled(trace):
    assert trace[1] == []


def test_of_what_lies_around_only_the_text_is_opened_and_a_users_settings_of_matplotlib(trace, planted):
    paths = {(planted.work / name).resolve() for name in trace[0] if not name.startswith("__editable__")}
    opened = {path.relative_to(planted.work.parent).as_posix() for path in paths if path.is_relative_to(planted.work.parent)}
    own = {name for name in opened if "found." in name or name.split("/")[:1] + name.split("/")[2:3] == ["home", "matplotlib"]}
    # Clearing away opens the folders of kept parts by their names alone, within the folder that holds them.
    own |= {name for name in opened if re.fullmatch(r"work/[0-9a-f]{32}", name)}
    # What is written has a random name, and did not exist before, until it is whole.
    own |= {name for name in opened if re.fullmatch(r"work/\.stylo-[0-9a-f]{16}\.new", name)}
    assert opened - own == {"texts/brief1.txt"}


# --- what the sources say ---------------------------------------------------------------------------------------------------


EXECUTING = {"eval", "exec", "compile", "__import__"}
UNPICKLING = {"pickle", "cloudpickle", "dill", "joblib", "marshal", "shelve"}


def executing(path: Path) -> Iterator[str]:
    """Calls in a source that unpickle or execute, or that may."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called in EXECUTING or called.split(".")[0] in UNPICKLING:
                yield called
            elif any(each.arg == "allow_pickle" and ast.unparse(each.value) != "False" for each in node.keywords):
                yield f"{called}(allow_pickle)"
            elif called in {"np.load", "numpy.load"} and "allow_pickle" not in {each.arg for each in node.keywords}:
                yield f"{called}()"


def test_what_stylo_calls_to_load_models_unpickles_nothing_that_it_is_not_told_to(trace):
    packages = [Path(name) for name in trace[2] if name.endswith(".py") and "site-packages" in name]
    assert {"spacy", "numpy", "confection"} <= {path.parts[path.parts.index("site-packages") + 1] for path in packages}
    found = {path.name: set(executing(path)) for path in packages}
    # NumPy unpickles arrays of objects with allow_pickle=True, which no source of stylo says (test_attacks).
    assert {name: calls for name, calls in found.items() if calls}.keys() <= {"_npyio_impl.py"}


def test_hanta_would_unpickle_a_file_and_is_given_none(monkeypatch):
    source = Path(HanTa.HanoverTagger.__file__)
    assert set(executing(source)) == {"pickle.load", "pickle.dump"}
    monkeypatch.setattr(HanTa.HanoverTagger.pickle, "load", None)
    monkeypatch.setattr(HanTa.HanoverTagger.gzip, "GzipFile", None)
    assert GermanTagger().tag_word("Haus")[0][0] == "NN"
    naming = [path.name for path in (ROOT / "stylo").rglob("*.py") if ".pgz" in path.read_text(encoding="utf-8")]
    assert naming == []  # the one tool that reads it, tools.convert_hanta, is not installed


def test_tables_that_hold_objects_are_refused(planted):
    with pytest.raises(ValueError, match="allow_pickle=False"):
        read_tables(planted.work / "tables.npz")
    assert not planted.marks.exists()


# --- models and figures -----------------------------------------------------------------------------------------------------


def test_the_name_of_a_pipeline_is_no_folder_that_lies_around(tmp_path, monkeypatch):
    spacy.blank("de").to_disk(tmp_path / "de_core_news_lg")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ModelNotInstalled, match=r"such as \./de_core_news_lg"):
        stylo.load("de_core_news_lg")
    assert stylo.load("./de_core_news_lg").lang == "de"


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
def test_no_text_reaches_tex(drive, figure, monkeypatch):
    def refuse(*_: object) -> None:
        raise AssertionError("a figure runs TeX")

    monkeypatch.setattr(TexManager, "make_tex", refuse)
    with mpl.rc_context({"text.usetex": True}):
        root(figure.draw(figure.frame(drive))).canvas.draw()
    plt.close("all")
