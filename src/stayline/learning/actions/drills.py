"""Planning a drill, calling it off, stopping one that runs, and making something of it (S4-44)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid4

from stayline.learning.actions._drilling import (
    begin_in_transaction,
    end_in_transaction,
    fire_drill,
    fire_round,
)
from stayline.learning.actions.practice import LEFT, finish_practice
from stayline.learning.errors.drills import (
    DrillInvalid,
    DrillMustWait,
    DrillNotFound,
    DrillOver,
    DrillsNotYours,
)
from stayline.learning.events.drills import DrillCalledOff, DrillPlanned
from stayline.learning.models import Drill, DrillRound, DrillState, DrillTarget
from stayline.learning.policies.drills import may_plan_drills, may_stop_drill
from stayline.learning.queries.drills import comes_first, drill, ladders_to_drill, people_to_drill
from stayline.learning.queries.practice import attempt_on
from stayline.ledger.actions import append_in_transaction
from stayline.library.queries.scenarios import scenario_versions
from stayline.people.actions.system import system_stream
from stayline.people.policies import RECEIVES
from stayline.people.queries import system_actor
from stayline.platform.transactions import action
from stayline_core.drilling import begins_at

if TYPE_CHECKING:
    from datetime import datetime

    from stayline.platform.actors import Actor

__all__ = [
    "call_off_drill",
    "fire_drill",
    "fire_round",
    "link_improvement",
    "plan_drill",
    "start_drill",
    "stop_drill",
]

FURTHEST: Final = timedelta(days=400)
LONGEST_WINDOW: Final = 24 * 60
MOST_DAYS: Final = 366


@action
def plan_drill(  # noqa: PLR0913 - each is one field of the form
    *,
    site_id: UUID,
    target: str,
    starts_at: datetime,
    ladder_id: str = "crisis",
    person_id: UUID | None = None,
    scenario_id: str = "",
    announced: bool = True,
    window_minutes: int = 0,
    every_days: int = 0,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Plan a drill for a ladder, for all of a site, or for one person; return its id.

    With a window it begins anywhere in it, told by nothing but its id. `every_days` repeats it
    at the same hour of the site; 0 is once. A scenario is played at one person's desk.

    Raises:
        DrillsNotYours: `actor` plans none at this site.
        DrillInvalid: names each field that does not fit, with why.
    """
    if not may_plan_drills(actor, site_id):
        raise DrillsNotYours
    faults = {
        field: fault
        for field, wrong, fault in (
            ("target", target not in DrillTarget.values, "Choose whom it is for."),
            ("ladder", ladder_id not in ladders_to_drill(), "Choose a ladder of the playbook."),
            ("starts_at", not at <= starts_at <= at + FURTHEST, "Choose a time within a year."),
            ("window", not 0 <= window_minutes <= LONGEST_WINDOW, "At most a day, in minutes."),
            ("every", not 0 <= every_days <= MOST_DAYS, "At most a year, in days; 0 is once."),
            ("scenario", _unknown(scenario_id), "Choose a scenario of the playbook, or none."),
            ("person", *_person_fault(site_id, target, person_id, scenario_id)),
        )
        if wrong
    }
    if faults:
        raise DrillInvalid(faults)
    drill_id = uuid4()
    due = begins_at(starts_at, window_minutes=window_minutes, key=drill_id.int)
    Drill.objects.create(
        id=drill_id,
        site_id=site_id,
        target=target,
        ladder_id=ladder_id,
        person_id=person_id if target == DrillTarget.PERSON else None,
        scenario_id=scenario_id if target == DrillTarget.PERSON else "",
        announced=announced,
        starts_at=starts_at,
        window_minutes=window_minutes,
        every_days=every_days,
        due_at=due,
        planned_by_id=actor.id,
        planned_at=at,
    )
    event = DrillPlanned(
        drill=str(drill_id),
        target=target,
        ladder=ladder_id,
        announced="announced" if announced else "not announced",
        starts=starts_at.isoformat(timespec="minutes"),
    )
    append_in_transaction(system_stream(at), event, actor=actor, at=at)
    return drill_id


