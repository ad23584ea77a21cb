"""Beside a contact: follow it live, guide by message, take it over; other ways to the caller."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from stayline.contacts.models import Contact
from stayline.escalation.models import HandOver
from stayline.incidents.models import Incident, Threat
from stayline.ledger.queries import entries
from stayline.people.actions import note_seen
from tests.cast import Cast
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _everybody_is_there(cast: Cast) -> None:
    people = [cast.ann.id, cast.bo.id, cast.bea.id, cast.lou.id, cast.mo.id]
    note_seen(person_ids=people, at=datetime.now(UTC), process="tests")


def press(client: Client, incident: Incident, name: str, **typed: str) -> HttpResponse:
    return client.post(reverse("floor:follow_act", args=[incident.id, name]), typed)


def desk(client: Client, contact: Contact, name: str, **typed: str) -> HttpResponse:
    return client.post(reverse("desk:act", args=[contact.id, name]), typed)


@pytest.mark.covers("S2-4", "S2-5", "S3-46")
def test_a_manager_follows_guides_and_takes_over_and_the_agent_sees_it_calmly(
    cast: Cast, contact: Contact, incident: Incident, signed_in: SignIn
) -> None:
    manager, agent = signed_in(cast.mo), signed_in(cast.ann)
    address = reverse("floor:follow", args=[incident.id])
    assert manager.get(address).status_code == 403
    assert "Follow</button>" in manager.get("/floor/").content.decode()
    assert press(manager, incident, "follow")["Location"] == address
    assert "Following" in manager.get("/floor/").content.decode()
    page = manager.get(address).content.decode()
    assert "shut us off on Monday" in page
    assert "Guide by message" in page
    said = manager.get(address + "?part=said", headers=HTMX).content.decode()
    assert said.lstrip().startswith("<section")
    assert "Guide by message" not in said

    too_long = press(manager, incident, "guide", words="x" * 401)
    assert too_long.status_code == 409
    assert "x" * 401 in too_long.content.decode()
    press(manager, incident, "guide", words="Ask whether they are alone.")
    assert "not read yet" in manager.get(address).content.decode()
    part = reverse("desk:part", args=[contact.id, "guidance"])
    message = agent.get(part, headers=HTMX)
    assert "Ask whether they are alone." in message.content.decode()
    whole = agent.get(reverse("desk:contact", args=[contact.id]))
    assert "reads along" in whole.content.decode()
    (one,) = whole.context["page"].guided
    assert desk(agent, contact, "seen", message="odd").status_code == 422
    desk(agent, contact, "seen", message=str(one.id))
    assert "Ask whether" not in agent.get(part, headers=HTMX).content.decode()
    assert "read <time" in manager.get(address).content.decode()

    taken = press(manager, incident, "take-over")
    hand_over = HandOver.objects.get(receiver_id=cast.mo.id)
    assert hand_over.state == "joined"
    assert taken["Location"] == reverse("floor:briefing", args=[hand_over.ladder_id])
    assert press(manager, incident, "stop")["Location"] == "/floor/"
    assert press(manager, incident, "dance").status_code == 404


@pytest.mark.outsider("floor:follow", "floor:follow_act")
def test_only_supervisors_of_the_site_follow(
    cast: Cast, incident: Incident, signed_in: SignIn
) -> None:
    for who in (cast.ann, cast.al, cast.lou, cast.cy):
        client = signed_in(who)
        for name in ("follow", "guide", "take-over"):
            assert press(client, incident, name, words="Hello.").status_code == 403
        assert client.get(reverse("floor:follow", args=[incident.id])).status_code == 403


@pytest.mark.covers("S3-2")
def test_another_way_to_the_caller_is_offered_and_what_was_used_is_kept(
    cast: Cast, contact: Contact, incident: Incident, signed_in: SignIn
) -> None:
    agent = signed_in(cast.ann)
    page = agent.get(reverse("desk:contact", args=[contact.id])).content.decode()
    for way in ("By text message", "By email", "Through an interpreter"):
        assert way in page
    assert "By telephone" not in page
    assert "+15550100" in page
    refused = desk(agent, contact, "way", way="pigeon", outcome="eaten", note="n" * 401)
    assert refused.status_code == 422
    desk(agent, contact, "way", way="sms", outcome="no_answer", note="Sent at once.")
    (entry,) = entries(incident.stream_id, kinds=["incidents.way.used"])
    assert entry.event.describe() == "Another way was used, sms: no answer. Sent at once."
    assert entry.subject == contact.subject
    again = agent.get(reverse("desk:contact", args=[contact.id])).content.decode()
    assert "By text message: No answer" in again

    Threat.objects.filter(incident=incident).update(kind="abuse_disclosure")
    closed = agent.get(reverse("desk:contact", args=[contact.id])).content.decode()
    assert "Without a safe way on record nobody calls." in closed
    assert 'name="way"' not in closed
    assert desk(agent, contact, "way", way="sms", outcome="reached").status_code == 409
    assert desk(signed_in(cast.al), contact, "way", way="sms", outcome="reached").status_code == 403


@pytest.mark.covers("S3-4")
def test_the_agent_flags_a_caller_who_wants_an_answer_now_and_the_floor_sees_it_first(
    cast: Cast, contact: Contact, incident: Incident, signed_in: SignIn
) -> None:
    agent, floor = signed_in(cast.ann), signed_in(cast.mo)
    other = cast.contact(agent=cast.al, at=contact.opened_at)
    signed_in(cast.al).post(reverse("desk:act", args=[other.id, "help"]))
    first = Incident.objects.get(contact=other)
    Incident.objects.update(level=1)
    Incident.objects.filter(id=incident.id).update(opened_at=datetime.now(UTC))
    Incident.objects.filter(id=first.id).update(opened_at=contact.opened_at)
    desk(agent, contact, "demand")
    board = floor.get("/floor/").content.decode()
    assert "Waits for an answer now" in board
    assert board.index(incident.number) < board.index(first.number)
    desk(agent, contact, "answered")
    assert "Waits for an answer now" not in floor.get("/floor/").content.decode()
    page = agent.get(reverse("desk:contact", args=[contact.id])).content.decode()
    assert "had it after" in page
    plain = cast.contact(agent=cast.al)
    assert desk(signed_in(cast.al), plain, "way", way="sms", outcome="reached").status_code == 404
