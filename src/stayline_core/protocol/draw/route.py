"""Where everything stands from top to bottom, and each way as a line that meets no card.

A line leaves a card downwards, turns in the channel below, follows its lane and comes down into
the card it leads to. Lines that belong to one step may run together; others cross at right
angles at most.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from stayline_core.protocol.draw.card import GROUP_TOP, Card
from stayline_core.protocol.draw.place import FRAME, Across
from stayline_core.protocol.draw.weave import Item, Net, Thread, Weave

Point = tuple[int, int]

_ABOVE: Final = 14
_BELOW: Final = 22
_TRACK: Final = 12
_NEAR: Final = 8
"""Two upright lines nearer than this would look like one."""
_TOUCH: Final = 50
_BARE: Final = 24
_INSIDE: Final = 8


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole drawing in pixels: corners of cards, lines of edges, frames of blocks."""

    width: int
    height: int
    corners: Mapping[str, Point]
    lines: Mapping[int, tuple[Point, ...]]
    frames: tuple[tuple[str, tuple[Point, ...]], ...]


@dataclass(frozen=True, slots=True)
class _Bar:
    """A net in its channel: the pins above and below, and how far it reaches."""

    target: str
    tops: tuple[int, ...]
    lows: tuple[int, ...]

    @property
    def reach(self) -> tuple[int, int]:
        pins = (*self.tops, *self.lows)
        return min(pins), max(pins)


def route(woven: Weave, cards: Mapping[str, Card], placed: Across) -> Layout:
    """Give every row its height and every edge its line."""
    return _Router(woven, cards, placed).layout()


