"""Who is doing what on the command page, and the page of whoever was sent."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.test import Client

from stayline.command.actions.checking import fire_check
from stayline.command.models import Deployment, Resource
from stayline.command.queries.field import field_link
from stayline.command.web.deployments import clock_time
from stayline.command.web.field import GUESSES, REPORTED
from stayline.incidents.actions import get_help
from stayline.privacy.actions import grant_in_transaction

if TYPE_CHECKING:
    from django.http import HttpResponse

    from stayline.incidents.models import Incident
    from tests.cast import Cast
    from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db

WHAT, WHERE = "Open the side gate and wait there.", "Old mill, north entrance"


@pytest.fixture
def bo(cast: Cast, incident: Incident, signed_in: SignIn) -> Client:
    """Bo's browser; Bo handles the incident."""
    with transaction.atomic():
        grant_in_transaction(
            incident.id,
            cast.bo,
            because="accepted",
            stream_id=incident.stream_id,
            actor=cast.bo,
            at=incident.opened_at,
        )
    return signed_in(cast.bo)


def crew(cast: Cast, name: str = "Patrol B") -> Resource:
    return Resource.objects.create(
        site=cast.site, kind="security", name=name, zone="UTC", added_at=datetime.now(UTC)
    )


def press(browser: Client, incident: Incident, name: str, **fields: object) -> HttpResponse:
    """Press something on the card; what comes is the changing part of the page."""
    return browser.post(  # type: ignore[return-value]  # the test client adds to what it returns
        f"/command/{incident.id}/do/deployments/{name}/", fields, headers={"HX-Request": "true"}
    )


def due_at(row: Deployment) -> datetime:
    """When a sign of them is due."""
    assert row.next_check_due_at is not None
    return row.next_check_due_at


def in_an_hour(incident: Incident) -> str:
    here = datetime.now(UTC).astimezone(ZoneInfo(incident.site.zone))
    return f"{here + timedelta(hours=1):%H:%M}"


@pytest.mark.covers("S3-1", "S3-19")
def test_somebody_is_sent_on_the_page_and_nothing_typed_is_lost(
    cast: Cast, incident: Incident, bo: Client, signed_in: SignIn
) -> None:
    here, patrol = f"/command/{incident.id}/", crew(cast)
    typed = {"resource": patrol.id, "what": WHAT, "medium": "radio", "check_every": "often"}
    refused = press(bo, incident, "send", **typed, where="", by="soon")
    assert refused.status_code == 422
    words = refused.content.decode()
    assert f'value="{WHAT}"' in words
    for mend in ("Say where", "14:40", "at least every 4 hours"):
        assert mend in words
    full = {**typed, "check_every": "15", "where": WHERE, "by": in_an_hour(incident)}
    assert press(bo, incident, "send", **{**full, "resource": "x"}).status_code == 404
    shown = press(bo, incident, "send", **full).content.decode()
    row = Deployment.objects.get()
    for part in (
        "Patrol B",
        WHAT,
        WHERE,
        "Say it to them",
        "Check in",
        field_link(row),
        "Sent already",
    ):
        assert part in shown
    ann = signed_in(cast.ann).get(here).content.decode()
    assert "Patrol B" in ann
    for part in (field_link(row), "Send someone", "Ring again"):
        assert part not in ann
    support = {**full, "resource": crew(cast, "Patrol C").id, "supports": row.id}
    assert "in support of Patrol B" in press(bo, incident, "send", **support).content.decode()
    over = press(bo, incident, "stand-down-all", reason="It is over.").content.decode()
    assert over.count("Withdrawn") == 2


