"""Which roles may do what to an incident: what decides needs a supervisor or a manager (S3-6)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from stayline.escalation.models import Ladder
from stayline.incidents.models import Incident, Obligation
from stayline.platform.actors import Actor
from stayline.privacy.models import IncidentAccess
from tests.cast import Cast
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db

DECIDES: Final = {
    "level": {"level": "3", "reason": "Less grave than it seemed."},
    "let-back": {"person": "", "reason": "It was another name."},
    "callback-agreed": {"with_whom": "Officer Example"},
    "send-help": {"decided": "no", "reason": "They are safe."},
    "ending": {"decided": "no", "reason": "Not yet."},
    "close": {"resolution": "Over."},
    "in-error": {"reason": "A slip.", "spoke_to": "agent", "read_words": "yes"},
    "reopen": {"reason": "More to do."},
}
"""What decides on an incident, with what is typed for it."""


def answers(client: Client, cast: Cast, incident: Incident) -> dict[str, int]:
    """What each function answers to whoever handles the incident and presses it."""
    found = {}
    for name, typed in DECIDES.items():
        given = typed | ({"person": str(cast.mo.id)} if "person" in typed else {})
        where = reverse("floor:act", args=[incident.id, name])
        found[name] = client.post(where, given).status_code
    owed = Obligation.objects.filter(incident=incident).first()
    waived = reverse("floor:waive", args=[incident.id, owed.id if owed else uuid4()])
    found["waive"] = client.post(waived, {"reason": "Done by others."}).status_code
    followed = reverse("floor:follow_act", args=[incident.id, "follow"])
    found["follow"] = client.post(followed).status_code
    ladder = Ladder.objects.get(incident=incident, document_id="crisis")
    called_off = reverse("floor:ladder_act", args=[ladder.id, "call-off"])
    found["call-off"] = client.post(called_off, {"reason": "Done."}).status_code
    return found


def handles(incident: Incident, who: Actor) -> None:
    IncidentAccess.objects.update_or_create(
        incident_id=incident.id,
        person_id=who.id,
        defaults={"because": "accepted", "granted_at": datetime.now(UTC)},
    )


@pytest.mark.covers("S3-6")
def test_what_decides_is_for_supervisors_and_managers_alone(
    cast: Cast, incident: Incident, signed_in: SignIn
) -> None:
    for who in (cast.lou, cast.mo, cast.bo):
        handles(incident, who)
    for who in (cast.ann, cast.lou):
        refused = answers(signed_in(who), cast, incident)
        assert set(refused.values()) == {403}, (who.name, refused)
    for who in (cast.bo, cast.mo):
        allowed = answers(signed_in(who), cast, incident)
        assert 403 not in allowed.values(), (who.name, allowed)
    agent = signed_in(cast.ann)
    assert agent.get("/floor/").status_code == 403
    raised = reverse("floor:act", args=[incident.id, "level"])
    Incident.objects.filter(id=incident.id).update(state="open", level=2)
    assert agent.post(raised, {"level": "0", "reason": "It is happening now."}).status_code == 302
