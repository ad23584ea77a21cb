"""Inside a centre: the hub alone, tickets for live streams, and when events were published."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from importlib import import_module
from typing import Any, Final
from urllib.parse import urlencode
from uuid import uuid4

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest

from stayline.people.actions import DEMO_SITE
from stayline.people.queries import person_named, site_by_slug
from stayline.platform.live.hub import Event, Hub, Stream
from stayline.platform.live.tickets import Admitted, issue
from stayline.platform.models import LiveEvent

BACKEND: Final = "django.contrib.auth.backends.ModelBackend"
AT_ONCE: Final = 20
"""Events in one batch of the feed, well below a stream's queue."""


def measure(*, streams: int, topics: int, seconds: float) -> dict[str, float]:
    """Return deliveries a second of one hub, and the p99 of their times in milliseconds."""
    return asyncio.run(_hub(streams, topics, seconds))


async def _hub(streams: int, topics: int, seconds: float) -> dict[str, float]:
    hub = Hub(lambda _: None)
    names = [f"contact:{uuid4()}" for _ in range(topics)]
    opened = [_stream(names[place % topics]) for place in range(streams)]
    heard = [0]
    readers = []
    for stream in opened:
        hub.join(stream)
        readers.append(asyncio.create_task(_read(stream, heard)))
    started = time.perf_counter()
    sent, spent = 0, []
    while (begun := time.perf_counter()) < started + seconds:
        batch = [Event(names[(sent + one) % topics], "lines", True, sent) for one in range(AT_ONCE)]  # noqa: FBT003 - urgent
        hub.deliver(batch)
        sent += AT_ONCE
        owed = sent * streams // topics
        while heard[0] < owed:  # noqa: ASYNC110 - an event would be one more hop
            await asyncio.sleep(0)  # the readers' turn: it is their work that is measured
        spent.append(1000 * (time.perf_counter() - begun))
    lasted = time.perf_counter() - started
    for stream in opened:
        stream.close()
    await asyncio.gather(*readers)
    spent.sort()
    return {"rate": heard[0] / lasted, "p99_ms": spent[int(0.99 * len(spent))]}


def _stream(topic: str) -> Stream:
    return Stream(Admitted(uuid4(), uuid4().hex, "", (topic,)))


async def _read(stream: Stream, heard: list[int]) -> None:
    while frames := await stream.next():
        heard[0] += frames.count(b"event: ")


def tickets(*, usernames: list[str], topics: list[str]) -> list[dict[str, str]]:
    """Sign people in; return for each the cookie and the stream's query on each topic.

    An empty topic stands for the person's own.
    """
    site_id = site_by_slug(DEMO_SITE).id
    store = import_module(settings.SESSION_ENGINE).SessionStore
    made = []
    for username in usernames:
        request = HttpRequest()
        request.session = store()
        person = person_named(username, site_id)
        auth.login(request, person, backend=BACKEND)
        request.user = person
        request.session.save()
        made += [
            {
                "username": username,
                "cookie": str(request.session.session_key),
                "query": urlencode({"ticket": issue(request, topic or f"person:{person.id}")}),
                "topic": topic,
            }
            for topic in topics
        ]
    return made


def published(*, topics: list[str]) -> dict[str, list[float]]:
    """Return when each event of each topic was published, in seconds since the epoch."""
    found: dict[str, list[float]] = defaultdict(list)
    rows: Any = LiveEvent.objects.filter(topic__in=topics, kind="lines").order_by("id")
    for topic, at in rows.values_list("topic", "at"):
        found[topic].append(at.timestamp())
    return dict(found)
