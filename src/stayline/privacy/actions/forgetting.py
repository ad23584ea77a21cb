"""Forgetting a caller in every room: each says through its port what it holds and lets it go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from stayline.outbox.actions import empty_of_incidents_in_transaction
from stayline.outbox.queries import said_for
from stayline.people.personal_data import people_about
from stayline.privacy.personal_data import access_about
from stayline.privacy.ports import Caller, personal_data

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor


def forget_everywhere_in_transaction(caller: Caller, *, actor: Actor, at: datetime) -> None:
    """Let every room forget a caller; the caller of this holds the transaction and the heads.

    What stands in the records under the caller's own subject is erased there, beside this.
    """
    for port in personal_data:
        port.forget_caller_in_transaction(caller, actor=actor, at=at)


@dataclass(frozen=True, slots=True)
class BelowPersonal:
    """What the rooms below privacy hold, which cannot answer a port of it, and its own."""

    room: ClassVar[str] = "privacy"
    sealed: ClassVar[Mapping[str, str]] = {
        "outbox_message.sealed": "the incident's caller: emptied once it left",
        "outbox_way.settings_sealed": "nobody: the key to a way out",
        "people_contactpoint.address_sealed": "the person who works here: goes when it is removed",
        "people_peopleimport.before_sealed": "people who work here: what an import changed",
    }

    def about_caller(self, caller: Caller) -> dict[str, int]:
        """Return how many messages that left still say something."""
        return {"messages that left": said_for(caller.incident_ids).count()}

    def forget_caller_in_transaction(self, caller: Caller, *, actor: Actor, at: datetime) -> None:
        """Empty the messages that left; the caller of this holds the transaction."""
        del actor, at  # the erasure's own entry names both
        empty_of_incidents_in_transaction(caller.incident_ids)

    def about_person(self, person_id: UUID) -> dict[str, list[dict[str, Any]]]:
        """Return what is held about a person: who they are here, and on which lists."""
        return people_about(person_id) | access_about(person_id)
