"""Steps as cards: what stands on each, how large it is, and where its ways leave it.

All places on a card are relative to its upper left corner, in whole pixels. A card has one way
in, at the middle of its upper edge. Each way out leaves from the lower edge, through a tab with
the answer on it where there is one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from stayline_core.protocol.draw import words
from stayline_core.protocol.draw.graph import Edge
from stayline_core.protocol.draw.text import shorten, text_width, wrap
from stayline_core.protocol.language import Ask, Protocol, Step

PAD: Final = 12
TEXT, SMALL, TITLE = 12, 11, 14
_LEADING: Final = 16
_TITLE_LEADING: Final = 18
_LABELS: Final = 46
"""The breadth of the column in which "Say", "Ask" and so on stand."""
_TAB_TEXT: Final = 82
_TAB_GAP: Final = 8
_BARE: Final = 24
_MOST_SAID, _MOST_ASKED, _MOST_NOTED = 2, 3, 2
_SAY_LINES: Final = 5
_INSET: Final = {"branch": 9, "end": 12}
"""How far a band stays away from the sides of a card whose corners are not square."""
GROUP_TOP: Final = 26


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; `y` is its baseline."""

    x: int
    y: int
    style: str
    text: str


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle behind or around text; `style` says what it is."""

    x: int
    y: int
    width: int
    height: int
    style: str


@dataclass(frozen=True, slots=True)
class Tab:
    """Where a way leaves a card: its middle from the card's left edge, and its label if any."""

    edge: int
    x: int
    box: Box | None
    lines: tuple[Text, ...]
    end: int
    """How far below the upper edge of the card the line begins."""


@dataclass(frozen=True, slots=True)
class Card:
    """A step, ready to be put somewhere."""

    name: str
    kind: str
    width: int
    height: int
    boxes: tuple[Box, ...]
    texts: tuple[Text, ...]
    tabs: tuple[Tab, ...]

    @property
    def full(self) -> int:
        """The height with the tabs."""
        return max([self.height, *(tab.end for tab in self.tabs)])


@dataclass(frozen=True, slots=True)
class Wish:
    """How cards should be: how broad, what fields are called, the faults of each step."""

    card: int
    labels: Mapping[str, str]
    faults: Mapping[str, Sequence[str]]


