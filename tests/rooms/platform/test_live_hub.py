"""The hub: what goes at once, what is coalesced, who is cut off."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any
from uuid import UUID, uuid4

from stayline.platform.live.hub import (
    COALESCE_SECONDS,
    QUEUE_AT_MOST,
    RESYNC_FRAME,
    Event,
    Hub,
    Stream,
    frame,
)
from stayline.platform.live.tickets import Admitted

ANN = uuid4()


def stream(*topics: str, person: UUID = ANN, session: str = "s1") -> Stream:
    return Stream(Admitted(person, session, "key", topics))


def event(topic: str, kind: str = "lines", *, urgent: bool = False, number: int = 1) -> Event:
    return Event(topic, kind, urgent, number)


def with_hub(work: Callable[[Hub, list[Stream]], Coroutine[Any, Any, None]]) -> list[Stream]:
    asked: list[Stream] = []

    async def run() -> None:
        await work(Hub(asked.extend), asked)

    asyncio.run(run())
    return asked


def test_a_frame_names_topic_kind_and_place_and_nothing_else() -> None:
    assert frame(event("incident:7", "ring", number=12)) == (
        b"event: ring\nid: incident:7:12\n"
        b'data: {"topic":"incident:7","kind":"ring","sequence":12}\n\n'
    )
    assert b"id:" not in frame(Event("board:1", "board", urgent=False, sequence=None))


def test_an_event_reaches_its_topic_alone() -> None:
    async def work(hub: Hub, _asked: list[Stream]) -> None:
        mine, other = stream("incident:1"), stream("incident:2")
        hub.join(mine)
        hub.join(other)
        hub.deliver([event("incident:1", urgent=True)])
        assert b"incident:1" in await mine.next()
        assert not other.queue
        hub.leave(mine)
        hub.deliver([event("incident:1", urgent=True)])
        assert not mine.queue

    with_hub(work)


def test_urgent_events_all_go_at_once() -> None:
    async def work(hub: Hub, _asked: list[Stream]) -> None:
        mine = stream("incident:1")
        hub.join(mine)
        hub.deliver([event("incident:1", "ring", urgent=True, number=n) for n in range(5)])
        assert (await mine.next()).count(b"event: ring") == 5

    with_hub(work)


def test_other_events_go_twice_a_second_and_the_latest_wins() -> None:
    async def work(hub: Hub, _asked: list[Stream]) -> None:
        mine = stream("incident:1")
        hub.join(mine)
        for number in range(20):
            hub.deliver([event("incident:1", number=number)])
        assert (await mine.next()).count(b"event: lines") == 1
        begun = asyncio.get_running_loop().time()
        rest = await mine.next()
        waited = asyncio.get_running_loop().time() - begun
        assert rest.count(b"event: lines") == 1
        assert b"incident:1:19\n" in rest
        assert waited <= COALESCE_SECONDS + 0.2

    with_hub(work)


def test_what_waited_goes_before_an_urgent_event() -> None:
    async def work(hub: Hub, _asked: list[Stream]) -> None:
        mine = stream("incident:1")
        hub.join(mine)
        hub.deliver([event("incident:1", number=n) for n in (1, 2)])
        hub.deliver([event("incident:1", "ring", urgent=True, number=3)])
        text = await mine.next()
        assert [text.find(mark) for mark in (b":1\n", b":2\n", b":3\n")] == sorted(
            text.find(mark) for mark in (b":1\n", b":2\n", b":3\n")
        )
        assert b":2\n" in text

    with_hub(work)


def test_a_stream_that_cannot_keep_up_is_told_to_resync() -> None:
    async def work(hub: Hub, _asked: list[Stream]) -> None:
        slow, quick = stream("incident:1"), stream("incident:1")
        hub.join(slow)
        hub.join(quick)
        for number in range(QUEUE_AT_MOST + 1):
            hub.deliver([event("incident:1", "ring", urgent=True, number=number)])
            await quick.next()
        assert await slow.next() == RESYNC_FRAME

    with_hub(work)


def test_sign_out_closes_every_stream_of_the_session_and_no_other() -> None:
    async def work(hub: Hub, _asked: list[Stream]) -> None:
        one, two, other = stream("board:1"), stream("person:1"), stream("board:1", session="s2")
        for each in (one, two, other):
            hub.join(each)
        hub.deliver([Event("session:s1", "closed", urgent=True, sequence=None)])
        assert (one.closed, two.closed, other.closed) == (True, True, False)
        assert b"event: closed" in await one.next()
        assert await one.next() == b""

    with_hub(work)


def test_a_change_of_access_asks_again_for_everybody_on_the_topic() -> None:
    async def work(hub: Hub, asked: list[Stream]) -> None:
        mine, other = stream("incident:1"), stream("incident:2")
        hub.join(mine)
        hub.join(other)
        hub.deliver([event("incident:1", "access")])
        assert asked == [mine]

    with_hub(work)


def test_only_a_stream_on_ones_own_topic_is_presence() -> None:
    async def work(hub: Hub, _asked: list[Stream]) -> None:
        bo = uuid4()
        hub.join(stream(f"person:{ANN}", "board:1"))
        hub.join(stream(f"person:{ANN}", person=bo))
        hub.join(stream("board:1", person=bo))
        assert hub.presence() == {ANN}

    with_hub(work)


def test_a_page_that_stops_answering_is_not_held_to_be_there() -> None:
    async def work(hub: Hub, _asked: list[Stream]) -> None:
        mine = stream(f"person:{ANN}")
        hub.join(mine)
        assert mine.ping()
        assert f"event: ping\ndata: {mine.key}\n\n".encode() == await mine.next()
        hub.answered(mine.key)
        assert mine.ping()
        assert not mine.ping(), "the lid was closed: nobody answered"
        hub.answered(mine.key)
        assert mine.ping()
        hub.leave(mine)
        hub.answered(mine.key)

    with_hub(work)


def test_what_never_answers_is_there_for_as_long_as_it_is_open() -> None:
    async def work(hub: Hub, _asked: list[Stream]) -> None:
        mine = stream(f"person:{ANN}")
        hub.join(mine)
        assert all(mine.ping() for _ in range(5))
        assert len(mine.queue) == 1, "what waits to be sent is ping enough"
        hub.answered("of another process")
        assert hub.presence() == {ANN}

    with_hub(work)
