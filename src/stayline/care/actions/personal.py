"""What care holds about people, and how it goes (`privacy.PersonalDataPort`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final

from stayline.care.personal_data import held_about

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor
    from stayline.privacy.ports import Caller

MINE: Final = "the person themselves: deleted by them, or when its time is over"


@dataclass(frozen=True, slots=True)
class CarePersonal:
    """Aftercare and what people keep for themselves. Nothing of it speaks of a caller."""

    room: ClassVar[str] = "care"
    sealed: ClassVar[Mapping[str, str]] = {
        "care_checknote.words_sealed": MINE,
        "care_ownplan.sealed": MINE,
        "care_reflection.sealed": MINE,
        "care_reminder.sealed": MINE,
    }

    def about_caller(self, caller: Caller) -> dict[str, int]:
        """Return nothing: it is about those who work here."""
        del caller
        return {}

    def forget_caller_in_transaction(self, caller: Caller, *, actor: Actor, at: datetime) -> None:
        """Change nothing; the caller of this holds the transaction."""

    def about_person(self, person_id: UUID) -> dict[str, list[dict[str, Any]]]:
        """Return what care holds about somebody who works here."""
        return held_about(person_id)
