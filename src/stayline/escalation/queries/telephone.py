"""What a telephone platform is to be asked for now, and what it has really done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import Exists, OuterRef, Q

from stayline.contacts.models import Call, Contact, Handset, Leg
from stayline.contacts.queries import contact
from stayline.escalation.models import HandOver
from stayline.escalation.ports import Instruction, telephony
from stayline.incidents.models import Incident
from stayline.people.models import Availability
from stayline.people.queries import contact_points, person

if TYPE_CHECKING:
    from uuid import UUID

    from stayline.people.models import Person

KEEP: Final = "keep_contact_open"
"""The duty by which a line is held (X-1)."""

HELD_BACK: Final = (Availability.IN_CRISIS, Availability.OFF_QUEUE)
"""What somebody does whom no further call may reach: a crisis contact, and what comes after."""


def calls_to_hold(limit: int) -> list[UUID]:
    """Return the contacts whose call must be held, and of which nobody was asked to do so."""
    rows = Incident.objects.filter(
        state="open",
        opened_in_error_at=None,
        contact__released_at=None,
        contact__call__hold="",
        contact__call__ended_at=None,
    ).exclude(contact__call=None)
    return [row.contact_id for row in rows[:limit] if row.contact_id and KEEP in row.duties]


def calls_to_release(limit: int) -> list[UUID]:
    """Return the contacts that were ended by a person while their held call goes on."""
    rows = Call.objects.filter(contact__released_at__isnull=False, ended_at=None, release="")
    return list(rows.exclude(hold__in=("", "none")).values_list("contact", flat=True)[:limit])


def receivers_to_call(limit: int) -> list[UUID]:
    """Return the hand-overs whose receiver was not yet called into the call by telephone."""
    legs = Leg.objects.filter(
        call=OuterRef("ladder__incident__contact__call"), person=OuterRef("receiver")
    )
    since = Q(asked_at__gte=OuterRef("accepted_at")) | Q(state="in")
    rows = HandOver.objects.filter(
        state="accepted",
        ladder__ended_at=None,
        ladder__incident__contact__released_at=None,
        ladder__incident__contact__call__ended_at=None,
    ).exclude(ladder__incident__contact__call=None)
    asked = rows.exclude(Exists(legs.filter(since))).select_related("ladder")
    return [row.id for row in asked.order_by("accepted_at")[:limit] if not row.ladder.informs]


def handsets_to_hold_back(limit: int) -> list[UUID]:
    """Return the people who may still be given a call though none may reach them."""
    rows = Handset.objects.filter(back__in=("", "freeing"), person__availability__in=HELD_BACK)
    return list(rows.exclude(worker="").values_list("person", flat=True)[:limit])


def handsets_to_free(limit: int) -> list[UUID]:
    """Return the people whose calls are held back though they are free again."""
    rows = Handset.objects.filter(back__in=("asked", "held", "failed"))
    free = rows.filter(person__availability=Availability.FREE)
    return list(free.values_list("person", flat=True)[:limit])


def must_be_held_back(person_id: UUID) -> bool:
    """Return whether no further call may reach a person now."""
    return person(person_id).availability in HELD_BACK


def voice_number(who: Person) -> str:
    """Return the number by which a person is called into a call; empty: none is known."""
    points = contact_points([who.id], channels=("voice",))
    return points[0].address if points else who.phone


def how_to_be_heard(contact_id: UUID, person_id: UUID) -> Instruction:
    """Return whether a person on the line is heard, and by whom.

    Raises:
        ContactNotFound: no contact has this id.
    """
    return telephony().heard(contact(contact_id), person(person_id))


def how_to_hold_back(contact_id: UUID) -> Instruction:
    """Return how the next call is kept away from whoever has this contact (S1-41).

    Raises:
        ContactNotFound: no contact has this id.
    """
    return telephony().hold_back(contact(contact_id))


def my_leg(row: Contact, person_id: UUID) -> Leg | None:
    """Return a person's newest leg in the call of a contact, if any is known."""
    legs = Leg.objects.filter(call__contact=row, person=person_id)
    on = legs.filter(state="in").first()
    return on or legs.order_by("-asked_at", "-joined_at").first()
