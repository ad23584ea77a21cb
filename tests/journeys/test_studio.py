"""The editor of the studio in real browsers: faults on their lines, nothing lost, two authors."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from stayline.config.rehearsal.centre import Centre
from tests.journeys.people import sign_in

pytestmark = pytest.mark.loopback

Window = Callable[..., Page]
DOCUMENT = "/studio/protocol/threat-in-writing/"


def test_a_fault_shows_on_its_line_and_of_two_authors_neither_loses_a_word(
    centre: Centre, window: Window
) -> None:
    quinn = open_editor(sign_in(window, centre, "Quinn"), centre)
    expect(quinn.locator("[data-drawing] [data-step=keep]")).to_be_visible()

    # A step is named wrongly: the fault stands under its line, and goes when it is mended.
    type_after(quinn, "start: keep", "x")
    fault = quinn.locator(".cm-line-error + .cm-finding", has_text="Did you mean “keep”?")
    expect(fault).to_be_visible()
    expect(fault.get_by_role("link")).to_have_attribute("href", "/studio/checker/#S01")
    expect(quinn.locator("[data-counts]")).to_contain_text("1 fault")
    quinn.keyboard.press("Backspace")
    expect(fault).to_have_count(0)
    expect(quinn.locator("[data-counts]")).to_contain_text("No finding")

    # What was typed and not saved is there again after the page was loaded anew.
    type_after(quinn, "start: keep", " # first of all")
    expect(quinn.locator("[data-told]")).to_have_text("Not saved yet.")
    quinn.reload()
    expect(quinn.locator("[data-kept]")).to_be_visible()
    expect(quinn.locator("#source")).to_have_value(re.compile("first of all"))

    # A colleague is at it too; whoever saves second is shown both texts.
    morgan = open_editor(sign_in(window, centre, "Morgan"), centre)
    expect(morgan.locator("[data-others]")).to_contain_text("Quinn Alder is editing too.")
    save(quinn)
    expect(quinn.locator("[data-told]")).to_have_text("Saved.")
    type_after(morgan, "start: keep", " # calm first")
    save(morgan)
    conflict = morgan.locator("#conflict")
    expect(conflict).to_contain_text("Quinn Alder saved this draft in the meantime")
    expect(conflict.locator(".gone")).to_contain_text("first of all")
    expect(conflict.locator(".come")).to_contain_text("calm first")
    expect(morgan.locator("#source")).to_have_value(re.compile("calm first"))
    save(morgan)
    expect(morgan.locator("[data-told]")).to_have_text("Saved.")
    expect(conflict).to_be_empty()


def open_editor(page: Page, centre: Centre) -> Page:
    """Begin the draft or join it, after the notice of risk."""
    page.goto(f"{centre.url}{DOCUMENT}")
    press = page.get_by_role("button", name="Write the next version")
    if press.count():
        press.click()
    else:
        page.get_by_role("link", name="The draft").click()
    page.wait_for_url("**/risk/**")
    page.locator("main form button").first.click()
    page.wait_for_load_state()
    if press.count():
        press.click()
    expect(page.locator("[data-editor][data-ready]")).to_be_visible()
    expect(page.locator("[data-counts]")).to_contain_text("No finding")
    return page


def type_after(page: Page, words: str, typed: str) -> None:
    """Find a place in the text as an author would, and type after it."""
    page.locator(".cm-content").click()
    page.keyboard.press("ControlOrMeta+f")
    page.locator(".cm-search [name=search]").clear()
    page.locator(".cm-search [name=search]").press_sequentially(words)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowRight")
    page.keyboard.type(typed)


def save(page: Page) -> None:
    """Press Save, and wait until the centre has answered."""
    with page.expect_response(lambda one: one.url == page.url and one.request.method == "POST"):
        page.get_by_role("button", name="Save", exact=True).click()
