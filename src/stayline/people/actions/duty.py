"""Who is on duty, and what they do now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from stayline.ledger.actions import append_in_transaction, open_stream_in_transaction
from stayline.ledger.queries import stream_about
from stayline.people.errors import InAftercare, InContact, PersonInvalid
from stayline.people.events import AvailabilityChanged
from stayline.people.models import (
    Availability,
    Person,
)
from stayline.people.ports import off_queue_in_transaction
from stayline.people.queries.standing import OFF_DUTY, OWN_CHOICES, said_of
from stayline.platform.live import publish_on_commit
from stayline.platform.transactions import action

if TYPE_CHECKING:
    from datetime import datetime

    from stayline.platform.actors import Actor

PASSED_ON: Final = {
    Availability.BREAK.value: "they are on a break",
    Availability.AWAY.value: "they are away",
    OFF_DUTY: "their working day is over",
}
"""Why what they owe is passed on, as the log says it."""


@action
def set_duty(*, person_id: UUID, on_duty: bool, actor: Actor, at: datetime) -> None:
    """Put a person on duty, free for contacts, or off duty."""
    del actor  # a person's own shift, read from the row; rotas log it in their own room
    Person.objects.filter(id=person_id).update(
        on_duty=on_duty,
        availability=Availability.FREE if on_duty else Availability.AWAY,
        available_since=at if on_duty else None,
        availability_at=at,
    )


@action
def set_own_availability(
    *, availability: str, contact_over: bool = False, actor: Actor, at: datetime
) -> None:
    """Keep what `actor` says they do now: free, on a break, away, or off duty (`OWN_CHOICES`).

    Free puts them on duty too. Saying what is so already changes and logs nothing. Whoever is
    marked as in a contact is not taken out of it by a press; `contact_over` is said by a room
    that has looked, and knows of no contact of theirs. Off duty leaves aftercare as it is. What
    they owe is passed on whenever they stop being free.

    Raises:
        PersonInvalid: this is nothing that a person says of themselves.
        InContact: they are in a contact.
        InAftercare: they are off the queue after a contact, and come back on their own page.
    """
    if availability not in OWN_CHOICES:
        raise PersonInvalid({"availability": "Choose free, on a break, away or off duty."})
    who = Person.objects.select_for_update(of=("self",)).get(id=actor.id)
    say_in_transaction(who, availability, contact_over=contact_over, said_at=at, at=at)


def say_in_transaction(
    who: Person, availability: str, *, contact_over: bool = False, said_at: datetime, at: datetime
) -> None:
    """Keep what somebody says of themselves; the caller holds the transaction and their row.

    `said_at` is when they said so, which may have been on a telephone and a while ago.

    Raises:
        InContact: they are in a contact.
        InAftercare: they are off the queue after a contact.
    """
    was, now = said_of(who.availability, on_duty=who.on_duty), availability
    off = now == OFF_DUTY
    if was == now or (off and not who.on_duty):
        Person.objects.filter(id=who.id).update(availability_at=said_at)
        return
    _refuse_own(who.availability, now, contact_over=contact_over)
    actor = who.actor()
    who.availability_at = said_at
    who.on_duty = not off
    if not (off and who.availability == Availability.OFF_QUEUE):
        who.availability = Availability.AWAY if off else now
        who.available_since = at if now == Availability.FREE else None
    who.save(update_fields=["on_duty", "availability", "available_since", "availability_at"])
    if now in PASSED_ON:
        off_queue_in_transaction(who.id, because=PASSED_ON[now], actor=actor, at=at)
    event = AvailabilityChanged(
        person=actor.pseudonym,
        was=was.replace("_", " "),
        now=now.replace("_", " "),
        subject=f"person:{actor.pseudonym}",
    )
    append_in_transaction(_own_stream(who, at=at), event, actor=actor, at=at)
    _show(who)


def set_availability_in_transaction(person_id: UUID, availability: str, *, at: datetime) -> None:
    """Say what a person is doing now; the caller holds the transaction."""
    Person.objects.filter(id=person_id).update(
        availability=availability,
        available_since=at if availability == Availability.FREE else None,
        availability_at=at,
    )
    publish_on_commit(f"person:{person_id}", "availability")


def _refuse_own(availability: str, now: str, *, contact_over: bool) -> None:
    if availability in {Availability.ON_CONTACT, Availability.IN_CRISIS} and not contact_over:
        raise InContact
    if availability == Availability.OFF_QUEUE and now != OFF_DUTY:
        raise InAftercare


def _own_stream(who: Person, *, at: datetime) -> UUID:
    found = stream_about("person", who.id)
    if found is not None:
        return found.id
    exercise = who.site.exercise if who.site else False
    return open_stream_in_transaction(kind="person", subject_id=who.id, exercise=exercise, at=at)


def _show(who: Person) -> None:
    """Let the person's own pages, and the boards of their site, draw it anew."""
    publish_on_commit(f"person:{who.id}", "availability")
    if who.site_id is not None:
        publish_on_commit(f"board:{who.site_id}", "board", urgent=True)
