"""A ladder starts in the transaction that opened the incident, and rings whom it should."""

from __future__ import annotations

import pytest
from django.db import transaction

from stayline.escalation.actions import (
    EscalationEffects,
    raise_again,
    raise_ladder_in_transaction,
)
from stayline.escalation.actions.effects import give_notice_in_transaction
from stayline.escalation.errors import RaiseForbidden
from stayline.escalation.events import RungRang
from stayline.escalation.models import Ladder
from stayline.escalation.queries import coming, rings_for
from stayline.incidents.actions import (
    get_help,
    hear_lines,
    lock_incident_in_transaction,
    need_out,
)
from stayline.incidents.models import Incident, Run
from stayline.incidents.queries import by_contact
from stayline.ledger.queries import entries
from stayline.library.models import InForce
from stayline.people.actions import set_availability_in_transaction, set_duty
from stayline.people.models import Skill
from stayline.platform.models import LiveEvent
from stayline.privacy.actions import exclude_in_transaction
from stayline.privacy.policies import may_see_briefing, may_see_incident
from tests.cast import NOW, Cast, later, line
from tests.rooms.escalation.conftest import Kinds, sit_down

pytestmark = pytest.mark.django_db

THREAT = "If you don't remove the solar panels, I'm going to kill myself."


@pytest.mark.covers("S0-25", "S0-36", "S1-9")
def test_a_threat_rings_the_next_available_supervisor_at_once(centre: Cast) -> None:
    set_availability_in_transaction(centre.bea.id, "on_contact", at=NOW)
    contact = centre.contact()
    hear_lines(contact_id=contact.id, lines=[line(1, THREAT)], actor=centre.ann, at=later(1))
    incident = by_contact(contact.id)
    assert incident is not None
    (page,) = Ladder.objects.get(incident=incident).pages.all()
    assert page.person_id == centre.bo.id
    assert page.paged_at == later(1)
    assert not rings_for(centre.bea.id, at=later(1))


@pytest.mark.covers("S0-27")
def test_get_help_rings_once_and_with_the_very_first_press(crisis: Ladder, logged: Kinds) -> None:
    assert crisis.pages.count() == 1
    assert logged().count("escalation.ladder.started") == 1
    assert logged().count("escalation.rung.rang") == 1
    assert "escalation.ladder.raised_again" not in logged()


def test_a_ring_holds_level_site_and_number_alone(
    crisis: Ladder, incident: Incident, centre: Cast
) -> None:
    who = crisis.pages.get().person_id
    (ring,) = rings_for(who, at=later(7))
    assert (ring.level, ring.level_words) == (1, "Threat or disclosure")
    assert (ring.site, ring.number, ring.age_s) == ("Here", "SLX-2026-000001", 7)
    assert ring.exercise
    assert ring.incident_id == incident.id
    assert not rings_for(centre.ann.id, at=later(7))


def test_being_rung_shows_the_briefing_and_no_more(
    crisis: Ladder, incident: Incident, centre: Cast
) -> None:
    who = crisis.pages.get().person_id
    rung, other = sorted([centre.bo, centre.bea], key=lambda one: one.id != who)
    assert may_see_briefing(rung, incident.id)
    assert not may_see_incident(rung, incident.id)
    assert not may_see_briefing(other, incident.id)


def test_ring_and_board_hear_of_it_at_once(crisis: Ladder, incident: Incident) -> None:
    who = crisis.pages.get().person_id
    urgent = set(LiveEvent.objects.filter(urgent=True).values_list("topic", "kind"))
    assert (f"person:{who}", "ring") in urgent
    assert (f"board:{incident.site_id}", "ring") in urgent
    assert (f"incident:{incident.id}", "coming") in urgent


@pytest.mark.covers("S1-10")
def test_without_a_supervisor_a_lead_is_rung_at_once(centre: Cast) -> None:
    for one in (centre.bo, centre.bea):
        set_duty(person_id=one.id, on_duty=False, actor=one, at=NOW)
    incident = get_help(contact_id=centre.contact().id, actor=centre.ann, at=NOW)
    ladder = Ladder.objects.get(incident=incident)
    assert [page.person_id for page in ladder.pages.all()] == [centre.lou.id]
    assert ladder.rung == 1
    kinds = [entry.kind for entry in entries(incident.stream_id)]
    assert kinds.index("escalation.rung.skipped") < kinds.index("escalation.rung.rang")


