"""What falls due in deployments: a sign of somebody who was sent, an answer they wait for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.command.actions.checking import fire_check, fire_request
from stayline.command.queries.deployments import (
    checks_due,
    next_check_due,
    next_request_due,
    requests_due,
    unwatched,
)
from stayline.deadlines.ports import Unwatched

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta
    from uuid import UUID


class CheckInDue:
    """Tells the watcher from whom a sign is due (`deadlines.DuePort`)."""

    name = "command.check_in"
    priority = 15

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return the deployments from which a sign is due, the earliest first."""
        return checks_due(at, limit)

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Ask again, or raise the alarm; False when they were heard just now."""
        return fire_check(deployment_id=row_id, at=at)

    def next_due(self) -> datetime | None:
        """Return when the next sign is due."""
        return next_check_due()


class MoreDue:
    """Tells the watcher which requests for more still wait (`deadlines.DuePort`)."""

    name = "command.request"
    priority = 16

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return the requests whose answer is due, the earliest first."""
        return requests_due(at, limit)

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Tell supervisors; False when it was answered just now."""
        return fire_request(request_id=row_id, at=at)

    def next_due(self) -> datetime | None:
        """Return when the next answer is due."""
        return next_request_due()


class CheckInsWatched:
    """Names everybody who is out and from whom no sign is ever due (`deadlines.AuditPort`)."""

    name = "command.deployment"

    def unwatched(self, at: datetime, grace: timedelta, limit: int) -> Sequence[Unwatched]:
        """Return who is out without a check-in ahead of them or just behind."""
        return [
            Unwatched(found, "somebody who was sent is asked for no sign of themselves")
            for found in unwatched(at, grace, limit)
        ]

    def mend(self, row_id: UUID, at: datetime) -> bool:
        """Ask now; False when a check-in is due again."""
        return fire_check(deployment_id=row_id, at=at)
