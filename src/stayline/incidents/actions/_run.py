"""The run of an incident: each event is folded, logged, and what it asks for is done."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from stayline.contacts.actions import waive_authentication_in_transaction
from stayline.incidents.actions._owe import (
    perform_in_transaction,
    start_waiting_in_transaction,
)
from stayline.incidents.actions._owed import (
    do_at_once_in_transaction,
    owe_document_in_transaction,
)
from stayline.incidents.actions._record import log_in_transaction, tell_floor_in_transaction
from stayline.incidents.actions._times import recompute_in_transaction
from stayline.incidents.events import (
    AuthenticationWaived,
    CommandRefused,
    DutiesTaken,
    GuidanceWithheld,
    LevelRaised,
    RunEventTaken,
    RunStarted,
    RunWorded,
    StepShown,
    WarningGiven,
)
from stayline.incidents.models import Incident, Run
from stayline.incidents.queries import (
    Guide,
    admit,
    beside,
    channel_class_of,
    current_run,
    guide_for,
    protocol_of,
    state_of,
    subject_of,
    warnings_given,
    wording_of,
)
from stayline.ledger.actions import seal_in_transaction
from stayline.ledger.events import NOBODY
from stayline.library.queries import Worded, protocol_by_digest, worded_protocol
from stayline_core.protocol import (
    REACHED,
    Emission,
    Event,
    Filed,
    Next,
    Opened,
    Outcome,
    Resumed,
    SwitchedIn,
    apply,
    begin,
    clocks,
    event_to_json,
    to_json,
)

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from stayline.platform.actors import Actor
    from stayline_core.protocol import Protocol, State, Step

WARNINGS: Final = ("warning", "final_notice")
"""The aspects of a step whose words are a warning, or the last one (S2-24)."""


def start_run_in_transaction(
    incident: Incident,
    *,
    actor: Actor,
    at: datetime,
    guide: Guide | None = None,
    taken: SwitchedIn | None = None,
) -> Run:
    """Start the protocol in force for the incident's harm, or what is built in.

    A certified version guides whoever is trained on it; anybody else gets the built-in path,
    and the log says why (S0-14, S0-15). Whoever gives a `guide` has asked that already.

    The version in force is written on the run and in the log, and stays (S0-3). With `taken`
    the run takes over from another one in the middle of the contact and keeps what was
    reached. The caller holds the transaction and the head.
    """
    channel_class = channel_class_of(incident)
    found = guide or admit(
        incident, guide_for(incident.kind, channel_class), incident.owner_id, at=at
    )
    worded = wording_of(incident, found)
    protocol = worded_protocol(found.digest, worded.digest) if worded else found.protocol
    first = taken or Opened(channel_class)
    outcome = begin(protocol, first)
    run = Run(
        incident=incident,
        protocol_id=protocol.id,
        protocol_digest=found.digest,
        wording_digest=worded.digest if worded else "",
        withheld_digest=found.withheld,
        started_at=at,
        state={},
    )
    event = RunStarted(
        run=str(run.id),
        protocol=protocol.id,
        digest=run.protocol_digest or "code",
        standing=found.standing,
        began=event_to_json(first),
        trained=found.trained,
        subject=subject_of(incident) if taken else NOBODY,
    )
    log_in_transaction(incident, event, actor=actor, at=at, live="step", urgent=True)
    if worded:
        _log_words(incident, run, worded, actor=actor, at=at)
    if found.withheld:
        _log_withheld(incident, run, actor=actor, at=at)
    take_duties_in_transaction(incident, protocol, actor=actor, at=at)
    _keep(run, protocol, outcome.state)
    shown = StepShown(run=str(run.id), step=outcome.state.step)
    log_in_transaction(incident, shown, actor=actor, at=at, live="step")
    _do(incident, protocol, outcome.emitted, actor=actor, at=at)
    return run


def _log_withheld(incident: Incident, run: Run, *, actor: Actor, at: datetime) -> None:
    """Log which certified version does not guide, and why: the record must say it (S0-15)."""
    withheld = GuidanceWithheld(
        run=str(run.id),
        title=protocol_by_digest(run.withheld_digest).title,
        digest=run.withheld_digest,
        because="whoever has the contact is not trained on it"
        if incident.owner_id
        else "nobody has the contact yet",
    )
    log_in_transaction(incident, withheld, actor=actor, at=at, live="step")


def _log_words(incident: Incident, run: Run, worded: Worded, *, actor: Actor, at: datetime) -> None:
    """Log in whose words the run is shown, so that the record shows the same ones for ever."""
    words = RunWorded(
        run=str(run.id),
        digest=worded.digest,
        language=worded.locale,
        site=worded.site,
        reviewed="reviewed" if worded.reviewed_by else "reviewed by nobody yet",
    )
    log_in_transaction(incident, words, actor=actor, at=at)


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
        _note_warning(incident, protocol.steps[before.step], timed, actor=actor, at=at)
    _keep(run, protocol, outcome.state)
    if outcome.state.step != before.step or isinstance(timed, Resumed):
        shown = StepShown(run=str(run.id), step=outcome.state.step)
        log_in_transaction(incident, shown, actor=actor, at=at, live="step", urgent=True)
    _do(incident, protocol, outcome.emitted, actor=actor, at=at)
    _owe_beside(incident, protocol, before, outcome.state, timed, actor=actor, at=at)
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
    raised = f"the level rose to L{level}"
    recompute_in_transaction(incident, because=raised, actor=actor, at=at)
    tell_floor_in_transaction(incident, urgent=True)
    return True


def take_duties_in_transaction(
    incident: Incident, protocol: Protocol, *, actor: Actor, at: datetime
) -> None:
    """Let a protocol's duties hold from now on; they unite with those that hold already.

    Where authentication is waived for the first time, what it stood at is in the log, also
    where it was passed (X-7). The caller holds the transaction and the head.
    """
    new = [duty for duty in protocol.duties if duty not in incident.duties]
    if not new:
        return
    incident.duties = [*incident.duties, *new]
    incident.save(update_fields=["duties"])
    log_in_transaction(incident, DutiesTaken(duties=new), actor=actor, at=at)
    contact = incident.contact
    if contact is not None and "authentication_waived" in new:
        waived = AuthenticationWaived(before=contact.authentication)
        log_in_transaction(incident, waived, actor=actor, at=at)
        waive_authentication_in_transaction(contact)


def owe_reached_in_transaction(
    incident: Incident, protocol: Protocol, reached: Collection[str], *, actor: Actor, at: datetime
) -> None:
    """Let a protocol that stands beside the run owe what it owes from these moments.

    Its duties and obligations hold though another one is on screen. What is owed after the
    contact is owed from the start, and waits. The caller holds the transaction and the head.
    """
    over = incident.contact is None or incident.contact.released_at is not None
    for owed in protocol.obligations:
        if owed.from_ in reached:
            waits = owed.from_ == "contact_ended" and not over
            owe_document_in_transaction(incident, protocol, owed, waits=waits, actor=actor, at=at)


def reached_in(protocol: Protocol, state: State) -> set[str]:
    """Return the moments from which something may be owed that a run has reached."""
    ladder = protocol.ladder
    rung = {f"raised:{ladder.id}"} if ladder is not None and state.holds("rang") else set()
    return {name for name in REACHED if state.holds(name)} | rung


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
    "parked": "Another procedure guides the contact; this one keeps its step.",
    "resumed": "This procedure guides the contact again.",
    "threat_stands": "A threat stands ({level}); its own procedure is offered.",
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


def _note_warning(
    incident: Incident, step: Step, event: Event, *, actor: Actor, at: datetime
) -> None:
    """Log a warning's words and time when its step is left by `next`: it was said (S2-24)."""
    which = next((one for one in WARNINGS if one in step.covers), None)
    if which is None or not isinstance(event, Next):
        return
    said = WarningGiven(
        which=which.replace("_", " "),
        words=" ".join(step.say),
        ordinal=len(warnings_given(incident)) + 1,
    )
    log_in_transaction(incident, said, actor=actor, at=at, live="step", urgent=True)


