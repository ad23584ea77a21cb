"""Nobody is left alone: declined, accepted, vanished, rung again, late, rung beside, taken over.

Three people at three windows of a real browser. The agent's screen shows a step and who is coming
in every moment, whatever the others do.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from stayline.config.rehearsal.centre import Centre
from tests.journeys.people import Window, number_of, open_contact, say, sign_in

pytestmark = pytest.mark.loopback

LONG = 75_000
"""Milliseconds: the limit of 30 seconds between accepted and joined passes in it."""

WATCH = """() => {
  window.blank = 0;
  const look = () => {
    const step = document.querySelector("#step-title");
    const coming = document.querySelector(".sl-coming");
    const shown = [step, coming].every((one) => one && one.textContent.trim());
    if (!shown) window.blank += 1;
  };
  new MutationObserver(look).observe(document.body, {childList: true, subtree: true});
}"""


@pytest.mark.covers("S1-9", "S1-10", "S1-11", "S2-4", "S2-5")
def test_the_agent_is_never_alone_and_never_before_an_empty_screen(
    centre: Centre, window: Window
) -> None:
    agent = sign_in(window, centre, "Maya")
    supervisor = sign_in(window, centre, "Jordan")
    manager = sign_in(window, centre, "Morgan")
    open_contact(agent, centre, name="Alex Thistle")
    say(agent, "caller", "If you shut us off on Monday, I'm going to kill myself.")
    expect(agent.locator(".sl-coming")).to_contain_text("Ringing")
    agent.evaluate(WATCH)

    heard_and_declined(supervisor)
    accepted_by_one_key(manager)
    expect(agent.locator(".sl-coming")).to_contain_text("Morgan Heath is coming")

    manager.context.close()  # a laptop is closed on the way
    expect(agent.locator(".sl-coming")).to_contain_text(
        "Morgan Heath could not come after all", timeout=LONG
    )
    accepted_by_one_key(supervisor)
    expect(agent.locator(".sl-coming")).to_contain_text("Jordan Lark is coming")

    beside = sign_in(window, centre, "Morgan")
    followed_and_guided(beside, centre, agent)
    expect(beside.locator(".sl-ring").first).to_be_visible(timeout=LONG)
    expect(agent.locator(".sl-coming")).to_contain_text("Others are being rung as well")

    supervisor.get_by_role("button", name="I have joined").click()
    expect(beside.locator(".sl-ring", has_text="You are needed")).to_have_count(0)
    expect(agent.locator(".sl-coming")).to_contain_text("is on the line")
    supervisor.get_by_role("button", name="I have spoken").click()
    expect(agent.get_by_text("Jordan Lark guides this contact now.")).to_be_visible()
    supervisor.get_by_role("button", name="I have taken over").click()
    expect(agent.locator(".sl-coming")).to_contain_text("has taken over")
    assert agent.evaluate("window.blank") == 0


def heard_and_declined(page: Page) -> None:
    """The ring is seen from another tab and heard after one press; then somebody says no."""
    ring = page.locator(".sl-ring").first
    expect(ring).to_contain_text("Respond")
    expect(page).to_have_title(re.compile("Ringing"))
    root = page.locator("html")
    expect(root).to_have_attribute("data-ringing", "silent")
    ring.locator("[data-sound]").click()
    expect(root).to_have_attribute("data-ringing", "sound")
    ring.get_by_text("I cannot").click()
    ring.get_by_role("button", name="Ring the next").click()
    expect(page.locator(".sl-ring", has_text="You are needed")).to_have_count(0)
    expect(page).not_to_have_title(re.compile("Ringing"))


def accepted_by_one_key(page: Page) -> None:
    expect(page.locator(".sl-ring", has_text="You are needed").first).to_be_visible(timeout=LONG)
    page.locator("body").press("a")
    expect(page.locator(".sl-sbar")).to_be_visible()


def followed_and_guided(page: Page, centre: Centre, agent: Page) -> None:
    page.goto(f"{centre.url}/floor/")
    row = page.locator(".sl-incident", has_text=number_of(agent))
    row.get_by_role("button", name="Follow").click()
    expect(page.locator("#said")).to_contain_text("shut us off on Monday")
    page.fill("#guide-words", "Ask who is with them.")
    page.get_by_role("button", name="Send").click()
    expect(agent.locator(".sl-guided")).to_contain_text("Ask who is with them.")
    agent.get_by_role("button", name="I have read it").click()
    expect(agent.locator(".sl-guided")).to_have_count(0)
    expect(page.locator("#beside")).to_contain_text(re.compile(r"read \d"))
