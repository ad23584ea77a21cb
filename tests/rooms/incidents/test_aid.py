"""The difficult call: the aid, the warnings, and how it may end (S2)."""

from __future__ import annotations

from uuid import uuid4

import pytest

from stayline.contacts.errors import ContactNotFound
from stayline.incidents.actions import (
    ask_to_end,
    close_incident,
    decide_ending,
    note_released,
    record_caller_left,
    release_contact,
    start_aid,
    waive_obligation,
)
from stayline.incidents.errors import (
    CloseBlocked,
    ContactLocked,
    EndingNotApproved,
    EndingRefused,
    NotASupervisor,
    ReasonMissing,
    ReportNeverWaived,
    RunLocked,
    ThreatInvalid,
    WarningFirst,
)
from stayline.incidents.models import EndingRequest, Incident, Obligation, Run
from stayline.incidents.ports import NotedEffects
from stayline.incidents.queries import (
    blocking_close,
    by_contact,
    ending,
    incident,
    log,
    screen,
    switches,
    warnings_given,
)
from stayline.library.models import InForce
from stayline.people.models import Availability, Person, Site
from stayline.privacy.errors import NotOnTheList
from stayline_core.protocol import LadderFact
from tests.cast import NOW, Cast, later
from tests.record import Opened
from tests.rooms.incidents.difficult import (
    THREAT_TO_FAMILY,
    aided,
    end_by_warnings,
    said,
    shown,
    take,
    warn,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]


def release(opened: Opened, at: int = 90, reason: str = "") -> None:
    release_contact(
        contact_id=opened.contact_id, reason=reason, actor=opened.cast.ann, at=later(at)
    )


def needs_approval(cast: Cast) -> None:
    Site.objects.filter(id=cast.site.id).update(ending_needs_approval=True)


def test_the_aid_opens_an_incident_without_a_threat_that_rings_nobody(
    cast: Cast, effects: NotedEffects
) -> None:
    opened = aided(cast)
    row = opened.incident
    assert (row.level, row.kind, row.opened_how) == (3, "abusive_language", "aid")
    assert opened.run.protocol_id == "irate-caller"
    assert "keep_contact_open" not in row.duties
    assert not row.threats.exists()
    assert [what for what, _ in effects.asked] == ["file"]
    assert effects.asked[0] == ("file", "call_record")
    assert opened.kinds[0] == "incidents.incident.opened"
    assert "incidents.aid.started" in opened.kinds
    assert Person.objects.get(id=cast.ann.id).availability == Availability.ON_CONTACT
    assert row.number.startswith("SLX-")


def test_a_second_press_opens_nothing_and_so_does_one_in_a_threat(opened: Opened) -> None:
    first = opened.incident
    again = start_aid(contact_id=opened.contact_id, actor=opened.cast.ann, at=later(9))
    assert again.id == first.id
    assert Incident.objects.count() == 1
    assert "incidents.aid.started" not in opened.kinds


def test_the_aid_is_refused_to_strangers_and_for_other_kinds(cast: Cast) -> None:
    contact = cast.contact()
    for stranger in (cast.al, cast.cy):
        with pytest.raises(NotOnTheList):
            start_aid(contact_id=contact.id, actor=stranger, at=NOW)
    with pytest.raises(ThreatInvalid):
        start_aid(contact_id=contact.id, kind="bomb", actor=cast.ann, at=NOW)
    with pytest.raises(ContactNotFound):
        start_aid(contact_id=uuid4(), actor=cast.ann, at=NOW)
    assert not Incident.objects.exists()


def test_without_a_certified_procedure_the_built_in_aid_guides(cast: Cast) -> None:
    InForce.objects.filter(kind="protocol").delete()
    opened = aided(cast, kind="supervisor_demand")
    assert (opened.run.protocol_id, opened.run.protocol_digest) == ("minimum-aid", "")
    found = screen(opened.incident)
    assert found is not None
    assert "built into Stayline" in found[1].note[0]
    with pytest.raises(WarningFirst):
        release(opened)
    opened.go_on()
    opened.go_on()
    release(opened)
    assert opened.obligation("record").do_target == "call_record"


@pytest.mark.covers("S2-24")
def test_a_warning_is_recorded_with_its_words_and_its_time(cast: Cast) -> None:
    opened = aided(cast)
    take(opened, "abusive", 40)
    assert warnings_given(opened.incident) == []  # shown is not said
    opened.go_on(later(45))
    (first,) = warnings_given(opened.incident)
    assert (first.which, first.ordinal, first.at, first.who) == (
        "warning",
        1,
        later(45),
        "Ann Example",
    )
    assert "insults" in first.words
    sentences = [one.sentence for one in log(opened.incident)]
    assert any(first.words in one for one in sentences)


