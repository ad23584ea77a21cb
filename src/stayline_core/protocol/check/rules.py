"""R: a centre's own rules.

They read `always A at B`, `never A before B`, `never A after B`, `within D of C comes E`. A rule
is broken if there is one run that breaks it; the shortest one is told.
"""

from collections.abc import Callable

from stayline_core.protocol.check.case import Case
from stayline_core.protocol.check.conditions import Condition, Moments, read_condition
from stayline_core.protocol.check.late import OPENED, Late
from stayline_core.protocol.check.moves import Move
from stayline_core.protocol.check.search import ENTERING, Walk, hunt
from stayline_core.protocol.check.space import State
from stayline_core.protocol.language import Obligation, Rule

BROKEN = -1
"""What is remembered once a rule is broken."""

_Verdict = Callable[[int, State | None, Move, State], int | None]
_CODES = {"always": "R02", "never": "R03", "within": "R04"}


def check_rules(case: Case) -> None:
    """Add the findings R01 to R05."""
    for index, rule in enumerate(case.protocol.rules):
        path = ("rules", str(index))
        what, other = read_condition(case, rule.what), read_condition(case, rule.other)
        for word, read in ((rule.what, what), (rule.other, other)):
            if read is None:
                message = f"The rule {rule.id} names “{word}”, which is no condition here."
                case.fault("R01", path, message)
        if what is not None and other is not None:
            _judge(case, path, _Judge(case, rule, what, other))


def _judge(case: Case, path: tuple[str, ...], judge: "_Judge") -> None:
    rule = judge.rule
    nothing = judge.proves_nothing()
    if nothing:
        case.fault("R05", path, f"{nothing}: {rule.id} proves nothing.")
        return
    story = judge.broken()
    if story is not None:
        because = f" {rule.because}" if rule.because else ""
        case.fault(
            _CODES[rule.kind],
            path,
            f"The rule {rule.id} is broken: {_words(rule)}.{because}",
            story,
        )


def _words(rule: Rule) -> str:
    """The rule in one phrase, as its author wrote it."""
    if rule.kind == "within":
        return f"within {rule.seconds} s of {rule.other} comes {rule.what}"
    return f"{rule.kind} {rule.what} {rule.relation} {rule.other}"


class _Judge:
    """Judges one rule on the states of one protocol."""

    def __init__(self, case: Case, rule: Rule, what: Condition, other: Condition) -> None:
        self.case = case
        self.space = case.space
        self.rule = rule
        self.what = Moments(case, what)
        self.other = Moments(case, other)

    def proves_nothing(self) -> str:
        """Why the rule could not be broken, whatever was written; empty if it could."""
        for word, moments in ((self.rule.other, self.other), (self.rule.what, self.what)):
            needed = moments is self.other or self.rule.kind == "never"
            if needed and not self._ever(moments):
                return f"“{word}” never happens"
        if self.rule.what == self.rule.other and self.rule.relation in {"at", "before", "of"}:
            return f"“{self.rule.what}” stands on both sides"
        return ""

    def _ever(self, moments: Moments) -> bool:
        starts = self.space.starts()
        if moments.due() or any(moments.holds(None, OPENED, start) for start in starts):
            return True
        return (
            hunt(
                self.space,
                ((start, 0) for start in starts),
                follow=lambda memory, *_: memory,
                goal=lambda _, source, move, target: moments.holds(source, move, target),
            )
            is not None
        )

    def broken(self) -> tuple[str, ...] | None:
        """The shortest story that breaks the rule; None if it is kept."""
        if self.rule.kind == "within":
            return self._within()
        if self.rule.kind == "always":
            return self._told(self._always)
        verdict = self._after if self.rule.relation == "after" else self._before
        stories = [self._told(verdict), *(self._due(verdict, owed) for owed in self.what.due())]
        return min((story for story in stories if story is not None), key=len, default=None)

    def _told(self, verdict: _Verdict) -> tuple[str, ...] | None:
        """The story of the first move on which the verdict falls.

        The verdict tells what is remembered after a move; BROKEN if the rule is broken by it,
        None if from here on it cannot be.
        """
        nodes = []
        for start in self.space.starts():
            memory = verdict(0, None, OPENED, start)
            if memory == BROKEN:
                return self.case.story(Walk(start))
            if memory is not None:
                nodes.append((start, memory))
        walk = hunt(self.space, nodes, follow=verdict, goal=lambda memory, *_: memory == BROKEN)
        return self.case.story(walk)

    def _due(self, verdict: _Verdict, owed: Obligation) -> tuple[str, ...] | None:
        """The shortest story on which the time of an obligation is up while the rule forbids it."""
        forbidden = int(self.rule.relation == "after")

        def goal(memory: int, _: State | None, move: Move, target: State) -> bool:
            return memory == forbidden and self.what.owed_since(owed, move, target)

        last = f"The {owed.within_s} s of the obligation {owed.id} are up: {self.rule.what}."
        nodes = []
        for start in self.space.starts():
            memory = verdict(0, None, OPENED, start)
            if memory is not None and goal(memory, None, OPENED, start):
                return self.case.story(Walk(start), (last,))
            if memory is not None:
                nodes.append((start, memory))
        return self.case.story(hunt(self.space, nodes, follow=verdict, goal=goal), (last,))

    # ── always, never ──

    def _always(self, memory: int, source: State | None, move: Move, target: State) -> int:
        """What must hold, does; what must have happened, has, at the same moment at the latest."""
        now = self.what.holds(source, move, target)
        happened = now if self.what.lasts else memory or now
        if self.other.begins(source, move, target) and not happened:
            return BROKEN
        return int(happened) if not self.what.lasts else 0

    def _before(self, _: int, source: State | None, move: Move, target: State) -> int | None:
        if self.other.holds(source, move, target):
            return None
        return BROKEN if self.what.holds(source, move, target) else 0

    def _after(self, memory: int, source: State | None, move: Move, target: State) -> int:
        since = memory or self.other.holds(source, move, target)
        return BROKEN if since and self.what.holds(source, move, target) else int(since)

    # ── within ──

    def _within(self) -> tuple[str, ...] | None:
        limit = self.rule.seconds or 0
        if limit == 0:
            return self._told(self._next_screen)
        cap, by = self.what.cap(self.other.condition)
        return Late(
            self.case,
            limit,
            self.rule.what,
            self.other.begins,
            self.what.holds,
            self.what.clock,
            cap,
            by,
        ).story(self.space.starts())

    def _next_screen(
        self, memory: int, source: State | None, move: Move, target: State
    ) -> int | None:
        """It has come earlier, or comes by the next screen; undo is no way on."""
        if self.what.holds(source, move, target):
            return None
        if memory and move.kind == "back":
            return None
        if memory and source is not None and self._onward(source, move, target):
            return BROKEN
        if not memory and not self.other.begins(source, move, target):
            return 0
        return BROKEN if target[0] in self.space.ends else 1

    def _onward(self, source: State, move: Move, target: State) -> bool:
        return target[0] != source[0] and move.kind in ENTERING
