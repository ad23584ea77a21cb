"""Come back, decline a check, say that it was done, and notice one that was not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.care.actions.start import person_stream_in_transaction, subject_of
from stayline.care.errors import CheckClosed, CheckNotFound, NotOffTheQueue, NotYours, TooSoon
from stayline.care.events import CameBack, CheckDeclined, CheckDone, CheckMissed
from stayline.care.models import OffQueue, PrivateCheck
from stayline.care.policies import may_decline, may_record
from stayline.contacts.queries import open_contacts_of
from stayline.incidents.actions import lock_incident_in_transaction, perform_in_transaction
from stayline.ledger.actions import (
    Receipt,
    append_in_transaction,
    append_many_in_transaction,
    lock_head_in_transaction,
)
from stayline.people.actions import set_availability_in_transaction
from stayline.people.models import Availability
from stayline.people.queries import person
from stayline.platform.live import publish_on_commit
from stayline.platform.transactions import action

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.ledger.events import Event
    from stayline.people.models import Person
    from stayline.platform.actors import Actor

MISSED: str = "a private check was not done in time"
"""What management is told: that one is missing, not whose and not why."""


@action
def come_back(*, actor: Actor, at: datetime) -> list[Receipt]:
    """Put `actor` back on the queue, by their own choice, once the least time has passed.

    Nobody else can: the person chooses how long (domain.md 17).

    Raises:
        NotOffTheQueue: they are not off the queue after a contact.
        TooSoon: the least time away has not passed; `data["until"]` says when it has.
    """
    who = person(actor.id)
    stream_id = person_stream_in_transaction(who, at=at)
    lock_head_in_transaction(stream_id)
    off = list(OffQueue.objects.select_for_update().filter(person=who, back_at=None).order_by("id"))
    if not off:
        raise NotOffTheQueue
    until = max(one.minimum_until for one in off)
    if at < until:
        raise TooSoon(until=until.isoformat(timespec="seconds"))
    events: list[tuple[Event, datetime]] = []
    for one in off:
        one.back_at = at
        one.save(update_fields=["back_at"])
        events.append((CameBack(incident=str(one.incident_id), subject=subject_of(who)), at))
    set_availability_in_transaction(who.id, _after_care(who), at=at)
    publish_on_commit(f"person:{who.id}", "care")
    if who.site_id:
        publish_on_commit(f"board:{who.site_id}", "board")
    return append_many_in_transaction(stream_id, events, actor=actor)


@action
def decline_check(*, check_id: UUID, actor: Actor, at: datetime) -> Receipt:
    """Decline one's own private check: aftercare is offered, never imposed (S4-6).

    No reason is asked, and nobody is told but the supporter, that it is not wanted.

    Raises:
        CheckNotFound: no check has this id.
        NotYours: the check is for somebody else.
        CheckClosed: it was done or declined already.
    """
    row, stream_id = _open_check_in_transaction(check_id, at=at)
    if not may_decline(actor, row):
        raise NotYours
    row.declined_at, row.due_at = at, None
    row.save(update_fields=["declined_at", "due_at"])
    return _log(row, stream_id, CheckDeclined, actor=actor, at=at)


@action
def record_check(*, check_id: UUID, actor: Actor, at: datetime) -> Receipt:
    """Record that a supporter checked on somebody: that it happened and when, nothing more.

    A check that was late can still be done.

    Raises:
        CheckNotFound: no check has this id.
        NotYours: `actor` is the person themselves, or no supervisor of their site.
        CheckClosed: it was done or declined already.
    """
    row, stream_id = _open_check_in_transaction(check_id, at=at)
    if not may_record(actor, row):
        raise NotYours
    row.done_at, row.due_at = at, None
    row.save(update_fields=["done_at", "due_at"])
    return _log(row, stream_id, CheckDone, actor=actor, at=at)


@action
def miss_check(*, check_id: UUID, actor: Actor, at: datetime) -> bool:
    """Notice that a check was not done in time, and tell management that one is missing.

    It stays open: it can still be done. False when somebody was first, or it is not due.
    The page carries no name and no content.

    Raises:
        CheckNotFound: no check has this id.
    """
    found = PrivateCheck.objects.filter(id=check_id).first()
    if found is None:
        raise CheckNotFound(check=str(check_id))
    incident = lock_incident_in_transaction(found.incident_id)
    late = PrivateCheck.objects.filter(id=check_id, due_at__lte=at)
    if not late.update(missed_at=at, due_at=None):
        return False
    row, stream_id = _open_check_in_transaction(check_id, at=at)
    _log(row, stream_id, CheckMissed, actor=actor, at=at)
    perform_in_transaction(incident, "notify", "management", because=MISSED, actor=actor, at=at)
    return True


def _open_check_in_transaction(check_id: UUID, *, at: datetime) -> tuple[PrivateCheck, UUID]:
    rows = PrivateCheck.objects.select_related("person", "person__site")
    found = rows.filter(id=check_id).first()
    if found is None:
        raise CheckNotFound(check=str(check_id))
    stream_id = person_stream_in_transaction(found.person, at=at)
    lock_head_in_transaction(stream_id)
    row = rows.select_for_update(of=("self",)).get(id=check_id)
    if row.done_at is not None or row.declined_at is not None:
        raise CheckClosed
    return row, stream_id


def _log(
    row: PrivateCheck,
    stream_id: UUID,
    kind: type[CheckDone | CheckDeclined | CheckMissed],
    *,
    actor: Actor,
    at: datetime,
) -> Receipt:
    for one in filter(None, (row.person_id, row.supporter_id)):
        publish_on_commit(f"person:{one}", "care")
    event = kind(incident=str(row.incident_id), subject=subject_of(row.person))
    return append_in_transaction(stream_id, event, actor=actor, at=at)


def _after_care(who: Person) -> str:
    if not who.on_duty:
        return Availability.AWAY
    return Availability.ON_CONTACT if open_contacts_of(who.id) else Availability.FREE
