"""The interpreter: a pure fold of events over a protocol (protocol-language.md, section 4).

`opening` begins a run, `apply` takes one event further. Facts are never refused, in any state;
commands may be, and then nothing has changed but an answer that was kept. The log's order
decides every race: replaying the same events gives the same state.
"""

from collections.abc import Callable, Iterable
from typing import Any

from stayline_core.protocol.events import (
    Answer,
    Arrived,
    Back,
    CaseOpened,
    Command,
    ContactFact,
    Dispatched,
    Due,
    EndContact,
    Event,
    Filed,
    LadderFact,
    Met,
    Next,
    Opened,
    OpenedInError,
    Parked,
    Released,
    Resumed,
    RingDue,
    Skip,
    StepDue,
    SwitchedIn,
    SwitchedOut,
    Take,
    ThreatGrows,
    ThreatStands,
    Waived,
)
from stayline_core.protocol.language import (
    HELP,
    LEVELS,
    OPENED_IN_ERROR,
    RAISE,
    Effect,
    Protocol,
)
from stayline_core.protocol.run import THREAT_STANDS, Run
from stayline_core.protocol.state import (
    MET,
    MISSED,
    OWED,
    WAIVED,
    Emission,
    Outcome,
    Refusal,
    Said,
    State,
)
from stayline_core.protocol.switching import park, resume, take_in, threat_stands, trigger_reached

STALE = Refusal(
    "incidents.run.stale", "The run has moved since this was on your screen. Please look again."
)
ENDED = Refusal("incidents.run.ended", "This run has ended.")
WAITING = Refusal("incidents.run.waiting", "This step waits for something that has not happened.")
NO_WAY = Refusal("incidents.run.no_way", "This step goes on by an answer, not by “next”.")
NO_ANSWER = Refusal("incidents.run.answer_unknown", "This step does not know that answer.")
NO_SKIP = Refusal("incidents.run.cannot_skip", "This step cannot be skipped.")
NO_OFFER = Refusal("incidents.run.not_offered", "That step is not offered now.")
NO_BACK = Refusal("incidents.run.cannot_go_back", "There is nothing to undo here.")
NO_REASON = Refusal("incidents.run.reason_missing", "Please give a reason.")
KEPT_OPEN = Refusal(
    "incidents.run.kept_open", "The contact stays open. Only a supervisor may end it, by name."
)
LOCKED = Refusal(
    "incidents.run.locked",
    "A threat was made: this procedure is locked. Switch to the one for the threat.",
)
SUPERVISOR = Refusal("incidents.run.supervisor_only", "Only a supervisor may do this.")
NOT_OWED = Refusal("incidents.run.not_owed", "Nothing of that name is owed.")
REPORT_STAYS = Refusal(
    "incidents.run.report_stays", "The report of a threat is always made: it cannot be waived."
)

# Commands that still mean something when the run is over.
_AFTER_THE_END = (Waived, OpenedInError)

# Commands of a supervisor, which the lock of a threat does not refuse.
_IN_SPITE_OF_THE_LOCK = (*_AFTER_THE_END, EndContact)


def opening(protocol: Protocol, *, channel_class: str) -> Outcome:
    """Begin a run on a channel of this class: the event `opened`.

    At once: the ladder rings where the protocol says `at_open`, what is owed from the opening
    is owed, and the first step is entered.
    """
    return begin(protocol, Opened(channel_class))


def begin(protocol: Protocol, event: Opened | SwitchedIn) -> Outcome:
    """Begin a run by the event that a log begins with."""
    state = State(protocol.id, event.channel_class, protocol.level)
    start = protocol.start
    if isinstance(event, SwitchedIn):
        state = _taken_over(protocol, state, event)
        start = protocol.switched
        if state.contact == "lost":  # nobody is being spoken to: what to do now comes first
            start = protocol.on.get("contact_lost", start)
    run = Run(protocol, state, event)
    _ring_at_open(run)
    run.trigger("opened")
    trigger_reached(run)
    run.set(entered_ms=event.at_ms)
    run.move(start, prev=None)
    run.set(events=1)
    return Outcome(run.state, tuple(run.emitted))


def _taken_over(protocol: Protocol, state: State, event: SwitchedIn) -> State:
    """What another protocol's run has reached stays: help, contact, the higher level, answers."""
    run = Run(protocol, state, event)
    if event.contact == "lost":
        run.set(contact="lost")
    take_in(run, event)
    return run.state


def _ring_at_open(run: Run) -> None:
    ladder = run.protocol.ladder
    if ladder is None or ladder.ring == "on_demand":
        return
    if run.state.holds("accepted"):  # taken over from a run whose ladder somebody has taken
        run.trigger(f"raised:{ladder.id}")
        return
    if ladder.ring == "at_open":
        run.ring_own("ring")
    else:
        run.emit(Emission("clock", "ring", "clock/ring", seconds=int(ladder.ring)))


