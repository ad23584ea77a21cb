"""Milliseconds a line on one core, and whether they stay the same as the contact grows."""

from __future__ import annotations

import time

from stayline.config.benches.figures import Budget, Figure, Scale, percentile
from stayline.config.benches.places import Places
from stayline.config.benches.words import NEUTRAL, RAISING, SAMPLE
from stayline_core.signals import Line, listen

NAME = "listening"
LINES = {"quick": 1_000, "usual": 8_000, "full": 40_000}
EDGE = 0.1
"""The first and the last tenth of a contact are compared."""


def run(places: Places, scale: Scale) -> list[Figure]:
    """Measure the processor's time for each line of one long contact, in this process."""
    del places
    said = [Line("caller", SAMPLE[place % len(SAMPLE)]) for place in range(LINES[scale])]
    for line in said[: len(SAMPLE)]:
        listen((), line)
    context: list[Line] = []
    spent: list[float] = []
    for line in said:
        started = time.thread_time_ns()
        listen(context, line)
        spent.append((time.thread_time_ns() - started) / 1e6)
        context.append(line)
    edge = max(1, int(EDGE * len(spent)))
    first, last = sum(spent[:edge]) / edge, sum(spent[-edge:]) / edge
    return [
        Figure(NAME, "", "a line, mean", sum(spent) / len(spent), "ms", Budget(0.3)),
        Figure(NAME, "", "a line, p99", percentile(spent, 0.99), "ms"),
        Figure(NAME, "", "an ordinary line, mean", _mean(NEUTRAL), "ms"),
        Figure(NAME, "", "a raising line, mean", _mean(RAISING), "ms"),
        Figure(
            NAME, "", "last tenth of the contact, of the first", 100 * last / first, "%",
            Budget(150),
        ),
    ]  # fmt: skip


def _mean(texts: tuple[str, ...]) -> float:
    repeats = 10
    started = time.thread_time_ns()
    for _ in range(repeats):
        for text in texts:
            listen((), Line("caller", text))
    return (time.thread_time_ns() - started) / 1e6 / repeats / len(texts)
