"""What the tests of setting people up share: an administrator, what the log says, a quick hash."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from stayline.ledger.events import Event
from stayline.ledger.queries import entries, stream_about
from stayline.ledger.queries.streams import StreamKind
from stayline.people.actions import SYSTEM, Hashed
from stayline.people.models import Person, Role, RoleGrant
from stayline.people.ports import off_queue
from stayline.platform.actors import Actor
from tests.cast import NOW, Cast

HASHED = Hashed("pbkdf2_sha256$1$tests$unusable")
"""What stands for a password that was hashed before: hashing one takes long."""


def administrator(cast: Cast) -> Actor:
    """Al, who administers as well."""
    person = Person.objects.get(id=cast.al.id)
    RoleGrant.objects.get_or_create(
        person=person, role=Role.ADMINISTRATOR.value, defaults={"granted_at": NOW}
    )
    return Person.objects.get(id=cast.al.id).actor()


def told_of(person_id: UUID) -> list[Event]:
    """What the record of a person says, the oldest first."""
    return _events("person", person_id)


def told_of_the_centre() -> list[Event]:
    """What the system's own stream says, the oldest first."""
    return _events("system", SYSTEM)


def _events(kind: StreamKind, subject: UUID) -> list[Event]:
    stream = stream_about(kind, subject)
    return [one.event for one in entries(stream.id) if one.event] if stream else []


class Heard:
    """Hears who goes off the queue, as the record of incidents does."""

    def __init__(self) -> None:
        self.said: list[tuple[UUID, str]] = []

    def off_queue_in_transaction(
        self, person_id: UUID, *, because: str, actor: Actor, at: datetime
    ) -> None:
        del actor, at
        self.said.append((person_id, because))


@contextmanager
def heard() -> Iterator[Heard]:
    """Listen beside whoever is plugged in already."""
    ear = Heard()
    off_queue.plug(ear)
    try:
        yield ear
    finally:
        off_queue.unplug(ear)
