"""Random runs: nothing raises, nothing leaves the explored set, all that is owed is asked once.

Every shipped protocol, the samples, the paths that are built in, and small protocols at random
are run through events at random, sensible or not. After each event the run is held against
`reference.Book`, which keeps the same run by hand from the specification, and against the states
that the checker explored: what the checker proves, it proves of every run.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stayline_core.canonical import canonical
from stayline_core.minimum import MINIMUM_AID, MINIMUM_SAFE
from stayline_core.protocol import (
    Answer,
    Command,
    Event,
    Opened,
    OpenedInError,
    Outcome,
    Protocol,
    State,
    SwitchedIn,
    apply,
    begin,
    clocks,
    event_from_json,
    event_to_json,
    from_json,
    replay,
    screen,
    to_json,
)
from stayline_core.protocol.check.space import NO_PREV, Rest, Space
from stayline_core.protocol.interpret import STALE
from stayline_core.protocol.language import HELP, LEVELS
from tests.core.protocol.generated import protocols
from tests.core.protocol.random_runs import CHOICES, NUMBERS, anything, beginnings, event_of
from tests.core.protocol.reference import Asked, Book
from tests.core.protocol.sample import GOOD, IRATE, changed, loaded
from tests.core.protocol.shipped import SOURCES, shipped

# The whole folder runs in seconds; the soak profile draws many times as many.
EXAMPLES = max(6, settings().max_examples // 16)
GENERATED = max(24, settings().max_examples // 3)

OFFERS = "on: {accepted: alone, receiver_lost: returned, released: stopped, "
SAMPLES = {
    "good": loaded(GOOD).protocol,
    "irate": loaded(IRATE).protocol,
    "later": loaded(changed(GOOD, ("ladder: crisis", "ladder: {id: crisis, ring: 25s}"))).protocol,
    "offers": loaded(changed(GOOD, ("on: {", OFFERS))).protocol,
    "no ladder": loaded(changed(IRATE, ("ladder: {id: crisis, ring: on_demand}\n", ""))).protocol,
    "minimum-safe": MINIMUM_SAFE,
    "minimum-aid": MINIMUM_AID,
}
NAMES = [*sorted(SOURCES), *SAMPLES]

GOES_TO = {
    None: {"owed", "met", "void"},
    "owed": {"met", "waived", "missed", "void"},
    "missed": {"met", "waived", "void"},
}
"""How an obligation may go on. What is met, waived or void stays so."""


@cache
def protocol_of(name: str) -> Protocol:
    protocol = SAMPLES[name] if name in SAMPLES else shipped(name)
    assert protocol is not None
    return protocol


@dataclass
class Explored:
    """What the checker explored of one protocol, and where a run's state lies in it."""

    space: Space
    shown: set[tuple[int, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.space.explore()
        self.shown = {(step, rest) for step, _, rest in self.space.parents}

    def holds(self, state: State, *, resumed: bool) -> bool:
        """Is the state one that was explored?

        Whoever takes a parked run up again cannot undo across that time. To lose the way back
        takes a move away and brings none, so such a state is held by its twin that has one.
        """
        space = self.space
        facts = sum(bit for fact, bit in space.bits.items() if fact in state.facts)
        rest = space.rest_id(
            Rest(
                HELP.index(state.help),
                int(state.contact == "open"),
                int(any(offer.event == "contact_resumed" for offer in state.offers)),
                facts,
                tuple(state.tallies.get(name, 0) for name in space.tallies),
            )
        )
        step = space.index[state.step]
        prev = NO_PREV if state.prev is None else space.index[state.prev]
        if (step, prev, rest) in space.parents:
            return True
        return resumed and prev == NO_PREV and (step, rest) in self.shown


@cache
def explored(name: str) -> Explored:
    return Explored(Space(protocol_of(name)))


@cache
def pool(name: str) -> tuple[Event, ...]:
    return anything(protocol_of(name))


def asked_of(outcome: Outcome) -> Counter[Asked]:
    """What the interpreter asked the world for, without its own keys."""
    return Counter(
        (one.kind, one.target, None if one.seconds is None else round(one.seconds * 1000))
        for one in outcome.emitted
    )


def agrees(book: Book, state: State) -> None:
    """Hold the state against the book that was kept by hand, field by field."""
    assert (state.step, state.prev, state.ended) == (book.step, book.prev, book.ended)
    assert (state.help, state.contact, state.level) == (book.help, book.contact, book.level)
    assert state.facts == book.facts
    assert {name: said.value for name, said in state.answers.items()} == book.answers
    assert {name: n for name, n in state.tallies.items() if n} == book.tallies
    assert dict(state.obligations) == book.owed
    assert [(offer.event, offer.step) for offer in state.offers] == book.offers
    assert state.fired == book.fired
    assert state.triggered == book.happened
    assert state.done == {f"{kind}:{target}" for kind, target in book.done}
    assert (state.sequence, state.events) == (book.moves, book.events)
    assert (state.entered_ms, dict(state.spent_ms)) == (book.entered, book.spent)


def goes_on_as_it_may(before: State, state: State, event: Event) -> None:
    """The level never falls; what is owed goes only the ways there are; the end stays the end."""
    assert LEVELS.index(state.level) <= LEVELS.index(before.level)
    for name, status in state.obligations.items():
        was = before.obligations.get(name)
        assert status == was or status in GOES_TO[was], (name, was, status, event)
        if status == "void":
            assert was == "void" or isinstance(event, OpenedInError)
    assert before.obligations.keys() <= state.obligations.keys()
    assert before.emitted <= state.emitted
    if before.ended is not None and not isinstance(event, OpenedInError):
        assert (state.step, state.ended) == (before.step, before.ended)


def refused_rightly(book: Book, before: State, event: Event, outcome: Outcome) -> None:
    """Facts are never refused; a command is when the book says so, and then nothing moves."""
    if not isinstance(event, Command):
        assert outcome.refused is None
        return
    assert (outcome.refused is not None) == book.refuses(event), (before, event, outcome.refused)
    if event.expected is not None and event.expected != before.sequence:
        assert outcome.refused is STALE
    if outcome.refused is None:
        return
    assert outcome.emitted == ()
    if isinstance(event, Answer):
        kept = outcome.state.answers[event.field]
        assert event.value in {kept.value, "not_asked"}
    else:
        assert outcome.state is before


def follow(
    protocol: Protocol,
    states: Explored,
    events: tuple[Event, ...],
    first: Opened | SwitchedIn,
    numbers: list[int],
) -> None:
    """Let one run take all events, and hold it against every promise after each."""
    outcome = begin(protocol, first)
    book, keys = Book(protocol, first), [one.key for one in outcome.emitted]
    log: list[Event] = [first]
    state, resumed = outcome.state, False
    agrees(book, state)
    assert asked_of(outcome) == Counter(book.asked)
    assert state.ended or states.holds(state, resumed=False)
    for number in numbers:
        before, event = state, event_of(number, protocol, events, state)
        outcome = apply(protocol, before, event)
        refused_rightly(book, before, event, outcome)
        book.take(event, refused=outcome.refused is not None)
        state = outcome.state
        log.append(event)
        keys += [one.key for one in outcome.emitted]
        resumed = resumed or event.word == "resumed"
        agrees(book, state)
        assert asked_of(outcome) == Counter(book.asked), (before, event)
        goes_on_as_it_may(before, state, event)
        assert state.ended or states.holds(state, resumed=resumed), (before, event)
        screen(protocol, state)
        clocks(protocol, state)
    assert len(keys) == len(set(keys)), "an effect was asked for twice"
    assert set(keys) == state.emitted
    again = [event_from_json(json.loads(canonical(event_to_json(event)))) for event in log]
    assert again == log
    assert replay(protocol, again) == state
    assert from_json(json.loads(canonical(to_json(state)))) == state


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=EXAMPLES, deadline=None)
@given(first=beginnings(), numbers=NUMBERS)
def test_every_protocol_keeps_every_promise(
    name: str, first: Opened | SwitchedIn, numbers: list[int]
) -> None:
    follow(protocol_of(name), explored(name), pool(name), first, numbers)


@settings(max_examples=GENERATED, deadline=None)
@given(protocol=protocols(), first=beginnings(), numbers=NUMBERS)
def test_any_protocol_that_loads_keeps_every_promise(
    protocol: Protocol, first: Opened | SwitchedIn, numbers: list[int]
) -> None:
    follow(protocol, Explored(Space(protocol)), anything(protocol), first, numbers)


@settings(max_examples=EXAMPLES * 2, deadline=None)
@given(st.data(), NUMBERS)
def test_a_run_that_is_read_from_its_state_goes_on_as_if_it_had_never_stopped(
    data: st.DataObject, numbers: list[int]
) -> None:
    """Nothing of a run is kept in memory: the state that was written down is all of it."""
    name = data.draw(st.sampled_from(NAMES))
    protocol = protocol_of(name)
    live = stored = begin(protocol, data.draw(beginnings())).state
    for number in numbers:
        event = event_of(number, protocol, pool(name), live)
        outcomes = apply(protocol, live, event), apply(protocol, from_json(to_json(stored)), event)
        assert outcomes[0] == outcomes[1]
        live, stored = outcomes[0].state, outcomes[1].state


def test_random_runs_go_deep() -> None:
    """The events at random do reach what matters; otherwise the properties would prove little."""
    seen: set[str] = set()
    names = ("self-harm", "irate-caller")
    for name in names:
        protocol, numbers = protocol_of(name), Random(4)  # noqa: S311 - a walk, no secret
        for _ in range(45):
            states = [begin(protocol, Opened("live")).state]
            for _ in range(50):
                event = event_of(numbers.randint(0, CHOICES), protocol, pool(name), states[-1])
                states.append(apply(protocol, states[-1], event).state)
            seen |= {f"{name}:{one.step}" for one in states} | {str(one.ended) for one in states}
            seen |= {status for one in states for status in one.obligations.values()}
    assert {"handed_over", "released", "superseded", "opened_in_error"} <= seen
    assert {"owed", "met", "missed", "waived", "void"} <= seen
    for name in names:
        shown = {step.name for step in protocol_of(name).steps.values() if step.branch is None}
        missed = {step for step in shown if f"{name}:{step}" not in seen}
        assert len(missed) < len(shown) // 3, missed
