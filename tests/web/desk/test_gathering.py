"""“Still to learn” on the desk, the report and the briefing: calm, by word, one press away."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from stayline.contacts.models import Contact
from stayline.escalation.models import Ladder
from stayline.incidents.actions import get_help, state_threat
from stayline.incidents.models import Incident, Run
from stayline.reports.actions import save_draft
from stayline.reports.queries import gathering, reports_of
from stayline_core.forms import Answer, AnswerState
from tests.cast import Cast
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


def part(client: Client, contact: Contact, name: str = "gather") -> str:
    page = client.get(reverse("desk:part", args=[contact.id, name]))
    assert page.status_code == 200
    return page.content.decode()


def whole(client: Client, contact: Contact) -> str:
    return client.get(reverse("desk:contact", args=[contact.id])).content.decode()


def press(client: Client, contact: Contact, name: str, **fields: str) -> None:
    run = Run.objects.get(incident__contact=contact, parked_at=None)
    seen = {"expected": str(run.state["sequence"])}
    done = client.post(reverse("desk:act", args=[contact.id, name]), fields | seen)
    assert done.status_code in {200, 302}


def bomb_threat(cast: Cast) -> Contact:
    contact = cast.contact(agent=cast.ann, at=datetime.now(UTC))
    incident = get_help(contact_id=contact.id, actor=cast.ann, at=datetime.now(UTC))
    state_threat(
        incident_id=incident.id,
        kind="bomb",
        form="direct",
        actor=cast.ann,
        at=datetime.now(UTC),
    )
    return contact


def know_everything(incident: Incident, cast: Cast) -> None:
    report = next(one for one in reports_of(incident.id) if one.form_id == "security_threat")
    values = {"yes_no": "no", "choice": None, "text": "by the river"}
    answers = {
        one.field.name: Answer(
            AnswerState.ANSWERED, values.get(one.field.kind.value) or one.field.values[0]
        )
        for one in gathering(incident).items
    }
    save_draft(
        report_id=report.id,
        answers=answers,
        expected_version=0,
        actor=cast.ann,
        at=datetime.now(UTC),
    )


@pytest.mark.covers("S3-11", "S3-36")
@pytest.mark.usefixtures("incident")
def test_what_is_needed_first_stands_first_and_says_so_in_a_word(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    shown = part(signed_in(cast.ann), contact)
    assert "Still to learn" in shown
    first, _, rest = shown.partition("<details>")
    assert first.count("Needed first") == 3
    assert "Where they are" in first
    assert "Needed first" not in rest
    assert "Alone or with others" in rest


@pytest.mark.covers("S3-11")
@pytest.mark.usefixtures("incident")
def test_it_presses_nobody(cast: Cast, contact: Contact, signed_in: SignIn) -> None:
    shown = part(signed_in(cast.ann), contact)
    assert "Nothing here must be asked, and no help waits for it." in shown
    assert "alert" not in shown
    assert "live:step" in shown
    assert "live:form" in shown


@pytest.mark.covers("S3-11")
@pytest.mark.usefixtures("incident")
def test_one_press_leads_to_the_question_on_the_step(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    press(client, contact, "go-on")
    page = whole(client, contact)
    (anchor,) = re.findall(r'<a href="#(form-q-safety-in-danger-now[^"]*)">', page)
    assert f'id="{anchor}"' in page
    assert "Needed first, on this step" in page


@pytest.mark.covers("S3-11")
@pytest.mark.usefixtures("incident")
def test_what_no_step_asks_now_leads_to_the_field_of_the_report(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    shown = part(client, contact)
    (link,) = re.findall(r'<a href="([^"]+)">Where they are</a>', shown)
    address, _, anchor = link.partition("#")
    assert f'id="{anchor}"' in client.get(address).content.decode()


@pytest.mark.usefixtures("incident")
def test_no_press_on_the_list_sends_help_or_rings_anybody(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    """Calling emergency services asks for the place too; that is never the way to the place."""
    shown = part(signed_in(cast.ann), contact)
    assert "take-step" not in shown
    assert "help_now" not in shown


@pytest.mark.covers("S3-11")
def test_a_sheet_that_only_notices_is_one_press_away(
    cast: Cast, playbook: None, signed_in: SignIn
) -> None:
    contact = bomb_threat(cast)
    client = signed_in(cast.ann)
    shown = part(client, contact)
    ways = re.findall(r'name="step" value="([^"]+)"><button[^>]*>Note voice and background<', shown)
    assert ways == ["noting/sheet"]
    assert "How the voice sounded · Sounds in the background" in shown
    assert "Only notice, never ask" in shown
    press(client, contact, "take-step", step=ways[0])
    run = Run.objects.get(incident__contact=contact, parked_at=None)
    assert run.state["step"] == "noting/sheet"
    assert "On this step" in part(client, contact)


@pytest.mark.covers("S3-11")
def test_it_changes_as_things_are_learned_and_is_silent_when_nothing_is_left(
    cast: Cast, incident: Incident, contact: Contact, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    press(client, contact, "go-on")
    press(client, contact, "answer", field="safety.in_danger_now", value="no")
    assert "In danger now" not in part(client, contact)
    know_everything(incident, cast)
    assert "Still to learn" not in part(client, contact)
    assert "Still to learn" not in whole(client, contact)


def test_a_contact_without_an_incident_has_nothing_to_learn(
    cast: Cast, contact: Contact, signed_in: SignIn
) -> None:
    assert "Still to learn" not in part(signed_in(cast.ann), contact)


def test_a_report_of_an_open_incident_names_what_is_needed_first(
    cast: Cast, incident: Incident, signed_in: SignIn
) -> None:
    client = signed_in(cast.ann)
    (report,) = [one for one in reports_of(incident.id) if one.form_id == "security_threat"]
    address = reverse("desk:report", args=[report.id])
    before = client.get(address).content.decode()
    assert "Needed first, and still open:" in before
    assert 'href="#f-safety-location"' in before
    know_everything(incident, cast)
    assert "Needed first" not in client.get(address).content.decode()


@pytest.mark.covers("S3-36")
def test_the_receiver_reads_what_is_not_yet_known(
    cast: Cast, incident: Incident, contact: Contact, signed_in: SignIn
) -> None:
    ladder = Ladder.objects.filter(incident=incident, document_id="crisis").first()
    assert ladder is not None
    address = reverse("floor:briefing", args=[ladder.id])
    client = signed_in(cast.bo)
    shown = client.get(address).content.decode()
    assert "Not yet known: in danger now, where they are, something already done or taken." in shown
    know_everything(incident, cast)
    assert "Not yet known" not in client.get(address).content.decode()
