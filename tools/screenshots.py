"""Draw the screens as they are: three demo contacts, driven by hand, at two widths, light and dark.

    python -m tools.screenshots              the few that the documents show, into docs/images
    python -m tools.screenshots FOLDER       every screen, whole, at both widths and themes

Starts a demo centre of its own on a free port with a temporary data folder, and ends it. The
people and the words in it are invented. What the pictures show is what the pages show: nothing
is staged beside what the demo's own buttons do.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page

from tools.browser import chromium
from tools.screens_after import draw_after, played
from tools.screens_command import draw_command

ROOT: Final = Path(__file__).resolve().parent.parent
STAYLINE: Final = Path(sys.executable).with_name("stayline")
START_SECONDS: Final = 240
WIDTHS: Final = {1360: 900, 390: 844}
DOCUMENTS: Final = ROOT / "docs" / "images"
THEMES: Final = ("light", "dark")
SAID: Final = (
    ("caller", "This is the fourth time I have called about the same bill."),
    ("agent", "I hear you, and I am sorry it has taken four calls."),
    ("caller", "If you shut us off on Monday, I don't want to be alive any more."),
)
"""A stated threat with a condition, and no word of a method."""
SENDS: Final = re.compile("Submit the report|Send the report now")


@dataclass
class Shots:
    """Where pictures go, and whether they are for the documents or for looking at everything."""

    folder: Path
    documents: bool

    def take(self, page: Page, name: str) -> None:
        """Take the page as it is: one window of it, or all of it in every width and theme."""
        if self.documents:
            page.set_viewport_size({"width": 1360, "height": 1000})
            page.evaluate("scrollTo(0, 0)")
            page.wait_for_timeout(150)
            page.screenshot(path=str(self.folder / f"{name}.png"), animations="disabled")
            return
        for theme in THEMES:
            page.evaluate(f"document.documentElement.setAttribute('data-bs-theme', '{theme}')")
            for width, height in WIDTHS.items():
                page.set_viewport_size({"width": width, "height": height})
                page.evaluate("scrollTo(0, 0)")
                page.wait_for_timeout(150)
                path = self.folder / f"{name}-{theme}-{width}.png"
                page.screenshot(path=str(path), full_page=True, animations="disabled")
        page.set_viewport_size({"width": 1360, "height": 900})
        page.evaluate("document.documentElement.setAttribute('data-bs-theme', 'light')")


@contextmanager
def centre(*, past: bool = False) -> Iterator[str]:
    """A demo centre on a free port with a folder of its own; its address, gone at the end.

    Nothing has happened in it, unless it is asked for with its `past`.
    """
    with centre_and_settings(past=past) as (address, _):
        yield address


@contextmanager
def centre_and_settings(*, past: bool = False) -> Iterator[tuple[str, dict[str, str]]]:
    """The same, with the settings by which commands reach it."""
    port = _free_port()
    folder = tempfile.mkdtemp(prefix="stayline-pictures-")
    foreign = ("STAYLINE_", "DJANGO_")
    settings = {key: value for key, value in os.environ.items() if not key.startswith(foreign)}
    settings |= {"STAYLINE_MODE": "demo", "STAYLINE_DATA_DIR": folder}
    process = subprocess.Popen(
        [STAYLINE, "demo", "--single", "--port", str(port), *(() if past else ("--no-past",))],
        env=settings,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address, process)
        yield address, settings
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError("the demo centre ended by itself")
        try:
            with urllib.request.urlopen(f"{address}/sign-in/", timeout=2):  # noqa: S310 - our own address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise RuntimeError(f"no answer from the demo centre within {START_SECONDS} s")


def sign_in(browser: Browser, address: str, name: str) -> Page:
    """Open a window and sign in by one press as one of the demo's people."""
    page = browser.new_context(reduced_motion="reduce").new_page()
    page.goto(f"{address}/sign-in/")
    for more in page.locator("#main details summary").all():
        more.click()
    page.get_by_role("button", name=name).click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    return page


def type_line(agent: Page, who: str, text: str) -> None:
    """Type a line on the desk and wait until it stands there."""
    agent.select_option("#line-who", who)
    agent.fill("#line-text", text)
    agent.get_by_role("button", name="Add").click()
    agent.locator(".sl-line-text", has_text=text[:30]).wait_for()


def open_contact(agent: Page, address: str, caller: str) -> None:
    """Start a practice contact with this caller."""
    agent.goto(f"{address}/desk/")
    agent.fill("#caller-name", caller)
    agent.fill("#caller-country", "US")
    agent.get_by_role("button", name="Open the contact").click()
    agent.locator("#line-text").wait_for()


