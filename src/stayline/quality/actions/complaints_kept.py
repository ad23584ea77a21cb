"""How long the words of queries and complaints are kept (`privacy.KeptPort`); numbers stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import Q

from stayline.ledger.actions import erase_in_transaction, lock_head_in_transaction
from stayline.platform.transactions import action
from stayline.privacy.actions import is_held_in_transaction
from stayline.privacy.ports import Old
from stayline.quality.models import Complaint
from stayline.quality.queries.complaints import subject_of
from stayline_core.retention import Kind

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from stayline.platform.actors import Actor

COMPLAINTS: Final = Kind(
    id="complaint",
    title="Words of questions and complaints",
    since="since it was answered",
    goes="What was said, what was answered, and who asked.",
    stays="Its number, what kind it was, how long it took, and what was done.",
    least=30,
)
IS_OVER: Final = Q(incident=None) | Q(incident__state="closed")
"""What speaks of an open incident is kept until it is closed."""


class ComplaintsKept:
    """What was said in questions and complaints, and what was answered."""

    kind = COMPLAINTS

    def old(self, before: datetime, *, held: Collection[UUID]) -> Old:
        """Return how many were answered before that moment and still hold their words."""
        rows = _with_words(before)
        free = rows.exclude(incident_id__in=held)
        ready = free.filter(IS_OVER)
        return Old(
            ready.count(),
            rows.filter(incident_id__in=held).count(),
            ready.values_list("answered_at", flat=True).first(),
            free.exclude(IS_OVER).count(),
        )

    def let_go(
        self, before: datetime, *, held: Collection[UUID], limit: int, actor: Actor, at: datetime
    ) -> int:
        """Let the words of up to `limit` of them go, each by itself."""
        rows = _with_words(before).filter(IS_OVER).exclude(incident_id__in=held)
        found = list(rows.values_list("id", flat=True)[:limit])
        return sum(forget_complaint(complaint_id=one, actor=actor, at=at) for one in found)


@action
def forget_complaint(*, complaint_id: UUID, actor: Actor, at: datetime) -> bool:
    """Let the words of one that was answered go, with the key they were sealed under.

    False: there is none, it is open, they went before, or a legal hold stands on its incident.
    """
    found = Complaint.objects.filter(id=complaint_id).first()
    if found is None:
        return False
    lock_head_in_transaction(found.stream_id)
    row = Complaint.objects.get(id=complaint_id)
    held = row.incident_id is not None and is_held_in_transaction(row.incident_id)
    if held or row.state == "open" or not row.body_sealed:
        return False
    forget_complaint_in_transaction(
        row, reason="the time for which it is kept is over", actor=actor, at=at
    )
    return True


def forget_complaint_in_transaction(
    row: Complaint, *, reason: str, actor: Actor, at: datetime
) -> None:
    """Destroy what one said and what was answered; the caller holds the transaction.

    One that is still open stays open, without its words: it is answered all the same.
    """
    erase_in_transaction(row.stream_id, subject_of(row), reason=reason, actor=actor, at=at)
    row.body_sealed, row.answer_sealed = b"", b""
    row.save(update_fields=["body_sealed", "answer_sealed"])


def _with_words(before: datetime) -> QuerySet[Complaint]:
    rows = Complaint.objects.filter(state="answered", answered_at__lt=before)
    return rows.exclude(body_sealed=b"").order_by("answered_at")
