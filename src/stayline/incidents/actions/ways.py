"""Which way to the person was used beside the contact they began, and what came of it (S3-2)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from stayline.incidents.actions._record import lock_incident_in_transaction, log_in_transaction
from stayline.incidents.errors import CallbackRefused
from stayline.incidents.events.record import WayUsed
from stayline.incidents.policies import may_speak_up
from stayline.incidents.queries import subject_of
from stayline.incidents.queries.ways import OUTCOMES, reach
from stayline.platform.errors import Invalid
from stayline.platform.transactions import action
from stayline.privacy.errors import NotOnTheList

if TYPE_CHECKING:
    from datetime import datetime

    from stayline.platform.actors import Actor

LONGEST = 400
"""Characters of a note beside it."""


@action
def record_way(
    *, incident_id: UUID, way: str, outcome: str, note: str = "", actor: Actor, at: datetime
) -> None:
    """Record that somebody was reached, or tried, by another way than the contact's own (S3-2).

    Nothing is sent or dialled by this: it says what a person did.

    Raises:
        IncidentNotFound: no incident has this id.
        NotOnTheList: `actor` does not handle it.
        CallbackRefused: reaching out is not safe or not agreed, as for calling back.
        Invalid: the way or the outcome is none, or the note too long.
    """
    incident = lock_incident_in_transaction(incident_id)
    if actor.kind == "system" or not may_speak_up(actor, incident):
        raise NotOnTheList(incident=str(incident_id))
    found = reach(incident)
    if not found.open:
        raise CallbackRefused(found.says)
    faults = {}
    if way not in dict(found.ways):
        faults["way"] = "Choose one of the ways."
    if outcome not in OUTCOMES:
        faults["outcome"] = "Say what came of it."
    if len(note) > LONGEST:
        faults["note"] = f"At most {LONGEST} characters."
    if faults:
        raise Invalid(faults)
    event = WayUsed(way=way, outcome=outcome, note=note.strip(), subject=subject_of(incident))
    log_in_transaction(incident, event, actor=actor, at=at, live="log")
