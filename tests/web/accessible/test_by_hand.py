"""What no checker sees: the keyboard alone, what is read out, and how a page bends.

Each test says which criterion of WCAG 2.2 it shows; docs/reference/accessibility.md lists them.
"""

from __future__ import annotations

from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from stayline.config.rehearsal.centre import Centre
from tests.journeys.people import Window, accept, number_of, open_contact, say, sign_in

pytestmark = [pytest.mark.loopback, pytest.mark.timeout(300)]

THREAT: Final = "If you shut us off on Monday, I don't want to be alive any more."
MOST: Final = 150
"""More stops than any of these pages has: whoever needs more is in a trap."""

STOP: Final = """() => {
  const node = document.activeElement;
  if (!node || node === document.body) return null;
  const target = node.closest(".sl-answer, .sl-chip, .form-check, .sl-score label") || node;
  const { width, height } = target.getBoundingClientRect();
  const isRinged = [node, target].some((one) => {
    const style = getComputedStyle(one);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  const isSeen = [...node.getClientRects()].some((box) => [0.1, 0.5, 0.9].some((share) => {
    const at = document.elementFromPoint(box.left + box.width * share, box.top + box.height / 2);
    return at && (at === node || node.contains(at) || target.contains(at));
  }));
  const faults = [];
  if (!isRinged) faults.push("no ring");
  if (!isSeen) faults.push("covered");
  if (width < 24 || height < 24) faults.push(`${Math.round(width)} by ${Math.round(height)} px`);
  node.dataset.stop = Number(node.dataset.stop || 0) + 1;
  const words = (node.innerText || node.id).trim().slice(0, 30);
  return { words, again: node.dataset.stop > 1, faults };
}"""
SPACED: Final = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important;"
    + " word-spacing: .16em !important } p { margin-bottom: 2em !important }");
  document.adoptedStyleSheets.push(sheet);
}"""
WIDEST: Final = """() => [...document.querySelectorAll("body *")]
  .filter((one) => one.getBoundingClientRect().right > innerWidth && !one.closest("[tabindex='0']"))
  .map((one) => one.outerHTML.slice(0, 90)).slice(-2)"""
LIVE: Final = "[role=status], [role=alert], [role=log], [aria-live]"


def walked(page: Page) -> list[str]:
    """Press Tab from the top of the page to its end; the faults of each stop."""
    page.reload()
    page.wait_for_timeout(300)
    found, words = [], []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        stop: dict[str, Any] | None = page.evaluate(STOP)
        if stop is None or stop["again"]:
            break
        words.append(stop["words"])
        found += [f"{page.url} {stop['words']}: {fault}" for fault in stop["faults"]]
    else:
        found.append(f"{page.url}: no end after {MOST} stops")
    assert words[0] == "Skip to main content"
    return found


def wide(page: Page) -> list[str]:
    """Sideways scrolling at 680 px (a zoom of 200 %), at 320 px (400 %), and with text spaced."""
    found = []
    for width, height in ((680, 450), (320, 640)):
        page.set_viewport_size({"width": width, "height": height})
        found += sideways(page)
    page.evaluate(SPACED)
    found += sideways(page)
    page.set_viewport_size({"width": 1360, "height": 900})
    return found + sideways(page)


def sideways(page: Page) -> list[str]:
    has, may = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    return [f"{page.url} is {has} px in {may}: {page.evaluate(WIDEST)}"] if has > may else []


def said(page: Page, place: str = "aloud") -> list[str]:
    return page.locator(f"#{place} p").all_inner_texts()


def test_desk_floor_and_command_by_keyboard_and_on_a_narrow_screen(
    centre: Centre, window: Window
) -> None:
    agent, supervisor = sign_in(window, centre, "Maya"), sign_in(window, centre, "Jordan")
    open_contact(agent, centre, name="Alex Thistle")
    say(agent, "caller", THREAT)
    supervisor.goto(f"{centre.url}/floor/")
    row = supervisor.locator(".sl-incident", has_text=number_of(agent))
    incident = row.evaluate("row => row.id.slice(4)")
    expect(supervisor.locator(".sl-ring").first).to_be_visible()
    found = walked(supervisor) + wide(supervisor)
    accept(supervisor, centre, agent)
    supervisor.goto(f"{centre.url}/command/{incident}/")
    for page in (agent, supervisor):
        found += walked(page)
        page.set_viewport_size({"width": 390, "height": 844})
        found += walked(page)
        found += wide(page)
    assert found == []


def test_what_comes_by_itself_is_said_once(centre: Centre, window: Window) -> None:
    agent, supervisor = sign_in(window, centre, "Maya"), sign_in(window, centre, "Jordan")
    supervisor.goto(f"{centre.url}/floor/")
    open_contact(agent, centre, name="Alder Fern")
    say(agent, "caller", THREAT)
    expect(agent.locator("#aloud")).to_contain_text("Now: ")
    expect(agent.locator("#aloud")).to_contain_text("Ringing")
    ring = supervisor.locator("#aloud-now p", has_text=number_of(agent))
    expect(ring).to_have_count(1)
    expect(ring).to_contain_text("You are needed.")
    accept(supervisor, centre, agent)
    expect(agent.locator("#aloud")).to_contain_text("Jordan Lark is coming")
    for page in (agent, supervisor):
        for _ in range(2):
            with page.expect_response(lambda one: one.request.resource_type == "xhr"):
                page.evaluate("document.body.dispatchEvent(new CustomEvent('live:page'))")
            page.wait_for_timeout(200)
    words = said(agent) + said(agent, "aloud-now")
    assert len(words) == len(set(words))
    for once in ("Now: ", "Jordan Lark is coming"):
        assert sum(once in one for one in words) == 1
        assert agent.locator(LIVE).filter(has_text=once).count() == 1
    agent.get_by_role("button", name="Go on").first.focus()
    agent.keyboard.press("Enter")
    expect(agent.locator("#aloud p").last).to_contain_text("Now: ")
    assert agent.evaluate("document.activeElement !== document.body")


def test_a_lost_connection_interrupts_and_its_return_is_said(
    centre: Centre, window: Window
) -> None:
    page = sign_in(window, centre, "Maya")
    page.goto(f"{centre.url}/desk/")
    page.context.set_offline(True)
    expect(page.get_by_role("alert").filter(has_text="Connection lost.")).to_be_visible()
    assert page.locator(LIVE).filter(has_text="Offline").count() == 0
    page.context.set_offline(False)
    expect(page.locator("#aloud p")).to_have_text(["Connected again."])


def test_single_keys_can_be_turned_off(centre: Centre, window: Window) -> None:
    page = sign_in(window, centre, "Maya")
    open_contact(page, centre, name="Rowan Bramble")
    page.keyboard.press("Escape")
    page.locator(".sl-keys summary").click()
    page.get_by_role("button", name="Single keys are on").click()
    page.reload()
    page.locator(".sl-keys summary").click()
    expect(page.get_by_role("button", name="Single keys are off")).to_be_visible()
    say(page, "caller", THREAT)
    expect(page.locator("#step-title")).to_contain_text("Thank them")
    expect(page.locator("#line-text")).to_have_value("")
    page.locator("#line-text").focus()
    page.locator("#line-text").blur()
    page.keyboard.press("Enter")
    expect(page.locator("#step-title")).to_contain_text("in danger now")
    page.keyboard.press("3")
    expect(page.get_by_role("radio", name="Did not say")).not_to_be_checked()
    page.get_by_role("button", name="Single keys are off").click()
    page.keyboard.press("3")
    expect(page.get_by_role("radio", name="Did not say")).to_be_checked()


def test_less_motion_is_no_motion(centre: Centre, window: Window) -> None:
    moving = """() => [...document.querySelectorAll("*")].filter((one) => {
      const { transitionDuration, animationName } = getComputedStyle(one);
      return parseFloat(transitionDuration) > 0 || animationName !== "none";
    }).length"""
    still, lively = window(reduced_motion="reduce"), window()
    for page in (still, lively):
        page.goto(f"{centre.url}/sign-in/")
    assert still.evaluate(moving) == 0
    assert lively.evaluate(moving) > 0
