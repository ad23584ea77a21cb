"""Walks through a protocol, with log, state and effects, to be frozen: they replay for ever.

    python -m tools.freeze_protocols    writes them beside each frozen protocol that has none

The walks are made once, by the interpreter of that day, and from then on they are data: nothing
of how they were made matters to the test that reads them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any, Final

from stayline_core.protocol import (
    Answer,
    Arrived,
    ContactFact,
    Dispatched,
    Due,
    EndContact,
    Event,
    Filed,
    LadderFact,
    Next,
    Opened,
    OpenedInError,
    Outcome,
    Parked,
    Protocol,
    Released,
    Resumed,
    Skip,
    State,
    StepDue,
    SwitchedIn,
    Take,
    ThreatStands,
    apply,
    begin,
    event_to_json,
    screen,
    to_json,
)
from stayline_core.protocol.language import HELP

FILE_VERSION: Final = 1
STEPS: Final = 24
RANDOM_EVENTS: Final = 30


class _Runner:
    """A run under way, and the log of what happened in it."""

    def __init__(self, protocol: Protocol, first: Opened | SwitchedIn) -> None:
        self.protocol = protocol
        self.log: list[dict[str, Any]] = []
        self.at_s = 0.0
        self.state = self._keep(first, begin(protocol, first))

    def take(self, event: Event) -> None:
        """Let one event happen, five seconds after the one before."""
        self.at_s += 5
        event = replace(event, at_s=self.at_s)
        self.state = self._keep(event, apply(self.protocol, self.state, event))

    def _keep(self, event: Event, outcome: Outcome) -> State:
        entry: dict[str, Any] = {"event": event_to_json(event)}
        if outcome.emitted:
            entry["emitted"] = [one.to_json() for one in outcome.emitted]
        if outcome.refused is not None:
            entry["refused"] = outcome.refused.code
        self.log.append(entry)
        return outcome.state

    @property
    def ladder(self) -> str:
        """The ladder that brings help to this protocol."""
        return self.protocol.ladder.id if self.protocol.ladder else "crisis"

    def press(self, which: int) -> None:
        """Go on from the step that is shown: the answer of this place, or next, or help comes."""
        shown = screen(self.protocol, self.state)
        if not shown.open and self.state.contact == "open":
            coming = HELP[min(HELP.index(self.state.help) + 1, len(HELP) - 1)]
            self.take(LadderFact(coming, self.ladder))
            return
        values = [value for value, _ in shown.answers if value != "else"]
        if shown.routed is None:
            self.take(Next())
        else:
            self.take(Answer(shown.routed, (values or ["unknown"])[which % len(values or [""])]))

    def to_the_end(self, which: int) -> None:
        """Press until the run ends or refuses, at most so many times."""
        for _ in range(STEPS):
            if self.state.ended is None and "refused" not in self.log[-1]:
                self.press(which)


def frozen_runs(protocol: Protocol) -> dict[str, Any]:
    """Return several walks of this protocol, each with its log, its effects and its last state."""
    first, *others = protocol.classes
    walks = {f"{name}-{first}": walk(protocol, first) for name, walk in _WALKS.items()}
    walks |= {f"at-random-{other}": _at_random(protocol, other) for other in others}
    return {
        "version": FILE_VERSION,
        "protocol": protocol.id,
        "walks": {
            name: {"log": run.log, "state": to_json(run.state)} for name, run in walks.items()
        },
    }


def written(runs: dict[str, Any]) -> str:
    """Return the file of such walks: an event a line, so that a change would be seen."""
    lines = ["{"]
    lines += [f"{json.dumps(key)}: {json.dumps(runs[key])}," for key in ("version", "protocol")]
    lines.append('"walks": {')
    walks = list(runs["walks"].items())
    for place, (name, walk) in enumerate(walks):
        lines.append(f'{json.dumps(name)}: {{"log": [')
        lines.append(",\n".join(json.dumps(entry, sort_keys=True) for entry in walk["log"]))
        lines.append(f'], "state": {json.dumps(walk["state"], sort_keys=True)}}}')
        lines[-1] += "," if place < len(walks) - 1 else ""
    return "\n".join([*lines, "}}", ""])


def _handed_over(protocol: Protocol, channel_class: str) -> _Runner:
    """Help accepts, joins and speaks; the last answer of each step; reports filed; released."""
    run = _Runner(protocol, Opened(channel_class))
    for what in ("accepted", "joined", "spoke"):
        run.take(LadderFact(what, run.ladder))
    run.to_the_end(-1)
    for fact in (Released(), Filed("security_threat"), Filed("call_record"), Due("case")):
        run.take(fact)
    return run


def _nobody_comes(protocol: Protocol, channel_class: str) -> _Runner:
    """Each clock runs out, each offer is taken; at last a supervisor ends the contact."""
    run = _Runner(protocol, Opened(channel_class))
    for _ in range(STEPS // 2):
        run.take(StepDue(run.state.step))
        offers = screen(protocol, run.state).offers
        if offers:
            run.take(Take(offers[-1].step))
        else:
            run.press(0)
    for name in run.state.open_obligations():
        run.take(Due(name))
    run.take(EndContact("agent", "They were rude."))
    run.take(EndContact("supervisor", "The police are with them."))
    return run


def _line_lost(protocol: Protocol, channel_class: str) -> _Runner:
    """The line is lost while a colleague speaks, comes back, and the colleague is lost too."""
    run = _Runner(protocol, Opened(channel_class))
    run.press(0)
    for fact in (
        *(LadderFact(what, run.ladder) for what in ("accepted", "joined", "spoke")),
        ContactFact("lost"),
        LadderFact("spoke", run.ladder),
        ContactFact("open"),
        LadderFact("lost", run.ladder),
    ):
        run.take(fact)
    run.to_the_end(0)
    run.take(Skip("They had left."))
    run.take(Dispatched())
    run.take(Arrived())
    return run


def _changes_hands(protocol: Protocol, channel_class: str) -> _Runner:
    """Taken over from another procedure, parked, taken up again, and opened in error."""
    said = {"safety.in_danger_now": "no", "safety.location": "answered"}
    first = SwitchedIn(
        channel_class,
        "accepted",
        level="L1",
        answers=said,
        texts={"safety.location": "by the river"},
        facts=("dispatched",),
    )
    run = _Runner(protocol, first)
    run.press(-1)
    run.take(ThreatStands("L0", "crisis"))
    run.press(0)
    run.take(Parked())
    run.take(Resumed("joined", "open", "L0", {"safety.alone": "alone"}, {}, ("arrived",)))
    run.press(0)
    run.take(OpenedInError("supervisor", "A film was on."))
    run.take(Released())
    return run


def _at_random(protocol: Protocol, channel_class: str) -> _Runner:
    """Whatever the numbers say, the same on every machine."""
    numbers = Random(f"{protocol.id} {channel_class}")  # noqa: S311 - a walk, no secret
    run = _Runner(protocol, Opened(channel_class))
    names = sorted(protocol.steps)
    for _ in range(RANDOM_EVENTS):
        number = numbers.randrange(1_000)
        chosen: tuple[Event, ...] = (
            Take(names[number % len(names)]),
            StepDue(run.state.step),
            LadderFact(("accepted", "joined", "lost")[number % 3], run.ladder),
            ContactFact("lost" if run.state.contact == "open" else "open"),
            Next(expected=run.state.sequence - number % 2),
        )
        if number % 3:
            run.press(number)
        else:
            run.take(chosen[number % len(chosen)])
    return run


_WALKS: Final[dict[str, Callable[[Protocol, str], _Runner]]] = {
    "handed-over": _handed_over,
    "nobody-comes": _nobody_comes,
    "line-lost": _line_lost,
    "changes-hands": _changes_hands,
    "at-random": _at_random,
}
