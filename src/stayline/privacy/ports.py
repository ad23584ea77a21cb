"""What need-to-know asks of the rooms above: what they keep, and to let go what had its time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from stayline.platform.actors import Actor
from stayline.platform.plugs import Rack
from stayline_core.retention import Kind


@dataclass(frozen=True, slots=True)
class Old:
    """What of one kind has had its time: how many would go, and how many a legal hold keeps."""

    go: int
    held: int
    oldest: datetime | None


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
