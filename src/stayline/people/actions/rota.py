"""Shifts: put on the rota, taken off it, and what happens when one begins or ends."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from stayline.ledger.actions import append_in_transaction
from stayline.people.actions.system import person_stream
from stayline.people.errors import PeopleNotYours, PersonNotFound, ShiftInvalid
from stayline.people.events import ShiftAdded, ShiftBegan, ShiftCancelled, ShiftEnded
from stayline.people.models import Availability, Person, Shift, ShiftKind, Site
from stayline.people.policies import may_manage
from stayline.people.ports import off_queue_in_transaction
from stayline.people.queries import on_leave, overlapping, shift, system_actor
from stayline.platform.live import publish_on_commit
from stayline.platform.transactions import action

if TYPE_CHECKING:
    from stayline.ledger.events import Event
    from stayline.platform.actors import Actor

LONGEST: Final = {ShiftKind.DUTY: timedelta(hours=24), ShiftKind.ON_CALL: timedelta(days=14)}
"""How long one shift may be; longer is a mistake in a date."""

FURTHEST: Final = timedelta(days=400)
"""How far ahead a shift may begin."""

LONGEST_GAP: Final = timedelta(hours=4)
"""How long a break may be that the rota leaves between two shifts of one day."""

ENDS_WORK: Final = frozenset({Availability.FREE, Availability.BREAK, Availability.AWAY})
"""Who goes home when their shift ends; whoever is in a contact or in aftercare finishes it."""


@action
def add_shift(
    *,
    person_id: UUID,
    duty: str,
    starts_at: datetime,
    ends_at: datetime,
    actor: Actor,
    at: datetime,
) -> Shift:
    """Put somebody on duty (`duty`), or on call (`on_call`), from then until then.

    One that has begun already takes effect at once, by the watcher.

    Raises:
        PersonNotFound: nobody who works here has this id, or they belong to no site.
        PeopleNotYours: `actor` manages neither the centre nor that site.
        ShiftInvalid: it ends before it begins, is over, too long or too far ahead, or stands in
            the way of another one of theirs.
    """
    person, site = person_on_rota_in_transaction(person_id, actor=actor)
    faults = _faults(person_id, duty, starts_at, ends_at, at)
    if faults:
        raise ShiftInvalid(faults)
    made = Shift.objects.create(
        person=person,
        site=site,
        kind=duty,
        starts_at=starts_at,
        ends_at=ends_at,
        added_at=at,
    )
    event = ShiftAdded(
        person=str(person.pseudonym),
        shift=str(made.id),
        duty=ShiftKind(duty).label.lower(),
        starts_at=starts_at.isoformat(),
        ends_at=ends_at.isoformat(),
        subject=f"person:{person.pseudonym}",
    )
    _log(person, event, actor=actor, at=at)
    return made


@action
def cancel_shift(*, shift_id: UUID, actor: Actor, at: datetime) -> None:
    """Take a shift off the rota; one that runs ends at once, and its person goes off duty.

    Raises:
        ShiftNotFound: no shift has this id, or it is over or cancelled.
        PeopleNotYours: `actor` manages neither the centre nor that site.
    """
    person, _ = person_on_rota_in_transaction(shift(shift_id).person_id, actor=actor)
    one = shift(shift_id)  # again, now that nobody else can change it
    was, one.state = one.state, "cancelled"
    one.save(update_fields=["state"])
    event = ShiftCancelled(
        person=str(person.pseudonym),
        shift=str(one.id),
        duty=ShiftKind(one.kind).label.lower(),
        starts_at=one.starts_at.isoformat(),
        ends_at=one.ends_at.isoformat(),
        subject=f"person:{person.pseudonym}",
    )
    _log(person, event, actor=actor, at=at)
    if was == "on" and one.kind == ShiftKind.DUTY:
        _go_home(person, "their shift was cancelled", actor=actor, at=at)


@action
def fire_shift_begins(*, shift_id: UUID, at: datetime) -> bool:
    """Begin a shift: its person is on duty, and free unless they said otherwise.

    A break that was said between two shifts ends with the gap that the rota leaves for it.
    Whoever is on leave stays off duty. A shift whose end has passed too is over, with nothing
    done: nobody is put on duty for a time that is gone. False when somebody was first.
    """
    rows = Shift.objects.filter(id=shift_id).select_related("person__site")
    one = rows.first()
    if one is None:
        return False
    person = _locked(one.person_id)
    over = one.ends_at <= at
    begun = Shift.objects.filter(id=shift_id, state="planned", starts_at__lte=at)
    if not begun.update(state="over" if over else "on"):
        return False
    if over or one.kind != ShiftKind.DUTY or person is None or on_leave(person.id, at):
        _show(one.site_id)
        return True
    person.on_duty = True
    if person.availability == Availability.AWAY or _back_from_a_break(person, one):
        person.availability, person.available_since = Availability.FREE, at
    person.availability_at = at
    person.save(update_fields=["on_duty", "availability", "available_since", "availability_at"])
    event = ShiftBegan(
        person=str(person.pseudonym),
        shift=str(one.id),
        ends_at=one.ends_at.isoformat(),
        subject=f"person:{person.pseudonym}",
    )
    _log(person, event, actor=system_actor("watcher"), at=at)
    return True


@action
def fire_shift_ends(*, shift_id: UUID, at: datetime) -> bool:
    """End a shift: its person goes off duty, unless another shift of theirs runs on.

    Whoever is in a contact or in aftercare finishes it; what somebody owes who goes home is
    passed on. False when somebody was first.
    """
    one = Shift.objects.filter(id=shift_id).first()
    if one is None:
        return False
    person = _locked(one.person_id)
    ended = Shift.objects.filter(id=shift_id, state="on", ends_at__lte=at)
    if not ended.update(state="over"):
        return False
    if one.kind != ShiftKind.DUTY or person is None or not person.on_duty:
        _show(one.site_id)
        return True
    watcher = system_actor("watcher")
    if _go_home(person, "their shift ended", actor=watcher, at=at):
        event = ShiftEnded(
            person=str(person.pseudonym),
            shift=str(one.id),
            subject=f"person:{person.pseudonym}",
        )
        _log(person, event, actor=watcher, at=at)
    return True


def person_on_rota_in_transaction(person_id: UUID, *, actor: Actor) -> tuple[Person, Site]:
    """Return somebody whose shifts `actor` may write, locked, with the site where they work.

    The caller holds the transaction.

    Raises:
        PersonNotFound: nobody who works here has this id, or they belong to no site.
        PeopleNotYours: `actor` manages neither the centre nor that site.
    """
    person = _locked(person_id)
    if person is None or person.site is None:
        raise PersonNotFound(person=str(person_id))
    if not may_manage(actor, person.site.id):
        raise PeopleNotYours
    return person, person.site


def shift_faults(
    duty: str, starts_at: datetime, ends_at: datetime, *, at: datetime
) -> dict[str, str]:
    """Return what is wrong with the times of a shift, by field."""
    if duty not in ShiftKind.values:
        return {"duty": "Choose on duty or on call."}
    if ends_at <= starts_at:
        return {"ends": "It ends before it begins."}
    if ends_at <= at:
        return {"ends": "It is over already."}
    if starts_at > at + FURTHEST:
        return {"starts": "That is more than a year ahead. Look at the date."}
    longest = LONGEST[ShiftKind(duty)]
    if ends_at - starts_at > longest:
        hours = int(longest.total_seconds() // 3600)
        return {"ends": f"That is longer than {hours} hours. Write two shifts."}
    return {}


def _faults(
    person_id: UUID, duty: str, starts_at: datetime, ends_at: datetime, at: datetime
) -> dict[str, str]:
    faults = shift_faults(duty, starts_at, ends_at, at=at)
    if not faults and overlapping(person_id, duty, starts_at, ends_at).exists():
        return {"starts": "They have such a shift already in this time. Cancel that one first."}
    return faults


def _go_home(person: Person, because: str, *, actor: Actor, at: datetime) -> bool:
    """Put somebody off duty and pass on what they owe; False when another shift runs on."""
    running = overlapping(person.id, ShiftKind.DUTY, at, at + timedelta(microseconds=1))
    if running.exists():
        return False
    person.on_duty = False
    leaves = person.availability in ENDS_WORK
    if leaves:
        person.availability, person.available_since = Availability.AWAY, None
    person.availability_at = at
    person.save(update_fields=["on_duty", "availability", "available_since", "availability_at"])
    if leaves:
        off_queue_in_transaction(person.id, because=because, actor=actor, at=at)
    _show(person.site_id)
    publish_on_commit(f"person:{person.id}", "availability")
    return True


def _locked(person_id: UUID) -> Person | None:
    rows = Person.objects.select_for_update(of=("self",)).select_related("site")
    return rows.filter(id=person_id, is_active=True, kind="person").first()


def _back_from_a_break(person: Person, shift: Shift) -> bool:
    """Return whether a break was said in the gap that the rota leaves before this shift."""
    said = person.availability_at
    if person.availability != Availability.BREAK or said is None or said > shift.starts_at:
        return False
    earlier = Shift.objects.filter(
        person=person,
        kind=ShiftKind.DUTY,
        state="over",
        ends_at__gte=shift.starts_at - LONGEST_GAP,
        ends_at__lte=said,
    )
    return earlier.exists()


def _log(person: Person, event: Event, *, actor: Actor, at: datetime) -> None:
    append_in_transaction(person_stream(person, at), event, actor=actor, at=at)
    _show(person.site_id)
    publish_on_commit(f"person:{person.id}", "availability")


def _show(site_id: UUID | None) -> None:
    publish_on_commit(f"board:{site_id}", "board")
