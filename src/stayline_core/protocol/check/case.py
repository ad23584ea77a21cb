"""What every group of checks works on: the document, the catalogue, the states, the findings."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from stayline_core.protocol.catalogue import Catalogue, FieldSpec
from stayline_core.protocol.check.moves import Move
from stayline_core.protocol.check.search import Walk, enters, explored, hunt
from stayline_core.protocol.check.space import Space, State
from stayline_core.protocol.check.story import tell
from stayline_core.protocol.findings import Finding, Severity
from stayline_core.protocol.ladder import LadderSpec
from stayline_core.protocol.language import (
    HELP_FACTS,
    LIVE_CLASSES,
    OBSERVED_STATES,
    SILENCES,
    Effect,
    Obligation,
    Protocol,
    Step,
)
from stayline_core.protocol.load import Loaded

Path = tuple[str, ...]

PEOPLE_AT_RISK = "people_at_risk"
NO_REPORT = frozenset({PEOPLE_AT_RISK, "call_record", "case"})
"""Forms that are filed beside the report of a threat, and never instead of it."""


class Case:
    """One protocol under check. `space` has been explored."""

    def __init__(
        self, loaded: Loaded, protocol: Protocol, catalogue: Catalogue, space: Space
    ) -> None:
        """Begin with no findings."""
        self.loaded = loaded
        self.protocol = protocol
        self.catalogue = catalogue
        self.space = space
        self.findings: list[Finding] = []

    # ── findings ──

    def fault(
        self,
        code: str,
        path: Path,
        message: str,
        walk: Iterable[str] = (),
        severity: Severity = "error",
    ) -> None:
        """Keep a finding at the place of a path."""
        mark = self.loaded.positions.of(*path)
        self.findings.append(Finding(code, severity, self.loaded.file, *mark, message, tuple(walk)))

    # ── the document ──

    @property
    def ladder(self) -> LadderSpec | None:
        """The ladder that brings somebody to take over, where it is known."""
        use = self.protocol.ladder
        return None if use is None else self.catalogue.ladders.get(use.id)

    @property
    def live(self) -> bool:
        """Is there a line or a connection that can be lost?"""
        return any(name in LIVE_CLASSES for name in self.protocol.classes)

    def steps(self) -> Iterator[Step]:
        """The steps that a run can reach; the others have their own finding (S03)."""
        visited = self.space.visited()
        return (step for name, step in self.protocol.steps.items() if name in visited)

    def which(self, wanted: Callable[[Step], bool]) -> frozenset[int]:
        """The numbers of the steps of which something is true."""
        return frozenset(i for i, step in enumerate(self.space.steps) if wanted(step))

    def covering(self, aspect: str) -> frozenset[int]:
        """The numbers of the steps that cover an aspect."""
        return self.which(lambda step: aspect in step.covers)

    def spec(self, field: str) -> FieldSpec | None:
        """What is known of a field."""
        return self.catalogue.field(field)

    def answer_set(self, step: Step) -> tuple[str, ...]:
        """Every answer that a step's deciding field can get; empty if the field is unknown."""
        spec = self.spec(step.routed or "")
        if spec is None:
            return ()
        silences = SILENCES if step.routed_is_asked else OBSERVED_STATES
        return (*(spec.values or ("answered",)), *silences)

    def placed_effects(self) -> Iterator[tuple[Effect, Path, bool]]:
        """Every effect, its place, and whether it happens without a named human."""
        for name, step in self.protocol.steps.items():
            for index, effect in enumerate(step.do):
                yield effect, ("steps", name, "do", str(index)), False
            for index, effect in enumerate(step.otherwise.do if step.otherwise else ()):
                yield effect, ("steps", name, "otherwise", "do", str(index)), True
        for number, owed in enumerate(self.protocol.obligations):
            place = ("obligations", str(number))
            yield owed.do, (*place, "do"), False
            for index, effect in enumerate(owed.otherwise):
                yield effect, (*place, "otherwise", str(index)), True

    def owes(self, kind: str, *, from_: tuple[str, ...] = (), target: str | None = None) -> bool:
        """Is there an obligation to do this, from one of these moments on?"""
        return any(
            owed.do.kind == kind
            and target in {None, owed.do.target}
            and (not from_ or owed.from_ in from_)
            for owed in self.protocol.obligations
        )

    def reports(self) -> tuple[Obligation, ...]:
        """What owes the report of the threat; other forms are filed beside it, never instead."""
        owed = (one for one in self.protocol.obligations if one.do.kind == "file")
        return tuple(one for one in owed if one.do.target not in NO_REPORT)

    def late_reports(self, bound: int) -> tuple[Obligation, ...]:
        """The reports of the threat, if none of them is due within `bound` seconds."""
        owed = self.reports()
        in_time = any(one.within_s is not None and one.within_s <= bound for one in owed)
        return () if in_time else owed

    # ── paths ──

    def arrivals(self, *kinds: str) -> Iterator[tuple[State, str]]:
        """Every explored state in which a run has ended in one of these ways."""
        for state in self.space.arrived:
            end = self.space.steps[state[0]].end
            if end in kinds:
                yield state, end or ""

    def walk(
        self,
        to: frozenset[int],
        *,
        without: frozenset[int] = frozenset(),
        never: frozenset[str] = frozenset(),
        starts: tuple[State, ...] | None = None,
    ) -> tuple[str, ...] | None:
        """The shortest story that enters one of the steps `to`; None if there is none.

        It enters no step of `without`, and no fact of `never` comes true in it.
        """
        begin = self.space.starts() if starts is None else starts
        begin = tuple(state for state in begin if state[0] not in without)
        begin = tuple(s for s in begin if not any(self._known(fact, s) for fact in never))
        if not to & self._near(frozenset(state[0] for state in begin), without, never):
            return None
        for start in begin:
            if start[0] in to:
                return tell(self.space, Walk(start))

        def follow(memory: int, _: State, move: Move, target: State) -> int | None:
            barred = enters(move, target, without)
            return None if barred or any(self._not_without(move, one) for one in never) else memory

        return self.story(
            hunt(
                self.space,
                ((state, 0) for state in begin),
                follow=follow,
                goal=lambda _, __, move, target: enters(move, target, to),
            )
        )

    def first(self, goal: Callable[[State, Move, State], bool]) -> tuple[str, ...] | None:
        """The shortest story with a move of which `goal` is true; None if there is none.

        Only moves that show another step are asked about, and no undo, which shows nothing that
        was not shown. `goal` must not ask what could be undone.
        """
        space = self.space
        seen: set[tuple[int, int]] = set()
        cut_off: set[int] = set()
        for state in space.parents:  # nearest first
            core = (state[0], state[2])
            if core in seen or state[0] in space.ends:
                continue
            seen.add(core)
            lost = () if state[2] in cut_off else space.lost(state)
            cut_off.add(state[2])
            for move, target in chain(space.presses(*core), lost):
                if goal(state, move, target):
                    walk = explored(space, state)
                    return tell(space, Walk(walk.start, (*walk.legs, (move, target))))
        return None

    def story(self, walk: Walk | None, last: Iterable[str] = ()) -> tuple[str, ...] | None:
        """A walk as a story; None if there is no walk."""
        return None if walk is None else tell(self.space, walk, last)

    def told(self, state: State) -> tuple[str, ...]:
        """How the exploration reached a state."""
        return tell(self.space, explored(self.space, state))

    def _known(self, fact: str, state: State) -> bool:
        """Is the fact remembered as true in this state?"""
        remembered = fact in self.space.bits or fact in (*HELP_FACTS, "contact_open")
        return remembered and self.space.holds(fact, self.space.rests[state[2]])

    def _not_without(self, move: Move, fact: str) -> bool:
        """Does the move bring the fact, or is it possible only once the fact is true?"""
        if move.kind == "next":
            return self.protocol.steps[move.step].wait_for == fact
        if move.kind == "take":
            return move.via == fact
        return brings(move, fact)

    def _near(
        self, starts: frozenset[int], without: frozenset[int], never: frozenset[str]
    ) -> frozenset[int]:
        """The steps that might be entered, by the map alone: a cheap bound on what `walk` finds.

        Undo needs no edge here: it leads only to where the run has been.
        """
        space = self.space
        handler = self.protocol.on.get("contact_lost")
        reached, todo = set(starts), list(starts)
        if handler is not None and starts:
            todo.append(space.index[handler])
        seen: set[int] = set()
        while todo:
            number = todo.pop()
            if number in seen or number in without:
                continue
            seen.add(number)
            reached.add(number)
            step = space.steps[number]
            if step.branch is not None:
                taken = (step.way("no"),) if step.branch in never else step.targets
                todo.extend(space.index[name] for name in taken if name)
                continue
            for move, target, _ in space.static[number]:
                if not any(self._not_without(move, fact) for fact in never):
                    todo.append(target)
        return frozenset(reached)


def brings(move: Move, fact: str) -> bool:
    """Does the fact come true by this move?"""
    if fact == "safety_recorded":
        return move.records
    return move.kind == fact or (move.kind == "fact" and move.detail == fact)
