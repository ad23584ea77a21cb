"""The attachments page: what came in is listed, given out unchanged, and refused in words."""

from __future__ import annotations

import hashlib
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from stayline.incidents.models import Incident
from stayline.ledger.actions.attach import LARGEST
from stayline.ledger.queries import attachments
from stayline.ledger.queries.attachments import folder, place_of
from tests.cast import Cast
from tests.web.conftest import SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_attachments")]

WORDS = b"Alex: I would like to speak with somebody.\r\n" * 3000


def files() -> list[object]:
    return [one for one in folder().rglob("*") if one.is_file()]


def send(client: Client, incident: Incident, body: bytes = WORDS, **more: object) -> HttpResponse:
    sent = {"kind": "chat_transcript", "file": SimpleUploadedFile("chat é.txt", body), **more}
    return client.post(reverse("desk:attach", args=[incident.id]), sent)


@pytest.mark.covers("S1-48", "S1-50")
def test_a_file_is_kept_listed_and_given_out_byte_for_byte(
    cast: Cast, incident: Incident, signed_in: SignIn
) -> None:
    ann = signed_in(cast.ann)
    done = send(ann, incident)
    assert done.status_code == 302
    page = ann.get(done["Location"]).content.decode()
    assert "chat é.txt" in page
    assert hashlib.sha256(WORDS).hexdigest() in page
    (view,) = attachments(incident.stream_id)
    given = ann.get(reverse("desk:attachment", args=[incident.id, view.id]))
    assert given.content == WORDS
    assert given["Content-Type"] == "application/octet-stream"
    assert given["Content-Disposition"] == "attachment; filename*=UTF-8''chat%20%C3%A9.txt"
    assert given["X-Content-Type-Options"] == "nosniff"


def test_a_second_file_of_one_form_is_left_out(
    cast: Cast, incident: Incident, signed_in: SignIn
) -> None:
    send(signed_in(cast.ann), incident, second=SimpleUploadedFile("two.txt", b"two"))
    (view,) = attachments(incident.stream_id)
    assert view.name == "chat é.txt"
    assert len(files()) == 1


@pytest.mark.parametrize(
    ("sent", "status", "words"),
    [
        ({"kind": "video"}, 422, "Say what it is"),
        ({"body": b""}, 409, "This file is empty"),
        ({"body": bytes(LARGEST + 1)}, 413, "larger than a record takes"),
        ({"file": ""}, 422, "Choose a file"),
    ],
)
def test_what_cannot_be_kept_is_said_and_leaves_nothing(
    cast: Cast,
    incident: Incident,
    signed_in: SignIn,
    sent: dict[str, object],
    status: int,
    words: str,
) -> None:
    refused = send(signed_in(cast.ann), incident, **sent)  # type: ignore[arg-type]  # what each row sends
    assert refused.status_code == status
    assert words in refused.content.decode()
    assert files() == []


def test_without_the_forms_own_token_nothing_is_kept(
    cast: Cast, incident: Incident, signed_in: SignIn
) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.cookies = signed_in(cast.ann).cookies
    assert send(careful, incident).status_code == 403
    assert attachments(incident.stream_id) == []


def test_a_damaged_file_is_said_and_not_given_out(
    cast: Cast, incident: Incident, signed_in: SignIn
) -> None:
    ann = signed_in(cast.ann)
    send(ann, incident)
    (view,) = attachments(incident.stream_id)
    place_of(incident.stream_id, view.id).write_bytes(b"changed")
    ann.raise_request_exception = False
    given = ann.get(reverse("desk:attachment", args=[incident.id, view.id]))
    assert given.status_code == 500
    assert WORDS[:20] not in given.content


@pytest.mark.outsider("desk:attachments", "desk:attach", "desk:attachment")
def test_whoever_does_not_handle_it_sees_and_adds_nothing(
    cast: Cast, incident: Incident, signed_in: SignIn
) -> None:
    send(signed_in(cast.ann), incident)
    (view,) = attachments(incident.stream_id)
    cy = signed_in(cast.cy)
    assert cy.get(reverse("desk:attachments", args=[incident.id])).status_code == 403
    assert cy.get(reverse("desk:attachment", args=[incident.id, view.id])).status_code == 403
    assert send(cy, incident).status_code == 403
    assert len(files()) == 1


def test_an_attachment_that_is_none_is_not_found(
    cast: Cast, incident: Incident, signed_in: SignIn
) -> None:
    ann = signed_in(cast.ann)
    assert ann.get(reverse("desk:attachment", args=[incident.id, uuid4()])).status_code == 404
