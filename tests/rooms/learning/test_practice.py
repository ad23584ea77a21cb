"""Practice on the real desk: a played caller, played colleagues, and nobody real is troubled."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from stayline.care.models import PrivateCheck
from stayline.command.actions import ask_for_agency
from stayline.contacts.models import Contact
from stayline.contacts.queries import Line, contact, open_contacts
from stayline.escalation.actions import record_spoke
from stayline.escalation.models import Page
from stayline.escalation.queries import accepted_by, ladders
from stayline.floor.queries.board import board
from stayline.floor.queries.lists import Filters, contact_list, incident_list
from stayline.incidents.actions import (
    get_help,
    hear_lines,
    record_safety,
    release_contact,
    start_aid,
    take_situation,
)
from stayline.incidents.actions.practising import end_practice_in_transaction
from stayline.incidents.errors import PracticeOnly
from stayline.incidents.queries import by_contact, lines, screen
from stayline.learning.actions import (
    _colleague,
    ask_to_practise,
    finish_practice,
    forget_practice,
    play_on,
    share_practice,
    start_practice,
    withdraw_ask,
)
from stayline.learning.errors import (
    AttemptNotFound,
    PracticeNotYours,
    PracticeRefused,
    PracticeRunning,
    ScenarioNotFound,
)
from stayline.learning.personal_data import practice_about
from stayline.learning.queries.practice import (
    asked_by_site,
    asked_of,
    attempt,
    attempt_on,
    attempts_of,
    next_caller_due,
    practising,
    result_of,
    scenario_list,
    scenario_tried,
    shared_at_site,
)
from stayline.learning.queries.replay import replay
from stayline.learning.workers.practice import CallerDue
from stayline.ledger.queries import entries, stream_about
from stayline.outbox.models import Message
from stayline.people.models import Exposure, Person
from stayline.people.queries import on_duty, people_of
from stayline.people.queries.playing import played_colleagues
from stayline.platform.actors import Actor
from stayline.platform.transactions import action
from stayline_core.scenario import Act, Colleague
from tests.cast import NOW, Cast, later

pytestmark = pytest.mark.django_db

BEAT = 9
"""Seconds between two looks of the watcher here; a centre's is shorter."""

HELP: dict[str, Callable[..., object]] = {"help": get_help, "aid": start_aid}


class Desk:
    """One person who practises one scenario, second by second."""

    def __init__(self, who: Actor, scenario_id: str) -> None:
        self.who, self.now = who, 0.0
        self.contact_id = start_practice(scenario_id=scenario_id, actor=who, at=NOW)
        row = attempt_on(self.contact_id)
        assert row is not None
        self.row = row
        self.scenario = scenario_tried(row)

    @property
    def pressed(self) -> dict[str, Any]:
        return {"actor": self.who, "at": later(self.now)}

    def wait(self, seconds: float, until: str = "") -> None:
        """Let the watcher run for so long, or until something was done."""
        end = self.now + seconds
        while self.now < end and until not in self.done():
            self.now += BEAT
            CallerDue().fire(self.row.id, later(self.now))

    def done(self) -> set[str]:
        self.row.refresh_from_db()
        return {*self.row.state["done"], *self.row.state["ended"].split()}

    def say(self, text: str) -> None:
        self.now += 3
        said = Line(f"typed-{self.now}", "agent", later(self.now), text)
        hear_lines(contact_id=self.contact_id, lines=[said], actor=self.who, at=later(self.now))
        self.now += 2
        CallerDue().fire(self.row.id, later(self.now))

    def do(self, act: Act) -> None:
        if act.says:
            self.say(act.says)
        elif act.does == "spoke" and self.scenario.situation == "taken_over":
            self._speak()
        elif act.does in {"coming", "joined", "spoke", "handed_over"}:
            self.wait(120, act.does)
        elif act.does:
            self._press(act.does)
            self.wait(BEAT)
        else:
            self.wait(act.waits)

    def _speak(self) -> None:
        """Say that one has spoken, on the ladder that one has accepted."""
        self.now += 1
        for one in accepted_by(self.who.id):
            record_spoke(ladder_id=one.id, **self.pressed)
        self.wait(BEAT)

    def _press(self, name: str) -> None:
        self.now += 1
        which: dict[str, Any] = {"contact_id": self.contact_id, **self.pressed}
        if name in HELP:
            HELP[name](**which)
        elif name == "released":
            release_contact(**which)
        elif name == "emergency":
            ask_for_agency(incident_id=self.incident, **self.pressed)
        else:
            assert name == "situation"
            row = by_contact(self.contact_id)
            assert row is not None
            shown = screen(row)
            assert shown is not None
            take_situation(
                incident_id=self.incident,
                protocol_id=self.scenario.protocol,
                expected=shown[1].sequence,
                **self.pressed,
            )

    @property
    def incident(self) -> UUID:
        found = by_contact(self.contact_id)
        assert found is not None
        return found.id

    def finish(self, how: str = "finished") -> dict[str, Any]:
        row = finish_practice(attempt_id=self.row.id, how=how, **self.pressed)
        found = result_of(row)
        assert found is not None
        return found


