"""The desk in a real browser: keys, typed words that survive, the banner when the line is lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import APIResponse, Page, Route, expect

from tools.screenshots import SAID, centre, type_line

pytestmark = pytest.mark.loopback


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A demo centre of its own."""
    with centre() as where:
        yield where


@pytest.fixture
def desk(address: str, window: Callable[..., Page]) -> Page:
    """Maya's desk with a contact, nothing said yet."""
    page = window()
    page.goto(f"{address}/sign-in/")
    page.get_by_role("button", name="Maya").click()
    page.fill("#caller-name", "Alex Thistle")
    page.fill("#caller-country", "US")
    page.get_by_role("button", name="Open the contact").click()
    page.wait_for_selector("#line-text")
    return page


def answered(page: Page, held: list[tuple[Route, APIResponse]]) -> list[tuple[Route, APIResponse]]:
    """Wait until the server has answered what is held back, and return it."""
    for _ in range(600):
        if held:
            break
        page.wait_for_timeout(50)
    return held


def drawn_again(page: Page) -> None:
    """Let the page draw itself again, as any live event makes it do."""
    with page.expect_response(lambda answer: "/part/contact/" in answer.url):
        page.evaluate("document.body.dispatchEvent(new CustomEvent('live:page'))")
    page.wait_for_timeout(200)


def test_typed_words_and_focus_survive_every_change_of_the_page(desk: Page) -> None:
    type_line(desk, *SAID[0])
    desk.locator("#line-text").press_sequentially("half a sent")
    for _ in range(3):
        drawn_again(desk)
    assert desk.input_value("#line-text") == "half a sent"
    assert desk.evaluate("document.activeElement.id") == "line-text"


def test_a_threat_shows_the_step_and_keys_walk_it(desk: Page) -> None:
    for who, text in SAID:
        type_line(desk, who, text)
    expect(desk.locator("#step-title")).to_contain_text("Thank them for telling you")
    expect(desk.locator("#line-text")).to_have_value("")
    desk.locator("#line-text").press_sequentially("1 enter")
    expect(desk.locator("#step-title")).to_contain_text("Thank them for telling you")
    desk.fill("#line-text", "")
    desk.locator("#line-text").blur()
    desk.keyboard.press("Enter")
    expect(desk.locator("#step-title")).to_contain_text("in danger now")
    desk.keyboard.press("3")
    expect(desk.get_by_role("radio", name="Did not say")).to_be_checked()
    drawn_again(desk)
    expect(desk.get_by_role("radio", name="Did not say")).to_be_checked()
    desk.keyboard.press("Enter")
    expect(desk.locator("#step-title")).not_to_contain_text("in danger now")


def test_what_was_opened_and_typed_comes_back_in_a_part_that_is_drawn_as_a_new_one(
    desk: Page,
) -> None:
    desk.keyboard.press("F2")
    expect(desk.locator(".sl-banner-hold")).to_be_visible()
    desk.get_by_text("The caller has left", exact=True).click()
    desk.select_option("#left-by", "network")
    desk.evaluate(UNRECOGNISED)
    drawn_again(desk)
    expect(desk.locator("body")).to_have_class(re.compile("was-unrecognised"))
    expect(desk.locator("#left-by")).to_be_visible()
    expect(desk.locator("#left-by")).to_have_value("network")
    expect(desk.locator("details[open] #left-by")).to_have_count(1)


def test_a_reading_from_before_a_press_takes_no_step_away(desk: Page) -> None:
    held: list[tuple[Route, APIResponse]] = []
    desk.keyboard.press("F2")
    expect(desk.locator("#step-title")).to_contain_text("Now:")
    first = desk.locator("#step-title").inner_text()
    desk.wait_for_timeout(1000)
    desk.route("**/part/step/", lambda route: held.append((route, route.fetch())), times=1)
    desk.evaluate("document.body.dispatchEvent(new CustomEvent('live:step'))")
    ((route, answer),) = answered(desk, held)
    desk.keyboard.press("Enter")
    expect(desk.locator("#step-title")).not_to_have_text(first)
    desk.evaluate(
        "() => { window.seen = []; new MutationObserver(() => window.seen.push("
        "document.getElementById('step-title').innerText))"
        ".observe(document.body, {subtree: true, childList: true, characterData: true}); }"
    )
    with desk.expect_response(lambda one: "/part/step/" in one.url):
        route.fulfill(response=answer)
    desk.wait_for_timeout(300)
    assert first not in desk.evaluate("window.seen")