def _unknown(scenario_id: str) -> bool:
    return bool(scenario_id) and scenario_id not in scenario_versions()


def _person_fault(
    site_id: UUID, target: str, person_id: UUID | None, scenario_id: str
) -> tuple[bool, str]:
    """Whether the person does not fit, and why: a bare ring is for who takes contacts over."""
    if target != DrillTarget.PERSON:
        return False, ""
    found = {one.id: one for one in people_to_drill(site_id)}
    if person_id not in found:
        return True, "Choose somebody who works at this site."
    takes_over = found[person_id].roles.filter(role__in=RECEIVES).exists()
    if not takes_over and not scenario_id:
        return True, "Nobody rings them: choose a scenario that is played at their desk."
    return False, ""


@action
def call_off_drill(*, drill_id: UUID, actor: Actor, at: datetime) -> None:
    """Let a planned drill be held no more. What was held stays on record.

    Raises:
        DrillNotFound: none has this id.
        DrillsNotYours: `actor` plans none at its site.
    """
    row = drill(drill_id)
    if not may_plan_drills(actor, row.site_id):
        raise DrillsNotYours
    changed = Drill.objects.filter(id=drill_id, called_off_at=None).update(
        called_off_at=at, called_off_by_id=actor.id, due_at=None
    )
    if changed:
        event = DrillCalledOff(drill=str(drill_id))
        append_in_transaction(system_stream(at), event, actor=actor, at=at)


@action
def start_drill(*, drill_id: UUID, actor: Actor, at: datetime) -> UUID:
    """Hold a planned drill now, beside its times; return its round.

    Raises:
        DrillNotFound: none has this id.
        DrillsNotYours: `actor` plans none at its site.
        DrillOver: it runs already, or was called off.
        DrillMustWait: something real comes first.
    """
    row = drill(drill_id)
    if not may_plan_drills(actor, row.site_id):
        raise DrillsNotYours
    if row.called_off_at is not None or row.rounds.filter(ended_at=None).exists():
        raise DrillOver
    if first := comes_first(row):
        raise DrillMustWait(because=first)
    return begin_in_transaction(row, actor=actor, at=at).id


def stop_drill(*, round_id: UUID, actor: Actor, at: datetime) -> None:
    """Stop a drill that runs, at once; anybody of the site may, and need not say why.

    Raises:
        DrillNotFound: none has this id, or `actor` is not of its site.
        DrillOver: it is over already.
    """
    row = DrillRound.objects.select_related("drill").filter(id=round_id).first()
    if row is None or not may_stop_drill(actor, row.drill):
        raise DrillNotFound(drill=str(round_id))
    _stop(row, actor=actor, at=at)
    played = attempt_on(row.contact_id) if row.contact_id else None
    if played is not None:
        finish_practice(attempt_id=played.id, how=LEFT, actor=system_actor("watcher"), at=at)


@action
def _stop(row: DrillRound, *, actor: Actor, at: datetime) -> None:
    stopped = end_in_transaction(
        row, state=DrillState.STOPPED, because="Stopped by a person.", actor=actor, at=at
    )
    if not stopped:
        raise DrillOver


@action
def link_improvement(*, round_id: UUID, improvement_id: UUID, actor: Actor, at: datetime) -> None:
    """Note which improvement action came of a drill.

    Raises:
        DrillNotFound: none has this id.
        DrillsNotYours: `actor` plans none at its site.
    """
    del at
    row = DrillRound.objects.select_related("drill").filter(id=round_id).first()
    if row is None:
        raise DrillNotFound(drill=str(round_id))
    if not may_plan_drills(actor, row.drill.site_id):
        raise DrillsNotYours
    DrillRound.objects.filter(id=round_id).update(improvement_id=improvement_id)