def verdicts(result: dict[str, Any]) -> dict[str, str]:
    rows: list[list[str]] = [*result["items"], *result["must_not"]]
    return {one[0]: one[1] for one in rows}


@pytest.mark.covers("S4-44")
def test_a_practice_from_the_first_word_to_its_replay(cast: Cast, playbook: None) -> None:
    before = Person.objects.get(id=cast.ann.id)
    exposed = Exposure.objects.count()
    desk = Desk(cast.ann, "self-harm")
    for act in desk.scenario.good:
        desk.do(act)
    # A colleague who is nobody real took it over; nobody real was rung, told or made busy.
    assert set(Page.objects.values_list("person__kind", flat=True)) == {"played"}
    assert not Message.objects.exclude(channel="case").exists()
    assert not PrivateCheck.objects.exists()
    assert Exposure.objects.count() == exposed
    now = Person.objects.get(id=cast.ann.id)
    assert (now.availability, now.available_since) == (before.availability, before.available_since)
    assert practising(cast.site.id) == {cast.ann.id}
    # No board, list or count of anybody has it; ringing and lists of people know no played one.
    assert open_contacts(cast.site.id) == []
    assert board(cast.bo, at=NOW).rows == ()
    assert list(contact_list(Filters(), actor=cast.bo, zone="UTC").rows) == []
    assert list(incident_list(Filters(), actor=cast.ann, zone="UTC").rows) == []
    cast_of = {one.id for one in played_colleagues(cast.site.id)}
    rung = on_duty(roles=["supervisor", "manager"], site_id=cast.site.id, at=NOW)
    assert cast_of.isdisjoint(one.id for one in rung)
    assert cast_of.isdisjoint(one.id for one in people_of(cast.site.id))
    # The line is let go by the colleague; what is judged is the person's, and nothing is owed.
    desk.wait(40, "gone")
    assert contact(desk.contact_id).released_at is not None
    result = desk.finish()
    assert (result["ended"], result["noticed"], result["guided"]) == ("goodbye", [], ["self-harm"])
    met = verdicts(result)
    for item in ("stayed", "no_secrecy", "escalated_in_time", "words_that_help", "cold_transfer"):
        assert met[item] == "met", item
    incident = by_contact(desk.contact_id)
    assert incident is not None
    assert (incident.state, incident.exercise) == ("closed", True)
    assert not incident.obligations.filter(state__in=("owed", "missed", "waiting")).exists()
    assert next_caller_due() is None
    shown = replay(attempt(desk.row.id, actor=cast.ann))
    first = next(one for one in shown.moments if one.spoken)
    assert first.who == "Caller"
    assert first.text in desk.scenario.moods["opening"].says[0]
    assert shown.noticed == 0
    log = stream_about("person", cast.ann.id)
    assert log is not None
    assert [one.kind for one in entries(log.id)][-2:] == [
        "learning.practice.started",
        "learning.practice.ended",
    ]


@pytest.mark.covers("S4-44")
@pytest.mark.parametrize("part", range(4))
def test_every_scenario_goes_a_good_way_and_a_bad_one_on_the_desk(
    cast: Cast, playbook: None, part: int
) -> None:
    for one in scenario_list()[part::4]:
        scenario = one.scenario
        who = cast.bo if scenario.situation == "taken_over" else cast.ann
        good = Desk(who, scenario.id)
        for act in scenario.good:
            good.do(act)
        good.wait(60, good.scenario.moods[good.scenario.start].ends or "goodbye")
        result = good.finish()
        assert (scenario.id, result["noticed"]) == (scenario.id, [])
        assert result["ended"], scenario.id
        assert scenario.protocol in result["guided"], scenario.id
        met = verdicts(result)
        assert met["words_that_help"] in {"met", "unsure"}, scenario.id
        assert "not_met" not in {met.get(name) for name in ("no_secrecy", "stayed")}, scenario.id
        bad = Desk(who, scenario.id)
        for act in scenario.bad:
            bad.do(act)
        noticed = {row[0] for row in bad.finish()["noticed"]}
        assert noticed >= set(scenario.teaches), scenario.id


