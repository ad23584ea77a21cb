"""A manager who is not there is paged by mail, and takes the contact from the mail itself."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from stayline.config.rehearsal.centre import Centre, running
from tests.journeys.people import open_contact, sign_in
from tests.plugins.centres import Centres
from tests.rooms.escalation.pages import MailServer, mail_server, token_in

pytestmark = pytest.mark.loopback

Window = Callable[..., Page]
MORGAN = "morgan@example.org"


@pytest.mark.covers("S1-12")
def test_a_manager_accepts_from_an_email(centres: Centres, window: Window, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    with centres.prepared(tmp_path) as made, mail_server() as server:
        known_as = {**made.environ, "STAYLINE_PUBLIC_URL": f"http://127.0.0.1:{port}"}
        told = replace(made, environ=known_as)
        with running(told, command=("up", "--port", port)) as centre:
            manager = sign_in(window, centre, "Morgan")
            a_way_by_mail(manager, centre, server)
            the_ladder_pages_by_mail(manager, centre)
            manager.close()
            nobody_is_there_but_the_manager_s_mail(centre, window, server)


def a_way_by_mail(manager: Page, centre: Centre, server: MailServer) -> None:
    """Morgan sets up the mail server, says where mail reaches them, and tries it."""
    manager.goto(f"{centre.url}/me/")
    manager.select_option("#channel", "email")
    manager.fill("#address", MORGAN)
    manager.get_by_role("button", name="Add", exact=True).click()
    manager.goto(f"{centre.url}/admin/channels/")
    manager.get_by_role("link", name="Set up: Your mail server (SMTP)").click()
    manager.fill("#name", "The centre’s mail")
    manager.fill("#host", "127.0.0.1")
    manager.fill("#port", str(server.port))
    manager.select_option("#security", "none")
    manager.fill("#sender", "stayline@example.org")
    manager.get_by_label("For exercises").check()
    manager.get_by_role("button", name="Set it up").click()
    manager.get_by_role("button", name="Send me a test").click()
    expect(manager.locator("#trial")).to_contain_text("A test left")
    [test] = server.got
    assert test["To"] == MORGAN
    server.got.clear()


def the_ladder_pages_by_mail(manager: Page, centre: Centre) -> None:
    """Morgan lets every rung of the crisis ladder page by email as well."""
    manager.goto(f"{centre.url}/admin/ladders/crisis/change/")
    while "/risk/" in manager.url:  # one notice for changing, one for putting in force
        with manager.expect_navigation():
            manager.get_by_role("button", name="I have read it, and go on").click()
    for box in manager.locator("input[name$='-channels'][value='email']").all()[:4]:
        box.check()
    manager.get_by_role("button", name=re.compile("Put it in force")).click()
    again = manager.get_by_role("button", name="Put it in force all the same")
    expect(again.or_(manager.get_by_text("In force", exact=True))).to_be_visible()
    if again.is_visible():
        again.click()
    expect(manager.get_by_text("In force", exact=True)).to_be_visible()


def nobody_is_there_but_the_manager_s_mail(
    centre: Centre, window: Window, server: MailServer
) -> None:
    """Maya asks for help, nobody is at a screen, and Morgan answers from a telephone's browser."""
    agent = sign_in(window, centre, "Maya")
    open_contact(agent, centre, name="Alex Thistle")
    agent.keyboard.press("F2")
    expect(agent.locator(".sl-coming")).to_be_visible()
    mail = arrived(agent, server)
    text = mail.get_content()
    assert "Alex" not in f"{mail['Subject']} {text}"
    assert "Maya" not in text

    phone = window(viewport={"width": 390, "height": 800})
    phone.goto(f"{centre.url}/p/{token_in(text)}/")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Level")
    expect(phone.get_by_role("main")).not_to_contain_text("Alex")
    expect(agent.locator(".sl-coming")).not_to_contain_text("Morgan Heath is coming")
    phone.get_by_role("button", name="I take it").click()
    expect(phone.get_by_role("main")).to_contain_text("It is yours")
    expect(agent.locator(".sl-coming")).to_contain_text("Morgan Heath is coming")
    expect(agent.locator("#line-text")).to_be_visible()

    phone.get_by_role("link", name="Open the briefing").click()
    phone.get_by_role("button", name="Morgan").click()
    expect(phone.locator(".sl-sbar")).to_be_visible()


def arrived(agent: Page, server: MailServer) -> EmailMessage:
    """The first mail that arrives; the agent's own page is looked at meanwhile."""
    for _ in range(120):
        if server.got:
            return server.got[0]
        agent.wait_for_timeout(250)
    raise AssertionError("no mail arrived")