def apply(protocol: Protocol, state: State, event: Event) -> Outcome:
    """The state after one event, what the world must do, and why a command was refused.

    A refused command changes nothing, except that an answer in it is kept.
    """
    run = Run(protocol, state, event)
    refused = _not_now(state, event) if isinstance(event, Command) else None
    if refused is None:
        refused = _HANDLERS[type(event)](run, event)
    if refused is not None:
        if not isinstance(event, Answer):
            return Outcome(state, (), refused)
        run = Run(protocol, state, event)
        run.record(event.field, _said(event))
    run.set(events=state.events + 1)
    return Outcome(run.state, tuple(run.emitted), refused)


class LogUnreadable(ValueError):
    """The events are no log of a run."""


def replay(protocol: Protocol, events: Iterable[Event]) -> State:
    """The state that a log of events leads to.

    Raises:
        LogUnreadable: the log does not begin with `opened` or `switched_in`.
    """
    log = iter(events)
    first = next(log, None)
    if not isinstance(first, Opened | SwitchedIn):
        raise LogUnreadable("a log begins with opened or switched_in")
    state = begin(protocol, first).state
    for event in log:
        state = apply(protocol, state, event).state
    return state


def _not_now(state: State, event: Command) -> Refusal | None:
    if event.expected is not None and event.expected != state.sequence:
        return STALE
    if state.ended and not isinstance(event, _AFTER_THE_END):
        return ENDED
    if THREAT_STANDS in state.facts and not isinstance(event, _IN_SPITE_OF_THE_LOCK):
        return LOCKED
    return None


# ── commands ──


def _said(event: Answer) -> Said:
    return Said(event.value, event.text, event.reason, event.at_ms)


def _answer(run: Run, event: Answer) -> Refusal | None:
    step = run.step
    if step.routed != event.field:
        run.record(event.field, _said(event))
        return None
    target = step.way(event.value)
    if target is None:
        return NO_ANSWER
    if event.value == "not_asked":
        if not step.routed_is_asked:
            return NO_SKIP
        if not event.reason:
            return NO_REASON
    run.record(event.field, _said(event))
    if event.value != "not_asked":
        run.count()
    run.leave(target)
    return None


def _next(run: Run, event: Next) -> Refusal | None:
    del event
    step = run.step
    if step.next is None:
        return NO_WAY
    if step.wait_for is not None and not run.state.holds(step.wait_for):
        return WAITING
    run.count()
    run.leave(step.next)
    return None


def _skip(run: Run, event: Skip) -> Refusal | None:
    step = run.step
    if not event.reason.strip():
        return NO_REASON
    target = step.next if step.answers is None else step.way("not_asked")
    asked = step.answers is None or step.routed_is_asked
    if step.wait_for is not None or target is None or not asked:
        return NO_SKIP
    for ask in step.asks:
        run.record(ask.field, Said("not_asked", reason=event.reason, at_ms=event.at_ms))
    run.leave(target)
    return None


def _take(run: Run, event: Take) -> Refusal | None:
    if event.step not in run.open_steps():
        return NO_OFFER
    kept = tuple(offer for offer in run.state.offers if offer.step != event.step)
    run.set(offers=kept)
    run.leave(event.step)
    return None


def _back(run: Run, event: Back) -> Refusal | None:
    del event
    if run.state.prev is None:
        return NO_BACK
    run.move(run.state.prev, prev=None)
    return None


def _end_contact(run: Run, event: EndContact) -> Refusal | None:
    if event.by != "supervisor" and "keep_contact_open" in run.protocol.duties:
        return KEPT_OPEN
    if not event.reason.strip():
        return NO_REASON
    run.emit(Emission("release", "contact", "release"))
    run.finish("released")
    return None


def _opened_in_error(run: Run, event: OpenedInError) -> Refusal | None:
    if event.by != "supervisor":
        return SUPERVISOR
    if not event.reason.strip():
        return NO_REASON
    if run.state.ended == OPENED_IN_ERROR:
        return ENDED
    run.void_reports()
    if run.protocol.ladder is not None:
        run.emit(Emission("call_off", run.protocol.ladder.id, "call_off"))
    run.finish(OPENED_IN_ERROR)
    return None


def _waived(run: Run, event: Waived) -> Refusal | None:
    if event.by != "supervisor":
        return SUPERVISOR
    if not event.reason.strip():
        return NO_REASON
    if run.state.obligations.get(event.id) not in {OWED, MISSED}:
        return NOT_OWED
    owed = next(one for one in run.protocol.obligations if one.id == event.id)
    if owed.do.kind == "file" and run.protocol.urgent:
        return REPORT_STAYS
    run.status(event.id, WAIVED)
    return None


