"""H24: help from outside is sent on a clear word, and on nothing less.

Clear are a stated danger, consent, the button that sends it, a growing threat, something noticed,
a supervisor's recorded decision. A silence, a refusal, the reassuring answer, a clock's offer, a
button for something else, the loss of the line or of a colleague take the word back. Going on,
and answers that have nothing to do with danger, leave it as it was.
"""

from dataclasses import replace

from stayline_core.protocol.check.case import Case
from stayline_core.protocol.check.moves import Move, answer_moves
from stayline_core.protocol.check.search import ENTERING, Walk, hunt, on_the_map
from stayline_core.protocol.check.space import State
from stayline_core.protocol.check.story import tell
from stayline_core.protocol.language import LEVELS, OBSERVED_STATES, SILENCES, Step

CONSENT = "safety.accepts_help"
UNCLEAR, CLEAR = range(2)
_NOTHING = frozenset({"no", "none", "not_now"})
_NO_DANGER = frozenset(
    {"target.kind", "route", "outcome", "abuse.safe_to_talk", "abuse.abuser_near"}
)
"""What says whom it is against, where it goes, or who may hear: no word on sending help."""
_BY_A_PERSON = frozenset({"anytime", "threat_grows"})
_ENTERED = ENTERING - {"back"}


def check_dispatch(case: Case) -> None:
    """Add the findings H24, each with the shortest way to it."""
    judge = _Judge(case)
    for step in case.steps():
        if step.dispatches:
            walk = judge.unclear(step)
            if walk is not None:
                message = (
                    f"{step.name} sends help and can be reached without a clear word: only a "
                    "stated danger, consent, one press, a growing threat or a recorded decision "
                    "sends it."
                )
                case.fault("H24", ("steps", step.name), message, tell(case.space, walk))


class _Judge:
    """Knows of each answer whether it is a clear word, works it out once a step."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.space = case.space
        self.weak: dict[tuple[int, int], Move] = {}
        self.strong: set[tuple[int, str | None]] = set()
        for step in case.steps():
            if step.routed is not None:
                self._read(step, step.routed)

    def _read(self, step: Step, field: str) -> None:
        number = self.space.index[step.name]
        for move, target in answer_moves(step):
            word = self._word(step, field, move.detail.partition("=")[2])
            if word:
                self.strong.add((number, target))
            elif word is False:
                for shown in self.space.shown_by(self.space.index[target]):
                    self.weak.setdefault((number, shown), move)

    def _word(self, step: Step, field: str, value: str) -> bool | None:
        """Is this answer a clear word, the contrary, or neither?"""
        spec = self.case.spec(field)
        if value in (SILENCES if step.routed_is_asked else OBSERVED_STATES):
            return False
        if field in _NO_DANGER:
            return None
        if not step.routed_is_asked:
            return self._noticed(field, value)
        calm = None if spec is None else spec.reassuring
        if calm is None:
            return None
        if value == "else":
            left = set(spec.values or ()) - set(step.answers or {}) if spec else set()
            return all(self._says(field, one, calm) for one in left)
        return self._says(field, value, calm)

    def _noticed(self, field: str, value: str) -> bool:
        """What is noticed is clear, but for a no."""
        spec = self.case.spec(field)
        return value not in _NOTHING and (spec is None or value != spec.reassuring)

    def _says(self, field: str, value: str, calm: str) -> bool:
        return (value == calm) == (field == CONSENT)

    def follow(self, word: int, source: State, move: Move, target: State) -> int:
        """Is there a clear word after this move: CLEAR or not?"""
        if move.kind == "take":
            sends = move.via == "threat_grows" or self.space.steps[target[0]].dispatches
            return CLEAR if move.via in _BY_A_PERSON and sends else UNCLEAR
        if move.kind in {"contact_lost", "back"}:
            return UNCLEAR
        if move.kind in {"answer", "skip"} and move.detail:
            return self._answered(word, move, source, target)
        return word

    def _answered(self, word: int, move: Move, source: State, target: State) -> int:
        """The worst of the answers that come to the same decides."""
        if (source[0], target[0]) in self.weak:
            return UNCLEAR
        way = self.space.steps[source[0]].way(move.detail.partition("=")[2])
        return CLEAR if (source[0], way) in self.strong else word

    def unclear(self, step: Step) -> Walk | None:
        """The shortest walk that enters the step without a clear word; None if there is none."""
        opening = CLEAR if self.case.protocol.level == LEVELS[0] else UNCLEAR
        to = self.space.index[step.name]

        def goal(word: int, _: State, move: Move, target: State) -> bool:
            return word == UNCLEAR and target[0] == to and move.kind in _ENTERED

        starts = self.space.starts()
        for start in starts:
            if start[0] == to and opening == UNCLEAR:
                return Walk(start)
        begin = {(start[0], opening) for start in starts}
        if not on_the_map(self.space, begin, follow=self.follow, goal=goal):
            return None
        nodes = ((start, opening) for start in starts)
        walk = hunt(self.space, nodes, follow=self.follow, goal=goal, undo=False)
        return None if walk is None else self._weakened(walk)

    def _weakened(self, walk: Walk) -> Walk:
        """The walk with each answer told as the weak one that comes to the same."""
        legs, at = [], walk.start
        for move, target in walk.legs:
            answered = move.kind in {"answer", "skip"} and move.detail
            same = self.weak.get((at[0], target[0]), move)
            legs.append((same if answered else move, target))
            at = target
        return replace(walk, legs=tuple(legs))
