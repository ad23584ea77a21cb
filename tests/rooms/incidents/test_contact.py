"""The contact around an incident: help by one press, the caller gone, the line released."""

from __future__ import annotations

from uuid import uuid4

import pytest

from stayline.contacts.errors import ContactNotFound
from stayline.contacts.models import Contact
from stayline.incidents.actions import (
    get_help,
    need_out,
    note_released,
    record_caller_back,
    record_caller_left,
    release_contact,
)
from stayline.incidents.errors import ContactLocked, ReasonMissing
from stayline.incidents.models import Incident, Obligation
from stayline.incidents.ports import NotedEffects
from stayline.incidents.queries import emergency_plan, log
from stayline.library.models import InForce
from stayline.people.models import Availability, Person, Site
from stayline.privacy.errors import NotOnTheList
from tests.cast import NOW, Cast, later
from tests.record import Opened
from tests.rooms.incidents.difficult import BOMB, aided, said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]


@pytest.mark.covers("S1-5", "S0-36")
def test_one_press_opens_an_incident_that_rings_and_guides(
    cast: Cast, effects: NotedEffects
) -> None:
    contact = cast.contact()
    incident = get_help(contact_id=contact.id, actor=cast.ann, at=NOW)
    assert (incident.opened_how, incident.level, incident.kind) == ("button", 1, "other")
    assert ("raise", "crisis") in effects.asked
    assert "keep_contact_open" in incident.duties
    assert Person.objects.get(id=cast.ann.id).availability == Availability.IN_CRISIS


def test_a_second_press_rings_again_and_opens_nothing(
    opened: Opened, effects: NotedEffects
) -> None:
    effects.asked.clear()
    get_help(contact_id=opened.contact_id, actor=opened.cast.ann, at=later(2))
    assert effects.asked == [("raise", "crisis")]
    assert Incident.objects.count() == 1


def test_who_needs_out_is_answered_at_the_urgency_of_l0(
    opened: Opened, effects: NotedEffects
) -> None:
    effects.asked.clear()
    need_out(contact_id=opened.contact_id, actor=opened.cast.ann, at=later(2))
    assert opened.incident.level == 0
    assert effects.asked == [("raise", "crisis"), ("raise", "management")]


def test_who_needs_out_of_an_ordinary_contact_gets_an_incident(cast: Cast) -> None:
    contact = cast.contact()
    incident = need_out(contact_id=contact.id, actor=cast.ann, at=NOW)
    assert incident.opened_how == "button"


@pytest.mark.parametrize("press", [get_help, need_out])
def test_nobody_presses_for_somebody_elses_contact(cast: Cast, press: object) -> None:
    contact = cast.contact()
    for stranger in (cast.al, cast.cy):
        with pytest.raises(NotOnTheList):
            press(contact_id=contact.id, actor=stranger, at=NOW)  # type: ignore[operator]  # any of these presses
    with pytest.raises(ContactNotFound):
        press(contact_id=uuid4(), actor=cast.ann, at=NOW)  # type: ignore[operator]  # any of these presses


@pytest.mark.covers("S1-40", "S1-42")
def test_when_the_caller_goes_the_agents_line_is_held_and_both_times_are_kept(
    opened: Opened,
) -> None:
    record_caller_left(
        contact_id=opened.contact_id, by="caller", actor=opened.cast.ann, at=later(60)
    )
    assert opened.contact.caller_left_at == later(60)
    assert opened.contact.released_at is None
    assert opened.run.state["step"] == "lost"
    record_caller_left(
        contact_id=opened.contact_id, by="network", actor=opened.cast.ann, at=later(70)
    )
    assert opened.contact.caller_left_at == later(60)
    opened.let_in(opened.cast.bo)
    release_contact(
        contact_id=opened.contact_id, reason="Safe.", actor=opened.cast.bo, at=later(300)
    )
    assert (opened.contact.caller_left_at, opened.contact.released_at) == (later(60), later(300))


def test_a_caller_who_comes_back_is_offered_a_step_and_moves_nothing(opened: Opened) -> None:
    which = {"contact_id": opened.contact_id, "actor": opened.cast.ann}
    record_caller_back(**which, at=later(1))
    assert "incidents.contact.caller_back" not in opened.kinds
    record_caller_left(**which, by="caller", at=later(2))
    record_caller_back(**which, at=later(3))
    assert opened.contact.caller_left_at is None
    assert opened.run.state["step"] == "lost"
    assert opened.run.state["contact"] == "open"


def test_a_caller_who_leaves_an_ordinary_contact_is_noted_and_its_agent_ends_it(
    cast: Cast,
) -> None:
    contact = cast.contact()
    record_caller_left(contact_id=contact.id, by="caller", actor=cast.ann, at=later(1))
    release_contact(contact_id=contact.id, actor=cast.ann, at=later(2))
    row = Contact.objects.get(id=contact.id)
    assert (row.caller_left_at, row.released_at) == (later(1), later(2))
    assert Person.objects.get(id=cast.ann.id).availability == Availability.FREE
    release_contact(contact_id=contact.id, actor=cast.ann, at=later(3))
    assert Contact.objects.get(id=contact.id).released_at == later(2)


def test_strangers_do_not_end_an_ordinary_contact(cast: Cast) -> None:
    contact = cast.contact()
    with pytest.raises(NotOnTheList):
        release_contact(contact_id=contact.id, actor=cast.al, at=NOW)
    release_contact(contact_id=contact.id, actor=cast.bo, at=NOW)


