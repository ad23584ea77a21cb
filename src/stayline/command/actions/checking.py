"""The clock of check-ins: asked again after the first, an alarm from the second on (S3-23)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.command.actions.deployments import (
    SIGN_WORDS,
    WRITTEN,
    interval,
    lock_in_transaction,
    moved_in_transaction,
    tell_in_transaction,
)
from stayline.command.events import CheckInMissed, ContactLost, MoreLate
from stayline.command.queries import subject_of
from stayline.command.queries.deployments import NEEDS, request_made
from stayline.incidents.actions import (
    log_in_transaction,
    perform_in_transaction,
    tell_floor_in_transaction,
)
from stayline.people.queries import system_actor
from stayline.platform.transactions import action
from stayline_core import deployment as rules

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.command.models import Deployment
    from stayline.platform.actors import Actor


@action
def fire_check(*, deployment_id: UUID, at: datetime) -> bool:
    """Note that a sign of somebody who was sent did not come; False when it came just now.

    After the first they are asked again: whoever sent them agreed to that by the press that
    sent them. Where that takes a voice, the page says that somebody has to ring. From the
    second on it is an alarm: every screen of the incident shows it, supervisors are told, and
    it comes again until somebody has heard from them or stands them down.
    """
    row = lock_in_transaction(deployment_id)
    due = row.next_check_due_at or row.asked_at
    if row.ended_at is not None or due > at:
        return False
    watcher = system_actor("watcher")
    came = rules.missed(row.misses, interval(row), at=at)
    row.misses, row.next_check_due_at = came.misses, came.next_due_at
    if came.alarm:
        moved_in_transaction(row, rules.LOST, by=watcher.id, at=at)
        _alarm_in_transaction(row, actor=watcher, at=at)
    else:
        row.save()
        _ask_again_in_transaction(row, actor=watcher, at=at)
    return True


@action
def fire_request(*, request_id: UUID, at: datetime) -> bool:
    """Tell supervisors that a request for more still waits; False when it was answered (S3-13)."""
    row = lock_in_transaction(request_made(request_id).deployment_id)
    asked = request_made(request_id)
    if asked.due_at is None or asked.due_at > at:
        return False
    asked.due_at = None
    asked.save(update_fields=["due_at"])
    watcher = system_actor("watcher")
    event = MoreLate(
        deployment=str(row.id),
        request=str(asked.id),
        who=row.resource.name,
        needs=NEEDS[asked.needs],
        subject=subject_of(row.incident),
    )
    log_in_transaction(row.incident, event, actor=watcher, at=at, live="command", urgent=True)
    perform_in_transaction(
        row.incident,
        "notify",
        "supervisor",
        because="somebody who was sent waits for an answer",
        actor=watcher,
        at=at,
    )
    return True


def _ask_again_in_transaction(row: Deployment, *, actor: Actor, at: datetime) -> None:
    written = row.method in WRITTEN
    event = CheckInMissed(
        deployment=str(row.id),
        who=row.resource.name,
        misses=row.misses,
        asked=f"by {row.method}" if written else "somebody has to, by voice",
        subject=subject_of(row.incident),
    )
    log_in_transaction(row.incident, event, actor=actor, at=at, live="command", urgent=True)
    if written:
        tell_in_transaction(row, SIGN_WORDS, actor=actor, at=at)


def _alarm_in_transaction(row: Deployment, *, actor: Actor, at: datetime) -> None:
    event = ContactLost(
        deployment=str(row.id),
        who=row.resource.name,
        misses=row.misses,
        subject=subject_of(row.incident),
    )
    log_in_transaction(row.incident, event, actor=actor, at=at, live="help", urgent=True)
    perform_in_transaction(
        row.incident,
        "notify",
        "supervisor",
        because="somebody who was sent is out of contact",
        actor=actor,
        at=at,
    )
    tell_floor_in_transaction(row.incident, urgent=True)
