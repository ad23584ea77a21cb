"""The browser that journeys drive is real, and is watched."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.plugins import browser


def test_a_window_runs_scripts_and_has_a_session_of_its_own(window: Callable[..., Page]) -> None:
    first, second = window(), window()
    first.set_content("<p id=a></p><script>a.textContent = 6 * 7</script>")
    assert first.text_content("#a") == "42"
    assert second.locator("#a").count() == 0


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("http://127.0.0.1:8000/desk/", True),
        ("data:image/svg+xml,x", True),
        ("https://fonts.example.org/a.woff2", False),
    ],
)
def test_a_window_may_ask_this_machine_alone(url: str, *, allowed: bool) -> None:
    assert (browser._outside(url) == []) is allowed
