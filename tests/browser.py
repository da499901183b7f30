"""A real browser for tests: Chromium as the system has it, driven by Playwright; nothing is downloaded."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
ABSENT = f"not tried in a browser: none of {', '.join(NAMES)} is on the path (Debian and Ubuntu: apt install chromium)"


def find_chromium() -> str | None:
    """Where a Chromium is installed, None where there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


# With STYLO_NEEDS_BROWSER=1 these tests run and fail where there is no browser, instead of being skipped.
needs_browser = pytest.mark.skipif(find_chromium() is None and os.environ.get("STYLO_NEEDS_BROWSER") != "1", reason=ABSENT)


@contextmanager
def browser() -> Iterator[Any]:
    """A headless browser for several pages. Raises RuntimeError where there is none.

    One at a time, and never beyond a module: while it is there, no other asyncio loop runs in this thread.
    """
    from playwright.sync_api import sync_playwright

    path = find_chromium()
    if path is None:
        raise RuntimeError(ABSENT)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-quic"])
        try:
            yield chromium
        finally:
            chromium.close()


@contextmanager
def page(dark: bool = False, width: int = 1200, height: int = 900, chromium: Any = None, **context: Any) -> Iterator[Any]:
    """A page in the light or the dark colour scheme, in the browser ``chromium`` or in one of its own.

    ``context`` goes to Playwright's ``new_context`` (``java_script_enabled=False``, ``reduced_motion="reduce"``).
    """
    if chromium is None:
        with browser() as own, page(dark, width, height, own, **context) as tab:
            yield tab
        return
    scheme = "dark" if dark else "light"
    session = chromium.new_context(color_scheme=scheme, viewport={"width": width, "height": height}, **context)
    try:
        yield session.new_page()
    finally:
        session.close()
