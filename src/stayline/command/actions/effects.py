"""What a protocol can ask of this room: `dispatch`, `signpost`, `confirm`, `advise`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.command.actions.ask import ask_in_transaction
from stayline.command.events import PromptShown, SignpostShown
from stayline.command.queries.deployments import open_count
from stayline.command.queries.posts_major import major
from stayline.incidents.actions import log_in_transaction

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from stayline.incidents.models import Incident, Obligation
    from stayline.platform.actors import Actor


class CommandEffects:
    """The answer to `incidents.EffectPort` for help from outside.

    Each of these makes a prompt or an obligation for a named human; nothing is called,
    sent or confirmed by a machine (`protocol-language.md` 1).
    """

    effects = frozenset({"dispatch", "signpost", "confirm", "advise"})

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
        """Ask for the call, or put the service, question or phrase before the person.

        The caller holds the transaction and the head of the incident's stream.
        """
        if effect == "dispatch":
            ask_in_transaction(
                incident, target, because=because, actor=actor, at=at, obligation=obligation
            )
        elif effect == "signpost":
            shown = SignpostShown(service=target, because=because)
            log_in_transaction(incident, shown, actor=actor, at=at, live="help")
        else:
            prompt = PromptShown(prompt=effect, target=target, because=because)
            log_in_transaction(incident, prompt, actor=actor, at=at, live="help")

    def blocking(self, incident: Incident) -> Sequence[str]:
        """Return a sentence while somebody who was sent is still out, or it is called major.

        A call, and its arrival, are obligations and block as such.
        """
        blocking = []
        if out := open_count(incident):
            many = "One who was sent is" if out == 1 else f"{out} who were sent are"
            blocking.append(f"{many} still out: stand them down, or record that they are done.")
        if called := major(incident):
            blocking.append(f"{called.words}: stand it down first.")
        return tuple(blocking)
