"""The watcher as readiness sees it, and what the watchdog audits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from stayline.deadlines.ports import Unwatched
from stayline.deadlines.queries import watcher_health
from stayline.escalation.actions.mending import mend_ladder
from stayline.escalation.queries.audit import unwatched_ladders
from stayline.incidents.actions.mending import mend_obligation
from stayline.incidents.queries.audit import unwatched_obligations
from stayline.platform.http.health import Finding


def watcher_check(at: datetime) -> Finding:
    """Return whether somebody watches the deadlines."""
    health = watcher_health(at=at)
    return Finding("watcher", health.well, health.state)


class LadderAudit:
    """Every open ladder has a deadline ahead (`deadlines.AuditPort`)."""

    name = "escalation.ladder"

    def unwatched(self, at: datetime, grace: timedelta, limit: int) -> Sequence[Unwatched]:
        """Return open ladders to which nothing would happen any more."""
        return unwatched_ladders(at, grace, limit)

    def mend(self, row_id: UUID, at: datetime) -> bool:
        """Ring; False when somebody was first."""
        return mend_ladder(ladder_id=row_id, at=at)


class ObligationAudit:
    """Whatever is owed by a time falls due at it (`deadlines.AuditPort`)."""

    name = "incidents.obligation"

    def unwatched(self, at: datetime, grace: timedelta, limit: int) -> Sequence[Unwatched]:
        """Return what is owed and would never fall due."""
        return unwatched_obligations(at, grace, limit)

    def mend(self, row_id: UUID, at: datetime) -> bool:
        """Let it fall due; False when it had already."""
        return mend_obligation(obligation_id=row_id, at=at)
