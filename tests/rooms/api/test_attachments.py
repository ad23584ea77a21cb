"""A platform attaches its recording: the body is the file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client

from stayline.incidents.queries import by_contact
from stayline.ledger.queries import attachments, plain_blocks
from stayline.ledger.queries.attachments import folder
from stayline.people.models import Site
from tests.cast import Cast
from tests.rooms.api.conftest import THREAT, Machine, MakeMachine, problem

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]

AUDIO = b"RIFF" + bytes(200_000)


@pytest.fixture(autouse=True)
def _no_files() -> Iterator[None]:
    """Leave the data folder as it was."""
    yield
    for file in folder().rglob("*"):
        if file.is_file():
            file.unlink()


def send(machine: Machine, contact: str, query: str, body: bytes = AUDIO) -> HttpResponse:
    return Client().generic(
        "POST",
        f"/api/v1/contacts/{contact}/attachments?{query}",
        body,
        content_type="audio/wav",
        headers={"Authorization": f"Bearer {machine.secret}"},
    )


@pytest.mark.covers("S1-49")
def test_a_recording_is_kept_with_its_digest(platform: Machine) -> None:
    contact = platform.opens()
    platform.says(contact, THREAT)
    done = send(platform, contact["id"], "kind=audio&name=call.wav")
    assert done.status_code == 201, done.content
    assert done.json()["sha256"] == hashlib.sha256(AUDIO).hexdigest()
    incident = by_contact(contact["id"])
    assert incident is not None
    (view,) = attachments(incident.stream_id)
    assert (str(view.id), view.size) == (done.json()["attachment"], len(AUDIO))
    assert view.media_type == "audio/wav"
    assert b"".join(plain_blocks(view)) == AUDIO


def test_a_contact_without_an_incident_keeps_none(platform: Machine) -> None:
    contact = platform.opens()
    problem(send(platform, contact["id"], "kind=audio"), 409, "reports.attachment.no_incident")


def test_what_does_not_fit_is_said(platform: Machine) -> None:
    contact = platform.opens()
    platform.says(contact, THREAT)
    problem(send(platform, contact["id"], "kind=video"), 422, "reports.attachment.invalid")
    problem(send(platform, contact["id"], "kind=audio", b""), 409, "ledger.attachment.empty")


def test_another_sites_platform_is_refused(
    platform: Machine, machine: MakeMachine, cast: Cast
) -> None:
    contact = platform.opens()
    platform.says(contact, THREAT)
    stranger = machine("contacts:write", site=Site.objects.get(id=cast.other_site.id))
    assert send(stranger, contact["id"], "kind=audio").status_code == 401
