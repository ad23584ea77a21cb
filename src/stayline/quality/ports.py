"""What quality needs from above: care is told who listened to a crisis contact afterwards."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from stayline.platform.actors import Actor
from stayline.platform.plugs import Slot


class ListenedPort(Protocol):
    """Hears that somebody read or listened to a crisis contact after it was over (S4-6).

    Whoever does is exposed to it as well; NICE NG116 names exposure at work from afar. The
    handler is a part and refuses nothing: a review never waits for it.
    """

    def listened_in_transaction(
        self, person_id: UUID, incident_id: UUID, *, how: str, actor: Actor, at: datetime
    ) -> None:
        """Offer this person what care offers; the caller holds the transaction.

        `how` is `reviewed`: they judged the contact. It may be called more than once for the
        same person and incident.
        """
        ...


class NobodyHears:
    """The answer where there is no care: nothing is offered."""

    def listened_in_transaction(
        self, person_id: UUID, incident_id: UUID, *, how: str, actor: Actor, at: datetime
    ) -> None:
        """Do nothing."""
        del person_id, incident_id, how, actor, at


listened: Final[Slot[ListenedPort]] = Slot("quality.ListenedPort")
"""Who hears of it; care answers it, plugged in by `config`."""
