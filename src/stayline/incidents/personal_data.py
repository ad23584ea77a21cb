"""What of contacts and incidents is whose: the caller's goes, an agent's own work is theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stayline.contacts.models import Contact
from stayline.incidents.models import EndingRequest, Incident, Obligation

if TYPE_CHECKING:
    from uuid import UUID

    from stayline.privacy.ports import Caller


def caller_held(caller: Caller) -> dict[str, int]:
    """Return what contact and incidents still hold of a caller beside the record."""
    mine = {"incident_id__in": caller.incident_ids}
    return {
        "name and number": Contact.objects.filter(id=caller.contact_id)
        .exclude(caller_sealed=b"", caller_key="", recording="")
        .count(),
        "reasons": Obligation.objects.filter(**mine).exclude(reason="").count()
        + EndingRequest.objects.filter(**mine).exclude(reason="").count(),
    }


def incidents_about(person_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """Return which contacts somebody took and which incidents are theirs; nothing of callers."""
    taken = Contact.objects.filter(agent_id=person_id).order_by("opened_at", "id")
    owned = Incident.objects.filter(owner_id=person_id).order_by("opened_at", "id")
    return {
        "contacts_taken": [
            dict(row) for row in taken.values("channel", "opened_at", "released_at", "exercise")
        ],
        "incidents_led": [
            dict(row) for row in owned.values("number", "opened_at", "closed_at", "exercise")
        ],
    }
