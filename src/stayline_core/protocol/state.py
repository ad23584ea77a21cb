"""The state of a run, what it asks of the world, and both as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from stayline_core.protocol.language import HELP, HELP_FACTS, Obligation, Protocol, frozen_map
from stayline_core.protocol.versions import STATES, VersionUnknown

STATE_VERSION = STATES.current

OWED, MET, WAIVED, MISSED, VOID = "owed", "met", "waived", "missed", "void"


class StateUnreadable(ValueError):
    """The data describes no state of a version known here."""


@dataclass(frozen=True, slots=True)
class Said:
    """The latest answer to a field: a value or an answer state, words, reason, and when."""

    value: str
    text: str | None = None
    reason: str | None = None
    at_ms: int = 0


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that may be taken now, and the event that opened the offer."""

    event: str
    step: str


@dataclass(frozen=True, slots=True)
class State:
    """Where a run stands. Replaying its events from the opening gives the same state.

    `sequence` grows when the run moves (a step is entered, the run ends): commands name it.
    `events` grows with every event. `spent_ms` counts the time on each step that was left;
    `entered_ms` is when the current step was entered. `done` keeps what happened that an
    obligation may ask for, so that a thing done early is not owed later.
    """

    protocol: str
    channel_class: str
    level: str
    step: str = ""
    prev: str | None = None
    contact: str = "open"
    help: str = "none"
    facts: frozenset[str] = frozenset()
    answers: Mapping[str, Said] = field(default_factory=frozen_map)
    tallies: Mapping[str, int] = field(default_factory=frozen_map)
    fired: frozenset[str] = frozenset()
    offers: tuple[Offer, ...] = ()
    obligations: Mapping[str, str] = field(default_factory=frozen_map)
    triggered: frozenset[str] = frozenset()
    done: frozenset[str] = frozenset()
    emitted: frozenset[str] = frozenset()
    ended: str | None = None
    sequence: int = 0
    events: int = 0
    entered_ms: int = 0
    spent_ms: Mapping[str, int] = field(default_factory=frozen_map)

    @property
    def spent(self) -> Mapping[str, float]:
        """Seconds spent on each step before it was last left."""
        return frozen_map({step: ms / 1000 for step, ms in self.spent_ms.items()})

    def holds(self, fact: str) -> bool:
        """Is this fact true now? An unknown name is never true."""
        if fact in HELP_FACTS:
            return HELP.index(self.help) >= HELP_FACTS[fact]
        if fact == "contact_open":
            return self.contact == "open"
        return fact in self.facts

    def open_obligations(self) -> tuple[str, ...]:
        """The obligations that keep the incident from being closed."""
        return tuple(name for name, status in self.obligations.items() if status in {OWED, MISSED})


@dataclass(frozen=True, slots=True)
class Emission:
    """Something the world must do. `key` is unique in a run, and each is emitted once.

    `kind` is an effect (`raise_`, `notify`, `start`, `set_level`, `dispatch`, `signpost`, `file`,
    `open_case`, `advise`, `confirm`), or one of the engine's own: `offer` (target: a step),
    `owe` (target: an obligation's id, `obligation` set), `clock` (target: `step:x`, `ring` or
    `obligation:x`, `seconds` left), `release` (end the contact), `call_off` (a ladder).
    For `owe`, `starts` says when its deadline begins to run: now, or when the last leg is
    released (a `clock` for it follows then).
    """

    kind: str
    target: str
    key: str
    obligation: Obligation | None = None
    seconds: float | None = None
    starts: str = "now"

    def to_json(self) -> dict[str, Any]:
        """The emission as plain JSON; seconds become whole milliseconds."""
        return {
            "kind": self.kind,
            "target": self.target,
            "key": self.key,
            "obligation": self.obligation.to_json() if self.obligation else None,
            "ms": None if self.seconds is None else round(self.seconds * 1000),
            "starts": self.starts,
        }


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a command was not carried out: a stable code, and a sentence for the person."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The state after an event, what the world must do now, and a refusal if it was one."""

    state: State
    emitted: tuple[Emission, ...] = ()
    refused: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock of the current step: `total_s` by the class of channel, `spent_s` before now.

    `due_s` is when it runs out, in seconds since the run opened, if nobody leaves the step.
    """

    step: str
    total_s: int
    spent_s: float
    due_s: float


def clocks(protocol: Protocol, state: State) -> Clock | None:
    """The step clock that is running; None where the step has none, or it has fired."""
    step = protocol.steps[state.step]
    total = step.within.seconds(state.channel_class) if step.within else None
    if total is None or state.ended or step.name in state.fired:
        return None
    spent = state.spent_ms.get(step.name, 0)
    due = (state.entered_ms + max(0, total * 1000 - spent)) / 1000
    return Clock(step.name, total, spent / 1000, due)


def to_json(state: State) -> dict[str, Any]:
    """The state as plain JSON (no floating-point number), marked with its version."""
    return {
        "version": STATE_VERSION,
        "protocol": state.protocol,
        "channel_class": state.channel_class,
        "level": state.level,
        "step": state.step,
        "prev": state.prev,
        "contact": state.contact,
        "help": state.help,
        "facts": sorted(state.facts),
        "answers": {
            name: {"value": s.value, "text": s.text, "reason": s.reason, "at_ms": s.at_ms}
            for name, s in state.answers.items()
        },
        "tallies": dict(state.tallies),
        "fired": sorted(state.fired),
        "offers": [{"event": offer.event, "step": offer.step} for offer in state.offers],
        "obligations": dict(state.obligations),
        "triggered": sorted(state.triggered),
        "done": sorted(state.done),
        "emitted": sorted(state.emitted),
        "ended": state.ended,
        "sequence": state.sequence,
        "events": state.events,
        "entered_ms": state.entered_ms,
        "spent_ms": dict(state.spent_ms),
    }


def from_json(data: Mapping[str, Any]) -> State:
    """The state that `to_json` wrote, in this version or an older one.

    Raises:
        StateUnreadable: a version that is not known, or data that is no state.
    """
    rest = dict(data)
    try:
        rest = dict(STATES.upgraded(rest, rest.pop("version", None)))
    except VersionUnknown as error:
        raise StateUnreadable(f"not a state that can be read: {error}") from error
    try:
        for name in ("facts", "fired", "triggered", "done", "emitted"):
            rest[name] = frozenset(rest[name])
        for name in ("tallies", "obligations", "spent_ms"):
            rest[name] = frozen_map(rest[name])
        rest["answers"] = frozen_map({k: Said(**said) for k, said in rest["answers"].items()})
        rest["offers"] = tuple(Offer(**offer) for offer in rest["offers"])
        return State(**rest)
    except (KeyError, TypeError, AttributeError) as error:
        raise StateUnreadable(f"not a state: {error}") from error