def press(page: Page, name: str) -> None:
    """Press a button of the step card and wait until another step stands there."""
    before = page.locator("#step-title").inner_text()
    page.get_by_role("button", name=name).first.click()
    page.wait_for_function(
        "before => document.querySelector('#step-title')?.innerText !== before", arg=before
    )


def draw(address: str, shots: Shots, settings: dict[str, str] | None = None) -> None:
    """Walk contacts from the first line to the record and take the screens on the way.

    With the settings by which commands reach the centre, a drill is played as well, and what
    comes after a contact is taken.
    """
    if settings is not None:
        played(address, settings, STAYLINE)
    with chromium() as browser:
        door = browser.new_context().new_page()
        door.goto(f"{address}/sign-in/")
        shots.take(door, "sign-in")
        agent = sign_in(browser, address, "Maya")
        supervisor = sign_in(browser, address, "Jordan")
        supervisor.goto(f"{address}/welcome/")
        shots.take(supervisor, "tutorial-welcome")
        supervisor.goto(f"{address}/floor/")
        agent.goto(f"{address}/desk/")
        shots.take(agent, "desk-empty")
        incident = _crisis(address, shots, agent, supervisor)
        draw_command(address, shots.take, sign_in(browser, address, "Jordan"), incident)
        _difficult(address, shots, sign_in(browser, address, "Ines"))
        _bomb(address, shots, sign_in(browser, address, "Omar"))
        supervisor.goto(f"{address}/floor/")
        shots.take(supervisor, "tutorial-floor")
        supervisor.goto(f"{address}/floor/seen/")
        shots.take(supervisor, "seen")
        _situation(address, shots, sign_in(browser, address, "Nia"))
        _studio(address, shots, sign_in(browser, address, "Quinn"))
        _library(address, shots, sign_in(browser, address, "Morgan"))
        _set_up(address, shots, sign_in(browser, address, "Quinn"))
        _lists(address, shots, supervisor)
        if settings is not None:
            draw_after(address, shots.take, lambda who: sign_in(browser, address, who))


def _crisis(address: str, shots: Shots, agent: Page, supervisor: Page) -> str:
    """A threat of suicide, taken over, reported, and in the record; return its incident's id."""
    open_contact(agent, address, "Alex Thistle")
    for who, text in SAID:
        type_line(agent, who, text)
    agent.locator(".sl-say").first.wait_for()
    supervisor.locator(".sl-ring").first.wait_for()
    shots.take(supervisor, "floor")
    supervisor.locator(".sl-ring button", has_text="Accept").first.click()
    supervisor.locator(".sl-sbar").wait_for()
    shots.take(supervisor, "briefing")
    agent.locator(".sl-coming", has_text="is coming").wait_for()
    shots.take(agent, "desk")
    _hand_over(agent, supervisor)
    agent.get_by_role("link", name="Open the report").first.click()
    agent.locator("#report").wait_for()
    shots.take(agent, "report")
    agent.get_by_role("button", name=SENDS).first.click()
    agent.locator("#report", has_text="Submitted").wait_for()
    shots.take(agent, "tutorial-report")
    supervisor.goto(f"{address}/floor/")
    supervisor.get_by_role("link", name="Return").click()
    supervisor.get_by_role("link", name="Open the desk").click()
    supervisor.get_by_role("link", name="Record").click()
    supervisor.locator(".sl-log").wait_for()
    shots.take(supervisor, "record")
    return supervisor.url.split("?", maxsplit=1)[0].rstrip("/").rsplit("/", 1)[-1]


def _difficult(address: str, shots: Shots, agent: Page) -> None:
    """Abuse, two warnings, a threat: the warnings close."""
    open_contact(agent, address, "Rowan Bramble")
    type_line(agent, "caller", "You people are useless idiots, all of you.")
    shots.take(agent, "desk-abuse")
    press(agent, "Open the irate-caller aid")
    for _ in range(2):
        press(agent, "They are abusive")
        press(agent, "Go on")
    shots.take(agent, "desk-irate")
    type_line(agent, "caller", "I know where your office is and I am going to hurt one of you.")
    agent.locator("#step-title", has_text="A threat was made").wait_for()
    shots.take(agent, "tutorial-locked")
    press(agent, "Switch to")
    shots.take(agent, "desk-switched")


