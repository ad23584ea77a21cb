"""Many senders at one outbox: each message is leased by exactly one of them."""

from __future__ import annotations

import threading
from collections import Counter
from uuid import UUID

import pytest
from django.db import connections, transaction

from stayline.outbox.actions import enqueue_in_transaction, settle_sent, take_next
from stayline.outbox.queries import counts_by_state
from tests.cast import NOW

SENDERS = 6
MESSAGES = 60


@pytest.mark.django_db(transaction=True)
def test_six_senders_send_sixty_messages_once_each() -> None:
    with transaction.atomic():
        for _ in range(MESSAGES):
            enqueue_in_transaction(kind="a.b", channel="case", payload={}, exercise=False, at=NOW)
    sent: list[UUID] = []
    together = threading.Barrier(SENDERS)

    def work() -> None:
        together.wait()
        misses = 0
        while misses < 3:
            taken = take_next(at=NOW)
            if taken is None:
                misses += 1
            elif settle_sent(taken.id, taken.lease, reference="", at=NOW):
                sent.append(taken.id)
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(SENDERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts_by_state() == {"queued": 0, "leased": 0, "dead": 0}
    assert set(Counter(sent).values()) == {1}
    assert len(sent) == MESSAGES
