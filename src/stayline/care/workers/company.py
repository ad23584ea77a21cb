"""That a colleague was asked to come goes after an hour (`deadlines.DuePort`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.care.actions import end_company
from stayline.care.queries import due_company, next_company_due
from stayline.people.queries import system_actor

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID


class CompanyDue:
    """Lets it go that somebody asked for company: nothing of it stays."""

    name = "care.company"
    priority = 60

    def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Return what was asked an hour ago and more, the longest ago first."""
        return due_company(at=at, limit=limit)

    def fire(self, row_id: UUID, at: datetime) -> bool:
        """Let one go; False when it went already."""
        return end_company(company_id=row_id, actor=system_actor("watcher"), at=at)

    def next_due(self) -> datetime | None:
        """Return when the next goes."""
        return next_company_due()