@pytest.mark.covers("S3-13", "S3-23")
def test_who_is_out_is_heard_missed_answered_and_stood_down_on_the_page(
    cast: Cast, incident: Incident, bo: Client, signed_in: SignIn
) -> None:
    full = {"resource": crew(cast).id, "what": WHAT, "where": WHERE, "medium": "radio"}
    press(bo, incident, "send", **full, by=in_an_hour(incident), check_every="15")
    row = Deployment.objects.get()
    one = {"deployment": row.id}
    fire_check(deployment_id=row.id, at=due_at(row))
    rung = press(bo, incident, "check", **one).content.decode()
    assert "No answer" in rung
    assert "Ring again" in rung
    row.refresh_from_db()
    fire_check(deployment_id=row.id, at=due_at(row))
    alarm = "Out of contact: Patrol B"
    assert alarm in bo.get(f"/floor/incidents/{incident.id}/").content.decode()
    desk = signed_in(cast.ann).get(f"/desk/contacts/{incident.contact_id}/")
    assert alarm in desk.content.decode()
    heard = {**one, "state": "on_scene", "channel": "radio", "words": "At the gate."}
    silent = press(bo, incident, "status", **{**heard, "words": ""})
    assert silent.status_code == 422
    assert alarm in silent.content.decode()
    found = press(bo, incident, "status", **heard).content.decode()
    assert "At the gate." in found
    assert "Out of contact" not in found
    needs = {**one, "needs": "people", "channel": "radio", "words": "Two more, please."}
    assert "asked for more people" in press(bo, incident, "more", **needs).content.decode()
    request = row.requests.get()
    answer = press(bo, incident, "answer", request=request.id, answer="Patrol C comes.")
    assert "answered after" in answer.content.decode()
    old = field_link(row)
    assert old not in press(bo, incident, "link", **one).content.decode()
    assert press(bo, incident, "stand-down", **one, reason="").status_code == 422
    gone = press(bo, incident, "stand-down", **one, reason="It is over.")
    assert "Withdrawn" in gone.content.decode()
    contact = cast.contact(agent=cast.al, at=datetime.now(UTC))
    elsewhere = get_help(contact_id=contact.id, actor=cast.al, at=datetime.now(UTC))
    Deployment.objects.update(incident_id=elsewhere.id)
    assert press(bo, incident, "check", **one).status_code == 404
    assert press(bo, incident, "answer", request=request.id, answer="No.").status_code == 404


def test_a_time_is_the_next_one_on_the_clocks_of_the_site() -> None:
    at = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    assert clock_time("23:45", zone="Europe/London", at=at) == at + timedelta(minutes=15)
    assert clock_time("00:15", zone="Europe/London", at=at) == at + timedelta(minutes=45)
    assert clock_time("25:00", zone="Europe/London", at=at) is None


def stamp(page: HttpResponse) -> str:
    found = re.search(r'name="stamp" value="([^"]+)"', page.content.decode())
    assert found is not None
    return found.group(1)


@pytest.mark.covers("S3-23")
@pytest.mark.outsider("command:field")
def test_the_field_reports_from_its_own_page_without_signing_in(
    cast: Cast, incident: Incident, bo: Client
) -> None:
    sent = {"resource": crew(cast).id, "what": WHAT, "where": WHERE, "medium": "text"}
    press(bo, incident, "send", **sent, by=in_an_hour(incident), check_every="10")
    row = Deployment.objects.get()
    path = "/field/" + field_link(row).split("/field/")[1]
    phone = Client()
    shown = phone.get(path)
    words = shown.content.decode()
    assert all(one in words for one in (WHAT, WHERE, "EXERCISE", "I have it", "I cannot go"))
    for secret in (incident.number, "Alex", "self_harm", "Self-harm"):
        assert secret not in words
    assert shown["Referrer-Policy"] == "no-referrer"
    assert phone.post(path, {"state": "on_scene"}).status_code == 403
    assert phone.post(path, {"state": "on_scene", "stamp": "made up"}).status_code == 403
    row.refresh_from_db()
    assert row.state == "told"
    key = {"stamp": stamp(shown)}
    there = phone.post(path, {**key, "state": "on_scene"}, follow=True).content.decode()
    assert "Now: On scene." in there
    assert "I cannot go" not in there
    refused = phone.post(path, {**key, "needs": "wings", "words": "Higher."})
    assert refused.status_code == 422
    assert "Higher." in refused.content.decode()
    assert phone.post(path, {**key, "needs": "people", "words": "Two."}).status_code == 302
    assert row.requests.get().needs == "people"
    done = phone.post(path, {**key, "state": "complete"}, follow=True).content.decode()
    assert "Nothing more is needed" in done
    assert 'name="state"' not in done
    assert phone.post(path, {**key, "state": "working"}).status_code == 409
    for _ in range(REPORTED.most):
        phone.post(path, {**key, "state": "working"})
    assert phone.post(path, {**key, "state": "working"}).status_code == 429
    for _ in range(GUESSES.most):
        unknown = phone.get("/field/guessed/")
        assert unknown.status_code == 404
        assert WHAT not in unknown.content.decode()
    assert phone.get(path).status_code == 429
