"""Plans of a place with what is marked on them, and their files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import Q

from stayline.command.errors import PlanNotFound
from stayline.command.events import MarkerPlaced
from stayline.command.models import EDGE, MARKS, Marker, SitePlan
from stayline.ledger.queries import attachments, entries, plain_blocks
from stayline.privacy.policies import may_see_incident

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor

LARGEST: Final = 5 * 1024 * 1024
"""Bytes that a plan has at most."""

MARKED: Final = tuple(MARKS.items())
"""What can be marked on a plan, with its words, for a screen to choose from."""


@dataclass(frozen=True, slots=True)
class MarkerView:
    """A marker: its number on the plan, what it marks, its words, and where in dots."""

    id: UUID
    number: int
    kind: str
    words: str
    label: str
    x: int
    y: int
    at: datetime


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan with its markers. `size` is the radius of a marker in dots of the picture."""

    id: UUID
    title: str
    width: int
    height: int
    of_site: bool
    markers: tuple[MarkerView, ...]

    @property
    def size(self) -> int:
        """How large a marker is drawn: the same on a small and a large picture."""
        return max(self.width, self.height) // 45 + 1

    @property
    def below(self) -> int:
        """How far below its middle the number in a marker stands."""
        return self.size * 2 // 5


def plan_row(plan_id: UUID, *, of: Incident | None = None) -> SitePlan:
    """Return a plan that is still shown; with `of`, one that this incident shows.

    Raises:
        PlanNotFound: there is none.
    """
    rows = SitePlan.objects.filter(id=plan_id, removed_at=None)
    if of is not None:
        rows = rows.filter(Q(incident=of) | Q(incident=None, site_id=of.site_id))
    found = rows.first()
    if found is None:
        raise PlanNotFound(plan=str(plan_id))
    return found


def may_see_plan(actor: Actor, plan: SitePlan) -> bool:
    """Return whether `actor` may look at a plan: who handles its incident, or works at its site."""
    if plan.incident_id is not None:
        return may_see_incident(actor, plan.incident_id)
    return actor.site_id == plan.site_id


def plans(incident: Incident) -> list[PlanView]:
    """Return the plans that an incident shows: its own first, then those of its site."""
    rows = SitePlan.objects.filter(
        Q(incident=incident) | Q(incident=None, site_id=incident.site_id), removed_at=None
    )
    ordered = sorted(rows, key=lambda one: (one.incident_id is None, one.title, str(one.id)))
    placed = list(
        Marker.objects.filter(incident=incident, removed_at=None).order_by("sequence", "id")
    )
    labels = _labels(incident) if placed else {}
    return [_view(one, placed, labels) for one in ordered]


def site_plans(site_id: UUID) -> list[PlanView]:
    """Return the plans that every incident of a site shows, by title."""
    rows = SitePlan.objects.filter(site_id=site_id, incident=None, removed_at=None)
    return [_view(one, [], {}) for one in rows.order_by("title", "id")]


def plan_file(plan: SitePlan) -> bytes:
    """Return the picture, whole and as it was kept.

    Raises:
        AttachmentDamaged: the file is gone or was changed.
        PlanNotFound: its key was erased with the person it belonged to.
    """
    found = next(
        (one for one in attachments(plan.stream_id) if one.sequence == plan.sequence), None
    )
    if found is None:
        raise PlanNotFound(plan=str(plan.id))
    return b"".join(plain_blocks(found))


def _labels(incident: Incident) -> dict[str, str]:
    found = entries(incident.stream_id, kinds={MarkerPlaced.kind})
    return {
        one.event.marker: one.event.label for one in found if isinstance(one.event, MarkerPlaced)
    }


def _view(row: SitePlan, placed: list[Marker], labels: dict[str, str]) -> PlanView:
    here = [one for one in placed if one.plan_id == row.id]
    return PlanView(
        id=row.id,
        title=row.title,
        width=row.width,
        height=row.height,
        of_site=row.incident_id is None,
        markers=tuple(
            MarkerView(
                id=one.id,
                number=number,
                kind=one.kind,
                words=MARKS.get(one.kind, one.kind),
                label=labels.get(str(one.id), ""),
                x=one.x * row.width // EDGE,
                y=one.y * row.height // EDGE,
                at=one.placed_at,
            )
            for number, one in enumerate(here, start=1)
        ),
    )
