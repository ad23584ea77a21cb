"""No page breaks a rule of WCAG 2.2 AA that axe-core knows: wide and narrow, light and dark.

`make test` looks at the pages of a crisis contact and one of each other kind; `make soak` at the
lists and forms of every role.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from stayline.config.rehearsal.centre import Centre
from tests.axe import violations
from tests.journeys.people import Window, accept, number_of, open_contact, report_of, say, sign_in

pytestmark = [pytest.mark.loopback, pytest.mark.timeout(600)]

THREAT = "If you shut us off on Monday, I don't want to be alive any more."
FEW = (
    ("Maya", ("library/knowledge/k05-log/", "learning/practice/", "care/own/")),
    ("Morgan", ("quality/trends/",)),
    ("Quinn", ("studio/", "admin/ready/")),
)
MANY = {
    "Maya": """
        care/ care/now/ care/library/ care/pulse/ learning/ learning/support/
        learning/lessons/ library/ floor/seen/ me/ quality/complaints/
        quality/complaints/new/ welcome/
    """,
    "Jordan": """
        floor/ incidents/ contacts/ phrases/ notes/ command/ command/people/
        command/resources/ command/agencies/ command/plans/ command/structures/ quality/
        quality/calibration/ quality/feedback/
    """,
    "Morgan": """
        learning/readiness/ learning/drills/ learning/evidence/ learning/site/
        learning/import/ quality/improvements/ quality/departures/ quality/complaints/
        care/offered/ care/duties/ care/effect/ command/resources/new/
        command/resources/list/ command/agencies/new/ command/agencies/list/
    """,
    "Quinn": """
        studio/protocol/self-harm/ studio/experts/ studio/coverage/ studio/shares/
        studio/alerts/ studio/adopt/ studio/checker/ admin/ admin/sites/ admin/sites/new/
        admin/sites/meadowbank/ admin/people/ admin/people/new/ admin/skills/
        admin/conflicts/ admin/lists/ admin/rotas/ admin/ladders/ admin/ladders/crisis/
        admin/ladders/crisis/change/ admin/channels/ admin/channels/new/email/smtp/
        admin/tokens/ admin/owed/ admin/retention/ admin/outbox/
    """,
    "Wren Calder": """
        learning/teaching/ learning/courses/
    """,
}


def looked_at(page: Page, centre: Centre, paths: Iterable[str]) -> list[str]:
    found = []
    for path in paths:
        page.goto(f"{centre.url}/{path}")
        found += violations(page)
    return found


def crisis(centre: Centre, window: Window) -> tuple[Page, Page, list[str]]:
    """A threat, before a supervisor comes and after: the two windows and what is wrong in them."""
    agent, supervisor = sign_in(window, centre, "Maya"), sign_in(window, centre, "Jordan")
    agent.goto(f"{centre.url}/desk/")
    agent.locator(".sl-me summary").last.click()
    found = violations(agent)
    open_contact(agent, centre, name="Alex Thistle")
    say(agent, "caller", THREAT)
    expect(agent.locator(".sl-say").first).to_be_visible()
    supervisor.goto(f"{centre.url}/floor/")
    expect(supervisor.locator(".sl-ring").first).to_be_visible()
    found += violations(agent) + violations(supervisor)
    accept(supervisor, centre, agent)
    return agent, supervisor, found + violations(supervisor)


def in_command(centre: Centre, page: Page, incident: str) -> str:
    """Lead the incident, send a crew; the path of the crew's own page."""
    page.goto(f"{centre.url}/command/{incident}/")
    page.get_by_role("button", name="Take it").first.click()
    page.locator("#posts-title").wait_for()
    page.locator("summary", has_text="Send someone").first.click()
    page.fill("#send-what", "Meet the ambulance and show the way in.")
    page.fill("#send-where", "Harbor Street office, main gate")
    soon = datetime.now(ZoneInfo("America/New_York")) + timedelta(hours=1)
    page.fill("#send-by", soon.strftime("%H:%M"))
    page.get_by_role("button", name="Send them").click()
    page.locator(".sl-deployed").wait_for()
    link = re.search(r"/field/[\w-]+", page.content())
    assert link is not None
    return link[0].removeprefix("/")


def test_the_checker_finds_what_is_wrong(window: Window) -> None:
    page = window()
    page.set_content(
        "<html lang=en><title>x</title><main><h1>A page</h1><input>"
        "<p style='color:#999;background:#fff'>faint</p></main>"
    )
    found = " ".join(violations(page))
    for words in ("light 1360: label", "dark 390: color-contrast", "light 390: color-contrast"):
        assert words in found


def test_the_pages_of_a_crisis_and_one_of_each_kind(centre: Centre, window: Window) -> None:
    agent, supervisor, found = crisis(centre, window)
    number = number_of(agent)
    report_of(agent, "Threat report").click()
    found += violations(agent)
    supervisor.goto(f"{centre.url}/floor/")
    row = supervisor.locator(".sl-incident", has_text=number)
    incident = row.evaluate("row => row.id.slice(4)")
    found += looked_at(supervisor, centre, [f"floor/incidents/{incident}/"])
    link = in_command(centre, supervisor, incident)
    here = f"command/{incident}/"
    found += looked_at(supervisor, centre, [here, f"{here}assess/"])
    found += looked_at(window(reduced_motion="reduce"), centre, ["sign-in/", "nowhere/", link])
    for name, paths in FEW:
        found += looked_at(sign_in(window, centre, name), centre, paths)
    assert found == []


@pytest.mark.soak
def test_the_lists_and_forms_of_every_role(centre: Centre, window: Window) -> None:
    found = []
    for name, paths in MANY.items():
        found += looked_at(sign_in(window, centre, name), centre, paths.split())
    trainer = sign_in(window, centre, "Wren Calder")
    trainer.goto(f"{centre.url}/learning/courses/")
    trainer.locator("main a[href*='/learning/courses/']").first.click()
    found += violations(trainer)
    author = sign_in(window, centre, "Quinn")
    author.goto(f"{centre.url}/studio/protocol/self-harm/")
    author.get_by_role("button", name="Write the next version").click()
    author.get_by_role("button", name="I have read it, and go on").click()
    author.get_by_role("button", name="Write the next version").click()
    author.locator(".cm-content").wait_for()
    found += violations(author)
    assert found == []
