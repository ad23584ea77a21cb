"""Who is on an incident's list, who is kept out, and who read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.privacy.models import Exclusion, IncidentAccess, SealedRead

if TYPE_CHECKING:
    from uuid import UUID

    from stayline.platform.actors import Actor


def excluded_people(incident_id: UUID) -> set[UUID]:
    """Return who must never see, handle or be told of this incident (S1-39, S0-35)."""
    rows = Exclusion.objects.filter(incident_id=incident_id)
    return set(rows.values_list("person_id", flat=True))


def listed_people(incident_id: UUID) -> dict[UUID, str]:
    """Return who is on this incident's list, with the reason, the excluded left out."""
    rows = IncidentAccess.objects.filter(incident_id=incident_id, revoked_at=None)
    out = excluded_people(incident_id)
    return {
        who: because for who, because in rows.values_list("person_id", "because") if who not in out
    }


def incidents_visible_to(actor: Actor) -> set[UUID]:
    """Return the incidents whose content `actor` may see."""
    rows = IncidentAccess.objects.filter(person_id=actor.id, revoked_at=None)
    listed = set(rows.exclude(because="rang").values_list("incident_id", flat=True))
    kept_out = Exclusion.objects.filter(person_id=actor.id).values_list("incident_id", flat=True)
    return listed - set(kept_out)


def reads(incident_id: UUID) -> list[SealedRead]:
    """Return who read this incident's content, on which screen, in which hour."""
    return list(SealedRead.objects.filter(incident_id=incident_id).order_by("first_at"))
