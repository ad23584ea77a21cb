"""Threats at real windows: a bomb, an abuser near, a family at risk, a caller who hangs up, and
an incident that a machine opened in error."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from stayline.config.rehearsal.centre import Centre
from tests.journeys.people import (
    HELD,
    Window,
    accept,
    answer,
    open_contact,
    press,
    report_of,
    rule,
    say,
    sign_in,
    step,
    times_of,
)
from tests.plugins.centres import Centres

pytestmark = [pytest.mark.loopback, pytest.mark.postgres_in_soak]


@pytest.fixture(scope="module")
def centre(centres: Centres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    """One demo centre for all journeys of this file; each has a contact of its own."""
    with centres.running(tmp_path_factory.mktemp("centre")) as running:
        yield running


@pytest.fixture
def supervisor(window: Window, centre: Centre) -> Page:
    """Jordan, who takes contacts over."""
    return sign_in(window, centre, "Jordan")


@pytest.fixture
def agent(window: Window, centre: Centre, supervisor: Page) -> Page:
    """Maya at her desk, once Jordan can be rung."""
    assert supervisor
    return sign_in(window, centre, "Maya")


def record_of(supervisor: Page, agent: Page) -> str:
    """Open the record of the agent's contact in the supervisor's window."""
    supervisor.goto(agent.url)
    supervisor.get_by_role("link", name="Record", exact=True).click()
    expect(supervisor.get_by_role("heading", name="What happened")).to_be_visible()
    return supervisor.url


def leave(agent: Page) -> None:
    """The caller hangs up, and the agent records it."""
    agent.get_by_text("The caller has left", exact=True).click()
    agent.get_by_role("button", name="Record it").first.click()
    expect(rule(agent)).to_contain_text("Leave your own line open")


@pytest.mark.covers("S1-24", "S1-55")
def test_a_bare_bomb_threat_is_on_file_within_a_minute(
    agent: Page, supervisor: Page, centre: Centre
) -> None:
    open_contact(agent, centre, name="")
    say(agent, "caller", "There is a bomb in your building.")
    expect(agent.locator("header .sl-level")).to_contain_text("L0")
    expect(rule(agent)).to_contain_text(HELD)
    contact = agent.url
    report_of(agent, "Threat report").click()
    agent.get_by_role("button", name=re.compile("^Call Did not say")).click()
    expect(agent.locator("#report")).to_contain_text("Call Did not say")
    agent.get_by_role("button", name="Submit the report", exact=True).click()
    expect(agent.locator("#number")).to_contain_text(re.compile(r"SLXR-\d{4}-\d{6}"))

    agent.goto(contact)
    accept(supervisor, centre, agent)
    record_of(supervisor, agent)
    (heard,) = times_of(supervisor, "Marked “.*bomb")
    (filed,) = times_of(supervisor, "was submitted")
    assert (filed - heard).total_seconds() < 60


def test_abuse_with_the_abuser_near_is_never_called_back_without_the_safe_way(
    agent: Page, supervisor: Page, centre: Centre
) -> None:
    open_contact(agent, centre, name="Fern Hollow", number="+15550123")
    say(agent, "caller", "My husband hits me. He is in the next room.")
    expect(step(agent)).to_contain_text("Is it safe to talk?")
    answer(agent, "No")
    press(agent, "Go on")
    expect(step(agent)).to_contain_text("Can anybody hear them?")
    answer(agent, "Yes")
    expect(step(agent)).to_contain_text("The person may hear. Keep it short.")
    press(agent, "Go on")
    expect(step(agent)).to_contain_text("Agree how they can be reached safely")
    answer(agent, "Did not say")
    expect(step(agent)).to_contain_text("No safe way was named")
    leave(agent)

    accept(supervisor, centre, agent)
    record_of(supervisor, agent)
    lost = supervisor.locator("section", has=supervisor.locator("#lost"))
    expect(lost).to_contain_text("Nobody calls back.")
    expect(lost).to_contain_text("Without a safe way on record nobody calls.")
    expect(lost.get_by_role("button", name="Record the try")).to_have_count(0)
    lost.get_by_text("Record the safe way to reach them").click()
    lost.locator("#with-whom").fill("Mondays at noon, at work; ask for the bill")
    lost.get_by_role("button", name="Record it").click()
    expect(lost.get_by_role("button", name="Record the try")).to_be_visible()
    expect(lost).to_contain_text("A call-back is proposed.")


def test_a_threat_to_the_callers_family_owes_the_people_at_risk(
    agent: Page, supervisor: Page, centre: Centre
) -> None:
    open_contact(agent, centre, name="Rowan Bramble")
    say(agent, "caller", "I am going to hurt my wife tonight.")
    expect(rule(agent)).to_contain_text(HELD)
    contact = agent.url
    accept(supervisor, centre, agent)
    record_of(supervisor, agent)
    papers = supervisor.locator("section", has=supervisor.locator("#reports"))
    expect(papers).to_contain_text("Violence")
    papers.get_by_role("link", name=re.compile("Draft: .*risk", re.IGNORECASE)).click()
    supervisor.locator("#f-person-who").fill("The caller's wife")
    with supervisor.expect_response(lambda answer: "/save/" in answer.url):
        supervisor.locator("#f-person-who").blur()
    supervisor.get_by_role("button", name="Submit the record", exact=True).click()
    expect(supervisor.locator("#report")).to_contain_text("Submitted")
    expect(supervisor.locator("#report")).to_contain_text("The caller's wife")
    agent.goto(contact)
    record_of(supervisor, agent)
    expect(papers.locator("li.done", has_text=re.compile("risk", re.IGNORECASE))).to_be_visible()


def test_a_caller_who_hangs_up_is_a_fact_and_a_call_back_is_proposed_only(
    agent: Page, supervisor: Page, centre: Centre
) -> None:
    open_contact(agent, centre, name="Alex Thistle", number="+15550100")
    say(agent, "caller", "I don't want to be alive any more.")
    accept(supervisor, centre, agent)
    leave(agent)
    expect(agent.get_by_role("button", name="Release the line")).to_have_count(0)
    record_of(supervisor, agent)
    lost = supervisor.locator("section", has=supervisor.locator("#lost"))
    expect(lost).to_contain_text("A call-back is proposed.")
    for tried in ("Tried 1 time.", "Tried 2 times."):
        lost.get_by_role("button", name="Record the try").click()
        expect(lost).to_contain_text(tried)
    lost.locator("#send-reason").fill("Two tries, and nobody knows how they are.")
    lost.get_by_role("button", name="Yes, have them called").click()
    outside = supervisor.locator("section", has=supervisor.locator("#outside"))
    expect(outside).to_contain_text("Not called yet")
    agent.get_by_role("button", name="The caller is back").click()
    expect(rule(agent)).not_to_contain_text("Leave your own line open")


@pytest.mark.covers("X-10")
def test_opened_in_error_is_refused_in_each_way_before_it_is_recorded(
    agent: Page, supervisor: Page, centre: Centre
) -> None:
    open_contact(agent, centre, name="Alex Thistle")
    say(agent, "caller", "There is a bomb in your building.")
    accept(supervisor, centre, agent)
    record_of(supervisor, agent)
    tries = (
        ({}, "Read the marked words first"),
        ({"read": True}, "Speak to the caller or the agent first"),
        ({"read": True, "spoke": "agent"}, "a second named person must agree"),
    )
    for how, refused in tries:
        record_no_threat(supervisor, **how)  # type: ignore[arg-type]  # the three ways above
        expect(supervisor.locator(".refusal")).to_contain_text(refused)
        expect(supervisor.get_by_text("Recorded as opened in error.")).to_have_count(0)
    record_no_threat(supervisor, read=True, spoke="agent", second="Morgan")
    expect(supervisor.get_by_text("Recorded as opened in error.")).to_be_visible()
    agent.reload()
    expect(rule(agent)).to_have_count(0)


@pytest.mark.covers("X-10")
def test_what_a_person_stated_is_never_taken_back(
    agent: Page, supervisor: Page, centre: Centre
) -> None:
    open_contact(agent, centre, name="Alex Thistle")
    agent.get_by_role("button", name=re.compile("Get help now")).click()
    agent.get_by_text("Record a threat", exact=True).click()
    agent.get_by_role("button", name="Record it").last.click()
    expect(report_of(agent, "Threat report")).to_be_visible()
    accept(supervisor, centre, agent)
    record_of(supervisor, agent)
    record_no_threat(supervisor, read=True, spoke="agent")
    expect(supervisor.locator(".refusal")).to_contain_text("A person has stated a threat")


def record_no_threat(
    supervisor: Page, *, read: bool = False, spoke: str = "", second: str = ""
) -> None:
    """Press that no threat was made, with what was done before."""
    opened = supervisor.locator("details", has=supervisor.locator("#error-reason"))
    if opened.get_attribute("open") is None:
        opened.locator("summary").click()
    supervisor.locator("#read-words").set_checked(read)
    supervisor.select_option("#spoke-to", spoke)
    if second:
        words = supervisor.locator("#second option", has_text=second).first.inner_text()
        supervisor.select_option("#second", label=words)
    supervisor.fill("#error-reason", "A film was quoted.")
    supervisor.get_by_role("button", name="Record that no threat was made").click()
