"""How often somebody did what the log has a kind for: counted, with no content opened."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from stayline.ledger.queries.engine import rows
from stayline_core import chain


@dataclass(frozen=True, slots=True)
class Acts:
    """How often one actor did one kind of thing, and when last."""

    actor: str
    kind: str
    number: int
    last_at: datetime


def acts_of(actors: Collection[str], kinds: Collection[str], *, exercise: bool) -> list[Acts]:
    """Return how often these actors (pseudonyms) did these kinds of things.

    With `exercise`, exercises count too, as on a floor where everything is one; without, they
    never do. It reads through the log once, and is for reports, not for screens of a contact.
    """
    if not actors or not kinds:
        return []
    which = ", ".join(["%s"] * len(actors))
    what = ", ".join(["%s"] * len(kinds))
    sql = (
        "SELECT e.actor, e.kind, COUNT(*), MAX(e.at) FROM ledger_entry e "  # noqa: S608 - marks alone are put in
        "JOIN ledger_stream s ON s.id = e.stream_id "
        f"WHERE e.actor IN ({which}) AND e.kind IN ({what})"
        f"{'' if exercise else ' AND NOT s.exercise'} GROUP BY e.actor, e.kind"
    )
    return [
        Acts(actor, kind, number, chain.moment(last))
        for actor, kind, number, last in rows(sql, [*actors, *kinds])
    ]