def test_what_is_chosen_while_a_press_is_on_its_way_stays_in_a_part_drawn_as_a_new_one(
    desk: Page,
) -> None:
    held: list[tuple[Route, APIResponse]] = []
    desk.keyboard.press("F2")
    expect(desk.locator(".sl-banner-hold")).to_be_visible()
    first = desk.locator("#step-title").inner_text()
    desk.get_by_text("The caller has left", exact=True).click()
    desk.locator("h2#leg").click()
    desk.route("**/desk/contacts/**", lambda route: held.append((route, route.fetch())), times=1)
    desk.keyboard.press("Enter")
    ((route, answer),) = answered(desk, held)
    desk.select_option("#left-by", "network")
    desk.evaluate(UNRECOGNISED)
    route.fulfill(response=answer)
    expect(desk.locator("#step-title")).not_to_have_text(first)
    expect(desk.locator("body")).to_have_class(re.compile("was-unrecognised"))
    expect(desk.locator("details[open] #left-by")).to_have_value("network")


def test_what_was_typed_and_not_sent_outlives_the_page_and_what_was_sent_does_not(
    desk: Page,
) -> None:
    for who, text in SAID:
        type_line(desk, who, text)
    expect(desk.locator("#line-text")).to_have_value("")
    desk.locator("#line-text").focus()
    desk.locator("#line-text").blur()
    desk.keyboard.press("Enter")
    expect(desk.locator("#step-title")).to_contain_text("in danger now")
    desk.keyboard.press("1")
    desk.keyboard.press("3")
    desk.locator("#line-text").press_sequentially("half a sent")
    desk.get_by_text("The caller has left", exact=True).click()
    desk.select_option("#left-by", "network")
    desk.reload()
    expect(desk.get_by_role("radio", name="Did not say")).to_be_checked()
    expect(desk.locator("#line-text")).to_have_value("half a sent")
    expect(desk.locator("details[open] #left-by")).to_have_value("network")
    desk.fill("#line-text", "")
    desk.locator("#line-text").blur()
    desk.get_by_role("radio", name="Did not say").focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("#step-title")).not_to_contain_text("in danger now")
    desk.select_option("#left-by", index=0)
    desk.reload()
    expect(desk.locator("#step-title")).to_be_visible()
    assert desk.evaluate("JSON.parse(sessionStorage['stayline.typed'])") == {}


def test_signing_out_forgets_what_was_typed(desk: Page) -> None:
    desk.locator("#line-text").press_sequentially("half a sent")
    assert "half a sent" in desk.evaluate("sessionStorage['stayline.typed']")
    desk.goto(desk.url.split("/desk/")[0] + "/desk/")
    desk.locator(".sl-me summary").last.click()
    desk.get_by_role("button", name="Sign out").click()
    desk.wait_for_url("**/sign-in/**")
    assert desk.evaluate("sessionStorage['stayline.typed'] || ''") == ""


UNRECOGNISED = """() => {
  const remove = (event) => {
    const { shouldSwap, serverResponse } = event.detail;
    if (!shouldSwap || !serverResponse.includes('id="leg"')) return;
    document.removeEventListener("htmx:beforeSwap", remove);
    const card = document.getElementById("leg").closest("section");
    card.replaceWith(document.createElement("div"));
    document.body.classList.add("was-unrecognised");
  };
  document.addEventListener("htmx:beforeSwap", remove);
}"""
"""The card of the line is gone from the page as the next drawing that brings it arrives."""


