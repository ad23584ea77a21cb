"""Which step of the one document is which step of the other, also under another name.

A step that keeps its name is the same step, unless it says something else altogether and its
content now stands under another name. What is left over is matched by content: the words, the
fields, what is done. Ends and branches say little, so they are matched by where they stand.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from stayline_core.protocol.language import Protocol, Step, frozen_map

ALIKE: Final = 0.6
"""How much of two steps must be the same for the one to be the other renamed."""

MOST_PAIRS: Final = 90_000
"""More pairs than this are not weighed; then only identical contents match."""

Tokens = frozenset[str]


def match(old: Protocol, new: Protocol) -> Mapping[str, str]:
    """Pair each old step's name with the new one's; steps that are gone or new have no pair."""
    matcher = _Matcher(old, new)
    matcher.by_name()
    matcher.by_content()
    matcher.by_place()
    matcher.by_name(whatever=True)
    return frozen_map({name: matcher.found[name] for name in old.steps if name in matcher.found})


class _Matcher:
    def __init__(self, old: Protocol, new: Protocol) -> None:
        self.old, self.new = old.steps, new.steps
        self.found: dict[str, str] = {}
        self.taken: set[str] = set()
        self.old_tokens = {name: tokens(step) for name, step in self.old.items()}
        self.new_tokens = {name: tokens(step) for name, step in self.new.items()}

    def pair(self, one: str, other: str) -> None:
        if one not in self.found and other not in self.taken:
            self.found[one] = other
            self.taken.add(other)

    def left(self) -> tuple[list[str], list[str]]:
        return (
            [name for name in self.old if name not in self.found],
            [name for name in self.new if name not in self.taken],
        )

    def by_name(self, *, whatever: bool = False) -> None:
        """The same name, and something in common; or `whatever` they hold."""
        for name in self.old:
            if name in self.new:
                ours, theirs = self.old_tokens[name], self.new_tokens[name]
                if whatever or ours & theirs or not (ours and theirs):
                    self.pair(name, name)

    def by_content(self) -> None:
        """What is left over, the most alike first."""
        ours, theirs = self.left()
        ours = [name for name in ours if _shown(self.old[name])]
        theirs = [name for name in theirs if _shown(self.new[name])]
        for _, one, other in sorted(self._weighed(ours, theirs), reverse=True):
            self.pair(one, other)

    def _weighed(self, ours: list[str], theirs: list[str]) -> Iterator[tuple[float, str, str]]:
        if len(ours) * len(theirs) > MOST_PAIRS:
            same = {self.new_tokens[name]: name for name in theirs}
            for name in ours:
                if self.old_tokens[name] in same:
                    yield 1.0, name, same[self.old_tokens[name]]
            return
        for one in ours:
            for other in theirs:
                weight = alike(self.old_tokens[one], self.new_tokens[other])
                if weight >= ALIKE:
                    yield weight + (_last(one) == _last(other)), one, other

    def by_place(self) -> None:
        """Ends and branches: of the same kind, and led to by the same steps."""
        ours, theirs = self.left()
        ours = [name for name in ours if not _shown(self.old[name])]
        theirs = [name for name in theirs if not _shown(self.new[name])]
        before = _sources(self.old)
        for one in ours:
            kind = (self.old[one].branch, self.old[one].end)
            led = [self.found[name] for name in before.get(one, ()) if name in self.found]
            near = dict.fromkeys(target for name in led for target in self.new[name].targets)
            for other in (*near, *(name for name in theirs if _last(name) == _last(one))):
                if kind == (self.new[other].branch, self.new[other].end):
                    self.pair(one, other)


def _shown(step: Step) -> bool:
    return bool(tokens(step)) and step.branch is None


def _last(name: str) -> str:
    return name.rsplit("/", 1)[-1]


def by_a_block(one: str, other: str) -> bool:
    """Are these names of one step, the one made by a block (`opening/calm`, `calm`)?"""
    return one != other and ("/" in one or "/" in other) and _last(one) == _last(other)


def _sources(steps: Mapping[str, Step]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, step in steps.items():
        for target in step.targets:
            found.setdefault(target, []).append(name)
    return found


def tokens(step: Step) -> Tokens:
    """What a step holds beside its name and its ways on: fields, effects, and its words."""
    texts = (*step.say, *step.note, *step.avoid, *(ask.question or "" for ask in step.asks))
    words = {word.strip(".,!?:;“”\"'").lower() for text in texts for word in text.split()}
    found = {f"word {word}" for word in words if word}
    found |= {f"text {text}" for text in texts if text}
    found |= {f"ask {ask.field}" for ask in step.asks}
    found |= {f"observe {item.field}" for item in step.observes}
    found |= {f"do {effect.word}" for effect in step.do}
    for kind, value in (("title", step.title), ("wait", step.wait_for)):
        if value:
            found.add(f"{kind} {value}")
    return frozenset(found)


def alike(one: Tokens, other: Tokens) -> float:
    """How much of two steps is the same, from 0 to 1."""
    whole = len(one | other)
    return len(one & other) / whole if whole else 0.0
