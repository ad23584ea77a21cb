"""What of reports is whose: answers are the caller's, that somebody wrote it is theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stayline.reports.models import Report

if TYPE_CHECKING:
    from uuid import UUID


def reports_about(person_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """Return which reports somebody handed in, and when; none of what stands in them."""
    rows = Report.objects.filter(submitted_by=person_id).order_by("submitted_at", "id")
    return {"reports": [dict(row) for row in rows.values("number", "submitted_at", "exercise")]}