def test_a_played_colleague_says_one_line_at_a_time_when_it_is_their_turn(
    cast: Cast, playbook: None
) -> None:
    desk = Desk(cast.ann, "self-harm")
    assert CallerDue().due(later(60), 5) == [desk.row.id]
    desk.do(Act(does="help"))
    desk.wait(240, "spoke")
    assert "spoke" in desk.done()
    before = len(said_by_colleague(desk))
    for _ in range(4):
        desk.now += 0.1
        CallerDue().fire(desk.row.id, later(desk.now))
    assert len(said_by_colleague(desk)) <= before + 1, "one line every eight seconds"
    desk.wait(30)
    assert len(said_by_colleague(desk)) > before


def said_by_colleague(desk: Desk) -> list[str]:
    return [one.text for one in lines(desk.contact_id) if one.who == "supervisor"]


@pytest.mark.covers("S4-44")
def test_a_promise_of_secrecy_is_noticed_judged_and_shown_with_other_words(
    cast: Cast, playbook: None
) -> None:
    desk = Desk(cast.ann, "abuse-disclosure")
    for act in desk.scenario.bad:
        desk.do(act)
    met = verdicts(desk.finish())
    assert (met["promise_of_secrecy"], met["no_secrecy"]) == ("not_met", "not_met")
    shown = replay(attempt(desk.row.id, actor=cast.ann))
    about = [one for one in shown.moments if any("Secrecy" in r.title for r in one.remarks)]
    assert [one.text for one in about] == [desk.scenario.bad[1].says]
    assert all(r.why and r.instead for one in about for r in one.remarks)


def test_a_practice_is_ones_own_until_it_is_shared_or_was_asked_for(
    cast: Cast, playbook: None
) -> None:
    desk = Desk(cast.ann, "bomb-threat")
    with pytest.raises(PracticeRefused):
        forget_practice(attempt_id=desk.row.id, **desk.pressed)
    desk.finish()
    own = desk.row.id
    for other in (cast.al, cast.bo, cast.mo, cast.cy):
        with pytest.raises(AttemptNotFound):
            attempt(own, actor=other)
        with pytest.raises(AttemptNotFound):
            share_practice(attempt_id=own, shared=True, actor=other, at=NOW)
    assert shared_at_site(cast.bo, cast.site.id) == []
    share_practice(attempt_id=own, shared=True, actor=cast.ann, at=NOW)
    assert [one.id for one in shared_at_site(cast.bo, cast.site.id)] == [own]
    for other in (cast.al, cast.cy):
        with pytest.raises(AttemptNotFound):
            attempt(own, actor=other)
    held = practice_about(cast.ann.id)["practice"]
    assert [one["scenario_id"] for one in held] == ["bomb-threat"]
    share_practice(attempt_id=own, shared=False, actor=cast.ann, at=NOW)
    forget_practice(attempt_id=own, actor=cast.ann, at=NOW)
    again = attempt(own, actor=cast.ann)
    assert result_of(again) is None
    assert replay(again).kept is False
    # What is asked for is seen by who asked, and by nobody else who could have.
    asked = ask_to_practise(
        person_id=cast.ann.id, scenario_id="bomb-threat", until=None, actor=cast.bo, at=NOW
    )
    assert asked == ask_to_practise(
        person_id=cast.ann.id, scenario_id="bomb-threat", until=None, actor=cast.mo, at=NOW
    )
    assert scenario_list(cast.ann.id)[0].scenario.id == "bomb-threat"
    second = Desk(cast.ann, "bomb-threat")
    second.finish()
    assert asked_of(cast.ann.id) == []
    assert [one.id for one in asked_by_site(cast.site.id)] == [asked]
    assert attempt(second.row.id, actor=cast.bo).id == second.row.id
    with pytest.raises(AttemptNotFound):
        attempt(second.row.id, actor=cast.mo)
    withdraw_ask(asked_id=asked, actor=cast.mo, at=NOW)
    with pytest.raises(PracticeNotYours):
        withdraw_ask(asked_id=asked, actor=cast.mo, at=NOW)
    for other in (cast.al, cast.cy):
        with pytest.raises(PracticeNotYours):
            ask_to_practise(
                person_id=cast.ann.id, scenario_id="irate", until=None, actor=other, at=NOW
            )
    assert len(attempts_of(cast.ann.id)) == 2


