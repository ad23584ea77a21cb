"""Who may come into the studio. Who writes and who signs there is asked of the library."""

from __future__ import annotations

from stayline.people.policies import WORKS_IN_STUDIO
from stayline.platform.actors import Actor


def may_see_studio(actor: Actor) -> bool:
    """Return whether `actor` may come into the studio at all: who writes and who signs."""
    return not actor.roles.isdisjoint(WORKS_IN_STUDIO)
