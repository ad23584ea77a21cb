"""Messages that wait for a place that is gone: put in and taken away again."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import connections

from stayline.outbox.actions import enqueue_in_transaction
from stayline.platform.transactions import action


def waiting(*, many: int) -> int:
    """Leave exactly `many` messages of the bench waiting, and no memory of failures."""
    done = _put(many)
    connections.close_all()
    return done


@action
def _put(many: int) -> int:
    with connections["default"].cursor() as cursor:
        cursor.execute("DELETE FROM outbox_message WHERE kind = 'bench.gone'")
        cursor.execute("DELETE FROM outbox_circuit")
    at = datetime.now(UTC)
    for _ in range(many):
        enqueue_in_transaction(kind="bench.gone", channel="case", payload={}, exercise=False, at=at)
    return many
