"""Many press at the same moment: one wins, the others are told who; what is due fires once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import pytest
from django.db import connections

from stayline.config.wiring import plug
from stayline.escalation.actions import accept_rung, fire_limit, fire_rung, join_contact
from stayline.escalation.errors import AcceptRefused
from stayline.escalation.models import HandOver, Ladder
from stayline.escalation.queries import rings_for
from stayline.incidents.actions import get_help
from stayline.ledger.queries import entries
from stayline.library.actions import load_playbook
from stayline.people.actions import add_person, note_seen
from stayline.people.queries import system_actor
from stayline.platform.actors import Actor
from tests.cast import NOW, PASSWORD, Cast, later, make_cast

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


HOW_MANY = 50


@dataclass(frozen=True)
class Ringing:
    """A ladder that rings for fifty people."""

    ladder: Ladder
    people: list[Actor]
    cast: Cast

    def logged(self) -> list[str]:
        return [entry.kind for entry in entries(self.ladder.incident.stream_id)]


@pytest.fixture
def ringing() -> Ringing:
    plug()
    cast = make_cast()
    load_playbook(mode="demo", actor=system_actor("command_line"), at=NOW)
    people = [
        add_person(
            username=f"super{number}",
            name=f"Supervisor {number} Example",
            password=PASSWORD,
            roles=["supervisor"],
            site_id=cast.site.id,
            at=NOW,
            on_duty=True,
        ).actor()
        for number in range(HOW_MANY)
    ]
    note_seen(person_ids=[one.id for one in people], at=NOW, process="tests")
    incident = get_help(contact_id=cast.contact().id, actor=cast.ann, at=NOW)
    ladder = Ladder.objects.get(incident=incident, document_id="crisis")
    for at in (20, 40, 60):
        fire_rung(ladder_id=ladder.id, at=later(at))
    return Ringing(ladder, people, cast)


def at_once(moves: list[Callable[[], object]]) -> list[object]:
    """Do all of these in threads of their own, let go at one moment; an error is a result."""
    gate = threading.Barrier(len(moves))
    results: list[object] = [None] * len(moves)

    def do(place: int, move: Callable[[], object]) -> None:
        gate.wait(timeout=90)
        try:
            results[place] = move()
        except Exception as error:  # noqa: BLE001 - the test looks at every one of them
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=pair) for pair in enumerate(moves)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


@pytest.mark.covers("X-6")
def test_fifty_accept_at_once_one_wins_and_the_others_are_told_who(ringing: Ringing) -> None:
    assert all(rings_for(one.id, at=later(61)) for one in ringing.people)
    results = at_once(
        [
            lambda one=one: accept_rung(ladder_id=ringing.ladder.id, actor=one, at=later(62))
            for one in ringing.people
        ]
    )
    refused = [one for one in results if isinstance(one, AcceptRefused)]
    (hand_over,) = HandOver.objects.select_related("receiver").filter(ladder=ringing.ladder)
    assert len(refused) == HOW_MANY - 1, [one for one in results if isinstance(one, Exception)]
    assert {one.who for one in refused} == {hand_over.receiver.name}
    assert all(hand_over.receiver.name in one.sentence for one in refused)
    winner = next(
        one for one, done in zip(ringing.people, results, strict=True) if done not in refused
    )
    assert winner.id == hand_over.receiver_id
    assert ringing.logged().count("escalation.rung.accepted") == 1
    assert not any(rings_for(one.id, at=later(63)) for one in ringing.people)


def test_accepted_while_the_rung_runs_out(ringing: Ringing) -> None:
    one = ringing.people[0]
    before = Ladder.objects.get(id=ringing.ladder.id).round
    results = at_once(
        [
            lambda: accept_rung(ladder_id=ringing.ladder.id, actor=one, at=later(80)),
            *[lambda: fire_rung(ladder_id=ringing.ladder.id, at=later(80))] * 4,
        ]
    )
    assert not [error for error in results if isinstance(error, Exception)]
    ladder = Ladder.objects.get(id=ringing.ladder.id)
    assert ladder.due_at is None
    assert ladder.round - before in {0, 1}
    assert sum(done is True for done in results[1:]) == ladder.round - before
    assert HandOver.objects.get(ladder=ladder).receiver_id == one.id


def test_two_watchers_ring_once(ringing: Ringing) -> None:
    before = ringing.logged().count("escalation.rung.rang")
    results = at_once([lambda: fire_rung(ladder_id=ringing.ladder.id, at=later(80))] * 6)
    assert sorted(map(bool, results)) == [False] * 5 + [True]
    assert ringing.logged().count("escalation.rung.rang") == before + 1


def test_joined_while_the_limit_passes(ringing: Ringing) -> None:
    one = ringing.people[0]
    accept_rung(ladder_id=ringing.ladder.id, actor=one, at=later(62))
    hand_over: UUID = HandOver.objects.get(ladder=ringing.ladder).id
    results = at_once(
        [
            lambda: join_contact(ladder_id=ringing.ladder.id, actor=one, at=later(92)),
            *[lambda: fire_limit(hand_over_id=hand_over, at=later(92))] * 3,
        ]
    )
    assert not [error for error in results if isinstance(error, Exception)]
    row = HandOver.objects.get(id=hand_over)
    assert (row.state, row.late, row.due_at) == ("joined", False, later(152))
    assert Ladder.objects.get(id=ringing.ladder.id).due_at is None
    assert ringing.logged().count("escalation.receiver.late") == sum(
        done is True for done in results[1:]
    )
