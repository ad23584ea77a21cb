"""The ladder's rules: every (state, event) pair, whom a rung rings, and what never happens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from stayline_core import ladder as rules
from stayline_core.ladder import (
    BUILT_IN,
    Candidate,
    Decision,
    Duty,
    Ended,
    Ladder,
    Limits,
    Pick,
    Refusal,
    Rung,
    Sites,
    Stage,
    Why,
)

T0 = datetime(2026, 3, 1, 14, 2, tzinfo=UTC)
BO, DEE, EVE = (UUID(int=n) for n in (1, 2, 3))
FREE = [Candidate(BO), Candidate(DEE)]
RUNGS = (
    Rung(("supervisor",), seconds=10, tries=2),
    Rung(("lead_resolution_specialist",), seconds=8),
    Rung(("supervisor", "manager"), duty=Duty.ANYONE, pick=Pick.ALL, seconds=20),
)


def later(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


def taken(move: Decision | Refusal) -> Decision:
    assert isinstance(move, Decision), move
    return move


def refused(move: Decision | Refusal) -> Refusal:
    assert isinstance(move, Refusal), move
    return move


def rung_now(state: Ladder, at: datetime = T0) -> Ladder:
    return rules.ring_now(state, FREE, at=at).ladder


RINGING = rung_now(rules.start(RUNGS, Limits()))
ACCEPTED = taken(rules.accept(RINGING, by=BO, at=later(4))).ladder
ACCEPTED_LATE = rung_now(taken(rules.limit_due(ACCEPTED, who=BO, at=later(34))).ladder, later(34))
TWO = taken(rules.accept(ACCEPTED_LATE, by=DEE, at=later(40))).ladder
JOINED = taken(rules.join(ACCEPTED, by=BO, at=later(20))).ladder
JOINED_LATE = rung_now(taken(rules.limit_due(JOINED, who=BO, at=later(80))).ladder, later(80))
SPOKE = taken(rules.spoke(JOINED, by=BO, at=later(30))).ladder
SPOKE_LATE = rung_now(taken(rules.limit_due(SPOKE, who=BO, at=later(330))).ladder, later(330))
LOST = rung_now(taken(rules.lost(ACCEPTED, who=BO)).ladder, later(20))
LOST_TAKEN = taken(rules.accept(LOST, by=EVE, at=later(25))).ladder
RETURNED = rung_now(taken(rules.give_back(SPOKE, by=BO, agent_there=True)).ladder, later(40))
COMPLETED = taken(rules.complete(SPOKE, by=BO)).ladder
CALLED_OFF = taken(rules.call_off(RINGING)).ladder

STATES = {
    "ringing": RINGING,
    "accepted": ACCEPTED,
    "accepted, late": ACCEPTED_LATE,
    "two accepted": TWO,
    "joined": JOINED,
    "joined, late": JOINED_LATE,
    "spoke": SPOKE,
    "spoke, late": SPOKE_LATE,
    "lost": LOST,
    "lost, taken": LOST_TAKEN,
    "returned": RETURNED,
    "completed": COMPLETED,
    "called off": CALLED_OFF,
}

FAR = later(3600)
EVENTS: dict[str, Callable[[Ladder], Decision | Refusal]] = {
    "rung due": lambda s: rules.rung_due(s, at=FAR),
    "accept, Bo": lambda s: rules.accept(s, by=BO, at=FAR),
    "accept, Eve": lambda s: rules.accept(s, by=EVE, at=FAR),
    "decline, Bo": lambda s: rules.decline(s, by=BO, rung=True, others_waiting=False),
    "decline, Eve": lambda s: rules.decline(s, by=EVE, rung=True, others_waiting=False),
    "decline, not rung": lambda s: rules.decline(s, by=EVE, rung=False, others_waiting=False),
    "join, Bo": lambda s: rules.join(s, by=BO, at=FAR),
    "spoke, Bo": lambda s: rules.spoke(s, by=BO, at=FAR),
    "complete, Bo": lambda s: rules.complete(s, by=BO),
    "lost, Bo": lambda s: rules.lost(s, who=BO),
    "back, Bo": lambda s: rules.come_back(s, by=BO, was_lost=s in (LOST, LOST_TAKEN), at=FAR),
    "returns, Bo": lambda s: rules.give_back(s, by=BO, agent_there=True),
    "returns, no agent": lambda s: rules.give_back(s, by=BO, agent_there=False),
    "limit, Bo": lambda s: rules.limit_due(s, who=BO, at=FAR),
    "raise again": rules.raise_again,
    "call off": rules.call_off,
}

ON = "rings on"
SAME = "no change"
SHORT = {
    "on": ON,
    "=": SAME,
    "acc": "accepted",
    "join": "joined",
    "spk": "spoke",
    "done": "completed",
    "lost": "lost",
    "off": "off",
    "ret": "returned",
    "-due": "not_due",
    "-tak": "taken",
    "-rng": "not_rung",
    "-you": "not_yours",
    "-spk": "not_spoken",
    "-had": "spoken",
    "-end": "ended",
    "-aln": "alone",
}
"""What the table says: a change, or behind a dash why it was refused."""

PAIRS = """
                  ringing acc  acc,l two  join join,l spk  spk,l lost l,tak ret  done off
