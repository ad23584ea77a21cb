"""The shortest way to a screen on which two protocols behave differently, told as a story.

Both are run side by side by the interpreter, from the opening on: the same presses, the same
world. The first pair of screens that are not the same, or the first thing that only one of them
makes the world do, ends the search. What lies deeper is looked for on the checker's map of states:
the shortest way to the nearest step that has changed.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from stayline_core.protocol.check.search import explored
from stayline_core.protocol.check.space import Space, TooManyStates
from stayline_core.protocol.check.story import tell
from stayline_core.protocol.diff.steps import Pairing
from stayline_core.protocol.diff.values import ADDED, CHANGED, MOVED, REMOVED, Change, Story
from stayline_core.protocol.events import (
    Answer,
    ContactFact,
    EndContact,
    Event,
    LadderFact,
    Next,
    Opened,
    Released,
    StepDue,
    SwitchedIn,
    Take,
    ThreatGrows,
)
from stayline_core.protocol.interpret import apply, begin
from stayline_core.protocol.language import (
    LEVELS,
    OBSERVED_STATES,
    SILENCES,
    Effect,
    Protocol,
    Step,
)
from stayline_core.protocol.screen import screen
from stayline_core.protocol.state import Outcome, State, clocks

MOST_PAIRS: Final = 150
"""More pairs of states than this are not looked at side by side."""

MOST_STATES: Final = 20_000
"""So many states of the map are looked at."""

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


UNSEEN: Final = frozenset({"covers", "rule", "locale", "gather", "minimum", "handles", "situation"})
"""What changes no screen and no effect by itself."""


def first_difference(pairing: Pairing, changes: Iterable[Change]) -> Story | None:
    """The shortest story in which the two behave differently.

    None where nothing of it could be seen in a run, or where no channel is common.
    """
    seen = [one for one in changes if one.structural and one.what.split(":")[0] not in UNSEEN]
    common = [name for name in pairing.new.classes if name in pairing.old.classes]
    if not seen or not common:
        return None
    story = _Search(pairing).run(common[0])
    if story.found or story.complete:
        return story
    return _on_the_map(pairing, seen) or story


def _on_the_map(pairing: Pairing, changes: list[Change]) -> Story | None:
    """The shortest way to the nearest step that has changed; None if no run comes to one."""
    for protocol, how in ((pairing.new, {CHANGED, ADDED, MOVED}), (pairing.old, {REMOVED})):
        steps = {one.step for one in changes if one.what != "step" or one.how in how}
        space = Space(protocol)
        with suppress(TooManyStates):
            space.explore(MOST_STATES)
        for state in space.parents:
            name = space.names[state[0]]
            if name in steps:
                here = [one for one in changes if one.step == name]
                return Story(
                    tell(space, explored(space, state)),
                    tuple(f"{one.what}: {one.old}" for one in here if one.old is not None),
                    tuple(f"{one.what}: {one.new}" for one in here if one.new is not None),
                )
    return None


class _Search:
    def __init__(self, pairing: Pairing) -> None:
        self.pairing = pairing
        self.parents: dict[Key, tuple[Key | None, str]] = {}

    def run(self, channel_class: str) -> Story:
        """Search from the opening; where another protocol's run is taken over, look once."""
        fresh = f"The run opens at {self.pairing.new.start}."
        switched = f"The run is switched to at {self.pairing.new.switched}."
        begun = deque[_Both]()
        for event, said in ((Opened(channel_class), fresh), (SwitchedIn(channel_class), switched)):
            old, new = begin(self.pairing.old, event), begin(self.pairing.new, event)
            found = self._differ(old, new)
            if found is not None:
                return Story((said,), *found)
            begun.append(_Both(old.state, new.state))
        begun.pop()
        self.parents[begun[0].key] = (None, fresh)
        return self._searched(begun)

    def _searched(self, queue: deque[_Both]) -> Story:
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
            return Story((*self._story(both.key), move.said), ours, theirs)
        if not seen and new.state.ended is None:
            queue.append(after)
        return None

    def _story(self, key: Key | None) -> tuple[str, ...]:
        told = []
        while key is not None:
            key, said = self.parents[key]
            told.append(said)
        return tuple(reversed(told))

    # ── what can be done ──

    def _moves(self, both: _Both) -> Iterator[_Move]:
        yield from self._presses(both)
        yield from self._offered(both)
        yield from self._world(both)

    def _presses(self, both: _Both) -> Iterator[_Move]:
        step = self.pairing.new.steps[both.new.step]
        if step.routed is not None:
            for value in self._values(self.pairing.old.steps[both.old.step], step):
                answer = Answer(step.routed, value)
                yield _Move(answer, answer, f"{step.routed} is answered “{value}”.")
        else:
            yield _Move(Next(), Next(), "The agent goes on.")

    def _values(self, old: Step, new: Step) -> tuple[str, ...]:
        """The answers to a step; of those that lead to the same in both, the first."""
        spec = self.pairing.catalogue.field(new.routed or "")
        values = tuple(new.answers or ()) if spec is None else (spec.values or ("answered",))
        silences = SILENCES[:-1] if new.routed_is_asked else OBSERVED_STATES
        every = dict.fromkeys((*values, *silences))
        lead = {(old.way(value), new.way(value)): value for value in reversed(every)}
        return tuple(value for value in every if value in lead.values())

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
        yield from self._helped(both)
        if both.new.contact == "open":
            lost = ContactFact("lost")
            yield _Move(lost, lost, "The contact is lost.")
        else:
            back = ContactFact("open")
            yield _Move(back, back, "The contact is open again.")
        ends = EndContact("agent", "It is over.")
        yield _Move(ends, ends, "The agent ends the contact.")
        if not both.new.holds("released"):
            yield _Move(Released(), Released(), "The contact is released.")
        level = LEVELS.index(both.new.level)
        if level:
            grows = ThreatGrows(LEVELS[level - 1])
            yield _Move(grows, grows, f"The threat grows to {LEVELS[level - 1]}.")

    def _helped(self, both: _Both) -> Iterator[_Move]:
        ladder = self.pairing.new.ladder
        if ladder is None or both.new.help == "none":
            return
        words = {"ringing": "accepted", "accepted": "spoke", "joined": "spoke", "spoke": "lost"}
        for what in dict.fromkeys((words[both.new.help], "lost")):
            if what != "lost" or both.new.holds("accepted"):
                fact = LadderFact(what, ladder.id)
                yield _Move(fact, fact, f"The ladder: {what}.")

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
        bare.contact,
        bare.help,
        bare.level,
        bare.facts,
        tuple(sorted(bare.tallies.items())),
        bare.fired,
        bare.offers,
        bare.ended,
    )
