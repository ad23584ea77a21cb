"""A run on a stage: the interpreter, a clock that only waits move, and the ladders that ring.

Nothing here is real: time is a number, and what runs out on the way runs out in its order. What
the system itself owes it does as a centre does it: at once, a ladder at its time, and at the
latest when the contact is released. A `Stage` is a frozen value, so the way back is to keep the
one before.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from stayline_core.protocol.catalogue import Catalogue
from stayline_core.protocol.events import (
    Due,
    Event,
    LadderFact,
    Met,
    Opened,
    Released,
    RingDue,
    StepDue,
    SwitchedIn,
)
from stayline_core.protocol.interpret import apply, begin
from stayline_core.protocol.language import RAISE, Obligation, Protocol, frozen_map
from stayline_core.protocol.state import OWED, Emission, Outcome, Refusal, State, clocks


@dataclass(frozen=True, slots=True)
class Happening:
    """One event on the stage: what it was, what it made the world do, and why it was refused."""

    event: Event
    emitted: tuple[Emission, ...] = ()
    refused: Refusal | None = None

    @property
    def at_s(self) -> float:
        """When it happened, in seconds since the run opened."""
        return self.event.at_s


@dataclass(frozen=True, slots=True)
class Running:
    """A clock that runs: of a step, of the ring, or of something owed; `due_s` since opening."""

    kind: str
    name: str
    due_s: float


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a walk stands. `happened` holds every event from the opening on, in its order.

    `deadlines` are the run's clocks beside that of the step: `ring`, `obligation:x`. `rung` says
    when each ladder began to ring (again).
    """

    protocol: Protocol
    catalogue: Catalogue
    state: State
    at_s: float = 0.0
    deadlines: Mapping[str, float] = field(default_factory=frozen_map)
    rung: Mapping[str, float] = field(default_factory=frozen_map)
    happened: tuple[Happening, ...] = ()

    @property
    def emitted(self) -> tuple[Emission, ...]:
        """Everything that the world was asked to do so far."""
        return tuple(one for happening in self.happened for one in happening.emitted)

    @property
    def refused(self) -> Refusal | None:
        """Why the latest act was refused; None if it was not."""
        return self.happened[-1].refused

    def since(self, before: "Stage") -> tuple[Happening, ...]:
        """What has happened since an earlier stage of the same walk."""
        return self.happened[len(before.happened) :]

    def owes(self, name: str) -> Obligation:
        """The obligation of this name, which the protocol has."""
        return next(one for one in self.protocol.obligations if one.id == name)


def begin_walk(
    protocol: Protocol,
    *,
    catalogue: Catalogue,
    channel_class: str = "live",
    switched: SwitchedIn | None = None,
) -> Stage:
    """Begin a walk: fresh, or switched in from another protocol with what it had reached."""
    event = Opened(channel_class) if switched is None else switched
    outcome = begin(protocol, event)
    rung = {}
    if switched is not None and outcome.state.holds("rang") and protocol.ladder is not None:
        rung[protocol.ladder.id] = 0.0
    stage = Stage(protocol, catalogue, outcome.state, rung=frozen_map(rung))
    return _after(stage, event, outcome)


def happen(stage: Stage, event: Event) -> Stage:
    """The stage after one event, which is given the stage's time."""
    event = replace(event, at_s=stage.at_s)
    return _after(stage, event, apply(stage.protocol, stage.state, event))


def wait(stage: Stage, seconds: float) -> Stage:
    """Let time pass: every clock that runs out on the way does so, in order, at its time."""
    until = round(stage.at_s + seconds, 3)
    while (first := next_due(stage)) is not None and first.due_s <= until:
        stage = replace(stage, at_s=max(stage.at_s, first.due_s))
        stage = _run_out(stage, first)
    return replace(stage, at_s=until)


def running(stage: Stage) -> tuple[Running, ...]:
    """Every clock that runs now, the first to run out first."""
    found = []
    clock = clocks(stage.protocol, stage.state)
    if clock is not None:
        found.append(Running("step", clock.step, clock.due_s))
    for target, due in stage.deadlines.items():
        family, _, name = target.partition(":")
        if family == "obligation" and stage.state.obligations.get(name) != OWED:
            continue
        found.append(Running(family, name, due))
    return tuple(sorted(found, key=lambda one: one.due_s))


def next_due(stage: Stage) -> Running | None:
    """The clock that runs out first; None if none runs."""
    return next(iter(running(stage)), None)


def _run_out(stage: Stage, clock: Running) -> Stage:
    if clock.kind == "step":
        return happen(stage, StepDue(clock.name))
    target = f"{clock.kind}:{clock.name}" if clock.name else clock.kind
    left = {name: due for name, due in stage.deadlines.items() if name != target}
    stage = replace(stage, deadlines=frozen_map(left))
    if clock.kind == "ring":
        return happen(stage, RingDue())
    if _does_itself(stage.owes(clock.name)):
        return _done_by_the_system(stage, stage.owes(clock.name))
    return happen(stage, Due(clock.name))


def _after(stage: Stage, event: Event, outcome: Outcome) -> Stage:
    deadlines, rung = dict(stage.deadlines), dict(stage.rung)
    for one in outcome.emitted:
        if one.kind == RAISE:
            rung[one.target] = stage.at_s
        if one.kind == "call_off":
            rung.pop(one.target, None)
        if one.seconds is not None and one.starts == "now":
            _start(deadlines, one, stage.at_s)
    if isinstance(event, LadderFact) and event.what == "ringing":
        rung.setdefault(event.ladder, stage.at_s)
    stage = replace(
        stage,
        state=outcome.state,
        deadlines=frozen_map(deadlines),
        rung=frozen_map(rung),
        happened=(*stage.happened, Happening(event, outcome.emitted, outcome.refused)),
    )
    return _by_itself(stage, event, outcome.emitted)


def _start(deadlines: dict[str, float], one: Emission, at_s: float) -> None:
    target = f"obligation:{one.target}" if one.kind == "owe" else one.target
    if not target.startswith("step:"):  # the step's own clock is read from the state
        deadlines[target] = round(at_s + (one.seconds or 0), 3)


# ── what the system itself owes ──


def _does_itself(owed: Obligation) -> bool:
    return owed.by == "system" and owed.do.automatic


def _by_itself(stage: Stage, event: Event, emitted: tuple[Emission, ...]) -> Stage:
    """Do what the system owes from now on; after the contact even a ladder waits no longer."""
    begun = {one.target for one in emitted if one.kind == "owe" and one.starts == "now"}
    begun |= {one.target.removeprefix("obligation:") for one in emitted if one.kind == "clock"}
    for owed in stage.protocol.obligations:
        due = isinstance(event, Released) or (owed.id in begun and owed.do.kind != RAISE)
        if due and _does_itself(owed) and stage.state.obligations.get(owed.id) == OWED:
            stage = _done_by_the_system(stage, owed)
    return stage


def _done_by_the_system(stage: Stage, owed: Obligation) -> Stage:
    event = Met(owed.id, at_s=stage.at_s)
    outcome = apply(stage.protocol, stage.state, event)
    done = Emission(owed.do.kind, owed.do.target, f"owed/{owed.id}")
    return _after(stage, event, replace(outcome, emitted=(done, *outcome.emitted)))
