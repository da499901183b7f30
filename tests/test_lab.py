"""A reader's session in a real browser: JupyterLab, ``00_start`` with a text added to the corpus, the explorer, an export.

Needs Chromium (see ``browser.needs_browser``).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import needs_browser, page

ROOT = Path(__file__).parent.parent
START, RUN = 60, 120  # seconds at most, on a busy machine
pytestmark = [needs_browser, pytest.mark.slow, pytest.mark.xdist_group("lab")]
NEW = "Der Film ist kurz. Er gefällt mir gut, aber das Ende ist schwach: Es kommt zu früh.\n"


@pytest.fixture
def study(tmp_path) -> Path:
    """A copy of notebooks and corpus, with a text more in the corpus."""
    shutil.copytree(ROOT / "corpus", tmp_path / "study" / "corpus")
    (tmp_path / "study" / "notebooks").mkdir()
    shutil.copy(ROOT / "notebooks" / "00_start.ipynb", tmp_path / "study" / "notebooks")
    (tmp_path / "study" / "corpus" / "neu.txt").write_text(NEW, encoding="utf-8")
    with (tmp_path / "study" / "corpus" / "metadata.csv").open("a", encoding="utf-8") as table:
        table.write("neu,Ein neuer Text\n")
    return tmp_path / "study"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def lab(study, tmp_path) -> Iterator[str]:
    """The address of a JupyterLab of its own, which ends with the test."""
    port = free_port()
    folders = {f"JUPYTER_{kind}_DIR": str(tmp_path / kind.lower()) for kind in ("CONFIG", "DATA", "RUNTIME")}
    folders |= {
        "JUPYTERLAB_SETTINGS_DIR": str(tmp_path / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(tmp_path / "workspaces"),
    }
    folders |= {"IPYTHONDIR": str(tmp_path / "ipython"), "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)}
    quiet = tmp_path / "settings" / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
    quiet.parent.mkdir(parents=True)
    quiet.write_text('{"checkForUpdates": false, "fetchNews": "false"}', encoding="utf-8")
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}"]
    command += ["--IdentityProvider.token=", f"--ServerApp.root_dir={study}", "--ServerApp.port_retries=0"]
    with (tmp_path / "lab.log").open("w") as log:
        server = subprocess.Popen(command, env=os.environ | folders, stdout=log, stderr=log, start_new_session=True)
    try:
        yield _ready(f"http://127.0.0.1:{port}", server, tmp_path / "lab.log")
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait(15)


def _ready(address: str, server: subprocess.Popen[bytes], log: Path) -> str:
    deadline = time.monotonic() + START
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/api/status", timeout=5):
                return address
        except OSError:
            time.sleep(0.3)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8')[-3000:]}")


def test_a_reader_runs_the_first_notebook_and_explores_and_exports(request, study, tmp_path):
    address = request.getfixturevalue("lab")
    asked: list[str] = []
    with page(width=1300, height=1500) as tab:
        tab.on("request", lambda request: asked.append(request.url))
        tab.set_default_timeout(RUN * 1000)
        tab.goto(f"{address}/lab/tree/notebooks/00_start.ipynb")
        _run_all(tab)
        explore(tab, tmp_path)
    exported = sorted(path.name for path in (study / "notebooks" / "exports").iterdir())
    assert exported == [f"drive-contrast_readings-de-colon{end}" for end in ("-marks.csv", ".csv", ".pdf", ".png", ".svg")]
    own = (address, address.replace("http:", "ws:"), "data:", "blob:")
    assert not [url for url in asked if not url.startswith(own)]


def _run_all(tab: Any) -> None:
    """Run all cells by the menu and wait for the explorer and for the last cell."""
    tab.get_by_text("Python 3 (ipykernel) | Idle").wait_for()  # cells run before that are forgotten
    tab.locator(".jp-Notebook .jp-Cell").first.click()
    tab.get_by_role("menuitem", name="Run", exact=True).click()
    tab.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    tab.locator(".stylo-explorer").wait_for(state="attached")


def explore(tab: Any, folder: Path) -> None:
    """Change what is shown, see that it changes, and export it."""
    box = tab.locator(".stylo-explorer")
    box.scroll_into_view_if_needed()
    figure, rows = box.locator("img"), box.get_by_label("Rows")
    before = figure.get_attribute("src")
    assert figure.get_attribute("alt") == "Sentences in text order: drive"
    box.screenshot(path=folder / "explorer-1.png")

    box.get_by_label("Measure", exact=True).select_option("Contrast")
    tab.wait_for_function("src => document.querySelector('.stylo-explorer img').src != src", arg=before)
    box.get_by_label("Figure", exact=True).select_option("Markers and look-alikes")
    tab.wait_for_function("document.querySelector('.stylo-explorer img').alt.startsWith('Markers')")
    rows.select_option("Kontrast (1)")
    box.locator(".stylo-passages mark", has_text="Kontrast").wait_for()
    box.screenshot(path=folder / "explorer-2.png")
    box.get_by_text("A colon ends a sentence").click()
    box.get_by_label("Language", exact=True).select_option("Deutsch")
    box.get_by_label("Textsorte", exact=True).wait_for()
    box.get_by_label("Textsorte", exact=True).select_option("Romane")
    tab.wait_for_function("document.querySelector('.stylo-explorer img').alt.startsWith('Marker und')")
    box.get_by_role("tab", name="Vergleich").click()
    box.get_by_text("Unter: Romane").wait_for()
    assert box.locator(".stylo-passages mark").all_text_contents() == ["Kontrast"]

    box.get_by_role("button", name="Diese Ansicht exportieren").click()
    box.get_by_text("Geschrieben nach exports/").wait_for()
    box.screenshot(path=folder / "explorer-3.png")
    tab.screenshot(path=folder / "explorer-page.png")


def test_a_text_added_to_the_corpus_is_in_the_notebook_and_in_the_study(study):
    from tools import study as whole

    docs = whole.documents(study / "corpus")
    assert docs[-1].user_data["id"] == "neu"
    profiles = next(whole.write_figures(docs, study / "figures"))
    assert profiles.read_text(encoding="utf-8").splitlines()[-1].startswith("neu,")
    path = whole.run_notebook(study / "notebooks" / "00_start.ipynb")
    notebook = json.loads(path.read_text(encoding="utf-8"))
    outputs = json.dumps([output for cell in notebook["cells"] for output in cell.get("outputs", [])])
    assert re.search(r">neu</td>", outputs)
    assert "widget-view" not in outputs
