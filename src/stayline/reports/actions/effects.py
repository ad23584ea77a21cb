"""What a protocol can ask of this room: `file` a form, `open_case`."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from stayline.incidents.queries import TO_OTHERS
from stayline.library.errors import DocumentNotFound
from stayline.reports.actions.drafts import (
    open_report_in_transaction,
    refresh_drafts_in_transaction,
)
from stayline.reports.models import PEOPLE_AT_RISK, THREAT_FORM

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from stayline.incidents.models import Incident, Obligation, Threat
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
        """Open the form wherever it is owed and not there yet, and let all fill themselves.

        The threat form is one a threat, people at risk one a threat to others, any other
        form one an incident. Asked again, it only fills. The caller holds the transaction
        and the head.
        """
        del because, obligation
        form_id = target if effect == "file" else THREAT_FORM
        with suppress(DocumentNotFound):  # help must come even where no form was loaded
            for threat in _owing(incident, form_id):
                open_report_in_transaction(incident, threat, actor=actor, at=at, form_id=form_id)
        refresh_drafts_in_transaction(incident, at=at)

    def blocking(self, incident: Incident) -> Sequence[str]:
        """Return a sentence for each report that has no case (the reports stand before)."""
        rows = incident.reports.filter(form_id=THREAT_FORM, case=None).exclude(number="")
        rows = rows.exclude(decision__needed=False)  # decided, with a reason (S1-61)
        return [f"Report {row.number} has no case yet: open it." for row in rows.order_by("number")]


def _owing(incident: Incident, form_id: str) -> list[Threat | None]:
    """Return the threats for which a form is opened; None stands for the incident itself."""
    if form_id not in {THREAT_FORM, PEOPLE_AT_RISK}:
        return [None]
    rows = incident.threats.filter(void_at=None).order_by("at", "id")
    return [one for one in rows if form_id == THREAT_FORM or one.kind in TO_OTHERS]
