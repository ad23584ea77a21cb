"""Ways to reach people and whom they must not meet: kept, sealed, logged; skills and their days."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.db import transaction

from stayline.people.actions import (
    add_contact_point,
    end_conflict,
    note_conflict,
    note_point_confirmed_in_transaction,
    note_point_tested,
    note_point_tested_in_transaction,
    record_skill,
    remove_contact_point,
    withdraw_skill,
)
from stayline.people.errors import (
    ConflictInvalid,
    ConflictNotFound,
    PeopleNotYours,
    PointInvalid,
    PointNotFound,
    SkillInvalid,
)
from stayline.people.events import ConflictEnded, ConflictNoted, SkillRecorded, SkillWithdrawn
from stayline.people.models import ContactPoint, Person, Site, Skill
from stayline.people.queries import conflicting, contact_points, skill_rows
from tests.cast import NOW, Cast, later
from tests.rooms.people.setting_up import told_of

pytestmark = pytest.mark.django_db


def add(cast: Cast, channel: str, address: str, *, actor=None, person=None) -> ContactPoint:
    return add_contact_point(
        person_id=(person or cast.bo).id,
        channel=channel,
        address=address,
        actor=actor or cast.bo,
        at=NOW,
    )


def test_a_point_is_sealed_tried_in_order_logged_by_its_end_and_gone_when_removed(
    cast: Cast,
) -> None:
    first = add(cast, "sms", "020 7946 0002")
    add(cast, "email", " bo@example.org ", actor=cast.mo)
    add(cast, "webhook", "http://127.0.0.1:9/hook")
    assert add(cast, "sms", "+44 20 7946 0002").id == first.id
    points = contact_points([cast.bo.id, cast.bea.id])
    assert [(one.channel, one.address, one.position) for one in points] == [
        ("sms", "+442079460002", 0),
        ("email", "bo@example.org", 1),
        ("webhook", "http://127.0.0.1:9/hook", 2),
    ]
    assert [one.hint for one in points] == ["…0002", "b…@example.org", "127.0.0.1 …hook"]
    assert [one.channel for one in contact_points([cast.bo.id], channels=["email"])] == ["email"]
    with transaction.atomic():
        note_point_tested_in_transaction(first.id, at=later(1))
        note_point_confirmed_in_transaction(first.id, at=later(2))
    first.refresh_from_db()
    assert (first.tested_at, first.confirmed_at) == (later(1), later(2))
    assert b"7946" not in bytes(first.address_sealed)
    remove_contact_point(point_id=first.id, actor=cast.bo, at=later(3))
    first.refresh_from_db()
    assert bytes(first.address_sealed) == b""
    assert [one.channel for one in contact_points([cast.bo.id])] == ["email", "webhook"]
    said = " ".join(one.describe() for one in told_of(cast.bo.id))
    assert "…0002" in said
    assert "7946" not in said
    assert "no longer reach" in said


def test_a_test_is_noted_of_ones_own_address_alone(cast: Cast) -> None:
    point = add(cast, "email", "bo@example.org")
    assert not note_point_tested(point_id=point.id, actor=cast.bea, at=later(1))
    point.refresh_from_db()
    assert point.tested_at is None
    assert note_point_tested(point_id=point.id, actor=cast.bo, at=later(2))
    point.refresh_from_db()
    assert point.tested_at == later(2)


def test_only_the_person_and_who_manages_them_say_how_they_are_reached(cast: Cast) -> None:
    point = add(cast, "email", "bo@example.org")
    for actor in (cast.ann, cast.bea, cast.cy):
        with pytest.raises(PeopleNotYours):
            add(cast, "email", "other@example.org", actor=actor)
        with pytest.raises(PeopleNotYours):
            remove_contact_point(point_id=point.id, actor=actor, at=NOW)
    with pytest.raises(PointNotFound):
        remove_contact_point(point_id=uuid4(), actor=cast.bo, at=NOW)


@pytest.mark.parametrize(
    ("channel", "address", "field"),
    [
        ("pigeon", "roof", "channel"),
        ("email", "", "address"),
        ("email", "bo", "address"),
        ("email", "b" * 600 + "@example.org", "address"),
        ("voice", "12", "address"),
        ("sms", "ring me", "address"),
        ("slack", "example.org/hook", "address"),
        ("teams", "http://example.org/hook", "address"),
        ("webhook", "http://10.0.0.1/hook", "address"),
        ("webhook", "https://[broken", "address"),
    ],
)
def test_an_address_that_no_page_reaches_is_refused(
    cast: Cast, channel: str, address: str, field: str
) -> None:
    with pytest.raises(PointInvalid) as refused:
        add(cast, channel, address)
    assert list(refused.value.faults) == [field]


def test_this_machine_is_no_address_where_contacts_are_real(cast: Cast) -> None:
    real = Site.objects.create(slug="real", name="Real")
    person = Person.objects.create(username="dee", name="Dee Example", site=real, created_at=NOW)
    with pytest.raises(PointInvalid):
        add(cast, "webhook", "http://localhost/hook", person=person, actor=person.actor())
    assert add(cast, "slack", "https://hooks.example.org/services/abcd").hint.endswith("abcd")


@pytest.mark.covers("X-6")
def test_a_conflict_holds_both_ways_until_it_is_ended_and_both_records_say_so(cast: Cast) -> None:
    noted = note_conflict(person_id=cast.bo.id, other_id=cast.ann.id, actor=cast.mo, at=NOW)
    again = note_conflict(person_id=cast.ann.id, other_id=cast.bo.id, actor=cast.mo, at=NOW)
    assert again.id == noted.id
    assert conflicting(cast.ann.id) == {cast.bo.id}
    assert conflicting(cast.bo.id) == {cast.ann.id}
    assert conflicting(cast.bea.id) == set()
    end_conflict(conflict_id=noted.id, actor=cast.mo, at=later(1))
    assert conflicting(cast.ann.id) == set()
    for who in (cast.ann, cast.bo):
        assert [type(one) for one in told_of(who.id)[-2:]] == [ConflictNoted, ConflictEnded]
    with pytest.raises(ConflictNotFound):
        end_conflict(conflict_id=noted.id, actor=cast.mo, at=later(2))


def test_a_conflict_is_noted_by_who_manages_one_of_two_different_people(cast: Cast) -> None:
    for pair in ((cast.ann.id, cast.ann.id), (cast.ann.id, uuid4())):
        with pytest.raises(ConflictInvalid):
            note_conflict(person_id=pair[0], other_id=pair[1], actor=cast.mo, at=NOW)
    with pytest.raises(PeopleNotYours):
        note_conflict(person_id=cast.ann.id, other_id=cast.bo.id, actor=cast.cy, at=NOW)
    noted = note_conflict(person_id=cast.ann.id, other_id=cast.cy.id, actor=cast.cy, at=NOW)
    with pytest.raises(PeopleNotYours):
        end_conflict(conflict_id=noted.id, actor=cast.bo, at=NOW)


def test_a_skill_has_evidence_and_a_last_day_and_the_log_has_what_stood_before(cast: Cast) -> None:
    def record(**more: object) -> Skill:
        given = {"name": "safeguarding", "person_id": cast.bo.id, "actor": cast.mo, "at": NOW}
        return record_skill(**given | more)

    record(evidence="Course of May")
    record(evidence="Course of May")
    row = record(evidence="Course of June", valid_until=date(2026, 11, 22))
    assert (row.recorded_at, row.recorded_by) == (NOW, cast.mo.id)
    (today,) = skill_rows(cast.mo, asked={"safeguarding"}, today=date(2026, 11, 22))
    (next_day,) = skill_rows(cast.mo, asked=set(), today=date(2026, 11, 23))
    assert ([one.person_id for one in today.has], today.ended) == ([cast.bo.id], ())
    assert (next_day.has, [one.person_id for one in next_day.ended]) == ((), [cast.bo.id])
    for _ in range(2):
        withdraw_skill(person_id=cast.bo.id, name="safeguarding", actor=cast.mo, at=later(1))
    assert not Skill.objects.exists()
    first, second, gone = told_of(cast.bo.id)[-3:]
    assert isinstance(first, SkillRecorded)
    assert isinstance(second, SkillRecorded)
    assert second.changed == {
        "evidence": ["Course of May", "Course of June"],
        "valid_until": ["", "2026-11-22"],
    }
    assert "valid until: nothing → 2026-11-22" in second.describe()
    assert isinstance(gone, SkillWithdrawn)
    assert gone.evidence == "Course of June"


def test_a_skill_that_cannot_be_kept_or_is_not_ones_to_record_is_refused(cast: Cast) -> None:
    with pytest.raises(SkillInvalid) as refused:
        record_skill(
            person_id=cast.bo.id, name="Very Calm", evidence="x" * 201, actor=cast.mo, at=NOW
        )
    assert sorted(refused.value.faults) == ["evidence", "name"]
    with pytest.raises(PeopleNotYours):
        record_skill(person_id=cast.bo.id, name="calm", actor=cast.bo, at=NOW)
    with pytest.raises(PeopleNotYours):
        withdraw_skill(person_id=cast.bo.id, name="calm", actor=cast.cy, at=NOW)
