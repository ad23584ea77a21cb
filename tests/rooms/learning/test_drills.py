"""Drills: planned, rung on the real ladder, giving way to what is real, stopped by anybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from stayline.escalation.actions import accept_rung
from stayline.escalation.models import Ladder, Page
from stayline.incidents.actions import get_help, note_released
from stayline.learning.actions import finish_practice, start_practice
from stayline.learning.actions.drills import (
    call_off_drill,
    fire_drill,
    fire_round,
    link_improvement,
    plan_drill,
    start_drill,
    stop_drill,
)
from stayline.learning.errors import (
    DrillInvalid,
    DrillMustWait,
    DrillNotFound,
    DrillOver,
    DrillsNotYours,
)
from stayline.learning.models import Drill, DrillRound, PracticeAttempt
from stayline.learning.policies.drills import may_plan_drills, may_see_drill
from stayline.learning.queries.drills import (
    drill,
    drills_at,
    last_held,
    next_drill,
    rounds_of,
    to_come_for,
    under_way_at,
)
from stayline.learning.queries.practice import attempt_on, running_attempt
from stayline.learning.queries.preparedness import preparedness
from stayline.learning.workers.drills import DrillDue, DrillRuns
from stayline.ledger.queries import entries
from stayline.people.models import Availability, Person
from stayline.platform.actors import Actor
from tests.cast import NOW, Cast, later

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
SOON = NOW + HOUR


def planned(cast: Cast, by: Actor | None = None, **more: Any) -> UUID:
    """A drill of the crisis ladder that Bo plans, in an hour."""
    given: dict[str, Any] = {"target": "ladder", "starts_at": SOON, "announced": False} | more
    return plan_drill(site_id=cast.site.id, actor=by or cast.bo, at=NOW, **given)


def held(drill_id: UUID) -> DrillRound:
    """The newest holding of a drill."""
    found = DrillRound.objects.filter(drill_id=drill_id).order_by("-began_at").first()
    assert found is not None
    return found


def played_on(drill_id: UUID) -> PracticeAttempt | None:
    """The practice that the newest holding of a drill is."""
    contact_id = held(drill_id).contact_id
    return attempt_on(contact_id) if contact_id else None


@pytest.mark.covers("S4-44")
def test_an_unannounced_drill_rings_the_real_ladder_and_is_over_when_somebody_answers(
    cast: Cast,
) -> None:
    drill_id = planned(cast, every_days=7)
    due = DrillDue()
    assert due.next_due() == SOON == next_drill()
    assert list(due.due(SOON, 5)) == [drill_id]
    assert due.fire(drill_id, SOON)
    assert not due.fire(drill_id, SOON)  # a second watcher: it is planned for next week by now
    assert drill(drill_id).due_at == SOON + timedelta(days=7)

    one = held(drill_id)
    assert one.incident is not None
    assert one.incident.exercise
    assert one.incident.number.startswith("SLX-")
    assert under_way_at(cast.site.id) == [one]
    rung = Page.objects.filter(ladder=one.ladder).values_list("person_id", flat=True)
    assert {cast.bo.id, cast.lou.id, cast.mo.id} <= set(rung)  # nobody was at a screen
    assert not {cast.ann.id, cast.cy.id} & set(rung)

    runs = DrillRuns()
    first_look = SOON + timedelta(seconds=5)
    assert runs.next_due() == first_look
    assert list(runs.due(first_look, 5)) == [one.id]
    assert runs.fire(one.id, first_look)  # nobody yet: it is looked at again
    assert not runs.fire(one.id, first_look)
    assert one.ladder_id is not None
    accept_rung(ladder_id=one.ladder_id, actor=cast.lou, at=SOON + timedelta(seconds=9))
    assert Person.objects.get(id=cast.lou.id).availability == Availability.FREE
    assert runs.fire(one.id, SOON + timedelta(seconds=12))

    shown = rounds_of(drill_id)[0]
    assert (shown.row.state, shown.under_way, shown.answered_s) == ("answered", False, 9)
    assert {one.answered_by for one in shown.rungs} == {"", cast.lou.name}
    assert shown.rungs[1].answered_by == cast.lou.name
    assert shown.row.incident is not None
    shown.row.incident.refresh_from_db()
    assert shown.row.incident.state == "closed"
    kinds = {entry.kind for entry in entries(shown.row.incident.stream_id)}
    assert not kinds & {"care.aftercare.started", "incidents.obligation.owed"}
    assert [row.row.id for row in last_held(cast.site.id)] == [one.id]
    well = preparedness(at=SOON + HOUR)[0].ladders[0]
    assert (well.well, well.says) == (True, "answered after 9 s in the drill of 2026-11-22")
    late = preparedness(at=SOON + timedelta(days=100))[0].ladders[0]
    assert (late.well, "time for another" in late.says) == (False, True)
    assert not fire_round(round_id=one.id, at=later(9000))


@pytest.mark.covers("S4-44")
def test_a_drill_waits_for_what_is_real_and_gives_way_to_it(cast: Cast) -> None:
    waits, runs_now = planned(cast), planned(cast, target="site")
    begun = start_drill(drill_id=runs_now, actor=cast.mo, at=NOW)
    assert Page.objects.filter(ladder=held(runs_now).ladder).count() > 1
    contact = cast.contact(at=SOON)
    get_help(contact_id=contact.id, kind="self_harm", actor=cast.ann, at=SOON)

    assert fire_round(round_id=begun, at=SOON)
    gave_way = held(runs_now)
    assert gave_way.state == "stopped"
    assert "gave way" in gave_way.because
    with pytest.raises(DrillMustWait):
        start_drill(drill_id=runs_now, actor=cast.mo, at=SOON)

    assert fire_drill(drill_id=waits, at=SOON)
    row = drill(waits)
    assert row.due_at == SOON + HOUR / 2
    assert "may be in danger" in row.waits_because
    assert not row.rounds.exists()
    far = SOON + timedelta(hours=12)
    Drill.objects.filter(id=waits).update(due_at=far)
    assert fire_drill(drill_id=waits, at=far)
    assert held(waits).state == "left_out"
    assert drill(waits).due_at is None

    note_released(contact_id=contact.id, by="caller", actor=cast.ann, at=far)
    start_drill(drill_id=runs_now, actor=cast.mo, at=far)
    assert held(runs_now).state == "running"


@pytest.mark.covers("S4-44")
def test_anybody_of_the_site_stops_a_drill_and_one_that_nobody_answers_ends_by_itself(
    cast: Cast,
) -> None:
    drill_id = planned(cast)
    begun = start_drill(drill_id=drill_id, actor=cast.bo, at=NOW)
    with pytest.raises(DrillOver):
        start_drill(drill_id=drill_id, actor=cast.bo, at=NOW)
    for wrong in (begun, uuid4()):
        with pytest.raises(DrillNotFound):
            stop_drill(round_id=wrong, actor=cast.cy, at=NOW)
    stop_drill(round_id=begun, actor=cast.ann, at=NOW)
    assert (held(drill_id).state, held(drill_id).ended_by_id) == ("stopped", cast.ann.id)
    assert Ladder.objects.get().state == "called_off"
    with pytest.raises(DrillOver):
        stop_drill(round_id=begun, actor=cast.ann, at=NOW)

    again = start_drill(drill_id=drill_id, actor=cast.bo, at=SOON)
    assert fire_round(round_id=again, at=held(drill_id).until)
    assert held(drill_id).state == "nobody"
    assert rounds_of(drill_id)[0].answered_s is None
    link_improvement(round_id=again, improvement_id=again, actor=cast.bo, at=SOON)
    assert held(drill_id).improvement_id == again
    with pytest.raises(DrillsNotYours):
        link_improvement(round_id=again, improvement_id=again, actor=cast.ann, at=SOON)
    with pytest.raises(DrillNotFound):
        link_improvement(round_id=uuid4(), improvement_id=again, actor=cast.bo, at=SOON)

    call_off_drill(drill_id=drill_id, actor=cast.bo, at=SOON)
    call_off_drill(drill_id=drill_id, actor=cast.bo, at=SOON)
    assert not fire_drill(drill_id=drill_id, at=SOON + HOUR)
    with pytest.raises(DrillOver):
        start_drill(drill_id=drill_id, actor=cast.bo, at=SOON)


def test_one_person_is_rung_alone_and_never_in_a_contact_of_theirs(cast: Cast) -> None:
    drill_id = planned(cast, target="person", person_id=cast.bea.id, announced=True)
    start_drill(drill_id=drill_id, actor=cast.bo, at=NOW)
    rung = Page.objects.filter(ladder=held(drill_id).ladder)
    assert set(rung.values_list("person_id", flat=True)) == {cast.bea.id}
    stop_drill(round_id=held(drill_id).id, actor=cast.bea, at=NOW)
    cast.contact(agent=cast.bea)
    with pytest.raises(DrillMustWait):
        start_drill(drill_id=drill_id, actor=cast.bo, at=NOW)
    assert [one.id for one in to_come_for(cast.bea.id, cast.site.id)] == [drill_id]
    assert to_come_for(cast.ann.id, cast.site.id) == []
    row = drill(drill_id)
    assert may_see_drill(cast.bea, row, under_way=False)
    assert not may_see_drill(cast.ann, row, under_way=True)
    assert not may_see_drill(cast.cy, row, under_way=True)


def test_who_plans_drills_and_what_is_refused_by_name(cast: Cast) -> None:
    for nobody in (cast.ann, cast.cy):
        with pytest.raises(DrillsNotYours):
            planned(cast, by=nobody)
    assert may_plan_drills(replace(cast.cy, roles=frozenset({"administrator"})), cast.site.id)
    drill_id = planned(cast)
    assert [one.id for one in drills_at(cast.site.id)] == [drill_id]
    for act in (call_off_drill, start_drill):
        with pytest.raises(DrillsNotYours):
            act(drill_id=drill_id, actor=cast.cy, at=NOW)
        with pytest.raises(DrillNotFound):
            act(drill_id=uuid4(), actor=cast.bo, at=NOW)
    wrong: datetime = NOW - HOUR
    with pytest.raises(DrillInvalid) as refused:
        planned(
            cast,
            target="everyone",
            ladder_id="nowhere",
            starts_at=wrong,
            window_minutes=5000,
            every_days=-1,
        )
    assert set(refused.value.faults) == {"target", "ladder", "starts_at", "window", "every"}
    for person in (cast.ann.id, cast.cy.id, None):
        with pytest.raises(DrillInvalid):
            planned(cast, target="person", person_id=person)


def test_a_window_says_when_and_a_drill_under_way_is_not_begun_twice(cast: Cast) -> None:
    drill_id = planned(cast, window_minutes=60)
    due = drill(drill_id).due_at
    assert due is not None
    assert SOON <= due <= SOON + HOUR
    start_drill(drill_id=drill_id, actor=cast.bo, at=NOW)
    assert fire_drill(drill_id=drill_id, at=due)
    assert DrillRound.objects.filter(drill_id=drill_id).count() == 1


@pytest.mark.covers("S4-44")
def test_a_caller_is_played_at_one_persons_desk_and_the_drill_ends_with_it(
    cast: Cast, playbook: None
) -> None:
    del playbook
    drill_id = planned(cast, target="person", person_id=cast.ann.id, scenario_id="self-harm")
    with pytest.raises(DrillInvalid):
        planned(cast, target="person", person_id=cast.ann.id, scenario_id="nowhere")
    assert fire_drill(drill_id=drill_id, at=SOON)
    one = held(drill_id)
    assert one.incident is None
    assert fire_round(round_id=one.id, at=SOON)
    played = played_on(drill_id)
    assert played is not None
    assert played.person_id == cast.ann.id
    looked = SOON + timedelta(seconds=6)
    assert fire_round(round_id=one.id, at=looked)  # it is played: it is looked at again
    finish_practice(attempt_id=played.id, how="finished", actor=cast.ann, at=looked)
    assert fire_round(round_id=one.id, at=looked + HOUR)
    assert held(drill_id).state == "done"
    assert not fire_round(round_id=one.id, at=looked + 2 * HOUR)
    assert rounds_of(drill_id)[0].rungs == ()

    again = start_drill(drill_id=drill_id, actor=cast.bo, at=looked + HOUR)
    assert fire_round(round_id=again, at=looked + HOUR)
    stop_drill(round_id=again, actor=cast.ann, at=looked + HOUR)
    stopped = played_on(drill_id)
    assert stopped is not None
    assert stopped.how == "left"

    start_practice(scenario_id="irate", actor=cast.ann, at=looked + HOUR)
    busy = start_drill(drill_id=drill_id, actor=cast.bo, at=looked + 2 * HOUR)
    assert fire_round(round_id=busy, at=looked + 2 * HOUR)
    assert held(drill_id).state == "left_out"
    mine = running_attempt(cast.ann.id)
    assert mine is not None
    finish_practice(attempt_id=mine.id, how="left", actor=cast.ann, at=looked + 3 * HOUR)
    last = start_drill(drill_id=drill_id, actor=cast.bo, at=looked + 4 * HOUR)
    assert fire_round(round_id=last, at=looked + 4 * HOUR)
    gone = played_on(drill_id)
    assert gone is not None
    finish_practice(attempt_id=gone.id, how="left", actor=cast.ann, at=looked + 5 * HOUR)
    assert fire_round(round_id=last, at=looked + 5 * HOUR)
    assert (held(drill_id).state, held(drill_id).because) == ("stopped", "It was left.")
