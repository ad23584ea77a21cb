"""R: a centre's own rules.

They read `always A at B`, `never A before B`, `never A after B`, `within D of C comes E`.
A condition either *holds* in a state (help, contact, the step shown) or *happens* on a move
(an answer, an effect, an end). "Has happened by now" needs no bit in the state: the graph is
searched without the moves on which it happens.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from stayline_core.protocol.check.case import Case
from stayline_core.protocol.check.search import search, sentence, told
from stayline_core.protocol.check.space import Move, State
from stayline_core.protocol.language import ASPECTS, ENDS, HELP_FACTS, RAISE, Effect, Rule, Step

KEPT = ("safety_recorded", "outward_offered", "report_owed")
STATES = (*HELP_FACTS, "contact_open", "contact_lost")
FAMILIES = ("step", "covers", "answer", "end", "dispatch", "raise")


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a rule: a family and what it names."""

    word: str
    family: str
    name: str

    @property
    def momentary(self) -> bool:
        """Does it hold only as long as the state says so?"""
        return self.word in STATES or self.family in {"step", "covers"}


def check_rules(case: Case) -> None:
    """Add the findings R01 to R05."""
    for index, rule in enumerate(case.protocol.rules):
        path = ("rules", str(index))
        what, other = read_condition(case, rule.what), read_condition(case, rule.other)
        for word, read in ((rule.what, what), (rule.other, other)):
            if read is None:
                message = f"The rule {rule.id} names “{word}”, which is no condition here."
                case.fault("R01", path, message)
        if what is None or other is None:
            continue
        judge = _Judge(case, rule, what, other)
        if not judge.ever(other):
            case.fault("R05", path, f"“{rule.other}” never happens: {rule.id} proves nothing.")
            continue
        walk = judge.broken()
        if walk is not None:
            code = {"always": "R02", "never": "R03", "within": "R04"}[rule.kind]
            because = f" {rule.because}" if rule.because else ""
            case.fault(code, path, f"The rule {rule.id} is broken.{because}", walk)


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


