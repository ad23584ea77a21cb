"""An agent and a supervisor in two windows of a real browser, from the first line to the close."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from stayline.config.rehearsal.centre import Centre

pytestmark = pytest.mark.loopback

PATIENCE = 20_000
"""Milliseconds to wait for what the centre shows by itself."""

Window = Callable[..., Page]
HELD = "Do not hang up, even if the caller does."


@pytest.mark.covers("S1-9", "S1-11", "S1-14", "S1-24", "S1-40", "S4-2")
def test_agent_and_supervisor_from_first_line_to_close(
    centre: Centre, window: Window, tmp_path: Path
) -> None:
    expect.set_options(timeout=PATIENCE)
    agent = sign_in(window, centre, "Maya")
    supervisor = sign_in(window, centre, "Jordan")
    open_contact(agent)
    say(agent, "caller", "This is the fourth time I have called about the same bill.")
    say(agent, "caller", "If you shut us off on Monday, I'm going to kill myself.")

    expect(agent.locator(".sl-say").first).to_contain_text("Thank you for telling me")
    expect(agent.locator(".sl-banner", has_text=HELD)).to_be_visible()
    ring = supervisor.locator(".sl-ring").first
    expect(ring).to_contain_text("SLX-")
    expect(ring).not_to_contain_text("Alex")
    ring.get_by_role("button", name="Accept").click()
    expect(supervisor.locator(".sl-sbar")).to_be_visible()
    expect(agent.locator(".sl-coming")).to_contain_text("Jordan Lark is coming")

    agent.get_by_role("button", name="Go on").click()
    answer(agent, "No")
    hand_over(agent, supervisor)
    the_caller_goes(agent)
    close(agent, supervisor, sign_in(window, centre, "Morgan"), centre)


def sign_in(window: Window, centre: Centre, name: str) -> Page:
    page = window(reduced_motion="reduce", viewport={"width": 1360, "height": 900})
    page.set_default_timeout(PATIENCE)
    page.goto(f"{centre.url}/sign-in/")
    page.get_by_role("button", name=name).click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    return page


def open_contact(agent: Page) -> None:
    agent.fill("#caller-name", "Alex Thistle")
    agent.fill("#caller-country", "US")
    agent.get_by_role("button", name="Open the contact").click()
    agent.locator("#line-text").wait_for()


def say(agent: Page, who: str, text: str) -> None:
    agent.select_option("#line-who", who)
    agent.fill("#line-text", text)
    agent.get_by_role("button", name="Add", exact=True).click()
    expect(agent.locator(".sl-line-text", has_text=text[:30]).first).to_be_visible()


def answer(page: Page, words: str) -> None:
    question = page.locator(".sl-step .sl-answers").first
    expect(question).to_be_visible()
    asked = question.locator("legend").inner_text()
    question.get_by_label(re.compile(rf"^{words}")).first.check()
    page.get_by_role("button", name="Record and go on").click()
    expect(page.locator(".sl-step .sl-answers legend").first).not_to_have_text(asked)


def hand_over(agent: Page, supervisor: Page) -> None:
    supervisor.get_by_role("button", name="I have joined").click()
    supervisor.get_by_role("button", name="I have spoken").click()
    expect(agent.locator(".sl-coming")).to_contain_text("has spoken")
    expect(agent.get_by_text("Jordan Lark guides this contact now.")).to_be_visible()
    supervisor.get_by_role("button", name="I have taken over").click()


def the_caller_goes(agent: Page) -> None:
    agent.get_by_text("The caller has left", exact=True).click()
    agent.get_by_role("button", name="Record it").click()
    expect(agent.locator(".sl-banner", has_text="Leave your own line open")).to_be_visible()
    expect(agent.locator(".sl-banner", has_text=HELD)).to_be_visible()


def close(agent: Page, supervisor: Page, manager: Page, centre: Centre) -> None:
    supervisor.goto(agent.url)
    supervisor.get_by_text("Release the line, as supervisor").click()
    supervisor.fill("#release-reason", "They are with a relative now.")
    supervisor.get_by_role("button", name="Release the line").click()
    expect(supervisor.get_by_text("The line", exact=True)).to_have_count(0)

    manager.locator(".sl-ring").first.get_by_role("button", name="I know").click()
    expect(manager.locator(".sl-ring")).to_have_count(0)

    supervisor.get_by_role("link", name="Record").click()
    record = supervisor.url
    supervisor.get_by_text("Record what was done for the caller’s safety").click()
    supervisor.fill("#safety-text", "A supervisor spoke to the caller, who is with a relative.")
    supervisor.get_by_role("button", name="Record", exact=True).click()
    expect(supervisor.get_by_text("(recorded)")).to_be_visible()

    supervisor.get_by_role("link", name="Draft of the threat report").click()
    expect(supervisor.locator("#report")).to_contain_text("Threat Incident District")
    supervisor.get_by_role("button", name="Submit the report", exact=True).click()
    expect(supervisor.get_by_text(re.compile(r"SLXR-\d{4}-\d{6}")).first).to_be_visible()

    supervisor.goto(record)
    expect(supervisor.locator("small", has_text="Referral Comments")).to_contain_text("SLXR-")
    supervisor.fill("#resolution", "Handed over, safe with a relative.")
    supervisor.get_by_role("button", name="Close the incident").click()
    expect(supervisor.locator("#resolution")).to_have_count(0)
    expect(supervisor.locator(".sl-log")).to_contain_text("Closed: Handed over")
    agent.goto(f"{centre.url}/care/")
    expect(agent.get_by_role("main")).to_contain_text("off the queue")
