"""The parts of a drill: it begins, is looked at every few seconds, and ends."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from stayline.escalation.actions import call_off_in_transaction
from stayline.escalation.actions.drilling import ring_drill_in_transaction
from stayline.incidents.actions import lock_incident_in_transaction
from stayline.incidents.actions.drilling import (
    close_drill_in_transaction,
    open_drill_in_transaction,
)
from stayline.learning.actions.practice import FINISHED, start_practice
from stayline.learning.events.drills import DrillBegan, DrillEnded, DrillLeftOut, DrillPostponed
from stayline.learning.models import Drill, DrillRound, DrillState, DrillTarget
from stayline.learning.queries.drills import comes_first
from stayline.learning.queries.practice import attempt_on, running_attempt
from stayline.ledger.actions import append_in_transaction
from stayline.people.actions.system import system_stream
from stayline.people.queries import system_actor
from stayline.platform.errors import StaylineError
from stayline.platform.live import publish_on_commit
from stayline.platform.transactions import action
from stayline_core.drilling import LONGEST, begins_at, next_time, tried_again

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.ledger.events import Event
    from stayline.platform.actors import Actor

LOOKED_AT: Final = timedelta(seconds=5)
"""How often a drill that runs is looked at: so soon it gives way to something real."""


def begin_in_transaction(row: Drill, *, actor: Actor, at: datetime) -> DrillRound:
    """Begin a drill: the ladder rings, marked as an exercise. The caller holds the transaction."""
    held = DrillRound(drill=row, began_at=at, until=at + LONGEST, due_at=at)
    if row.scenario_id:  # the watcher begins it at once: a caller comes by several transactions
        held.save(force_insert=True)
        _log(_began(row, held), actor=actor, at=at)
        return held
    incident = open_drill_in_transaction(row.site_id, actor=actor, at=at)
    ladder, lasts = ring_drill_in_transaction(
        incident,
        row.ladder_id,
        whole_site=row.target == DrillTarget.SITE,
        person_id=row.person_id,
        actor=actor,
        at=at,
    )
    held.incident, held.ladder = incident, ladder
    held.until, held.due_at = at + lasts, at + LOOKED_AT
    held.save(force_insert=True)
    _log(_began(row, held), actor=actor, at=at)
    publish_on_commit(f"board:{row.site_id}", "board", urgent=True)
    return held


def _began(row: Drill, held: DrillRound) -> DrillBegan:
    rung = row.scenario_id or row.ladder_id
    return DrillBegan(drill=str(row.id), round=str(held.id), target=row.target, ladder=rung)


def end_in_transaction(
    held: DrillRound, *, state: DrillState, because: str, actor: Actor, at: datetime
) -> bool:
    """End a drill that runs; False: it was over. The caller holds the transaction.

    Whoever was rung is told that nothing is needed of them.
    """
    incident = lock_incident_in_transaction(held.incident_id) if held.incident_id else None
    ended = DrillRound.objects.filter(id=held.id, ended_at=None).update(
        state=state,
        ended_at=at,
        ended_by_id=actor.id if actor.kind == "person" else None,
        because=because,
        due_at=None,
    )
    if not ended:
        return False
    if incident is not None:
        call_off_in_transaction(incident, because="The drill is over.", actor=actor, at=at)
        close_drill_in_transaction(incident, because="A drill. It is over.", actor=actor, at=at)
    event = DrillEnded(
        drill=str(held.drill_id), round=str(held.id), state=state.label.lower(), because=because
    )
    _log(event, actor=actor, at=at)
    return True


@action
def fire_drill(*, drill_id: UUID, at: datetime) -> bool:
    """Begin a drill whose time has come, or let it wait while something real comes first.

    False: somebody was first. What waited for half a day is left out, and said to be.
    """
    mine = Drill.objects.select_for_update(of=("self",)).select_related("site")
    row = mine.filter(id=drill_id, due_at__lte=at).first()
    if row is None:
        return False
    held = Drill.objects.filter(id=drill_id)
    first = comes_first(row)
    again = tried_again(row.starts_at + timedelta(minutes=row.window_minutes), at=at)
    system = system_actor("watcher")
    if first and again is not None:
        held.update(due_at=again, waits_because=first)
        waits = DrillPostponed(
            drill=str(row.id), because=first, until=again.isoformat(timespec="minutes")
        )
        _log(waits, actor=system, at=at)
        return True
    held.update(waits_because="", **_next(row, at))
    if first:
        _leave_out(row, first, actor=system, at=at)
    elif not row.rounds.filter(ended_at=None).exists():
        begin_in_transaction(row, actor=system, at=at)
    return True


def _leave_out(row: Drill, because: str, *, actor: Actor, at: datetime) -> None:
    DrillRound.objects.create(
        drill=row,
        state=DrillState.LEFT_OUT,
        began_at=at,
        until=at,
        ended_at=at,
        because=because,
    )
    _log(DrillLeftOut(drill=str(row.id), because=because), actor=actor, at=at)


def _next(row: Drill, at: datetime) -> dict[str, datetime | None]:
    """Return when a drill is held next; nothing where it was to be held once."""
    after = next_time(row.starts_at, every_days=row.every_days, zone=row.site.zone, after=at)
    if after is None:
        return {"due_at": None}
    key = row.id.int + int(after.timestamp())
    due = begins_at(after, window_minutes=row.window_minutes, key=key)
    return {"starts_at": after, "due_at": due}


def fire_round(*, round_id: UUID, at: datetime) -> bool:
    """Look at a drill that runs: it gives way to something real, and ends when it is answered.

    One with a scenario begins it at the person's desk, and ends with it. False: it was over, or
    somebody was first.
    """
    held = DrillRound.objects.filter(id=round_id, due_at__lte=at).select_related("drill__person")
    played = held.exclude(drill__scenario_id="").first()
    return _play(played, at) if played is not None else _look(round_id=round_id, at=at)


def _play(held: DrillRound, at: datetime) -> bool:
    """Let the scenario begin where it has not, and end the drill when it is over."""
    person = held.drill.person
    assert person is not None  # noqa: S101 - a row of the database: a scenario is one person's
    attempt = attempt_on(held.contact_id) if held.contact_id else running_attempt(person.id)
    if attempt is None or attempt.started_at < held.began_at:
        try:
            contact_id = start_practice(
                scenario_id=held.drill.scenario_id, actor=person.actor(), at=at
            )
        except StaylineError as refusal:
            return settle_round(
                round_id=held.id, state=DrillState.LEFT_OUT, because=refusal.sentence, at=at
            )
        return keep_playing(round_id=held.id, contact_id=contact_id, at=at)
    if attempt.ended_at is None:
        return keep_playing(round_id=held.id, contact_id=attempt.contact_id, at=at)
    state = DrillState.DONE if attempt.how == FINISHED else DrillState.STOPPED
    return settle_round(round_id=held.id, state=state, because=f"It was {attempt.how}.", at=at)


@action
def keep_playing(*, round_id: UUID, contact_id: UUID, at: datetime) -> bool:
    """Note on which contact a drill is played; it is looked at again. False: it was over."""
    held = DrillRound.objects.filter(id=round_id, ended_at=None)
    return bool(held.update(contact_id=contact_id, due_at=at + LOOKED_AT))


@action
def settle_round(*, round_id: UUID, state: DrillState, because: str, at: datetime) -> bool:
    """End a drill whose scenario is over, or could not begin. False: it was over."""
    held = DrillRound.objects.select_related("drill").get(id=round_id)
    system = system_actor("watcher")
    return end_in_transaction(held, state=state, because=because[:120], actor=system, at=at)


@action
def _look(*, round_id: UUID, at: datetime) -> bool:
    due = DrillRound.objects.filter(id=round_id, due_at__lte=at, incident__isnull=False)
    for incident_id in due.values_list("incident_id", flat=True):
        lock_incident_in_transaction(incident_id)
    held = due.select_related("drill__site", "ladder").first()  # as it is behind the lock
    if held is None:
        return False
    ended = _how_it_ended(held, at)
    if ended is None:
        due.update(due_at=at + LOOKED_AT)
        return True
    state, because = ended
    return end_in_transaction(
        held, state=state, because=because, actor=system_actor("watcher"), at=at
    )


def _how_it_ended(held: DrillRound, at: datetime) -> tuple[DrillState, str] | None:
    ladder = held.ladder
    if ladder is not None and ladder.hand_overs.filter(state="completed").exists():
        return DrillState.ANSWERED, ""
    if first := comes_first(held.drill):
        return DrillState.STOPPED, f"It gave way: {first}."
    if at >= held.until:
        return DrillState.NOBODY, ""
    return None


def _log(event: Event, *, actor: Actor, at: datetime) -> None:
    append_in_transaction(system_stream(at), event, actor=actor, at=at)