class Cards:
    """Makes the cards of one protocol: all equally broad, but for one with many ways out."""

    def __init__(self, protocol: Protocol, numbers: Mapping[str, int], wish: Wish) -> None:
        """Make the cards of a protocol; `numbers` are those of its steps."""
        self._protocol = protocol
        self._numbers = numbers
        self._faults = wish.faults
        self._labels = wish.labels
        self._width = wish.card
        self._entries = _entries(protocol)

    def card(self, step: Step, exits: Sequence[Edge], labels: Mapping[int, str], main: int) -> Card:
        """The card of a step; `exits` are its ways from left to right, `main` goes in the middle.

        `main` is the number of that edge, or -1.
        """
        tabs = [(edge, self._tab_lines(labels[edge.number])) for edge in exits]
        spots, needed = _spots(tabs, main)
        width = max(self._width, needed + 2 * PAD)
        page = _Page(width, _INSET.get(kind_of(step), 5))
        for entry in self._entries.get(step.name, ()):
            page.band(entry)
        if step.branch is not None:
            self._branch(page, step, step.branch)
        elif step.end is not None:
            self._end(page, step, step.end)
        else:
            self._screen(page, step)
        for fault in self._faults.get(step.name, ()):
            page.row("Fault", fault, "fault", lines=3)
        height = page.bottom()
        made = [
            _tab(edge, lines, spot + width // 2, height)
            for (edge, lines), spot in zip(tabs, spots, strict=True)
        ]
        return Card(
            step.name,
            kind_of(step),
            width,
            height,
            tuple(page.boxes),
            tuple(page.texts),
            tuple(made),
        )

    def _tab_lines(self, label: str) -> tuple[str, ...]:
        return wrap(label, _TAB_TEXT, SMALL, lines=5, bold=True) if label else ()

    def _branch(self, page: "_Page", step: Step, on: str) -> None:
        question = words.QUESTIONS.get(on, f"How many {words.plain(on)} so far?")
        page.title(self._numbers[step.name], question)

    def _end(self, page: "_Page", step: Step, end: str) -> None:
        page.title(self._numbers[step.name], f"End: {words.ENDS.get(end, words.plain(end))}")
        if step.title and step.title != words.ENDS.get(end):
            page.row("", step.title, "text", lines=2)
        self._spoken(page, step)

    def _screen(self, page: "_Page", step: Step) -> None:
        page.title(self._numbers[step.name], step.title or words.plain(step.name).capitalize())
        self._spoken(page, step)
        if step.do:
            page.tags([words.tag(effect) for effect in step.do])
        if step.wait_for:
            until = words.GATES.get(step.wait_for, words.plain(step.wait_for))
            page.row("Waits", until.replace("once", "until", 1), "wait", lines=2)
        if step.within:
            page.row("Clock", self._clock(step), "wait", lines=3)

    def _spoken(self, page: "_Page", step: Step) -> None:
        for at, line in enumerate(step.say[:_MOST_SAID]):
            page.row("" if at else "Say", f"“{words.spoken(line)}”", "text", lines=_SAY_LINES)
        if len(step.say) > _MOST_SAID:
            page.row("", f"and {len(step.say) - _MOST_SAID} more to say", "soft", lines=1)
        shown = step.asks[:_MOST_ASKED]
        for at, ask in enumerate(shown):
            question = words.spoken(ask.question or self._field(ask))
            page.row("" if at else "Ask", question, "text", lines=4)
        if len(step.asks) > len(shown):
            page.row("", f"and {len(step.asks) - len(shown)} more, in any order", "soft", lines=1)
        if not (step.say or step.asks):  # nothing is said here: what the agent does is the step
            for at, line in enumerate(step.note[:_MOST_NOTED]):
                page.row("" if at else "Note", line, "text", lines=3)
        if step.observes:
            page.row("Notice", " · ".join(map(self._field, step.observes)), "text", lines=4)

    def _field(self, ask: Ask) -> str:
        return words.field_words(ask.field, self._labels)

    def _clock(self, step: Step) -> str:
        limit = words.limits(step.within) if step.within else ""
        then = words.effects(step.otherwise.do) if step.otherwise else ""
        return f"{limit}. Then: {then}" if then else limit


def kind_of(step: Step) -> str:
    """What a step mostly is: branch, end, wait, ask, observe, say or note."""
    if step.branch is not None:
        return "branch"
    if step.end is not None:
        return "end"
    if step.wait_for is not None:
        return "wait"
    for kind, there in (("ask", step.asks), ("say", step.say), ("observe", step.observes)):
        if there:
            return kind
    return "note"


def _entries(protocol: Protocol) -> dict[str, list[words.Tag]]:
    """What brings a run to a step from anywhere: the start, an event, a press."""
    found: dict[str, list[words.Tag]] = {}
    found.setdefault(protocol.start, []).append(words.Tag("start", "Start"))
    if protocol.switched != protocol.start:
        text = "Start, switched from another protocol"
        found.setdefault(protocol.switched, []).append(words.Tag("start", text))
    for event, name in protocol.on.items():
        text = words.EVENTS.get(event, words.plain(event))
        found.setdefault(name, []).append(words.Tag("event", text))
    for name, label in protocol.anytime.items():
        found.setdefault(name, []).append(words.Tag("press", f"Any time: {label}"))
    return found


def _spots(tabs: list[tuple[Edge, tuple[str, ...]]], main: int) -> tuple[list[int], int]:
    """Where each tab's middle is from the card's middle, and how broad that makes the card."""
    breadths = [_tab_width(lines) for _, lines in tabs]
    total = sum(breadths) + _TAB_GAP * (len(tabs) - 1)
    spots, left = [], -(total // 2)
    for breadth in breadths:
        spots.append(left + breadth // 2)
        left += breadth + _TAB_GAP
    shift = next((spots[at] for at, (edge, _) in enumerate(tabs) if edge.number == main), 0)
    spots = [spot - shift for spot in spots]
    reach = [abs(spot) + breadth // 2 + 1 for spot, breadth in zip(spots, breadths, strict=True)]
    return spots, 2 * max(reach, default=0)


def _tab_width(lines: tuple[str, ...]) -> int:
    return max((text_width(line, SMALL, bold=True) for line in lines), default=_BARE - 14) + 14


def _tab(edge: Edge, lines: tuple[str, ...], x: int, height: int) -> Tab:
    if not lines:
        return Tab(edge.number, x, None, (), height)
    gate = 4 if edge.gate else 0
    breadth, tall = _tab_width(lines), 14 * len(lines) + 8 + gate
    box = Box(x - breadth // 2, height, breadth, tall, "gate" if edge.gate else edge.kind)
    texts = tuple(
        Text(x, height + gate + 15 + 14 * at, "tab", line) for at, line in enumerate(lines)
    )
    return Tab(edge.number, x, box, texts, height + tall)


class _Page:
    """A card being written, from top to bottom."""

    def __init__(self, width: int, inset: int) -> None:
        self.width = width
        self.inset = inset
        self.y = 0
        self.boxes: list[Box] = []
        self.texts: list[Text] = []

    def band(self, entry: words.Tag) -> None:
        room = self.width - 2 * self.inset
        lines = wrap(entry.text, room - 32, SMALL, lines=2, bold=True)
        box = Box(self.inset, self.y + 5, room, 14 * len(lines) + 5, f"band {entry.style}")
        self.boxes.append(box)
        for at, line in enumerate(lines):
            place = Text(box.x + 23, box.y + 13 + 14 * at, f"band-text {entry.style}", line)
            self.texts.append(place)
        self.y += box.height + 4

    def title(self, number: int, text: str) -> None:
        self.y += PAD
        chip = text_width(str(number), SMALL, bold=True) + 12
        self.boxes.append(Box(PAD, self.y, chip, 20, "number"))
        self.texts.append(Text(PAD + chip // 2, self.y + 14, "number-text", str(number)))
        left = PAD + chip + 8
        for line in wrap(text, self.width - left - PAD, TITLE, lines=3, bold=True):
            self.texts.append(Text(left, self.y + 15, "title", line))
            self.y += _TITLE_LEADING
        self.y += 6

    def row(self, label: str, text: str, style: str, *, lines: int) -> None:
        room = self.width - _LABELS - 2 * PAD
        if label:
            self.texts.append(Text(PAD, self.y + 12, f"label {style}", label))
        for line in wrap(text, room, TEXT, lines=lines):
            self.texts.append(Text(PAD + _LABELS, self.y + 12, style, line))
            self.y += _LEADING
        self.y += 4

    def tags(self, tags: list[words.Tag]) -> None:
        x, room = PAD, self.width - PAD
        for tag in tags:
            text = shorten(tag.text, self.width - 2 * PAD - 16, SMALL, bold=True)
            breadth = text_width(text, SMALL, bold=True) + 16
            if x > PAD and x + breadth > room:
                x, self.y = PAD, self.y + 24
            self.boxes.append(Box(x, self.y, breadth, 20, f"tag {tag.style}"))
            self.texts.append(Text(x + 8, self.y + 14, f"tag-text {tag.style}", text))
            x += breadth + 6
        self.y += 26

    def bottom(self) -> int:
        return self.y + PAD - 6
