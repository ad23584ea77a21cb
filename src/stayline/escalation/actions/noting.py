"""Noting whether a page left: a person who could not be reached is not waited for."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from stayline.escalation.actions._moves import lock_ladder_in_transaction
from stayline.escalation.events import PageFailed
from stayline.escalation.models import Ladder, Page
from stayline.incidents.actions import log_in_transaction
from stayline.people.queries import actor as actor_of
from stayline.platform.actors import Actor
from stayline.platform.transactions import action, writer_lock
from stayline.platform.wake import wake_on_commit


def note_page_sent(message_id: UUID, *, at: datetime) -> None:
    """Note that a page left at `at`; a page that was given up and sent after all, too."""
    with writer_lock():
        Page.objects.filter(message_id=message_id).exclude(state="sent").update(
            state="sent", sent_at=at, failed=""
        )


@action
def note_page_failed(message_id: UUID, *, reason: str, actor: Actor, at: datetime) -> bool:
    """Log that a page did not leave; it counts as not reached.

    When nobody is left who might still answer this rung, the ladder goes on at once instead of
    waiting for its seconds. False when it was known, or the message is no page.
    """
    found = Page.objects.filter(message_id=message_id).values_list("ladder_id", flat=True).first()
    if found is None:
        return False
    incident, ladder, value = lock_ladder_in_transaction(found)
    page = Page.objects.get(message_id=message_id)
    if page.state == "failed":
        return False
    page.state, page.failed = "failed", reason[:200]
    page.save(update_fields=["state", "failed"])
    failed = PageFailed(
        ladder=str(ladder.id),
        document=ladder.document_id,
        channel=page.channel,
        reason=reason[:200],
        person=actor_of(page.person_id).pseudonym,
    )
    log_in_transaction(incident, failed, actor=actor, at=at, live="coming", urgent=True)
    now = ladder.pages.filter(round=value.round, rung=value.rung, attempt=value.attempt)
    ours = (page.round, page.rung, page.attempt) == (value.round, value.rung, value.attempt)
    waiting = now.filter(answered_at=None).exclude(state="failed")
    if ours and value.ringing and not waiting.exists():
        Ladder.objects.filter(id=ladder.id, due_at__gt=at).update(due_at=at)
        wake_on_commit("due")
    return True
