"""What reports want to hear of: that the queue took a case (`outbox.DeliveredPort`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.people.queries import system_actor
from stayline.reports.actions import CASE_KIND, record_case_delivered

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID


class CaseArrived:
    """Notes on the case that it was delivered, and what the queue calls it."""

    prefix = CASE_KIND

    def delivered(self, message_id: UUID, reference: str, at: datetime) -> None:
        """Hear that a case's message left; told twice, the first time stands."""
        record_case_delivered(
            message_id=message_id, reference=reference, actor=system_actor("outbox"), at=at
        )
