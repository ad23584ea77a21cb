"""Come back, decline a check, say that it was done, and notice one that was not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.care.actions.records import (
    log_check_in_transaction,
    open_check_in_transaction,
    person_stream_in_transaction,
    subject_of,
)
from stayline.care.errors import CheckNotFound, NotOffTheQueue, NotYours, TooSoon
from stayline.care.events import (
    CameBack,
    CheckDeclined,
    CheckDone,
    CheckMissed,
    CheckMoved,
    CheckPassedOn,
)
from stayline.care.models import OffQueue, PrivateCheck
from stayline.care.policies import may_decline, may_record
from stayline.care.queries import find_supporter, hours_of, involved_in
from stayline.contacts.queries import open_contacts_of
from stayline.incidents.actions import lock_incident_in_transaction, perform_in_transaction
from stayline.ledger.actions import (
    Receipt,
    append_many_in_transaction,
    lock_head_in_transaction,
)
from stayline.library.queries import aftercare_plan
from stayline.people.actions import set_availability_in_transaction
from stayline.people.models import Availability
from stayline.people.queries import person
from stayline.platform.live import publish_on_commit
from stayline.platform.transactions import action
from stayline_core.aftercare import fit

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.incidents.models import Incident
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

    No reason is asked, and nobody is told but the supporter, that it is not wanted. The other
    steps of the plan stay.

    Raises:
        CheckNotFound: no check has this id.
        NotYours: the check is for somebody else.
        CheckClosed: it was done or declined already.
    """
    row, stream_id = open_check_in_transaction(check_id, at=at)
    if not may_decline(actor, row):
        raise NotYours
    row.declined_at, row.due_at = at, None
    row.save(update_fields=["declined_at", "due_at"])
    event = CheckDeclined(incident=str(row.incident_id), subject=subject_of(row.person))
    return log_check_in_transaction(row, stream_id, event, actor=actor, at=at)


@action
def record_check(*, check_id: UUID, actor: Actor, at: datetime) -> Receipt:
    """Record that a supporter checked on somebody: that it happened and when, nothing more.

    A check that was late can still be done.

    Raises:
        CheckNotFound: no check has this id.
        NotYours: `actor` is the person themselves, or no supervisor of their site.
        CheckClosed: it was done or declined already.
    """
    row, stream_id = open_check_in_transaction(check_id, at=at)
    if not may_record(actor, row):
        raise NotYours
    row.done_at, row.due_at = at, None
    row.save(update_fields=["done_at", "due_at"])
    event = CheckDone(incident=str(row.incident_id), subject=subject_of(row.person))
    return log_check_in_transaction(row, stream_id, event, actor=actor, at=at)


@action
def miss_check(*, check_id: UUID, actor: Actor, at: datetime) -> bool:
    """Notice that a check was not done in time: another supporter has it, and then management.

    Somebody who was not asked yet gets as long as the plan says; when they do not come either,
    or there is nobody, management is told that one is missing, by a notice with no name and no
    content. It stays open: it can still be done. Somebody who went on leave since is left alone
    until they are back, and nobody is sent to somebody who has left. False when somebody was
    first, or it is not due.

    Raises:
        CheckNotFound: no check has this id.
    """
    found = PrivateCheck.objects.filter(id=check_id).first()
    if found is None:
        raise CheckNotFound(check=str(check_id))
    incident = lock_incident_in_transaction(found.incident_id)
    if not PrivateCheck.objects.filter(id=check_id, due_at__lte=at).update(due_at=None):
        return False
    row, stream_id = open_check_in_transaction(check_id, at=at)
    if not row.person.is_active or _wait_in_transaction(row, stream_id, actor=actor, at=at):
        return True
    if _pass_on_in_transaction(row, incident, stream_id, actor=actor, at=at):
        return True
    row.missed_at = at
    row.save(update_fields=["missed_at"])
    event = CheckMissed(incident=str(row.incident_id), subject=subject_of(row.person))
    log_check_in_transaction(row, stream_id, event, actor=actor, at=at)
    perform_in_transaction(incident, "notify", "management", because=MISSED, actor=actor, at=at)
    return True


def _wait_in_transaction(row: PrivateCheck, stream_id: UUID, *, actor: Actor, at: datetime) -> bool:
    """Put off a check on somebody who is on leave now until they are back; False: they are not."""
    hours = hours_of(row.person, at=at)
    if row.moved_at is not None or not any(leave.covers(at) for leave in hours.leave):
        return False
    row.planned_at = fit(at, latest=at, hours=hours, day=aftercare_plan()[1].day)
    row.due_at = row.planned_at + row.within
    row.save(update_fields=["planned_at", "due_at"])
    event = CheckMoved(
        incident=str(row.incident_id),
        to=row.planned_at.isoformat(timespec="minutes"),
        subject=subject_of(row.person),
    )
    log_check_in_transaction(row, stream_id, event, actor=actor, at=at)
    return True


def _pass_on_in_transaction(
    row: PrivateCheck, incident: Incident, stream_id: UUID, *, actor: Actor, at: datetime
) -> bool:
    """Give a missed check to one other supporter; False where that was done, or nobody is there."""
    if row.asked_before or row.supporter_id is None:
        return False
    other = find_supporter(
        row.person,
        incident_id=incident.id,
        site_id=incident.site_id,
        by=row.by,
        was_there=involved_in(incident.id),
        out=[row.supporter_id],
        at=at,
    )
    if other is None:
        return False
    before, row.supporter_id, row.due_at = row.supporter_id, other, at + row.again
    row.asked_before = [str(before)]
    row.save(update_fields=["supporter", "asked_before", "due_at"])
    publish_on_commit(f"person:{before}", "care")
    event = CheckPassedOn(
        incident=str(row.incident_id), supporter=str(other), subject=subject_of(row.person)
    )
    log_check_in_transaction(row, stream_id, event, actor=actor, at=at)
    return True


def _after_care(who: Person) -> str:
    if not who.on_duty:
        return Availability.AWAY
    return Availability.ON_CONTACT if open_contacts_of(who.id) else Availability.FREE
