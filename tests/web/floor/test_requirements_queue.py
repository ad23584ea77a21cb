"""The queue on the floor: by assessed priority, each place with its reasons; and the steps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from stayline.contacts.models import Contact
from stayline.escalation.models import Ladder, Page
from stayline.incidents.actions import hear_lines
from stayline.incidents.models import Incident, Obligation, Run
from stayline.people.actions import note_seen
from stayline.platform.actors import Actor
from tests.cast import Cast, line
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def threatened(cast: Cast, agent: Actor, words: str, ago: int) -> Incident:
    """Words of a caller on this agent's line, so many seconds ago."""
    at = datetime.now(UTC) - timedelta(seconds=ago)
    contact = cast.contact(agent=agent, at=at)
    hear_lines(contact_id=contact.id, lines=[line(1, words, at=at)], actor=agent, at=at)
    return Incident.objects.get(contact=contact)


def rung(cast: Cast, ladder: Ladder) -> Actor:
    page = Page.objects.filter(ladder=ladder).order_by("paged_at").first()
    assert page is not None
    return next(one for one in (cast.bo, cast.bea) if one.id == page.person_id)


@pytest.mark.covers("S3-9")
def test_the_queue_is_by_assessed_priority_and_every_place_says_why(
    cast: Cast, playbook: None, signed_in: SignIn
) -> None:
    del playbook
    people = [cast.bo.id, cast.bea.id]
    note_seen(person_ids=people, at=datetime.now(UTC), process="tests")
    helped = threatened(cast, cast.ann, "I'm going to kill myself.", 50)
    ladder = Ladder.objects.get(incident=helped, document_id="crisis")
    client = signed_in(rung(cast, ladder))
    for step in ("accept", "join", "spoke"):
        client.post(reverse("floor:ladder_act", args=[ladder.id, step]))
    violence = threatened(cast, cast.al, "If this is not resolved, I will hurt my family.", 40)
    alone = threatened(cast, cast.al, "I'm going to kill myself.", 30)
    bomb = threatened(cast, cast.al, "There is a bomb in your building.", 20)
    page = client.get("/floor/", headers=HTMX).content.decode()
    places = [page.index(f'id="row-{one.id}"') for one in (bomb, alone, violence, helped)]
    assert places == sorted(places), "bomb, then nobody has spoken, self-harm first, then helped"
    rows = page.split('id="row-')[1:]
    assert "Stands here: L0: Danger to life now. Nobody has spoken to the caller yet." in rows[0]
    assert "Stands here: L1: Stated threat, or an abuser near. Nobody has spoken" in rows[1]
    assert "Nobody has spoken to the caller yet" not in rows[3]
    assert "kill" not in page
    record = client.get(reverse("floor:incident", args=[helped.id])).content.decode()
    assert "Why this level: A threat to self or others, stated outright" in record


@pytest.mark.covers("S1-44")
def test_an_overdue_report_stands_on_the_floor(
    cast: Cast, incident: Incident, signed_in: SignIn
) -> None:
    client = signed_in(cast.bo)
    assert "Overdue" not in client.get("/floor/").content.decode()
    Obligation.objects.create(
        incident=incident,
        name="report",
        do_kind="file",
        do_target="security_threat",
        by="receiver",
        state="missed",
        owed_at=incident.opened_at,
        otherwise=[],
    )
    assert "Overdue: 1 owed thing." in client.get("/floor/").content.decode()


@pytest.mark.covers("S1-13")
def test_the_record_lists_the_steps_with_action_and_time_of_completion(
    cast: Cast, incident: Incident, contact: Contact, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    sequence = Run.objects.get(incident=incident).sequence
    client.post(reverse("desk:act", args=[contact.id, "go-on"]), {"expected": sequence})
    page = client.get(reverse("floor:incident", args=[incident.id])).content.decode()
    steps = page.split('id="steps"')[1].split("</table>")[0]
    first, second = steps.split("<tr>")[2:4]
    assert "Thank them for telling you" in first
    assert "I&#x27;m here with you" in first
    assert first.count("<time") == 2
    assert "Find out if they are in danger now" in second
    assert "On the screen now" in second
    assert second.count("<time") == 1
