"""Who may see and answer a query or complaint. Whoever it is about never does (S3-24, S3-47)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.escalation.models import HandOver
from stayline.people.models import RoleGrant
from stayline.people.queries import conflicting
from stayline.privacy.queries import excluded_people
from stayline.quality.models import Complaint
from stayline.quality.queries.limits import limits_in_force

if TYPE_CHECKING:
    from uuid import UUID

    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor
    from stayline_core.authority import Level


def kept_from(row: Complaint) -> set[UUID]:
    """Return who never sees or answers it.

    Whom it is about; the implicated and the discloser of its incident; whoever has a conflict
    of interest with one of them or with whoever raised it. Of a complaint also everybody whose
    handling it is: who had the contact, and who took it over.
    """
    out: set[UUID] = set()
    if row.subject_id is not None:
        out |= {row.subject_id} | conflicting(row.subject_id)
    if row.raiser_id is not None:
        out |= conflicting(row.raiser_id)
    if row.incident is not None:
        out |= excluded_people(row.incident.id)
        if row.kind == "complaint":
            out |= _handled(row.incident)
    return out


def _handled(incident: Incident) -> set[UUID]:
    agent = incident.contact.agent_id if incident.contact else None
    steps = HandOver.objects.filter(ladder__incident=incident)
    took = set(steps.values_list("receiver_id", flat=True))
    return took | {one for one in (agent, incident.owner_id) if one is not None}


def able(row: Complaint, level: Level) -> set[UUID]:
    """Return who has this authority and may use it here."""
    grants = RoleGrant.objects.filter(role__in=level.roles, person__is_active=True)
    if not level.everywhere:
        grants = grants.filter(person__site_id=row.site_id)
    out = kept_from(row) | ({row.raiser_id} if row.raiser_id else set())
    return set(grants.values_list("person_id", flat=True)) - out


def may_answer(actor: Actor, row: Complaint) -> bool:
    """Return whether `actor` may answer it now: by their role, and with no part in it."""
    return actor.id in able(row, limits_in_force()[1].level(row.level))


def may_see(actor: Actor, row: Complaint) -> bool:
    """Return whether `actor` sees it: who raised it, who may answer it, and who has answered.

    Whoever raised it about something that concerns themselves sees what they wrote.
    """
    if actor.id == row.raiser_id:
        return True
    if actor.id in kept_from(row):
        return False
    return may_answer(actor, row) or actor.id in {row.handler_id, row.answered_by_id}
