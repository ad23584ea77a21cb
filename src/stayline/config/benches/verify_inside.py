"""Fill a ledger and verify it, in one process."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Final
from uuid import UUID, uuid4

from stayline.config.benches.words import NEUTRAL
from stayline.incidents.events import LineKept
from stayline.ledger.actions import append_many_in_transaction, open_stream_in_transaction
from stayline.ledger.queries import verified
from stayline.people.queries import system_actor
from stayline.platform.actors import Actor
from stayline.platform.transactions import action

BATCH: Final = 500
STREAMS: Final = 20


def measure(*, entries: int) -> dict[str, float]:
    """Return how many entries there are, and how many a second are verified.

    Raises:
        RuntimeError: the ledger of the bench did not verify.
    """
    actor = system_actor("command_line")
    for _ in range(STREAMS):
        _fill(entries // STREAMS, actor)
    count, chain = _rate(open_content=False)
    _, opened = _rate(open_content=True)
    return {"entries": count, "chain": chain, "opened": opened}


def _rate(*, open_content: bool) -> tuple[int, float]:
    started = time.perf_counter()
    report = verified(open_content=open_content)
    seconds = time.perf_counter() - started
    if not (report.intact and report.complete):
        raise RuntimeError(f"the bench's ledger did not verify: {report.faults[:3]}")
    return report.entries, report.entries / seconds


def _fill(entries: int, actor: Actor) -> None:
    stream_id = new_stream(actor=actor, at=datetime.now(UTC))
    for begin in range(0, entries, BATCH):
        numbers = range(begin, min(begin + BATCH, entries))
        _append(stream_id, numbers, actor=actor, at=datetime.now(UTC))


@action
def new_stream(*, actor: Actor, at: datetime) -> UUID:
    """Open a stream about nothing that exists, as an exercise."""
    del actor
    return open_stream_in_transaction(kind="document", subject_id=uuid4(), exercise=True, at=at)


@action
def _append(stream_id: UUID, numbers: range, *, actor: Actor, at: datetime) -> None:
    events = [
        LineKept(line=str(one), who="caller", text=NEUTRAL[one % len(NEUTRAL)], subject="c")
        for one in numbers
    ]
    append_many_in_transaction(stream_id, [(event, at) for event in events], actor=actor)
