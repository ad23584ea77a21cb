"""The record of a difficult call: where it goes, what it begins, and what it refuses."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from stayline.contacts.models import Contact
from stayline.incidents.actions import start_aid
from stayline.incidents.models import Incident
from stayline.incidents.policies import may_decide
from stayline.incidents.queries import log
from stayline.ledger.actions import erase_subject, unseal
from stayline.ledger.errors import ContentErased
from stayline.outbox.models import Message
from stayline.outbox.queries import messages_of_incident, opened
from stayline.people.errors import PersonNotFound
from stayline.privacy.errors import NotOnTheList
from stayline.privacy.policies import may_see_incident
from stayline.reports.actions import (
    amend_report,
    finish_task,
    plan_task,
    save_draft,
    submit_report,
)
from stayline.reports.errors import TaskDoneAlready, TaskNotFound
from stayline.reports.models import CALL_RECORD, FollowUp, Report, SentRecord
from stayline.reports.queries import draft, followed, reports_of
from stayline.reports.workers import RecordArrived
from stayline_core.forms import Answer, AnswerState
from tests.cast import Cast, later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook", "noted")]

ALL = {
    "issue_summary": "A bill that came twice.",
    "feelings": "Angry, then tired.",
    "actions_taken": "Listened, warned, put the bill right.",
    "outcome": "not_resolved",
    "escalation_details": "Nobody was free.",
}


@pytest.fixture
def incident(cast: Cast) -> Incident:
    """Ann's difficult call, in which the caller is aided."""
    return start_aid(
        contact_id=cast.contact().id, kind="abusive_language", actor=cast.ann, at=later(1)
    )


def record_of(incident: Incident) -> Report:
    return next(one for one in reports_of(incident.id) if one.form_id == CALL_RECORD)


def sent(incident: Incident, cast: Cast, **answers: str) -> Report:
    """The record with these answers, submitted."""
    record = record_of(incident)
    save_draft(
        report_id=record.id,
        answers={name: Answer(AnswerState.OBSERVED, one) for name, one in answers.items()},
        expected_version=draft(record.id).version,
        actor=cast.ann,
        at=later(100),
    )
    submit_report(report_id=record.id, actor=cast.ann, at=later(120))
    record.refresh_from_db()
    return record


def queues(incident: Incident) -> list[str]:
    ids = [one.id for one in messages_of_incident(incident.id)]
    return sorted(opened(Message.objects.get(id=one)).payload["queue"] for one in ids)


@pytest.mark.covers("S2-39")
def test_the_record_goes_to_quality_assurance_by_the_outbox(incident: Incident, cast: Cast) -> None:
    record = sent(incident, cast, **ALL)
    (message,) = messages_of_incident(incident.id)
    assert (message.kind, message.channel, message.exercise) == (
        "reports.record.sent",
        "case",
        True,
    )
    payload = opened(Message.objects.get(id=message.id)).payload
    assert payload["queue"] == "quality_assurance"
    assert payload["record_number"] == record.number
    assert payload["fields"]["issue_summary"]["shown"] == ALL["issue_summary"]
    view = followed(record.id)
    assert [(one.queue, one.delivered_at) for one in view.sent] == [("quality_assurance", None)]


@pytest.mark.covers("S2-32", "S2-33", "S2-34", "S2-35", "S2-36", "S2-37", "S2-38")
def test_it_holds_what_the_procedure_asks(incident: Incident, cast: Cast) -> None:
    record = sent(incident, cast, **ALL)
    values = {one.field.name: one.shown for one in draft(record.id).fields if one.answer}
    assert values["occurred_at"] == "2026-11-22T09:00:00+00:00"
    assert values["caller_information"] == "Alex Thistle, +15550100"
    assert values["issue_summary"] == ALL["issue_summary"]
    assert values["actions_taken"] == ALL["actions_taken"]
    assert values["outcome"] == "Not resolved"
    assert values["escalation_details"] == ALL["escalation_details"]
    assert values["personnel"] == "Ann Example"
    assert record.completeness == "full"


def test_a_part_filled_record_is_taken_and_says_what_is_open(
    incident: Incident, cast: Cast
) -> None:
    record = sent(incident, cast)
    assert record.completeness == "partial"
    missing = draft(record.id).completeness.missing
    assert {"issue_summary", "outcome", "escalation_details"} <= set(missing)


@pytest.mark.parametrize(
    ("route", "elsewhere"),
    [
        ("none", []),
        ("quality_assurance", []),
        ("specialised_resolution", ["specialised_resolution"]),
        ("supervisor", ["Customer Support Team Supervisor"]),
        ("right_department", ["right_department"]),
    ],
)
@pytest.mark.covers("S2-23", "S2-29")
def test_it_goes_on_to_where_it_says(
    incident: Incident, cast: Cast, route: str, elsewhere: list[str]
) -> None:
    sent(incident, cast, route=route)
    assert queues(incident) == sorted(["quality_assurance", *elsewhere])
    said = [one.sentence for one in log(incident) if one.kind == "reports.record.sent"]
    assert len(said) == 1 + len(elsewhere)


@pytest.mark.covers("S2-23")
def test_a_department_that_is_named_is_the_queue(incident: Incident, cast: Cast) -> None:
    sent(incident, cast, route="right_department", route_to="Billing")
    assert queues(incident) == ["Billing", "quality_assurance"]


