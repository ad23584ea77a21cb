"""Protocols as pictures: SVG by a layered layout of our own, and Mermaid text.

Everything here is pure and gives the same for the same protocol, byte by byte. What is drawn:
each step with its first words, its questions, who is rung, its clock; each way from step to step;
blocks as frames; what an event or a press leads to as a band on its step; what is owed above.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from stayline_core.protocol.draw.card import Wish
from stayline_core.protocol.draw.faults import faults_on
from stayline_core.protocol.draw.head import MARGIN, UNCERTIFIED, Head, heading, key
from stayline_core.protocol.draw.ink import Ink, clean
from stayline_core.protocol.draw.mermaid import draw_mermaid
from stayline_core.protocol.draw.plan import CARD, Plan, plan_of
from stayline_core.protocol.draw.style import THEMES, Theme, stylesheet
from stayline_core.protocol.draw.svg import drawn
from stayline_core.protocol.language import Protocol

__all__ = [
    "THEMES",
    "UNCERTIFIED",
    "WIDTH",
    "Head",
    "Theme",
    "draw_mermaid",
    "draw_svg",
    "faults_on",
]

WIDTH: Final = 1360
"""How wide a drawing may be unless somebody says otherwise."""
_NARROW: Final = 560
_NARROW_CARD: Final = 208
_NO_HEAD: Final = Head()
_NO_FAULTS: Final[Mapping[str, Sequence[str]]] = MappingProxyType({})


def draw_svg(
    protocol: Protocol,
    *,
    highlight: Sequence[str] = (),
    theme: Theme = "both",
    head: Head = _NO_HEAD,
    faults: Mapping[str, Sequence[str]] = _NO_FAULTS,
    width: int = WIDTH,
) -> str:
    """A protocol as one SVG document: no script, no font, nothing from outside.

    `highlight` names steps in the order of a walk; they and the ways between them stand out.
    `theme` is light, dark, or both (the reader's system decides). `faults` gives sentences that
    stand on the step they name. `width` in pixels is kept where the steps allow it: cards are
    never smaller than text of 11 pixels needs. Each step is a group with `data-step`.
    """
    card = CARD if width >= _NARROW else _NARROW_CARD
    wish = Wish(card, head.labels, faults)
    plan = plan_of(protocol, room=width - 2 * MARGIN, wish=wish)
    breadth = max(plan.layout.width + 2 * MARGIN, min(width, 640))
    ink = Ink()
    top = heading(ink, protocol, head, breadth) + 12
    left = (breadth - plan.layout.width) // 2
    ink.lines += drawn(plan, protocol, (left, top), highlight, wish)
    bottom = key(ink, breadth, top + plan.layout.height + 28) + 12
    name = clean(protocol.id)
    return "\n".join(
        (
            '<svg xmlns="http://www.w3.org/2000/svg" class="sd" role="img"',
            f'viewBox="0 0 {breadth} {bottom}" width="{breadth}" height="{bottom}"',
            f'aria-labelledby="{name}-title {name}-desc">',
            f'<title id="{name}-title">{clean(protocol.title)}</title>',
            f'<desc id="{name}-desc">{clean(_described(protocol, plan))}</desc>',
            f"<style>{stylesheet(theme)}</style>",
            f'<rect width="{breadth}" height="{bottom}" class="sd-bg"/>',
            *ink.lines,
            "</svg>\n",
        )
    )


def _described(protocol: Protocol, plan: Plan) -> str:
    """The drawing in a few sentences, for whoever does not see it."""
    steps, ways = len(protocol.steps), len(plan.graph.edges)
    names = [
        protocol.steps[name].title
        for name in plan.graph.main
        if protocol.steps[name].title is not None
    ]
    return f"{steps} steps and {ways} ways. The main way: {'; '.join(map(str, names))}."
