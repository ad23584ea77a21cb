"""Departures as questions to the owner: what is frequent enough, asked once, decided by name."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from stayline.incidents.actions import hear_lines, skip_step
from stayline.incidents.models import Incident, Run
from stayline.people.models import RoleGrant
from stayline.quality.actions.proposals import decide_proposal, raise_proposals
from stayline.quality.errors.trends import (
    ProposalClosed,
    ProposalInvalid,
    ProposalNotFound,
    ProposalNotYours,
)
from stayline.quality.models import Proposal
from stayline.quality.queries.proposals import (
    in_words,
    procedures,
    proposals,
    ways_of,
    worth_asking,
)
from tests.cast import NOW, Cast, later, line
from tests.record import THREAT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]


def ask(cast: Cast, *, exercise: bool = True) -> int:
    """Bo looks at the procedure for self-harm."""
    return raise_proposals(
        protocol_id="self-harm", exercise=exercise, actor=cast.bo, at=later(9000)
    )


def test_what_many_leave_out_is_asked_once_and_decided_with_a_reason(cast: Cast) -> None:
    for _ in range(5):
        contact = cast.contact(agent=cast.ann)
        hear_lines(contact_id=contact.id, lines=[line(1, THREAT)], actor=cast.ann, at=later(1))
        skip_step(
            incident_id=Incident.objects.get(contact=contact).id,
            expected=Run.objects.get(incident__contact=contact).sequence,
            reason="They said it before",
            actor=cast.ann,
            at=later(22),
        )
    ways = ways_of("self-harm", exercise=True, at=later(9000))
    frequent = [one for one in ways if one.asks]
    assert frequent
    assert {(one.contacts, one.of) for one in frequent} == {(5, 5)}
    with pytest.raises(ProposalNotYours):
        raise_proposals(protocol_id="self-harm", exercise=True, actor=cast.ann, at=NOW)
    assert ask(cast, exercise=False) == 0
    assert ask(cast) == len(frequent)
    assert ask(cast) == 0
    row = proposals(exercise=True)[0]
    assert (row.state, row.times, row.protocol_id) == ("open", 5, "self-harm")

    def decide(proposal_id: UUID = row.id, **more: object) -> None:
        decide_proposal(
            **{  # type: ignore[arg-type]  # as a table gives it
                "proposal_id": proposal_id,
                "accept": False,
                "actor": cast.mo,
                "at": later(9001),
                **more,
            }
        )

    with pytest.raises(ProposalNotYours):
        decide(actor=cast.bo)
    with pytest.raises(ProposalNotFound):
        decide(uuid4())
    with pytest.raises(ProposalInvalid):
        decide(reason=" ")
    decide(reason="It is needed by law")
    with pytest.raises(ProposalClosed):
        decide(accept=True)
    assert ask(cast) == 0  # it was asked lately, and answered
    assert Proposal.objects.get(id=row.id).reason == "It is needed by law"
    RoleGrant.objects.create(person_id=cast.al.id, role="protocol_owner", granted_at=NOW)
    raise_proposals(
        protocol_id="self-harm", exercise=True, actor=cast.mo, at=NOW + timedelta(weeks=30)
    )


def test_few_say_nothing_and_words_are_plain() -> None:
    assert [worth_asking(*one) for one in ((4, 4), (5, 50), (5, 51))] == [False, True, False]
    assert in_words("went_back") == "gone back to"
    assert in_words("quite_new") == "quite new"
    assert "self-harm" in {one.id for one in procedures()}