def test_an_amendment_goes_to_quality_assurance_too_and_the_outcome_follows(
    incident: Incident, cast: Cast
) -> None:
    record = sent(incident, cast, outcome="not_resolved")
    news = {"outcome": Answer(AnswerState.OBSERVED, "resolved")}
    amend_report(report_id=record.id, answers=news, actor=cast.ann, at=later(200))
    assert queues(incident) == ["quality_assurance", "quality_assurance"]
    incident.refresh_from_db()
    assert incident.outcome == "resolved"
    assert [one.amendment for one in SentRecord.objects.order_by("sent_at")] == [0, 1]


@pytest.mark.covers("S2-36")
def test_the_incident_knows_how_the_call_ended(incident: Incident, cast: Cast) -> None:
    sent(incident, cast, outcome="not_resolved")
    incident.refresh_from_db()
    assert incident.outcome == "not_resolved"


def test_the_queues_answer_is_noted_once(incident: Incident, cast: Cast) -> None:
    record = sent(incident, cast)
    (message,) = messages_of_incident(incident.id)
    for seconds, reference in ((130, "QA-7"), (140, "QA-8")):
        RecordArrived().delivered(message.id, reference, later(seconds))
    (one,) = followed(record.id).sent
    assert (one.outside_reference, one.delivered_at) == ("QA-7", later(130))
    assert [one.kind for one in log(incident)].count("reports.record.delivered") == 1
    RecordArrived().delivered(uuid4(), "QA-9", later(150))


# Follow-up tasks

TWO = "Ring back about the bill.\n\n  Send the letter again.  "


@pytest.mark.covers("S2-40")
def test_each_line_becomes_a_task_with_an_owner_and_a_date(incident: Incident, cast: Cast) -> None:
    record = sent(incident, cast, follow_up_tasks=TWO)
    tasks = followed(record.id).tasks
    assert [one.text for one in tasks] == ["Ring back about the bill.", "Send the letter again."]
    assert {(one.owner, one.due_at, one.done_at) for one in tasks} == {
        ("Ann Example", later(120) + timedelta(days=7), None)
    }
    said = [one.sentence for one in log(incident) if one.kind == "reports.task.opened"]
    assert said[0] == f"Follow-up task 1 of record {record.number}: Ring back about the bill."


def test_the_words_of_a_task_are_sealed_and_go_with_the_caller(
    incident: Incident, cast: Cast
) -> None:
    record = sent(incident, cast, follow_up_tasks=TWO)
    row = FollowUp.objects.order_by("ordinal")[0]
    assert b"bill" not in bytes(row.text_sealed)
    subject = Contact.objects.get().subject
    erase_subject(
        stream_id=incident.stream_id, subject=subject, reason="Asked.", actor=cast.mo, at=later(300)
    )
    with pytest.raises(ContentErased):
        unseal(incident.stream_id, subject, bytes(row.text_sealed))
    assert [one.text for one in followed(record.id).tasks] == ["", ""]


@pytest.mark.covers("S2-40")
def test_a_task_is_planned_and_done(incident: Incident, cast: Cast) -> None:
    record = sent(incident, cast, follow_up_tasks=TWO)
    first, second = followed(record.id).tasks
    plan_task(
        task_id=first.id, owner_id=cast.bo.id, due_at=later(4000), actor=cast.ann, at=later(200)
    )
    finish_task(task_id=second.id, actor=cast.ann, at=later(300))
    first, second = followed(record.id).tasks
    assert (first.owner, first.due_at) == ("Bo Example", later(4000))
    assert (first.done_at, second.done_at) == (None, later(300))
    kinds = [one.kind for one in log(incident)]
    assert {"reports.task.planned", "reports.task.done"} <= set(kinds)


def test_a_task_that_is_done_is_done(incident: Incident, cast: Cast) -> None:
    (task,) = followed(sent(incident, cast, follow_up_tasks="Ring back.").id).tasks
    finish_task(task_id=task.id, actor=cast.ann, at=later(300))
    with pytest.raises(TaskDoneAlready):
        finish_task(task_id=task.id, actor=cast.ann, at=later(301))


def test_who_may_not_touch_a_task(incident: Incident, cast: Cast) -> None:
    (task,) = followed(sent(incident, cast, follow_up_tasks="Ring back.").id).tasks
    plan = {"owner_id": cast.ann.id, "due_at": later(900), "at": later(300)}
    with pytest.raises(NotOnTheList):
        plan_task(task_id=task.id, actor=cast.cy, **plan)
    with pytest.raises(NotOnTheList):
        finish_task(task_id=task.id, actor=cast.cy, at=later(300))
    with pytest.raises(TaskNotFound):
        finish_task(task_id=uuid4(), actor=cast.ann, at=later(300))
    with pytest.raises(PersonNotFound):
        plan_task(task_id=task.id, actor=cast.ann, **plan | {"owner_id": uuid4()})


@pytest.mark.covers("S2-39")
def test_once_the_record_is_in_the_supervisors_may_read_and_close_it(
    incident: Incident, cast: Cast
) -> None:
    assert not may_see_incident(cast.bo, incident.id)
    sent(incident, cast, **ALL)
    assert may_see_incident(cast.bo, incident.id)
    assert may_decide(cast.bo, incident)
    assert not may_see_incident(cast.al, incident.id)
    assert not may_see_incident(cast.cy, incident.id)
