"""A chat in which nothing is said: after two minutes a supervisor is asked, once a silence."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from stayline.incidents.actions._owe import perform_in_transaction
from stayline.incidents.actions._record import lock_incident_in_transaction, log_in_transaction
from stayline.incidents.events import ChatSilent
from stayline.incidents.models import Incident
from stayline.people.queries import system_actor
from stayline.platform.transactions import action

L3: Final = 3

SILENCE: Final = timedelta(minutes=2)
"""So long may a crisis chat be silent before a supervisor is asked (`design.md` section 1)."""


def await_words_in_transaction(incident: Incident, *, at: datetime) -> None:
    """Count the silence of an open crisis chat from now on; a difficult call counts none.

    The caller holds the transaction and the head.
    """
    contact = incident.contact
    open_chat = (
        contact is not None and contact.channel_class == "chat" and contact.released_at is None
    )
    if open_chat and incident.level < L3 and incident.opened_in_error_at is None:
        incident.silence_due_at = at + SILENCE
        incident.save(update_fields=["silence_due_at"])


@action
def fire_silence(*, incident_id: UUID, at: datetime) -> bool:
    """Ask a supervisor about a chat that has fallen silent; False when it has not.

    Nothing is closed by itself. The next words begin a new count.

    Raises:
        IncidentNotFound: no incident has this id.
    """
    watcher = system_actor("watcher")
    incident = lock_incident_in_transaction(incident_id)
    due = incident.silence_due_at
    if due is None or due > at:
        return False
    incident.silence_due_at = None
    incident.save(update_fields=["silence_due_at"])
    event = ChatSilent(since=(due - SILENCE).isoformat())
    log_in_transaction(incident, event, actor=watcher, at=at, live="step", urgent=True)
    perform_in_transaction(
        incident, "notify", "supervisor", because="the chat is silent", actor=watcher, at=at
    )
    return True
