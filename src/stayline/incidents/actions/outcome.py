"""How a difficult call ended, so that the next one knows (S2-30)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stayline.incidents.actions._record import (
    let_supervisors_read_in_transaction,
    log_in_transaction,
)
from stayline.incidents.errors import OutcomeInvalid
from stayline.incidents.events import OutcomeNoted

if TYPE_CHECKING:
    from datetime import datetime

    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor

OUTCOMES: Final = frozenset(
    {"resolved", "not_resolved", "handed_over", "ended_after_warning", "caller_left"}
)


def note_outcome_in_transaction(
    incident: Incident, outcome: str, *, actor: Actor, at: datetime
) -> None:
    """Keep how a difficult call ended; the caller's unresolved ones are counted from it.

    An empty outcome, which a part-filled record may have, changes nothing. The caller holds
    the transaction and the head.

    Raises:
        OutcomeInvalid: it is no outcome.
    """
    if not outcome or outcome == incident.outcome:
        return
    if outcome not in OUTCOMES:
        raise OutcomeInvalid({"outcome": f"Choose one of {', '.join(sorted(OUTCOMES))}."})
    incident.outcome = outcome
    incident.save(update_fields=["outcome"])
    log_in_transaction(incident, OutcomeNoted(outcome=outcome), actor=actor, at=at)


def hand_in_record_in_transaction(incident: Incident, *, actor: Actor, at: datetime) -> None:
    """Let the supervisors who close a difficult call read it, now that its record is in (S2-39).

    Nobody rang for it, so until here its agent alone may see it. The caller holds the
    transaction and the head.
    """
    let_supervisors_read_in_transaction(incident, because="record", actor=actor, at=at)
