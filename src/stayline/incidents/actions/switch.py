"""Another procedure takes over, or a parked one is taken up again: one press, nothing lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.incidents.actions._record import lock_incident_in_transaction
from stayline.incidents.actions._threats import (
    guiding_run_in_transaction,
    resume_in_transaction,
    switch_in_transaction,
)
from stayline.incidents.actions.drive import Driven
from stayline.incidents.errors import RunLocked, RunNotYours, RunStale, SwitchRefused
from stayline.incidents.models import Incident, Run
from stayline.incidents.policies import may_drive
from stayline.incidents.queries import (
    Guide,
    guided_threats,
    protocol_of,
    protocol_of_threat,
)
from stayline.platform.transactions import action

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor


@action
def switch_run(*, incident_id: UUID, to: str, expected: int, actor: Actor, at: datetime) -> Driven:
    """Let the procedure for the threat `to` guide the contact, by one press of its owner.

    The run on screen is parked with its step and can be taken up again; help, contact and what
    was answered stay. A procedure that was parked goes on where it stood. Any threat that
    stands may be taken, also one that does not outrank.

    Raises:
        IncidentNotFound: no incident has this id.
        RunNotYours: somebody else guides the contact.
        RunStale: the run has moved since the screen was drawn.
        SwitchRefused: no threat of this kind stands, its procedure is on screen already, or the
            incident is closed.
    """
    incident, run = _mine(incident_id, expected, actor)
    threat = next((one for one in guided_threats(incident) if one.kind == to), None)
    if threat is None:
        raise SwitchRefused("No threat of this kind stands here.", to=to)
    protocol = protocol_of_threat(threat)
    if run.protocol_id == protocol.id:
        raise SwitchRefused("This procedure is on the screen already.", to=to)
    rows = Run.objects.filter(incident=incident, protocol_id=protocol.id, ended_at=None)
    parked = rows.filter(parked_at__isnull=False, ended_how="").select_for_update().first()
    if parked is not None:
        resume_in_transaction(incident, run, parked, actor=actor, at=at)
    else:
        guide = Guide(protocol, threat.protocol_digest, "in force")
        switch_in_transaction(incident, run, guide, actor=actor, at=at)
    return _driven(incident.id)


@action
def resume_run(*, run_id: UUID, expected: int, actor: Actor, at: datetime) -> Driven:
    """Take a parked run up again at its step; the one on screen is parked instead.

    Raises:
        SwitchRefused: no run of this id is parked, or it has ended.
        RunNotYours: somebody else guides the contact.
        RunStale: the run on screen has moved since it was drawn.
        RunLocked: it is that of a difficult call, and a threat stands (X-1).
    """
    incident_id = Run.objects.filter(id=run_id).values_list("incident_id", flat=True).first()
    if incident_id is None:
        raise SwitchRefused("There is no such run.", run=str(run_id))
    incident, run = _mine(incident_id, expected, actor)
    rows = Run.objects.select_for_update(of=("self",)).select_related("incident__contact")
    parked = rows.get(id=run_id)
    if parked.parked_at is None or parked.ended_at is not None or parked.ended_how:
        raise SwitchRefused("This run is not parked, or it has ended.", run=str(run_id))
    if not protocol_of(parked).urgent and incident.threats.filter(void_at=None).exists():
        raise RunLocked(incident=str(incident.id))
    resume_in_transaction(incident, run, parked, actor=actor, at=at)
    return _driven(incident.id)


def _mine(incident_id: UUID, expected: int, actor: Actor) -> tuple[Incident, Run]:
    incident = lock_incident_in_transaction(incident_id)
    if not may_drive(actor, incident):
        raise RunNotYours(incident=str(incident_id))
    run = guiding_run_in_transaction(incident)
    if run.sequence != expected:
        raise RunStale
    return incident, run


def _driven(incident_id: UUID) -> Driven:
    run = Run.objects.get(incident_id=incident_id, parked_at=None, ended_at=None)
    return Driven(run.sequence, str(run.state["step"]))
