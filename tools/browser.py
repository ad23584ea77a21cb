"""Chromium as the system provides it, driven by Playwright, for journeys and screenshots."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)
"""Without these the browser asks its maker's hosts for things no page of ours needs."""

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def program() -> str:
    """The browser's path: STAYLINE_TEST_CHROMIUM, or what the system has.

    Raises:
        FileNotFoundError: there is none.
    """
    named = os.environ.get("STAYLINE_TEST_CHROMIUM", "")
    found = next(filter(None, [named, *map(shutil.which, NAMES)]), None)
    if found is None:
        raise FileNotFoundError("Chromium is missing. On Debian: apt-get install chromium")
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running headless browser, gone at the end."""
    # Chromium's sandbox needs a user of its own; root has none to give.
    sandbox = os.geteuid() != 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program(), chromium_sandbox=sandbox, args=list(QUIET)
        )
        try:
            yield browser
        finally:
            browser.close()
