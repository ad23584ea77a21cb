"""Who is on an incident's list, who is kept out, and who read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.privacy.errors import KindUnknown
from stayline.privacy.models import (
    Exclusion,
    IncidentAccess,
    LegalHold,
    RetentionRule,
    SealedRead,
)
from stayline.privacy.ports import kept
from stayline_core.retention import cutoff

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from stayline.platform.actors import Actor
    from stayline.privacy.ports import KeptPort, Old
    from stayline_core.retention import Kind


def excluded_people(incident_id: UUID) -> set[UUID]:
    """Return who must never see, handle or be told of this incident (S1-39, S0-35)."""
    rows = Exclusion.objects.filter(incident_id=incident_id)
    return set(rows.values_list("person_id", flat=True))


def why_excluded(incident_id: UUID) -> dict[UUID, str]:
    """Return who is kept out of this incident with the reason: implicated or discloser."""
    rows = Exclusion.objects.filter(incident_id=incident_id).order_by("noted_at", "id")
    return dict(rows.values_list("person_id", "because"))


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


def readable_by(person_id: UUID) -> QuerySet[IncidentAccess, UUID]:
    """Return, as a subquery, the incidents on whose list a person has a full place.

    Those they are kept out of are taken away with `closed_to`.
    """
    rows = IncidentAccess.objects.filter(person_id=person_id, revoked_at=None)
    return rows.exclude(because="rang").values_list("incident_id", flat=True)


def closed_to(person_id: UUID) -> QuerySet[Exclusion, UUID]:
    """Return, as a subquery, the incidents that a person is kept out of (S1-39, S0-35)."""
    return Exclusion.objects.filter(person_id=person_id).values_list("incident_id", flat=True)


def kept_kinds() -> list[Kind]:
    """Return every kind of thing for which it is decided how long it is kept."""
    return list({port.kind.id: port.kind for port in kept}.values())


def kept_port(kind: str) -> KeptPort:
    """Return who keeps this kind.

    Raises:
        KindUnknown: nobody does.
    """
    found = next((port for port in kept if port.kind.id == kind), None)
    if found is None:
        raise KindUnknown
    return found


def retention_rules() -> dict[str, RetentionRule]:
    """Return the decisions that hold, by kind."""
    return {one.kind: one for one in RetentionRule.objects.filter(ended_at=None)}


def undecided_kinds() -> list[Kind]:
    """Return the kinds for which nobody decided how long they are kept."""
    decided = retention_rules()
    return [one for one in kept_kinds() if one.id not in decided]


def would_go(kind: str, days: int, *, at: datetime) -> Old:
    """Return what would go at once if this kind were kept so many days, and what a hold keeps.

    Raises:
        KindUnknown: nothing of this kind is kept.
    """
    return kept_port(kind).old(cutoff(days, at=at), held=held_incidents())


def held_incidents() -> set[UUID]:
    """Return the incidents of which nothing goes: a legal hold stands on each."""
    rows = LegalHold.objects.filter(lifted_at=None)
    return set(rows.values_list("incident_id", flat=True))


def holds() -> list[LegalHold]:
    """Return every legal hold, those that stand first, the newest first."""
    return sorted(LegalHold.objects.all(), key=lambda one: one.lifted_at is not None)


def hold_on(incident_id: UUID) -> LegalHold | None:
    """Return the legal hold that stands on an incident."""
    return LegalHold.objects.filter(incident_id=incident_id, lifted_at=None).first()


def retention_due(at: datetime, limit: int) -> list[UUID]:
    """Return the decisions by which it is time to look what had its time."""
    rows = RetentionRule.objects.filter(ended_at=None, due_at__lte=at).order_by("due_at")
    return list(rows.values_list("id", flat=True)[:limit])


def next_retention_due() -> datetime | None:
    """Return when it is looked next."""
    rows = RetentionRule.objects.filter(ended_at=None, due_at__isnull=False).order_by("due_at")
    return rows.values_list("due_at", flat=True).first()
