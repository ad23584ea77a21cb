"""Leave and leaving: what is owed is passed on, nothing that lets in stays behind."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from stayline.people.actions import (
    add_contact_point,
    add_shift,
    begin_leave,
    cancel_leave,
    fire_shift_begins,
    fire_shift_ends,
    grant_leave,
    issue_token,
    leave_organisation,
    set_duty,
    set_own_availability,
    take_back_person,
)
from stayline.people.errors import (
    LastAdministrator,
    LeaveInvalid,
    LeaveNotFound,
    PeopleNotYours,
)
from stayline.people.events import (
    LeaveBegan,
    LeaveCancelled,
    LeaveEnded,
    LeaveGranted,
    PersonLeft,
    PersonTakenBack,
)
from stayline.people.models import Absence, Person, Shift
from stayline.people.queries import contact_points, everyone, on_duty, system_actor, token_owner
from stayline.people.workers import LeaveBegins, LeaveEnds
from stayline.platform.actors import Actor
from tests.cast import NOW, Cast, later
from tests.rooms.people.setting_up import administrator, heard, told_of

pytestmark = pytest.mark.django_db


def leave(cast: Cast, begins: float, ends: float, *, actor: Actor | None = None) -> Absence:
    return grant_leave(
        person_id=cast.bo.id,
        starts_at=later(begins),
        ends_at=later(ends),
        actor=actor or cast.mo,
        at=NOW,
    )


def test_leave_that_runs_passes_on_what_is_owed_at_once_and_can_be_ended(cast: Cast) -> None:
    with heard() as ear:
        running = leave(cast, 0, 3600)
    assert ear.said == [(cast.bo.id, "they are on leave")]
    cancel_leave(leave_id=running.id, actor=cast.mo, at=later(60))
    with pytest.raises(LeaveNotFound):
        cancel_leave(leave_id=running.id, actor=cast.mo, at=later(61))
    granted, cancelled = told_of(cast.bo.id)[-2:]
    assert isinstance(granted, LeaveGranted)
    assert isinstance(cancelled, LeaveCancelled)
    assert granted.ends_at == later(3600).isoformat()


def test_leave_to_come_begins_by_the_watcher_once(cast: Cast) -> None:
    port = LeaveBegins()
    assert port.next_due() is None
    to_come = leave(cast, 100, 3600)
    off = leave(cast, 4000, 5000)
    cancel_leave(leave_id=off.id, actor=cast.mo, at=NOW)
    assert port.next_due() == later(100)
    assert port.due(later(99), 10) == []
    assert port.due(later(100), 10) == [to_come.id]
    with heard() as ear:
        assert port.fire(to_come.id, later(100))
        assert not port.fire(to_come.id, later(101))
    assert ear.said == [(cast.bo.id, "they are on leave")]
    assert isinstance(told_of(cast.bo.id)[-1], LeaveBegan)
    assert port.next_due() is None


def test_leave_that_was_over_before_anybody_looked_passes_nothing_on(cast: Cast) -> None:
    missed = leave(cast, 100, 200)
    with heard() as ear:
        assert begin_leave(leave_id=missed.id, actor=system_actor("watcher"), at=later(900))
    assert ear.said == []


def works(cast: Cast, begins: float, ends: float, *, begun: float | None = None) -> Shift:
    """Bo's shift, begun by the watcher at `begun`."""
    row = add_shift(
        person_id=cast.bo.id,
        duty="duty",
        starts_at=later(begins),
        ends_at=later(ends),
        actor=cast.mo,
        at=NOW,
    )
    if begun is not None:
        fire_shift_begins(shift_id=row.id, at=later(begun))
    return row


def how(cast: Cast) -> tuple[bool, str]:
    row = Person.objects.get(id=cast.bo.id)
    return row.on_duty, row.availability


def test_leave_that_ends_in_the_middle_of_a_shift_frees_by_itself(cast: Cast) -> None:
    set_duty(person_id=cast.bo.id, on_duty=False, actor=cast.bo, at=NOW)
    away = leave(cast, 100, 3600)
    works(cast, 200, 9000, begun=200)
    assert how(cast) == (False, "away"), "leave beats the rota"
    port = LeaveEnds()
    assert port.next_due() == later(3600)
    assert port.due(later(3599), 10) == []
    assert port.due(later(3600), 10) == [away.id]
    assert port.fire(away.id, later(3600))
    assert not port.fire(away.id, later(3601))
    assert how(cast) == (True, "free")
    ended = told_of(cast.bo.id)[-1]
    assert isinstance(ended, LeaveEnded)
    assert ended.now == "free"
    assert port.next_due() is None
    fire_shift_ends(shift_id=Shift.objects.get().id, at=later(9000))
    assert how(cast) == (False, "away"), "and goes home as always"


@pytest.mark.parametrize(
    ("said", "at", "after"),
    [("break", 3000, "free"), ("away", 3000, "free"), ("break", 3700, "break")],
)
def test_what_was_said_since_the_end_of_leave_stands(
    cast: Cast, said: str, at: float, after: str
) -> None:
    works(cast, 10, 9000, begun=10)
    row = leave(cast, 100, 3600)
    set_own_availability(availability=said, actor=cast.bo, at=later(at))
    LeaveEnds().fire(row.id, later(3800))
    assert how(cast) == (True, after)


