"""Real Chromium windows for journeys.

`browser` is one process a test; `window` opens a window with a session of its own, so that an agent
and a supervisor can be signed in side by side. A window may talk to this machine alone, and
a script error or a refused resource in it fails the test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tools.browser import chromium

HERE = {"127.0.0.1", "localhost", "::1"}
LOCAL_SCHEMES = {"data", "blob", "about"}


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    """One browser, gone with the test: its event loop must not be there when others use the ORM."""
    # Within the test the loop runs in greenlets of its own, so reading the database is safe.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with chromium() as running:
        yield running


@pytest.fixture
def window(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a window; takes Playwright's context options, such as `color_scheme="dark"`."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def watch(page: Page) -> None:
        page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
        page.on("request", lambda request: faults.extend(_outside(request.url)))

    def open_window(**options: object) -> Page:
        context = browser.new_context(**options)  # type: ignore[arg-type]  # Playwright's own names
        contexts.append(context)
        context.on("page", watch)
        return context.new_page()

    yield open_window
    for context in contexts:
        context.close()
    assert faults == []


def _outside(url: str) -> list[str]:
    parts = urlsplit(url)
    if parts.scheme in LOCAL_SCHEMES or parts.hostname in HERE:
        return []
    return [f"asked an outside host: {url}"]
