"""The steps and ways of a plan as SVG."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from stayline_core.protocol.draw import words
from stayline_core.protocol.draw.card import GROUP_TOP, SMALL, Box, Card, Tab, Text, Wish
from stayline_core.protocol.draw.graph import Edge
from stayline_core.protocol.draw.ink import Ink, clean, styled
from stayline_core.protocol.draw.plan import Plan
from stayline_core.protocol.draw.route import Point
from stayline_core.protocol.draw.text import shorten
from stayline_core.protocol.language import Protocol, Step

_CORNER: Final = 8
_CUT: Final = 12


def drawn(
    plan: Plan, protocol: Protocol, origin: Point, walk: Sequence[str], wish: Wish
) -> list[str]:
    """The steps and ways of a plan as lines of SVG, moved so that the plan begins at `origin`."""
    ink = Ink()
    ink.put(f'<g transform="translate({origin[0]} {origin[1]})">')
    picture = _Picture(plan, protocol, ink, walk, wish)
    picture.frames()
    picture.edges()
    for name in plan.graph.order:
        picture.card(plan.cards[name])
    ink.put("</g>")
    return ink.lines


class _Picture:
    def __init__(
        self,
        plan: Plan,
        protocol: Protocol,
        ink: Ink,
        walk: Sequence[str],
        wish: Wish,
    ) -> None:
        self.plan = plan
        self.protocol = protocol
        self.ink = ink
        self.walk = tuple(walk)
        self.wish = wish
        self.main = set(plan.graph.main)
        self.walked = self._walked()

    def _walked(self) -> set[int]:
        pairs = set(pairwise(self.walk))
        return {e.number for e in self.plan.graph.edges if (e.source, e.target) in pairs}

    # ── frames and edges ──

    def frames(self) -> None:
        for group, outline in self.plan.layout.frames:
            corners = " ".join(f"{x},{y}" for x, y in outline)
            top = min(y for _, y in outline)
            right = max(x for x, y in outline if y == top)
            start = min(x for x, y in outline if y == top)
            label = f"Block: {words.plain(group)}"
            room = (right - start) // 2 - 18
            self.ink.put(
                f'<g class="sd-block" data-block="{clean(group)}"><title>{clean(label)}</title>'
            )
            self.ink.put(f'<polygon points="{corners}" class="sd-frame"/>')
            short = shorten(label, room, SMALL)
            self.ink.text(start + 10, top + GROUP_TOP - 9, "frame-text", short)
            self.ink.put("</g>")

    def edges(self) -> None:
        main = self.plan.graph.main_edges
        rank = {"offer": 0, "answer": 1, "next": 1}
        for edge in sorted(
            self.plan.graph.edges,
            key=lambda e: (e.number in self.walked, e.number in main, rank[e.kind], e.number),
        ):
            self._edge(edge, main=edge.number in main)

    def _edge(self, edge: Edge, *, main: bool) -> None:
        style = "walked" if edge.number in self.walked else "on-main" if main else edge.kind
        line = self.plan.layout.lines[edge.number]
        title = f"{edge.source} to {edge.target}"
        if edge.label:
            title += f": {edge.label}"
        self.ink.put(
            f'<g class="sd-way" data-from="{clean(edge.source)}" data-to="{clean(edge.target)}">'
            f"<title>{clean(title)}</title>"
            f'<path d="{_path(line)}" class="{styled(f"edge {style}")}"/>'
            f'<path d="{_head(line[-1], (0, 1))}" class="{styled(f"head {style}")}"/>'
        )
        for tip in _upward(line):
            self.ink.put(f'<path d="{_head(tip, (0, -1))}" class="{styled(f"head {style}")}"/>')
        self.ink.put("</g>")

    # ── cards ──

    def card(self, card: Card) -> None:
        step = self.protocol.steps[card.name]
        x, y = self.plan.layout.corners[card.name]
        state = " ".join(self._state(card.name))
        self.ink.put(
            f'<g id="{clean(self.protocol.id)}-{clean(card.name.replace("/", "-"))}" '
            f'class="{styled(f"step {state}")}" data-step="{clean(card.name)}" '
            f'transform="translate({x} {y})"><title>{clean(_told(step, self.wish.labels))}</title>'
        )
        for tab in card.tabs:
            self._tab(tab)
        self.ink.put(
            f'<path d="{_outline(card)}" class="{styled(f"card {card.kind}-card {state}")}"/>'
        )
        for box in card.boxes:
            self._box(box, state)
        for text in card.texts:
            self._text(text, state)
        if card.name in self.walk:
            self._order(card)
        self.ink.put("</g>")

    def _state(self, name: str) -> list[str]:
        marks = {
            "on-main": name in self.main,
            "walked": name in self.walk,
            "faulty": name in self.wish.faults,
        }
        return [mark for mark, there in marks.items() if there]

    def _box(self, box: Box, state: str) -> None:
        if box.style.startswith("band"):
            self.ink.rect(box, rx=5)
            middle = box.y + box.height // 2
            kind = box.style.split()[-1]
            self.ink.put(
                f'<path d="M{box.x + 8} {middle - 4}l7 4l-7 4z" class="{styled(f"mark {kind}")}"/>'
            )
        elif box.style == "number":
            on = "number on-main" if "on-main" in state else "number"
            self.ink.rect(Box(box.x, box.y, box.width, box.height, on), rx=10)
        else:
            self.ink.rect(box, rx=10)

    def _text(self, text: Text, state: str) -> None:
        style = text.style
        if style == "number-text" and "on-main" in state:
            style += " on-main"
        self.ink.text(text.x, text.y, style, text.text)

    def _tab(self, tab: Tab) -> None:
        if tab.box is None:
            return
        main = " on-main" if tab.edge in self.plan.graph.main_edges else ""
        kind = tab.box.style
        up = Box(tab.box.x, tab.box.y - 6, tab.box.width, tab.box.height + 6, f"tab {kind}{main}")
        self.ink.rect(up, rx=6)
        if kind == "gate":
            left, right, y = tab.box.x + 6, tab.box.x + tab.box.width - 6, tab.box.y + 5
            self.ink.put(f'<path d="M{left} {y}H{right}" class="sd-bar"/>')
        for line in tab.lines:
            self.ink.text(line.x, line.y, f"tab-text {kind}{main}", line.text)

    def _order(self, card: Card) -> None:
        places = ", ".join(str(at) for at, name in enumerate(self.walk, 1) if name == card.name)
        width = 12 + 7 * len(places)
        self.ink.rect(Box(card.width - width - 8, -10, width, 20, "order"), rx=10)
        self.ink.text(card.width - 8 - width // 2, 4, "order-text", places)


# ── shapes ──


def _path(line: Sequence[Point]) -> str:
    """A line with round corners."""
    parts = [f"M{line[0][0]} {line[0][1]}"]
    for before, at, after in zip(line, line[1:], line[2:], strict=False):
        radius = min(_CORNER, _length(before, at) // 2, _length(at, after) // 2)
        one, two = _toward(at, before, radius), _toward(at, after, radius)
        parts.append(f"L{one[0]} {one[1]}Q{at[0]} {at[1]} {two[0]} {two[1]}")
    parts.append(f"L{line[-1][0]} {line[-1][1] - 4}")
    return "".join(parts)


def _length(one: Point, two: Point) -> int:
    return abs(one[0] - two[0]) + abs(one[1] - two[1])


def _toward(at: Point, other: Point, distance: int) -> Point:
    def way(one: int, two: int) -> int:
        return (two > one) - (two < one)

    return at[0] + way(at[0], other[0]) * distance, at[1] + way(at[1], other[1]) * distance


def _head(tip: Point, way: Point) -> str:
    """An arrow's head with its tip at a point, pointing down (0, 1) or up (0, -1)."""
    x, y = tip
    return f"M{x} {y}l-5 {-9 * way[1]}h10z"


