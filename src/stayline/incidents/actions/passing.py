"""What somebody owes passes on when they go off the queue: nothing is owed by nobody unseen.

Answers `people.OffQueuePort`. To whoever received the contact; else to the site's supervisor on
duty; else it stands without an owner, and the floor shows it (`design.md` section 1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from stayline.incidents.actions._record import (
    OWED,
    lock_incident_in_transaction,
    log_in_transaction,
    tell_floor_in_transaction,
)
from stayline.incidents.events import ObligationPassedOn
from stayline.incidents.models import Incident, Obligation
from stayline.people.models import Availability, Role
from stayline.people.queries import actor as actor_of
from stayline.people.queries import conflicting, on_duty, person
from stayline.platform.live import publish_on_commit
from stayline.privacy.actions import grant_in_transaction
from stayline.privacy.queries import excluded_people

if TYPE_CHECKING:
    from datetime import datetime

    from stayline.platform.actors import Actor

NOT_NOW: Final = frozenset(
    {Availability.OFF_QUEUE.value, Availability.BREAK.value, Availability.AWAY.value}
)
"""What a supervisor does to whom nothing is passed on."""


class PassOn:
    """The answer to `people.OffQueuePort` for everything owed in an incident."""

    def off_queue_in_transaction(
        self, person_id: UUID, *, because: str, actor: Actor, at: datetime
    ) -> None:
        """Pass on what this person owes in every open incident, in the order of their ids.

        The caller holds the transaction. A receiver in aftercare keeps what is theirs: they are
        here, and nobody else knows the contact.
        """
        owed = Obligation.objects.filter(owner_id=person_id, state__in=OWED)
        in_care = person(person_id).availability == Availability.OFF_QUEUE
        for found in sorted(set(owed.values_list("incident_id", flat=True))):
            incident = lock_incident_in_transaction(found)
            if not (in_care and _received(incident, person_id)):
                pass_on_in_transaction(incident, person_id, because=because, actor=actor, at=at)


def _received(incident: Incident, person_id: UUID) -> bool:
    """Return whether this person took the contact over from the agent who had it."""
    agent = incident.contact.agent_id if incident.contact else None
    return incident.owner_id == person_id != agent


def pass_on_in_transaction(
    incident: Incident, person_id: UUID, *, because: str, actor: Actor, at: datetime
) -> None:
    """Pass on what one person owes in one incident; where they owe nothing, nothing changes.

    The caller holds the transaction and the head.
    """
    rows = Obligation.objects.filter(incident=incident, owner_id=person_id, state__in=OWED)
    if not rows.exists():
        return
    taker = _taker(incident, person_id, at=at)
    told = _told(incident, taker)
    for row in rows.select_for_update().order_by("id"):
        row.owner_id = taker.id if taker else None
        row.save(update_fields=["owner"])
        event = ObligationPassedOn(
            obligation=str(row.id),
            name=row.name,
            to=taker.pseudonym if taker else "",
            told=told,
            because=because,
        )
        log_in_transaction(incident, event, actor=actor, at=at, live="obligations", urgent=True)
    if taker is not None:
        grant_in_transaction(
            incident.id,
            taker,
            because="passed_on",
            stream_id=incident.stream_id,
            actor=actor,
            at=at,
        )
        publish_on_commit(f"person:{taker.id}", "obligations", urgent=True)
    tell_floor_in_transaction(incident, urgent=True)


def _told(incident: Incident, taker: Actor | None) -> str:
    """Say to whom in words; the log names people by their pseudonyms alone."""
    if taker is None:
        return "to nobody yet, it needs an owner"
    return "to whoever received the contact" if taker.id == incident.owner_id else "to a supervisor"


def _taker(incident: Incident, person_id: UUID, *, at: datetime) -> Actor | None:
    """Return who takes it: the receiver, else the supervisor on duty who can be there soonest."""
    agent = incident.contact.agent_id if incident.contact else None
    in_conflict = conflicting(agent) if agent else set[UUID]()
    out = excluded_people(incident.id) | in_conflict | {person_id}
    owner = incident.owner
    if owner is not None and owner.id not in out and _received(incident, owner.id):
        here = owner.is_active and owner.availability != Availability.AWAY
        if here:
            return owner.actor()
    for role in (Role.SUPERVISOR.value, Role.MANAGER.value):
        for one in on_duty(roles=[role], site_id=incident.site_id, at=at, exclude=out):
            if one.availability not in NOT_NOW:
                return actor_of(one.id)
    return None
