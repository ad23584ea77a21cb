"""How often the lines of two nets cross in a channel."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pins:
    """Where a net meets the rows above and below its channel, and how far it reaches."""

    tops: list[float]
    lows: list[float]
    low: float
    high: float
    length: float
    main: bool


def crossings(upper: Pins, lower: Pins) -> int:
    """How often two nets cross when the first one's bar lies above the other's."""
    count = 0
    for pin in lower.tops:
        if upper.low < pin < upper.high:
            count += 1
    for pin in upper.lows:
        if lower.low < pin < lower.high:
            count += 1
    return count
