"""The outbox: put in with the change, leased, sent, tried again, set aside, put back."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from stayline.ledger.queries import entries, stream_about
from stayline.outbox.actions import (
    backoff,
    enqueue_in_transaction,
    put_off,
    replay_message,
    set_aside,
    settle_sent,
    take_next,
)
from stayline.outbox.actions.settle import LEASE, OUTBOX
from stayline.outbox.errors import MessageNotFound, ReplayRefused
from stayline.outbox.models import Message
from stayline.outbox.ports import Outcome, Outgoing, Refused, Retry, Sent
from stayline.outbox.queries import counts_by_state, message, messages_set_aside, next_due
from stayline.outbox.workers import Sender
from stayline.people.queries import system_actor
from tests.cast import NOW, Cast, later
from tests.rooms.outbox.senders import Clock, Ear, Way, put, sender


@pytest.mark.django_db
def test_a_message_is_there_when_the_change_is_and_only_then() -> None:
    with transaction.atomic():
        enqueue_in_transaction(kind="a.b", channel="case", payload={}, exercise=False, at=NOW)
        transaction.set_rollback(True)
    assert not Message.objects.exists()
    put()
    assert counts_by_state()["queued"] == 1


@pytest.mark.django_db
def test_what_it_says_is_sealed_at_rest_and_open_to_its_sender() -> None:
    message_id = put()
    assert b"said" not in bytes(Message.objects.get().sealed)
    taken = take_next(at=NOW)
    assert taken is not None
    assert taken.message is not None
    assert taken.message.id == message_id
    assert taken.message.payload == {"words": "what was said"}


@pytest.mark.django_db
def test_a_known_key_adds_nothing() -> None:
    assert put(key="case:1") == put(key="case:1", payload={"other": 1})
    assert Message.objects.count() == 1


@pytest.mark.django_db
def test_a_sent_message_is_settled_and_the_room_above_is_told_once() -> None:
    clock, way, ear, deaf = Clock(), Way(), Ear(), Ear(prefix="escalation.")
    message_id = put()
    send = sender(clock, way, told=[ear, deaf])
    assert send.step()
    assert not send.step()
    assert send.tell() == 1
    assert send.tell() == 0
    found = message(message_id)
    assert found is not None
    assert (found.state, found.reference, found.sent_at) == ("sent", "CASE-7", NOW)
    assert ear.heard == [(message_id, "CASE-7")]
    assert not deaf.heard


@pytest.mark.django_db
def test_a_crash_between_sent_and_told_is_made_good() -> None:
    clock, ear = Clock(), Ear(fault=RuntimeError("the room above is broken"))
    put()
    send = sender(clock, Way(), told=[ear])
    send.step()
    assert send.tell() == 0
    ear.fault = None
    assert sender(clock, Way(), told=[ear]).tell() == 1
    assert len(ear.heard) == 1


@pytest.mark.django_db
def test_what_may_leave_later_is_tried_again_after_a_growing_pause() -> None:
    clock, way = Clock(), Way(lambda _message: Retry("no answer: ConnectError"))
    message_id = put()
    send = sender(clock, way)
    assert send.step()
    assert not send.step(), "not again at once"
    assert next_due(at=clock.at) == later(2)
    clock.at = later(2)
    assert send.step()
    assert next_due(at=clock.at) == later(2 + 4)
    found = message(message_id)
    assert found is not None
    assert (found.state, found.attempts) == ("queued", 2)
    assert found.last_error == "no answer: ConnectError"


def test_the_pause_doubles_to_an_hour_and_jitter_takes_half_at_most() -> None:
    assert [backoff(n, 0).total_seconds() for n in (1, 2, 3)] == [2, 4, 8]
    assert backoff(60, 0) == timedelta(hours=1)
    assert backoff(3, 1).total_seconds() == 4


@pytest.mark.django_db
def test_after_the_last_try_it_is_set_aside_and_logged() -> None:
    clock, way = Clock(), Way(lambda _message: Retry("the receiver answered 503"))
    message_id = put()
    send = sender(clock, way)
    while send.step():
        clock.at += timedelta(hours=2)
    (aside,) = messages_set_aside()
    assert (aside.id, aside.attempts) == (message_id, 12)
    stream = stream_about("system", OUTBOX)
    assert stream is not None
    kinds = [entry.kind for entry in entries(stream.id)]
    assert kinds == ["outbox.circuit.opened", "outbox.message.set_aside"]


@pytest.mark.django_db
def test_a_refusal_is_set_aside_at_once_and_a_person_puts_it_back(cast: Cast) -> None:
    clock, way = Clock(), Way(lambda _message: Refused("the receiver answered 400"))
    message_id = put()
    send = sender(clock, way)
    send.step()
    assert messages_set_aside()[0].last_error == "the receiver answered 400"
    way.answer = lambda _message: Sent("CASE-8")
    replay_message(message_id=message_id, actor=cast.bo, at=later(60))
    clock.at = later(60)
    assert send.step()
    found = message(message_id)
    assert found is not None
    assert (found.state, found.attempts) == ("sent", 1)
    assert way.sent[0].key == way.sent[1].key, "the receiver sees the same key"
    stream = stream_about("system", OUTBOX)
    assert stream is not None
    assert [entry.kind for entry in entries(stream.id)] == [
        "outbox.message.set_aside",
        "outbox.message.replayed",
    ]


@pytest.mark.django_db
def test_only_what_was_set_aside_can_be_put_back(cast: Cast) -> None:
    with pytest.raises(MessageNotFound):
        replay_message(message_id=uuid4(), actor=cast.bo, at=NOW)
    with pytest.raises(ReplayRefused):
        replay_message(message_id=put(), actor=cast.bo, at=NOW)


@pytest.mark.django_db
def test_a_lease_keeps_others_away_until_it_ends() -> None:
    put()
    first = take_next(at=NOW)
    assert first is not None
    assert take_next(at=later(59)) is None
    second = take_next(at=NOW + LEASE)
    assert second is not None
    assert not settle_sent(first.id, first.lease, reference="late", at=later(61))
    assert not put_off(first.id, first.lease, reason="late", until=later(99))
    watcher = system_actor("outbox")
    assert not set_aside(first.id, first.lease, reason="late", actor=watcher, at=later(61))
    assert settle_sent(second.id, second.lease, reference="won", at=later(61))
    found = message(second.id)
    assert found is not None
    assert (found.reference, found.attempts) == ("won", 2)


@pytest.mark.django_db
@pytest.mark.parametrize("exercise", [True, False])
def test_exercises_and_the_real_leave_by_ways_of_their_own(exercise: bool) -> None:
    real, drill = Way(), Way(for_exercise=True)
    put(exercise=exercise)
    sender(Clock(), real, drill).step()
    assert (len(real.sent), len(drill.sent)) == ((0, 1) if exercise else (1, 0))


@pytest.mark.django_db
def test_an_exercise_without_a_way_of_its_own_never_leaves_by_the_real_one() -> None:
    real = Way()
    put(exercise=True)
    sender(Clock(), real).step()
    assert not real.sent
    assert messages_set_aside()


@pytest.mark.django_db
def test_a_demo_sends_nothing_to_the_world() -> None:
    outside = Way(reaches_outside=True)
    put()
    sender(Clock(), outside).step()
    assert not outside.sent
    assert messages_set_aside()[0].last_error == "a demo sends nothing to the world"


@pytest.mark.django_db
def test_a_connectors_fault_is_tried_again_and_its_text_is_not_kept() -> None:
    def fall(_message: Outgoing) -> Outcome:
        raise ValueError("what the caller said")

    message_id = put()
    sender(Clock(), Way(fall)).step()
    found = message(message_id)
    assert found is not None
    assert (found.state, found.last_error) == ("queued", "ValueError")


@pytest.mark.django_db
def test_a_message_that_does_not_open_is_set_aside_and_stops_nobody() -> None:
    broken = put()
    Message.objects.filter(id=broken).update(sealed=b"\x01" + bytes(40))
    good = put(at=later(1))
    clock, way = Clock(), Way()
    clock.at = later(5)
    send = sender(clock, way)
    assert send.step()
    assert send.step()
    assert [each.id for each in way.sent] == [good]
    assert messages_set_aside()[0].id == broken


class Looked(threading.Event):
    """An end that is asked for; it notes that the loop has come round once."""

    def __init__(self) -> None:
        super().__init__()
        self.times, self.once = 0, threading.Event()

    def is_set(self) -> bool:
        self.times += 1
        if self.times > 1:
            self.once.set()
        return super().is_set()


@pytest.mark.sqlite_only
@pytest.mark.django_db(transaction=True)
def test_with_nothing_to_send_it_waits_until_it_is_woken_and_ends() -> None:
    ended = Looked()
    sender = Sender(actor=system_actor("outbox"))
    thread = threading.Thread(target=sender.run, args=(ended,))
    thread.start()
    assert ended.once.wait(10)
    ended.set()
    thread.join(10)
    assert not thread.is_alive()


@pytest.mark.sqlite_only
@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_is_waited_for_and_nothing_is_lost() -> None:
    put()
    ended, way = Looked(), Way()
    times = 0

    def away_at_first() -> datetime:
        nonlocal times
        times += 1
        if times == 1:
            raise DatabaseError("the database went away")
        if way.sent:
            ended.set()
        return NOW

    Sender([way], actor=system_actor("outbox"), told=[], wall=away_at_first).run(ended)
    assert [sent.payload for sent in way.sent] == [{"words": "what was said"}]
    assert Message.objects.get().state == "sent"


@pytest.mark.django_db
def test_a_room_that_meets_a_database_that_is_away_stops_the_round() -> None:
    put()
    send = sender(Clock(), Way(), told=[Ear(fault=DatabaseError("the database went away"))])
    assert send.step()
    with pytest.raises(DatabaseError):
        send.tell()
    ear = Ear()
    assert sender(Clock(), told=[ear]).tell() == 1
    assert ear.heard


@pytest.mark.django_db
def test_it_sleeps_until_the_next_one_is_due_and_a_second_at_the_most() -> None:
    clock = Clock()
    send = sender(clock)
    assert send.pause() == 1.0
    put(due_at=later(60))
    assert send.pause() == 1.0
    put(due_at=later(0.5))
    assert send.pause() == 0.5
    put()
    assert send.pause() == 0.05
