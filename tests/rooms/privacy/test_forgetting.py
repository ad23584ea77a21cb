"""A caller is forgotten in every room, and again when an older backup brings them back."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction

from stayline.command.actions import join_incidents
from stayline.command.actions.briefs import issue_brief
from stayline.command.errors import BriefUnknown
from stayline.command.models import Dispatch, SitePlan
from stayline.command.queries.briefs import issued
from stayline.contacts.models import Contact
from stayline.contacts.queries import Caller as Known
from stayline.contacts.queries import caller
from stayline.escalation.models import Ladder
from stayline.incidents.actions import hear_lines
from stayline.incidents.actions.keeping import forget_incident
from stayline.incidents.actions.personal import (
    caller_of,
    forget_beside_records,
    forget_person_on_the_line,
    still_held_of,
)
from stayline.incidents.models import Incident
from stayline.ledger.errors import EraseRefused
from stayline.ledger.queries import verified
from stayline.outbox.actions import enqueue_in_transaction
from stayline.outbox.models import Message, State
from stayline.platform.actors import Actor
from stayline.privacy.actions import grant_in_transaction, place_hold
from stayline.privacy.errors import Held
from stayline.quality.actions import (
    answer_feedback,
    book_talk,
    give_feedback,
    open_improvement,
    raise_complaint,
    record_talk,
)
from stayline.quality.actions.complaints import NewComplaint
from stayline.quality.models import Complaint, Feedback, Improvement, Review, Talk
from stayline.quality.queries.complaints import complaint_page
from stayline.quality.queries.reviewing import body_of, judged
from stayline_core.forms import Answer, AnswerState
from tests.cast import NOW, Cast, later, line
from tests.reviewed import reviewed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]

THREAT = "If you shut us off on Monday, I'm going to kill myself."
SECRET = "She said: the blue door at the harbour."
DAY = timedelta(days=1)


def heard(cast: Cast) -> Incident:
    contact = cast.contact(agent=cast.ann)
    hear_lines(contact_id=contact.id, lines=[line(1, THREAT)], actor=cast.ann, at=NOW)
    return Incident.objects.get(contact=contact)


def let_in(incident: Incident, who: Actor) -> None:
    with transaction.atomic():
        grant_in_transaction(
            incident.id, who, because="supervises", stream_id=incident.stream_id, actor=who, at=NOW
        )


def complain(cast: Cast, number: str) -> Complaint:
    said = {"what": Answer(AnswerState.ANSWERED, SECRET)}
    new = NewComplaint(
        kind="complaint", topic="handling", site_id=cast.site.id, incident=number, answers=said
    )
    return raise_complaint(new, actor=cast.al, at=NOW)


def told_of(review: Review, cast: Cast) -> None:
    which = give_feedback(review_id=review.id, words=SECRET, actor=cast.bea, at=later(90))
    answer_feedback(feedback_id=which, answer="comment", words=SECRET, actor=cast.ann, at=later(95))
    talk = book_talk(feedback_id=which, begins_at=NOW + DAY, minutes=20, actor=cast.bea, at=NOW)
    record_talk(talk_id=talk, note=SECRET, actor=cast.bea, at=NOW + 2 * DAY)


def improve(cast: Cast, source: str, person_id: UUID | None) -> None:
    open_improvement(
        site_id=cast.site.id,
        person_id=person_id,
        item="exact_words",
        what=SECRET,
        owner_id=cast.bo.id,
        due=NOW.date() + 7 * DAY,
        source=source,
        actor=cast.bo,
        at=NOW,
    )


@pytest.fixture
def told(cast: Cast) -> Incident:
    """An incident of which every room says something in words."""
    incident = heard(cast)
    assert incident.contact is not None
    row = complain(cast, incident.number)
    review = reviewed(
        incident.contact, {"exact_words": "met", "words": SECRET}, by=cast.bea, at=later(60),
        incident=incident,
    )  # fmt: skip
    told_of(review, cast)
    improve(cast, f"review:{review.id}", cast.ann.id)
    improve(cast, f"complaint:{row.number}", None)
    Ladder.objects.create(
        incident=incident, document_id="crisis", exercise=True, rungs=[], limits={},
        started_at=NOW, ended_at=NOW, reason=SECRET,
    )  # fmt: skip
    Dispatch.objects.create(
        incident=incident, agency="police", asked_at=NOW, could_not_because=SECRET
    )
    SitePlan.objects.create(
        incident=incident, site=cast.site, title="The blue door", stream_id=incident.stream_id,
        sequence=1, media_type="image/png", width=9, height=9, added_at=NOW, added_by=cast.bo.id,
    )  # fmt: skip
    with transaction.atomic():
        sent = enqueue_in_transaction(
            kind="case", channel="case", key="one", payload={"words": SECRET}, exercise=True,
            incident_id=incident.id, at=NOW,
        )  # fmt: skip
    Message.objects.filter(key="one").update(state=State.SENT, sent_at=NOW)
    assert sent
    return incident


def forgotten(incident: Incident, cast: Cast, *, reason: str = "They asked.") -> None:
    assert incident.contact is not None
    forget_person_on_the_line(
        contact=incident.contact, reason=reason, actor=cast.mo, at=NOW + 3 * DAY
    )


@pytest.mark.covers("S3-29")
def test_a_caller_is_forgotten_in_every_room(told: Incident, cast: Cast) -> None:
    assert told.contact is not None
    other = heard(cast)
    untouched = complain(cast, other.number)
    who = caller_of(told.contact.id)
    assert {name.partition(":")[0] for name in still_held_of(who)} == {
        "privacy",
        "incidents",
        "escalation",
        "command",
        "quality",
    }
    forgotten(told, cast)
    assert still_held_of(who) == {}
    row = Complaint.objects.get(incident=told)
    assert row.state == "open"
    assert complaint_page(row.id, cast.bea).said[0][1].startswith("These words are gone")
    review = Review.objects.get(incident=told)
    assert SECRET not in str(body_of(review))
    assert judged(review)["exact_words"].value == "met"
    for table in (Feedback, Talk, Improvement):
        for one in table._default_manager.values():
            assert not any(one[name] for name in one if name.endswith("_sealed"))
    assert bytes(Message.objects.get(key="one").sealed) == b""
    report = verified(open_content=True, progress=lambda _: None)
    assert (report.intact, report.complete) == (True, True)
    said = complaint_page(untouched.id, cast.bea).said
    assert [words for _, words in said] == [SECRET]
    forgotten(told, cast)  # told again, nothing is harmed
    assert judged(Review.objects.get(id=review.id))["exact_words"].value == "met"


def test_a_hold_or_a_missing_reason_stops_all_of_it(told: Incident, cast: Cast) -> None:
    assert told.contact is not None
    who = caller_of(told.contact.id)
    before = still_held_of(who)
    with pytest.raises(EraseRefused):
        forgotten(told, cast, reason=" ")
    assert still_held_of(who) == before
    place_hold(incident_id=told.id, number=told.number, reason="A claim.", actor=cast.mo, at=NOW)
    with pytest.raises(Held, match="A claim"):
        forgotten(told, cast)
    assert still_held_of(who) == before
    # An older backup still knows the hold: what was done before is done again all the same.
    forget_beside_records(contact_id=told.contact.id, actor=cast.mo, at=NOW)
    assert still_held_of(who) == {}


def test_when_its_time_is_over_an_incident_goes_in_every_room_too(
    told: Incident, cast: Cast
) -> None:
    assert told.contact is not None
    Incident.objects.filter(id=told.id).update(state="closed", closed_at=NOW)
    assert forget_incident(incident_id=told.id, before=NOW + DAY, actor=cast.mo, at=NOW + 4 * DAY)
    assert still_held_of(caller_of(told.contact.id)) == {}
    assert caller(Contact.objects.get(id=told.contact_id)) == Known()


@pytest.mark.covers("S3-29")
def test_what_a_brief_took_from_a_joined_incident_goes_with_its_caller(cast: Cast) -> None:
    lead, member = heard(cast), heard(cast)
    for one in (lead, member):
        let_in(one, cast.bo)
    alone = issue_brief(incident_id=lead.id, form="sbar", actor=cast.bo, at=later(5))
    join_incidents(
        lead_id=lead.id, member_id=member.id, because="One event.", actor=cast.bo, at=later(9)
    )
    joint = issue_brief(incident_id=lead.id, form="sbar", actor=cast.bo, at=later(10))
    assert issued(lead, "sbar", joint.number).blocks
    forgotten(member, cast)
    with pytest.raises(BriefUnknown):
        issued(lead, "sbar", joint.number)
    assert issued(lead, "sbar", alone.number).blocks
    report = verified(open_content=True, progress=lambda _: None)
    assert (report.intact, report.complete) == (True, True)
