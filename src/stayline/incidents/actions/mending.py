"""What is owed and would never fall due falls due: the watchdog's own way of mending."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F

from stayline.incidents.actions._record import lock_incident_in_transaction
from stayline.incidents.actions.obligations import fire_obligation
from stayline.incidents.actions.reminding import fire_reminder
from stayline.incidents.models import Obligation
from stayline.platform.transactions import action

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID


def mend_obligation(*, obligation_id: UUID, at: datetime) -> bool:
    """Let happen what should have happened to something owed; False when it had already.

    A time that was lost is put back as its documents ask; what is past then follows at once.
    Each is an action of its own, with its own entry in the log.
    """
    put_back = _put_time_back(obligation_id=obligation_id, at=at)
    missed = fire_obligation(obligation_id=obligation_id, at=at)
    asked = fire_reminder(obligation_id=obligation_id, at=at)
    return put_back or missed or asked


@action
def _put_time_back(*, obligation_id: UUID, at: datetime) -> bool:
    """Put back the time that the documents ask for; False when it is there. `at` is not kept."""
    del at
    lost = Obligation.objects.filter(
        id=obligation_id, state="owed", due_at=None, asked_due_at__isnull=False
    )
    incident_id = lost.values_list("incident_id", flat=True).first()
    if incident_id is None:
        return False
    lock_incident_in_transaction(incident_id)
    return bool(lost.update(due_at=F("asked_due_at")))
