"""What follows a record of a difficult call: quality assurance has it, tasks begin (S2-39, S2-40).

The record goes to the queue `quality_assurance`, always; where it says that the issue goes on to
the right department, or to the specialised team, it goes to that queue too (S2-23, S2-29).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from django.conf import settings

from stayline.incidents.actions import (
    lock_incident_in_transaction,
    log_in_transaction,
    note_outcome_in_transaction,
)
from stayline.ledger.actions import seal_in_transaction
from stayline.outbox.actions import enqueue_in_transaction
from stayline.people.queries import person
from stayline.platform.transactions import action
from stayline.privacy.errors import NotOnTheList
from stayline.privacy.policies import may_see_incident
from stayline.reports.actions.cases import CASE_CHANNEL
from stayline.reports.errors import TaskDoneAlready, TaskNotFound
from stayline.reports.events import (
    RecordDelivered,
    RecordSent,
    TaskDone,
    TaskOpened,
    TaskPlanned,
)
from stayline.reports.models import FollowUp, SentRecord
from stayline.reports.queries.views import subject_of
from stayline_core.forms import answers_to_json, shown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor
    from stayline.reports.models import Report
    from stayline_core.forms import Answer, Form

RECORD_KIND: Final = "reports.record.sent"

QUALITY: Final = "quality_assurance"
DEPARTMENT: Final = "right_department"
SUPERVISOR: Final = "supervisor"
ELSEWHERE: Final = frozenset({DEPARTMENT, "specialised_resolution"})

TASK_WITHIN: Final = timedelta(days=7)
"""When a follow-up task is due unless somebody plans it otherwise."""


def record_followed_in_transaction(
    row: Report, form: Form, answers: Mapping[str, Answer], *, actor: Actor, at: datetime
) -> None:
    """Send a record to its queues, begin its follow-up tasks, and note how the call ended.

    `answers` are those of the submission, or what an amendment adds. The caller holds the
    transaction, the head and the report; the report has its number.
    """
    note_outcome_in_transaction(row.incident, _value(answers, "outcome"), actor=actor, at=at)
    for queue in _queues(answers):
        _send(row, form, answers, queue, actor=actor, at=at)
    for text in _value(answers, "follow_up_tasks").splitlines():
        if text.strip():
            _begin(row, text.strip(), actor=actor, at=at)


@action
def plan_task(
    *, task_id: UUID, owner_id: UUID, due_at: datetime, actor: Actor, at: datetime
) -> FollowUp:
    """Give a follow-up task an owner and a date.

    Raises:
        TaskNotFound: no task has this id.
        NotOnTheList: `actor` does not handle the incident.
        TaskDoneAlready: it is done.
        PersonNotFound: no person has the owner's id.
    """
    task = _open_task_in_transaction(task_id, actor)
    owner = person(owner_id)
    task.owner, task.due_at = owner, due_at
    task.save(update_fields=["owner", "due_at"])
    event = TaskPlanned(task=str(task.id), owner=str(owner.pseudonym), due_at=due_at.isoformat())
    log_in_transaction(task.report.incident, event, actor=actor, at=at, live="form")
    return task


@action
def finish_task(*, task_id: UUID, actor: Actor, at: datetime) -> FollowUp:
    """Note that a follow-up task is done.

    Raises:
        TaskNotFound: no task has this id.
        NotOnTheList: `actor` does not handle the incident.
        TaskDoneAlready: it is done already.
    """
    task = _open_task_in_transaction(task_id, actor)
    task.done_at, task.done_by = at, actor.id
    task.save(update_fields=["done_at", "done_by"])
    log_in_transaction(
        task.report.incident, TaskDone(task=str(task.id)), actor=actor, at=at, live="form"
    )
    return task


@action
def record_record_delivered(
    *, message_id: UUID, reference: str, actor: Actor, at: datetime
) -> None:
    """Note that a queue took a record; told twice, the first time stands.

    A message that no record waits for is let pass: it was of another installation's.
    """
    found = SentRecord.objects.filter(message_id=message_id).select_related("report").first()
    if found is None:
        return
    incident = lock_incident_in_transaction(found.report.incident_id)
    row = SentRecord.objects.select_for_update().get(id=found.id)
    if row.delivered_at is None:
        row.delivered_at, row.outside_reference = at, reference
        row.save(update_fields=["delivered_at", "outside_reference"])
        event = RecordDelivered(number=found.report.number, queue=row.queue, outside=reference)
        log_in_transaction(incident, event, actor=actor, at=at, live="form")


def _queues(answers: Mapping[str, Answer]) -> list[str]:
    """Return quality assurance, and wherever else the record says that the issue goes."""
    route = _value(answers, "route")
    queues = [QUALITY]
    if route in ELSEWHERE:
        queues.append(_value(answers, "route_to") if route == DEPARTMENT else route)
    elif route == SUPERVISOR:
        queues.append(settings.STAYLINE.case_queue)
    return [queue or DEPARTMENT for queue in queues]


def _send(
    row: Report,
    form: Form,
    answers: Mapping[str, Answer],
    queue: str,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    amendment = row.amendments.count()
    sent = SentRecord(id=uuid4(), report=row, amendment=amendment, queue=queue, sent_at=at)
    sent.message_id = enqueue_in_transaction(
        kind=RECORD_KIND,
        channel=CASE_CHANNEL,
        payload=_message(row, form, answers, queue, amendment),
        exercise=row.exercise,
        at=at,
        key=f"record:{sent.id}",
        incident_id=row.incident_id,
    )
    sent.save()
    event = RecordSent(report=str(row.id), number=row.number, queue=queue, amendment=amendment)
    log_in_transaction(row.incident, event, actor=actor, at=at, live="form")


def _message(
    row: Report, form: Form, answers: Mapping[str, Answer], queue: str, amendment: int
) -> dict[str, Any]:
    return {
        "record_number": row.number,
        "amendment": amendment,
        "incident_number": row.incident.number,
        "queue": queue,
        "exercise": row.exercise,
        "fields": {
            name: {"label": form.field(name).label, "shown": shown(form.field(name), answer)}
            | answers_to_json({name: answer})[name]
            for name, answer in answers.items()
        },
    }


def _begin(row: Report, text: str, *, actor: Actor, at: datetime) -> None:
    incident, subject = row.incident, subject_of(row.incident)
    task = FollowUp.objects.create(
        report=row,
        ordinal=row.tasks.count() + 1,
        text_sealed=seal_in_transaction(incident.stream_id, subject, text.encode()),
        owner=person(actor.id),
        due_at=at + TASK_WITHIN,
        opened_at=at,
    )
    event = TaskOpened(
        task=str(task.id),
        number=row.number,
        ordinal=task.ordinal,
        text=text,
        owner=actor.pseudonym,
        due_at=task.due_at.isoformat(),
        subject=subject,
    )
    log_in_transaction(incident, event, actor=actor, at=at, live="form")


def _open_task_in_transaction(task_id: UUID, actor: Actor) -> FollowUp:
    """Return a task that is not done, under the head and its lock."""
    found = FollowUp.objects.filter(id=task_id).select_related("report").first()
    if found is None:
        raise TaskNotFound(task=str(task_id))
    if not may_see_incident(actor, found.report.incident_id):
        raise NotOnTheList
    incident = lock_incident_in_transaction(found.report.incident_id)
    task = FollowUp.objects.select_for_update(of=("self",)).select_related("report").get(id=task_id)
    task.report.incident = incident
    if task.done_at is not None:
        raise TaskDoneAlready(task=str(task_id))
    return task


def _value(answers: Mapping[str, Answer], name: str) -> str:
    answer = answers.get(name)
    return answer.value if answer is not None and isinstance(answer.value, str) else ""
