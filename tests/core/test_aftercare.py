"""When somebody is looked after: in their own hours, and never on leave or in their sleep."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from stayline_core.aftercare import (
    MINIMUM,
    By,
    Day,
    Hours,
    Involved,
    Stretch,
    When,
    duration,
    fit,
    is_good,
    parse_plan,
    plan_for,
    steps_for,
)

MONDAY = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DAY = Day(time(9), time(20), timedelta(hours=9))
LONDON = ZoneInfo("Europe/London")


def hours(*shifts: tuple[int, int], leave: tuple[tuple[int, int], ...] = ()) -> Hours:
    """Shifts and leave in hours from Monday noon."""

    def stretch(pair: tuple[int, int]) -> Stretch:
        return Stretch(MONDAY + timedelta(hours=pair[0]), MONDAY + timedelta(hours=pair[1]))

    return Hours(LONDON, tuple(map(stretch, shifts)), tuple(map(stretch, leave)))


def document(**more: Any) -> dict[str, Any]:
    """A plan of one step, with parts of it changed."""
    step = {"id": "first", "title": "Now", "words": "Somebody comes.", "when": "now"}
    return {
        "id": "plan",
        "title": "Plan",
        "off_queue": ["agent"],
        "day": {"from": "09:00", "until": "20:00", "rest": "9 h"},
        "steps": [{**step, "within": "30 min", "again": "15 min", **more.pop("step", {})}],
        **more,
    }


def shipped() -> dict[str, Any]:
    folder = resources.files("stayline") / "playbook" / "aftercare"
    source = (folder / "after-a-crisis-contact.yaml").read_bytes()
    found: dict[str, Any] = yaml.load(source, Loader=yaml.CBaseLoader)  # noqa: S506  # text only
    return found


def in_hours(at: datetime) -> float:
    return (at - MONDAY) / timedelta(hours=1)


@pytest.mark.covers("S4-6")
def test_the_shipped_plan_looks_after_an_agent_for_a_month() -> None:
    found = plan_for(
        parse_plan(shipped()),
        involved=Involved.AGENT,
        contacts_lately=1,
        hours=hours((-3, 5), (21, 29), (45, 53), (69, 77), (165, 173), (669, 677)),
        standing={},
        at=MONDAY,
    )
    times = {one.step.id: in_hours(one.at) for one in found}
    assert times == {
        "first": 0,
        "end-of-shift": 4.75,
        "next-day": 21,  # at the beginning of the next shift, not from bed
        "trained-colleague": 72,
        "week": 168,
        "month": 672,
    }
    due = {one.step.id: one.due_at for one in found}
    assert due["first"] == MONDAY + timedelta(minutes=30)
    assert due["trained-colleague"] is None, "only whoever wants it, and takes it up"
    assert next(one.step for one in found if one.step.opt_in).by is By.PEER


@pytest.mark.covers("S0-39")
def test_everybody_who_had_to_do_with_it_is_offered_something() -> None:
    plan = parse_plan(shipped())
    steps = {
        who: {one.id for one in steps_for(plan, involved=who, contacts_lately=1)}
        for who in Involved
    }
    for who in Involved:
        assert {"next-day", "trained-colleague", "month"} <= steps[who]
    assert "first" in steps[Involved.BYSTANDER]
    assert "first" not in steps[Involved.REVIEWER], "they read it at their own desk, later"
    assert Involved.REVIEWER not in plan.off_queue


def test_many_contacts_in_a_week_bring_more() -> None:
    plan = parse_plan(shipped())
    usual, more = (
        {one.id for one in steps_for(plan, involved=Involved.AGENT, contacts_lately=many)}
        for many in (2, 3)
    )
    assert more - usual == {"load", "fortnight"}


def test_a_step_that_stands_already_is_not_planned_a_second_time() -> None:
    plan = parse_plan(shipped())

    def names(**standing: datetime) -> set[str]:
        found = plan_for(
            plan,
            involved=Involved.AGENT,
            contacts_lately=1,
            hours=hours(),
            standing={name.replace("_", "-"): [at] for name, at in standing.items()},
            at=MONDAY,
        )
        return {one.step.id for one in found}

    week = MONDAY + timedelta(days=7)
    assert "week" not in names(week=week - timedelta(hours=23))
    assert "week" in names(week=week - timedelta(hours=24))
    assert "first" in names(first=MONDAY), "each contact has its own"


@pytest.mark.parametrize(
    ("shifts", "leave", "after", "until", "expected"),
    [
        pytest.param((), (), 24, 40, 24, id="by day, at home"),
        pytest.param((), (), 9, 12, 21, id="in the evening: the next morning"),
        pytest.param((), (), 15, 18, 21, id="at night: that morning"),
        pytest.param(((30, 38),), (), 24, 40, 30, id="at work, where that is soon enough"),
        pytest.param(((50, 58),), (), 24, 40, 24, id="too late: by day at home"),
        pytest.param(((10, 18),), (), 20, 22, 27, id="not in the sleep after a night shift"),
        pytest.param(((10, 18), (34, 42)), (), 36, 40, 36, id="in the night shift itself"),
        pytest.param((), ((20, 200),), 24, 40, 213, id="not on leave: the morning after it"),
        pytest.param(((30, 38),), ((20, 200),), 24, 40, 213, id="not in a shift on leave"),
    ],
)
def test_a_step_comes_in_the_persons_own_hours(
    shifts: tuple[tuple[int, int], ...],
    leave: tuple[tuple[int, int], ...],
    after: int,
    until: int,
    expected: int,
) -> None:
    found = fit(
        MONDAY + timedelta(hours=after),
        latest=MONDAY + timedelta(hours=until),
        hours=hours(*shifts, leave=leave),
        day=DAY,
    )
    assert in_hours(found) == expected


def test_the_end_of_the_shift_is_the_rotas_or_a_guess_that_wakes_nobody() -> None:
    step = {"when": "end_of_shift", "after": "2 h", "id": "end", "title": "End", "words": "Home."}
    first = document()["steps"][0]
    plan = parse_plan(document(steps=[first, {**first, **step}]))

    def end(these: Hours, at: datetime) -> float:
        found = plan_for(
            plan, involved=Involved.AGENT, contacts_lately=1, hours=these, standing={}, at=at
        )
        return (next(one.at for one in found if one.step.id == "end") - at) / timedelta(hours=1)

    assert end(hours((-4, 4)), MONDAY) == 3.75
    assert end(hours((-4, 0), (-8, 1)), MONDAY) == 0.75, "the last of those that run"
    assert end(hours((-4, 4)), MONDAY + timedelta(hours=3.9)) == 0, "it is nearly over"
    assert end(hours(), MONDAY) == 2
    assert end(hours(), MONDAY + timedelta(hours=7)) == 0, "two hours on they may be asleep"


times = st.integers(min_value=-48, max_value=400)


@st.composite
def stretches(draw: st.DrawFn) -> tuple[Stretch, ...]:
    found = []
    for start in draw(st.lists(times, max_size=6)):
        length = draw(st.integers(min_value=1, max_value=60))
        found.append(
            Stretch(MONDAY + timedelta(hours=start), MONDAY + timedelta(hours=start + length))
        )
    return tuple(found)


@given(
    shifts=stretches(),
    leave=stretches(),
    zone=st.sampled_from(["Europe/London", "America/Chicago", "Asia/Kolkata", "Pacific/Auckland"]),
    after=st.integers(min_value=0, max_value=300),
    window=st.integers(min_value=1, max_value=100),
)
def test_nobody_is_disturbed_on_leave_at_night_or_asleep(
    shifts: tuple[Stretch, ...], leave: tuple[Stretch, ...], zone: str, after: int, window: int
) -> None:
    these = Hours(ZoneInfo(zone), shifts, leave)
    earliest = MONDAY + timedelta(hours=after)
    found = fit(earliest, latest=earliest + timedelta(hours=window), hours=these, day=DAY)
    assert found >= earliest
    assert not any(one.covers(found) for one in leave)
    at_work = any(one.covers(found) for one in shifts)
    awake = DAY.starts <= found.astimezone(ZoneInfo(zone)).time() < DAY.ends
    assert at_work or awake
    assert is_good(found, hours=these, day=DAY)
    assert found == fit(earliest, latest=earliest + timedelta(hours=window), hours=these, day=DAY)


def test_where_no_plan_is_in_force_nobody_goes_without() -> None:
    found = plan_for(
        MINIMUM,
        involved=Involved.AGENT,
        contacts_lately=9,
        hours=hours(),
        standing={},
        at=MONDAY,
    )
    assert [one.step.id for one in found] == ["first", "month"]


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"id": " "}, "aftercare.id"),
        ({"title": "x" * 81}, "aftercare.title"),
        ({"off_queue": []}, "off_queue"),
        ({"off_queue": "agent"}, "off_queue"),
        ({"off_queue": ["boss"]}, "boss"),
        ({"day": {"from": "20:00", "until": "09:00", "rest": "9 h"}}, "day"),
        ({"day": {"from": "09:00", "until": "20:00", "rest": "9 hours"}}, "day.rest"),
        ({"step": {"id": "First one"}}, "id"),
        ({"step": {"when": "soon"}}, "soon"),
        ({"step": {"when": "after", "after": "1 d", "until": "2 d"}}, "goes home unseen"),
        ({"step": {"when": "after", "after": "2 d", "until": "1 d"}}, "until"),
        ({"step": {"within": "400 d"}}, "within"),
        ({"step": {"opt_in": "yes"}}, "offered to everybody"),
        ({"step": {"opt_in": "maybe"}}, "yes or no"),
        ({"step": {"by": "robot"}}, "robot"),
        ({"more": {"contacts": "one", "days": "7", "steps": []}}, "more.contacts"),
        ({"more": {"contacts": "3", "days": "0", "steps": []}}, "more.days"),
    ],
)
def test_a_plan_with_a_fault_says_which(changed: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        parse_plan(document(**changed))


def test_a_step_stands_once() -> None:
    step = document()["steps"][0]
    with pytest.raises(ValueError, match="first stands there twice"):
        parse_plan(document(more={"contacts": "3", "days": "7", "steps": [step]}))


def test_a_plan_says_for_whom_a_step_is_or_it_is_for_all() -> None:
    assert parse_plan(document()).steps[0].people == frozenset(Involved)
    only = parse_plan(document(step={"for": ["listener"]})).steps[0]
    assert (only.people, only.when) == (frozenset({Involved.LISTENER}), When.NOW)
    assert duration("90 min", "here") == timedelta(hours=1.5)
