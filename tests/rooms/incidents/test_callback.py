"""The caller is lost: a call-back is proposed by a rule for each kind, and never automatic."""

from __future__ import annotations

import pytest

from stayline.incidents.actions import (
    agree_callback,
    answer_step,
    decide_on_help,
    fire_obligation,
    record_callback_try,
    record_caller_back,
    record_caller_left,
)
from stayline.incidents.errors import (
    CallbackInvalid,
    CallbackRefused,
    NotASupervisor,
    ReasonMissing,
)
from stayline.incidents.models import Obligation
from stayline.incidents.ports import NotedEffects
from stayline.incidents.queries import callback, log
from stayline.privacy.errors import NotOnTheList
from tests.cast import Cast, later
from tests.record import Opened
from tests.rooms.incidents.difficult import ABUSED, BOMB, SELF, THREAT_TO_FAMILY, said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]


def lost(cast: Cast, words: str) -> Opened:
    opened = Opened(cast, cast.contact().id)
    said(opened, words, 1)
    record_caller_left(contact_id=opened.contact_id, by="caller", actor=cast.ann, at=later(60))
    opened.let_in(cast.bo)
    return opened


def tried(opened: Opened, outcome: str = "no_answer", at: int = 70, who: str = "bo") -> None:
    record_callback_try(
        incident_id=opened.incident.id,
        outcome=outcome,
        actor=getattr(opened.cast, who),
        at=later(at),
    )


def test_a_call_back_is_proposed_to_supervisors_and_nobody_is_called(
    cast: Cast, effects: NotedEffects
) -> None:
    opened = lost(cast, SELF)
    assert "incidents.callback.proposed" in opened.kinds
    assert ("notify", "supervisor") in effects.asked
    assert "incidents.callback.tried" not in opened.kinds
    rule = callback(opened.incident)
    assert (rule.rule, rule.allowed, rule.tries) == ("propose", True, 0)


def test_after_two_tries_in_self_harm_a_supervisor_owes_a_decision_on_help(
    cast: Cast, effects: NotedEffects
) -> None:
    opened = lost(cast, SELF)
    tried(opened, at=70)
    assert not Obligation.objects.filter(name="decide_on_help").exists()
    tried(opened, "not_the_caller", at=80)
    owed = opened.obligation("decide_on_help")
    assert (owed.by, owed.state, owed.due_at) == ("supervisor", "owed", later(200))
    assert callback(opened.incident).tries == 2
    effects.asked.clear()
    which = {"incident_id": opened.incident.id, "at": later(90)}
    with pytest.raises(NotASupervisor):
        decide_on_help(send=True, reason="No answer.", actor=cast.ann, **which)
    with pytest.raises(ReasonMissing):
        decide_on_help(send=True, reason=" ", actor=cast.bo, **which)
    decide_on_help(send=True, reason="No answer twice.", actor=cast.bo, **which)
    assert opened.obligation("decide_on_help").state == "met"
    assert effects.asked == [("dispatch", "emergency_services")]
    assert "incidents.help.decided" in opened.kinds


def test_a_decision_not_to_send_is_a_decision_and_one_not_made_reaches_managers(
    cast: Cast, effects: NotedEffects
) -> None:
    opened = lost(cast, SELF)
    tried(opened, at=70)
    tried(opened, at=80)
    effects.asked.clear()
    owed = opened.obligation("decide_on_help")
    assert fire_obligation(obligation_id=owed.id, at=later(200))
    assert effects.asked == [("raise", "management")]
    decide_on_help(
        incident_id=opened.incident.id,
        send=False,
        reason="They wrote that they are with family.",
        actor=cast.bo,
        at=later(210),
    )
    assert opened.obligation("decide_on_help").state == "met"
    assert ("dispatch", "emergency_services") not in effects.asked


def test_who_answers_ends_the_trying(cast: Cast) -> None:
    opened = lost(cast, SELF)
    tried(opened, "answered", at=70)
    tried(opened, at=80)
    tried(opened, at=90)
    assert not Obligation.objects.filter(name="decide_on_help").exists()
    told = [one.sentence for one in log(opened.incident) if "Called back" in one.sentence]
    assert told[0] == "Called back, try 1: answered."


def test_other_threats_owe_no_decision_by_tries(cast: Cast) -> None:
    opened = lost(cast, THREAT_TO_FAMILY)
    tried(opened, at=70)
    tried(opened, at=80)
    assert not Obligation.objects.filter(name="decide_on_help").exists()


def test_after_a_bomb_threat_nobody_calls_back_until_police_agree(cast: Cast) -> None:
    opened = lost(cast, BOMB)
    rule = callback(opened.incident)
    assert (rule.rule, rule.allowed) == ("agreement", False)
    with pytest.raises(CallbackRefused):
        tried(opened)
    which = {"incident_id": opened.incident.id, "at": later(75)}
    with pytest.raises(NotASupervisor):
        agree_callback(with_whom="Police", actor=cast.ann, **which)
    with pytest.raises(ReasonMissing):
        agree_callback(with_whom=" ", actor=cast.bo, **which)
    agree_callback(with_whom="Sergeant Moss, local police", actor=cast.bo, **which)
    tried(opened, at=80)
    assert "incidents.callback.agreed" in opened.kinds


def test_after_abuse_only_by_the_way_that_the_person_called_safe(cast: Cast) -> None:
    opened = lost(cast, ABUSED)
    rule = callback(opened.incident)
    assert (rule.rule, rule.allowed) == ("safe_contact", False)
    assert "nothing of the subject" in rule.says
    with pytest.raises(CallbackRefused):
        tried(opened)
    agree_callback(
        incident_id=opened.incident.id,
        with_whom="Mornings, on the work phone",
        actor=cast.bo,
        at=later(75),
    )
    tried(opened, at=80)


@pytest.mark.parametrize(
    ("field", "value"), [("abuse.safe_contact_recorded", "yes"), ("abuse.safe_contact", "answered")]
)
def test_a_safe_way_that_was_told_in_the_contact_counts(cast: Cast, field: str, value: str) -> None:
    opened = Opened(cast, cast.contact().id)
    said(opened, ABUSED, 1)
    answer_step(
        incident_id=opened.incident.id,
        expected=opened.run.sequence,
        field=field,
        value=value,
        text="By email, weekdays" if value == "answered" else "",
        actor=cast.ann,
        at=later(20),
    )
    record_caller_left(contact_id=opened.contact_id, by="caller", actor=cast.ann, at=later(60))
    assert callback(opened.incident).allowed


def test_the_strictest_rule_of_several_threats_holds(cast: Cast) -> None:
    opened = Opened(cast, cast.contact().id)
    said(opened, SELF, 1)
    said(opened, BOMB, 20)
    record_caller_left(contact_id=opened.contact_id, by="caller", actor=cast.ann, at=later(60))
    assert callback(opened.incident).rule == "agreement"


def test_what_is_no_try_is_refused(cast: Cast) -> None:
    opened = lost(cast, SELF)
    with pytest.raises(CallbackInvalid):
        tried(opened, "voicemail")
    with pytest.raises(NotOnTheList):
        tried(opened, who="cy")
    which = {"incident_id": opened.incident.id, "actor": cast.bo, "at": later(71)}
    with pytest.raises(CallbackRefused):
        agree_callback(with_whom="Police", **which)
    record_caller_back(contact_id=opened.contact_id, actor=cast.ann, at=later(72))
    assert callback(opened.incident).rule == "none"
    with pytest.raises(CallbackRefused):
        tried(opened, at=73)
