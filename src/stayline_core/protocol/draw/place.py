"""Where everything stands from left to right: the main way and the lanes straight."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from stayline_core.protocol.draw.card import Card
from stayline_core.protocol.draw.relax import Gap, Pull, care_for, relax, settle
from stayline_core.protocol.draw.weave import Item, Net, Thread, Weave

APART: Final = 36
"""Between two cards that stand side by side."""
BESIDE: Final = 22
"""Between a card and a line that passes it."""
LANES: Final = 14
"""Between two lines that run side by side."""
FRAME: Final = 12
"""Between a step of a block and the frame around the block."""


@dataclass(frozen=True, slots=True)
class Across:
    """The middle of each card and thread, from the left; nothing is left of zero."""

    x: Mapping[Item, int]
    width: int


def across(woven: Weave, cards: Mapping[str, Card]) -> Across:
    """Give every item its place from left to right: the main way and each lane straight."""
    board = _Board(woven, cards)
    board.straighten()
    gaps, pulls = board.gaps(), board.pulls()
    count = len(board.blocks)
    care = care_for(len(cards))
    places = relax(settle(count, gaps), gaps, pulls, care=care)
    x = {item: places[block] for item, block in board.block_of.items()}
    left = min(x[item] - board.half(item) for item in x)
    right = max(x[item] + board.half(item) for item in x)
    return Across({item: at - left for item, at in x.items()}, right - left)


class _Board:
    def __init__(self, woven: Weave, cards: Mapping[str, Card]) -> None:
        self.woven = woven
        self.cards = cards
        self.ports = {tab.edge: tab.x - c.width // 2 for c in cards.values() for tab in c.tabs}
        self.edges = {edge.number: edge for edge in woven.graph.edges}
        self.spot = {item: at for row in woven.rows for at, item in enumerate(row)}
        self.block_of: dict[Item, int] = {}
        self.blocks: list[list[Item]] = []
        for row in woven.rows:
            for item in row:
                self.block_of[item] = len(self.blocks)
                self.blocks.append([item])

    def half(self, item: Item) -> int:
        if isinstance(item, Thread):
            return 0
        framed = FRAME if item in self.woven.graph.groups else 0
        return -(-self.cards[item].width // 2) + framed

    # ── what is straight ──

    def straighten(self) -> None:
        """Make one block of the main way, and of each lane as far as it crosses nothing such."""
        taken: list[list[tuple[int, int]]] = [[] for _ in self.woven.rows]
        for low, upper, lower in self._joints():
            mine = (self.spot[upper], self.spot[lower])
            if all(_uncrossed(mine, other) for other in taken[low]):
                taken[low].append(mine)
                self._join(upper, lower)

    def _joints(self) -> Iterator[tuple[int, Item, Item]]:
        """What would be straight from one row to the next, the most important first."""
        row_of = self.woven.row_of
        for edge in self.woven.graph.edges:
            if edge.number in self.woven.graph.main_edges:
                first, last = row_of[edge.source], row_of[edge.target]
                way: list[Item] = [edge.source]
                way += [Thread(edge.target, "down", row) for row in range(first + 1, last)]
                for low, pair in enumerate(pairwise([*way, edge.target]), start=first + 1):
                    yield (low, *pair)
        for low, nets in enumerate(self.woven.nets):
            for net in nets.values():
                for thread in net.above:
                    below = Thread(thread.target, thread.direction, thread.row + 1)
                    if below in net.below:
                        yield (low, thread, below)

    def _join(self, upper: Item, lower: Item) -> None:
        one, two = self.block_of[upper], self.block_of[lower]
        for item in self.blocks[two]:
            self.block_of[item] = one
        self.blocks[one] += self.blocks[two]
        self.blocks[two] = []

    # ── what holds and what pulls ──

    def gaps(self) -> list[Gap]:
        least: dict[tuple[int, int], int] = {}
        for row in self.woven.rows:
            for left, right in pairwise(row):
                pair = (self.block_of[left], self.block_of[right])
                apart = self.half(left) + self.half(right) + self._between(left, right)
                least[pair] = max(apart, least.get(pair, 0))
        return [Gap(left, right, apart) for (left, right), apart in least.items()]

    def _between(self, left: Item, right: Item) -> int:
        threads = isinstance(left, Thread) + isinstance(right, Thread)
        return (APART, BESIDE, LANES)[threads]

    def pulls(self) -> list[Pull]:
        weights: dict[tuple[int, int, int], int] = {}

        def pull(one: Item, two: Item, away: int, weight: int) -> None:
            pair = (self.block_of[one], self.block_of[two], away)
            if pair[0] != pair[1]:
                weights[pair] = weights.get(pair, 0) + weight

        for nets in self.woven.nets:
            for net in nets.values():
                self._net_pulls(net, pull)
        for row in self.woven.rows:
            for left, right in pairwise(row):
                apart = self.half(left) + self.half(right) + self._between(left, right)
                pull(left, right, apart, 1)
        return [Pull(one, two, away, weight) for (one, two, away), weight in weights.items()]

    def _net_pulls(self, net: Net, pull: Callable[[Item, Item, int, int], None]) -> None:
        goal = self._goal(net)
        for number in net.exits:
            pull(self.edges[number].source, goal, self.ports[number], 4)
        for item in (*net.above, *net.below):
            if item != goal:
                pull(item, goal, 0, 6)

    @staticmethod
    def _goal(net: Net) -> Item:
        """Where everything in a net goes: the step or the thread down to it, or the thread up."""
        for item in net.below:
            if not isinstance(item, Thread):
                return item
        for item in net.below:
            if isinstance(item, Thread) and item.direction == "down":
                return item
        return next(item for item in net.above if item.direction == "up")


def _uncrossed(one: tuple[int, int], two: tuple[int, int]) -> bool:
    return (one[0] < two[0] and one[1] < two[1]) or (one[0] > two[0] and one[1] > two[1])
