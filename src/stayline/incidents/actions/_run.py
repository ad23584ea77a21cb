"""The run of an incident: each event is folded, logged, and what it asks for is done."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from stayline.incidents.actions._owe import (
    AUTOMATIC,
    meet_in_transaction,
    owe_in_transaction,
    perform_in_transaction,
    start_waiting_in_transaction,
)
from stayline.incidents.actions._record import log_in_transaction, tell_floor_in_transaction
from stayline.incidents.events import (
    CommandRefused,
    DutiesTaken,
    LevelRaised,
    RunEventTaken,
    RunStarted,
    StepShown,
)
from stayline.incidents.models import Incident, Obligation, Run
from stayline.incidents.queries import current_run, protocol_of, state_of, subject_of
from stayline.ledger.actions import seal_in_transaction
from stayline.library.queries import protocol_for
from stayline_core.minimum import MINIMUM_SAFE
from stayline_core.protocol import (
    Emission,
    Event,
    Opened,
    Outcome,
    SwitchedIn,
    apply,
    begin,
    clocks,
    event_to_json,
    to_json,
)
from stayline_core.protocol import Obligation as OwedInDocument

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor
    from stayline_core.protocol import Protocol, State

DRAFTS = "file"


def start_run_in_transaction(
    incident: Incident,
    *,
    actor: Actor,
    at: datetime,
    help_reached: str | None = None,
    contact: str = "open",
) -> Run:
    """Start the protocol in force for the incident's harm, or the minimum-safe path.

    The version in force is written on the run and in the log, and stays (S0-3). With
    `help_reached` the run takes over from another one in the middle of the contact. The
    caller holds the transaction and the head.
    """
    channel_class = incident.contact.channel_class if incident.contact else "none"
    found = protocol_for(incident.kind, channel_class)
    protocol = found.protocol if found else MINIMUM_SAFE
    first: Opened | SwitchedIn = Opened(channel_class)
    if help_reached is not None:
        first = SwitchedIn(channel_class, help_reached, contact, f"L{incident.level}")
    outcome = begin(protocol, first)
    run = Run(
        incident=incident,
        protocol_id=protocol.id,
        protocol_digest=found.digest if found else "",
        started_at=at,
        state={},
    )
    event = RunStarted(
        run=str(run.id),
        protocol=protocol.id,
        digest=run.protocol_digest or "code",
        standing=found.state if found else "built in, gives no advice",
        began=event_to_json(first),
    )
    log_in_transaction(incident, event, actor=actor, at=at, live="step", urgent=True)
    _take_duties(incident, protocol, actor=actor, at=at)
    _keep(run, protocol, outcome.state)
    log_in_transaction(
        incident,
        StepShown(run=str(run.id), step=outcome.state.step),
        actor=actor,
        at=at,
        live="step",
    )
    _do(incident, outcome.emitted, actor=actor, at=at)
    return run


def tell_run_in_transaction(
    incident: Incident, event: Event, *, actor: Actor, at: datetime
) -> Outcome | None:
    """Fold an event into the current run, log it, and do what it asks for.

    `event` comes without a time; it gets the run's. None: the incident has no run. The
    caller holds the transaction and the head. A refused command comes back as refused; an
    answer in it was kept all the same, and both are in the log.
    """
    run = current_run(incident.id, for_update=True)
    if run is None:
        return None
    protocol = protocol_of(run)
    before = state_of(run)
    timed = _at(event, run, at)
    outcome = apply(protocol, before, timed)
    told = event_to_json(timed)
    if outcome.refused is not None:
        log_in_transaction(
            incident,
            CommandRefused(
                run=str(run.id),
                code=outcome.refused.code,
                event=told,
                subject=subject_of(incident),
            ),
            actor=actor,
            at=at,
        )
    else:
        log_in_transaction(
            incident,
            RunEventTaken(
                run=str(run.id),
                sequence=outcome.state.events,
                step_before=before.step,
                step_after=outcome.state.step,
                event=told,
                told=tell(timed),
                subject=subject_of(incident),
            ),
            actor=actor,
            at=at,
            live="step",
            urgent=True,
        )
    _keep(run, protocol, outcome.state)
    if outcome.state.step != before.step:
        shown = StepShown(run=str(run.id), step=outcome.state.step)
        log_in_transaction(incident, shown, actor=actor, at=at, live="step", urgent=True)
    _do(incident, outcome.emitted, actor=actor, at=at)
    return outcome


def raise_level_in_transaction(
    incident: Incident, level: int, *, because: str, actor: Actor, at: datetime
) -> bool:
    """Raise the level; never lower it. False: it was as high already."""
    if level >= incident.level:
        return False
    event = LevelRaised(before=incident.level, after=level, because=because)
    incident.level = level
    incident.level_because = [*incident.level_because, because]
    incident.save(update_fields=["level", "level_because"])
    log_in_transaction(incident, event, actor=actor, at=at, live="level", urgent=True)
    tell_floor_in_transaction(incident, urgent=True)
    return True


def owe_reports_in_transaction(
    incident: Incident, owed: OwedInDocument, *, waits: bool, actor: Actor, at: datetime
) -> list[Obligation]:
    """Let every threat of the incident owe its own report (S1-20)."""
    threats = incident.threats.filter(void_at=None, report_number="").order_by("at")
    return [
        _owe(incident, owed, waits=waits, actor=actor, at=at, threat_id=threat.id)
        for threat in threats
    ]


def tell(event: Event) -> str:
    """Return what a run's event means to a person who reads the log.

    What was answered stands in it; the log seals it with the rest of the entry.
    """
    data = {name: value or "" for name, value in event_to_json(event).items()}
    sentence = TOLD[str(data["event"])].format_map(data)
    return sentence.replace("_", " ")


TOLD: Final = {
    "opened": "The run began.",
    "switched_in": "The run took over in the middle of the contact.",
    "switched_out": "Another protocol took over.",
    "answer": "Answered {field}: {value} {text}",
    "next": "Went on.",
    "skip": "Skipped the step: {reason}",
    "take": "Took the step {step}.",
    "back": "Went back one step.",
    "step_due": "The time for {step} ran out; a way on is offered.",
    "ring_due": "The time to ring has come.",
    "ladder": "The step card shows: a colleague has {what} ({ladder}).",
    "contact": "The contact is {what}.",
    "threat_grows": "The danger is greater: {level}.",
    "dispatched": "Emergency help is on its way.",
    "arrived": "Emergency help has reached the person.",
    "released": "The last line was released.",
    "case_opened": "The case was opened.",
    "filed": "The form {form} was filed.",
    "met": "Done: {id}.",
    "waived": "Waived: {id}. {reason}",
    "due": "The time for {id} ran out.",
    "end_contact": "The {by} ended the contact: {reason}",
    "opened_in_error": "Recorded as opened in error: {reason}",
}
"""Each event of a run as a sentence."""


def _take_duties(incident: Incident, protocol: Protocol, *, actor: Actor, at: datetime) -> None:
    new = [duty for duty in protocol.duties if duty not in incident.duties]
    if new:
        incident.duties = [*incident.duties, *new]
        incident.save(update_fields=["duties"])
        log_in_transaction(incident, DutiesTaken(duties=new), actor=actor, at=at)


def _keep(run: Run, protocol: Protocol, state: State) -> None:
    clock = clocks(protocol, state)
    kept = to_json(state)
    answers = kept.pop("answers")
    incident = run.incident
    run.state = kept | {"answers": {}}
    run.answers_sealed = seal_in_transaction(
        incident.stream_id, subject_of(incident), json.dumps(answers).encode()
    )
    run.sequence = state.sequence
    run.step_due_at = run.started_at + timedelta(seconds=clock.due_s) if clock else None
    if state.ended and not run.ended_how:
        run.ended_how = state.ended
    run.save()


def _do(incident: Incident, emitted: tuple[Emission, ...], *, actor: Actor, at: datetime) -> None:
    for emission in emitted:
        _do_one(incident, emission, actor=actor, at=at)


def _do_one(incident: Incident, emission: Emission, *, actor: Actor, at: datetime) -> None:
    kind = emission.kind.rstrip("_")
    if kind in {"offer", "release"}:
        return  # an offer stands in the state; the leg is released by the action that asked
    if kind == "set_level":
        level = int(emission.target.removeprefix("L"))
        raise_level_in_transaction(
            incident, level, because=f"the protocol: {emission.key}", actor=actor, at=at
        )
    elif kind == "owe":
        _owe_what_follows(incident, emission, actor=actor, at=at)
    elif kind == "clock":
        _start_clock(incident, emission, actor=actor, at=at)
    else:
        perform_in_transaction(
            incident, kind, emission.target, because=emission.key, actor=actor, at=at
        )


def _owe_what_follows(
    incident: Incident, emission: Emission, *, actor: Actor, at: datetime
) -> None:
    owed, waits = emission.obligation, emission.starts == "released"
    if owed is None:
        return
    if owed.do.kind == DRAFTS:
        owe_reports_in_transaction(incident, owed, waits=waits, actor=actor, at=at)
        return
    row = _owe(incident, owed, waits=waits, actor=actor, at=at)
    if not waits:
        _do_at_once(incident, row, actor=actor, at=at)


def _start_clock(incident: Incident, emission: Emission, *, actor: Actor, at: datetime) -> None:
    what, _, name = emission.target.partition(":")
    if what == "ring":
        due = at + timedelta(seconds=emission.seconds or 0)
        Run.objects.filter(incident=incident, ended_at=None).update(ring_due_at=due)
    if what != "obligation":
        return  # a step's own clock is a column of the run, set when the state is kept
    for row in start_waiting_in_transaction(incident, name=name, actor=actor, at=at):
        _do_at_once(incident, row, actor=actor, at=at)


def _do_at_once(incident: Incident, row: Obligation, *, actor: Actor, at: datetime) -> None:
    """Do what the system itself owes now; a ladder it owes waits for its time."""
    if row.by == "system" and row.do_kind in AUTOMATIC - {"raise"}:
        perform_in_transaction(
            incident,
            row.do_kind,
            row.do_target,
            because=row.name,
            actor=actor,
            at=at,
            obligation=row,
        )
        meet_in_transaction(
            incident, do_kind=row.do_kind, do_target=row.do_target, actor=actor, at=at
        )


def _owe(
    incident: Incident,
    owed: OwedInDocument,
    *,
    waits: bool,
    actor: Actor,
    at: datetime,
    threat_id: UUID | None = None,
) -> Obligation:
    threat = incident.threats.get(id=threat_id) if threat_id else None
    return owe_in_transaction(
        incident,
        name=owed.id,
        do_kind=owed.do.kind.rstrip("_"),
        do_target=owed.do.target,
        by=owed.by,
        within=timedelta(seconds=owed.within_s) if owed.within_s is not None else None,
        otherwise=[{"kind": one.kind, "target": one.target} for one in owed.otherwise],
        threat=threat,
        waits=waits,
        actor=actor,
        at=at,
    )


def _at(event: Event, run: Run, at: datetime) -> Event:
    return replace(event, at_s=max(0.0, (at - run.started_at).total_seconds()))
