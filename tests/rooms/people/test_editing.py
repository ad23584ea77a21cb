"""People by hand: added, changed, given passwords; what the log keeps, and who may not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.contrib.auth.hashers import check_password

from stayline.people.actions import (
    add_contact_point,
    change_person,
    choose_password,
    employ_person,
    give_password,
    hashed,
    new_password,
)
from stayline.people.errors import (
    ChangedMeanwhile,
    LastAdministrator,
    PeopleNotYours,
    PersonInvalid,
    PersonNotFound,
)
from stayline.people.events import (
    ContactPointAdded,
    ContactPointRemoved,
    PasswordChosen,
    PasswordGiven,
    PersonAdded,
    PersonChanged,
)
from stayline.people.models import Person, Site
from stayline.people.queries import PersonFields, contact_points, person_fields, stamp_of
from stayline.platform.actors import Actor
from tests.cast import NOW, Cast, later
from tests.rooms.people.setting_up import HASHED, administrator, told_of

pytestmark = pytest.mark.django_db

DEE = PersonFields(
    name="Dee Example",
    username="dee",
    site="here",
    roles=frozenset({"agent"}),
    email="dee@example.org",
    phone="020 7946 0001",
    platform_user="platform-dee",
)


def employ(actor: Actor, **other: object) -> Person:
    return employ_person(fields=replace(DEE, **other), password=HASHED, actor=actor, at=NOW)


def change(who: Actor | Person, actor: Actor, *, expected: str = "", **other: object) -> Person:
    stands = person_fields(Person.objects.get(id=who.id))
    return change_person(
        person_id=who.id,
        fields=replace(stands, **other),
        expected=expected or stamp_of(stands.told()),
        actor=actor,
        at=later(9),
    )


@pytest.mark.covers("S3-6")
def test_somebody_is_added_with_ways_to_reach_them_and_changed_with_what_stood_before(
    cast: Cast,
) -> None:
    dee = employ(cast.mo)
    assert (dee.password, dee.password_by_other) == (HASHED, True)
    reached = [(one.channel, one.address) for one in contact_points([dee.id])]
    assert reached == [
        ("email", "dee@example.org"),
        ("sms", "+442079460001"),
        ("voice", "+442079460001"),
    ]
    add_contact_point(
        person_id=dee.id, channel="email", address="dee@home.example.org", actor=dee.actor(), at=NOW
    )
    change(dee, cast.mo, phone="", email="dee@new.example.org", roles=frozenset({"supervisor"}))
    left = [one.address for one in contact_points([dee.id])]
    assert left == ["dee@home.example.org", "dee@new.example.org"]
    assert Person.objects.get(id=dee.id).actor().roles == {"supervisor"}
    told = told_of(dee.id)
    assert [type(one) for one in told] == [
        PersonAdded,
        ContactPointAdded,
        ContactPointAdded,
        ContactPointAdded,
        ContactPointAdded,
        PersonChanged,
        ContactPointRemoved,
        ContactPointAdded,
        ContactPointRemoved,
        ContactPointRemoved,
    ]
    changed = told[5]
    assert isinstance(changed, PersonChanged)
    assert changed.changed["roles"] == ["agent", "supervisor"]
    assert "phone: +442079460001 → nothing" in changed.describe()
    many = len(told)
    change(dee, cast.mo)
    assert len(told_of(dee.id)) == many


def test_every_fault_of_a_person_is_named_at_once(cast: Cast) -> None:
    with pytest.raises(PersonInvalid) as refused:
        employ(
            cast.mo,
            name="",
            username="BO",
            roles=frozenset({"wizard"}),
            email="dee",
            phone="call me",
            platform_user="platform-ann",
        )
    assert sorted(refused.value.faults) == [
        "email",
        "name",
        "phone",
        "platform_user",
        "roles",
        "username",
    ]
    for wrong in (
        {"username": "dee example"},
        {"site": "nowhere", "phone": ""},
        {"roles": frozenset()},
        {"platform_user": "x" * 201},
    ):
        with pytest.raises(PersonInvalid) as one:
            employ(cast.mo, **wrong)
        assert list(one.value.faults) == list(wrong)[:1]


@pytest.mark.covers("S3-6")
def test_a_manager_gives_only_the_roles_of_the_floor_and_only_at_their_site(cast: Cast) -> None:
    for role in ("administrator", "manager", "crisis_expert"):
        with pytest.raises(PersonInvalid) as refused:
            change(cast.ann, cast.mo, roles=frozenset({"agent", role}))
        assert list(refused.value.faults) == ["roles"]
    for actor in (cast.bo, cast.cy, cast.ann):
        with pytest.raises(PeopleNotYours):
            change(cast.ann, actor, name="Anne")
        with pytest.raises(PeopleNotYours):
            employ(actor)
    with pytest.raises(PeopleNotYours):
        change(cast.ann, cast.mo, site="there")
    boss = administrator(cast)
    assert change(cast.ann, boss, site="there").site_id == cast.other_site.id
    assert change(cast.ann, boss, roles=frozenset({"manager"})).actor().is_a("manager")


def test_nobody_moves_between_what_is_practice_and_what_is_real(cast: Cast) -> None:
    Site.objects.create(slug="real", name="Real")
    with pytest.raises(PersonInvalid) as refused:
        change(cast.ann, administrator(cast), site="real")
    assert list(refused.value.faults) == ["site"]


def test_the_last_administrator_stays_one(cast: Cast) -> None:
    boss = administrator(cast)
    with pytest.raises(LastAdministrator):
        change(boss, boss, roles=frozenset({"agent"}))
    change(cast.mo, boss, roles=frozenset({"manager", "administrator"}))
    assert not change(boss, boss, roles=frozenset({"agent"})).actor().is_a("administrator")


def test_a_form_that_is_stale_overwrites_nothing(cast: Cast) -> None:
    shown = stamp_of(person_fields(Person.objects.get(id=cast.ann.id)).told())
    change(cast.ann, cast.mo, name="Anne Example")
    with pytest.raises(ChangedMeanwhile):
        change(cast.ann, cast.mo, expected=shown, name="Nan Example")
    with pytest.raises(PersonNotFound):
        change_person(person_id=cast.site.id, fields=DEE, expected="", actor=cast.mo, at=NOW)


def test_a_password_that_is_given_is_logged_without_it_and_replaced_by_ones_own(cast: Cast) -> None:
    assert give_password(person_id=cast.ann.id, password=HASHED, actor=cast.mo, at=later(1)) == 0
    assert Person.objects.get(id=cast.ann.id).password_by_other
    choose_password(password=HASHED, actor=cast.ann, at=later(2))
    assert not Person.objects.get(id=cast.ann.id).password_by_other
    given, chosen = told_of(cast.ann.id)[-2:]
    assert isinstance(given, PasswordGiven)
    assert isinstance(chosen, PasswordChosen)
    assert HASHED not in str([one.content() for one in (given, chosen)])


def test_a_password_is_not_given_to_whoever_holds_more_than_one_may_grant(cast: Cast) -> None:
    boss = administrator(cast)
    for actor, whose in ((cast.mo, boss), (cast.mo, cast.mo), (cast.cy, cast.ann)):
        with pytest.raises(PeopleNotYours):
            give_password(person_id=whose.id, password=HASHED, actor=actor, at=NOW)


def test_passwords_that_are_made_are_long_and_never_the_same() -> None:
    made = {new_password() for _ in range(50)}
    assert len(made) == 50
    assert {len(one) for one in made} == {19}


def test_a_good_password_is_kept_as_a_hash() -> None:
    assert check_password("a calm and quiet evening", hashed("a calm and quiet evening"))


@pytest.mark.parametrize("weak", ["short", "password12345"])
def test_a_weak_password_is_refused(weak: str) -> None:
    with pytest.raises(PersonInvalid) as refused:
        hashed(weak)
    assert list(refused.value.faults) == ["password"]


def test_whoever_was_there_before_there_was_a_record_of_them_gets_one() -> None:
    old = Person.objects.create(username="old", name="Old Example", created_at=NOW)
    choose_password(password=HASHED, actor=old.actor(), at=NOW)
    (chosen,) = told_of(old.id)
    assert isinstance(chosen, PasswordChosen)
