"""What ladders hold about people, and how it goes (`privacy.PersonalDataPort`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from stayline.escalation.models import Ladder
from stayline.escalation.personal_data import caller_held, pages_about

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor
    from stayline.privacy.ports import Caller


@dataclass(frozen=True, slots=True)
class EscalationPersonal:
    """Ladders and pages: nothing of them is sealed, a page carries no words of a contact."""

    room: ClassVar[str] = "escalation"
    sealed: ClassVar[Mapping[str, str]] = {}

    def about_caller(self, caller: Caller) -> dict[str, int]:
        """Return what is still there of a caller."""
        return caller_held(caller)

    def forget_caller_in_transaction(self, caller: Caller, *, actor: Actor, at: datetime) -> None:
        """Empty the reasons in words; the caller of this holds the transaction."""
        del actor, at  # the erasure's own entry names both
        rows = Ladder.objects.filter(incident_id__in=caller.incident_ids)
        rows.exclude(reason="").update(reason="")

    def about_person(self, person_id: UUID) -> dict[str, list[dict[str, Any]]]:
        """Return when somebody was rung."""
        return pages_about(person_id)
