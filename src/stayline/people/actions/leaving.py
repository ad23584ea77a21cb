"""Leave, and leaving the organisation: nobody is rung, nothing that is owed stays behind."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from stayline.ledger.actions import append_in_transaction
from stayline.people.actions.editing import is_last_administrator
from stayline.people.actions.passwords import end_sessions_in_transaction
from stayline.people.actions.points import remove_point_in_transaction
from stayline.people.actions.system import person_locked, person_stream
from stayline.people.errors import LastAdministrator, LeaveInvalid, LeaveNotFound, PeopleNotYours
from stayline.people.events import (
    LeaveBegan,
    LeaveCancelled,
    LeaveEnded,
    LeaveGranted,
    PersonLeft,
    PersonTakenBack,
)
from stayline.people.models import (
    Absence,
    Availability,
    ContactPoint,
    Pattern,
    Person,
    Role,
    Shift,
    ShiftKind,
)
from stayline.people.policies import may_let_in, may_manage
from stayline.people.ports import off_queue_in_transaction
from stayline.people.queries import on_leave, overlapping
from stayline.people.queries.standing import said_of
from stayline.platform.live import publish_on_commit
from stayline.platform.transactions import action

if TYPE_CHECKING:
    from datetime import datetime

    from stayline.platform.actors import Actor

ON_LEAVE = "they are on leave"
HAS_LEFT = "they left the organisation"


@action
def grant_leave(
    *, person_id: UUID, starts_at: datetime, ends_at: datetime, actor: Actor, at: datetime
) -> Absence:
    """Keep that somebody is on leave from then until then. Why is neither asked nor kept.

    Only the last rung rings them meanwhile. What they owe is passed on when it begins.

    Raises:
        PersonNotFound: nobody has this id.
        PeopleNotYours: `actor` does not manage them.
        LeaveInvalid: it ends before it begins, is over, or lies over other leave of theirs.
    """
    person = person_locked(person_id)
    if not may_manage(actor, person.site_id):
        raise PeopleNotYours
    faults = {}
    if ends_at <= starts_at:
        faults["ends_at"] = "It ends before it begins."
    elif ends_at <= at:
        faults["ends_at"] = "It is over already."
    over = Absence.objects.filter(
        person=person, cancelled_at=None, starts_at__lt=ends_at, ends_at__gt=starts_at
    ).first()
    if over is not None:
        faults["starts_at"] = f"They have leave from {over} already."
    if faults:
        raise LeaveInvalid(faults)
    made = Absence.objects.create(person=person, starts_at=starts_at, ends_at=ends_at, added_at=at)
    if starts_at <= at:
        _begin_in_transaction(made, actor=actor, at=at)
    append_in_transaction(
        person_stream(person, at),
        LeaveGranted(
            person=str(person.pseudonym),
            leave=str(made.id),
            starts_at=starts_at.isoformat(),
            ends_at=ends_at.isoformat(),
            subject=f"person:{person.pseudonym}",
        ),
        actor=actor,
        at=at,
    )
    _show(person)
    return made


@action
def begin_leave(*, leave_id: UUID, actor: Actor, at: datetime) -> bool:
    """Pass on what somebody owes whose leave begins; false where that was done, or it is off."""
    leave = (
        Absence.objects.select_for_update(of=("self",))
        .select_related("person__site")
        .filter(id=leave_id, begun_at=None, cancelled_at=None, starts_at__lte=at)
        .first()
    )
    if leave is None:
        return False
    _begin_in_transaction(leave, actor=actor, at=at)
    person = leave.person
    append_in_transaction(
        person_stream(person, at),
        LeaveBegan(
            person=str(person.pseudonym),
            leave=str(leave.id),
            subject=f"person:{person.pseudonym}",
        ),
        actor=actor,
        at=at,
    )
    _show(person)
    return True


@action
def end_leave(*, leave_id: UUID, actor: Actor, at: datetime) -> bool:
    """Free somebody whose leave ends while a shift of theirs runs; False: done, or it is off.

    They are on duty and free without a press, unless other leave goes on, or they said since its
    end what they do.
    """
    rows = Absence.objects.select_for_update(of=("self",))
    leave = rows.filter(id=leave_id, ended_at=None, cancelled_at=None, ends_at__lte=at).first()
    if leave is None:
        return False
    leave.ended_at = at
    leave.save(update_fields=["ended_at"])
    person = person_locked(leave.person_id)
    if person.is_active and not on_leave(person.id, at):
        _free_in_transaction(person, leave, since=leave.ends_at, actor=actor, at=at)
        _show(person)
    return True


def _free_in_transaction(
    person: Person, leave: Absence, *, since: datetime, actor: Actor, at: datetime
) -> None:
    """Free somebody for the shift that runs, unless they said since `since` what they do."""
    shift = overlapping(person.id, ShiftKind.DUTY, at, at + timedelta(microseconds=1))
    said_since = person.availability_at is not None and person.availability_at > since
    if said_since or not shift.exists():
        return
    person.on_duty, person.availability_at = True, at
    if person.availability in {Availability.AWAY, Availability.BREAK}:
        person.availability, person.available_since = Availability.FREE, at
    person.save(update_fields=["on_duty", "availability", "available_since", "availability_at"])
    event = LeaveEnded(
        person=str(person.pseudonym),
        leave=str(leave.id),
        now=said_of(person.availability, on_duty=True).replace("_", " "),
        subject=f"person:{person.pseudonym}",
    )
    append_in_transaction(person_stream(person, at), event, actor=actor, at=at)
    publish_on_commit(f"person:{person.id}", "availability")


def _begin_in_transaction(leave: Absence, *, actor: Actor, at: datetime) -> None:
    """Mark leave as begun, and pass on what is owed unless it is over already."""
    leave.begun_at = at
    leave.save(update_fields=["begun_at"])
    if leave.ends_at > at:
        off_queue_in_transaction(leave.person_id, because=ON_LEAVE, actor=actor, at=at)


@action
def cancel_leave(*, leave_id: UUID, actor: Actor, at: datetime) -> None:
    """Cancel leave that is to come, or end leave that runs.

    They are rung as always again, and are free at once if a shift of theirs runs.

    Raises:
        LeaveNotFound: none has this id, or it is over, or was cancelled.
        PeopleNotYours: `actor` does not manage them.
    """
    leave = (
        Absence.objects.select_for_update()
        .filter(id=leave_id, cancelled_at=None, ends_at__gt=at)
        .first()
    )
    if leave is None:
        raise LeaveNotFound(leave=str(leave_id))
    person = person_locked(leave.person_id)
    if not may_manage(actor, person.site_id):
        raise PeopleNotYours
    leave.cancelled_at = at
    leave.save(update_fields=["cancelled_at"])
    append_in_transaction(
        person_stream(person, at),
        LeaveCancelled(
            person=str(person.pseudonym),
            leave=str(leave.id),
            starts_at=leave.starts_at.isoformat(),
            ends_at=leave.ends_at.isoformat(),
            subject=f"person:{person.pseudonym}",
        ),
        actor=actor,
        at=at,
    )
    if leave.starts_at <= at:
        _free_in_transaction(person, leave, since=at, actor=actor, at=at)
    _show(person)


@action
def leave_organisation(*, person_id: UUID, actor: Actor, at: datetime) -> None:
    """Let somebody leave: from this moment they sign in no more and are rung no more.

    Their sessions end, what they owe is passed on, their shifts to come are cancelled, and the
    ways to reach them are removed. What they did stays under their name, as do the tokens they
    made. Somebody who has left already stays as they are.

    Raises:
        PersonNotFound: nobody has this id.
        PeopleNotYours: `actor` does not manage them, or may not take each of their roles.
        LastAdministrator: nobody else could set this centre up.
    """
    person = person_locked(person_id)
    if not (may_manage(actor, person.site_id) and may_let_in(actor, person.actor().roles)):
        raise PeopleNotYours
    if person.is_active:
        leave_in_transaction(person, actor=actor, at=at)


def leave_in_transaction(person: Person, *, actor: Actor, at: datetime) -> None:
    """Let somebody leave; the caller holds the transaction and the person's row.

    Raises:
        LastAdministrator: nobody else could set this centre up.
    """
    if person.actor().is_a(Role.ADMINISTRATOR.value) and is_last_administrator(person):
        raise LastAdministrator
    person.is_active, person.left_at = False, at
    person.on_duty, person.availability = False, Availability.AWAY
    person.available_since = None
    person.save(
        update_fields=["is_active", "left_at", "on_duty", "availability", "available_since"]
    )
    off_queue_in_transaction(person.id, because=HAS_LEFT, actor=actor, at=at)
    sessions = end_sessions_in_transaction(person.id, at=at)
    shifts = Shift.objects.filter(
        person=person, state__in=("planned", "on"), ends_at__gt=at
    ).update(state="cancelled")
    Pattern.objects.filter(person=person, removed_at=None).update(removed_at=at)
    for point in ContactPoint.objects.filter(person=person, removed_at=None):
        remove_point_in_transaction(point, person, actor=actor, at=at)
    append_in_transaction(
        person_stream(person, at),
        PersonLeft(
            person=str(person.pseudonym),
            sessions=sessions,
            shifts=shifts,
            subject=f"person:{person.pseudonym}",
        ),
        actor=actor,
        at=at,
    )
    _show(person)


@action
def take_back_person(*, person_id: UUID, actor: Actor, at: datetime) -> None:
    """Let somebody who left work here again, with the roles they had; they need a new password.

    Raises:
        PersonNotFound: nobody has this id.
        PeopleNotYours: `actor` does not manage them, or may not grant each of their roles.
    """
    person = person_locked(person_id)
    if not (may_manage(actor, person.site_id) and may_let_in(actor, person.actor().roles)):
        raise PeopleNotYours
    if not person.is_active:
        take_back_in_transaction(person, actor=actor, at=at)


def take_back_in_transaction(person: Person, *, actor: Actor, at: datetime) -> None:
    """Let somebody work here again; the caller holds the transaction and the person's row."""
    person.is_active, person.left_at = True, None
    person.set_unusable_password()
    person.save(update_fields=["is_active", "left_at", "password"])
    append_in_transaction(
        person_stream(person, at),
        PersonTakenBack(person=str(person.pseudonym), subject=f"person:{person.pseudonym}"),
        actor=actor,
        at=at,
    )
    _show(person)


def _show(person: Person) -> None:
    """Let the boards of the person's site draw them anew."""
    if person.site_id is not None:
        publish_on_commit(f"board:{person.site_id}", "board", urgent=True)
