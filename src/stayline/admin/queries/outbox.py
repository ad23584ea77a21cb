"""What the screen of what must leave shows: how much waits, which ways are silent, what is stuck.

It tells kinds and reasons, never what a message says or whom it is about (`design.md` 3.7).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from stayline.outbox.queries import (
    MessageView,
    circuits_given_up,
    counts_by_state,
    messages_set_aside,
)

KINDS: Final = {
    "reports.case.opened": "The case of a report",
    "reports.case.amended": "News of a case",
    "reports.record.sent": "The record of a difficult call",
    "escalation.page": "A call for help to somebody",
    "outbox.test": "A test of a way out",
}
"""What the kinds of messages are called; one that is not here is told by its channel."""

CHANNELS: Final = {
    "case": "the case system",
    "email": "email",
    "sms": "text message",
    "voice": "telephone",
    "slack": "Slack",
    "teams": "Teams",
    "webhook": "web address",
}

SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class AsideRow:
    """A message that a person must look at."""

    id: UUID
    what: str
    channel: str
    by: str
    exercise: bool
    tries: int
    reason: str
    since: datetime
    too_late: bool


@dataclass(frozen=True, slots=True)
class SilentWay:
    """A way out that does not answer: since when, why, and what waits for it."""

    name: str
    since: datetime | None
    again: datetime | None
    reason: str
    waiting: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class AsideChannel:
    """How many messages of one channel can be sent again by one press."""

    channel: str
    by: str
    many: int


@dataclass(frozen=True, slots=True)
class OutboxPage:
    """The whole screen at one moment. `more` is how many set aside are not shown."""

    at: datetime
    waiting: int
    flying: int
    silent: tuple[SilentWay, ...]
    aside: tuple[AsideRow, ...]
    channels: tuple[AsideChannel, ...]
    more: int


def outbox_page(*, at: datetime) -> OutboxPage:
    """Return how what must leave stands at `at`."""
    counts = counts_by_state()
    rows = tuple(_row(one) for one in messages_set_aside(limit=SHOWN))
    again = [row for row in rows if not row.too_late]
    names = dict.fromkeys(row.channel for row in again)
    return OutboxPage(
        at=at,
        waiting=counts["queued"],
        flying=counts["leased"],
        silent=tuple(
            SilentWay(
                _place(one.key),
                one.opened_at,
                one.until,
                one.last_error,
                one.waiting,
                one.oldest,
            )
            for one in circuits_given_up()
        ),
        aside=rows,
        channels=tuple(
            AsideChannel(name, _by(name), sum(row.channel == name for row in again))
            for name in names
        ),
        more=max(0, counts["dead"] - len(rows)),
    )


def _row(message: MessageView) -> AsideRow:
    by = _by(message.channel)
    return AsideRow(
        id=message.id,
        what=KINDS.get(message.kind, f"A message by {by}"),
        channel=message.channel,
        by=by,
        exercise=message.exercise,
        tries=message.attempts,
        reason=message.last_error,
        since=message.created_at,
        too_late=message.useless_at is not None,
    )


def _by(channel: str) -> str:
    return CHANNELS.get(channel, channel)


def _place(key: str) -> str:
    """Return a circuit's name for people: `case`, `exercise case`, or a connector's own."""
    of, place = ("", key) if not key.startswith("exercise ") else ("Exercises: ", key[9:])
    return f"{of}{_by(place)}"
