"""A caller who wants an answer at once: flagged once, measured once, whatever answers first."""

from __future__ import annotations

import pytest

from stayline.contacts.models import Contact
from stayline.incidents.actions import get_help, hear_lines
from stayline.incidents.actions.demand import flag_demand, record_answered
from stayline.incidents.models import Incident
from stayline.ledger.queries import entries
from stayline.platform.actors import Actor
from stayline.privacy.errors import NotOnTheList
from tests.cast import Cast, later, line

pytestmark = pytest.mark.django_db


def flag(contact: Contact, who: Actor, seconds: float) -> Contact:
    flag_demand(contact_id=contact.id, actor=who, at=later(seconds))
    contact.refresh_from_db()
    return contact


def said(contact: Contact, number: int, who: str) -> Contact:
    hear_lines(
        contact_id=contact.id,
        lines=[line(number, "I am reading your message now.", who=who)],
        actor=Actor(id=contact.id, pseudonym=str(contact.id), name="A platform"),
        at=later(number + 1),
    )
    contact.refresh_from_db()
    return contact


@pytest.mark.covers("S3-4")
def test_the_first_words_of_an_agent_after_the_flag_are_the_first_response(cast: Cast) -> None:
    contact = cast.contact(channel="chat")
    assert said(contact, 1, "agent").answered_at is None
    assert contact.answered_after_s is None
    assert flag(contact, cast.ann, 10).waits_for_answer
    assert flag(contact, cast.ann, 20).demanded_at == later(10)
    assert said(contact, 30, "caller").answered_at is None
    assert said(contact, 5, "agent").answered_at is None
    assert said(contact, 52, "agent").answered_at == later(52)
    assert said(contact, 60, "agent").answered_after_s == 42
    assert not contact.waits_for_answer


@pytest.mark.covers("S3-4")
@pytest.mark.usefixtures("playbook")
def test_in_an_incident_both_stand_in_the_log(cast: Cast) -> None:
    contact = cast.contact()
    incident: Incident = get_help(
        contact_id=contact.id, kind="violence", actor=cast.ann, at=later(1)
    )
    record_answered(contact_id=contact.id, actor=cast.ann, at=later(2))
    flag(contact, cast.ann, 3)
    record_answered(contact_id=contact.id, actor=cast.bo, at=later(10))
    record_answered(contact_id=contact.id, actor=cast.bo, at=later(11))
    logged = entries(
        incident.stream_id, kinds=["incidents.answer.demanded", "incidents.answer.given"]
    )
    assert [one.event.describe() for one in logged] == [
        "Flagged: the caller wants an answer at once.",
        "They had their first response after 7 seconds.",
    ]
    for stranger in (cast.al, cast.cy):
        with pytest.raises(NotOnTheList):
            flag_demand(contact_id=contact.id, actor=stranger, at=later(12))
        with pytest.raises(NotOnTheList):
            record_answered(contact_id=contact.id, actor=stranger, at=later(12))
