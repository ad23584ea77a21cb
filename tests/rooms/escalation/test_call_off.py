"""Calling off: a named supervisor with a reason, and rule X-10."""

from __future__ import annotations

import pytest

from stayline.escalation.actions import EscalationEffects, call_off_ladder
from stayline.escalation.errors import CallOffForbidden, LadderEnded
from stayline.escalation.models import Ladder
from stayline.escalation.queries import coming, rings_for
from stayline.incidents.errors import ReasonMissing
from stayline.incidents.models import Incident
from stayline.ledger.queries import entries
from stayline.people.models import Person
from stayline.platform.actors import Actor
from stayline.privacy.actions import exclude_in_transaction
from tests.cast import Cast, later

pytestmark = pytest.mark.django_db

REASON = "Ann pressed by mistake and says so."


def test_it_ends_with_name_and_reason_and_stops_ringing(
    crisis: Ladder, incident: Incident, first: Actor, centre: Cast
) -> None:
    call_off_ladder(ladder_id=crisis.id, reason=REASON, actor=centre.mo, at=later(4))
    crisis.refresh_from_db()
    assert (crisis.state, crisis.ended_by, crisis.reason) == ("called_off", centre.mo.id, REASON)
    assert crisis.due_at is None
    assert not rings_for(first.id, at=later(5))
    assert coming(incident).state == "called_off"
    (entry,) = entries(incident.stream_id, kinds=["escalation.ladder.called_off"])
    assert entry.actor == centre.mo.pseudonym
    assert entry.event is not None
    assert entry.event.content()["reason"] == REASON
    with pytest.raises(LadderEnded):
        call_off_ladder(ladder_id=crisis.id, reason=REASON, actor=centre.mo, at=later(6))


def test_whoever_was_coming_is_relieved(accepted: Ladder, first: Actor, centre: Cast) -> None:
    call_off_ladder(ladder_id=accepted.id, reason=REASON, actor=centre.mo, at=later(9))
    assert accepted.hand_overs.get().state == "relieved"
    assert Person.objects.get(id=first.id).availability == "free"


def test_a_reason_is_needed(crisis: Ladder, centre: Cast) -> None:
    with pytest.raises(ReasonMissing):
        call_off_ladder(ladder_id=crisis.id, reason="  ", actor=centre.mo, at=later(4))


@pytest.mark.covers("S0-27")
def test_who_may_not(crisis: Ladder, incident: Incident, centre: Cast) -> None:
    exclude_in_transaction(
        incident.id,
        centre.mo,
        because="implicated",
        stream_id=incident.stream_id,
        actor=centre.ann,
        at=later(1),
    )
    for one in (centre.ann, centre.al, centre.lou, centre.cy, centre.mo):
        with pytest.raises(CallOffForbidden):
            call_off_ladder(ladder_id=crisis.id, reason=REASON, actor=one, at=later(4))


@pytest.mark.usefixtures("crisis")
def test_opened_in_error_ends_every_ladder(incident: Incident, centre: Cast) -> None:
    EscalationEffects().perform_in_transaction(
        incident=incident,
        effect="call_off",
        target="all",
        because="opened in error",
        actor=centre.mo,
        at=later(4),
    )
    assert not Ladder.objects.filter(incident=incident, ended_at=None).exists()