def test_f2_gets_help_while_somebody_types(desk: Page) -> None:
    desk.locator("#line-text").press_sequentially("half a sent")
    desk.keyboard.press("F2")
    expect(desk.locator(".sl-banner-hold")).to_be_visible()
    assert desk.input_value("#line-text") == "half a sent"


@pytest.mark.covers("S0-30", "S4-41")
def test_own_words_are_judged_while_typed_mended_by_a_press_and_held_for_secrecy(
    address: str, desk: Page
) -> None:
    desk.goto(f"{address}/desk/")
    desk.select_option("#channel", "chat")
    desk.get_by_role("button", name="Open the contact").click()
    text, judged = desk.locator("#words-text"), desk.locator("#words-judged")
    text.press_sequentially("Go on, but wait. I won't tell anyone.")
    expect(judged.locator("mark")).to_have_text(["but", "won't tell anyone"])
    drawn_again(desk)
    expect(text).to_be_focused()
    expect(judged).to_contain_text("Do not send this yet.")
    desk.get_by_role("button", name="Record as sent").click()
    expect(desk.locator("#words [role=alert]")).to_contain_text("It promises secrecy.")
    expect(text).to_have_value("Go on, but wait. I won't tell anyone.")
    judged.get_by_role("button", name="I can't keep this to myself").click()
    expect(judged).not_to_contain_text("Do not send this yet.")
    judged.get_by_role("button", name="Write: “and”").click()
    expect(text).to_have_value(re.compile("^Go on, and wait. I can't keep this to myself"))
    desk.get_by_role("button", name="Record as sent").click()
    expect(text).to_have_value("")
    expect(desk.locator(".sl-line-text").last).to_contain_text("Go on, and wait.")


def test_a_lost_connection_is_told_and_nothing_typed_is_lost(desk: Page) -> None:
    expect(desk.locator("#offline")).to_be_hidden()
    desk.fill("#line-text", "half a sent")
    desk.context.set_offline(True)
    expect(desk.locator("#offline")).to_be_visible()
    assert desk.input_value("#line-text") == "half a sent"
    desk.context.set_offline(False)


@pytest.mark.parametrize("width", [1360, 390, 320])
def test_no_width_scrolls_sideways_and_every_control_has_a_name(desk: Page, width: int) -> None:
    for who, text in SAID:
        type_line(desk, who, text)
    desk.set_viewport_size({"width": width, "height": 844})
    assert desk.evaluate("document.documentElement.scrollWidth") <= width
    assert desk.evaluate(NAMELESS) == []
    assert desk.evaluate(TWICE) == []
    assert desk.evaluate(SMALL) == []


NAMELESS = """() => [...document.querySelectorAll('input:not([type=hidden]), select, textarea')]
  .filter((one) => !one.labels.length && !one.ariaLabel).map((one) => one.outerHTML)"""
TWICE = """() => { const ids = [...document.querySelectorAll('[id]')].map((one) => one.id);
  return ids.filter((id, place) => ids.indexOf(id) !== place); }"""
SMALL = """() => [...document.querySelectorAll('button, a.btn, input:not([type=hidden]), select')]
  .filter((one) => one.getClientRects().length && !one.closest('label.sl-answer, label.form-check'))
  .filter((one) => one.getBoundingClientRect().height < 24).map((one) => one.outerHTML)"""


def test_what_was_refused_stays_in_sight_until_the_next_press(desk: Page) -> None:
    desk.get_by_role("button", name="Open the irate-caller aid").click()
    expect(desk.locator("#warnings")).to_be_visible()
    drawn_again(desk)
    desk.get_by_role("button", name="End the contact").click(force=True)
    refused = desk.get_by_role("alert").filter(has_text="incidents.contact.warning_first")
    expect(refused).to_be_visible()
    for _ in range(2):
        drawn_again(desk)
    expect(refused).to_be_visible()
    desk.get_by_role("button", name="Go on").click()
    expect(refused).to_have_count(0)
