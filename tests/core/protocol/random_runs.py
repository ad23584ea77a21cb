"""Runs at random: which event comes next, sensible or not, drawn from plain numbers.

Numbers shrink well and cost little: a run that breaks a property is shown as its shortest list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from hypothesis import strategies as st

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
    Event,
    Filed,
    LadderFact,
    Met,
    Next,
    Opened,
    OpenedInError,
    Parked,
    Protocol,
    Released,
    Resumed,
    RingDue,
    Skip,
    State,
    StepDue,
    SwitchedIn,
    SwitchedOut,
    Take,
    ThreatGrows,
    ThreatStands,
    Waived,
    screen,
)
from stayline_core.protocol.language import HELP, KEPT_FACTS

NEVER_HEARD: Final = "nothing"
LADDERS: Final = ("crisis", "management", "handoff")
CONTACTS: Final = ("open", "lost")
LEVELS_SAID: Final = ("L0", "L1", "L2", "L3", NEVER_HEARD)
REACHED_BEFORE: Final = (*KEPT_FACTS, "helped_by:management", NEVER_HEARD)

# Three in four events are likely ones; few end the run at once.
KINDS: Final = 4
ENDS_ONE_IN: Final = 120
CHOICES: Final = 4_000
NUMBERS: Final = st.lists(st.integers(0, CHOICES), min_size=25, max_size=40)
"""Long runs: the short ones see little more than the opening."""

LAST: Final = (
    EndContact("supervisor", "x"),
    OpenedInError("supervisor", "x"),
    SwitchedOut(),
)


def _changes_of_hands() -> list[Event]:
    """A run is parked, taken up again, or another threat is made: with every value there is."""
    back = [
        Resumed(help_now, contact, level, {"safety.in_danger_now": "no"}, {}, facts)
        for help_now in (*HELP, NEVER_HEARD)
        for contact in CONTACTS
        for level, facts in (("L0", ("released",)), (None, ()), (NEVER_HEARD, REACHED_BEFORE))
    ]
    stands = [ThreatStands(level, ladder) for level in LEVELS_SAID for ladder in LADDERS]
    return [*back, *stands, *([Parked()] * 6)]


def anything(protocol: Protocol) -> tuple[Event, ...]:
    """Every event that might come, sensible or not."""
    steps = protocol.steps.values()
    fields = sorted({one.field for step in steps for one in (*step.asks, *step.observes)})
    values = sorted({value for step in steps for value in step.answers or () if value != "else"})
    values += ["answered", "caller_did_not_say", "refused", "unknown", "not_asked"]
    owed = [*(one.id for one in protocol.obligations), NEVER_HEARD]
    forms = sorted({one.do.target for one in protocol.obligations if one.do.kind == "file"})
    odd: list[Event] = [ContactFact("odd"), RingDue(), Opened(), SwitchedIn(), Skip("")]
    return (
        *(Answer(field, value, "a reason") for field in (*fields, "odd") for value in values),
        *(Answer(field, "not_asked") for field in fields),
        *(Take(step) for step in (*protocol.steps, NEVER_HEARD)),
        *(StepDue(step) for step in (*protocol.steps, NEVER_HEARD)),
        *(LadderFact(what, name) for what in (*HELP, "odd", "lost") for name in LADDERS),
        *odd,
        *(ThreatGrows(level) for level in LEVELS_SAID),
        *(Filed(form) for form in (*forms, NEVER_HEARD)),
        *(kind(name) for kind in (Met, Due) for name in owed),
        *(
            Waived(name, by, why)
            for name in owed
            for by in ("agent", "supervisor")
            for why in ("", "x")
        ),
        *(EndContact("agent", "x"), OpenedInError("agent", "x"), EndContact("supervisor", " ")),
        *(Dispatched(), Arrived(), Released(), CaseOpened()),
        *_changes_of_hands(),
    )


def likely(protocol: Protocol, state: State) -> list[Event]:
    """What can sensibly come now; the run goes deep on these."""
    shown = screen(protocol, state)
    own = protocol.ladder.id if protocol.ladder else "crisis"
    events: list[Event] = [LadderFact(what, own) for what in ("accepted", "joined", "spoke")]
    events += [LadderFact("lost", own), Skip("x"), Back(), StepDue(state.step), *([Next()] * 4)]
    events.append(ContactFact("lost" if state.contact == "open" else "open"))
    if shown.routed:
        values = [*(value for value, _ in shown.answers if value != "else"), "caller_did_not_say"]
        events += [Answer(shown.routed, value) for value in values] * 2
    ways = [*(way.step for way in shown.offers), *(step for step, _ in shown.anytime)]
    return [*events, *(Take(step) for step in ways)]


def event_of(number: int, protocol: Protocol, pool: Sequence[Event], state: State) -> Event:
    """The event that a number stands for: its kind, its time, and what the person had seen."""
    kind, choice = number % KINDS, number // KINDS
    event: Event
    if choice % ENDS_ONE_IN == 0:
        event = LAST[kind % len(LAST)]
    else:
        events = pool if kind == 0 else likely(protocol, state)
        event = events[choice % len(events)]
    # Facts are logged late as well: one event in seven lies before the one before it.
    seconds = state.entered_ms / 1000 + (number % 7 - 1) * 3.51237
    if not isinstance(event, Command):
        return replace(event, at_s=max(0.0, seconds))
    seen = {0: state.sequence - 1, 1: state.sequence}.get(choice % 9)
    return replace(event, at_s=max(0.0, seconds), expected=seen)


def beginnings() -> st.SearchStrategy[Opened | SwitchedIn]:
    """How a run can begin: afresh, or taken over with whatever was reached before."""
    classes = st.sampled_from(["live", "chat", "written", "none"])
    switched = st.builds(
        SwitchedIn,
        classes,
        st.sampled_from(HELP),
        st.sampled_from(CONTACTS),
        st.sampled_from([None, "L0", "L1", NEVER_HEARD]),
        st.sampled_from([{}, {"safety.in_danger_now": "no"}]),
        st.just({}),
        st.sets(st.sampled_from(REACHED_BEFORE)).map(_handed_on),
    )
    return st.one_of(st.builds(Opened, classes), switched)


def _handed_on(facts: set[str]) -> tuple[str, ...]:
    """The facts as a run hands them on: help that was sent was also offered."""
    return tuple(sorted(facts | ({"outward_offered"} if "dispatched" in facts else set())))
