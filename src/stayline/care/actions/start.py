"""Start aftercare for everyone who was involved, by default (S4-6, S0-39)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from stayline.care.actions.planning import Offer, is_real, offer_in_transaction
from stayline.care.events import AftercarePractised, AftercareStarted
from stayline.escalation.models import HandOver
from stayline.incidents.actions import log_in_transaction
from stayline.ledger.queries import entries
from stayline.people.models import Person
from stayline.people.policies import SUPERVISES
from stayline_core.aftercare import Involved

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor

CHECK_WITHIN: Final = timedelta(minutes=30)
"""A supervisor's private check is owed within this time (domain.md 17)."""

LOOKED_ON: Final = frozenset(
    {
        "privacy.content.read",
        "escalation.rung.declined",
        "privacy.access.granted",
        "care.bystander.named",
    }
)
"""Entries whose actor only read, or could not come: they were not in the contact."""

LATER: Final = ("quality.", "learning.")
"""What begins like this was done by somebody who judged it afterwards."""


def start_aftercare_in_transaction(incident: Incident, *, actor: Actor, at: datetime) -> None:
    """Offer everyone involved their aftercare: off the queue, a check at once, and the plan.

    By default, for everyone, without asking (S4-6); each may decline any of it and come back
    after the least time. Started again, it reaches only people who came later. The incident's
    stream counts them; each person's own stream holds their part. After an exercise on a real
    floor nobody is taken off their work: the log says where care would begin. The caller holds
    the transaction and the head.
    """
    involved = involved_people(incident)
    real = [one for one in involved if is_real(incident, one)]
    there = frozenset(one.id for one in involved)
    kinds = involvement(incident, involved)
    helped = [
        one
        for one in real
        if offer_in_transaction(Offer(incident, one, kinds[one.id], there), actor=actor, at=at)
    ]
    if helped:
        event = AftercareStarted(
            people=len(helped), check_until=(at + CHECK_WITHIN).isoformat(timespec="seconds")
        )
        log_in_transaction(incident, event, actor=actor, at=at)
    elif involved and not real:
        practised = AftercarePractised(people=len(involved))
        log_in_transaction(incident, practised, actor=actor, at=at)


def involved_people(incident: Incident) -> list[Person]:
    """Return who was in the contact, by id: the agent, the owner, receivers, and who acted."""
    ids: set[UUID | None] = {incident.owner_id}
    if incident.contact is not None:
        ids.add(incident.contact.agent_id)
    ids |= set(
        HandOver.objects.filter(ladder__incident=incident).values_list("receiver_id", flat=True)
    )
    acted = {entry.actor for entry in entries(incident.stream_id) if _took_part(entry.kind)}
    rows = Person.objects.select_related("site").prefetch_related("roles")
    named = rows.filter(id__in=[one for one in ids if one])
    by_log = rows.filter(pseudonym__in=acted)
    people = {one.id: one for one in (*named, *by_log) if one.kind == "person"}
    return [people[key] for key in sorted(people)]


def involvement(incident: Incident, people: list[Person]) -> dict[UUID, Involved]:
    """Return in which way each of these people was in the contact."""
    agent = incident.contact.agent_id if incident.contact is not None else None
    received = set(
        HandOver.objects.filter(ladder__incident=incident).values_list("receiver_id", flat=True)
    ) | {incident.owner_id}
    return {one.id: _kind(one, agent, received) for one in people}


def _kind(person: Person, agent: UUID | None, received: set[UUID | None]) -> Involved:
    if person.id == agent:
        return Involved.AGENT
    supervises = any(grant.role in SUPERVISES for grant in person.roles.all())
    return Involved.SUPERVISOR if person.id in received or supervises else Involved.LISTENER


def _took_part(kind: str) -> bool:
    return kind not in LOOKED_ON and not kind.startswith(LATER)
