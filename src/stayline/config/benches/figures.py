"""What a bench gives: figures, the budgets they are held against, and both as a table."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

Scale = Literal["quick", "usual", "full"]
"""How much a bench does: a look, what is recorded, or the budget's own size where that is more."""

HEADINGS: Final = ("bench", "engine", "what", "figure", "budget", "")


@dataclass(frozen=True, slots=True)
class Budget:
    """A limit from `design.md` section 6: at most so much, or at least."""

    limit: float
    at_most: bool = True

    def met_by(self, value: float) -> bool:
        """Return whether a figure keeps this budget."""
        return value <= self.limit if self.at_most else value >= self.limit

    def __str__(self) -> str:
        """Return the limit with its sign."""
        return f"{'≤' if self.at_most else '≥'} {self.limit:g}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that was measured. `engine` is empty where no database takes part."""

    bench: str
    engine: str
    what: str
    value: float
    unit: str
    budget: Budget | None = None

    @property
    def met(self) -> bool | None:
        """Whether its budget is kept; None where it has none."""
        return None if self.budget is None else self.budget.met_by(self.value)

    def as_json(self) -> dict[str, Any]:
        """Return the figure as JSON values."""
        value = asdict(self) | {"value": float(f"{self.value:.4g}"), "met": self.met}
        return value | {"budget": None if self.budget is None else str(self.budget)}


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that `share` (0 to 1) of all values do not exceed.

    Raises:
        ValueError: there are no values.
    """
    if not values:
        raise ValueError("nothing was measured")
    place = math.ceil(share * len(values)) - 1
    return sorted(values)[max(place, 0)]


def lateness(
    bench: str, engine: str, what: str, ms: Sequence[float], budget: Budget | None = None
) -> list[Figure]:
    """Return p50, p95 and p99 of times in milliseconds; the budget is for p99."""
    return [
        Figure(bench, engine, f"{what}, p50", percentile(ms, 0.5), "ms"),
        Figure(bench, engine, f"{what}, p95", percentile(ms, 0.95), "ms"),
        Figure(bench, engine, f"{what}, p99", percentile(ms, 0.99), "ms", budget),
    ]


def table(figures: Iterable[Figure]) -> str:
    """Return the figures as a table for people."""
    rows = [HEADINGS, *(_row(figure) for figure in figures)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEADINGS))]
    rows.insert(1, tuple("-" * width for width in widths))
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def _row(figure: Figure) -> tuple[str, ...]:
    verdict = {True: "met", False: "NOT met", None: ""}[figure.met]
    budget = "" if figure.budget is None else str(figure.budget)
    return (
        figure.bench,
        figure.engine,
        figure.what,
        f"{_number(figure.value)} {figure.unit}",
        budget,
        verdict,
    )


def _number(value: float) -> str:
    if abs(value) >= 100:  # noqa: PLR2004 - three digits say enough
        return f"{value:,.0f}"
    return f"{value:.3g}"
