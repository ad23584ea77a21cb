"""What follows a form on its page: question and case, each person at risk, what is to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from stayline.contacts.models import Contact
from stayline.incidents.actions import (
    get_help,
    lock_incident_in_transaction,
    start_aid,
    state_threat,
)
from stayline.incidents.models import Incident
from stayline.incidents.queries import log
from stayline.privacy.actions import grant_in_transaction
from stayline.reports.actions import ReportEffects
from stayline.reports.models import CALL_RECORD, PEOPLE_AT_RISK, THREAT_FORM, Case, FollowUp, Report
from tests.cast import Cast
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db

QUESTION = "Does the supervisor team need to act?"


@pytest.fixture
def violence(cast: Cast, contact: Contact) -> Incident:
    """A threat to somebody else."""
    at = datetime.now(UTC)
    incident = get_help(contact_id=contact.id, actor=cast.ann, at=at)
    state_threat(incident_id=incident.id, kind="violence", form="direct", actor=cast.ann, at=at)
    return incident


@pytest.fixture
def report(violence: Incident) -> Report:
    """The report of that threat."""
    return violence.reports.get(form_id=THREAT_FORM)


@pytest.fixture
def record(cast: Cast, contact: Contact) -> Report:
    """The record of a difficult call."""
    at = datetime.now(UTC)
    incident = start_aid(contact_id=contact.id, kind="abusive_language", actor=cast.ann, at=at)
    with transaction.atomic():
        ReportEffects().perform_in_transaction(
            incident=lock_incident_in_transaction(incident.id),
            effect="file",
            target=CALL_RECORD,
            because="the call is over",
            actor=cast.ann,
            at=at,
        )
    return incident.reports.get()


def to(report: Report, name: str = "report", *more: object) -> str:
    return reverse(f"desk:{name}", args=[report.id, *more])


def page_of(client: Client, report: Report) -> str:
    answer = client.get(to(report))
    assert answer.status_code == 200
    return answer.content.decode()


def asking() -> override_settings:
    return override_settings(STAYLINE=replace(settings.STAYLINE, case_question=QUESTION))


# The case


@pytest.mark.covers("S1-61")
def test_without_a_question_the_case_is_opened_by_itself(
    cast: Cast, report: Report, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    client.post(to(report, "report_submit"))
    assert Case.objects.get().reference in page_of(client, report)


@pytest.mark.covers("S1-61")
def test_no_needs_a_reason_and_yes_still_opens_the_case_later(
    cast: Cast, report: Report, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    with asking():
        client.post(to(report, "report_submit"))
        assert QUESTION in page_of(client, report)
        bare = client.post(to(report, "report_decide"), {"needed": "no", "reason": " "})
        assert bare.status_code == 409
        assert "A report without a case needs a reason" in bare.content.decode()
        said = {"needed": "no", "reason": "A colleague of theirs has it already."}
        assert client.post(to(report, "report_decide"), said)["Location"] == to(report)
        page = page_of(client, report)
        assert f"“{QUESTION}” No, said Ann Example" in page
        assert said["reason"] in page
        assert not Case.objects.exists()
        client.post(to(report, "report_decide"), {"needed": "yes"})
        assert Case.objects.get().reference in page_of(client, report)
        again = client.post(to(report, "report_decide"), {"needed": "yes"})
        assert again.status_code == 409
    answers = [one.sentence for one in log(report.incident) if one.kind == "reports.case.decided"]
    assert [": no." in one for one in answers] == [True, False]
    assert [": yes." in one for one in answers] == [False, True]


@pytest.mark.covers("S1-66", "S1-75", "S1-79", "S1-80")
def test_the_case_shows_every_field_and_takes_a_correction(
    cast: Cast, report: Report, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    client.post(to(report, "report_submit"))
    page = page_of(client, report)
    for label in (
        "Date/Time of threat",
        "Classification of threat",
        "Classification of person making the threat",
        "Name of the person making the threat",
        "Place of the threat",
        "Incident threat summary",
        "Additional information for the investigation",
        "Referral Comments",
    ):
        assert f"<dt>{label}</dt>" in page
    more = {"value:place": "public_place", "value:classification_of_person": "former_employee"}
    assert client.post(to(report, "report_case_correct"), more)["Location"] == to(report)
    page = page_of(client, report)
    assert "<dd>Public place</dd>" in page
    assert "<dd>Former Employee</dd>" in page
    assert "reports.case.amended" in [one.kind for one in log(report.incident)]
    wrong = client.post(to(report, "report_case_correct"), {"value:place": "the moon"})
    assert wrong.status_code == 422


def test_a_case_that_is_not_there_takes_no_correction(
    cast: Cast, report: Report, signed_in: SignIn
) -> None:
    answer = signed_in(cast.ann).post(to(report, "report_case_correct"), {"value:summary": "x"})
    assert answer.status_code == 404


# People at risk


def test_another_person_has_a_record_of_their_own(
    cast: Cast, violence: Incident, signed_in: SignIn
) -> None:
    first = violence.reports.get(form_id=PEOPLE_AT_RISK)
    client = signed_in(cast.ann)
    assert "Add another person" in page_of(client, first)
    answer = client.post(to(first, "report_person"))
    second = violence.reports.get(form_id=PEOPLE_AT_RISK, ordinal=2)
    assert answer["Location"] == to(second)
    page = page_of(client, second)
    assert f'href="{to(first)}"' in page
    assert "The case" not in page


def test_somebody_else_who_handles_it_reads_the_record_and_fills_nothing(
    cast: Cast, violence: Incident, signed_in: SignIn
) -> None:
    record = violence.reports.get(form_id=PEOPLE_AT_RISK)
    who = {"value:person_who": "The neighbour"}
    signed_in(cast.ann).post(to(record, "report_save"), who)
    grant_in_transaction(
        violence.id,
        cast.al,
        because="accepted",
        stream_id=violence.stream_id,
        actor=cast.bo,
        at=datetime.now(UTC),
    )
    client = signed_in(cast.al)
    page = page_of(client, record)
    assert "The neighbour" in page
    assert "Submit the record" not in page
    assert "Add another person" not in page
    refused = client.post(to(record, "report_submit"))
    assert refused.status_code == 403
    assert "reports.people.not_for_you" in refused.content.decode()
    record.refresh_from_db()
    assert record.number == ""


def test_a_threat_report_is_no_record_of_a_person(
    cast: Cast, report: Report, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    assert "Add another person" not in page_of(client, report)
    assert client.post(to(report, "report_person")).status_code == 409


# The record of a difficult call


@pytest.mark.covers("S2-39", "S2-40")
def test_a_record_says_where_it_went_and_what_is_to_do(
    cast: Cast, record: Report, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    typed = {"value:follow_up_tasks": "Check the meter.\nWrite to the customer."}
    client.post(to(record, "report_submit"), typed)
    page = page_of(client, record)
    assert "Quality assurance" in page
    assert "On its way" in page
    assert "The case" not in page
    meter, letter = FollowUp.objects.filter(report=record).order_by("ordinal")
    assert page.index("Check the meter.") < page.index("Write to the customer.")
    given = {"owner": str(cast.bo.id), "due": "2027-01-08"}
    assert client.post(to(record, "report_task", meter.id, "plan"), given)["Location"] == to(record)
    meter.refresh_from_db()
    assert (meter.owner_id, meter.due_at) == (cast.bo.id, datetime(2027, 1, 8, 23, 59, tzinfo=UTC))
    client.post(to(record, "report_task", letter.id, "done"))
    letter.refresh_from_db()
    assert letter.done_at is not None
    page = page_of(client, record)
    assert "Bo Example" in page
    assert page.count(">Done</button>") == 1
    assert client.post(to(record, "report_task", letter.id, "done")).status_code == 409


@pytest.mark.parametrize(
    "given", [{"owner": "", "due": "2027-01-08"}, {"due": "soon"}, {"owner": "cy"}]
)
def test_a_task_goes_to_somebody_here_by_a_day(
    cast: Cast, record: Report, signed_in: SignIn, given: dict[str, str]
) -> None:
    client = signed_in(cast.ann)
    client.post(to(record, "report_submit"), {"value:follow_up_tasks": "Check the meter."})
    (task,) = FollowUp.objects.all()
    owner = str(cast.cy.id) if given.get("owner") == "cy" else given.get("owner", str(cast.bo.id))
    sent = {"due": "2027-01-08"} | given | {"owner": owner}
    assert client.post(to(record, "report_task", task.id, "plan"), sent).status_code == 422
    task.refresh_from_db()
    assert task.owner_id == cast.ann.id


def test_a_task_of_another_record_is_not_found(
    cast: Cast, record: Report, signed_in: SignIn
) -> None:
    answer = signed_in(cast.ann).post(to(record, "report_task", uuid4(), "done"))
    assert answer.status_code == 404


@pytest.mark.outsider(
    "desk:report_decide", "desk:report_case_correct", "desk:report_person", "desk:report_task"
)
@pytest.mark.parametrize("who", ["al", "bo", "cy"])
def test_nobody_else_presses_any_of_it(
    cast: Cast, report: Report, signed_in: SignIn, who: str
) -> None:
    client = signed_in(getattr(cast, who))
    paths = [to(report, name) for name in ("report_decide", "report_case_correct", "report_person")]
    paths.append(to(report, "report_task", uuid4(), "done"))
    assert [client.post(path).status_code for path in paths] == [403] * 4
