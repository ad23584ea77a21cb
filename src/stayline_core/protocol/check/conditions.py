"""The conditions of a centre's own rules: when each of them holds, or happens.

Some *last*, as long as the state says so (help, the line, the step that is shown); the others
*happen* on a move (an answer, an effect, an end). What a step does, it does when it is entered by
going forward: undo does nothing again.
"""

import math
from dataclasses import dataclass

from stayline_core.protocol.check.case import Case
from stayline_core.protocol.check.late import OPENED
from stayline_core.protocol.check.moves import Move, rings
from stayline_core.protocol.check.search import ENTERING
from stayline_core.protocol.check.space import NONE, Rest, State
from stayline_core.protocol.language import (
    ASPECTS,
    ENDS,
    HELP_FACTS,
    RAISE,
    Effect,
    Obligation,
    Step,
)

KEPT = ("safety_recorded", "outward_offered", "report_owed")
STATES = (*HELP_FACTS, "contact_open", "contact_lost")
_FORWARD = (ENTERING - {"back"}) | {"opened"}


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a rule: its words, the family they belong to, and what they name."""

    word: str
    family: str
    name: str


def read_condition(case: Case, word: str) -> Condition | None:
    """A condition from its words; None if it is none, or names what does not exist."""
    family, colon, name = word.partition(":")
    if not colon:
        return Condition(word, word, "") if word in (*KEPT, *STATES) else None
    fields = case.catalogue.field_names
    known = {
        "step": name in case.protocol.steps,
        "covers": name in ASPECTS,
        "answer": "=" in name and name.split("=", 1)[0] in fields,
        "end": name in ("any", *ENDS),
        "dispatch": name == "any" or name in case.catalogue.agencies,
        "raise": name == "any" or name in case.catalogue.ladders,
    }
    return Condition(word, family, name) if known.get(family, False) else None


class Moments:
    """When one condition holds or happens, in one protocol."""

    def __init__(self, case: Case, condition: Condition) -> None:
        """Prepare; nothing is searched here."""
        self.case = case
        self.space = case.space
        self.condition = condition
        self.lasts = condition.word in STATES or condition.family in {"step", "covers"}

    def begins(self, source: State | None, move: Move, target: State) -> bool:
        """Does it happen on this move, or hold after it and not before?"""
        if not self.holds(source, move, target):
            return False
        if not self.lasts or source is None:
            return True
        again = move.kind in ENTERING and self.condition.family in {"step", "covers"}
        return again or not self.holds(None, OPENED, source)

    def holds(self, source: State | None, move: Move, target: State) -> bool:
        """Does it hold after this move, or happen on it? A run begins with no source."""
        word, family, rest = self.condition.word, self.condition.family, self._rest(target)
        if word == "contact_lost":
            return not rest.contact
        if word in STATES:
            return self.space.holds(word, rest)
        if word == "report_owed":
            return self._report_owed(move, target)
        if word == "safety_recorded":
            return move.records or self._known(word, target)
        if family == "answer":
            return self._answered(move)
        if family == "raise":
            return self._raised(source, move, target)
        return self._step_says(self.space.steps[target[0]], move, target)

    def _rest(self, state: State) -> Rest:
        return self.space.rests[state[2]]

    def _known(self, fact: str, state: State) -> bool:
        return fact in self.space.bits and self.space.holds(fact, self._rest(state))

    def _step_says(self, step: Step, move: Move, target: State) -> bool:
        family, name, forward = self.condition.family, self.condition.name, move.kind in _FORWARD
        if family == "step":
            return step.name == name
        if family == "covers":
            return name in step.covers
        if family == "end":
            return forward and step.end is not None and name in {"any", step.end}
        if family == "dispatch":
            return forward and _has(step.do, "dispatch", name)
        told = move.kind == "fact" and move.detail == "dispatched"
        return told or (forward and step.offers_outward) or self._known(family, target)

    def _answered(self, move: Move) -> bool:
        """Was this answer given? The move of `else` stands for every value that is not named."""
        if move.kind not in {"answer", "skip"} or not move.detail:
            return False
        if move.detail == self.condition.name:
            return True
        field, value = move.detail.split("=", 1)
        wanted, answer = self.condition.name.split("=", 1)
        step = self.case.protocol.steps[move.step]
        unnamed = answer not in (step.answers or {}) and answer in self.case.answer_set(step)
        return value == "else" and field == wanted and unnamed

    def _report_owed(self, move: Move, target: State) -> bool:
        step = self.space.steps[target[0]]
        forward = move.kind in _FORWARD
        for owed in self.case.reports():
            now = (
                owed.from_ == "opened"
                or (owed.from_ == "contact_ended" and step.end is not None)
                or (owed.from_ == f"step:{step.name}" and forward)
                or owed.from_ in {move.kind, move.detail}
                or (move is OPENED and self._reached(owed.from_, target))
            )
            if now:
                return True
        return False

    def _reached(self, moment: str, state: State) -> bool:
        """Had the run before come to this moment, when this one takes over?"""
        if moment in HELP_FACTS:
            return self.space.holds(moment, self._rest(state))
        return self._known(moment, state)

    # ── ladders ──

    def _raised(self, source: State | None, move: Move, target: State) -> bool:
        own, name = self.case.protocol.ladder, self.condition.name
        if own is not None and name in {"any", own.id}:
            before = NONE if source is None else self._rest(source).help
            rung = self._rest(target).help > before == NONE
            if rung or move.kind == "receiver_lost":
                return True
        if move.kind in _FORWARD and _has(self.space.steps[target[0]].do, RAISE, name):
            return True
        fired = move.kind == "clock" or (move.kind == "take" and move.via == "clock")
        step = self.case.protocol.steps[move.step] if fired else None
        return bool(step and step.otherwise and _has(step.otherwise.do, RAISE, name))

    def clock(self, effect: Effect) -> bool:
        """Does a clock that does this bring it?"""
        if self.condition.word == "rang":
            return rings(self.case.protocol, (effect,))
        raising = self.condition.family == "raise" and effect.kind == RAISE
        return raising and self.condition.name in {"any", effect.target}

    def cap(self, since: Condition) -> tuple[float, str]:
        """After how many seconds a clock that never stops brings it, and which; else infinite.

        An obligation counts that is owed from the opening, or from the very moment `since`; and
        if what it owes is just this, so that whoever meets it has brought it.
        """
        found: list[tuple[float, str]] = [(math.inf, "")]
        use = self.case.protocol.ladder
        if use is not None and isinstance(use.ring, int) and self.clock(Effect(RAISE, use.id)):
            found.append((use.ring, f"the clock of {use.id}"))
        for owed in self.case.protocol.obligations:
            counts = owed.from_ in {"opened", since.word} and owed.within_s is not None
            if counts and self._sure(owed):
                found.append((owed.within_s or 0, f"the obligation {owed.id}"))
        return min(found)

    def due(self) -> list[Obligation]:
        """The obligations whose time brings it, once it is up and they are not met."""
        return [
            owed
            for owed in self.case.protocol.obligations
            if owed.within_s is not None
            and (any(map(self.clock, owed.otherwise)) or self._sure(owed))
        ]

    def owed_since(self, owed: Obligation, move: Move, target: State) -> bool:
        """Is this owed in the state after a move? What no state remembers may have been before."""
        moment, _, name = owed.from_.partition(":")
        if moment == "contact_ended":
            return target[0] in self.space.ends
        if moment == "step":
            return move.kind in _FORWARD and self.space.names[target[0]] == name
        return moment == "opened" or not self._remembered(moment) or self._reached(moment, target)

    def _remembered(self, moment: str) -> bool:
        return moment in HELP_FACTS or moment in self.space.bits

    def _sure(self, owed: Obligation) -> bool:
        by_itself = owed.by == "system" or any(self.clock(e) for e in owed.otherwise)
        return self.clock(owed.do) and by_itself


def _has(effects: tuple[Effect, ...], kind: str, name: str) -> bool:
    return any(e.kind == kind and name in {"any", e.target} for e in effects)
