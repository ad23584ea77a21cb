"""The desk of a crisis contact when the server is gone, over a reload, and when it is back."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from stayline.config.rehearsal.centre import Centre, running
from tests.plugins.centres import Centres

pytestmark = [pytest.mark.loopback, pytest.mark.postgres_in_soak]

PATIENCE = 20_000
SAID = "If you shut us off on Monday, I'm going to kill myself."
TYPED = "I am still on the balcony, it is cold."
ALSO = "My sister lives next door."


@pytest.fixture
def prepared(centres: Centres, tmp_path: Path) -> Iterator[Centre]:
    with centres.prepared(tmp_path) as centre:
        yield centre


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def crisis(page: Page, url: str) -> None:
    page.set_default_timeout(PATIENCE)
    page.goto(f"{url}/sign-in/?next=/desk/")
    page.get_by_role("button", name="Maya").first.click()
    page.wait_for_url(lambda where: "sign-in" not in where)
    page.goto(f"{url}/desk/")
    page.fill("#caller-name", "Alex Thistle")
    page.fill("#caller-country", "US")
    page.get_by_role("button", name="Open the contact").click()
    page.fill("#line-text", SAID)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".sl-say").first).to_be_visible()
    # What the window keeps has caught up with the step, and the stand-in is ready.
    page.wait_for_function(
        "() => (sessionStorage.getItem('stayline.panels') || '').includes('You were here')"
    )
    page.wait_for_function(
        "async () => Boolean(await (await caches.open('stayline-without')).match('/desk/without/'))"
        " && Boolean(navigator.serviceWorker.controller)"
    )


def press_through(page: Page) -> None:
    """Walk the minimum-safe path: no answer, back, danger, help."""
    page.get_by_text("Words to say, and the minimum-safe path").click()
    path = page.locator("#without [data-step]:visible")
    expect(path.locator("h3")).to_have_text("Keep talking. A person is being called.")
    path.get_by_role("button", name="Go on").click()
    expect(path).to_contain_text("in danger right now?")
    path.get_by_role("button", name="Anything else").click()
    expect(path.locator("h3")).to_have_text("Stay with the silence")
    path.get_by_role("button", name="Back").click()
    path.get_by_role("button", name="Yes", exact=True).click()
    expect(path.locator("h3")).to_have_text("Get emergency services")


def shows_the_words(page: Page) -> None:
    panel = page.locator("#without")
    expect(panel).to_contain_text("Stayline cannot be reached. Keep talking.")
    expect(panel.locator(".sl-number")).to_have_text("911")
    expect(panel).to_contain_text("Please connect me to the control room for")
    expect(panel).to_contain_text("Who was coming")
    expect(panel).not_to_contain_text("Alex")
    expect(panel).not_to_contain_text("shut us off")


def test_the_desk_goes_on_without_its_server(
    prepared: Centre, port: int, window: Callable[..., Page]
) -> None:
    expect.set_options(timeout=PATIENCE)
    up = ("up", "--port", str(port))
    page = window(reduced_motion="reduce", viewport={"width": 1360, "height": 900})
    with running(prepared, command=up) as centre:
        crisis(page, centre.url)
    shows_the_words(page)
    expect(page.locator("#step")).to_be_in_viewport()  # nothing jumped
    expect(page.get_by_role("heading", name="You were here:")).to_have_count(0)
    press_through(page)
    page.fill("#line-text", TYPED)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#without")).to_contain_text("1 typed line waiting to be sent")
    expect(page.locator("#line-text")).to_have_value("")

    page.reload()
    shows_the_words(page)
    expect(page.get_by_role("heading", name="You were here:")).to_be_visible()
    expect(page.locator("#without [data-step]:visible h3")).to_have_text("Get emergency services")
    expect(page.locator("#without")).to_contain_text(TYPED)
    page.fill("#without-text", ALSO)
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("#without")).to_contain_text("2 typed lines waiting to be sent")

    with running(prepared, command=up):
        expect(page.locator("#line-text")).to_be_visible()
        expect(page.locator("#without")).to_have_count(0)
        for words in (TYPED, ALSO):
            expect(page.locator(".sl-line-text", has_text=words)).to_have_count(1)
        page.reload()
        for words in (SAID, TYPED, ALSO):
            expect(page.locator(".sl-line-text", has_text=words)).to_have_count(1)
        assert page.evaluate("sessionStorage.getItem('stayline.unsent')") == "{}"
        page.goto(f"http://127.0.0.1:{port}/desk/")
        page.locator(".sl-menu:not(.sl-own) summary").click()
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url("**/sign-in/**")
        assert page.evaluate("sessionStorage.getItem('stayline.panels')") is None
