"""What command holds about people, and how it goes (`privacy.PersonalDataPort`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final

from stayline.command.personal_data.callers import (
    caller_held,
    calls_of,
    joint_words_of,
    plans_of,
)
from stayline.command.personal_data.people import command_about
from stayline.ledger.actions import erase_in_transaction

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor
    from stayline.privacy.ports import Caller

ASKED: Final = "a caller of one of the joined incidents is forgotten"


@dataclass(frozen=True, slots=True)
class CommandPersonal:
    """Deployments, messages, briefs, pictures. Their words stand in records, sealed there."""

    room: ClassVar[str] = "command"
    sealed: ClassVar[Mapping[str, str]] = {
        "command_resource.contact_sealed": "whoever is on the list: goes when they are taken off",
    }

    def about_caller(self, caller: Caller) -> dict[str, int]:
        """Return what still says something of a caller."""
        return caller_held(caller)

    def forget_caller_in_transaction(self, caller: Caller, *, actor: Actor, at: datetime) -> None:
        """Destroy what was made jointly, empty the rest; the caller of this holds the transaction.

        Words made from several incidents go when one of their callers is forgotten: nobody can
        tell any more whose they were.
        """
        for stream_id, subject in joint_words_of(caller):
            erase_in_transaction(stream_id, subject, reason=ASKED, actor=actor, at=at)
        plans_of(caller).update(title="")
        calls_of(caller).update(could_not_because="")

    def about_person(self, person_id: UUID) -> dict[str, list[dict[str, Any]]]:
        """Return what command holds about somebody who works here."""
        return command_about(person_id)
