"""The screens of after the contact: care, quality and learning, once a drill was played.

Used by `tools.screenshots`. The drill is the one of `stayline drill`, so what these pages show
of a contact is what such a contact leaves behind.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from playwright.sync_api import Page

QUEUED_SECONDS: Final = 120
"""How long the weekly queue may take to notice that a contact is over."""

MINE: Final = (
    ("care/", "care"),
    ("care/now/", "care-now"),
    ("care/own/", "care-own"),
    ("care/library/", "care-library"),
    ("care/pulse/", "care-pulse"),
    ("learning/", "learning-mine"),
    ("learning/practice/", "practice"),
    ("learning/support/", "support"),
    ("learning/lessons/", "lessons"),
)
OF_A_MANAGER: Final = (
    ("care/offered/", "care-offered"),
    ("care/duties/", "care-duties"),
    ("care/effect/", "care-effect"),
    ("quality/trends/", "trends"),
    ("quality/complaints/", "complaints"),
    ("quality/complaints/new/", "complaint-new"),
    ("quality/improvements/", "improvements"),
    ("learning/drills/", "drills"),
    ("learning/evidence/", "evidence"),
    ("learning/site/", "learning-site"),
)
OF_A_TRAINER: Final = (
    ("learning/teaching/", "teaching"),
    ("learning/courses/", "courses"),
)


def played(address: str, settings: Mapping[str, str], stayline: Path) -> None:
    """Play one contact from its first line to its close, with Toby as the agent."""
    with tempfile.TemporaryDirectory() as folder:
        token = Path(folder) / "token"
        drill = ["drill", "self-harm", "--url", address, "--token-file", str(token)]
        bundle = ["--agent", "toby", "--bundle", str(Path(folder) / "bundle")]
        token.write_bytes(_run([str(stayline), "token", "--drill"], settings))
        _run([str(stayline), *drill, *bundle], settings)


def _run(command: list[str], settings: Mapping[str, str]) -> bytes:
    return subprocess.run(command, env=dict(settings), check=True, capture_output=True).stdout


def draw_after(
    address: str, take: Callable[[Page, str], None], window: Callable[[str], Page]
) -> None:
    """Take the screens; `window` signs somebody in by name and returns their page."""
    for who, pages in (("Toby", MINE), ("Morgan", OF_A_MANAGER), ("Wren Calder", OF_A_TRAINER)):
        page = window(who)
        for path, name in pages:
            page.goto(f"{address}/{path}")
            take(page, name)
    _course(address, take, window("Wren Calder"))
    _ask(address, window("Morgan"))
    _review(address, take, window("Ida Plover"))


def _course(address: str, take: Callable[[Page, str], None], page: Page) -> None:
    page.goto(f"{address}/learning/courses/")
    page.locator("main a[href*='/learning/courses/']").first.click()
    page.wait_for_timeout(1500)
    take(page, "course")


def _ask(address: str, page: Page) -> None:
    """Ask for the review of the first incident, so that nobody waits for the queue to look."""
    page.goto(f"{address}/quality/")
    number = f"SLX-{datetime.now(UTC).year}-000001"
    page.fill("#number", number)
    page.get_by_role("button", name="Ask").click()
    page.wait_for_timeout(1500)


def _review(address: str, take: Callable[[Page, str], None], page: Page) -> None:
    """The week, and one contact judged beside what the log shows."""
    for _ in range(QUEUED_SECONDS):
        page.goto(f"{address}/quality/")
        if page.locator("main a[href*='/quality/reviews/']").count():
            break
        page.wait_for_timeout(1000)
    take(page, "quality")
    page.locator("main a[href*='/quality/reviews/']").first.click()
    page.wait_for_timeout(1500)
    claim = page.get_by_role("button", name=re.compile("review", re.IGNORECASE))
    if claim.count():
        claim.first.click()
        page.wait_for_timeout(1500)
    take(page, "review")
    page.goto(f"{address}/quality/calibration/")
    take(page, "calibration")
