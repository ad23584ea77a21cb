"""A person's own reminders, the pulse's months, and duties nobody met (`deadlines.DuePort`)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from stayline.care.actions.duties import miss_duty
from stayline.care.actions.pulse import begin_month, close_round
from stayline.care.actions.reminders import bring_reminder
from stayline.care.queries.duties import due_duties, next_duty_due
from stayline.care.queries.own import due_reminders, next_reminder
from stayline.care.queries.pulse import due_rounds, next_round_due, sites_without_round
from stayline.deadlines.workers import wall_clock
from stayline.people.queries import system_actor

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID


A_MOMENT: Final = timedelta(seconds=1)


class OwnReminderDue:
    """Puts a reminder on its person's screen; nothing in a contact waits for it."""

    name = "care.reminder"
    priority = 80

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return the reminders whose time has come."""
        return due_reminders(at=at, limit=limit)

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Bring one reminder; False when it was ended or brought meanwhile."""
        return bring_reminder(reminder_id=row_id, actor=system_actor("watcher"), at=at)

    def next_due(self) -> datetime | None:
        """Return when the next reminder comes."""
        return next_reminder()


class DutyDue:
    """Tells whoever stands above that a leader's duty of care was not met in time."""

    name = "care.duty"
    priority = 60

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return the duties whose time has passed."""
        return due_duties(at=at, limit=limit)

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Notice one missed duty; False when it was met or waived meanwhile."""
        return miss_duty(duty_id=row_id, actor=system_actor("watcher"), at=at)

    def next_due(self) -> datetime | None:
        """Return when the next duty is due."""
        return next_duty_due()


class PulseDue:
    """Closes the pulse of a month that is over, and begins the month at sites without one."""

    name = "care.pulse"
    priority = 90

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return rounds whose month is over, then sites without a round."""
        return [*due_rounds(at=at, limit=limit), *sites_without_round()][:limit]

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Close this round, or begin this site's month; False when somebody was first."""
        watcher = system_actor("watcher")
        if close_round(round_id=row_id, actor=watcher, at=at):
            return True
        return begin_month(site_id=row_id, actor=watcher, at=at)

    def next_due(self) -> datetime | None:
        """Return when the next round closes; a moment ago, while a site has none."""
        # The watcher looked at its clock just before: what is due now would be late for it.
        return wall_clock() - A_MOMENT if sites_without_round() else next_round_due()
