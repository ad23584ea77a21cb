"""Who is typing in which draft right now, so that two authors learn of each other before a save.

It is a courtesy and is kept in this process alone: with several web processes some are not seen.
What protects the text is the save, which names the revision that the author saw.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Lock
from typing import Final
from uuid import UUID

from stayline.platform.actors import Actor

SEEN_FOR: Final = timedelta(seconds=40)
"""How long somebody counts as editing after their page was last heard of."""

MOST_KEPT: Final = 500

_lock: Final = Lock()
_seen: dict[tuple[UUID, UUID], tuple[str, datetime]] = {}


def here(draft_id: UUID, actor: Actor, *, at: datetime) -> tuple[str, ...]:
    """Note that `actor` has this draft open, and return who else has, by name."""
    with _lock:
        for key in [key for key, (_, last) in _seen.items() if last + SEEN_FOR < at]:
            del _seen[key]
        if len(_seen) < MOST_KEPT:
            _seen[draft_id, actor.id] = (actor.name, at)
        return tuple(
            sorted(
                name
                for (draft, person), (name, _) in _seen.items()
                if draft == draft_id and person != actor.id
            )
        )
