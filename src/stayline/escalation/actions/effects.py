"""What escalation does for the record: raise a ladder, call it off, give notice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from stayline.escalation.actions.ending import call_off_in_transaction
from stayline.escalation.actions.ringing import raise_ladder_in_transaction
from stayline.escalation.events import NoticeGiven
from stayline.escalation.models import Ladder
from stayline.incidents.actions import log_in_transaction
from stayline.incidents.models import Incident, Obligation
from stayline.people.policies import RECEIVES
from stayline.people.queries import actor as actor_of
from stayline.people.queries import everyone, on_duty
from stayline.platform.actors import Actor
from stayline.platform.live import publish_on_commit
from stayline.privacy.queries import excluded_people

TOLD: Final = {
    "supervisor": frozenset({"supervisor"}),
    "management": frozenset({"manager"}),
}
"""The roles that a notice's target means; any other target means everyone who can take over."""


class EscalationEffects:
    """Answers `incidents.ports.EffectPort` for `raise`, `call_off` and `notify`."""

    effects: frozenset[str] = frozenset({"raise", "call_off", "notify"})

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
        """Ring, call off, or give notice; the caller holds the transaction and the head."""
        del obligation  # met by the record itself once this returns
        if effect == "raise":
            raise_ladder_in_transaction(incident, target, because=because, actor=actor, at=at)
        elif effect == "call_off":
            call_off_in_transaction(
                incident, because=because, actor=actor, at=at, ladder_id=_one_ladder(target)
            )
        else:
            give_notice_in_transaction(incident, target, because=because, actor=actor, at=at)

    def blocking(self, incident: Incident) -> Sequence[str]:
        """Return a sentence for each ladder that nobody has completed or called off."""
        rows = Ladder.objects.filter(incident=incident, ended_at=None).order_by("started_at")
        return [
            f"The ladder {row.document_id} is still open: complete the hand-over or call it off."
            for row in rows
        ]


def give_notice_in_transaction(
    incident: Incident, to: str, *, because: str, actor: Actor, at: datetime
) -> None:
    """Tell people on duty, or all of them if none is, that this incident needs their eyes.

    A notice holds no words, names or kind of threat (`design.md` 3.7): their screens draw
    themselves again. The caller holds the transaction and the head.
    """
    roles = TOLD.get(to, RECEIVES)
    out = excluded_people(incident.id) | {actor.id}
    site = incident.site_id
    practised = incident.contact is not None and incident.contact.practised
    found = [] if practised else on_duty(roles=roles, site_id=site, at=at, exclude=out)
    if not found and not practised:
        found = everyone(roles=roles, site_id=site, at=at, exclude=out)
    event = NoticeGiven(
        to=to,
        because=because,
        people=[actor_of(one.id).pseudonym for one in found],
        count=len(found),
    )
    log_in_transaction(incident, event, actor=actor, at=at, live="coming", urgent=True)
    for one in found:
        publish_on_commit(f"person:{one.id}", "help", urgent=True)
    publish_on_commit(f"board:{incident.site_id}", "board", urgent=True)


def _one_ladder(target: str) -> str:
    return "" if target in {"", "all"} else target
