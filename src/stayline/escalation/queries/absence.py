"""Who was at a screen, and is not any more: receivers on their way, agents in a crisis.

A page that is left and another that is opened closes and opens the live stream, so absence
counts only after twelve seconds without any (`design.md` 3.4). Somebody who was never seen,
for whom the screens work without script, is not absent: the limits watch over them.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import F, Q

from stayline.escalation.models import ACTIVE, HandOver, Ladder, Page
from stayline.incidents.models import Incident
from stayline.people.queries import PRESENT_FOR

URGENT = 2
"""The last level of a crisis; what is below is a difficult call."""


def absent_receivers(at: datetime) -> list[UUID]:
    """Return the hand-overs on their way whose receiver has vanished by `at`."""
    return [hand_over for hand_over, when in _receivers() if when <= at]


def next_absent_receiver() -> datetime | None:
    """Return when the next receiver counts as absent if they are not seen again."""
    return min((when for _, when in _receivers()), default=None)


def absent_agents(at: datetime) -> list[UUID]:
    """Return the incidents of which whoever has the caller has vanished by `at`.

    That is the agent, and the receiver once they have spoken. Left out is an incident that rings
    now or rang since, or to which somebody else is on the way, and a difficult call in which
    nobody is threatened.
    """
    return [incident for incident, when in _agents() if when <= at]


def next_absent_agent() -> datetime | None:
    """Return when the next agent counts as absent if they are not seen again."""
    return min((when for _, when in _agents()), default=None)


def _receivers() -> list[tuple[UUID, datetime]]:
    rows = HandOver.objects.filter(
        state__in=("accepted", "joined"),
        ladder__ended_at=None,
        receiver__presence__seen_at__gte=F("accepted_at") - PRESENT_FOR,
    ).values_list("id", "receiver__presence__seen_at", "receiver__presence__gone_at")
    return [(one, _absent_from(seen, gone)) for one, seen, gone in rows]


def _agents() -> list[tuple[UUID, datetime]]:
    rows = Incident.objects.filter(
        state="open",
        level__lte=URGENT,
        opened_in_error_at=None,
        contact__isnull=False,
        contact__released_at=None,
        owner__presence__seen_at__gte=F("opened_at") - PRESENT_FOR,
    ).values_list("id", "owner", "owner__presence__seen_at", "owner__presence__gone_at")
    absent = [(one, who, _absent_from(seen, gone)) for one, who, seen, gone in rows]
    return [(one, when) for one, who, when in absent if not _looked_after(one, who, when)]


def _looked_after(incident_id: UUID, owner_id: UUID, when: datetime) -> bool:
    """Return whether it rings now, rang since, or somebody else is there or on their way."""
    ladders = Ladder.objects.filter(incident_id=incident_id, ended_at=None)
    others = HandOver.objects.filter(ladder__in=ladders, state__in=ACTIVE)
    on_the_way = others.exclude(receiver_id=owner_id)
    return (
        ladders.filter(due_at__isnull=False).exists()
        or Page.objects.filter(ladder__incident_id=incident_id, paged_at__gte=when).exists()
        or on_the_way.filter(Q(joined_at__isnull=False) | Q(accepted_at__gte=when)).exists()
    )


def _absent_from(seen: datetime, gone: datetime | None) -> datetime:
    return max(seen, gone or seen) + PRESENT_FOR
