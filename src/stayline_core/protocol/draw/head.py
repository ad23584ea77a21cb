"""What stands above and below the steps: what the protocol is, its times, what is owed, a key."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from stayline_core.protocol.draw import words
from stayline_core.protocol.draw.card import Box
from stayline_core.protocol.draw.ink import Ink, styled
from stayline_core.protocol.draw.text import text_width, wrap
from stayline_core.protocol.language import Protocol, frozen_map

UNCERTIFIED: Final = "Not certified. Not for live contacts outside demo and practice."
MARGIN: Final = 40
_LEAD, _H1 = 13, 24
_TILE: Final = 168


@dataclass(frozen=True, slots=True)
class Head:
    """What a drawing says of a protocol beyond its document; times are in seconds.

    The times are those of `stayline_core.protocol.check`; `checked` is False while nobody has
    computed them, and they are then left out. A time of None has no limit. `labels` are the
    titles of fields, as their forms give them.
    """

    standing: str = UNCERTIFIED
    checked: bool = False
    first_ring_s: int | None = None
    everyone_rung_s: int | None = None
    longest_silence_s: int | None = None
    labels: Mapping[str, str] = field(default_factory=frozen_map)


def heading(ink: Ink, protocol: Protocol, head: Head, width: int) -> int:
    """Write the heading over `width` pixels, and return the height that it took."""
    room = width - 2 * MARGIN
    y = MARGIN - 8
    for line in wrap(protocol.title, room, _H1, lines=3, bold=True):
        y += 28
        ink.text(MARGIN, y, "h1", line)
    y += 8
    for line in wrap(_about(protocol), room, _LEAD, lines=4):
        y += 18
        ink.text(MARGIN, y, "lead", line)
    y = _standing(ink, head.standing, room, y + 14)
    if head.checked:
        y = _tiles(ink, protocol, head, room, y + 14)
    return _owed(ink, protocol, room, y + 12)


def _about(protocol: Protocol) -> str:
    handles = ", ".join(words.plain(harm) for harm in protocol.handles)
    channels = ", ".join(words.plain(channel) for channel in protocol.channels)
    return f"{protocol.id} · opens at {protocol.level} · for {handles} · by {channels}"


def _standing(ink: Ink, standing: str, room: int, y: int) -> int:
    lines = wrap(standing, room - 24, 11, lines=3, bold=True)
    breadth = max(text_width(line, 11, bold=True) for line in lines) + 24
    ink.rect(Box(MARGIN, y, breadth, 15 * len(lines) + 11, "standing"), rx=6)
    for at, line in enumerate(lines):
        ink.text(MARGIN + 12, y + 17 + 15 * at, "standing-text", line)
    return y + 15 * len(lines) + 11


def _tiles(ink: Ink, protocol: Protocol, head: Head, room: int, y: int) -> int:
    x = MARGIN
    times = (
        ("longest until somebody is rung", head.first_ring_s),
        ("longest until everyone is rung", head.everyone_rung_s),
        ("longest without a change in who is coming", head.longest_silence_s),
    )
    across = max(1, min(3, room // _TILE))
    breadth = min(240, (room - 12 * (across - 1)) // across)
    for at, (caption, seconds) in enumerate(times):
        if at and at % across == 0:
            x, y = MARGIN, y + 84
        ink.rect(Box(x, y, breadth, 74, "tile"), rx=8)
        ink.text(x + 14, y + 28, "big strong", _time(protocol, seconds))
        for row, line in enumerate(wrap(caption, breadth - 24, 12, lines=2)):
            ink.text(x + 14, y + 47 + 15 * row, "soft", line)
        x += breadth + 12
    return y + 74


def _time(protocol: Protocol, seconds: int | None) -> str:
    """A time in words; where a step rings on demand, nothing else bounds it, nor has to."""
    on_demand = seconds is None and protocol.ladder is not None and not protocol.urgent
    return "on demand" if on_demand else words.duration(seconds)


def _owed(ink: Ink, protocol: Protocol, room: int, y: int) -> int:
    sentences = [_ringing(protocol), *(words.owes(owed) for owed in protocol.obligations)]
    for sentence in sentences:
        for at, line in enumerate(wrap(sentence, room - 16, _LEAD, lines=4)):
            y += 19
            if not at:
                ink.put(f'<circle cx="{MARGIN + 4}" cy="{y - 4}" r="3" class="sd-dot"/>')
            ink.text(MARGIN + 16, y, "lead", line)
    return y + 16


def _ringing(protocol: Protocol) -> str:
    if protocol.ladder is None:
        return "No ladder rings for it."
    name = f"The {words.plain(protocol.ladder.id)} ladder rings"
    ring = protocol.ladder.ring
    if isinstance(ring, int):
        return f"{name} {words.duration(ring)} after the opening, or sooner."
    return f"{name} as it opens." if ring == "at_open" else f"{name} when a step rings it."


# ── the key ──

_WAYS: Final = (
    ("on-main", "The main way"),
    ("answer", "A way on"),
    ("offer", "Offered when a clock runs out"),
)
_SHAPES: Final = (
    ("band start", "Where it begins"),
    ("band event", "Brought or offered by an event"),
    ("band press", "One press away, from any step"),
    ("tag ring", "Rings or tells somebody"),
    ("tag out", "Help from outside"),
    ("tag level", "Raises the level"),
    ("tag paper", "Record and aftercare"),
    ("tab gate", "Opens once this has happened"),
    ("card branch-card", "Decided by the system, never shown"),
    ("card end-card", "An end"),
)


def key(ink: Ink, width: int, top: int) -> int:
    """Write what lines and shapes mean, from `top` on; return where it ends."""
    ink.put(f'<path d="M{MARGIN} {top}H{width - MARGIN}" class="sd-rule"/>')
    x, y = MARGIN, top + 26
    ink.text(x, y, "strong", "How to read it")
    y += 24
    for style, label in (*_WAYS, *_SHAPES):
        breadth = 44 + text_width(label, 12)
        if x > MARGIN and x + breadth > width - MARGIN:
            x, y = MARGIN, y + 26
        if style in {"on-main", "answer", "offer"}:
            ink.put(f'<path d="M{x} {y - 4}h26" class="{styled(f"edge {style}")}"/>')
            ink.put(f'<path d="M{x + 32} {y - 4}l-9 -5v10z" class="{styled(f"head {style}")}"/>')
        else:
            ink.rect(Box(x + 2, y - 12, 28, 16, style), rx=8 if "end" in style else 4)
        ink.text(x + 40, y, "lead small", label)
        x += breadth + 24
    return y + 20
