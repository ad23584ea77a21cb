"""A scenario is practised in a real browser: on the desk, with a played colleague, and replayed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from stayline.config.rehearsal.centre import Centre
from tests.journeys.people import Window, sign_in

pytestmark = pytest.mark.loopback

SOON = 60_000
"""Milliseconds: a played colleague accepts a quarter of a minute after the ring."""


@pytest.mark.covers("S4-44")
def test_somebody_practises_on_their_desk_and_nobody_real_is_rung(
    centre: Centre, window: Window
) -> None:
    supervisor = sign_in(window, centre, "Jordan")
    agent = sign_in(window, centre, "Maya")
    agent.goto(f"{centre.url}/learning/practice/")
    agent.get_by_role("button", name="Practise: A caller says that there is a bomb").click()
    expect(agent.get_by_text("You are practising.")).to_be_visible()
    expect(agent.locator(".sl-line-text", has_text="There is a bomb").first).to_be_visible()
    agent.fill("#practice-text", "I am listening. Where is it?")
    agent.get_by_role("button", name="Say it").click()
    expect(agent.locator(".sl-line-text", has_text="Where is it?").first).to_be_visible()
    expect(agent.locator(".sl-line-text", has_text="I said what I said").first).to_be_visible()
    agent.fill("#practice-text", "Very funny. Is this a joke?")
    agent.get_by_role("button", name="Say it").click()
    expect(agent.locator(".sl-coming")).to_contain_text("(played)", timeout=SOON)
    expect(supervisor.locator(".sl-ring")).to_have_count(0)
    expect(agent.get_by_role("button", name="Leave")).to_be_visible()
    agent.get_by_role("button", name="Finish and look at it").click()
    expect(agent.get_by_role("heading", name="How it went")).to_be_visible()
    expect(agent.get_by_text("It was taken for a joke")).to_be_visible()
    expect(agent.get_by_text("Nobody else sees how it went")).to_be_visible()
