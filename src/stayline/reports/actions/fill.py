"""One press for a caller who said nothing more than the bare statement (S1-55, S1-56)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.incidents.actions import log_in_transaction
from stayline.platform.transactions import action
from stayline.reports.actions.drafts import keep_in_transaction, own_report_in_transaction
from stayline.reports.events import DraftSaved
from stayline.reports.queries.views import form_of, standing_draft
from stayline_core.forms import fill_open_with_did_not_say

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor


@action
def fill_open_fields(*, report_id: UUID, actor: Actor, at: datetime) -> int:
    """Set every open question to exactly `Call Did not say`, and return the draft's version.

    What was answered stays, and what is observed or filled by the system is no question.
    Pressed again, nothing is left to fill and the version stays.

    Raises:
        ReportNotFound: no report has this id.
        NotOnTheList: `actor` does not handle the incident.
        ReportSubmittedAlready: it was submitted; amend it instead.
        ThreatVoid: the incident was opened in error.
    """
    row = own_report_in_transaction(report_id, actor)
    standing = standing_draft(row)
    filled = fill_open_with_did_not_say(form_of(row), standing.answers())
    changes = standing.changed(filled)
    if changes:
        row.draft_version += 1
        row.changed_at = at
        keep_in_transaction(row, standing.with_typed(changes, actor.pseudonym, row.draft_version))
        event = DraftSaved(report=str(row.id), version=row.draft_version, fields=sorted(changes))
        log_in_transaction(row.incident, event, actor=actor, at=at, live="form")
    return row.draft_version
