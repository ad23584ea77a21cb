"""What a threat brings at once: duties, a ringing ladder, reports owed; and how runs change hands.

Several threats in one contact are one incident (`design.md` section 1): duties and obligations
unite the moment a threat is made, whoever has switched the screen by then or not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stayline.contacts.actions import make_busy_in_transaction
from stayline.incidents.actions._owe import perform_in_transaction
from stayline.incidents.actions._owed import (
    DRAFTS,
    PEOPLE_AT_RISK,
    THREAT_FORM,
    owe_forms_in_transaction,
    owe_people_at_risk_in_transaction,
)
from stayline.incidents.actions._record import log_in_transaction, tell_floor_in_transaction
from stayline.incidents.actions._run import (
    owe_reached_in_transaction,
    raise_level_in_transaction,
    reached_in,
    start_run_in_transaction,
    take_duties_in_transaction,
    tell_run_in_transaction,
)
from stayline.incidents.errors import SwitchRefused
from stayline.incidents.events import IncidentReopened
from stayline.incidents.models import Incident, Run, Threat
from stayline.incidents.queries import (
    MANNERS,
    TO_OTHERS,
    Guide,
    admit,
    channel_class_of,
    current_run,
    guide_for,
    guide_of_version,
    guided_threats,
    leading_threat,
    protocol_of,
    protocol_of_threat,
    state_of,
)
from stayline.library.queries import protocol_by_digest
from stayline.people.models import Availability
from stayline_core.protocol import (
    Parked,
    Resumed,
    SwitchedIn,
    ThreatGrows,
    ThreatStands,
    facts_to_take,
)

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from stayline.platform.actors import Actor
    from stayline_core.protocol import Protocol, State


BUTTON_LEVEL: Final = 1
"""A person who presses for help has heard something: L1 until more is known (S0-36)."""


def take_threat_in_transaction(
    incident: Incident,
    threat: Threat,
    *,
    made: bool,
    level: int,
    because: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Let a threat in an incident that is guided already do what a threat does.

    A closed incident is open again. The level rises and never falls; with `made` (a row of
    its own) its procedure's duties and obligations hold from now on, its ladder rings, it owes
    its reports, and the harm that leads is chosen anew. The caller holds the transaction and
    the head.
    """
    if incident.state == "closed" and not made:
        return  # words of a threat that is settled came late; they are kept, and change nothing
    if incident.state == "closed":
        reopen_in_transaction(incident, because="a threat was made", actor=actor, at=at)
    grows = raise_level_in_transaction(incident, level, because=because, actor=actor, at=at)
    urgent = protocol_of(guiding_run_in_transaction(incident)).urgent
    if grows and urgent:
        tell_run_in_transaction(incident, ThreatGrows(level=f"L{level}"), actor=actor, at=at)
    rang = made and unite_in_transaction(incident, threat, actor=actor, at=at)
    if made:
        lead_in_transaction(incident)
    if grows and not urgent and not rang:
        _ring_for(incident, protocol_of_threat(threat), actor=actor, at=at)


def unite_in_transaction(incident: Incident, threat: Threat, *, actor: Actor, at: datetime) -> bool:
    """Let the procedure for this threat hold, whatever is on screen, and owe its reports.

    A run about a difficult call alone is locked from here on (X-1, S2-28). True: another
    procedure than before holds, and its ladder rang. The caller holds the transaction and the
    head.
    """
    run = guiding_run_in_transaction(incident)
    guide = _guide_in(incident, threat)
    protocol = guide.protocol
    known = incident.threats.filter(protocol_id=protocol.id, void_at=None).exists()
    threat.protocol_id, threat.protocol_digest = protocol.id, guide.digest
    threat.save(update_fields=["protocol_id", "protocol_digest"])
    over = incident.contact is None or incident.contact.released_at is not None
    owe_people_at_risk_in_transaction(incident, threat, waits=not over, actor=actor, at=at)
    here = protocol_of(run)
    new = here.id != protocol.id and not known
    if new:
        _stand_beside(incident, run, protocol, actor=actor, at=at)
    if not here.urgent:
        _count_as_crisis(incident, at=at)
    if here.id != protocol.id or "contact_ended" in run.state["triggered"] or over:
        _owe_reports(incident, threat, protocol, waits=not over, actor=actor, at=at)
    return new


