"""How people and crews who were sent stand, reported by their system and by text message."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from stayline.command.models import Deployment, Resource
from stayline.command.queries.field import digest, text_code
from stayline.incidents.actions import get_help
from tests.cast import Cast
from tests.rooms.api.conftest import Machine, MakeMachine, some_id
from tests.rooms.api.test_page_replies import TEXTS, post
from tests.rooms.escalation.pages import TWILIO, way

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(cast: Cast, playbook: None) -> Deployment:
    """A crew that is out for Ann's incident."""
    at = datetime.now(UTC)
    incident = get_help(contact_id=cast.contact(at=at).id, actor=cast.ann, at=at)
    crew = Resource.objects.create(
        site=cast.site, kind="crew", name="Crew 1", call_sign="G1", zone="UTC", added_at=at
    )
    made = Deployment.objects.create(
        incident=incident,
        resource=crew,
        exercise=incident.exercise,
        state="told",
        method="text",
        asked_at=at,
        asked_by=cast.bo.id,
        due_by=at + timedelta(hours=1),
        check_every_s=600,
        next_check_due_at=at + timedelta(minutes=3),
        link_digest="one",
    )
    made.code_digest = digest(text_code(made))
    made.save()
    return made


@pytest.mark.covers("S3-23")
@pytest.mark.outsider("api-v1:get_deployments", "api-v1:post_status")
def test_a_system_reports_how_its_crew_stands(
    row: Deployment, cast: Cast, machine: MakeMachine
) -> None:
    status = f"deployments/{row.id}/status"
    ours, there = machine("deployments:write"), {"state": "on_scene", "words": "At the gate."}
    for outsider in (
        Machine(),
        machine("contacts:write", source="x"),
        machine("deployments:write", source="y", site=cast.other_site),
    ):
        assert outsider.post(status, there).status_code == 401
    assert Machine().get("deployments").status_code == 401
    assert (
        machine("deployments:write", source="z", site=cast.other_site).get("deployments").json()
        == []
    )
    drill = machine("deployments:write", source="drill", exercise=True)
    (out,) = drill.get("deployments").json()
    assert (out["who"], out["call_sign"], out["state"]) == ("Crew 1", "G1", "told")
    assert ours.post(status, {"state": "teleported"}).status_code == 422
    assert ours.post(f"deployments/{some_id()}/status", there).status_code == 404
    assert ours.post(status, there).json()["state"] == "on_scene"
    assert ours.get("deployments").json()[0]["last_heard_at"]
    assert ours.post(status, {"state": "complete"}).status_code == 200
    assert ours.post(status, there).status_code == 409
    assert ours.get("deployments").json() == []


@pytest.mark.covers("S3-23")
def test_a_text_message_with_the_code_of_a_task_is_a_report(row: Deployment) -> None:
    way("twilio_sms", "sms", TWILIO)
    answer = post(TEXTS, From="+15550177", Body=f"{text_code(row)} ON THE WAY")
    assert "Noted: On the way." in answer.content.decode()
    row.refresh_from_db()
    assert row.state == "en_route"
    assert "not understood" in post(TEXTS, Body="Who is this?").content.decode()
