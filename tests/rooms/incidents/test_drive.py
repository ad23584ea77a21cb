"""What the person who guides does: answers, presses, and what is refused, kept and logged."""

from __future__ import annotations

import pytest

from stayline.incidents.actions import (
    answer_step,
    go_back,
    go_on,
    skip_step,
    take_step,
)
from stayline.incidents.actions._run import TOLD, tell
from stayline.incidents.errors import IncidentNotFound, RunNotYours, RunRefused, RunStale
from stayline.incidents.models import Run
from stayline.incidents.ports import NotedEffects
from stayline.incidents.queries import log, screen, state_of
from stayline.platform.errors import StaylineError
from stayline_core.protocol import Answer
from stayline_core.protocol.events import EVENT_TYPES
from tests.cast import NOW, later
from tests.record import Opened

pytestmark = pytest.mark.django_db


@pytest.mark.covers("S1-13", "S4-12")
def test_the_steps_are_shown_in_order_and_each_is_in_the_log_with_its_time(opened: Opened) -> None:
    assert opened.run.state["step"] == "opening/acknowledge"
    opened.go_on(at=later(5))
    assert opened.run.state["step"] == "opening/danger_now"
    assert opened.kinds.count("incidents.step.shown") == 2
    assert "incidents.run.event_taken" in opened.kinds


def test_an_answer_moves_the_run_and_fills_the_drafts(
    opened: Opened, effects: NotedEffects
) -> None:
    opened.go_on()
    effects.asked.clear()
    driven = opened.answer("safety.in_danger_now", "no")
    assert driven.refused is None
    assert driven.step == "opening/already"
    assert effects.asked == [("file", "security_threat")]
    assert state_of(opened.run).answers["safety.in_danger_now"].value == "no"


def test_danger_now_raises_the_level_and_asks_for_emergency_services(
    opened: Opened, effects: NotedEffects
) -> None:
    opened.go_on()
    opened.answer("safety.in_danger_now", "yes")
    assert opened.incident.level == 0
    assert ("dispatch", "emergency_services") in effects.asked
    assert "incidents.level.raised" in opened.kinds


def test_an_answer_on_an_old_screen_is_kept_as_a_fact_and_moves_nothing(opened: Opened) -> None:
    opened.go_on()
    before = opened.run
    driven = answer_step(
        incident_id=opened.incident.id,
        expected=before.sequence - 1,
        field="safety.in_danger_now",
        value="yes",
        actor=opened.cast.ann,
        at=NOW,
    )
    assert driven.refused is not None
    assert driven.refused.code == RunStale.code
    assert opened.run.state["step"] == before.state["step"]
    assert state_of(opened.run).answers["safety.in_danger_now"].value == "yes"
    assert "incidents.run.command_refused" in opened.kinds


def test_a_press_on_an_old_screen_is_refused(opened: Opened) -> None:
    with pytest.raises(RunStale):
        go_on(incident_id=opened.incident.id, expected=99, actor=opened.cast.ann, at=NOW)


def test_a_step_that_goes_on_by_an_answer_does_not_go_on_by_next(opened: Opened) -> None:
    opened.go_on()
    with pytest.raises(RunRefused) as refused:
        opened.go_on()
    assert refused.value.data["refusal"] == "incidents.run.no_way"


@pytest.mark.covers("S0-10")
def test_skip_needs_a_reason_and_is_in_the_log_with_it_and_the_persons_name(opened: Opened) -> None:
    which = {"incident_id": opened.incident.id, "expected": opened.run.sequence}
    with pytest.raises(RunRefused):
        skip_step(**which, reason=" ", actor=opened.cast.ann, at=NOW)
    skip_step(**which, reason="They went on talking.", actor=opened.cast.ann, at=NOW)
    assert opened.run.state["step"] == "opening/danger_now"
    said = [one for one in log(opened.incident) if "They went on talking." in one.sentence]
    assert [one.who for one in said] == [opened.cast.ann.name]


def test_back_undoes_one_move_once(opened: Opened) -> None:
    opened.go_on()
    go_back(
        incident_id=opened.incident.id,
        expected=opened.run.sequence,
        actor=opened.cast.ann,
        at=NOW,
    )
    assert opened.run.state["step"] == "opening/acknowledge"
    with pytest.raises(RunRefused):
        go_back(
            incident_id=opened.incident.id,
            expected=opened.run.sequence,
            actor=opened.cast.ann,
            at=NOW,
        )


@pytest.mark.covers("S0-24")
def test_emergency_services_are_one_press_from_every_step(
    opened: Opened, effects: NotedEffects
) -> None:
    shown = screen(opened.incident)
    assert shown is not None
    assert "help_now" in dict(shown[1].anytime)
    take_step(
        incident_id=opened.incident.id,
        expected=opened.run.sequence,
        step="help_now",
        actor=opened.cast.ann,
        at=NOW,
    )
    assert ("dispatch", "emergency_services") in effects.asked


def test_only_the_one_who_guides_moves_the_step(opened: Opened) -> None:
    which = {"incident_id": opened.incident.id, "expected": opened.run.sequence, "at": NOW}
    opened.let_in(opened.cast.bo)
    for stranger in (opened.cast.bo, opened.cast.al, opened.cast.cy):
        with pytest.raises(RunNotYours):
            go_on(**which, actor=stranger)
    opened.hand_over_to(opened.cast.bo)
    with pytest.raises(RunNotYours):
        go_on(**which | {"expected": opened.run.sequence}, actor=opened.cast.ann)
    go_on(**which | {"expected": opened.run.sequence}, actor=opened.cast.bo)


def test_nothing_is_driven_where_there_is_no_run_or_no_incident(opened: Opened) -> None:
    which = {"expected": 0, "actor": opened.cast.ann, "at": NOW}
    with pytest.raises(IncidentNotFound):
        go_on(incident_id=opened.contact_id, **which)
    incident_id = opened.incident.id
    Run.objects.all().delete()
    refusals: list[type[StaylineError]] = []
    for press in (
        lambda: go_on(incident_id=incident_id, **which),
        lambda: answer_step(incident_id=incident_id, field="a", value="b", **which),
    ):
        with pytest.raises(RunRefused) as refused:
            press()
        refusals.append(type(refused.value))
    assert refusals == [RunRefused, RunRefused]


def test_an_unassigned_contact_may_be_driven_by_whoever_handles_it(opened: Opened) -> None:
    incident = opened.incident
    incident.owner = None
    incident.save()
    opened.let_in(opened.cast.bo)
    go_on(incident_id=incident.id, expected=opened.run.sequence, actor=opened.cast.bo, at=NOW)


def test_every_event_of_a_run_reads_as_a_sentence() -> None:
    assert set(TOLD) == set(EVENT_TYPES)
    told = tell(Answer(field="safety.alone", value="answered", text="With a friend"))
    assert told == "Answered safety.alone: answered With a friend"
