"""Several threats in one contact: all unites at once, one press switches, nothing is lost."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from stayline.contacts.models import Contact
from stayline.incidents.actions import (
    answer_step,
    close_incident,
    get_help,
    go_on,
    lock_incident_in_transaction,
    open_in_error,
    owe_in_transaction,
    raise_level,
    record_caller_left,
    record_safety,
    release_contact,
    resume_run,
    state_threat,
    switch_run,
    take_step,
    waive_obligation,
)
from stayline.incidents.errors import (
    ContactLocked,
    IncidentNotFound,
    ReportNeverWaived,
    RunLocked,
    RunNotYours,
    RunStale,
    SwitchRefused,
)
from stayline.incidents.events import CommandRefused, RunEventTaken, RunStarted
from stayline.incidents.models import Obligation, Run
from stayline.incidents.ports import NotedEffects
from stayline.incidents.queries import (
    brings_help,
    parked_runs,
    protocol_of,
    run_locked,
    screen,
    state_of,
    switches,
)
from stayline.ledger.queries import entries
from stayline.library.models import InForce
from stayline.people.models import Availability, Person
from stayline.platform.transactions import action
from stayline_core.protocol import (
    Dispatched,
    Event,
    Filed,
    LadderFact,
    event_from_json,
    replay,
)
from tests.cast import NOW, Cast, later
from tests.record import Opened
from tests.rooms.incidents.difficult import (
    ABUSED,
    BOMB,
    SELF,
    THREAT_TO_FAMILY,
    aided,
    said,
    shown,
    take,
    warn,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]


def switch(opened: Opened, to: str, at: int = 40) -> str:
    return switch_run(
        incident_id=opened.incident.id,
        to=to,
        expected=opened.run.sequence,
        actor=opened.cast.ann,
        at=later(at),
    ).step


def files(opened: Opened) -> set[tuple[str, str]]:
    """Which forms are owed, for which threat."""
    rows = Obligation.objects.filter(incident=opened.incident, do_kind="file")
    return {(one.do_target, one.threat.kind if one.threat else "") for one in rows}


def twice(cast: Cast) -> Opened:
    """A self-harm incident in which violence to others is threatened too."""
    contact = cast.contact()
    opened = Opened(cast, contact.id)
    said(opened, "I want to die, I am going to kill myself.", 1)
    said(opened, THREAT_TO_FAMILY, 20)
    return opened


# ── a threat inside a difficult call ──


@pytest.mark.covers("S2-28", "X-1")
def test_the_moment_a_threat_is_made_the_warning_ladder_is_locked(cast: Cast) -> None:
    opened = aided(cast)
    warn(opened, 2)
    assert not run_locked(opened.incident)
    said(opened, THREAT_TO_FAMILY)
    assert run_locked(opened.incident)
    found = screen(opened.incident)
    assert found is not None
    assert found[1].locked
    assert (found[1].can_next, found[1].can_skip, found[1].can_back) == (False, False, False)
    assert (found[1].anytime, found[1].offers) == ((), ())
    which = {"incident_id": opened.incident.id, "expected": opened.run.sequence, "at": later(31)}
    with pytest.raises(RunLocked):
        take_step(step="abusive", actor=cast.ann, **which)
    with pytest.raises(RunLocked):
        go_on(actor=cast.ann, **which)
    with pytest.raises(ContactLocked):
        release_contact(contact_id=opened.contact_id, actor=cast.ann, at=later(32))


def test_what_was_typed_into_a_locked_step_is_kept_and_moves_nothing(cast: Cast) -> None:
    opened = aided(cast)
    said(opened, THREAT_TO_FAMILY)
    before = shown(opened)
    driven = answer_step(
        incident_id=opened.incident.id,
        expected=opened.run.sequence,
        field="issue_summary",
        value="answered",
        text="A bill",
        actor=cast.ann,
        at=later(31),
    )
    assert driven.refused is not None
    assert driven.refused.code == "incidents.run.locked"
    assert shown(opened) == before
    assert state_of(opened.run).answers["issue_summary"].text == "A bill"
    assert "incidents.run.command_refused" in opened.kinds


def test_everything_unites_at_once_whoever_has_switched_or_not(
    cast: Cast, effects: NotedEffects
) -> None:
    opened = aided(cast)
    effects.asked.clear()
    said(opened, THREAT_TO_FAMILY)
    row = opened.incident
    assert (row.level, row.kind) == (1, "violence")
    assert {"keep_contact_open", "authentication_waived"} <= set(row.duties)
    assert ("raise", "crisis") in effects.asked
    assert ("file", "people_at_risk") in effects.asked
    assert files(opened) == {
        ("security_threat", "violence"),
        ("people_at_risk", "violence"),
    }
    assert {"manager", "care"} <= set(
        Obligation.objects.filter(incident=row).values_list("name", flat=True)
    )
    assert Person.objects.get(id=cast.ann.id).availability == Availability.IN_CRISIS
    assert opened.contact.authentication == "waived"
    assert opened.run.protocol_id == "irate-caller"  # the screen does not move by itself
    assert "incidents.authentication.waived" in opened.kinds


def test_the_ladder_of_the_threat_brings_help_though_the_call_has_another(cast: Cast) -> None:
    opened = aided(cast)
    assert not brings_help(opened.incident, "crisis")
    said(opened, THREAT_TO_FAMILY)
    assert brings_help(opened.incident, "crisis")
    assert brings_help(opened.incident, "handoff")
    assert not brings_help(opened.incident, "management")
    opened.tell(LadderFact("accepted", "crisis"))
    assert opened.run.state["help"] == "accepted"
    switch(opened, "violence")
    assert opened.run.state["help"] == "accepted"


def test_who_was_coming_at_leisure_does_not_keep_the_crisis_from_ringing(
    cast: Cast, effects: NotedEffects
) -> None:
    opened = aided(cast)
    take(opened, "connect")
    opened.tell(LadderFact("accepted", "handoff"))
    effects.asked.clear()
    said(opened, THREAT_TO_FAMILY)
    assert ("raise", "crisis") in effects.asked
    switch(opened, "violence")
    opened.tell(LadderFact("spoke", "handoff"))
    assert opened.run.state["help"] == "spoke"


def test_a_graver_threat_of_the_same_kind_rings_again_in_a_locked_call(
    cast: Cast, effects: NotedEffects
) -> None:
    opened = aided(cast)
    said(opened, THREAT_TO_FAMILY)
    effects.asked.clear()
    said(opened, "I am going to kill my wife right now.", 35)
    assert opened.incident.level == 0
    assert ("raise", "crisis") in effects.asked
    assert opened.incident.threats.count() == 1


def test_after_the_switch_the_call_waits_and_cannot_come_back_while_the_threat_stands(
    cast: Cast,
) -> None:
    opened = aided(cast)
    call = opened.run
    said(opened, THREAT_TO_FAMILY)
    assert [(one.harm, one.outranks) for one in switches(opened.incident)] == [("violence", True)]
    switch(opened, "violence")
    assert opened.run.protocol_id == "threat-to-others"
    assert not run_locked(opened.incident)
    assert parked_runs(opened.incident) == []
    assert ("call_record", "") in files(opened)  # the difficult call stays on record too
    with pytest.raises(RunLocked):
        resume_run(run_id=call.id, expected=opened.run.sequence, actor=cast.ann, at=later(50))


def test_a_threat_that_was_misheard_gives_the_call_back_and_its_record_stays_owed(
    cast: Cast,
) -> None:
    opened = aided(cast)
    call = opened.run
    said(opened, THREAT_TO_FAMILY)
    switch(opened, "violence")
    opened.let_in(cast.bo)
    open_in_error(
        incident_id=opened.incident.id,
        reason="They meant the dog's bath.",
        spoke_to="agent",
        read_words=True,
        actor=cast.bo,
        at=later(60),
    )
    owed = Obligation.objects.filter(incident=opened.incident, do_kind="file")
    assert {(one.do_target, one.state) for one in owed} == {
        ("security_threat", "void"),
        ("people_at_risk", "void"),
        ("call_record", "waiting"),
    }
    assert [one.id for one in parked_runs(opened.incident)] == [call.id]
    resume_run(run_id=call.id, expected=opened.run.sequence, actor=cast.ann, at=later(70))
    assert opened.run.id == call.id
    assert not run_locked(opened.incident)
    opened.go_on(later(71))


# ── a second kind of threat ──


def test_a_second_kind_owes_its_own_report_and_its_duties_hold_at_once(
    cast: Cast, effects: NotedEffects
) -> None:
    opened = twice(cast)
    assert files(opened) >= {("security_threat", "violence"), ("people_at_risk", "violence")}
    assert opened.run.protocol_id == "self-harm"
    effects.asked.clear()
    said(opened, BOMB, 50)
    assert opened.incident.level == 0
    assert opened.incident.kind == "bomb"
    assert ("raise", "crisis") in effects.asked
    assert {"people_at_risk", "security_threat"} == {
        form for form, kind in files(opened) if kind == "bomb"
    }
    opened.let_in(cast.bo)
    release_contact(contact_id=opened.contact_id, reason="Safe.", actor=cast.bo, at=later(90))
    assert {kind for form, kind in files(opened) if form == "security_threat"} == {
        "self_harm",
        "violence",
        "bomb",
    }
    owed = Obligation.objects.filter(incident=opened.incident, do_kind="file")
    assert {one.state for one in owed} == {"owed"}
    assert all(one.due_at for one in owed)


def test_what_several_procedures_owe_alike_is_owed_once_by_the_earlier_time(cast: Cast) -> None:
    opened = twice(cast)
    said(opened, BOMB, 50)
    managers = Obligation.objects.filter(
        incident=opened.incident, do_kind="raise", do_target="management"
    )
    care = Obligation.objects.filter(incident=opened.incident, do_target="aftercare")
    assert managers.count() == care.count() == 1
    assert managers[0].due_at is not None
    assert managers[0].due_at <= later(1 + 120)


def test_the_same_words_raise_no_second_threat_and_no_second_duty(cast: Cast) -> None:
    opened = twice(cast)
    before = Obligation.objects.filter(incident=opened.incident).count()
    said(opened, "I told you, I will hurt my family.", 60)
    assert opened.incident.threats.count() == 2
    assert Obligation.objects.filter(incident=opened.incident).count() == before
    assert "incidents.threat.said_again" in opened.kinds


def test_an_offer_is_made_by_rank_and_any_other_threat_stays_available(cast: Cast) -> None:
    opened = twice(cast)
    (lower,) = switches(opened.incident)
    assert (lower.harm, lower.outranks) == ("violence", False)
    said(opened, BOMB, 50)
    first, second = switches(opened.incident)
    assert (first.harm, first.outranks, first.because) == (
        "bomb",
        True,
        "Every bomb threat, in whatever words",
    )
    assert (second.harm, second.outranks) == ("violence", False)
    assert first.title


def test_the_first_of_two_kinds_in_one_breath_leads_and_the_other_is_offered(cast: Cast) -> None:
    opened = Opened(cast, cast.contact().id)
    said(opened, f"{SELF} {BOMB}", 1)
    assert opened.run.protocol_id == "bomb-voice"
    assert [one.harm for one in switches(opened.incident)] == ["self_harm"]
    assert ("people_at_risk", "bomb") in files(opened)


def test_a_switch_keeps_help_contact_and_answers_and_parks_the_run_at_its_step(
    cast: Cast,
) -> None:
    opened = twice(cast)
    first = opened.run
    opened.go_on(later(22))
    opened.answer("safety.location", "answered", later(23))
    opened.tell(LadderFact("accepted", "crisis"), at=later(24))
    parked_at = opened.run.state["step"]
    switch(opened, "violence", 40)
    run = opened.run
    assert run.protocol_id == "threat-to-others"
    assert (run.state["help"], run.state["contact"]) == ("accepted", "open")
    assert "safety.location" in state_of(run).answers
    (parked,) = parked_runs(opened.incident)
    assert (parked.id, parked.parked_at) == (first.id, later(40))
    assert Run.objects.get(id=first.id).step_due_at is None
    record_caller_left(contact_id=opened.contact_id, by="caller", actor=cast.ann, at=later(45))
    driven = resume_run(run_id=first.id, expected=opened.run.sequence, actor=cast.ann, at=later(50))
    assert opened.run.id == first.id
    assert driven.step == "lost"  # nobody is spoken to any more
    assert parked_at != "lost"
    assert opened.run.state["contact"] == "lost"


def test_a_parked_run_goes_on_at_its_step_with_its_clock(cast: Cast) -> None:
    opened = twice(cast)
    opened.go_on(later(22))
    first, step = opened.run, opened.run.state["step"]
    due = first.step_due_at
    assert due is not None
    switch(opened, "violence", 32)
    switch(opened, "self_harm", 132)  # switching to what is parked takes it up again
    assert (opened.run.id, opened.run.state["step"]) == (first.id, step)
    assert opened.run.step_due_at is not None
    assert (opened.run.step_due_at - due).total_seconds() == 100
    assert [one.title for one in parked_runs(opened.incident)]
    assert opened.kinds.count("incidents.run.started") == 2


def test_help_that_came_is_not_called_again_by_the_switch(
    cast: Cast, effects: NotedEffects
) -> None:
    opened = twice(cast)
    for what in ("accepted", "joined", "spoke"):
        opened.tell(LadderFact(what, "crisis"))
    effects.asked.clear()
    switch(opened, "violence")
    assert ("raise", "crisis") not in effects.asked


def test_a_switch_is_refused_where_nothing_stands_or_somebody_else_guides(cast: Cast) -> None:
    opened = twice(cast)
    which = {"incident_id": opened.incident.id, "at": later(40)}
    now = opened.run.sequence
    for harm in ("bomb", "self_harm", "weather"):
        with pytest.raises(SwitchRefused):
            switch_run(to=harm, expected=now, actor=cast.ann, **which)
    with pytest.raises(RunStale):
        switch_run(to="violence", expected=now + 1, actor=cast.ann, **which)
    with pytest.raises(RunNotYours):
        switch_run(to="violence", expected=now, actor=cast.al, **which)
    with pytest.raises(IncidentNotFound):
        switch_run(to="violence", expected=now, actor=cast.ann, at=later(40), incident_id=uuid4())
    for run_id in (uuid4(), opened.run.id):
        with pytest.raises(SwitchRefused):
            resume_run(run_id=run_id, expected=now, actor=cast.ann, at=later(41))
    first = opened.run
    switch(opened, "violence")
    with pytest.raises(RunStale):
        resume_run(run_id=first.id, expected=opened.run.sequence + 1, actor=cast.ann, at=later(42))
    with pytest.raises(RunNotYours):
        resume_run(run_id=first.id, expected=opened.run.sequence, actor=cast.cy, at=later(42))


def test_what_comes_later_is_owed_by_the_parked_procedure_too(cast: Cast) -> None:
    contact = cast.contact()
    opened = Opened(cast, contact.id)
    said(opened, ABUSED, 1)
    said(opened, SELF, 20)
    switch(opened, "self_harm")
    opened.let_in(cast.bo)
    release_contact(contact_id=opened.contact_id, reason="Safe.", actor=cast.bo, at=later(90))
    assert {kind for form, kind in files(opened) if form == "security_threat"} == {
        "abuse_disclosure",
        "self_harm",
    }


def test_without_procedures_in_force_the_minimum_safe_path_serves_every_threat(
    cast: Cast,
) -> None:
    InForce.objects.filter(kind="protocol").delete()
    opened = twice(cast)
    assert switches(opened.incident) == []
    assert opened.run.protocol_id == "minimum-safe"
    opened.let_in(cast.bo)
    release_contact(contact_id=opened.contact_id, reason="Safe.", actor=cast.bo, at=later(90))
    assert files(opened) == {
        ("security_threat", "self_harm"),
        ("security_threat", "violence"),
        ("people_at_risk", "violence"),
    }


@pytest.mark.parametrize("form", ["security_threat", "people_at_risk"])
def test_what_a_threat_owes_is_never_waived(cast: Cast, form: str) -> None:
    opened = twice(cast)
    opened.let_in(cast.bo)
    owed = Obligation.objects.filter(
        incident=opened.incident, do_target=form, threat__kind="violence"
    ).get()
    with pytest.raises(ReportNeverWaived):
        waive_obligation(obligation_id=owed.id, reason="Not needed.", actor=cast.bo, at=later(60))


# ── what was opened by a press, and gets its name ──


def test_a_first_kind_that_is_named_guides_at_once_when_its_owner_names_it(cast: Cast) -> None:
    contact = cast.contact()
    row = get_help(contact_id=contact.id, actor=cast.ann, at=NOW)
    opened = Opened(cast, contact.id)
    opened.let_in(cast.bo)
    state_threat(incident_id=row.id, kind="other", form="direct", actor=cast.ann, at=later(1))
    assert opened.run.protocol_id == "unforeseen"
    state_threat(incident_id=row.id, kind="bomb", form="direct", actor=cast.bo, at=later(2))
    assert opened.run.protocol_id == "unforeseen"  # nobody else moves the screen
    assert [one.harm for one in switches(opened.incident)] == ["bomb"]


def test_a_threat_named_by_somebody_else_is_offered_to_the_owner(cast: Cast) -> None:
    contact = cast.contact()
    row = get_help(contact_id=contact.id, actor=cast.ann, at=NOW)
    opened = Opened(cast, contact.id)
    opened.let_in(cast.bo)
    state_threat(incident_id=row.id, kind="bomb", form="direct", actor=cast.bo, at=later(2))
    assert opened.run.protocol_id == "unforeseen"
    assert opened.incident.kind == "bomb"
    assert switch(opened, "bomb")
    assert opened.run.protocol_id == "bomb-voice"


def test_a_person_who_states_a_threat_after_an_error_is_guided_again(
    opened: Opened, effects: NotedEffects
) -> None:
    opened.let_in(opened.cast.bo)
    open_in_error(
        incident_id=opened.incident.id,
        reason="A misheard word.",
        spoke_to="agent",
        read_words=True,
        actor=opened.cast.bo,
        at=later(10),
    )
    effects.asked.clear()
    state_threat(
        incident_id=opened.incident.id,
        kind="violence",
        form="direct",
        actor=opened.cast.ann,
        at=later(20),
    )
    assert opened.incident.opened_in_error_at is None
    assert "keep_contact_open" in opened.incident.duties
    run = Run.objects.get(incident=opened.incident, ended_at=None)
    assert run.protocol_id == "threat-to-others"
    assert ("raise", "crisis") in effects.asked


# ── edges ──


def test_a_threat_that_is_stated_later_opens_a_closed_incident_again(cast: Cast) -> None:
    opened = twice(cast)
    opened.let_in(cast.bo)
    release_contact(contact_id=opened.contact_id, reason="Safe.", actor=cast.bo, at=later(60))
    record_safety(incident_id=opened.incident.id, text="Safe.", actor=cast.bo, at=later(61))
    Obligation.objects.filter(incident=opened.incident).update(state="met")
    opened.incident.threats.update(report_number="SLR-1")
    which = {"incident_id": opened.incident.id, "actor": cast.bo, "at": later(70)}
    close_incident(resolution="Done.", laws=opened.laws_kept, **which)
    which = {"incident_id": opened.incident.id, "at": later(71)}
    with pytest.raises(SwitchRefused):
        switch_run(to="violence", expected=0, actor=cast.ann, **which)
    state_threat(kind="bomb", form="direct", actor=cast.bo, **which)
    assert opened.incident.state == "open"
    owed = Obligation.objects.filter(incident=opened.incident, threat__kind="bomb")
    assert {(one.do_target, one.state) for one in owed} == {
        ("security_threat", "owed"),
        ("people_at_risk", "owed"),
    }
    assert "incidents.incident.reopened" in opened.kinds


def test_a_form_that_is_filed_makes_the_parked_procedure_owe_what_follows(cast: Cast) -> None:
    opened = twice(cast)
    switch(opened, "violence")
    assert not Obligation.objects.filter(incident=opened.incident, do_kind="open_case").exists()
    opened.tell(Filed("security_threat"))
    cases = Obligation.objects.filter(incident=opened.incident, do_kind="open_case")
    assert cases.count() == 1


def test_help_that_is_on_its_way_owes_its_arrival_once_for_all_procedures(cast: Cast) -> None:
    opened = twice(cast)
    opened.tell(Dispatched())
    arrivals = Obligation.objects.filter(incident=opened.incident, do_target="arrived")
    assert arrivals.count() == 1


def test_a_threat_in_a_difficult_call_of_nobody_is_guided_too(cast: Cast) -> None:
    contact = cast.contact()
    Contact.objects.filter(id=contact.id).update(agent=None)
    opened = aided(cast, contact)
    said(opened, "You are a useless idiot.", 10)
    assert not opened.incident.threats.exists()
    said(opened, BOMB)
    assert opened.incident.kind == "bomb"
    assert run_locked(opened.incident)


@action
def owe(opened: Opened, name: str, protocol: str, **more: object) -> Obligation:
    told = {
        "do_kind": "confirm",
        "do_target": "arrived",
        "by": "receiver",
        "within": timedelta(minutes=10),
        "actor": opened.cast.bo,
        "at": NOW,
    } | more
    row = lock_incident_in_transaction(opened.incident.id)
    return owe_in_transaction(row, name=name, protocol=protocol, **told)  # type: ignore[arg-type]  # as a table gives it


def test_the_times_of_two_documents_both_go_on(opened: Opened) -> None:
    first = owe(opened, "arrived", "a", within=timedelta(minutes=20), waits=True)
    owe(opened, "came", "b", waits=True)
    assert opened.obligation("arrived").within_s == 600
    owe(opened, "came", "b", within=timedelta(minutes=15), waits=True)
    assert opened.obligation("arrived").within_s == 600
    assert opened.obligation("arrived").state == "waiting"
    # What another document owes without a limit is owed from now on; the other clock waits still.
    owe(opened, "came", "b", within=None)
    row = opened.obligation("arrived")
    assert (row.state, row.due_at, row.after_s) == ("owed", None, 600)
    # A clock of an hour runs beside it, and hides nothing.
    opened.let_in(opened.cast.bo)
    owe(opened, "came", "b", within=timedelta(hours=1))
    assert opened.obligation("arrived").due_at == later(3600)
    owe(opened, "came", "b", within=timedelta(hours=2))
    assert opened.obligation("arrived").due_at == later(3600)
    assert opened.kinds.count("incidents.obligation.hastened") == 2
    other = {"do_target": "our_form", "do_kind": "file"}
    owe(opened, "form", "a", **other)
    owe(opened, "form", "b", within=timedelta(hours=2), waits=True, **other)
    release_contact(
        contact_id=opened.contact_id, reason="they are safe", actor=opened.cast.bo, at=later(60)
    )
    row = opened.obligation("arrived")
    assert (row.state, row.due_at, row.after_s) == ("owed", later(60 + 600), None)
    assert opened.kinds.count("incidents.obligation.hastened") == 3
    assert opened.obligation("form").due_at == later(600), "what ran ends sooner"
    Obligation.objects.filter(id=first.id).update(state="met")
    assert owe(opened, "came", "b", within=timedelta(minutes=1)).state == "met"


def test_one_name_of_two_documents_for_two_things_is_two_obligations(opened: Opened) -> None:
    owe(opened, "after", "a")
    owe(opened, "after", "b", do_kind="notify", do_target="supervisor")
    owe(opened, "after", "b", do_kind="notify", do_target="supervisor")
    rows = Obligation.objects.filter(incident=opened.incident, name__startswith="after")
    assert set(rows.values_list("name", "do_kind")) == {
        ("after", "confirm"),
        ("after (b)", "notify"),
    }


def test_what_a_room_owes_by_itself_is_never_merged(opened: Opened) -> None:
    owe(opened, "one", "")
    owe(opened, "two", "")
    assert opened.obligation("one").state == opened.obligation("two").state == "owed"


def test_what_the_run_on_screen_does_not_owe_is_waived_without_it(opened: Opened) -> None:
    opened.let_in(opened.cast.bo)
    row = owe(opened, "somewhere_else", "another")
    waive_obligation(obligation_id=row.id, reason="Not here.", actor=opened.cast.bo, at=later(9))
    assert opened.obligation("somewhere_else").state == "waived"
    assert "incidents.run.command_refused" not in opened.kinds
    assert opened.kinds[-1] == "incidents.obligation.waived"


def test_words_of_a_settled_threat_that_come_late_are_kept_and_open_nothing(cast: Cast) -> None:
    opened = twice(cast)
    opened.let_in(cast.bo)
    release_contact(contact_id=opened.contact_id, reason="Safe.", actor=cast.bo, at=later(60))
    record_safety(incident_id=opened.incident.id, text="Safe.", actor=cast.bo, at=later(61))
    Obligation.objects.filter(incident=opened.incident).update(state="met")
    opened.incident.threats.update(report_number="SLR-1")
    which = {"incident_id": opened.incident.id, "actor": cast.bo, "at": later(70)}
    close_incident(resolution="Done.", laws=opened.laws_kept, **which)
    said(opened, "I will hurt my family, do you hear?", 80)
    assert opened.incident.state == "closed"
    assert opened.kinds.count("incidents.line.kept") == 3


@pytest.mark.parametrize("who", ["ann", "bo"])
def test_a_difficult_call_whose_level_is_raised_is_none_any_more(
    cast: Cast, effects: NotedEffects, who: str
) -> None:
    opened = aided(cast)
    opened.let_in(cast.bo)
    effects.asked.clear()
    raise_level(
        incident_id=opened.incident.id,
        level=0,
        reason="Somebody screams behind them.",
        actor=getattr(cast, who),
        at=later(9),
    )
    assert (opened.incident.level, opened.incident.kind) == (0, "other")
    assert opened.run.protocol_id == "unforeseen"
    assert ("raise", "crisis") in effects.asked


def test_help_by_a_press_is_never_about_manners(cast: Cast) -> None:
    contact = cast.contact()
    get_help(contact_id=contact.id, kind="supervisor_demand", actor=cast.ann, at=NOW)
    opened = Opened(cast, contact.id)
    assert (opened.incident.kind, opened.run.protocol_id) == ("other", "unforeseen")


def test_the_log_of_a_run_that_changed_hands_gives_its_state_again(cast: Cast) -> None:
    opened = aided(cast)
    warn(opened, 1)
    said(opened, THREAT_TO_FAMILY)
    opened.answer("issue_summary", "answered", later(31))
    call = opened.run
    switch(opened, "violence", 40)
    opened.answer("safety.location", "answered", later(41))
    said(opened, BOMB, 45)
    first = opened.run
    switch(opened, "bomb", 50)
    opened.tell(LadderFact("accepted", "crisis"), at=later(55))
    resume_run(run_id=first.id, expected=opened.run.sequence, actor=cast.ann, at=later(60))
    for run in (call, first, Run.objects.get(protocol_id="bomb-voice")):
        run.refresh_from_db()
        assert replay(protocol_of(run), events_of(run)) == state_of(run)


def events_of(run: Run) -> list[Event]:
    """What the log holds of a run, also answers that came too late and were kept."""
    found: list[Event] = []
    for entry in entries(run.incident.stream_id):
        event = entry.event
        if isinstance(event, RunStarted) and event.run == str(run.id):
            found.append(event_from_json(event.began))
        elif isinstance(event, RunEventTaken | CommandRefused) and event.run == str(run.id):
            found.append(event_from_json(event.event))
    return found
