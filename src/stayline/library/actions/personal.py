"""What the library holds about people, and how it goes (`privacy.PersonalDataPort`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from stayline.library.personal_data import library_about

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor
    from stayline.privacy.ports import Caller


@dataclass(frozen=True, slots=True)
class LibraryPersonal:
    """Experts, signatures and restricted notes. Nothing of it speaks of a caller."""

    room: ClassVar[str] = "library"
    sealed: ClassVar[Mapping[str, str]] = {
        "library_restrictednote.sealed": "whoever gave the advice: key and text go together",
        "library_restrictednote.wrapped_key": "the same: removing a note destroys it",
    }

    def about_caller(self, caller: Caller) -> dict[str, int]:
        """Return nothing: documents speak of nobody who called."""
        del caller
        return {}

    def forget_caller_in_transaction(self, caller: Caller, *, actor: Actor, at: datetime) -> None:
        """Change nothing; the caller of this holds the transaction."""

    def about_person(self, person_id: UUID) -> dict[str, list[dict[str, Any]]]:
        """Return what the library holds about somebody who works here."""
        return library_about(person_id)
