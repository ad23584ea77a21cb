"""Parts of feedback: words sealed for a person, and entries in that person's own stream."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stayline.ledger.actions import append_in_transaction, seal_in_transaction
from stayline.outbox.actions import enqueue_in_transaction
from stayline.outbox.queries import ways_for
from stayline.people.actions.system import person_stream
from stayline.people.queries import contact_points
from stayline.platform.live import publish_on_commit
from stayline.quality.queries.told import subject_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from stayline.ledger.events import Event
    from stayline.people.models import Person, Site
    from stayline.platform.actors import Actor

LATE: Final = "quality.late"
"""The kind of every message that says that something waits longer than it should."""

MAILED: Final = ("email",)
"""By which channel: nobody is rung because something is late."""


def seal_for_in_transaction(person: Person, words: str, *, at: datetime) -> bytes:
    """Seal words in a person's own stream; empty stays empty. The caller holds the transaction."""
    if not words:
        return b""
    stream = person_stream(person, at)
    return seal_in_transaction(stream, subject_of(person), words.encode())


def log_for_in_transaction(person: Person, event: Event, *, actor: Actor, at: datetime) -> None:
    """Append to a person's own stream. The caller holds the transaction."""
    append_in_transaction(person_stream(person, at), event, actor=actor, at=at)


def tell_in_transaction(people: Iterable[UUID | None]) -> None:
    """Let the open screens of these people hear of it. The caller holds the transaction."""
    for one in sorted({one for one in people if one is not None}):
        publish_on_commit(f"person:{one}", "growth")


def mail_in_transaction(
    people: Iterable[UUID], *, site: Site, row_id: UUID, exercise: bool, at: datetime
) -> None:
    """Let a letter say that something is late, and nothing of what or whose.

    To the contact points of these people, where a way to send mail is set up; for one row once.
    The caller holds the transaction.
    """
    mark = "EXERCISE. " if exercise else ""
    text = (
        f"{mark}Stayline: something at {site.name} waits longer than it should."
        " Sign in, and open Quality. Nobody is waiting on a line."
    )
    for point in contact_points(sorted(set(people)), channels=MAILED):
        ways = ways_for(point.channel, site_id=site.id, exercise=exercise)
        if ways:
            enqueue_in_transaction(
                kind=LATE,
                channel=point.channel,
                payload={
                    "ways": [str(way.id) for way in ways],
                    "to": point.address,
                    "subject": "Stayline: something is late",
                    "text": text,
                },
                exercise=exercise,
                destination=str(point.id),
                key=f"{LATE}:{row_id}:{at.date()}:{point.id}",
                at=at,
            )
