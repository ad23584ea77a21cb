"""An action with its entry, in process, against a bare loop that writes the same rows."""

from __future__ import annotations

from stayline.config.benches.figures import Budget, Figure, Scale
from stayline.config.benches.places import Places

NAME = "append"
SIZES = {"quick": (0.2, 2), "usual": (0.5, 5), "full": (1.0, 10)}
HALF = Budget(50, at_most=False)


def run(places: Places, scale: Scale) -> list[Figure]:
    """Measure the smallest action and a kept line, each in turn with its bare loop."""
    seconds, rounds = SIZES[scale]
    found: list[Figure] = []
    places.down()
    for engine in places.engines:
        rates = places.inside(engine, "append", seconds=seconds, rounds=rounds)
        for name, what in (("small", "smallest action"), ("line", "line kept in an incident")):
            bare, done = rates[f"bare_{name}"], rates[name]
            found += [
                Figure(NAME, engine, f"bare loop of the {what}'s rows", bare, "/s"),
                Figure(NAME, engine, what, done, "/s"),
                Figure(NAME, engine, f"{what}, of its bare loop", 100 * done / bare, "%", HALF),
            ]
    return found
