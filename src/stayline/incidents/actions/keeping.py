"""How long contacts and incidents are kept: what had its time is forgotten (`privacy.KeptPort`).

The log's entries stay in their places and the chain verifies: what goes is the caller's content,
with its keys, as in every erasure (`design.md` 3.3).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db.models import Q

from stayline.contacts.models import Contact
from stayline.incidents.actions._record import lock_incident_in_transaction
from stayline.incidents.models import Incident
from stayline.ledger.actions import erase_in_transaction, sweep_attachments
from stayline.platform.actors import Actor
from stayline.platform.transactions import action
from stayline.privacy.actions import forget_everywhere_in_transaction, is_held_in_transaction
from stayline.privacy.ports import Caller, Old
from stayline_core.retention import Kind

if TYPE_CHECKING:
    from django.db.models import QuerySet

CONTACTS: Final = Kind(
    id="contact",
    title="Contacts with no incident",
    since="since they ended",
    goes="The caller's name, number and links. Their words went after 15 minutes anyway.",
    stays="That there was a contact: when, by which channel, with whom of the centre.",
)
INCIDENTS: Final = Kind(
    id="incident",
    title="Incidents that are closed",
    since="since they were closed",
    goes=(
        "The caller's words, answers, name and number, the reports' answers, attached files; "
        "messages, briefs, what crews reported and agencies answered; what was written about it."
    ),
    stays="The log of what was done when and by whom, the numbers, and that it verifies.",
    least=30,
)
EXERCISES: Final = Kind(
    id="exercise",
    title="Exercises and drills",
    since="since they ended",
    goes="The same as for contacts and incidents; nobody in it was real.",
    stays="The log of what was done, and who took part in which drill.",
)

FORGOTTEN: Final = Q(caller_sealed=b"", caller_key="", recording="")
"""What a contact is that holds nothing of its caller."""


class ContactsKept:
    """Contacts that opened no incident."""

    kind = CONTACTS

    def old(self, before: datetime, *, held: Collection[UUID]) -> Old:
        """Return how many ended before that moment and still hold something of their caller."""
        del held  # a hold is on an incident, and these have none
        rows = _contacts(before, exercise=False)
        return Old(rows.count(), 0, rows.values_list("released_at", flat=True).first())

    def let_go(
        self, before: datetime, *, held: Collection[UUID], limit: int, actor: Actor, at: datetime
    ) -> int:
        """Forget the callers of up to `limit` of them."""
        del held
        return forget_contacts(before=before, exercise=False, limit=limit, actor=actor, at=at)


class IncidentsKept:
    """Closed incidents of real contacts."""

    kind = INCIDENTS

    def old(self, before: datetime, *, held: Collection[UUID]) -> Old:
        """Return how many were closed before that moment and still hold their content."""
        return _old(_incidents(before, exercise=False), held)

    def let_go(
        self, before: datetime, *, held: Collection[UUID], limit: int, actor: Actor, at: datetime
    ) -> int:
        """Erase the caller's content of up to `limit` of them, each by itself."""
        return _let_incidents_go(before, exercise=False, held=held, limit=limit, actor=actor, at=at)


class ExercisesKept:
    """Contacts and incidents in which nobody was real."""

    kind = EXERCISES

    def old(self, before: datetime, *, held: Collection[UUID]) -> Old:
        """Return how many ended before that moment and still hold their content."""
        of_incidents = _old(_incidents(before, exercise=True), held)
        rows = _contacts(before, exercise=True)
        first = rows.values_list("released_at", flat=True).first()
        oldest = min((one for one in (of_incidents.oldest, first) if one), default=None)
        return Old(of_incidents.go + rows.count(), of_incidents.held, oldest)

    def let_go(
        self, before: datetime, *, held: Collection[UUID], limit: int, actor: Actor, at: datetime
    ) -> int:
        """Let up to `limit` of them go, incidents first."""
        gone = _let_incidents_go(before, exercise=True, held=held, limit=limit, actor=actor, at=at)
        rest = limit - gone
        return gone + forget_contacts(before=before, exercise=True, limit=rest, actor=actor, at=at)


@action
def forget_contacts(
    *, before: datetime, exercise: bool, limit: int, actor: Actor, at: datetime
) -> int:
    """Forget the callers of contacts that opened no incident; privacy logs how many went."""
    found = list(_contacts(before, exercise=exercise).values_list("id", flat=True)[:limit])
    for contact_id in found:
        forget_everywhere_in_transaction(Caller(contact_id, frozenset()), actor=actor, at=at)
    return len(found)


@action
def forget_incident(*, incident_id: UUID, before: datetime, actor: Actor, at: datetime) -> bool:
    """Erase the caller's content of one closed incident whose time is over.

    False: it is open again, held, erased, or was closed later than `before`. The hold is asked
    for under the head that placing one locks too.

    Raises:
        IncidentNotFound: no incident has this id.
    """
    incident = lock_incident_in_transaction(incident_id)
    over = incident.closed_at is not None and incident.closed_at < before
    if not over or incident.content_erased_at is not None or incident.contact is None:
        return False
    if is_held_in_transaction(incident_id):
        return False
    caller = Caller(incident.contact.id, frozenset({incident.id}))
    forget_everywhere_in_transaction(caller, actor=actor, at=at)
    erase_in_transaction(
        incident.stream_id,
        incident.contact.subject,
        reason="the time for which it is kept is over",
        actor=actor,
        at=at,
    )
    incident.content_erased_at = at
    incident.save(update_fields=["content_erased_at"])
    return True


def _incidents(before: datetime, *, exercise: bool) -> QuerySet[Incident]:
    rows = Incident.objects.filter(state="closed", closed_at__lt=before, exercise=exercise)
    return rows.filter(contact__isnull=False, content_erased_at=None).order_by("closed_at")


def _contacts(before: datetime, *, exercise: bool) -> QuerySet[Contact]:
    rows = Contact.objects.filter(released_at__lt=before, exercise=exercise, incidents=None)
    return rows.exclude(FORGOTTEN).order_by("released_at")


def _old(rows: QuerySet[Incident], held: Collection[UUID]) -> Old:
    free = rows.exclude(id__in=held)
    first = free.values_list("closed_at", flat=True).first()
    return Old(free.count(), rows.filter(id__in=held).count(), first)


def _let_incidents_go(
    before: datetime,
    *,
    exercise: bool,
    held: Collection[UUID],
    limit: int,
    actor: Actor,
    at: datetime,
) -> int:
    rows = _incidents(before, exercise=exercise).exclude(id__in=held)
    found = list(rows.values_list("id", flat=True)[:limit])
    gone = sum(forget_incident(incident_id=one, before=before, actor=actor, at=at) for one in found)
    if gone:
        sweep_attachments(at=at)
    return gone