class _Judge:
    """Judges one rule on the states of one protocol."""

    def __init__(self, case: Case, rule: Rule, what: Condition, other: Condition) -> None:
        self.case = case
        self.space = case.space
        self.rule = rule
        self.what = what
        self.other = other

    # ── conditions ──

    def true(self, condition: Condition, source: State | None, move: Move, target: State) -> bool:
        """Does the condition hold after this move, or happen on it?"""
        word, rest = condition.word, self.space.rests[target[2]]
        if word == "contact_lost":
            return not rest.contact
        if word in STATES:
            return self.space.holds(word, rest)
        if word == "safety_recorded":
            return move.records or (word in self.space.bits and self.space.holds(word, rest))
        if word == "report_owed":
            return self._report_owed(move, target)
        if condition.family == "answer":
            return self._answered(condition.name, move)
        if condition.family == "raise":
            return self._raised(condition.name, source, move, target)
        return self._step_says(condition, self.space.steps[target[0]], move)

    def _step_says(self, condition: Condition, step: Step, move: Move) -> bool:
        family, name = condition.family, condition.name
        if family == "step":
            return step.name == name
        if family == "covers":
            return name in step.covers
        if family == "end":
            return step.end is not None and name in {"any", step.end}
        if condition.word == "outward_offered":
            return step.offers_outward or (move.kind == "fact" and move.detail == "dispatched")
        return _has(step.do, "dispatch", name)

    def _answered(self, name: str, move: Move) -> bool:
        return move.kind in {"answer", "skip"} and move.detail == name

    def _report_owed(self, move: Move, target: State) -> bool:
        step = self.space.steps[target[0]]
        for owed in self.case.protocol.obligations:
            now = (
                owed.from_ == "opened"
                or (owed.from_ == "contact_ended" and step.end is not None)
                or owed.from_ == f"step:{step.name}"
                or owed.from_ in {move.kind, move.detail}
            )
            if owed.do.kind == "file" and now:
                return True
        return False

    def _raised(self, name: str, source: State | None, move: Move, target: State) -> bool:
        own = self.case.protocol.ladder
        if own is not None and name in {"any", own.id}:
            before = 0 if source is None else self.space.rests[source[2]].help
            if self.space.rests[target[2]].help > before == 0 or move.kind == "receiver_lost":
                return True
        return _has(self.space.steps[target[0]].do, RAISE, name)

    # ── moments ──

    def moments(self, condition: Condition) -> Iterator[tuple[State | None, Move, State]]:
        """Every explored moment at which a condition happens or begins to hold."""
        for start in self.space.starts():
            if self.true(condition, None, OPENED, start):
                yield None, OPENED, start
        for state in self.space.parents:
            for move, target in self.space.edges(state):
                if self.true(condition, state, move, target) and not (
                    condition.momentary and self.true(condition, None, OPENED, state)
                ):
                    yield state, move, target

    def ever(self, condition: Condition) -> bool:
        """Does it happen at all?"""
        return next(self.moments(condition), None) is not None

    # ── the forms of rules ──

    def broken(self) -> tuple[str, ...] | None:
        """The shortest story that breaks the rule."""
        if self.rule.kind == "within":
            return self._late()
        if self.rule.relation == "after":
            return self._never_after()
        if self.rule.kind == "always" and self.what.momentary:
            return self._not_always()
        if self.rule.kind == "always":
            return self._before(self.other, self.what)
        return self._before(self.what, self.other)

    def _not_always(self) -> tuple[str, ...] | None:
        for source, move, target in self.moments(self.other):
            if not self.true(self.what, source, move, target):
                return self._story(source, move, target)
        return None

    def _story(self, source: State | None, move: Move, target: State) -> tuple[str, ...]:
        if source is None:
            return told(self.space, target)
        return (*told(self.space, source), sentence(self.space, move, target, source))

    def _before(self, first: Condition, then: Condition) -> tuple[str, ...] | None:
        """A story in which `first` happens and `then` has not: without the moves of `then`."""
        starts = []
        for start in self.space.starts():
            if self.true(then, None, OPENED, start):
                continue
            if self.true(first, None, OPENED, start):
                return told(self.space, start)
            starts.append(start)
        return self._search(starts, first, then)

    def _search(
        self, starts: list[State], goal: Condition, without: Condition
    ) -> tuple[str, ...] | None:
        def wanted(source: State, move: Move, target: State) -> bool:
            if self.true(without, source, move, target):
                return False
            return self.true(goal, source, move, target)

        blocked: set[State] = set()
        for state in self.space.parents:
            if without.momentary and self.true(without, None, OPENED, state):
                blocked.add(state)
        return search(
            self.space,
            starts,
            goal=wanted,
            forbidden=lambda source, move, target: (
                target in blocked or self.true(without, source, move, target)
            ),
        )

    def _never_after(self) -> tuple[str, ...] | None:
        for source, move, target in self.moments(self.other):
            if self.true(self.what, source, move, target):
                return self._story(source, move, target)
            walk = search(self.space, (target,), goal=lambda s, m, t: self.true(self.what, s, m, t))
            if walk is not None:
                return (*self._story(source, move, target), *walk[1:])
        return None

    # ── within ──

    def _late(self) -> tuple[str, ...] | None:
        """A story in which too much time can pass; acceptance can never be proven."""
        limit = self.rule.seconds or 0
        for source, move, target in self.moments(self.other):
            if self.true(self.what, source, move, target):
                continue
            walk = self._not_next(target) if limit == 0 else self._not_by_clock(limit)
            if walk is not None and not self._earlier(target):
                return (*self._story(source, move, target), *walk)
        return None

    def _earlier(self, target: State) -> bool:
        """Has it always happened before this state is reached? Earlier counts."""
        return self._before_state(target) is None

    def _before_state(self, state: State) -> tuple[str, ...] | None:
        starts = [s for s in self.space.starts() if not self.true(self.what, None, OPENED, s)]
        if state in starts:
            return told(self.space, state)
        return search(
            self.space,
            starts,
            goal=lambda s, m, t: t == state and not self.true(self.what, s, m, t),
            forbidden=lambda s, m, t: self.true(self.what, s, m, t),
        )

    def _not_next(self, state: State) -> tuple[str, ...] | None:
        """A way on to another screen on which it has not come; undo is no way on."""
        for move, target in self.space.edges(state):
            onward = target[0] != state[0] and move.kind != "back"
            if onward and not self.true(self.what, state, move, target):
                return (sentence(self.space, move, target, state),)
        return None

    def _not_by_clock(self, limit: int) -> tuple[str, ...] | None:
        return None if self._bound() <= limit else ()

    def _bound(self) -> float:
        """The latest time by which it comes by a clock alone; infinite if a person must act."""
        if self.what.family != "raise":
            return math.inf
        times = [math.inf]
        for owed in self.case.protocol.obligations:
            raising = _has(owed.otherwise, RAISE, self.what.name)
            if raising and owed.within_s is not None and owed.from_ == "opened":
                times.append(owed.within_s)
        return min(times)


OPENED = Move("opened", "")


def _has(effects: tuple[Effect, ...], kind: str, name: str) -> bool:
    return any(e.kind == kind and name in {"any", e.target} for e in effects)
