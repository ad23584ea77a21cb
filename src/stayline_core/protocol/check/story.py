"""A walk told as a story: full sentences, each with the step it happens on and the clock.

The clock is the least time that must have passed: a way that is offered when a step's clock has
run out needs that clock to run out first, and the story says so.
"""

from collections.abc import Iterable, Iterator

from stayline_core.protocol.check.moves import Move
from stayline_core.protocol.check.search import Walk
from stayline_core.protocol.check.space import RINGING, Space, State
from stayline_core.protocol.language import HELP_FACTS, RAISE, Effect, Step

_HELPED = (
    "nobody has been rung",
    "a ladder rings",
    "a colleague has accepted",
    "a colleague has joined",
    "a colleague has spoken with the caller",
)
_LADDER = {
    "ring": "Somebody presses Get help now, and {ladder} rings.",
    "receiver_lost": "The colleague is lost again, and {ladder} rings once more.",
}
_WORLD = {
    "skip": "The agent skips this step, and gives a reason.",
    "back": "The agent goes back one step.",
    "accepted": "A colleague accepts.",
    "joined": "The colleague joins.",
    "spoke": "The colleague speaks with the caller.",
    "contact_open": "The contact is open again.",
    "said": "The caller says something about their safety unasked, and it is recorded.",
    "contact_lost": "The contact is lost.",
}
_REPORTED = {
    "released": "A supervisor releases the contact",
    "dispatched": "It is reported that help is on its way",
    "arrived": "It is reported that help has arrived",
    "case_opened": "It is reported that the case is open",
}
_TAKEN = {
    "threat_grows": "The threat grows, and the agent takes the way that is offered.",
    "contact_resumed": "The contact being open again, the agent takes the way that is offered.",
    "accepted": "A colleague having accepted, the agent takes the way that is offered.",
    "released": "A supervisor releases the contact; the agent takes the way that is offered.",
}
_SILENT = {
    "caller_did_not_say": "The caller does not say anything to {asked}.",
    "refused": "The caller refuses to answer {asked}.",
    "unknown": "The caller does not know an answer to {asked}.",
    "not_asked": "The agent does not ask {asked}, and gives a reason.",
    "else": "The caller gives any other answer to {asked}.",
    "answered": "The caller answers {asked}.",
}
_NOT_YET = {
    "rang": "Nobody has been rung",
    "accepted": "Nobody has accepted",
    "joined": "Nobody has joined",
    "spoke": "Nobody has spoken with the caller",
    "contact_open": "The contact is still lost",
}


class _Clock:
    """How much time has passed at least, and on which steps."""

    def __init__(self) -> None:
        self.now = 0
        self.fired: set[str] = set()

    def run_out(self, step: Step, seconds: int) -> None:
        """Let a step's clock run out, which it does once."""
        self.now += seconds if step.name not in self.fired else 0
        self.fired.add(step.name)


def tell(space: Space, walk: Walk, last: Iterable[str] = ()) -> tuple[str, ...]:
    """The story of a walk, one sentence a move, and what `last` adds when it is over."""
    return tuple(_Teller(space).sentences(walk, last))


