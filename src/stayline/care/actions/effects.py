"""What a protocol can ask of this room: `start aftercare`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.care.actions.duties import owe_duties_in_transaction
from stayline.care.actions.start import start_aftercare_in_transaction

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from stayline.incidents.models import Incident, Obligation
    from stayline.platform.actors import Actor


class CareEffects:
    """The answer to `incidents.EffectPort` for plans; the one plan here is aftercare."""

    effects = frozenset({"start"})

    def perform_in_transaction(
        self,
        *,
        incident: Incident,
        effect: str,
        target: str,
        because: str,
        actor: Actor,
        at: datetime,
        obligation: Obligation | None = None,
    ) -> None:
        """Start aftercare, and owe its leaders' duties; a plan of another name starts it too.

        The caller holds the transaction and the head of the incident's stream.
        """
        del effect, target, because, obligation  # nobody goes without care over a name
        if incident.contact is not None and incident.contact.practised:
            return  # a part was played, and whoever practised is as free as before (S4-44)
        start_aftercare_in_transaction(incident, actor=actor, at=at)
        owe_duties_in_transaction(incident, actor=actor, at=at)

    def blocking(self, incident: Incident) -> Sequence[str]:
        """Return nothing: care goes on after the close, and never holds an incident open."""
        del incident
        return ()
