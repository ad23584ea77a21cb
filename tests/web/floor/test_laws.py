"""The laws and policies of an incident on its page, and what its closing says in one's name."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from stayline.contacts.models import Contact
from stayline.escalation.models import Ladder
from stayline.incidents.models import Incident, Obligation
from stayline.incidents.queries import log
from tests.cast import Cast
from tests.record import Opened
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.mark.covers("S3-15", "S3-33", "S3-34", "S3-39")
def test_an_incident_shows_its_laws_and_one_press_confirms_them_and_closes(
    cast: Cast, incident: Incident, signed_in: SignIn
) -> None:
    now = datetime.now(UTC)
    Opened(cast, incident.contact_id).let_in(cast.bo, at=now)
    Obligation.objects.filter(incident=incident).update(state="met")
    Ladder.objects.filter(incident=incident).update(ended_at=now)
    incident.threats.update(report_number="SLR-1")
    Contact.objects.filter(id=incident.contact_id).update(released_at=now)
    Incident.objects.filter(id=incident.id).update(safety_recorded_at=now)
    bo = signed_in(cast.bo)
    page = bo.get(reverse("floor:incident", args=[incident.id])).content.decode()
    for to in ("laws/united-kingdom/#gb_vital_interests", "knowledge/k05-log/",
               "knowledge/k04-priority/", "knowledge/k10-thresholds/"):  # fmt: skip
        assert f"/library/{to}" in page, to
    recognised = page.index("Recognised legitimate interest")
    assert "unverified" in page[recognised : recognised + 200]
    assert "RIDDOR" not in page
    shown = re.findall(r'name="law" value="(\w+)"', page)
    assert len(shown) >= 3
    act = reverse("floor:act", args=[incident.id, "close"])
    typed = {"resolution": "Safe with a friend.", "because-no_secrecy": "I was not on the line"}
    refused = bo.post(act, {**typed, "law": shown[1:]})
    assert refused.status_code == 409
    again = refused.content.decode()
    assert "Nobody has gone through" in again
    assert "I was not on the line" in again
    assert bo.post(act, {**typed, "law": shown}).status_code == 302
    incident.refresh_from_db()
    assert incident.state == "closed"
    assert any("I was not on the line" in one.sentence for one in log(incident))
