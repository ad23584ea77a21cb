"""Everyone involved comes off the queue by default, and is owed a private check."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import override_settings

from stayline.care.actions import (
    CareEffects,
    involved_people,
    start_aftercare_in_transaction,
)
from stayline.care.models import OffQueue, PrivateCheck
from stayline.care.queries import care_dates, own_care, promises_of
from stayline.config.loading import load
from stayline.incidents.actions import hear_lines, lock_incident_in_transaction, record_safety
from stayline.incidents.models import Incident, Obligation
from stayline.incidents.queries import log
from stayline.ledger.queries import entries, stream_about
from stayline.people.models import Availability, Person
from stayline.platform.actors import Actor
from stayline.privacy.actions import exclude_in_transaction, grant_in_transaction, note_read
from tests.cast import NOW, Cast, later, line
from tests.rooms.care.conftest import ENDED, WORDS, end

pytestmark = pytest.mark.django_db


def availability(who: Actor) -> str:
    return Person.objects.get(id=who.id).availability


@pytest.mark.covers("S4-6")
def test_everyone_involved_comes_off_the_queue_by_default(ended: Incident, cast: Cast) -> None:
    off = OffQueue.objects.filter(incident_id=ended.id)
    assert {one.person_id for one in off} == {cast.ann.id, cast.bo.id}
    assert {one.since for one in off} == {later(ENDED)}
    assert {one.minimum_until for one in off} == {later(ENDED + 600)}
    assert availability(cast.ann) == Availability.OFF_QUEUE
    assert availability(cast.bo) == Availability.OFF_QUEUE
    assert availability(cast.al) == Availability.FREE
    assert not Obligation.objects.filter(
        incident=ended, do_kind="start", state__in=("owed", "missed", "waiting")
    ).exists()


@pytest.mark.covers("S4-6")
def test_each_is_owed_a_private_check_by_somebody_who_was_not_there(
    ended: Incident, cast: Cast
) -> None:
    checks = PrivateCheck.objects.filter(incident_id=ended.id, step="first")
    assert {one.due_at for one in checks} == {later(ENDED + 30 * 60)}
    supporters = {one.person_id: one.supporter_id for one in checks}
    assert supporters == {cast.ann.id: cast.bea.id, cast.bo.id: cast.bea.id}
    names = {promise.person for promise in promises_of(cast.bea.id, at=later(ENDED))}
    assert names == {"Ann Example", "Bo Example"}


def test_with_every_supervisor_involved_the_manager_checks(incident: Incident, cast: Cast) -> None:
    join(incident, cast.bea)
    end(incident, cast)
    supporters = set(PrivateCheck.objects.values_list("supporter_id", flat=True))
    assert supporters == {cast.mo.id}


def test_with_nobody_else_somebody_who_was_there_checks_and_never_oneself(
    incident: Incident, cast: Cast
) -> None:
    Person.objects.filter(id__in=[cast.bea.id, cast.mo.id]).update(is_active=False)
    end(incident, cast)
    supporters = dict(PrivateCheck.objects.values_list("person_id", "supporter_id"))
    assert supporters == {cast.ann.id: cast.bo.id, cast.bo.id: None}


def test_the_implicated_check_on_nobody(incident: Incident, cast: Cast) -> None:
    with transaction.atomic():
        exclude_in_transaction(
            incident.id,
            cast.bea,
            because="implicated",
            stream_id=incident.stream_id,
            actor=cast.mo,
            at=later(9),
        )
    end(incident, cast)
    supporters = set(PrivateCheck.objects.values_list("supporter_id", flat=True))
    assert cast.bea.id not in supporters


def test_only_who_was_in_it_is_involved(incident: Incident, cast: Cast) -> None:
    join(incident, cast.lou)
    note_read(incident_id=incident.id, actor=cast.al, screen="incident", at=later(30))
    found = {one.name for one in involved_people(incident)}
    assert found == {"Ann Example", "Lou Example"}, "Bo came onto the list and did nothing yet"


def test_started_again_it_reaches_only_who_came_later(ended: Incident, cast: Cast) -> None:
    join(ended, cast.lou)
    with transaction.atomic():
        CareEffects().perform_in_transaction(
            incident=lock_incident_in_transaction(ended.id),
            effect="start",
            target="aftercare",
            because="again",
            actor=cast.mo,
            at=later(800),
        )
    assert PrivateCheck.objects.filter(step="first").count() == 3
    assert OffQueue.objects.get(person_id=cast.ann.id).since == later(ENDED)
    started = [one for one in log(ended) if one.kind == "care.aftercare.started"]
    assert [one.sentence for one in started] == [
        "Aftercare was offered to everyone involved: 2.",
        "Aftercare was offered to everyone involved: 1.",
    ]


def test_nobody_is_pulled_out_of_another_contact(incident: Incident, cast: Cast) -> None:
    cast.contact(agent=cast.bo, at=later(100))
    end(incident, cast)
    assert availability(cast.bo) == Availability.ON_CONTACT
    assert OffQueue.objects.filter(person_id=cast.bo.id).exists()


def test_somebody_who_guides_another_crisis_stays_there(incident: Incident, cast: Cast) -> None:
    other = cast.contact(agent=cast.al, at=later(100))
    hear_lines(contact_id=other.id, lines=[line(101, WORDS)], actor=cast.al, at=later(101))
    Incident.objects.filter(contact=other).update(owner_id=cast.bo.id)
    before = availability(cast.bo)
    end(incident, cast)
    assert availability(cast.bo) == before


def test_the_incidents_log_names_nobody_and_each_persons_own_holds_their_part(
    ended: Incident, cast: Cast
) -> None:
    (entry,) = (one for one in entries(ended.stream_id) if one.kind == "care.aftercare.started")
    assert entry.event is not None
    assert set(entry.event.content()) == {"people", "check_until"}
    stream = stream_about("person", cast.ann.id)
    assert stream is not None
    own = [one for one in entries(stream.id) if one.kind == "care.aftercare.offered"]
    assert [one.subject for one in own] == [f"person:{cast.ann.pseudonym}"]


def test_the_least_time_is_a_setting(incident: Incident, cast: Cast) -> None:
    with override_settings(STAYLINE=load({"STAYLINE_OFF_QUEUE_MINUTES": "45"})):
        end(incident, cast)
    care = own_care(cast.ann.id, at=later(ENDED + 44 * 60))
    assert care.minimum_until == later(ENDED) + timedelta(minutes=45)
    assert not care.may_come_back


def test_a_manager_sees_dates_and_nothing_else(ended: Incident, cast: Cast) -> None:
    del ended
    rows = care_dates(cast.site.id, since=NOW)
    assert {(one.person, one.offered_at, one.done_at) for one in rows} == {
        ("Ann Example", later(ENDED), None),
        ("Bo Example", later(ENDED), None),
    }
    assert care_dates(cast.other_site.id, since=NOW) == []


def test_care_holds_no_incident_open(ended: Incident) -> None:
    assert CareEffects().blocking(ended) == ()


def join(incident: Incident, who: Actor) -> None:
    """Let somebody take part: they come onto the list and add what was done."""
    grant_in_transaction(
        incident.id, who, because="accepted", stream_id=incident.stream_id, actor=who, at=later(6)
    )
    record_safety(incident_id=incident.id, text="Listened in.", actor=who, at=later(7))


def test_started_again_for_nobody_new_says_nothing(ended: Incident, cast: Cast) -> None:
    kinds = [one.kind for one in log(ended)]
    with transaction.atomic():
        start_aftercare_in_transaction(
            lock_incident_in_transaction(ended.id), actor=cast.bo, at=later(700)
        )
    assert [one.kind for one in log(ended)] == kinds


def test_a_supporter_who_is_off_duty_is_found_before_somebody_who_was_there(
    incident: Incident, cast: Cast
) -> None:
    Person.objects.filter(id__in=[cast.bea.id, cast.mo.id]).update(on_duty=False)
    end(incident, cast)
    supporters = set(PrivateCheck.objects.values_list("supporter_id", flat=True))
    assert supporters <= {cast.bea.id, cast.mo.id}
    assert None not in supporters


def test_somebody_without_a_log_of_their_own_gets_one(incident: Incident, cast: Cast) -> None:
    new = Person.objects.create(
        username="newcomer", name="New Example", site=cast.site, created_at=later(0)
    )
    Incident.objects.update(owner=new)
    end(incident, cast)
    stream = stream_about("person", new.id)
    assert stream is not None
    assert [one.kind for one in entries(stream.id)] == [
        "care.aftercare.offered",
        "care.steps.planned",
    ]


def test_a_report_by_staff_without_a_contact_involves_who_acted(
    incident: Incident, cast: Cast
) -> None:
    join(incident, cast.lou)
    Incident.objects.update(contact=None, owner=None)
    incident.refresh_from_db()
    assert {one.name for one in involved_people(incident)} == {"Ann Example", "Lou Example"}
