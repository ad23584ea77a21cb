"""Charts of counts as inline SVG: no library, no inline style, words for who hears them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django import template

from stayline_core.counting import State

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from stayline_core.counting import Point

register = template.Library()

HEIGHT: Final = 150
BASE: Final = 120
TOP: Final = 26
WIDE: Final = (26, 1100)
SMALL: Final = (10, 320)
"""How many weeks are drawn in how wide a picture, for wide and for narrow screens."""

LABELLED: Final = 5
"""About so many weeks have their day written below."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One week as a bar: where it stands, and what it says."""

    x: float
    middle: float
    y: float
    width: float
    height: float
    above: float
    count: int
    day: date | None
    anchor: str
    alarm: bool
    missing: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """One chart, ready to be drawn: its bars, and the line of what is usual as a path."""

    name: str
    width: int
    height: int
    base: int
    bars: tuple[Bar, ...]
    usual: str
    usual_words: str


@register.inclusion_tag("quality/parts/chart.html")
def weeks_chart(points: Sequence[Point], words: str) -> dict[str, Any]:
    """Draw the last weeks as bars, with what was usual as a line; the table says the same."""
    return {
        "words": words,
        "pictures": [
            _picture("sl-chart-wide", points, *WIDE),
            _picture("sl-only-s", points, *SMALL),
        ],
        "points": list(reversed(points[-WIDE[0] :])),
    }


def _picture(name: str, points: Sequence[Point], most: int, width: int) -> Picture:
    shown = points[-most:]
    step = width / max(1, len(shown))
    highest = max([1.0, *(max(one.count, one.expected or 0.0) for one in shown)])
    every = max(1, round(most / LABELLED))
    bars = tuple(
        _bar(
            one,
            at * step,
            step,
            highest,
            labelled=(len(shown) - 1 - at) % every == 0,
            anchor="end" if at == len(shown) - 1 else "middle" if at else "start",
        )
        for at, one in enumerate(shown)
    )
    usual = [
        f"M{at * step:.1f} {_y(one.expected, highest):.1f}h{step:.1f}"
        for at, one in enumerate(shown)
        if one.expected is not None
    ]
    known = [one.expected for one in shown if one.expected is not None]
    return Picture(
        name=name,
        width=width,
        height=HEIGHT,
        base=BASE,
        bars=bars,
        usual="".join(usual),
        usual_words=f"usual now: {known[-1]:.1f}" if known else "",
    )


def _bar(one: Point, x: float, step: float, highest: float, *, labelled: bool, anchor: str) -> Bar:
    y = _y(one.count, highest)
    return Bar(
        x=round(x + step * 0.15, 1),
        middle=round(x + step / 2, 1),
        y=round(y, 1),
        width=round(step * 0.7, 1),
        height=round(BASE - y, 1),
        above=round(y - 5, 1),
        count=one.count,
        day=one.monday if labelled else None,
        anchor=anchor,
        alarm=one.alarm,
        missing=one.state is State.MISSING,
    )


def _y(value: float, highest: float) -> float:
    return BASE - (BASE - TOP) * value / highest


@register.filter
def spell(seconds: float | None) -> str:
    """Return how long something took in words: 42 s, 3 min 5 s, or that it is too few to say."""
    if seconds is None:
        return "too few to say"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