class _Teller:
    def __init__(self, space: Space) -> None:
        self.space = space
        self.protocol = space.protocol
        self.clock = _Clock()

    def sentences(self, walk: Walk, last: Iterable[str]) -> Iterator[str]:
        at = walk.start
        shown = self._name(at)
        yield self._line(shown, self._opening(at))
        for move, target in walk.legs:
            sentence = self._sentence(move, at)
            yield self._line(self._name(at), sentence + self._shows(move, at, target))
            at = target
        for sentence in last:
            yield self._line(self._name(at), sentence)

    def _line(self, step: str, sentence: str) -> str:
        return f"{self.clock.now} s, {step}: {sentence}"

    def _name(self, state: State) -> str:
        return self.space.names[state[0]]

    def _step(self, state: State) -> Step:
        return self.space.steps[state[0]]

    @property
    def _ladder(self) -> str:
        return self.protocol.ladder.id if self.protocol.ladder else "a ladder"

    # ── the beginning, and what is shown ──

    def _opening(self, start: State) -> str:
        rest = self.space.rests[start[2]]
        if start in self.space.fresh():
            rung = f", and {self._ladder} rings at once" if rest.help == RINGING else ""
            return f"The contact begins{rung}.{self._ended(start)}"
        lost = "" if rest.contact else ", and the contact is lost"
        known = [fact for fact, bit in self.space.bits.items() if rest.facts & bit]
        told = f" Known by then: {', '.join(known).replace('_', ' ')}." if known else ""
        helped = _HELPED[rest.help]
        return f"The run is switched to; {helped}{lost}.{told}{self._ended(start)}"

    def _ended(self, state: State) -> str:
        end = self._step(state).end
        return "" if end is None else f" It ends as {end}."

    def _shows(self, move: Move, source: State, target: State) -> str:
        end = self._step(target).end
        if end is not None:
            return f" The run ends at {self._name(target)} as {end}."
        if source[0] == target[0] and move.kind not in {"next", "answer", "skip", "take"}:
            return ""
        return f" The screen shows {self._name(target)}."

    # ── one move ──

    def _sentence(self, move: Move, source: State) -> str:
        step = self._step(source)
        if move.kind in _LADDER:
            return _LADDER[move.kind].format(ladder=self._ladder)
        if move.kind == "fact":
            return f"{_REPORTED.get(move.detail, 'It is reported: ' + move.detail)}."
        if move.kind in {"answer", "skip"} and move.detail:
            return self._answered(step, move.detail.split("=", 1)[1])
        if move.kind == "next":
            return self._on(step, source)
        if move.kind == "clock":
            return f"{self._out(step, source)}."
        return self._took(move, step, source) if move.kind == "take" else _WORLD[move.kind]

    def _on(self, step: Step, source: State) -> str:
        fact = step.wait_for
        if fact is None or fact in HELP_FACTS or fact == "contact_open" or self._kept(fact, source):
            return "The agent goes on."
        return f"{_REPORTED.get(fact, 'It is reported: ' + fact)}, and the agent goes on."

    def _kept(self, fact: str, state: State) -> bool:
        """Is the fact remembered as true, so that it was told already?"""
        bit = self.space.bits.get(fact, 0)
        return bool(bit & self.space.rests[state[2]].facts)

    def _took(self, move: Move, step: Step, source: State) -> str:
        if move.via == "anytime":
            label = self.protocol.anytime.get(move.detail, move.detail)
            return f"The agent presses “{label}”."
        if move.via == "clock":
            fired = step.name in self.clock.fired
            lead = "" if fired else f"{self._out(step, source)}. "
            return f"{lead}The agent takes the way that is offered."
        if move.via == "receiver_lost":
            return "A colleague accepts and is lost again; the agent takes the way that is offered."
        return _TAKEN[move.via]

    def _answered(self, step: Step, value: str) -> str:
        ask = (step.asks or step.observes)[0]
        if not step.routed_is_asked:
            seen = {"unknown": "cannot tell", "else": "notes anything else for"}.get(value)
            return f"The agent {seen or f'notes “{value}” for'} {ask.field}."
        asked = f"“{ask.question}”" if ask.question else ask.field
        words = _SILENT.get(value, "The caller answers “{value}” to {asked}.")
        return words.format(value=value, asked=asked)

    # ── clocks ──

    def _out(self, step: Step, state: State) -> str:
        """That a step's clock runs out, why nothing else came, and what it does by itself."""
        limits = [step.within.seconds(name) for name in self.protocol.classes if step.within]
        seconds = min((one for one in limits if one is not None), default=0)
        self.clock.run_out(step, seconds)
        waited = step.wait_for
        if waited in _NOT_YET and not self.space.holds(waited, self.space.rests[state[2]]):
            lead = f"{_NOT_YET[waited]} after {seconds} s"
        else:
            lead = f"The {seconds} s on {step.name} have run out"
        done = did(step.otherwise.do if step.otherwise else ())
        return f"{lead}: {done}" if done else lead


def did(effects: Iterable[Effect]) -> str:
    """Effects that happen by themselves, as words."""
    told = {
        RAISE: ("", " is rung"),
        "notify": ("", " is notified"),
        "start": ("", " is started"),
        "set_level": ("the level becomes ", ""),
    }
    around = ((told.get(one.kind, (f"{one.kind} ", "")), one.target) for one in effects)
    return ", ".join(f"{before}{name}{after}" for (before, after), name in around)
