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

# The whole folder runs in seconds; the soak profile draws thirty times as many.
EXAMPLES = max(10, settings().max_examples // 8)

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


def events(protocol):
    """Any event that might come, sensible or not."""
    steps = st.sampled_from(sorted(protocol.steps))
    obligations = st.sampled_from([*(o.id for o in protocol.obligations), "nothing"])
    fields = sorted({a.field for s in protocol.steps.values() for a in (*s.asks, *s.observes)})
    values = sorted({v for s in protocol.steps.values() for v in s.answers or () if v != "else"})
    values += ["answered", "caller_did_not_say", "refused", "unknown", "not_asked"]
    texts = st.sampled_from(["", "a reason"])
    by = st.sampled_from(["agent", "supervisor"])
    answer = st.builds(Answer, st.sampled_from(fields), st.sampled_from(values), texts)
    common = [
        answer,
        answer,
        st.builds(Next),
        st.builds(Next),
        st.builds(Next),
        st.builds(Skip, texts),
        st.builds(Take, steps),
        st.builds(Take, steps),
        st.builds(Back),
        st.builds(StepDue, steps),
        st.builds(
            LadderFact,
            st.sampled_from(["accepted", "joined", "spoke"]),
            st.sampled_from(["crisis", "management"]),
        ),
        st.builds(LadderFact, st.sampled_from(["lost", "ringing", "odd"]), st.just("crisis")),
        st.builds(ContactFact, st.sampled_from(["lost", "open", "odd"])),
    ]
    rare = [
        st.builds(RingDue),
        st.builds(ThreatGrows, st.sampled_from(["L0", "L1", "L2", "L3"])),
        st.builds(Dispatched),
        st.builds(Arrived),
        st.builds(Released),
        st.builds(CaseOpened),
        st.builds(Filed, st.sampled_from(["security_threat", "call_record", "nothing"])),
        st.builds(Met, obligations),
        st.builds(Waived, obligations, by, texts),
        st.builds(Due, obligations),
        st.builds(Opened),
        st.builds(EndContact, by, texts),
        st.builds(OpenedInError, by, texts),
        st.builds(SwitchedOut),
    ]
    return st.lists(st.one_of(*common, *common, st.one_of(*rare)), max_size=40)


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
@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_a_random_run_stays_inside_the_explored_states(name, data):
    protocol, space = PROTOCOLS[name], SPACES[name]
    first = data.draw(beginnings(protocol))
    log = data.draw(events(protocol))
    outcome = begin(protocol, first)
    state, keys = outcome.state, [e.key for e in outcome.emitted]
    assert place(space, state) in space.parents
    for event in log:
        before = state
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
    assert replay(protocol, [first, *log]) == state


@pytest.mark.parametrize("name", ["good", "irate"])
@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_what_is_written_is_read_back(name, data):
    protocol = PROTOCOLS[name]
    first = data.draw(beginnings(protocol))
    log = data.draw(events(protocol))
    for event in [first, *log]:
        written = json.loads(canonical(event_to_json(event)))
        assert event_from_json(written) == event
    state = replay(protocol, [first, *log])
    assert from_json(json.loads(canonical(to_json(state)))) == state


@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_every_effect_that_is_owed_is_asked_for_once(data):
    """Each effect of each step that was entered stands in what was emitted, and only once."""
    protocol = PROTOCOLS["good"]
    state = begin(protocol, Opened("live")).state
    emitted, entered = [], {state.step}
    for event in data.draw(events(protocol)):
        outcome = apply(protocol, state, event)
        state = outcome.state
        emitted += outcome.emitted
        entered.add(state.step)
    for name in entered:
        for index, effect in enumerate(protocol.steps[name].do):
            asked = [e for e in emitted if e.key == f"step/{name}/do/{index}"]
            assert len(asked) == (0 if effect.kind == "set_level" and not asked else 1)
            assert all(e.kind in EFFECTS for e in asked)
        if name == "help_now":
            assert state.level == "L0"
