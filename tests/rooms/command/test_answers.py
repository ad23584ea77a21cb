"""I have called; I cannot; help has arrived."""

from __future__ import annotations

from uuid import uuid4

import pytest

from stayline.command.actions import (
    ask_for_agency,
    record_arrived,
    record_called,
    record_could_not,
)
from stayline.command.errors import CalledAlready, DispatchNotFound, NotCalledYet, ReasonMissing
from stayline.command.models import Dispatch
from stayline.command.queries import dispatches
from stayline.incidents.models import Incident, Obligation
from stayline.incidents.ports import NotedEffects
from stayline.incidents.queries import current_run, log
from stayline.privacy.errors import NotOnTheList
from tests.cast import Cast, later

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(incident: Incident, cast: Cast) -> Dispatch:
    return ask_for_agency(incident_id=incident.id, actor=cast.ann, at=later(10))


def owed(incident: Incident, kind: str) -> list[tuple[str, str]]:
    rows = Obligation.objects.filter(incident=incident, do_kind=kind)
    return list(rows.values_list("name", "state"))


def test_i_have_called_meets_what_was_owed_and_owes_the_arrival(
    incident: Incident, call: Dispatch, cast: Cast
) -> None:
    record_called(dispatch_id=call.id, place="The old mill", actor=cast.ann, at=later(30))
    assert owed(incident, "dispatch") == [("call_emergency_services", "met")]
    assert owed(incident, "confirm") == [("arrived", "owed")]
    (view,) = dispatches(incident)
    assert (view.state, view.called_by, view.called_at) == ("called", "Ann Example", later(30))
    run = current_run(incident.id)
    assert run is not None
    assert "dispatched" in run.state["facts"]
    sentences = [entry.sentence for entry in log(incident)]
    assert "Emergency services was called for “The old mill”." in sentences


def test_i_cannot_keeps_the_reason_tells_supervisors_and_stays_owed(
    incident: Incident, call: Dispatch, cast: Cast, noted: NotedEffects
) -> None:
    record_could_not(
        dispatch_id=call.id, reason="No other telephone here.", actor=cast.ann, at=later(20)
    )
    assert ("notify", "supervisor") in noted.asked
    assert owed(incident, "dispatch") == [("call_emergency_services", "owed")]
    (view,) = dispatches(incident)
    assert (view.state, view.could_not_because) == ("could_not", "No other telephone here.")
    record_called(dispatch_id=call.id, place="The old mill", actor=cast.bo, at=later(40))
    assert dispatches(incident)[0].called_by == "Bo Example"


def test_i_cannot_needs_a_reason(call: Dispatch, cast: Cast, noted: NotedEffects) -> None:
    with pytest.raises(ReasonMissing) as missing:
        record_could_not(dispatch_id=call.id, reason="  ", actor=cast.ann, at=later(20))
    assert set(missing.value.faults) == {"reason"}
    assert ("notify", "supervisor") not in noted.asked


def test_who_has_called_is_not_called_twice(call: Dispatch, cast: Cast) -> None:
    record_called(dispatch_id=call.id, place="", actor=cast.ann, at=later(30))
    with pytest.raises(CalledAlready):
        record_called(dispatch_id=call.id, place="", actor=cast.bo, at=later(31))
    with pytest.raises(CalledAlready):
        record_could_not(dispatch_id=call.id, reason="Busy.", actor=cast.bo, at=later(31))


def test_help_that_arrived_is_confirmed_once(
    incident: Incident, call: Dispatch, cast: Cast
) -> None:
    with pytest.raises(NotCalledYet):
        record_arrived(dispatch_id=call.id, actor=cast.ann, at=later(20))
    record_called(dispatch_id=call.id, place="", actor=cast.ann, at=later(30))
    record_arrived(dispatch_id=call.id, actor=cast.bo, at=later(300))
    record_arrived(dispatch_id=call.id, actor=cast.ann, at=later(310))
    assert owed(incident, "confirm") == [("arrived", "met")]
    (view,) = dispatches(incident)
    assert (view.state, view.arrived_at) == ("arrived", later(300))
    assert [one.kind for one in log(incident)].count("command.help.arrived") == 1
    run = current_run(incident.id)
    assert run is not None
    assert "arrived" in run.state["facts"]


def test_others_may_say_nothing_of_it(call: Dispatch, cast: Cast) -> None:
    for stranger in (cast.al, cast.cy):
        with pytest.raises(NotOnTheList):
            record_called(dispatch_id=call.id, place="", actor=stranger, at=later(30))
        with pytest.raises(NotOnTheList):
            record_could_not(dispatch_id=call.id, reason="No.", actor=stranger, at=later(30))
        with pytest.raises(NotOnTheList):
            record_arrived(dispatch_id=call.id, actor=stranger, at=later(30))


def test_an_unknown_call_is_said(cast: Cast) -> None:
    with pytest.raises(DispatchNotFound):
        record_called(dispatch_id=uuid4(), place="", actor=cast.ann, at=later(30))


def test_without_a_run_the_arrival_is_owed_by_the_call_itself(
    incident: Incident, call: Dispatch, cast: Cast
) -> None:
    incident.runs.update(ended_at=later(20), ended_how="released")
    record_called(dispatch_id=call.id, place="", actor=cast.ann, at=later(30))
    (row,) = Obligation.objects.filter(incident=incident, do_kind="confirm")
    assert (row.name, row.state, row.due_at) == ("arrived_1", "owed", later(630))
    assert row.otherwise == [{"kind": "raise", "target": "management"}]
