"""Which ways out are given up for now, and whose turn it is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from stayline.outbox.models import Circuit, Message, State


@dataclass(frozen=True, slots=True)
class CircuitView:
    """A way out that failed last: since when it is given up, and what waits for it."""

    key: str
    failures: int
    opened_at: datetime | None
    until: datetime | None
    last_error: str
    waiting: int
    oldest: datetime | None


MOST_AT_ONCE: Final = 2
"""How many messages are on their way to one place at most: one sender is left for all others."""


def circuit_name(place: str, *, exercise: bool) -> str:
    """Return under which name it is kept how a place has been; exercises fail by themselves."""
    return f"exercise {place}"[:120] if exercise else place[:120]


def busy_circuits(*, at: datetime, besides: UUID | None = None) -> set[str]:
    """Return the ways out by which nothing more may leave at `at`.

    Those that are given up for now, and those to which enough is on its way this moment, `besides`
    one message: two, or one where the last one failed. So no place ever holds all senders.
    """
    failing = {row.key: row.value() for row in Circuit.objects.filter(failures__gt=0)}
    flying = Message.objects.filter(state=State.LEASED, lease_until__gt=at)
    counts = Counter(
        circuit for row, circuit in flying.values_list("id", "circuit") if row != besides
    )
    return {key for key, circuit in failing.items() if circuit.shut(at)} | {
        key for key, many in counts.items() if many >= (1 if key in failing else MOST_AT_ONCE)
    }


def in_their_turn() -> QuerySet[Message]:
    """Return the messages before which none of the same incident must reach the same place."""
    before = Message.objects.filter(
        incident_id=OuterRef("incident_id"),
        destination=OuterRef("destination"),
        turn__lt=OuterRef("turn"),
        state__in=(State.QUEUED, State.LEASED),
    )
    return Message.objects.filter(Q(turn__lte=1) | ~Exists(before))


def circuits_given_up() -> list[CircuitView]:
    """Return the ways out that are given up for now, the longest first, with what waits."""
    rows = list(Circuit.objects.filter(opened_at__isnull=False).order_by("opened_at", "key"))
    waiting = Message.objects.filter(
        state__in=(State.QUEUED, State.LEASED), circuit__in=[row.key for row in rows]
    )
    counts = {
        one["circuit"]: (one["many"], one["oldest"])
        for one in waiting.values("circuit").annotate(many=Count("id"), oldest=Min("created_at"))
    }
    return [
        CircuitView(
            row.key,
            row.failures,
            row.opened_at,
            row.until,
            row.last_error,
            *counts.get(row.key, (0, None)),
        )
        for row in rows
    ]
