"""What is read of messages: who was told what, what waits for an answer, which report is due."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db.models import Min

from stayline.command.events import (
    MessageAcknowledged,
    MessageNotLeft,
    MessageSent,
)
from stayline.command.models import Message, Resource, SituationClock
from stayline.command.queries.message_words import (
    Suggested,
    messaging,
    suggested_medium,
)
from stayline.ledger.queries import entries
from stayline.people.queries import names

if TYPE_CHECKING:
    from datetime import datetime

    from stayline.incidents.models import Incident

__all__ = [
    "MessageView",
    "SituationDue",
    "Suggested",
    "messages",
    "next_message_due",
    "next_report_due",
    "situation_report_due",
    "situation_reports_due",
    "suggested_medium",
    "unanswered_due",
]

REPORT: Final = "report"
"""What a situation report is about."""


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message as whoever handles the incident sees it, its words read back from the log.

    `text` and `to` are empty once the content was erased. `copies` are those of a message to
    everyone, one for each person.
    """

    id: UUID
    number: int
    to: str
    to_kind: str
    medium: str
    medium_words: str
    suggested: str
    about: str
    text: str
    at: datetime
    by: str
    state: str
    state_words: str
    failed_because: str
    read_back: bool | None
    needs_ack: bool
    owner_id: UUID | None
    ack_at: datetime | None
    ack_name: str
    ack_words: str
    ask_again_at: datetime | None
    asked_again: int
    exercise: bool
    copies: tuple[MessageView, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether somebody still has to say that they have it."""
        return self.needs_ack and self.ack_at is None

    @property
    def answered(self) -> int:
        """How many copies somebody has answered for."""
        return sum(one.ack_at is not None for one in self.copies)


@dataclass(frozen=True, slots=True)
class SituationDue:
    """When the next situation report of an incident is due. `every` is the interval."""

    every: timedelta
    last_at: datetime | None
    due_at: datetime
    missed: int

    def late(self, at: datetime) -> bool:
        """Return whether it is overdue."""
        return at > self.due_at


def messages(incident: Incident) -> list[MessageView]:
    """Return the messages of an incident, the newest first; copies stand in their message."""
    rows = list(Message.objects.filter(incident=incident).order_by("-number", "id"))
    told = _Told(incident)
    people = names({row.sent_by for row in rows})
    copied = _names_of([row for row in rows if row.parent_id is not None])
    views = {row.id: told.view(row, people) for row in rows if row.parent_id is None}
    copies: dict[UUID, list[MessageView]] = {}
    for row in reversed(rows):
        if row.parent_id is not None:
            one = replace(told.view(row, people), to=copied.get(row.to_id, ""))
            copies.setdefault(row.parent_id, []).append(one)
    return [replace(one, copies=tuple(copies.get(one.id, ()))) for one in views.values()]


def situation_report_due(incident: Incident) -> SituationDue | None:
    """Return when the next report is due; None before the first message, and once closed."""
    row = SituationClock.objects.filter(incident=incident, remind_at__isnull=False).first()
    if row is None:
        return None
    return SituationDue(timedelta(seconds=row.every_s), row.last_at, row.due_at, row.missed)


def unanswered_due(at: datetime, limit: int) -> list[UUID]:
    """Return the messages whose answer is missed by `at`, the earliest first."""
    rows = Message.objects.filter(ask_again_at__lte=at).order_by("ask_again_at", "id")
    return list(rows.values_list("id", flat=True)[:limit])


def next_message_due() -> datetime | None:
    """Return when the next missing answer is asked for."""
    found = Message.objects.filter(ask_again_at__isnull=False)
    answer: datetime | None = found.aggregate(first=Min("ask_again_at"))["first"]
    return answer


def situation_reports_due(at: datetime, limit: int) -> list[UUID]:
    """Return the incidents whose situation report is overdue by `at`, the earliest first."""
    rows = SituationClock.objects.filter(remind_at__lte=at).order_by("remind_at", "incident_id")
    return list(rows.values_list("incident_id", flat=True)[:limit])


def next_report_due() -> datetime | None:
    """Return when the next situation report is overdue."""
    found = SituationClock.objects.filter(remind_at__isnull=False)
    answer: datetime | None = found.aggregate(first=Min("remind_at"))["first"]
    return answer


def _names_of(rows: list[Message]) -> dict[str, str]:
    """Return to whom copies went, by the id they have in their own table."""
    people = names([UUID(row.to_id) for row in rows if row.to_kind == "person"])
    resources = Resource.objects.filter(
        id__in=[row.to_id for row in rows if row.to_kind == "resource"]
    )
    known = {str(one): name for one, name in resources.values_list("id", "name")}
    return known | {str(one): name for one, name in people.items()}


class _Told:
    """What the log holds of the messages of one incident, read once."""

    def __init__(self, incident: Incident) -> None:
        kinds = {MessageSent.kind, MessageNotLeft.kind, MessageAcknowledged.kind}
        self.sent: dict[str, MessageSent] = {}
        self.failed: dict[str, str] = {}
        self.answered: dict[str, MessageAcknowledged] = {}
        self.document = messaging()
        for entry in entries(incident.stream_id, kinds=kinds):
            if isinstance(entry.event, MessageSent):
                self.sent[entry.event.message] = entry.event
            elif isinstance(entry.event, MessageNotLeft):
                self.failed[entry.event.message] = entry.event.reason
            elif isinstance(entry.event, MessageAcknowledged):
                self.answered[entry.event.message] = entry.event

    def view(self, row: Message, people: dict[UUID, str]) -> MessageView:
        """Return a message with what the log says of it."""
        sent = self.sent.get(str(row.id))
        answer = self.answered.get(str(row.id))
        medium = self.document.medium(row.medium)
        return MessageView(
            id=row.id,
            number=row.number,
            to=sent.to if sent else "",
            to_kind=row.to_kind,
            medium=row.medium,
            medium_words=medium.words if medium else row.medium,
            suggested=row.suggested,
            about=row.about,
            text=sent.text if sent else "",
            at=row.sent_at,
            by=people.get(row.sent_by, ""),
            state=row.state,
            state_words=row.get_state_display(),
            failed_because=self.failed.get(str(row.id), "") if row.state == "failed" else "",
            read_back=row.read_back,
            needs_ack=row.needs_ack,
            owner_id=row.owner,
            ack_at=row.ack_at,
            ack_name=answer.name if answer else "",
            ack_words=answer.words if answer else "",
            ask_again_at=row.ask_again_at,
            asked_again=row.asked_again,
            exercise=row.exercise,
        )
