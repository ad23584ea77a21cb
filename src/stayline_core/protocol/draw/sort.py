"""Who stands left of whom: as few crossings as a patient search finds, and short ways."""

from collections.abc import Iterator
from typing import Final

from stayline_core.protocol.draw.weave import Item, Net, Thread, Weave

BOX: Final = 300
"""A step's breadth as this search takes it, with the room beside it."""
LANE: Final = 18
_CROSSING: Final = 400
_OVER_MAIN: Final = 500
_FAR_OUT: Final = 700
_SWEEPS: Final = 8
_WORK: Final = 40_000
"""How many channels are looked at before the search rests; a drawing of 40 steps needs fewer."""

Places = dict[Item, float]


def sort_rows(woven: Weave) -> None:
    """Put the rows of `woven` in order; the steps of a block stay together in their row."""
    search = _Search(woven)
    search.sweep()
    search.sift()


class _Search:
    def __init__(self, woven: Weave) -> None:
        self.woven = woven
        self.main = set(woven.graph.main)
        self.groups = woven.graph.groups
        self.sources = {edge.number: edge.source for edge in woven.graph.edges}
        self.main_edges = woven.graph.main_edges
        self.near = self._near()
        self.work = _WORK

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

    # ── places ──

    def places(self, row: list[Item]) -> Places:
        """Where the items of a row come to stand, the main way in the middle."""
        at, found, middle = 0.0, {}, None
        for item in row:
            breadth = LANE if isinstance(item, Thread) else BOX
            found[item] = at + breadth / 2
            if item in self.main:
                middle = found[item]
            at += breadth
        if middle is None:
            middle = at / 2
        return {item: place - middle for item, place in found.items()}

    # ── sweeps ──

    def sweep(self) -> None:
        rows = self.woven.rows
        best, least = [list(row) for row in rows], self.cost()
        for turn in range(_SWEEPS):
            order = range(len(rows)) if turn % 2 == 0 else range(len(rows) - 1, -1, -1)
            for at in order:
                self._by_neighbours(at)
            cost = self.cost()
            if cost < least:
                best, least = [list(row) for row in rows], cost
        for at, row in enumerate(best):
            rows[at] = row

    def _by_neighbours(self, at: int) -> None:
        rows = self.woven.rows
        around: Places = {}
        for near in range(max(0, at - 1), min(len(rows), at + 2)):
            around |= self.places(rows[near])
        wish: dict[Item, float] = {}
        for item in rows[at]:
            spots = [around[other] for other in self.near.get(item, []) if other in around]
            wish[item] = sum(spots) / len(spots) if spots else around[item]
        together: dict[str, list[float]] = {}
        for item in rows[at]:
            group = self.group(item)
            if group is not None:
                together.setdefault(group, []).append(wish[item])
        mean = {group: sum(spots) / len(spots) for group, spots in together.items()}

        def key(item: Item) -> tuple[float, str, float]:
            group = self.group(item)
            return (mean[group], group, wish[item]) if group else (wish[item], "", 0)

        rows[at].sort(key=key)

    def group(self, item: Item) -> str | None:
        return None if isinstance(item, Thread) else self.groups.get(item)

    # ── cost ──

    def cost(self) -> float:
        return sum(self.channel(at) for at in range(len(self.woven.nets)))

    def around(self, rows: range) -> float:
        """The cost of the channels above, between and below some rows."""
        return sum(self.channel(at) for at in range(rows.start, rows.stop + 1))

    def channel(self, at: int) -> float:
        self.work -= 1
        rows = self.woven.rows
        above = self.places(rows[at - 1]) if at else {}
        below = self.places(rows[at]) if at < len(rows) else {}
        pins = [self._pins(net, above, below) for net in self.woven.nets[at].values()]
        total = sum(high - low for _, _, low, high, _ in pins) + self._lopsided(at)
        for place, one in enumerate(pins):
            for two in pins[place + 1 :]:
                crossings = min(_crossings(one, two), _crossings(two, one))
                if crossings:
                    total += crossings * (_OVER_MAIN if one[4] or two[4] else _CROSSING)
        return total

    def _lopsided(self, at: int) -> float:
        """What it costs that cards of one row stand far from the middle."""
        if at == len(self.woven.rows):
            return 0
        row = self.woven.rows[at]
        middle = next((spot for spot, item in enumerate(row) if item in self.main), None)
        if middle is None:
            return 0
        sides = (row[:middle], row[middle + 1 :])
        extra = (sum(isinstance(item, str) for item in side) - 1 for side in sides)
        return sum(_FAR_OUT * more for more in extra if more > 0)

    def _pins(self, net: Net, above: Places, below: Places) -> "_Pins":
        tops = [above[self.sources[number]] for number in net.exits]
        tops += [above[thread] for thread in net.above]
        lows = [below[item] for item in net.below]
        spots = [*tops, *lows]
        main = any(number in self.main_edges for number in net.exits)
        return (tops, lows, min(spots), max(spots), main)

    # ── sifting ──

    def sift(self) -> None:
        """Move one item or one whole lane at a time, for as long as that makes it better."""
        lanes: dict[tuple[str, str], list[Thread]] = {}
        for row in self.woven.rows:
            for item in row:
                if isinstance(item, Thread):
                    lanes.setdefault((item.target, item.direction), []).append(item)
        better = True
        while better and self.work > 0:
            better = False
            for lane in lanes.values():
                better |= self._try(lane[0].row, lane[-1].row, list(self._sides(lane)))
            for at, row in enumerate(self.woven.rows):
                for item in tuple(row):
                    better |= self._try(at, at, [[moved] for moved in self._moved(at, item)])

    def _try(self, first: int, last: int, choices: list[list[list[Item]]]) -> bool:
        """Take the best of several orders of some rows, if it beats the one they have."""
        if self.work <= 0:
            return False
        rows, span = self.woven.rows, range(first, last + 1)
        best, least = rows[first : last + 1], self.around(span)
        found = False
        for choice in choices:
            rows[first : last + 1] = choice
            cost = self.around(span)
            if cost < least:
                best, least, found = choice, cost, True
        rows[first : last + 1] = best
        return found

    def _sides(self, lane: list[Thread]) -> Iterator[list[list[Item]]]:
        """A lane at the far left, left of the main way, right of it, at the far right."""
        for way in range(4):
            choice = []
            for thread in lane:
                row = [item for item in self.woven.rows[thread.row] if item != thread]
                middle = next((at for at, item in enumerate(row) if item in self.main), None)
                if middle is None:
                    middle = len(row) // 2 - (way == 2)  # noqa: PLR2004 - the third way
                spot = (0, middle, middle + 1, len(row))[way]
                row.insert(spot, thread)
                choice.append(row)
            if all(self._together(row) for row in choice):
                yield choice

    def _moved(self, at: int, item: Item) -> Iterator[list[Item]]:
        row = self.woven.rows[at]
        rest = [other for other in row if other != item]
        for spot in range(len(row)):
            moved = [*rest[:spot], item, *rest[spot:]]
            if moved != row and self._together(moved):
                yield moved

    def _together(self, row: list[Item]) -> bool:
        """Do the steps of each block in this row stand side by side?"""
        groups = [self.group(item) for item in row]
        firsts = [
            group
            for at, group in enumerate(groups)
            if group and (not at or groups[at - 1] != group)
        ]
        return len(firsts) == len(set(firsts))


_Pins = tuple[list[float], list[float], float, float, bool]


def _crossings(upper: _Pins, lower: _Pins) -> int:
    """How often two nets cross when the first one's bar lies above the other's."""
    tops = sum(upper[2] < pin < upper[3] for pin in lower[0])
    return tops + sum(lower[2] < pin < lower[3] for pin in upper[1])
