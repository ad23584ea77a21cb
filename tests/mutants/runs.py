"""Every run of a protocol, by the interpreter alone: what an oracle looks at.

From the opening, and from a switch, each event that can come in each state is given to the
interpreter: the agent presses, goes on, goes back or dawdles until the clock runs out; the caller
gives each answer, says nothing, is lost and comes back; the ladder is never answered, late,
accepted and lost again, or joined and spoken to. Runs are up to 40 events long, and each state is
visited once: two states are the same if they differ in times and in what has been emitted alone.

Nothing of the checker is used here, nor anything that it uses to explore.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from stayline_core.protocol import (
    Answer,
    Back,
    Catalogue,
    ContactFact,
    Emission,
    Event,
    LadderFact,
    Next,
    Opened,
    Outcome,
    Protocol,
    Released,
    RingDue,
    Skip,
    State,
    StepDue,
    SwitchedIn,
    Take,
    ThreatGrows,
    apply,
    begin,
)

DEPTH = 40
SILENCES = ("caller_did_not_say", "refused", "unknown", "not_asked")
HELP = ("none", "ringing", "accepted", "joined", "spoke")
NOTHING: frozenset[str] = frozenset()


class Word(NamedTuple):
    """What happened: `said` are all the answers that come to the same thing here."""

    kind: str
    detail: str = ""
    said: tuple[str, ...] = ()


class Edge(NamedTuple):
    """One event: from where, what, to where, and what the interpreter asked of the world."""

    source: int
    word: Word
    target: int
    did: tuple[Emission, ...]


@dataclass
class Runs:
    """The states that runs come to, in the order of how near they are, and the events between.

    `came` is the event by which a state was first reached; `fresh` and `switched` are the states
    in which runs begin, with what was emitted at once.
    """

    protocol: Protocol
    catalogue: Catalogue
    states: list[State] = field(default_factory=list)
    edges: list[list[Edge]] = field(default_factory=list)
    came: list[Edge | None] = field(default_factory=list)
    fresh: dict[int, tuple[Emission, ...]] = field(default_factory=dict)
    switched: dict[int, tuple[Emission, ...]] = field(default_factory=dict)

    def story(self, number: int) -> tuple[str, ...]:
        """The shortest run to a state, one sentence an event."""
        told: list[str] = []
        edge = self.came[number]
        while edge is not None:
            told.append(self.sentence(edge))
            number = edge.source
            edge = self.came[number]
        begun = "The run opens" if number in self.fresh else "The run is switched to"
        return (f"{begun} at {self.states[number].step}.", *reversed(told))

    def sentence(self, edge: Edge) -> str:
        """One event in words."""
        words = _WORDS.get((edge.word.kind, edge.word.detail)) or _WORDS[edge.word.kind, ""]
        where = self.states[edge.target].step
        moved = "" if where == self.states[edge.source].step else f" The screen shows {where}."
        return words.format(edge.word.detail, ", ".join(edge.word.said)) + moved


_WORDS = {
    ("next", ""): "The agent goes on.",
    ("skip", ""): "The agent leaves it out, with a reason.",
    ("back", ""): "The agent goes back.",
    ("answer", ""): "Answer to {0}: {1}.",
    ("press", ""): "The agent presses {0}.",
    ("offer", ""): "The agent takes what is offered on {0}.",
    ("clock", ""): "The clock of {0} runs out.",
    ("ring", ""): "The clock for ringing runs out.",
    ("help", ""): "Somebody presses Get help now.",
    ("ladder", "accepted"): "A colleague accepts.",
    ("ladder", "spoke"): "The colleague joins and speaks.",
    ("ladder", "lost"): "The colleague is lost.",
    ("contact", "lost"): "The contact is lost.",
    ("contact", "open"): "The contact is open again.",
    ("released", ""): "A supervisor releases the contact.",
    ("grows", ""): "The threat grows.",
}


def explore(protocol: Protocol, catalogue: Catalogue) -> Runs:
    """Every run from the opening and from a switch, on the first class of channel it serves."""
    walker = _Walker(protocol, catalogue)
    cls = protocol.classes[0]
    walker.start(walker.runs.fresh, Opened(cls))
    for reached in ("none", "spoke"):
        walker.start(walker.runs.switched, SwitchedIn(cls, reached))
    walker.walk()
    return walker.runs


STAYING = frozenset({"ladder", "ring", "help", "released", "grows"})
"""Events that leave the screen as it is, whatever it shows."""


class _After(NamedTuple):
    """What an event led to: the screen, the one before, the rest, what was asked of the world."""

    step: str
    prev: str | None
    state: State
    did: tuple[Emission, ...]


def _before(state: State, word: Word) -> str | None:
    """What can be gone back to after a press: nothing after going back, or losing the contact."""
    return None if word.kind in {"back", "contact"} else state.step


class _Walker:
    """Walks breadth first; a state is found again by its key.

    What an event offers is taken at once, from every state in which the event can come; so an
    offer need not be remembered. What leads to the same screen (a button that is always there, the
    loss of the contact, two answers with one way), and what leaves each screen as it is (the
    ladder), is tried once in each set of circumstances.
    """

    def __init__(self, protocol: Protocol, catalogue: Catalogue) -> None:
        self.protocol = protocol
        self.runs = Runs(protocol, catalogue)
        self.found: dict[tuple[object, ...], int] = {}
        self.tried: dict[tuple[object, ...], Outcome | None] = {}
        self.depth: list[int] = []
        self.queue: deque[int] = deque()
        steps = protocol.steps.values()
        read = {step.wait_for for step in steps} | {step.branch for step in steps}
        self.facts = frozenset({"safety_recorded", "released"} | read - {None})
        self.triggers = frozenset(owed.from_ for owed in protocol.obligations)
        self.live = protocol.classes[0] in {"live", "chat"}
        self.moving = frozenset({"contact_lost"} & set(protocol.on))
        self.at_once: frozenset[str] | None = None

    def start(self, starts: dict[int, tuple[Emission, ...]], event: Opened | SwitchedIn) -> None:
        first = begin(self.protocol, event)
        known = first.state.emitted if self.at_once is None else self.at_once
        self.at_once = first.state.emitted & known
        after = _After(first.state.step, None, first.state, first.emitted)
        starts.setdefault(self.number(after, 0), first.emitted)

    def walk(self) -> None:
        while self.queue:
            number = self.queue.popleft()
            state, depth = self.runs.states[number], self.depth[number]
            if state.ended is not None or depth >= DEPTH:
                continue
            here = self.circumstances(state)
            for word, event in self.moves(state):
                self.edge(number, word, self.after(state, here, word, event), depth + 1)

    def after(
        self, state: State, here: tuple[object, ...], word: Word, event: Event
    ) -> _After | None:
        """What the interpreter makes of an event; nothing where it is refused."""
        stays = word.kind in STAYING or word == ("contact", "open", ())
        same = self.same(state, word, event)
        key = None if same is None and not stays else (same or (word, event), *here)
        if key is None or key not in self.tried:
            outcome = apply(self.protocol, state, event)
            after = None if outcome.refused is not None else outcome
            if key is not None:
                self.tried[key] = after
        else:
            after = self.tried[key]
        if after is None:
            return None
        if stays:
            return _After(state.step, state.prev, after.state, after.emitted)
        prev = after.state.prev if key is None else _before(state, word)
        return _After(after.state.step, prev, after.state, after.emitted)

    def same(self, state: State, word: Word, event: Event) -> tuple[object, ...] | None:
        """By what an event comes to the same thing from different screens; None if by nothing."""
        step = self.protocol.steps[state.step]
        if isinstance(event, Take):
            return ("enter", event.step)
        if word.kind == "contact":
            return ("lost",) if self.moving and word.detail == "lost" else None
        if word.kind == "back":
            return ("enter", state.prev)
        if step.counts:
            return None
        if isinstance(event, Answer):
            kept = event.value != "not_asked" and event.field.startswith("safety.")
            return ("answer", kept, step.way(event.value))
        free = step.wait_for is None or state.holds(step.wait_for)
        return ("enter", step.next) if word.kind == "next" and free else None

    def edge(self, source: int, word: Word, after: _After | None, depth: int) -> None:
        if after is None:
            return
        known = len(self.runs.states)
        target = self.number(after, depth)
        edge = Edge(source, word, target, after.did)
        self.runs.edges[source].append(edge)
        if target == known:
            self.runs.came[target] = edge
        if word.kind != "offer" and (after.state.offers or word.kind == "clock"):
            self.offered(target, word, after, depth + 1)

    def offered(self, number: int, word: Word, after: _After, depth: int) -> None:
        """Take what this very event has offered."""
        if after.state.ended is not None:
            return
        ways = {offer.event: offer.step for offer in after.state.offers}
        otherwise = self.protocol.steps[after.step].otherwise
        if word.kind == "clock" and otherwise and otherwise.offer:
            ways["clock"] = otherwise.offer
        here = self.circumstances(after.state)
        for why, step in ways.items():
            word = Word("offer", why)
            known = self.tried.get(("enter", step, *here))
            if known is None:
                shown = replace(after.state, step=after.step)
                self.edge(number, word, self.after(shown, here, word, Take(step)), depth)
            else:
                taken = _After(known.state.step, after.step, known.state, known.emitted)
                self.edge(number, word, taken, depth)

    def circumstances(self, state: State) -> tuple[object, ...]:
        """Everything that matters of a state, but where it is."""
        return (
            state.help,
            state.contact,
            state.facts & self.facts,
            tuple(state.tallies.values()),
            state.ended,
            frozenset(state.obligations),
        )

    def number(self, after: _After, depth: int) -> int:
        """The number of a state as it is looked at, new or known."""
        key = (after.step, *self.circumstances(after.state))
        number = self.found.get(key)
        if number is None:
            number = self.found[key] = len(self.runs.states)
            self.runs.states.append(self.bare(after))
            self.runs.edges.append([])
            self.runs.came.append(None)
            self.depth.append(depth)
            self.queue.append(number)
        return number

    def bare(self, after: _After) -> State:
        """The state without times, offers, and what was emitted since the run began.

        So what a step asks of the world is asked each time, by whichever way it is come to; only
        what every run has asked at its beginning is asked no more.
        """
        state = after.state
        return replace(
            state,
            step=after.step,
            prev=after.prev,
            level=self.protocol.level,
            facts=state.facts & self.facts,
            triggered=state.triggered & self.triggers,
            emitted=state.emitted & (self.at_once or NOTHING),
            fired=NOTHING,
            offers=(),
            answers={},
            spent_ms={},
            sequence=0,
            events=0,
            entered_ms=0,
        )

    # ── what can come ──

    def moves(self, state: State) -> Iterator[tuple[Word, Event]]:
        yield from self.presses(state)
        for name, label in self.protocol.anytime.items():
            yield Word("press", label), Take(name)
        yield from self.world(state)

    def presses(self, state: State) -> Iterator[tuple[Word, Event]]:
        """What the agent can press on the screen itself."""
        step = self.protocol.steps[state.step]
        if step.next is not None:
            yield Word("next"), Next()
            if step.counts:
                yield Word("skip"), Skip("It did not fit.")
        if step.routed is not None:
            for values in self.answers(state.step):
                reason = "It did not fit." if values[0] == "not_asked" else None
                said = Word("answer", step.routed, values)
                yield said, Answer(step.routed, values[0], reason)
        if state.prev is not None:
            yield Word("back"), Back()

    def answers(self, name: str) -> list[tuple[str, ...]]:
        """The answers that a step takes, those together that come to the same thing."""
        step = self.protocol.steps[name]
        spec = self.runs.catalogue.field(step.routed or "")
        values = (spec.values if spec else None) or ("answered",)
        silences = SILENCES if step.routed_is_asked else ("unknown",)
        alike: dict[tuple[str | None, str], list[str]] = {}
        for value in dict.fromkeys((*values, *silences)):
            calm = spec is not None and value == spec.reassuring
            sort = value if value == "not_asked" else ("calm" if calm else "said")
            sort = "silence" if sort == "said" and value in silences else sort
            alike.setdefault((step.way(value), sort), []).append(value)
        return [tuple(found) for found in alike.values()]

    def world(self, state: State) -> Iterator[tuple[Word, Event]]:
        step, ladder = self.protocol.steps[state.step], self.protocol.ladder
        if step.within is not None:
            yield Word("clock", step.name), StepDue(step.name)
        if ladder is not None:
            yield from self.ladder(state, ladder.id)
        if self.live and "released" not in state.facts:
            lost = "lost" if state.contact == "open" else "open"
            yield Word("contact", lost), ContactFact(lost)
        if "released" not in state.facts and (state.contact == "lost" or not self.live):
            yield Word("released"), Released()
        if self.protocol.level != "L0" and "threat_grows" in self.protocol.on:
            yield Word("grows"), ThreatGrows("L0")

    def ladder(self, state: State, name: str) -> Iterator[tuple[Word, Event]]:
        help_ = HELP.index(state.help)
        if help_ == 0:
            yield Word("help"), LadderFact("ringing", name)
            yield Word("ring"), RingDue()
        if help_ == 1:
            yield Word("ladder", "accepted"), LadderFact("accepted", name)
        if help_ in {2, 3} and state.contact == "open":
            yield Word("ladder", "spoke"), LadderFact("spoke", name)
        if help_ >= 2:
            yield Word("ladder", "lost"), LadderFact("lost", name)
