"""Every state that a run can reach: the conversation beside the ladder, breadth first.

A state is (step, prev, rest); `rest` is help, contact, the offer to resume, the facts that a
wait or a branch reads, and the tallies. Everything is a small integer, for a protocol of 500
steps has tens of thousands of states. Presses depend on (step, rest) alone and are worked out
once for all values of `prev`; what the world does depends on `rest` alone.

It is a superset of what the interpreter can do: an offer of a clock counts as open whenever its
step is shown, and the level as able to grow as long as it is not the highest.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from stayline_core.protocol.check.moves import (
    LOST,
    Move,
    facts_kept,
    presses_of,
    rings,
)
from stayline_core.protocol.language import HELP_FACTS, Protocol, Step

MAX_STATES = 500_000
NO_PREV = -1

NONE, RINGING, ACCEPTED, JOINED, SPOKE = range(5)


class Rest(NamedTuple):
    """Everything of a state that is not the place on the map."""

    help: int
    contact: int
    resumed: int
    facts: int
    tallies: tuple[int, ...]


State = tuple[int, int, int]
Edge = tuple[Move, State]


class TooManyStates(Exception):
    """The protocol has more states than are explored."""


class Space:
    """The graph of states of one protocol, worked out lazily and remembered."""

    def __init__(self, protocol: Protocol) -> None:
        """Prepare the map; nothing is explored yet."""
        self.protocol = protocol
        self.names = tuple(protocol.steps)
        self.steps = tuple(protocol.steps.values())
        self.index = {name: number for number, name in enumerate(self.names)}
        self.ends = frozenset(i for i, step in enumerate(self.steps) if step.end)
        self.tallies = tuple(protocol.tallies)
        self.bits = {fact: 1 << i for i, fact in enumerate(facts_kept(protocol))}
        self.rests: list[Rest] = []
        self.branches_seen: set[str] = set()
        self.parents: dict[State, tuple[State, Move] | None] = {}
        self._rest_ids: dict[Rest, int] = {}
        self._entered: dict[tuple[int, int], tuple[int, int]] = {}
        self._presses: dict[tuple[int, int], tuple[Edge, ...]] = {}
        self._world: dict[int, tuple[tuple[Move, int], ...]] = {}
        handler = protocol.on.get("contact_lost")
        self._handler = None if handler is None else self.index[handler]
        self._backs = tuple(Move("back", name) for name in self.names)
        self._ringing_clocks = frozenset(
            number
            for number, step in enumerate(self.steps)
            if step.otherwise is not None and rings(protocol, step.otherwise.do)
        )
        self._clocks = {
            number: Move("clock", step.name)
            for number, step in enumerate(self.steps)
            if step.within is not None and step.otherwise is not None and step.otherwise.do
        }
        self._shown: dict[int, tuple[int, ...]] = {}
        self._visited: frozenset[str] | None = None
        self._outward = {n for n, step in enumerate(self.steps) if step.offers_outward}
        self._ringing = {n for n, step in enumerate(self.steps) if rings(protocol, step.do)}
        self._counts = tuple(step.counts for step in self.steps)
        self._resumes = self.index.get(protocol.on.get("contact_resumed", ""))
        self.static = tuple(
            tuple(
                (move, self.index[name], guard) for move, name, guard in presses_of(protocol, step)
            )
            for step in self.steps
        )

    # ── states ──

    def rest_id(self, rest: Rest) -> int:
        """The number of a rest."""
        known = self._rest_ids.get(rest)
        if known is None:
            known = self._rest_ids[rest] = len(self.rests)
            self.rests.append(rest)
        return known

    def holds(self, fact: str, rest: Rest) -> bool:
        """Is the fact true? One that is not kept may be true at any time, and counts as true."""
        if fact in HELP_FACTS:
            return rest.help >= HELP_FACTS[fact]
        if fact == "contact_open":
            return bool(rest.contact)
        return fact not in self.bits or bool(rest.facts & self.bits[fact])

    def fresh(self) -> tuple[State, ...]:
        """Where a run begins that nobody switched to."""
        at_open = self.protocol.ladder is not None and self.protocol.ladder.ring == "at_open"
        rest = Rest(RINGING if at_open else NONE, 1, 0, 0, (0,) * len(self.tallies))
        return (self.entered(self.index[self.protocol.start], self.rest_id(rest), NO_PREV),)

    def switched(self) -> tuple[State, ...]:
        """Where a run begins that was switched to: every help value, safety known or not."""
        at_open = self.protocol.ladder is not None and self.protocol.ladder.ring == "at_open"
        start = self.index[self.protocol.switched]
        safety = {0, self.bits.get("safety_recorded", 0)}
        found = []
        for help_value in range(RINGING if at_open else NONE, SPOKE + 1):
            fresh = Rest(help_value, 1, 0, 0, (0,) * len(self.tallies))
            usual = self.entered(start, self.rest_id(fresh), NO_PREV)
            # What is reported later leads from the usual beginning to the same states, unless it
            # is over at once or does something by itself.
            apart = usual[0] in self.ends or self.rests[usual[2]] != fresh
            for rest in self._taken_over(fresh):
                handler = None if rest.contact else self._handler
                first = start if handler is None else handler
                one = self.entered(first, self.rest_id(rest), NO_PREV)
                elsewhere = one[0] != usual[0] and (handler is None or apart)
                if elsewhere or (rest.contact and rest.facts in safety):
                    found.append(one)
        return tuple(dict.fromkeys(found))

    def _taken_over(self, rest: Rest) -> Iterator[Rest]:
        """Whatever may be so by then: each set of facts, and the line open or lost."""
        for facts in range(1 << len(self.bits)):
            yield rest._replace(facts=facts)
            yield rest._replace(facts=facts, contact=0, help=min(rest.help, JOINED))

    def starts(self) -> tuple[State, ...]:
        """Every state in which a run can begin."""
        return tuple(dict.fromkeys(self.fresh() + self.switched()))

    def entered(self, step: int, rest: int, prev: int) -> State:
        """The state after entering a step: branches followed, effects of the step done."""
        key = (step, rest)
        found = self._entered.get(key)
        if found is None:
            found = self._entered[key] = self._enter(step, self.rests[rest])
        if found[0] in self.ends:
            return (found[0], NO_PREV, found[1])
        return (found[0], prev, found[1])

    def _enter(self, number: int, rest: Rest) -> tuple[int, int]:
        step = self.steps[number]
        while step.branch is not None:
            self.branches_seen.add(step.name)
            if step.branch in self.protocol.tallies:
                value = str(rest.tallies[self.tallies.index(step.branch)])
            else:
                value = "yes" if self.holds(step.branch, rest) else "no"
            number = self.index[step.way(value) or step.name]
            step = self.steps[number]
        if number in self._outward and "outward_offered" in self.bits:
            rest = rest._replace(facts=rest.facts | self.bits.get("outward_offered", 0))
        if rest.help == NONE and number in self._ringing:
            rest = rest._replace(help=RINGING)
        return number, self.rest_id(rest)

    # ── moves ──

    def edges(self, state: State) -> Iterator[Edge]:
        """Every move from a state, the agent's first; none from an end."""
        step, _, rest = state
        if step in self.ends:
            return
        yield from self.presses(step, rest)
        yield from self.others(state)

    def others(self, state: State) -> Iterator[Edge]:
        """The moves that are no press of the step: undo, the line, the world."""
        step, prev, rest = state
        if prev != NO_PREV:
            yield self._backs[step], self.entered(prev, rest, NO_PREV)
        yield from self.lost(state)
        for move, after in self.world(rest):
            yield move, (step, prev, after)
        if step in self._clocks:
            yield self._clock_out(state)

    def presses(self, step: int, rest: int) -> tuple[Edge, ...]:
        """What the agent can press on this step, with this rest."""
        key = (step, rest)
        found = self._presses.get(key)
        if found is None:
            found = self._presses[key] = tuple(self._press(step, self.rests[rest]))
        return found

    def _press(self, number: int, rest: Rest) -> Iterator[Edge]:
        step, same = self.steps[number], self.rest_id(rest)
        prev = NO_PREV if self._counts[number] else number
        said = self.bits.get("safety_recorded", 0)
        for move, target, guard in self.static[number]:
            if guard and not self._allowed(guard, step, rest):
                continue
            after = rest
            if move.records and said:
                after = after._replace(facts=after.facts | said)
            if prev == NO_PREV and move.kind not in {"skip", "take"}:
                after = self._counted(step, after)
            if rest.resumed and move.kind == "take" and target == self._resumes:
                after = after._replace(resumed=0)
            yield move, self.entered(target, same if after is rest else self.rest_id(after), prev)

    def _allowed(self, guard: str, step: Step, rest: Rest) -> bool:
        """Is a guarded press possible? The guard is a wait, or the event that makes an offer."""
        if guard == "wait_for":
            return self.holds(step.wait_for or "", rest)
        if guard == "accepted":
            return rest.help >= ACCEPTED
        if guard == "receiver_lost":
            return rest.help == RINGING
        if guard == "contact_resumed":
            return bool(rest.resumed)
        return self.holds("released", rest)

    def _counted(self, step: Step, rest: Rest) -> Rest:
        tallies = list(rest.tallies)
        for effect in step.do:
            if effect.kind == "count" and effect.target in self.protocol.tallies:
                at = self.tallies.index(effect.target)
                tallies[at] = min(self.protocol.tallies[effect.target], tallies[at] + 1)
        return rest._replace(tallies=tuple(tallies))

    def _clock_out(self, state: State) -> Edge:
        """The step's clock runs out: what it does by itself is done, the screen stays."""
        step, prev, rest = state
        now = self.rests[rest]
        if now.help == NONE and step in self._ringing_clocks:
            rest = self.rest_id(now._replace(help=RINGING))
        return self._clocks[step], (step, prev, rest)

    def lost(self, state: State) -> Iterator[Edge]:
        """The loss of the contact, and where it leads; nothing where it is lost already."""
        step, prev, rest = state
        was = self.rests[rest]
        if not was.contact:
            return
        after = self.rest_id(was._replace(contact=0, help=min(was.help, JOINED), resumed=0))
        if self._handler is None:
            yield LOST, (step, prev, after)
        else:
            yield LOST, self.entered(self._handler, after, NO_PREV)

    def world(self, rest: int) -> tuple[tuple[Move, int], ...]:
        """What ladder, line and colleagues can report now, the screen staying as it is."""
        found = self._world.get(rest)
        if found is None:
            now = self.rests[rest]
            found = self._world[rest] = tuple(
                (move, self.rest_id(after)) for move, after in self._reports(now)
            )
        return found

    def _reports(self, now: Rest) -> Iterator[tuple[Move, Rest]]:
        if now.help == NONE:  # without a ladder of its own too: another threat's may ring
            yield Move("ring", ""), now._replace(help=RINGING)
        if now.help in {RINGING, ACCEPTED} or (now.help == JOINED and now.contact):
            word = ("accepted", "joined", "spoke")[now.help - RINGING]
            yield Move(word, ""), now._replace(help=now.help + 1)
        if now.help >= ACCEPTED:
            yield Move("receiver_lost", ""), now._replace(help=RINGING)
        if not now.contact:
            resumed = int("contact_resumed" in self.protocol.on)
            yield Move("contact_open", ""), now._replace(contact=1, resumed=resumed)
        for fact, bit in self.bits.items():
            if now.facts & bit:
                continue
            if fact == "safety_recorded":
                move = Move("said", "", fact, records=True)
            else:
                move = Move("fact", "", "dispatched" if fact == "outward_offered" else fact)
            also = self.bits.get("outward_offered", 0) if fact == "dispatched" else 0
            yield move, now._replace(facts=now.facts | bit | also)

    # ── exploring ──

    def explore(self, max_states: int = MAX_STATES) -> None:
        """Visit every state once, nearest first, and remember by which move it was reached.

        Raises:
            TooManyStates: there are more than `max_states`.
        """
        self.parents |= dict.fromkeys(self.starts())
        queue = deque(self.parents)
        pressed: set[tuple[int, int]] = set()
        cut_off: set[int] = set()
        while queue:
            state = queue.popleft()
            step, _, rest = state
            if step in self.ends:
                continue
            if (step, rest) not in pressed:
                pressed.add((step, rest))
                self._reach(state, self.presses(step, rest), queue)
            if self._handler is None or rest not in cut_off:
                cut_off.add(rest)
                self._reach(state, self.lost(state), queue)
            self._reach_by_the_world(state, queue)
            if len(self.parents) > max_states:
                raise TooManyStates

    def _reach(self, state: State, edges: Iterable[Edge], queue: deque[State]) -> None:
        parents = self.parents
        for move, target in edges:
            if target not in parents:
                parents[target] = (state, move)
                queue.append(target)

    def _reach_by_the_world(self, state: State, queue: deque[State]) -> None:
        """The same for undo and the world, written out: most moves are of this sort."""
        step, prev, rest = state
        parents = self.parents
        for move, after in self.world(rest):
            target = (step, prev, after)
            if target not in parents:
                parents[target] = (state, move)
                queue.append(target)
        if prev != NO_PREV:
            target = self.entered(prev, rest, NO_PREV)
            if target not in parents:
                parents[target] = (state, self._backs[step])
                queue.append(target)
        if step in self._ringing_clocks:
            self._reach(state, (self._clock_out(state),), queue)

    def visited(self) -> frozenset[str]:
        """The names of the steps that a run can reach, branches included; once all is explored."""
        if self._visited is None:
            shown = {self.names[state[0]] for state in self.parents}
            self._visited = frozenset(shown | self.branches_seen)
        return self._visited

    @cached_property
    def arrived(self) -> tuple[State, ...]:
        """Every state in which a run has ended, nearest first; once all is explored."""
        return tuple(state for state in self.parents if state[0] in self.ends)

    def shown_by(self, number: int) -> tuple[int, ...]:
        """The screens and ends that entering a step may show, by the map: branches are followed."""
        found = self._shown.get(number)
        if found is None:
            shown, todo, seen = list[int](), [number], set[int]()
            while todo:
                at = todo.pop()
                if at not in seen:
                    seen.add(at)
                    branch = self.steps[at].branch is not None
                    onward = self.steps[at].targets if branch else ()
                    todo.extend(self.index[name] for name in onward)
                    shown.extend(() if branch else (at,))
            found = self._shown[number] = tuple(shown)
        return found
