"""What of command is whose among those who work here: their posts, their entry in the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stayline.command.models import Decision, Message, PostHeld
from stayline.command.personal_data.resources import held_about

if TYPE_CHECKING:
    from uuid import UUID


def command_about(person_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """Return which posts somebody held, when they decided or sent something; none of the words."""
    posts = PostHeld.objects.filter(person_id=person_id).order_by("since", "id")
    decided = Decision.objects.filter(by=person_id).order_by("recorded_at", "id")
    sent = Message.objects.filter(sent_by=person_id).order_by("sent_at", "id")
    return held_about(person_id) | {
        "posts": [dict(row) for row in posts.values("post", "since", "ended_at")],
        "decisions": [dict(row) for row in decided.values("post", "decided_at", "recorded_at")],
        "messages_sent": [dict(row) for row in sent.values("medium", "about", "sent_at")],
    }
