"""Random runs: nothing raises, nothing leaves the explored set, nothing is asked twice."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stayline_core.canonical import canonical
from stayline_core.protocol import (
    Answer,
    Arrived,
    Back,
    CaseOpened,
    Command,
    ContactFact,
    Dispatched,
    Due,
    EndContact,
    Filed,
    LadderFact,
    Met,
    Next,
    Opened,
    OpenedInError,
    Released,
    RingDue,
    Skip,
    StepDue,
    SwitchedIn,
    SwitchedOut,
    Take,
    ThreatGrows,
    Waived,
    apply,
    begin,
    clocks,
    event_from_json,
    event_to_json,
    from_json,
    load,
    replay,
    screen,
    to_json,
)
from stayline_core.protocol.check.space import NO_PREV, Rest, Space
from stayline_core.protocol.language import EFFECTS, HELP
from tests.core.protocol.sample import GOOD, IRATE, changed, loaded

# The whole folder runs in seconds; the soak profile draws many times as many.
EXAMPLES = max(20, settings().max_examples // 4)

SHIPPED = Path(__file__).parents[3] / "src/stayline/playbook/protocols/self-harm.yaml"
SOURCES = {
    "good": loaded(GOOD),
    "irate": loaded(IRATE),
    "shipped": load(SHIPPED.read_bytes(), file="self-harm.yaml"),
    "later": loaded(changed(GOOD, ("ladder: crisis", "ladder: {id: crisis, ring: 25s}"))),
    "offers": loaded(
        changed(
            GOOD, ("on: {", "on: {accepted: alone, receiver_lost: returned, released: stopped, ")
        )
    ),
}
PROTOCOLS = {name: read.protocol for name, read in SOURCES.items()}
SPACES = {}
for _name, _protocol in PROTOCOLS.items():
    SPACES[_name] = Space(_protocol)
    SPACES[_name].explore()


def anything(protocol):
    """Every event that might come, sensible or not."""
    fields = sorted({a.field for s in protocol.steps.values() for a in (*s.asks, *s.observes)})
    values = sorted({v for s in protocol.steps.values() for v in s.answers or () if v != "else"})
    values += ["answered", "caller_did_not_say", "refused", "unknown", "not_asked"]
    owed = [*(o.id for o in protocol.obligations), "nothing"]
    return [
        *(Answer(field, value, "a reason") for field in fields for value in values),
        *(Take(step) for step in protocol.steps),
        *(StepDue(step) for step in protocol.steps),
        *(LadderFact(what, name) for what in ("odd", "spoke") for name in ("crisis", "management")),
        *(LadderFact("ringing", "crisis"), ContactFact("odd"), RingDue(), Opened(), SwitchedIn()),
        *(ThreatGrows(level) for level in ("L0", "L1", "L2", "L3")),
        *(Filed(form) for form in ("security_threat", "call_record", "nothing")),
        *(kind(name) for kind in (Met, Due) for name in owed),
        *(
            Waived(name, by, why)
            for name in owed
            for by in ("agent", "supervisor")
            for why in ("", "x")
        ),
        *(Next(expected=0), Skip(""), EndContact("agent", "x"), OpenedInError("agent", "x")),
        *(Dispatched(), Arrived(), Released(), CaseOpened()),
    ]


def likely(protocol, state):
    """What can sensibly come now; the run goes deep on these."""
    shown = screen(protocol, state)
    ladder = [LadderFact(what, "crisis") for what in ("accepted", "joined", "spoke", "lost")]
    contact = [ContactFact("lost" if state.contact == "open" else "open")]
    answers = [Answer(shown.routed, value) for value, _ in shown.answers if shown.routed]
    if shown.routed:
        answers.append(Answer(shown.routed, "caller_did_not_say"))
    ways = [Take(way.step) for way in shown.offers] + [Take(step) for step, _ in shown.anytime]
    return [
        *([Next()] * 4),
        Skip("x"),
        Back(),
        StepDue(state.step),
        Released(),
        *ladder,
        *contact,
        *answers,
        *answers,
        *ways,
    ]


POOLS = {name: anything(protocol) for name, protocol in PROTOCOLS.items()}
LAST = [EndContact("supervisor", "x"), OpenedInError("supervisor", "x"), SwitchedOut()]


def pick(name, state, number):
    """An event out of a number: three in four are likely ones, few end the run."""
    kind, number = number % 4, number // 4
    if number == 0:
        return LAST[kind % len(LAST)]
    pool = POOLS[name] if kind == 0 else likely(PROTOCOLS[name], state)
    return pool[number % len(pool)]


# Long runs: the short ones see little more than the opening.
NUMBERS = st.lists(st.integers(0, 4_000), min_size=50, max_size=60)


def beginnings(protocol):
    switched = st.builds(
        SwitchedIn,
        st.sampled_from(["live", "chat"]),
        st.sampled_from(HELP),
        st.just("open"),
        st.sampled_from([None, "L0", "L1"]),
        st.sampled_from([{}, {"safety.in_danger_now": "no"}]),
    )
    return st.one_of(st.builds(Opened, st.sampled_from(["live", "chat"])), switched)


def place(space, state):
    """The explored state that a run's state stands for."""
    facts = sum(bit for fact, bit in space.bits.items() if fact in state.facts)
    rest = Rest(
        HELP.index(state.help),
        int(state.contact == "open"),
        int(any(offer.event == "contact_resumed" for offer in state.offers)),
        facts,
        tuple(state.tallies.get(name, 0) for name in space.tallies),
    )
    prev = NO_PREV if state.prev is None else space.index[state.prev]
    return (space.index[state.step], prev, space.rest_id(rest))


