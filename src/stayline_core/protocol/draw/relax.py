"""Places on a line: as near to what they belong to as the distances between them allow.

Both directions of a drawing are this one problem. Down, a step stands below what leads to it;
across, a box stands beside its neighbour. `relax` begins with places that keep every distance
and moves groups of them while that makes the lines shorter. Whole numbers only, so the same
document gives the same drawing everywhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

GLUE: Final = 4
"""What is joined by at least this weight and stands straight is moved together as well."""


@dataclass(frozen=True, slots=True)
class Gap:
    """`right` stands at least `least` beyond `left`."""

    left: int
    right: int
    least: int


@dataclass(frozen=True, slots=True)
class Pull:
    """`two` would stand exactly `away` beyond `one`; `weight` says how much that is worth."""

    one: int
    two: int
    away: int
    weight: int


@dataclass(frozen=True, slots=True)
class Care:
    """How patiently places are moved: rounds, straight groups as well, how many at once."""

    rounds: int
    groups: bool
    most: int


MANY: Final = 120
"""With more steps than this the search for a good drawing is short."""
_PATIENT: Final = Care(40, groups=True, most=1000)
_QUICK: Final = Care(1, groups=False, most=40)


def care_for(steps: int) -> Care:
    """How patiently a drawing of so many steps is laid out."""
    return _PATIENT if steps <= MANY else _QUICK


@dataclass(slots=True)
class _Field:
    """The places and what holds them."""

    places: list[int]
    after: list[list[Gap]]
    before: list[list[Gap]]
    pulls: list[list[tuple[int, int, int]]]


def settle(count: int, gaps: Iterable[Gap]) -> list[int]:
    """The least places that keep every gap; the gaps go one way and never round in a circle."""
    gaps = list(gaps)
    after: list[list[Gap]] = [[] for _ in range(count)]
    waits = [0] * count
    for gap in gaps:
        after[gap.left].append(gap)
        waits[gap.right] += 1
    places = [0] * count
    ready = [one for one in range(count) if not waits[one]]
    while ready:
        one = ready.pop()
        for gap in after[one]:
            places[gap.right] = max(places[gap.right], places[one] + gap.least)
            waits[gap.right] -= 1
            if not waits[gap.right]:
                ready.append(gap.right)
    return places


def relax(places: list[int], gaps: list[Gap], pulls: list[Pull], *, care: Care) -> list[int]:
    """Places that keep every gap and give in to the pulls, as far as moving groups can bring it.

    `places` must keep every gap. `care` bounds the work.
    """
    count = len(places)
    held = _Field(
        list(places),
        [[] for _ in range(count)],
        [[] for _ in range(count)],
        [[] for _ in range(count)],
    )
    for gap in gaps:
        held.after[gap.left].append(gap)
        held.before[gap.right].append(gap)
    for pull in pulls:
        held.pulls[pull.one].append((pull.two, -pull.away, pull.weight))
        held.pulls[pull.two].append((pull.one, pull.away, pull.weight))
    for turn in range(care.rounds):
        ways = (1, -1) if turn % 2 else (-1, 1)
        order = range(count) if turn % 2 else range(count - 1, -1, -1)
        moved = [_move(held, one, way, care) for one in order for way in ways if held.pulls[one]]
        if not any(moved):
            break
    return held.places


def _move(held: _Field, one: int, way: int, care: Care) -> bool:
    """Move one place, with all that must go or may go with it, while that gains something."""
    moved = False
    for glued in (False, True) if care.groups else (False,):
        while True:
            group = _group(held, one, way, glued=glued, most=care.most)
            gain, step = _gain(held, group, way) if len(group) <= care.most else (0, 0)
            if gain <= 0 or step <= 0:
                break
            for member in group:
                held.places[member] += way * step
            moved = True
    return moved


def _group(held: _Field, one: int, way: int, *, glued: bool, most: int) -> set[int]:
    """What moves when `one` does: whatever it pushes, and if `glued` what is straight with it.

    The search ends when more than `most` would move.
    """
    places, group, todo = held.places, {one}, [one]
    while todo and len(group) <= most:
        member = todo.pop()
        if way > 0:
            stuck = (g.right for g in held.after[member] if _tight(places, g))
        else:
            stuck = (g.left for g in held.before[member] if _tight(places, g))
        near = list(stuck)
        if glued:
            near.extend(
                other
                for other, away, weight in held.pulls[member]
                if weight >= GLUE and places[member] == places[other] + away
            )
        for other in near:
            if other not in group:
                group.add(other)
                todo.append(other)
    return group


def _tight(places: list[int], gap: Gap) -> bool:
    return places[gap.right] - places[gap.left] == gap.least


def _gain(held: _Field, group: set[int], way: int) -> tuple[int, int]:
    """What moving the group by one would gain, and how far it can go at that price."""
    places, gain = held.places, 0
    steps: list[int] = []
    for member in group:
        for other, away, weight in held.pulls[member]:
            if other in group:
                continue
            lacks = (places[other] + away - places[member]) * way
            if lacks > 0:
                gain += weight
                steps.append(lacks)
            else:
                gain -= weight
        gaps = held.after[member] if way > 0 else held.before[member]
        free = (gap for gap in gaps if (gap.right if way > 0 else gap.left) not in group)
        steps.extend(places[gap.right] - places[gap.left] - gap.least for gap in free)
    return gain, min(steps, default=0)
