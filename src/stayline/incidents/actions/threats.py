"""What a person states: a threat, a change of level, what was done for the caller's safety."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from stayline.incidents.actions._open import (
    L3,
    add_threat_in_transaction,
    guide_again_in_transaction,
    level_of_facts,
)
from stayline.incidents.actions._record import (
    lock_incident_in_transaction,
    log_in_transaction,
    tell_floor_in_transaction,
)
from stayline.incidents.actions._run import (
    raise_level_in_transaction,
    tell_run_in_transaction,
)
from stayline.incidents.actions._threats import (
    file_forms_in_transaction,
    leave_manners_in_transaction,
    switch_in_transaction,
    take_threat_in_transaction,
)
from stayline.incidents.actions._times import recompute_in_transaction
from stayline.incidents.errors import (
    LevelRefused,
    NotASupervisor,
    ReasonMissing,
    SafetyEmpty,
    ThreatInvalid,
)
from stayline.incidents.events import LevelLowered, SafetyRecorded
from stayline.incidents.models import Incident, Threat
from stayline.incidents.policies import may_decide, may_drive, may_speak_up
from stayline.incidents.queries import Guide, current_run, protocol_of_threat
from stayline.platform.transactions import action
from stayline.privacy.errors import NotOnTheList
from stayline_core.protocol import ThreatGrows

if TYPE_CHECKING:
    from datetime import datetime

    from stayline.platform.actors import Actor

STATED = frozenset(
    {"self_harm", "violence", "bomb", "abuse_disclosure", "harassment", "emergency", "other"}
)


@action
def state_threat(
    *,
    incident_id: UUID,
    kind: str,
    form: str,
    conditional: bool = False,
    imminent: bool = False,
    line_id: str = "",
    actor: Actor,
    at: datetime,
) -> Threat:
    """Record a threat that a person states, in whatever words it came (S1-5, S1-27).

    It is always a row of its own with its own report. From here on nobody can record that
    the incident was opened in error (X-10). An incident that was opened by a press, with no
    kind, gets the protocol for this one.

    Raises:
        ThreatInvalid: the kind or form is none.
        NotOnTheList: `actor` does not handle this incident.
    """
    incident = _handled(incident_id, actor)
    if faults := kind_and_form_faults(kind, form):
        raise ThreatInvalid(faults)
    level, because = level_of_facts(kind, form, conditional=conditional, imminent=imminent)
    before = incident.kind
    threat = add_threat_in_transaction(
        incident,
        kind=kind,
        form=form,
        conditional=conditional,
        imminent=imminent,
        signal=None,
        line_id=line_id,
        by_person=True,
        actor=actor,
        at=at,
    )
    if incident.opened_in_error_at is not None:
        raise_level_in_transaction(incident, level, because=because, actor=actor, at=at)
        guide_again_in_transaction(incident, actor=actor, at=at)
    else:
        unnamed = not incident.threats.filter(void_at=None).exclude(id=threat.id).exists()
        take_threat_in_transaction(
            incident,
            threat,
            made=True,
            level=level,
            because=because,
            actor=actor,
            at=at,
        )
        if unnamed and before == "other":
            _guide_anew(incident, threat, actor=actor, at=at)
    file_forms_in_transaction(incident, because="a person stated it", actor=actor, at=at)
    return threat


@action
def raise_level(
    *, incident_id: UUID, level: int, reason: str, actor: Actor, at: datetime
) -> Incident:
    """Raise the level; anyone who handles the incident may (S3-16).

    A difficult call that is raised is none any more: the procedure for unforeseen incidents,
    or that of a threat, takes over and rings.

    Raises:
        ReasonMissing: no reason was given.
        LevelRefused: it is as high already, or no level.
        NotOnTheList: `actor` does not handle this incident.
    """
    incident = _handled(incident_id, actor)
    if not reason.strip():
        raise ReasonMissing
    if not 0 <= level < incident.level:
        raise LevelRefused(f"The level is L{incident.level} already.", level=incident.level)
    rise_in_transaction(incident, level, because=reason, actor=actor, at=at)
    return incident


def rise_in_transaction(
    incident: Incident, level: int, *, because: str, actor: Actor, at: datetime
) -> None:
    """Raise the level for what a person found, with all that follows; never lower it.

    Nothing happens where it is as high already. The caller holds the transaction and the head.
    """
    if not raise_level_in_transaction(incident, level, because=because, actor=actor, at=at):
        return
    leave_manners_in_transaction(incident, "other", actor=actor, at=at)
    tell_run_in_transaction(incident, ThreatGrows(level=f"L{level}"), actor=actor, at=at)


@action
def lower_level(
    *, incident_id: UUID, level: int, reason: str, actor: Actor, at: datetime
) -> Incident:
    """Lower the level, by a named supervisor with a reason; nothing lowers it by itself.

    Raises:
        NotASupervisor: `actor` does not decide here.
        ReasonMissing: no reason was given.
        LevelRefused: it is as low already, or no level.
    """
    incident = lock_incident_in_transaction(incident_id)
    if not may_decide(actor, incident):
        raise NotASupervisor
    if not reason.strip():
        raise ReasonMissing
    if not incident.level < level <= L3:
        raise LevelRefused(f"The level is L{incident.level} already.", level=incident.level)
    if level == L3 and incident.threats.filter(void_at=None).exists():
        raise LevelRefused("A threat stands, and L3 means that none does.", level=incident.level)
    event = LevelLowered(before=incident.level, after=level, because=reason)
    incident.level = level
    incident.level_because = [*incident.level_because, reason]
    incident.save(update_fields=["level", "level_because"])
    log_in_transaction(incident, event, actor=actor, at=at, live="level")
    lowered = f"the level was lowered to L{level}"
    recompute_in_transaction(incident, because=lowered, actor=actor, at=at)
    tell_floor_in_transaction(incident)
    return incident


@action
def record_safety(*, incident_id: UUID, text: str, actor: Actor, at: datetime) -> Incident:
    """Record what was done for the caller's safety; closing needs it (S0-5, S4-43).

    Raises:
        SafetyEmpty: nothing was written.
        NotOnTheList: `actor` does not handle this incident.
    """
    incident = _handled(incident_id, actor)
    if not text.strip():
        raise SafetyEmpty({"text": "Say what was done to keep the caller safe."})
    incident.safety_recorded_at = at
    incident.save(update_fields=["safety_recorded_at"])
    subject = incident.contact.subject if incident.contact else ""
    log_in_transaction(
        incident, SafetyRecorded(text=text, subject=subject), actor=actor, at=at, live="step"
    )
    return incident


def kind_and_form_faults(kind: str, form: str) -> dict[str, str]:
    """Return what is wrong with the kind and form that a person states, by field."""
    faults = {}
    if kind not in STATED:
        faults["kind"] = f"Choose one of {', '.join(sorted(STATED))}."
    if form not in {"direct", "implied", "perceived"}:
        faults["form"] = "Choose direct, implied or perceived."
    return faults


def _handled(incident_id: UUID, actor: Actor) -> Incident:
    incident = lock_incident_in_transaction(incident_id)
    if not may_speak_up(actor, incident):
        raise NotOnTheList(incident=str(incident_id))
    return incident


def _guide_anew(incident: Incident, threat: Threat, *, actor: Actor, at: datetime) -> None:
    """Let the procedure for the first kind that is named guide what was opened by a press.

    Only whoever guides the contact moves the screen; for anybody else it is offered.
    """
    run, protocol = current_run(incident.id, for_update=True), protocol_of_threat(threat)
    if run is None or run.protocol_id == protocol.id or not may_drive(actor, incident):
        return
    guide = Guide(protocol, threat.protocol_digest, "in force")
    switch_in_transaction(incident, run, guide, actor=actor, at=at)
