"""One more person at risk of a threat: a record of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Max

from stayline.platform.transactions import action
from stayline.reports.actions.drafts import (
    locked_report_in_transaction,
    open_further_in_transaction,
)
from stayline.reports.errors import NotForYouToSay, NotOfPeople, ThreatVoid
from stayline.reports.models import PEOPLE_AT_RISK, Report
from stayline.reports.policies import may_fill

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor


@action
def open_further_record(*, report_id: UUID, actor: Actor, at: datetime) -> Report:
    """Open another record of people at risk beside this one, for another person.

    Each person has a record with a number of its own: one is told and another is not, by
    another person and on another basis. The first alone is owed.

    Raises:
        ReportNotFound: no report has this id.
        NotOnTheList: `actor` does not handle the incident.
        NotOfPeople: the report is no record of people at risk.
        NotForYouToSay: `actor` neither owns the run nor decides.
        ThreatVoid: the incident was opened in error.
    """
    row = locked_report_in_transaction(report_id, actor)
    if row.form_id != PEOPLE_AT_RISK:
        raise NotOfPeople
    if not may_fill(actor, row):
        raise NotForYouToSay
    if row.threat is not None and row.threat.void_at is not None:
        raise ThreatVoid
    same = Report.objects.filter(incident=row.incident, threat=row.threat, form_id=row.form_id)
    last: int = same.aggregate(last=Max("ordinal"))["last"]
    return open_further_in_transaction(
        row.incident, row.threat, actor=actor, at=at, form_id=row.form_id, ordinal=last + 1
    )
