"""An incident as its reader sees it, for every page of command; what is not theirs is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from stayline.command.queries.pages import Shown, shown
from stayline.incidents.errors import IncidentNotFound

if TYPE_CHECKING:
    from uuid import UUID

    from stayline.people.web.session import StaffRequest


def seen(request: StaffRequest, incident_id: UUID) -> Shown:
    """Return the incident.

    Raises:
        Http404: no incident has this id, or it is not this reader's to see.
    """
    try:
        return shown(incident_id, actor=request.actor, at=request.at)
    except IncidentNotFound as missing:
        raise Http404 from missing
