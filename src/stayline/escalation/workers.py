"""What of a ladder is due: rungs before all else, then limits, then people who vanished."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from stayline.escalation.actions import (
    fire_absence,
    fire_agent_absence,
    fire_limit,
    fire_rung,
    ring_all_again,
)
from stayline.escalation.actions.noting import note_page_failed, note_page_sent
from stayline.escalation.queries import (
    absent_agents,
    absent_receivers,
    limits_due,
    next_absent_agent,
    next_absent_receiver,
    next_limit_due,
    next_rung_due,
    rungs_due,
)
from stayline.people.queries import system_actor


class RungDue:
    """Tells the watcher which rungs have run out (`deadlines.DuePort`)."""

    name = "escalation.rung"
    priority = 0

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return the ladders to ring on, the earliest due first."""
        return rungs_due(at, limit)

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Ring on; False when somebody was first."""
        return fire_rung(ladder_id=row_id, at=at)

    def next_due(self) -> datetime | None:
        """Return when the next rung runs out."""
        return next_rung_due()


class LimitDue:
    """Tells the watcher whose state has lasted too long (`deadlines.DuePort`)."""

    name = "escalation.limit"
    priority = 1

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return the hand-overs to ring beside, the earliest due first."""
        return limits_due(at, limit)

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Ring beside them; False when somebody was first."""
        return fire_limit(hand_over_id=row_id, at=at)

    def next_due(self) -> datetime | None:
        """Return when the next limit passes."""
        return next_limit_due()


class ReceiverAbsent:
    """Tells the watcher which receivers have vanished on their way (`deadlines.DuePort`)."""

    name = "escalation.receiver_absent"
    priority = 2

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return the hand-overs whose receiver is gone."""
        return absent_receivers(at)[:limit]

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Ring again; False when they are back."""
        return fire_absence(hand_over_id=row_id, at=at)

    def next_due(self) -> datetime | None:
        """Return when the next one counts as gone unless they are seen again."""
        return next_absent_receiver()


class AgentAbsent:
    """Tells the watcher which agents have vanished in a crisis contact (`deadlines.DuePort`)."""

    name = "escalation.agent_absent"
    priority = 3

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return the incidents whose agent is gone."""
        return absent_agents(at)[:limit]

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Ring; False when they are back, or somebody was rung since."""
        return fire_agent_absence(incident_id=row_id, at=at)

    def next_due(self) -> datetime | None:
        """Return when the next one counts as gone unless they are seen again."""
        return next_absent_agent()


class RingAgainAfterStep:
    """Rings every open ladder again when the wall clock jumped (`deadlines.ClockStepPort`)."""

    def on_clock_step(self, seconds: float, at: datetime) -> None:
        """Ring them all, whichever way it jumped: no deadline can be trusted now."""
        del seconds
        ring_all_again(at=at)


class PageNews:
    """Hears which pages left and which did not (`outbox.DeliveredPort`, `UndeliveredPort`)."""

    prefix = "escalation.page"

    def delivered(self, message_id: UUID, reference: str, at: datetime) -> None:
        """Note that a page left."""
        del reference
        note_page_sent(message_id, at=at)

    def undelivered(self, message_id: UUID, reason: str, at: datetime) -> None:
        """Log that a page did not leave, and do not wait for whoever it was for."""
        note_page_failed(message_id, reason=reason, actor=system_actor("outbox"), at=at)