rung due          on      -due on    -due -due on     -due on    on   -due  on   -end -end
accept, Bo        acc     =    =     =    =    =      =    =     acc  -tak  acc  -end -end
accept, Eve       acc     -tak acc   -tak -tak acc    -tak acc   acc  =     acc  -end -end
decline, Bo       on      lost lost  lost lost lost   -had -had  on   -tak  on   -end -end
decline, Eve      on      -tak on    -tak -tak on     -tak on    on   lost  on   -end -end
decline, not rung -rng    -rng -rng  -rng -rng -rng   -rng -rng  -rng lost  -rng -end -end
join, Bo          -you    join join  join =    =      =    =     -you -you  -you -end -end
spoke, Bo         -you    spk  spk   spk  spk  spk    =    =     -you -you  -you -end -end
complete, Bo      -you    -spk -spk  -spk -spk -spk   done done  -you -you  -you -end -end
lost, Bo          -you    lost lost  lost lost lost   lost lost  -you -you  -you -end -end
back, Bo          -you    =    =     =    =    =      =    =     acc  -tak  -you -end -end
returns, Bo       -you    ret  ret   ret  ret  ret    ret  ret   -you -you  -you -end -end
returns, no agent -you    ret  ret   ret  ret  ret    -aln -aln  -you -you  -you -end -end
limit, Bo         -you    on   -due  -due on   -due   on   -due  -you -you  -you -end -end
raise again       on      on   on    on   on   on     on   on    on   on    on   -end -end
call off          off     off  off   off  off  off    off  off   off  off   off  -end -end
"""
TABLE = {
    line[:18].strip(): [SHORT[word] for word in line[18:].split()]
    for line in PAIRS.strip("\n").splitlines()[1:]
}


def outcome(before: Ladder, move: Decision | Refusal) -> str:
    if isinstance(move, Refusal):
        return move.why.value
    if move.ladder.ended is Ended.CALLED_OFF:
        return "off"
    if move.stages:
        return move.stages[-1].value
    if move.ring:
        return ON
    assert move.ladder == before
    return SAME


@pytest.mark.covers("X-6")
@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("state", STATES)
def test_every_state_meets_every_event(state: str, event: str) -> None:
    before = STATES[state]
    move = EVENTS[event](before)
    assert outcome(before, move) == TABLE[event][list(STATES).index(state)]


def test_the_table_has_every_pair() -> None:
    assert set(TABLE) == set(EVENTS)
    assert {len(row) for row in TABLE.values()} == {len(STATES)}


# ── rungs ──


def test_tries_then_the_next_rung_then_the_last_one_for_ever() -> None:
    state, walk, at = RINGING, [], 0.0
    for _ in range(6):
        at += state.current.seconds
        state = rung_now(taken(rules.rung_due(state, at=later(at))).ladder, later(at))
        walk.append((state.rung, state.attempt, state.round))
    assert walk == [(0, 2, 1), (1, 1, 1), (2, 1, 1), (2, 1, 2), (2, 1, 3), (2, 1, 4)]


def test_a_rung_is_not_due_before_its_seconds() -> None:
    assert refused(rules.rung_due(RINGING, at=later(9.9))).why is Why.NOT_DUE
    assert taken(rules.rung_due(RINGING, at=later(10))).ladder.attempt == 2


def test_a_rung_with_nobody_is_skipped_at_once() -> None:
    ring = rules.ring_now(rules.start(RUNGS, Limits()), [], at=T0)
    assert (ring.people, ring.go_on, ring.ladder.rung) == ((), True, 1)
    assert ring.ladder.due_at is None
    assert not ring.ladder.nobody


def test_somebody_absent_is_rung_and_not_waited_for() -> None:
    ring = rules.ring_now(rules.start(RUNGS, Limits()), [Candidate(BO, present=False)], at=T0)
    assert (ring.people, ring.go_on) == ((BO,), True)


@pytest.mark.covers("S1-12")
def test_the_last_rung_says_that_nobody_is_there_and_repeats() -> None:
    last = replace(rules.start(RUNGS, Limits()), rung=2)
    ring = rules.ring_now(last, [Candidate(BO, present=False)], at=T0)
    assert ring.ladder.nobody
    assert not ring.go_on
    assert ring.ladder.due_at == later(20)
    again = taken(rules.rung_due(ring.ladder, at=later(20)))
    assert again.ring
    came = rules.ring_now(again.ladder, [Candidate(BO)], at=later(20))
    assert not came.ladder.nobody


def test_ringing_again_never_puts_the_deadline_off() -> None:
    again = taken(rules.raise_again(RINGING)).ladder
    assert rules.ring_now(again, FREE, at=later(6)).ladder.due_at == RINGING.due_at


def test_ringing_again_after_the_clock_went_back_brings_the_deadline_near() -> None:
    ahead = replace(RINGING, due_at=later(3600))
    assert rules.ring_now(ahead, FREE, at=T0).ladder.due_at == later(10)


# ── when ──


@pytest.mark.parametrize(
    ("between", "rings", "silent"),
    [
        ((), ["00:00", "12:00", "23:59"], []),
        ((("08:00", "18:00"),), ["08:00", "17:59"], ["07:59", "18:00"]),
        ((("22:00", "06:00"),), ["22:00", "00:00", "05:59"], ["06:00", "21:59"]),
        ((("08:00", "12:00"), ("13:00", "00:00")), ["09:00", "23:59"], ["12:30", "00:00"]),
    ],
)
def test_a_rung_rings_in_its_parts_of_the_day(
    between: tuple[tuple[str, str], ...], rings: list[str], silent: list[str]
) -> None:
    rung = replace(RUNGS[0], between=between)
    assert all(rung.rings_at(clock) for clock in rings)
    assert not any(rung.rings_at(clock) for clock in silent)


# ── who ──


def test_longest_idle_is_the_first_given() -> None:
    assert rules.who_to_ring(RUNGS[0], [Candidate(DEE), Candidate(BO)]) == (DEE,)


def test_the_next_try_rings_the_next_person() -> None:
    assert rules.who_to_ring(RUNGS[0], FREE, already={BO}) == (DEE,)
    assert rules.who_to_ring(RUNGS[0], FREE, already={BO, DEE}) == (BO,)


def test_somebody_at_a_screen_comes_before_somebody_absent() -> None:
    absent = [Candidate(BO, present=False), Candidate(DEE)]
    assert rules.who_to_ring(RUNGS[0], absent, already={DEE}) == (DEE,)


def test_round_robin_takes_turns() -> None:
    rung = replace(RUNGS[0], pick=Pick.ROUND_ROBIN)
    people = [Candidate(BO, last_rung_at=later(5)), Candidate(DEE, last_rung_at=later(1))]
    assert rules.who_to_ring(rung, people) == (DEE,)
    assert rules.who_to_ring(rung, [*people, Candidate(EVE)]) == (EVE,)


def test_all_rings_all() -> None:
    assert rules.who_to_ring(RUNGS[2], FREE) == (BO, DEE)


def test_somebody_in_a_crisis_or_in_care_is_left_to_the_last_rung() -> None:
    busy = [Candidate(BO, available=False)]
    assert rules.who_to_ring(RUNGS[0], busy) == ()
    last = replace(rules.start(RUNGS, Limits()), rung=2)
    assert rules.ring_now(last, busy, at=T0).people == (BO,)


@pytest.mark.covers("S0-35")
@given(
    st.lists(st.sampled_from([BO, DEE, EVE]), unique=True),
    st.sets(st.sampled_from([BO, DEE, EVE])),
    st.sampled_from(Pick),
    st.booleans(),
)
def test_excluded_people_are_never_rung(
    people: list[UUID], excluded: set[UUID], pick: Pick, everyone: bool
) -> None:
    rung = replace(RUNGS[0], pick=pick)
    candidates = [Candidate(one) for one in people]
    rang = rules.who_to_ring(rung, candidates, excluded=excluded, everyone=everyone)
    assert not set(rang) & excluded
    assert bool(rang) == bool(set(people) - excluded)


@pytest.mark.parametrize(
    ("ways", "present", "go_on", "nobody"),
    [((), True, False, False), (("sms",), False, False, True), ((), False, True, True)],
)
def test_whoever_is_reached_away_from_a_screen_is_waited_for(
    ways: tuple[str, ...], present: bool, go_on: bool, nobody: bool
) -> None:
    people = [Candidate(BO, present=present, ways=ways)]
    assert rules.ring_now(rules.start(RUNGS, Limits()), people, at=T0).go_on == go_on
    last = replace(rules.start(RUNGS, Limits()), rung=2)
    ring = rules.ring_now(last, people, at=T0)
    assert (ring.go_on, ring.ladder.nobody, ring.alone) == (False, nobody, False)
    assert rules.ring_now(last, [], at=T0).alone


def test_the_next_try_pages_somebody_else_before_it_rings_a_screen_again() -> None:
    both = [Candidate(BO), Candidate(DEE, present=False, ways=("sms",))]
    assert rules.who_to_ring(RUNGS[0], both) == (BO,)
    assert rules.who_to_ring(RUNGS[0], both, already={BO}) == (DEE,)


def test_a_silent_rung_is_passed_and_the_last_one_never_is() -> None:
    by_day = replace(RUNGS[0], between=(("08:00", "18:00"),))
    ladder = rules.start((by_day, by_day), Limits())
    assert rules.pass_silent(ladder, "08:00") is None
    passed = rules.pass_silent(ladder, "20:00")
    assert passed is not None
    assert (passed.go_on, passed.people, passed.rung, passed.ladder.rung) == (True, (), 0, 1)
    assert rules.pass_silent(passed.ladder, "20:00") is None


@pytest.mark.parametrize(
    ("sites", "people", "last", "needs"),
    [
        (Sites.OWN, [], True, False),
        (Sites.FALLBACK, [], False, True),
        (Sites.FALLBACK, [Candidate(BO)], False, False),
        (Sites.FALLBACK, [Candidate(BO, present=False)], False, True),
        (Sites.FALLBACK, [Candidate(BO, present=False, ways=("sms",))], False, False),
        (Sites.FALLBACK, [Candidate(BO, available=False)], False, True),
        (Sites.FALLBACK, [Candidate(BO, available=False)], True, False),
    ],
)
def test_the_fallback_site_is_asked_when_none_of_its_own_can_be_reached(
    sites: Sites, people: list[Candidate], last: bool, needs: bool
) -> None:
    assert rules.needs_others(replace(RUNGS[0], sites=sites), people, last=last) == needs


# ── the way of who accepts ──


def test_the_second_is_told_who_was_first_and_when() -> None:
    refusal = refused(rules.accept(ACCEPTED, by=EVE, at=later(5)))
    assert refusal == Refusal(Why.TAKEN, BO, later(4))


def test_accepting_stops_the_rung_and_starts_the_limit() -> None:
    assert not ACCEPTED.ringing
    assert ACCEPTED.due_at is None
    assert ACCEPTED.holder is not None
    assert ACCEPTED.holder.due_at == later(34)


@pytest.mark.parametrize(("state", "due"), [(ACCEPTED, 34), (JOINED, 80), (SPOKE, 330)])
def test_each_state_has_its_limit(state: Ladder, due: int) -> None:
    assert refused(rules.limit_due(state, who=BO, at=later(due - 1))).why is Why.NOT_DUE
    rings = taken(rules.limit_due(state, who=BO, at=later(due)))
    assert rings.ring
    assert rings.ladder.ringing
    assert (rings.ladder.rung, rings.ladder.round) == (0, 2)
    stays = rings.ladder.receiver(BO)
    assert stays is not None
    assert stays.late


def test_whoever_is_late_can_still_join_and_the_ringing_stops() -> None:
    joined = taken(rules.join(ACCEPTED_LATE, by=BO, at=later(50))).ladder
    assert not joined.ringing
    assert joined.holder is not None
    assert joined.holder.due_at == later(110)


def test_of_two_the_first_who_speaks_takes_over_and_the_other_is_relieved() -> None:
    assert {r.who for r in TWO.receivers} == {BO, DEE}
    late = taken(rules.join(TWO, by=BO, at=later(45)))
    beside = late.ladder.receiver(BO)
    assert beside is not None
    assert (beside.stage, beside.late, beside.due_at) == (Stage.JOINED, True, None)
    move = taken(rules.spoke(late.ladder, by=BO, at=later(50)))
    assert move.relieved == (DEE,)
    assert [r.who for r in move.ladder.receivers] == [BO]
    assert move.ladder.holder is not None


def test_speaking_means_having_joined() -> None:
    assert taken(rules.spoke(ACCEPTED, by=BO, at=later(9))).stages == (Stage.JOINED, Stage.SPOKE)


def test_somebody_lost_beside_somebody_else_rings_nobody() -> None:
    move = taken(rules.lost(TWO, who=BO))
    assert not move.ring
    assert not move.ladder.ringing
    assert taken(rules.lost(move.ladder, who=DEE)).ring


def test_losing_who_rings_beside_keeps_the_rung() -> None:
    move = taken(rules.lost(ACCEPTED_LATE, who=BO))
    assert not move.ring
    assert move.ladder.due_at == ACCEPTED_LATE.due_at


def test_a_decline_waits_for_the_others_who_were_rung() -> None:
    waits = taken(rules.decline(RINGING, by=BO, rung=True, others_waiting=True))
    assert waits.ladder == RINGING
    last = replace(RINGING, rung=2)
    assert taken(rules.decline(last, by=BO, rung=True, others_waiting=False)).ladder == last


@pytest.mark.covers("S0-26")
def test_an_informing_ladder_is_complete_at_the_acceptance() -> None:
    told = rung_now(rules.start(RUNGS, Limits(), informs=True))
    move = taken(rules.accept(told, by=BO, at=later(3)))
    assert move.stages == (Stage.ACCEPTED, Stage.COMPLETED)
    assert move.ladder.ended is Ended.COMPLETED


def test_calling_off_relieves_whoever_was_coming() -> None:
    assert taken(rules.call_off(TWO)).relieved == (BO, DEE)
    assert (
        taken(rules.complete(taken(rules.spoke(TWO, by=BO, at=FAR)).ladder, by=BO)).relieved == ()
    )


def test_a_ladder_without_rungs_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one rung"):
        rules.start((), Limits())


@pytest.mark.parametrize("bad", [{"seconds": 0}, {"tries": 0}])
def test_a_rung_that_never_rings_is_refused(bad: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="at least one second"):
        Rung(("supervisor",), **bad)  # type: ignore[arg-type]  # wrong on purpose


@pytest.mark.covers("S1-10")
def test_the_built_in_ladder_falls_back_as_the_sources_say() -> None:
    assert [rung.roles[0] for rung in BUILT_IN[:3]] == [
        "supervisor",
        "lead_resolution_specialist",
        "manager",
    ]
    assert BUILT_IN[-1].pick is Pick.ALL
    assert BUILT_IN[-1].duty is Duty.ANYONE


# ── whatever happens ──

PEOPLE = st.sampled_from([BO, DEE, EVE])
CANDIDATES = st.lists(
    st.builds(Candidate, PEOPLE, present=st.booleans(), available=st.booleans()),
    max_size=3,
    unique_by=lambda c: c.id,
)


class AnyLife(RuleBasedStateMachine):
    """Any order of rings, answers, losses and clocks."""

    def __init__(self) -> None:
        super().__init__()
        self.at = T0
        self.state = rules.start(RUNGS, Limits())
        self.ring([])

    def ring(self, candidates: list[Candidate]) -> None:
        while True:
            ring = rules.ring_now(self.state, candidates, at=self.at)
            self.state = ring.ladder
            if not ring.go_on:
                return

    def take(self, move: Decision | Refusal, candidates: list[Candidate]) -> None:
        if isinstance(move, Decision):
            assert move.ladder.round >= self.state.round
            self.state = move.ladder
            if move.ring:
                self.ring(candidates)

    @rule(seconds=st.integers(0, 120))
    def time_passes(self, seconds: int) -> None:
        self.at += timedelta(seconds=seconds)

    @rule(candidates=CANDIDATES)
    def clock(self, candidates: list[Candidate]) -> None:
        self.take(rules.rung_due(self.state, at=self.at), candidates)

    @rule(who=PEOPLE, candidates=CANDIDATES)
    def limit(self, who: UUID, candidates: list[Candidate]) -> None:
        self.take(rules.limit_due(self.state, who=who, at=self.at), candidates)

    @rule(who=PEOPLE)
    def accepts(self, who: UUID) -> None:
        holder = self.state.holder
        move = rules.accept(self.state, by=who, at=self.at)
        assert isinstance(move, Decision) == (
            holder is None or holder.who == who or self.known(who)
        )
        self.take(move, [])

    def known(self, who: UUID) -> bool:
        return self.state.receiver(who) is not None

    @rule(who=PEOPLE, rung=st.booleans(), waiting=st.booleans(), candidates=CANDIDATES)
    def declines(self, who: UUID, rung: bool, waiting: bool, candidates: list[Candidate]) -> None:
        self.take(rules.decline(self.state, by=who, rung=rung, others_waiting=waiting), candidates)

    @rule(who=PEOPLE)
    def joins(self, who: UUID) -> None:
        self.take(rules.join(self.state, by=who, at=self.at), [])

    @rule(who=PEOPLE)
    def speaks(self, who: UUID) -> None:
        self.take(rules.spoke(self.state, by=who, at=self.at), [])

    @rule(who=PEOPLE, there=st.booleans(), candidates=CANDIDATES)
    def gives_back(self, who: UUID, there: bool, candidates: list[Candidate]) -> None:
        self.take(rules.give_back(self.state, by=who, agent_there=there), candidates)

    @rule(who=PEOPLE, lost=st.booleans())
    def comes_back(self, who: UUID, lost: bool) -> None:
        self.take(rules.come_back(self.state, by=who, was_lost=lost, at=self.at), [])

    @rule(who=PEOPLE, candidates=CANDIDATES)
    def vanishes(self, who: UUID, candidates: list[Candidate]) -> None:
        self.take(rules.lost(self.state, who=who), candidates)

    @rule(candidates=CANDIDATES)
    def raised_again(self, candidates: list[Candidate]) -> None:
        self.take(rules.raise_again(self.state), candidates)

    @precondition(lambda self: self.state.round > 6)
    @rule(who=PEOPLE)
    def ends(self, who: UUID) -> None:
        self.state = rules.start(RUNGS, Limits())
        self.ring([Candidate(who)])

    @invariant()
    def something_is_always_due(self) -> None:
        if self.state.ended:
            return
        holder = self.state.holder
        assert self.state.ringing != (holder is not None)
        assert (self.state.due_at is not None) == self.state.ringing
        assert holder is None or holder.due_at is not None

    @invariant()
    def one_holds_it(self) -> None:
        assert len([r for r in self.state.receivers if not r.late]) <= 1
        assert len({r.who for r in self.state.receivers}) == len(self.state.receivers)

    @invariant()
    def nobody_is_said_only_on_the_last_rung(self) -> None:
        assert not self.state.nobody or (self.state.last and self.state.ringing)


TestAnyLife = AnyLife.TestCase
TestAnyLife.settings = settings(max_examples=40, stateful_step_count=30)
