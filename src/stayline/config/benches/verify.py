"""Entries a second that a verification of the database walks and opens."""

from __future__ import annotations

from stayline.config.benches.figures import Budget, Figure, Scale
from stayline.config.benches.places import Places

NAME = "verify"
ENTRIES = {"quick": 2_000, "usual": 40_000, "full": 200_000}
CHAIN = Budget(50_000, at_most=False)
OPENED = Budget(15_000, at_most=False)


def run(places: Places, scale: Scale) -> list[Figure]:
    """Fill a ledger and verify it, the chain alone and with its content, on each engine."""
    places.down()
    found = []
    for engine in places.engines:
        rates = places.inside(engine, "verify", entries=ENTRIES[scale])
        found += [
            Figure(NAME, engine, "entries in the ledger", rates["entries"], ""),
            Figure(NAME, engine, "chain", rates["chain"], "/s", CHAIN),
            Figure(NAME, engine, "chain and content", rates["opened"], "/s", OPENED),
        ]
    return found
