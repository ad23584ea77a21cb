"""Faults that need no process of their own: clocks that step, places that do not answer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.conf import LazySettings

from stayline.config.working import tell_deadman
from stayline.deadlines.actions import beat, sign_off
from stayline.deadlines.workers import Watcher
from stayline.escalation.models import Ladder
from stayline.escalation.workers import RingAgainAfterStep, RungDue
from stayline.incidents.actions import get_help
from stayline.ledger.queries import entries
from stayline.outbox.ports import Outcome, Outgoing, Retry
from stayline.outbox.queries import circuits_given_up, counts_by_state
from stayline.outbox.workers import Sender
from stayline.people.actions import note_seen
from tests.cast import NOW, Cast, later
from tests.faults.conftest import Told
from tests.rooms.outbox.senders import Clock, Way, put, sender


@pytest.mark.django_db
@pytest.mark.parametrize(("jump", "way"), [(3600, "forward"), (-3600, "back")])
def test_a_clock_that_steps_rings_every_open_ladder_again(
    cast: Cast, playbook: None, told: Told, jump: int, way: str
) -> None:
    del playbook
    wall, steady = [NOW], [100.0]
    watcher = Watcher(
        [RungDue()],
        process="tests",
        clock_steps=[RingAgainAfterStep()],
        wall=lambda: wall[0],
        steady=lambda: steady[0],
    )
    everybody = [one.id for one in (cast.ann, cast.bo, cast.bea, cast.lou, cast.mo)]
    note_seen(person_ids=everybody, at=NOW, process="tests")
    incident = get_help(contact_id=cast.contact().id, kind="self_harm", actor=cast.ann, at=NOW)
    watcher.step()
    wall[0] += timedelta(seconds=jump + 0.2)
    steady[0] += 0.2
    note_seen(person_ids=everybody, at=wall[0], process="tests")
    watcher.step()
    kinds = [entry.kind for entry in entries(incident.stream_id)]
    assert kinds.count("escalation.ladder.raised_again") == 1
    ladder = Ladder.objects.get(incident=incident)
    assert ladder.pages.filter(paged_at=wall[0]).exists()
    assert ladder.due_at is not None
    told(
        f"The clock steps an hour {way}",
        by="wall and steady clock are compared five times a second; over 2 s is a step",
        saw="every open ladder rang again at once; the log marks entries whose time goes back",
        seconds=0.2,
    )


@pytest.mark.django_db
def test_with_every_place_gone_nothing_is_lost_and_all_of_it_leaves_later(told: Told) -> None:
    places = {"case": 40, "email": 30, "sms": 30}
    clock = Clock()
    for channel, many in places.items():
        for number in range(many):
            put(channel=channel, kind="x.y", key=f"{channel}:{number}", urgent=channel == "sms")

    def gone(_message: Outgoing) -> Outcome:
        return Retry("no answer: ConnectTimeout")

    ways = [Way(gone, channels=frozenset({channel})) for channel in places]
    send = sender(clock, *ways)
    send_all(send)
    tries = sum(len(way.sent) for way in ways)
    assert tries == 3 * len(places), "three tries a place, and a hundred messages wait"
    assert sorted(one.waiting for one in circuits_given_up()) == [30, 30, 40]
    while clock.at < NOW + timedelta(hours=1):
        clock.at += timedelta(minutes=1)
        send_all(send)
    for way in ways:
        way.answer = Way().answer
    back = clock.at
    while counts_by_state()["queued"]:
        clock.at += timedelta(seconds=5)
        send_all(send)
    assert counts_by_state() == {"queued": 0, "leased": 0, "dead": 0}
    delivered = {one.key for way in ways for one in way.sent}
    assert len(delivered) == sum(places.values())
    took = (clock.at - back).total_seconds()
    assert took <= 65
    told(
        "Every destination black-holed for an hour",
        by="a circuit breaker a place: three failures running, then one try a minute at the most",
        saw="nothing on the agent's screen; “Not answering” with what waits under Set-up; "
        f"all 100 messages left within {took:.0f} s of the places' return, under their own keys",
        seconds=took,
    )


def send_all(send: Sender) -> None:
    """Send as long as anything may be tried."""
    while send.step():
        pass


@contextmanager
def outside() -> Iterator[tuple[str, list[str]]]:
    """An address of somebody else who waits to be asked."""
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/still-here", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Once(threading.Event):
    """An end that comes with the first pause."""

    def wait(self, timeout: float | None = None) -> bool:
        del timeout
        self.set()
        return True


@pytest.mark.loopback
@pytest.mark.sqlite_only
@pytest.mark.django_db(transaction=True)
def test_the_dead_man_address_is_asked_while_somebody_watches_and_else_not(
    settings: LazySettings, told: Told
) -> None:
    with outside() as (url, asked):
        settings.STAYLINE = replace(settings.STAYLINE, deadman_url=url)
        beat(process="a:1", role="watcher", at=datetime.now(UTC), monotonic=1.0)
        tell_deadman(Once())
        assert asked == ["/still-here"]
        beat(process="a:1", role="watcher", at=datetime.now(UTC) - later_than(6), monotonic=1.0)
        tell_deadman(Once())
        sign_off(process="a:1")
        tell_deadman(Once())
        assert asked == ["/still-here"], "silent: somebody outside notices"
    told(
        "The watcher is switched off",
        by="an outside address asked each minute while the watcher is well",
        saw="every screen red; whoever waits outside for the address hears nothing more",
    )


def later_than(seconds: float) -> timedelta:
    """So long ago."""
    return later(seconds) - NOW