def leave_manners_in_transaction(
    incident: Incident, kind: str, *, actor: Actor, at: datetime
) -> None:
    """Leave a difficult call's procedure at once: for the gravest threat's, or for `kind`.

    Whoever presses for help, needs out or raises the level has seen more than bad manners. Any
    other run stays as it is. The caller holds the transaction and the head.
    """
    run = current_run(incident.id, for_update=True)
    if run is None or protocol_of(run).urgent:
        return
    threat = next(iter(guided_threats(incident)), None)
    if threat is not None:
        guide = guide_of_version(threat.protocol_digest)
    else:
        incident.kind = kind
        incident.save(update_fields=["kind"])
        guide = guide_for(kind, channel_class_of(incident))
    guide = admit(incident, guide, incident.owner_id, at=at)
    because = "A person pressed for help"
    raise_level_in_transaction(incident, BUTTON_LEVEL, because=because, actor=actor, at=at)
    switched = switch_in_transaction(incident, run, guide, actor=actor, at=at)
    hold_withheld_in_transaction(incident, switched, actor=actor, at=at)
    _count_as_crisis(incident, at=at)


def hold_withheld_in_transaction(
    incident: Incident, run: Run, *, actor: Actor, at: datetime
) -> None:
    """Let a procedure hold that does not guide because nobody trained has the contact (S0-15).

    Its duties, obligations and ladder are the centre's, not the agent's: not one ring less. A
    threat of its own does the same, and then nothing is done here. The caller holds the
    transaction and the head.
    """
    if not run.withheld_digest:
        return
    protocol = protocol_by_digest(run.withheld_digest)
    if not incident.threats.filter(protocol_id=protocol.id, void_at=None).exists():
        _stand_beside(incident, run, protocol, actor=actor, at=at)


def guiding_run_in_transaction(incident: Incident) -> Run:
    """Lock and return the run on screen; the caller holds the transaction and the head.

    Raises:
        SwitchRefused: the incident is closed, and nothing guides it.
    """
    run = current_run(incident.id, for_update=True)
    if run is None:
        raise SwitchRefused("This incident is closed: nothing guides it.")
    return run


def lead_in_transaction(incident: Incident) -> None:
    """Name the harm that leads: that of the gravest threat that stands, where one stands."""
    leads = leading_threat(incident)
    if leads is not None and leads.kind != incident.kind:
        incident.kind = leads.kind
        incident.save(update_fields=["kind"])


def file_forms_in_transaction(
    incident: Incident, *, because: str, actor: Actor, at: datetime
) -> None:
    """Let the forms that this incident owes open, and fill themselves from what was said."""
    kinds = set(incident.threats.filter(void_at=None).values_list("kind", flat=True))
    wanted = [THREAT_FORM] if kinds else []
    if kinds & TO_OTHERS:
        wanted.append(PEOPLE_AT_RISK)
    others = incident.obligations.filter(do_kind=DRAFTS).exclude(
        do_target__in=(THREAT_FORM, PEOPLE_AT_RISK)
    )
    wanted += sorted(set(others.values_list("do_target", flat=True)))
    if not wanted and incident.kind in MANNERS:
        wanted = ["call_record"]
    for form in wanted:
        perform_in_transaction(incident, DRAFTS, form, because=because, actor=actor, at=at)


def switch_in_transaction(
    incident: Incident, run: Run, guide: Guide, *, actor: Actor, at: datetime
) -> Run:
    """Park the run on screen and let another procedure take over, keeping what was reached.

    Help, contact, answers and facts stay. What the parked one owes after the contact stays
    owed. The caller holds the transaction and the head.
    """
    taken = SwitchedIn(**_reached(incident, run), channel_class=channel_class_of(incident))
    park_in_transaction(incident, run, actor=actor, at=at)
    return start_run_in_transaction(incident, guide=guide, taken=taken, actor=actor, at=at)


