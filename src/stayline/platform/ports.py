"""What the platform needs from the rooms above it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from stayline.platform.plugs import Rack, Slot


class KeyPort(Protocol):
    """Keeps the master key and the installation's signing key, and lets neither out.

    `context` names what a wrapped key is for (its stream and data subject). It is
    authenticated, not kept: unwrapping under another context fails.
    """

    def wrap(self, plain: bytes, context: bytes) -> bytes:
        """Return `plain` encrypted under the master key, bound to `context`."""
        ...

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        """Return what `wrap` was given.

        Raises:
            stayline.platform.crypto.CannotUnseal: the bytes were changed, belong to another
                context, or were wrapped by another master key.
        """
        ...

    def sign(self, message: bytes) -> bytes:
        """Return the Ed25519 signature (64 bytes) of this installation over `message`."""
        ...

    def public_key(self) -> bytes:
        """Return the raw Ed25519 public key (32 bytes) that verifies `sign`."""
        ...


class LiveTopicPort(Protocol):
    """Says who may watch the topics of one prefix, and what a stream missed.

    A topic is `prefix:rest`, such as `incident:6f1c…`. Both questions are asked in a thread
    with a database connection, never on the event loop, and are reads.
    """

    @property
    def prefix(self) -> str:
        """What its topics begin with, before the first colon."""
        ...

    def may_watch(self, person_id: UUID, topic: str) -> bool:
        """Return whether this person may watch this topic now. Unknown topics: `False`."""
        ...

    def replay(self, topic: str, after: int) -> Sequence[tuple[int | None, str]] | None:
        """Return what came after `after` as (sequence, kind), oldest first.

        `None` says that this is a board: it has no sequence, and each connect gets one
        `frame` event, upon which the page fetches the whole board.
        """
        ...


class PresencePort(Protocol):
    """Keeps who is at a screen now (`design.md` 3.4). Absent after 12 s unseen."""

    def seen(self, person_ids: Sequence[UUID], *, at: datetime, process: str) -> None:
        """Record in one write that these people have an open stream in this process."""
        ...

    def gone(self, person_id: UUID, *, at: datetime, process: str) -> None:
        """Record that the last stream of this person in this process was closed cleanly."""
        ...


class NobodyPresent:
    """The answer of an installation without people: nothing is kept."""

    def seen(self, person_ids: Sequence[UUID], *, at: datetime, process: str) -> None:
        """Keep nothing."""

    def gone(self, person_id: UUID, *, at: datetime, process: str) -> None:
        """Keep nothing."""


live_topics: Rack[LiveTopicPort] = Rack("platform.LiveTopicPort")
presence: Slot[PresencePort] = Slot("platform.PresencePort")


keys: Final[Slot[KeyPort]] = Slot("platform.KeyPort")
"""Where the key store is plugged in; `keys()` returns it."""
