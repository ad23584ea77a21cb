"""Another procedure takes over, or a parked one is taken up again: one press, nothing lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.incidents.actions._owe import perform_in_transaction
from stayline.incidents.actions._record import lock_incident_in_transaction, log_in_transaction
from stayline.incidents.actions._run import raise_level_in_transaction
from stayline.incidents.actions._threats import (
    guiding_run_in_transaction,
    resume_in_transaction,
    switch_in_transaction,
)
from stayline.incidents.actions.drive import Driven
from stayline.incidents.errors import (
    NotTrained,
    RunLocked,
    RunNotYours,
    RunStale,
    SwitchRefused,
)
from stayline.incidents.events import SituationTaken
from stayline.incidents.models import Incident, Run
from stayline.incidents.policies import may_drive
from stayline.incidents.queries import (
    admit,
    certified_offer,
    guide_of_version,
    guided_threats,
    protocol_of,
    protocol_of_threat,
    situations,
    state_of,
)
from stayline.platform.transactions import action

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor
    from stayline_core.protocol import Protocol


@action
def switch_run(*, incident_id: UUID, to: str, expected: int, actor: Actor, at: datetime) -> Driven:
    """Let the procedure for the threat `to` guide the contact, by one press of its owner.

    The run on screen is parked with its step and can be taken up again; help, contact and what
    was answered stay. A procedure that was parked goes on where it stood. Any threat that
    stands may be taken, also one that does not outrank. Whoever is not trained on it gets the
    built-in path instead (S0-15).

    Raises:
        IncidentNotFound: no incident has this id.
        RunNotYours: somebody else guides the contact.
        RunStale: the run has moved since the screen was drawn.
        SwitchRefused: no threat of this kind stands, its procedure is on screen already, or the
            incident is closed.
        NotTrained: `actor` is not trained on it, and a built-in path is on screen already.
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
        guide = admit(incident, guide_of_version(threat.protocol_digest), actor.id, at=at)
        if guide.withheld and not run.protocol_digest:
            raise NotTrained
        switch_in_transaction(incident, run, guide, actor=actor, at=at)
    return _driven(incident.id)


@action
def take_certified(*, incident_id: UUID, expected: int, actor: Actor, at: datetime) -> Driven:
    """Let the procedure in force guide instead of a built-in path, by one press (S0-14, S0-15).

    It was withheld from somebody who is not trained on it, and whoever guides the contact now
    is; or it took force since the contact began. The built-in path is parked; nothing is lost.

    Raises:
        IncidentNotFound: no incident has this id.
        RunNotYours: somebody else guides the contact.
        RunStale: the run has moved since the screen was drawn.
        NotTrained: `actor` is not trained on it.
        SwitchRefused: no built-in path is on screen, or nothing is in force for this harm.
    """
    incident, run = _mine(incident_id, expected, actor)
    guide = certified_offer(incident, actor, at=at)
    if guide is None and run.withheld_digest:
        raise NotTrained
    if guide is None:
        raise SwitchRefused("No other procedure can be taken here.")
    switch_in_transaction(incident, run, guide, actor=actor, at=at)
    return _driven(incident.id)


@action
def take_situation(
    *, incident_id: UUID, protocol_id: str, expected: int, actor: Actor, at: datetime
) -> Driven:
    """Let a more exact procedure guide the contact, by one press of whoever guides it.

    The general one is parked with its step and can be taken up again; help, contact and answers
    stay. Duties and obligations are those of both. The level rises to the procedure's where
    that is graver, and never falls. The log says who took it, and what it is for.

    Raises:
        IncidentNotFound: no incident has this id.
        RunNotYours: somebody else guides the contact.
        RunStale: the run has moved since the screen was drawn.
        SwitchRefused: it is not offered here, it is on screen or parked already, or the
            incident is closed.
        NotTrained: it is certified, and `actor` is not trained on it.
    """
    incident, run = _mine(incident_id, expected, actor)
    offered = (one for one in situations(incident, actor) if one.name == protocol_id)
    offer = next(offered, None)
    if offer is None:
        raise SwitchRefused("This procedure is not offered here.", to=protocol_id)
    guide = admit(incident, offer.guide, actor.id, at=at)
    if guide.withheld:
        raise NotTrained
    before = protocol_of(run)
    came = state_of(run).holds("accepted")
    event = SituationTaken(
        protocol=offer.name,
        title=offer.title,
        because=offer.because,
        heard="as was said already" if offer.heard else "as whoever guides the contact found",
    )
    log_in_transaction(incident, event, actor=actor, at=at, live="step", urgent=True)
    because = f"More exactly: {offer.title}"
    level = int(offer.guide.protocol.level.removeprefix("L"))
    raise_level_in_transaction(incident, level, because=because, actor=actor, at=at)
    switch_in_transaction(incident, run, guide, actor=actor, at=at)
    if came and (ladder := _another(before, offer.guide.protocol)):
        perform_in_transaction(incident, "raise", ladder, because=because, actor=actor, at=at)
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


def _another(before: Protocol, now: Protocol) -> str:
    """Return the ladder that rings at once for `now` and brings others than `before` did.

    Whoever has come already is not called again, but they are not the people of this ladder.
    """
    ladder = now.ladder
    if ladder is None or ladder.ring != "at_open" or before.moves_help(ladder.id):
        return ""
    return ladder.id


def _driven(incident_id: UUID) -> Driven:
    run = Run.objects.get(incident_id=incident_id, parked_at=None, ended_at=None)
    return Driven(run.sequence, str(run.state["step"]))
