"""How a page reaches somebody away from a screen: given, taken away, tested."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Max

from stayline.ledger.actions import append_in_transaction
from stayline.people.actions.system import person_locked, person_stream
from stayline.people.errors import PeopleNotYours, PointInvalid, PointNotFound
from stayline.people.events import ContactPointAdded, ContactPointRemoved
from stayline.people.models import ContactPoint
from stayline.people.policies import may_change_points
from stayline.people.queries import POINT_CHANNELS, contact_points, point_context
from stayline.platform.crypto import keys
from stayline.platform.transactions import action

if TYPE_CHECKING:
    from datetime import datetime

    from stayline.people.models import Person
    from stayline.platform.actors import Actor

CALLED: Final = frozenset({"sms", "voice"})
LONGEST_ADDRESS: Final = 500
NO_NUMBER: Final = "Write a number with its country, such as +44 20 7946 0000."


@action
def add_contact_point(
    *, person_id: UUID, channel: str, address: str, actor: Actor, at: datetime
) -> ContactPoint:
    """Keep one more way in which a page reaches this person; it is tried after the others.

    A number is kept as E.164, read in the country of the person's site where it has none. The
    address is sealed, and the log keeps its end alone. One that stands already is returned.

    Raises:
        PersonNotFound: nobody has this id.
        PeopleNotYours: `actor` is neither this person nor who manages them.
        PointInvalid: no such channel, or no such address of it.
    """
    person = person_locked(person_id)
    if not may_change_points(actor, person.id, person.site_id):
        raise PeopleNotYours
    return add_point_in_transaction(person, channel=channel, address=address, actor=actor, at=at)


def add_point_in_transaction(
    person: Person, *, channel: str, address: str, actor: Actor, at: datetime
) -> ContactPoint:
    """Keep one more way; the caller holds the transaction and has asked the policy.

    Raises:
        PointInvalid: no such channel, or no such address of it.
    """
    plain = point_address(channel, address, person)
    for one in contact_points([person.id], channels=[channel]):
        if one.address == plain:
            return ContactPoint.objects.get(id=one.id)
    last = ContactPoint.objects.filter(person=person, removed_at=None).aggregate(
        last=Max("position")
    )["last"]
    point_id = uuid4()
    made = ContactPoint.objects.create(
        id=point_id,
        person=person,
        channel=channel,
        address_sealed=keys().wrap(plain.encode(), point_context(point_id)),
        hint=hint_of(channel, plain),
        position=0 if last is None else last + 1,
        added_at=at,
    )
    append_in_transaction(
        person_stream(person, at),
        ContactPointAdded(
            person=str(person.pseudonym),
            point=str(point_id),
            channel=channel,
            hint=made.hint,
            subject=f"person:{person.pseudonym}",
        ),
        actor=actor,
        at=at,
    )
    return made


@action
def remove_contact_point(*, point_id: UUID, actor: Actor, at: datetime) -> None:
    """Take a way away: no further page goes there. The address goes with it at once.

    Raises:
        PointNotFound: none has this id, or it was removed.
        PeopleNotYours: `actor` is neither this person nor who manages them.
    """
    point = ContactPoint.objects.select_for_update().filter(id=point_id, removed_at=None).first()
    if point is None:
        raise PointNotFound(point=str(point_id))
    person = person_locked(point.person_id)
    if not may_change_points(actor, person.id, person.site_id):
        raise PeopleNotYours
    remove_point_in_transaction(point, person, actor=actor, at=at)


def remove_point_in_transaction(
    point: ContactPoint, person: Person, *, actor: Actor, at: datetime
) -> None:
    """Take a way away; the caller holds the transaction and has asked the policy."""
    point.removed_at = at
    point.address_sealed = b""
    point.save(update_fields=["removed_at", "address_sealed"])
    append_in_transaction(
        person_stream(person, at),
        ContactPointRemoved(
            person=str(person.pseudonym),
            point=str(point.id),
            channel=point.channel,
            hint=point.hint,
            subject=f"person:{person.pseudonym}",
        ),
        actor=actor,
        at=at,
    )


def note_point_tested_in_transaction(point_id: UUID, *, at: datetime) -> None:
    """Keep that a test page left for this point; the caller holds the transaction."""
    ContactPoint.objects.filter(id=point_id).update(tested_at=at)


@action
def note_point_tested(*, point_id: UUID, actor: Actor, at: datetime) -> bool:
    """Keep that a test was sent to this address of `actor`'s own; False: it is none of theirs."""
    mine = ContactPoint.objects.filter(id=point_id, person_id=actor.id, removed_at=None).exists()
    if mine:
        note_point_tested_in_transaction(point_id, at=at)
    return mine


def note_point_confirmed_in_transaction(point_id: UUID, *, at: datetime) -> None:
    """Keep that a page sent to this point was answered; the caller holds the transaction."""
    ContactPoint.objects.filter(id=point_id).update(confirmed_at=at)


def point_address(channel: str, address: str, person: Person) -> str:
    """Return the address as it is kept.

    Raises:
        PointInvalid: no such channel, or no such address of it.
    """
    typed = address.strip()
    if channel not in POINT_CHANNELS:
        raise PointInvalid({"channel": f"Choose from {', '.join(POINT_CHANNELS)}."})
    if not typed or len(typed) > LONGEST_ADDRESS:
        raise PointInvalid({"address": "Write where a page is to be sent."})
    if channel == "email":
        return _mail(typed)
    if channel in CALLED:
        number = phone_number(typed, person.site.country if person.site else "")
        if number is None:
            raise PointInvalid({"address": NO_NUMBER})
        return number
    return _web(typed, exercise=bool(person.site and person.site.exercise))


def hint_of(channel: str, address: str) -> str:
    """Return enough of an address to know it again, and too little to use it."""
    if channel == "email":
        name, _, host = address.partition("@")
        return f"{name[:1]}…@{host}"[:40]
    if channel in CALLED:
        return f"…{address[-4:]}"
    return f"{urlsplit(address).hostname or ''}"[:34] + f" …{address[-4:]}"


def phone_number(typed: str, country: str) -> str | None:
    """Return a number as E.164, read in this country (ISO 3166) where it names none.

    None: nobody could be called by it.
    """
    import phonenumbers  # noqa: PLC0415 - slow to import, and needed here alone

    try:
        number = phonenumbers.parse(typed, country or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _mail(typed: str) -> str:
    try:
        validate_email(typed)
    except ValidationError:
        raise PointInvalid({"address": "Write an email address, such as bo@example.org."}) from None
    return typed


def _web(typed: str, *, exercise: bool) -> str:
    """Return an address of the web: https, or this machine's own at a site of exercises."""
    fault = PointInvalid({"address": "Write an address that begins with https://"})
    try:
        parts = urlsplit(typed)
        host = parts.hostname or ""
    except ValueError:
        raise fault from None
    if host and parts.scheme == "https":
        return typed
    if exercise and parts.scheme == "http" and _is_here(host):
        return typed
    raise fault


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
