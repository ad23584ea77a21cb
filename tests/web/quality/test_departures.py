"""The page of departures: who sees it, and that accepting begins a draft."""

from __future__ import annotations

import pytest

from stayline.incidents.models import Incident
from stayline.library.actions import acknowledge_risk
from stayline.library.models import Draft
from stayline.library.queries import risk_notice
from stayline.quality.models import Proposal
from tests.cast import NOW, Cast
from tests.web.conftest import SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("playbook")]

PAGE = "/quality/departures/"


@pytest.mark.outsider("quality:departures", "quality:departures_look", "quality:proposal")
def test_an_owner_accepts_a_proposal_and_a_draft_begins(
    cast: Cast, incident: Incident, signed_in: SignIn
) -> None:
    row = Proposal.objects.create(
        protocol_id="self-harm",
        step="ask-safety",
        what="skipped",
        because="The step was left without an answer.",
        exercise=True,
        times=6,
        since=NOW.date(),
        raised_at=NOW,
        raised_by=cast.bo.id,
    )
    decide = f"/quality/proposals/{row.id}/"
    agent = signed_in(cast.ann)
    assert agent.get(PAGE).status_code == 403
    assert agent.post(PAGE + "ask/", {"procedure": "self-harm"}).status_code == 403
    assert agent.post(decide, {"what": "accept"}).status_code == 403

    supervisor = signed_in(cast.bo)
    page = supervisor.get(PAGE, {"procedure": "self-harm"}).content.decode()
    assert "left out in 6 contacts" in page
    assert "Accept, and write" not in page
    assert supervisor.post(decide, {"what": "accept"}).status_code == 403
    asked = supervisor.post(PAGE + "ask/", {"procedure": "self-harm"})
    assert "Nothing new to ask" in supervisor.get(asked["Location"]).content.decode()

    manager = signed_in(cast.mo)
    assert manager.post(decide, {"what": "decline", "reason": ""}).status_code == 422
    assert manager.post(decide, {"what": "accept"}).status_code == 409  # the notice of risk first
    acknowledge_risk(
        kind="protocol",
        document_id="self-harm",
        purpose="edit",
        notice=risk_notice().digest,
        actor=cast.mo,
        at=NOW,
    )
    assert manager.post(decide, {"what": "accept"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.draft_id) == ("accepted", Draft.objects.get().id)
    assert (
        manager.post(decide.replace(str(row.id), str(incident.id)), {"what": "accept"}).status_code
        == 404
    )
