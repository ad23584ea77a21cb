"""Publishing inside a transaction, and reading what was committed, in any order."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from stayline.platform.live import announce, publish_on_commit, session_topic
from stayline.platform.live.feed import Cursor, Feed, prune
from stayline.platform.live.hub import Event
from stayline.platform.live.publish import _Announcer, _without_the_disk, close_session
from stayline.platform.live.replay import replay
from stayline.platform.models import LiveEvent
from stayline.platform.transactions import action
from stayline.platform.wake import SocketListener, wake_now


def publish(topic: str, kind: str = "lines", sequence: int | None = None) -> None:
    with transaction.atomic():
        publish_on_commit(topic, kind, sequence=sequence)


@pytest.mark.django_db
def test_an_event_has_a_plain_topic_and_kind() -> None:
    for topic, kind in [("nothing", "x"), ("a:b\nevent: c", "x"), ("a:b", "x\ny"), ("a:b", "")]:
        with pytest.raises(ValueError, match="not a topic and a kind"):
            publish_on_commit(topic, kind)


@pytest.mark.django_db(transaction=True)
def test_an_event_needs_a_transaction_and_goes_with_it() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        publish_on_commit("incident:1", "lines")
    position = Cursor()
    position.begin()
    with transaction.atomic():
        publish_on_commit("incident:1", "lines")
        transaction.set_rollback(True)
    assert position.take() == []
    publish("incident:1", "lines", 4)
    assert position.take() == [Event("incident:1", "lines", urgent=False, sequence=4)]
    assert position.take() == []


@pytest.mark.django_db(transaction=True)
def test_what_several_announce_at_once_is_written_together_and_each_hears_of_a_fault() -> None:
    position = Cursor()
    position.begin()
    announce("contact:1", "lines", urgent=True)
    assert position.take() == [Event("contact:1", "lines", urgent=True, sequence=None)]
    with pytest.raises(ValueError, match="not a topic and a kind"):
        announce("nothing", "lines")

    together, told = _Announcer(), []

    def say(row: tuple[str, str, bool, int | None]) -> None:
        try:
            together.say([row])
        except DatabaseError:
            told.append(row[0])
        finally:
            connection.close()

    def at_once(*rows: tuple[str, str, bool, int | None]) -> None:
        threads = [threading.Thread(target=say, args=(row,)) for row in rows]
        with together._turn:
            for one in threads:
                one.start()
            while len(together._waiting) < len(rows):
                time.sleep(0.001)
        for one in threads:
            one.join()

    at_once(("contact:1", "lines", True, None), ("contact:2", "lines", True, None))
    assert {event.topic for event in position.take()} == {"contact:1", "contact:2"}
    assert LiveEvent.objects.count() == 3
    at_once(("contact:3", "lines", True, None), ("contact:4", None, True, None))  # type: ignore[arg-type]  # a fault
    assert sorted(told) == ["contact:3", "contact:4"], "neither was written, and both know it"


@pytest.mark.django_db(transaction=True)
def test_an_action_says_each_thing_once_and_all_of_it_as_its_last_thing() -> None:
    before: list[int] = []
    position = Cursor()
    position.begin()

    @action
    def speak() -> None:
        for sequence in (1, 2, 2):
            publish_on_commit("incident:1", "lines", sequence=sequence)
        with transaction.atomic():
            publish_on_commit("incident:2", "lines")
            transaction.set_rollback(True)
        before.append(LiveEvent.objects.count())

    @action
    def fall_silent() -> None:
        publish_on_commit("incident:3", "lines")
        raise RuntimeError

    told = LiveEvent.objects.count()
    with pytest.raises(RuntimeError):
        fall_silent()
    speak()
    assert before == [told]
    assert [(one.topic, one.sequence) for one in position.take()] == [
        ("incident:1", 1),
        ("incident:1", 2),
    ]


@pytest.mark.django_db
def test_an_id_that_becomes_visible_late_is_still_told() -> None:
    base = LiveEvent.objects.create(topic="a:0", kind="x").id
    position = Cursor()
    position.begin()
    LiveEvent.objects.create(id=base + 3, topic="a:3", kind="x")
    assert [event.topic for event in position.take()] == ["a:3"]
    LiveEvent.objects.create(id=base + 1, topic="a:1", kind="x")
    assert [event.topic for event in position.take()] == ["a:1"]
    LiveEvent.objects.create(id=base + 2, topic="a:2", kind="x")
    LiveEvent.objects.create(id=base + 4, topic="a:4", kind="x")
    assert [event.topic for event in position.take()] == ["a:2", "a:4"]
    assert position.take() == []


@pytest.mark.django_db
def test_what_was_there_before_is_not_told_again() -> None:
    LiveEvent.objects.create(topic="a:0", kind="x")
    position = Cursor()
    position.begin()
    assert position.take() == []


@pytest.mark.django_db(transaction=True)
def test_the_feed_hands_over_what_another_thread_commits_within_a_moment() -> None:
    heard: list[Event] = []
    arrived = threading.Event()

    def take(events: list[Event]) -> None:
        heard.extend(events)
        arrived.set()

    feed = Feed(take)
    feed.start()
    try:
        assert feed.ready.wait(5)
        begun = time.monotonic()
        publish("incident:9", "ring", 1)
        assert arrived.wait(3)
        assert time.monotonic() - begun < 1.5
        assert heard == [Event("incident:9", "ring", urgent=False, sequence=1)]
    finally:
        feed.stop()
        feed.join(5)
    assert not feed.is_alive()


@pytest.mark.django_db
def test_a_replay_tells_what_came_after_and_nothing_before() -> None:
    for number in (1, 2, 3):
        LiveEvent.objects.create(topic="incident:1", kind=f"k{number}", sequence=number)
        LiveEvent.objects.create(topic="incident:2", kind="other", sequence=number)
    LiveEvent.objects.create(topic="incident:1", kind="help", sequence=None)
    assert replay("incident:1", 1) == [(2, "k2"), (3, "k3"), (None, "help")]
    assert replay("incident:1", 99) is None


@pytest.mark.django_db
def test_events_are_forgotten_after_ten_minutes() -> None:
    now = timezone.now()
    LiveEvent.objects.create(topic="a:1", kind="old", at=now - timedelta(minutes=11))
    LiveEvent.objects.create(topic="a:1", kind="new", at=now - timedelta(minutes=9))
    assert prune(at=now) == 1
    assert [event.kind for event in LiveEvent.objects.all()] == ["new"]


@pytest.mark.django_db
def test_the_end_of_a_session_is_told_without_its_key() -> None:
    key = uuid4().hex
    close_session(key)
    event = LiveEvent.objects.get(topic=session_topic(key))
    assert (event.kind, event.urgent) == ("closed", True)
    assert key not in event.topic


@pytest.mark.django_db(transaction=True)
@pytest.mark.sqlite_only
def test_a_commit_wakes_the_listeners_of_its_kind_and_a_rollback_nobody() -> None:
    live, due = SocketListener(("live",)), SocketListener(("due",))
    try:
        with transaction.atomic():
            publish_on_commit("a:1", "x")
            transaction.set_rollback(True)
        assert not live.wait(0.02)
        with transaction.atomic():
            publish_on_commit("a:1", "x")
            publish_on_commit("a:2", "x")
            assert len(connection.run_on_commit) == 1, "one wake-up a transaction"
        assert live.wait(1)
        assert not due.wait(0.02)
        wake_now("due")
        assert due.wait(1)
    finally:
        live.close()
        due.close()


@pytest.mark.django_db(transaction=True)
def test_only_announcements_go_without_the_disk(engine: str) -> None:
    """An action's commit after an announcement waits for the disk as before."""
    asked = {"sqlite": "PRAGMA synchronous", "postgres": "SHOW synchronous_commit"}[engine]

    def now() -> object:
        with connection.cursor() as cursor:
            cursor.execute(asked)
            return cursor.fetchone()[0]

    before = now()
    heard: list[object] = []
    with connection.execute_wrapper(lambda go, *told: (heard.append(told[0]), go(*told))[1]):
        announce("contact:1", "lines")
    assert any("synchronous" in str(sql) and "=" in str(sql) for sql in heard)
    assert now() == before
    with pytest.raises(ZeroDivisionError), _without_the_disk():
        raise ZeroDivisionError
    assert now() == before
