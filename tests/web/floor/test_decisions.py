"""What is decided on the record beyond the ladder: endings, call-backs, reopening; and reports
of staff, which need no contact at all."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from stayline.contacts.models import Contact
from stayline.escalation.models import Ladder
from stayline.incidents.actions import (
    ask_to_end,
    go_on,
    record_caller_left,
    start_aid,
    state_threat,
    take_step,
)
from stayline.incidents.models import Incident
from stayline.incidents.queries import current_run, log
from stayline.people.actions import note_seen
from stayline.people.models import Person
from stayline.platform.actors import Actor
from stayline.privacy.actions import grant_in_transaction
from tests.cast import Cast
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _everybody_is_there(cast: Cast) -> None:
    people = [cast.ann.id, cast.bo.id, cast.bea.id, cast.mo.id]
    note_seen(person_ids=people, at=datetime.now(UTC), process="tests")


def page_of(client: Client, incident: Incident) -> str:
    return client.get(reverse("floor:incident", args=[incident.id])).content.decode()


def act(client: Client, incident: Incident, name: str, **typed: str) -> HttpResponse:
    return client.post(reverse("floor:act", args=[incident.id, name]), typed)


def handled_by(who: Actor, incident: Incident) -> None:
    with transaction.atomic():
        grant_in_transaction(
            incident.id,
            who,
            because="accepted",
            stream_id=incident.stream_id,
            actor=who,
            at=datetime.now(UTC),
        )


def sentences(incident: Incident) -> str:
    return "\n".join(one.sentence for one in log(incident))


@pytest.fixture
def asked(cast: Cast, contact: Contact) -> Incident:
    """A difficult call whose agent was told to ask before ending, warned once, and asks."""
    cast.site.ending_needs_approval = True
    cast.site.save()
    at, ann = datetime.now(UTC), cast.ann
    incident = start_aid(contact_id=contact.id, actor=ann, at=at)
    run = current_run(incident.id)
    assert run is not None
    on = {"incident_id": incident.id, "actor": ann, "at": at}
    take_step(**on, expected=run.sequence, step="abusive")
    run.refresh_from_db()
    go_on(**on, expected=run.sequence)
    ask_to_end(**on)
    return incident


def test_the_supervisor_who_is_asked_finds_it_on_the_floor_and_approves(
    cast: Cast, asked: Incident, signed_in: SignIn
) -> None:
    client = signed_in(cast.bo)
    assert "Asks whether the call may end" in client.get("/floor/").content.decode()
    page = page_of(client, asked)
    assert "May this contact end?" in page
    assert "without insults" in page
    act(client, asked, "ending", decided="yes")
    assert "Approved" in page_of(client, asked)
    assert "Asks whether the call may end" not in client.get("/floor/").content.decode()


def test_a_no_needs_its_reason_and_reaches_the_agent(
    cast: Cast, asked: Incident, contact: Contact, signed_in: SignIn
) -> None:
    client = signed_in(cast.bo)
    assert act(client, asked, "ending", decided="perhaps").status_code == 422
    assert act(client, asked, "ending", decided="no", reason=" ").status_code == 422
    act(client, asked, "ending", decided="no", reason="I take it over.")
    assert "Not approved: I take it over." in page_of(client, asked)
    desk = signed_in(cast.ann).get(reverse("desk:contact", args=[contact.id])).content.decode()
    assert "I take it over." in desk
    assert act(client, asked, "ending", decided="yes").status_code == 409


def test_the_agent_decides_nothing_about_their_own_question(
    cast: Cast, asked: Incident, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    assert "A supervisor who handles this answers." in page_of(client, asked)
    assert act(client, asked, "ending", decided="yes").status_code == 403


def lost(cast: Cast, contact: Contact, kind: str) -> Incident:
    """The caller made a threat of this kind and has gone; Bo handles it."""
    at = datetime.now(UTC)
    incident = start_aid(contact_id=contact.id, actor=cast.ann, at=at)
    on = {"incident_id": incident.id, "actor": cast.ann, "at": at}
    state_threat(**on, kind=kind, form="direct")
    record_caller_left(contact_id=contact.id, by="caller", actor=cast.ann, at=at)
    handled_by(cast.bo, incident)
    return incident


def test_after_self_harm_a_call_back_is_proposed_and_two_tries_ask_for_a_decision(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    incident = lost(cast, contact, "self_harm")
    client = signed_in(cast.bo)
    assert "A call-back is proposed." in page_of(client, incident)
    assert "Send the emergency services to them?" not in page_of(client, incident)
    for _ in range(2):
        assert act(client, incident, "callback-tried", outcome="no_answer").status_code == 302
    page = page_of(client, incident)
    assert "Tried 2 times." in page
    assert "Send the emergency services to them?" in page
    assert act(client, incident, "send-help", decided="yes").status_code == 422
    act(client, incident, "send-help", decided="yes", reason="Nobody knows how they are.")
    assert "Send the emergency services to them?" not in page_of(client, incident)
    assert incident.dispatches.filter(agency="emergency_services").exists()


def test_after_a_bomb_nobody_calls_back_until_somebody_named_has_agreed(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    incident = lost(cast, contact, "bomb")
    client = signed_in(cast.bo)
    page = page_of(client, incident)
    assert "Nobody calls back." in page
    assert "Do not call back after a bomb threat." in page
    refused = act(client, incident, "callback-tried", outcome="no_answer")
    assert refused.status_code == 409
    assert "incidents.callback.refused" in refused.content.decode()
    assert act(client, incident, "callback-agreed", with_whom=" ").status_code == 422
    act(client, incident, "callback-agreed", with_whom="Inspector Example, police")
    assert act(client, incident, "callback-tried", outcome="no_answer").status_code == 302
    assert "Inspector Example, police" in sentences(incident)


def test_after_abuse_the_safe_way_comes_first(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    incident = lost(cast, contact, "abuse_disclosure")
    client = signed_in(cast.bo)
    assert "Record the safe way to reach them" in page_of(client, incident)
    assert act(client, incident, "callback-tried", outcome="answered").status_code == 409
    act(client, incident, "callback-agreed", with_whom="Mondays at noon, at work")
    assert act(client, incident, "callback-tried", outcome="answered").status_code == 302


def test_a_closed_incident_is_opened_again_by_one_press(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    incident = start_aid(contact_id=contact.id, actor=cast.ann, at=datetime.now(UTC))
    handled_by(cast.bo, incident)
    Incident.objects.filter(id=incident.id).update(state="closed", closed_at=datetime.now(UTC))
    client = signed_in(cast.bo)
    assert "Open it again" in page_of(client, incident)
    assert act(client, incident, "reopen", reason=" ").status_code == 422
    act(client, incident, "reopen", reason="More to do")
    incident.refresh_from_db()
    assert incident.state == "open"
    assert "Open it again" not in page_of(client, incident)


def test_the_rules_of_the_site_stand_on_the_record(
    cast: Cast, incident: Incident, signed_in: SignIn
) -> None:
    cast.site.emergency_plan = "Leave the room."
    cast.site.ending_needs_approval = True
    cast.site.save()
    page = page_of(signed_in(cast.ann), incident)
    assert "After the warnings, a supervisor approves it" in page
    assert "Leave the room." in page


def test_every_report_of_the_incident_is_listed_by_its_title(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    at = datetime.now(UTC)
    incident = start_aid(contact_id=contact.id, actor=cast.ann, at=at)
    state_threat(incident_id=incident.id, kind="violence", form="direct", actor=cast.ann, at=at)
    page = page_of(signed_in(cast.ann), incident)
    assert "Draft of the threat report" in page
    assert page.count("Draft: ") == 2  # the record of the call, and the people at risk
    assert "Violence" in page


SEEN = {
    "kind": "violence",
    "form": "perceived",
    "text": "Somebody waits at the gate every evening and asks for a colleague by name.",
    "exercise": "yes",
}


@pytest.mark.covers("S1-21")
@pytest.mark.parametrize("who", ["ann", "mo"])
@pytest.mark.usefixtures("playbook")
def test_any_member_of_staff_reports_what_they_saw(cast: Cast, signed_in: SignIn, who: str) -> None:
    reporter: Actor = getattr(cast, who)
    client = signed_in(reporter)
    for page in ("desk:index", "floor:seen"):
        assert "Report something seen or heard" in client.get(reverse(page)).content.decode()
    answer = client.post(reverse("floor:seen"), SEEN)
    made = Incident.objects.get(opened_how="seen")
    assert answer["Location"] == reverse("desk:contact", args=[made.contact_id])
    assert made.opened_by == reporter.id
    assert Ladder.objects.filter(incident=made, ended_at=None).exists()
    assert "reported by staff" in client.get(answer["Location"]).content.decode()
    assert "opened" in page_of(client, made)


@pytest.mark.usefixtures("playbook")
def test_sent_twice_it_is_reported_once(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.ann)
    form = client.get(reverse("floor:seen"))
    again = SEEN | {"seen": form.context["typed_so_far"]["seen"]}
    places = {client.post(reverse("floor:seen"), again)["Location"] for _ in range(2)}
    assert len(places) == 1
    assert Incident.objects.filter(opened_how="seen").count() == 1


@pytest.mark.usefixtures("playbook")
def test_a_report_that_says_nothing_is_refused_and_keeps_what_was_chosen(
    cast: Cast, signed_in: SignIn
) -> None:
    typed = SEEN | {"text": " ", "kind": "weather", "seen": "not an id"}
    answer = signed_in(cast.ann).post(reverse("floor:seen"), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "incidents.seen.invalid" in page
    assert "Say what you saw or heard" in page
    assert '<option value="perceived" selected>' in page
    assert not Incident.objects.exists()


@pytest.mark.outsider("floor:seen")
def test_somebody_of_no_site_reports_at_their_own(cast: Cast, signed_in: SignIn) -> None:
    Person.objects.filter(id=cast.al.id).update(site=None)
    client = signed_in(cast.al)
    assert client.get(reverse("floor:seen")).status_code == 403
    assert client.post(reverse("floor:seen"), SEEN).status_code == 403
    assert not Incident.objects.exists()
