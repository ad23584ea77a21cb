"""Moments as a form writes them: in the site's zone, with their offset."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from datetime import datetime

    from stayline.incidents.models import Incident


def at_site(moment: datetime, incident: Incident) -> str:
    """Return a moment in the site's zone with its offset, to the second (ISO 8601)."""
    return moment.astimezone(ZoneInfo(incident.site.zone)).isoformat(timespec="seconds")


def clock(moment: datetime, incident: Incident) -> str:
    """Return the time of day in the site's zone, for a line of a record."""
    return moment.astimezone(ZoneInfo(incident.site.zone)).strftime("%H:%M:%S")
