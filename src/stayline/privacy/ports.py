"""What need-to-know asks of the rooms: what they keep, whose it is, and how it is let go."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol
from uuid import UUID

from stayline.platform.actors import Actor
from stayline.platform.plugs import Rack
from stayline_core.retention import Kind


@dataclass(frozen=True, slots=True)
class Old:
    """What of one kind has had its time: how many would go, and what keeps the others.

    `held` are kept by a legal hold, `open` wait until their incident is closed.
    """

    go: int
    held: int
    oldest: datetime | None
    open: int = 0


class KeptPort(Protocol):
    """One kind of thing that is kept, answered by the room that keeps it."""

    @property
    def kind(self) -> Kind:
        """What it is, and what goes."""
        ...

    def old(self, before: datetime, *, held: Collection[UUID]) -> Old:
        """Return what is older than `before`; `held` are the incidents under a legal hold."""
        ...

    def let_go(
        self, before: datetime, *, held: Collection[UUID], limit: int, actor: Actor, at: datetime
    ) -> int:
        """Let up to `limit` of it go, the oldest first, and return how many went.

        Each in a transaction of its own, which asks once more whether it is held. Stopped in the
        middle, it goes on with the rest when it is called again.
        """
        ...


kept: Final[Rack[KeptPort]] = Rack("privacy.KeptPort")
"""Every kind, in the order of the page."""


@dataclass(frozen=True, slots=True)
class Caller:
    """One caller, as every room can find what it holds about them: by contact and incidents."""

    contact_id: UUID
    incident_ids: frozenset[UUID]


class PersonalDataPort(Protocol):
    """What one room holds about people outside of incidents' own records (`design.md` 3.3)."""

    @property
    def room(self) -> str:
        """The room that answers."""
        ...

    @property
    def sealed(self) -> Mapping[str, str]:
        """Each sealed column, `table.column`, with whose it is and how it goes."""
        ...

    def about_caller(self, caller: Caller) -> dict[str, int]:
        """Return how much of each kind it still holds about a caller; what is not there is 0."""
        ...

    def forget_caller_in_transaction(self, caller: Caller, *, actor: Actor, at: datetime) -> None:
        """Forget a caller; the caller of this holds the transaction and the incidents' heads.

        Told twice, it changes nothing more. Holds were asked for before.
        """
        ...

    def about_person(self, person_id: UUID) -> dict[str, list[dict[str, Any]]]:
        """Return what it holds about somebody who works here, for their own eyes.

        None of a caller's words, and nothing that names whoever reported or raised something.
        """
        ...


personal_data: Final[Rack[PersonalDataPort]] = Rack("privacy.PersonalDataPort")
"""Every room that holds something personal."""
