"""The legs of a call: the same whatever the order of what is heard of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stayline_core.telephone import (
    Facts,
    Label,
    Leg,
    Report,
    Role,
    State,
    What,
    deserted,
    facts,
    heard,
    held,
    label,
    looked,
)

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SOMEBODY = UUID(int=7)


def at(seconds: float) -> datetime:
    """So many seconds after noon."""
    return NOON + timedelta(seconds=seconds)


def leg(name: str, role: Role, **more: object) -> Leg:
    """A leg that is in the call since noon."""
    start = Leg(name, role, State.IN, 1, joined_at=NOON, ends_call=False)
    return replace(start, **more)  # type: ignore[arg-type]  # whatever a test wants to say


def gone(name: str, role: Role, seconds: float, **more: object) -> Leg:
    """A leg that left so many seconds after noon."""
    return leg(name, role, state=State.LEFT, left_at=at(seconds), **more)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("caller", Label(Role.CALLER)),
        ("customer", Label(Role.CALLER)),
        ("agent-ann-smith", Label(Role.AGENT, platform_user="ann-smith")),
        ("agent", Label(Role.OTHER)),
        (f"stayline-{SOMEBODY}", Label(Role.RECEIVER, person=SOMEBODY)),
        ("stayline-bo", Label(Role.OTHER)),
        ("", Label(Role.OTHER)),
    ],
)
def test_a_label_says_whose_leg_it_is(text: str, says: Label) -> None:
    assert label(text) == says


@st.composite
def stories(draw: st.DrawFn) -> tuple[list[Report], list[Report]]:
    """What happened to one leg, and the same reports shuffled, some of them twice."""
    whats = draw(st.lists(st.sampled_from(list(What)), min_size=1, max_size=8))
    flags = st.booleans()
    story = [
        Report("CA1", what, n, at(n), "", draw(flags), draw(flags), draw(flags), draw(flags))
        for n, what in enumerate(whats)
    ]
    twice = draw(st.lists(st.sampled_from(story), max_size=4))
    return story, draw(st.permutations(story + twice))


@pytest.mark.covers("S1-41")
@given(stories())
def test_any_order_of_the_same_reports_gives_the_same_leg(
    story: tuple[list[Report], list[Report]],
) -> None:
    def told(reports: list[Report]) -> Leg:
        found = Leg("CA1", Role.CALLER)
        for one in reports:
            found = heard(found, one)
        return found

    in_order, shuffled = story
    assert told(shuffled) == told(in_order)
    assert told(in_order).on == (in_order[-1].what is not What.LEFT)


def test_what_a_report_leaves_out_stays_as_it_was() -> None:
    muted = heard(Leg("CA1"), Report("CA1", What.JOINED, 1, NOON, muted=True, ends_call=False))
    later = heard(muted, Report("CA1", What.CHANGED, 2, at(1), ends_call=True))
    assert (later.muted, later.ends_call, later.whispers) == (True, True, None)


def test_a_look_finds_what_was_missed_and_yields_to_what_came_meanwhile() -> None:
    caller, agent = leg("caller", Role.CALLER), leg("agent", Role.AGENT)
    old = gone("old", Role.OTHER, 3)
    fresh = leg("fresh", Role.CALLER, sequence=9)
    seen = {
        "agent": Leg("agent", state=State.IN, muted=True, ends_call=True),
        "new": Leg("new", Role.CALLER, State.IN),
    }
    before = {"caller": 1, "agent": 1, "old": 1, "fresh": 8}
    found = {one.id: one for one in looked([caller, agent, old, fresh], seen, before, at=at(60))}
    assert found["caller"] == replace(caller, state=State.LEFT, left_at=at(60))
    assert (found["agent"].muted, found["agent"].ends_call) == (True, True)
    assert found["agent"].joined_at == NOON
    assert found["old"] == old
    assert found["fresh"] == fresh, "more was heard of it than the look can know"
    assert (found["new"].on, found["new"].joined_at) == (True, at(60))


AGENT = leg("agent", Role.AGENT)


@pytest.mark.covers("S1-40", "S1-42")
@pytest.mark.parametrize(
    ("legs", "ended_at", "says"),
    [
        ([], None, Facts(by="platform")),
        ([Leg("asked")], None, Facts(by="platform")),
        ([leg("c", Role.CALLER), AGENT], None, Facts(caller_back_at=NOON, by="platform")),
        ([gone("c", Role.CALLER, 5), AGENT], None, Facts(caller_left_at=at(5))),
        (
            [gone("c", Role.CALLER, 5, dropped=True), AGENT],
            None,
            Facts(caller_left_at=at(5), by="network"),
        ),
        (
            [gone("c", Role.CALLER, 5), leg("d", Role.CALLER, joined_at=at(9)), AGENT],
            None,
            Facts(caller_back_at=at(9)),
        ),
        (
            [leg("c", Role.CALLER), gone("a", Role.AGENT, 8)],
            None,
            Facts(caller_back_at=NOON, agent_gone_at=at(8), by="platform"),
        ),
        (
            [leg("c", Role.CALLER), gone("a", Role.AGENT, 8), leg("b", Role.AGENT)],
            None,
            Facts(caller_back_at=NOON, by="platform"),
        ),
        (
            [gone("c", Role.CALLER, 5), gone("a", Role.AGENT, 8)],
            None,
            Facts(caller_left_at=at(5), agent_gone_at=at(8)),
        ),
        ([gone("a", Role.AGENT, 8)], at(8), Facts(over_at=at(8), by="handset")),
        (
            [leg("c", Role.CALLER), AGENT],
            at(20),
            Facts(caller_back_at=NOON, over_at=at(20), by="platform"),
        ),
    ],
)
def test_what_the_legs_say_to_the_record(
    legs: list[Leg], ended_at: datetime | None, says: Facts
) -> None:
    assert facts(legs, ended_at=ended_at) == says


@pytest.mark.covers("S1-41")
def test_a_call_is_held_when_no_leg_in_it_would_end_it() -> None:
    assert held([AGENT, gone("c", Role.CALLER, 5, ends_call=True)])
    assert not held([AGENT, leg("c", Role.CALLER, ends_call=True)])
    assert not held([leg("a", Role.AGENT, ends_call=None)]), "nobody said so"
    assert not held([])


def test_a_call_that_everybody_left_who_is_known_is_to_be_looked_into() -> None:
    assert deserted([gone("c", Role.CALLER, 5)])
    assert not deserted([gone("c", Role.CALLER, 5), AGENT])
    assert not deserted([])
