"""Who stands left of whom: as few crossings as a patient search finds, and short ways."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from stayline_core.protocol.draw.crossings import Pins, crossings
from stayline_core.protocol.draw.relax import MANY
from stayline_core.protocol.draw.weave import Item, Net, Thread, Weave

BOX: Final = 300
"""A step's breadth as this search takes it, with the room beside it."""
LANE: Final = 18
_CROSSING: Final = 400
_OVER_MAIN: Final = 500
_SWEEPS: Final = 6
_WORK: Final = 200_000
"""How many pairs of nets are looked at before the search rests; 40 steps need fewer."""

_Places = dict[Item, float]
_Rows = list[list[Item]]


@dataclass(frozen=True, slots=True)
class Taste:
    """What a search minds most: no row with several cards on one side, or lanes without a bend."""

    one_sided: int
    bent: int


def sort_rows(woven: Weave, taste: Taste) -> None:
    """Put the rows of `woven` in order; the steps of a block stay together in their row."""
    search = _Search(woven, taste)
    search.sweep()
    search.sift()


class _Search:
    def __init__(self, woven: Weave, taste: Taste) -> None:
        self.woven = woven
        self.taste = taste
        self.rows = woven.rows
        self.spine = woven.spine()
        self.groups = woven.graph.groups
        self.sources: dict[int, Item] = {edge.number: edge.source for edge in woven.graph.edges}
        self.main_edges = woven.graph.main_edges
        self.near = self._near()
        self.work = _WORK
        self.x = [self._places(row) for row in self.rows]
        self.costs = [self._channel(at) for at in range(len(woven.nets))]

    def _near(self) -> dict[Item, list[Item]]:
        """What each item is joined to, in any channel."""
        near: dict[Item, list[Item]] = {}
        for nets in self.woven.nets:
            for net in nets.values():
                pins = [*(self.sources[n] for n in net.exits), *net.above]
                for one in pins:
                    for two in net.below or net.above:
                        if one != two:
                            near.setdefault(one, []).append(two)
                            near.setdefault(two, []).append(one)
        return near

    def group(self, item: Item) -> str | None:
        return None if isinstance(item, Thread) else self.groups.get(item)

    # ── what an order costs ──

    def _places(self, row: list[Item]) -> _Places:
        """Where the items of a row come to stand, the main way in the middle."""
        at, found, middle = 0.0, {}, None
        for item in row:
            breadth = LANE if isinstance(item, Thread) else BOX
            found[item] = at + breadth / 2
            if item in self.spine:
                middle = found[item]
            at += breadth
        if middle is None:
            middle = at / 2
        return {item: place - middle for item, place in found.items()}

    def _channel(self, at: int) -> float:
        """What a channel costs, with the row below it."""
        above = self.x[at - 1] if at else {}
        below = self.x[at] if at < len(self.rows) else {}
        pins = [self._pins(net, above, below) for net in self.woven.nets[at].values()]
        self.work -= len(pins) * len(pins)
        total = sum(one.length for one in pins) + self._lopsided(at)
        for place, one in enumerate(pins):
            for two in pins[place + 1 :]:
                if one.low < two.high and two.low < one.high:
                    price = _OVER_MAIN if one.main or two.main else _CROSSING
                    total += price * min(crossings(one, two), crossings(two, one))
        return total

    def _pins(self, net: Net, above: _Places, below: _Places) -> Pins:
        tops = [above[self.sources[number]] for number in net.exits]
        tops += [above[thread] for thread in net.above]
        lows = [below[item] for item in net.below]
        main = any(number in self.main_edges for number in net.exits)
        low, high = min(*tops, *lows, 9e9), max(*tops, *lows, -9e9)
        bent = 0.0
        if not net.exits and len(net.above) == len(net.below) == 1:
            bent = self.taste.bent * (high - low)
        return Pins(tops, lows, low, high, high - low + bent, main=main)

    def _lopsided(self, at: int) -> float:
        """What it costs that several cards of one row stand on the same side."""
        if at == len(self.rows):
            return 0
        row = self.rows[at]
        middle = next((spot for spot, item in enumerate(row) if item in self.spine), None)
        if middle is None:
            return 0
        sides = (row[:middle], row[middle + 1 :])
        extra = (sum(not isinstance(item, Thread) for item in side) - 1 for side in sides)
        return sum(self.taste.one_sided * more for more in extra if more > 0)

    def _try(self, first: int, choices: Iterable[_Rows]) -> bool:
        """Take the best of several orders of the rows from `first` on, if it beats theirs."""
        found = False
        for choice in choices:
            if self.work <= 0:
                break
            if not all(self._together(row) for row in choice):
                continue
            last = first + len(choice)
            old = self.rows[first:last], self.x[first:last], self.costs[first : last + 1]
            self.rows[first:last] = choice
            self.x[first:last] = [self._places(row) for row in choice]
            self.costs[first : last + 1] = [self._channel(at) for at in range(first, last + 1)]
            if sum(self.costs[first : last + 1]) < sum(old[2]):
                found = True
            else:
                self.rows[first:last], self.x[first:last], self.costs[first : last + 1] = old
        return found

    # ── sweeps ──

    def sweep(self) -> None:
        """Go down and up, each row in the order of what its items are joined to."""
        best, least = [list(row) for row in self.rows], sum(self.costs)
        for turn in range(_SWEEPS):
            order = range(len(self.rows))
            for at in order if turn % 2 == 0 else reversed(order):
                self.rows[at] = self._by_neighbours(at)
                self.x[at] = self._places(self.rows[at])
            cost = sum(self._channel(at) for at in range(len(self.costs)))
            if cost < least:
                best, least = [list(row) for row in self.rows], cost
        self.rows[:] = best
        self.x = [self._places(row) for row in best]
        self.costs = [self._channel(at) for at in range(len(self.costs))]

    def _by_neighbours(self, at: int) -> list[Item]:
        around: _Places = {}
        for near in range(max(0, at - 1), min(len(self.rows), at + 2)):
            around |= self.x[near]
        wish: dict[Item, float] = {}
        together: dict[str | None, list[float]] = {}
        for item in self.rows[at]:
            spots = [around[other] for other in self.near.get(item, []) if other in around]
            wish[item] = sum(spots) / len(spots) if spots else around[item]
            together.setdefault(self.group(item), []).append(wish[item])
        mean = {group: sum(spots) / len(spots) for group, spots in together.items()}

        def key(item: Item) -> tuple[float, str, float]:
            group = self.group(item)
            return (mean[group], group, wish[item]) if group else (wish[item], "", 0)

        return sorted(self.rows[at], key=key)

    # ── sifting ──

    def sift(self) -> None:
        """Move an item, a lane or a limb at a time, for as long as that makes it better."""
        lanes = self._lanes()
        limbs = self._limbs() if len(self.woven.graph.order) <= MANY else []
        better = True
        while better and self.work > 0:
            better = False
            for limb in limbs:
                better |= self._try(0, self._mirrored(limb))
            for lane in lanes:
                better |= self._try(lane[0].row, self._sides(lane))
                better |= self._with_sources(lane)
            for at in range(len(self.rows)):
                for item in tuple(self.rows[at]):
                    better |= self._try(at, [[moved] for moved in self._moved(at, item)])

    def _lanes(self) -> list[list[Thread]]:
        lanes: dict[tuple[str, str], list[Thread]] = {}
        for row in self.rows:
            for item in row:
                if isinstance(item, Thread):
                    lanes.setdefault((item.target, item.direction), []).append(item)
        return list(lanes.values())

    def _limbs(self) -> list[set[Item]]:
        """What hangs together beside the main way."""
        seen: set[Item] = set(self.spine)
        limbs = []
        for row in self.rows:
            for item in row:
                if item not in seen:
                    limb, todo = {item}, [item]
                    while todo:
                        new = set(self.near.get(todo.pop(), [])) - limb - self.spine
                        limb |= new
                        todo.extend(sorted(new, key=str))
                    limbs.append(limb)
                    seen |= limb
        return limbs

    def _mirrored(self, limb: set[Item]) -> Iterator[_Rows]:
        """A limb on the other side of the main way, close to it or far from it."""
        for outside in (False, True):
            choice = []
            for row in self.rows:
                middle = _middle(row, self.spine)
                left = [item for item in row[:middle] if item in limb]
                right = [item for item in row[middle:] if item in limb]
                rest = [item for item in row if item not in limb]
                spot = _middle(rest, self.spine)
                over = spot + (rest[spot : spot + 1] != [] and rest[spot] in self.spine)
                if outside:
                    spot, over = 0, len(rest)
                moved = [*rest[:spot], *reversed(right), *rest[spot:over], *reversed(left)]
                choice.append([*moved, *rest[over:]])
            yield choice

    def _sides(self, lane: list[Thread]) -> Iterator[_Rows]:
        """A lane at the far left, left of the main way, right of it, at the far right."""
        for way in range(4):
            choice = []
            for thread in lane:
                row = [item for item in self.rows[thread.row] if item != thread]
                middle = _middle(row, self.spine)
                row.insert((0, middle, middle + 1, len(row))[way], thread)
                choice.append(row)
            yield choice

    def _with_sources(self, lane: list[Thread]) -> bool:
        """Try a lane on either side together with the steps that it comes from."""
        row_of = self.woven.row_of
        sources = {
            edge.source
            for edge in self.woven.graph.edges
            if edge.target == lane[0].target and edge.source not in self.spine
        }
        moving: set[Item] = {*lane, *sources}
        first = min(row_of[item] for item in moving)
        last = max(row_of[item] for item in moving)
        choices = []
        for way in range(4):
            choice = []
            for at in range(first, last + 1):
                mine = [item for item in self.rows[at] if item in moving]
                row = [item for item in self.rows[at] if item not in moving]
                middle = _middle(row, self.spine)
                spot = (0, middle, middle + 1, len(row))[way]
                choice.append([*row[:spot], *mine, *row[spot:]])
            choices.append(choice)
        return self._try(first, choices)

    def _moved(self, at: int, item: Item) -> Iterator[list[Item]]:
        rest = [other for other in self.rows[at] if other != item]
        for spot in range(len(rest) + 1):
            yield [*rest[:spot], item, *rest[spot:]]

    def _together(self, row: list[Item]) -> bool:
        """Do the steps of each block in this row stand side by side?"""
        groups = [None, *(self.group(item) for item in row)]
        firsts = [two for one, two in pairwise(groups) if two and one != two]
        return len(firsts) == len(set(firsts))


def _middle(row: list[Item], spine: set[Item]) -> int:
    """Where the main way passes a row, or its middle where it does not."""
    return next((at for at, item in enumerate(row) if item in spine), len(row) // 2)
