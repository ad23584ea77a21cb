"""Shifts: put on the rota, begun and ended by the watcher, written ahead from weekly ones."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest

from stayline.deadlines.workers import Watcher
from stayline.ledger.queries import entries, stream_about
from stayline.people.actions import (
    add_pattern,
    add_shift,
    cancel_shift,
    fire_pattern,
    fire_shift_begins,
    fire_shift_ends,
    note_exposed_in_transaction,
    note_seen,
    remove_pattern,
    set_availability_in_transaction,
    set_duty,
)
from stayline.people.errors import (
    PatternNotFound,
    PeopleNotYours,
    PersonNotFound,
    ShiftInvalid,
    ShiftNotFound,
)
from stayline.people.models import Absence, Availability, Pattern, Person, Shift, Skill
from stayline.people.queries import (
    agents_next,
    everyone,
    hours_ahead,
    moment,
    next_pattern_to_write,
    next_shift_to_begin,
    next_shift_to_end,
    on_call,
    on_duty,
    on_next_rota,
    patterns,
    rota,
    rota_until,
    staff_ahead,
)
from stayline.people.workers import PatternDue, ShiftBegins, ShiftEnds
from stayline.platform.actors import Actor
from tests.cast import NOW, Cast, later

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def shift(cast: Cast, who: Actor, start: float, end: float, duty: str = "duty") -> Shift:
    return add_shift(
        person_id=who.id,
        duty=duty,
        starts_at=NOW + start * HOUR,
        ends_at=NOW + end * HOUR,
        actor=cast.mo,
        at=NOW,
    )


def home(*people: Actor) -> None:
    for who in people:
        set_duty(person_id=who.id, on_duty=False, actor=who, at=NOW)


def how(who: Actor) -> tuple[bool, str]:
    row = Person.objects.get(id=who.id)
    return row.on_duty, row.availability


def watch(at: datetime) -> int:
    ports = (ShiftBegins(), ShiftEnds(), PatternDue())
    return Watcher(ports, process="tests", clock_steps=(), wall=lambda: at).step()


def told(who: Actor) -> list[str]:
    stream = stream_about("person", who.id)
    assert stream is not None
    return [one.kind.removeprefix("people.") for one in entries(stream.id)]


def test_a_shift_puts_its_person_on_duty_and_takes_them_off_again(cast: Cast) -> None:
    home(cast.bo)
    made = shift(cast, cast.bo, 1, 9)
    assert (next_shift_to_begin(), next_shift_to_end()) == (NOW + HOUR, None)
    assert watch(NOW) == 0
    assert watch(NOW + HOUR) == 1
    assert how(cast.bo) == (True, "free")
    assert Person.objects.get(id=cast.bo.id).available_since == NOW + HOUR
    assert next_shift_to_end() == NOW + 9 * HOUR
    assert [(one.who, one.state) for one in rota(cast.site.id, starts_at=NOW, ends_at=later(9e9))]
    assert watch(NOW + 9 * HOUR) == 1
    assert how(cast.bo) == (False, "away")
    assert told(cast.bo)[-3:] == ["shift.added", "shift.began", "shift.ended"]
    assert not fire_shift_begins(shift_id=made.id, at=NOW + HOUR), "somebody was first"
    assert not fire_shift_ends(shift_id=made.id, at=NOW + 9 * HOUR)
    assert not fire_shift_begins(shift_id=uuid4(), at=NOW)
    assert not fire_shift_ends(shift_id=uuid4(), at=NOW)


def test_whoever_is_in_a_contact_finishes_it_and_the_next_shift_runs_on(cast: Cast) -> None:
    home(cast.bo, cast.bea)
    for who in (cast.bo, cast.bea):
        shift(cast, who, 1, 4)
    shift(cast, cast.bea, 4, 8)
    set_availability_in_transaction(cast.bo.id, Availability.BREAK, at=NOW)
    watch(NOW + HOUR)
    assert how(cast.bo) == (True, "break"), "what they said stands"
    set_availability_in_transaction(cast.bo.id, Availability.IN_CRISIS, at=NOW)
    watch(NOW + 4 * HOUR)
    assert how(cast.bo) == (False, "in_crisis")
    assert how(cast.bea) == (True, "free")
    assert "shift.ended" not in told(cast.bea)
    watch(NOW + 8 * HOUR)
    assert how(cast.bea) == (False, "away")


def test_leave_keeps_somebody_off_duty_and_a_shift_that_was_missed_does_nothing(cast: Cast) -> None:
    home(cast.bo, cast.bea)
    shift(cast, cast.bo, 1, 4)
    shift(cast, cast.bea, 1, 4)
    Absence.objects.create(person_id=cast.bo.id, starts_at=NOW, ends_at=later(9e5), added_at=NOW)
    watch(NOW + HOUR)
    assert how(cast.bo)[0] is False
    watch(NOW + 4 * HOUR)
    assert how(cast.bo) == (False, "away")
    shift(cast, cast.lou, 5, 6)
    home(cast.lou)
    watch(NOW + 7 * HOUR)  # nobody watched in between
    assert how(cast.lou)[0] is False
    assert set(Shift.objects.values_list("state", flat=True)) == {"over"}


def test_whoever_left_meanwhile_is_not_put_on_duty(cast: Cast) -> None:
    home(cast.bo)
    shift(cast, cast.bo, 1, 4)
    Person.objects.filter(id=cast.bo.id).update(is_active=False)
    assert watch(NOW + HOUR) == 1
    assert watch(NOW + 4 * HOUR) == 1
    assert how(cast.bo) == (False, "away")


def test_a_shift_that_is_cancelled_ends_at_once(cast: Cast) -> None:
    home(cast.bo)
    running, to_come = shift(cast, cast.bo, 1, 4), shift(cast, cast.bo, 20, 24)
    watch(NOW + HOUR)
    for one in (running, to_come):
        cancel_shift(shift_id=one.id, actor=cast.mo, at=NOW + 2 * HOUR)
    assert how(cast.bo) == (False, "away")
    assert told(cast.bo)[-2:] == ["shift.cancelled", "shift.cancelled"]
    assert watch(NOW + 30 * HOUR) == 0
    with pytest.raises(ShiftNotFound):
        cancel_shift(shift_id=running.id, actor=cast.mo, at=NOW)


def test_shifts_that_cannot_be_are_refused_in_words(cast: Cast) -> None:
    shift(cast, cast.bo, 1, 4)
    for start, end, duty, field in (
        (4, 2, "duty", "ends"),
        (-3, -1, "duty", "ends"),
        (1, 30, "duty", "ends"),
        (24 * 500, 24 * 500 + 1, "duty", "starts"),
        (2, 3, "duty", "starts"),
        (2, 3, "sometimes", "duty"),
    ):
        with pytest.raises(ShiftInvalid) as refused:
            shift(cast, cast.bo, start, end, duty)
        assert list(refused.value.faults) == [field]
    shift(cast, cast.bo, 2, 48, "on_call")  # beside duty, and longer
    for actor in (cast.cy, cast.bo):
        with pytest.raises(PeopleNotYours):
            cancel_shift(shift_id=Shift.objects.first().id, actor=actor, at=NOW)
    with pytest.raises(PersonNotFound):
        add_shift(person_id=uuid4(), duty="duty", starts_at=NOW, ends_at=NOW, actor=cast.mo, at=NOW)


@pytest.mark.covers("X-6")
def test_who_is_on_call_is_read_from_the_hours_whether_a_watcher_runs_or_not(cast: Cast) -> None:
    home(cast.bo, cast.bea, cast.mo)
    shift(cast, cast.mo, 1, 4, "on_call")
    found = {"roles": ["manager"], "site_id": cast.site.id}
    assert on_call(**found, at=NOW) == []
    (mo,) = on_call(**found, at=NOW + HOUR)
    assert (mo.id, mo.on_call, mo.on_duty) == (cast.mo.id, True, False)
    assert on_call(**found, at=NOW + HOUR, exclude=[cast.mo.id]) == []
    assert on_call(**found, at=NOW + HOUR, skills=["crisis"]) == []
    assert on_call(**found, at=NOW + 4 * HOUR) == []
    watch(NOW + HOUR)
    assert how(cast.mo) == (False, "away"), "on call is not on duty"
    last = everyone(roles=["supervisor", "manager"], site_id=cast.site.id, at=NOW + HOUR)
    assert last[0].id == cast.mo.id, "on call before the others"
    watch(NOW + 4 * HOUR)
    assert on_call(**found, at=NOW + HOUR) == []


@pytest.mark.covers("S0-32")
def test_a_skill_counts_to_the_end_of_its_last_day_in_the_sites_own_time(cast: Cast) -> None:
    cast.site.zone = "America/New_York"
    cast.site.save()
    Skill.objects.create(person_id=cast.bo.id, name="crisis", valid_until=date(2026, 11, 22))
    fields = {"roles": ["supervisor"], "skills": ["crisis"], "site_id": cast.site.id}
    late = datetime(2026, 11, 23, 4, 59, tzinfo=UTC)
    assert [one.id for one in on_duty(**fields, at=late)] == [cast.bo.id]
    assert on_duty(**fields, at=late + timedelta(minutes=1)) == []


def test_rest_and_leave_order_people_and_leave_nobody_out(cast: Cast) -> None:
    note_seen(person_ids=[cast.bo.id, cast.bea.id], at=NOW, process="web")
    fields = {"roles": ["supervisor"], "site_id": cast.site.id}
    for who, level, exercise in ((cast.bo, 1, False), (cast.bea, 3, False), (cast.bea, 0, True)):
        for _ in range(2):
            incident = UUID(int=level)
            note_exposed_in_transaction(
                who.id, incident, level=level, exercise=exercise, at=NOW - HOUR
            )
    found = on_duty(**fields, at=later(5))
    assert [(one.id, one.exposure) for one in found] == [(cast.bea.id, 0), (cast.bo.id, 1)]
    assert on_duty(**fields, at=NOW + timedelta(days=7))[0].exposure == 0
    Absence.objects.create(person_id=cast.bea.id, starts_at=NOW, ends_at=later(60), added_at=NOW)
    (first, second) = on_duty(**fields, at=later(5))
    assert (first.id, second.id) == (cast.bo.id, cast.bea.id)
    assert (second.on_leave, second.availability) == (True, "break")
    assert on_duty(**fields, at=later(61))[1].on_leave is False


def test_who_is_rung_is_found_in_one_statement(
    cast: Cast, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]  # it runs inside every ring
        assert on_duty(roles=["supervisor", "manager"], site_id=cast.site.id, at=NOW)


def test_a_weekly_shift_is_written_ahead_in_the_sites_own_time(cast: Cast) -> None:
    home(cast.bo)
    made = add_pattern(
        person_id=cast.bo.id,
        duty="duty",
        weekdays=[5, 6, 6],
        starts=time(22),
        ends=time(6),
        from_day=date(2026, 11, 22),
        until_day=date(2027, 4, 30),
        actor=cast.mo,
        at=NOW,
    )
    (view,) = patterns(cast.site.id, today=NOW.date())
    assert (view.who, view.days, view.duty_words) == ("Bo Example", "Sat, Sun", "On duty")
    first = Shift.objects.order_by("starts_at").first()
    assert first is not None
    assert (first.starts_at, first.ends_at) == (NOW + 13 * HOUR, NOW + 21 * HOUR)
    assert Shift.objects.count() == 11
    assert watch(NOW) == 0
    due = next_pattern_to_write()
    assert due == datetime(2026, 11, 30, tzinfo=UTC)
    spring = datetime(2027, 3, 25, tzinfo=UTC)
    fire_pattern(pattern_id=made.id, at=spring)
    starts = Shift.objects.filter(starts_at__month=3, starts_at__gt=spring).order_by("starts_at")
    (saturday, sunday) = starts[:2]
    assert saturday.ends_at - saturday.starts_at == 7 * HOUR, "the night the clocks go on"
    assert sunday.starts_at.hour == 21, "22:00 by summer time"
    fire_pattern(pattern_id=made.id, at=spring + timedelta(days=30))
    assert next_pattern_to_write() is None, "written to its last day"
    assert not fire_pattern(pattern_id=made.id, at=spring + timedelta(days=60))
    standing = Shift.objects.exclude(state="cancelled").count()
    assert remove_pattern(pattern_id=made.id, actor=cast.mo, at=spring) == standing
    assert patterns(cast.site.id, today=NOW.date()) == []
    assert told(cast.bo)[-2:] == ["pattern.added", "pattern.removed"]
    with pytest.raises(PatternNotFound):
        remove_pattern(pattern_id=made.id, actor=cast.mo, at=NOW)


def test_a_weekly_shift_leaves_what_stands_and_is_refused_in_words(cast: Cast) -> None:
    fields = {
        "person_id": cast.bo.id,
        "duty": "duty",
        "weekdays": range(7),
        "starts": time(9),
        "ends": time(17),
        "from_day": date(2026, 11, 23),
        "actor": cast.mo,
        "at": NOW,
    }
    shift(cast, cast.bo, 24, 26)
    add_pattern(**fields)
    assert Shift.objects.filter(starts_at__date=date(2026, 11, 23)).count() == 1
    for wrong, field in (
        ({"weekdays": [9]}, "weekdays"),
        ({"duty": "never"}, "duty"),
        ({"until_day": date(2026, 11, 20)}, "until_day"),
        ({"from_day": date(2036, 11, 20)}, "from_day"),
    ):
        with pytest.raises(ShiftInvalid) as refused:
            add_pattern(**fields | wrong)
        assert list(refused.value.faults) == [field]
    (view,) = patterns(cast.site.id, today=NOW.date())
    assert view.days == "every day"
    before = Shift.objects.count()
    Person.objects.filter(id=cast.bo.id).update(is_active=False)
    assert watch(NOW + timedelta(days=14)) > 0
    assert Shift.objects.count() == before, "nothing is written for whoever left"
    assert Pattern.objects.get().written_until > (NOW + timedelta(days=40)).date()


def test_an_hour_that_comes_twice_leaves_no_gap() -> None:
    night = date(2026, 10, 25)
    begins = moment(night, time(1, 30), "Europe/London")
    ends = moment(night, time(1, 30), "Europe/London", later=True)
    assert ends - begins == HOUR
    hours = hours_ahead("Europe/London", at=datetime(2026, 10, 24, 12, 20, tzinfo=UTC))
    assert hours[0].starts_at == datetime(2026, 10, 24, 12, tzinfo=UTC)
    assert [one.local.hour for one in hours[11:14]] == [0, 1, 1]
    assert hours[-1].local == datetime(2026, 10, 30, 23)  # noqa: DTZ001 - a wall clock


def test_the_next_rota_and_the_staff_of_a_week(cast: Cast) -> None:
    week = {"starts_at": NOW, "ends_at": NOW + timedelta(days=7)}
    assert (on_next_rota(cast.site.id, at=NOW), rota_until(cast.site.id)) == (set(), None)
    by_hand = staff_ahead(cast.site, **week)
    assert by_hand.by_hand
    assert all(one.by_hand for one in by_hand.members)
    Skill.objects.create(person_id=cast.bo.id, name="crisis")
    cast.site.fallback = cast.other_site
    shift(cast, cast.bo, 1, 9)
    shift(cast, cast.ann, 200, 201)
    Absence.objects.create(person_id=cast.bo.id, starts_at=NOW, ends_at=later(9), added_at=NOW)
    assert on_next_rota(cast.site.id, at=NOW) == {cast.bo.id}
    assert {one.id for one in agents_next(cast.site.id, at=NOW)} == {cast.ann.id, cast.al.id}
    shift(cast, cast.al, 1, 9)
    assert [one.id for one in agents_next(cast.site.id, at=NOW)] == [cast.al.id]
    assert rota_until(cast.site.id) == NOW + 201 * HOUR
    staff = staff_ahead(cast.site, **week, ways={cast.bo.id: ("sms",)})
    bo = next(one for one in staff.members if one.id == cast.bo.id)
    assert (bo.ways, bo.skills, bo.by_hand) == ({"sms"}, (("crisis", None),), False)
    assert "everyone" in bo.roles
    ann = next(one for one in staff.members if one.id == cast.ann.id)
    assert ann.roles == {"agent"}
    cy = next(one for one in staff.members if one.id == cast.cy.id)
    assert (cy.own_site, cy.by_hand) == (False, True)
    assert sorted(one.kind for one in staff.spans) == ["duty", "duty", "leave"]
    assert not staff.by_hand
