"""A difficult call with no threat on the desk: the aid, the warnings, the ending, the record."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from stayline.contacts.models import Contact
from stayline.escalation.models import Ladder
from stayline.incidents.actions import decide_ending, hear_lines, start_aid
from stayline.incidents.models import Incident, Run
from stayline.incidents.queries import current_run, warnings_given
from stayline.reports.models import Report
from tests.cast import Cast, line
from tests.web.conftest import THREAT, SignIn

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
ABUSE = "You people are useless idiots, all of you."
WANTS = "I want to speak to your supervisor right now."


def press(client: Client, contact: Contact, name: str, **typed: object) -> HttpResponse:
    where = reverse("desk:act", args=[contact.id, name])
    return client.post(where, typed, headers=HTMX)


def page_of(client: Client, contact: Contact) -> str:
    return client.get(reverse("desk:contact", args=[contact.id])).content.decode()


def hear(cast: Cast, contact: Contact, number: int, text: str) -> None:
    at = datetime.now(UTC)
    said = [line(number, text, at=at)]
    hear_lines(contact_id=contact.id, lines=said, actor=cast.ann, at=at)


def sequence(contact: Contact) -> int:
    run = current_run(Incident.objects.get(contact=contact).id)
    assert run is not None
    return run.sequence


def warn(client: Client, contact: Contact) -> None:
    """Say that they are abusive, and go on once the words were said."""
    press(client, contact, "take-step", expected=sequence(contact), step="abusive")
    press(client, contact, "go-on", expected=sequence(contact))


def warned_to_the_end(client: Client, contact: Contact) -> None:
    press(client, contact, "aid")
    for _ in range(3):
        warn(client, contact)
    warn(client, contact)


def test_an_ordinary_contact_offers_the_aid_and_a_supervisor(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    page = page_of(signed_in(cast.ann), contact)
    assert "Open the irate-caller aid" in page
    assert "Connect to a supervisor" in page
    assert "Abuse was heard" not in page


def test_abuse_that_was_heard_puts_the_aid_first_and_opens_nothing(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    hear(cast, contact, 1, ABUSE)
    page = page_of(signed_in(cast.ann), contact)
    assert "Abuse was heard." in page
    assert "Nothing worrying was noticed" not in page
    assert not Incident.objects.filter(contact=contact).exists()


@pytest.mark.covers("S2-21", "S2-22")
def test_a_wish_for_a_supervisor_is_met_by_one_press_with_the_words_to_say(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    hear(cast, contact, 1, WANTS)
    client = signed_in(cast.ann)
    assert "A supervisor was asked for." in page_of(client, contact)
    page = press(client, contact, "connect").content.decode()
    # The first words are polite, and name what comes; the internal hand-off ladder rings.
    assert "connect you with a supervisor" in page
    ladder = Ladder.objects.get(incident__contact=contact, ended_at=None)
    assert ladder.document_id == "handoff"


def test_the_aid_opens_at_l3_with_its_warnings_and_no_lock(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    page = press(signed_in(cast.ann), contact, "aid").content.decode()
    assert "L3" in page
    assert "Do not hang up" not in page
    assert "I feel threatened" in page
    assert "I cannot control this" in page
    assert "First warning" in page
    assert "Not yet. Settle it, hand it over, or warn first." in page


@pytest.mark.covers("S2-24", "S2-25")
def test_ending_before_the_warnings_is_refused_and_says_what_comes_first(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    press(client, contact, "aid")
    answer = press(client, contact, "release")
    assert answer.status_code == 409
    assert "incidents.contact.warning_first" in answer.content.decode()
    warn(client, contact)
    page = page_of(client, contact)
    (said,) = warnings_given(Incident.objects.get(contact=contact))
    assert said.words in page.replace("&#x27;", "'")
    assert "Not yet. It needs a repeat, then a final notice." in page
    assert press(client, contact, "release").status_code == 409


@pytest.mark.covers("S2-25", "S2-26", "S2-27")
def test_after_all_warnings_it_ends_and_the_record_comes_before_the_agent(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    warned_to_the_end(client, contact)
    page = page_of(client, contact)
    assert "The conversation may end now" in page
    assert "You can end the contact below." in page
    assert "The contact was ended." not in page
    assert page.count("words kept") == 3
    assert '<li class="now" aria-current="step"><b>' in page
    answer = press(client, contact, "release")
    record = Report.objects.get(incident__contact=contact, form_id="call_record")
    where = reverse("desk:report", args=[record.id])
    assert answer["HX-Redirect"] == where
    assert "The record of this call is owed" in page_of(client, contact)
    listed = client.get(reverse("desk:index")).content.decode()
    assert where in listed
    contact.refresh_from_db()
    assert contact.released_at is not None


def test_without_script_the_ending_also_leads_to_the_record(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    warned_to_the_end(client, contact)
    answer = client.post(reverse("desk:act", args=[contact.id, "release"]))
    record = Report.objects.get(incident__contact=contact, form_id="call_record")
    assert answer["Location"] == reverse("desk:report", args=[record.id])


def test_the_last_word_before_ending_comes_after_the_final_notice(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    press(client, contact, "aid")
    for said in ("repeat, then a final notice", "It needs a final notice first", "Tell them that"):
        warn(client, contact)
        assert said in page_of(client, contact)


def test_a_site_that_approves_endings_asks_and_shows_the_answer(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    cast.site.ending_needs_approval = True
    cast.site.save()
    client = signed_in(cast.ann)
    warned_to_the_end(client, contact)
    assert "Ask a supervisor to approve ending" in page_of(client, contact)
    assert press(client, contact, "release").status_code == 409
    page = press(client, contact, "ask-to-end").content.decode()
    assert "A supervisor was asked at" in page
    incident = Incident.objects.get(contact=contact)
    at = datetime.now(UTC)
    decide_ending(
        incident_id=incident.id, approve=False, reason="I take it over.", actor=cast.bo, at=at
    )
    assert "I take it over." in page_of(client, contact)
    press(client, contact, "ask-to-end")
    decide_ending(incident_id=incident.id, approve=True, actor=cast.bo, at=at)
    assert "Bo Example approved that you end it." in page_of(client, contact)
    assert "HX-Redirect" in press(client, contact, "release")


@pytest.mark.covers("S2-28")
def test_a_threat_closes_the_warnings_and_one_press_switches(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    press(client, contact, "aid")
    warn(client, contact)
    before = sequence(contact)
    hear(cast, contact, 2, THREAT)
    page = page_of(client, contact)
    assert "A threat was made. The warnings are closed." in page
    assert "Switch to" in page
    assert "End the contact" not in page
    assert "end the conversation after two warnings" not in page
    assert "What was done for Alex Thistle’s safety" in page
    refused = press(client, contact, "go-on", expected=sequence(contact))
    assert refused.status_code == 409
    assert sequence(contact) >= before
    page = press(client, contact, "switch", expected=sequence(contact), to="self_harm")
    run = current_run(Incident.objects.get(contact=contact).id)
    assert run is not None
    assert run.protocol_id == "self-harm"
    assert "Do not hang up" in page.content.decode()
    assert "The warnings are closed" not in page.content.decode()


def test_two_threats_are_switched_and_the_parked_one_is_taken_up_again(
    cast: Cast, contact: Contact, incident: Incident, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    hear(cast, contact, 2, "And there is a bomb in your building.")
    page = page_of(client, contact)
    assert "Bomb threat." in page
    page = press(client, contact, "switch", expected=sequence(contact), to="bomb").content.decode()
    parked = Run.objects.get(incident=incident, parked_at__isnull=False)
    assert "Take up again" in page
    press(client, contact, "resume", expected=sequence(contact), run=parked.id)
    parked.refresh_from_db()
    assert parked.parked_at is None
    gone = press(client, contact, "resume", expected=sequence(contact), run=parked.id)
    assert gone.status_code == 409
    assert "incidents.run.switch_refused" in gone.content.decode()


@pytest.mark.covers("S2-45", "S2-46")
def test_feeling_threatened_leaves_the_warnings_and_opens_the_plan(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    cast.site.emergency_plan = "Leave the room. Tell a colleague."
    cast.site.save()
    client = signed_in(cast.ann)
    press(client, contact, "aid")
    page = press(client, contact, "out").content.decode()
    assert "<details open>" in page
    assert "Leave the room. Tell a colleague." in page
    assert "First warning" not in page
    run = current_run(Incident.objects.get(contact=contact).id)
    assert run is not None
    assert run.protocol_id != "irate-caller"


@pytest.mark.covers("S2-30", "S2-29")
def test_earlier_calls_that_were_not_resolved_suggest_the_special_team(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    assert "Who can take this on" not in page_of(client, contact)
    cast.site.unresolved_threshold = 2
    cast.site.save()
    for _ in range(2):
        earlier = cast.contact(agent=cast.al, at=contact.opened_at - timedelta(days=1))
        Incident.objects.filter(pk=_aided(cast, earlier).pk).update(outcome="not_resolved")
    page = page_of(client, contact)
    assert "2 earlier calls of this caller were not resolved." in page
    assert "specialised resolution team" in page


def _aided(cast: Cast, contact: Contact) -> Incident:
    return start_aid(contact_id=contact.id, actor=cast.al, at=contact.opened_at)