def _owe_beside(
    incident: Incident,
    here: Protocol,
    before: State,
    after: State,
    event: Event,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Let the procedures that are not on screen owe what this event makes them owe."""
    reached = reached_in(here, after) - reached_in(here, before)
    if isinstance(event, Filed):
        reached |= {f"filed:{event.form}"}
    if not reached:
        return
    for protocol in beside(incident, here.id):
        owe_reached_in_transaction(incident, protocol, reached, actor=actor, at=at)


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


def _do(
    incident: Incident,
    protocol: Protocol,
    emitted: tuple[Emission, ...],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    for emission in emitted:
        _do_one(incident, protocol, emission, actor=actor, at=at)


def _do_one(
    incident: Incident, protocol: Protocol, emission: Emission, *, actor: Actor, at: datetime
) -> None:
    kind = emission.kind.rstrip("_")
    if kind in {"offer", "release"}:
        return  # an offer stands in the state; the leg is released by the action that asked
    if emission.obligation is not None:
        waits = emission.starts == "released"
        owe_document_in_transaction(
            incident, protocol, emission.obligation, waits=waits, actor=actor, at=at
        )
    elif kind == "set_level":
        level = int(emission.target.removeprefix("L"))
        raise_level_in_transaction(
            incident, level, because=f"the protocol: {emission.key}", actor=actor, at=at
        )
    elif kind == "clock":
        _start_clock(incident, emission, actor=actor, at=at)
    else:
        perform_in_transaction(
            incident, kind, emission.target, because=emission.key, actor=actor, at=at
        )


def _start_clock(incident: Incident, emission: Emission, *, actor: Actor, at: datetime) -> None:
    what, _, name = emission.target.partition(":")
    if what == "ring":
        due = at + timedelta(seconds=emission.seconds or 0)
        Run.objects.filter(incident=incident, parked_at=None, ended_at=None).update(ring_due_at=due)
    if what != "obligation":
        return  # a step's own clock is a column of the run, set when the state is kept
    for row in start_waiting_in_transaction(incident, name=name, actor=actor, at=at):
        do_at_once_in_transaction(incident, row, actor=actor, at=at)


def _at(event: Event, run: Run, at: datetime) -> Event:
    return replace(event, at_s=max(0.0, (at - run.started_at).total_seconds()))
