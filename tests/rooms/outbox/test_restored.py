"""After a restore: what was being sent waits again under its old key, and is counted."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from stayline.outbox.actions import free_leases_in_transaction
from stayline.outbox.models import Message, State
from tests.cast import NOW

pytestmark = pytest.mark.django_db


def message(state: State, **more: object) -> Message:
    return Message.objects.create(
        kind="reports.case", channel="case", key=str(uuid4()), sealed=b"", exercise=True,
        state=state, due_at=NOW - timedelta(hours=1), created_at=NOW, **more,
    )  # fmt: skip


def test_a_lease_is_freed_and_the_key_stays() -> None:
    leased = message(State.LEASED, lease=uuid4(), lease_until=NOW)
    waiting = message(State.QUEUED)
    for state in (State.SENT, State.DEAD):
        message(state)
    found = free_leases_in_transaction(at=NOW)
    assert (found.waiting, found.were_being_sent) == (2, 1)
    freed = Message.objects.get(id=leased.id)
    assert (freed.state, freed.lease, freed.lease_until) == (State.QUEUED, None, None)
    assert (freed.key, freed.due_at) == (leased.key, NOW)
    assert "backup" in freed.last_error
    assert Message.objects.get(id=waiting.id).due_at == waiting.due_at
    assert Message.objects.filter(state__in=[State.SENT, State.DEAD]).count() == 2
