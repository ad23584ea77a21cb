"""What is not done yet is asked for: of its owner first, then of a supervisor (S1-44).

Two things are asked for until they are done: what is to be filed, and whether help has reached
the person. Nothing here ends by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.incidents.actions._owe import perform_in_transaction
from stayline.incidents.actions._record import lock_incident_in_transaction, log_in_transaction
from stayline.incidents.actions._times import asking_of
from stayline.incidents.events import ObligationAskedFor
from stayline.incidents.models import Incident, Obligation
from stayline.people.queries import system_actor
from stayline.platform.live import publish_on_commit
from stayline.platform.transactions import action
from stayline_core.obligation import Whom

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor


@action
def fire_reminder(*, obligation_id: UUID, at: datetime) -> bool:
    """Ask for what is owed and not done; False when it is done, or somebody was first.

    An agent in a live contact is left alone: what is to be filed has no clock before them, and
    the supervisor is asked. What nobody owns is asked of the supervisor too.
    """
    found = Obligation.objects.filter(id=obligation_id).values_list("incident_id", flat=True)
    incident_id = found.first()
    if incident_id is None:
        return False
    incident = lock_incident_in_transaction(incident_id)
    row = Obligation.objects.select_for_update().get(id=obligation_id)
    asking = asking_of(row)
    if row.state not in {"owed", "missed"} or row.remind_at is None or row.remind_at > at:
        return False
    if asking is None:
        Obligation.objects.filter(id=row.id).update(remind_at=None)
        return False
    whom = _whom(incident, row, asking.whom)
    _count(row, at)
    _ask(incident, row, whom, actor=system_actor("watcher"), at=at)
    return True


def _whom(incident: Incident, row: Obligation, asked: Whom) -> Whom:
    contact = incident.contact
    live = contact is not None and contact.released_at is None
    if row.owner_id is None or (live and row.do_kind == "file"):
        return Whom.SUPERVISOR
    return asked


def _count(row: Obligation, at: datetime) -> None:
    """Set when it is asked for next; what nobody asked for while the watcher was down is past."""
    row.reminded += 1
    while (coming := asking_of(row)) is not None and coming.at <= at:
        row.reminded += 1
    row.remind_at = coming.at if coming else None
    row.save(update_fields=["reminded", "remind_at"])


def _ask(incident: Incident, row: Obligation, whom: Whom, *, actor: Actor, at: datetime) -> None:
    event = ObligationAskedFor(
        obligation=str(row.id),
        name=row.name,
        whom="its owner" if whom is Whom.OWNER else "a supervisor",
        times=row.reminded,
        due=row.due_at.isoformat() if row.due_at else "no time set",
    )
    log_in_transaction(incident, event, actor=actor, at=at, live="obligations", urgent=True)
    publish_on_commit(f"board:{incident.site_id}", "board", urgent=True)
    if whom is Whom.OWNER:
        publish_on_commit(f"person:{row.owner_id}", "obligations", urgent=True)
    else:
        late = row.due_at is not None and row.due_at <= at
        because = f"{row.name} is {'overdue' if late else 'not done yet'}"
        perform_in_transaction(
            incident, "notify", "supervisor", because=because, actor=actor, at=at
        )
