"""What of command speaks of a caller outside their own record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.command.models import Dispatch, Joined, SitePlan
from stayline.incidents.models import Incident
from stayline.ledger.queries import holds_subject

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from stayline.privacy.ports import Caller


def joint_subject(lead_id: UUID) -> str:
    """Return the data subject of words made from several incidents that one leads."""
    return f"joint:{lead_id}"


def joint_words_of(caller: Caller) -> list[tuple[UUID, str]]:
    """Return stream and subject of what was made from this caller's incidents and others'.

    Also of those that were split since: what was issued while they were one stands in the log.
    """
    joined = Joined.objects.filter(member_id__in=caller.incident_ids)
    leads = caller.incident_ids | set(joined.values_list("lead_id", flat=True))
    rows = Incident.objects.filter(id__in=leads).order_by("id").values_list("id", "stream_id")
    return [
        (stream_id, joint_subject(lead_id))
        for lead_id, stream_id in rows
        if holds_subject(stream_id, joint_subject(lead_id))
    ]


def plans_of(caller: Caller) -> QuerySet[SitePlan]:
    """Return the pictures of places kept for this caller's incidents, still with their title."""
    return SitePlan.objects.filter(incident_id__in=caller.incident_ids).exclude(title="")


def calls_of(caller: Caller) -> QuerySet[Dispatch]:
    """Return the calls for help that say in words why they could not be made."""
    rows = Dispatch.objects.filter(incident_id__in=caller.incident_ids)
    return rows.exclude(could_not_because="")


def caller_held(caller: Caller) -> dict[str, int]:
    """Return how much still says something in words."""
    return {
        "titles of pictures": plans_of(caller).count(),
        "reasons of calls": calls_of(caller).count(),
    }
