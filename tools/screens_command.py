"""The screens of command, from the incident that a supervisor has just taken over.

Used by `tools.screenshots`. A supervisor takes the post that leads, assesses, sends a crew,
writes a decision and opens every page of command, in a demo centre of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from playwright.sync_api import Page

BRIEFS: Final = ("methane", "ics201", "ics214")
LISTS: Final = (
    ("command/", "command-index"),
    ("command/people/", "command-staff"),
    ("command/resources/", "command-resources"),
    ("command/agencies/", "command-agencies"),
    ("command/plans/", "command-plans"),
    ("command/structures/", "command-structures"),
)


def draw_command(
    address: str, take: Callable[[Page, str], None], page: Page, incident: str
) -> None:
    """Take the screens of command of one incident; `page` is of a supervisor who handles it."""
    here = f"{address}/command/{incident}/"
    page.goto(here)
    page.get_by_role("button", name="Take it").first.click()
    page.locator("#posts-title").wait_for()
    _assess(page, here)
    _send(page, here)
    take(page, "command")
    for path in ("picture", "people", "joint", "script", "assess"):
        page.goto(f"{here}{path}/")
        take(page, f"command-{path}")
    for form in BRIEFS:
        page.goto(f"{here}brief/{form}/")
        take(page, f"command-{form}")
    for path, name in LISTS:
        page.goto(f"{address}/{path}")
        take(page, name)


def _assess(page: Page, here: str) -> None:
    page.goto(f"{here}assess/")
    page.get_by_role("button", name="Assess").first.click()
    page.goto(here)


def _send(page: Page, here: str) -> None:
    page.locator("summary", has_text="Send someone").first.click()
    page.fill("#send-what", "Meet the ambulance and show the way in.")
    page.fill("#send-where", "Harbor Street office, main gate")
    # The page is in the site's zone; an hour from now there is found from its own clock.
    soon = (datetime.now(UTC) - timedelta(hours=5)).strftime("%H:%M")
    page.fill("#send-by", soon)
    page.get_by_role("button", name="Send them").click()
    page.locator(".sl-deployed").wait_for()
    page.goto(here)
