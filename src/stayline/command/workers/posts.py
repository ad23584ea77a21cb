"""What falls due in major incidents: somebody says whether one still stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.command.actions.posts_major import fire_major_look
from stayline.command.queries.posts_major import major_due, next_major_due

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID


class MajorLookDue:
    """Tells the watcher which major incidents are to be looked at (`deadlines.DuePort`)."""

    name = "command.major"
    priority = 35

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return the declared ones nobody has looked at in time, the longest first."""
        return major_due(at, limit)

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Ask whether it stands; False when somebody said so just now."""
        return fire_major_look(major_id=row_id, at=at)

    def next_due(self) -> datetime | None:
        """Return when the next one is to be looked at."""
        return next_major_due()
