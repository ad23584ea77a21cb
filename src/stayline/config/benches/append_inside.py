"""Rows a second: an action with its entry, and the bare loop, in turn, in one process."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from typing import Final
from uuid import UUID, uuid4

from django.db import connections

from stayline.config.benches.bare import Bare
from stayline.config.benches.words import NEUTRAL, THREAT
from stayline.contacts.actions import NewContact, open_contact
from stayline.contacts.queries import Line
from stayline.incidents.actions import hear_lines
from stayline.incidents.events import LineKept
from stayline.incidents.queries import incident
from stayline.ledger.actions import append_in_transaction
from stayline.people.actions import DEMO_SITE
from stayline.people.queries import site_by_slug, system_actor
from stayline.platform.actors import Actor
from stayline.platform.live import publish_on_commit
from stayline.platform.transactions import action

Loop = Callable[[], None]
WARM: Final = 20
"""Turns before the clock runs: connections, keys, prepared statements."""


def measure(*, seconds: float, rounds: int) -> dict[str, float]:
    """Return operations a second of four loops that take turns, `seconds` each a round."""
    actor = system_actor("command_line")
    contact_id, incident_id = _incident(actor)
    stream_id, sealed = incident(incident_id).stream_id, _sealed_bytes()
    small, heard = Bare(line=False, sealed_bytes=sealed), Bare(line=True, sealed_bytes=sealed)
    loops: dict[str, Loop] = {
        "bare_small": small.once,
        "small": _small(stream_id, incident_id, actor),
        "bare_line": heard.once,
        "line": _line(contact_id, actor),
    }
    return _in_turn(loops, seconds, rounds)


def measure_bare(*, seconds: float, rounds: int) -> dict[str, float]:
    """Return operations a second of the bare loop that writes a kept line's rows."""
    return _in_turn({"bare_line": Bare(line=True, sealed_bytes=200).once}, seconds, rounds)


def _in_turn(loops: dict[str, Loop], seconds: float, rounds: int) -> dict[str, float]:
    """Run the loops one after the other, several times, so that a busy moment hits them all."""
    done = dict.fromkeys(loops, 0)
    spent = dict.fromkeys(loops, 0.0)
    for loop in loops.values():
        for _ in range(WARM):
            loop()
    for _ in range(rounds):
        for name, loop in loops.items():
            started = time.perf_counter()
            until = started + seconds
            while (now := time.perf_counter()) < until:
                loop()
                done[name] += 1
            spent[name] += now - started
    return {name: done[name] / spent[name] for name in loops}


@action
def _smallest(
    stream_id: UUID, incident_id: UUID, event: LineKept, *, actor: Actor, at: datetime
) -> None:
    """The smallest thing an action does: one entry, and screens that hear of it."""
    receipt = append_in_transaction(stream_id, event, actor=actor, at=at)
    publish_on_commit(f"incident:{incident_id}", "lines", urgent=True, sequence=receipt.sequence)


def _small(stream_id: UUID, incident_id: UUID, actor: Actor) -> Loop:
    numbers = count()

    def once() -> None:
        number = next(numbers)
        event = LineKept(
            line=f"small-{number}", who="caller", text=NEUTRAL[number % len(NEUTRAL)], subject="c"
        )
        _smallest(stream_id, incident_id, event, actor=actor, at=datetime.now(UTC))

    return once


def _line(contact_id: UUID, actor: Actor) -> Loop:
    numbers = count()

    def once() -> None:
        number, at = next(numbers), datetime.now(UTC)
        said = Line(f"line-{number}", "caller", at, NEUTRAL[number % len(NEUTRAL)])
        hear_lines(contact_id=contact_id, lines=[said], actor=actor, at=at)

    return once


def _incident(actor: Actor) -> tuple[UUID, UUID]:
    """Open a contact whose first line is a threat; return it and its incident."""
    at = datetime.now(UTC)
    new = NewContact(
        id=uuid4(),
        site_id=site_by_slug(DEMO_SITE).id,
        channel="voice",
        source="bench",
        exercise=True,
        caller_country="US",
    )
    contact = open_contact(new, actor=actor, at=at)
    kept = hear_lines(
        contact_id=contact.id, lines=[Line("first", "caller", at, THREAT)], actor=actor, at=at
    )
    if kept.incident_id is None:
        raise RuntimeError("the threat of the bench opened nothing")
    return contact.id, kept.incident_id


def _sealed_bytes() -> int:
    """Return how many bytes the content of the newest entry has, sealed."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT avg(length(sealed)) FROM ledger_content")
        return int(cursor.fetchone()[0])
