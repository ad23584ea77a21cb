"""What is owed runs out, or is let go by a named supervisor; what is due is done once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.incidents.actions._owe import (
    AUTOMATIC,
    perform_in_transaction,
    perform_otherwise_in_transaction,
)
from stayline.incidents.actions._record import (
    OWED,
    lock_incident_in_transaction,
    log_in_transaction,
)
from stayline.incidents.actions._run import tell_run_in_transaction
from stayline.incidents.errors import (
    NotASupervisor,
    ObligationNotOwed,
    ReasonMissing,
    ReportNeverWaived,
)
from stayline.incidents.events import ObligationMissed, ObligationWaived
from stayline.incidents.models import Obligation, Run
from stayline.incidents.policies import may_decide
from stayline.incidents.queries import current_run
from stayline.people.queries import system_actor
from stayline.platform.transactions import action
from stayline_core.protocol import Due, RingDue, StepDue, Waived

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor


@action
def waive_obligation(*, obligation_id: UUID, reason: str, actor: Actor, at: datetime) -> Obligation:
    """Let an obligation go, by a named supervisor with a reason; what is to be filed never.

    A threat's report, the record of people at risk and that of a difficult call stay owed.

    Raises:
        ObligationNotOwed: it is met, waived or void already, or there is none.
        NotASupervisor: `actor` does not decide here.
        ReasonMissing: no reason was given.
        ReportNeverWaived: it is a report, or a record of people at risk or of a difficult call.
    """
    incident_id = (
        Obligation.objects.filter(id=obligation_id).values_list("incident_id", flat=True).first()
    )
    if incident_id is None:
        raise ObligationNotOwed
    incident = lock_incident_in_transaction(incident_id)
    if not may_decide(actor, incident):
        raise NotASupervisor
    if not reason.strip():
        raise ReasonMissing
    row = Obligation.objects.select_for_update().get(id=obligation_id)
    if row.do_kind == "file":
        raise ReportNeverWaived
    if row.state not in OWED:
        raise ObligationNotOwed
    row.state, row.waived_at, row.waived_by, row.reason = "waived", at, actor.id, reason[:500]
    row.save(update_fields=["state", "waived_at", "waived_by", "reason"])
    event = ObligationWaived(obligation=str(row.id), name=row.name, reason=reason)
    log_in_transaction(incident, event, actor=actor, at=at, live="obligations")
    if _of_the_run(row):
        waived = Waived(id=row.name, by="supervisor", reason=reason)
        tell_run_in_transaction(incident, waived, actor=actor, at=at)
    return row


@action
def fire_obligation(*, obligation_id: UUID, at: datetime) -> bool:
    """Do what follows when an obligation's time is up; False when somebody was first.

    What the system itself owes is done now; what a person owes is missed, and its
    consequence begins. The row is changed under a guard, so it fires once.
    """
    watcher = system_actor("watcher")
    incident_id = (
        Obligation.objects.filter(id=obligation_id).values_list("incident_id", flat=True).first()
    )
    if incident_id is None:
        return False
    incident = lock_incident_in_transaction(incident_id)
    does_itself = Obligation.objects.filter(
        id=obligation_id, by="system", do_kind__in=AUTOMATIC
    ).exists()
    after = "met" if does_itself else "missed"
    changed = Obligation.objects.filter(id=obligation_id, state="owed", due_at__lte=at).update(
        state=after, **({"met_at": at, "met_by": watcher.id} if does_itself else {})
    )
    if not changed:
        return False
    row = Obligation.objects.get(id=obligation_id)
    if does_itself:
        perform_in_transaction(
            incident,
            row.do_kind,
            row.do_target,
            because=f"{row.name}: its time has come",
            actor=watcher,
            at=at,
            obligation=row,
        )
        return True
    event = ObligationMissed(obligation=str(row.id), name=row.name)
    log_in_transaction(incident, event, actor=watcher, at=at, live="obligations", urgent=True)
    outcome = None
    if _of_the_run(row):
        outcome = tell_run_in_transaction(incident, Due(id=row.name), actor=watcher, at=at)
    if outcome is None or not outcome.emitted:
        # The run has done what follows, once; it knows only its own obligations, each by name.
        perform_otherwise_in_transaction(incident, row, actor=watcher, at=at)
    return True


@action
def fire_step(*, run_id: UUID, at: datetime) -> bool:
    """Let a step's clock, or the clock of a ladder that waits, run out; False when it did not."""
    watcher = system_actor("watcher")
    found = Run.objects.filter(id=run_id).values_list("incident_id", flat=True).first()
    if found is None:
        return False
    incident = lock_incident_in_transaction(found)
    run = Run.objects.select_for_update().get(id=run_id)
    if run.parked_at or run.ended_at:
        Run.objects.filter(id=run_id).update(step_due_at=None, ring_due_at=None)
        return False
    if run.ring_due_at is not None and run.ring_due_at <= at:
        Run.objects.filter(id=run_id).update(ring_due_at=None)
        tell_run_in_transaction(incident, RingDue(), actor=watcher, at=at)
        return True
    if run.step_due_at is None or run.step_due_at > at:
        return False
    step = str(run.state["step"])
    tell_run_in_transaction(incident, StepDue(step=step), actor=watcher, at=at)
    return True


def _of_the_run(row: Obligation) -> bool:
    """Return whether the run on screen knows this obligation: its document owes it."""
    run = current_run(row.incident_id)
    return run is not None and row.protocol_id == run.protocol_id
