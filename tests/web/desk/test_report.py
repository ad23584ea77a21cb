"""The report page: filled by itself, saved as typed, submitted part-filled, amended."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from stayline.contacts.models import Contact
from stayline.incidents.models import Incident
from stayline.reports.models import Case, Report
from stayline.reports.queries import draft
from tests.cast import Cast
from tests.web.conftest import THREAT, SignIn

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def report(incident: Incident) -> Report:
    """The report that Alex's words opened."""
    return Report.objects.get(incident=incident)


def to(report: Report, name: str = "report") -> str:
    return reverse(f"desk:{name}", args=[report.id])


def page_of(client: Client, report: Report) -> str:
    answer = client.get(to(report))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.covers("S1-37", "S1-16")
def test_the_form_is_filled_by_itself_and_says_that_it_is_confidential(
    cast: Cast, report: Report, signed_in: SignIn
) -> None:
    page = page_of(signed_in(cast.ann), report)
    assert "t want to be alive any more." in page
    assert "Confidential: only those who handle the matter may see it." in page
    assert "<details class=" in page
    assert "Portal, then corporate security" in page


@pytest.mark.covers("S1-15")
def test_the_report_is_one_click_from_the_contact(
    cast: Cast, report: Report, contact: Contact, signed_in: SignIn
) -> None:
    page = signed_in(cast.ann).get(reverse("desk:contact", args=[contact.id]))
    assert f'href="{to(report)}"' in page.content.decode()


def test_one_field_is_saved_as_typed_and_the_form_comes_back(
    cast: Cast, report: Report, signed_in: SignIn
) -> None:
    answer = signed_in(cast.ann).post(
        to(report, "report_save"),
        {"version": report.draft_version, "value:imminent_reason": "They named Monday."},
        headers=HTMX,
    )
    page = answer.content.decode()
    assert "They named Monday." in page
    assert ">Saved<" in page
    assert "<html" not in page
    saved = {view.field.name: view for view in draft(report.id).fields}
    assert saved["imminent_reason"].shown == "They named Monday."
    assert saved["exact_words"].shown == THREAT


def test_a_whole_form_without_script_keeps_words_byte_for_byte(
    cast: Cast, report: Report, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    typed = {"version": report.draft_version, "value:further_facts": "one\r\ntwo "}
    assert client.post(to(report, "report_save"), typed)["Location"] == to(report)
    saved = {view.field.name: view.shown for view in draft(report.id).fields}
    assert saved["further_facts"] == "one\ntwo "


def test_a_state_stands_in_place_of_a_value(cast: Cast, report: Report, signed_in: SignIn) -> None:
    signed_in(cast.ann).post(
        to(report, "report_save"),
        {
            "version": report.draft_version,
            "value:safety.location": "left over",
            "state:safety.location": "caller_did_not_say",
        },
    )
    saved = {view.field.name: view.shown for view in draft(report.id).fields}
    assert saved["safety.location"] == "Call Did not say"


def test_a_value_that_does_not_fit_is_kept_and_named(
    cast: Cast, report: Report, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    typed = {"version": report.draft_version, "value:customer_account_number": "12345"}
    saved = client.post(to(report, "report_save"), typed, headers=HTMX).content.decode()
    assert "Paste the whole job link" in saved
    refused = client.post(to(report, "report_submit"))
    assert refused.status_code == 422
    assert "12345" in refused.content.decode()
    assert "reports.answers.invalid" in refused.content.decode()


@pytest.mark.covers("S1-24", "S1-45")
def test_a_part_filled_report_is_submitted_and_shows_its_number(
    cast: Cast, report: Report, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    answer = client.post(to(report, "report_submit"), {"value:imminent_reason": "They said when."})
    assert answer["Location"] == to(report)
    report.refresh_from_db()
    assert report.completeness == "partial"
    page = page_of(client, report)
    assert report.number in page
    assert "Part-filled" in page
    case = Case.objects.get(report=report)
    assert case.reference in page
    assert case.referral_comments == report.number


def test_a_later_fact_is_a_numbered_amendment(
    cast: Cast, report: Report, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    client.post(to(report, "report_submit"))
    assert client.post(to(report, "report_amend")).status_code == 422
    client.post(to(report, "report_amend"), {"value:further_facts": "A dog was barking."})
    page = page_of(client, report)
    assert "Amendment 1" in page
    assert "A dog was barking." in page
    late = client.post(to(report, "report_save"), {"value:further_facts": "changed"})
    assert late.status_code == 409
    assert client.post(to(report, "report_case"))["Location"] == to(report)


def test_two_windows_see_both_values(cast: Cast, report: Report, signed_in: SignIn) -> None:
    client, old = signed_in(cast.ann), report.draft_version
    client.post(to(report, "report_save"), {"version": old, "value:further_facts": "first"})
    late = client.post(to(report, "report_save"), {"version": old, "value:further_facts": "second"})
    assert late.status_code == 409
    assert "first" in late.content.decode()
    assert "second" in late.content.decode()


@pytest.mark.outsider(
    "desk:report", "desk:report_save", "desk:report_submit", "desk:report_amend", "desk:report_case"
)
@pytest.mark.parametrize("who", ["al", "bo", "cy"])
def test_nobody_else_reads_or_writes_it(
    cast: Cast, report: Report, signed_in: SignIn, who: str
) -> None:
    client = signed_in(getattr(cast, who))
    doing = ("report_save", "report_submit", "report_amend", "report_case")
    posted = [client.post(to(report, name), {"value:further_facts": "x"}) for name in doing]
    answers = [client.get(to(report)), *posted]
    assert [answer.status_code for answer in answers] == [403] * 5
    report.refresh_from_db()
    assert report.number == ""
