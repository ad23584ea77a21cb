"""What reports want to hear of: that a queue took a case, or a record (`outbox.DeliveredPort`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.people.queries import system_actor
from stayline.reports.actions import (
    CASE_KIND,
    RECORD_KIND,
    record_case_delivered,
    record_record_delivered,
)

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


class RecordArrived:
    """Notes on the record of a difficult call that a queue has it."""

    prefix = RECORD_KIND

    def delivered(self, message_id: UUID, reference: str, at: datetime) -> None:
        """Hear that a record's message left; told twice, the first time stands."""
        record_record_delivered(
            message_id=message_id, reference=reference, actor=system_actor("outbox"), at=at
        )