def _upward(line: Sequence[Point]) -> list[Point]:
    """The middle of the longest stretch upwards if there is one: there a head shows the way."""
    ups = [(low[1] - top[1], top) for low, top in pairwise(line) if top[1] < low[1]]
    return [(top[0], top[1] + tall // 2 - 4) for tall, top in sorted(ups)[-1:]]


def _outline(card: Card) -> str:
    """The shape of a card: cut corners for a branch, round sides for an end, else a card."""
    w, h = card.width, card.height
    if card.kind == "branch":
        c = _CUT
        return f"M{c} 0H{w - c}L{w} {c}V{h - c}L{w - c} {h}H{c}L0 {h - c}V{c}z"
    r = min(22, h // 2) if card.kind == "end" else 8
    a = f"a{r} {r} 0 0 1"
    return f"M{r} 0H{w - r}{a} {r} {r}V{h - r}{a} {-r} {r}H{r}{a} {-r} {-r}V{r}{a} {r} {-r}z"


def _told(step: Step, labels: Mapping[str, str]) -> str:
    """Everything that a step says, for whoever rests on it or cannot see it."""
    parts: list[str] = [step.title or words.plain(step.name)]
    if step.branch:
        parts = [words.QUESTIONS.get(step.branch, f"How many {words.plain(step.branch)}?")]
    if step.end:
        parts.append(f"End: {words.ENDS.get(step.end, step.end)}")
    parts += [f"Say: {line}" for line in step.say]
    parts += [f"Ask: {a.question or words.field_words(a.field, labels)}" for a in step.asks]
    parts += [f"Notice: {words.field_words(one.field, labels)}" for one in step.observes]
    parts += [f"Note: {line}" for line in step.note]
    parts += [f"Never say: {line}" for line in step.avoid]
    parts += [words.tag(effect).text for effect in step.do]
    return " · ".join(parts)