@pytest.mark.covers("X-1")
def test_while_a_threat_stands_only_a_supervisor_ends_it_and_says_why(
    opened: Opened, effects: NotedEffects
) -> None:
    which = {"contact_id": opened.contact_id, "at": later(100)}
    for locked_out in (opened.cast.ann, opened.cast.bo, opened.cast.lou):
        with pytest.raises(ContactLocked):
            release_contact(reason="Done.", actor=locked_out, **which)
    opened.let_in(opened.cast.bo)
    with pytest.raises(ReasonMissing):
        release_contact(reason=" ", actor=opened.cast.bo, **which)
    effects.asked.clear()
    release_contact(reason="They are safe.", actor=opened.cast.bo, **which)
    assert opened.incident.contact_ended_at == later(100)
    assert ("start", "aftercare") in effects.asked
    assert ("raise", "management") in effects.asked
    report = Obligation.objects.get(incident=opened.incident, do_kind="file")
    assert (report.state, report.due_at) == ("owed", later(700))
    assert opened.obligation("care").state == "met"
    assert opened.obligation("manager").state == "met"


def test_a_line_that_the_world_ends_is_a_fact_and_rings(
    opened: Opened, effects: NotedEffects
) -> None:
    effects.asked.clear()
    for _ in range(2):
        note_released(
            contact_id=opened.contact_id, by="handset", actor=opened.cast.ann, at=later(9)
        )
    assert opened.contact.released_at == later(9)
    assert opened.contact.caller_left_at == later(9)
    assert effects.asked.count(("raise", "crisis")) == 1
    assert "incidents.contact.released" in opened.kinds


def test_a_line_that_the_world_ends_in_an_ordinary_contact_is_only_noted(cast: Cast) -> None:
    contact = cast.contact()
    note_released(contact_id=contact.id, by="platform", actor=cast.ann, at=later(9))
    assert Contact.objects.get(id=contact.id).released_at == later(9)
    assert not Incident.objects.exists()


def test_anyone_of_the_site_may_press_for_an_unassigned_contact(cast: Cast) -> None:
    contact = cast.contact()
    Contact.objects.filter(id=contact.id).update(agent=None)
    incident = get_help(contact_id=contact.id, actor=cast.al, at=NOW)
    assert incident.owner_id is None


@pytest.mark.covers("S2-45", "S2-46")
def test_who_needs_out_of_a_difficult_call_leaves_its_procedure_for_the_sites_plan(
    cast: Cast, effects: NotedEffects
) -> None:
    Site.objects.filter(id=cast.site.id).update(emergency_plan="Leave by the north door.")
    opened = aided(cast)
    effects.asked.clear()
    need_out(contact_id=opened.contact_id, actor=cast.ann, at=later(20))
    assert opened.run.protocol_id == "unforeseen"
    assert (opened.incident.level, opened.incident.kind) == (0, "other")
    assert emergency_plan(opened.incident) == "Leave by the north door."
    assert {("raise", "crisis"), ("raise", "management")} <= set(effects.asked)
    plan = next(one for one in log(opened.incident) if one.kind == "incidents.plan.opened")
    assert "the site's own" in plan.sentence
    assert "keep_contact_open" in opened.incident.duties
    assert Person.objects.get(id=cast.ann.id).availability == Availability.IN_CRISIS


def test_who_needs_out_where_the_site_wrote_no_plan_gets_the_playbooks(opened: Opened) -> None:
    need_out(contact_id=opened.contact_id, actor=opened.cast.ann, at=later(2))
    plan = next(one for one in log(opened.incident) if one.kind == "incidents.plan.opened")
    assert "the playbook's" in plan.sentence
    assert opened.run.protocol_id == "self-harm"  # a threat's own procedure is never left


def test_who_needs_out_where_no_plan_is_written_hears_so(opened: Opened) -> None:
    InForce.objects.filter(kind="plan").delete()
    need_out(contact_id=opened.contact_id, actor=opened.cast.ann, at=later(2))
    plan = next(one for one in log(opened.incident) if one.kind == "incidents.plan.opened")
    assert "none is written" in plan.sentence


def test_who_needs_out_of_a_locked_call_is_guided_by_the_threats_procedure(cast: Cast) -> None:
    opened = aided(cast)
    said(opened, BOMB)
    need_out(contact_id=opened.contact_id, actor=cast.ann, at=later(40))
    assert opened.run.protocol_id == "bomb-voice"
    assert opened.incident.kind == "bomb"


@pytest.mark.parametrize("kind", ["other", "bomb"])
def test_get_help_in_a_difficult_call_leaves_it_and_rings(
    cast: Cast, effects: NotedEffects, kind: str
) -> None:
    opened = aided(cast)
    effects.asked.clear()
    get_help(contact_id=opened.contact_id, kind=kind, actor=cast.ann, at=later(20))
    assert opened.run.protocol_id == {"other": "unforeseen", "bomb": "bomb-voice"}[kind]
    assert opened.incident.level == 1
    assert ("raise", "crisis") in effects.asked
    with pytest.raises(ContactLocked):
        release_contact(contact_id=opened.contact_id, actor=cast.ann, at=later(30))


def test_a_difficult_call_of_nobody_may_be_left_too(cast: Cast) -> None:
    contact = cast.contact()
    Contact.objects.filter(id=contact.id).update(agent=None)
    opened = aided(cast, contact)
    need_out(contact_id=contact.id, actor=cast.ann, at=later(20))
    assert opened.run.protocol_id == "unforeseen"
    said(opened, BOMB)
    assert opened.incident.kind == "bomb"
