"""What the person who guides a contact does to its run: answer, go on, skip, take, go back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stayline.incidents.actions._record import lock_incident_in_transaction
from stayline.incidents.actions._run import tell_run_in_transaction
from stayline.incidents.actions._threats import file_forms_in_transaction
from stayline.incidents.errors import RunLocked, RunNotYours, RunRefused, RunStale
from stayline.incidents.policies import may_drive
from stayline.incidents.queries import run_locked
from stayline.platform.transactions import action
from stayline_core.protocol import Answer, Back, Command, Next, Refusal, Skip, Take

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor


@dataclass(frozen=True, slots=True)
class Driven:
    """Where the run stands after a press, and why it did not move, if it did not."""

    sequence: int
    step: str
    refused: Refusal | None = None


@action
def answer_step(
    *,
    incident_id: UUID,
    expected: int,
    field: str,
    value: str,
    text: str = "",
    reason: str = "",
    actor: Actor,
    at: datetime,
) -> Driven:
    """Record what the caller said, or what was observed; it moves the run where it decides.

    A press on a screen that is out of date moves nothing; the answer is kept as a fact all
    the same, and `refused` says so (`protocol-language.md`, principle 4).

    Raises:
        IncidentNotFound: no incident has this id.
        RunNotYours: somebody else guides the contact.
    """
    incident = _mine(incident_id, actor)
    command = Answer(
        field=field, value=value, text=text or None, reason=reason or None, expected=expected
    )
    outcome = tell_run_in_transaction(incident, command, actor=actor, at=at)
    if outcome is None:
        raise RunRefused
    _refresh_drafts(incident, actor=actor, at=at)
    return Driven(outcome.state.sequence, outcome.state.step, outcome.refused)


@action
def go_on(*, incident_id: UUID, expected: int, actor: Actor, at: datetime) -> Driven:
    """Go on to the next step.

    Raises:
        RunLocked: a threat was made, and this run is that of a difficult call (S2-28).
        RunStale: the run has moved since the screen was drawn.
        RunRefused: the step waits for something, or goes on by an answer.
        RunNotYours: somebody else guides the contact.
    """
    return _command(incident_id, Next(expected=expected), actor=actor, at=at)


@action
def skip_step(
    *, incident_id: UUID, expected: int, reason: str, actor: Actor, at: datetime
) -> Driven:
    """Leave a step undone, with a reason; a wait is never skipped.

    Raises:
        RunLocked: a threat was made, and this run is that of a difficult call (S2-28).
        RunStale: the run has moved since the screen was drawn.
        RunRefused: this step cannot be skipped, or the reason is missing.
        RunNotYours: somebody else guides the contact.
    """
    return _command(incident_id, Skip(reason=reason, expected=expected), actor=actor, at=at)


@action
def take_step(*, incident_id: UUID, expected: int, step: str, actor: Actor, at: datetime) -> Driven:
    """Take an offered step, or one that is always one press away.

    Raises:
        RunLocked: a threat was made, and this run is that of a difficult call (S2-28).
        RunStale: the run has moved since the screen was drawn.
        RunRefused: the step is not offered now.
        RunNotYours: somebody else guides the contact.
    """
    return _command(incident_id, Take(step=step, expected=expected), actor=actor, at=at)


@action
def go_back(*, incident_id: UUID, expected: int, actor: Actor, at: datetime) -> Driven:
    """Undo the last move, once.

    Raises:
        RunLocked: a threat was made, and this run is that of a difficult call (S2-28).
        RunStale: the run has moved since the screen was drawn.
        RunRefused: there is nothing to undo.
        RunNotYours: somebody else guides the contact.
    """
    return _command(incident_id, Back(expected=expected), actor=actor, at=at)


def _command(incident_id: UUID, command: Command, *, actor: Actor, at: datetime) -> Driven:
    incident = _mine(incident_id, actor)
    if run_locked(incident):
        raise RunLocked(incident=str(incident_id))
    outcome = tell_run_in_transaction(incident, command, actor=actor, at=at)
    if outcome is None:
        raise RunRefused
    refused = outcome.refused
    if refused is not None and refused.code == RunStale.code:
        raise RunStale
    if refused is not None:
        raise RunRefused(refused.message, refusal=refused.code)
    return Driven(outcome.state.sequence, outcome.state.step)


def _mine(incident_id: UUID, actor: Actor) -> Incident:
    incident = lock_incident_in_transaction(incident_id)
    if not may_drive(actor, incident):
        raise RunNotYours(incident=str(incident_id))
    return incident


def _refresh_drafts(incident: Incident, *, actor: Actor, at: datetime) -> None:
    """Let the forms fill themselves from what was just answered."""
    file_forms_in_transaction(incident, because="an answer", actor=actor, at=at)
