"""A way out that does not answer is left alone; what one incident says leaves in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest

from stayline.ledger.queries import entries, stream_about
from stayline.outbox.actions import enter_circuit, replay_message, take_next
from stayline.outbox.actions.settle import LEASE, OUTBOX
from stayline.outbox.models import Circuit, Message
from stayline.outbox.ports import Outcome, Outgoing, Refused, Retry, Sent
from stayline.outbox.queries import (
    circuits_given_up,
    counts_by_state,
    message,
    messages_set_aside,
    next_due,
)
from stayline.outbox.workers import circuit_of
from tests.cast import NOW, Cast, later
from tests.rooms.outbox.senders import Clock, Ear, Way, put, sender

pytestmark = pytest.mark.django_db

PAGES = frozenset({"email"})


def gone(_message: Outgoing) -> Outcome:
    return Retry("no answer: ConnectTimeout")


@dataclass
class Placed(Way):
    """A way out that reaches several places."""

    place: Callable[[Outgoing], str] = lambda message: str(message.payload["team"])

    def destination(self, message: Outgoing) -> str:
        return self.place(message)


def logged() -> list[str]:
    stream = stream_about("system", OUTBOX)
    return [] if stream is None else [entry.kind for entry in entries(stream.id)]


def test_a_place_that_does_not_answer_costs_three_tries_and_the_rest_waits() -> None:
    clock, case, page = Clock(), Way(gone), Way(channels=PAGES)
    for _ in range(20):
        put()
    put(channel="email", kind="escalation.page", due_at=later(1))
    send = sender(clock, case, page)
    while send.step():
        pass
    assert len(case.sent) == 3, "twenty messages, three tries"
    clock.at = later(1)
    assert send.step()
    assert len(page.sent) == 1, "another way out goes on"
    (given_up,) = circuits_given_up()
    assert (given_up.key, given_up.waiting, given_up.oldest) == ("case", 20, NOW)
    assert given_up.last_error == "no answer: ConnectTimeout"
    assert next_due(at=clock.at) == later(5), "nobody looks before the pause is over"


def test_one_message_tries_it_again_and_the_first_success_lets_all_go() -> None:
    clock, case = Clock(), Way(gone)
    for _ in range(20):
        put()
    send = sender(clock, case)
    while send.step():
        pass
    clock.at = later(5)
    while send.step():
        pass
    assert len(case.sent) == 4, "one probe, then a longer pause"
    clock.at = later(16)
    case.answer = lambda _message: Sent()
    while send.step():
        pass
    assert counts_by_state() == {"queued": 0, "leased": 0, "dead": 0}
    assert circuits_given_up() == []
    assert logged() == ["outbox.circuit.opened", "outbox.circuit.closed"]
    tried = [sent.key for sent in case.sent]
    assert len(set(tried)) == 20, "under their own keys, each once more at most"


def test_a_refusal_is_an_answer_and_gives_up_nothing() -> None:
    clock, case = Clock(), Way(lambda _message: Refused("the receiver answered 400"))
    for _ in range(5):
        put()
    send = sender(clock, case)
    while send.step():
        pass
    assert len(messages_set_aside()) == 5
    assert not Circuit.objects.exists()


def test_a_failure_now_and_then_is_forgotten_by_the_next_success() -> None:
    answers = iter([Retry("busy"), Retry("busy"), Sent(), Retry("busy"), Sent(), Sent()])
    clock, case = Clock(), Way(lambda _message: next(answers))
    for _ in range(3):
        put()
    send = sender(clock, case)
    for _ in range(40):
        send.step()
        clock.at += timedelta(seconds=1)
    assert counts_by_state()["queued"] == 0
    assert logged() == []


def test_one_sender_is_always_left_for_other_places() -> None:
    for _ in range(3):
        put()
    page = put(channel="email", due_at=later(1))
    assert all(take_next(at=NOW) for _ in range(2))
    assert take_next(at=NOW) is None, "two are on their way to one place, and no more"
    taken = take_next(at=later(1))
    assert taken is not None
    assert taken.id == page


def test_a_place_that_failed_last_gets_one_message_at_a_time() -> None:
    put()
    put()
    sender(Clock(), Way(gone)).step()
    assert take_next(at=later(3)) is not None, "one tries it"
    assert take_next(at=later(3)) is None, "and the others have a hand free"
    assert take_next(at=later(3) + LEASE) is not None, "also when the first was killed"


def test_what_is_taken_for_a_place_that_is_given_up_is_put_back_untried() -> None:
    clock, way = Clock(), Placed(gone)
    for _ in range(3):
        put(payload={"team": "north"})
    send = sender(clock, way)
    while send.step():
        pass
    late = put(payload={"team": "north"}, due_at=later(1))
    clock.at = later(1)
    assert send.step(), "its place is not known before it is opened"
    found = message(late)
    assert found is not None
    assert (found.state, found.attempts) == ("queued", 0)
    assert not send.step(), "and it is not taken again before the place is tried"
    assert len(way.sent) == 3


def test_a_way_with_several_places_gives_up_only_the_one() -> None:
    clock = Clock()
    way = Placed(lambda message: gone(message) if message.payload["team"] == "north" else Sent())
    for number in range(12):
        put(payload={"team": ("north", "south")[number % 2]})
    send = sender(clock, way)
    while send.step():
        pass
    assert counts_by_state()["queued"] == 6
    assert [one.key for one in circuits_given_up()] == ["north"]


def test_a_way_that_cannot_say_where_it_goes_is_one_place_and_exercises_fail_alone() -> None:
    def broken(_message: Outgoing) -> str:
        raise LookupError("no such team")

    taken = take_next(at=NOW) if put(exercise=True) else None
    assert taken is not None
    assert taken.message is not None
    assert circuit_of(Placed(place=broken), taken.message) == "exercise case"
    assert not enter_circuit(taken.id, uuid4(), "case", at=NOW), "whose lease ended has no say"


def test_what_one_incident_says_to_one_place_leaves_in_order_also_through_a_failure() -> None:
    incident, other = uuid4(), uuid4()
    first, second, third = (
        put(incident_id=incident, payload={"number": number}) for number in (1, 2, 3)
    )
    elsewhere = put(incident_id=incident, destination="bo")
    unrelated = put(incident_id=other)
    way = Way(lambda message: Retry("busy") if message.id == first else Sent())
    clock = Clock()
    send = sender(clock, way)
    while send.step():
        pass
    assert {one.id for one in way.sent} == {first, elsewhere, unrelated}
    way.answer = lambda _message: Sent()
    clock.at = later(2)
    while send.step():
        pass
    assert [one.id for one in way.sent[-3:]] == [first, second, third]


def test_what_is_set_aside_holds_up_nothing_behind_it() -> None:
    incident = uuid4()
    first, second = put(incident_id=incident), put(incident_id=incident)
    way = Way(lambda message: Refused("it is wrong") if message.id == first else Sent())
    send = sender(Clock(), way)
    while send.step():
        pass
    assert [one.id for one in messages_set_aside()] == [first]
    found = message(second)
    assert found is not None
    assert found.state == "sent"


def test_what_is_urgent_leaves_before_what_waits_longer() -> None:
    put()
    page = put(urgent=True, due_at=later(5))
    clock, way = Clock(), Way()
    clock.at = later(5)
    sender(clock, way).step()
    assert [one.id for one in way.sent] == [page]


def test_what_is_of_no_use_any_more_is_never_sent_and_the_room_above_hears_it(cast: Cast) -> None:
    clock, way = Clock(), Way()
    late = put(kind="escalation.page", useless_at=later(60))
    clock.at = later(60)
    ear, deaf = Ear(prefix="escalation."), Ear(prefix="reports.")
    send = sender(clock, way, told=[ear, deaf])
    send.step()
    assert (way.sent, send.tell(), send.tell()) == ([], 1, 0)
    assert ear.missed == [(late, "it could not be sent in time to be of use")]
    assert (ear.heard, deaf.missed) == ([], [])
    replay_message(message_id=late, actor=cast.bo, at=later(90))
    clock.at = later(90)
    send.step()
    assert (len(way.sent), send.tell(), ear.heard) == (1, 1, [(late, "CASE-7")])
    assert Message.objects.get().state == "sent"
