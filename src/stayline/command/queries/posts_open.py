"""What is still open in an incident, for whoever takes a post over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.command.models import Decision
from stayline.command.queries.deployments import deployments
from stayline.command.queries.messages import messages
from stayline.incidents.queries import blocking_close

if TYPE_CHECKING:
    from datetime import datetime

    from stayline.incidents.models import Incident


def still_open(incident: Incident, *, at: datetime) -> list[str]:
    """Return what is owed, who is sent and who has not answered: a line each (S3-12)."""
    sent = [one for one in deployments(incident, at=at) if one.ended_at is None]
    unanswered = [one for one in messages(incident) if one.waits]
    decided = Decision.objects.filter(incident=incident, corrected_by=None).count()
    return [
        *blocking_close(incident),
        *(f"Sent: {one.who}, {one.state_words}{', late' if one.late else ''}." for one in sent),
        f"Messages that nobody has answered for: {len(unanswered)}.",
        f"Decisions that stand: {decided}; they are in the log.",
    ]