# ── facts: they return nothing, for they cannot be refused ──


def _step_due(run: Run, event: StepDue) -> None:
    step = run.step
    late = event.step != step.name or event.step in run.state.fired or run.state.ended
    if late or step.otherwise is None:
        return
    run.set(fired=run.state.fired | {step.name})
    run.effects(step.otherwise.do, f"step/{step.name}/otherwise")
    if step.otherwise.offer:
        run.emit(Emission("offer", step.otherwise.offer, f"offer/step/{step.name}"))


def _ring_due(run: Run, event: RingDue) -> None:
    del event
    if run.state.help == "none":
        run.ring_own("ring")


def _ladder(run: Run, event: LadderFact) -> None:
    if not run.moves_help(event.ladder):
        return
    if event.what == "ringing":
        run.rung(event.ladder)
    elif event.what in HELP:
        run.raise_help(event.what)
    elif event.what == "lost" and run.state.holds("accepted"):
        run.set(help="ringing")
        run.withdraw("accepted")
        run.effect(Effect(RAISE, event.ladder), f"ring/again/{run.state.events}")
        run.offer("receiver_lost")


def _contact(run: Run, event: ContactFact) -> None:
    if event.what == run.state.contact or event.what not in {"open", "lost"}:
        return
    run.set(contact=event.what)
    if event.what == "open":
        run.offer("contact_resumed")
        return
    if run.state.help == "spoke":
        run.set(help="joined")
    run.withdraw("contact_resumed")
    handler = run.protocol.on.get("contact_lost")
    if handler is not None and not run.state.ended:
        run.move(handler, prev=None)


def _threat_grows(run: Run, event: ThreatGrows) -> None:
    if event.level not in LEVELS or not run.rises_to(event.level):
        return
    run.effect(Effect("set_level", event.level), f"grows/{event.level}/level")
    run.ring_own(f"grows/{event.level}/ring")
    run.offer("threat_grows")


def _dispatched(run: Run, event: Dispatched) -> None:
    del event
    run.know("dispatched")
    run.know("outward_offered")
    run.happened("dispatch")
    run.trigger("dispatched")


def _arrived(run: Run, event: Arrived) -> None:
    del event
    run.know("arrived")
    run.happened("confirm", "arrived")
    run.trigger("arrived")


def _released(run: Run, event: Released) -> None:
    del event
    run.know("released")
    run.happened("confirm", "released")
    run.trigger("released")
    run.start_clocks_of_the_end()
    run.trigger("contact_ended")
    run.offer("released")


def _case_opened(run: Run, event: CaseOpened) -> None:
    del event
    run.know("case_opened")
    run.happened("open_case")


def _filed(run: Run, event: Filed) -> None:
    run.happened("file", event.form)
    run.trigger(f"filed:{event.form}")


def _met(run: Run, event: Met) -> None:
    if run.state.obligations.get(event.id) in {OWED, MISSED}:
        run.status(event.id, MET)


def _due(run: Run, event: Due) -> None:
    if run.state.obligations.get(event.id) != OWED:
        return
    run.status(event.id, MISSED)
    owed = next(one for one in run.protocol.obligations if one.id == event.id)
    run.effects(owed.otherwise, f"obligation/{event.id}/otherwise")


def _switched_out(run: Run, event: SwitchedOut) -> None:
    del event
    if not run.state.ended:
        run.finish("superseded")


def _resumed(run: Run, event: Resumed) -> None:
    resume(run, event)
    _contact(run, ContactFact(event.contact, at_s=event.at_s))


def _begun(run: Run, event: Event) -> None:
    """A run that has begun cannot begin again; the fact is logged and changes nothing."""


_HANDLERS: dict[type[Event], Callable[[Run, Any], Refusal | None]] = {
    Opened: _begun,
    SwitchedIn: _begun,
    SwitchedOut: _switched_out,
    Parked: park,
    Resumed: _resumed,
    ThreatStands: threat_stands,
    Answer: _answer,
    Next: _next,
    Skip: _skip,
    Take: _take,
    Back: _back,
    StepDue: _step_due,
    RingDue: _ring_due,
    LadderFact: _ladder,
    ContactFact: _contact,
    ThreatGrows: _threat_grows,
    Dispatched: _dispatched,
    Arrived: _arrived,
    Released: _released,
    CaseOpened: _case_opened,
    Filed: _filed,
    Met: _met,
    Waived: _waived,
    Due: _due,
    EndContact: _end_contact,
    OpenedInError: _opened_in_error,
}