def _bomb(address: str, shots: Shots, agent: Page) -> None:
    """The bare statement, help from outside, and the checklist."""
    open_contact(agent, address, "Alder Fern")
    type_line(agent, "caller", "There is a bomb in your building.")
    agent.locator(".sl-say").first.wait_for()
    shots.take(agent, "desk-bomb")
    agent.get_by_role("button", name="Emergency services").first.click()
    agent.locator("#dispatch .card").first.wait_for()
    shots.take(agent, "desk-outside")
    contact = agent.url
    agent.get_by_role("link", name="Open the report").first.click()
    agent.locator("#report").wait_for()
    shots.take(agent, "report-bomb")
    agent.goto(contact)
    agent.get_by_role("link", name="Audio, transcripts, documents").first.click()
    agent.locator("#add").wait_for()
    shots.take(agent, "attachments")


def _situation(address: str, shots: Shots, agent: Page) -> None:
    """Somebody tells of abuse at home; the more exact procedure is taken by one press."""
    open_contact(agent, address, "Hazel Sedge")
    type_line(agent, "caller", "My husband hits me.")
    agent.locator(".sl-say").first.wait_for()
    shots.take(agent, "desk-situations")


def _studio(address: str, shots: Shots, owner: Page) -> None:
    """A document, its next version with a fault in it, and what stands before it goes live."""
    owner.goto(f"{address}/studio/")
    shots.take(owner, "studio")
    owner.goto(f"{address}/studio/protocol/self-harm/")
    shots.take(owner, "studio-document")
    owner.get_by_role("button", name="Write the next version").click()
    shots.take(owner, "studio-risk")
    owner.get_by_role("button", name="I have read it, and go on").click()
    owner.wait_for_load_state("networkidle")
    if owner.get_by_role("button", name="Write the next version").count():
        owner.get_by_role("button", name="Write the next version").click()
        owner.wait_for_load_state("networkidle")
    owner.wait_for_timeout(2500)
    shots.take(owner, "studio-editor")
    for place in ("experts", "coverage", "shares", "alerts"):
        owner.goto(f"{address}/studio/{place}/")
        shots.take(owner, f"studio-{place}")
    owner.goto(f"{address}/phrases/")
    shots.take(owner, "phrases")


def _library(address: str, shots: Shots, manager: Page) -> None:
    """The reference pages, and who is trained."""
    for path, name in (
        ("library/", "library"),
        ("library/knowledge/k05-log/", "library-knowledge"),
        ("learning/", "learning"),
        ("learning/readiness/", "readiness"),
    ):
        manager.goto(f"{address}/{path}")
        shots.take(manager, name)


def _set_up(address: str, shots: Shots, owner: Page) -> None:
    """Sites, people, rotas, ladders to people, ways out, what is owed and kept, what is missing."""
    for path, name in (
        ("", "set-up"),
        ("ready/", "ready"),
        ("sites/", "sites"),
        ("sites/meadowbank/", "site"),
        ("people/", "people"),
        ("skills/", "skills"),
        ("conflicts/", "conflicts"),
        ("lists/", "people-lists"),
        ("rotas/", "rotas"),
        ("ladders/", "ladders"),
        ("ladders/crisis/", "ladder"),
        ("ladders/crisis/change/", "ladder-change"),
        ("channels/", "channels"),
        ("channels/new/email/smtp/", "channel-new"),
        ("tokens/", "tokens"),
        ("owed/", "owed"),
        ("retention/", "retention"),
        ("outbox/", "outbox"),
    ):
        owner.goto(f"{address}/admin/{path}")
        shots.take(owner, name)
    owner.goto(f"{address}/me/")
    shots.take(owner, "me")


def _lists(address: str, shots: Shots, supervisor: Page) -> None:
    """What there is, open and closed; one that is followed."""
    for path in ("incidents", "contacts"):
        supervisor.goto(f"{address}/{path}/")
        shots.take(supervisor, path)
    supervisor.goto(f"{address}/floor/")
    supervisor.locator("form[action*='/follow/'] button").first.click()
    supervisor.wait_for_url("**/follow/")
    shots.take(supervisor, "follow")


def _hand_over(agent: Page, supervisor: Page) -> None:
    supervisor.get_by_role("button", name="I have joined").click()
    supervisor.get_by_role("button", name="I have spoken").wait_for()
    supervisor.get_by_role("button", name="I have spoken").click()
    agent.locator(".sl-coming", has_text="has spoken").wait_for()


def main() -> None:
    """Read the folder from the command line and draw into it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, help="default: the documents' pictures")
    chosen: Path | None = parser.parse_args().folder
    folder = chosen or DOCUMENTS
    folder.mkdir(parents=True, exist_ok=True)
    with centre_and_settings() as (address, settings):
        draw(address, Shots(folder, documents=chosen is None), settings)
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")


if __name__ == "__main__":
    main()
