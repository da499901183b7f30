"""Ctrl-C and SIGTERM at any moment of a command, also while it imports: its status says so, and there is no traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from click.testing import CliRunner

from stylo.cli import ending
from stylo.cli.commands import main
from stylo.cli.ending import ending_well

ROOT = Path(__file__).parent.parent
TEXT = "Der alte Kauz schweigt, aber der junge ruft."
COMMANDS = {
    "profile": ["profile", "a.txt"],
    "a run": ["profile", "a.txt", "-o", "out.csv"],
    "workers": ["profile", "a.txt", "-o", "out.csv", "--workers", "2"],
    "compare": ["compare", "a.txt"],
    "marks": ["marks", "register", "a.txt"],
    "report": ["report", "a.txt", "--short"],
    "export": ["export", "a.txt", "-o", "aus", "--only", "profile,text_map"],
}

# The command, told to end when it has opened, imported or run so many things since it began to listen; 0 is never. What comes
# before is Python's own start. It says in the end how many there were.
STOPPED = """
import os, signal, sys
number, moment = int(sys.argv[1]), int(sys.argv[2])
sys.argv = ["stylo", *sys.argv[3:]]
count = 0
def look(event, _):
    global count
    if event in {"import", "open", "exec"} and signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        count += 1
        if count == moment:
            os.kill(os.getpid(), number)
sys.addaudithook(look)
try:
    from stylo.cli.commands import main
    if moment < 0:
        count = 0 * os.write(2, b"%d " % count)
    main()
finally:
    if moment < 0:
        os.write(2, b"%d" % count)
"""


def run(folder: Path, number: int, moment: int, arguments: list[str]) -> subprocess.CompletedProcess[str]:
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    command = [sys.executable, "-c", STOPPED, str(int(number)), str(moment), *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120)


def check_ended(made: subprocess.CompletedProcess[str], number: int) -> None:
    assert made.returncode == 128 + number, made.stderr
    assert "Traceback" not in made.stderr
    assert "ignored" not in made.stderr


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("part", [0.0, 0.3, 0.6, 0.95])
def test_while_modules_are_imported(tmp_path, number, part):
    """Which takes a second, and is the same for all commands."""
    import_events = int(run(tmp_path, number, -1, ["--version"]).stderr.split()[0])
    check_ended(run(tmp_path, number, 1 + int(part * import_events), ["profile", "a.txt"]), number)


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_while_a_command_loads_and_measures(tmp_path, command):
    counted = run(tmp_path, 0, -1, COMMANDS[command]).stderr.split()
    imported, worked = int(counted[0]), int(counted[-1])
    for number, part in ((signal.SIGINT, 0.2), (signal.SIGTERM, 0.8)):
        check_ended(run(tmp_path, number, imported + int(part * worked), [*COMMANDS[command]]), number)
    assert not [path.name for path in tmp_path.rglob("*.new")]


@contextmanager
def pressed_at(moment: int) -> Iterator[list[int]]:
    """Ctrl-C when so many functions were called or have returned inside ``ending_well``; how many it were in the end."""
    count = [0]

    def hook(_frame: FrameType, _event: str, _argument: Any) -> None:
        if isinstance(signal.getsignal(signal.SIGINT), ending._Raised):
            count[0] += 1
            if count[0] == moment:
                signal.raise_signal(signal.SIGINT)

    sys.setprofile(hook)
    try:
        yield count
    finally:
        sys.setprofile(None)


@pytest.mark.slow
@pytest.mark.parametrize(("command", "number"), [("profile", 40), ("compare", 40), ("marks", 40), ("report", 6)])
def test_at_any_moment_of_a_command(tmp_path, monkeypatch, command, number):
    monkeypatch.chdir(tmp_path)
    at_once = []
    monkeypatch.setattr(ending, "_quit", at_once.append)
    Path("a.txt").write_text(TEXT, encoding="utf-8")
    for _ in range(2):  # the first one loads what the others find
        with pressed_at(-1) as count:
            assert CliRunner().invoke(main, COMMANDS[command]).exit_code == 0
    for moment in range(1, count[0], count[0] // number):
        with pressed_at(moment) as reached:
            result = CliRunner().invoke(main, COMMANDS[command])
        assert result.exit_code == 130 or at_once or reached[0] < moment, (moment, result.output)
        at_once.clear()


class Pressing:
    """Presses Ctrl-C when it is forgotten."""

    def __del__(self) -> None:
        signal.raise_signal(signal.SIGINT)


def test_ctrl_c_that_is_swallowed_is_not_lost():
    with pytest.raises(SystemExit) as status, ending_well(), suppress(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
    assert status.value.code == ending.INTERRUPTED


def test_ctrl_c_in_a_destructor_ends_the_command(monkeypatch, capsys):
    ended = []
    monkeypatch.setattr(ending, "_quit", ended.append)
    with pytest.raises(SystemExit), ending_well():
        del [Pressing()][0]
    assert ended == [signal.SIGINT]
    assert "ignored" not in capsys.readouterr().err


def press_again_while_it_ends() -> None:
    with ending_well():
        try:
            signal.raise_signal(signal.SIGINT)
        finally:
            signal.raise_signal(signal.SIGINT)


def test_a_second_ctrl_c_ends_the_command_at_once(monkeypatch):
    def quit_at_once(number: int) -> None:
        raise SystemExit(f"at once, by {number}")

    monkeypatch.setattr(ending, "_quit", quit_at_once)
    with pytest.raises(SystemExit, match="at once, by 2"):
        press_again_while_it_ends()