@pytest.mark.covers("S1-12")
@pytest.mark.usefixtures("playbook")
def test_nobody_on_duty_is_said_at_once_and_goes_on_ringing(cast: Cast) -> None:
    for one in (cast.bo, cast.bea, cast.lou, cast.mo):
        set_duty(person_id=one.id, on_duty=False, actor=one, at=NOW)
    incident = get_help(contact_id=cast.contact().id, actor=cast.ann, at=NOW)
    ladder = Ladder.objects.get(incident=incident)
    shown = coming(incident)
    assert shown.state == "nobody"
    assert shown.nobody_on_duty
    assert "Keep talking" in shown.sentence
    assert "emergency number for the caller's place" in shown.sentence
    assert ladder.due_at == later(20)
    kinds = [entry.kind for entry in entries(incident.stream_id)]
    assert kinds.count("escalation.nobody.on_duty") == 1
    assert {page.person_id for page in ladder.pages.all()} == {
        cast.bo.id,
        cast.bea.id,
        cast.lou.id,
        cast.mo.id,
    }


@pytest.mark.usefixtures("playbook")
def test_somebody_on_duty_without_a_screen_is_rung_and_not_waited_for(cast: Cast) -> None:
    sit_down(cast, cast.lou)
    incident = get_help(contact_id=cast.contact().id, actor=cast.ann, at=NOW)
    ladder = Ladder.objects.get(incident=incident)
    rung = [(page.rung, page.person_id) for page in ladder.pages.order_by("rung")]
    assert [who for place, who in rung if place == 1] == [cast.lou.id]
    assert rung[0][1] in {cast.bo.id, cast.bea.id}
    assert not ladder.nobody_on_duty


@pytest.mark.covers("S0-35")
def test_whoever_is_implicated_or_disclosed_it_is_never_rung(
    incident: Incident, crisis: Ladder, centre: Cast
) -> None:
    before = set(crisis.pages.values_list("person_id", flat=True))
    for one in (centre.bo, centre.bea, centre.mo):
        exclude_in_transaction(
            incident.id,
            one,
            because="implicated",
            stream_id=incident.stream_id,
            actor=centre.ann,
            at=NOW,
        )
    assert not rings_for(next(iter(before)), at=later(1))
    raise_ladder_in_transaction(
        incident, "management", because="a test", actor=centre.ann, at=later(1)
    )
    told = Ladder.objects.get(incident=incident, document_id="management")
    assert {page.person_id for page in told.pages.all()} == {centre.lou.id}


def test_the_agent_of_the_contact_is_never_rung(centre: Cast) -> None:
    contact = centre.contact(agent=centre.bo)
    incident = get_help(contact_id=contact.id, actor=centre.bo, at=NOW)
    ladder = Ladder.objects.get(incident=incident)
    assert [page.person_id for page in ladder.pages.all()] == [centre.bea.id]


@pytest.mark.covers("S0-32")
def test_a_skill_decides_before_the_rank(centre: Cast, incident: Incident) -> None:
    Skill.objects.create(person_id=centre.bea.id, name="suicide_first_response")
    InForce.objects.filter(kind="ladder").delete()
    ladder = raise_ladder_in_transaction(
        incident, "second", because="a test", actor=centre.ann, at=later(1)
    )
    rung = {**ladder.rungs[0], "roles": ["supervisor"], "skills": ["suicide_first_response"]}
    Ladder.objects.filter(id=ladder.id).update(rungs=[rung, *ladder.rungs[1:]], rung=0)
    ladder.pages.all().delete()
    raise_again(incident_id=incident.id, ladder="second", actor=centre.ann, at=later(2))
    assert [page.person_id for page in ladder.pages.all()] == [centre.bea.id]


def test_without_a_document_the_built_in_ladder_rings(cast: Cast) -> None:
    sit_down(cast)
    incident = get_help(contact_id=cast.contact().id, actor=cast.ann, at=NOW)
    ladder = Ladder.objects.get(incident=incident, document_id="crisis")
    assert ladder.document_digest == ""
    assert [rung["name"] for rung in ladder.rungs] == ["supervisor", "lead", "manager", "everyone"]
    assert not ladder.informs


def test_what_staff_reported_rings_without_a_contact_or_a_run(
    centre: Cast, incident: Incident
) -> None:
    Run.objects.filter(incident=incident).delete()
    incident.contact, incident.owner = None, None
    incident.save(update_fields=["contact", "owner"])
    for name, informs in (("second", False), ("management", True)):
        row = raise_ladder_in_transaction(
            incident, name, because="a test", actor=centre.ann, at=later(2)
        )
        assert row.informs is informs
        assert row.pages.exists()


