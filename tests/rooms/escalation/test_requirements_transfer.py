"""Warm transfers: who comes when no supervisor is free, what they get, and who stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from stayline.contacts.models import Contact
from stayline.escalation.actions import (
    accept_rung,
    complete_hand_over,
    fire_rung,
    join_contact,
    leave_contact,
    record_spoke,
)
from stayline.escalation.errors import ColdTransferRefused, LeaveForbidden, NotSpoken
from stayline.escalation.models import Ladder
from stayline.escalation.queries import briefing, coming
from stayline.incidents.actions import get_help, hear_lines, release_contact
from stayline.incidents.errors import ContactLocked
from stayline.incidents.models import Incident, Obligation
from stayline.incidents.queries import lines
from stayline.ledger.queries import entries
from stayline.people.actions import set_availability_in_transaction, set_duty
from stayline.platform.actors import Actor
from stayline.privacy.policies import may_see_incident
from stayline.reports.queries import reports_of
from tests.cast import NOW, Cast, later, line

pytestmark = pytest.mark.django_db

WORDS = "If you shut us off on Monday, I'm going to kill myself."


@pytest.mark.covers("S1-10", "S1-11")
@pytest.mark.parametrize("busy", ["in_crisis", "off_queue", "break"])
def test_with_no_supervisor_available_a_lead_takes_it_over_warm(centre: Cast, busy: str) -> None:
    for one in (centre.bo, centre.bea):
        set_availability_in_transaction(one.id, busy, at=NOW)
    incident = get_help(contact_id=centre.contact().id, actor=centre.ann, at=NOW)
    ladder = Ladder.objects.get(incident=incident, document_id="crisis")
    assert [page.person_id for page in ladder.pages.all()] == [centre.lou.id]
    accept_rung(ladder_id=ladder.id, actor=centre.lou, at=later(4))
    join_contact(ladder_id=ladder.id, actor=centre.lou, at=later(9))
    incident.refresh_from_db()
    assert incident.owner_id == centre.ann.id
    record_spoke(ladder_id=ladder.id, actor=centre.lou, at=later(15))
    complete_hand_over(ladder_id=ladder.id, actor=centre.lou, at=later(60))
    incident.refresh_from_db()
    assert incident.owner_id == centre.lou.id
    assert coming(incident).sentence == "Lou Example has taken over."


@pytest.mark.covers("S1-11")
def test_the_first_agent_cannot_leave_and_nobody_takes_over_unheard(
    accepted: Ladder, incident: Incident, first: Actor, centre: Cast
) -> None:
    assert incident.contact_id is not None
    for at, step in ((6, None), (12, join_contact)):
        if step is not None:
            step(ladder_id=accepted.id, actor=first, at=later(at))
        with pytest.raises(ContactLocked):
            release_contact(
                contact_id=incident.contact_id, reason="x", actor=centre.ann, at=later(at)
            )
        with pytest.raises(NotSpoken):
            complete_hand_over(ladder_id=accepted.id, actor=first, at=later(at))
        incident.refresh_from_db()
        assert incident.owner_id == centre.ann.id
        assert Contact.objects.get(id=incident.contact_id).agent_id == centre.ann.id
        assert "You stay until" in coming(incident).sentence


@pytest.mark.covers("S1-11")
def test_a_cold_transfer_is_refused_until_the_receiver_has_spoken(
    accepted: Ladder, incident: Incident, first: Actor, centre: Cast
) -> None:
    def leave(at: int) -> None:
        leave_contact(incident_id=incident.id, actor=centre.ann, at=later(at))

    for step, at in ((None, 6), (join_contact, 12)):
        if step is not None:
            step(ladder_id=accepted.id, actor=first, at=later(at))
        with pytest.raises(ColdTransferRefused, match="no cold transfer"):
            leave(at)
    for stranger in (first, centre.al):
        with pytest.raises(LeaveForbidden):
            leave_contact(incident_id=incident.id, actor=stranger, at=later(13))
    record_spoke(ladder_id=accepted.id, actor=first, at=later(20))
    leave(30)
    leave(31)
    (entry,) = entries(incident.stream_id, kinds=["escalation.agent.left"])
    assert entry.at == later(30)


@pytest.mark.parametrize("why", ["nobody threatened", "opened in error", "over"])
def test_an_agent_whom_nothing_binds_may_leave(
    incident: Incident, centre: Cast, logged: Callable[[], list[str]], why: str
) -> None:
    if why == "nobody threatened":
        Incident.objects.filter(id=incident.id).update(level=3)
    elif why == "opened in error":
        Incident.objects.filter(id=incident.id).update(opened_in_error_at=NOW)
    else:
        Contact.objects.filter(id=incident.contact_id).update(released_at=NOW)
    leave_contact(incident_id=incident.id, actor=centre.ann, at=later(5))
    assert logged()[-1] == "escalation.agent.left"


@pytest.mark.covers("S1-12")
@pytest.mark.usefixtures("playbook")
def test_for_an_hour_nobody_comes_and_the_contact_stays_while_pages_go_out(cast: Cast) -> None:
    for one in (cast.bo, cast.bea, cast.lou, cast.mo):
        set_duty(person_id=one.id, on_duty=False, actor=one, at=NOW)
    contact = cast.contact()
    incident = get_help(contact_id=contact.id, actor=cast.ann, at=NOW)
    ladder = Ladder.objects.get(incident=incident, document_id="crisis")
    for at in range(20, 3601, 20):
        assert fire_rung(ladder_id=ladder.id, at=later(at))
    ladder.refresh_from_db()
    incident.refresh_from_db()
    contact.refresh_from_db()
    assert (ladder.ended_at, ladder.due_at) == (None, later(3620))
    assert ladder.pages.filter(paged_at=later(3600)).count() == 4
    assert (contact.agent_id, contact.released_at) == (cast.ann.id, None)
    assert (incident.owner_id, incident.state) == (cast.ann.id, "open")
    assert "Keep talking" in coming(incident).sentence


@pytest.mark.covers("S3-12")
def test_a_hand_over_gives_everything_to_a_named_person_who_says_that_they_have_it(
    centre: Cast,
) -> None:
    contact = centre.contact()
    hear_lines(contact_id=contact.id, lines=[line(1, WORDS)], actor=centre.ann, at=later(1))
    incident = Incident.objects.get(contact=contact)
    ladder = Ladder.objects.get(incident=incident, document_id="crisis")
    receiver = next(
        one for one in (centre.bo, centre.bea) if one.id == ladder.pages.get().person_id
    )
    accept_rung(ladder_id=ladder.id, actor=receiver, at=later(5))
    assert may_see_incident(receiver, incident.id)
    assert [one.text for one in lines(contact.id)] == [WORDS]
    assert WORDS in " ".join(one.text for one in briefing(ladder.id))
    assert reports_of(incident.id)
    record_spoke(ladder_id=ladder.id, actor=receiver, at=later(20))
    ladder.refresh_from_db()
    assert ladder.ended_at is None, "until they confirm it, it is not handed over"
    complete_hand_over(ladder_id=ladder.id, actor=receiver, at=later(40))
    (entry,) = entries(incident.stream_id, kinds=["escalation.hand_over.completed"])
    assert (entry.actor, entry.at) == (receiver.pseudonym, later(40))
    release_contact(contact_id=contact.id, reason="Safe.", actor=receiver, at=later(50))
    owed = Obligation.objects.filter(incident=incident, by="receiver")
    assert {one.name for one in owed} >= {"report"}
    assert {one.owner_id for one in owed} == {receiver.id}
