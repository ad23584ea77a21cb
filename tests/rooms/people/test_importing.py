"""Lists of people: shown first, taken in whole, undone part by part."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from stayline.people.actions import (
    change_person,
    import_people,
    leave_organisation,
    people_plan,
    undo_import,
)
from stayline.people.errors import ListMoved, ListNotFound, ListRefused, PeopleNotYours
from stayline.people.events import PeopleListUndone, PeopleTakenIn
from stayline.people.models import PeopleImport, Person
from stayline.people.queries import contact_points, person_fields, stamp_of
from stayline.platform.actors import Actor
from tests.cast import NOW, Cast, later
from tests.rooms.people.setting_up import administrator, told_of_the_centre

pytestmark = pytest.mark.django_db

LIST = """\
name,username,site,roles,skills,email,phone,platform_user
Dee Example,dee,here,agent|Customer support supervisor,safeguarding,dee@example.org,,p-dee
Ann Newname,ann,,,safeguarding,,020 7946 0003,
Bo Example,bo,here,,,,,
"""


def take_in(text: str, actor: Actor, *, expected: str | None = None) -> PeopleImport:
    stamp = people_plan(text, actor=actor).stamp if expected is None else expected
    return import_people(text=text, name="staff.csv", expected=stamp, actor=actor, at=later(1))


def person(username: str) -> Person:
    return Person.objects.get(username=username)


def skills(username: str) -> list[str]:
    return [one.name for one in person(username).skills.all()]


@pytest.mark.covers("S3-6")
def test_a_list_is_shown_taken_in_and_undone_and_taken_in_again(cast: Cast) -> None:
    plan = people_plan(LIST, actor=cast.mo)
    assert plan.faults == ()
    assert [one.kind for one in plan.lines] == ["add", "change", "same"]
    assert (plan.added, plan.changed, plan.same) == (1, 1, 1)
    assert plan.lines[1].changed["name"] == ["Ann Example", "Ann Newname"]
    assert not Person.objects.filter(username="dee").exists()
    taken = take_in(LIST, cast.mo)
    dee = person("dee")
    assert (dee.has_usable_password(), dee.actor().roles) == (False, {"agent", "supervisor"})
    assert [one.channel for one in contact_points([dee.id])] == ["email"]
    assert (person("ann").name, skills("ann"), skills("dee")) == (
        "Ann Newname",
        ["safeguarding"],
        ["safeguarding"],
    )
    done = undo_import(import_id=taken.id, actor=cast.mo, at=later(2))
    assert (done.left, done.restored, done.kept) == (1, 1, 0)
    assert not person("dee").is_active
    assert (person("ann").name, person("ann").phone, skills("ann")) == ("Ann Example", "", [])
    with pytest.raises(ListNotFound):
        undo_import(import_id=taken.id, actor=cast.mo, at=later(3))
    assert people_plan(LIST, actor=cast.mo).lines[0].kind == "back"
    again = take_in(LIST, cast.mo)
    assert person("dee").is_active
    undo_import(import_id=again.id, actor=cast.mo, at=later(4))
    assert not person("dee").is_active
    told = [one for one in told_of_the_centre() if isinstance(one, PeopleTakenIn)]
    assert [(one.added, one.changed) for one in told] == [(1, 1), (0, 2)]
    assert isinstance(told_of_the_centre()[-1], PeopleListUndone)


@pytest.mark.covers("S3-6")
def test_every_fault_is_named_by_line_and_column_and_nothing_is_written(cast: Cast) -> None:
    boss = administrator(cast)
    leave_organisation(person_id=cast.mo.id, actor=boss, at=NOW)
    text = """\
name,username,site,roles,skills,email,phone,platform_user
Dee Example,dee,nowhere,wizard,,,,
,eve,,,,,,
Fay Example,fay,there,agent,,,,
Gil Example,gil,,administrator,,gil,call,p-1
Hal Example,hal,,agent,,,,p-1
Mo Example,mo,,,,,,
Sys,system:watcher,,,,,,
"""
    manager = replace(cast.mo, roles=frozenset({"manager"}))
    plan = people_plan(text, actor=manager)
    assert [(one.line, one.column) for one in plan.faults] == [
        (2, "roles"),
        (2, "site"),
        (3, "name"),
        (3, "roles"),
        (4, "site"),
        (5, "email"),
        (5, "phone"),
        (5, "roles"),
        (6, "platform_user"),
        (7, "username"),
        (8, "roles"),
        (8, "username"),
    ]
    before = Person.objects.count()
    with pytest.raises(ListRefused):
        take_in(text, manager)
    assert (Person.objects.count(), PeopleImport.objects.count()) == (before, 0)


def test_what_is_taken_in_is_what_was_shown(cast: Cast) -> None:
    shown = people_plan(LIST, actor=cast.mo).stamp
    ann = person_fields(person("ann"))
    change_person(
        person_id=cast.ann.id,
        fields=replace(ann, name="Ann Newname"),
        expected=stamp_of(ann.told()),
        actor=cast.mo,
        at=NOW,
    )
    with pytest.raises(ListMoved):
        take_in(LIST, cast.mo, expected=shown)
    with pytest.raises(ListRefused):
        take_in("name,username\nBo Example,bo", cast.mo)
    assert PeopleImport.objects.count() == 0


def test_undoing_keeps_what_somebody_changed_since(cast: Cast) -> None:
    taken = take_in(LIST, cast.mo)
    ann = person_fields(person("ann"))
    change_person(
        person_id=cast.ann.id,
        fields=replace(ann, name="Ann Chosen"),
        expected=stamp_of(ann.told()),
        actor=cast.mo,
        at=NOW,
    )
    leave_organisation(person_id=person("dee").id, actor=cast.mo, at=later(2))
    for actor in (cast.bo, cast.cy):
        with pytest.raises(PeopleNotYours):
            undo_import(import_id=taken.id, actor=actor, at=later(3))
    done = undo_import(import_id=taken.id, actor=cast.mo, at=later(3))
    assert (done.left, done.restored, done.kept) == (0, 0, 1)
    assert (person("ann").name, person("ann").phone) == ("Ann Chosen", "")


def test_whoever_no_longer_manages_them_undoes_nothing(cast: Cast) -> None:
    taken = take_in(LIST, cast.mo)
    Person.objects.filter(username="dee").update(site=cast.other_site)
    with pytest.raises(PeopleNotYours):
        undo_import(import_id=taken.id, actor=cast.mo, at=later(2))
    assert person("ann").name == "Ann Newname"
    with pytest.raises(ListNotFound):
        undo_import(import_id=uuid4(), actor=cast.mo, at=later(2))
