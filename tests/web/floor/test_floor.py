"""The floor: the board, rings, a receiver's way, and the record with what is decided there."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from stayline.contacts.models import Contact
from stayline.escalation.models import HandOver, Ladder, Page
from stayline.incidents.models import Incident, Obligation
from stayline.people.actions import note_seen
from stayline.platform.actors import Actor
from stayline.privacy.models import Exclusion
from tests.cast import Cast
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _everybody_is_there(cast: Cast) -> None:
    people = [cast.ann.id, cast.bo.id, cast.bea.id, cast.lou.id, cast.mo.id]
    note_seen(person_ids=people, at=datetime.now(UTC), process="tests")


@pytest.fixture
def ladder(incident: Incident) -> Ladder:
    """The ladder that rings for Alex."""
    return Ladder.objects.get(incident=incident, document_id="crisis")


@pytest.fixture
def rung(cast: Cast, ladder: Ladder) -> Actor:
    """Who was rung first."""
    page = Page.objects.filter(ladder=ladder).order_by("paged_at").first()
    assert page is not None
    return next(one for one in (cast.bo, cast.bea) if one.id == page.person_id)


def do(client: Client, ladder: Ladder, name: str, **typed: str) -> HttpResponse:
    return client.post(reverse("floor:ladder_act", args=[ladder.id, name]), typed)


def taken_over(client: Client, ladder: Ladder) -> None:
    for name in ("accept", "join", "spoke", "complete"):
        assert do(client, ladder, name).status_code == 302


def record(incident: Incident) -> str:
    return reverse("floor:incident", args=[incident.id])


def act(client: Client, incident: Incident, name: str, **typed: str) -> HttpResponse:
    return client.post(reverse("floor:act", args=[incident.id, name]), typed)


def test_the_board_shows_level_and_ladder_and_no_word_of_the_contact(
    cast: Cast, incident: Incident, signed_in: SignIn
) -> None:
    page = signed_in(cast.mo).get("/floor/").content.decode()
    assert incident.number in page
    assert "Threat or disclosure" in page
    assert "nobody has accepted yet" in page
    assert "data-age" in page
    assert "Self-harm" not in page
    assert "Alex" not in page
    assert "alive" not in page


def test_the_board_is_drawn_by_itself(cast: Cast, signed_in: SignIn) -> None:
    page = signed_in(cast.bo).get("/floor/", headers=HTMX).content.decode()
    assert 'id="board"' in page
    assert "No incident is open." in page
    assert "<html" not in page


@pytest.mark.covers("S0-17")
def test_danger_to_life_stands_first(
    cast: Cast, incident: Incident, contact: Contact, signed_in: SignIn
) -> None:
    later_one = cast.contact(agent=cast.al, at=datetime.now(UTC))
    signed_in(cast.al).post(reverse("desk:act", args=[later_one.id, "help"]))
    urgent = Incident.objects.get(contact=later_one)
    Incident.objects.filter(id=urgent.id).update(level=0)
    page = signed_in(cast.bo).get("/floor/").content.decode()
    assert page.index(urgent.number) < page.index(incident.number)
    assert contact


@pytest.mark.outsider("floor:board")
@pytest.mark.parametrize("who", ["ann", "cy"])
def test_agents_have_no_floor_and_other_centres_another(
    cast: Cast, incident: Incident, signed_in: SignIn, who: str
) -> None:
    answer = signed_in(getattr(cast, who)).get("/floor/")
    assert answer.status_code == (403 if who == "ann" else 200)
    assert incident.number not in answer.content.decode()


def test_somebody_implicated_does_not_see_that_there_is_one(
    cast: Cast, incident: Incident, signed_in: SignIn
) -> None:
    Exclusion.objects.create(
        incident_id=incident.id,
        person_id=cast.mo.id,
        because="implicated",
        noted_at=datetime.now(UTC),
    )
    assert incident.number not in signed_in(cast.mo).get("/floor/").content.decode()


def test_a_ring_holds_level_site_and_number_alone(
    incident: Incident, rung: Actor, signed_in: SignIn
) -> None:
    page = signed_in(rung).get("/floor/rings/").content.decode()
    assert "You are needed" in page
    assert incident.number in page
    assert 'data-key="a"' in page
    assert "Self-harm" not in page
    assert "Alex" not in page


def test_one_accepts_and_the_others_are_told_who(
    cast: Cast, ladder: Ladder, rung: Actor, signed_in: SignIn
) -> None:
    other = cast.bea if rung == cast.bo else cast.bo
    first = do(signed_in(rung), ladder, "accept")
    assert first["Location"] == reverse("floor:briefing", args=[ladder.id])
    late = do(signed_in(other), ladder, "accept")
    assert late.status_code == 409
    assert rung.name in late.content.decode()


def test_the_way_of_a_receiver_leads_to_the_desk_at_the_same_step(
    incident: Incident, contact: Contact, ladder: Ladder, rung: Actor, signed_in: SignIn
) -> None:
    client = signed_in(rung)
    do(client, ladder, "accept")
    page = client.get(reverse("floor:briefing", args=[ladder.id])).content.decode()
    for heading in ("Situation", "Background", "Assessment", "Recommendation", "Next words"):
        assert heading in page
    assert "I have joined" in page
    do(client, ladder, "join")
    do(client, ladder, "spoke")
    incident.refresh_from_db()
    assert incident.owner_id == rung.id
    done = do(client, ladder, "complete")
    assert done["Location"] == reverse("desk:contact", args=[contact.id])
    desk = client.get(reverse("desk:contact", args=[contact.id])).content.decode()
    assert "Go on" in desk
    assert HandOver.objects.get(ladder=ladder).state == "completed"


def test_a_stage_cannot_be_jumped(ladder: Ladder, rung: Actor, signed_in: SignIn) -> None:
    client = signed_in(rung)
    assert do(client, ladder, "spoke").status_code == 409
    do(client, ladder, "accept")
    assert do(client, ladder, "complete").status_code == 409
    assert do(client, ladder, "dance").status_code == 404


def test_somebody_who_cannot_come_lets_it_ring_on(
    ladder: Ladder, rung: Actor, signed_in: SignIn
) -> None:
    client = signed_in(rung)
    do(client, ladder, "accept")
    assert do(client, ladder, "lost")["Location"] == "/"
    ladder.refresh_from_db()
    assert ladder.ended_at is None
    assert ladder.due_at is not None


@pytest.mark.outsider("floor:briefing", "floor:ladder_act")
@pytest.mark.parametrize("who", ["al", "cy"])
def test_nobody_else_reads_a_briefing_or_answers_a_ring(
    cast: Cast, ladder: Ladder, signed_in: SignIn, who: str
) -> None:
    client = signed_in(getattr(cast, who))
    assert client.get(reverse("floor:briefing", args=[ladder.id])).status_code == 403
    for name in ("accept", "call-off"):
        assert do(client, ladder, name, reason="x").status_code == 403


def test_the_record_tells_what_happened_as_sentences(
    incident: Incident, ladder: Ladder, rung: Actor, signed_in: SignIn
) -> None:
    client = signed_in(rung)
    do(client, ladder, "accept")
    page = client.get(record(incident)).content.decode()
    assert "The incident was opened by signal: self_harm, L1." in page
    assert "It cannot be closed yet" in page
    assert "People who may see this" in page
    said = client.get(record(incident), {"show": "said"}, headers=HTMX).content.decode()
    assert "alive any more" in said
    assert "Its number is" not in said


@pytest.mark.outsider("floor:incident", "floor:act", "floor:waive")
@pytest.mark.parametrize("who", ["al", "mo", "cy"])
def test_nobody_who_does_not_handle_it_opens_the_record(
    cast: Cast, incident: Incident, signed_in: SignIn, who: str
) -> None:
    client = signed_in(getattr(cast, who))
    owed = Obligation.objects.filter(incident=incident).first()
    assert owed is not None
    waive = reverse("floor:waive", args=[incident.id, owed.id])
    answers = [
        client.get(record(incident)),
        act(client, incident, "close", resolution="x"),
        client.post(waive, {"reason": "x"}),
    ]
    assert [answer.status_code for answer in answers] == [403] * 3


def test_an_agent_reads_their_record_and_decides_nothing(
    cast: Cast, incident: Incident, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    page = client.get(record(incident)).content.decode()
    assert "You decide" not in page
    refused = act(client, incident, "close", resolution="done")
    assert refused.status_code == 403


@pytest.mark.covers("S1-19")
def test_close_is_refused_with_what_stands_in_the_way(
    incident: Incident, ladder: Ladder, rung: Actor, signed_in: SignIn
) -> None:
    client = signed_in(rung)
    taken_over(client, ladder)
    refused = act(client, incident, "close", resolution="Handed over")
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "1 threat report is not filed." in page
    assert "Handed over" in page
    incident.refresh_from_db()
    assert incident.state == "open"


def test_a_supervisor_changes_the_level_and_waives_by_name_with_a_reason(
    incident: Incident, ladder: Ladder, rung: Actor, signed_in: SignIn
) -> None:
    client = signed_in(rung)
    do(client, ladder, "accept")
    assert act(client, incident, "level", level="0").status_code == 422
    assert act(client, incident, "level", level="9", reason="x").status_code == 422
    act(client, incident, "level", level="0", reason="They are on a bridge.")
    incident.refresh_from_db()
    assert incident.level == 0
    owed = Obligation.objects.exclude(do_kind="file").filter(incident=incident).first()
    assert owed is not None
    waive = reverse("floor:waive", args=[incident.id, owed.id])
    assert client.post(waive, {"reason": " "}).status_code in {409, 422}
    client.post(waive, {"reason": "The manager sits beside me."})
    owed.refresh_from_db()
    assert owed.state in {"waived", "met"}


def test_opened_in_error_asks_for_the_words_to_be_read(
    incident: Incident, ladder: Ladder, rung: Actor, signed_in: SignIn
) -> None:
    client = signed_in(rung)
    do(client, ladder, "accept")
    unread = act(client, incident, "in-error", reason="A song was quoted.", spoke_to="agent")
    assert unread.status_code == 409
    nobody = act(client, incident, "in-error", reason="x", spoke_to="agent", second="nobody")
    assert nobody.status_code == 422
    act(client, incident, "in-error", reason="A song.", spoke_to="agent", read_words="yes")
    incident.refresh_from_db()
    assert incident.opened_in_error_at is not None
    assert "Recorded as opened in error" in client.get(record(incident)).content.decode()


def test_a_ladder_is_raised_again_and_called_off(
    incident: Incident, ladder: Ladder, rung: Actor, cast: Cast, signed_in: SignIn
) -> None:
    act(signed_in(cast.ann), incident, "ring")
    supervisor = signed_in(rung)
    do(supervisor, ladder, "accept")
    assert act(supervisor, incident, "explode").status_code == 404
    refused = do(supervisor, ladder, "call-off", reason=" ")
    assert refused.status_code == 422
    done = do(supervisor, ladder, "call-off", reason="Wrong ladder.", back="record")
    assert done["Location"] == record(incident)
    ladder.refresh_from_db()
    assert ladder.ended_at is not None


def test_a_receiver_gives_it_back_and_one_who_was_lost_comes_back(
    cast: Cast, incident: Incident, ladder: Ladder, rung: Actor, signed_in: SignIn
) -> None:
    client, way = signed_in(rung), reverse("floor:briefing", args=[ladder.id])
    do(client, ladder, "accept")
    assert "To respond" in client.get(way).content.decode()
    do(client, ladder, "lost")
    assert "I am back" in client.get(way).content.decode()
    assert do(client, ladder, "come-back")["Location"] == way
    do(client, ladder, "spoke")
    assert "Give it back" in client.get(way).content.decode()
    note_seen(person_ids=[cast.ann.id], at=datetime.now(UTC), process="tests")
    assert do(client, ladder, "return")["Location"] == "/"
    incident.refresh_from_db()
    assert incident.owner_id == cast.ann.id
    assert HandOver.objects.get(receiver_id=rung.id, state="returned")
