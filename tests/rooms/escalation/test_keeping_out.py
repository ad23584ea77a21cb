"""Kept out: implicated or the discloser; the ladder rings on without them, their things pass on."""

from __future__ import annotations

from uuid import uuid4

import pytest

from stayline.escalation.actions import accept_rung, join_contact, record_spoke
from stayline.escalation.actions.keeping_out import keep_out, let_back_in
from stayline.escalation.models import HandOver, Ladder, Page
from stayline.escalation.queries import rings_for
from stayline.incidents.actions import report_seen
from stayline.incidents.errors import ReasonMissing
from stayline.incidents.models import Incident, Obligation
from stayline.ledger.queries import entries
from stayline.people.models import Person
from stayline.platform.actors import Actor
from stayline.privacy.errors import HasTheCaller, KeepOutInvalid, NotOnTheList
from stayline.privacy.queries import excluded_people, why_excluded
from tests.cast import Cast, later

pytestmark = pytest.mark.django_db


def out(incident: Incident, who: Actor, by: Actor, because: str = "implicated") -> None:
    keep_out(incident_id=incident.id, person_id=who.id, because=because, actor=by, at=later(5))


@pytest.mark.covers("S0-35", "S1-39")
def test_whoever_it_is_about_rings_no_more_and_the_next_is_rung(
    centre: Cast, incident: Incident, crisis: Ladder, first: Actor
) -> None:
    assert rings_for(first.id, at=later(4))
    out(incident, first, centre.ann)
    assert rings_for(first.id, at=later(6)) == []
    assert excluded_people(incident.id) == {first.id}
    others = set(crisis.pages.values_list("person_id", flat=True)) - {first.id}
    assert others
    assert Ladder.objects.get(id=crisis.id).ended_at is None
    out(incident, first, centre.ann)
    (entry,) = entries(incident.stream_id, kinds=["privacy.person.excluded"])
    assert (entry.event.person, entry.event.because) == (first.pseudonym, "implicated")
    assert first.name not in entry.event.describe()


@pytest.mark.covers("S0-35")
def test_somebody_who_was_coming_drops_out_and_it_rings_again(
    centre: Cast, incident: Incident, crisis: Ladder, first: Actor
) -> None:
    accept_rung(ladder_id=crisis.id, actor=first, at=later(3))
    out(incident, first, centre.ann)
    assert HandOver.objects.get(receiver_id=first.id).state == "lost"
    assert Person.objects.get(id=first.id).availability == "free"
    after = Ladder.objects.get(id=crisis.id)
    assert after.due_at is not None
    assert after.pages.filter(round=after.round).exclude(person_id=first.id).exists()


def test_nobody_is_taken_from_a_caller_who_would_be_alone(
    centre: Cast, incident: Incident, crisis: Ladder, first: Actor
) -> None:
    with pytest.raises(HasTheCaller):
        out(incident, centre.ann, centre.ann)
    accept_rung(ladder_id=crisis.id, actor=first, at=later(2))
    join_contact(ladder_id=crisis.id, actor=first, at=later(3))
    record_spoke(ladder_id=crisis.id, actor=first, at=later(4))
    with pytest.raises(HasTheCaller):
        out(incident, first, centre.ann)
    out(incident, centre.ann, first)
    assert excluded_people(incident.id) == {centre.ann.id}


@pytest.mark.covers("S0-34", "S0-35")
def test_a_supervisor_who_tells_of_themselves_is_not_rung_for_it(centre: Cast) -> None:
    at = later(1)
    opened = report_seen(
        site_id=centre.site.id,
        kind="abuse_disclosure",
        form="direct",
        text="I am being hurt at home.",
        kept_out={centre.bo.id: "discloser", centre.mo.id: "implicated"},
        exercise=True,
        actor=centre.bo,
        at=at,
    )
    rang = set(Page.objects.filter(ladder__incident=opened).values_list("person_id", flat=True))
    assert rang
    assert rang.isdisjoint({centre.bo.id, centre.mo.id})
    assert why_excluded(opened.id) == {centre.bo.id: "discloser", centre.mo.id: "implicated"}
    keep_out(
        incident_id=opened.id,
        person_id=centre.lou.id,
        because="implicated",
        actor=_handler(opened, centre),
        at=later(2),
    )
    assert not Obligation.objects.filter(incident=opened, owner_id=centre.lou.id).exists()


def _handler(opened: Incident, centre: Cast) -> Actor:
    """Bea, after she has accepted it."""
    row = opened.ladders.filter(ended_at=None).order_by("started_at").first()
    assert row is not None
    accept_rung(ladder_id=row.id, actor=centre.bea, at=later(1.5))
    return centre.bea


def test_what_they_guide_and_owe_after_the_contact_passes_on(
    centre: Cast, incident: Incident, crisis: Ladder, first: Actor
) -> None:
    accept_rung(ladder_id=crisis.id, actor=first, at=later(2))
    record_spoke(ladder_id=crisis.id, actor=first, at=later(3))
    incident.refresh_from_db()
    assert incident.contact is not None
    type(incident.contact).objects.filter(id=incident.contact_id).update(released_at=later(4))
    Obligation.objects.filter(incident=incident).update(state="owed", owner_id=first.id)
    out(incident, first, centre.ann)
    incident.refresh_from_db()
    assert incident.owner is None
    owners = set(Obligation.objects.filter(incident=incident).values_list("owner_id", flat=True))
    assert first.id not in owners


def test_only_handlers_say_so_and_only_a_supervisor_who_decides_lifts_it(
    centre: Cast, incident: Incident, crisis: Ladder, first: Actor
) -> None:
    other = centre.bea if first == centre.bo else centre.bo
    for stranger in (centre.al, centre.cy, other):
        with pytest.raises(NotOnTheList):
            out(incident, centre.mo, stranger)
    for wrong in ({"person_id": uuid4()}, {"because": "dislike"}):
        given = {"person_id": centre.mo.id, "because": "implicated", **wrong}
        with pytest.raises(KeepOutInvalid):
            keep_out(incident_id=incident.id, actor=centre.ann, at=later(5), **given)
    accept_rung(ladder_id=crisis.id, actor=first, at=later(2))
    out(incident, centre.mo, centre.ann, "discloser")

    def lift(by: Actor, reason: str) -> None:
        let_back_in(
            incident_id=incident.id, person_id=centre.mo.id, reason=reason, actor=by, at=later(9)
        )

    for who in (centre.ann, centre.mo):
        with pytest.raises(NotOnTheList):
            lift(who, "a mistake")
    with pytest.raises(ReasonMissing):
        lift(first, " ")
    lift(first, "The name was another one.")
    lift(first, "Pressed twice.")
    assert excluded_people(incident.id) == set()
    (entry,) = entries(incident.stream_id, kinds=["privacy.person.readmitted"])
    assert entry.event.reason == "The name was another one."