class _Router:
    def __init__(self, woven: Weave, cards: Mapping[str, Card], placed: Across) -> None:
        self.woven = woven
        self.cards = cards
        self.x = placed.x
        self.width = placed.width
        self.edges = woven.graph.edges
        self.tabs = {tab.edge: tab for card in cards.values() for tab in card.tabs}
        self.row_of = woven.row_of
        self.tracks: dict[tuple[int, str], int] = {}
        self.tops: list[int] = []
        self.corners: dict[str, Point] = {}

    def layout(self) -> Layout:
        y = 0
        for at, nets in enumerate(self.woven.nets):
            y = self._channel(at, nets, y)
            if at < len(self.woven.rows):
                y = self._row(at, y)
        lines = {edge.number: self._line(edge.number) for edge in self.edges}
        return Layout(self.width, y, self.corners, lines, tuple(self._frames()))

    # ── channels ──

    def _channel(self, at: int, nets: Mapping[str, Net], y: int) -> int:
        """Lay the bars of a channel that begins at `y`; return where it ends."""
        bars = [self._bar(target, net) for target, net in nets.items()]
        bars = [bar for bar in bars if bar.reach[0] != bar.reach[1]]
        if not nets or (at in {0, len(self.woven.rows)} and not bars):
            return y
        levels = _levels(_ordered(bars))
        for bar in bars:
            self.tracks[at, bar.target] = y + _ABOVE + levels[bar.target] * _TRACK
        deepest = max(levels.values(), default=0)
        return y + _ABOVE + deepest * _TRACK + _BELOW

    def _bar(self, target: str, net: Net) -> _Bar:
        exits = [self._exit(number)[0] for number in net.exits]
        above = [self.x[thread] for thread in net.above]
        below = [self.x[item] for item in net.below]
        return _Bar(target, (*exits, *above), tuple(below))

    def _exit(self, number: int) -> Point:
        """Where a way leaves its card; the height is right once the row has its place.

        It leaves straight above where it goes, if its tab reaches that far.
        """
        edge = self.edges[number]
        card, tab = self.cards[edge.source], self.tabs[number]
        x = self.x[edge.source] - card.width // 2 + tab.x
        row, goal = self.row_of[edge.source], self.row_of[edge.target]
        if row < goal:
            straight = row + 1 == goal
            onward = self.x[edge.target if straight else Thread(edge.target, "down", row + 1)]
            reach = (tab.box.width if tab.box else _BARE) // 2 - _INSIDE
            x = onward if abs(onward - x) <= reach else x
        top = self.corners[edge.source][1] if edge.source in self.corners else 0
        return x, top + tab.end

    # ── rows ──

    def _row(self, at: int, y: int) -> int:
        row = self.woven.rows[at]
        groups = self._groups(at)
        before = self._groups(at - 1) if at else set()
        top = y + (GROUP_TOP if groups - before else FRAME if groups else 0)
        tallest = 0
        for item in row:
            if not isinstance(item, Thread):
                card = self.cards[item]
                self.corners[item] = (self.x[item] - card.width // 2, top)
                tallest = max(tallest, card.full)
        return top + tallest + (FRAME if groups else 0)

    def _groups(self, at: int) -> set[str]:
        groups = self.woven.graph.groups
        return {groups[i] for i in self.woven.rows[at] if not isinstance(i, Thread) and i in groups}

    # ── lines ──

    def _line(self, number: int) -> tuple[Point, ...]:
        edge = self.edges[number]
        row, goal = self.row_of[edge.source], self.row_of[edge.target]
        points = [self._exit(number)]
        stops: list[tuple[int, Item]]
        if row < goal:
            stops = [(at, Thread(edge.target, "down", at)) for at in range(row + 1, goal)]
        else:
            stops = [(at + 1, Thread(edge.target, "up", at)) for at in range(row, goal - 1, -1)]
        for at, item in (*stops, (goal, edge.target)):
            x = points[-1][0]
            if self.x[item] != x:
                y = self.tracks[at, edge.target]
                points += [(x, y), (self.x[item], y)]
        corner = self.corners[edge.target]
        points.append((self.x[edge.target], corner[1]))
        return tuple(_straightened(points))

    # ── frames ──

    def _frames(self) -> list[tuple[str, tuple[Point, ...]]]:
        """An outline around the steps of each block, in several parts where they lie apart."""
        parts: dict[str, list[list[tuple[int, int, int, int]]]] = {}
        last: dict[str, int] = {}
        for at in range(len(self.woven.rows)):
            for group in sorted(self._groups(at)):
                box = self._around(at, group)
                rows = parts.setdefault(group, [])
                joined = last.get(group) == at - 1 and _overlap(rows[-1][-1], box)
                if joined:
                    rows[-1].append(box)
                else:
                    rows.append([box])
                last[group] = at
        return [(group, _outline(part)) for group, some in parts.items() for part in some]

    def _around(self, at: int, group: str) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of the steps of a block in a row, with room around them."""
        names = [
            item
            for item in self.woven.rows[at]
            if not isinstance(item, Thread) and self.woven.graph.groups.get(item) == group
        ]
        first = at == 0 or group not in self._groups(at - 1)
        lefts = [self.corners[name][0] for name in names]
        rights = [self.corners[name][0] + self.cards[name].width for name in names]
        tops = [self.corners[name][1] for name in names]
        lows = [self.corners[name][1] + self.cards[name].full for name in names]
        rise = GROUP_TOP if first else FRAME
        return min(lefts) - FRAME, min(tops) - rise, max(rights) + FRAME, max(lows) + FRAME


def _overlap(one: tuple[int, int, int, int], two: tuple[int, int, int, int]) -> bool:
    return one[0] < two[2] and two[0] < one[2]


def _outline(boxes: list[tuple[int, int, int, int]]) -> tuple[Point, ...]:
    """One outline around boxes that stand below each other and overlap from side to side."""
    right: list[Point] = []
    left: list[Point] = []
    for at, (low, top, high, bottom) in enumerate(boxes):
        end = boxes[at + 1][1] if at + 1 < len(boxes) else bottom
        right += [(high, top), (high, end)]
        left += [(low, top), (low, end)]
    return tuple(_straightened([*right, *reversed(left)]))


def _straightened(points: list[Point]) -> list[Point]:
    """The points without those that lie on the way between their neighbours."""
    kept: list[Point] = []
    for point in points:
        while len(kept) > 1 and _on_a_line(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return kept


def _on_a_line(one: Point, two: Point, three: Point) -> bool:
    return one[0] == two[0] == three[0] or one[1] == two[1] == three[1]


# ── which bar lies above which ──


def _ordered(bars: list[_Bar]) -> list[_Bar]:
    """The bars from top to bottom, with as few crossings and touching lines as a search finds."""
    order: list[_Bar] = []
    for bar in sorted(bars, key=lambda bar: (bar.reach[1] - bar.reach[0], bar.reach, bar.target)):
        costs = []
        for spot in range(len(order) + 1):
            cost = sum(_cost(other, bar) for other in order[:spot])
            costs.append(cost + sum(_cost(bar, other) for other in order[spot:]))
        order.insert(costs.index(min(costs)), bar)
    return order


def _cost(upper: _Bar, lower: _Bar) -> int:
    """What it costs to have one bar above the other: crossings, and upright lines that touch."""
    low, high = upper.reach
    crossings = sum(low < pin < high for pin in lower.tops)
    low, high = lower.reach
    crossings += sum(low < pin < high for pin in upper.lows)
    touching = sum(abs(one - two) < _NEAR for one in upper.lows for two in lower.tops)
    return crossings + touching * _TOUCH


def _levels(order: list[_Bar]) -> dict[str, int]:
    """How deep each bar lies; bars that do not meet share a level."""
    levels: dict[str, int] = {}
    for at, bar in enumerate(order):
        low, high = bar.reach
        deep = [
            levels[other.target] + 1
            for other in order[:at]
            if other.reach[0] - 2 * _NEAR < high and low < other.reach[1] + 2 * _NEAR
        ]
        levels[bar.target] = max(deep, default=0)
    return levels
