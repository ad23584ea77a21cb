"""How long until somebody can answer: a ladder against people, shifts, leave and ways."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from stayline_core.ladder import Duty, Pick, Rung, Sites
from stayline_core.reach import Answer, Bounds, Hour, Member, Reach, Span, Staff, answer_at, reach

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
BO, BEA, MO, FAR = (UUID(int=number) for number in range(1, 5))

SUPERVISOR = Rung(("supervisor",), name="supervisor", seconds=20)
ON_CALL = Rung(("manager",), name="on call", duty=Duty.ON_CALL, channels=("phone",), seconds=20)
EVERYONE = Rung(
    ("everyone",),
    name="everyone",
    duty=Duty.ANYONE,
    pick=Pick.ALL,
    channels=("phone",),
    sites=Sites.FALLBACK,
)


def member(who: UUID, role: str = "supervisor", *ways: str, **more: object) -> Member:
    roles = frozenset({role, "everyone"})
    return Member(who, f"M{who.int}", roles, ways=frozenset(ways), **more)  # type: ignore[arg-type]  # whatever a test wants to say


def hours(count: int = 24) -> list[Hour]:
    starts = [MONDAY + timedelta(hours=one) for one in range(count)]
    return [Hour(one, one + timedelta(hours=1), one.replace(tzinfo=None)) for one in starts]


def span(who: UUID, start: float, end: float, kind: str = "duty") -> Span:
    return Span(who, kind, MONDAY + timedelta(hours=start), MONDAY + timedelta(hours=end))


def codes(found: Reach) -> list[tuple[str, str]]:
    return [(one.code, one.rung) for one in found.findings]


def words(found: Reach, code: str) -> str:
    return next(one.words for one in found.findings if one.code == code)


def moment(staff: Staff, hour: float, *rungs: Rung) -> Answer:
    at = MONDAY + timedelta(hours=hour)
    return answer_at(rungs, staff, at=at, local=at.replace(tzinfo=None))


@pytest.mark.covers("X-6")
def test_a_night_without_anybody_is_found_to_the_minute() -> None:
    staff = Staff((member(BO), member(BEA)), (span(BO, 0, 22.2), span(BEA, 6, 22)))
    found = reach([SUPERVISOR], staff, hours())
    assert found.worst_s is None
    assert found.stops
    assert found.cells[21].answer.seconds == 0
    assert found.cells[22].answer.seconds is None, "the hour is as bad as its worst minute"
    assert words(found, "gap") == "Nobody can answer from Monday 22:12 to Tuesday 00:00."
    assert "from Monday 00:00 to Monday 06:00" in words(found, "alone")


@pytest.mark.covers("X-6")
def test_who_is_on_call_is_reached_by_the_quickest_way_that_is_set_up() -> None:
    at_home = Staff((member(MO, "manager", "sms", "voice", "email"),), (span(MO, 0, 5, "on_call"),))
    assert moment(at_home, 1, SUPERVISOR, ON_CALL) == Answer(30, 1, "on call", "voice", 20)
    assert moment(at_home, 6, SUPERVISOR, ON_CALL) == Answer(None)
    by_mail = Rung(("manager",), name="mail", duty=Duty.ANYONE, channels=("email",))
    assert moment(at_home, 6, by_mail) == Answer(300, 1, "mail", "email", 15)
    without_a_way = Staff((member(MO, "manager"),), (span(MO, 0, 5, "on_call"),))
    assert moment(without_a_way, 1, ON_CALL) == Answer(None)


def test_a_rung_whose_people_can_be_reached_waits_and_one_without_is_passed_at_once() -> None:
    bo_at_home = Staff(
        (member(BO, "supervisor", "email"), member(MO, "manager")), (span(MO, 0, 24),)
    )
    slow = Rung(("supervisor",), name="at home", duty=Duty.ANYONE, channels=("email",), tries=2)
    screen = Rung(("manager",), name="manager")
    assert moment(bo_at_home, 1, slow, screen) == Answer(30, 2, "manager", "screen", 30)
    assert moment(bo_at_home, 1, SUPERVISOR, screen).seconds == 0


def test_leave_a_skill_that_ended_and_hours_of_a_rung_leave_people_out() -> None:
    trained = member(BO, skills=(("crisis", date(2026, 11, 23)), ("sign", None)))
    staff = Staff((trained,), (span(BO, 0, 48), span(BO, 3, 4, "leave")))
    crisis = Rung(("supervisor",), name="trained", skills=("crisis", "sign"))
    assert moment(staff, 2, crisis).seconds == 0
    assert moment(staff, 3, crisis).seconds is None
    assert moment(staff, 25, crisis).seconds is None, "the skill ended with Monday"
    night = Rung(("supervisor",), name="night", between=(("22:30", "06:00"),))
    assert [moment(staff, hour, night).seconds for hour in (2, 12, 23)] == [0, None, 0]
    cells = reach([night], staff, hours()).cells
    assert cells[22].answer.seconds is None, "half of this hour"
    assert cells[23].answer.seconds == 0


@pytest.mark.covers("X-6")
def test_the_fallback_site_is_asked_where_none_of_its_own_can_be_reached() -> None:
    far = member(FAR, "supervisor", own_site=False)
    staff = Staff((member(BO), far), (span(BO, 8, 16), span(FAR, 0, 24)))
    own = Rung(("supervisor",), name="own")
    both = Rung(("supervisor",), name="both", sites=Sites.FALLBACK)
    assert moment(staff, 4, own).seconds is None
    assert moment(staff, 4, both).seconds == 0
    assert moment(staff, 9, both).people == 1, "its own people first, and they alone"
    alone = reach([own], Staff((far,), (span(FAR, 0, 24),)), hours())
    assert codes(alone)[0] == ("no_recipients", "own")


def test_what_is_wrong_with_a_rung_whatever_the_others_do() -> None:
    staff = Staff((member(BO), member(MO, "manager")), (span(BO, 0, 24),))
    rungs = [
        SUPERVISOR,
        Rung(("lead_resolution_specialist",), name="lead", skills=("crisis", "sign")),
        Rung(("manager",), name="manager"),
    ]
    found = reach(rungs, staff, hours())
    assert codes(found) == [("no_recipients", "lead"), ("unreachable", "manager"), ("alone", "")]
    assert not found.stops
    assert words(found, "no_recipients") == (
        "The rung lead rings nobody: the site has no lead resolution specialist with crisis and "
        "sign."
    )


def test_silence_and_slowness_are_said_from_their_bounds_on() -> None:
    calls = [span(MO, start, start + 1, "on_call") for start in (1, 3, 5, 7)]
    staff = Staff((member(MO, "manager", "voice"),), tuple(calls))
    found = reach([EVERYONE, ON_CALL], staff, hours(8), bounds=Bounds(answer_s=20, silence_s=19))
    assert found.silence_s == 20
    assert words(found, "silence").startswith("For 20 seconds the agent can see no change")
    assert words(found, "slow").startswith("It takes more than 20 seconds until somebody can from")
    gaps = reach([ON_CALL], staff, hours(9))
    assert words(gaps, "gap").endswith("to Monday 05:00, and at 2 more times.")


def test_without_a_rota_whoever_is_on_duty_now_counts_and_that_is_said() -> None:
    staff = Staff((member(BO, by_hand=True), member(BEA, by_hand=True)), by_hand=True)
    found = reach([SUPERVISOR], staff, hours())
    assert codes(found) == [("no_rota", "")]
    assert (found.worst_s, found.silence_s) == (0, 20)


def test_nobody_at_all_and_no_hours_break_nothing() -> None:
    found = reach([EVERYONE], Staff(()), hours(1))
    assert (found.worst_s, codes(found)) == (None, [("no_recipients", "everyone"), ("gap", "")])
    assert reach([EVERYONE], Staff(()), []) == Reach((), found.findings[:1], None, 0)
