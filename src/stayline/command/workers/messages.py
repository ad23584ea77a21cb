"""What falls due in messages: answers that are missing, situation reports that are late."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stayline.command.actions.message_answers import (
    ask_again,
    note_message_failed,
    note_message_left,
    note_report_missed,
)
from stayline.command.queries.messages import (
    next_message_due,
    next_report_due,
    situation_reports_due,
    unanswered_due,
)
from stayline.deadlines.ports import Unwatched
from stayline.people.queries import system_actor

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta
    from uuid import UUID

NOT_ASKED: Final = "it was to be asked for and nobody was"


class AnswerDue:
    """Tells the watcher which messages nobody has answered (`deadlines.DuePort`)."""

    name = "command.message_answer"
    priority = 4

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return the messages whose answer is missed, the earliest first."""
        return unanswered_due(at, limit)

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Ask for the answer again; False when somebody was first."""
        return ask_again(message_id=row_id, actor=system_actor("watcher"), at=at)

    def next_due(self) -> datetime | None:
        """Return when the next answer is missed."""
        return next_message_due()


class SituationReportDue:
    """Tells the watcher which situation reports are overdue (`deadlines.DuePort`)."""

    name = "command.situation_report"
    priority = 5

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return the incidents whose report is overdue, the earliest first."""
        return situation_reports_due(at, limit)

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Show that it is overdue; False when somebody was first."""
        return note_report_missed(incident_id=row_id, actor=system_actor("watcher"), at=at)

    def next_due(self) -> datetime | None:
        """Return when the next report is overdue."""
        return next_report_due()


class AnswersWatched(AnswerDue):
    """Names the messages whose missing answer nobody asked for (`deadlines.AuditPort`)."""

    name = "command.message_answer"

    def unwatched(self, at: datetime, grace: timedelta, limit: int) -> Sequence[Unwatched]:
        """Return the messages that should have been asked for and were not."""
        return [Unwatched(one, NOT_ASKED) for one in unanswered_due(at - grace, limit)]

    def mend(self, row_id: UUID, at: datetime) -> bool:
        """Ask now; False when it was asked for since."""
        return self.fire(row_id, at)


class ReportsWatched(SituationReportDue):
    """Names the incidents whose overdue report nobody was told of (`deadlines.AuditPort`)."""

    name = "command.situation_report"

    def unwatched(self, at: datetime, grace: timedelta, limit: int) -> Sequence[Unwatched]:
        """Return the incidents whose overdue report should stand on a screen and does not."""
        return [Unwatched(one, NOT_ASKED) for one in situation_reports_due(at - grace, limit)]

    def mend(self, row_id: UUID, at: datetime) -> bool:
        """Show it now; False when it stands there since."""
        return self.fire(row_id, at)


class MessageNews:
    """Hears which messages left and which did not (`outbox.DeliveredPort`, `UndeliveredPort`)."""

    prefix = "command.message"

    def delivered(self, message_id: UUID, reference: str, at: datetime) -> None:
        """Record that a message left."""
        del reference
        note_message_left(outbox_id=message_id, actor=system_actor("outbox"), at=at)

    def undelivered(self, message_id: UUID, reason: str, at: datetime) -> None:
        """Record that a message did not leave: somebody says it."""
        note_message_failed(
            outbox_id=message_id, reason=reason, actor=system_actor("outbox"), at=at
        )
