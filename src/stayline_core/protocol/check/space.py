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
from typing import NamedTuple

from stayline_core.protocol.language import (
    HELP_FACTS,
    KEPT_FACTS,
    LEVELS,
    OBSERVED_STATES,
    RAISE,
    SILENCES,
    Effect,
    Protocol,
    Step,
    is_safety_field,
)

MAX_STATES = 200_000
NO_PREV = -1

NONE, RINGING, ACCEPTED, JOINED, SPOKE = range(5)


class Rest(NamedTuple):
    """Everything of a state that is not the place on the map."""

    help: int
    contact: int
    resumed: int
    facts: int
    tallies: tuple[int, ...]


class Move(NamedTuple):
    """A way from one state to the next: who did what. `records` says: about safety (S0-5)."""

    kind: str
    step: str
    detail: str = ""
    via: str = ""
    records: bool = False


LOST = Move("contact_lost", "")

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
        self.bits = {fact: 1 << i for i, fact in enumerate(_facts_kept(protocol))}
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
        self._counts = tuple(step.counts for step in self.steps)
        self._resumes = self.index.get(protocol.on.get("contact_resumed", ""))
        self.static = tuple(
            tuple((move, self.index[name], guard) for move, name, guard in _presses(protocol, step))
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
        found = []
        for help_value in range(RINGING if at_open else NONE, SPOKE + 1):
            for facts in sorted({0, self.bits.get("safety_recorded", 0)}):
                rest = Rest(help_value, 1, 0, facts, (0,) * len(self.tallies))
                found.append(self.entered(start, self.rest_id(rest), NO_PREV))
        return tuple(dict.fromkeys(found))

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
        if step.offers_outward:
            rest = rest._replace(facts=rest.facts | self.bits.get("outward_offered", 0))
        if rest.help == NONE and rings(self.protocol, step.do):
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
        if step in self._ringing_clocks:
            yield from self._clock_rings(state)

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

    def _clock_rings(self, state: State) -> Iterator[Edge]:
        step, prev, rest = state
        if self.rests[rest].help == NONE:
            after = self.rest_id(self.rests[rest]._replace(help=RINGING))
            yield Move("clock_rings", self.names[step]), (step, prev, after)

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
        if now.help == NONE and self.protocol.ladder is not None:
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
            self._reach(state, self._clock_rings(state), queue)

    def visited(self) -> frozenset[str]:
        """The names of the steps that a run can reach, branches included."""
        shown = {self.names[state[0]] for state in self.parents}
        return frozenset(shown | self.branches_seen)


def rings(protocol: Protocol, effects: tuple[Effect, ...]) -> bool:
    """Do these effects ring the ladder that brings somebody to take over?"""
    return any(e.kind == RAISE and protocol.moves_help(e.target) for e in effects)


def _facts_kept(protocol: Protocol) -> tuple[str, ...]:
    """The facts that a state must remember: those a branch reads, and those the run itself sets.

    What a colleague reports, and only a wait or an offer reads, may come at any moment and never
    goes: such a wait may be open in every state, so the state need not remember it.
    """
    branches = {step.branch for step in protocol.steps.values()}
    waits = {step.wait_for for step in protocol.steps.values()}
    own = {"safety_recorded", "outward_offered"} & waits
    return tuple(fact for fact in KEPT_FACTS if fact in branches | own)


def _presses(protocol: Protocol, step: Step) -> Iterator[tuple[Move, str, str]]:
    """Each way on from a step that a person can press, the step it names, and its guard."""
    if step.next is not None:
        yield Move("next", step.name), step.next, "wait_for" if step.wait_for else ""
        if step.counts and step.wait_for is None:
            yield Move("skip", step.name), step.next, ""
    if step.answers is not None and step.branch is None:
        every = any("answer:" in rule.what + rule.other for rule in protocol.rules)
        for move, name in answer_moves(step) if every else _different(answer_moves(step)):
            yield move, name, ""
    yield from _offers(protocol, step)


def _different(moves: Iterable[tuple[Move, str]]) -> Iterable[tuple[Move, str]]:
    """Of the answers that come to the same thing, one: they differ in no state."""
    return {(name, m.records, m.kind): (m, name) for m, name in reversed(list(moves))}.values()


def _offers(protocol: Protocol, step: Step) -> Iterator[tuple[Move, str, str]]:
    """What can be taken on this step beside its own way, and what guards it."""
    if step.otherwise and step.otherwise.offer and step.within:
        yield Move("take", step.name, step.otherwise.offer, "clock"), step.otherwise.offer, ""
    for name in protocol.anytime:
        yield Move("take", step.name, name, "anytime"), name, ""
    for event, name in protocol.on.items():
        guard = "" if event == "threat_grows" else event
        if event != "contact_lost" and (guard or protocol.level != LEVELS[0]):
            yield Move("take", step.name, name, event), name, guard


def answer_moves(step: Step) -> Iterator[tuple[Move, str]]:
    """One move for each answer that is named, and for `else` one for each silence it takes.

    The move for `else` itself stands for every value of the field that is not named.
    """
    field, asked = step.routed or "", step.routed_is_asked
    safety = is_safety_field(field)
    named = dict(step.answers or {})
    other = named.pop("else", None)
    ways = list(named.items())
    if other is not None:
        silences = SILENCES if asked else OBSERVED_STATES
        ways += [("else", other), *((value, other) for value in silences if value not in named)]
    for value, target in ways:
        kind = "skip" if value == "not_asked" else "answer"
        records = safety and value != "not_asked"
        yield Move(kind, step.name, f"{field}={value}", value, records), target