@pytest.mark.parametrize("why", ["no shift", "other leave", "left", "in aftercare"])
def test_the_end_of_leave_frees_nobody_who_does_not_work_then(cast: Cast, why: str) -> None:
    set_duty(person_id=cast.bo.id, on_duty=False, actor=cast.bo, at=NOW)
    row = leave(cast, 100, 3600)
    if why != "no shift":
        works(cast, 200, 9000, begun=200)
    if why == "other leave":
        leave(cast, 3600, 9000)
    if why == "left":
        Person.objects.filter(id=cast.bo.id).update(is_active=False)
    if why == "in aftercare":
        Person.objects.filter(id=cast.bo.id).update(availability="off_queue")
    assert LeaveEnds().fire(row.id, later(3600))
    expected = (True, "off_queue") if why == "in aftercare" else (False, "away")
    assert how(cast) == expected


def test_leave_that_is_ended_early_frees_too(cast: Cast) -> None:
    set_duty(person_id=cast.bo.id, on_duty=False, actor=cast.bo, at=NOW)
    row = leave(cast, 0, 3600)
    works(cast, 10, 9000, begun=10)
    cancel_leave(leave_id=row.id, actor=cast.mo, at=later(60))
    assert how(cast) == (True, "free")
    assert LeaveEnds().due(later(9000), 10) == []


@pytest.mark.parametrize(
    ("said_at", "gap", "after"),
    [(600, 1800, "free"), (1800 + 540, 1800, "break"), (600, 5 * 3600, "break")],
    ids=["in the gap", "when the shift had begun", "on another part of the day"],
)
def test_a_break_in_the_gap_of_the_rota_ends_with_it(
    cast: Cast, said_at: float, gap: float, after: str
) -> None:
    first = works(cast, 10, 540, begun=10)
    second = works(cast, 540 + gap, 540 + gap + 9000)
    fire_shift_ends(shift_id=first.id, at=later(540))
    set_own_availability(availability="break", actor=cast.bo, at=later(said_at + 1))
    fire_shift_begins(shift_id=second.id, at=later(540 + gap + 2))
    assert how(cast) == (True, after)


def test_leave_that_cannot_be_is_refused(cast: Cast) -> None:
    leave(cast, 0, 3600)
    for begins, ends, field in (
        (20_000, 10_000, "ends_at"),
        (-900, -800, "ends_at"),
        (1800, 7200, "starts_at"),
    ):
        with pytest.raises(LeaveInvalid) as refused:
            leave(cast, begins, ends)
        assert list(refused.value.faults) == [field]
    for actor in (cast.bo, cast.cy):
        with pytest.raises(PeopleNotYours):
            leave(cast, 9000, 9900, actor=actor)
        with pytest.raises(PeopleNotYours):
            cancel_leave(leave_id=Absence.objects.get().id, actor=actor, at=NOW)
    with pytest.raises(LeaveNotFound):
        cancel_leave(leave_id=uuid4(), actor=cast.mo, at=NOW)


def test_whoever_leaves_is_out_at_once_and_what_they_did_keeps_their_name(cast: Cast) -> None:
    boss = administrator(cast)
    browser, other = Client(), Client()
    browser.force_login(Person.objects.get(id=cast.bo.id))
    other.force_login(Person.objects.get(id=cast.bea.id))
    assert browser.get("/floor/").status_code == 200
    add_contact_point(
        person_id=cast.bo.id, channel="email", address="bo@example.org", actor=cast.bo, at=NOW
    )
    token, secret = issue_token(
        name="Phones",
        scopes=["contacts:write"],
        source="phones",
        site_id=cast.site.id,
        exercise=True,
        actor=cast.bo,
        at=NOW,
    )
    to_come = Shift.objects.create(
        person_id=cast.bo.id,
        site=cast.site,
        starts_at=later(900),
        ends_at=later(9000),
        added_at=NOW,
    )
    with heard() as ear:
        for _ in range(2):
            leave_organisation(person_id=cast.bo.id, actor=boss, at=later(1))
    assert ear.said == [(cast.bo.id, "they left the organisation")]
    assert browser.get("/floor/").status_code == 302
    assert other.get("/floor/").status_code == 200
    roles = {"site_id": cast.site.id, "at": later(2), "roles": ["supervisor"]}
    assert cast.bo.id not in {one.id for one in [*on_duty(**roles), *everyone(**roles)]}
    assert contact_points([cast.bo.id]) == []
    to_come.refresh_from_db()
    assert to_come.state == "cancelled"
    assert token_owner(secret, scope="contacts:write", at=later(2)).created_by_id == cast.bo.id
    assert token.created_by_id == cast.bo.id
    left = told_of(cast.bo.id)[-1]
    assert isinstance(left, PersonLeft)
    assert (left.sessions, left.shifts) == (1, 1)
    for _ in range(2):
        take_back_person(person_id=cast.bo.id, actor=boss, at=later(3))
    back = Person.objects.get(id=cast.bo.id)
    assert (back.is_active, back.left_at, back.has_usable_password()) == (True, None, False)
    assert isinstance(told_of(cast.bo.id)[-1], PersonTakenBack)


def test_who_may_let_somebody_go_and_who_stays(cast: Cast) -> None:
    boss = administrator(cast)
    for actor, whose in ((cast.mo, boss), (cast.bo, cast.ann), (cast.cy, cast.ann)):
        with pytest.raises(PeopleNotYours):
            leave_organisation(person_id=whose.id, actor=actor, at=NOW)
        with pytest.raises(PeopleNotYours):
            take_back_person(person_id=whose.id, actor=actor, at=NOW)
    with pytest.raises(LastAdministrator):
        leave_organisation(person_id=boss.id, actor=boss, at=NOW)
    assert Person.objects.get(id=boss.id).is_active


def test_somebody_without_a_site_leaves_as_well(cast: Cast) -> None:
    boss = administrator(cast)
    Person.objects.filter(id=cast.bo.id).update(site=None)
    leave_organisation(person_id=cast.bo.id, actor=boss, at=NOW)
    assert not Person.objects.get(id=cast.bo.id).is_active