@pytest.mark.covers("S2-24", "S2-25", "S2-26")
def test_the_agent_ends_it_only_after_warning_repeat_notice_and_telling(cast: Cast) -> None:
    opened = aided(cast)
    for said_so_far in range(4):
        with pytest.raises(WarningFirst):
            release(opened)
        assert len(warnings_given(opened.incident)) == said_so_far
        warn(opened, 1, at=10 + 4 * said_so_far)
    assert [one.which for one in warnings_given(opened.incident)] == [
        "warning",
        "warning",
        "final notice",
    ]
    assert opened.run.ended_how == "terminated"
    release(opened)
    assert opened.contact.released_at == later(90)
    assert opened.kinds.index("incidents.warning.given") < opened.kinds.index(
        "incidents.contact.released"
    )


@pytest.mark.covers("S2-27", "S2-31")
def test_ending_it_forces_a_record_by_the_agent_before_it_can_be_closed(cast: Cast) -> None:
    opened = aided(cast)
    end_by_warnings(opened)
    release(opened)
    record = opened.obligation("record")
    assert (record.do_target, record.state, record.owner_id) == (
        "call_record",
        "owed",
        cast.ann.id,
    )
    opened.let_in(cast.bo)
    which = {"incident_id": opened.incident.id, "actor": cast.bo, "at": later(99)}
    with pytest.raises(CloseBlocked) as fault:
        close_incident(resolution="Over.", **which)
    assert fault.value.blocking == ["The record of the call is not filed."]
    with pytest.raises(ReportNeverWaived):
        waive_obligation(obligation_id=record.id, reason="No time.", actor=cast.bo, at=later(99))
    Obligation.objects.filter(id=record.id).update(state="met")
    assert blocking_close(opened.incident) == []  # no threat: no report, no safety to record


@pytest.mark.covers("S1-82")
def test_closing_needs_a_recorded_resolution(cast: Cast) -> None:
    opened = aided(cast)
    end_by_warnings(opened)
    release(opened)
    Obligation.objects.filter(incident=opened.incident).update(state="met")
    opened.let_in(cast.bo)
    which = {"incident_id": opened.incident.id, "actor": cast.bo, "at": later(99)}
    with pytest.raises(ReasonMissing):
        close_incident(resolution="  ", **which)
    close_incident(resolution="They will write to us.", **which)
    assert opened.incident.state == "closed"
    assert "They will write to us." in log(opened.incident)[-1].sentence


def test_a_caller_who_leaves_lets_the_agent_end_it_without_a_warning(
    cast: Cast, effects: NotedEffects
) -> None:
    opened = aided(cast)
    which = {"contact_id": opened.contact_id, "actor": cast.ann}
    record_caller_left(by="caller", at=later(20), **which)
    assert "incidents.callback.proposed" not in opened.kinds
    effects.asked.clear()
    release(opened)
    assert ("raise", "crisis") not in effects.asked
    assert opened.contact.released_at == later(90)
    assert Person.objects.get(id=cast.ann.id).availability == Availability.FREE


def test_a_line_that_the_world_ends_in_a_difficult_call_rings_nobody(
    cast: Cast, effects: NotedEffects
) -> None:
    opened = aided(cast)
    effects.asked.clear()
    note_released(contact_id=opened.contact_id, by="network", actor=cast.ann, at=later(20))
    assert ("raise", "crisis") not in effects.asked
    assert opened.obligation("record").state == "owed"


def test_a_supervisor_ends_it_at_any_time_with_a_reason(cast: Cast) -> None:
    opened = aided(cast)
    which = {"contact_id": opened.contact_id, "at": later(20)}
    with pytest.raises(ReasonMissing):
        release_contact(actor=cast.bo, **which)
    with pytest.raises(NotOnTheList):
        release_contact(actor=cast.al, reason="x", **which)
    release_contact(actor=cast.bo, reason="I will write to them.", **which)
    assert opened.contact.released_at == later(20)
    assert opened.run.ended_how == "released"


@pytest.mark.covers("S2-25")
def test_where_the_site_wants_it_a_supervisor_approves_the_ending(
    cast: Cast, effects: NotedEffects
) -> None:
    needs_approval(cast)
    opened = aided(cast)
    end_by_warnings(opened)
    assert ending(opened.incident).needed
    with pytest.raises(EndingNotApproved):
        release(opened)
    effects.asked.clear()
    which = {"incident_id": opened.incident.id}
    asked = ask_to_end(actor=cast.ann, at=later(60), **which)
    assert ask_to_end(actor=cast.ann, at=later(61), **which).id == asked.id
    assert effects.asked == [("notify", "supervisor")]
    with pytest.raises(EndingNotApproved):
        release(opened)
    decide_ending(approve=True, actor=cast.bo, at=later(70), **which)
    found = ending(opened.incident)
    assert (found.approved, found.decided_by, found.asked_by) == (True, cast.bo.id, cast.ann.id)
    release(opened)
    assert opened.contact.released_at == later(90)
    assert {"incidents.ending.asked", "incidents.ending.decided"} <= set(opened.kinds)


