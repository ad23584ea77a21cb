"""What a person states: a threat, a change of level, what was done for the caller's safety."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from stayline.incidents.actions._open import add_threat_in_transaction, other_reports_owed
from stayline.incidents.actions._owe import owe_in_transaction, perform_in_transaction
from stayline.incidents.actions._record import (
    lock_incident_in_transaction,
    log_in_transaction,
    tell_floor_in_transaction,
)
from stayline.incidents.actions._run import (
    raise_level_in_transaction,
    start_run_in_transaction,
    tell_run_in_transaction,
)
from stayline.incidents.errors import (
    LevelRefused,
    NotASupervisor,
    ReasonMissing,
    SafetyEmpty,
    ThreatInvalid,
)
from stayline.incidents.events import LevelLowered, SafetyRecorded
from stayline.incidents.models import Incident, Threat
from stayline.incidents.policies import may_decide, may_speak_up
from stayline.incidents.queries import current_run
from stayline.platform.transactions import action
from stayline.privacy.errors import NotOnTheList
from stayline_core import triage
from stayline_core.protocol import SwitchedOut, ThreatGrows
from stayline_core.signals import Form

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
    faults = {}
    if kind not in STATED:
        faults["kind"] = f"Choose one of {', '.join(sorted(STATED))}."
    if form not in {"direct", "implied", "perceived"}:
        faults["form"] = "Choose direct, implied or perceived."
    if faults:
        raise ThreatInvalid(faults)
    facts = triage.Facts(
        harm=triage.Harm(kind),
        form=Form(form),
        conditional=conditional,
        imminent=imminent or None,
    )
    assessment = triage.level_of(facts)
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
    if incident.kind == "other" and kind != "other":
        _guide_anew(incident, kind, actor=actor, at=at)
    because = assessment.reasons[0].says
    if raise_level_in_transaction(
        incident, int(assessment.level), because=because, actor=actor, at=at
    ):
        level = f"L{int(assessment.level)}"
        tell_run_in_transaction(incident, ThreatGrows(level=level), actor=actor, at=at)
    _owe_like_the_others(incident, threat, actor=actor, at=at)
    perform_in_transaction(
        incident, "file", "security_threat", because="a person stated it", actor=actor, at=at
    )
    return threat


@action
def raise_level(
    *, incident_id: UUID, level: int, reason: str, actor: Actor, at: datetime
) -> Incident:
    """Raise the level; anyone who handles the incident may (S3-16).

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
    raise_level_in_transaction(incident, level, because=reason, actor=actor, at=at)
    tell_run_in_transaction(incident, ThreatGrows(level=f"L{level}"), actor=actor, at=at)
    return incident


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
    if not incident.level < level <= 3:  # noqa: PLR2004  # L3 is the last level
        raise LevelRefused(f"The level is L{incident.level} already.", level=incident.level)
    event = LevelLowered(before=incident.level, after=level, because=reason)
    incident.level = level
    incident.level_because = [*incident.level_because, reason]
    incident.save(update_fields=["level", "level_because"])
    log_in_transaction(incident, event, actor=actor, at=at, live="level")
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


def _handled(incident_id: UUID, actor: Actor) -> Incident:
    incident = lock_incident_in_transaction(incident_id)
    if not may_speak_up(actor, incident):
        raise NotOnTheList(incident=str(incident_id))
    return incident


def _guide_anew(incident: Incident, kind: str, *, actor: Actor, at: datetime) -> None:
    """Let the protocol for this kind take over from the minimum-safe path it began with."""
    run = current_run(incident.id, for_update=True)
    incident.kind = kind
    incident.save(update_fields=["kind"])
    if run is None or run.protocol_digest:
        return
    help_reached, contact = run.state["help"], run.state["contact"]
    tell_run_in_transaction(incident, SwitchedOut(), actor=actor, at=at)
    incident.runs.filter(ended_at=None).update(parked_at=at)
    start_run_in_transaction(
        incident, actor=actor, at=at, help_reached=help_reached, contact=contact
    )


def _owe_like_the_others(incident: Incident, threat: Threat, *, actor: Actor, at: datetime) -> None:
    owed = other_reports_owed(incident)
    if owed is None or owed.threat_id == threat.id:
        return
    owe_in_transaction(
        incident,
        name=owed.name,
        do_kind=owed.do_kind,
        do_target=owed.do_target,
        by=owed.by,
        within=None if owed.due_at is None else owed.due_at - at,
        otherwise=owed.otherwise,
        threat=threat,
        waits=owed.state == "waiting",
        actor=actor,
        at=at,
    )
