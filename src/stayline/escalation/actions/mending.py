"""A ladder to which nothing would happen any more is rung: the watchdog's own way of mending."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from stayline.escalation.actions._moves import lock_ladder_in_transaction
from stayline.escalation.actions.ringing import raise_ladder_in_transaction
from stayline.escalation.actions.watching import fire_limit, fire_rung
from stayline.escalation.queries.audit import limits_over
from stayline.people.queries import system_actor
from stayline.platform.transactions import action


def mend_ladder(*, ladder_id: UUID, at: datetime) -> bool:
    """Let happen what should have happened to an open ladder; False when it had already.

    A rung or a limit that passed is let run out, as the watcher would have done. One for which
    nothing was due any more rings again, from the first rung where somebody had accepted. Each
    is an action of its own.

    Raises:
        LadderNotFound: no ladder has this id.
    """
    if fire_rung(ladder_id=ladder_id, at=at):
        return True
    if any([fire_limit(hand_over_id=one, at=at) for one in limits_over(ladder_id, at)]):  # noqa: C419 - each of them
        return True
    return _ring_silent(ladder_id=ladder_id, at=at)


@action
def _ring_silent(*, ladder_id: UUID, at: datetime) -> bool:
    """Ring a ladder that is open and silent; False when it rings, is held, or has ended."""
    incident, row, value = lock_ladder_in_transaction(ladder_id)
    held = any(receiver.due_at is not None for receiver in value.receivers)
    if value.ended or value.due_at is not None or held:
        return False
    raise_ladder_in_transaction(
        incident,
        row.document_id,
        because="nothing was due for it any more",
        actor=system_actor("watcher"),
        at=at,
    )
    return True