def test_a_no_has_a_reason_and_keeps_the_contact_open(cast: Cast) -> None:
    needs_approval(cast)
    opened = aided(cast)
    end_by_warnings(opened)
    which = {"incident_id": opened.incident.id}
    with pytest.raises(NotASupervisor):
        decide_ending(approve=True, actor=cast.bo, at=NOW, **which)  # nobody asked them yet
    ask_to_end(actor=cast.ann, at=later(60), **which)
    with pytest.raises(NotASupervisor):
        decide_ending(approve=True, actor=cast.ann, at=later(61), **which)
    with pytest.raises(ReasonMissing):
        decide_ending(approve=False, actor=cast.bo, at=later(62), **which)
    decide_ending(approve=False, reason="I take over.", actor=cast.bo, at=later(63), **which)
    with pytest.raises(EndingNotApproved):
        release(opened)
    with pytest.raises(EndingRefused):
        decide_ending(approve=True, actor=cast.bea, at=later(64), **which)
    again = ask_to_end(actor=cast.ann, at=later(65), **which)
    decide_ending(approve=True, actor=cast.bea, at=later(66), **which)
    assert EndingRequest.objects.get(id=again.id).approved
    release(opened)


def test_asking_needs_a_warning_a_handler_and_a_difficult_call(cast: Cast, opened: Opened) -> None:
    call = aided(cast, cast.contact())
    with pytest.raises(WarningFirst):
        ask_to_end(incident_id=call.incident.id, actor=cast.ann, at=later(3))
    with pytest.raises(NotOnTheList):
        ask_to_end(incident_id=call.incident.id, actor=cast.al, at=later(3))
    with pytest.raises(ContactLocked):
        ask_to_end(incident_id=opened.incident.id, actor=cast.ann, at=later(3))
    warn(call, 1)
    Person.objects.exclude(id=cast.ann.id).update(on_duty=False)
    ask_to_end(incident_id=call.incident.id, actor=cast.ann, at=later(30))
    for supervisor in (cast.bo, cast.bea, cast.mo):
        decided = {"incident_id": call.incident.id, "actor": supervisor, "at": later(31)}
        with pytest.raises(ReasonMissing):
            decide_ending(approve=False, **decided)
    said(call, THREAT_TO_FAMILY)
    with pytest.raises(RunLocked):
        ask_to_end(incident_id=call.incident.id, actor=cast.ann, at=later(40))
    with pytest.raises(RunLocked):
        decide_ending(approve=True, incident_id=call.incident.id, actor=cast.bo, at=later(41))


@pytest.mark.covers("X-1", "S2-28")
def test_a_threat_locks_the_warnings_and_what_was_approved_means_nothing(cast: Cast) -> None:
    needs_approval(cast)
    opened = aided(cast)
    end_by_warnings(opened)
    which = {"incident_id": opened.incident.id}
    ask_to_end(actor=cast.ann, at=later(20), **which)
    decide_ending(approve=True, actor=cast.bo, at=later(21), **which)
    said(opened, THREAT_TO_FAMILY)
    with pytest.raises(ContactLocked):
        release(opened)
    assert opened.contact.released_at is None
    assert [one.harm for one in switches(opened.incident)] == ["violence"]


def test_a_difficult_call_that_is_settled_ends_without_a_warning(cast: Cast) -> None:
    needs_approval(cast)
    opened = aided(cast, kind="supervisor_demand")
    take(opened, "connect")
    for what in ("accepted", "joined", "spoke"):
        opened.tell(LadderFact(what, "handoff"), cast.bo)
    opened.go_on(later(50))
    if opened.run.state["ended"] is None:
        opened.go_on(later(51))
    assert opened.run.ended_how == "handed_over"
    release(opened)
    assert opened.contact.released_at == later(90)
    assert shown(opened)
    found = by_contact(opened.contact_id)
    assert found is not None
    assert incident(found.id).contact_ended_at == later(90)


def test_whoever_took_it_over_ends_it_like_its_agent(cast: Cast) -> None:
    opened = aided(cast)
    opened.let_in(cast.lou, "accepted")
    which = {"contact_id": opened.contact_id, "actor": cast.lou, "at": later(90)}
    with pytest.raises(WarningFirst):
        release_contact(**which)
    end_by_warnings(opened)
    release_contact(**which)
    assert opened.contact.released_at == later(90)


@pytest.mark.covers("S2-25")
def test_no_document_of_a_centre_lets_a_call_end_by_warnings_that_were_not_given(
    cast: Cast,
) -> None:
    opened = aided(cast)
    warn(opened, 2)
    Run.objects.filter(id=opened.run.id).update(ended_how="terminated")
    with pytest.raises(WarningFirst):
        release(opened)
    assert opened.contact.released_at is None
