"""Whom a rung rings: by the hour, on call, of the fallback site, off the screen; and who never."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from stayline.escalation.actions import (
    accept_rung,
    fire_rung,
    raise_ladder_in_transaction,
    record_spoke,
)
from stayline.escalation.actions.ringing import ring_in_transaction
from stayline.escalation.models import Ladder, rung_to_json
from stayline.escalation.policies import may_call_off
from stayline.escalation.queries import briefing, coming_by, ladders, rings_for
from stayline.incidents.models import Incident
from stayline.incidents.policies import may_decide
from stayline.ledger.queries import entries
from stayline.people.actions import (
    PhoneWord,
    note_gone,
    note_phone_state,
    set_availability_in_transaction,
)
from stayline.people.models import Conflict, Exposure, Shift, Site, Skill
from stayline.people.queries import on_duty
from stayline.platform.actors import Actor
from stayline_core.ladder import Duty, Limits, Pick, Purpose, Rung, Sites, start
from stayline_core.whereabouts import Phone
from tests.cast import NOW, Cast, later
from tests.rooms.escalation.conftest import Kinds, sit_down
from tests.rooms.escalation.pages import TWILIO, address, way

pytestmark = pytest.mark.django_db

LAST = Rung(("everyone",), name="everyone", duty=Duty.ANYONE, pick=Pick.ALL, seconds=20)
ABROAD = Rung(
    ("everyone",),
    name="everyone",
    duty=Duty.ANYONE,
    pick=Pick.ALL,
    seconds=20,
    sites=Sites.FALLBACK,
)


@transaction.atomic
def ringing(incident: Incident, *rungs: Rung, at: float = 0) -> Ladder:
    """A ladder of these rungs rings for an incident."""
    row = Ladder.objects.create(
        incident=incident,
        document_id="ours",
        exercise=incident.exercise,
        rungs=[rung_to_json(one) for one in rungs],
        limits={"accepted_s": 30, "joined_s": 60, "spoke_s": 300, "informs": False},
        started_at=later(at),
    )
    agent = incident.contact.agent.actor()  # type: ignore[union-attr]  # it has one
    ring_in_transaction(incident, row, start(rungs, Limits()), actor=agent, at=later(at))
    return row


def rung(row: Ladder) -> set[str]:
    """The names of those whom the present try rang."""
    now = row.pages.filter(round=row.round, rung=row.rung, attempt=row.attempt)
    return set(now.values_list("person__name", flat=True))


def skipped(incident: Incident) -> list[str]:
    found = entries(incident.stream_id, kinds=["escalation.rung.skipped"])
    return [one.event.because for one in found if one.event]  # type: ignore[attr-defined]  # its kind


def on_call(who: Actor, site: Site, *, begins: float, ends: float) -> None:
    Shift.objects.create(
        person_id=who.id,
        site=site,
        kind="on_call",
        starts_at=later(begins),
        ends_at=later(ends),
        added_at=NOW,
    )


# ── by the hour ──


def test_a_rung_is_silent_outside_its_hours_in_the_zone_of_the_site(
    incident: Incident, centre: Cast
) -> None:
    by_day = Rung(("supervisor",), name="day", between=(("10:00", "18:00"),))
    Site.objects.filter(id=centre.site.id).update(zone="Europe/Berlin")
    incident.site.refresh_from_db()
    assert rung(ringing(incident, by_day, LAST)) <= {"Bo Example", "Bea Example"}
    Ladder.objects.all().update(ended_at=NOW)
    incident.site.zone = "Europe/London"
    row = ringing(incident, by_day, LAST)
    assert row.rung == 1
    assert skipped(incident) == ["it does not ring at this time of day"]


def test_the_last_rung_rings_at_any_time(incident: Incident) -> None:
    row = ringing(incident, Rung(("supervisor",), between=(("01:00", "02:00"),)))
    assert len(rung(row)) == 1
    assert row.due_at == later(15)


# ── on call, skills ──


def test_a_rung_of_those_on_call_rings_whom_the_rota_says(incident: Incident, centre: Cast) -> None:
    on_call(centre.mo, centre.site, begins=-60, ends=3600)
    on_call(centre.lou, centre.site, begins=-3600, ends=-1)
    called = Rung(("everyone",), name="on_call", duty=Duty.ON_CALL, pick=Pick.ALL)
    assert rung(ringing(incident, called, LAST)) == {"Mo Example"}


@pytest.mark.covers("S0-32")
def test_a_skill_is_asked_for_off_duty_as_well(incident: Incident, centre: Cast) -> None:
    Skill.objects.create(person_id=centre.mo.id, name="safeguarding")
    skilled = Rung(("everyone",), skills=("safeguarding",), duty=Duty.ANYONE, pick=Pick.ALL)
    assert rung(ringing(incident, skilled, LAST)) == {"Mo Example"}


# ── the fallback site ──


@pytest.fixture
def nobody_here(incident: Incident, centre: Cast) -> Incident:
    """Everybody of the site is away from their screens, and the other site helps out."""
    for one in (centre.bo, centre.bea, centre.lou, centre.mo):
        note_gone(person_id=one.id, at=NOW, process="tests")
    Site.objects.filter(id=centre.site.id).update(fallback=centre.other_site)
    incident.site.refresh_from_db()
    return incident


def test_people_of_the_fallback_site_are_rung_when_none_of_its_own_can_be(
    nobody_here: Incident, centre: Cast
) -> None:
    row = ringing(nobody_here, ABROAD)
    assert "Cy Example" in rung(row)
    assert not row.nobody_on_duty
    assert rings_for(centre.cy.id, at=later(1))
    accept_rung(ladder_id=row.id, actor=centre.cy, at=later(2))
    assert coming_by(row).who == "Cy Example"


def test_whoever_took_over_from_the_fallback_site_decides_as_one_of_the_site_would(
    nobody_here: Incident, centre: Cast
) -> None:
    row = ringing(nobody_here, ABROAD)
    accept_rung(ladder_id=row.id, actor=centre.cy, at=later(2))
    nobody_here.refresh_from_db()
    assert not may_decide(centre.cy, nobody_here)
    record_spoke(ladder_id=row.id, actor=centre.cy, at=later(9))
    nobody_here.refresh_from_db()
    assert may_decide(centre.cy, nobody_here)
    assert may_call_off(centre.cy, nobody_here)


def test_one_rung_of_one_person_goes_to_who_can_be_reached(nobody_here: Incident) -> None:
    one = Rung(("supervisor",), sites=Sites.FALLBACK)
    assert rung(ringing(nobody_here, one, LAST)) == {"Cy Example"}


@pytest.mark.parametrize("why", ["own", "closed", "real", "reached", "none"])
def test_the_fallback_site_is_left_alone(nobody_here: Incident, centre: Cast, why: str) -> None:
    changes = {"closed": {"closed_at": NOW}, "real": {"exercise": False}}
    Site.objects.filter(id=centre.other_site.id).update(**changes.get(why, {}))
    if why == "reached":
        sit_down(centre, centre.mo)
    if why == "none":
        nobody_here.site.fallback = None
    row = ringing(nobody_here, LAST if why == "own" else ABROAD)
    assert "Cy Example" not in rung(row)


# ── off the screen ──


def test_a_rung_whose_people_are_reached_elsewhere_waits_its_seconds(
    incident: Incident, centre: Cast, logged: Kinds
) -> None:
    way("twilio_sms", "sms", TWILIO)
    address(centre.lou, "sms", "+15550100111")
    note_gone(person_id=centre.lou.id, at=NOW, process="tests")
    lead = Rung(("lead_resolution_specialist",), channels=("screen", "phone"), seconds=12)
    row = ringing(incident, lead, LAST)
    assert (row.rung, row.due_at, row.nobody_on_duty) == (0, later(12), False)
    assert set(row.pages.values_list("person__name", "channel")) == {
        ("Lou Example", "screen"),
        ("Lou Example", "sms"),
    }
    assert logged().count("escalation.people.paged") == 1
    sit_down(centre, seconds=11)
    fire_rung(ladder_id=row.id, at=later(12))
    row.refresh_from_db()
    assert row.rung == 1


def test_telephones_ring_and_the_desk_still_says_that_nobody_is_at_a_screen(
    nobody_here: Incident, centre: Cast
) -> None:
    way("twilio_sms", "sms", TWILIO)
    address(centre.mo, "sms", "+15550100112")
    row = ringing(nobody_here, Rung(("manager",), channels=("phone",), seconds=20))
    assert row.nobody_on_duty
    assert row.pages.filter(channel="sms").count() == 1


def test_whom_only_a_telephone_reaches_is_rung_by_it_though_the_rung_is_of_screens(
    incident: Incident, centre: Cast
) -> None:
    way("twilio_sms", "sms", TWILIO)
    address(centre.lou, "sms", "+15550100111")
    note_gone(person_id=centre.lou.id, at=NOW, process="tests")
    lead = Rung(("lead_resolution_specialist",), seconds=12)
    row = ringing(incident, lead, LAST)
    assert row.rung == 1, "nobody can be reached, so the next one follows at once"
    Ladder.objects.filter(id=row.id).update(document_id="before")
    word = PhoneWord("switchboard", Phone.AVAILABLE, later(5))
    note_phone_state(person_id=centre.lou.id, word=word, actor=centre.lou, at=later(5))
    row = ringing(incident, lead, LAST, at=6)
    assert (row.rung, row.due_at) == (0, later(18))
    assert set(row.pages.values_list("channel", flat=True)) == {"screen", "sms"}


@pytest.mark.parametrize("state", list(Phone))
def test_nothing_a_telephone_says_keeps_the_last_rung_from_anybody(
    incident: Incident, centre: Cast, state: Phone
) -> None:
    row = ringing(incident, LAST)
    before = rung(row)
    Ladder.objects.filter(id=row.id).update(document_id="before")
    for who in (centre.bo, centre.lou, centre.mo):
        word = PhoneWord("switchboard", state, later(5), pause=True)
        note_phone_state(person_id=who.id, word=word, actor=who, at=later(5))
    assert rung(ringing(incident, LAST, at=6)) == before


# ── who never is ──


@pytest.mark.covers("X-6")
def test_a_conflict_of_interest_keeps_somebody_out_of_every_rung(
    incident: Incident, centre: Cast
) -> None:
    for one, other in ((centre.ann, centre.bo), (centre.mo, centre.ann)):
        Conflict.objects.create(
            person_id=one.id, other_id=other.id, noted_at=NOW, noted_by=centre.lou.id
        )
    Conflict.objects.create(
        person_id=centre.ann.id,
        other_id=centre.lou.id,
        noted_at=NOW,
        noted_by=centre.mo.id,
        ended_at=NOW,
    )
    assert rung(ringing(incident, LAST)) == {"Bea Example", "Lou Example"}


@pytest.mark.covers("S0-35")
def test_a_ladder_that_was_emptied_names_the_outside_route_once(
    incident: Incident, centre: Cast, logged: Kinds
) -> None:
    for other in (centre.bo, centre.bea, centre.lou, centre.mo):
        Conflict.objects.create(
            person_id=centre.ann.id, other_id=other.id, noted_at=NOW, noted_by=centre.ann.id
        )
    row = ringing(incident, LAST)
    assert row.outside_at is None
    assert "call the emergency number for the caller's place" in coming_by(row).sentence
    site = incident.site
    site.outside_name, site.outside_number = "Night line of the region", "+15550100999"
    site.outside_words = "Say that Here has nobody."
    site.save()
    for at in (20, 40):
        fire_rung(ladder_id=row.id, at=later(at))
    row.refresh_from_db()
    assert row.outside_at == later(20)
    assert logged().count("escalation.outside.named") == 1
    shown = coming_by(row)
    assert "call Night line of the region: +15550100999." in shown.sentence
    assert shown.sentence.endswith("Say that Here has nobody.")
    assert shown.nobody_on_duty
    view = next(one for one in ladders(incident) if one.document == "ours")
    assert view.outside_at == later(20)
    assert row.due_at == later(60), "it goes on ringing all the same"
    Conflict.objects.filter(other_id=centre.mo.id).update(ended_at=NOW)
    sit_down(centre, seconds=59)
    fire_rung(ladder_id=row.id, at=later(60))
    row.refresh_from_db()
    assert coming_by(row).outside is None


def test_people_who_are_there_but_absent_are_rung_and_no_outside_route_is_named(
    nobody_here: Incident,
) -> None:
    nobody_here.site.outside_number = "+15550100999"
    row = ringing(nobody_here, LAST)
    assert row.nobody_on_duty
    assert row.outside_at is None


# ── respond or investigate ──


@pytest.mark.covers("S0-33")
def test_a_ladder_says_whether_to_respond_or_to_investigate(
    crisis: Ladder, incident: Incident, centre: Cast
) -> None:
    with transaction.atomic():
        row = raise_ladder_in_transaction(
            incident, "people-and-culture", because="told", actor=centre.ann, at=later(1)
        )
    Ladder.objects.filter(id=row.id).update(limits={**row.limits, "informs": False})
    (told,) = [one for one in rings_for(centre.mo.id, at=later(2)) if one.ladder_id == row.id]
    assert (told.purpose, told.asks) == (
        "investigate",
        "Investigate: look into what was reported",
    )
    accept_rung(ladder_id=row.id, actor=centre.mo, at=later(3))
    assert row.hand_overs.get().purpose == Purpose.INVESTIGATE
    assert "investigate" in briefing(row.id)[3].text
    assert coming_by(row).purpose == "investigate"
    said = [
        one.event.describe()
        for one in entries(incident.stream_id, kinds=["escalation.ladder.started"])
        if one.event
    ]
    assert said[-1].startswith("The ladder people-and-culture started, to investigate:")
    (asked,) = rings_for(crisis.pages.get().person_id, at=later(4))
    assert asked.asks.startswith("Respond:")
    assert "You are asked to respond." in briefing(crisis.id)[3].text
    assert {one.asks for one in ladders(incident)} == {told.asks, asked.asks}


def test_who_was_in_a_crisis_contact_is_kept_to_order_who_is_rung(
    crisis: Ladder, incident: Incident, centre: Cast
) -> None:
    accept_rung(ladder_id=crisis.id, actor=centre.mo, at=later(5))
    kept = Exposure.objects.filter(incident_id=incident.id).values_list("person_id", "at", "level")
    assert set(kept) == {(centre.ann.id, NOW, 1), (centre.mo.id, later(5), 1)}


def test_whoever_is_in_another_crisis_is_left_to_the_last_rung(
    incident: Incident, centre: Cast
) -> None:
    for one in (centre.bo, centre.bea):
        set_availability_in_transaction(one.id, "in_crisis", at=NOW)
    row = ringing(incident, Rung(("supervisor",), name="supervisor"), LAST, at=1)
    assert row.rung == 1
    assert rung(row) == {"Bo Example", "Bea Example", "Lou Example", "Mo Example"}
    assert row.due_at == later(1) + timedelta(seconds=20)


def test_whoever_had_enough_crises_in_a_row_is_left_to_the_last_rung(
    incident: Incident, centre: Cast
) -> None:
    for number in range(3):
        Exposure.objects.create(
            person_id=centre.bo.id, incident_id=uuid4(), level=1, at=later(-number)
        )
    supervisors = Rung(("supervisor",), name="supervisor", pick=Pick.ALL)

    def rings(at: float) -> set[str]:
        row = ringing(incident, supervisors, LAST, at=at)
        Ladder.objects.filter(id=row.id).update(document_id=f"at {at}")
        return rung(row)

    assert rings(1) == {"Bea Example"}
    set_availability_in_transaction(centre.bea.id, "in_crisis", at=NOW)
    assert "Bo Example" in rings(2), "never left out of the last"
    later_on = on_duty(
        roles=["supervisor"], site_id=centre.site.id, at=later(12 * 3600 + 1), exclude=[]
    )
    assert not any(one.had_enough for one in later_on)
