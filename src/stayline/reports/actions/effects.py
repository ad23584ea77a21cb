"""What a protocol can ask of this room: `file` a form, `open_case`."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from stayline.library.errors import DocumentNotFound
from stayline.reports.actions.drafts import (
    open_report_in_transaction,
    refresh_drafts_in_transaction,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from stayline.incidents.models import Incident, Obligation
    from stayline.platform.actors import Actor


class ReportEffects:
    """The answer to `incidents.EffectPort` for forms and cases.

    A form is opened, never submitted: that is a named person's act. The case follows the
    submission by itself, since it cannot be before the report's number (S1-65); asking for
    it earlier opens the forms that it waits for.
    """

    effects = frozenset({"file", "open_case"})

    def perform_in_transaction(
        self,
        *,
        incident: Incident,
        effect: str,
        target: str,
        because: str,
        actor: Actor,
        at: datetime,
        obligation: Obligation | None = None,
    ) -> None:
        """Open the form of each threat that has none, and let all of them fill themselves.

        Asked again, it only fills. The caller holds the transaction and the head.
        """
        del effect, target, because, obligation  # every threat owes the same form
        for threat in incident.threats.filter(void_at=None).order_by("at", "id"):
            with suppress(DocumentNotFound):  # help must come even where no form was loaded
                open_report_in_transaction(incident, threat, actor=actor, at=at)
        refresh_drafts_in_transaction(incident, at=at)

    def blocking(self, incident: Incident) -> Sequence[str]:
        """Return a sentence for each report that has no case (the reports stand before)."""
        rows = incident.reports.exclude(number="").filter(case=None).order_by("number")
        return [f"Report {row.number} has no case yet: open it." for row in rows]