def test_raised_again_it_is_one_row_and_rings_one_more(
    crisis: Ladder, incident: Incident, centre: Cast, logged: Kinds
) -> None:
    due = crisis.due_at
    raise_again(incident_id=incident.id, because="quiet", actor=centre.ann, at=later(4))
    crisis.refresh_from_db()
    assert Ladder.objects.filter(incident=incident, document_id="crisis").count() == 1
    assert crisis.due_at == due
    assert {page.person_id for page in crisis.pages.all()} == {centre.bo.id, centre.bea.id}
    assert "escalation.ladder.raised_again" in logged()


def test_raised_again_beside_whoever_accepted(
    accepted: Ladder, incident: Incident, centre: Cast
) -> None:
    raise_again(incident_id=incident.id, actor=centre.ann, at=later(9))
    accepted.refresh_from_db()
    assert accepted.due_at == later(29)
    assert accepted.hand_overs.get().late
    assert coming(incident).state == "accepted"
    assert "Others are being rung" in coming(incident).sentence


def test_a_stranger_does_not_ring_again(incident: Incident, centre: Cast) -> None:
    for one in (centre.al, centre.cy):
        with pytest.raises(RaiseForbidden):
            raise_again(incident_id=incident.id, actor=one, at=later(4))


@pytest.mark.covers("S0-26")
def test_i_need_out_rings_and_tells_a_manager(
    crisis: Ladder, incident: Incident, centre: Cast
) -> None:
    assert incident.contact_id is not None
    need_out(contact_id=incident.contact_id, actor=centre.ann, at=later(6))
    management = Ladder.objects.get(incident=incident, document_id="management")
    assert [page.person_id for page in management.pages.all()] == [centre.mo.id]
    (ring,) = rings_for(centre.mo.id, at=later(6))
    assert ring.informs
    assert ring.level == 0
    assert crisis.pages.filter(paged_at=later(6)).exists()


def test_the_ladder_keeps_the_exercise_flag(crisis: Ladder, incident: Incident) -> None:
    assert crisis.exercise is incident.exercise is True


def test_a_notice_tells_supervisors_without_words(incident: Incident, centre: Cast) -> None:
    EscalationEffects().perform_in_transaction(
        incident=incident,
        effect="notify",
        target="supervisor",
        because="step_due",
        actor=centre.ann,
        at=later(3),
    )
    (entry,) = entries(incident.stream_id, kinds=["escalation.notice.given"])
    assert entry.event is not None
    assert set(entry.event.content()["people"]) == {  # type: ignore[arg-type]  # a list of text
        centre.bo.pseudonym,
        centre.bea.pseudonym,
    }
    assert LiveEvent.objects.filter(topic=f"person:{centre.bo.id}", kind="help").exists()


def test_an_open_ladder_stands_in_the_way_of_closing(incident: Incident) -> None:
    assert EscalationEffects().blocking(incident) == [
        "The ladder crisis is still open: complete the hand-over or call it off."
    ]


def test_the_log_knows_people_by_pseudonym_alone(incident: Incident, centre: Cast) -> None:
    for entry in entries(incident.stream_id):
        if entry.kind.startswith("escalation."):
            assert entry.event is not None
            told = str(entry.event.content())
            assert not any(
                str(one.id) in told or one.name in told for one in (centre.bo, centre.bea)
            )
            assert entry.event.describe()
    (rang,) = entries(incident.stream_id, kinds=[RungRang.kind])
    assert rang.event is not None


def test_a_notice_reaches_people_also_when_nobody_is_on_duty(centre: Cast) -> None:
    contact = centre.contact()
    hear_lines(contact_id=contact.id, lines=[line(1, THREAT)], actor=centre.ann, at=NOW)
    incident = by_contact(contact.id)
    assert incident is not None
    for one in (centre.bo, centre.bea, centre.lou, centre.mo):
        set_duty(person_id=one.id, on_duty=False, actor=one, at=NOW)
    with transaction.atomic():
        locked = lock_incident_in_transaction(incident.id)
        give_notice_in_transaction(
            locked, "management", because="it is late", actor=centre.ann, at=later(5)
        )
    told = entries(incident.stream_id)[-1]
    assert told.kind == "escalation.notice.given"
    assert told.event.count > 0
