"""Forgetting a caller: everywhere, when they ask or when a backup brings them back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final

from stayline.contacts.actions import forget_caller_in_transaction
from stayline.incidents.actions._record import lock_incident_in_transaction
from stayline.incidents.models import EndingRequest, Incident, Obligation
from stayline.incidents.personal_data import caller_held, incidents_about
from stayline.ledger.actions import Receipt, erase_in_transaction
from stayline.ledger.queries import streams_holding
from stayline.platform.transactions import action
from stayline.privacy.actions import forget_everywhere_in_transaction
from stayline.privacy.errors import Held
from stayline.privacy.ports import Caller, personal_data
from stayline.privacy.queries import hold_on

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from stayline.contacts.models import Contact
    from stayline.platform.actors import Actor

ENDED: Final = "closed"


@dataclass(frozen=True, slots=True)
class IncidentsPersonal:
    """What contacts and incidents hold beside the record (`privacy.PersonalDataPort`)."""

    room: ClassVar[str] = "incidents"
    sealed: ClassVar[Mapping[str, str]] = {
        "contacts_contact.caller_sealed": "the caller: emptied",
        "incidents_run.answers_sealed": "the caller: under their key in the incident's record",
    }

    def about_caller(self, caller: Caller) -> dict[str, int]:
        """Return what is still there of a caller."""
        return caller_held(caller)

    def forget_caller_in_transaction(self, caller: Caller, *, actor: Actor, at: datetime) -> None:
        """Empty name, number and reasons in words; the caller of this holds the transaction."""
        del actor, at  # the erasure's own entry names both
        forget_caller_in_transaction(caller.contact_id)
        mine = {"incident_id__in": caller.incident_ids}
        Obligation.objects.filter(**mine).exclude(reason="").update(reason="")
        EndingRequest.objects.filter(**mine).exclude(reason="").update(reason="")

    def about_person(self, person_id: UUID) -> dict[str, list[dict[str, Any]]]:
        """Return which contacts and incidents somebody had."""
        return incidents_about(person_id)


def caller_of(contact_id: UUID) -> Caller:
    """Return a caller with the incidents of their contact, as every room finds them."""
    ids = Incident.objects.filter(contact_id=contact_id).values_list("id", flat=True)
    return Caller(contact_id, frozenset(ids))


def still_held_of(caller: Caller) -> dict[str, int]:
    """Return what each room still holds of a caller, by room and kind; nothing left: empty."""
    return {
        f"{port.room}: {name}": count
        for port in personal_data
        for name, count in port.about_caller(caller).items()
        if count
    }


@action
def forget_person_on_the_line(
    *, contact: Contact, reason: str, actor: Actor, at: datetime
) -> list[Receipt]:
    """Forget the caller of a contact in every room and in every record that speaks of them.

    All of it or nothing; told again, it makes another tombstone and changes nothing else. The
    receipts are those of the records, the incidents' among them. Whatever of a closed incident
    waited for its time to be over is gone with it.

    Raises:
        Held: a legal hold stands on one of their incidents.
        EraseRefused: no reason is given.
    """
    caller = caller_of(contact.id)
    held = [lock_incident_in_transaction(one) for one in sorted(caller.incident_ids)]
    for row in held:
        if (hold := hold_on(row.id)) is not None:
            raise Held(f"{row.number} is held: {hold.reason}")
    forget_everywhere_in_transaction(caller, actor=actor, at=at)
    records = {row.stream_id for row in held} | set(streams_holding(contact.subject))
    receipts = [
        erase_in_transaction(one, contact.subject, reason=reason, actor=actor, at=at)
        for one in sorted(records)
    ]
    over = Incident.objects.filter(id__in=caller.incident_ids, state=ENDED)
    over.filter(content_erased_at=None).update(content_erased_at=at)
    return receipts


@action
def forget_beside_records(*, contact_id: UUID, actor: Actor, at: datetime) -> None:
    """Forget a caller again beside the records, which a restore erases by themselves.

    Nothing stops it, not even a hold that the older backup still knows: it was done before.
    """
    forget_everywhere_in_transaction(caller_of(contact_id), actor=actor, at=at)
