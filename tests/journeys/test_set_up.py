"""A new organisation, set up by hand in the browser, from `stayline init` to its first drill.

`docs/how-to/set-up-a-centre.md` tells the same, step by step.
"""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from stayline.config.commands._centre import stayline_process
from stayline.config.rehearsal.centre import Centre, running
from tests.journeys.people import PATIENCE, Window, say

pytestmark = [pytest.mark.loopback, pytest.mark.timeout(900), pytest.mark.sqlite_only]

OWN = "lantern harbour violet cello"
"""What each of them chooses."""

PEOPLE = (
    ("ann", "Ann Example", "Customer support agent"),
    ("bo", "Bo Example", "Customer support supervisor"),
    ("mo", "Mo Example", "Manager"),
)
THREAT = "If you shut us off on Monday, I don't want to be alive any more."


@contextmanager
def new_centre(folder: Path) -> Iterator[Centre]:
    """A practice centre exactly as `stayline init` and `stayline up` make it."""
    given = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("STAYLINE_") and name != "DJANGO_SETTINGS_MODULE"
    }
    environ = given | {"STAYLINE_DATA_DIR": str(folder / "data")}
    password = folder / "password"
    password.write_text(OWN, encoding="utf-8")
    asked = [
        "init",
        "--mode",
        "practice",
        "--country",
        "GB",
        "--zone",
        "Europe/London",
        "--admin",
        "root",
    ]
    command = stayline_process(*asked, "--admin-password-file", str(password))
    subprocess.run(command, env=environ, check=True, capture_output=True)
    with running(Centre("", "", folder / "data", environ=environ)) as up:
        yield up


def sign_in(window: Window, centre: Centre, name: str, password: str) -> Page:
    """Open a window and sign in; whoever was given a password chooses their own."""
    page = window(reduced_motion="reduce", viewport={"width": 1360, "height": 900})
    page.set_default_timeout(PATIENCE)
    page.goto(f"{centre.url}/sign-in/")
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", password)
    page.get_by_role("button", name="Sign in").first.click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    if password != OWN:
        expect(page.get_by_role("heading", name="Choose a password of your own")).to_be_visible()
        page.fill("#now", password)
        page.fill("#chosen", OWN)
        page.fill("#again", OWN)
        page.get_by_role("button", name="Keep it").click()
        page.wait_for_url(lambda url: "password" not in url)
    return page


def missing(page: Page, centre: Centre) -> Locator:
    """What is still missing, on the page that says so."""
    page.goto(f"{centre.url}/admin/ready/")
    return page.locator(".sl-page-head")


def mend_the_site(root: Page) -> None:
    root.get_by_role("link", name="Write it for Our centre").click()
    expect(root.locator("#zone")).to_have_value("Europe/London")
    expect(root.locator("#country")).to_have_value("GB")
    root.fill("#emergency_plan", "Leave the headset on the desk. Go to the quiet room.")
    root.fill("#outside_name", "The security desk")
    root.fill("#outside_number", "+44 20 7946 0000")
    root.get_by_role("button", name="Save", exact=True).click()
    expect(root.get_by_role("status").filter(has_text="Saved")).to_be_visible()


def add_somebody(root: Page, centre: Centre, username: str, name: str, role: str) -> str:
    """Add somebody by the link that asks for them, and return the password that is shown once."""
    root.goto(f"{centre.url}/admin/ready/")
    wanted = f"Add a {role[0].lower()}{role[1:]}"
    link = root.get_by_role("link", name=wanted)
    if link.count():  # the first administrator supervises too, so nobody asks for a second one
        link.click()
    else:
        root.goto(f"{centre.url}/admin/people/new/")
    root.fill("#name", name)
    root.fill("#username", username)
    root.get_by_label(role, exact=True).check()
    root.get_by_role("button", name="Add, and show their password").click()
    row = root.get_by_role("row").filter(has_text=name)
    return row.locator("td").last.inner_text().strip()


def put_on_the_rota(root: Page, centre: Centre, name: str) -> None:
    """Somebody is on duty at every hour of every day, from today."""
    root.goto(f"{centre.url}/admin/rotas/")
    form = root.locator("form").filter(has=root.get_by_role("button", name="Write it every week"))
    form.locator("[name=person]").select_option(label=name)
    for day in form.locator("[name=weekdays]").all():
        day.check()
    form.locator("[name=starts]").fill("00:00")
    form.locator("[name=ends]").fill("00:00")
    form.locator("[name=from_day]").fill(
        time.strftime("%Y-%m-%d", time.gmtime(time.time() - 86400))
    )
    form.get_by_role("button", name="Write it every week").click()
    expect(root.locator(".sl-page-head [role=status]")).to_be_visible()


def decide_how_long(root: Page, centre: Centre) -> None:
    """Each kind of thing is kept for a year by a policy, after what would go was shown."""
    while missing(root, centre) and root.get_by_role("link", name="Decide it").count():
        root.get_by_role("link", name="Decide it").first.click()
        card = root.locator("section.card").filter(has_text="Not decided").first
        card.locator("[name=days]").fill("365")
        card.locator("[name=basis]").fill("Our policy on records, section 4")
        card.get_by_role("button", name="Show what would go").click()
        expect(root.get_by_text("Nothing is old enough to go now.")).to_be_visible()
        root.get_by_role("button", name="Decide it").click()
        expect(root.get_by_role("status").filter(has_text="Saved")).to_be_visible()


@pytest.mark.covers("S0-38")
def test_from_init_to_the_first_drill(
    window: Window, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    expect.set_options(timeout=PATIENCE)
    begun = time.monotonic()
    with new_centre(tmp_path) as centre:
        record_property("made_s", round(time.monotonic() - begun))
        root = sign_in(window, centre, "root", OWN)
        expect(missing(root, centre)).to_contain_text("missing")
        mend_the_site(root)
        given = {name: add_somebody(root, centre, name, *who) for name, *who in PEOPLE}
        for _, name, _ in PEOPLE:
            put_on_the_rota(root, centre, name)
        decide_how_long(root, centre)
        expect(missing(root, centre)).to_contain_text(
            "Nothing is missing that contacts must wait for."
        )
        record_property("ready_s", round(time.monotonic() - begun))
        _drill(window, centre, given)
    record_property("whole_s", round(time.monotonic() - begun))


def _drill(window: Window, centre: Centre, given: dict[str, str]) -> None:
    """A practice contact turns into a threat; whoever is on the rota is rung and takes it over."""
    bo = sign_in(window, centre, "bo", given["bo"])
    bo.goto(f"{centre.url}/floor/")
    ann = sign_in(window, centre, "ann", given["ann"])
    ann.goto(f"{centre.url}/desk/")
    ann.fill("#caller-name", "Alex")
    ann.get_by_role("button", name="Open the contact").click()
    ann.locator("#line-text").wait_for()
    say(ann, "caller", THREAT)
    ring = bo.locator(".sl-ring").first
    expect(ring).to_contain_text(re.compile(r"SLX-\d{4}-000001"))
    ring.get_by_role("button", name="Accept").click()
    expect(ann.locator(".sl-coming")).to_contain_text("Bo Example is coming")
    bo.get_by_role("button", name="I have joined").click()
    bo.get_by_role("button", name="I have spoken").click()
    expect(ann.locator(".sl-coming")).to_contain_text("has spoken")
    bo.get_by_role("button", name="I have taken over").click()
    expect(ann.get_by_text("Bo Example guides this contact now.")).to_be_visible()
