"""The drawing of a protocol inside a page: its colours are the page's own, faults stand on steps.

Laying out takes a second or two, so a drawing is kept by what it shows, and one is made at a
time: the desks of the same process must not wait for an author's picture.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Final

from stayline.studio.queries.checking import Look
from stayline_core.protocol import Loaded, Protocol
from stayline_core.protocol.draw import Head, draw_svg, faults_on

WIDTH: Final = 640
"""Pixels that a drawing takes beside the text; it is scrolled where the steps need more."""

KEPT: Final = 24

DRAFT: Final = "Draft. It guides nobody."

_STYLE: Final = re.compile(r"<style>.*?</style>", re.DOTALL)
_ONE_AT_A_TIME: Final = Lock()
_Key = tuple[str, str, tuple[tuple[str, tuple[str, ...]], ...]]
_kept: OrderedDict[_Key, str] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Drawing:
    """The picture as SVG for a page, and the line of the text at which each step begins."""

    svg: str
    lines: Mapping[str, int]


def drawing(look: Look, *, here: str = "", standing: str = DRAFT) -> Drawing | None:
    """Return the drawing of what was looked at; None where it cannot be run as it stands.

    `here` marks the step at which a walk stands.
    """
    loaded, checked = look.loaded, look.checked
    if loaded is None or loaded.protocol is None or checked is None:
        return None
    faults = faults_on(loaded, checked.findings)
    head = Head(
        standing=standing,
        checked=not look.unfinished,
        first_ring_s=checked.first_ring_s,
        everyone_rung_s=checked.everyone_rung_s,
        longest_silence_s=checked.longest_silence_s,
    )
    svg = _drawn(loaded.protocol, head, faults)
    if here:
        mark = f'data-step="{here}"'
        svg = svg.replace(mark, f'{mark} data-here="yes"')
    return Drawing(svg, step_lines(loaded, loaded.protocol))


def step_lines(loaded: Loaded, protocol: Protocol) -> dict[str, int]:
    """Return the line at which each step begins; a step of a block where the block has it."""
    return {name: loaded.positions.of("steps", name).line for name in protocol.steps}


def _drawn(protocol: Protocol, head: Head, faults: Mapping[str, Sequence[str]]) -> str:
    """Return the picture of this protocol with these faults, from the kept ones if it is there."""
    told = tuple((name, tuple(words)) for name, words in sorted(faults.items()))
    key = (repr(protocol), repr(head), told)
    with _ONE_AT_A_TIME:
        if key not in _kept:
            svg = draw_svg(protocol, head=head, faults=faults, width=WIDTH)
            _kept[key] = _STYLE.sub("", svg)
        _kept.move_to_end(key)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
        return _kept[key]
