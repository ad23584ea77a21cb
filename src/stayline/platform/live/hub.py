"""The hub: topics, one bounded queue a stream, and what is sent when.

It lives on the event loop of one web process and is touched by nothing else. Urgent events go
at once; others are coalesced to two frames a second for each topic and kind. A stream that
cannot keep up loses its queue and is told to `resync`.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from stayline.platform import metrics
from stayline.platform.live.publish import ACCESS, CLOSED, RESYNC
from stayline.platform.live.tickets import Admitted

QUEUE_AT_MOST: Final = 64
COALESCE_SECONDS: Final = 0.5


@dataclass(frozen=True, slots=True)
class Event:
    """One thing to hear of. `sequence` is there when the topic can be replayed."""

    topic: str
    kind: str
    urgent: bool
    sequence: int | None


def frame(event: Event) -> bytes:
    """Return the event as server-sent bytes: `event`, `id` when it has one, and small `data`."""
    data = json.dumps(
        {"topic": event.topic, "kind": event.kind, "sequence": event.sequence},
        separators=(",", ":"),
    )
    mark = f"id: {event.topic}:{event.sequence}\n" if event.sequence is not None else ""
    return f"event: {event.kind}\n{mark}data: {data}\n\n".encode()


RESYNC_FRAME: Final = f"event: {RESYNC}\ndata: {{}}\n\n".encode()
CLOSED_FRAME: Final = f"event: {CLOSED}\ndata: {{}}\n\n".encode()


class Stream:
    """One browser's open stream: its queue, and who it belongs to.

    `answers` says that what holds it answers pings, as our pages do, and `asked` that the last
    ping has no answer yet. A connection says too little: that of a laptop whose lid was closed
    stays open for a quarter of an hour.
    """

    __slots__ = ("_ready", "admitted", "answers", "asked", "closed", "key", "queue")

    def __init__(self, admitted: Admitted) -> None:
        self.admitted = admitted
        self.key = secrets.token_urlsafe(16)
        self.answers = False
        self.asked = False
        self.queue: deque[bytes] = deque()
        self.closed = False
        self._ready = asyncio.Event()

    def push(self, frame_bytes: bytes) -> None:
        """Queue one frame. When the queue is full, drop it all and queue `resync` instead."""
        if len(self.queue) >= QUEUE_AT_MOST:
            metrics.LIVE_OVERFLOWS.inc()
            self.queue.clear()
            self.queue.append(RESYNC_FRAME)
        else:
            self.queue.append(frame_bytes)
        self._ready.set()

    def ping(self) -> bool:
        """Ask whether anybody is there; False when the ping before was left without an answer.

        What has never answered is not asked to: it is held open as it is, by whoever holds it.
        """
        if self.answers and self.asked:
            return False
        if not self.queue:
            self.asked = True
            self.push(f"event: ping\ndata: {self.key}\n\n".encode())
        return True

    def close(self, last: bytes = b"") -> None:
        """End the stream after what is queued, and `last`."""
        if last:
            self.queue.append(last)
        self.closed = True
        self._ready.set()

    async def next(self) -> bytes:
        """Wait for frames and return all that are queued; empty when the stream is over."""
        while not self.queue and not self.closed:
            self._ready.clear()
            await self._ready.wait()
        frames = b"".join(self.queue)
        self.queue.clear()
        return frames


class Hub:
    """All streams of this process, by topic and by session."""

    def __init__(self, recheck: Callable[[list[Stream]], None]) -> None:
        """Make an empty hub. `recheck` is called with streams whose right must be asked again."""
        self._recheck = recheck
        self._by_topic: dict[str, set[Stream]] = defaultdict(set)
        self._by_session: dict[str, set[Stream]] = defaultdict(set)
        self._sent_at: dict[tuple[str, str], float] = {}
        self._pending: dict[str, dict[str, Event]] = {}
        self.streams: set[Stream] = set()
        self._by_key: dict[str, Stream] = {}

    def join(self, stream: Stream) -> None:
        """Start delivering to a stream."""
        self.streams.add(stream)
        self._by_key[stream.key] = stream
        for topic in stream.admitted.topics:
            self._by_topic[topic].add(stream)
        self._by_session[stream.admitted.session].add(stream)
        metrics.LIVE_STREAMS.set(len(self.streams))

    def leave(self, stream: Stream) -> None:
        """Stop delivering to a stream."""
        self.streams.discard(stream)
        self._by_key.pop(stream.key, None)
        for topic in stream.admitted.topics:
            _drop(self._by_topic, topic, stream)
        _drop(self._by_session, stream.admitted.session, stream)
        metrics.LIVE_STREAMS.set(len(self.streams))

    def deliver(self, events: Iterable[Event]) -> None:
        """Hand events on: urgent ones at once, others at most twice a second."""
        for event in events:
            if event.topic.startswith("session:"):
                self._end_session(event.topic.partition(":")[2])
            elif event.topic in self._by_topic:
                self._take(event)

    def answered(self, key: str) -> None:
        """Note that the page of this stream is there; a key that is not known here changes nothing.

        With several web processes an answer may reach another one: its stream is then held to be
        there for as long as its connection is open.
        """
        stream = self._by_key.get(key)
        if stream is not None:
            stream.answers, stream.asked = True, False

    def presence(self) -> set[UUID]:
        """Return whose own topic (`person:ID`) is open here."""
        return {
            stream.admitted.person_id
            for stream in self.streams
            if f"person:{stream.admitted.person_id}" in stream.admitted.topics
        }

    def forget_old(self) -> None:
        """Drop the times of topics that have been quiet; called now and then."""
        now = asyncio.get_running_loop().time()
        old = [key for key, at in self._sent_at.items() if now - at > COALESCE_SECONDS]
        for key in old:
            del self._sent_at[key]

    def _take(self, event: Event) -> None:
        if event.kind == ACCESS:
            self._recheck(list(self._by_topic[event.topic]))
        if event.urgent or event.kind == ACCESS:
            self._flush(event.topic)  # in order: what waited came before
            self._send(event)
            return
        loop = asyncio.get_running_loop()
        waiting = self._pending.get(event.topic, {})
        since = loop.time() - self._sent_at.get((event.topic, event.kind), -COALESCE_SECONDS)
        if since >= COALESCE_SECONDS and event.kind not in waiting:
            self._send(event)
            return
        if event.kind not in waiting:
            loop.call_later(COALESCE_SECONDS - since, self._flush_kind, event.topic, event.kind)
        self._pending.setdefault(event.topic, {})[event.kind] = event

    def _flush(self, topic: str) -> None:
        for event in self._pending.pop(topic, {}).values():
            self._send(event)

    def _flush_kind(self, topic: str, kind: str) -> None:
        waiting = self._pending.get(topic, {})
        event = waiting.pop(kind, None)
        if not waiting:
            self._pending.pop(topic, None)
        if event is not None:
            self._send(event)

    def _send(self, event: Event) -> None:
        self._sent_at[event.topic, event.kind] = asyncio.get_running_loop().time()
        streams = self._by_topic.get(event.topic, ())
        data = frame(event)
        for stream in streams:
            stream.push(data)
        metrics.LIVE_DELIVERIES.inc(len(streams))

    def _end_session(self, session: str) -> None:
        for stream in self._by_session.get(session, ()):
            stream.close(CLOSED_FRAME)


def _drop(index: dict[str, set[Stream]], key: str, stream: Stream) -> None:
    found = index.get(key)
    if found is not None:
        found.discard(stream)
        if not found:
            del index[key]
