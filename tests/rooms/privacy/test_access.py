"""The list of an incident: who is on it, who is kept out, what is logged."""

from __future__ import annotations

import pytest

from stayline.incidents.models import Incident
from stayline.ledger.queries import entries
from stayline.platform.actors import Actor
from stayline.platform.transactions import action
from stayline.privacy.actions import exclude_in_transaction, grant_in_transaction
from stayline.privacy.models import IncidentAccess
from stayline.privacy.policies import is_excluded, may_see_briefing, may_see_incident
from stayline.privacy.queries import excluded_people, incidents_visible_to, listed_people
from tests.cast import NOW, Cast, later

pytestmark = pytest.mark.django_db


@action
def grant(incident: Incident, who: Actor, because: str, seconds: float = 1) -> None:
    grant_in_transaction(
        incident.id,
        who,
        because=because,
        stream_id=incident.stream_id,
        actor=who,
        at=later(seconds),
    )


@action
def keep_out(incident: Incident, who: Actor, because: str, by: Actor) -> None:
    exclude_in_transaction(
        incident.id, who, because=because, stream_id=incident.stream_id, actor=by, at=later(2)
    )


def said(incident: Incident, kind: str) -> list[tuple[str, str]]:
    found = entries(incident.stream_id, kinds=[kind])
    return [(one.event.person, one.event.because) for one in found]


@pytest.mark.covers("S1-36")
@pytest.mark.parametrize("name", ["al", "bo", "bea", "lou", "mo", "cy"])
def test_whoever_does_not_handle_it_sees_nothing(cast: Cast, incident: Incident, name: str) -> None:
    who: Actor = getattr(cast, name)
    assert not may_see_incident(who, incident.id)
    assert not may_see_briefing(who, incident.id)
    assert incidents_visible_to(who) == set()


def test_whoever_is_on_the_list_sees_it_and_it_is_logged(cast: Cast, incident: Incident) -> None:
    before = listed_people(incident.id)
    assert set(before) == {cast.ann.id}
    grant(incident, cast.bo, "supervises")
    assert may_see_incident(cast.bo, incident.id)
    assert incidents_visible_to(cast.bo) == {incident.id}
    assert listed_people(incident.id) == before | {cast.bo.id: "supervises"}
    assert said(incident, "privacy.access.granted")[-1] == (cast.bo.pseudonym, "supervises")


def test_being_rung_shows_the_briefing_alone(cast: Cast, incident: Incident) -> None:
    grant(incident, cast.bo, "rang")
    assert may_see_briefing(cast.bo, incident.id)
    assert not may_see_incident(cast.bo, incident.id)
    assert incidents_visible_to(cast.bo) == set()


def test_accepting_lifts_to_a_full_place_once(cast: Cast, incident: Incident) -> None:
    for seconds, because in enumerate(("rang", "rang", "accepted", "supervises", "rang")):
        grant(incident, cast.bo, because, seconds)
    assert may_see_incident(cast.bo, incident.id)
    row = IncidentAccess.objects.get(incident_id=incident.id, person_id=cast.bo.id)
    assert (row.because, row.granted_at) == ("accepted", later(2))
    logged = [
        entry for entry in said(incident, "privacy.access.granted") if entry[0] == cast.bo.pseudonym
    ]
    assert [because for _, because in logged] == ["rang", "accepted"]


def test_a_place_that_was_taken_back_shows_nothing(cast: Cast, incident: Incident) -> None:
    grant(incident, cast.bo, "supervises")
    IncidentAccess.objects.filter(person_id=cast.bo.id).update(revoked_at=NOW)
    assert not may_see_incident(cast.bo, incident.id)
    assert incidents_visible_to(cast.bo) == set()
    assert cast.bo.id not in listed_people(incident.id)


@pytest.mark.parametrize("because", ["implicated", "discloser"])
def test_the_excluded_see_nothing_whatever_list_they_are_on(
    cast: Cast, incident: Incident, because: str
) -> None:
    grant(incident, cast.bo, "supervises")
    keep_out(incident, cast.bo, because, cast.mo)
    keep_out(incident, cast.bo, because, cast.mo)
    assert is_excluded(cast.bo.id, incident.id)
    assert not may_see_incident(cast.bo, incident.id)
    assert not may_see_briefing(cast.bo, incident.id)
    assert incidents_visible_to(cast.bo) == set()
    assert cast.bo.id not in listed_people(incident.id)
    assert excluded_people(incident.id) == {cast.bo.id}
    assert said(incident, "privacy.person.excluded") == [(cast.bo.pseudonym, because)]


def test_an_exclusion_holds_for_one_incident(cast: Cast, incident: Incident) -> None:
    keep_out(incident, cast.bo, "implicated", cast.mo)
    assert not is_excluded(cast.bo.id, incident.contact_id)
    assert not is_excluded(cast.bea.id, incident.id)
