"""The shortest way to a screen on which two protocols behave differently, told as a story.

Both are run side by side by the interpreter, from the opening on: the same presses, the same
world. The first pair of screens that are not the same, or the first thing that only one of them
makes the world do, ends the search.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from stayline_core.protocol.diff.steps import Pairing
from stayline_core.protocol.diff.values import Story
from stayline_core.protocol.events import (
    Answer,
    ContactFact,
    Event,
    LadderFact,
    Next,
    Released,
    Skip,
    StepDue,
    Take,
    ThreatGrows,
)
from stayline_core.protocol.interpret import apply, opening
from stayline_core.protocol.language import LEVELS, OBSERVED_STATES, SILENCES, Effect, Protocol
from stayline_core.protocol.screen import screen
from stayline_core.protocol.state import Outcome, State, clocks

MOST_PAIRS: Final = 3_000
"""More pairs of states than this are not looked at: the list of changes says the rest."""

_QUIET: Final = frozenset({"clock"})

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class _Move:
    """The same thing done in both runs, and how a story says it."""

    old: Event
    new: Event
    said: str


@dataclass(frozen=True, slots=True)
class _Both:
    """Two runs side by side."""

    old: State
    new: State

    @property
    def key(self) -> Key:
        return (_key(self.old), _key(self.new))


def first_difference(pairing: Pairing) -> Story | None:
    """The shortest story in which the two behave differently; None where no channel is common."""
    common = [name for name in pairing.new.classes if name in pairing.old.classes]
    if not common:
        return None
    return _Search(pairing).run(common[0])


class _Search:
    def __init__(self, pairing: Pairing) -> None:
        self.pairing = pairing
        self.parents: dict[Key, tuple[Key | None, str]] = {}

    def run(self, channel_class: str) -> Story:
        old = opening(self.pairing.old, channel_class=channel_class)
        new = opening(self.pairing.new, channel_class=channel_class)
        both = _Both(old.state, new.state)
        self.parents[both.key] = (None, f"The run opens at {new.state.step}.")
        found = self._differ(old, new)
        if found is not None:
            return self._story(both.key, *found)
        queue = deque([both])
        while queue and len(self.parents) <= MOST_PAIRS:
            both = queue.popleft()
            for move in self._moves(both):
                story = self._follow(both, move, queue)
                if story is not None:
                    return story
        return Story((), complete=not queue)

    def _follow(self, both: _Both, move: _Move, queue: deque[_Both]) -> Story | None:
        old = apply(self.pairing.old, both.old, move.old)
        new = apply(self.pairing.new, both.new, move.new)
        after = _Both(old.state, new.state)
        found = self._differ(old, new)
        seen = after.key in self.parents
        if not seen:
            self.parents[after.key] = (both.key, move.said)
        if found is not None:
            ours, theirs = found
            told = (*self._story(both.key, (), ()).walk, move.said)
            return Story(told, ours, theirs)
        if not seen and new.state.ended is None:
            queue.append(after)
        return None

    def _story(self, key: Key | None, old: tuple[str, ...], new: tuple[str, ...]) -> Story:
        told = []
        while key is not None:
            key, said = self.parents[key]
            told.append(said)
        return Story(tuple(reversed(told)), old, new)

    # ── what can be done ──

    def _moves(self, both: _Both) -> Iterator[_Move]:
        yield from self._presses(both)
        yield from self._offered(both)
        yield from self._world(both)

    def _presses(self, both: _Both) -> Iterator[_Move]:
        step = self.pairing.new.steps[both.new.step]
        if step.routed is not None:
            for value in self._values(step.routed, asked=step.routed_is_asked):
                answer = Answer(step.routed, value)
                yield _Move(answer, answer, f"{step.routed} is answered “{value}”.")
        elif step.next is not None:
            yield _Move(Next(), Next(), "The agent goes on.")
            skip = Skip("not now")
            yield _Move(skip, skip, "The agent skips the step, with a reason.")

    def _values(self, field: str, *, asked: bool) -> tuple[str, ...]:
        spec = self.pairing.catalogue.field(field)
        values = () if spec is None else (spec.values or ("answered",))
        silences = SILENCES[:-1] if asked else OBSERVED_STATES
        return tuple(dict.fromkeys((*values, *silences)))

    def _offered(self, both: _Both) -> Iterator[_Move]:
        back = {new: old for old, new in self.pairing.names.items()}
        shown = screen(self.pairing.new, both.new)
        names = [way.step for way in shown.offers] + [name for name, _ in shown.anytime]
        for name in dict.fromkeys(names):
            yield _Move(Take(back.get(name, name)), Take(name), f"The agent takes {name}.")

    def _world(self, both: _Both) -> Iterator[_Move]:
        if clocks(self.pairing.new, both.new) is not None:
            yield _Move(
                StepDue(both.old.step), StepDue(both.new.step), "The step's clock runs out."
            )
        ladder = self.pairing.new.ladder
        if ladder is not None and both.new.help != "none":
            for what in ("accepted", "spoke", "lost"):
                fact = LadderFact(what, ladder.id)
                yield _Move(fact, fact, f"The ladder: {what}.")
        for event, said in (
            (ContactFact("lost"), "The contact is lost."),
            (ContactFact("open"), "The contact is open again."),
            (Released(), "The contact is released."),
        ):
            yield _Move(event, event, said)
        level = LEVELS.index(both.new.level)
        if level:
            grows = ThreatGrows(LEVELS[level - 1])
            yield _Move(grows, grows, f"The threat grows to {LEVELS[level - 1]}.")

    # ── what is seen ──

    def _differ(self, old: Outcome, new: Outcome) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        ours = self._seen(self.pairing.old, old, renamed=True)
        theirs = self._seen(self.pairing.new, new, renamed=False)
        if ours == theirs:
            return None
        return (
            tuple(f"{what}: {ours[what]}" for what in ours if ours[what] != theirs[what]),
            tuple(f"{what}: {theirs[what]}" for what in ours if ours[what] != theirs[what]),
        )

    def _seen(self, protocol: Protocol, outcome: Outcome, *, renamed: bool) -> dict[str, str]:
        """What the agent sees, words apart, and what the world is made to do, line by line."""
        state = outcome.state
        shown = screen(protocol, state)

        def name(step: str) -> str:
            return (self.pairing.target(step) or step) if renamed else step

        clock = clocks(protocol, state)
        effects = [
            Effect(one.kind, name(one.target) if one.kind == "offer" else one.target).word
            for one in outcome.emitted
            if one.kind not in _QUIET
        ]
        return {
            "the screen": name(shown.step),
            "it asks": _listed(field for field, _ in shown.asks),
            "it notes": _listed(field for field, _ in shown.observes),
            "it waits for": shown.waiting_for or "nothing",
            "its clock": "none" if clock is None else f"{clock.total_s} s",
            "on offer": _listed(sorted(name(way.step) for way in shown.offers)),
            "always there": _listed(sorted(name(step) for step, _ in shown.anytime)),
            "the press": outcome.refused.message if outcome.refused else "taken",
            "it brings": _listed(effects),
            "level": state.level,
            "help": state.help,
            "owed": _listed(f"{key} {value}" for key, value in state.obligations.items()),
            "the end": state.ended or "not yet",
        }


def _listed(words: Iterator[str] | list[str]) -> str:
    return ", ".join(words) or "nothing"


def _key(state: State) -> Key:
    """What of a state decides what can come; times and counters do not."""
    bare = replace(state, sequence=0, events=0, entered_ms=0)
    return (
        bare.step,
        bare.prev,
        bare.contact,
        bare.help,
        bare.level,
        bare.facts,
        tuple(sorted(bare.tallies.items())),
        bare.fired,
        bare.offers,
        bare.ended,
    )
