"""A manager says that they have seen what they were to hear of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.library.actions._life import (
    demand,
    log_of_document_in_transaction,
    tell_in_transaction,
)
from stayline.library.errors import AlertNotFound
from stayline.library.events import AlertSeen
from stayline.library.models import Alert
from stayline.library.policies import may_see_alerts
from stayline.platform.transactions import action

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor


@action
def see_alert(*, alert_id: UUID, actor: Actor, at: datetime) -> bool:
    """Record that `actor` saw an alert; False when somebody had seen it already.

    Raises:
        DocumentNotYours: `actor` is no manager, protocol owner or administrator.
        AlertNotFound: there is no such alert.
    """
    demand(may_see_alerts(actor))
    seen = Alert.objects.filter(id=alert_id, seen_at=None).update(seen_by=actor.id, seen_at=at)
    row = Alert.objects.filter(id=alert_id).first()
    if row is None:
        raise AlertNotFound(alert=str(alert_id))
    if seen:
        event = AlertSeen(alert=str(row.id), about=row.about, text=row.text)
        log_of_document_in_transaction(row.kind, row.document_id, event, actor=actor, at=at)
        tell_in_transaction()
    return bool(seen)
