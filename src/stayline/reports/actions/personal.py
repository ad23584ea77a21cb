"""What reports hold about people, and how it goes (`privacy.PersonalDataPort`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final

from stayline.reports.personal_data import reports_about

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor
    from stayline.privacy.ports import Caller

OF_THE_RECORD: Final = "the caller: under their key in the incident's record"


@dataclass(frozen=True, slots=True)
class ReportsPersonal:
    """Drafts, cases and later facts: sealed under the caller's key, and gone with it."""

    room: ClassVar[str] = "reports"
    sealed: ClassVar[Mapping[str, str]] = {
        "reports_report.draft_sealed": OF_THE_RECORD,
        "reports_case.fields_sealed": OF_THE_RECORD,
        "reports_followup.text_sealed": OF_THE_RECORD,
    }

    def about_caller(self, caller: Caller) -> dict[str, int]:
        """Return nothing: what there is stands under the caller's key."""
        del caller
        return {}

    def forget_caller_in_transaction(self, caller: Caller, *, actor: Actor, at: datetime) -> None:
        """Change nothing: it goes with the key. The caller of this holds the transaction."""

    def about_person(self, person_id: UUID) -> dict[str, list[dict[str, Any]]]:
        """Return which reports somebody handed in."""
        return reports_about(person_id)
