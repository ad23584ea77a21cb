"""The line itself: held, really, or plainly not; and what the provider reports of it."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest

from stayline.contacts.models import Contact
from stayline.escalation.queries import how_to_hold, how_to_release
from stayline.incidents.actions import get_help, record_caller_left, release_contact
from tests.cast import NOW, later
from tests.fakes.conference_api import Participant
from tests.rooms.telephony.conftest import AGENT, CALLER, Telephone

pytestmark = [pytest.mark.django_db, pytest.mark.loopback]


def helped(telephone: Telephone) -> None:
    """Ann presses Get help now."""
    get_help(
        contact_id=telephone.contact.id,
        kind="self_harm",
        actor=telephone.cast.ann,
        at=later(1),
    )


@pytest.mark.covers("S1-41", "S1-40", "S1-42")
def test_the_line_is_held_through_the_callers_hanging_up(telephone: Telephone) -> None:
    contact = telephone.contact
    assert how_to_hold(contact.id).steps, "nothing was asked: by hand"
    helped(telephone)
    telephone.ask(2)
    asked = how_to_hold(contact.id)
    assert (asked.done, asked.asked) == (False, True)
    assert asked.steps[0].startswith("Do not hang up"), "nothing is claimed before it is confirmed"
    assert "contacts.line.held" not in telephone.kinds

    telephone.send(2)
    assert not any(one.end_conference_on_exit for one in telephone.row.people.values())
    assert how_to_hold(contact.id).done
    assert telephone.kinds.count("contacts.line.held") == 1

    telephone.tell(telephone.provider.leave(telephone.row.sid, CALLER, after=60))
    contact.refresh_from_db()
    assert contact.caller_left_at == later(60), "the provider's time, however late it says so"
    assert contact.released_at is None
    assert telephone.row.status == "in-progress", "the agent's leg is up"
    assert list(telephone.row.people) == [AGENT]
    assert "incidents.contact.caller_left" in telephone.kinds


@pytest.mark.parametrize("order", range(6))
def test_reports_in_any_order_and_twice_say_the_same(telephone: Telephone, order: int) -> None:
    helped(telephone)
    telephone.work(2)
    sid, provider = telephone.row.sid, telephone.provider
    again = "CA" + "9" * 32
    provider.leave(sid, CALLER, after=10)
    provider.join(sid, Participant(again, "caller", end_conference_on_exit=False), after=20)
    provider.leave(sid, again, after=30)
    events = provider.events * 2
    random.Random(order).shuffle(events)  # noqa: S311 - an order, no secret
    telephone.tell(*events)
    contact = Contact.objects.get(id=telephone.contact.id)
    assert contact.caller_left_at is not None
    assert contact.caller_left_at >= later(10)
    assert contact.released_at is None
    states = {one.call_sid: one.state for one in telephone.call.legs.all()}
    assert states == {CALLER: "left", again: "left", AGENT: "in"}
    assert telephone.call.tell_at is None


@pytest.mark.covers("S1-41")
@pytest.mark.parametrize(
    "faults",
    [["429"], ["500"], ["", "429"], ["", "500"], ["", "lost", "lost"], ["", "lies", "lies"]],
)
def test_what_is_not_confirmed_is_never_said_and_tried_again(
    telephone: Telephone, faults: list[str]
) -> None:
    helped(telephone)
    telephone.ask(2, only=["telephony.hold"])
    telephone.provider.faults = list(faults)
    telephone.send(2)
    how = how_to_hold(telephone.contact.id)
    assert not how.done
    assert how.failed
    assert how.steps[0].startswith("Do not hang up")
    assert telephone.kinds.count("contacts.line.not_held") == 1
    telephone.provider.faults = []
    telephone.send(60)
    assert how_to_hold(telephone.contact.id).done
    assert telephone.kinds[-1] == "contacts.line.held"


def test_a_call_that_the_provider_does_not_know_is_said_to_be_gone(telephone: Telephone) -> None:
    helped(telephone)
    telephone.provider.conferences.clear()
    telephone.work(2)
    how = how_to_hold(telephone.contact.id)
    assert (how.done, how.asked) == (False, False)
    assert "does not know this call" in how.failed
    assert Contact.objects.get(id=telephone.contact.id).released_at is None, "nobody ended it"


def test_a_leg_that_could_end_the_call_is_held_anew(telephone: Telephone) -> None:
    helped(telephone)
    telephone.work(2)
    telephone.join("CA" + "5" * 32, "guest")
    assert not how_to_hold(telephone.contact.id).done
    telephone.work(4)
    assert how_to_hold(telephone.contact.id).done
    assert not any(one.end_conference_on_exit for one in telephone.row.people.values())


@pytest.mark.covers("S1-41")
def test_the_agents_line_that_drops_rings_at_once(telephone: Telephone) -> None:
    helped(telephone)
    telephone.work(2)
    before = telephone.kinds.count("escalation.ladder.raised_again")
    gone = telephone.provider.leave(telephone.row.sid, AGENT, after=30, failed=True)
    telephone.tell(gone, gone)
    assert telephone.kinds.count("contacts.line.agent_gone") == 1
    assert telephone.kinds.count("escalation.ladder.raised_again") == before + 1
    assert Contact.objects.get(id=telephone.contact.id).released_at is None


def test_a_call_that_ends_by_itself_is_a_fact_and_rings(telephone: Telephone) -> None:
    helped(telephone)
    telephone.tell(telephone.provider.end(telephone.row.sid, after=20))
    contact = Contact.objects.get(id=telephone.contact.id)
    assert contact.released_at is not None
    assert telephone.call.ended_at == later(20)
    assert "incidents.contact.released" in telephone.kinds
    before = telephone.kinds
    telephone.tell(*telephone.provider.events)
    assert telephone.kinds == before, "late words about it change nothing"


def test_a_call_that_seems_deserted_is_looked_into_before_it_is_over(
    telephone: Telephone,
) -> None:
    helped(telephone)
    telephone.work(2)
    sid, provider = telephone.row.sid, telephone.provider
    provider.join(sid, Participant("CA" + "9" * 32, "caller", end_conference_on_exit=False))
    telephone.tell(provider.leave(sid, CALLER, after=5), provider.leave(sid, AGENT, after=6))
    assert Contact.objects.get(id=telephone.contact.id).released_at is None
    soon = (datetime.now(UTC) - NOW).total_seconds() + 60
    telephone.work(soon)
    assert telephone.call.legs.get(call_sid="CA" + "9" * 32).state == "in", "it was missed"
    provider.leave(sid, "CA" + "9" * 32, after=8)
    telephone.work(soon + 30)
    assert Contact.objects.get(id=telephone.contact.id).released_at is not None


def test_a_lost_report_is_found_by_looking(telephone: Telephone) -> None:
    helped(telephone)
    telephone.work(2)
    telephone.provider.leave(telephone.row.sid, CALLER, after=5)
    telephone.work(10)
    assert Contact.objects.get(id=telephone.contact.id).caller_left_at is None, "not yet looked"
    telephone.work(23)
    assert Contact.objects.get(id=telephone.contact.id).caller_left_at == later(23)


def test_what_was_heard_and_not_told_is_told_by_the_watcher(telephone: Telephone) -> None:
    from stayline.contacts.actions import note_reports  # noqa: PLC0415 - here alone
    from stayline.people.queries import system_actor  # noqa: PLC0415 - the same
    from stayline_core.telephone import Report, What  # noqa: PLC0415 - the same

    helped(telephone)
    report = Report(CALLER, What.LEFT, 99, later(9))
    actor = system_actor("telephone")
    note_reports(contact_id=telephone.contact.id, reports=[report], actor=actor, at=later(9))
    telephone.ask(9, only=["telephony.told"])
    assert Contact.objects.get(id=telephone.contact.id).caller_left_at == later(9)


def test_a_person_on_the_line_all_the_time_is_not_back(telephone: Telephone) -> None:
    helped(telephone)
    record_caller_left(
        contact_id=telephone.contact.id, by="caller", actor=telephone.cast.ann, at=later(40)
    )
    telephone.join("CA" + "5" * 32, "guest")
    assert Contact.objects.get(id=telephone.contact.id).caller_left_at == later(40)


def test_the_end_that_a_supervisor_decides_is_done_and_said(telephone: Telephone) -> None:
    helped(telephone)
    telephone.work(2)
    cast, contact = telephone.cast, telephone.contact
    from stayline.escalation.actions import accept_rung  # noqa: PLC0415 - here alone
    from stayline.escalation.models import Page  # noqa: PLC0415 - the same

    page = Page.objects.get(ladder__incident=telephone.incident)
    boss = {one.id: one for one in (cast.bo, cast.bea)}[page.person_id]
    accept_rung(ladder_id=page.ladder_id, actor=boss, at=later(5))
    release_contact(contact_id=contact.id, reason="All is well.", actor=boss, at=later(300))
    assert not how_to_release(contact.id).done, "decided is not done"
    telephone.provider.faults = ["503"]
    telephone.ask(301, only=["telephony.release"])
    telephone.send(301)
    failed = how_to_release(contact.id)
    assert failed.failed
    assert failed.steps
    telephone.send(400)
    assert how_to_release(contact.id).done
    assert telephone.row.status == "completed"
    assert telephone.kinds[-1] == "contacts.call.ended"