def test_practice_gives_way_to_what_is_real_and_is_refused_beside_it(
    cast: Cast, playbook: None, production: None
) -> None:
    with pytest.raises(ScenarioNotFound):
        start_practice(scenario_id="nothing", actor=cast.ann, at=NOW)
    with pytest.raises(PracticeRefused, match="supervisors"):
        start_practice(scenario_id="taken-over", actor=cast.ann, at=NOW)
    nobody = Actor(cast.ann.id, cast.ann.pseudonym, "", "person", cast.ann.roles, None)
    with pytest.raises(PracticeRefused, match="no site"):
        start_practice(scenario_id="irate", actor=nobody, at=NOW)
    desk = Desk(cast.ann, "hurt")
    with pytest.raises(PracticeRunning):
        start_practice(scenario_id="irate", actor=cast.ann, at=NOW)
    # Where contacts are real too, what it raises is an exercise and rings nobody but the played.
    desk.say("What happened?")
    incident = by_contact(desk.contact_id)
    assert incident is not None
    assert (incident.site.exercise, incident.number[:4]) == (False, "SLX-")
    assert set(Page.objects.values_list("person__kind", flat=True)) == {"played"}
    real = cast.contact()
    desk.wait(BEAT)
    row = attempt(desk.row.id, actor=cast.ann)
    assert (row.how, row.due_at) == ("called away", None)
    assert contact(desk.contact_id).released_at is not None
    with pytest.raises(PracticeRefused, match="real contact"):
        start_practice(scenario_id="hurt", actor=cast.ann, at=NOW)
    assert play_on(attempt_id=row.id, actor=cast.ann, at=later(99)) is False
    assert finish_practice(attempt_id=row.id, how="left", actor=cast.ann, at=NOW).how == row.how
    ends = action(end_practice_in_transaction)
    with pytest.raises(PracticeOnly):
        ends(real.id, reason="no", actor=cast.ann, at=NOW)
    ends(desk.contact_id, reason="again", actor=cast.ann, at=NOW)
    assert Contact.objects.get(id=real.id).released_at is None


def test_a_practice_that_nobody_ends_ends_by_itself_and_a_caller_nobody_answers_goes(
    cast: Cast, playbook: None
) -> None:
    desk = Desk(cast.ann, "no-procedure")
    desk.wait(600, "hangs_up")
    assert by_contact(desk.contact_id) is None
    assert contact(desk.contact_id).released_at is not None
    said = json.dumps([one.text for one in lines(desk.contact_id)])
    assert "Are you there?" in said
    desk.now = 7300
    CallerDue().fire(desk.row.id, later(desk.now))
    assert attempt(desk.row.id, actor=cast.ann).how == "finished"


def crisis_of_practice(cast: Cast) -> tuple[Contact, Any]:
    """An incident of an exercise, and its one ladder as it is seen."""
    row = cast.contact()
    incident = get_help(contact_id=row.id, actor=cast.ann, at=later(1))
    return row, incident


def test_what_was_taken_over_is_not_taken_over_again(cast: Cast, playbook: None) -> None:
    row, incident = crisis_of_practice(cast)
    for _ in range(2):
        _colleague.come_over(row.id, actor=cast.bo, at=later(2))
    (ladder,) = ladders(incident)
    assert [one.state for one in ladder.hand_overs] == ["joined"]


def test_a_played_colleague_completes_a_moment_after_they_spoke_and_not_before(
    cast: Cast, playbook: None
) -> None:
    row, incident = crisis_of_practice(cast)
    _colleague.come_over(row.id, actor=cast.bo, at=later(2))
    (ladder,) = ladders(incident)
    record_spoke(ladder_id=ladder.id, actor=cast.bo, at=later(3))
    plays = Colleague(after=1, joins=1, speaks=1, says=())

    def after(seconds: float) -> str:
        (now,) = ladders(incident)
        _colleague._come(now.id, now.hand_overs[0], cast.bo, plays, at=later(seconds))
        return ladders(incident)[0].hand_overs[0].state

    assert (after(4), after(8)) == ("spoke", "completed")
    _colleague.come_over(row.id, actor=cast.bo, at=later(9))
    assert ladders(incident)[0].hand_overs[0].state == "completed"


def test_a_line_whose_safety_was_recorded_is_let_go_all_the_same(
    cast: Cast, playbook: None
) -> None:
    row, incident = crisis_of_practice(cast)
    _colleague.come_over(row.id, actor=cast.bo, at=later(2))
    (ladder,) = ladders(incident)
    record_spoke(ladder_id=ladder.id, actor=cast.bo, at=later(3))
    record_safety(incident_id=incident.id, text="With a neighbour.", actor=cast.bo, at=later(4))
    now = by_contact(row.id)
    assert now is not None
    _colleague._end(now, [cast.bo], {"ended": later(5).isoformat()}, at=later(60))
    here = contact(row.id)
    assert here is not None
    assert here.released_at == later(60)