@pytest.mark.parametrize("name", PROTOCOLS)
@settings(max_examples=EXAMPLES, deadline=None)
@given(data=st.data(), numbers=NUMBERS)
def test_a_random_run_stays_inside_the_explored_states(name, data, numbers):
    protocol, space = PROTOCOLS[name], SPACES[name]
    first = data.draw(beginnings(protocol))
    outcome = begin(protocol, first)
    state, log, keys = outcome.state, [first], [e.key for e in outcome.emitted]
    assert place(space, state) in space.parents
    for number in numbers:
        before, event = state, pick(name, state, number)
        log.append(event)
        outcome = apply(protocol, state, event)
        state = outcome.state
        keys += [emission.key for emission in outcome.emitted]
        if not isinstance(event, Command):
            assert outcome.refused is None
        if outcome.refused is not None:
            assert (state.step, state.sequence) == (before.step, before.sequence)
            assert outcome.emitted == ()
        if state.ended is None:
            assert place(space, state) in space.parents, (before, event)
        screen(protocol, state)
        clocks(protocol, state)
    assert len(keys) == len(set(keys))
    assert set(keys) <= state.emitted
    assert replay(protocol, log) == state


@pytest.mark.parametrize("name", ["good", "irate"])
@settings(max_examples=EXAMPLES, deadline=None)
@given(data=st.data(), numbers=NUMBERS)
def test_what_is_written_is_read_back(name, data, numbers):
    protocol = PROTOCOLS[name]
    first = data.draw(beginnings(protocol))
    log, state = [first], begin(protocol, first).state
    for number in numbers:
        log.append(pick(name, state, number))
        state = apply(protocol, state, log[-1]).state
    for event in log:
        written = json.loads(canonical(event_to_json(event)))
        assert event_from_json(written) == event
    assert from_json(json.loads(canonical(to_json(state)))) == state


@settings(max_examples=EXAMPLES, deadline=None)
@given(numbers=NUMBERS)
def test_every_effect_that_is_owed_is_asked_for_once(numbers):
    """Each effect of each step that was entered stands in what was emitted, and only once."""
    protocol = PROTOCOLS["good"]
    state = begin(protocol, Opened("live")).state
    emitted, entered = [], {state.step}
    for number in numbers:
        outcome = apply(protocol, state, pick("good", state, number))
        state = outcome.state
        emitted += outcome.emitted
        entered.add(state.step)
    for name in entered:
        for index, effect in enumerate(protocol.steps[name].do):
            asked = [e for e in emitted if e.key == f"step/{name}/do/{index}"]
            already = effect.kind == "set_level" and not asked
            assert len(asked) == (0 if already else 1)
            assert all(e.kind in EFFECTS for e in asked)
    if "help_now" in entered:
        assert state.level == "L0"


@settings(max_examples=EXAMPLES, deadline=None)
@given(numbers=NUMBERS)
def test_facts_after_facts_are_never_refused(numbers):
    """Whatever is reported, in whatever order: it is taken, and the run goes on."""
    state = begin(PROTOCOLS["shipped"], Opened("live")).state
    facts = [event for event in POOLS["shipped"] if not isinstance(event, Command)]
    for number in numbers:
        outcome = apply(PROTOCOLS["shipped"], state, facts[number % len(facts)])
        assert outcome.refused is None
        assert outcome.state.events == state.events + 1
        state = outcome.state
