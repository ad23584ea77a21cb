"""Ringing for a drill: a ladder, a site or one person, by the ways they are really reached by."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from stayline.escalation.actions.ringing import document_of, ring_in_transaction
from stayline.escalation.events import LadderStarted
from stayline.escalation.models import Ladder, rung_to_json
from stayline.incidents.actions import log_in_transaction
from stayline.people.models import RoleGrant
from stayline_core import ladder as rules
from stayline_core.drilling import lasts

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor

CRISIS: Final = "crisis"
"""The ladder by whose channels a site or one person is rung."""

SECONDS: Final = 120
"""How long a drill for a site or for one person waits for an answer."""


def ring_drill_in_transaction(
    incident: Incident,
    ladder_id: str = CRISIS,
    *,
    whole_site: bool = False,
    person_id: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> tuple[Ladder, timedelta]:
    """Ring for a drill, and return the ladder with how long it rings at most (S4-44).

    As the ladder does; or all of a site who take contacts over and are on duty; or one person.
    The ladder only tells: whoever accepts has answered, nobody is kept busy and nobody counts
    as exposed. What leaves, leaves by the ways that are set up for exercises. The caller holds
    the transaction and the head, and has opened the incident as a drill.
    """
    document = document_of(ladder_id, informs=False)
    rungs = document.rungs
    if whole_site or person_id is not None:
        rungs = (_one_rung(rungs, person_id),)
    limits = rules.Limits()
    row = Ladder.objects.create(
        incident=incident,
        document_id=ladder_id,
        document_digest=document.digest,
        exercise=True,
        rungs=[rung_to_json(rung) for rung in rungs],
        limits={
            "accepted_s": document.accepted_s,
            "joined_s": document.joined_s,
            "spoke_s": int(limits.spoke.total_seconds()),
            "informs": True,
        },
        purpose=document.purpose,
        urgent=True,
        started_at=at,
    )
    value = rules.start(rungs, row.state_limits(), informs=True)
    started = LadderStarted(
        ladder=str(row.id),
        document=ladder_id,
        digest=row.document_digest or "built in",
        rungs=[rung.name for rung in rungs],
        because="a drill",
        purpose=row.purpose,
    )
    log_in_transaction(incident, started, actor=actor, at=at, live="coming", urgent=True)
    ring_in_transaction(incident, row, value, actor=actor, at=at, fresh=True)
    return row, lasts([(rung.seconds, rung.tries) for rung in rungs])


def _one_rung(rungs: tuple[rules.Rung, ...], person_id: UUID | None) -> rules.Rung:
    """Return one rung for all of a site, or one person, by every channel the ladder uses."""
    channels = tuple(dict.fromkeys(name for rung in rungs for name in rung.channels))
    whole = rules.Rung(
        (rules.EVERYONE,),
        name="everyone on duty",
        pick=rules.Pick.ALL,
        channels=channels,
        seconds=SECONDS,
    )
    if person_id is None:
        return whole
    roles = RoleGrant.objects.filter(person_id=person_id)
    return replace(
        whole,
        roles=tuple(sorted(set(roles.values_list("role", flat=True)))),
        name="one person",
        duty=rules.Duty.ANYONE,
        people=(person_id,),
    )
