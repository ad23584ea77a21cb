"""Ask the owner of a procedure about where it is departed from, and keep what they decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stayline.ledger.actions import append_in_transaction
from stayline.people.actions.system import system_stream
from stayline.platform.transactions import action
from stayline.quality.errors.trends import (
    ProposalClosed,
    ProposalInvalid,
    ProposalNotFound,
    ProposalNotYours,
)
from stayline.quality.events.trends import ProposalDecided, ProposalRaised
from stayline.quality.models import Proposal
from stayline.quality.policies.trends import may_decide_proposal, may_see_proposals
from stayline.quality.queries.proposals import BACK, ways_of

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor

LONGEST: Final = 300


@action
def raise_proposals(*, protocol_id: str, exercise: bool, actor: Actor, at: datetime) -> int:
    """Ask the owner about every way that is frequent enough; return how many are new.

    What was asked within the time that is counted is not asked again, whatever was decided. No
    contact and no person is named.

    Raises:
        ProposalNotYours: `actor` neither reviews nor writes procedures.
    """
    if not may_see_proposals(actor):
        raise ProposalNotYours
    asked = Proposal.objects.filter(protocol_id=protocol_id, exercise=exercise)
    known = set(asked.filter(raised_at__gte=at - BACK).values_list("step", "what"))
    known |= set(asked.filter(state="open").values_list("step", "what"))
    new = [
        one
        for one in ways_of(protocol_id, exercise=exercise, at=at)
        if one.asks and (one.step, one.what) not in known
    ]
    for one in new:
        row = Proposal.objects.create(
            protocol_id=protocol_id,
            step=one.step[:60],
            what=one.what,
            because=one.because[:LONGEST],
            exercise=exercise,
            times=one.contacts,
            since=(at - BACK).date(),
            raised_at=at,
            raised_by=actor.id,
        )
        event = ProposalRaised(
            proposal=str(row.id),
            document=protocol_id,
            step=row.step,
            what=row.what,
            times=row.times,
        )
        append_in_transaction(system_stream(at), event, actor=actor, at=at)
    return len(new)


@action
def decide_proposal(
    *,
    proposal_id: UUID,
    accept: bool,
    reason: str = "",
    draft_id: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Accept a proposal, with the draft it leads to, or decline it with a reason.

    Raises:
        ProposalNotFound: there is none with this id.
        ProposalNotYours: `actor` writes no procedures.
        ProposalClosed: it was decided.
        ProposalInvalid: it is declined without a reason.
    """
    row = Proposal.objects.select_for_update().filter(id=proposal_id).first()
    if row is None:
        raise ProposalNotFound(proposal=str(proposal_id))
    if not may_decide_proposal(actor):
        raise ProposalNotYours
    if row.state != "open":
        raise ProposalClosed
    told = reason.strip()
    if not accept and (not told or len(told) > LONGEST):
        raise ProposalInvalid({"reason": f"Say why not, in up to {LONGEST} characters."})
    row.state, row.reason = "accepted" if accept else "declined", told
    row.decided_by_id, row.decided_at, row.draft_id = actor.id, at, draft_id
    row.save()
    event = ProposalDecided(
        proposal=str(row.id),
        document=row.protocol_id,
        step=row.step,
        state=row.state,
        reason=row.reason,
    )
    append_in_transaction(system_stream(at), event, actor=actor, at=at)
