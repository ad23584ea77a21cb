"""Who is implicated, or disclosed it, is kept out; the ladder rings on without them (S0-35)."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from stayline.escalation.actions._moves import before_accepting, lose_in_transaction
from stayline.escalation.actions.ringing import ring_in_transaction
from stayline.escalation.models import Ladder
from stayline.incidents.actions import (
    lock_incident_in_transaction,
    pass_on_in_transaction,
    tell_floor_in_transaction,
)
from stayline.incidents.errors import ReasonMissing
from stayline.incidents.models import Incident
from stayline.incidents.policies import may_decide, may_speak_up
from stayline.people.errors import PersonNotFound
from stayline.people.queries import actor as actor_of
from stayline.platform.actors import Actor
from stayline.platform.live import publish_on_commit
from stayline.platform.transactions import action
from stayline.privacy.actions import exclude_in_transaction, readmit_in_transaction
from stayline.privacy.errors import HasTheCaller, KeepOutInvalid, NotOnTheList
from stayline_core import ladder as rules

WHY: Final = ("implicated", "discloser")
"""Why somebody is kept out: it is about them, or they told of it."""


@action
def keep_out(
    *, incident_id: UUID, person_id: UUID, because: str, actor: Actor, at: datetime
) -> None:
    """Keep a person out of an incident from now on: it is about them, or they told of it.

    Anybody who handles it may say so, as one may raise anything: an agent hears the name first.
    Their screen stops ringing, the next is rung at once, and if they were coming the ladder
    rings again. What they owe here is passed on. Said twice, it changes nothing.

    Raises:
        IncidentNotFound: no incident has this id.
        NotOnTheList: `actor` does not handle it.
        KeepOutInvalid: nobody has this id, or the reason is neither of the two.
        HasTheCaller: they guide the contact now, and nobody else would have the caller.
    """
    incident = lock_incident_in_transaction(incident_id)
    if actor.kind == "system" or not may_speak_up(actor, incident):
        raise NotOnTheList
    person = _somebody(person_id, because)
    contact = incident.contact
    if incident.owner_id == person.id and contact is not None and contact.released_at is None:
        raise HasTheCaller
    exclude_in_transaction(
        incident.id, person, because=because, stream_id=incident.stream_id, actor=actor, at=at
    )
    for row in incident.ladders.filter(ended_at=None).select_for_update().order_by("id"):
        _without(incident, row, person, actor=actor, at=at)
    if incident.owner_id == person.id:
        incident.owner = None
        incident.save(update_fields=["owner"])
    pass_on_in_transaction(
        incident, person.id, because="they are kept out of it", actor=actor, at=at
    )
    _tell(incident, person)


@action
def let_back_in(
    *, incident_id: UUID, person_id: UUID, reason: str, actor: Actor, at: datetime
) -> None:
    """Keep a person out no longer, by a named supervisor who decides here, with a reason.

    Raises:
        IncidentNotFound: no incident has this id.
        NotOnTheList: `actor` does not decide here, or is kept out.
        ReasonMissing: there is no reason.
        PersonNotFound: nobody has this id.
    """
    incident = lock_incident_in_transaction(incident_id)
    if not may_decide(actor, incident):
        raise NotOnTheList
    if not reason.strip():
        raise ReasonMissing
    person = actor_of(person_id)
    readmit_in_transaction(
        incident.id,
        person,
        reason=reason.strip(),
        stream_id=incident.stream_id,
        actor=actor,
        at=at,
    )
    _tell(incident, person)


def _somebody(person_id: UUID, because: str) -> Actor:
    try:
        person = actor_of(person_id)
    except PersonNotFound:
        raise KeepOutInvalid({"person": "Choose somebody from the list."}) from None
    if because not in WHY:
        raise KeepOutInvalid({"because": "Say whether it is about them, or they told of it."})
    return person


def _without(incident: Incident, row: Ladder, person: Actor, *, actor: Actor, at: datetime) -> None:
    """Let one ladder go on as if this person had never been rung."""
    move = rules.lost(row.value(), who=person.id)
    if not isinstance(move, rules.Refusal):
        was = before_accepting(row, person.id)
        lose_in_transaction(
            incident,
            row,
            move,
            person=person,
            how="kept out",
            availability=was,
            actor=actor,
            at=at,
        )
        return
    waited_for = row.pages.filter(person_id=person.id, answered_at=None, round=row.round)
    if row.due_at is not None and waited_for.exists():
        ring_in_transaction(incident, row, row.value(), actor=actor, at=at)


def _tell(incident: Incident, person: Actor) -> None:
    """Let the hub ask again who may watch, and the person's rings and boards be drawn anew."""
    publish_on_commit(f"incident:{incident.id}", "access", urgent=True)
    publish_on_commit(f"contact:{incident.contact_id}", "access", urgent=True)
    publish_on_commit(f"person:{person.id}", "ring", urgent=True)
    tell_floor_in_transaction(incident, urgent=True)
