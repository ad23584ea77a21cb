"""What is done to messages: put in, taken to be sent, settled, put back by a person."""

from stayline.outbox.actions.enqueue import enqueue_in_transaction
from stayline.outbox.actions.replay import replay_message
from stayline.outbox.actions.restored import Waiting, free_leases_in_transaction
from stayline.outbox.actions.settle import (
    Taken,
    backoff,
    note_told,
    put_off,
    set_aside,
    settle_sent,
    take_next,
)

__all__ = [
    "Taken",
    "Waiting",
    "backoff",
    "enqueue_in_transaction",
    "free_leases_in_transaction",
    "note_told",
    "put_off",
    "replay_message",
    "set_aside",
    "settle_sent",
    "take_next",
]