def resume_in_transaction(
    incident: Incident, run: Run, parked: Run, *, actor: Actor, at: datetime
) -> None:
    """Park the run on screen and take a parked one up again at its step.

    The caller holds the transaction and the head.
    """
    event = Resumed(**_reached(incident, run))
    park_in_transaction(incident, run, actor=actor, at=at)
    parked.parked_at = None
    parked.save(update_fields=["parked_at"])
    tell_run_in_transaction(incident, event, actor=actor, at=at)


def reopen_in_transaction(incident: Incident, *, because: str, actor: Actor, at: datetime) -> None:
    """Open a closed incident again with its run; the caller holds the transaction and the head."""
    incident.runs.filter(ended_at=incident.closed_at).update(ended_at=None)
    incident.state, incident.closed_at, incident.closed_by = "open", None, None
    incident.save(update_fields=["state", "closed_at", "closed_by"])
    event = IncidentReopened(reason=because)
    log_in_transaction(incident, event, actor=actor, at=at, live="step", urgent=True)
    tell_floor_in_transaction(incident, urgent=True)


def park_in_transaction(incident: Incident, run: Run, *, actor: Actor, at: datetime) -> None:
    """Park a run: its clocks stop, its step and its answers stay, what it owes stays owed."""
    tell_run_in_transaction(incident, Parked(), actor=actor, at=at)
    Run.objects.filter(id=run.id).update(parked_at=at, step_due_at=None, ring_due_at=None)
    protocol = protocol_of(run)
    owe_reached_in_transaction(incident, protocol, {"contact_ended"}, actor=actor, at=at)


def _guide_in(incident: Incident, threat: Threat) -> Guide:
    """Return the procedure for a threat, in the version that stands in this incident already."""
    guide = guide_for(threat.kind, channel_class_of(incident))
    name = guide.protocol.id
    for run in Run.objects.filter(incident=incident, protocol_id=name, ended_at=None):
        return Guide(protocol_of(run), run.protocol_digest, guide.standing)
    return guide


def _stand_beside(
    incident: Incident, run: Run, protocol: Protocol, *, actor: Actor, at: datetime
) -> None:
    """Let a procedure's duties and obligations hold beside the run on screen, and ring."""
    take_duties_in_transaction(incident, protocol, actor=actor, at=at)
    state = _ring_for(incident, protocol, actor=actor, at=at) or state_of(run)
    reached = {"opened", "contact_ended", f"raised:{_ladder_of(protocol)}"}
    reached |= reached_in(protocol, state)
    owe_reached_in_transaction(incident, protocol, reached, actor=actor, at=at)


def _ring_for(
    incident: Incident, protocol: Protocol, *, actor: Actor, at: datetime
) -> State | None:
    stands = ThreatStands(level=f"L{incident.level}", ladder=_ladder_of(protocol))
    outcome = tell_run_in_transaction(incident, stands, actor=actor, at=at)
    return outcome.state if outcome else None


def _ladder_of(protocol: Protocol) -> str:
    return protocol.ladder.id if protocol.ladder else "crisis"


def _count_as_crisis(incident: Incident, *, at: datetime) -> None:
    """Let the agent of a difficult call count as in a crisis contact from here on."""
    contact = incident.contact
    if contact is not None and contact.agent_id is not None:
        make_busy_in_transaction(contact, contact.agent_id, Availability.IN_CRISIS, at=at)


def _owe_reports(
    incident: Incident,
    threat: Threat,
    protocol: Protocol,
    *,
    waits: bool,
    actor: Actor,
    at: datetime,
) -> None:
    for owed in protocol.obligations:
        if owed.do.kind == DRAFTS and owed.do.target in {THREAT_FORM, PEOPLE_AT_RISK}:
            owe_forms_in_transaction(
                incident, protocol, owed, waits=waits, threats=[threat], actor=actor, at=at
            )


def _reached(incident: Incident, run: Run) -> dict[str, Any]:
    """Return what a run that takes over must know of the one before it."""
    state = state_of(run)
    return {
        "help": state.help,
        "contact": state.contact,
        "level": f"L{incident.level}",
        "answers": {name: said.value for name, said in state.answers.items()},
        "texts": {name: said.text for name, said in state.answers.items() if said.text},
        "facts": facts_to_take(protocol_of(run), state),
    }
