"""What people do at their windows in a journey: sign in, type, answer, press, file."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Final

from playwright.sync_api import Locator, Page, expect

from stayline.config.rehearsal.centre import Centre

PATIENCE: Final = 30_000
"""Milliseconds to wait for what the centre shows by itself."""

Window = Callable[..., Page]
HELD: Final = "Do not hang up, even if the caller does."


def sign_in(window: Window, centre: Centre, name: str) -> Page:
    """Open a window and sign in as somebody of the demo by one press."""
    expect.set_options(timeout=PATIENCE)
    page = window(reduced_motion="reduce", viewport={"width": 1360, "height": 900})
    page.set_default_timeout(PATIENCE)
    page.goto(f"{centre.url}/sign-in/?next=/desk/")
    page.get_by_role("button", name=name).click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    return page


def open_contact(agent: Page, centre: Centre, *, name: str, number: str = "") -> None:
    """Start a practice contact by hand."""
    agent.goto(f"{centre.url}/desk/")
    agent.fill("#caller-name", name)
    agent.fill("#caller-number", number)
    agent.fill("#caller-country", "US")
    agent.get_by_role("button", name="Open the contact").click()
    agent.locator("#line-text").wait_for()


def say(agent: Page, who: str, text: str) -> None:
    """Type what was said and wait until it stands on the page."""
    agent.select_option("#line-who", who)
    agent.fill("#line-text", text)
    agent.get_by_role("button", name="Add", exact=True).click()
    expect(agent.locator(".sl-line-text", has_text=text[:30]).first).to_be_visible()


def step(page: Page) -> Locator:
    """The title of the step on the screen."""
    return page.locator("#step-title")


def rule(page: Page) -> Locator:
    """The banner with the rule for the contact."""
    return page.get_by_role("region", name="The rule for this contact")


def press(page: Page, name: str) -> None:
    """Press a button by its words, and wait until the step has changed."""
    before = step(page).inner_text()
    page.get_by_role("button", name=name).first.click()
    expect(step(page)).not_to_have_text(before)


def answer(page: Page, words: str) -> None:
    """Give an answer to the question on the screen, and wait until the step has changed."""
    question = page.locator(".sl-step .sl-answers").first
    question.get_by_label(re.compile(f"^{words}")).first.check()
    press(page, "Record and go on")


def number_of(agent: Page) -> str:
    """The number of the incident on the desk."""
    found = re.search(r"SLX-\d{4}-\d{6}", agent.locator(".sl-contact-id .sl-num").inner_text())
    assert found is not None
    return found[0]


def accept(supervisor: Page, centre: Centre, agent: Page) -> None:
    """Accept the agent's incident on the floor, and come to the briefing."""
    supervisor.goto(f"{centre.url}/floor/")
    row = supervisor.locator(".sl-incident", has_text=number_of(agent))
    row.get_by_role("button", name="Accept").click()
    expect(supervisor.locator(".sl-sbar")).to_be_visible()


def times_of(record: Page, words: str) -> list[datetime]:
    """When entries of the log with these words were written, by the log's own clock."""
    entries = record.locator(".sl-entry", has_text=re.compile(words))
    found = entries.locator("> time").evaluate_all("all => all.map(one => one.dateTime)")
    return [datetime.fromisoformat(one) for one in found]


def report_of(page: Page, title: str) -> Locator:
    """The link that opens a report of the contact by its title on the desk."""
    card = page.locator("#reports .card", has=page.get_by_role("heading", name=title, exact=True))
    return card.get_by_role("link", name="Open the report").first
