"""Calls with no threat, and threats within them, at real windows, from first word to record."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from stayline.config.rehearsal.centre import Centre
from tests.journeys.people import HELD, Window, open_contact, press, rule, say, sign_in, step
from tests.plugins.centres import Centres

pytestmark = pytest.mark.loopback


@pytest.fixture(scope="module")
def centre(centres: Centres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    """One demo centre for all journeys of this file; each has a contact of its own."""
    with centres.running(tmp_path_factory.mktemp("centre")) as running:
        yield running


@pytest.fixture
def agent(window: Window, centre: Centre) -> Page:
    """Maya at her desk."""
    return sign_in(window, centre, "Maya")


@pytest.mark.covers("S2-24", "S2-25", "S2-26", "S2-27")
def test_abuse_is_warned_ended_by_the_agent_and_recorded(agent: Page, centre: Centre) -> None:
    open_contact(agent, centre, name="Rowan Bramble")
    say(agent, "caller", "You people are useless idiots, all of you.")
    expect(agent.get_by_text("Abuse was heard.", exact=True)).to_be_visible()
    press(agent, "Open the irate-caller aid")
    expect(agent.locator("header .sl-level")).to_contain_text("L3")
    expect(rule(agent)).to_have_count(0)

    agent.get_by_role("button", name="End the contact").click(force=True)
    expect(agent.locator(".refusal")).to_contain_text("incidents.contact.warning_first")

    for title in ("A first warning", "A second warning", "The final notice"):
        press(agent, "They are abusive")
        expect(step(agent)).to_contain_text(title)
        press(agent, "Go on")
    rungs = agent.locator("#warnings .sl-ladder li")
    expect(rungs.nth(3)).to_have_attribute("aria-current", "step")
    assert rungs.locator("time").count() == 4  # since when one listens, and three warnings

    press(agent, "They are abusive")
    expect(step(agent)).to_contain_text("Tell them that it ends now")
    press(agent, "Go on")
    agent.get_by_role("button", name="End the contact").click()

    agent.wait_for_url(re.compile(r"/desk/reports/"))
    expect(agent.locator("#report")).to_contain_text("SLX-")
    agent.goto(f"{centre.url}/desk/")
    expect(agent.get_by_role("heading", name="1 record to write")).to_be_visible()
    agent.get_by_role("link", name="Write it").click()
    agent.get_by_role("button", name=re.compile("^Submit the record")).first.click()
    expect(agent.locator("#report")).to_contain_text("Submitted")
    agent.goto(f"{centre.url}/desk/")
    expect(agent.get_by_role("heading", name="My contacts")).to_be_visible()
    expect(agent.get_by_role("link", name="Write it")).to_have_count(0)


@pytest.mark.covers("S2-28", "X-1")
def test_two_threats_in_a_difficult_call_are_switched_and_taken_up_again(
    agent: Page, centre: Centre
) -> None:
    open_contact(agent, centre, name="Alex Thistle")
    press(agent, "Open the irate-caller aid")
    say(agent, "caller", "If you shut us off on Monday, I don't want to be alive any more.")
    expect(step(agent)).to_contain_text("A threat was made. The warnings are closed.")
    expect(rule(agent)).to_contain_text(HELD)
    expect(agent.get_by_role("button", name="End the contact")).to_have_count(0)
    press(agent, "Switch to")
    expect(agent.locator("#warnings")).to_have_count(0)

    say(agent, "caller", "And there is a bomb in your building.")
    offer = agent.locator(".sl-offer", has_text="Bomb threat.")
    expect(offer).to_contain_text("What you have done here is kept.")
    here = step(agent).inner_text()
    offer.get_by_role("button").click()
    expect(step(agent)).not_to_have_text(here)
    there = step(agent).inner_text()

    agent.get_by_text("Other procedures of this contact").click()
    agent.get_by_role("button", name="Take up again").first.click()
    expect(step(agent)).to_have_text(here)
    offer.get_by_role("button").click()
    expect(step(agent)).to_have_text(there)
