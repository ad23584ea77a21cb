"""What is done to messages: put in, taken to be sent, settled, put back by a person."""

from stayline.outbox.actions.circuits import enter_circuit, note_failed, note_worked
from stayline.outbox.actions.emptying import empty_of_incidents_in_transaction, empty_sent
from stayline.outbox.actions.enqueue import enqueue_in_transaction
from stayline.outbox.actions.replay import replay_channel, replay_message
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
from stayline.outbox.actions.ways import (
    WaySettings,
    add_way,
    change_way,
    stop_way,
    try_way,
)

__all__ = [
    "Taken",
    "Waiting",
    "WaySettings",
    "add_way",
    "backoff",
    "change_way",
    "empty_of_incidents_in_transaction",
    "empty_sent",
    "enqueue_in_transaction",
    "enter_circuit",
    "free_leases_in_transaction",
    "note_failed",
    "note_told",
    "note_worked",
    "put_off",
    "replay_channel",
    "replay_message",
    "set_aside",
    "settle_sent",
    "stop_way",
    "take_next",
    "try_way",
]
