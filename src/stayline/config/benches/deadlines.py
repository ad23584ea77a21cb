"""How late the watcher fires, when every deadline writes an entry and an outbox row."""

from __future__ import annotations

from stayline.config.benches.figures import Budget, Figure, Scale, lateness
from stayline.config.benches.places import Places

NAME = "deadlines"
DUE = {"quick": (100, 2.0), "usual": (2_000, 12.0), "full": (10_000, 60.0)}
LATE = Budget(250)
NONE = Budget(0)


def run(places: Places, scale: Scale) -> list[Figure]:
    """Let deadlines fall due at a steady rate and watch them fire, on each engine."""
    places.down()
    count, seconds = DUE[scale]
    found: list[Figure] = []
    for engine in places.engines:
        told = places.inside(engine, "deadlines", count=count, seconds=seconds)
        what = f"{count:,} due in {seconds:g} s"
        found += [
            *lateness(NAME, engine, f"late, {what}", told["late_ms"], LATE),
            Figure(NAME, engine, "late, most", max(told["late_ms"]), "ms"),
            Figure(NAME, engine, "never fired", told["missed"], "", NONE),
            Figure(NAME, engine, "fired twice", told["twice"], "", NONE),
            Figure(NAME, engine, "entries or messages too few or too many", told["off"], "", NONE),
        ]
    return found
