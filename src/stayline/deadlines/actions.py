"""What watcher and watchdog write themselves: a heartbeat, and what nobody watched."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from stayline.deadlines.events import UnwatchedFound
from stayline.deadlines.models import Finding, Heartbeat
from stayline.deadlines.ports import Unwatched
from stayline.ledger.actions import append_in_transaction, open_stream_in_transaction
from stayline.ledger.queries import stream_about
from stayline.platform.actors import Actor
from stayline.platform.transactions import action, writer_lock

FORGOTTEN_AFTER: Final = timedelta(hours=1)

WATCHING: Final = UUID("5ca1ab1e-0004-4000-8000-000000000000")
"""What the log's stream about watching is about: the watching itself."""


def beat(*, process: str, role: str, at: datetime, monotonic: float) -> None:
    """Write that this watcher is alive. One statement; it is no event of the log."""
    with writer_lock():
        Heartbeat.objects.bulk_create(
            [Heartbeat(process=process, role=role, at=at, monotonic=monotonic)],
            update_conflicts=True,
            unique_fields=["process"],
            update_fields=["role", "at", "monotonic"],
        )


def forget_old_beats(*, at: datetime) -> int:
    """Remove the last beats of processes that ended long ago; return how many."""
    with writer_lock():
        removed, _ = Heartbeat.objects.filter(at__lt=at - FORGOTTEN_AFTER).delete()
    return removed


def sign_off(*, process: str) -> None:
    """Remove the beat of a watcher that ends well, so that it is missed at once."""
    with writer_lock():
        Heartbeat.objects.filter(process=process).delete()


@action
def note_unwatched(port: str, found: Unwatched, *, actor: Actor, at: datetime) -> bool:
    """Note and log that nothing watches a thing; `False` when that is known already.

    Two watchdogs may find the same thing; it is noted once until it is well again.
    """
    _, new = Finding.objects.get_or_create(
        port=port,
        row=found.id,
        cleared_at=None,
        defaults={"why": found.why[:120], "found_at": at},
    )
    if new:
        event = UnwatchedFound(what=port, row=str(found.id), why=found.why[:120])
        append_in_transaction(_stream_in_transaction(at=at), event, actor=actor, at=at)
    return new


def note_mended(port: str, row: UUID, *, at: datetime) -> None:
    """Note that what should have happened to a thing was made to happen."""
    with writer_lock():
        Finding.objects.filter(port=port, row=row, cleared_at=None).update(mended_at=at)


def clear_unwatched(port: str, *, besides: Collection[UUID], at: datetime) -> int:
    """Note that all that was found is well again, `besides` what is not; return how many."""
    open_ones = Finding.objects.filter(port=port, cleared_at=None).exclude(row__in=besides)
    if not open_ones.exists():
        return 0
    with writer_lock():
        return open_ones.update(cleared_at=at)


def _stream_in_transaction(*, at: datetime) -> UUID:
    """Return the log's stream about watching, opened when it is missing."""
    known = stream_about("system", WATCHING)
    if known is not None:
        return known.id
    return open_stream_in_transaction(kind="system", subject_id=WATCHING, exercise=False, at=at)
