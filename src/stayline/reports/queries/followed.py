"""What followed a record of a difficult call: the queues that have it, and the tasks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stayline.ledger.actions import unseal
from stayline.ledger.errors import ContentErased
from stayline.reports.models import FollowUp, SentRecord
from stayline.reports.queries.views import report, subject_of

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from stayline.incidents.models import Incident


@dataclass(frozen=True, slots=True)
class SentView:
    """A queue that a record was sent to; `amendment` 0 is the record itself."""

    queue: str
    amendment: int
    sent_at: datetime
    delivered_at: datetime | None
    outside_reference: str


@dataclass(frozen=True, slots=True)
class TaskView:
    """A follow-up task; `text` is empty when it was erased."""

    id: UUID
    ordinal: int
    text: str
    owner: str
    due_at: datetime
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class Followed:
    """What followed one record."""

    sent: tuple[SentView, ...]
    tasks: tuple[TaskView, ...]


def followed(report_id: UUID) -> Followed:
    """Return where a record went and what is to be done after it (S2-39, S2-40).

    Raises:
        ReportNotFound: no report has this id.
    """
    row = report(report_id)
    sent = SentRecord.objects.filter(report=row).order_by("amendment", "sent_at", "queue")
    return Followed(
        sent=tuple(
            SentView(one.queue, one.amendment, one.sent_at, one.delivered_at, one.outside_reference)
            for one in sent
        ),
        tasks=tuple(_tasks(row.incident, FollowUp.objects.filter(report=row))),
    )


def tasks_of(incident: Incident) -> list[TaskView]:
    """Return the follow-up tasks of an incident, what is still to do first, the earliest first."""
    found = _tasks(incident, FollowUp.objects.filter(report__incident=incident))
    return sorted(found, key=lambda one: (one.done_at is not None, one.due_at, one.ordinal))


def _tasks(incident: Incident, rows: QuerySet[FollowUp]) -> list[TaskView]:
    return [
        TaskView(
            id=one.id,
            ordinal=one.ordinal,
            text=_text(incident, one),
            owner=one.owner.name,
            due_at=one.due_at,
            done_at=one.done_at,
        )
        for one in rows.select_related("owner").order_by("ordinal")
    ]


def _text(incident: Incident, task: FollowUp) -> str:
    try:
        sealed = bytes(task.text_sealed)
        return unseal(incident.stream_id, subject_of(incident), sealed).decode()
    except ContentErased:
        return ""
