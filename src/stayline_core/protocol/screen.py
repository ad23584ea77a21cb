"""What a desk needs to show of a run, computed from protocol and state alone."""

from dataclasses import dataclass

from stayline_core.protocol.language import OPENED_IN_ERROR, Protocol, Step
from stayline_core.protocol.run import THREAT_STANDS
from stayline_core.protocol.state import State


@dataclass(frozen=True, slots=True)
class Way:
    """A step that may be taken, its label, and the event or clock that opened it."""

    step: str
    label: str
    why: str


@dataclass(frozen=True, slots=True)
class Screen:
    """The current step and everything around it that the desk may offer.

    `answers` pairs the answers that the document names with where they lead; `else` stands for
    every other value of `routed`, the deciding field. `waiting_for` is the fact a step waits
    for, `open` whether it is true. `can_skip` asks for a reason. `locked`: a threat was made,
    this run takes no press any more, only a switch to the threat's own procedure moves on (X-1).
    """

    step: str
    title: str | None
    say: tuple[str, ...]
    note: tuple[str, ...]
    avoid: tuple[str, ...]
    asks: tuple[tuple[str, str | None], ...]
    observes: tuple[tuple[str, str | None], ...]
    routed: str | None
    answers: tuple[tuple[str, str], ...]
    waiting_for: str | None
    open: bool
    can_next: bool
    can_back: bool
    can_skip: bool
    offers: tuple[Way, ...]
    anytime: tuple[tuple[str, str], ...]
    ended: str | None
    contact: str
    help: str
    level: str
    duties: tuple[str, ...]
    safety_recorded: bool
    outward_offered: bool
    sequence: int
    locked: bool = False


def _label(step: Step) -> str:
    return step.title or step.name.rsplit("/", 1)[-1].replace("_", " ").capitalize()


def _offers(protocol: Protocol, state: State) -> tuple[Way, ...]:
    ways = {offer.step: offer.event for offer in state.offers}
    step = protocol.steps[state.step]
    if step.otherwise and step.otherwise.offer and step.name in state.fired:
        ways.setdefault(step.otherwise.offer, "step_due")
    return tuple(Way(name, _label(protocol.steps[name]), why) for name, why in ways.items())


def _can_skip(step: Step) -> bool:
    if step.wait_for is not None:
        return False
    if step.answers is None:
        return step.next is not None
    return step.routed_is_asked and step.way("not_asked") is not None


def screen(protocol: Protocol, state: State) -> Screen:
    """What the desk shows for this state: nothing to press once it has ended or is locked."""
    step = protocol.steps[state.step]
    locked = THREAT_STANDS in state.facts
    over = state.ended is not None or locked
    is_open = step.wait_for is None or state.holds(step.wait_for)
    return Screen(
        step=step.name,
        title=step.title,
        say=step.say,
        note=step.note,
        avoid=step.avoid,
        asks=tuple((ask.field, ask.question) for ask in step.asks),
        observes=tuple((item.field, item.question) for item in step.observes),
        routed=step.routed,
        answers=tuple((step.answers or {}).items()),
        waiting_for=step.wait_for,
        open=is_open,
        can_next=not over and step.next is not None and is_open,
        can_back=not over and state.prev is not None,
        can_skip=not over and _can_skip(step),
        offers=() if over else _offers(protocol, state),
        anytime=() if over else tuple(protocol.anytime.items()),
        ended=state.ended,
        contact=state.contact,
        help=state.help,
        level=state.level,
        duties=() if state.ended == OPENED_IN_ERROR else protocol.duties,
        safety_recorded=state.holds("safety_recorded"),
        outward_offered=state.holds("outward_offered"),
        sequence=state.sequence,
        locked=locked,
    )
