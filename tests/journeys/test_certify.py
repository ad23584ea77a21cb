"""From a changed sentence to a certified procedure in force, and out of force again.

One protocol, five people at their own windows: who owns it, the expert, legal and ethical
review, and an agent who sees what became of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from stayline.config.rehearsal.centre import Centre
from tests.journeys.people import sign_in

pytestmark = pytest.mark.loopback

Window = Callable[..., Page]
DOCUMENT = "/studio/protocol/self-harm/"
SITES = ("meadowbank", "fernhill", "larkspur")


@pytest.mark.covers("S0-9", "S0-11", "S0-12", "S0-13", "S0-42")
def test_a_procedure_is_changed_certified_put_in_force_and_withdrawn(
    centre: Centre, window: Window
) -> None:
    quinn = sign_in(window, centre, "Quinn")
    digest = change(quinn, centre, ", own words")
    here = f"{centre.url}{DOCUMENT}{digest}/certify/"
    quinn.goto(here)
    quinn.get_by_role("button", name="Send to review").click()
    done(quinn, "Sent to review")
    linnea = sign(window, centre, here, "Linnea")
    sign(window, centre, here, "Oren")

    # One signature is missing, and nobody is trained: it is refused, and says each reason.
    read_notice(quinn, here, "activate")
    quinn.get_by_role("button", name="Put it in force").click()
    expect(quinn.locator("#refused")).to_contain_text("Ethical review has signed: not yet.")
    sign(window, centre, here, "Bea")
    quinn.get_by_role("button", name="Put it in force").click()
    expect(quinn.locator("#refused")).not_to_contain_text("Ethical review")
    expect(quinn.locator("#refused")).to_contain_text("0 of")
    for site in SITES:
        quinn.goto(f"{centre.url}/learning/versions/{digest}/?site={site}")
        quinn.get_by_role("button", name="Mark everybody here").click()
    quinn.goto(here)
    quinn.get_by_role("button", name="Put it in force").click()
    done(quinn, "In force")
    pdf(quinn)
    corrected(quinn, centre, here)
    lapsed(linnea, quinn, centre)
    withdrawn(linnea, quinn, digest)


def done(page: Page, words: str) -> None:
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()


def read_notice(page: Page, here: str, purpose: str) -> None:
    page.goto(f"{here}risk/?for={purpose}")
    page.get_by_role("button", name="I have read it, and go on").click()
    page.wait_for_url(lambda url: "/risk/" not in url)


def change(page: Page, centre: Centre, words: str) -> str:
    """Write the next version with other words in its title, and return its digest."""
    begin(page, centre)
    if "/risk/" in page.url:  # the notice comes first, then the document again
        page.get_by_role("button", name="I have read it, and go on").click()
        page.wait_for_url(lambda url: "/risk/" not in url)
        begin(page, centre)
    write(page, words)
    page.get_by_role("button", name="Save and make a version").click()
    page.wait_for_url(re.compile(r"version=[0-9a-f]{64}"))
    return page.url.rpartition("=")[2]


def begin(page: Page, centre: Centre) -> None:
    page.goto(f"{centre.url}{DOCUMENT}")
    page.get_by_role("button", name="Write the next version").click()
    page.wait_for_url(re.compile(r"/(drafts|risk)/"))


def write(page: Page, words: str) -> None:
    """Type at the end of the title's line, in the editor as it is."""
    line = page.locator(".cm-line", has_text=re.compile("^title:"))
    line.click()
    page.keyboard.press("End")
    page.keyboard.press("End")  # of a line that is wrapped on the screen, its real end
    page.keyboard.type(words)
    expect(line).to_contain_text(words)


def sign(window: Window, centre: Centre, here: str, name: str) -> Page:
    """Sign in by one press, and sign for the version by one's own name."""
    page = sign_in(window, centre, name)
    page.goto(here)
    page.get_by_role("button", name="Sign", exact=True).click()
    done(page, "Signed")
    return page


def pdf(page: Page) -> None:
    """The certificate is a page, and a PDF that can be downloaded."""
    page.get_by_role("link", name="The certificate").click()
    expect(page.get_by_text("DEMO-0417")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF, with the drawing").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")


def corrected(quinn: Page, centre: Centre, here: str) -> None:
    """Words are put right by the expert alone, at once; legal review is owed."""
    begin(quinn, centre)
    write(quinn, ", put right")
    quinn.get_by_role("button", name="Save", exact=True).click()
    expect(quinn.locator("[data-revision]")).to_have_text("2")
    quinn.goto(f"{here}correct/")
    quinn.get_by_label("What is put right, and why now?").fill("A wrong word.")
    quinn.get_by_label("The expert who signs for it").select_option(index=1)
    quinn.get_by_label("Where their written agreement is kept").fill("Message of today")
    quinn.get_by_role("button", name="Put the correction in force now").click()
    done(quinn, "Corrected, and in force")
    expect(quinn.get_by_text("Legal review is owed by")).to_be_visible()


def lapsed(linnea: Page, quinn: Page, centre: Centre) -> None:
    """The expert takes the signature back: it goes on guiding, with a banner and an alert."""
    linnea.goto(quinn.url)
    linnea.get_by_text("Take it back", exact=True).click()
    linnea.get_by_label("Why?").fill("It is to be looked at again.")
    linnea.get_by_role("button", name="Take the signature back").click()
    done(linnea, "Signature taken back")
    quinn.goto(f"{centre.url}{DOCUMENT}")
    expect(quinn.get_by_text("The certificate of this procedure has ended.")).to_be_visible()
    quinn.goto(f"{centre.url}/studio/alerts/")
    expect(quinn.get_by_text("Certification lapsed")).to_be_visible()


def withdrawn(linnea: Page, quinn: Page, before: str) -> None:
    """One press puts the version before it in force again."""
    quinn.goto(linnea.url)
    expect(quinn.get_by_text(f"Version {before[:12]} guides again at once.")).to_be_visible()
    quinn.get_by_label("Why is it withdrawn?").fill("It is to be looked at again.")
    quinn.get_by_role("button", name="Withdraw it").click()
    done(quinn, "Withdrawn")
