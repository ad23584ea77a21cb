"""Questions and complaints over HTTP: raised for a caller, kept once, nothing given away."""

from __future__ import annotations

from uuid import uuid4

import pytest

from stayline.quality.models import Complaint
from tests.cast import Cast
from tests.rooms.api.conftest import Machine, MakeMachine

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]

WORDS = "I rang three times about the pelican."


def one(**more: object) -> dict[str, object]:
    """What a web form sends."""
    answers = {"what": {"state": "answered", "value": WORDS}}
    return {"kind": "complaint", "topic": "handling", "answers": answers, **more}


@pytest.mark.covers("S3-24")
@pytest.mark.outsider("api-v1:post_complaint", "api-v1:get_complaint")
def test_a_machine_raises_one_for_a_caller_and_sees_how_it_stands(
    cast: Cast, machine: MakeMachine
) -> None:
    site = machine("complaints:write")
    new = one(id=str(uuid4()))
    assert Machine().post("complaints", new).status_code == 401
    assert machine("contacts:write", source="x").post("complaints", new).status_code == 401
    made = site.post("complaints", new)
    assert made.status_code == 201, made.content
    assert site.post("complaints", new).json() == made.json()
    row = Complaint.objects.get()
    assert (row.on_behalf, row.raiser, row.site) == (True, None, cast.site)
    told = site.get(f"complaints/{row.id}")
    assert told.json() == made.json()
    assert told.json()["state"] == "open"
    assert WORDS not in told.content.decode()
    other = machine("complaints:write", source="another form")
    assert other.get(f"complaints/{row.id}").status_code == 404
    assert other.post("complaints", new).status_code == 422
    wrong = site.post("complaints", one(answers={"what": "words"}))
    assert wrong.status_code == 422
    assert "what" in wrong.content.decode()
