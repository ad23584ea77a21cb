"""Everybody sees what is held about them, on one page and in one file; reading it is logged."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from stayline.incidents.actions import hear_lines
from stayline.incidents.models import Incident
from stayline.ledger.queries import entries, stream_about
from stayline.people.actions import note_conflict
from stayline.people.errors import PersonNotFound
from stayline.people.models import Person
from stayline.people.queries import system_actor
from stayline.privacy.actions import read_own_file
from stayline.privacy.models import Exclusion
from stayline.privacy.ports import personal_data
from stayline.quality.actions import give_feedback
from stayline.quality.actions.complaints import NewComplaint, raise_complaint
from stayline_core.forms import Answer, AnswerState
from tests.cast import NOW, Cast, later, line
from tests.reviewed import reviewed
from tests.web.conftest import SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]

URL = "/me/file/"
THREAT = "If you shut us off on Monday, I'm going to kill myself."
TOLD = "Let silence be, next time."
QUOTE = "They said: the blue door."
GRUDGE = "Nobody rang me back about the pelican."


def reads(who: Person) -> list[str]:
    stream = stream_about("person", who.id)
    found = entries(stream.id) if stream else []
    return [one.event.describe() for one in found if one.event and "own_file" in one.kind]


@pytest.fixture
def handled(cast: Cast) -> Incident:
    """Ann had a contact, was reviewed and told; somebody complained, and noted a conflict."""
    contact = cast.contact(agent=cast.ann)
    hear_lines(contact_id=contact.id, lines=[line(1, THREAT)], actor=cast.ann, at=NOW)
    incident = Incident.objects.get(contact=contact)
    review = reviewed(
        contact, {"exact_words": "met", "went_well": QUOTE}, by=cast.bea, at=later(60),
        incident=incident,
    )  # fmt: skip
    give_feedback(review_id=review.id, words=TOLD, actor=cast.bea, at=later(90))
    said = {"what": Answer(AnswerState.ANSWERED, GRUDGE)}
    new = NewComplaint(
        kind="complaint", topic="handling", site_id=cast.site.id, answers=said,
        subject_id=cast.ann.id,
    )  # fmt: skip
    raise_complaint(new, actor=cast.al, at=NOW)
    note_conflict(person_id=cast.ann.id, other_id=cast.al.id, actor=cast.mo, at=NOW)
    Exclusion.objects.create(
        incident_id=incident.id, person_id=cast.ann.id, because="implicated", noted_at=NOW
    )
    return incident


@pytest.mark.outsider("admin:own_file")
def test_nobody_sees_it_who_is_not_signed_in_and_nobody_sees_another_s(
    cast: Cast, handled: Incident, signed_in: SignIn
) -> None:
    assert Client().get(URL).status_code == 302
    assert Client().post(URL).status_code == 302
    theirs = signed_in(cast.cy).post(URL).content.decode()
    assert "Ann Example" not in theirs
    assert handled.number not in theirs
    with pytest.raises(PersonNotFound):
        read_own_file(form="page", actor=system_actor("watcher"), at=NOW)


@pytest.mark.covers("S3-29")
def test_the_file_holds_what_every_room_holds_and_nothing_of_anybody_else(
    cast: Cast, handled: Incident, signed_in: SignIn
) -> None:
    answer = signed_in(cast.ann).post(URL)
    assert answer["Content-Disposition"].startswith("attachment")
    text = answer.content.decode()
    rooms = json.loads(text)["rooms"]
    assert rooms["privacy"]["person"][0]["name"] == "Ann Example"
    assert rooms["incidents"]["contacts_taken"][0]["channel"]
    (judged,) = rooms["quality"]["reviews"]
    assert judged["items"]["exact_words"] == "met"
    assert rooms["quality"]["feedback"][0]["words"] == TOLD
    assert "feedback given" in {one["what"] for one in rooms["record"]["entries"]}
    assert rooms.keys() - {port.room for port in personal_data} == {"record"}
    for hidden in (THREAT, QUOTE, GRUDGE, "Alex Thistle", "Al Example", "implicated", "conflict"):
        assert hidden not in text, hidden
    assert reads(Person.objects.get(id=cast.ann.id)) == [
        "They read what is held about them, as a file."
    ]


def test_the_page_says_it_room_by_room_and_is_logged(
    cast: Cast, handled: Incident, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    assert URL in client.get("/me/").content.decode()
    page = client.get(URL).content.decode()
    for said in ("Who you are here", "Reviews and feedback", TOLD, "Your record"):
        assert said in page
    for hidden in (THREAT, QUOTE, GRUDGE, "Al Example"):
        assert hidden not in page
    assert reads(Person.objects.get(id=cast.ann.id)) == [
        "They read what is held about them, on the page."
    ]
