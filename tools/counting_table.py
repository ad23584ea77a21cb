"""How the alarm on counts behaves, by simulation: the table of `docs/explanation/counting.md`.

    python -m tools.counting_table

Each row is played many times with seeds, by the procedure as it runs: what is usual is learnt
from the series itself. It says how many weeks lie between false alarms while nothing changes, and
how many weeks pass until a doubling is noticed.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from stayline_core.counting import RULE, STATED_WEEKS, Week, reference, threshold, watch

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE: Final = Path(__file__).parent.parent / "docs" / "explanation" / "counting.md"
BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"
MONDAY: Final = date(2024, 1, 1)
CALM: Final = 208
AFTER: Final = 104
RUNS: Final = 300
CONTACTS: Final = 500
MEANS: Final = (0.1, 0.3, 0.6, 1.0, 2.0, 3.0, 5.0, 8.0, 20.0)


def poisson(seeded: random.Random, mean: float) -> int:
    """Return one Poisson number, by Knuth's product."""
    events, left, low = -1, 1.0, math.exp(-mean)
    while left > low:
        left *= seeded.random()
        events += 1
    return events


Draw = tuple[int, int]
"""How many contacts one week had, and how many of them count."""


def even(seeded: random.Random, mean: float) -> Draw:
    """Return a week as busy as every other."""
    return CONTACTS, poisson(seeded, mean)


def uneven(seeded: random.Random, mean: float) -> Draw:
    """Return a week with half as many to half as many again contacts."""
    share = 0.5 + seeded.random()
    return round(CONTACTS * share), poisson(seeded, mean * share)


def missing(seeded: random.Random, mean: float) -> Draw:
    """Return a week of which one in ten is missing."""
    return (0, 0) if seeded.random() < 0.1 else even(seeded, mean)  # noqa: PLR2004 - one in ten


def clustered(seeded: random.Random, mean: float) -> Draw:
    """Return a week in which one caller in four calls three times."""
    one = mean / 1.5
    return CONTACTS, poisson(seeded, one * 0.75) + 3 * poisson(seeded, one * 0.25)


SORTS: Final[dict[str, Callable[[random.Random, float], Draw]]] = {
    "even weeks": even,
    "uneven weeks": uneven,
    "one week in ten missing": missing,
    "clusters: one caller in four calls three times": clustered,
}


@dataclass(frozen=True)
class Played:
    """What came of many runs: weeks between false alarms, weeks until a doubling was noticed."""

    apart: float
    middle: int | None
    nine_in_ten: int | None
    never: int


def play(sort: str, mean: float, runs: int) -> Played:
    """Play one row: calm weeks, then as many with the double rate."""
    seeded = random.Random(f"{sort} {mean}")  # noqa: S311 - the same table each time
    false, quiet, found = 0, 0, []
    for _ in range(runs):
        draws = [SORTS[sort](seeded, mean) for _ in range(CALM)]
        draws += [SORTS[sort](seeded, mean * 2) for _ in range(AFTER)]
        weeks = [Week(MONDAY + timedelta(weeks=n), *one) for n, one in enumerate(draws)]
        points = watch(weeks)
        false += sum(one.alarm for one in points[:CALM])
        quiet += sum(one.expected is not None for one in points[:CALM])
        found.append(next((n for n, one in enumerate(points[CALM:], 1) if one.alarm), AFTER + 1))
    found.sort()
    middle, most = found[len(found) // 2], found[len(found) * 9 // 10]
    return Played(
        apart=quiet / false if false else math.inf,
        middle=middle if middle <= AFTER else None,
        nine_in_ten=most if most <= AFTER else None,
        never=sum(one > AFTER for one in found),
    )


def table(runs: int = RUNS) -> str:
    """Return the table as Markdown."""
    lines = [
        (
            "| Weeks | Usual a week | Reference value | Threshold | Weeks between false alarms"
            " | Weeks until a doubling: half within | nine in ten within | not within two years |"
        ),
        "|---|---|---|---|---|---|---|---|",
    ]
    rows = [(sort, mean) for mean in MEANS for sort in [next(iter(SORTS))]]
    rows += [(sort, mean) for sort in list(SORTS)[1:] for mean in (0.6, 3.0)]
    for sort, mean in rows:
        one = play(sort, mean, runs)
        lines.append(
            f"| {sort} | {mean:g} | {reference(mean, RULE.rise):.2f}"
            f" | {threshold(mean, RULE.rise, RULE.quiet_weeks):g} | {one.apart:.0f}"
            f" | {one.middle or '–'} | {one.nine_in_ten or '–'} | {one.never * 100 / runs:.0f} % |"
        )
    return "\n".join(lines)


def main() -> None:
    """Write the table into the page, between its marks."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    said = (
        f"{RUNS} runs a row, seeds fixed, {CALM} weeks without a change and {AFTER} with the double"
        f" rate. The product states {STATED_WEEKS} weeks between false alarms, for weeks without"
        " clusters."
    )
    PAGE.write_text(f"{before}{BEGIN}\n{table()}\n\n{said}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
