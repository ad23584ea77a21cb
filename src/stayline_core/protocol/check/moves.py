"""The moves that a protocol offers on each of its steps, worked out once from the document."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from stayline_core.protocol.language import (
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


class Move(NamedTuple):
    """A way from one state to the next: who did what. `records` says: about safety (S0-5)."""

    kind: str
    step: str
    detail: str = ""
    via: str = ""
    records: bool = False


LOST = Move("contact_lost", "")


def rings(protocol: Protocol, effects: tuple[Effect, ...]) -> bool:
    """Do these effects ring the ladder that brings somebody to take over?"""
    return any(e.kind == RAISE and protocol.moves_help(e.target) for e in effects)


def facts_kept(protocol: Protocol) -> tuple[str, ...]:
    """The facts that a state must remember: those a branch reads, and those the run itself sets.

    What a colleague reports, and only a wait or an offer reads, may come at any moment and never
    goes: such a wait may be open in every state, so the state need not remember it.
    """
    branches = {step.branch for step in protocol.steps.values()}
    waits = {step.wait_for for step in protocol.steps.values()}
    own = {"safety_recorded", "outward_offered"} & waits
    return tuple(fact for fact in KEPT_FACTS if fact in branches | own)


def presses_of(protocol: Protocol, step: Step) -> Iterator[tuple[Move, str, str]]:
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
