"""What leaders owe, as they see it: their own, and what they answer for (S4-52)."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.db.models import Q

from stayline.care.models import LeaderDuty
from stayline.incidents.models import Incident
from stayline.library.queries import standing_digests, version_by_digest
from stayline.people.models import Role
from stayline.privacy.models import Exclusion
from stayline_core.leading import KIND, TOWARDS, Duties, Duty, parse_duties

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from stayline.platform.actors import Actor

OPEN = Q(met_at=None, waived_at=None)


@dataclass(frozen=True, slots=True)
class OwedDuty:
    """One duty of care. `state` is open, late, met or waived; `why` the reason of a waiver.

    `mine` says that whoever asks owes it, or answers for it since it was missed.
    """

    id: UUID
    words: str
    how: str
    towards: str
    to: str
    by: str
    above: str
    about: str
    incident_id: UUID | None
    until: datetime
    state: str
    ended_at: datetime | None
    why: str
    source: str
    unverified: bool
    mine: bool
    reasons: tuple[tuple[str, str], ...]


def duties_document() -> tuple[str, Duties] | None:
    """Return the list of duties that stands, with its digest; None where there is none."""
    digests = standing_digests(KIND)
    return (digests[0], duties_by_digest(digests[0])) if digests else None


@functools.lru_cache(maxsize=16)
def duties_by_digest(digest: str) -> Duties:
    """Return the list whose version this digest names."""
    return parse_duties(cast("dict[str, Any]", version_by_digest(digest).body))


def duties_of(actor: Actor) -> list[OwedDuty]:
    """Return the open duties that `actor` owes or answers for, the soonest first."""
    rows = LeaderDuty.objects.filter(OPEN).filter(Q(owner_id=actor.id) | Q(above_id=actor.id))
    return _shown(rows.order_by("until", "id"), actor)


def duties_at(actor: Actor, *, since: datetime) -> list[OwedDuty]:
    """Return the duties of the site that `actor` manages: those open, and what ended since then.

    Not their own, not those about themselves, and none of an incident that they are kept out of.
    """
    if actor.site_id is None or not actor.is_a(Role.MANAGER.value):
        return []
    rows = LeaderDuty.objects.filter(site_id=actor.site_id)
    wanted = OPEN | Q(met_at__gte=since) | Q(waived_at__gte=since)
    rows = rows.filter(wanted).exclude(OPEN & (Q(owner_id=actor.id) | Q(above_id=actor.id)))
    return _shown(rows.exclude(person_id=actor.id).order_by("until", "id"), actor)


def count_owed(actor: Actor) -> int:
    """Return how many open duties `actor` owes or answers for."""
    owed = Q(owner_id=actor.id) | Q(above_id=actor.id)
    return LeaderDuty.objects.filter(OPEN & owed).count()


def due_duties(*, at: datetime, limit: int) -> list[UUID]:
    """Return the ids of the duties whose time has passed, the longest due first."""
    rows = LeaderDuty.objects.filter(due_at__lte=at).order_by("due_at", "id")
    return list(rows.values_list("id", flat=True)[:limit])


def next_duty_due() -> datetime | None:
    """Return when the next duty is due, or None when none is."""
    rows = LeaderDuty.objects.filter(due_at__isnull=False).order_by("due_at")
    return rows.values_list("due_at", flat=True).first()


def _shown(rows: QuerySet[LeaderDuty], actor: Actor) -> list[OwedDuty]:
    kept_out = set(
        Exclusion.objects.filter(person_id=actor.id).values_list("incident_id", flat=True)
    )
    found = [row for row in _with_people(rows) if row.incident_id not in kept_out]
    numbers = _numbers(found)
    return [_owed(row, numbers, actor) for row in found]


def _with_people(rows: QuerySet[LeaderDuty]) -> Sequence[LeaderDuty]:
    return list(rows.select_related("person", "owner", "above"))


def _numbers(rows: Iterable[LeaderDuty]) -> dict[UUID, str]:
    ids = {row.incident_id for row in rows if row.incident_id}
    return dict(Incident.objects.filter(id__in=ids).values_list("id", "number"))


def _owed(row: LeaderDuty, numbers: dict[UUID, str], actor: Actor) -> OwedDuty:
    document = duties_by_digest(row.document_digest)
    duty = cast("Duty", document.duty(row.duty))
    about = numbers.get(row.incident_id, "") if row.incident_id else ""
    return OwedDuty(
        id=row.id,
        words=duty.words,
        how=duty.how,
        towards=TOWARDS[duty.towards],
        to=row.person.name if row.person else "",
        by=row.owner.name if row.owner else "",
        above=row.above.name if row.above else "",
        about=about or (f"{row.month:%B %Y}" if row.month else ""),
        incident_id=row.incident_id,
        until=row.until,
        state=_state(row),
        ended_at=row.met_at or row.waived_at,
        why=document.reasons.get(row.waived_because, ""),
        source=duty.source,
        unverified=duty.unverified,
        mine=actor.id in {row.owner_id, row.above_id},
        reasons=tuple(document.reasons.items()),
    )


def _state(row: LeaderDuty) -> str:
    if row.met_at:
        return "met"
    if row.waived_at:
        return "waived"
    return "late" if row.missed_at else "open"
