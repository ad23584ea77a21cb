"""Ways out in memory, a clock, and messages, as the tests of the outbox use them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from stayline.outbox.actions import enqueue_in_transaction
from stayline.outbox.ports import Outcome, Outgoing, Sent
from stayline.outbox.workers import Sender
from stayline.people.queries import system_actor
from tests.cast import NOW


@dataclass
class Way:
    """A way out in memory, which answers what the test wants."""

    answer: Callable[[Outgoing], Outcome] = lambda _message: Sent("CASE-7")
    channels: frozenset[str] = frozenset({"case"})
    for_exercise: bool = False
    reaches_outside: bool = False
    sent: list[Outgoing] = field(default_factory=list)

    def send(self, message: Outgoing, *, at: datetime) -> Outcome:
        del at
        self.sent.append(message)
        return self.answer(message)


class Clock:
    """A wall clock that the test moves."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at


@dataclass
class Ear:
    """Hears what left, and what did not."""

    prefix: str = "reports."
    heard: list[tuple[UUID, str]] = field(default_factory=list)
    missed: list[tuple[UUID, str]] = field(default_factory=list)
    fault: Exception | None = None

    def delivered(self, message_id: UUID, reference: str, at: datetime) -> None:
        del at
        if self.fault:
            raise self.fault
        self.heard.append((message_id, reference))

    def undelivered(self, message_id: UUID, reason: str, at: datetime) -> None:
        del at
        self.missed.append((message_id, reason))


def put(**changes: object) -> UUID:
    """Put a message in, a case unless the test says otherwise."""
    given = {
        "kind": "reports.case.opened",
        "channel": "case",
        "payload": {"words": "what was said"},
        "exercise": False,
        "at": NOW,
    } | changes
    with transaction.atomic():
        return enqueue_in_transaction(**given)  # type: ignore[arg-type]  # the tests' own


def sender(clock: Clock, *ways: Way, told: Sequence[Ear] = (), jitter: float = 0.0) -> Sender:
    """A sender by these ways, at the clock's time."""
    return Sender(
        ways,
        actor=system_actor("outbox"),
        told=told,
        untold=told,
        wall=clock,
        jitter=lambda: jitter,
    )
